/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Decisions for all rows of a table: what becomes of rows that are refused, of reasons, of customers that are not
 * there, and of calls that make no sense. That each decision is that of the single call is shown by golden vectors.
 */

#include "given_columns.h"

#include "base/table.h"
#include "columns/columns.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

enum { FEE = 990, MOST_REASONS = 64, GARBAGE = 0x5a };

/* 9.90 on orders below 49.00. */
static kogge_rulebook *fee_book(void)
{
    const kogge_order_rule fee = given_fee(1, 4900, FEE);
    return given_book(&fee, 1);
}

static const int32_t one_day = GIVEN_DAY;

/* Orders by value; what is charged comes back. */
struct orders {
    kogge_column columns[3];
    kogge_table table;
    kogge_out_column out;
};

static void make_orders(struct orders *orders, const int64_t *net, size_t count, int64_t *charged)
{
    orders->columns[0] = column_of(KOGGE_FIELD_ORDER_NET, net, sizeof *net);
    orders->columns[1] = column_of(KOGGE_FIELD_ORDER_PRICED_AT, &one_day, 0);
    orders->table = (kogge_table){ orders->columns, 2, count };
    orders->out = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, charged, sizeof *charged);
}

/* ---- calls that are refused ------------------------------------------------------------------------------------ */

static void test_bad_calls(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    const int64_t net = 4800;
    int64_t charged = 7;
    kogge_status row = 99;
    struct orders orders;
    kogge_error error = KOGGE_INIT(kogge_error), unstamped = { .struct_size = 8 };
    kogge_batch_summary unsized = { .struct_size = 4 };
    kogge_reasons why = { .count = 5 }, no_level = { .level = 9, .count = 5 };
    make_orders(&orders, &net, 1, &charged);
    const kogge_table *table = &orders.table;
    assert_int_equal(kogge_order_assess_columns(NULL, table, NULL, NULL, NULL, &orders.out, 1, &row, &why, NULL, NULL,
                                                &error),
                     KOGGE_E_INVALID);
    assert_int_equal(error.row, -1);
    assert_int_equal(why.count, 0);
    assert_int_equal(kogge_order_assess_columns(book, NULL, NULL, NULL, NULL, &orders.out, 1, &row, NULL, NULL, NULL,
                                                &error),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_order_assess_columns(book, table, NULL, NULL, NULL, NULL, 1, &row, NULL, NULL, NULL, NULL),
                     KOGGE_E_INVALID);
    assert_int_equal(kogge_order_assess_columns(book, table, NULL, NULL, NULL, &orders.out, 1, &row, NULL, NULL, NULL,
                                                &unstamped),
                     KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_order_assess_columns(book, table, NULL, NULL, NULL, &orders.out, 1, &row, NULL, NULL,
                                                &unsized, NULL),
                     KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_order_assess_columns(book, table, NULL, NULL, NULL, &orders.out, 1, &row, &no_level, NULL,
                                                NULL, NULL),
                     KOGGE_E_UNSUPPORTED);
    assert_int_equal(no_level.count, 0);
    orders.columns[1].data = NULL; /* required */
    assert_int_equal(kogge_order_assess_columns(book, table, NULL, NULL, NULL, &orders.out, 1, &row, NULL, NULL, NULL,
                                                &error),
                     KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_PRICED_AT);
    assert_int_equal(charged, 7); /* a call that is refused writes nothing */
    assert_int_equal(row, 99);
    kogge_rulebook_unref(book);
}

