/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The calls that assess and reassess: bad input by name, lists, memory. What they compute is told by tests/golden. */

#include "given.h"

#include <stdbool.h>
#include <string.h>

/* ---- memory that nobody takes: the linker sends every call of the library through these ----------------------- */

static int allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    allocations++;
    return __real_realloc(block, size);
}

void __wrap_free(void *block)
{
    allocations++;
    __real_free(block);
}

/* ---- the book ------------------------------------------------------------------------------------------------- */

static kogge_rulebook *book;

static int open_book(void **state)
{
    (void)state;
    static const kogge_order_rule rules[] = {
        { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 5000, .amount_minor = 1000 },
        { .id = 2, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 9000, .amount_minor = 500 },
        { .id = 3, .group = 2, .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = 300, .waivers = 1 << 5 },
        { .id = 4, .group = 3, .effect = KOGGE_ACTION_WARN, .channels = 2, .below_minor = 7000 },
        { .id = 5, .effect = KOGGE_FEE_LINE_SHORTFALL, .amount_minor = 10 },
    };
    book = given_book(rules, COUNT(rules));
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

/* Assessed and reassessed, with everything asked for. Refused: nothing is written, nothing counted. */
static kogge_status assess(const kogge_rulebook *with, const kogge_customer *customer, const kogge_order *order,
                           const kogge_rows *lines, kogge_error *error)
{
    kogge_assessment result = KOGGE_INIT(kogge_assessment), before = result, again = result;
    kogge_fee fee[KOGGE_FEES_MAX];
    kogge_fee_change change[KOGGE_FEES_MAX];
    kogge_reason reason[64];
    kogge_fees fees = { fee, COUNT(fee), 77 };
    kogge_reasons why = { .data = reason, .capacity = COUNT(reason), .count = 77 };
    kogge_out_rows changes = { change, COUNT(change), 77, sizeof *change };
    kogge_error other = KOGGE_INIT(kogge_error);
    *error = other;
    kogge_status status = kogge_order_assess(with, customer, order, lines, &result, &fees, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(fees.count, 0);
        assert_int_equal(why.count, 0);
        assert_int_equal(error->status, status);
        assert_true(strlen(error->text) > 10);
    }
    why.count = 77;
    assert_int_equal(kogge_order_reassess(with, customer, order, lines, NULL, &again, &changes, &why, &other),
                     status);
    assert_memory_equal(&again, &result, sizeof result);
    assert_memory_equal(&other, error, sizeof other);
    if (status) {
        assert_int_equal(changes.count, 0);
        assert_int_equal(why.count, 0);
    }
    return status;
}

/* ---- bad orders ----------------------------------------------------------------------------------------------- */

#define M       KOGGE_MONEY_MAX
#define O(name) KOGGE_FIELD_ORDER_##name
#define A(name) KOGGE_FIELD_ASSESSMENT_##name

static const struct {
    kogge_order order; /* struct_size and priced_at are filled in */
    kogge_status status;
    int32_t field;
} bad_orders[] = {
    { { .net_minor = 100, .currency = 840 }, KOGGE_E_CURRENCY, O(CURRENCY) },
    { { .net_minor = -100, .currency = 840 }, KOGGE_E_CURRENCY, O(CURRENCY) },
    { { .net_minor = 100, .discount_minor = -1 }, KOGGE_E_INVALID, O(DISCOUNT) },
    { { .net_minor = 100, .freight_minor = -1 }, KOGGE_E_INVALID, O(FREIGHT) },
    { { .net_minor = 100, .tax_minor = -1 }, KOGGE_E_INVALID, O(TAX) },
    { { .net_minor = 100, .excluded_minor = -1 }, KOGGE_E_INVALID, O(EXCLUDED) },
    { { .net_minor = 100, .excluded_minor = 101 }, KOGGE_E_INVALID, O(EXCLUDED) },
    { { .net_minor = 100, .also_counts_minor = -1 }, KOGGE_E_INVALID, O(ALSO_COUNTS) },
    { { .net_minor = M, .discount_minor = 1 }, KOGGE_E_RANGE, A(BEFORE_DISCOUNT_BASE) },
    { { .net_minor = M, .freight_minor = 1 }, KOGGE_E_RANGE, A(WITH_FREIGHT_BASE) },
    { { .net_minor = M - 1, .freight_minor = 1, .tax_minor = 1 }, KOGGE_E_RANGE, A(GROSS_BASE) },
    { { .net_minor = M, .also_counts_minor = 1 }, KOGGE_E_RANGE, O(ALSO_COUNTS) },
    { { .net_minor = M - 1, .tax_minor = 1, .also_counts_minor = 1 }, KOGGE_E_RANGE, O(ALSO_COUNTS) },
    { { .net_minor = 1, .also_counts_minor = M }, KOGGE_E_RANGE, O(ALSO_COUNTS) },
    /* returns may carry any signs, but their bases are money too */
    { { .net_minor = -M, .excluded_minor = 1 }, KOGGE_E_RANGE, A(NET_BASE) },
    { { .net_minor = -M, .excluded_minor = -M, .discount_minor = M, .also_counts_minor = 1 },
      KOGGE_E_RANGE,
      O(ALSO_COUNTS) },
    { { .net_minor = -M, .discount_minor = -1 }, KOGGE_E_RANGE, A(BEFORE_DISCOUNT_BASE) },
    { { .net_minor = -M, .freight_minor = -1 }, KOGGE_E_RANGE, A(WITH_FREIGHT_BASE) },
    { { .net_minor = -M, .tax_minor = -1 }, KOGGE_E_RANGE, A(GROSS_BASE) },
    { { .flags = KOGGE_ORDER_FLAG_RETURN, .net_minor = M, .excluded_minor = -1 }, KOGGE_E_RANGE, A(NET_BASE) },
};

static void test_bad_orders(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad_orders); i++) {
        kogge_order order = bad_orders[i].order;
        kogge_error error;
        order.struct_size = sizeof order;
        order.priced_at = GIVEN_DAY;
        if (assess(book, NULL, &order, NULL, &error) != bad_orders[i].status || error.field != bad_orders[i].field)
            fail_msg("order %zu: %s (%s)", i, error.text, kogge_field_name(error.field));
    }
}

