/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/interval.h"

#include "base/number.h"
#include "base/wide.h"

#include <stdbool.h>

enum { ONE_BP = 10000 };

enum { Z2 = 3841459 }; /* z^2 of 95 %, in millionths */

/* ---- Wilson ---------------------------------------------------------------------------------------------------- */

/* Is p = bp / 10 000 at or below Wilson's lower bound of k / n? The bounds are the roots of
 *     (k - n p)^2 = z^2 n p (1 - p)
 * (Wilson 1927), the left side is the larger one outside them, and k / n lies between them. No root is drawn:
 *     10^6 (10^4 k - n bp)^2 >= Z2 n bp (10^4 - bp).
 * bp > 0, so p = k / n is never the lower bound; for k = n it is the upper one. */
static bool below_wilson(uint64_t k, uint64_t n, uint64_t bp)
{
    const struct u128 share = kogge__mul(ONE_BP, k);
    const struct u128 tried = kogge__mul(n, bp);
    if (kogge__compare(share, tried) <= 0)
        return false;

    /* The right side is below 2^110, so a distance of 2^46 decides; with a smaller one the left is below 2^112. */
    const struct u128 distance = kogge__sub(share, tried);
    if (distance.high > 0 || distance.low >> 46 > 0)
        return true;

    return kogge__compare(kogge__mul(1000 * distance.low, 1000 * distance.low),
                          kogge__mul(Z2 * bp * (ONE_BP - bp), n)) >= 0;
}

/* The largest bp at or below the lower bound; n > 0. */
static int32_t wilson_low(uint64_t k, uint64_t n)
{
    int32_t low = 0, high = ONE_BP;

    while (low < high) {
        const int32_t middle = (low + high + 1) / 2;

        if (below_wilson(k, n, (uint64_t)middle))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

kogge_status kogge__wilson(int64_t k, int64_t n, int32_t *low_bp, int32_t *high_bp)
{
    if (k < 0 || k > n)
        return KOGGE_E_INVALID;

    /* The interval of the n - k others is the mirror image. */
    *low_bp = n == 0 ? 0 : wilson_low((uint64_t)k, (uint64_t)n);
    *high_bp = n == 0 ? ONE_BP : ONE_BP - wilson_low((uint64_t)(n - k), (uint64_t)n);
    return KOGGE_OK;
}

/* ---- Newcombe -------------------------------------------------------------------------------------------------- */

struct group {
    uint64_t k, n;
    uint64_t low_bp, high_bp; /* Wilson's */
};

static struct wide product(uint64_t a, uint64_t b, uint64_t c)
{
    return kogge__wide_mul(kogge__wide_mul(kogge__wide(a), kogge__wide(b)), kogge__wide(c));
}

static struct wide square(struct wide a)
{
    return kogge__wide_mul(a, a);
}

/* The largest bp at or below
 *     k1 / n1 - k2 / n2 - sqrt((k1 / n1 - l1)^2 + (u2 - k2 / n2)^2)
 * with l1, u2 Wilson's bounds (Newcombe 1998, method 10), which is -1 or more as l1 >= 0 and u2 <= 1. All is in bp
 * and times n1 n2; bp and the difference are raised by 10 000, so that nothing is negative: (n2 - k2) / n2 = 1 - k2 /
 * n2. */
static int32_t newcombe_low(struct group one, struct group two)
{
    const struct wide both = product(one.n, two.n, 1);
    const struct wide raised = kogge__wide_add(product(ONE_BP, one.k, two.n), product(ONE_BP, two.n - two.k, one.n));
    const struct wide below = kogge__wide_sub(product(ONE_BP, one.k, two.n), product(one.low_bp, one.n, two.n));
    const struct wide above = kogge__wide_sub(product(two.high_bp, two.n, one.n), product(ONE_BP, two.k, one.n));
    const struct wide squares = kogge__wide_add(square(below), square(above));
    int32_t low = 0, high = 2 * ONE_BP;

    while (low < high) {
        const int32_t middle = (low + high + 1) / 2;
        const struct wide tried = kogge__wide_mul(both, kogge__wide((uint64_t)middle));

        if (kogge__wide_compare(raised, tried) >= 0 &&
            kogge__wide_compare(square(kogge__wide_sub(raised, tried)), squares) >= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return low - ONE_BP;
}

static kogge_status make_group(int64_t k, int64_t n, struct group *group)
{
    int32_t low_bp, high_bp;
    const kogge_status status = kogge__wilson(k, n, &low_bp, &high_bp);
    if (status != KOGGE_OK)
        return status;

    *group = (struct group){ (uint64_t)k, (uint64_t)n, (uint64_t)low_bp, (uint64_t)high_bp };
    return KOGGE_OK;
}

kogge_status kogge__newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2, int32_t *low_bp, int32_t *high_bp)
{
    struct group one, two;
    kogge_status status = make_group(k1, n1, &one);
    if (status == KOGGE_OK)
        status = make_group(k2, n2, &two);
    if (status != KOGGE_OK)
        return status;

    /* The interval of the opposite difference is the mirror image. */
    const bool empty = n1 == 0 || n2 == 0;
    *low_bp = empty ? -ONE_BP : newcombe_low(one, two);
    *high_bp = empty ? ONE_BP : -newcombe_low(two, one);
    return KOGGE_OK;
}

/* ---- ranks ----------------------------------------------------------------------------------------------------- */

static size_t count_at_most(const int64_t *values, size_t count, int64_t limit)
{
    size_t found = 0;

    for (size_t i = 0; i < count; ++i)
        found += values[i] <= limit;
    return found;
}

/* Halves the range of values, not the values: at most 64 passes. */
int64_t kogge__nth(const int64_t *values, size_t count, size_t rank)
{
    int64_t low = values[0], high = values[0];

    for (size_t i = 1; i < count; ++i) {
        if (values[i] < low)
            low = values[i];
        if (values[i] > high)
            high = values[i];
    }
    while (low < high) {
        const int64_t middle = low + (int64_t)(((uint64_t)high - (uint64_t)low) / 2);

        if (count_at_most(values, count, middle) > rank)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

kogge_status kogge__median2(const int64_t *values, size_t count, int64_t *twice)
{
    if (count == 0)
        return KOGGE_E_INVALID;

    const int64_t lower = kogge__nth(values, count, (count - 1) / 2);
    const int64_t upper = count % 2 == 1 ? lower : kogge__nth(values, count, count / 2);
    if (lower > 0 ? upper > INT64_MAX - lower : upper < INT64_MIN - lower)
        return KOGGE_E_RANGE;

    *twice = lower + upper;
    return KOGGE_OK;
}