/* What holds for all rows is wrong once, not in every row. */
static void test_bad_plain_arguments(void **state)
{
    (void)state;
    kogge_rulebook *book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const int64_t revenue[2] = { 100000, 200000 };
    const kogge_column column = column_of(KOGGE_FIELD_CUSTOMER_REVENUE_12M, revenue, 8);
    const kogge_table customers = { &column, 1, 2 };
    kogge_error error = KOGGE_INIT(kogge_error);
    const int32_t days[] = { 0, -1, INT32_MIN };
    for (size_t i = 0; i < COUNT(days); i++) {
        assert_int_equal(kogge_plan_customer_columns(book, &customers, days[i], NULL, 0, NULL, NULL, NULL, NULL,
                                                     &error),
                         KOGGE_E_RANGE);
        assert_int_equal(error.row, -1);
        assert_int_equal(kogge_route_assess_columns(book, &customers, days[i], NULL, 0, NULL, NULL, NULL, NULL,
                                                    &error),
                         KOGGE_E_RANGE);
        assert_int_equal(error.row, -1);
    }
    const int64_t costs[] = { -1, KOGGE_MONEY_MAX + 1 };
    for (size_t i = 0; i < COUNT(costs); i++)
        assert_int_equal(kogge_rhythm_assess_columns(book, &customers, costs[i], NULL, 0, NULL, NULL, &error),
                         KOGGE_E_RANGE);
    assert_int_equal(kogge_plan_customer_columns(book, &customers, 1, NULL, 0, NULL, NULL, NULL, NULL, &error),
                     KOGGE_OK);
    assert_int_equal(kogge_rhythm_assess_columns(book, &customers, KOGGE_MONEY_MAX, NULL, 0, NULL, NULL, &error),
                     KOGGE_OK);
    kogge_rulebook_unref(book);
}

/* No rows: nothing is required, and nothing is written. */
static void test_no_rows(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    const kogge_table nothing = { NULL, 0, 0 };
    int64_t charged = 7, end = 7;
    kogge_status row = 99;
    kogge_reasons why = { .count = 5 };
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    const kogge_out_column out = out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, &charged, 8);
    summary.accepted = 5;
    assert_int_equal(kogge_order_assess_columns(book, &nothing, &nothing, NULL, NULL, &out, 1, &row, &why, &end,
                                                &summary, NULL),
                     KOGGE_OK);
    assert_int_equal(charged, 7);
    assert_int_equal(end, 7);
    assert_int_equal(row, 99);
    assert_int_equal(why.count, 0);
    assert_int_equal(summary.filled_size, sizeof summary);
    assert_int_equal(summary.total_rows, 0);
    assert_int_equal(summary.accepted, 0);
    assert_int_equal(summary.first_refused, -1);
    kogge_rulebook_unref(book);
}

/* ---- rows that are refused ------------------------------------------------------------------------------------- */

enum { REFUSALS = 8 };

/* Row by row: charged, another currency, a channel that does not exist, too large, free, negative freight, a value
 * without its bit, charged. */
static const int64_t refused_net[REFUSALS] = { 4800, 4800, 4800, KOGGE_MONEY_MAX + 1, 5000, 4800, 4800, 4899 };
static const int64_t refused_freight[REFUSALS] = { 0, 0, 0, 0, 0, -1, 0, 0 };
static const int32_t refused_currency[REFUSALS] = { 0, 840, 0, 0, KOGGE_EUR, 0, 0, 0 };
static const int32_t refused_channel[REFUSALS] = { 0, 0, 9999, 0, 0, 0, 0, 0 };
static const int32_t refused_lines[REFUSALS] = { 0, 0, 0, 0, 0, 0, 3, 0 };
static const uint64_t refused_known[REFUSALS] = { 0 };
static const kogge_status refused_status[REFUSALS] = { KOGGE_OK, KOGGE_E_CURRENCY, KOGGE_E_UNSUPPORTED, KOGGE_E_RANGE,
                                                       KOGGE_OK, KOGGE_E_INVALID,  KOGGE_E_NOT_KNOWN,   KOGGE_OK };

