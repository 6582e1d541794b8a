/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Unsigned integers of 384 bits: room for the 281-bit comparison of Newcombe's interval and the 146 bits of a
 * concentration index (semantics 0). For results computed once a portfolio, not once an order: short rather than
 * fast. */

#ifndef KOGGE_BASE_WIDE_H
#define KOGGE_BASE_WIDE_H

#include <stdbool.h>
#include <stdint.h>

/* Least significant limb first. Sums and products are modulo 2^384: staying below is the caller's part. */
enum { WIDE_LIMBS = 12 };
struct wide {
    uint32_t limb[WIDE_LIMBS];
};

struct wide kogge__wide(uint64_t value);
struct wide kogge__wide_add(struct wide a, struct wide b);
struct wide kogge__wide_sub(struct wide a, struct wide b); /* a >= b */
struct wide kogge__wide_mul(struct wide a, struct wide b);
int kogge__wide_compare(struct wide a, struct wide b);                        /* -1, 0, 1 */
struct wide kogge__wide_div(struct wide a, struct wide d, struct wide *rest); /* d > 0; rest may be NULL */
struct wide kogge__wide_isqrt(struct wide a);                                 /* floor of the root */
bool kogge__wide_fits(struct wide a, uint64_t *value); /* false: more than 64 bits, value untouched */

#endif
