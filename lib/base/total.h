/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Sums of many amounts, exact: whether the sum fits is asked once, at the end, so that a refusal does not depend on
 * the order of what was added (semantics 0). */

#ifndef KOGGE_BASE_TOTAL_H
#define KOGGE_BASE_TOTAL_H

#include "base/number.h"

#include <stdbool.h>
#include <stdint.h>

/* Two's complement of 128 bits, starts at zero: room for 2^64 amounts. */
struct total {
    struct u128 sum;
};

static inline void kogge__total_add(struct total *total, int64_t amount)
{
    const struct u128 extended = { amount < 0 ? UINT64_MAX : 0, (uint64_t)amount };
    total->sum = kogge__add(total->sum, extended);
}

/* False: beyond +-(2^63 - 1), *value is untouched. */
static inline bool kogge__total_fits(const struct total *total, int64_t *value)
{
    const struct u128 zero = { 0, 0 };
    bool negative = total->sum.high >> 63;
    struct u128 magnitude = negative ? kogge__sub(zero, total->sum) : total->sum;
    if (magnitude.high || magnitude.low > INT64_MAX)
        return false;
    *value = negative ? -(int64_t)magnitude.low : (int64_t)magnitude.low;
    return true;
}

#endif
