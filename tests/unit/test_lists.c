/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Tables whose rows have lists: whose values they are, what is refused, and what an empty list means. That each
 * decision is that of the single call is shown by golden vectors. */

#include "accounts.h"
#include "given_columns.h"
#include "random.h"

#include <string.h>

static const int32_t today = GIVEN_DAY;

/* Histories of customers of whom nothing is known but the day. */
static kogge_table bare_histories(kogge_column *column, size_t rows)
{
    *column = column_of(KOGGE_FIELD_HISTORY_TODAY_AT, &today, 0);
    return (kogge_table){ column, 1, rows };
}

/* ---- offsets --------------------------------------------------------------------------------------------------- */

/* Days since the last order say whose days were looked at. */
static void test_whose_values(void **state)
{
    (void)state;
    const int32_t days[] = { today - 1, today - 9, today - 8, today - 7, today - 6, today - 5 };
    const int64_t offsets[] = { 1, 1, 3, 4, 6 };
    const int32_t expected_days[] = { 0, 2, 1, 2 }, expected_silence[] = { 0, 8, 7, 5 };
    int32_t order_days[4], silence[4];
    kogge_column column;
    const kogge_table histories = bare_histories(&column, 4);
    const kogge_out_column out[] = { out_of(KOGGE_FIELD_REGULARITY_ORDER_DAYS, order_days, 4),
                                     out_of(KOGGE_FIELD_REGULARITY_SILENT_DAYS, silence, 4) };
    assert_int_equal(kogge_regularity_assess_columns(&histories, days, COUNT(days), offsets, out, 2, NULL, NULL, NULL,
                                                     NULL, NULL),
                     KOGGE_OK);
    assert_memory_equal(order_days, expected_days, sizeof order_days);
    assert_memory_equal(silence, expected_silence, sizeof silence);
}

/* A pair of offsets that is wrong, and what is said of it. */
static const struct {
    int64_t begin, end;
    const char *text;
} wrong_offsets[] = {
    { 3, 2, "row 0: its order days go from 3 to 2, but there are 6" },
    { 0, 7, "row 0: its order days go from 0 to 7, but there are 6" },
    { 7, 7, "row 0: its order days go from 7 to 7, but there are 6" },
    { -1, 2, "row 0: its order days go from -1 to 2, but there are 6" },
    { -3, -2, "row 0: its order days go from -3 to -2, but there are 6" },
    { INT64_MIN, INT64_MAX,
      "row 0: its order days go from -9223372036854775808 to 9223372036854775807, but there are 6" },
    { 6, INT64_MIN, "row 0: its order days go from 6 to -9223372036854775808, but there are 6" },
};

static void test_wrong_offsets(void **state)
{
    (void)state;
    const int32_t days[6] = { 1, 2, 3, 4, 5, 6 };
    kogge_column column;
    const kogge_table histories = bare_histories(&column, 1);
    for (size_t i = 0; i < COUNT(wrong_offsets); i++) {
        const int64_t offsets[] = { wrong_offsets[i].begin, wrong_offsets[i].end };
        int32_t order_days = 77;
        kogge_status row_status = 99;
        kogge_error error = KOGGE_INIT(kogge_error);
        const kogge_out_column out = out_of(KOGGE_FIELD_REGULARITY_ORDER_DAYS, &order_days, 4);
        assert_int_equal(kogge_regularity_assess_columns(&histories, days, COUNT(days), offsets, &out, 1, &row_status,
                                                         NULL, NULL, NULL, &error),
                         KOGGE_E_SOME_ROWS);
        assert_int_equal(row_status, KOGGE_E_INVALID);
        assert_int_equal(order_days, 0);
        assert_int_equal(error.row, 0);
        assert_string_equal(error.text, wrong_offsets[i].text);
    }
}