static void test_good_orders(void **state)
{
    (void)state;
    static const kogge_order good[] = {
        { .net_minor = 0 },
        { .net_minor = M },
        { .net_minor = -M },
        { .net_minor = M, .excluded_minor = M, .discount_minor = M },
        { .net_minor = M, .excluded_minor = 2, .freight_minor = 1, .tax_minor = 1 },
        { .net_minor = M - 1, .also_counts_minor = 1, .currency = KOGGE_EUR },
        { .net_minor = -5, .discount_minor = -5, .freight_minor = -5, .tax_minor = -5, .excluded_minor = -5 },
        { .net_minor = -5, .also_counts_minor = -5, .excluded_minor = 7 },
        { .flags = KOGGE_ORDER_FLAG_CREDIT, .net_minor = 5, .tax_minor = -5, .excluded_minor = 6 },
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        kogge_order order = good[i];
        kogge_error error;
        order.struct_size = sizeof order;
        order.priced_at = GIVEN_DAY;
        if (assess(book, NULL, &order, NULL, &error))
            fail_msg("order %zu: %s", i, error.text);
    }
}

static void test_override_reason(void **state)
{
    (void)state;
    const kogge_order order = given_order(4800);
    kogge_customer customer = given_customer(KOGGE_TIER_C);
    kogge_error error;
    customer.override_reason = 3;
    assert_int_equal(assess(book, &customer, &order, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_OVERRIDE_REASON);
    customer.tier_override = KOGGE_TIER_A;
    assert_int_equal(assess(book, &customer, &order, NULL, &error), KOGGE_OK);
}

static void test_lines(void **state)
{
    (void)state;
    kogge_order_line lines[20];
    kogge_rows rows = KOGGE_ROWS(lines);
    kogge_order order = given_order(4800);
    kogge_error error;
    for (int i = 0; i < 20; i++) {
        lines[i] = (kogge_order_line){ .quantity = 5, .minimum_quantity = 6 };
    }
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_OK);
    assert_int_equal(given_result(book, NULL, &order).known & KOGGE_ASSESSMENT_HANDLING_COST, 0);

    order.known = KOGGE_ORDER_LINE_COUNT;
    order.line_count = 19;
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, O(LINE_COUNT));
    order.line_count = 20;
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_OK);
    rows.count = 0;
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, O(LINE_COUNT));
    rows.data = NULL; /* not known: no contradiction */
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_OK);

    rows = (kogge_rows)KOGGE_ROWS(lines);
    lines[16].pack_size = -1;
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_LINE_PACK_SIZE);
    assert_int_equal(error.row, 16);
    rows.count = 16;
    order.line_count = 16;
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_OK);
    rows.row_size = 8;
    assert_int_equal(assess(book, NULL, &order, &rows, &error), KOGGE_E_STRUCT_SIZE);
}

