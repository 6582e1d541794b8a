/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Two one-sided tests at 5 %, exact where that is possible. */

#ifndef KOGGE_EVIDENCE_SIGNIFICANCE_H
#define KOGGE_EVIDENCE_SIGNIFICANCE_H

#include <stdbool.h>
#include <stdint.h>

struct significance {
    bool is_significant;
    bool is_exact;    /* else p is not told, and the size is that of the normal form */
    int32_t p_ppm;    /* HALF_AWAY */
    int32_t size_ppm; /* the largest p of at most 5 % that can occur, HALF_AWAY; 0 = none can */
};

/* Mann-Kendall: S of n quarters, 2..40; ties = sum of t (t - 1) (2 t + 5) over the groups of equal ones. */
struct significance kogge__kendall_test(int32_t n, int32_t s, int64_t ties);

/* Order days of two years, at most 365 each: given their sum, those of one are binomial with 1/2 if nothing changed.
 */
struct significance kogge__order_test(int32_t before, int32_t last);

#endif
