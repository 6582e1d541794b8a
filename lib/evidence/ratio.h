/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Fractions of 128 bits and sums with a sign: growth and realisation before they are rounded (semantics 0). */

#ifndef KOGGE_EVIDENCE_RATIO_H
#define KOGGE_EVIDENCE_RATIO_H

#include "base/number.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- integers with a sign: two's complement of 128 bits -------------------------------------------------------- */

static inline struct u128 kogge__signed(bool negative, struct u128 magnitude)
{
    return negative ? kogge__sub((struct u128){ 0, 0 }, magnitude) : magnitude;
}

static inline struct u128 kogge__extend(int64_t value)
{
    return kogge__signed(value < 0, (struct u128){ 0, kogge__abs(value) });
}

static inline bool kogge__is_negative(struct u128 value)
{
    return value.high >> 63;
}

static inline bool kogge__is_positive(struct u128 value)
{
    return !kogge__is_negative(value) && (value.high | value.low);
}

static inline struct u128 kogge__magnitude(struct u128 value)
{
    return kogge__signed(kogge__is_negative(value), value);
}

/* Modulo 2^128. */
static inline struct u128 kogge__times(struct u128 a, uint64_t b)
{
    struct u128 product = kogge__mul(a.low, b);
    product.high += a.high * b;
    return product;
}

/* ---- fractions ------------------------------------------------------------------------------------------------- */

/* A fraction in basis points: both parts below 2^126, the lower one above 0. */
struct ratio {
    bool negative;
    struct u128 numerator, denominator;
};

/* Magnitude of the fraction, HALF_AWAY, at most limit; *beyond says that the rounded number was above it. The
 * denominator times limit is below 2^126. */
int32_t kogge__ratio_round(const struct ratio *ratio, int32_t limit, bool *beyond);

/* Is the fraction at least limit? The denominator is below 2^96, limit is not negative. */
bool kogge__ratio_reaches(const struct ratio *ratio, int32_t limit);

#endif