static kogge_table refused_table(kogge_column *columns)
{
    columns[0] = column_of(KOGGE_FIELD_ORDER_NET, refused_net, 8);
    columns[1] = column_of(KOGGE_FIELD_ORDER_FREIGHT, refused_freight, 8);
    columns[2] = column_of(KOGGE_FIELD_ORDER_CURRENCY, refused_currency, 4);
    columns[3] = column_of(KOGGE_FIELD_ORDER_CHANNEL, refused_channel, 4);
    columns[4] = column_of(KOGGE_FIELD_ORDER_LINE_COUNT, refused_lines, 4);
    columns[5] = column_of(KOGGE_FIELD_ORDER_KNOWN, refused_known, 8);
    columns[6] = column_of(KOGGE_FIELD_ORDER_PRICED_AT, &one_day, 0);
    return (kogge_table){ columns, 7, REFUSALS };
}

static void test_refused_rows(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    kogge_column columns[7];
    const kogge_table table = refused_table(columns);
    int64_t charged[REFUSALS], missing[REFUSALS];
    uint8_t valid = 0, valid_missing = 0xff;
    kogge_status row_status[REFUSALS];
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_out_column out[] = { out_of(KOGGE_FIELD_ASSESSMENT_CHARGED, charged, 8),
                               out_of(KOGGE_FIELD_ASSESSMENT_MISSING_TO_FREE, missing, 8) };
    out[0].valid = &valid;
    out[1].valid = &valid_missing;
    memset(charged, GARBAGE, sizeof charged);
    memset(missing, GARBAGE, sizeof missing);
    assert_int_equal(kogge_order_assess_columns(book, &table, NULL, NULL, NULL, out, 2, row_status, NULL, NULL,
                                                &summary, &error),
                     KOGGE_E_SOME_ROWS);
    assert_memory_equal(row_status, refused_status, sizeof row_status);
    const int64_t expected[REFUSALS] = { FEE, 0, 0, 0, 0, 0, 0, FEE };
    const int64_t expected_missing[REFUSALS] = { 100, 0, 0, 0, 0, 0, 0, 1 };
    assert_memory_equal(charged, expected, sizeof charged);
    assert_memory_equal(missing, expected_missing, sizeof missing);
    assert_int_equal(valid, 0x91); /* rows 0, 4 and 7 */
    assert_int_equal(valid_missing, 0x91);
    assert_int_equal(error.status, KOGGE_E_SOME_ROWS);
    assert_int_equal(error.row, 1);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_CURRENCY);
    assert_string_equal(error.text, "row 1: order.currency is 840, the rulebook's is 978");
    const kogge_batch_summary counts = { .struct_size = sizeof counts,
                                         .filled_size = sizeof counts,
                                         .total_rows = REFUSALS,
                                         .accepted = 3,
                                         .refused = 5,
                                         .out_of_range = 1,
                                         .unsupported = 1,
                                         .invalid = 1,
                                         .not_known = 1,
                                         .other_currency = 1,
                                         .first_refused = 1,
                                         .first_status = KOGGE_E_CURRENCY };
    assert_memory_equal(&summary, &counts, sizeof summary);
    kogge_rulebook_unref(book);
}

/* Every argument that says what became of rows may be left out. */
static void test_nothing_wanted(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    kogge_column columns[7];
    const kogge_table table = refused_table(columns);
    kogge_status row_status[REFUSALS];
    assert_int_equal(kogge_order_assess_columns(book, &table, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL,
                                                NULL),
                     KOGGE_E_SOME_ROWS);
    assert_int_equal(kogge_order_assess_columns(book, &table, NULL, NULL, NULL, NULL, 0, row_status, NULL, NULL, NULL,
                                                NULL),
                     KOGGE_E_SOME_ROWS);
    assert_memory_equal(row_status, refused_status, sizeof row_status);
    kogge_rulebook_unref(book);
}

/* ---- some fields wanted, or all -------------------------------------------------------------------------------- */

enum { WANTED_ROWS = 300, MOST_FIELDS = 40 };

