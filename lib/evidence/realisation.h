/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How much of what a customer announced came true (semantics 5). */

#ifndef KOGGE_EVIDENCE_REALISATION_H
#define KOGGE_EVIDENCE_REALISATION_H

#include "evidence/ratio.h"

#include <kogge/kogge.h>

#include <stdint.h>

/* (realised + a) / (announced + a + b), drawn towards the prior of the policy: a and b are in bp of the median
 * quarter, which is revenue / quarters: twice the median and 2, or the revenue of a year and 4. announced, realised
 * >= 0. A denominator of 0 is 0 / 0, which is not known. */
struct ratio kogge__realisation(const kogge_policy *policy, int64_t announced, int64_t realised, uint64_t revenue,
                                uint32_t quarters);

#endif
