/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Theil-Sen: the median of all slopes between two quarters, exact (Theil 1950, Sen 1968). */

#include "evidence/series.h"

#include "base/record.h"
#include "evidence/ratio.h"

enum { SLOPES_LIMIT = QUARTERS_LIMIT * (QUARTERS_LIMIT - 1) / 2 };

/* Up to here a difference of two values times a distance of up to 39 quarters fits in 64 bits. */
#define NARROW (INT64_C(1) << 56)

struct slope {
    uint64_t rise; /* y_j - y_i modulo 2^64 */
    int32_t sign;  /* of the rise */
    int32_t steps; /* j - i */
};

static inline uint64_t size_of(const struct slope *slope)
{
    return slope->sign < 0 ? 0 - slope->rise : slope->rise;
}

/* ---- selection: the rank-th smallest, in place ------------------------------------------------------------------
 */

/* narrow is a constant wherever this is called: nearly every customer takes the way without 128 bits. */
static inline bool is_less(const struct slope *a, const struct slope *b, bool narrow)
{
    if (narrow)
        return (int64_t)a->rise * b->steps < (int64_t)b->rise * a->steps;
    if (a->sign != b->sign)
        return a->sign < b->sign;
    return a->sign * kogge__compare(kogge__mul(size_of(a), (uint64_t)b->steps),
                                    kogge__mul(size_of(b), (uint64_t)a->steps)) <
           0;
}

/* Moves what is less than the pivot (or not greater) to the front; returns the end of that part. Without a branch on
 * the data, which would be mispredicted every other time. */
static inline size_t partition(struct slope *slopes, size_t begin, size_t end, struct slope pivot, bool or_equal,
                               bool narrow)
{
    size_t place = begin;
    for (size_t i = begin; i < end; i++) {
        const struct slope kept = slopes[i];
        const bool front = or_equal ? !is_less(&pivot, &kept, narrow) : is_less(&kept, &pivot, narrow);
        slopes[i] = slopes[place];
        slopes[place] = kept;
        place += front;
    }
    return place;
}

static inline struct slope middle_of_three(const struct slope *slopes, size_t begin, size_t end, bool narrow)
{
    const struct slope *a = &slopes[begin], *b = &slopes[begin + (end - begin) / 2], *c = &slopes[end - 1];
    const bool ab = is_less(a, b, narrow), bc = is_less(b, c, narrow), ac = is_less(a, c, narrow);
    return ab == bc ? *b : ab == ac ? *c : *a;
}

/* Quickselect. Equal slopes leave together, so that quarters without revenue cost nothing. */
static inline struct slope select_rank(struct slope *slopes, size_t count, size_t rank, bool narrow)
{
    size_t begin = 0, end = count;
    for (;;) {
        const struct slope pivot = middle_of_three(slopes, begin, end, narrow);
        const size_t least = partition(slopes, begin, end, pivot, false, narrow);
        if (rank < least) {
            end = least;
            continue;
        }
        const size_t greatest = partition(slopes, least, end, pivot, true, narrow);
        if (rank < greatest)
            return pivot;
        begin = greatest;
    }
}

static inline void select_middle(struct slope *slopes, size_t count, struct slope middle[2], bool narrow)
{
    const size_t rank = (count - 1) / 2;
    middle[0] = middle[1] = select_rank(slopes, count, rank, narrow);
    if (count % 2)
        return;
    /* What stands behind the lower one is not less: the next one is the least of that. */
    middle[1] = slopes[rank + 1];
    for (size_t i = rank + 2; i < count; i++) {
        if (is_less(&slopes[i], &middle[1], narrow))
            middle[1] = slopes[i];
    }
}

/* ---- the median -------------------------------------------------------------------------------------------------
 */

static size_t fill(const struct series *series, struct slope *slopes)
{
    size_t count = 0;
    for (size_t j = 1; j < series->count; j++) {
        const int64_t later = series->values[j];
        for (size_t i = 0; i < j; i++) {
            const int64_t earlier = series->values[i];
            slopes[count++] = (struct slope){ (uint64_t)later - (uint64_t)earlier,
                                              (later > earlier) - (later < earlier), (int32_t)(j - i) };
        }
    }
    return count;
}

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
    const struct u128 left = kogge__signed(a->sign < 0, kogge__mul(size_of(a), (uint64_t)b->steps));
    const struct u128 right = kogge__signed(b->sign < 0, kogge__mul(size_of(b), (uint64_t)a->steps));
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
    struct slope slopes[SLOPES_LIMIT], middle[2];
    const size_t count = fill(series, slopes);
    if (series->ordered[0] >= -NARROW && series->ordered[series->count - 1] <= NARROW)
        select_middle(slopes, count, middle, true);
    else
        select_middle(slopes, count, middle, false);
    return mean(&middle[0], &middle[1], numerator, denominator);
}
