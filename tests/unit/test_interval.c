/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/interval.h"
#include "base/wide.h"
#include "random.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

enum { WILSON_ROUNDS = 5000, NEWCOMBE_ROUNDS = 500, RANK_ROUNDS = 2000, VALUES = 40 };

struct interval {
    int32_t low, high;
};

static struct interval wilson(int64_t k, int64_t n)
{
    struct interval found;

    assert_int_equal(kogge__wilson(k, n, &found.low, &found.high), KOGGE_OK);
    return found;
}

static struct interval newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    struct interval found;

    assert_int_equal(kogge__newcombe(k1, n1, k2, n2, &found.low, &found.high), KOGGE_OK);
    return found;
}

/* ---- Wilson ---------------------------------------------------------------------------------------------------- */

/* Small counts: the tables of formulas.md F11, F9 and F22. All made with Python fractions from the textbook form
 *     (k + z^2/2 -+ sqrt(z^2 (k (n - k) / n + z^2/4))) / (n + z^2),
 * its root compared by squares. */
static void test_wilson_table(void **state)
{
    static const struct {
        int64_t k, n;
        int32_t low, high;
    } rows[] = {
        { 0, 1, 0, 7935 },
        { 1, 1, 2065, 10000 },
        { 0, 8, 0, 3245 },
        { 1, 8, 224, 4709 },
        { 4, 8, 2152, 7848 },
        { 6, 8, 4092, 9286 },
        { 8, 8, 6755, 10000 },
        { 2, 2, 3423, 10000 },
        { 2, 4, 1500, 8500 },
        { 3, 10, 1077, 6033 },
        { 3, 11, 974, 5657 },
        { 4, 16, 1018, 4950 },
        { 4, 17, 955, 4727 },
        { 450, 3000, 1376, 1633 },
        { 1, 1000, 1, 57 },
        { 999, 1000, 9943, 9999 },
        { 0, 38411, 0, 1 },
        { 0, 38414586, 0, 1 },
        { 500000, 1000000, 4990, 5010 },
        { 1, INT64_MAX, 0, 1 },
        { INT64_MAX - 1, INT64_MAX, 9999, 10000 },
        { 0, INT64_MAX, 0, 1 },
        { INT64_MAX, INT64_MAX, 9999, 10000 },
        { INT64_C(4611686018427387903), INT64_MAX, 4999, 5001 },
        { INT64_C(3074457345618258602), INT64_MAX, 3333, 3334 },
        { INT64_C(922337203685477), INT64_MAX, 0, 2 },
        { INT64_C(9222449699651084523), INT64_MAX, 9998, 10000 },
        /* The lower bound is 5 000 bp exactly: n = 10^8 Z, 10^4 k - 5 000 n = 50 000 Z with Z = 3 841 459. */
        { INT64_C(192072969207295), INT64_C(384145900000000), 5000, 5001 },
        { INT64_C(503268421133441), INT64_C(926607849851129), 5431, 5432 },
        { 508642761, INT64_C(3016223148), 1686, 1687 },
        { INT64_C(150582184619838), INT64_C(154944650949769), 9718, 9719 },
        { 141043349, 189993506, 7422, 7425 },
        { 512830889, 651902769, 7866, 7867 },
        { 32519, 58703, 5499, 5580 },
        { INT64_C(341286450578433), INT64_C(520430927600236), 6557, 6558 },
        { 681, 10429, 607, 703 },
        { INT64_C(355516882085), INT64_C(520423479941), 6831, 6832 },
        { 986, 7124, 1305, 1467 },
        { INT64_C(145527424555732746), INT64_C(176197796903313418), 8259, 8260 },
        { 3271, 10885, 2919, 3092 },
        { INT64_C(6695995672474), INT64_C(17582427529771), 3808, 3809 },
        { INT64_C(220693199686191), INT64_C(229943650373922), 9597, 9598 },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        const struct interval found = wilson(rows[i].k, rows[i].n);

        assert_int_equal(found.low, rows[i].low);
        assert_int_equal(found.high, rows[i].high);
    }
}

static struct wide multiply(uint64_t a, struct wide b)
{
    return kogge__wide_mul(kogge__wide(a), b);
}

/* The textbook form above, times 2 * 10^6 and in bp: is bp at or below its lower bound?
 *     C = 10^4 (2 * 10^6 k + Z), D = 2 (10^6 n + Z), R = 10^8 Z (4 * 10^6 k (n - k) + Z n):
 *     bp D <= C - sqrt(R / n)  iff  C >= bp D and n (C - bp D)^2 >= R */
