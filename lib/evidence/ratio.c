/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "evidence/ratio.h"

/* floor((2 n + d) / 2 d) by halving the interval, for denominators beyond 64 bits; limit + 1 = more than limit. */
static int32_t halve(struct u128 twice, struct u128 denominator2, int32_t limit)
{
    int64_t low = 0, high = (int64_t)limit + 1;
    while (low < high) {
        const int64_t middle = (low + high + 1) / 2;
        if (kogge__compare(kogge__times(denominator2, (uint64_t)middle), twice) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return (int32_t)low;
}

int32_t kogge__ratio_round(const struct ratio *ratio, int32_t limit, bool *beyond)
{
    const struct u128 twice = kogge__add(kogge__times(ratio->numerator, 2), ratio->denominator);
    const struct u128 denominator2 = kogge__times(ratio->denominator, 2);
    int32_t rounded;
    if (denominator2.high) {
        rounded = halve(twice, denominator2, limit);
    } else {
        const struct u128 quotient = kogge__div(twice, denominator2.low, NULL);
        rounded = quotient.high || quotient.low > (uint64_t)limit ? limit + 1 : (int32_t)quotient.low;
    }
    *beyond = rounded > limit;
    return *beyond ? limit : rounded;
}

bool kogge__ratio_reaches(const struct ratio *ratio, int32_t limit)
{
    return !ratio->negative &&
           kogge__compare(ratio->numerator, kogge__times(ratio->denominator, (uint64_t)limit)) >= 0;
}
