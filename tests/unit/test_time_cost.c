/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "given.h"
#include "random.h"

static int64_t cost_of(int64_t capacity, int64_t practical, int64_t count, int64_t minutes)
{
    int64_t cost = -1;
    assert_int_equal(kogge_time_cost(capacity, practical, count, minutes, &cost), KOGGE_OK);
    return cost;
}

/* Kaplan and Anderson's table (formulas.md F6): 560 000.00 for 700 000 practical minutes. */
static void test_kaplan_anderson(void **state)
{
    (void)state;
    enum { CAPACITY = 56000000, PRACTICAL = 700000 };
    static const struct {
        int64_t count, minutes, each, all;
    } rows[] = {
        { 49000, 8, 640, 31360000 },  /* orders */
        { 1400, 44, 3520, 4928000 },  /* inquiries */
        { 2500, 50, 4000, 10000000 }, /* credit checks */
    };
    int64_t assigned = 0, spent = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(cost_of(CAPACITY, PRACTICAL, 1, rows[i].minutes), rows[i].each);
        assert_int_equal(cost_of(CAPACITY, PRACTICAL, rows[i].count, rows[i].minutes), rows[i].all);
        assigned += rows[i].all;
        spent += rows[i].count * rows[i].minutes;
    }
    assert_int_equal(spent, 578600);
    assert_int_equal(assigned, 46288000);
    assert_int_equal(CAPACITY - cost_of(CAPACITY, PRACTICAL, 1, spent), 9712000); /* unused: 97 120.00 */
}

/* Rounded once, half up; the rate itself never is. */
static void test_rounding(void **state)
{
    (void)state;
    assert_int_equal(cost_of(1, 2, 1, 1), 1);
    assert_int_equal(cost_of(1, 3, 1, 1), 0);
    assert_int_equal(cost_of(2, 3, 1, 1), 1);
    assert_int_equal(cost_of(1, 7, 3, 1), 0);
    assert_int_equal(cost_of(1, 7, 4, 1), 1);
    assert_int_equal(cost_of(1, 3, 1, 3), 1); /* three thirds */
    assert_int_equal(cost_of(1, 3, 1000, 3), 1000);
    assert_int_equal(cost_of(0, 5, 7, 9), 0);
    assert_int_equal(cost_of(5, 7, 0, 9), 0);
    assert_int_equal(cost_of(5, 7, 9, 0), 0);
}

static void test_as_mul_div(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 20000; i++) {
        const int64_t capacity = random_between(&seed, 0, 1000000000), practical = random_between(&seed, 1, 1000000);
        const int64_t count = random_between(&seed, 0, 1000000), minutes = random_between(&seed, 0, 600);
        int64_t expected;
        assert_int_equal(kogge_mul_div(capacity, count * minutes, practical, KOGGE_ROUNDING_HALF_AWAY, &expected),
                         KOGGE_OK);
        if (expected <= KOGGE_MONEY_MAX)
            assert_int_equal(cost_of(capacity, practical, count, minutes), expected);
    }
}

static void test_limits(void **state)
{
    (void)state;
    const int64_t most = KOGGE_MONEY_MAX;
    int64_t cost = 42;
    assert_int_equal(cost_of(most, most, most, 1), most);
    assert_int_equal(cost_of(most, most, 1, most), most);
    assert_int_equal(cost_of(1, most, most, most), most);
    assert_int_equal(kogge_time_cost(most, most, most, 2, &cost), KOGGE_E_RANGE);
    assert_int_equal(kogge_time_cost(most, 1, most, most, &cost), KOGGE_E_RANGE);
    assert_int_equal(kogge_time_cost(most, 1, 1, 1, NULL), KOGGE_E_INVALID);
    /* 2^150 and a bit: nothing wraps into range. */
    assert_int_equal(kogge_time_cost(INT64_C(1) << 49, 1, INT64_C(1) << 49, INT64_C(1) << 30, &cost), KOGGE_E_RANGE);
    assert_int_equal(cost, 42);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        int64_t capacity, practical, count, minutes;
        kogge_status status;
    } rows[] = {
        { -1, 1, 1, 1, KOGGE_E_INVALID },
        { 1, 0, 1, 1, KOGGE_E_INVALID },
        { 1, -1, 1, 1, KOGGE_E_INVALID },
        { 1, INT64_MIN, 1, 1, KOGGE_E_INVALID },
        { 1, 1, -1, 1, KOGGE_E_INVALID },
        { 1, 1, 1, INT64_MIN, KOGGE_E_INVALID },
        { KOGGE_MONEY_MAX + 1, 1, 0, 0, KOGGE_E_RANGE },
        { 0, KOGGE_MONEY_MAX + 1, 0, 0, KOGGE_E_RANGE },
        { 0, 1, INT64_MAX, 0, KOGGE_E_RANGE },
        { 0, 1, 0, KOGGE_MONEY_MAX + 1, KOGGE_E_RANGE },
    };
    int64_t cost = 42;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(kogge_time_cost(rows[i].capacity, rows[i].practical, rows[i].count, rows[i].minutes, &cost),
                         rows[i].status);
    }
    assert_int_equal(cost, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kaplan_anderson), cmocka_unit_test(test_rounding), cmocka_unit_test(test_as_mul_div),
        cmocka_unit_test(test_limits),          cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
