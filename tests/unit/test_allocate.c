/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

#include "base/number.h"
#include "random.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_PARTS = 12, ROUNDS = 20000 };

static const int64_t untouched[MOST_PARTS] = { 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42 };

static void assert_parts(int64_t total, const int64_t *weights, size_t count, const int64_t *expected)
{
    int64_t parts[MOST_PARTS];

    assert_int_equal(kogge_allocate(total, weights, count, parts), KOGGE_OK);
    assert_memory_equal(parts, expected, count * sizeof parts[0]);
}

/* Row by row worked by hand; the first is that of formulas.md F16. */
static void test_worked_numbers(void **state)
{
    static const struct {
        int64_t total, weights[4];
        size_t count;
        int64_t parts[4];
    } rows[] = {
        { 10, { 1, 1, 1 }, 3, { 4, 3, 3 } },
        { 11, { 1, 1, 1 }, 3, { 4, 4, 3 } },
        { 12, { 1, 1, 1 }, 3, { 4, 4, 4 } },
        { 10, { 0, 0, 0 }, 3, { 4, 3, 3 } },
        { 2, { 0, 0, 0, 0 }, 4, { 1, 1, 0, 0 } },
        { 0, { 5, 0, 7 }, 3, { 0, 0, 0 } },
        { 0, { 0, 0 }, 2, { 0, 0 } },
        { 990, { 7 }, 1, { 990 } },
        { 990, { 0 }, 1, { 990 } },
        { 990, { 3000, 1000, 0 }, 3, { 743, 247, 0 } }, /* 742.5, 247.5: the tie goes to the first */
        { 990, { 1000, 3000, 0 }, 3, { 248, 742, 0 } },
        { 100, { 1, 2, 4 }, 3, { 14, 29, 57 } },  /* 14 2/7, 28 4/7, 57 1/7 */
        { 1, { 1, 2, 2, 1 }, 4, { 0, 1, 0, 0 } }, /* 1/6, 2/6, 2/6, 1/6 */
        { 3, { 1, 3, 3, 3 }, 4, { 0, 1, 1, 1 } }, /* 0.3, 0.9 thrice */
        { 2, { 1, 3, 3, 3 }, 4, { 0, 1, 1, 0 } }, /* 0.2, 0.6 thrice */
        { KOGGE_MONEY_MAX, { 1, 1 }, 2, { KOGGE_MONEY_MAX / 2, KOGGE_MONEY_MAX / 2 } },
        { KOGGE_MONEY_MAX, { INT64_MAX }, 1, { KOGGE_MONEY_MAX } },
        { KOGGE_MONEY_MAX - 1, { INT64_MAX - 1, 1 }, 2, { KOGGE_MONEY_MAX - 1, 0 } },
        { 3, { INT64_MAX / 2, INT64_MAX / 2, 1 }, 3, { 2, 1, 0 } },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        int64_t mirrored[4];

        for (size_t j = 0; j < 4; ++j)
            mirrored[j] = -rows[i].parts[j];
        assert_parts(rows[i].total, rows[i].weights, rows[i].count, rows[i].parts);
        assert_parts(-rows[i].total, rows[i].weights, rows[i].count, mirrored);
    }
}

/* Hamilton's rules, told without computing the parts: each is the floor of total * weight / sum or one more, all add
 * up, and nobody with a smaller remainder (or an equal one, further back) gets a unit before somebody else. */