/* Lines passed make their number known, and break a pack or fall short. */
static void test_passed_lines(void **state)
{
    (void)state;
    const kogge_order_line lines[] = { { 5, 6, 0, 0, 0, 0 }, { 0, 6, 0, 0, 0, 0 }, { 6, 6, 0, 0, 0, 0 } };
    const kogge_rows rows = KOGGE_ROWS(lines);
    const kogge_order order = given_order(100000);
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    assert_int_equal(kogge_order_assess(book, NULL, &order, &rows, &result, NULL, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.handling_cost_minor, 3500 + 300);
    assert_int_equal(result.charged_minor, 10);
}

/* ---- results beyond KOGGE_MONEY_MAX --------------------------------------------------------------------------- */

static const struct {
    const char *what;
    kogge_order_rule rules[2];
    kogge_order order;
    int64_t cost_per_line;
    int32_t margin_bp;
    int32_t field, rule;
} too_large[] = {
    { "a fee",
      { { .id = 6, .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = M } },
      { .net_minor = 1, .special_services = 2 },
      0,
      0,
      KOGGE_FIELD_FEE_CHARGED,
      6 },
    { "a percentage",
      { { .id = 6, .effect = KOGGE_FEE_PERCENT, .rate_bp = 10001 } },
      { .net_minor = M },
      0,
      0,
      KOGGE_FIELD_FEE_CHARGED,
      6 },
    { "a fee waived",
      { { .id = 6, .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = M, .waivers = 2 } },
      { .net_minor = 1, .special_services = INT32_MAX, .waivers = 2 },
      0,
      0,
      KOGGE_FIELD_FEE_WAIVED,
      6 },
    { "a fee approved",
      { { .id = 6, .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = M, .group = 9 } },
      { .net_minor = 1, .special_services = 2, .approved = 1 << 9 },
      0,
      0,
      KOGGE_FIELD_FEE_WAIVED,
      6 },
    { "two fees",
      { { .id = 6, .effect = KOGGE_FEE_FLAT, .amount_minor = M },
        { .id = 7, .effect = KOGGE_FEE_FLAT, .amount_minor = 1 } },
      { .net_minor = 1 },
      0,
      0,
      A(CHARGED),
      0 },
    { "two fees waived",
      { { .id = 6, .effect = KOGGE_FEE_FLAT, .amount_minor = M, .waivers = 2 },
        { .id = 7, .effect = KOGGE_FEE_FLAT, .amount_minor = 1, .waivers = 2 } },
      { .net_minor = 1, .waivers = 2 },
      0,
      0,
      A(WAIVED),
      0 },
    { "the handling cost",
      { { .id = 6, .effect = KOGGE_ACTION_WARN } },
      { .net_minor = 1, .known = KOGGE_ORDER_LINE_COUNT, .line_count = INT32_MAX },
      M,
      0,
      A(HANDLING_COST),
      0 },
    { "the handling cost by one",
      { { .id = 6, .effect = KOGGE_ACTION_WARN } },
      { .net_minor = 1, .known = KOGGE_ORDER_LINE_COUNT, .line_count = 1 },
      M - 3500 + 1,
      0,
      A(HANDLING_COST),
      0 },
    { "the contribution",
      { { .id = 6, .effect = KOGGE_FEE_FLAT, .amount_minor = 3501 } },
      { .net_minor = M, .known = KOGGE_ORDER_LINE_COUNT },
      0,
      10000,
      A(CONTRIBUTION),
      0 },
    { "the contribution below zero",
      { { .id = 6, .effect = KOGGE_ACTION_WARN } },
      { .net_minor = M, .known = KOGGE_ORDER_LINE_COUNT },
      0,
      -10000,
      A(CONTRIBUTION),
      0 },
};

static kogge_rulebook *too_large_book(size_t i, int64_t less)
{
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.cost_per_line_minor = too_large[i].cost_per_line ? too_large[i].cost_per_line - less : 0;
    policy.margin_bp = too_large[i].margin_bp;
    const kogge_rulebook_spec spec = given_spec(&policy, too_large[i].rules, too_large[i].rules[1].id ? 2 : 1);
    return given_book_of(&spec);
}

static void test_too_large(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(too_large); i++) {
        kogge_order order = too_large[i].order;
        kogge_error error;
        order.struct_size = sizeof order;
        order.priced_at = GIVEN_DAY;
        kogge_rulebook *with = too_large_book(i, 0);
        if (assess(with, NULL, &order, NULL, &error) != KOGGE_E_RANGE || error.field != too_large[i].field)
            fail_msg("%s: %s (%s)", too_large[i].what, error.text, kogge_field_name(error.field));
        assert_int_equal(error.rule, too_large[i].rule);
        kogge_rulebook_unref(with);
    }
    /* Exactly at the limit it is a result. */
    kogge_error error;
    kogge_rulebook *with = too_large_book(7, 1);
    kogge_order order = too_large[7].order;
    order.struct_size = sizeof order;
    order.priced_at = GIVEN_DAY;
    assert_int_equal(assess(with, NULL, &order, NULL, &error), KOGGE_OK);
    assert_true(given_result(with, NULL, &order).handling_cost_minor == M);
    kogge_rulebook_unref(with);
}

