/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The selection: development value, ranking, limits, duplicates, a million rows, what is refused. */

#include "given.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

#define M         KOGGE_MONEY_MAX
#define BIT(name) (UINT64_C(1) << KOGGE_FLAG_##name)

enum { MOST_ROWS = 64, LEVELS = 9 };

static uint64_t memory[MOST_ROWS * 8];
static kogge_rulebook *book;
static int64_t development_cost; /* 150.00 in the presets */

static int open_book(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    development_cost = policy.development_cost_minor;
    book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

/* ---- a selection with everything asked for --------------------------------------------------------------------- */

struct selected {
    kogge_status status;
    kogge_selection result;
    kogge_development chosen[MOST_ROWS], next[MOST_ROWS];
    size_t chosen_count, next_count, reason_count;
    uint64_t class_flags[MOST_ROWS];
    kogge_reason reason;
    kogge_error error;
};

static struct selected selected(const kogge_customer *customers, size_t count, int64_t most, int64_t budget)
{
    struct selected found = { .result = KOGGE_INIT(kogge_selection), .error = KOGGE_INIT(kogge_error) };
    kogge_column columns[64];
    size_t column_count;
    const kogge_rows rows = { customers, count, sizeof *customers };
    assert_int_equal(kogge_columns_of_rows("kogge_customer", &rows, columns, COUNT(columns), &column_count),
                     KOGGE_OK);
    assert_true(column_count <= COUNT(columns));
    const kogge_table table = { columns, column_count, count };
    kogge_out_rows chosen = { found.chosen, MOST_ROWS, 77, sizeof found.chosen[0] };
    kogge_out_rows next = { found.next, MOST_ROWS, 77, sizeof found.next[0] };
    kogge_reasons why = { .data = &found.reason, .capacity = 1, .count = 77 };
    memset(found.class_flags, 0x5a, sizeof found.class_flags);
    found.status = kogge_select(book, &table, most, budget, memory, kogge_select_memory(count), &found.result,
                                &chosen, &next, found.class_flags, &why, &found.error);
    found.chosen_count = chosen.count;
    found.next_count = next.count;
    found.reason_count = why.count;
    return found;
}

static struct selected selected_ok(const kogge_customer *customers, size_t count, int64_t most, int64_t budget)
{
    const struct selected found = selected(customers, count, most, budget);
    if (found.status)
        fail_msg("%s", found.error.text);
    assert_int_equal(found.reason_count, 1);
    assert_int_equal(found.reason.code, KOGGE_REASON_SELECTION);
    assert_int_equal(found.reason.field, KOGGE_FIELD_SELECTION_CUT);
    return found;
}

static kogge_customer developable(uint64_t id, int64_t demand)
{
    return (kogge_customer){ .struct_size = sizeof(kogge_customer),
                             .id = id,
                             .known = KOGGE_CUSTOMER_DEMAND,
                             .flags = KOGGE_CUSTOMER_FLAG_DEVELOPABLE,
                             .demand_minor = demand };
}

/* ---- development value ----------------------------------------------------------------------------------------- */

/* F9: 75 000.00 * 30 % = 22 500.00, * 25 % = 5 625.00. */
static void test_value(void **state)
{
    (void)state;
    kogge_customer customer = developable(9, 8000000);
    customer.known |= KOGGE_CUSTOMER_EVIDENCE;
    customer.revenue_12m_minor = 500000;
    customer.evidence = 3;
    struct selected found = selected_ok(&customer, 1, 1, -1);
    assert_int_equal(found.result.cut_minor, 562500);
    assert_int_equal(found.chosen[0].development_minor, 562500);
    assert_int_equal(found.chosen[0].id, 9);
    assert_int_equal(found.chosen[0].row, 0);
    assert_int_equal(found.reason.outcome, KOGGE_OUTCOME_MATCHED);
    assert_int_equal(found.reason.observed, 562500);
    assert_int_equal(found.reason.threshold, 0);
    customer.known |= KOGGE_CUSTOMER_MARGIN_BP;
    customer.margin_bp = 1000;
    found = selected_ok(&customer, 1, 1, -1);
    assert_int_equal(found.result.cut_minor, 225000);
    customer.revenue_12m_minor = -M;
    found = selected_ok(&customer, 1, 1, -1); /* a negative revenue opens no larger gap */
    assert_int_equal(found.result.cut_minor, 240000);
}

/* 5, 5, 5, 30, 50 % for evidence 0 to 4; unknown as 0; negative: nothing to gain. Gap 10 000.00, margin 25 %. */
static void test_chances(void **state)
{
    (void)state;
    static const int64_t values[LEVELS] = { 0, 0, 0, 0, 12500, 12500, 12500, 75000, 125000 };
    for (int32_t level = -4; level <= 4; level++) {
        kogge_customer customer = developable(1, 1000000);
        customer.known |= KOGGE_CUSTOMER_EVIDENCE;
        customer.evidence = level;
        if (level == -1 || level == -2)
            continue; /* no codes of evidence */
        const struct selected found = selected_ok(&customer, 1, 1, -1);
        assert_int_equal(found.result.chosen, values[level + 4] > 0);
        assert_int_equal(found.result.cut_minor, values[level + 4] ? values[level + 4] : M + 1);
    }
    const kogge_customer unknown = developable(1, 1000000);
    assert_int_equal(selected_ok(&unknown, 1, 1, -1).result.cut_minor, 12500);
}

/* Each product is rounded by itself: 30 * 5 % = 1.5 -> 2, * 25 % = 0.5 -> 1; at once it would be 0.375 -> 0. */
static void test_rounding(void **state)
{
    (void)state;
    kogge_customer customer = developable(1, 30);
    assert_int_equal(selected_ok(&customer, 1, 1, -1).result.cut_minor, 1);
    customer.demand_minor = 29; /* 1.45 -> 1, 0.25 -> 0 */
    assert_int_equal(selected_ok(&customer, 1, 1, -1).result.chosen, 0);
    customer.demand_minor = M;
    customer.known |= KOGGE_CUSTOMER_MARGIN_BP | KOGGE_CUSTOMER_EVIDENCE;
    customer.margin_bp = 10000;
    customer.evidence = 4;
    assert_int_equal(selected_ok(&customer, 1, 1, -1).result.cut_minor, M / 2);
    customer.margin_bp = -10000;
    assert_int_equal(selected_ok(&customer, 1, 1, -1).result.chosen, 0);
}

static void test_who_is_developable(void **state)
{
    (void)state;
    kogge_customer customers[8];
    static const uint64_t flags[8] = { BIT(HIDDEN_CHAMPION), BIT(PROSPECT),    BIT(SMART_ACCOUNT),
                                       BIT(DEVELOPABLE),     BIT(COSTLY),      BIT(LARGE_FIRM_SMALL_BUYER),
                                       BIT(SELECTED),        BIT(HOPE_ACCOUNT) };
    for (uint64_t i = 0; i < 8; i++) {
        customers[i] = developable(i, 1000000);
        customers[i].flags = 0;
        customers[i].class_flags = flags[i];
    }
    customers[3].known = 0; /* no gap: looked at, not ranked */
    customers[3].demand_minor = 0;
    const struct selected found = selected_ok(customers, 8, 100, -1);
    assert_int_equal(found.result.developable, 4);
    assert_int_equal(found.result.chosen, 3);
    for (int i = 0; i < 8; i++)
        assert_int_equal(found.class_flags[i], (flags[i] & ~BIT(SELECTED)) | (i < 3 ? BIT(SELECTED) : 0));
}

/* ---- ranking and limits ---------------------------------------------------------------------------------------- */

/* Ids 90, 80 ... 10 with equal values, but for two. */
static void nine(kogge_customer *customers)
{
    for (uint64_t i = 0; i < 9; i++)
        customers[i] = developable(90 - 10 * i, 1000000);
    customers[4].demand_minor = 2000000; /* id 50 is the best */
    customers[8].demand_minor = 999000;  /* id 10 the last */
}

static void test_ranking(void **state)
{
    (void)state;
    static const uint64_t ranking[] = { 50, 20, 30, 40, 60, 70, 80, 90, 10 };
    kogge_customer customers[9];
    nine(customers);
    for (int64_t most = 0; most <= 10; most++) {
        const struct selected found = selected_ok(customers, 9, most, -1);
        const size_t expected = most < 9 ? (size_t)most : 9, left = 9 - expected;
        assert_int_equal(found.result.developable, 9);
        assert_int_equal(found.result.chosen, expected);
        assert_int_equal(found.chosen_count, expected);
        assert_int_equal(found.next_count, left < 5 ? left : 5);
        assert_int_equal(found.result.spent_minor, (int64_t)expected * development_cost);
        for (size_t i = 0; i < expected; i++)
            assert_int_equal(found.chosen[i].id, ranking[i]);
        for (size_t i = 0; i < found.next_count; i++) {
            assert_int_equal(found.next[i].id, ranking[expected + i]);
            assert_int_equal(customers[found.next[i].row].id, found.next[i].id);
        }
        assert_int_equal(found.reason.outcome, most ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
        assert_int_equal(found.result.cut_minor, most ? found.chosen[expected - 1].development_minor : M + 1);
        assert_int_equal(found.reason.observed, most ? found.result.cut_minor : 0);
        assert_int_equal(found.reason.threshold, left ? found.next[0].development_minor : 0);
    }
}

static void test_budget(void **state)
{
    (void)state;
    kogge_customer customers[9];
    nine(customers);
    assert_int_equal(selected_ok(customers, 9, -1, 3 * development_cost - 1).result.chosen, 2);
    assert_int_equal(selected_ok(customers, 9, -1, 3 * development_cost).result.chosen, 3);
    assert_int_equal(selected_ok(customers, 9, -1, 0).result.chosen, 0);
    assert_int_equal(selected_ok(customers, 9, -1, INT64_MAX).result.chosen, 9);
    assert_int_equal(selected_ok(customers, 9, 2, 3 * development_cost).result.chosen, 2);
    assert_int_equal(selected_ok(customers, 9, 4, 3 * development_cost).result.chosen, 3);
    assert_int_equal(selected_ok(customers, 9, INT64_MAX, -1).result.spent_minor, 9 * development_cost);
}

static void test_nobody(void **state)
{
    (void)state;
    const struct selected found = selected_ok(NULL, 0, 5, -1);
    assert_int_equal(found.result.developable, 0);
    assert_int_equal(found.result.chosen, 0);
    assert_int_equal(found.result.spent_minor, 0);
    assert_int_equal(found.result.cut_minor, M + 1);
    assert_int_equal(found.reason.outcome, KOGGE_OUTCOME_NOT_MATCHED);
}

/* The order of rows changes nothing but the rows that are named. */
static void test_permutations(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 300; round++) {
        kogge_customer customers[MOST_ROWS], turned[MOST_ROWS];
        const size_t count = (size_t)random_between(&seed, 2, MOST_ROWS);
        const int64_t most = random_between(&seed, 0, (int64_t)count);
        size_t place[MOST_ROWS];
        for (size_t i = 0; i < count; i++) {
            customers[i] = developable((i * 37 + 5) % 101, random_between(&seed, 0, 5) * 1000);
            place[i] = i;
        }
        for (size_t i = count; i-- > 1;) {
            const size_t other = (size_t)random_between(&seed, 0, (int64_t)i), kept = place[i];
            place[i] = place[other];
            place[other] = kept;
        }
        for (size_t i = 0; i < count; i++)
            turned[place[i]] = customers[i];
        const struct selected a = selected_ok(customers, count, most, -1);
        const struct selected b = selected_ok(turned, count, most, -1);
        assert_memory_equal(&a.result, &b.result, sizeof a.result);
        assert_memory_equal(&a.reason, &b.reason, sizeof a.reason);
        for (size_t i = 0; i < a.chosen_count; i++) {
            assert_int_equal(a.chosen[i].id, b.chosen[i].id);
            assert_int_equal(place[a.chosen[i].row], b.chosen[i].row);
        }
        for (size_t i = 0; i < a.next_count; i++)
            assert_int_equal(a.next[i].id, b.next[i].id);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(a.class_flags[i], b.class_flags[place[i]]);
    }
}

static void test_a_million(void **state)
{
    (void)state;
    enum { ROWS = 1000000 };
    static int64_t demands[ROWS];
    static uint64_t ids[ROWS];
    static const uint32_t flag = KOGGE_CUSTOMER_FLAG_DEVELOPABLE;
    uint64_t seed = 3;
    for (uint32_t i = 0; i < ROWS; i++) {
        ids[i] = (uint64_t)i * 700001 % ROWS; /* each once, as 700 001 and a million have no factor in common */
        demands[i] = random_between(&seed, 0, 1000000);
    }
    const kogge_column columns[] = {
        { KOGGE_FIELD_CUSTOMER_ID, KOGGE_TYPE_UINT64, ids, sizeof *ids, NULL, 0 },
        { KOGGE_FIELD_CUSTOMER_DEMAND, KOGGE_TYPE_INT64, demands, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_CUSTOMER_FLAGS, KOGGE_TYPE_UINT32, &flag, 0, NULL, 0 },
    };
    const kogge_table table = { columns, COUNT(columns), ROWS };
    kogge_selection result = KOGGE_INIT(kogge_selection);
    kogge_development *list = malloc(500 * sizeof *list);
    kogge_out_rows chosen = { list, 500, 0, sizeof *list };
    void *room = malloc(kogge_select_memory(ROWS));
    assert_non_null(list);
    assert_non_null(room);
    assert_int_equal(kogge_select(book, &table, 500, -1, room, kogge_select_memory(ROWS), &result, &chosen, NULL,
                                  NULL, NULL, NULL),
                     KOGGE_OK);
    assert_int_equal(result.chosen, 500);
    for (int i = 1; i < 500; i++)
        assert_true(list[i - 1].development_minor > list[i].development_minor ||
                    (list[i - 1].development_minor == list[i].development_minor && list[i - 1].id < list[i].id));
    ids[999999] = ids[0];
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_select(book, &table, 500, -1, room, kogge_select_memory(ROWS), &result, &chosen, NULL,
                                  NULL, NULL, &error),
                     KOGGE_E_INVALID);
    assert_int_equal(error.row, 999999);
    free(room);
    free(list);
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void assert_refused(const struct selected *found, kogge_status status, int64_t row)
{
    const kogge_selection untouched = KOGGE_INIT(kogge_selection);
    assert_int_equal(found->status, status);
    assert_int_equal(found->error.status, status);
    assert_int_equal(found->error.row, row);
    assert_int_equal(found->chosen_count | found->next_count | found->reason_count, 0);
    assert_memory_equal(&found->result, &untouched, sizeof untouched);
    assert_int_equal(found->class_flags[0], UINT64_C(0x5a5a5a5a5a5a5a5a));
}

static void test_duplicates(void **state)
{
    (void)state;
    kogge_customer customers[9];
    nine(customers);
    customers[7].id = 80; /* as row 1 */
    customers[5].id = 50; /* as row 4 */
    struct selected found = selected(customers, 9, 1, -1);
    assert_refused(&found, KOGGE_E_INVALID, 5);
    assert_int_equal(found.error.field, KOGGE_FIELD_CUSTOMER_ID);
    customers[5].id = 40;
    customers[7].flags = 0; /* nobody to develop, but a duplicate */
    found = selected(customers, 9, 1, -1);
    assert_refused(&found, KOGGE_E_INVALID, 7);
    for (uint64_t i = 0; i < 9; i++)
        customers[i].id = i < 6 ? i : i - 1; /* ascending, but for one */
    found = selected(customers, 9, 1, -1);
    assert_refused(&found, KOGGE_E_INVALID, 6);
}

static void test_limits(void **state)
{
    (void)state;
    kogge_customer customers[9];
    nine(customers);
    struct selected found = selected(customers, 9, -1, -1);
    assert_refused(&found, KOGGE_E_INVALID, -1);
    found = selected(customers, 9, -2, 5);
    assert_refused(&found, KOGGE_E_INVALID, -1);
    found = selected(customers, 9, 5, -2);
    assert_refused(&found, KOGGE_E_INVALID, -1);
    customers[3].demand_minor = M + 1;
    found = selected(customers, 9, 5, -1);
    assert_refused(&found, KOGGE_E_RANGE, 3);
}

/* 2^63 - 1 = 9 223 372 036 854 775 807 pays for 10 248 customers at M each, not for more. */
static void test_cost_beyond_all_numbers(void **state)
{
    (void)state;
    enum { ROWS = 10249 };
    static uint64_t ids[ROWS];
    static const int64_t demand = 1000000;
    static const uint32_t flag = KOGGE_CUSTOMER_FLAG_DEVELOPABLE;
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.development_cost_minor = M;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_rulebook *dear = given_book_of(&spec);
    for (uint64_t i = 0; i < ROWS; i++)
        ids[i] = i;
    const kogge_column columns[] = {
        { KOGGE_FIELD_CUSTOMER_ID, KOGGE_TYPE_UINT64, ids, sizeof *ids, NULL, 0 },
        { KOGGE_FIELD_CUSTOMER_DEMAND, KOGGE_TYPE_INT64, &demand, 0, NULL, 0 },
        { KOGGE_FIELD_CUSTOMER_FLAGS, KOGGE_TYPE_UINT32, &flag, 0, NULL, 0 },
    };
    const kogge_table table = { columns, COUNT(columns), ROWS };
    kogge_selection result = KOGGE_INIT(kogge_selection);
    kogge_error error = KOGGE_INIT(kogge_error);
    void *room = malloc(kogge_select_memory(ROWS));
    assert_non_null(room);
    assert_int_equal(kogge_select(dear, &table, ROWS, -1, room, kogge_select_memory(ROWS), &result, NULL, NULL, NULL,
                                  NULL, &error),
                     KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_SELECTION_SPENT);
    assert_int_equal(kogge_select(dear, &table, ROWS - 1, -1, room, kogge_select_memory(ROWS), &result, NULL, NULL,
                                  NULL, NULL, &error),
                     KOGGE_OK);
    assert_int_equal(result.spent_minor, M * 10248);
    free(room);
    kogge_rulebook_unref(dear);
}

static void test_refused(void **state)
{
    (void)state;
    const uint64_t ids[] = { 1, 2 };
    const kogge_column column = { KOGGE_FIELD_CUSTOMER_ID, KOGGE_TYPE_UINT64, ids, 8, NULL, 0 };
    const kogge_table table = { &column, 1, 2 }, endless = { NULL, 0, SIZE_MAX }, empty = { NULL, 0, 0 };
    const size_t size = kogge_select_memory(2);
    kogge_selection result = KOGGE_INIT(kogge_selection), small = { .struct_size = 8 };
    kogge_development row;
    kogge_out_rows rows = { &row, 1, 77, 4 };
    kogge_reasons why = { .level = 9, .count = 77 };
#define SELECT(book, table, room, size, result, rows, why)                                                           \
    kogge_select(book, table, 1, -1, room, size, result, rows, NULL, NULL, why, NULL)
    assert_int_equal(SELECT(NULL, &table, memory, size, &result, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(SELECT(book, NULL, memory, size, &result, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(SELECT(book, &table, memory, size, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(SELECT(book, &table, NULL, size, &result, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(SELECT(book, &table, (char *)memory + 4, size, &result, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(SELECT(book, &table, memory, size - 1, &result, NULL, NULL), KOGGE_E_BUFFER);
    assert_int_equal(SELECT(book, &table, memory, size, &small, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(SELECT(book, &table, memory, size, &result, &rows, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(SELECT(book, &table, memory, size, &result, NULL, &why), KOGGE_E_UNSUPPORTED);
    assert_int_equal(rows.count | why.count, 0);
    if (SIZE_MAX > UINT32_MAX)
        assert_int_equal(SELECT(book, &endless, memory, size, &result, NULL, NULL), KOGGE_E_LIMIT);
    assert_int_equal(SELECT(book, &empty, NULL, 0, &result, NULL, NULL), KOGGE_OK);
    assert_int_equal(SELECT(book, &table, memory, size, &result, NULL, NULL), KOGGE_OK);
    assert_int_equal(kogge_select_memory(SIZE_MAX), SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_value),     cmocka_unit_test(test_chances),
        cmocka_unit_test(test_rounding),  cmocka_unit_test(test_who_is_developable),
        cmocka_unit_test(test_ranking),   cmocka_unit_test(test_budget),
        cmocka_unit_test(test_nobody),    cmocka_unit_test(test_permutations),
        cmocka_unit_test(test_a_million), cmocka_unit_test(test_duplicates),
        cmocka_unit_test(test_limits),    cmocka_unit_test(test_cost_beyond_all_numbers),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
