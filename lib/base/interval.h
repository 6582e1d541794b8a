/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Ranks and 95 % intervals, decided exactly in integers. */

#ifndef KOGGE_BASE_INTERVAL_H
#define KOGGE_BASE_INTERVAL_H

#include <kogge/kogge.h>

#include <stddef.h>
#include <stdint.h>

/* Wilson 95 % interval of k of n in bp (z^2 = 3.841459), low rounded down, high rounded up; n = 0 gives [0, 10 000].
 * E_INVALID if k > n or a count is negative. Wilson 1927. */
kogge_status kogge__wilson(int64_t k, int64_t n, int32_t *low_bp, int32_t *high_bp);

/* Newcombe 95 % interval of k1 / n1 - k2 / n2 in bp, from the Wilson bounds in bp; [-10 000, 10 000] if a group is
 * empty. E_INVALID as kogge__wilson(). Newcombe 1998, method 10. */
kogge_status kogge__newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2, int32_t *low_bp, int32_t *high_bp);

/* The value at index rank < count once sorted (0 = the smallest). Moves and allocates nothing. */
int64_t kogge__nth(const int64_t *values, size_t count, size_t rank);

/* Twice the median, exact: an even count takes the mean of the two middle ones. E_INVALID for count 0, E_RANGE if
 * twice the median does not fit. */
kogge_status kogge__median2(const int64_t *values, size_t count, int64_t *twice);

#endif
