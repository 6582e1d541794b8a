/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The state of an accumulator, and what the parts of the portfolio family share. */

#ifndef KOGGE_PORTFOLIO_PORTFOLIO_H
#define KOGGE_PORTFOLIO_PORTFOLIO_H

#include "base/number.h"
#include "portfolio/cut.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOP = 100 };

struct kogge_portfolio {
    kogge_allocator allocator;
    int32_t cuts_bp[2];
    int32_t rule;
    int32_t round; /* from 1 on; refining begins the next */

    /* Facts of the first round; all but count concern the values above 0. */
    struct tally base;
    struct u128 squares;
    uint64_t largest_id;
    size_t top_count;
    int64_t top[TOP]; /* descending */
    struct bucket buckets[BUCKETS];

    /* From the second round on: where the cuts lie, and what the round was fed. */
    struct search searches[2];
    struct tally now;
    struct sieve sieves[2]; /* of searches that are open */
};

/* Are the cut values exact? */
bool kogge__portfolio_is_exact(const kogge_portfolio *portfolio);

/* Does a total, or a number of values, fit in 63 bits? */
bool kogge__tally_fits(const struct tally *tally);

/* Takes what can be asked of every state: NULL, no positive value, cuts not exact yet. */
kogge_status kogge__portfolio_ready(const kogge_portfolio *portfolio, kogge_error *error);

/* What the first round says of the cuts; there must be a positive value. */
void kogge__portfolio_begin_searches(const kogge_portfolio *portfolio, struct search searches[2]);

/* One value into a descending list of the largest. */
void kogge__top_insert(int64_t *top, size_t *count, int64_t value);

/* The options of a caller at full size, their rule never 0. */
kogge_status kogge__abc_options(const kogge_abc_options *options, kogge_abc_options *own, kogge_error *error);

void kogge__fill_cuts(kogge_abc_cuts *cuts, const struct tally *tally, const struct search searches[2]);
kogge_status kogge__fail_value(const int64_t *values, size_t row, kogge_error *error);
kogge_status kogge__fail_degenerate(kogge_error *error);

/* An empty accumulator with memory of its own; NULL = no memory. */
kogge_portfolio *kogge__portfolio_alloc(const kogge_allocator *allocator);

#endif