/* What one call writes: a field for itself, all of them, each with its bitmap. */
struct written {
    int64_t values[MOST_FIELDS][WANTED_ROWS];
    uint8_t valid[MOST_FIELDS][(WANTED_ROWS + 7) / 8];
    kogge_status row_status[WANTED_ROWS];
};

/* Orders by value whose contribution is all that they cost, up to where it is no amount any more. */
struct wanted {
    int64_t net[WANTED_ROWS];
    int32_t margin_bp, lines;
    int64_t customer_row;
    kogge_column columns[4], margin;
    kogge_table orders, customers;
};

static void make_wanted(struct wanted *wanted)
{
    uint64_t seed = 4711;
    for (size_t i = 0; i < WANTED_ROWS; i++)
        wanted->net[i] = i % 3 ? random_between(&seed, -2000, 20000) : KOGGE_MONEY_MAX - (int64_t)i;
    wanted->margin_bp = 10000;
    wanted->lines = 1;
    wanted->customer_row = 0;
    wanted->columns[0] = column_of(KOGGE_FIELD_ORDER_NET, wanted->net, 8);
    wanted->columns[1] = column_of(KOGGE_FIELD_ORDER_PRICED_AT, &one_day, 0);
    wanted->columns[2] = column_of(KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, &wanted->customer_row, 0);
    wanted->columns[3] = column_of(KOGGE_FIELD_ORDER_LINE_COUNT, &wanted->lines, 0);
    wanted->margin = column_of(KOGGE_FIELD_CUSTOMER_MARGIN_BP, &wanted->margin_bp, 0);
    wanted->orders = (kogge_table){ wanted->columns, 4, WANTED_ROWS };
    wanted->customers = (kogge_table){ &wanted->margin, 1, 1 };
}

static void ask_for(const struct wanted *wanted, const kogge_rulebook *book, size_t first, size_t count,
                    struct written *written)
{
    const struct record_row *record = kogge__record(KOGGE_RECORD_ASSESSMENT);
    kogge_out_column out[MOST_FIELDS];
    memset(written, 0, sizeof *written);
    for (size_t i = first; i < first + count; i++) {
        out[i - first] = out_of(record->fields[i].id, written->values[i], 8);
        out[i - first].valid = written->valid[i];
    }
    assert_int_equal(kogge_order_assess_columns(book, &wanted->orders, &wanted->customers, NULL, NULL, out, count,
                                                written->row_status, NULL, NULL, NULL, NULL),
                     KOGGE_E_SOME_ROWS);
}

