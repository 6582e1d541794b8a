/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Sales policy and strategy weights: the numbers of the presets, and what a rulebook takes, refuses and gives back.
 */

#include "given.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { NEUTRAL = KOGGE_PRESET_NEUTRAL_2026, FORWARD = KOGGE_PRESET_FORWARD_2026 };
enum { R = KOGGE_STRATEGY_RETREAT, F = KOGGE_STRATEGY_FORWARD };
#define S(name) KOGGE_FIELD_SALES_POLICY_##name

/* fields.md, sales_policy: the same in all presets and currencies. */
static const kogge_sales_policy numbers = {
    .struct_size = sizeof numbers,
    .imbalance_bp = 15000,
    .company_growth_bp = 300,
    .ambition_min = 5000,
    .visits_a_year = 2,
    .migration_years = 3,
    .strategic_min = 2,
    .score_threshold = 6000,
    .missing = KOGGE_MISSING_INTERVAL,
    .accepted_min = 1,
    .ask_again_days = 365,
    .key_account_cap = 20,
    .key_account_cap_bp = 300,
    .budget_share_bp = 2000,
    .calls_a_day = 30,
    .days_a_year = 220,
    .touches_a_year = 6,
    .reach_bp = 10000,
    .automation_bp = 0,
    .trigger_a = 1,
    .trigger_b = 9,
};

/* fields.md 7, by score and factor. */
static const kogge_strategy_weight weights[] = {
    { 10000, 30000, R, KOGGE_FACTOR_IMBALANCE, 50, 0 }, { 500, 0, R, KOGGE_FACTOR_MARKET_GROWTH, 20, 0 },
    { 10000, 0, R, KOGGE_FACTOR_AMBITION, 10, 0 },      { 10000, 0, R, KOGGE_FACTOR_FREE_CAPACITY, 10, 0 },
    { 1800, 0, R, KOGGE_FACTOR_HIDDEN_SHARE, 10, 0 },   { 0, 500, F, KOGGE_FACTOR_MARKET_GROWTH, 30, 0 },
    { 0, 10000, F, KOGGE_FACTOR_AMBITION, 25, 0 },      { 0, 10000, F, KOGGE_FACTOR_FREE_CAPACITY, 15, 0 },
    { 0, 1800, F, KOGGE_FACTOR_HIDDEN_SHARE, 20, 0 },   { 0, 4, F, KOGGE_FACTOR_AUTOMATION, 10, 0 },
};

static kogge_status compile(const kogge_sales_policy *sales, kogge_rows rows, kogge_error *error)
{
    const kogge_policy policy = given_policy(NEUTRAL, KOGGE_EUR);
    const kogge_rulebook_spec spec = {
        .struct_size = sizeof spec, .policy = &policy, .sales = sales, .strategy_weights = rows
    };
    kogge_rulebook *book = NULL;
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    kogge_status status = kogge_rulebook_new(&spec, &book, error);
    kogge_rulebook_unref(book);
    return status;
}

/* ---- presets --------------------------------------------------------------------------------------------------- */

static void test_presets(void **state)
{
    (void)state;
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        kogge_sales_policy sales, of_book = KOGGE_INIT(kogge_sales_policy);
        kogge_strategy_weight found[16];
        kogge_out_rows rows = { found, COUNT(found), 0, sizeof *found };
        memset(&sales, 0x5a, sizeof sales);
        assert_int_equal(kogge_sales_policy_init(&sales, sizeof sales, preset), KOGGE_OK);
        assert_memory_equal(&sales, &numbers, sizeof numbers);
        kogge_rulebook *book = given_preset(preset, preset == NEUTRAL ? KOGGE_EUR : KOGGE_JPY);
        assert_int_equal(kogge_rulebook_sales_policy(book, &of_book), KOGGE_OK);
        assert_memory_equal(&of_book, &numbers, sizeof numbers);
        assert_int_equal(kogge_rulebook_strategy_weights(book, &rows), KOGGE_OK);
        assert_int_equal(rows.count, COUNT(weights));
        assert_memory_equal(found, weights, sizeof weights);
        kogge_rulebook_unref(book);
    }
}

