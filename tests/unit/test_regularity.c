/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Order rhythm: formulas.md F12, pooled gaps, and the median of gaps against a sorted list. */

#include "given.h"
#include "random.h"

#include <string.h>

enum { MOST_DAYS = 64, ROUNDS = 2000, CUSTOMERS = 101 };

static kogge_reason list[8];
static size_t list_count;

static kogge_history given_history(void)
{
    return (kogge_history){ .struct_size = sizeof(kogge_history), .today_at = GIVEN_DAY };
}

static kogge_history pooled_history(int32_t median_half_days, int32_t longest_days)
{
    kogge_history history = given_history();
    history.known = KOGGE_HISTORY_POOLED_MEDIAN_HALF_DAYS | KOGGE_HISTORY_POOLED_LONGEST_DAYS;
    history.pooled_median_half_days = median_half_days;
    history.pooled_longest_days = longest_days;
    return history;
}

static kogge_regularity assess(const kogge_history *history, const int32_t *days, size_t count)
{
    kogge_regularity result = KOGGE_INIT(kogge_regularity);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = { .data = list, .capacity = COUNT(list) };
    if (kogge_regularity_assess(history, days, count, &result, &why, &error))
        fail_msg("%s", error.text);
    list_count = why.count;
    return result;
}

static void assert_reason(size_t place, int32_t code, int32_t outcome, int32_t field, int64_t observed,
                          int64_t threshold)
{
    assert_true(place < list_count);
    assert_int_equal(list[place].code, code);
    assert_int_equal(list[place].outcome, outcome);
    assert_int_equal(list[place].field, field);
    assert_true(list[place].observed == observed && list[place].threshold == threshold);
}

/* ---- one customer ---------------------------------------------------------------------------------------------- */

/* Gaps of 10, 20, 20, 30, 60 days: median 20, longest 60. */
static void test_formulas(void **state)
{
    static const struct {
        int32_t silence, ratio_bp, overdue;
    } rows[] = { { 0, 0, KOGGE_OVERDUE_ON_TIME },      { 29, 14500, KOGGE_OVERDUE_ON_TIME },
                 { 30, 15000, KOGGE_OVERDUE_LATE },    { 40, 20000, KOGGE_OVERDUE_LATE },
                 { 59, 29500, KOGGE_OVERDUE_LATE },    { 60, 30000, KOGGE_OVERDUE_LATE },
                 { 61, 30500, KOGGE_OVERDUE_OVERDUE }, { 90, 45000, KOGGE_OVERDUE_OVERDUE },
                 { 91, 45500, KOGGE_OVERDUE_SILENT } };
    const kogge_history history = given_history();
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int32_t last = GIVEN_DAY - rows[i].silence;
        const int32_t days[] = { last - 140, last - 140, last - 130, last - 110, last - 50, last - 30, last, last };
        const kogge_regularity found = assess(&history, days, COUNT(days));
        assert_int_equal(found.order_days, 6);
        assert_int_equal(found.median_gap_half_days, 40);
        assert_int_equal(found.longest_gap_days, 60);
        assert_int_equal(found.silent_days, rows[i].silence);
        assert_int_equal(found.overdue_ratio_bp, rows[i].ratio_bp);
        assert_int_equal(found.overdue, rows[i].overdue);
        assert_int_equal(found.pooled, 0);
        assert_int_equal(found.regular_buyer, rows[i].overdue == KOGGE_OVERDUE_ON_TIME);
        assert_int_equal(found.known, KOGGE_REGULARITY_MEDIAN_GAP_HALF_DAYS | KOGGE_REGULARITY_SILENT_DAYS |
                                          KOGGE_REGULARITY_OVERDUE_RATIO_BP);
        assert_int_equal(list_count, 2);
        assert_reason(0, KOGGE_REASON_TOO_FEW_GAPS, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_REGULARITY_ORDER_DAYS, 5,
                      5);
        assert_reason(1, KOGGE_REASON_OVERDUE_CLASS,
                      rows[i].overdue >= KOGGE_OVERDUE_OVERDUE ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                      KOGGE_FIELD_REGULARITY_OVERDUE, rows[i].overdue, 0);
    }
}

