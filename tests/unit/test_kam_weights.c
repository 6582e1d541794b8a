/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How far weights may go: worked numbers, every policy for missing figures, ends that nothing limits, what is
 * refused. */

#include "accounts.h"

#define T INT64_MAX

enum { AT_RISK = 5, OPPORTUNITY, CONTRIBUTION }; /* of the presets, weights 30, 45 and 25 */

struct weighed {
    kogge_weight_interval rows[CRITERIA_ROOM];
    size_t count;
};

static struct weighed weighed(const kogge_rulebook *book, const kogge_kam_value *values, size_t count)
{
    struct weighed found = { .count = 0 };
    const kogge_rows rows = { values, count, sizeof *values };
    kogge_out_rows out = { found.rows, CRITERIA_ROOM, 77, sizeof found.rows[0] };
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_kam_weights(book, &rows, &out, &error))
        fail_msg("%s", error.text);
    found.count = out.count;
    return found;
}

static void check(const struct weighed *found, size_t at, int64_t low, int64_t high)
{
    const kogge_weight_interval *row = &found->rows[at];
    if (row->low != low || row->high != high)
        fail_msg("criterion %d: %lld to %lld, expected %lld to %lld", (int)row->criterion, (long long)row->low,
                 (long long)row->high, (long long)low, (long long)high);
}

static kogge_kam_criterion hard(int32_t id, int32_t weight)
{
    return (kogge_kam_criterion){
        .id = id, .kind = 100 + id, .stage = KOGGE_STAGE_HARD, .low = 0, .high = 10000, .weight = weight
    };
}

static kogge_rulebook *book_with(const kogge_kam_criterion *criteria, size_t count, int32_t missing,
                                 int32_t threshold)
{
    kogge_sales_policy sales = given_sales();
    sales.missing = missing;
    sales.score_threshold = threshold;
    return given_accounts(&sales, criteria, count);
}

/* ---- worked numbers ------------------------------------------------------------------------------------------- */

/* u = 3 333, 7 778, 6 010 and t = 6 000: 2u - 2t - 1 = -5 335, 3 555, 19; 30 * -5 335 + 45 * 3 555 + 25 * 19 = 400,
 * passes. 160 450 / 5 335 = 30.07; 159 575 / 3 555 = 44.9; 75 / 19 = 3.9. */
static void test_passes(void **state)
{
    (void)state;
    const kogge_kam_value values[] = { { 20000000, AT_RISK, 0 },
                                       { 40000000, OPPORTUNITY, 0 },
                                       { 6010000, CONTRIBUTION, 0 } };
    kogge_rulebook *book = given_accounts(NULL, NULL, 0);
    const struct weighed found = weighed(book, values, 3);
    assert_int_equal(found.count, 3);
    for (int32_t i = 0; i < 3; i++)
        assert_int_equal(found.rows[i].criterion, AT_RISK + i);
    assert_int_equal(found.rows[0].weight, 30);
    assert_int_equal(found.rows[1].weight, 45);
    assert_int_equal(found.rows[2].weight, 25);
    check(&found, 0, 0, 30);
    check(&found, 1, 45, T);
    check(&found, 2, 4, T);
    kogge_rulebook_unref(book);
}

