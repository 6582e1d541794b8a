/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "evidence/realisation.h"

enum { ONE_BP = 10000 };

/* amount in 1 / (10 000 * quarters), plus share bp of a quarter: below 2^97, as the amount is below 2^50, the revenue
 * below 2^64 and the share below 2^32. */
static struct u128 with_prior(int64_t amount, uint32_t quarters, uint64_t share, uint64_t revenue)
{
    return kogge__add(kogge__mul((uint64_t)amount, (uint64_t)ONE_BP * quarters), kogge__mul(share, revenue));
}

struct realisation kogge__realisation(const kogge_policy *policy, int64_t announced, int64_t realised,
                                      uint64_t revenue, uint32_t quarters)
{
    const uint64_t a = (uint64_t)policy->realisation_a_bp, b = (uint64_t)policy->realisation_b_bp;

    return (struct realisation){ with_prior(realised, quarters, a, revenue),
                                 with_prior(announced, quarters, a + b, revenue) };
}

/* a * factor, below 2^128 for what with_prior() gives and a factor below 2^31. */
static struct u128 times(struct u128 a, uint32_t factor)
{
    struct u128 product = kogge__mul(a.low, factor);

    product.high += a.high * factor;
    return product;
}

bool kogge__realisation_below(const struct realisation *part, int32_t limit_bp)
{
    return kogge__compare(times(part->numerator, ONE_BP), times(part->denominator, (uint32_t)limit_bp)) < 0;
}

int32_t kogge__realisation_bp(const struct realisation *part)
{
    /* The rounded number is the largest r with r - 1/2 <= part: (2 r - 1) * denominator <= 20 000 * numerator. */
    const struct u128 doubled = times(part->numerator, 2 * ONE_BP);
    int32_t low = 0, high = ONE_BP;

    while (low < high) {
        const int32_t middle = (low + high + 1) / 2;

        if (kogge__compare(times(part->denominator, (uint32_t)(2 * middle - 1)), doubled) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}
