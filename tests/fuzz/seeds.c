/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "seeds.h"

#include "input.h"

#include <stdio.h>
#include <string.h>

enum { CELLS = 12, ROWS = 8, VISITS = 3, ROOM = 8192 };

struct cell {
    const char *field; /* NULL ends a row */
    int64_t value;
};

struct row {
    struct cell cells[CELLS];
};

struct visit {
    struct row customer, order, lines[ROWS], charged[ROWS];
};

/* Tables without rows are the preset's. */
struct seed {
    const char *name;
    uint8_t preset, currency; /* see start_record() in input.c */
    struct row policy, rules[ROWS], costs[ROWS], treatments[ROWS];
    struct visit visits[VISITS];
};

#define PHONE (KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_EMAIL))
#define SHOP  KOGGE_BIT(KOGGE_CHANNEL_SHOP)
#define SMALL (KOGGE_BIT(KOGGE_TIER_C) | KOGGE_BIT(KOGGE_TIER_D))

static const struct seed seeds[] = {
    { .name = "flat",
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "below_minor", 10000 },
                     { "amount_minor", 1500 } } } },
      .visits = { { .order = { { { "net_minor", 8000 } } } },
                  { .customer = { { { "tier", KOGGE_TIER_C } } }, .order = { { { "net_minor", 10000 } } } } } },
    { .name = "cliff",
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "below_minor", 5000 },
                     { "amount_minor", 2000 },
                     { "cap", KOGGE_CAP_CLIFF } } },
                 { { { "id", 2 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "from_minor", 5000 },
                     { "below_minor", 10000 },
                     { "amount_minor", 900 },
                     { "cap", KOGGE_CAP_CLIFF } } },
                 { { { "id", 3 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "from_minor", 10000 },
                     { "below_minor", 15000 },
                     { "amount_minor", 100 } } } },
      .visits = { { .order = { { { "net_minor", 4800 } } } }, { .order = { { { "net_minor", 9900 } } } } } },
    { .name = "percent",
      .policy = { { { "max_fee_bp", 400 } } },
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_PERCENT },
                     { "rate_bp", 500 },
                     { "below_minor", 20000 },
                     { "min_minor", 300 },
                     { "max_minor", 700 },
                     { "base", KOGGE_BASE_BEFORE_DISCOUNT } } },
                 { { { "id", 2 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "below_minor", 7000 },
                     { "amount_minor", 250 } } } },
      .visits = { { .order = { { { "net_minor", 9000 },
                                 { "discount_minor", 1000 },
                                 { "excluded_minor", 500 } } } } } },
    { .name = "top_up",
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_TOP_UP },
                     { "channels", SHOP },
                     { "below_minor", 2500 },
                     { "base", KOGGE_BASE_WITH_FREIGHT } } },
                 { { { "id", 2 },
                     { "effect", KOGGE_ACTION_REDIRECT_SHOP },
                     { "channels", PHONE },
                     { "below_minor", 5000 },
                     { "tiers", SMALL } } } },
      .visits = { { .order = { { { "net_minor", 1000 },
                                 { "freight_minor", 690 },
                                 { "channel", KOGGE_CHANNEL_SHOP } } } },
                  { .customer = { { { "tier", KOGGE_TIER_D } } },
                    .order = { { { "net_minor", 1000 }, { "channel", KOGGE_CHANNEL_PHONE } } } } } },
    { .name = "slice",
      .rules = { { { { "id", 1 }, { "effect", KOGGE_FEE_SLICE }, { "below_minor", 10000 }, { "rate_bp", 1000 } } },
                 { { { "id", 2 }, { "effect", KOGGE_FEE_SLICE }, { "from_minor", 10000 }, { "rate_bp", 100 } } } },
      .visits = { { .order = { { { "net_minor", 15001 }, { "also_counts_minor", 5000 } } } } } },
    { .name = "cost_cover",
      .policy = { { { "cost_per_line_minor", 150 }, { "margin_bp", 2500 } } },
      .rules = { { { { "id", 7 }, { "effect", KOGGE_FEE_COST_COVER }, { "group", 3 } } } },
      .costs = { { { { "channel", KOGGE_CHANNEL_PHONE }, { "cost_per_order_minor", 2500 } } },
                 { { { "channel", KOGGE_CHANNEL_SHOP }, { "cost_per_order_minor", 600 } } } },
      .visits = { { .order = { { { "net_minor", 5000 }, { "channel", KOGGE_CHANNEL_PHONE }, { "line_count", 3 } } } },
                  { .order = { { { "net_minor", 5000 }, { "channel", KOGGE_CHANNEL_PHONE } } } },
                  { .customer = { { { "margin_bp", -200 } } },
                    .order = { { { "net_minor", 5000 },
                                 { "channel", KOGGE_CHANNEL_SHOP },
                                 { "line_count", 1 } } } } } },
    { .name = "lines",
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_LINE_SHORTFALL },
                     { "amount_minor", 50 },
                     { "amount_per", 100 } } },
                 { { { "id", 2 }, { "effect", KOGGE_FEE_BROKEN_PACK }, { "amount_minor", 300 } } },
                 { { { "id", 3 }, { "effect", KOGGE_FEE_PER_SERVICE }, { "amount_minor", 1250 } } },
                 { { { "id", 4 }, { "effect", KOGGE_FEE_EFFORT }, { "amount_minor", 2500 } } } },
      .visits = { { .customer = { { { "service_state", KOGGE_SERVICE_STATE_EFFORT_FEE } } },
                    .order = { { { "net_minor", 25000 }, { "special_services", 2 } } },
                    .lines = { { { { "quantity", 70 }, { "minimum_quantity", 100 }, { "net_minor", 5000 } } },
                               { { { "quantity", 25 }, { "pack_size", 10 }, { "net_minor", 20000 } } } } },
                  { .order = { { { "net_minor", 25000 } } } } } },
    { .name = "waiver",
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "below_minor", 10000 },
                     { "amount_minor", 1500 },
                     { "free_per_period", 3 },
                     { "waivers", KOGGE_BIT(KOGGE_WAIVER_FIRST_ORDER) | KOGGE_BIT(KOGGE_WAIVER_VOUCHER) } } } },
      .visits = { { .order = { { { "net_minor", 8000 }, { "waivers", KOGGE_BIT(KOGGE_WAIVER_VOUCHER) } } } },
                  { .order = { { { "net_minor", 8000 }, { "earlier_small_orders", 2 } } } },
                  { .order = { { { "net_minor", 8000 }, { "approved", 2 } } } } } },
    { .name = "guards",
      .policy = { { { "strategy", KOGGE_STRATEGY_RETREAT }, { "max_discount_bp", 500 } } },
      .treatments = { { { { "strategy", KOGGE_STRATEGY_RETREAT },
                          { "treatment", KOGGE_TREATMENT_SMALL },
                          { "price_model", KOGGE_PRICE_MODEL_FIXED_LIST },
                          { "discount_mode", KOGGE_DISCOUNT_MODE_LIMIT },
                          { "max_discount_bp", 300 },
                          { "small_order_fees", KOGGE_TOGGLE_OFF } } } },
      .visits = { { .customer = { { { "tier", KOGGE_TIER_C }, { "service_state", KOGGE_SERVICE_STATE_STOPPED } } },
                    .order = { { { "net_minor", 8000 },
                                 { "discount_minor", 800 },
                                 { "flags", KOGGE_ORDER_FLAG_QUOTE } } } },
                  { .customer = { { { "tier", KOGGE_TIER_C }, { "best_tier_24m", KOGGE_TIER_A } } },
                    .order = { { { "net_minor", 8000 },
                                 { "brand", KOGGE_BRAND_VALUE },
                                 { "channel", KOGGE_CHANNEL_PHONE },
                                 { "payment", KOGGE_PAYMENT_INVOICE },
                                 { "lead_time_days", 1 },
                                 { "services", 4 } } } },
                  { .order = { { { "net_minor", -8000 }, { "flags", KOGGE_ORDER_FLAG_RETURN } } } } } },
    { .name = "persons",
      .policy = { { { "flags", KOGGE_POLICY_FLAG_REVIEW_NATURAL_PERSONS | KOGGE_POLICY_FLAG_PARENT_TIER } } },
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_ACTION_BLOCK },
                     { "tiers", SMALL },
                     { "below_minor", 3000 },
                     { "group", 2 } } } },
      .visits = { { .customer = { { { "tier", KOGGE_TIER_D }, { "flags", KOGGE_CUSTOMER_FLAG_NATURAL_PERSON } } },
                    .order = { { { "net_minor", 2000 } } } },
                  { .customer = { { { "tier", KOGGE_TIER_D }, { "parent_tier", KOGGE_TIER_B } } },
                    .order = { { { "net_minor", 2000 } } } } } },
    { .name = "agreement",
      .rules = { { { { "id", 10 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "below_minor", 10000 },
                     { "amount_minor", 1500 } } },
                 { { { "id", 20 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "agreement", 77 },
                     { "below_minor", 5000 },
                     { "amount_minor", 500 } } },
                 { { { "id", 30 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "group", 1 },
                     { "country", 40 },
                     { "below_minor", 12000 },
                     { "amount_minor", 1900 },
                     { "valid_from_at", TODAY - 10 } } },
                 { { { "id", 40 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "customer_group", 4 },
                     { "sales_org", 9 },
                     { "amount_minor", 100 },
                     { "valid_until_at", TODAY } } } },
      .visits = { { .customer = { { { "agreement", 77 } } }, .order = { { { "net_minor", 4000 } } } },
                  { .customer = { { { "agreement", 77 }, { "customer_group", 4 } } },
                    .order = { { { "net_minor", 7000 }, { "country", 40 }, { "sales_org", 9 } } } },
                  { .customer = { { { "tier_override", KOGGE_TIER_A }, { "override_until_at", TODAY + 1 } } },
                    .order = { { { "net_minor", 7000 }, { "country", 276 } } } } } },
    { .name = "presets", .preset = 1, .currency = 2, .visits = { { .order = { { { "net_minor", 80 } } } } } },
    { .name = "reassess",
      .policy = { { { "on_change", KOGGE_ON_CHANGE_NEVER_RAISE } } },
      .rules = { { { { "id", 1 },
                     { "effect", KOGGE_FEE_FLAT },
                     { "below_minor", 10000 },
                     { "amount_minor", 1500 } } } },
      .visits = { { .order = { { { "net_minor", 8000 } } },
                    .charged = { { { { "rule", 1 }, { "charged_minor", 1000 } } },
                                 { { { "rule", 9 }, { "charged_minor", 200 } } } } },
                  { .order = { { { "net_minor", 12000 } } },
                    .charged = { { { { "rule", 1 }, { "charged_minor", 1500 } } } } } } },
};