/* Contribution missing: 30 * -5 335 + 45 * 3 555 = -75 without it, and it counts with 2u - 12 001. */
static void test_missing(void **state)
{
    (void)state;
    static const struct {
        int32_t missing;
        int64_t ends[3][2];
    } cases[] = {
        { KOGGE_MISSING_INTERVAL, { { 0, T }, { 0, 129 }, { 0, T } } }, /* 460 075 / 3 555 = 129.4 */
        { KOGGE_MISSING_WORST, { { 0, T }, { 0, 129 }, { 0, T } } },
        { KOGGE_MISSING_NEUTRAL, { { 21, T }, { 0, 59 }, { 0, T } } }, /* 109 950 / 5 335 = 20.6; 210 075 / 3 555 */
        { KOGGE_MISSING_RENORMALISE, { { 30, T }, { 0, 45 }, { 0, T } } }, /* 159 975 / 5 335 = 29.99; 45.02 */
        { KOGGE_MISSING_FAIL, { { 0, T }, { 0, T }, { 0, T } } },
    };
    const kogge_kam_value values[] = { { 20000000, AT_RISK, 0 }, { 40000000, OPPORTUNITY, 0 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_rulebook *book = book_with(NULL, 0, cases[i].missing, 6000);
        const struct weighed found = weighed(book, values, 2);
        for (size_t at = 0; at < 3; at++)
            check(&found, at, cases[i].ends[at][0], cases[i].ends[at][1]);
        kogge_rulebook_unref(book);
    }
}

/* FAIL with nothing missing: 6 000 by contribution 60 000.00 fails, 30 * -5 335 + 45 * 3 555 - 25 = -100. */
static void test_fails(void **state)
{
    (void)state;
    const kogge_kam_value values[] = { { 20000000, AT_RISK, 0 },
                                       { 40000000, OPPORTUNITY, 0 },
                                       { 6000000, CONTRIBUTION, 0 } };
    kogge_rulebook *book = book_with(NULL, 0, KOGGE_MISSING_FAIL, 6000);
    const struct weighed found = weighed(book, values, 3);
    check(&found, 0, 30, T); /* 159 950 / 5 335 = 29.98 */
    check(&found, 1, 0, 45); /* 160 075 / 3 555 = 45.03 */
    check(&found, 2, 0, T);
    kogge_rulebook_unref(book);
}

/* ---- ends ------------------------------------------------------------------------------------------------------ */

/* Exactly the half above the threshold passes: 7 * 1 - 1 * 7 = 0 (u = 5 001 and 4 997, t = 5 000). */
static void test_exact_end(void **state)
{
    (void)state;
    const kogge_kam_criterion criteria[] = { hard(1, 7), hard(2, 1) };
    const kogge_kam_value values[] = { { 5001, 1, 0 }, { 4997, 2, 0 } };
    kogge_rulebook *book = book_with(criteria, 2, KOGGE_MISSING_INTERVAL, 5000);
    const struct weighed found = weighed(book, values, 2);
    check(&found, 0, 7, T);
    check(&found, 1, 0, 1);
    kogge_rulebook_unref(book);
}

/* Without another weight, 0 is no weight at all. */
static void test_single(void **state)
{
    (void)state;
    const kogge_kam_criterion one[] = { hard(1, 40) }, two[] = { hard(1, 40), hard(2, 0) };
    const kogge_kam_value good[] = { { 9000, 1, 0 }, { 0, 2, 0 } }, bad[] = { { 5000, 1, 0 }, { 0, 2, 0 } };
    kogge_rulebook *book = book_with(one, 1, KOGGE_MISSING_INTERVAL, 6000);
    struct weighed found = weighed(book, good, 1);
    check(&found, 0, 1, T);
    found = weighed(book, bad, 1);
    check(&found, 0, 1, T);
    kogge_rulebook_unref(book);
    book = book_with(two, 2, KOGGE_MISSING_INTERVAL, 6000);
    found = weighed(book, good, 2); /* slopes 5 999 and -12 001: 40 * 5 999 / 12 001 = 19.995 */
    check(&found, 0, 1, T);
    check(&found, 1, 0, 19);
    kogge_rulebook_unref(book);
}

/* Nothing known has a weight: nothing decides. Known ones alone count, be they single. */
static void test_renormalise(void **state)
{
    (void)state;
    const kogge_kam_criterion criteria[] = { hard(1, 0), hard(2, 50), hard(3, 50) };
    const kogge_kam_value light[] = { { 9000, 1, 0 } }, heavy[] = { { 9000, 2, 0 } };
    const kogge_kam_value both[] = { { 0, 1, 0 }, { 9000, 2, 0 } };
    kogge_rulebook *book = book_with(criteria, 3, KOGGE_MISSING_RENORMALISE, 6000);
    struct weighed found = weighed(book, light, 1);
    for (size_t i = 0; i < 3; i++)
        check(&found, i, 0, T);
    found = weighed(book, NULL, 0);
    for (size_t i = 0; i < 3; i++)
        check(&found, i, 0, T);
    found = weighed(book, heavy, 1);
    check(&found, 0, 0, T);
    check(&found, 1, 1, T);
    check(&found, 2, 0, T);
    found = weighed(book, both, 2); /* 50 * 5 999 / 12 001 = 24.99 */
    check(&found, 0, 0, 24);
    check(&found, 1, 1, T);
    kogge_rulebook_unref(book);
}

/* Nothing exceeds 10 000, and nothing is below 0. */
static void test_outermost_thresholds(void **state)
{
    (void)state;
    const kogge_kam_criterion criteria[] = { hard(1, 3), hard(2, 5) };
    const kogge_kam_value values[] = { { 10000, 1, 0 }, { 10000, 2, 0 } }, none[] = { { 0, 1, 0 }, { 0, 2, 0 } };
    kogge_rulebook *book = book_with(criteria, 2, KOGGE_MISSING_INTERVAL, 10000);
    struct weighed found = weighed(book, values, 2);
    check(&found, 0, 0, T);
    check(&found, 1, 0, T);
    kogge_rulebook_unref(book);
    book = book_with(criteria, 2, KOGGE_MISSING_INTERVAL, 0);
    found = weighed(book, none, 2);
    check(&found, 0, 0, T);
    check(&found, 1, 0, T);
    kogge_rulebook_unref(book);
}

/* Rows are in the order of ids and leave strategic criteria out; knock-outs are not looked at. */
static void test_rows(void **state)
{
    (void)state;
    kogge_kam_criterion criteria[] = {
        hard(9, 3), hard(2, 5), { .id = 4, .kind = 1, .stage = KOGGE_STAGE_STRATEGIC, .at_least = 1, .weight = 10000 }
    };
    const kogge_kam_value values[] = { { 10000, 2, 0 }, { 10000, 9, 0 }, { 0, 4, 0 } };
    static const kogge_kam_criterion none;
    criteria[0].knock_out = 20000;
    criteria[0].criterion_flags = KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_OUT);
    kogge_rulebook *book = book_with(criteria, 3, KOGGE_MISSING_INTERVAL, 6000);
    const struct weighed found = weighed(book, values, 3);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.rows[0].criterion, 2);
    assert_int_equal(found.rows[1].criterion, 9);
    check(&found, 0, 0, T);
    check(&found, 1, 0, T);
    kogge_rulebook_unref(book);
    book = book_with(&none, 0, KOGGE_MISSING_INTERVAL, 6000);
    assert_int_equal(weighed(book, NULL, 0).count, 0);
    kogge_rulebook_unref(book);
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void test_refused(void **state)
{
    (void)state;
    const kogge_kam_value unknown[] = { { 1, 5, 0 }, { 1, 8, 0 } }, twice[] = { { 1, 5, 0 }, { 1, 5, 0 } };
    const kogge_rows a = { unknown, 2, sizeof unknown[0] }, b = { twice, 2, sizeof twice[0] };
    const kogge_rows narrow = { unknown, 1, 8 };
    kogge_weight_interval rows[2] = { { 0, 0, 77, 0 }, { 0, 0, 77, 0 } };
    kogge_out_rows out = { rows, 1, 77, sizeof rows[0] }, slim = { rows, 1, 77, 8 }, measure = { NULL, 0, 77, 0 };
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_rulebook *book = given_accounts(NULL, NULL, 0);
    assert_int_equal(kogge_kam_weights(NULL, NULL, &out, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_weights(book, NULL, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_weights(book, &a, &out, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_KAM_VALUE_CRITERION);
    assert_int_equal(error.row, 1);
    assert_int_equal(kogge_kam_weights(book, &b, &out, &error), KOGGE_E_INVALID);
    assert_int_equal(error.row, 1);
    assert_int_equal(kogge_kam_weights(book, &narrow, &out, &error), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_kam_weights(book, NULL, &slim, &error), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(out.count | slim.count, 0);
    assert_int_equal(rows[0].criterion, 77);
    assert_int_equal(kogge_kam_weights(book, NULL, &measure, &error), KOGGE_OK);
    assert_int_equal(measure.count, 3);
    assert_int_equal(kogge_kam_weights(book, NULL, &out, NULL), KOGGE_OK);
    assert_int_equal(out.count, 3);
    assert_int_equal(rows[0].criterion, AT_RISK);
    assert_int_equal(rows[1].criterion, 77);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passes),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_fails),
        cmocka_unit_test(test_exact_end),
        cmocka_unit_test(test_single),
        cmocka_unit_test(test_renormalise),
        cmocka_unit_test(test_outermost_thresholds),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