/* What is left out because nobody asks for it changes nothing else, refusals included. */
static void test_some_fields_wanted(void **state)
{
    static struct written all, one;
    const kogge_order_rule rules[] = { given_fee(1, 4900, FEE), given_fee(2, 0, 1000000) };
    kogge_rulebook *book = given_book(rules, COUNT(rules));
    const size_t fields = kogge__record(KOGGE_RECORD_ASSESSMENT)->field_count;
    struct wanted wanted;
    size_t refused = 0;
    (void)state;
    assert_true(fields <= MOST_FIELDS);
    make_wanted(&wanted);
    ask_for(&wanted, book, 0, fields, &all);
    for (size_t i = 0; i < WANTED_ROWS; i++)
        refused += all.row_status[i] == KOGGE_E_RANGE;
    assert_true(refused > 0 && refused < WANTED_ROWS / 2);
    for (size_t i = 0; i < fields; i++) {
        ask_for(&wanted, book, i, 1, &one);
        assert_memory_equal(one.values[i], all.values[i], sizeof all.values[i]);
        assert_memory_equal(one.valid[i], all.valid[i], sizeof all.valid[i]);
        assert_memory_equal(one.row_status, all.row_status, sizeof all.row_status);
    }
    kogge_rulebook_unref(book);
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

enum { JOINED = 7 };

/* 9.90 for tier A alone: the customers are of tier A, B and A. */
static kogge_rulebook *tier_a_book(void)
{
    kogge_order_rule fee = given_fee(1, 4900, FEE);
    fee.tiers = KOGGE_BIT(KOGGE_TIER_A);
    return given_book(&fee, 1);
}

static void test_customers(void **state)
{
    (void)state;
    kogge_rulebook *book = tier_a_book();
    const int32_t tiers[] = { KOGGE_TIER_A, KOGGE_TIER_B, KOGGE_TIER_A };
    const int64_t net[JOINED] = { 4800, 4800, 4800, 4800, 4800, 4800, 4800 };
    const int64_t rows[JOINED] = { 2, 1, 0, 3, -1, INT64_MAX, 0 };
    const uint8_t not_the_last = 0x3f;
    int64_t charged[JOINED];
    kogge_status row_status[JOINED];
    kogge_error error = KOGGE_INIT(kogge_error);
    struct orders orders;
    make_orders(&orders, net, JOINED, charged);
    orders.columns[2] = column_of(KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, rows, 8);
    orders.columns[2].valid = &not_the_last;
    orders.table.column_count = 3;
    const kogge_column tier = column_of(KOGGE_FIELD_CUSTOMER_TIER, tiers, 4);
    const kogge_table customers = { &tier, 1, 3 };
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, &customers, NULL, NULL, &orders.out, 1,
                                                row_status, NULL, NULL, NULL, &error),
                     KOGGE_E_SOME_ROWS);
    const int64_t expected[JOINED] = { FEE, 0, FEE, 0, 0, 0, 0 };
    const kogge_status statuses[JOINED] = { 0, 0, 0, KOGGE_E_RANGE, KOGGE_E_RANGE, KOGGE_E_RANGE, 0 };
    assert_memory_equal(charged, expected, sizeof charged);
    assert_memory_equal(row_status, statuses, sizeof row_status);
    assert_int_equal(error.row, 3);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW);
    assert_string_equal(error.text, "row 3: order_row.customer_row is 3, but there are 3 customers");
    kogge_rulebook_unref(book);
}

/* A wrong customer refuses the rows that point to him. */
static void test_bad_customer(void **state)
{
    (void)state;
    kogge_rulebook *book = tier_a_book();
    const int32_t tiers[] = { 77, KOGGE_TIER_A };
    const int64_t net[2] = { 4800, 4800 }, rows[2] = { 1, 0 };
    int64_t charged[2];
    kogge_status row_status[2];
    kogge_error error = KOGGE_INIT(kogge_error);
    struct orders orders;
    make_orders(&orders, net, 2, charged);
    orders.columns[2] = column_of(KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, rows, 8);
    orders.table.column_count = 3;
    const kogge_column tier = column_of(KOGGE_FIELD_CUSTOMER_TIER, tiers, 4);
    const kogge_table customers = { &tier, 1, 2 };
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, &customers, NULL, NULL, &orders.out, 1,
                                                row_status, NULL, NULL, NULL, &error),
                     KOGGE_E_SOME_ROWS);
    assert_int_equal(row_status[0], KOGGE_OK);
    assert_int_equal(row_status[1], KOGGE_E_UNSUPPORTED);
    assert_int_equal(charged[0], FEE);
    assert_int_equal(error.row, 1);
    assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_TIER);
    kogge_rulebook_unref(book);
}

/* Customers need the column that points to them, and that column needs customers. */
static void test_half_a_join(void **state)
{
    (void)state;
    kogge_rulebook *book = tier_a_book();
    const int32_t tier_a = KOGGE_TIER_A;
    const int64_t net = 4800, row = 0;
    int64_t charged;
    kogge_error error = KOGGE_INIT(kogge_error);
    struct orders orders;
    make_orders(&orders, &net, 1, &charged);
    const kogge_column tier = column_of(KOGGE_FIELD_CUSTOMER_TIER, &tier_a, 0);
    const kogge_table customers = { &tier, 1, 1 };
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, &customers, NULL, NULL, &orders.out, 1, NULL,
                                                NULL, NULL, NULL, &error),
                     KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW);
    orders.columns[2] = column_of(KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, &row, 0);
    orders.table.column_count = 3;
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, &orders.out, 1, NULL, NULL,
                                                NULL, NULL, &error),
                     KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW);
    kogge_rulebook_unref(book);
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