static void assert_hamilton(int64_t total, const int64_t *weights, size_t count)
{
    int64_t parts[MOST_PARTS], sum = 0, allocated = 0;
    uint64_t remainder[MOST_PARTS];
    bool more[MOST_PARTS];

    for (size_t i = 0; i < count; ++i)
        sum += weights[i];
    assert_int_equal(kogge_allocate(total, weights, count, parts), KOGGE_OK);
    for (size_t i = 0; i < count; ++i) {
        const struct u128 share = kogge__mul((uint64_t)total, (uint64_t)weights[i]);
        const uint64_t floor = kogge__div(share, (uint64_t)sum, &remainder[i]).low;

        more[i] = (uint64_t)parts[i] == floor + 1;
        assert_true(more[i] || (uint64_t)parts[i] == floor);
        assert_true(!more[i] || remainder[i] > 0);
        allocated += parts[i];
    }
    assert_int_equal(allocated, total);
    for (size_t i = 0; i < count; ++i) {
        for (size_t j = i + 1; j < count; ++j) {
            assert_true(!more[j] || more[i] || remainder[i] < remainder[j]);
            assert_true(!more[i] || more[j] || remainder[j] <= remainder[i]);
        }
    }
}

static void test_hamilton(void **state)
{
    uint64_t seed = 1;
    (void)state;

    for (int i = 0; i < ROUNDS; ++i) {
        static const int64_t highest[] = { 3, 100, 1000000, INT64_MAX / MOST_PARTS };
        const size_t count = (size_t)random_between(&seed, 1, MOST_PARTS);
        int64_t weights[MOST_PARTS];

        for (size_t j = 0; j < count; ++j)
            weights[j] = random_between(&seed, 0, highest[i % 4]);
        weights[count - 1] += weights[0] == 0; /* not all 0 */
        assert_hamilton(random_between(&seed, 0, i % 8 < 4 ? 30 : KOGGE_MONEY_MAX), weights, count);
    }
}

/* As many parts as a large order has lines. */
static void test_many(void **state)
{
    enum { MANY = 5000 };
    static int64_t weights[MANY], parts[MANY];
    uint64_t seed = 2;
    int64_t sum = 0;
    (void)state;

    for (size_t i = 0; i < MANY; ++i)
        weights[i] = random_between(&seed, 0, 100000);
    assert_int_equal(kogge_allocate(-123456, weights, MANY, parts), KOGGE_OK);
    for (size_t i = 0; i < MANY; ++i) {
        assert_true(parts[i] <= 0 && (weights[i] > 0 || parts[i] == 0));
        sum += parts[i];
    }
    assert_int_equal(sum, -123456);
}

static void test_allocate_refused(void **state)
{
    static const struct {
        int64_t total, weights[3];
        size_t count;
        kogge_status status;
    } rows[] = {
        { 10, { 1, 1, 1 }, 0, KOGGE_E_INVALID },
        { 10, { 1, 1, -1 }, 3, KOGGE_E_INVALID },
        { 10, { 1, INT64_MIN, 1 }, 3, KOGGE_E_INVALID },
        { 10, { INT64_MAX, 1, -1 }, 3, KOGGE_E_INVALID }, /* wherever the negative one stands */
        { 10, { -1, INT64_MAX, 1 }, 3, KOGGE_E_INVALID },
        { 10, { INT64_MAX, 1, 0 }, 3, KOGGE_E_RANGE },
        { 10, { INT64_MAX, INT64_MAX, INT64_MAX }, 3, KOGGE_E_RANGE },
        { KOGGE_MONEY_MAX + 1, { 1, 1, 1 }, 3, KOGGE_E_RANGE },
        { -KOGGE_MONEY_MAX - 1, { 1, 1, 1 }, 3, KOGGE_E_RANGE },
        { INT64_MIN, { 0, 0, 0 }, 3, KOGGE_E_RANGE },
        { INT64_MAX, { 0, 0, 0 }, 3, KOGGE_E_RANGE },
    };
    int64_t parts[MOST_PARTS];
    (void)state;

    memcpy(parts, untouched, sizeof parts);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i)
        assert_int_equal(kogge_allocate(rows[i].total, rows[i].weights, rows[i].count, parts), rows[i].status);
    assert_int_equal(kogge_allocate(10, NULL, 3, parts), KOGGE_E_INVALID);
    assert_int_equal(kogge_allocate(10, rows[0].weights, 3, NULL), KOGGE_E_INVALID);
    assert_memory_equal(parts, untouched, sizeof parts);
}