/* Band i is [i, i + 1) hundreds and costs 10.00 less i cents: rules whose scope holds are remembered up to some
 * number, beyond that they are looked for again, which must not show. */
static void test_many_bands(void **state)
{
    enum { MOST = 200, HUNDRED = 10000, AT = 25000 };
    static const size_t counts[] = { 3, 63, 64, 65, 66, MOST };
    static kogge_order_rule rules[MOST];
    (void)state;
    for (int32_t i = 0; i < MOST; i++) {
        rules[i] = given_fee(i + 1, (int64_t)(i + 1) * HUNDRED, 1000 - i);
        rules[i].from_minor = (int64_t)i * HUNDRED;
    }
    const kogge_order order = given_order(AT);
    for (size_t i = 0; i < COUNT(counts); i++) {
        kogge_rulebook *with = given_book(rules, counts[i]);
        const kogge_assessment result = given_result(with, NULL, &order);
        bool last = counts[i] == 3; /* behind it nothing is charged */
        assert_int_equal(result.charged_minor, 998);
        assert_int_equal(result.next_step_missing_minor, 3 * HUNDRED - AT);
        assert_int_equal(result.next_step_fees_minor, last ? 0 : 997);
        assert_int_equal(result.missing_to_free_minor, (int64_t)counts[i] * HUNDRED - AT);
        kogge_rulebook_unref(with);
    }
}

/* Only stated results are checked: a return has no handling cost (semantics 0, 2.1 G1). */
static void test_return_has_no_cost(void **state)
{
    (void)state;
    kogge_error error;
    kogge_rulebook *with = too_large_book(6, 0);
    kogge_order order = too_large[6].order;
    order.struct_size = sizeof order;
    order.priced_at = GIVEN_DAY;
    order.flags = KOGGE_ORDER_FLAG_RETURN;
    assert_int_equal(assess(with, NULL, &order, NULL, &error), KOGGE_OK);
    kogge_rulebook_unref(with);
}

/* ---- lists ---------------------------------------------------------------------------------------------------- */

static kogge_order busy_order(void)
{
    kogge_order order = given_order(4800);
    order.special_services = 2;
    order.channel = KOGGE_CHANNEL_PHONE;
    order.waivers = KOGGE_BIT(KOGGE_WAIVER_VOUCHER);
    return order;
}

static void test_fee_list(void **state)
{
    (void)state;
    const kogge_order order = busy_order();
    for (size_t capacity = 0; capacity <= 3; capacity++) {
        kogge_fee list[4];
        memset(list, 0x5a, sizeof list);
        const kogge_fee untouched = list[3];
        kogge_fees fees = { list, capacity, 0 };
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        assert_int_equal(kogge_order_assess(book, NULL, &order, NULL, &result, &fees, NULL, NULL), KOGGE_OK);
        assert_int_equal(fees.count, 2);
        if (capacity > 0) {
            assert_int_equal(list[0].rule, 1);
            assert_int_equal(list[0].charged_minor, 1000);
            assert_int_equal(list[0].outcome, KOGGE_OUTCOME_MATCHED);
        }
        if (capacity > 1) {
            assert_int_equal(list[1].rule, 3);
            assert_int_equal(list[1].waived_minor, 600);
            assert_int_equal(list[1].outcome, KOGGE_OUTCOME_WAIVED);
        }
        for (size_t i = capacity < 2 ? capacity : 2; i < 4; i++) {
            assert_memory_equal(&list[i], &untouched, sizeof untouched);
        }
    }
    kogge_fees count_only = { NULL, 5, 0 };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    assert_int_equal(kogge_order_assess(book, NULL, &order, NULL, &result, &count_only, NULL, NULL), KOGGE_OK);
    assert_int_equal(count_only.count, 2);
}

