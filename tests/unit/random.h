/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Pseudo-random numbers that are the same on every platform: xorshift64*, seeded by each test. */

#ifndef KOGGE_TESTS_RANDOM_H
#define KOGGE_TESTS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t random_u64(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* lowest..highest, both included; highest - lowest below 2^63 - 1. */
static inline int64_t random_between(uint64_t *state, int64_t lowest, int64_t highest)
{
    return lowest + (int64_t)((random_u64(state) >> 1) % (uint64_t)(highest - lowest + 1));
}

/* Any size and sign, every third an edge value. */
static inline int64_t random_i64(uint64_t *state)
{
    static const int64_t edges[] = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        10000,
        -10000,
        INT32_MAX,
        INT32_MIN,
        UINT32_MAX,
        INT64_C(1) << 32,
        -(INT64_C(1) << 32),
        INT64_C(1) << 62,
        INT64_MAX,
        INT64_MIN,
        INT64_MAX - 1,
        INT64_MIN + 1,
    };
    const uint64_t choice = random_u64(state) >> 32;
    const int64_t value = (int64_t)(random_u64(state) >> (1 + choice % 63));

    if (choice % 3 == 0)
        return edges[(choice >> 8) % (sizeof edges / sizeof edges[0])];
    return choice % 2 == 0 ? value : -value;
}

#endif
