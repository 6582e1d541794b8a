/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Tables: a column is whatever memory the caller has, and a row of them is the record that he would have passed. */

#include "given_columns.h"

#include "columns/columns.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

enum { MOST_COLUMNS = 64 };

static const int32_t of_economics[] = { KOGGE_RECORD_ECONOMICS, 0 };
static const int32_t of_order[] = { KOGGE_RECORD_ORDER, 0 };
static const int32_t of_demand[] = { KOGGE_RECORD_DEMAND_INPUT, 0 };
static const int32_t of_customer[] = { KOGGE_RECORD_PROFILE_INPUT, KOGGE_RECORD_CONTRIBUTION, 0 };

static struct table_in opened(const kogge_table *table, const int32_t *records)
{
    struct table_in in;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge__table_open(&in, table, records, &error))
        fail_msg("%s", error.text);
    return in;
}

static kogge_economics economics_row(const struct table_in *in, size_t row)
{
    kogge_economics economics;
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&economics, 0x5a, sizeof economics);
    if (kogge__table_row(in, KOGGE_RECORD_ECONOMICS, row, &economics, &error))
        fail_msg("%s", error.text);
    return economics;
}

#define assert_error(error, expected_status, expected_field, expected_row)                                           \
    do {                                                                                                             \
        assert_int_equal((error).status, expected_status);                                                           \
        assert_int_equal((error).field, expected_field);                                                             \
        assert_int_equal((error).row, expected_row);                                                                 \
        assert_true(strlen((error).text) > 10);                                                                      \
    } while (0)

static void assert_not_opened(const kogge_column *columns, size_t count, const int32_t *records, kogge_status status,
                              int32_t field)
{
    struct table_in in;
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_table table = { columns, count, 1 };
    assert_int_equal(kogge__table_open(&in, &table, records, &error), status);
    assert_error(error, status, field, -1);
    assert_int_equal(kogge__table_open(&in, &table, records, NULL), status);
}

static void assert_bad_row(const struct table_in *in, int32_t record, size_t row, kogge_status status, int32_t field)
{
    uint64_t full[128];
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge__table_row(in, record, row, full, &error), status);
    assert_error(error, status, field, (int64_t)row);
}

/* ---- what a table may hold ------------------------------------------------------------------------------------- */

