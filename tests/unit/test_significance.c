/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Both tests of growth against enumeration, Pascal's triangle and the tables of formulas.md F10. */

#include "evidence/significance.h"
#include "given.h"

#include <stdbool.h>
#include <string.h>

enum { ENUMERATED = 7, MOST_PAIRS = 45, ORDERS = 62 };

/* ---- Mann-Kendall ---------------------------------------------------------------------------------------------- */

/* counts[pairs + S] over all orders of n different values. */
static void enumerate(int *values, int n, int place, int *counts)
{
    if (place == n) {
        int s = 0;
        for (int j = 1; j < n; j++) {
            for (int i = 0; i < j; i++)
                s += values[j] > values[i] ? 1 : -1;
        }
        counts[n * (n - 1) / 2 + s]++;
        return;
    }
    for (int i = place; i < n; i++) {
        const int kept = values[i];
        values[i] = values[place];
        values[place] = kept;
        enumerate(values, n, place + 1, counts);
        values[place] = values[i];
        values[i] = kept;
    }
}

static int64_t round_ppm(int64_t part, int64_t whole)
{
    return (2000000 * part + whole) / (2 * whole);
}

static void test_kendall_against_enumeration(void **state)
{
    (void)state;
    for (int n = 4; n <= ENUMERATED; n++) {
        int values[ENUMERATED] = { 0, 1, 2, 3, 4, 5, 6 }, counts[2 * MOST_PAIRS + 1] = { 0 };
        const int pairs = n * (n - 1) / 2;
        int64_t all = 0, tail = 0, size = 0;
        enumerate(values, n, 0, counts);
        for (int i = 0; i <= 2 * pairs; i++)
            all += counts[i];
        for (int s = pairs; s >= 0; s--) {
            tail += counts[pairs + s];
            if (20 * tail <= all)
                size = tail;
        }
        tail = 0;
        for (int s = pairs; s >= 0; s -= 2) {
            tail += counts[pairs + s];
            for (int sign = -1; sign <= 1; sign += 2) {
                const struct significance found = kogge__kendall_test(n, sign * s, 0);
                assert_true(found.is_exact);
                assert_int_equal(found.is_significant, 20 * tail <= all);
                assert_int_equal(found.p_ppm, round_ppm(tail, all));
                assert_int_equal(found.size_ppm, round_ppm(size, all));
            }
        }
    }
}

/* formulas.md F10: the smallest significant S and the size. */
static void test_kendall_table(void **state)
{
    static const struct {
        int32_t n, s, size_ppm;
    } rows[] = { { 4, 6, 41667 },  { 5, 8, 41667 },  { 6, 11, 27778 }, { 7, 13, 34524 },
                 { 8, 16, 30506 }, { 9, 18, 37588 }, { 10, 21, 36275 } };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct significance least = kogge__kendall_test(rows[i].n, rows[i].s, 0);
        assert_true(least.is_significant);
        assert_int_equal(least.size_ppm, rows[i].size_ppm);
        assert_int_equal(least.p_ppm, rows[i].size_ppm);
        assert_true(kogge__kendall_test(rows[i].n, -rows[i].s, 0).is_significant);
        assert_false(kogge__kendall_test(rows[i].n, rows[i].s - 2, 0).is_significant);
        assert_false(kogge__kendall_test(rows[i].n, 2 - rows[i].s, 0).is_significant);
    }
    assert_int_equal(kogge__kendall_test(8, 24, 0).p_ppm, 868);
    assert_int_equal(kogge__kendall_test(6, 15, 0).p_ppm, 1389); /* 1 / 6! */
    assert_int_equal(kogge__kendall_test(10, -45, 0).p_ppm, 0);  /* 1 / 10! = 0.28 ppm */
}

/* n = 12: Var = 12 * 11 * 29 / 18 = 212.67, z = 1.6449 needs |S| - 1 >= 23.99. n = 6 with a pair of equal quarters,
 * which takes 2 * 1 * 9 = 18: Var = (510 - 18) / 18 = 27.33, |S| - 1 >= 8.60. n = 40: Var = 40 * 39 * 85 / 18 =
 * 7366.67, |S| - 1 >= 141.2. */
