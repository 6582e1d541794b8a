/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The memory of a table: any address, any stride, overlaps, no rows and very many. The guide (columns, "Unusual
 * tables") says what becomes of each. With the argument "far" more than 2^31 rows are decided, which takes minutes.
 */

#include "given.h"

#include "given_columns.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FEE = 990, ROWS = 9, WIDTH = 8, ARENA = 512, MIDDLE = 256, GARBAGE = 0x5a };

static const int32_t one_day = GIVEN_DAY;
static const int64_t nets[ROWS] = { 4800, 5000, 1, 4900, 4899, 7, 100000, 4898, 4901 };

/* 9.90 on orders below 49.00. */
static const int64_t fees[ROWS] = { FEE, 0, FEE, 0, FEE, FEE, 0, FEE, 0 };

static kogge_rulebook *fee_book(void)
{
    const kogge_order_rule fee = given_fee(1, 4900, FEE);
    return given_book(&fee, 1);
}

/* Charges orders whose values stand somewhere. */
static kogge_status charge(const kogge_column *net, const kogge_out_column *out, size_t out_count, size_t rows,
                           kogge_batch_summary *summary)
{
    kogge_rulebook *book = fee_book();
    const kogge_column columns[] = { *net, column_of(KOGGE_FIELD_ORDER_PRICED_AT, &one_day, 0) };
    const kogge_table table = { columns, COUNT(columns), rows };
    const kogge_status status =
        kogge_order_assess_columns(book, &table, NULL, NULL, NULL, out, out_count, NULL, NULL, NULL, summary, NULL);
    kogge_rulebook_unref(book);
    return status;
}

/* ---- addresses and strides ------------------------------------------------------------------------------------- */

static unsigned char *at_row(unsigned char *first, size_t row, ptrdiff_t stride)
{
    return first + (ptrdiff_t)row * stride;
}

/* Values in garbage; NULL = garbage alone. */
static unsigned char *spread(unsigned char arena[ARENA], size_t shift, ptrdiff_t stride, const int64_t *values)
{
    unsigned char *first = arena + MIDDLE + shift;
    memset(arena, GARBAGE, ARENA);
    for (size_t row = 0; row < ROWS && values; row++)
        memcpy(at_row(first, row, stride), &values[row], WIDTH);
    return first;
}

/* Values in, values out, each at any address and with any distance; no byte beside them changes. */
static void test_addresses_and_strides(void **state)
{
    (void)state;
    static const ptrdiff_t strides[] = { 8, 16, 9, 13, 27, -8, -16, -9, -13, -27 };
    unsigned char in[ARENA], out[ARENA], expected[ARENA];
    for (size_t i = 0; i < COUNT(strides) * COUNT(strides) * WIDTH; i++) {
        const ptrdiff_t from = strides[i % COUNT(strides)], to = strides[i / COUNT(strides) % COUNT(strides)];
        const size_t shift = i / COUNT(strides) / COUNT(strides);
        const unsigned char *net = spread(in, WIDTH - shift, from, nets);
        (void)spread(expected, shift, to, fees);
        const kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, net, from);
        const kogge_out_column charged = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, spread(out, shift, to, NULL), to);
        assert_int_equal(charge(&column, &charged, 1, ROWS, NULL), KOGGE_OK);
        assert_memory_equal(out, expected, ARENA);
    }
}

/* Bitmaps may begin at any bit, those that are written too; a null is not looked at. */
static void test_bits(void **state)
{
    (void)state;
    int64_t values[ROWS], charged[ROWS];
    for (size_t offset = 0; offset < 17; offset++) {
        uint8_t valid[5], written[5], expected[5];
        memset(valid, 0xff, sizeof valid);
        memset(written, 0xa5, sizeof written);
        memset(expected, 0xa5, sizeof expected);
        memcpy(values, nets, sizeof values);
        values[3] = INT64_MIN; /* no amount, but null */
        values[5] = INT64_MIN; /* no amount: refused */
        valid[(offset + 3) / 8] = (uint8_t)(valid[(offset + 3) / 8] & ~(1u << (offset + 3) % 8));
        for (size_t row = 0; row < ROWS; row++) {
            const size_t bit = 16 - offset + row;
            expected[bit / 8] = (uint8_t)(expected[bit / 8] | 1u << bit % 8);
            if (row == 5)
                expected[bit / 8] = (uint8_t)(expected[bit / 8] ^ 1u << bit % 8);
        }
        kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, values, WIDTH);
        kogge_out_column out = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, charged, WIDTH);
        column.valid = valid;
        column.valid_offset = offset;
        out.valid = written;
        out.valid_offset = 16 - offset;
        assert_int_equal(charge(&column, &out, 1, ROWS, NULL), KOGGE_E_SOME_ROWS);
        assert_memory_equal(written, expected, sizeof written);
        assert_int_equal(charged[2], FEE);
        assert_int_equal(charged[3], 0); /* an order of 0 costs no fee */
        assert_int_equal(charged[5], 0);
    }
}

