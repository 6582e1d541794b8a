/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The median slope against all slopes, one by one in 384 bits. */

#include "base/wide.h"
#include "evidence/series.h"
#include "given.h"
#include "random.h"

#include <stdbool.h>

enum { ROUNDS = 400 };

/* Slopes are looked at raised by 2^66, so that nothing is negative. */
static struct wide raised(int64_t earlier, int64_t later, uint64_t steps)
{
    const struct wide raise = kogge__wide_mul(kogge__wide(UINT64_C(1) << 62), kogge__wide(16 * steps));
    const uint64_t rise = (uint64_t)later - (uint64_t)earlier;
    return later >= earlier ? kogge__wide_add(raise, kogge__wide(rise))
                            : kogge__wide_sub(raise, kogge__wide(0 - rise));
}

struct fraction {
    struct wide numerator;
    uint64_t steps;
};

static int compare(const struct fraction *a, const struct fraction *b)
{
    return kogge__wide_compare(kogge__wide_mul(a->numerator, kogge__wide(b->steps)),
                               kogge__wide_mul(b->numerator, kogge__wide(a->steps)));
}

/* The slope with this rank: at most rank are less, more than rank are not greater. */
static struct fraction ranked(const struct fraction *all, size_t count, size_t rank)
{
    for (size_t i = 0; i < count; i++) {
        size_t less = 0, equal = 0;
        for (size_t j = 0; j < count; j++) {
            const int order = compare(&all[j], &all[i]);
            less += order < 0;
            equal += order == 0;
        }
        if (less <= rank && rank < less + equal)
            return all[i];
    }
    fail_msg("no slope of rank %zu", rank);
    return all[0];
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b ? common_divisor(b, a % b) : a;
}

/* Is the numerator of sum / steps, no longer raised and in lowest terms, beyond 2^63 - 1? */
static bool is_beyond(struct wide sum, uint64_t steps)
{
    const struct wide raise = raised(0, 0, steps);
    const bool up = kogge__wide_compare(sum, raise) >= 0;
    const struct wide size = up ? kogge__wide_sub(sum, raise) : kogge__wide_sub(raise, sum);
    struct wide rest;
    uint64_t left, numerator;
    (void)kogge__wide_div(size, kogge__wide(steps), &rest);
    assert_true(kogge__wide_fits(rest, &left));
    const int64_t divisor = common_divisor((int64_t)steps, (int64_t)left);
    return !kogge__wide_fits(kogge__wide_div(size, kogge__wide((uint64_t)divisor), NULL), &numerator) ||
           numerator > INT64_MAX;
}

/* numerator / denominator = (lower + upper) / 2, in lowest terms. */
static void assert_slope(const struct series *series)
{
    struct fraction all[QUARTERS_LIMIT * QUARTERS_LIMIT / 2];
    size_t count = 0;
    int64_t numerator = 0, denominator = 0;
    for (size_t j = 1; j < series->count; j++) {
        for (size_t i = 0; i < j; i++)
            all[count++] = (struct fraction){ raised(series->values[i], series->values[j], j - i), j - i };
    }
    const struct fraction lower = ranked(all, count, (count - 1) / 2), upper = ranked(all, count, count / 2);
    const struct wide sum = kogge__wide_add(kogge__wide_mul(lower.numerator, kogge__wide(upper.steps)),
                                            kogge__wide_mul(upper.numerator, kogge__wide(lower.steps)));
    if (kogge__series_slope(series, &numerator, &denominator)) {
        assert_true(is_beyond(sum, 2 * lower.steps * upper.steps));
        return;
    }
    assert_in_range(denominator, 1, 2964);
    assert_int_equal(common_divisor(numerator < 0 ? -numerator : numerator, denominator), 1);
    const struct wide found = raised(0, numerator, (uint64_t)denominator);
    assert_int_equal(kogge__wide_compare(kogge__wide_mul(found, kogge__wide(2 * lower.steps * upper.steps)),
                                         kogge__wide_mul(sum, kogge__wide((uint64_t)denominator))),
                     0);
}