static void test_no_table(void **state)
{
    (void)state;
    struct table_in in;
    kogge_error error = KOGGE_INIT(kogge_error), wrong = { .struct_size = 8 };
    const kogge_table nothing = { NULL, 0, 3 }, no_columns = { NULL, 1, 3 };
    assert_int_equal(kogge__table_open(&in, NULL, of_economics, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge__table_open(&in, &no_columns, of_economics, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge__table_open(&in, &nothing, of_economics, &wrong), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(wrong.status, 0);
    const struct table_in empty = opened(&nothing, of_economics);
    const kogge_economics all_zero = { 0 }, row = economics_row(&empty, 2);
    assert_memory_equal(&row, &all_zero, sizeof row);
}

static void test_bad_columns(void **state)
{
    (void)state;
    const int64_t amounts[1] = { 5 };
    const int32_t counts[1] = { 5 };
    const kogge_column gross = column_of(KOGGE_FIELD_ECONOMICS_GROSS, amounts, 8);
    const kogge_column lines = column_of(KOGGE_FIELD_ECONOMICS_LINES, counts, 4);
    const kogge_column order = column_of(KOGGE_FIELD_ORDER_NET, amounts, 8);
    kogge_column wrong = gross, absent = gross;
    const int32_t no_fields[] = { 0, -1, INT32_MIN, INT32_MAX, 0x0cff, 0x0c00, 0x7f03 };
    for (size_t i = 0; i < COUNT(no_fields); i++) {
        wrong.field = no_fields[i];
        const kogge_column columns[] = { lines, wrong };
        assert_not_opened(columns, 2, of_economics, KOGGE_E_UNSUPPORTED, no_fields[i]);
    }
    assert_not_opened(&order, 1, of_economics, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_NET);
    const kogge_column twice[] = { gross, lines, gross };
    assert_not_opened(twice, 3, of_economics, KOGGE_E_INVALID, KOGGE_FIELD_ECONOMICS_GROSS);
    absent.data = NULL;
    const kogge_column twice_absent[] = { gross, absent };
    assert_not_opened(twice_absent, 2, of_economics, KOGGE_E_INVALID, KOGGE_FIELD_ECONOMICS_GROSS);
    const int32_t wrong_types[] = { 0, KOGGE_TYPE_INT32, KOGGE_TYPE_UINT32, KOGGE_TYPE_UINT64, 99, -1 };
    wrong = gross;
    for (size_t i = 0; i < COUNT(wrong_types); i++) {
        wrong.type = wrong_types[i];
        assert_not_opened(&wrong, 1, of_economics, KOGGE_E_INVALID, KOGGE_FIELD_ECONOMICS_GROSS);
    }
}

static void test_required(void **state)
{
    (void)state;
    const int64_t net[2] = { 4800, 4900 };
    const int32_t days[2] = { GIVEN_DAY, GIVEN_DAY };
    const uint8_t first_only = 1;
    kogge_order order;
    kogge_column columns[] = { column_of(KOGGE_FIELD_ORDER_NET, net, 8),
                               column_of(KOGGE_FIELD_ORDER_PRICED_AT, NULL, 4) };
    assert_not_opened(columns, 1, of_order, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_PRICED_AT);
    assert_not_opened(columns, 2, of_order, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_PRICED_AT);
    columns[1].data = days;
    columns[1].valid = &first_only;
    const kogge_table table = { columns, 2, 2 };
    const struct table_in in = opened(&table, of_order);
    assert_int_equal(kogge__table_row(&in, KOGGE_RECORD_ORDER, 0, &order, NULL), KOGGE_OK);
    assert_int_equal(order.net_minor, 4800);
    assert_int_equal(order.priced_at, GIVEN_DAY);
    assert_bad_row(&in, KOGGE_RECORD_ORDER, 1, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_PRICED_AT);
}

/* A missing column: unknown if the field can be, else its default. */
static void test_missing_columns(void **state)
{
    (void)state;
    const int64_t goods[2] = { 700, 0 };
    const kogge_column columns[] = { column_of(KOGGE_FIELD_ECONOMICS_GOODS_COST, goods, 8),
                                     column_of(KOGGE_FIELD_ECONOMICS_SELLING, NULL, 8) };
    const kogge_table table = { columns, 2, 2 };
    const struct table_in in = opened(&table, of_economics);
    const kogge_economics expected = { .known = KOGGE_ECONOMICS_GOODS_COST, .goods_cost_minor = 700 };
    const kogge_economics known_to_be_0 = { .known = KOGGE_ECONOMICS_GOODS_COST };
    const kogge_economics first = economics_row(&in, 0), second = economics_row(&in, 1);
    assert_memory_equal(&first, &expected, sizeof first);
    assert_memory_equal(&second, &known_to_be_0, sizeof second);
    assert_true(kogge__table_has(&in, KOGGE_FIELD_ECONOMICS_GOODS_COST));
    assert_false(kogge__table_has(&in, KOGGE_FIELD_ECONOMICS_SELLING));
    assert_false(kogge__table_has(&in, KOGGE_FIELD_ECONOMICS_GROSS));
}

/* Two records side by side in one table. */
static void test_two_records(void **state)
{
    (void)state;
    const int64_t gross = 110, net = 100;
    const kogge_column columns[] = { column_of(KOGGE_FIELD_PROFILE_INPUT_GROSS, &gross, 0),
                                     column_of(KOGGE_FIELD_CONTRIBUTION_NET, &net, 0) };
    const kogge_table table = { columns, 2, 1 };
    const struct table_in in = opened(&table, of_customer);
    const kogge_profile_input expected_input = { .known = KOGGE_PROFILE_INPUT_GROSS, .gross_minor = 110 };
    const kogge_contribution expected = { .net_minor = 100 };
    kogge_profile_input input;
    kogge_contribution contribution;
    assert_int_equal(kogge__table_row(&in, KOGGE_RECORD_PROFILE_INPUT, 0, &input, NULL), KOGGE_OK);
    assert_int_equal(kogge__table_row(&in, KOGGE_RECORD_CONTRIBUTION, 0, &contribution, NULL), KOGGE_OK);
    assert_memory_equal(&input, &expected_input, sizeof input);
    assert_memory_equal(&contribution, &expected, sizeof contribution);
}

/* ---- memory of any form ---------------------------------------------------------------------------------------- */

/* One value for all rows; rows from the last to the first; values at odd addresses. */
static void test_strides(void **state)
{
    (void)state;
    enum { ROWS = 5, PACKED = 13 };
    const int64_t gross = -KOGGE_MONEY_MAX, reductions[ROWS] = { 10, 11, 12, 13, 14 };
    unsigned char packed[ROWS * PACKED + 1];
    for (int32_t i = 0; i < ROWS; i++) {
        const int64_t goods = 1000 - i;
        const int32_t calls = INT32_MAX - i;
        memcpy(packed + 1 + i * PACKED, &goods, sizeof goods);
        memcpy(packed + 1 + i * PACKED + 8, &calls, sizeof calls);
    }
    const kogge_column columns[] = {
        column_of(KOGGE_FIELD_ECONOMICS_GROSS, &gross, 0),
        column_of(KOGGE_FIELD_ECONOMICS_REDUCTIONS, &reductions[ROWS - 1], -8),
        column_of(KOGGE_FIELD_ECONOMICS_GOODS_COST, packed + 1, PACKED),
        column_of(KOGGE_FIELD_ECONOMICS_CALLS, packed + 1 + (ROWS - 1) * PACKED + 8, -PACKED),
    };
    const kogge_table table = { columns, COUNT(columns), ROWS };
    const struct table_in in = opened(&table, of_economics);
    for (int32_t i = 0; i < ROWS; i++) {
        const kogge_economics expected = { .known = KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_CALLS,
                                           .gross_minor = -KOGGE_MONEY_MAX,
                                           .reductions_minor = 14 - i,
                                           .goods_cost_minor = 1000 - i,
                                           .calls = INT32_MAX - (ROWS - 1 - i) };
        const kogge_economics row = economics_row(&in, (size_t)i);
        assert_memory_equal(&row, &expected, sizeof row);
    }
}

/* An array of records, columns made by the library: each row is the record. */
static void test_array_of_records(void **state)
{
    (void)state;
    enum { ROWS = 200 };
    static kogge_economics records[ROWS];
    kogge_column columns[MOST_COLUMNS];
    uint64_t seed = 1;
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        records[i] = (kogge_economics){
            .struct_size = sizeof records[i],
            .known = KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_ORDERS_PHONE,
            .gross_minor = random_between(&seed, -KOGGE_MONEY_MAX, KOGGE_MONEY_MAX),
            .goods_cost_minor = random_between(&seed, -KOGGE_MONEY_MAX, KOGGE_MONEY_MAX),
            .orders_unknown = (int32_t)random_between(&seed, 0, INT32_MAX),
            .orders_pickup = (int32_t)random_between(&seed, 0, INT32_MAX),
        };
        if (i % 3 == 0) {
            records[i].known |= KOGGE_ECONOMICS_RETURNS;
            records[i].returns = (int32_t)i;
        }
    }
    const kogge_rows rows = given_rows(records, ROWS, sizeof records[0]);
    assert_int_equal(kogge_columns_of_rows("kogge_economics", &rows, columns, MOST_COLUMNS, &count), KOGGE_OK);
    assert_in_range(count, 20, MOST_COLUMNS);
    const kogge_table table = { columns, count, ROWS };
    const struct table_in in = opened(&table, of_economics);
    for (size_t i = 0; i < ROWS; i++) {
        kogge_economics row = economics_row(&in, i);
        row.struct_size = sizeof row; /* a size is no column */
        assert_memory_equal(&row, &records[i], sizeof row);
    }
}

/* ---- what is known --------------------------------------------------------------------------------------------- */

/* What lies under a null is not looked at, and each bit of the bitmap counts for its own row. */
static void test_bitmaps(void **state)
{
    (void)state;
    enum { ROWS = 70 };
    static int64_t goods[ROWS], gross[ROWS];
    uint64_t seed = 7;
    for (size_t offset = 0; offset < 20; offset++) {
        uint8_t valid[12], valid_gross[12];
        for (size_t i = 0; i < sizeof valid; i++) {
            valid[i] = (uint8_t)random_u64(&seed);
            valid_gross[i] = (uint8_t)random_u64(&seed);
        }
        kogge_column columns[] = { column_of(KOGGE_FIELD_ECONOMICS_GOODS_COST, goods, 8),
                                   column_of(KOGGE_FIELD_ECONOMICS_GROSS, gross, 8) };
        columns[0].valid = valid;
        columns[0].valid_offset = offset;
        columns[1].valid = valid_gross;
        for (size_t i = 0; i < ROWS; i++) {
            bool is_valid = valid[(offset + i) / 8] & 1 << (offset + i) % 8;
            goods[i] = is_valid ? (int64_t)i : INT64_MIN; /* no amount of money */
            gross[i] = valid_gross[i / 8] & 1 << i % 8 ? (int64_t)i : INT64_MAX;
        }
        const kogge_table table = { columns, 2, ROWS };
        const struct table_in in = opened(&table, of_economics);
        for (size_t i = 0; i < ROWS; i++) {
            const kogge_economics row = economics_row(&in, i);
            bool is_valid = goods[i] != INT64_MIN;
            assert_int_equal(row.known, is_valid ? KOGGE_ECONOMICS_GOODS_COST : 0);
            assert_int_equal(row.goods_cost_minor, is_valid ? i : 0);
            assert_int_equal(row.gross_minor, gross[i] == INT64_MAX ? 0 : (int64_t)i); /* 0 is its default */
        }
    }
}

/* Half of what is known together is not known. */
static void test_shared_bits(void **state)
{
    (void)state;
    const int64_t stated[3] = { 80000, 80000, INT64_MIN };
    const int32_t confidence[3] = { 8000, -1, 8000 };
    const uint8_t valid_stated = 3, valid_confidence = 5;
    kogge_column columns[] = { column_of(KOGGE_FIELD_DEMAND_INPUT_STATED, stated, 8),
                               column_of(KOGGE_FIELD_DEMAND_INPUT_STATED_CONFIDENCE_BP, confidence, 4) };
    columns[0].valid = &valid_stated;
    columns[1].valid = &valid_confidence;
    const kogge_table table = { columns, 2, 3 };
    const struct table_in in = opened(&table, of_demand);
    for (size_t row = 0; row < 3; row++) {
        kogge_demand_input input;
        assert_int_equal(kogge__table_row(&in, KOGGE_RECORD_DEMAND_INPUT, row, &input, NULL), KOGGE_OK);
        assert_int_equal(input.known, row ? 0 : KOGGE_DEMAND_INPUT_STATED);
        assert_int_equal(input.stated_minor, row ? 0 : 80000);
        assert_int_equal(input.stated_confidence_bp, row ? 0 : 8000);
    }
}

/* The column known says what is known, but nothing of columns that are not there. */
static void test_known_column(void **state)
{
    (void)state;
    const uint64_t known[] = { 0, KOGGE_ECONOMICS_GOODS_COST, KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_VISITS,
                               KOGGE_ECONOMICS_VISITS, UINT64_C(1) << 60 };
    const int64_t goods[] = { 0, 700, 0, 700, 0 };
    const kogge_column columns[] = { column_of(KOGGE_FIELD_ECONOMICS_KNOWN, known, 8),
                                     column_of(KOGGE_FIELD_ECONOMICS_GOODS_COST, goods, 8) };
    const kogge_table table = { columns, 2, 5 };
    const struct table_in in = opened(&table, of_economics);
    assert_int_equal(economics_row(&in, 0).known, 0);
    assert_int_equal(economics_row(&in, 1).known, KOGGE_ECONOMICS_GOODS_COST);
    assert_int_equal(economics_row(&in, 1).goods_cost_minor, 700);
    assert_int_equal(economics_row(&in, 2).known, KOGGE_ECONOMICS_GOODS_COST);
    assert_bad_row(&in, KOGGE_RECORD_ECONOMICS, 3, KOGGE_E_NOT_KNOWN, KOGGE_FIELD_ECONOMICS_GOODS_COST);
    assert_bad_row(&in, KOGGE_RECORD_ECONOMICS, 4, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_ECONOMICS_KNOWN);
}

/* Either the column known or bitmaps; of each record by itself. */
static void test_known_and_bitmaps(void **state)
{
    (void)state;
    const uint64_t known = 0;
    const int64_t amount = 0;
    const uint8_t valid = 1;
    kogge_column columns[] = { column_of(KOGGE_FIELD_PROFILE_INPUT_GROSS, &amount, 0),
                               column_of(KOGGE_FIELD_CONTRIBUTION_NET, &amount, 0),
                               column_of(KOGGE_FIELD_PROFILE_INPUT_KNOWN, &known, 0) };
    const kogge_table table = { columns, 3, 1 };
    columns[1].valid = &valid;
    (void)opened(&table, of_customer);
    columns[0].valid = &valid;
    assert_not_opened(columns, 3, of_customer, KOGGE_E_INVALID, KOGGE_FIELD_PROFILE_INPUT_GROSS);
    columns[2].data = NULL; /* absent */
    (void)opened(&table, of_customer);
}

/* Values are checked as if the record were passed alone; the error names the row. */
static void test_bad_values(void **state)
{
    (void)state;
    const int64_t gross[] = { 0, KOGGE_MONEY_MAX + 1, INT64_MIN };
    const int32_t lines[] = { -1, 0, 0 };
    const kogge_column columns[] = { column_of(KOGGE_FIELD_ECONOMICS_GROSS, gross, 8),
                                     column_of(KOGGE_FIELD_ECONOMICS_LINES, lines, 4) };
    const kogge_table table = { columns, 2, 3 };
    const struct table_in in = opened(&table, of_economics);
    assert_bad_row(&in, KOGGE_RECORD_ECONOMICS, 0, KOGGE_E_RANGE, KOGGE_FIELD_ECONOMICS_LINES);
    assert_bad_row(&in, KOGGE_RECORD_ECONOMICS, 1, KOGGE_E_RANGE, KOGGE_FIELD_ECONOMICS_GROSS);
    assert_bad_row(&in, KOGGE_RECORD_ECONOMICS, 2, KOGGE_E_RANGE, KOGGE_FIELD_ECONOMICS_GROSS);
    const int32_t tier = 17;
    const kogge_column code = column_of(KOGGE_FIELD_PROFILE_INPUT_TIER, &tier, 0);
    const kogge_table codes = { &code, 1, 1 };
    const struct table_in in_codes = opened(&codes, of_customer);
    assert_bad_row(&in_codes, KOGGE_RECORD_PROFILE_INPUT, 0, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_PROFILE_INPUT_TIER);
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static void assert_not_ready(const kogge_out_column *columns, size_t count, kogge_status status, int32_t field)
{
    struct record_out opened;
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge__columns_open(&opened, columns, count, KOGGE_RECORD_CONTRIBUTION, &error), status);
    assert_error(error, status, field, -1);
}

static void test_bad_out_columns(void **state)
{
    (void)state;
    int64_t room;
    struct record_out opened;
    const kogge_out_column net = out_of(KOGGE_FIELD_CONTRIBUTION_NET, &room, 8);
    const kogge_out_column gross = out_of(KOGGE_FIELD_ECONOMICS_GROSS, &room, 8);
    const kogge_out_column twice[] = { net, net };
    kogge_out_column wrong = net;
    assert_int_equal(kogge__columns_open(&opened, NULL, 0, KOGGE_RECORD_CONTRIBUTION, NULL), KOGGE_OK);
    assert_int_equal(kogge__columns_open(&opened, &net, 1, KOGGE_RECORD_CONTRIBUTION, NULL), KOGGE_OK);
    assert_not_ready(NULL, 1, KOGGE_E_INVALID, 0);
    assert_not_ready(twice, 2, KOGGE_E_INVALID, KOGGE_FIELD_CONTRIBUTION_NET);
    assert_not_ready(&gross, 1, KOGGE_E_INVALID, KOGGE_FIELD_ECONOMICS_GROSS);
    wrong.type = KOGGE_TYPE_UINT64;
    assert_not_ready(&wrong, 1, KOGGE_E_INVALID, KOGGE_FIELD_CONTRIBUTION_NET);
    wrong = net;
    wrong.data = NULL;
    assert_not_ready(&wrong, 1, KOGGE_E_INVALID, KOGGE_FIELD_CONTRIBUTION_NET);
    wrong.field = 0x2eff;
    assert_not_ready(&wrong, 1, KOGGE_E_UNSUPPORTED, 0x2eff);
}

/* Values, masks and bitmaps; no bit and no byte beside them changes. */
static void test_write(void **state)
{
    (void)state;
    enum { ROWS = 9, STRIDE = 9 };
    struct record_out opened;
    unsigned char packed[ROWS * STRIDE + 1];
    int32_t share[ROWS];
    uint64_t known[ROWS];
    uint8_t valid[4] = { 0xa5, 0xff, 0x00, 0xa5 }, valid_net[4] = { 0 };
    memset(packed, 0x5a, sizeof packed);
    kogge_out_column columns[] = { out_of(KOGGE_FIELD_CONTRIBUTION_NET, packed + 1, STRIDE),
                                   out_of(KOGGE_FIELD_CONTRIBUTION_DISCOUNT_BP, &share[ROWS - 1], -4),
                                   out_of(KOGGE_FIELD_CONTRIBUTION_KNOWN, known, 8) };
    columns[0].valid = valid_net;
    columns[1].valid = valid;
    columns[1].valid_offset = 11;
    assert_int_equal(kogge__columns_open(&opened, columns, 3, KOGGE_RECORD_CONTRIBUTION, NULL), KOGGE_OK);
    for (size_t row = 0; row < ROWS; row++) {
        kogge_contribution result = { .net_minor = -(int64_t)row };
        if (row % 2) {
            result.known = KOGGE_CONTRIBUTION_DISCOUNT_BP;
            result.discount_bp = (int32_t)row;
        }
        kogge__columns_write(&opened, row, &result, false);
    }
    for (size_t row = 0; row < ROWS; row++) {
        int64_t net;
        memcpy(&net, packed + 1 + row * STRIDE, sizeof net);
        assert_int_equal(net, -(int64_t)row);
        assert_int_equal(packed[row * STRIDE], 0x5a);
        assert_int_equal(share[ROWS - 1 - row], row % 2 ? row : 0);
        assert_int_equal(known[row], row % 2 ? KOGGE_CONTRIBUTION_DISCOUNT_BP : 0);
        assert_int_equal(valid[(11 + row) / 8] >> (11 + row) % 8 & 1, row % 2);
    }
    /* Bits 11 to 19 were written: the odd ones of rows 1, 3, 5 and 7. */
    const uint8_t expected[] = { 0xa5, 0x57, 0x05, 0xa5 }, expected_net[] = { 0xff, 0x01, 0, 0 };
    assert_memory_equal(valid, expected, sizeof valid);
    assert_memory_equal(valid_net, expected_net, sizeof valid_net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_table),          cmocka_unit_test(test_bad_columns),
        cmocka_unit_test(test_required),          cmocka_unit_test(test_missing_columns),
        cmocka_unit_test(test_two_records),       cmocka_unit_test(test_strides),
        cmocka_unit_test(test_array_of_records),  cmocka_unit_test(test_bitmaps),
        cmocka_unit_test(test_shared_bits),       cmocka_unit_test(test_known_column),
        cmocka_unit_test(test_known_and_bitmaps), cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_bad_out_columns),   cmocka_unit_test(test_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