static void test_too_few_gaps(void **state)
{
    static const int32_t days[] = { GIVEN_DAY - 100, GIVEN_DAY - 90, GIVEN_DAY - 75, GIVEN_DAY - 40, GIVEN_DAY - 25 };
    kogge_history history = given_history();
    (void)state;
    kogge_regularity found = assess(&history, days, COUNT(days));
    assert_int_equal(found.overdue, 0);
    assert_int_equal(found.median_gap_half_days, 30); /* 10, 15, 15, 35: its own, to look at */
    assert_int_equal(found.longest_gap_days, 35);
    assert_int_equal(found.silent_days, 25);
    assert_int_equal(found.known, KOGGE_REGULARITY_MEDIAN_GAP_HALF_DAYS | KOGGE_REGULARITY_SILENT_DAYS);
    assert_int_equal(list_count, 3);
    assert_reason(0, KOGGE_REASON_TOO_FEW_GAPS, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_REGULARITY_ORDER_DAYS, 4, 5);
    assert_reason(1, KOGGE_REASON_POOLED_GAPS, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_HISTORY_POOLED_MEDIAN_HALF_DAYS, 0,
                  0);
    assert_reason(2, KOGGE_REASON_OVERDUE_CLASS, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_REGULARITY_OVERDUE, 0, 0);

    history = pooled_history(15, 20); /* median 7.5: 25 days are 3.33 of it, above 20, not above 30 */
    found = assess(&history, days, COUNT(days));
    assert_int_equal(found.overdue, KOGGE_OVERDUE_OVERDUE);
    assert_int_equal(found.overdue_ratio_bp, 33333);
    assert_int_equal(found.pooled, 1);
    assert_int_equal(found.median_gap_half_days, 15);
    assert_int_equal(found.longest_gap_days, 20);
    assert_reason(1, KOGGE_REASON_POOLED_GAPS, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_HISTORY_POOLED_MEDIAN_HALF_DAYS, 15,
                  0);
    assert_reason(2, KOGGE_REASON_OVERDUE_CLASS, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_REGULARITY_OVERDUE,
                  KOGGE_OVERDUE_OVERDUE, 0);
    history = pooled_history(200, 300);
    found = assess(&history, days, COUNT(days));
    assert_int_equal(found.overdue, KOGGE_OVERDUE_ON_TIME);
    assert_int_equal(found.regular_buyer, 0); /* not of his own */
}

static void test_no_order_day(void **state)
{
    kogge_history history = given_history();
    (void)state;
    kogge_regularity found = assess(&history, NULL, 0);
    assert_int_equal(found.known, 0);
    assert_int_equal(found.order_days, 0);
    assert_int_equal(found.overdue, 0);
    assert_reason(0, KOGGE_REASON_TOO_FEW_GAPS, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_REGULARITY_ORDER_DAYS, 0, 5);
    history = pooled_history(15, 20);
    found = assess(&history, NULL, 0);
    assert_int_equal(found.known, KOGGE_REGULARITY_MEDIAN_GAP_HALF_DAYS);
    assert_int_equal(found.median_gap_half_days, 15);
    assert_int_equal(found.overdue, 0);
    assert_reason(2, KOGGE_REASON_OVERDUE_CLASS, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_REGULARITY_OVERDUE, 0, 0);
    const int32_t one[] = { GIVEN_DAY - 7 };
    history = given_history();
    found = assess(&history, one, 1);
    assert_int_equal(found.known, KOGGE_REGULARITY_SILENT_DAYS);
    assert_int_equal(found.order_days, 1);
}