static void read_series(struct series *series, const int64_t *quarters, size_t count, const int32_t season[4])
{
    const kogge_history history = { .struct_size = sizeof history,
                                    .today_at = GIVEN_DAY,
                                    .season_1_bp = season[0],
                                    .season_2_bp = season[1],
                                    .season_3_bp = season[2],
                                    .season_4_bp = season[3] };
    assert_int_equal(kogge__series_read(series, &history, quarters, count, NULL), KOGGE_OK);
}

/* Few values and many, equal ones and extreme ones, on both sides of the border between the two ways. */
static void test_slope_of_random_series(void **state)
{
    static const int32_t seasons[][4] = { { 0, 0, 0, 0 }, { 9000, 9500, 9000, 12500 }, { 1, 1, 39997, 1 } };
    uint64_t seed = 11;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct series series;
        int64_t quarters[QUARTERS_LIMIT];
        const size_t count = (size_t)random_between(&seed, 4, round % 8 ? 13 : QUARTERS_LIMIT);
        const int64_t most = round % 5 == 0 ? 2 : KOGGE_MONEY_MAX >> (round % 45);
        for (size_t i = 0; i < count; i++)
            quarters[i] = random_between(&seed, round % 3 ? -most : 0, most);
        quarters[0] += !quarters[0];
        read_series(&series, quarters, count, seasons[round % 3]);
        assert_slope(&series);
    }
}

/* The two ways agree: keys for a series, fractions for the same one a million times as large. */
static void test_slope_scales(void **state)
{
    static const int32_t none[4];
    uint64_t seed = 12;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct series small, large;
        int64_t quarters[QUARTERS_LIMIT], scaled[QUARTERS_LIMIT], p, q, large_p, large_q;
        const size_t count = (size_t)random_between(&seed, 4, 20);
        for (size_t i = 0; i < count; i++) {
            quarters[i] = random_between(&seed, -90000000, 90000000) | 1;
            scaled[i] = 10000000 * quarters[i];
        }
        read_series(&small, quarters, count, none);
        read_series(&large, scaled, count, none);
        assert_int_equal(kogge__series_slope(&small, &p, &q), KOGGE_OK);
        assert_int_equal(kogge__series_slope(&large, &large_p, &large_q), KOGGE_OK);
        const int64_t divisor = common_divisor(10000000, q);
        assert_int_equal(large_p, p * (10000000 / divisor));
        assert_int_equal(large_q, q / divisor);
    }
}

static void test_slope_of_formulas(void **state)
{
    static const int64_t quarters[] = { 1000, 1100, 1050, 1250, 1300, 1280, 1500, 1550 };
    static const int32_t none[4];
    struct series series;
    int64_t numerator, denominator;
    (void)state;
    read_series(&series, quarters, COUNT(quarters), none);
    assert_int_equal(kogge__series_slope(&series, &numerator, &denominator), KOGGE_OK);
    assert_int_equal(numerator, 1630);
    assert_int_equal(denominator, 21);
    assert_int_equal(series.median2, 2 * 1265);
    assert_int_equal(kogge__series_kendall(&series), 24);
    assert_slope(&series);
}

/* Season factors 1, 1, 39 997, 1 bp raise all but the third by 10 000. Slopes in 10^18: 2, 6, 8, 4, 7, and 16 / 3: in
 * the middle 16 / 3 and 6; their mean 17 / 3, and a little more, has a numerator of 1.7 * 10^19. */
static void test_slope_beyond_64_bits(void **state)
{
    static const int64_t quarters[] = { INT64_C(-800000000000000), INT64_C(-600000000000000), 0,
                                        INT64_C(800000000000001) };
    static const int32_t season[] = { 1, 1, 39997, 1 };
    struct series series;
    int64_t numerator = 5, denominator = 6;
    (void)state;
    read_series(&series, quarters, COUNT(quarters), season);
    assert_int_equal(kogge__series_slope(&series, &numerator, &denominator), KOGGE_E_RANGE);
    assert_int_equal(numerator, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slope_of_random_series),
        cmocka_unit_test(test_slope_scales),
        cmocka_unit_test(test_slope_of_formulas),
        cmocka_unit_test(test_slope_beyond_64_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
