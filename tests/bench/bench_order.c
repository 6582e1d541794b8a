/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How long an order takes, and a rulebook, an explanation, a multiplication.
 *
 *   bench_order           the whole table
 *   bench_order once      the same, each piece of work once: does it run?
 *   bench_order RULES N   assesses N orders without reasons, for tools that count instructions */

#include "bench.h"

#include <kogge/kogge.h>

#include "../unit/random.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ORDERS = 4096, /* a working set beyond the first cache; power of 2 */
    CUSTOMERS = 2048,
    AGREEMENTS = 20000,
    GENERAL_RULES = 8,
    REASONS = 64,
    TODAY = 20600
};

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "bench_order: %s\n", what);
    exit(1);
}

/* ---- terms ----------------------------------------------------------------------------------------------------- */

#define PERSONAL                                                                                                     \
    (KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_FAX) | KOGGE_BIT(KOGGE_CHANNEL_EMAIL) |                \
     KOGGE_BIT(KOGGE_CHANNEL_FIELD))
#define DIGITAL (KOGGE_BIT(KOGGE_CHANNEL_SHOP) | KOGGE_BIT(KOGGE_CHANNEL_PORTAL) | KOGGE_BIT(KOGGE_CHANNEL_EDI))
#define SMALL   (KOGGE_BIT(KOGGE_TIER_NONE) | KOGGE_BIT(KOGGE_TIER_C) | KOGGE_BIT(KOGGE_TIER_D))

/* What the terms of a wholesaler look like: tier, channel and band; flat, percent and top-up; last year's terms. */
static const kogge_order_rule general_terms[GENERAL_RULES] = {
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 10,
      .tiers = SMALL,
      .channels = PERSONAL,
      .below_minor = 10000,
      .amount_minor = 1500,
      .cap = KOGGE_CAP_CLIFF,
      .valid_from_at = TODAY - 200,
      .waivers = KOGGE_BIT(KOGGE_WAIVER_FIRST_ORDER) | KOGGE_BIT(KOGGE_WAIVER_VOUCHER) },
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 20,
      .tiers = SMALL,
      .channels = PERSONAL,
      .from_minor = 10000,
      .below_minor = 20000,
      .amount_minor = 750,
      .valid_from_at = TODAY - 200 },
    { .effect = KOGGE_FEE_PERCENT,
      .group = 1,
      .priority = 30,
      .tiers = KOGGE_BIT(KOGGE_TIER_B),
      .channels = PERSONAL,
      .below_minor = 15000,
      .rate_bp = 500,
      .min_minor = 300,
      .max_minor = 1000,
      .valid_from_at = TODAY - 200 },
    { .effect = KOGGE_FEE_TOP_UP, .group = 1, .priority = 40, .channels = DIGITAL, .below_minor = 2500 },
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 50,
      .channels = DIGITAL,
      .from_minor = 2500,
      .below_minor = 5000,
      .amount_minor = 490,
      .free_per_period = 2 },
    { .effect = KOGGE_ACTION_REDIRECT_SHOP,
      .group = 2,
      .tiers = KOGGE_BIT(KOGGE_TIER_D),
      .channels = PERSONAL,
      .below_minor = 5000 },
    { .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = 1250 },
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 60,
      .channels = PERSONAL,
      .below_minor = 10000,
      .amount_minor = 1200,
      .valid_from_at = TODAY - 600,
      .valid_until_at = TODAY - 200 },
};

/* Up to 8 rules: the terms. Up to 32: the same for three countries, before those for all others. More: general terms,
 * and beside them five rules for each agreement. */
static kogge_order_rule rule_at(size_t place, size_t count)
{
    static const int32_t countries[] = { 0, 276, 40, 756 };
    size_t copy = place / GENERAL_RULES;
    kogge_order_rule rule = general_terms[place % GENERAL_RULES];
    if (count <= 32) {
        rule.country = countries[copy];
    } else if (copy) {
        uint64_t agreements = count / 5;
        rule = general_terms[(place - GENERAL_RULES) / agreements];
        rule.agreement = 1 + (place - GENERAL_RULES) % agreements;
    }
    rule.amount_minor += rule.amount_minor ? 10 * (int64_t)(copy % 16) : 0;
    rule.id = (int32_t)place + 1;
    return rule;
}

struct terms {
    kogge_policy policy;
    kogge_order_rule *rules;
    size_t count;
};