/* ---- bytes
 * ----------------------------------------------------------------------------------------------------------- */

struct bytes_out {
    uint8_t data[ROOM];
    size_t size;
};

static void put(struct bytes_out *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes && out->size < ROOM; i++)
        out->data[out->size++] = (uint8_t)(value >> 8 * i);
}

static size_t cells_of(const struct row *row)
{
    size_t count = 0;
    while (count < CELLS && row->cells[count].field)
        count++;
    return count;
}

static void put_cells(struct bytes_out *out, enum kind kind, const struct row *row)
{
    size_t count = cells_of(row);
    put(out, count, 1);
    for (size_t i = 0; i < count; i++) {
        int32_t id = kogge_field_of(input_name(kind), row->cells[i].field);
        if (!id)
            fprintf(stderr, "seeds: no field %s in %s\n", row->cells[i].field, input_name(kind));
        put(out, (uint64_t)id & 255, 1);
        put(out, SELECT_EXACT, 1);
        put(out, (uint64_t)row->cells[i].value, 8);
    }
}

static void put_rows(struct bytes_out *out, enum kind kind, const struct row rows[ROWS])
{
    size_t count = 0;
    while (count < ROWS && cells_of(&rows[count]))
        count++;
    put(out, count ? SHAPE_AS_IS : SHAPE_ABSENT, 1);
    if (!count)
        return;
    put(out, count, 1);
    for (size_t i = 0; i < count; i++)
        put_cells(out, kind, &rows[i]);
}