static bool textbook_below(uint64_t k, uint64_t n, uint64_t bp)
{
    const uint64_t z2 = 3841459;
    const struct wide c = multiply(10000, kogge__wide_add(multiply(2000000, kogge__wide(k)), kogge__wide(z2)));
    const struct wide d = multiply(2, kogge__wide_add(multiply(1000000, kogge__wide(n)), kogge__wide(z2)));
    const struct wide pairs = multiply(4000000, multiply(k, kogge__wide(n - k)));
    const struct wide r = multiply(100000000, multiply(z2, kogge__wide_add(pairs, multiply(z2, kogge__wide(n)))));
    if (kogge__wide_compare(c, multiply(bp, d)) < 0)
        return false;

    const struct wide gap = kogge__wide_sub(c, multiply(bp, d));
    return kogge__wide_compare(multiply(n, kogge__wide_mul(gap, gap)), r) >= 0;
}

static void assert_wilson(int64_t k, int64_t n)
{
    const struct interval found = wilson(k, n);
    const uint64_t up = (uint64_t)k, down = (uint64_t)(n - k), all = (uint64_t)n;

    assert_in_range(found.low, 0, 9999);
    assert_in_range(found.high, 1, 10000);
    assert_true(textbook_below(up, all, (uint64_t)found.low));
    assert_false(textbook_below(up, all, (uint64_t)found.low + 1));
    assert_true(textbook_below(down, all, (uint64_t)(10000 - found.high)));
    assert_false(textbook_below(down, all, (uint64_t)(10001 - found.high)));
}

static void test_wilson_is_exact(void **state)
{
    uint64_t seed = 1;
    (void)state;

    for (int64_t n = 1; n <= 40; ++n) {
        for (int64_t k = 0; k <= n; ++k)
            assert_wilson(k, n);
    }
    for (int i = 0; i < WILSON_ROUNDS; ++i) {
        const int64_t n = (int64_t)(random_u64(&seed) >> (1 + i % 62)) | 1;
        const int64_t k = (int64_t)(random_u64(&seed) % ((uint64_t)n + 1));

        assert_wilson(k, n);
        assert_wilson(0, n);
        assert_wilson(n, n);
        assert_wilson(1, n);
    }
}

static void test_wilson_ends(void **state)
{
    uint64_t seed = 2;
    (void)state;

    assert_int_equal(wilson(0, 0).low, 0);
    assert_int_equal(wilson(0, 0).high, 10000);
    for (int i = 0; i < WILSON_ROUNDS; ++i) {
        const int64_t n = (int64_t)(random_u64(&seed) >> (1 + i % 62)) | 1;
        const int64_t k = (int64_t)(random_u64(&seed) % ((uint64_t)n + 1));

        assert_int_equal(wilson(0, n).low, 0);
        assert_int_equal(wilson(n, n).high, 10000);
        assert_int_equal(wilson(k, n).low, 10000 - wilson(n - k, n).high);
    }
}

