/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Theil-Sen: the median of all slopes between two quarters, exact (Theil 1950, Sen 1968). */

#include "evidence/series.h"

#include "base/record.h"
#include "base/sort.h"
#include "evidence/ratio.h"

enum { SLOPES_LIMIT = QUARTERS_LIMIT * (QUARTERS_LIMIT - 1) / 2 };

/* sign * rise / steps; rises take 64 bits and the sign. */
struct slope {
    uint64_t rise;
    int32_t sign, steps;
};

/* ---- nearly every customer: slopes as keys of 64 bits ---------------------------------------------------------- */

/* Two slopes with at most 39 steps that are not equal are 1 / (39 * 38) = 1 / 1 482 apart or more. So the whole
 * number of 1 / 2 048 in a slope tells it from all others and orders them; rises below 2^46 leave room to find the
 * slope of a key again. */
enum { PARTS = 2048 };
#define NARROW (INT64_C(1) << 46)

/* Moves what is less than the pivot (or not greater) to the front; returns the end of that part. Without a branch on
 * the data, which would be mispredicted every other time. */
static size_t partition(int64_t *keys, size_t begin, size_t end, int64_t below)
{
    size_t place = begin;
    for (size_t i = begin; i < end; i++) {
        const int64_t key = keys[i];
        keys[i] = keys[place];
        keys[place] = key;
        place += key < below;
    }
    return place;
}

static int64_t middle_of_three(int64_t a, int64_t b, int64_t c)
{
    const int64_t low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/* Quickselect. Equal keys leave together, so that quarters without revenue cost nothing. */
static int64_t select_rank(int64_t *keys, size_t count, size_t rank)
{
    size_t begin = 0, end = count;
    for (;;) {
        const int64_t pivot = middle_of_three(keys[begin], keys[begin + (end - begin) / 2], keys[end - 1]);
        const size_t less = partition(keys, begin, end, pivot);
        if (rank < less) {
            end = less;
            continue;
        }
        begin = partition(keys, less, end, pivot + 1);
        if (rank < begin)
            return pivot;
    }
}

/* The slope of a key, in lowest terms: the smallest number of steps with a rise of that key. */
static struct slope slope_of(int64_t key)
{
    const uint64_t parts = kogge__abs(key);
    uint64_t steps = 1, rise = parts / PARTS + (parts % PARTS > 0);
    while (rise * PARTS >= (parts + 1) * steps) {
        steps++;
        rise = (parts * steps + PARTS - 1) / PARTS;
    }
    return (struct slope){ rise, (key > 0) - (key < 0), (int32_t)steps };
}

static void middle_by_keys(const struct series *series, struct slope middle[2])
{
    int64_t keys[SLOPES_LIMIT];
    size_t count = 0;
    for (size_t steps = 1; steps < series->count; steps++) {
        for (size_t i = steps; i < series->count; i++)
            keys[count++] = (series->values[i] - series->values[i - steps]) * PARTS / (int64_t)steps;
    }
    const size_t rank = (count - 1) / 2;
    const int64_t lower = select_rank(keys, count, rank);
    /* What stands behind the lower one is not less: the least of that is the next one. */
    int64_t upper = count % 2 ? lower : keys[rank + 1];
    for (size_t i = rank + 2; count % 2 == 0 && i < count; i++)
        upper = keys[i] < upper ? keys[i] : upper;
    middle[0] = slope_of(lower);
    middle[1] = slope_of(upper);
}

/* ---- extreme amounts: slopes compared as fractions ------------------------------------------------------------- */

static bool is_less(const void *context, uint32_t first, uint32_t second)
{
    const struct slope *a = (const struct slope *)context + first, *b = (const struct slope *)context + second;
    if (a->sign != b->sign)
        return a->sign < b->sign;
    return a->sign *
               kogge__compare(kogge__mul(a->rise, (uint64_t)b->steps), kogge__mul(b->rise, (uint64_t)a->steps)) <
           0;
}

static void middle_by_fractions(const struct series *series, struct slope middle[2])
{
    struct slope slopes[SLOPES_LIMIT];
    uint32_t order[SLOPES_LIMIT], count = 0;
    for (size_t j = 1; j < series->count; j++) {
        const int64_t later = series->values[j];
        for (size_t i = 0; i < j; i++) {
            const int64_t earlier = series->values[i];
            const uint64_t rise = (uint64_t)later - (uint64_t)earlier; /* modulo 2^64 */
            order[count] = count;
            slopes[count++] = (struct slope){ later < earlier ? 0 - rise : rise,
                                              (later > earlier) - (later < earlier), (int32_t)(j - i) };
        }
    }
    kogge__sort(order, count, is_less, slopes);
    middle[0] = slopes[order[(count - 1) / 2]];
    middle[1] = slopes[order[count / 2]];
}

/* ---- the median ------------------------------------------------------------------------------------------------ */

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        const uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* (a + b) / 2 = (rise a * steps b + rise b * steps a) / (2 * steps a * steps b): 72 bits. */
static kogge_status mean(const struct slope *a, const struct slope *b, int64_t *numerator, int64_t *denominator)
{
    const struct u128 left = kogge__signed(a->sign < 0, kogge__mul(a->rise, (uint64_t)b->steps));
    const struct u128 right = kogge__signed(b->sign < 0, kogge__mul(b->rise, (uint64_t)a->steps));
    const struct u128 sum = kogge__add(left, right);
    const uint64_t twice_steps = 2 * (uint64_t)a->steps * (uint64_t)b->steps;
    uint64_t rest;
    (void)kogge__div(kogge__magnitude(sum), twice_steps, &rest);
    const uint64_t divisor = common_divisor(twice_steps, rest);
    const struct u128 lowest = kogge__div(kogge__magnitude(sum), divisor, NULL);
    if (lowest.high || lowest.low > INT64_MAX)
        return KOGGE_E_RANGE;
    *numerator = kogge__is_negative(sum) ? -(int64_t)lowest.low : (int64_t)lowest.low;
    *denominator = (int64_t)(twice_steps / divisor);
    return KOGGE_OK;
}

kogge_status kogge__series_slope(const struct series *series, int64_t *numerator, int64_t *denominator)
{
    if (series->count < 2) {
        *numerator = 0;
        *denominator = 1;
        return KOGGE_OK;
    }
    const int64_t least = series->ordered[0], most = series->ordered[series->count - 1];
    struct slope middle[2];
    if ((uint64_t)most - (uint64_t)least < NARROW)
        middle_by_keys(series, middle);
    else
        middle_by_fractions(series, middle);
    return mean(&middle[0], &middle[1], numerator, denominator);
}