/* Ten guards, five rules, the tier's source and the cost that nobody knows. */
enum { ALL_REASONS = 10 + 5 + 2 };

static size_t reasons_of(const kogge_order *order, int32_t level, kogge_reason *room, size_t capacity)
{
    kogge_reasons why = { .data = room, .capacity = capacity, .level = level };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    assert_int_equal(kogge_order_assess(book, NULL, order, NULL, &result, NULL, &why, NULL), KOGGE_OK);
    return why.count;
}

static void test_reason_list(void **state)
{
    (void)state;
    const kogge_order order = busy_order();
    kogge_reason all[ALL_REASONS];
    assert_int_equal(reasons_of(&order, 0, all, ALL_REASONS), ALL_REASONS);
    assert_int_equal(all[0].code, KOGGE_REASON_NOT_A_SALE);
    assert_int_equal(all[10].rule, 1);
    assert_int_equal(all[10].outcome, KOGGE_OUTCOME_MATCHED);
    assert_int_equal(all[11].outcome, KOGGE_OUTCOME_SUPERSEDED);
    assert_int_equal(all[12].outcome, KOGGE_OUTCOME_WAIVED);
    assert_int_equal(all[13].outcome, KOGGE_OUTCOME_MATCHED);
    assert_int_equal(all[14].outcome, KOGGE_OUTCOME_UNKNOWN);
    assert_int_equal(all[15].code, KOGGE_REASON_TIER_SOURCE);
    assert_int_equal(all[16].code, KOGGE_REASON_COST_UNKNOWN);
    for (size_t capacity = 0; capacity < ALL_REASONS; capacity++) {
        kogge_reason some[ALL_REASONS];
        memset(some, 0x5a, sizeof some);
        const kogge_reason untouched = some[0];
        assert_int_equal(reasons_of(&order, KOGGE_LEVEL_ALL, some, capacity), ALL_REASONS);
        assert_memory_equal(some, all, capacity * sizeof *all);
        assert_memory_equal(&some[capacity], &untouched, sizeof untouched);
    }
    assert_int_equal(reasons_of(&order, 0, NULL, 0), ALL_REASONS);
    assert_int_equal(reasons_of(&order, 0, NULL, 50), ALL_REASONS);
}

static bool is_decisive(int32_t outcome)
{
    return outcome == KOGGE_OUTCOME_MATCHED || outcome == KOGGE_OUTCOME_WAIVED || outcome == KOGGE_OUTCOME_APPROVED ||
           outcome == KOGGE_OUTCOME_CAPPED || outcome == KOGGE_OUTCOME_HELD;
}

/* The same reasons in the same order, without those that changed nothing. */
static void test_levels(void **state)
{
    (void)state;
    for (uint64_t approved = 0; approved < 16; approved += 2) {
        kogge_order order = busy_order();
        kogge_reason all[ALL_REASONS], decisive[ALL_REASONS];
        order.approved = approved;
        const size_t count = reasons_of(&order, KOGGE_LEVEL_DECISIVE, decisive, ALL_REASONS);
        size_t found = 0;
        assert_int_equal(reasons_of(&order, KOGGE_LEVEL_ALL, all, ALL_REASONS), ALL_REASONS);
        for (size_t i = 0; i < ALL_REASONS; i++) {
            if (!is_decisive(all[i].outcome))
                continue;
            assert_true(found < count);
            assert_memory_equal(&all[i], &decisive[found], sizeof *all);
            found++;
        }
        assert_int_equal(found, count);
        assert_true(found > 0 && found < ALL_REASONS);
    }
}