static struct terms new_terms(size_t count)
{
    struct terms terms = { .rules = malloc(count * sizeof *terms.rules), .count = count };
    require(terms.rules != NULL, "no memory");
    require(!kogge_policy_init(&terms.policy, sizeof terms.policy, KOGGE_PRESET_NEUTRAL_2026, 978), "no preset");
    for (size_t i = 0; i < count; i++)
        terms.rules[i] = rule_at(i, count);
    return terms;
}

static kogge_rulebook *compile(const struct terms *terms)
{
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = &terms->policy,
                                       .rules = { terms->rules, terms->count, sizeof terms->rules[0] } };
    kogge_rulebook *book = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    require(!kogge_rulebook_new(&spec, &book, &error), error.text);
    return book;
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static kogge_customer customers[CUSTOMERS];
static kogge_order orders[ORDERS];
static const kogge_customer *placed_by[ORDERS];

static int32_t one_of(uint64_t *state, const char *choices)
{
    return choices[(size_t)random_between(state, 0, (int64_t)strlen(choices) - 1)] - '0';
}

static void make_customer(kogge_customer *customer, uint64_t *state)
{
    *customer = (kogge_customer)KOGGE_INIT(kogge_customer);
    customer->id = random_u64(state);
    customer->agreement = (uint64_t)random_between(state, 1, AGREEMENTS);
    customer->tier = one_of(state, "0122333344");
    customer->margin_bp = (int32_t)random_between(state, 1500, 4500);
    customer->known = KOGGE_CUSTOMER_MARGIN_BP;
    customer->customer_group = (int32_t)random_between(state, 1, 9);
    customer->service_state = KOGGE_SERVICE_STATE_NORMAL;
}

/* A third of the orders is below 100.00, the most common limit. */
static int64_t order_value(uint64_t *state)
{
    return random_between(state, 0, 2) ? random_between(state, 10000, 150000) : random_between(state, 1000, 9999);
}

static void make_order(kogge_order *order, uint64_t *state)
{
    static const int32_t countries[] = { 276, 276, 276, 40, 756, 250 };
    *order = (kogge_order)KOGGE_INIT(kogge_order);
    order->id = random_u64(state);
    order->net_minor = order_value(state);
    order->discount_minor = random_between(state, 0, 9) ? 0 : order->net_minor / 20;
    order->freight_minor = random_between(state, 0, 1) ? 690 : 0;
    order->tax_minor = (order->net_minor + order->freight_minor) * 19 / 100;
    order->priced_at = TODAY - (int32_t)random_between(state, 0, 60);
    order->channel = one_of(state, "1112335557");
    order->brand = KOGGE_BRAND_MAIN;
    order->order_type = KOGGE_ORDER_TYPE_STANDARD;
    order->delivery_mode = KOGGE_DELIVERY_MODE_PARCEL;
    order->payment = KOGGE_PAYMENT_INVOICE;
    order->country = countries[random_between(state, 0, 5)];
    order->line_count = (int32_t)random_between(state, 1, 12);
    order->earlier_small_orders = (int32_t)random_between(state, 0, 5);
    order->known = KOGGE_ORDER_LINE_COUNT | KOGGE_ORDER_EARLIER_SMALL_ORDERS;
    order->special_services = random_between(state, 0, 19) ? 0 : 1;
    order->waivers = random_between(state, 0, 19) ? 0 : KOGGE_BIT(KOGGE_WAIVER_VOUCHER);
}

static void make_orders(void)
{
    uint64_t state = 20260707;
    for (size_t i = 0; i < CUSTOMERS; i++)
        make_customer(&customers[i], &state);
    for (size_t i = 0; i < ORDERS; i++) {
        make_order(&orders[i], &state);
        placed_by[i] = &customers[random_between(&state, 0, CUSTOMERS - 1)];
    }
}

/* ---- assessing ------------------------------------------------------------------------------------------------- */

struct assessing {
    const kogge_rulebook *book;
    bool with_reasons;
    int32_t level;
    size_t next;     /* goes on where the last run ended */
    size_t with_fee; /* orders charged */
};

static void assess(void *context, size_t count)
{
    struct assessing *work = context;
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_reason reason_room[REASONS];
    for (size_t i = 0; i < count; i++) {
        size_t place = work->next++ % ORDERS;
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_fees fees = { fee_room, KOGGE_FEES_MAX, 0 };
        kogge_reasons why = { .data = reason_room, .capacity = REASONS, .level = work->level };
        require(!kogge_order_assess(work->book, placed_by[place], &orders[place], NULL, &result, &fees,
                                    work->with_reasons ? &why : NULL, NULL),
                "an order is refused");
        work->with_fee += result.charged_minor > 0;
    }
}

