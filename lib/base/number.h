/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Exact integer arithmetic beyond 64 bits, without compiler extensions (semantics 0). */

#ifndef KOGGE_BASE_NUMBER_H
#define KOGGE_BASE_NUMBER_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct u128 {
    uint64_t high, low;
};

struct u128 kogge__mul(uint64_t a, uint64_t b);                       /* exact */
struct u128 kogge__add(struct u128 a, struct u128 b);                 /* modulo 2^128 */
struct u128 kogge__sub(struct u128 a, struct u128 b);                 /* modulo 2^128 */
int kogge__compare(struct u128 a, struct u128 b);                     /* -1, 0, 1 */
struct u128 kogge__div(struct u128 a, uint64_t d, uint64_t *rest);    /* d > 0; rest may be NULL */

/* Unsigned integers of 384 bits, least significant limb first: room for 280-bit comparisons of intervals and for the
 * 146 bits of a concentration index. Sums and products that pass 384 bits are the caller's mistake. */
enum { WIDE_LIMBS = 12 };
struct wide {
    uint32_t limb[WIDE_LIMBS];
};

struct wide kogge__wide(uint64_t value);
struct wide kogge__wide_add(struct wide a, struct wide b);
struct wide kogge__wide_sub(struct wide a, struct wide b);            /* a >= b */
struct wide kogge__wide_mul(struct wide a, struct wide b);
int kogge__wide_compare(struct wide a, struct wide b);                /* -1, 0, 1 */
struct wide kogge__wide_div(struct wide a, struct wide d, struct wide *rest); /* d > 0; rest may be NULL */
struct wide kogge__wide_isqrt(struct wide a);                         /* floor of the root */
bool kogge__wide_fits(struct wide a, uint64_t *value);                /* false: more than 64 bits */

/* x * n / d rounded by mode, saturated at INT64_MAX or INT64_MIN; d != 0, mode valid. */
int64_t kogge__mul_div(int64_t x, int64_t n, int64_t d, int32_t mode);

/* Ceiling of x * n / d for x, n >= 0 and d > 0, saturated at INT64_MAX. */
int64_t kogge__ceil_div(int64_t x, int64_t n, int64_t d);

/* Sign of a * b - c * d, exact. */
int kogge__compare_products(int64_t a, int64_t b, int64_t c, int64_t d);

/* Sum and product of values >= 0, saturated at INT64_MAX. */
int64_t kogge__add_sat(int64_t a, int64_t b);
int64_t kogge__mul_sat(int64_t a, int64_t b);

/* Wilson 95 % interval of k of n in bp (z^2 = 3.841459), low rounded down, high rounded up; n = 0 gives [0, 10 000].
 * E_INVALID if k > n or a count is negative. Wilson 1927. */
kogge_status kogge__wilson(int64_t k, int64_t n, int32_t *low_bp, int32_t *high_bp);

/* Newcombe 95 % interval of k1 / n1 - k2 / n2 in bp, from the Wilson bounds in bp; a group of 0 gives [-10 000, 10 000].
 * Newcombe 1998, method 10. */
kogge_status kogge__newcombe(int64_t k1, int64_t n1, int64_t k2, int64_t n2, int32_t *low_bp, int32_t *high_bp);

/* Twice the median, exact: an even count takes the mean of the two middle ones. Reorders values. E_INVALID for count 0,
 * E_RANGE if twice the median does not fit. */
kogge_status kogge__median2(int64_t *values, size_t count, int64_t *twice);

#endif