static void test_bad_levels(void **state)
{
    (void)state;
    const kogge_order order = busy_order();
    const struct {
        int32_t level, reserved0;
    } bad[] = { { -1, 0 }, { 3, 0 }, { INT32_MAX, 0 }, { 0, 1 } };
    for (size_t i = 0; i < COUNT(bad); i++) {
        kogge_reason room[ALL_REASONS];
        kogge_reasons why = { room, ALL_REASONS, 77, bad[i].level, bad[i].reserved0 };
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_error error = KOGGE_INIT(kogge_error);
        assert_int_equal(kogge_order_assess(book, NULL, &order, NULL, &result, NULL, &why, &error),
                         KOGGE_E_UNSUPPORTED);
        assert_int_equal(error.status, KOGGE_E_UNSUPPORTED);
        assert_int_equal(why.count, 0);
        assert_int_equal(result.filled_size, 0);
    }
}

/* ---- reassessing ---------------------------------------------------------------------------------------------- */

static kogge_status reassess(const kogge_rows *charged, kogge_out_rows *changes, kogge_error *error)
{
    const kogge_order order = given_order(4800);
    kogge_assessment result = KOGGE_INIT(kogge_assessment), before = result;
    kogge_reasons why = { .count = 77 };
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    kogge_status status = kogge_order_reassess(book, NULL, &order, NULL, charged, &result, changes, &why, error);
    if (status) {
        assert_memory_equal(&result, &before, sizeof result);
        assert_int_equal(changes->count, 0);
        assert_int_equal(why.count, 0);
    }
    return status;
}

static void test_charged_rows(void **state)
{
    (void)state;
    kogge_charged_fee charged[65];
    kogge_fee_change change[80];
    kogge_rows rows = KOGGE_ROWS(charged);
    kogge_out_rows changes = { change, COUNT(change), 77, sizeof *change };
    kogge_error error;
    for (int32_t i = 0; i < 65; i++) {
        charged[i] = (kogge_charged_fee){ .charged_minor = M, .rule = 1000 - i };
    }
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_E_LIMIT);
    rows.count = 64;
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_OK);
    assert_int_equal(changes.count, 65); /* and rule 1, which counts now */
    assert_int_equal(change[0].rule, 1);
    assert_int_equal(change[0].charged_minor, 0);
    assert_int_equal(change[0].delta_minor, 1000);
    for (int32_t i = 1; i < 65; i++) {
        assert_int_equal(change[i].rule, 936 + i);
        assert_true(change[i].charged_minor == M && change[i].delta_minor == -M);
        assert_int_equal(change[i].outcome, KOGGE_OUTCOME_MATCHED);
    }
    charged[63].rule = charged[5].rule;
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_CHARGED_FEE_RULE);
    assert_int_equal(error.row, 63);
    rows.count = 63;
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_OK);
    changes.row_size = 8;
    changes.count = 77;
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_E_STRUCT_SIZE);
    changes = (kogge_out_rows){ .count = 77 }; /* only counted */
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_OK);
    assert_int_equal(changes.count, 64);
}

static void test_charged_row_size(void **state)
{
    (void)state;
    const struct {
        kogge_charged_fee fee;
        int64_t later;
    } newer[] = { { { 400, 1, 0 }, 0 }, { { 100, 9, 0 }, 0 } };
    kogge_fee_change change[4];
    kogge_rows rows = KOGGE_ROWS(newer);
    kogge_out_rows changes = { change, 4, 0, sizeof *change };
    kogge_error error;
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_OK);
    assert_int_equal(changes.count, 2);
    assert_int_equal(change[0].delta_minor, 600);
    assert_int_equal(change[1].delta_minor, -100);
    rows.row_size = sizeof(kogge_charged_fee) - 8;
    assert_int_equal(reassess(&rows, &changes, &error), KOGGE_E_STRUCT_SIZE);
}

/* ---- guests, addresses, repetition ---------------------------------------------------------------------------- */

/* A guest has the policy's default tier and margin. */
static void test_guest(void **state)
{
    (void)state;
    const kogge_order order = given_order(4800);
    const kogge_assessment guest = given_result(book, NULL, &order);
    assert_int_equal(guest.tier, KOGGE_TIER_C);
    assert_int_equal(guest.tier_source, KOGGE_TIER_SOURCE_DEFAULT);
    assert_int_equal(guest.treatment, KOGGE_TREATMENT_SMALL);
    assert_int_equal(guest.margin_bp, 2500);
    assert_int_equal(guest.semantics, 1);
    assert_true(guest.fingerprint == kogge_rulebook_fingerprint(book));
    const kogge_customer nobody = given_customer(KOGGE_TIER_NONE);
    const kogge_assessment same = given_result(book, &nobody, &order);
    assert_memory_equal(&guest, &same, sizeof same);
}

