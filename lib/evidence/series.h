/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The quarters of one customer as the tests look at them: leading ones of 0 left out, the season removed. */

#ifndef KOGGE_EVIDENCE_SERIES_H
#define KOGGE_EVIDENCE_SERIES_H

#include "base/number.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUARTERS_LIMIT = 40, QUARTERS_FOR_TREND = 4, QUARTERS_FOR_KENDALL = 6, QUARTERS_FOR_ORDERS = 8 };

/* Values are up to 9 * 10^18 once the season is removed (KOGGE_MONEY_MAX * 10 000): differences take 65 bits. */
struct series {
    size_t passed;         /* quarters that the caller passed */
    size_t count;          /* those looked at */
    const int64_t *values; /* those looked at, oldest first */
    bool season_removed;
    uint64_t median2;                /* twice the median; 0 if that is not positive or there is no quarter */
    int64_t all[QUARTERS_LIMIT];     /* as passed, the season removed */
    int64_t ordered[QUARTERS_LIMIT]; /* those looked at, ascending */
};

kogge_status kogge__series_read(struct series *series, const kogge_history *history, const int64_t *quarters,
                                size_t count, kogge_error *error);

/* Are all quarters but two above 0? Then the quarters are tested, else the order days. */
bool kogge__series_is_dense(const struct series *series);

/* Kendall's S: rising pairs less falling ones. */
int32_t kogge__series_kendall(const struct series *series);

/* Sum of t (t - 1) (2 t + 5) over groups of t equal quarters: what ties take from the variance of S. */
int64_t kogge__series_ties(const struct series *series);

/* Theil-Sen slope in lowest terms, 0 of fewer than 2 quarters. E_RANGE if its numerator is beyond 2^63 - 1. */
kogge_status kogge__series_slope(const struct series *series, int64_t *numerator, int64_t *denominator);

/* Sum of the last four quarters passed (years_back 0), or of the four before (1); two's complement of 128 bits. */
struct u128 kogge__series_year(const struct series *series, size_t years_back);

#endif