/* Other numbers in each seed: amounts for the plain calls, how rules are permuted, how little room there is. */
static void put_seed(struct bytes_out *out, const struct seed *seed, uint64_t number)
{
    for (uint64_t i = 0; i < 5; i++)
        put(out, (number + 1) * (i + 1) * 500, 8);
    put(out, number, 1);
    put(out, SHAPE_AS_IS, 1);
    put(out, seed->preset, 1);
    put(out, seed->currency, 1);
    put_cells(out, POLICY, &seed->policy);
    put_rows(out, ORDER_RULE, seed->rules);
    put_rows(out, CHANNEL_COST, seed->costs);
    put_rows(out, TREATMENT_ROW, seed->treatments);
    put(out, 1 + number * 257, 2);
    for (size_t i = 0; i < VISITS && cells_of(&seed->visits[i].order); i++) {
        const struct visit *visit = &seed->visits[i];
        put(out, cells_of(&visit->customer) ? SHAPE_AS_IS : SHAPE_ABSENT, 1);
        if (cells_of(&visit->customer))
            put_cells(out, CUSTOMER, &visit->customer);
        put(out, SHAPE_AS_IS, 1);
        put_cells(out, ORDER, &visit->order);
        put_rows(out, ORDER_LINE, visit->lines);
        put(out, number * 16 + i, 2);
        put_rows(out, CHARGED_FEE, visit->charged);
    }
}

int seeds_write(const char *folder)
{
    int failures = 0;
    for (size_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++) {
        static struct bytes_out out;
        char path[1024];
        out.size = 0;
        put_seed(&out, &seeds[i], i);
        (void)snprintf(path, sizeof path, "%s/%s", folder, seeds[i].name);
        FILE *file = fopen(path, "wb");
        if (!file || fwrite(out.data, 1, out.size, file) != out.size || fclose(file))
            failures++;
    }
    return failures ? 1 : 0;
}