static void bench_assess(const struct bench *bench, size_t rules)
{
    char name[80];
    struct terms terms = new_terms(rules);
    kogge_rulebook *book = compile(&terms);
    struct assessing share = { .book = book }, none = share;
    struct assessing all = { .book = book, .with_reasons = true, .level = KOGGE_LEVEL_ALL };
    struct assessing decisive = { .book = book, .with_reasons = true, .level = KOGGE_LEVEL_DECISIVE };
    assess(&share, ORDERS);
    printf("%zu rules: %.1f %% of the orders have a fee\n", rules, 100.0 * (double)share.with_fee / ORDERS);
    (void)snprintf(name, sizeof name, "assess, %zu rules, no reasons", rules);
    (void)bench_run(bench, name, 1e9, "ns an order", assess, &none);
    (void)snprintf(name, sizeof name, "assess, %zu rules, decisive reasons", rules);
    (void)bench_run(bench, name, 1e9, "ns an order", assess, &decisive);
    (void)snprintf(name, sizeof name, "assess, %zu rules, all reasons", rules);
    (void)bench_run(bench, name, 1e9, "ns an order", assess, &all);
    kogge_rulebook_unref(book);
    free(terms.rules);
}

/* ---- everything else ------------------------------------------------------------------------------------------- */

static void compile_often(void *context, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kogge_rulebook_unref(compile(context));
}

static void bench_compile(const struct bench *bench, size_t rules)
{
    char name[80];
    struct terms terms = new_terms(rules);
    (void)snprintf(name, sizeof name, "new rulebook, %zu rules", rules);
    (void)bench_run(bench, name, 1e3, "ms a book", compile_often, &terms);
    free(terms.rules);
}

struct explaining {
    const kogge_rulebook *book;
    const kogge_catalogue *language;
    kogge_reason reasons[64 * REASONS];
    size_t count, next;
};

static void explain(void *context, size_t count)
{
    struct explaining *work = context;
    char text[512];
    for (size_t i = 0; i < count; i++) {
        const kogge_reason *reason = &work->reasons[work->next++ % work->count];
        require(!kogge_explain(work->language, work->book, reason, text, sizeof text, NULL), "a reason has no text");
    }
}

static void bench_explain(const struct bench *bench)
{
    static struct explaining work;
    struct terms terms = new_terms(GENERAL_RULES);
    kogge_rulebook *book = compile(&terms);
    work.book = book;
    for (size_t i = 0; i < 64; i++) {
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_reasons why = { .data = work.reasons + work.count, .capacity = REASONS };
        require(!kogge_order_assess(book, placed_by[i], &orders[i], NULL, &result, NULL, &why, NULL),
                "order refused");
        work.count += why.count;
    }
    work.language = kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH);
    (void)bench_run(bench, "explain, English", 1e9, "ns a reason", explain, &work);
    work.language = kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN);
    (void)bench_run(bench, "explain, German", 1e9, "ns a reason", explain, &work);
    kogge_rulebook_unref(book);
    free(terms.rules);
}

static void mul_div(void *context, size_t count)
{
    int64_t *sum = context, part = 0;
    for (size_t i = 0; i < count; i++) {
        const kogge_order *order = &orders[i % ORDERS];
        require(!kogge_mul_div(order->net_minor, order->country, 10000, KOGGE_ROUNDING_HALF_EVEN, &part), "mul_div");
        *sum += part;
    }
}

static void whole_table(const struct bench *bench)
{
    static const size_t rules[] = { 1, 8, 32, 100000 }, books[] = { 8, 1000, 100000 };
    int64_t sum = 0;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        bench_assess(bench, rules[i]);
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++)
        bench_compile(bench, books[i]);
    bench_explain(bench);
    (void)bench_run(bench, "mul_div", 1e9, "ns a call", mul_div, &sum);
}

static void only_assess(size_t rules, size_t count)
{
    struct terms terms = new_terms(rules);
    kogge_rulebook *book = compile(&terms);
    struct assessing none = { .book = book };
    assess(&none, count);
    kogge_rulebook_unref(book);
    free(terms.rules);
}

int main(int count, char **arguments)
{
    struct bench bench = { .least_seconds = 0.05 };
    make_orders();
    if (count == 3) {
        only_assess((size_t)strtoul(arguments[1], NULL, 10), (size_t)strtoul(arguments[2], NULL, 10));
        return 0;
    }
    if (count == 2 && !strcmp(arguments[1], "once"))
        bench.least_seconds = 0;
    whole_table(&bench);
    return 0;
}