static void test_clamped(void **state)
{
    static const int32_t days[] = { -2000000, -1999999, -1999998, -1999997, -1999996, -1999995 };
    const kogge_history history = given_history();
    const kogge_regularity found = assess(&history, days, COUNT(days));
    (void)state;
    assert_int_equal(found.silent_days, 1999995 + GIVEN_DAY);
    assert_int_equal(found.overdue_ratio_bp, 1000000000);
    assert_int_equal(found.overdue, KOGGE_OVERDUE_SILENT);
    assert_int_equal(list_count, 3);
    assert_reason(2, KOGGE_REASON_CLAMPED, KOGGE_OUTCOME_CAPPED, KOGGE_FIELD_REGULARITY_OVERDUE_RATIO_BP, 1000000000,
                  0);
}

static void test_refused(void **state)
{
    static const int32_t falling[] = { 5, 4 }, after[] = { GIVEN_DAY + 1 }, wide[] = { INT32_MIN, GIVEN_DAY },
                         old[] = { INT32_MIN };
    kogge_history history = given_history();
    kogge_regularity result = { .struct_size = sizeof result, .overdue = 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;
    assert_int_equal(kogge_regularity_assess(&history, falling, 2, &result, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(error.row, 1);
    assert_int_equal(kogge_regularity_assess(&history, after, 1, &result, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_regularity_assess(&history, wide, 2, &result, NULL, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_REGULARITY_LONGEST_GAP_DAYS);
    history = pooled_history(15, 20); /* the same where the gaps of the tier count */
    assert_int_equal(kogge_regularity_assess(&history, wide, 2, &result, NULL, &error), KOGGE_E_RANGE);
    history = given_history();
    assert_int_equal(kogge_regularity_assess(&history, old, 1, &result, NULL, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_REGULARITY_SILENT_DAYS);
    history = pooled_history(15, 20);
    history.known = KOGGE_HISTORY_POOLED_MEDIAN_HALF_DAYS;
    history.pooled_longest_days = 0;
    assert_int_equal(kogge_regularity_assess(&history, falling, 1, &result, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_HISTORY_POOLED_LONGEST_DAYS);
    assert_int_equal(result.overdue, 77);
}

static void insert(int64_t *sorted, size_t count, int64_t value)
{
    size_t place = count;
    for (; place > 0 && sorted[place - 1] > value; place--)
        sorted[place] = sorted[place - 1];
    sorted[place] = value;
}

static void test_random_days(void **state)
{
    const kogge_history history = given_history();
    uint64_t seed = 5;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        int32_t days[MOST_DAYS];
        int64_t gaps[MOST_DAYS];
        const size_t count = (size_t)random_between(&seed, 2, MOST_DAYS);
        size_t gap_count = 0;
        days[count - 1] = GIVEN_DAY - (int32_t)random_between(&seed, 0, 200);
        for (size_t i = count - 1; i > 0; i--) {
            const int64_t gap = random_between(&seed, 0, round % 2 ? 4 : 1000);
            days[i - 1] = days[i] - (int32_t)gap;
            if (gap)
                insert(gaps, gap_count++, gap);
        }
        const kogge_regularity found = assess(&history, days, count);
        assert_int_equal(found.order_days, gap_count + 1);
        if (!gap_count)
            continue;
        assert_int_equal(found.median_gap_half_days, gaps[(gap_count - 1) / 2] + gaps[gap_count / 2]);
        assert_int_equal(found.longest_gap_days, gaps[gap_count - 1]);
    }
}

/* ---- a tier ---------------------------------------------------------------------------------------------------- */

static kogge_status pool(const kogge_regularity *customers, size_t count, int32_t *median, int32_t *longest,
                         kogge_error *error)
{
    kogge_column columns[32];
    size_t column_count = 0;
    const kogge_rows rows = { customers, count, sizeof *customers };
    assert_int_equal(kogge_columns_of_rows("kogge_regularity", &rows, columns, COUNT(columns), &column_count),
                     KOGGE_OK);
    const kogge_table table = { columns, column_count, count };
    return kogge_regularity_pool(&table, median, longest, error);
}

static kogge_regularity given_regularity(int32_t order_days, int32_t median_half_days, int32_t longest_days)
{
    return (kogge_regularity){ .struct_size = sizeof(kogge_regularity),
                               .known = KOGGE_REGULARITY_MEDIAN_GAP_HALF_DAYS,
                               .order_days = order_days,
                               .median_gap_half_days = median_half_days,
                               .longest_gap_days = longest_days };
}

static void test_pool(void **state)
{
    kogge_regularity customers[] = { given_regularity(6, 10, 100),     given_regularity(5, 1, 1),
                                     given_regularity(20, 21, 30),     given_regularity(6, 40, 90),
                                     given_regularity(9, 2000, 70000), given_regularity(7, 1, 1) };
    int32_t median = 77, longest = 77;
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;
    customers[5].pooled = 1; /* the gaps of the tier are no gaps of its own */
    assert_int_equal(pool(customers, COUNT(customers), &median, &longest, &error), KOGGE_OK);
    assert_int_equal(median, 31);  /* 10, 21, 40, 2 000: 30.5 */
    assert_int_equal(longest, 95); /* 30, 90, 100, 70 000 */
    assert_int_equal(pool(customers, 3, &median, &longest, &error), KOGGE_OK);
    assert_int_equal(median, 16);
    assert_int_equal(longest, 65);
    assert_int_equal(pool(customers, 1, &median, &longest, &error), KOGGE_OK);
    assert_int_equal(median, 10);
    assert_int_equal(pool(customers + 1, 1, &median, &longest, &error), KOGGE_OK);
    assert_int_equal(median, 0);
    assert_int_equal(longest, 0);
    assert_int_equal(pool(customers, 0, &median, &longest, &error), KOGGE_OK);
    assert_int_equal(median, 0);
}

static void test_pool_of_random_customers(void **state)
{
    kogge_regularity customers[CUSTOMERS];
    uint64_t seed = 6;
    (void)state;
    for (int round = 0; round < 50; round++) {
        int64_t medians[CUSTOMERS], longest_gaps[CUSTOMERS];
        const size_t count = (size_t)random_between(&seed, 1, CUSTOMERS);
        int32_t median = 0, longest = 0;
        for (size_t i = 0; i < count; i++) {
            customers[i] = given_regularity(6, (int32_t)random_between(&seed, 0, INT32_MAX >> (round % 30)),
                                            (int32_t)random_between(&seed, 0, INT32_MAX >> (round % 27)));
            insert(medians, i, customers[i].median_gap_half_days);
            insert(longest_gaps, i, customers[i].longest_gap_days);
        }
        assert_int_equal(pool(customers, count, &median, &longest, NULL), KOGGE_OK);
        assert_int_equal(median, (medians[(count - 1) / 2] + medians[count / 2] + 1) / 2);
        assert_int_equal(longest, (longest_gaps[(count - 1) / 2] + longest_gaps[count / 2] + 1) / 2);
    }
}

static void test_pool_refused(void **state)
{
    const kogge_regularity customer = given_regularity(6, 10, 100);
    const kogge_column columns[] = { { KOGGE_FIELD_REGULARITY_ORDER_DAYS, KOGGE_TYPE_INT32, &customer.order_days, 0,
                                       NULL, 0 } };
    const kogge_table table = { columns, 1, 1 };
    int32_t median = 77, longest = 77;
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;
    assert_int_equal(kogge_regularity_pool(&table, &median, &longest, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_REGULARITY_MEDIAN_GAP_HALF_DAYS);
    assert_int_equal(median, 77);
    assert_int_equal(longest, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas),     cmocka_unit_test(test_too_few_gaps),
        cmocka_unit_test(test_no_order_day), cmocka_unit_test(test_clamped),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_random_days),
        cmocka_unit_test(test_pool),         cmocka_unit_test(test_pool_of_random_customers),
        cmocka_unit_test(test_pool_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