/* Rows beside one whose offsets are wrong are decided; a figure may spoil two of them. */
static void test_rows_beside(void **state)
{
    (void)state;
    const int32_t days[] = { 1, 2, 3, 4, 5, 6 };
    const int64_t offsets[] = { 0, 3, 1, 6, 7, 2, 2 };
    const int32_t expected_days[] = { 3, 0, 5, 0, 0, 0 };
    const kogge_status expected[] = {
        KOGGE_OK, KOGGE_E_INVALID, KOGGE_OK, KOGGE_E_INVALID, KOGGE_E_INVALID, KOGGE_OK
    };
    int32_t order_days[6];
    kogge_status row_status[6];
    kogge_column column;
    const kogge_table histories = bare_histories(&column, 6);
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_out_column out = out_of(KOGGE_FIELD_REGULARITY_ORDER_DAYS, order_days, 4);
    assert_int_equal(kogge_regularity_assess_columns(&histories, days, COUNT(days), offsets, &out, 1, row_status,
                                                     NULL, NULL, &summary, &error),
                     KOGGE_E_SOME_ROWS);
    assert_memory_equal(row_status, expected, sizeof row_status);
    assert_memory_equal(order_days, expected_days, sizeof order_days);
    assert_int_equal(summary.invalid, 3);
    assert_string_equal(error.text, "row 1: its order days go from 3 to 1, but there are 6");
}

/* The list of one kind does not stand for that of the other. */
static void test_two_lists(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(NULL, 0);
    const int64_t quarters[] = { 100, 200, 300 }, of_quarters[] = { 0, 1, 3 }, of_days[] = { 0, 1, 3 };
    const int32_t days[] = { 1, 2 }, expected[] = { 1, 0 };
    int32_t found[2];
    kogge_column column;
    const kogge_table histories = bare_histories(&column, 2);
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_out_column out = out_of(KOGGE_FIELD_EVIDENCE_QUARTERS, found, 4);
    assert_int_equal(kogge_evidence_assess_columns(book, &histories, quarters, COUNT(quarters), of_quarters, days,
                                                   COUNT(days), of_days, &out, 1, NULL, NULL, NULL, NULL, &error),
                     KOGGE_E_SOME_ROWS);
    assert_string_equal(error.text, "row 1: its order days go from 1 to 3, but there are 2");
    assert_memory_equal(found, expected, sizeof found);
    kogge_rulebook_unref(book);
}

/* ---- values that are not there --------------------------------------------------------------------------------- */

static void test_values_of_nobody(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(NULL, 0);
    const int64_t quarters[] = { 100 }, offsets[] = { 0, 0 };
    const int32_t days[] = { 1 };
    kogge_column column;
    const kogge_table histories = bare_histories(&column, 1);
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_evidence_assess_columns(book, &histories, quarters, 1, NULL, NULL, 0, NULL, NULL, 0, NULL,
                                                   NULL, NULL, NULL, &error),
                     KOGGE_E_INVALID);
    assert_string_equal(error.text, "there are 1 quarters, but their offsets are NULL");
    assert_int_equal(kogge_evidence_assess_columns(book, &histories, NULL, 0, NULL, days, 1, NULL, NULL, 0, NULL,
                                                   NULL, NULL, NULL, &error),
                     KOGGE_E_INVALID);
    assert_string_equal(error.text, "there are 1 order days, but their offsets are NULL");
    assert_int_equal(kogge_regularity_assess_columns(&histories, NULL, 5, offsets, NULL, 0, NULL, NULL, NULL, NULL,
                                                     &error),
                     KOGGE_E_INVALID);
    assert_string_equal(error.text, "there are 5 order days, but their values are NULL");
    assert_int_equal(error.row, -1);
    kogge_rulebook_unref(book);
}

