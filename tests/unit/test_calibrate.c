/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A portfolio: what chance would give, and what became of each class. */

#include "given.h"

#include <string.h>

static kogge_table table_of(const char *record, const void *data, size_t count, size_t row_size,
                            kogge_column *columns, size_t capacity)
{
    const kogge_rows rows = { data, count, row_size };
    kogge_table table = { columns, 0, count };
    assert_int_equal(kogge_columns_of_rows(record, &rows, columns, capacity, &table.column_count), KOGGE_OK);
    assert_true(table.column_count <= capacity);
    return table;
}

/* ---- what chance would give ------------------------------------------------------------------------------------ */

static kogge_evidence given_evidence(int32_t level, int32_t test, int32_t size_ppm)
{
    return (
        kogge_evidence){ .struct_size = sizeof(kogge_evidence), .level = level, .test = test, .size_ppm = size_ppm };
}

static void test_summary(void **state)
{
    const kogge_evidence customers[] = { given_evidence(3, KOGGE_TEST_MANN_KENDALL, 30506),
                                         given_evidence(4, KOGGE_TEST_ORDERS, 32715),
                                         given_evidence(-3, KOGGE_TEST_MANN_KENDALL, 50000),
                                         given_evidence(-4, KOGGE_TEST_ORDERS, 31250),
                                         given_evidence(2, KOGGE_TEST_ORDERS, 0),
                                         given_evidence(2, 0, 0),
                                         given_evidence(0, KOGGE_TEST_MANN_KENDALL, 30506) };
    kogge_column columns[32];
    const kogge_table table =
        table_of("kogge_evidence", customers, COUNT(customers), sizeof customers[0], columns, COUNT(columns));
    kogge_evidence_summary result = KOGGE_INIT(kogge_evidence_summary);
    (void)state;
    assert_int_equal(kogge_evidence_summarise(&table, &result, NULL), KOGGE_OK);
    assert_int_equal(result.tested, 6);
    assert_int_equal(result.rising, 2);
    assert_int_equal(result.falling, 2);
    /* 174 977 ppm are 0.174977 customers: 17.4977 hundredths. */
    assert_int_equal(result.expected_by_chance_hundredths, 17);
    assert_int_equal(result.filled_size, sizeof result);
}

static void test_summary_of_nobody(void **state)
{
    const kogge_table table = { NULL, 0, 0 };
    kogge_evidence_summary result = { .struct_size = sizeof result, .tested = 77 };
    (void)state;
    assert_int_equal(kogge_evidence_summarise(&table, &result, NULL), KOGGE_OK);
    assert_int_equal(result.tested, 0);
    assert_int_equal(result.expected_by_chance_hundredths, 0);
}

