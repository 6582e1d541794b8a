/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Order days of one customer: gaps between them, and how long the customer has been silent. */

#ifndef KOGGE_EVIDENCE_RHYTHM_H
#define KOGGE_EVIDENCE_RHYTHM_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GAPS_ENOUGH = 5 };

/* Day numbers span 2^32 days: all but the counts is exact in 64 bits. */
struct rhythm {
    int64_t days, gaps;       /* distinct order days, and gaps between them */
    int64_t own_longest;      /* gap; 0 = there is none */
    int64_t silence;          /* if there is an order day */
    int64_t median2, longest; /* gaps that count, the customer's own or the pooled ones; 0 = there are none */
    bool is_own, is_pooled;   /* which of both */
    int32_t overdue;          /* class */
};

/* Ascending, none after today? And both pooled gaps or neither? */
kogge_status kogge__order_days_check(const kogge_history *history, const int32_t *days, size_t count,
                                     kogge_error *error);

/* days NULL: there are none. */
void kogge__rhythm(struct rhythm *rhythm, const kogge_history *history, const int32_t *days, size_t count);

/* Order days after the day from, up to the day to; equal ones count once. */
int32_t kogge__order_days_between(const int32_t *days, size_t count, int64_t from, int64_t to);

#endif