static void test_kendall_normal_form(void **state)
{
    static const struct {
        int32_t n, s;
        int64_t ties;
    } least[] = { { 12, 25, 0 }, { 6, 10, 18 }, { 40, 143, 0 } };
    (void)state;
    for (size_t i = 0; i < COUNT(least); i++) {
        const struct significance found = kogge__kendall_test(least[i].n, least[i].s, least[i].ties);
        assert_true(found.is_significant);
        assert_false(found.is_exact);
        assert_int_equal(found.size_ppm, 50000);
        assert_true(kogge__kendall_test(least[i].n, -least[i].s, least[i].ties).is_significant);
        assert_false(kogge__kendall_test(least[i].n, least[i].s - 1, least[i].ties).is_significant);
        assert_false(kogge__kendall_test(least[i].n, 1 - least[i].s, least[i].ties).is_significant);
    }
    /* All equal: no variance, and no trend. */
    assert_false(kogge__kendall_test(8, 0, 8 * 7 * 21).is_significant);
    assert_false(kogge__kendall_test(40, 0, INT64_C(40) * 39 * 85).is_significant);
    assert_true(kogge__kendall_test(40, 780, 0).is_significant);
    assert_true(kogge__kendall_test(40, -780, 0).is_significant);
}

/* ---- order test ------------------------------------------------------------------------------------------------ */

static void test_orders_against_pascal(void **state)
{
    int64_t row[ORDERS + 2] = { 1 };
    (void)state;
    for (int n = 0; n <= ORDERS; n++) {
        const int64_t all = INT64_C(1) << n;
        int64_t tail = 0, size = 0, ppm = 0, size_ppm = 0;
        for (int k = n; k >= 0; k--) {
            tail += row[k];
            size = tail <= all / 20 ? tail : size;
        }
        assert_int_equal(kogge_mul_div(size, 1000000, all, KOGGE_ROUNDING_HALF_AWAY, &size_ppm), KOGGE_OK);
        tail = 0;
        for (int k = n; 2 * k >= n; k--) {
            tail += row[k];
            assert_int_equal(kogge_mul_div(tail, 1000000, all, KOGGE_ROUNDING_HALF_AWAY, &ppm), KOGGE_OK);
            const struct significance up = kogge__order_test(n - k, k), down = kogge__order_test(k, n - k);
            assert_true(up.is_exact);
            assert_int_equal(up.is_significant, tail <= all / 20);
            assert_int_equal(up.p_ppm, ppm);
            assert_int_equal(up.size_ppm, size_ppm);
            assert_int_equal(down.is_exact, up.is_exact);
            assert_int_equal(down.is_significant, up.is_significant);
            assert_int_equal(down.p_ppm, up.p_ppm);
            assert_int_equal(down.size_ppm, up.size_ppm);
        }
        for (int k = n + 1; k > 0; k--)
            row[k] += row[k - 1];
    }
}

static void test_orders_table(void **state)
{
    static const struct {
        int32_t before, last;
        bool is_significant;
        int32_t p_ppm;
    } rows[] = { { 2, 8, false, 54688 }, { 2, 9, true, 32715 },  { 0, 4, false, 62500 }, { 0, 5, true, 31250 },
                 { 1, 7, true, 35156 },  { 3, 10, true, 46143 }, { 5, 13, true, 48126 } };
    static const int32_t sizes[][2] = { { 5, 31250 },  { 8, 35156 }, { 10, 10742 }, { 11, 32715 },
                                        { 20, 20695 }, { 4, 0 },     { 0, 0 } };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct significance found = kogge__order_test(rows[i].before, rows[i].last);
        assert_int_equal(found.is_significant, rows[i].is_significant);
        assert_int_equal(found.p_ppm, rows[i].p_ppm);
    }
    for (size_t i = 0; i < COUNT(sizes); i++)
        assert_int_equal(kogge__order_test(sizes[i][0] / 2, sizes[i][0] - sizes[i][0] / 2).size_ppm, sizes[i][1]);
    assert_int_equal(kogge__order_test(0, 0).p_ppm, 1000000);
}

/* 63 order days: |k2 - k1| - 1 >= sqrt(2.705543 * 63) = 13.06. */
static void test_orders_normal_form(void **state)
{
    (void)state;
    assert_true(kogge__order_test(24, 39).is_significant);
    assert_true(kogge__order_test(39, 24).is_significant);
    assert_false(kogge__order_test(25, 38).is_significant);
    assert_false(kogge__order_test(38, 25).is_significant);
    assert_false(kogge__order_test(24, 39).is_exact);
    assert_int_equal(kogge__order_test(24, 39).size_ppm, 50000);
    assert_false(kogge__order_test(40, 40).is_significant);
    assert_true(kogge__order_test(0, 365).is_significant);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kendall_against_enumeration),
        cmocka_unit_test(test_kendall_table),
        cmocka_unit_test(test_kendall_normal_form),
        cmocka_unit_test(test_orders_against_pascal),
        cmocka_unit_test(test_orders_table),
        cmocka_unit_test(test_orders_normal_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