/* What the single call says about the rows that it accepts, one after another. */
static size_t said_one_by_one(const kogge_rulebook *book, const int64_t *net, size_t count, int32_t level,
                              kogge_reason *list, int64_t *ends)
{
    size_t said = 0;
    for (size_t i = 0; i < count; i++) {
        const kogge_order order = given_order(net[i]);
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_reasons why = { .data = list + said, .capacity = MOST_REASONS - said, .level = level };
        (void)kogge_order_assess(book, NULL, &order, NULL, &result, NULL, &why, NULL);
        said += why.count;
        ends[i] = (int64_t)said;
    }
    assert_in_range(said, 4, MOST_REASONS - 1);
    return said;
}

static void assert_reasons(const kogge_rulebook *book, const struct orders *orders, int32_t level, size_t capacity,
                           const kogge_reason *expected, size_t said, const int64_t *ends)
{
    kogge_reason list[MOST_REASONS], untouched;
    int64_t end[4];
    kogge_reasons why = { .data = list, .capacity = capacity, .level = level };
    memset(list, GARBAGE, sizeof list);
    memset(&untouched, GARBAGE, sizeof untouched);
    (void)kogge_order_assess_columns(book, &orders->table, NULL, NULL, NULL, &orders->out, 1, NULL, &why, end, NULL,
                                     NULL);
    assert_int_equal(why.count, said);
    assert_memory_equal(end, ends, sizeof end);
    for (size_t i = 0; i < MOST_REASONS; i++)
        assert_memory_equal(&list[i], i < capacity && i < said ? &expected[i] : &untouched, sizeof untouched);
}

static void test_reasons(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    const int64_t net[4] = { 4800, KOGGE_MONEY_MAX + 1, 5000, 4899 };
    const int32_t levels[] = { KOGGE_LEVEL_ALL, KOGGE_LEVEL_DECISIVE };
    int64_t charged[4], ends[4], end[4];
    kogge_reason expected[MOST_REASONS];
    struct orders orders;
    make_orders(&orders, net, 4, charged);
    for (size_t i = 0; i < COUNT(levels); i++) {
        const size_t said = said_one_by_one(book, net, 4, levels[i], expected, ends);
        assert_int_equal(ends[0], ends[1]); /* a refused row has none */
        const size_t capacities[] = { 0, 1, said - 1, said, said + 1 };
        for (size_t j = 0; j < COUNT(capacities); j++)
            assert_reasons(book, &orders, levels[i], capacities[j], expected, said, ends);
        kogge_reasons counted = { .capacity = 9, .level = levels[i] }; /* no room at all */
        (void)kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, NULL, 0, NULL, &counted, NULL, NULL,
                                         NULL);
        assert_int_equal(counted.count, said);
    }
    const int64_t no_reasons[4] = { 0 };
    memset(end, GARBAGE, sizeof end);
    (void)kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, NULL, 0, NULL, NULL, end, NULL, NULL);
    assert_memory_equal(end, no_reasons, sizeof end);
    kogge_rulebook_unref(book);
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

/* A result may take the place of what it was made from. */
static void test_in_place(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    int64_t amounts[] = { 4800, 5000, 4899, 1 };
    const int64_t expected[] = { FEE, 0, FEE, FEE };
    struct orders orders;
    make_orders(&orders, amounts, COUNT(amounts), amounts);
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, &orders.out, 1, NULL, NULL,
                                                NULL, NULL, NULL),
                     KOGGE_OK);
    assert_memory_equal(amounts, expected, sizeof amounts);
    kogge_rulebook_unref(book);
}