/* ---- cash ------------------------------------------------------------------------------------------------------ */

/* Swiss cash (regional.md 1), other steps, and the limits. */
static void test_cash_round(void **state)
{
    static const struct {
        int64_t total, step, rounded;
    } rows[] = {
        { 100, 5, 100 },
        { 102, 5, 100 },
        { 103, 5, 105 },
        { 107, 5, 105 },
        { 108, 5, 110 },
        { 1000, 25, 1000 },
        { 1024, 50, 1000 },
        { 1025, 50, 1050 },
        { 1074, 50, 1050 },
        { 1075, 50, 1100 },
        { 1023, 5, 1025 },
        { 1932, 5, 1930 },
        { 99999, 5, 100000 },
        { 0, 5, 0 },
        { 2, 5, 0 },
        { 5, 10, 10 },
        { 4, 10, 0 },
        { 15, 10, 20 },
        { 25, 10, 30 },
        { 7, 1, 7 },
        { 250, 500, 500 },
        { KOGGE_MONEY_MAX, 1, KOGGE_MONEY_MAX },
        { KOGGE_MONEY_MAX, KOGGE_MONEY_MAX, KOGGE_MONEY_MAX },
        { KOGGE_MONEY_MAX / 2, KOGGE_MONEY_MAX, KOGGE_MONEY_MAX },
        { KOGGE_MONEY_MAX / 2 - 1, KOGGE_MONEY_MAX, 0 },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        int64_t rounded = 42, difference = 42;

        assert_int_equal(kogge_cash_round(rows[i].total, rows[i].step, &rounded, &difference), KOGGE_OK);
        assert_int_equal(rounded, rows[i].rounded);
        assert_int_equal(difference, rows[i].rounded - rows[i].total);
        assert_int_equal(kogge_cash_round(-rows[i].total, rows[i].step, &rounded, NULL), KOGGE_OK);
        assert_int_equal(rounded, -rows[i].rounded);
    }
}

static void test_cash_round_refused(void **state)
{
    int64_t rounded = 42, difference = 43;
    (void)state;

    assert_int_equal(kogge_cash_round(10, 0, &rounded, &difference), KOGGE_E_INVALID);
    assert_int_equal(kogge_cash_round(10, -5, &rounded, &difference), KOGGE_E_INVALID);
    assert_int_equal(kogge_cash_round(10, INT64_MIN, &rounded, &difference), KOGGE_E_INVALID);
    assert_int_equal(kogge_cash_round(10, 5, NULL, &difference), KOGGE_E_INVALID);
    assert_int_equal(kogge_cash_round(KOGGE_MONEY_MAX + 1, 5, &rounded, &difference), KOGGE_E_RANGE);
    assert_int_equal(kogge_cash_round(-KOGGE_MONEY_MAX - 1, 5, &rounded, &difference), KOGGE_E_RANGE);
    assert_int_equal(kogge_cash_round(INT64_MIN, INT64_MAX, &rounded, &difference), KOGGE_E_RANGE);
    assert_int_equal(kogge_cash_round(0, KOGGE_MONEY_MAX + 1, &rounded, &difference), KOGGE_E_RANGE);
    /* The multiple itself is too large: 2 * 6 * 10^14. */
    assert_int_equal(kogge_cash_round(KOGGE_MONEY_MAX, INT64_C(600000000000000), &rounded, &difference),
                     KOGGE_E_RANGE);
    assert_int_equal(kogge_cash_round(-KOGGE_MONEY_MAX, INT64_C(600000000000000), &rounded, &difference),
                     KOGGE_E_RANGE);
    assert_int_equal(rounded, 42);
    assert_int_equal(difference, 43);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_numbers), cmocka_unit_test(test_hamilton),
        cmocka_unit_test(test_many),           cmocka_unit_test(test_allocate_refused),
        cmocka_unit_test(test_cash_round),     cmocka_unit_test(test_cash_round_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