static void test_null(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(NULL, 0);
    const kogge_table none = { NULL, 0, 0 };
    assert_int_equal(kogge_evidence_assess_columns(NULL, &none, NULL, 0, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL,
                                                   NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_evidence_assess_columns(book, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL,
                                                   NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_regularity_assess_columns(NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_assess_columns(NULL, &none, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_assess_columns(book, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_visit_check_columns(NULL, &none, NULL, 0, NULL, NULL, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_visit_check_columns(book, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL), KOGGE_E_INVALID);
    kogge_rulebook_unref(book);
}

/* Customers of whom no list is known, and those whose lists are empty: nobody has a quarter. */
static void test_no_quarters(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(NULL, 0);
    const int64_t announced[] = { 0, 1, 500 }, offsets[] = { 0, 0, 0, 0 };
    const int32_t expected_levels[] = { 0, 1, 1 }, expected_quarters[] = { 0, 0, 0 };
    const kogge_column columns[] = { column_of(KOGGE_FIELD_HISTORY_TODAY_AT, &today, 0),
                                     column_of(KOGGE_FIELD_HISTORY_ANNOUNCED, announced, 8) };
    const kogge_table histories = { columns, 2, 3 };
    for (int empty = 0; empty < 2; empty++) {
        int32_t levels[3] = { 77, 77, 77 }, quarters[3] = { 77, 77, 77 };
        const kogge_out_column out[] = { out_of(KOGGE_FIELD_EVIDENCE_LEVEL, levels, 4),
                                         out_of(KOGGE_FIELD_EVIDENCE_QUARTERS, quarters, 4) };
        const int64_t *passed = empty ? offsets : NULL;
        assert_int_equal(kogge_evidence_assess_columns(book, &histories, NULL, 0, passed, NULL, 0, passed, out, 2,
                                                       NULL, NULL, NULL, NULL, NULL),
                         KOGGE_OK);
        assert_memory_equal(levels, expected_levels, sizeof levels);
        assert_memory_equal(quarters, expected_quarters, sizeof quarters);
    }
    kogge_rulebook_unref(book);
}

/* Order days that are not known make no order test; none at all are known to be none. */
static void test_empty_is_known(void **state)
{
    (void)state;
    kogge_rulebook *book = given_book(NULL, 0);
    const int64_t sparse[] = { 100, 0, 0, 0, 100, 0, 0, 0 }, of_quarters[] = { 0, COUNT(sparse) };
    const int64_t of_days[] = { 0, 0 };
    const int32_t first = today - 3000;
    const kogge_column columns[] = { column_of(KOGGE_FIELD_HISTORY_TODAY_AT, &today, 0),
                                     column_of(KOGGE_FIELD_HISTORY_FIRST_ORDER_AT, &first, 0) };
    const kogge_table histories = { columns, 2, 1 };
    int32_t test;
    const kogge_out_column out = out_of(KOGGE_FIELD_EVIDENCE_TEST, &test, 4);
    assert_int_equal(kogge_evidence_assess_columns(book, &histories, sparse, COUNT(sparse), of_quarters, NULL, 0,
                                                   NULL, &out, 1, NULL, NULL, NULL, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(test, 0);
    assert_int_equal(kogge_evidence_assess_columns(book, &histories, sparse, COUNT(sparse), of_quarters, NULL, 0,
                                                   of_days, &out, 1, NULL, NULL, NULL, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(test, KOGGE_TEST_ORDERS);
    kogge_rulebook_unref(book);
}

/* Without rows no offset is looked at. */
static void test_no_rows(void **state)
{
    (void)state;
    const int32_t days[] = { 1 };
    const int64_t offsets[] = { 99 };
    const kogge_table nothing = { NULL, 0, 0 };
    assert_int_equal(kogge_regularity_assess_columns(&nothing, days, 1, offsets, NULL, 0, NULL, NULL, NULL, NULL,
                                                     NULL),
                     KOGGE_OK);
}

/* ---- key accounts ---------------------------------------------------------------------------------------------- */

static void test_values_of_candidates(void **state)
{
    (void)state;
    kogge_rulebook *book = given_accounts(NULL, NULL, 0);
    const kogge_kam_value list[] = {
        { .criterion = 1, .value = 1 }, { .criterion = 99 }, { .criterion = 1 }, { .criterion = 1 }
    };
    const kogge_rows values = given_rows(list, COUNT(list), sizeof *list), unsized = given_rows(list, 1, 3);
    const int64_t offsets[] = { 0, 1, 1, 2, 4 }, ids[] = { 1, 2, 3, 4 };
    const kogge_status expected[] = { KOGGE_OK, KOGGE_OK, KOGGE_E_INVALID, KOGGE_E_INVALID };
    const kogge_column column = column_of(KOGGE_FIELD_KAM_CANDIDATE_ID, ids, 8);
    const kogge_table candidates = { &column, 1, 4 };
    kogge_status row_status[4];
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_kam_assess_columns(book, &candidates, &values, offsets, NULL, 0, row_status, NULL, NULL,
                                              NULL, &error),
                     KOGGE_E_SOME_ROWS);
    assert_memory_equal(row_status, expected, sizeof row_status);
    assert_int_equal(error.row, 2);
    assert_int_equal(error.field, KOGGE_FIELD_KAM_VALUE_CRITERION);
    assert_int_equal(kogge_kam_assess_columns(book, &candidates, &unsized, offsets, NULL, 0, NULL, NULL, NULL, NULL,
                                              &error),
                     KOGGE_E_STRUCT_SIZE);
    assert_int_equal(error.row, -1);
    assert_int_equal(kogge_kam_assess_columns(book, &candidates, &values, NULL, NULL, 0, NULL, NULL, NULL, NULL,
                                              &error),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_assess_columns(book, &candidates, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL),
                     KOGGE_OK);
    kogge_rulebook_unref(book);
}

/* ---- visits ---------------------------------------------------------------------------------------------------- */

/* What stands beside the plan may be missing: no reason, and no visit yet. */
static void test_visits(void **state)
{
    (void)state;
    kogge_rulebook *book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const int32_t justified = KOGGE_VISITS_JUSTIFIED;
    const int32_t reasons[] = { 0, KOGGE_JUSTIFICATION_QUOTE, KOGGE_JUSTIFICATION_QUOTE, 99 },
                  made[] = { 0, 1, 2, 0 };
    const int32_t expected[] = { KOGGE_VISIT_VERDICT_NEEDS_REASON, KOGGE_VISIT_VERDICT_ALLOW,
                                 KOGGE_VISIT_VERDICT_REFUSED, 0 };
    const kogge_column columns[] = { column_of(KOGGE_FIELD_PLAN_VISITS, &justified, 0),
                                     column_of(KOGGE_FIELD_VISIT_JUSTIFICATION, reasons, 4),
                                     column_of(KOGGE_FIELD_VISIT_VISITS_THIS_YEAR, made, 4) };
    const kogge_table plans = { columns, 3, 4 }, alone = { columns, 1, 1 };
    int32_t verdicts[4];
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_out_column out = out_of(KOGGE_FIELD_VISIT_RESULT_VERDICT, verdicts, 4);
    assert_int_equal(kogge_visit_check_columns(book, &plans, &out, 1, NULL, NULL, NULL, NULL, &error),
                     KOGGE_E_SOME_ROWS);
    assert_memory_equal(verdicts, expected, sizeof verdicts);
    assert_int_equal(error.row, 3);
    assert_int_equal(error.field, KOGGE_FIELD_VISIT_JUSTIFICATION);
    assert_int_equal(kogge_visit_check_columns(book, &alone, &out, 1, NULL, NULL, NULL, NULL, NULL), KOGGE_OK);
    assert_int_equal(verdicts[0], KOGGE_VISIT_VERDICT_NEEDS_REASON);
    kogge_rulebook_unref(book);
}

/* ---- parts ----------------------------------------------------------------------------------------------------- */

enum { ROWS = 500, PART = 137, MOST_VALUES = 12 };

/* Customers with up to 12 quarters and up to 12 order days each; here and there one whose days fall. */
static struct {
    size_t quarter_count, day_count;
    int64_t quarters[ROWS * MOST_VALUES], quarter_offsets[ROWS + 1], day_offsets[ROWS + 1];
    int32_t days[ROWS * MOST_VALUES];
} made;

static void make_lists(void)
{
    uint64_t seed = 17;
    made.quarter_count = made.day_count = 0;
    for (size_t row = 0; row < ROWS; row++) {
        const int64_t quarters = random_between(&seed, 0, MOST_VALUES), days = random_between(&seed, 0, MOST_VALUES);
        int32_t day = today - 1000;
        for (int64_t i = 0; i < quarters; i++)
            made.quarters[made.quarter_count++] = random_between(&seed, 0, 1000) * (i + 1);
        for (int64_t i = 0; i < days; i++)
            made.days[made.day_count++] = day += (int32_t)random_between(&seed, row % 50 ? 0 : -5, 80);
        made.quarter_offsets[row + 1] = (int64_t)made.quarter_count;
        made.day_offsets[row + 1] = (int64_t)made.day_count;
    }
}

struct found {
    int32_t levels[ROWS], p[ROWS];
    int64_t slopes[ROWS];
    kogge_status row_status[ROWS];
};

static kogge_batch_summary assess_part(const kogge_rulebook *book, size_t first, size_t rows, struct found *found)
{
    kogge_column column;
    const kogge_table histories = bare_histories(&column, rows);
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    const kogge_out_column out[] = { out_of(KOGGE_FIELD_EVIDENCE_LEVEL, found->levels + first, 4),
                                     out_of(KOGGE_FIELD_EVIDENCE_P_PPM, found->p + first, 4),
                                     out_of(KOGGE_FIELD_EVIDENCE_SLOPE_NUMERATOR, found->slopes + first, 8) };
    (void)kogge_evidence_assess_columns(book, &histories, made.quarters, made.quarter_count,
                                        made.quarter_offsets + first, made.days, made.day_count,
                                        made.day_offsets + first, out, COUNT(out), found->row_status + first, NULL,
                                        NULL, &summary, NULL);
    return summary;
}

/* A table is cut by moving the offsets; the values stay whole. */
static void test_parts(void **state)
{
    (void)state;
    static struct found whole, parts;
    kogge_rulebook *book = given_book(NULL, 0);
    int64_t accepted = 0;
    make_lists();
    const kogge_batch_summary summary = assess_part(book, 0, ROWS, &whole);
    for (size_t first = 0; first < ROWS; first += PART)
        accepted += assess_part(book, first, first + PART < ROWS ? PART : ROWS - first, &parts).accepted;
    assert_memory_equal(&parts, &whole, sizeof whole);
    assert_int_equal(accepted, summary.accepted);
    assert_in_range(summary.refused, 1, ROWS / 50);
    for (size_t row = 0; row < ROWS; row++) { /* the call for one record */
        kogge_history history = { .struct_size = sizeof history, .today_at = today };
        kogge_evidence one = KOGGE_INIT(kogge_evidence);
        const int64_t *q = made.quarter_offsets + row, *d = made.day_offsets + row;
        const kogge_status status = kogge_evidence_assess(book, &history, made.quarters + q[0], (size_t)(q[1] - q[0]),
                                                          made.days + d[0], (size_t)(d[1] - d[0]), &one, NULL, NULL);
        assert_int_equal(whole.row_status[row], status);
        assert_int_equal(whole.levels[row], one.level);
        assert_true(whole.slopes[row] == one.slope_numerator);
    }
    kogge_rulebook_unref(book);
}

/* ---- rows of records ------------------------------------------------------------------------------------------- */

/* 5.00 where a line is below its minimum: lines of the first two orders, none of the third, wrong ones of the last.
 */
static void test_order_lines(void **state)
{
    (void)state;
    const kogge_order_rule fee = { .id = 1, .effect = KOGGE_FEE_LINE_SHORTFALL, .amount_minor = 500 };
    kogge_rulebook *book = given_book(&fee, 1);
    const int64_t net = 10000, offsets[] = { 0, 1, 3, 3, 4 };
    const kogge_order_line lines[] = { { .quantity = 4, .minimum_quantity = 5 },
                                       { .quantity = 5, .minimum_quantity = 5 },
                                       { .quantity = 2, .minimum_quantity = 5 },
                                       { .quantity = 1, .minimum_quantity = -1 } };
    const kogge_rows all = { lines, COUNT(lines), sizeof lines[0] }, narrow = { lines, COUNT(lines), 4 };
    const kogge_column columns[] = { column_of(KOGGE_FIELD_ORDER_NET, &net, 0),
                                     column_of(KOGGE_FIELD_ORDER_PRICED_AT, &today, 0) };
    const kogge_table orders = { columns, COUNT(columns), 4 };
    int64_t charged[4];
    kogge_status row_status[4];
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_out_column out = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, charged, 8);
    assert_int_equal(kogge_order_assess_columns(book, &orders, NULL, &all, offsets, &out, 1, row_status, NULL, NULL,
                                                NULL, &error),
                     KOGGE_E_SOME_ROWS);
    assert_int_equal(charged[0], 500);
    assert_int_equal(charged[1], 1500);
    assert_int_equal(charged[2], 0);
    assert_int_equal(row_status[3], KOGGE_E_RANGE);
    assert_int_equal(error.row, 3);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_LINE_MINIMUM_QUANTITY);
    assert_int_equal(kogge_order_assess_columns(book, &orders, NULL, NULL, NULL, &out, 1, NULL, NULL, NULL, NULL,
                                                NULL),
                     KOGGE_OK); /* not known: nothing falls short */
    assert_int_equal(charged[0], 0);
    assert_int_equal(kogge_order_assess_columns(book, &orders, NULL, &narrow, offsets, &out, 1, NULL, NULL, NULL,
                                                NULL, NULL),
                     KOGGE_E_STRUCT_SIZE);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whose_values),     cmocka_unit_test(test_wrong_offsets),
        cmocka_unit_test(test_rows_beside),      cmocka_unit_test(test_two_lists),
        cmocka_unit_test(test_values_of_nobody), cmocka_unit_test(test_null),
        cmocka_unit_test(test_no_quarters),      cmocka_unit_test(test_empty_is_known),
        cmocka_unit_test(test_no_rows),          cmocka_unit_test(test_values_of_candidates),
        cmocka_unit_test(test_visits),           cmocka_unit_test(test_parts),
        cmocka_unit_test(test_order_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