/* One value for all rows, in and out: the last row stands. */
static void test_one_value(void **state)
{
    (void)state;
    kogge_rulebook *book = fee_book();
    const int64_t net = 4800;
    int64_t charged = 0;
    struct orders orders;
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    make_orders(&orders, &net, 100000, &charged);
    orders.columns[0].stride = 0;
    orders.out.stride = 0;
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, &orders.out, 1, NULL, NULL,
                                                NULL, &summary, NULL),
                     KOGGE_OK);
    assert_int_equal(charged, FEE);
    assert_int_equal(summary.accepted, 100000);
    kogge_rulebook_unref(book);
}

/* Rows beyond 32 bits are rows like any other. */
static void test_far_rows(void **state)
{
    (void)state;
    static const int32_t records[] = { KOGGE_RECORD_ORDER, 0 };
    const size_t far[] = { (size_t)INT32_MAX + 2, SIZE_MAX / 2, SIZE_MAX - 1 };
    const int64_t net = 4800;
    int64_t charged = 0;
    struct orders orders;
    struct table_in in;
    struct record_out out;
    make_orders(&orders, &net, SIZE_MAX, &charged);
    orders.columns[0].stride = 0;
    orders.out.stride = 0;
    assert_int_equal(kogge__table_open(&in, &orders.table, records, NULL), KOGGE_OK);
    assert_int_equal(kogge__columns_open(&out, &orders.out, 1, KOGGE_RECORD_ASSESSMENT, NULL), KOGGE_OK);
    for (size_t i = 0; i < COUNT(far); i++) {
        kogge_order order;
        const kogge_assessment result = { .charged_minor = (int64_t)i + 1 };
        assert_int_equal(kogge__table_row(&in, KOGGE_RECORD_ORDER, far[i], &order, NULL), KOGGE_OK);
        assert_int_equal(order.net_minor, 4800);
        kogge__columns_write(&out, far[i], &result, false);
        assert_int_equal(charged, i + 1);
    }
}

/* A table cut into parts, as for several threads: the same bits, and summaries that add up. */
static void test_parts(void **state)
{
    (void)state;
    enum { ROWS = 1000, PART = 137 };
    static int64_t net[ROWS], whole[ROWS], parts[ROWS];
    kogge_rulebook *book = fee_book();
    struct orders orders;
    int64_t accepted = 0, accepted_in_parts = 0;
    uint64_t seed = 11;
    for (size_t i = 0; i < ROWS; i++) {
        net[i] = i % 97 ? random_between(&seed, 1, 9800) : INT64_MAX;
        accepted += i % 97 != 0;
    }
    make_orders(&orders, net, ROWS, whole);
    assert_int_equal(kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, &orders.out, 1, NULL, NULL,
                                                NULL, NULL, NULL),
                     KOGGE_E_SOME_ROWS);
    for (size_t first = 0; first < ROWS; first += PART) {
        kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
        make_orders(&orders, net + first, first + PART < ROWS ? PART : ROWS - first, parts + first);
        (void)kogge_order_assess_columns(book, &orders.table, NULL, NULL, NULL, &orders.out, 1, NULL, NULL, NULL,
                                         &summary, NULL);
        accepted_in_parts += summary.accepted;
    }
    assert_memory_equal(parts, whole, sizeof whole);
    assert_int_equal(accepted_in_parts, accepted);
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(whole[i], net[i] < 4900 ? FEE : 0);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_calls),      cmocka_unit_test(test_bad_plain_arguments),
        cmocka_unit_test(test_no_rows),        cmocka_unit_test(test_refused_rows),
        cmocka_unit_test(test_nothing_wanted), cmocka_unit_test(test_some_fields_wanted),
        cmocka_unit_test(test_customers),      cmocka_unit_test(test_bad_customer),
        cmocka_unit_test(test_half_a_join),    cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_in_place),       cmocka_unit_test(test_one_value),
        cmocka_unit_test(test_far_rows),       cmocka_unit_test(test_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
