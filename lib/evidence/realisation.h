/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How much of what a customer announced came true (semantics 5). */

#ifndef KOGGE_EVIDENCE_REALISATION_H
#define KOGGE_EVIDENCE_REALISATION_H

#include "base/number.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

/* An exact fraction; 0 / 0 is not known. */
struct realisation {
    struct u128 numerator, denominator;
};

/* (realised + a) / (announced + a + b), a and b in bp of the median quarter, which is revenue / quarters: twice the
 * median and 2, or the revenue of a year and 4. announced, realised >= 0. */
struct realisation kogge__realisation(const kogge_policy *policy, int64_t announced, int64_t realised,
                                      uint64_t revenue, uint32_t quarters);

static inline bool kogge__realisation_known(const struct realisation *part)
{
    return part->denominator.high || part->denominator.low;
}

/* Exactly; of a part that is known. */
bool kogge__realisation_below(const struct realisation *part, int32_t limit_bp);

/* HALF_AWAY, at most 10 000; of a part that is known. */
int32_t kogge__realisation_bp(const struct realisation *part);

#endif
