/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Where the cut values of a portfolio lie: found by passes over the values in any order, without sorting them
 * (semantics 4). The first pass counts and sums values by bucket; each further one divides the bucket in which a cut
 * lies into parts, until the values there are all equal. */

#ifndef KOGGE_PORTFOLIO_CUT_H
#define KOGGE_PORTFOLIO_CUT_H

#include "base/number.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PIECE = 256,        /* values looked at together: they stay in the first cache, and their sums in 64 bits */
    BUCKETS = 1460,     /* up to that of KOGGE_MONEY_MAX */
    ALL_BUCKETS = 1888, /* up to that of INT64_MAX */
    PART_BITS = 9,      /* what a round adds to what is known of a cut value */
    PARTS = 1 << PART_BITS,
    MOST_ROUNDS = 7, /* the last bucket is 2^44 wide: 44, 35, 26, 17, 8, 0 bits after each round */
};

/* Larger than any value. */
#define NO_VALUE (KOGGE_MONEY_MAX + 1)

/* ---- the first pass -------------------------------------------------------------------------------------------- */

/* How many values there were, how many of them above 0, and the sum of these. */
struct tally {
    uint64_t count, positive;
    struct u128 total;
};

/* A value v < 64 has a bucket of its own; a larger one lies in that of (32 + m) * 2^e <= v < (33 + m) * 2^e. */
struct bucket {
    uint64_t count, sum;
};

/* Tallies values; false: one is beyond KOGGE_MONEY_MAX, *bad is the first such. */
bool kogge__tally(struct tally *tally, const int64_t *values, size_t count, size_t *bad);

/* The same, and counts and sums them by bucket; bucket 0 takes those that are not positive. Room for BUCKETS is
 * enough where no value is beyond, ALL_BUCKETS always. */
bool kogge__count(struct tally *tally, struct bucket *buckets, const int64_t *values, size_t count, size_t *bad);

/* The bucket of a value of 0..KOGGE_MONEY_MAX, the smallest value in a bucket, and the bits of its width. */
size_t kogge__bucket_of(uint64_t value);
int64_t kogge__bucket_low(size_t bucket);
int32_t kogge__bucket_bits(size_t bucket);

/* ---- one cut --------------------------------------------------------------------------------------------------- */

/* CUM_BEFORE looks for the smallest value v with S(> v) within the limit: that is the cut value. CUM_AFTER asks for
 * S(>= v), which is S(> w) of the next smaller value w: it looks for the smallest such w, and the cut value is the
 * next larger value. No member is padding, so that two searches can be compared as bytes. */
struct search {
    int64_t limit;                     /* largest sum above the value looked for; -1: nobody is in the class */
    int64_t low;                       /* it lies in low .. low + 2^bits - 1 ... */
    uint64_t inside_count, inside_sum; /* ... with these, ... */
    uint64_t above_count, above_sum;   /* ... and these lie above */
    int64_t next;                      /* CUM_AFTER: smallest value above; 0: not known yet */
    int32_t bits;
    int32_t after;
};

/* A range divided: what a further pass finds. */
struct part {
    uint64_t count, sum;
    int64_t least; /* smallest value, if there is one */
};
struct sieve {
    int64_t next; /* CUM_AFTER: smallest value above the range, or NO_VALUE */
    struct part parts[PARTS];
};

/* Begins with what the first pass found; total > 0. */
void kogge__search_begin(struct search *search, int32_t cut_bp, int32_t rule, const struct bucket *buckets,
                         int64_t total);

/* Is another pass needed? */
bool kogge__search_is_open(const struct search *search);

/* An empty sieve, values through those of the searches that are open, and what one found; false: these were other
 * values than before. */
void kogge__sieve_begin(struct sieve *sieve);
void kogge__sieves_feed(struct sieve sieves[2], const struct search searches[2], const int64_t *values, size_t count);
bool kogge__search_narrow(struct search *search, const struct sieve *sieve);

/* Bits of the width of a part of the range. */
int32_t kogge__part_bits(const struct search *search);

/* Of a search that is over: the smallest value of the class, and who is in the class. */
int64_t kogge__search_cut(const struct search *search);
struct bucket kogge__search_class(const struct search *search);

/* Cuts that a caller hands back, checked. */
kogge_status kogge__read_cuts(const kogge_abc_cuts *cuts, kogge_abc_cuts *own, kogge_error *error);

#endif