/* ---- overlaps -------------------------------------------------------------------------------------------------- */

/* The result exactly where the values are, from the first row to the last and back, at an odd address. */
static void test_same_place(void **state)
{
    (void)state;
    static const ptrdiff_t strides[] = { 8, 9, -8, -13 };
    unsigned char arena[ARENA], expected[ARENA];
    for (size_t i = 0; i < COUNT(strides); i++) {
        unsigned char *first = spread(arena, i, strides[i], nets);
        (void)spread(expected, i, strides[i], fees);
        const kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, first, strides[i]);
        const kogge_out_column charged = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, first, strides[i]);
        assert_int_equal(charge(&column, &charged, 1, ROWS, NULL), KOGGE_OK);
        assert_memory_equal(arena, expected, ARENA);
    }
}

static void assert_garbage(const unsigned char *arena, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        assert_int_equal(arena[i], GARBAGE);
}

/* The result a row or a part of one beside the values: rows that it touches may have any values, the others have
 * theirs, and so has the memory around. */
static void test_other_rows(void **state)
{
    (void)state;
    static const ptrdiff_t shifts[] = { WIDTH, -WIDTH, 3, -3, 5 * WIDTH, -5 * WIDTH };
    for (size_t i = 0; i < COUNT(shifts); i++) {
        unsigned char arena[ARENA];
        unsigned char *first = spread(arena, 0, WIDTH, nets), *target = first + shifts[i];
        const kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, first, WIDTH);
        const kogge_out_column charged = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, target, WIDTH);
        kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
        (void)charge(&column, &charged, 1, ROWS, &summary);
        assert_int_equal(summary.total_rows, ROWS);
        assert_int_equal(summary.accepted + summary.refused, ROWS);
        const size_t low = MIDDLE + (shifts[i] < 0 ? 0 - (size_t)-shifts[i] : 0);
        const size_t high = MIDDLE + ROWS * WIDTH + (shifts[i] > 0 ? (size_t)shifts[i] : 0);
        assert_garbage(arena, 0, low);
        assert_garbage(arena, high, ARENA);
        for (size_t row = 0; row < ROWS; row++) {
            int64_t value;
            const ptrdiff_t place = (ptrdiff_t)(row * WIDTH) - shifts[i]; /* of its value, in what is written */
            memcpy(&value, at_row(target, row, WIDTH), WIDTH);
            if (place <= -WIDTH || place >= ROWS * WIDTH)
                assert_int_equal(value, fees[row]);
        }
    }
}

/* Two columns of the result in one place: only they may have any values. */
static void test_two_results(void **state)
{
    (void)state;
    int64_t shared[ROWS], missing[ROWS];
    const kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, nets, WIDTH);
    const kogge_out_column out[] = { out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, shared, WIDTH),
                                     out_of(KOGGE_FIELD_ASSESSMENT_MISSING_TO_FREE, missing, WIDTH),
                                     out_of(KOGGE_FIELD_ASSESSMENT_FINGERPRINT, shared, WIDTH) };
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    assert_int_equal(charge(&column, out, COUNT(out), ROWS, &summary), KOGGE_OK);
    assert_int_equal(summary.accepted, ROWS);
    for (size_t row = 0; row < ROWS; row++)
        assert_int_equal(missing[row], nets[row] < 4900 ? 4900 - nets[row] : 0);
}