static void test_wilson_refused(void **state)
{
    struct interval found = { 42, 43 };
    (void)state;

    assert_int_equal(kogge__wilson(2, 1, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__wilson(1, 0, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__wilson(-1, 1, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__wilson(-2, -1, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__wilson(INT64_MAX, INT64_MIN, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__wilson(INT64_MIN, INT64_MIN, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(found.low, 42);
    assert_int_equal(found.high, 43);
}

/* ---- Newcombe -------------------------------------------------------------------------------------------------- */

/* The first eight are the examples of Newcombe 1998, table II, method 10: there 0.0524..0.3339, 0.1705..0.8090,
 * 0.0582..0.8062, -0.0381..0.1926, -0.1611..0.2775, -0.2775..0.2775, 0.6791..1, 0.6075..1; Wilson's bounds in bp
 * widen them by up to 2 bp. All made with Python fractions, the root compared by squares. */
static void test_newcombe_table(void **state)
{
    static const struct {
        int64_t k1, n1, k2, n2;
        int32_t low, high;
    } rows[] = {
        { 56, 70, 48, 80, 523, 3340 },
        { 9, 10, 3, 10, 1704, 8092 },
        { 6, 7, 2, 7, 581, 8064 },
        { 5, 56, 0, 29, -382, 1926 },
        { 0, 10, 0, 20, -1612, 2776 },
        { 0, 10, 0, 10, -2776, 2776 },
        { 10, 10, 0, 20, 6789, 10000 },
        { 10, 10, 0, 10, 6074, 10000 },
        { 1, 1, 0, 1, -1222, 10000 },
        { 0, 1, 1, 1, -10000, 1222 },
        { 1, 2, 1, 2, -5735, 5735 },
        { 450, 3000, 300, 3000, 332, 669 },
        { INT64_MAX, INT64_MAX, 0, INT64_MAX, 9998, 10000 },
        { 0, INT64_MAX, INT64_MAX, INT64_MAX, -10000, -9998 },
        { INT64_C(4611686018427387903), INT64_MAX, INT64_C(3074457345618258602), INT64_MAX, 1665, 1668 },
        { 1, INT64_MAX, 0, 1, -7935, 1 },
        { 0, 1, 1, INT64_MAX, -1, 7935 },
        { INT64_MAX - 1, INT64_MAX, INT64_MAX, INT64_MAX, -1, 1 },
        { INT64_MAX, INT64_MAX, 0, 1, 2064, 10000 },
        { INT64_C(366678595858), INT64_C(1276656347594), 148338, 327256, -1678, -1642 },
        { INT64_C(771337471675805061), INT64_C(1072868380334085757), INT64_C(7953808863), INT64_C(47093467364), 5500,
          5502 },
        { INT64_C(8217606757832475), INT64_C(12411386442206733), 99514350, 243069071, 2526, 2529 },
        { INT64_C(41370134872454), INT64_C(1944814723152290), INT64_C(3200066567133), INT64_C(3750723052823), -8320,
          -8318 },
        { 133, 171, INT64_C(31031524152271), INT64_C(107382486878010), 4207, 5447 },
        { 84012554, 370489076, 525306342, 831691995, -4050, -4046 },
        { 21046, 30334, 9276, 12274, -712, -526 },
        { 3044625, 86269023, 1302304, 3354533, -3536, -3523 },
        { 90065506, 231633840, INT64_C(2072944053847378062), INT64_C(2296260715010674191), -5141, -5138 },
        { 909835, 1076012, INT64_C(88348584988566), INT64_C(258253843799906), 5027, 5043 },
        { 3, 13, 5557, 14537, -3008, 1205 },
        { 1903332496, 2070145610, 745249800, 814705850, 46, 48 },
    };
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        const struct interval found = newcombe(rows[i].k1, rows[i].n1, rows[i].k2, rows[i].n2);

        assert_int_equal(found.low, rows[i].low);
        assert_int_equal(found.high, rows[i].high);
    }
}

/* Swapping the groups, or counting the others, turns the interval round; it holds the difference. */
static void test_newcombe_mirrors(void **state)
{
    uint64_t seed = 3;
    (void)state;

    for (int i = 0; i < NEWCOMBE_ROUNDS; ++i) {
        const int64_t n1 = random_between(&seed, 1, 100000), k1 = random_between(&seed, 0, n1);
        const int64_t n2 = random_between(&seed, 1, 100000), k2 = random_between(&seed, 0, n2);
        const struct interval found = newcombe(k1, n1, k2, n2);
        const struct interval swapped = newcombe(k2, n2, k1, n1);
        const struct interval others = newcombe(n1 - k1, n1, n2 - k2, n2);
        const int64_t difference = 10000 * (k1 * n2 - k2 * n1);

        assert_true(found.low >= -10000 && found.high <= 10000);
        assert_true(found.low * (n1 * n2) <= difference && difference <= found.high * (n1 * n2));
        assert_int_equal(swapped.low, -found.high);
        assert_int_equal(swapped.high, -found.low);
        assert_int_equal(others.low, -found.high);
        assert_int_equal(others.high, -found.low);
    }
}

static void test_newcombe_empty_or_refused(void **state)
{
    struct interval found = { 42, 43 };
    (void)state;

    assert_int_equal(kogge__newcombe(2, 1, 0, 1, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__newcombe(0, 1, 2, 1, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__newcombe(-1, 1, 0, 0, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(kogge__newcombe(0, 0, 1, 0, &found.low, &found.high), KOGGE_E_INVALID);
    assert_int_equal(found.low, 42);
    assert_int_equal(found.high, 43);

    static const int64_t empty[][4] = { { 0, 0, 0, 0 }, { 0, 0, 3, 4 }, { 3, 4, 0, 0 } };
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; ++i) {
        found = newcombe(empty[i][0], empty[i][1], empty[i][2], empty[i][3]);
        assert_int_equal(found.low, -10000);
        assert_int_equal(found.high, 10000);
    }
}

/* ---- ranks ----------------------------------------------------------------------------------------------------- */

static void insertion_sort(int64_t *values, size_t count)
{
    for (size_t i = 1; i < count; ++i) {
        const int64_t value = values[i];
        size_t j = i;

        for (; j > 0 && values[j - 1] > value; --j)
            values[j] = values[j - 1];
        values[j] = value;
    }
}

static void test_nth(void **state)
{
    static const int64_t extremes[] = { INT64_MAX, 0, INT64_MIN, -1, INT64_MAX };
    uint64_t seed = 4;
    (void)state;

    assert_int_equal(kogge__nth(extremes, 5, 0), INT64_MIN);
    assert_int_equal(kogge__nth(extremes, 5, 1), -1);
    assert_int_equal(kogge__nth(extremes, 5, 2), 0);
    assert_int_equal(kogge__nth(extremes, 5, 3), INT64_MAX);
    assert_int_equal(kogge__nth(extremes, 5, 4), INT64_MAX);
    for (int i = 0; i < RANK_ROUNDS; ++i) {
        int64_t values[VALUES], sorted[VALUES];
        const size_t count = (size_t)random_between(&seed, 1, VALUES);

        for (size_t j = 0; j < count; ++j)
            sorted[j] = values[j] = i % 2 == 0 ? random_i64(&seed) : random_between(&seed, -5, 5);
        insertion_sort(sorted, count);
        for (size_t j = 0; j < count; ++j)
            assert_int_equal(kogge__nth(values, count, j), sorted[j]);
    }
}

static void test_median2(void **state)
{
    static const int64_t odd[] = { 5, -7, 3 }, even[] = { 10, 1, 2, 4 }, negative[] = { -3, -4 };
    /* formulas.md F10: the median is 1265. */
    static const int64_t quarters[] = { 1000, 1100, 1050, 1250, 1300, 1280, 1500, 1550 };
    static const int64_t opposite[] = { INT64_MIN, INT64_MAX };
    static const int64_t half_most[] = { INT64_MAX / 2 }, half_least[] = { INT64_MIN / 2 };
    static const int64_t just_fits[] = { INT64_MAX / 2, INT64_MAX / 2 + 1 };
    int64_t twice = 0;
    (void)state;

    assert_int_equal(kogge__median2(odd, 1, &twice), KOGGE_OK);
    assert_int_equal(twice, 10);
    assert_int_equal(kogge__median2(odd, 3, &twice), KOGGE_OK);
    assert_int_equal(twice, 6);
    assert_int_equal(kogge__median2(even, 4, &twice), KOGGE_OK);
    assert_int_equal(twice, 6);
    assert_int_equal(kogge__median2(even, 2, &twice), KOGGE_OK);
    assert_int_equal(twice, 11);
    assert_int_equal(kogge__median2(negative, 2, &twice), KOGGE_OK);
    assert_int_equal(twice, -7);
    assert_int_equal(kogge__median2(quarters, 8, &twice), KOGGE_OK);
    assert_int_equal(twice, 2530);
    assert_int_equal(kogge__median2(opposite, 2, &twice), KOGGE_OK);
    assert_int_equal(twice, -1);
    assert_int_equal(kogge__median2(half_most, 1, &twice), KOGGE_OK);
    assert_int_equal(twice, INT64_MAX - 1);
    assert_int_equal(kogge__median2(just_fits, 2, &twice), KOGGE_OK);
    assert_int_equal(twice, INT64_MAX);
    assert_int_equal(kogge__median2(half_least, 1, &twice), KOGGE_OK);
    assert_int_equal(twice, INT64_MIN);
}

static void test_median2_refused(void **state)
{
    static const int64_t most[] = { INT64_MAX / 2 + 1, INT64_MAX, INT64_MAX };
    static const int64_t least[] = { INT64_MIN / 2 - 1, INT64_MIN, INT64_MIN };
    int64_t twice = 42;
    (void)state;

    assert_int_equal(kogge__median2(most, 0, &twice), KOGGE_E_INVALID);
    for (size_t count = 1; count <= 3; ++count) {
        assert_int_equal(kogge__median2(most, count, &twice), KOGGE_E_RANGE);
        assert_int_equal(kogge__median2(least, count, &twice), KOGGE_E_RANGE);
    }
    assert_int_equal(twice, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wilson_table),
        cmocka_unit_test(test_wilson_is_exact),
        cmocka_unit_test(test_wilson_ends),
        cmocka_unit_test(test_wilson_refused),
        cmocka_unit_test(test_newcombe_table),
        cmocka_unit_test(test_newcombe_mirrors),
        cmocka_unit_test(test_newcombe_empty_or_refused),
        cmocka_unit_test(test_nth),
        cmocka_unit_test(test_median2),
        cmocka_unit_test(test_median2_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