static void test_misaligned_customer(void **state)
{
    (void)state;
    const kogge_order order = given_order(4800);
    kogge_customer customer = given_customer(KOGGE_TIER_B);
    customer.known = KOGGE_CUSTOMER_MARGIN_BP;
    customer.margin_bp = 1234;
    customer.agreement = UINT64_MAX;
    const kogge_assessment expected = given_result(book, &customer, &order);
    for (size_t skew = 1; skew < 8; skew++) {
        _Alignas(8) unsigned char room[2 * sizeof customer];
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        memcpy(room + skew, &customer, sizeof customer);
        assert_int_equal(kogge_order_assess(book, (const kogge_customer *)(const void *)(room + skew), &order, NULL,
                                            &result, NULL, NULL, NULL),
                         KOGGE_OK);
        assert_memory_equal(&result, &expected, sizeof result);
        assert_memory_equal(room + skew, &customer, sizeof customer);
    }
    assert_int_equal(expected.margin_bp, 1234);
}

static void test_twice(void **state)
{
    (void)state;
    for (int64_t net = -100; net < 10000; net += 7) {
        kogge_order order = busy_order();
        kogge_reason room[2][ALL_REASONS];
        kogge_fee list[2][KOGGE_FEES_MAX];
        kogge_assessment results[2] = { KOGGE_INIT(kogge_assessment), KOGGE_INIT(kogge_assessment) };
        memset(room, 0, sizeof room);
        memset(list, 0, sizeof list);
        order.net_minor = net;
        for (int i = 0; i < 2; i++) {
            kogge_reasons why = { .data = room[i], .capacity = ALL_REASONS };
            kogge_fees fees = { list[i], KOGGE_FEES_MAX, 0 };
            assert_int_equal(kogge_order_assess(book, NULL, &order, NULL, &results[i], &fees, &why, NULL), KOGGE_OK);
        }
        assert_memory_equal(&results[0], &results[1], sizeof results[0]);
        assert_memory_equal(room[0], room[1], sizeof room[0]);
        assert_memory_equal(list[0], list[1], sizeof list[0]);
    }
}

static void test_allocates_nothing(void **state)
{
    (void)state;
    allocations = 0;
    kogge_rulebook_unref(given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR));
    assert_true(allocations > 0); /* the wrappers are in place */
    allocations = 0;
    for (int64_t net = 1; net <= 1000; net++) {
        kogge_order order = busy_order();
        kogge_reason room[ALL_REASONS];
        kogge_fee list[KOGGE_FEES_MAX];
        kogge_fee_change change[8];
        const kogge_charged_fee charged[] = { { 100, 3, 0 }, { 100, 9, 0 } };
        const kogge_rows before = KOGGE_ROWS(charged);
        kogge_reasons why = { .data = room, .capacity = ALL_REASONS };
        kogge_fees fees = { list, KOGGE_FEES_MAX, 0 };
        kogge_out_rows changes = { change, 8, 0, sizeof *change };
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_error error = KOGGE_INIT(kogge_error);
        order.net_minor = 10 * net;
        order.excluded_minor = net % 7 ? 0 : -1; /* refused now and then */
        (void)kogge_order_assess(book, NULL, &order, NULL, &result, &fees, &why, &error);
        (void)kogge_order_reassess(book, NULL, &order, NULL, &before, &result, &changes, &why, &error);
    }
    assert_int_equal(allocations, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_orders),          cmocka_unit_test(test_good_orders),
        cmocka_unit_test(test_override_reason),     cmocka_unit_test(test_lines),
        cmocka_unit_test(test_passed_lines),        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_return_has_no_cost),  cmocka_unit_test(test_fee_list),
        cmocka_unit_test(test_reason_list),         cmocka_unit_test(test_levels),
        cmocka_unit_test(test_bad_levels),          cmocka_unit_test(test_charged_rows),
        cmocka_unit_test(test_charged_row_size),    cmocka_unit_test(test_guest),
        cmocka_unit_test(test_misaligned_customer), cmocka_unit_test(test_twice),
        cmocka_unit_test(test_allocates_nothing),   cmocka_unit_test(test_many_bands),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
