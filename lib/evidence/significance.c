/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "evidence/significance.h"

#include "base/number.h"

enum {
    KENDALL_EXACT = 10,   /* quarters */
    INVERSIONS_HALF = 22, /* of 10 quarters: half of 45 */
    ORDERS_EXACT = 62,    /* order days: 2^62 fits in int64_t */
    FIVE_PERCENT = 20,    /* 1 / 20 */
    PPM = 1000000,
    SIZE_NORMAL = 50000, /* ppm */
    Z2 = 2705543         /* z^2 of one-sided 5 %, in millionths: 1.6448536^2 */
};

static struct significance normal_form(bool is_significant)
{
    return (struct significance){ .is_significant = is_significant, .size_ppm = SIZE_NORMAL };
}

static int32_t in_ppm(int64_t part, int64_t whole)
{
    return (int32_t)kogge__mul_div(part, PPM, whole, KOGGE_ROUNDING_HALF_AWAY);
}

static struct significance exact_form(int64_t tail, int64_t size, int64_t whole)
{
    return (struct significance){ .is_significant = tail <= whole / FIVE_PERCENT,
                                  .is_exact = true,
                                  .p_ppm = in_ppm(tail, whole),
                                  .size_ppm = in_ppm(size, whole) };
}

/* ---- Mann-Kendall ---------------------------------------------------------------------------------------------- */

/* How many permutations of n have at most k inversions, for k up to most. One more element can take part in 0 to m -
 * 1 inversions with the m - 1 others, so that its count of exactly k is the sum of theirs of k - m + 1 to k: the sums
 * up to k less those up to k - m (MacMahon's numbers). */
static void count_inversions(int32_t n, int32_t most, int32_t *up_to)
{
    for (int32_t k = 0; k <= most; k++)
        up_to[k] = 1;
    for (int32_t m = 2; m <= n; m++) {
        for (int32_t k = most; k >= m; k--)
            up_to[k] -= up_to[k - m];
        for (int32_t k = 1; k <= most; k++)
            up_to[k] += up_to[k - 1];
    }
}

/* S = n (n - 1) / 2 - 2 * inversions: S is at least |S| where there are at most (n (n - 1) / 2 - |S|) / 2. */
static struct significance kendall_exact(int32_t n, int32_t s)
{
    int32_t up_to[INVERSIONS_HALF + 1], pairs = n * (n - 1) / 2, all = 1, size = 0;
    count_inversions(n, pairs / 2, up_to);
    for (int32_t m = 2; m <= n; m++)
        all *= m;
    for (int32_t k = 0; k <= pairs / 2 && up_to[k] <= all / FIVE_PERCENT; k++)
        size = up_to[k];
    return exact_form(up_to[(pairs - s) / 2], size, all);
}

struct significance kogge__kendall_test(int32_t n, int32_t s, int64_t ties)
{
    const int64_t size = s < 0 ? -s : s;
    if (n <= KENDALL_EXACT && !ties)
        return kendall_exact(n, (int32_t)size);
    /* z^2 = (|S| - 1)^2 / Var with Var = (n (n - 1) (2 n + 5) - ties) / 18; at most 10^13 on either side. */
    const int64_t variance18 = (int64_t)n * (n - 1) * (2 * n + 5) - ties;
    return normal_form(size > 0 && (size - 1) * (size - 1) * 18 * PPM >= Z2 * variance18);
}

/* ---- order test ------------------------------------------------------------------------------------------------ */

/* C(n, k + 1) of C(n, k), without a product that does not fit. */
static int64_t next_binomial(int64_t binomial, int32_t n, int32_t k)
{
    const int64_t whole = binomial / (k + 1), rest = binomial % (k + 1);
    return whole * (n - k) + rest * (n - k) / (k + 1);
}

/* At least the larger number of n is as likely as at most the smaller one. */
static struct significance orders_exact(int32_t n, int32_t smaller)
{
    const int64_t all = INT64_C(1) << n;
    int64_t binomial = 1, up_to = 0, tail = 0, size = 0;
    for (int32_t k = 0; k <= n / 2; k++) {
        up_to += binomial;
        binomial = next_binomial(binomial, n, k);
        if (up_to <= all / FIVE_PERCENT)
            size = up_to;
        if (k == smaller)
            tail = up_to;
    }
    return exact_form(tail, size, all);
}

struct significance kogge__order_test(int32_t before, int32_t last)
{
    const int64_t sum = (int64_t)before + last;
    const int64_t distance = last > before ? (int64_t)last - before : (int64_t)before - last;
    if (sum <= ORDERS_EXACT)
        return orders_exact((int32_t)sum, before < last ? before : last);
    return normal_form(distance > 0 && (distance - 1) * (distance - 1) * PPM >= Z2 * sum);
}
