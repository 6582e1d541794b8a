/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Six orders of two customers and a guest in one call: 9.90 below 49.00 by phone for small customers. The customers
 * are an array of the host's own structs, the orders are plain arrays; one order came without a number of lines, and
 * one cannot be right. */

#include <inttypes.h>
#include <kogge.h>
#include <stddef.h>
#include <stdio.h>

enum { ORDERS = 6, CUSTOMERS = 2, REASONS = 64 };

/* As the host keeps them: the tier is a column with the stride of the struct. */
struct account {
    char name[20];
    int32_t tier;
};
static const struct account accounts[CUSTOMERS] = { { "Adler", KOGGE_TIER_A }, { "Celle", KOGGE_TIER_C } };

static const int64_t customer_row[ORDERS] = { 0, 1, 1, 0, 1, 0 };
static const uint8_t has_customer = 0x1f; /* the last order is a guest's */
static const int64_t net[ORDERS] = { 4800, 4800, 12000, 4800, -999999999999999999, 4800 };
static const int32_t lines[ORDERS] = { 3, 1, 0, 2, 4, 1 };
static const uint8_t has_lines = 0x3b; /* not the third */

static kogge_rulebook *new_book(kogge_error *error)
{
    const kogge_order_rule rules[] = {
        { .id = 1,
          .effect = KOGGE_FEE_FLAT,
          .below_minor = 4900,
          .amount_minor = 990,
          .channels = KOGGE_BIT(KOGGE_CHANNEL_PHONE),
          .tiers = KOGGE_BIT(KOGGE_TIER_NONE) | KOGGE_BIT(KOGGE_TIER_C) | KOGGE_BIT(KOGGE_TIER_D) },
    };
    kogge_policy policy;
    kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .rules = KOGGE_ROWS(rules) };
    kogge_rulebook *book = NULL;
    return kogge_rulebook_new(&spec, &book, error) ? NULL : book;
}

static void print_row(const kogge_rulebook *book, size_t row, int64_t charged, kogge_status status,
                      const kogge_reason *first, const kogge_reason *end)
{
    const kogge_catalogue *texts = kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH);
    char text[256];
    if (status) {
        printf("order %zu: %s\n", row, kogge_code_name("status", status));
        return;
    }
    kogge_money_text(texts, charged, KOGGE_EUR, 2, text, sizeof text, NULL);
    printf("order %zu: %s\n", row, text);
    for (; first < end; first++) {
        kogge_explain(texts, book, first, text, sizeof text, NULL);
        printf("- %s\n", text);
    }
}

int main(void)
{
    const int32_t today = kogge_day(2026, 3, 2), channel = KOGGE_CHANNEL_PHONE;
    const kogge_column order_columns[] = {
        { KOGGE_FIELD_ORDER_NET, KOGGE_TYPE_INT64, net, sizeof net[0], NULL, 0 },
        { KOGGE_FIELD_ORDER_LINE_COUNT, KOGGE_TYPE_INT32, lines, sizeof lines[0], &has_lines, 0 },
        { KOGGE_FIELD_ORDER_PRICED_AT, KOGGE_TYPE_INT32, &today, 0, NULL, 0 }, /* one value for all rows */
        { KOGGE_FIELD_ORDER_CHANNEL, KOGGE_TYPE_INT32, &channel, 0, NULL, 0 },
        { KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, KOGGE_TYPE_INT64, customer_row, sizeof customer_row[0], &has_customer,
          0 },
    };
    const kogge_column customer_columns[] = {
        { KOGGE_FIELD_CUSTOMER_TIER, KOGGE_TYPE_INT32, &accounts[0].tier, sizeof accounts[0], NULL, 0 },
    };
    const kogge_table orders = { order_columns, sizeof order_columns / sizeof order_columns[0], ORDERS };
    const kogge_table customers = { customer_columns, 1, CUSTOMERS };

    int64_t charged[ORDERS], reason_end[ORDERS];
    kogge_status row_status[ORDERS];
    const kogge_out_column out[] = {
        { KOGGE_FIELD_ASSESSMENT_CHARGED, KOGGE_TYPE_INT64, charged, sizeof charged[0], NULL, 0 },
    };
    kogge_reason reasons[REASONS];
    kogge_reasons why = { .data = reasons, .capacity = REASONS, .level = KOGGE_LEVEL_DECISIVE };
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_rulebook *book = new_book(&error);
    if (!book)
        return fprintf(stderr, "%s\n", error.text), 1;

    const kogge_status status = kogge_order_assess_columns(book, &orders, &customers, NULL, NULL, out, 1, row_status,
                                                           &why, reason_end, &summary, &error);
    if (status && status != KOGGE_E_SOME_ROWS)
        return fprintf(stderr, "%s\n", error.text), 1;
    for (size_t row = 0; row < ORDERS; row++)
        print_row(book, row, charged[row], row_status[row], reasons + (row ? reason_end[row - 1] : 0),
                  reasons + reason_end[row]);
    printf("%" PRId64 " orders assessed, %" PRId64 " refused; the first: %s\n", summary.accepted, summary.refused,
           status ? error.text : "none");
    kogge_rulebook_unref(book);
    return 0;
}
