/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Exact integers of 64 and 128 bits, without compiler extensions (semantics 0). */

#ifndef KOGGE_BASE_NUMBER_H
#define KOGGE_BASE_NUMBER_H

#include <kogge/kogge.h>

#include <stdint.h>

struct u128 {
    uint64_t high, low;
};

struct u128 kogge__mul(uint64_t a, uint64_t b);                    /* exact */
struct u128 kogge__add(struct u128 a, struct u128 b);              /* modulo 2^128 */
struct u128 kogge__sub(struct u128 a, struct u128 b);              /* modulo 2^128 */
int kogge__compare(struct u128 a, struct u128 b);                  /* -1, 0, 1 */
struct u128 kogge__div(struct u128 a, uint64_t d, uint64_t *rest); /* d > 0; rest may be NULL */

/* Magnitude, right for INT64_MIN too. */
uint64_t kogge__abs(int64_t value);

/* x * n / d rounded by mode, saturated at INT64_MAX or INT64_MIN; d != 0, mode valid. */
int64_t kogge__mul_div(int64_t x, int64_t n, int64_t d, int32_t mode);

/* Ceiling of x * n / d for x, n >= 0 and d > 0, saturated at INT64_MAX. */
int64_t kogge__ceil_div(int64_t x, int64_t n, int64_t d);

/* Sign of a * b - c * d, exact. */
int kogge__compare_products(int64_t a, int64_t b, int64_t c, int64_t d);

/* Number of the lowest bit that is set; there is one. A de Bruijn sequence: each of its places has other 6 bits. */
static inline uint32_t kogge__lowest_bit(uint64_t bits)
{
    static const uint8_t number[64] = { 0,  1,  2,  53, 3,  7,  54, 27, 4,  38, 41, 8,  34, 55, 48, 28,
                                        62, 5,  39, 46, 44, 42, 22, 9,  24, 35, 59, 56, 49, 18, 29, 11,
                                        63, 52, 6,  26, 37, 40, 33, 47, 61, 45, 43, 21, 23, 58, 17, 10,
                                        51, 25, 36, 32, 60, 20, 57, 16, 50, 31, 19, 15, 30, 14, 13, 12 };
    return number[(bits & (0 - bits)) * UINT64_C(0x022fdd63cc95386d) >> 58];
}

/* Sum and product of values >= 0, saturated at INT64_MAX. */
static inline int64_t kogge__add_sat(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static inline int64_t kogge__mul_sat(int64_t a, int64_t b)
{
    if ((a | b) >> 31 == 0)
        return a * b;
    return b && a > INT64_MAX / b ? INT64_MAX : a * b;
}

#endif
