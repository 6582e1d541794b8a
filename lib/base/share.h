/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Derived ratios in basis points (semantics 0). */

#ifndef KOGGE_BASE_SHARE_H
#define KOGGE_BASE_SHARE_H

#include "base/number.h"

#include <stdbool.h>
#include <stdint.h>

enum { SHARE_LIMIT_BP = 1000000000 };

/* amount / of in bp, HALF_AWAY, for of > 0; beyond +-SHARE_LIMIT_BP it is reported there, and the answer is true. */
static inline bool kogge__share_bp(int64_t amount, int64_t of, int32_t *share_bp)
{
    int64_t exact = kogge__mul_div(amount, 10000, of, KOGGE_ROUNDING_HALF_AWAY);
    bool clamped = exact < -SHARE_LIMIT_BP || exact > SHARE_LIMIT_BP;
    *share_bp = clamped ? (exact < 0 ? -SHARE_LIMIT_BP : SHARE_LIMIT_BP) : (int32_t)exact;
    return clamped;
}

#endif