static void test_init_sizes(void **state)
{
    (void)state;
    struct {
        kogge_sales_policy sales;
        unsigned char later[16], beyond[8];
    } room;
    const size_t size = sizeof room.sales;
    const size_t wrong[] = { 0, 8, size - 8, size + 4, 4104 };
    memset(&room, 0x5a, sizeof room);
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(kogge_sales_policy_init(&room.sales, wrong[i], NEUTRAL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_sales_policy_init(&room.sales, size, 0), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_sales_policy_init(&room.sales, size, 4), KOGGE_E_UNSUPPORTED);
    assert_int_equal(room.sales.struct_size, 0x5a5a5a5a);

    assert_int_equal(kogge_sales_policy_init(&room.sales, size + sizeof room.later, NEUTRAL), KOGGE_OK);
    assert_int_equal(room.sales.struct_size, size + sizeof room.later);
    assert_int_equal(room.sales.trigger_b, 9);
    for (size_t i = 0; i < sizeof room.later; i++)
        assert_int_equal(room.later[i], 0);
    assert_int_equal(room.beyond[0], 0x5a);
}

/* ---- what a rulebook takes ------------------------------------------------------------------------------------- */

/* Literal: 0 is 0, and what was given comes back, to a larger caller with zeros behind. */
static void test_taken(void **state)
{
    (void)state;
    struct {
        kogge_sales_policy sales;
        unsigned char later[8];
    } back;
    kogge_sales_policy sales = numbers;
    sales.visits_a_year = 0;
    sales.key_account_cap = 0;
    sales.missing = KOGGE_MISSING_FAIL;
    const kogge_policy policy = given_policy(FORWARD, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .sales = &sales };
    kogge_rulebook *book = given_book_of(&spec);
    memset(&back, 0x5a, sizeof back);
    back.sales.struct_size = sizeof back;
    assert_int_equal(kogge_rulebook_sales_policy(book, &back.sales), KOGGE_OK);
    assert_int_equal(back.sales.struct_size, sizeof back);
    assert_int_equal(back.later[0], 0);
    back.sales.struct_size = sizeof sales;
    assert_memory_equal(&back.sales, &sales, sizeof sales);
    back.sales.struct_size = 12;
    assert_int_equal(kogge_rulebook_sales_policy(book, &back.sales), KOGGE_E_STRUCT_SIZE);
    kogge_rulebook_unref(book);
}

static void test_bad_sales_policies(void **state)
{
    (void)state;
    const kogge_rows none = { NULL, 0, 0 };
    kogge_error error;
#define BAD(statement, expected, named)                                                                              \
    do {                                                                                                             \
        kogge_sales_policy sales = numbers;                                                                          \
        statement;                                                                                                   \
        assert_int_equal(compile(&sales, none, &error), expected);                                                   \
        assert_int_equal(error.field, named);                                                                        \
        assert_true(strlen(error.text) > 10);                                                                        \
    } while (0)
    BAD(sales.ambition_min = 10001, KOGGE_E_RANGE, S(AMBITION_MIN));
    BAD(sales.imbalance_bp = -1, KOGGE_E_RANGE, S(IMBALANCE_BP));
    BAD(sales.company_growth_bp = -10001, KOGGE_E_RANGE, S(COMPANY_GROWTH_BP));
    BAD(sales.strategic_min = 17, KOGGE_E_RANGE, S(STRATEGIC_MIN));
    BAD(sales.missing = 0, KOGGE_E_INVALID, S(MISSING));
    BAD(sales.missing = 6, KOGGE_E_UNSUPPORTED, S(MISSING));
    BAD(sales.accepted_min = 0, KOGGE_E_INVALID, S(ACCEPTED_MIN));
    BAD(sales.days_a_year = 367, KOGGE_E_RANGE, S(DAYS_A_YEAR));
    BAD(sales.automation_bp = 10000, KOGGE_E_RANGE, S(AUTOMATION_BP));
    BAD(sales.flags = 1, KOGGE_E_UNSUPPORTED, 0);
    BAD(sales.struct_size = 12, KOGGE_E_STRUCT_SIZE, 0);
    BAD(sales.struct_size = sizeof sales - 8, KOGGE_E_STRUCT_SIZE, 0);
#undef BAD
}

/* What a newer caller knows and this library does not must be 0. */
static void test_newer_sales_policy(void **state)
{
    (void)state;
    struct {
        kogge_sales_policy sales;
        unsigned char later[16];
    } newer = { numbers, { 0 } };
    const kogge_rows none = { NULL, 0, 0 };
    kogge_error error;
    newer.sales.struct_size = sizeof newer;
    assert_int_equal(compile(&newer.sales, none, &error), KOGGE_OK);
    newer.later[3] = 1;
    assert_int_equal(compile(&newer.sales, none, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.offset, sizeof newer.sales + 3);
}

/* ---- strategy weights ------------------------------------------------------------------------------------------ */

static void test_weights(void **state)
{
    (void)state;
    const kogge_strategy_weight rows[] = {
        { -KOGGE_MONEY_MAX, KOGGE_MONEY_MAX, F, KOGGE_FACTOR_AUTOMATION, 10000, 0 },
        { 0, 1, F, KOGGE_FACTOR_IMBALANCE, 0, 0 },
        { 5, 4, R, KOGGE_FACTOR_AUTOMATION, 1, 0 },
    };
    const int order[] = { 2, 1, 0 };
    kogge_strategy_weight found[4];
    kogge_out_rows out = { found, COUNT(found), 0, sizeof *found };
    const kogge_policy policy = given_policy(NEUTRAL, KOGGE_EUR);
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    spec.strategy_weights = (kogge_rows)KOGGE_ROWS(rows);
    kogge_rulebook *book = given_book_of(&spec);
    assert_int_equal(kogge_rulebook_strategy_weights(book, &out), KOGGE_OK);
    assert_int_equal(out.count, COUNT(rows));
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_memory_equal(&found[i], &rows[order[i]], sizeof *rows);
    out.row_size = 4;
    assert_int_equal(kogge_rulebook_strategy_weights(book, &out), KOGGE_E_STRUCT_SIZE);
    kogge_rulebook_unref(book);

    spec.strategy_weights = given_rows(rows, 0, sizeof *rows);
    out = (kogge_out_rows){ NULL, 0, 7, sizeof *found };
    book = given_book_of(&spec);
    assert_int_equal(kogge_rulebook_strategy_weights(book, &out), KOGGE_OK);
    assert_int_equal(out.count, 0);
    kogge_rulebook_unref(book);
}

static void test_bad_weights(void **state)
{
    (void)state;
    static const struct {
        kogge_strategy_weight row;
        kogge_status status;
        int32_t field;
        const char *words;
    } cases[] = {
        { { 0, 9, F, 3, 1, 0 }, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_FACTOR, "already" },
        { { 7, 7, R, 3, 1, 0 }, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_HIGH, "low" },
        { { 0, 0, R, 3, 1, 0 }, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_HIGH, "low" },
        { { 0, 9, 0, 3, 1, 0 }, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_SCORE, "required" },
        { { 0, 9, KOGGE_STRATEGY_MIXED, 3, 1, 0 }, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_STRATEGY_WEIGHT_SCORE, "score" },
        { { 0, 9, R, 0, 1, 0 }, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_FACTOR, "required" },
        { { 0, 9, R, 7, 1, 0 }, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_STRATEGY_WEIGHT_FACTOR, "7" },
        { { 0, 9, R, 3, 10001, 0 }, KOGGE_E_RANGE, KOGGE_FIELD_STRATEGY_WEIGHT_WEIGHT, "10001" },
        { { 0, KOGGE_MONEY_MAX + 1, R, 3, 1, 0 }, KOGGE_E_RANGE, KOGGE_FIELD_STRATEGY_WEIGHT_HIGH, "outside" },
        { { 0, 9, R, 3, 1, 5 }, KOGGE_E_UNSUPPORTED, 0, "strategy_weight" },
    };
    kogge_error error;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const kogge_strategy_weight rows[] = { { 0, 9, F, 3, 1, 0 }, { 0, 9, F, 4, 1, 0 }, cases[i].row };
        assert_int_equal(compile(NULL, given_rows(rows, 3, sizeof *rows), &error), cases[i].status);
        assert_int_equal(error.field, cases[i].field);
        assert_int_equal(error.row, 2);
        assert_int_equal(error.rule, 0);
        if (!strstr(error.text, cases[i].words))
            fail_msg("%s", error.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_presets),
        cmocka_unit_test(test_init_sizes),
        cmocka_unit_test(test_taken),
        cmocka_unit_test(test_bad_sales_policies),
        cmocka_unit_test(test_newer_sales_policy),
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_bad_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