/* One value for all rows: 5 % of a million customers. */
static void test_summary_of_a_million(void **state)
{
    static const int32_t level = 0, test = KOGGE_TEST_MANN_KENDALL, size_ppm = 50000;
    const kogge_column columns[] = { { KOGGE_FIELD_EVIDENCE_LEVEL, KOGGE_TYPE_INT32, &level, 0, NULL, 0 },
                                     { KOGGE_FIELD_EVIDENCE_TEST, KOGGE_TYPE_INT32, &test, 0, NULL, 0 },
                                     { KOGGE_FIELD_EVIDENCE_SIZE_PPM, KOGGE_TYPE_INT32, &size_ppm, 0, NULL, 0 } };
    kogge_table table = { columns, 3, 1000000 };
    kogge_evidence_summary result = KOGGE_INIT(kogge_evidence_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;
    assert_int_equal(kogge_evidence_summarise(&table, &result, &error), KOGGE_OK);
    assert_int_equal(result.tested, 1000000);
    assert_int_equal(result.expected_by_chance_hundredths, 5000000);
    table.column_count = 2;
    assert_int_equal(kogge_evidence_summarise(&table, &result, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_EVIDENCE_SIZE_PPM);
    assert_int_equal(result.tested, 1000000);
}

/* ---- what became of each class --------------------------------------------------------------------------------- */

static kogge_calibration_input given_input(int32_t overdue, uint64_t flags, int64_t before, int64_t after,
                                           int32_t orders)
{
    return (kogge_calibration_input){ .struct_size = sizeof(kogge_calibration_input),
                                      .class_flags = flags,
                                      .revenue_before_minor = before,
                                      .revenue_after_minor = after,
                                      .overdue = overdue,
                                      .orders_after = orders };
}

static void test_calibrate(void **state)
{
    const uint64_t prospect = KOGGE_BIT(KOGGE_FLAG_PROSPECT), hope = KOGGE_BIT(KOGGE_FLAG_HOPE_ACCOUNT);
    const kogge_calibration_input customers[] = {
        given_input(KOGGE_OVERDUE_ON_TIME, prospect, 100, 101, 3),
        given_input(KOGGE_OVERDUE_ON_TIME, prospect | hope, 100, 100, 1),
        given_input(KOGGE_OVERDUE_SILENT, 0, 100, 0, 0),
        given_input(KOGGE_OVERDUE_SILENT, hope, -100, 0, 0),
        given_input(KOGGE_OVERDUE_SILENT, 0, 100, 50, 1),
        given_input(KOGGE_OVERDUE_OVERDUE, KOGGE_BIT(KOGGE_FLAG_COSTLY), 0, 7, 2),
        given_input(0, 0, 0, 7, 2),
    };
    /* customers, ordered, grew, silent */
    static const int64_t counts[][4] = { { 2, 2, 1, 0 }, { 0, 0, 0, 0 }, { 1, 1, 1, 0 },
                                         { 3, 1, 1, 2 }, { 2, 2, 1, 0 }, { 2, 1, 1, 1 } };
    static const int32_t labels[] = { KOGGE_OVERDUE_ON_TIME, KOGGE_OVERDUE_LATE,  KOGGE_OVERDUE_OVERDUE,
                                      KOGGE_OVERDUE_SILENT,  KOGGE_FLAG_PROSPECT, KOGGE_FLAG_HOPE_ACCOUNT };
    kogge_column columns[16];
    const kogge_table table = table_of("kogge_calibration_input", customers, COUNT(customers), sizeof customers[0],
                                       columns, COUNT(columns));
    kogge_calibration found[6];
    kogge_out_rows rows = { found, COUNT(found), 0, sizeof found[0] };
    (void)state;
    assert_int_equal(kogge_calibrate(&table, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, 6);
    for (size_t i = 0; i < COUNT(found); i++) {
        assert_int_equal(found[i].customers, counts[i][0]);
        assert_int_equal(found[i].ordered, counts[i][1]);
        assert_int_equal(found[i].grew, counts[i][2]);
        assert_int_equal(found[i].silent, counts[i][3]);
        assert_string_equal(kogge_code_set_name(found[i].set), i < 4 ? "overdue" : "flag");
        assert_int_equal(found[i].label, labels[i]);
    }
}

static void test_calibrate_room(void **state)
{
    const kogge_calibration_input wrong = given_input(0, 0, 0, 0, -1);
    const kogge_table none = { NULL, 0, 0 };
    kogge_column columns[16];
    const kogge_table table = table_of("kogge_calibration_input", &wrong, 1, sizeof wrong, columns, COUNT(columns));
    kogge_calibration found[2] = { { .customers = 77 }, { .customers = 77 } };
    kogge_out_rows rows = { NULL, 0, 0, 0 };
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;
    assert_int_equal(kogge_calibrate(&none, &rows, &error), KOGGE_OK); /* only counts */
    assert_int_equal(rows.count, 6);
    rows = (kogge_out_rows){ found, 1, 0, 4 };
    assert_int_equal(kogge_calibrate(&none, &rows, &error), KOGGE_E_STRUCT_SIZE);
    rows.row_size = sizeof found[0];
    assert_int_equal(kogge_calibrate(&table, &rows, &error), KOGGE_E_RANGE);
    assert_int_equal(error.row, 0);
    assert_int_equal(found[0].customers, 77);
    assert_int_equal(kogge_calibrate(&none, &rows, &error), KOGGE_OK);
    assert_int_equal(rows.count, 6);
    assert_int_equal(found[0].customers, 0);
    assert_int_equal(found[1].customers, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_summary_of_nobody),
        cmocka_unit_test(test_summary_of_a_million),
        cmocka_unit_test(test_calibrate),
        cmocka_unit_test(test_calibrate_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