/* Rows of a column that overlap each other: what is written stays between the first byte and the last one. */
static void test_short_strides(void **state)
{
    (void)state;
    static const ptrdiff_t strides[] = { 0, 1, 4, 7, -1, -4, -7 };
    for (size_t i = 0; i < COUNT(strides); i++) {
        unsigned char arena[ARENA];
        unsigned char *first = spread(arena, 0, WIDTH, NULL);
        const size_t length = (size_t)(strides[i] < 0 ? -strides[i] : strides[i]) * (ROWS - 1);
        const kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, nets, WIDTH);
        const kogge_out_column charged = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, first, strides[i]);
        kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
        assert_int_equal(charge(&column, &charged, 1, ROWS, &summary), KOGGE_OK);
        assert_int_equal(summary.accepted, ROWS);
        assert_garbage(arena, 0, MIDDLE - (strides[i] < 0 ? length : 0));
        assert_garbage(arena, MIDDLE + WIDTH + (strides[i] < 0 ? 0 : length), ARENA);
    }
}

/* Values that overlap each other are read as they stand. */
static void test_values_that_overlap(void **state)
{
    (void)state;
    unsigned char values[ROWS + WIDTH] = { 0 };
    int64_t charged[ROWS];
    const uint16_t one = 1;
    unsigned char is_little;
    memcpy(&is_little, &one, 1);
    values[is_little ? 1 : WIDTH - 2] = 19; /* 4864, then 19, or 1245184 where the large end is first */
    const kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, values, 1);
    const kogge_out_column out = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, charged, WIDTH);
    assert_int_equal(charge(&column, &out, 1, 2, NULL), KOGGE_OK);
    assert_int_equal(charged[0], FEE);
    assert_int_equal(charged[1], is_little ? FEE : 0);
}

/* ---- how many rows --------------------------------------------------------------------------------------------- */

/* Without rows no column is looked at, wherever it points. */
static void test_no_rows(void **state)
{
    (void)state;
    unsigned char nowhere;
    kogge_column column = column_of(KOGGE_FIELD_ORDER_NET, &nowhere + 1, PTRDIFF_MIN);
    column.valid = &nowhere + 1;
    column.valid_offset = SIZE_MAX;
    kogge_out_column out = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, &nowhere + 1, PTRDIFF_MAX);
    out.valid = &nowhere + 1;
    out.valid_offset = SIZE_MAX;
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    summary.total_rows = 7;
    assert_int_equal(charge(&column, &out, 1, 0, &summary), KOGGE_OK);
    assert_int_equal(summary.total_rows, 0);
    assert_int_equal(summary.first_refused, -1);
}

/* 2^31 + 1 rows; all values stand in one place, and the bits are memory that nobody touches but for the last one: the
 * last row alone has a value, and is refused for it. */
static void test_far_rows(void **state)
{
    (void)state;
    const size_t rows = ((size_t)1 << 31) + 1, last = rows - 1;
    const int64_t wrong = KOGGE_MONEY_MAX + 1;
    int32_t interval = 7;
    uint8_t *valid = calloc(rows / 8 + 1, 1);
    assert_non_null(valid);
    valid[last / 8] = (uint8_t)(1u << last % 8);
    kogge_rulebook *book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_column column = column_of(KOGGE_FIELD_CUSTOMER_REVENUE_12M, &wrong, 0);
    column.valid = valid;
    const kogge_table customers = { &column, 1, rows };
    const kogge_out_column out = out_of(KOGGE_FIELD_RHYTHM_INTERVAL_DAYS, &interval, 0);
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_rhythm_assess_columns(book, &customers, 500, &out, 1, NULL, &summary, &error),
                     KOGGE_E_SOME_ROWS);
    assert_int_equal(interval, 0);
    assert_int_equal(summary.total_rows, INT64_C(2147483649));
    assert_int_equal(summary.accepted, INT64_C(2147483648));
    assert_int_equal(summary.out_of_range, 1);
    assert_int_equal(summary.first_refused, INT64_C(2147483648));
    assert_int_equal(error.row, INT64_C(2147483648));
    assert_memory_equal(error.text, "row 2147483648: ", strlen("row 2147483648: "));
    kogge_rulebook_unref(book);
    free(valid);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses_and_strides),
        cmocka_unit_test(test_bits),
        cmocka_unit_test(test_same_place),
        cmocka_unit_test(test_other_rows),
        cmocka_unit_test(test_two_results),
        cmocka_unit_test(test_short_strides),
        cmocka_unit_test(test_values_that_overlap),
        cmocka_unit_test(test_no_rows),
    };
    const struct CMUnitTest far_tests[] = { cmocka_unit_test(test_far_rows) };
    if (count > 1 && !strcmp(arguments[1], "far"))
        return cmocka_run_group_tests(far_tests, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
