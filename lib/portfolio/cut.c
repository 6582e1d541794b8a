/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "portfolio/cut.h"

#include "base/number.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* ---- the first pass -------------------------------------------------------------------------------------------- */

#if defined(__GNUC__)
static inline unsigned leading_zeros(uint64_t value)
{
    return (unsigned)__builtin_clzll(value);
}
#else
static inline unsigned leading_zeros(uint64_t value)
{
    unsigned zeros = 0;

    for (unsigned step = 32; step > 0; step /= 2) {
        if (value >> (64 - step) == 0) {
            value <<= step;
            zeros += step;
        }
    }
    return zeros;
}
#endif

/* With e the bits beyond the first six, 32 e + (v >> e): values below 64 are their own bucket. */
static inline size_t bucket_of(uint64_t value)
{
    const unsigned beyond = 58 - leading_zeros(value | 32);
    return 32 * (size_t)beyond + (size_t)(value >> beyond);
}

size_t kogge__bucket_of(uint64_t value)
{
    return bucket_of(value);
}

int32_t kogge__bucket_bits(size_t bucket)
{
    return bucket < 64 ? 0 : (int32_t)(bucket / 32) - 1;
}

int64_t kogge__bucket_low(size_t bucket)
{
    return bucket < 64 ? (int64_t)bucket : (int64_t)(32 + bucket % 32) << kogge__bucket_bits(bucket);
}

/* At most PIECE values: their sum is below 2^59. One loop for both calls, buckets NULL or not; it has no branch, and
 * what is beyond is found out at its end. */
static inline bool look_at(struct tally *tally, struct bucket *buckets, const int64_t *values, size_t count)
{
    const uint64_t limit = KOGGE_MONEY_MAX;
    uint64_t positive = 0, total = 0, beyond = 0;

    for (size_t i = 0; i < count; i++) {
        const uint64_t value = values[i] > 0 ? (uint64_t)values[i] : 0;
        beyond |= (uint64_t)values[i] + limit > 2 * limit;
        positive += value > 0;
        total += value;
        if (buckets) {
            struct bucket *bucket = &buckets[bucket_of(value)];
            bucket->count++;
            bucket->sum += value;
        }
    }
    tally->count += count;
    tally->positive += positive;
    tally->total = kogge__add(tally->total, (struct u128){ 0, total });
    return !beyond;
}

static size_t first_beyond(const int64_t *values)
{
    size_t at = 0;
    while (values[at] >= -KOGGE_MONEY_MAX && values[at] <= KOGGE_MONEY_MAX)
        at++;
    return at;
}

bool kogge__tally(struct tally *tally, const int64_t *values, size_t count, size_t *bad)
{
    for (size_t at = 0; at < count; at += PIECE) {
        if (look_at(tally, NULL, values + at, count - at < PIECE ? count - at : PIECE))
            continue;
        *bad = at + first_beyond(values + at);
        return false;
    }
    return true;
}

bool kogge__count(struct tally *tally, struct bucket *buckets, const int64_t *values, size_t count, size_t *bad)
{
    for (size_t at = 0; at < count; at += PIECE) {
        if (look_at(tally, buckets, values + at, count - at < PIECE ? count - at : PIECE))
            continue;
        *bad = at + first_beyond(values + at);
        return false;
    }
    return true;
}

/* ---- where values lie ------------------------------------------------------------------------------------------ */

/* A bucket, or a part of one. */
struct place {
    int64_t low;
    int32_t bits;
    uint64_t count, sum;
    int64_t least; /* smallest value; 0: not known */
};

/* The value that all in the place have; 0: they differ, or it cannot be told. */
static int64_t only_value(const struct place *place)
{
    const uint64_t low = (uint64_t)place->low, high = low + (UINT64_C(1) << place->bits) - 1;

    if (place->count == 1)
        return (int64_t)place->sum;
    if (place->sum == place->count * low || place->sum == place->count * high)
        return (int64_t)(place->sum / place->count);
    return place->least && place->sum == place->count * (uint64_t)place->least ? place->least : 0;
}

static int64_t least_value(const struct place *place)
{
    return place->least ? place->least : only_value(place);
}

static struct place bucket_place(const struct bucket *buckets, size_t at)
{
    return (struct place){ .low = kogge__bucket_low(at),
                           .bits = kogge__bucket_bits(at),
                           .count = buckets[at].count,
                           .sum = buckets[at].sum };
}

static struct place part_place(const struct search *search, const struct sieve *sieve, size_t at)
{
    const struct part *part = &sieve->parts[at];
    const int32_t bits = kogge__part_bits(search);
    return (struct place){ .low = search->low + ((int64_t)at << bits),
                           .bits = bits,
                           .count = part->count,
                           .sum = part->sum,
                           .least = part->least };
}

/* Going down from the top: the last place with values above which the sum is within the limit. */
struct descent {
    struct search *search; /* becomes that place */
    int64_t next;          /* smallest value above the place to come, 0: not known */
    uint64_t count, sum;   /* above the place to come */
};

static void step_down(struct descent *descent, const struct place *place)
{
    struct search *search = descent->search;
    if (!place->count || search->limit < 0 || descent->sum > (uint64_t)search->limit)
        return;
    const int64_t only = only_value(place);
    search->low = only ? only : place->low;
    search->bits = only ? 0 : place->bits;
    search->inside_count = place->count;
    search->inside_sum = place->sum;
    search->above_count = descent->count;
    search->above_sum = descent->sum;
    search->next = search->after ? descent->next : 0;
    descent->next = least_value(place);
    descent->count += place->count;
    descent->sum += place->sum;
}

/* ---- one cut --------------------------------------------------------------------------------------------------- */

/* S * 10 000 < cut * T is S <= ceil(cut * T / 10 000) - 1 in whole numbers, S * 10 000 <= cut * T is S <= the floor.
 */
static int64_t limit_of(int32_t cut_bp, bool after, int64_t total)
{
    if (!cut_bp)
        return -1;
    return after ? kogge__mul_div(total, cut_bp, 10000, KOGGE_ROUNDING_DOWN)
                 : kogge__ceil_div(total, cut_bp, 10000) - 1;
}

void kogge__search_begin(struct search *search, int32_t cut_bp, int32_t rule, const struct bucket *buckets,
                         int64_t total)
{
    /* All of T makes no difference between the rules: every positive value is in. */
    const bool after = rule == KOGGE_CUT_RULE_CUM_AFTER && cut_bp < 10000;
    struct descent descent = { .search = search, .next = NO_VALUE };

    *search = (struct search){ .limit = limit_of(cut_bp, after, total), .after = after && cut_bp };
    for (size_t at = BUCKETS - 1; at > 0; at--) {
        const struct place place = bucket_place(buckets, at);
        step_down(&descent, &place);
    }
}

bool kogge__search_is_open(const struct search *search)
{
    return search->bits || (search->after && !search->next);
}

int32_t kogge__part_bits(const struct search *search)
{
    return search->bits > PART_BITS ? search->bits - PART_BITS : 0;
}

void kogge__sieve_begin(struct sieve *sieve)
{
    memset(sieve, 0, sizeof *sieve);
    sieve->next = NO_VALUE;
}

static void feed_above(struct sieve *sieve, const struct search *search, const int64_t *values, size_t count)
{
    const int64_t high = search->low + (INT64_C(1) << search->bits) - 1;
    int64_t next = sieve->next;

    for (size_t i = 0; i < count; i++) {
        if (values[i] < next && values[i] > high)
            next = values[i];
    }
    sieve->next = next;
}

static void feed_part(struct part *part, int64_t value)
{
    part->least = part->count && part->least < value ? part->least : value;
    part->count++;
    part->sum += (uint64_t)value;
}

static void feed_inside(struct sieve *sieve, const struct search *search, const int64_t *values, size_t count)
{
    const uint64_t low = (uint64_t)search->low, width = UINT64_C(1) << search->bits;
    const int32_t bits = kogge__part_bits(search);

    for (size_t i = 0; i < count; i++) {
        const uint64_t distance = (uint64_t)values[i] - low;
        if (distance < width)
            feed_part(&sieve->parts[distance >> bits], values[i]);
    }
}

/* low .. low + width - 1 */
struct range {
    uint64_t low, width;
};

/* All that open searches want to see. */
static struct range range_of(const struct search searches[2])
{
    uint64_t low = NO_VALUE, end = 0;
    for (int i = 0; i < 2; i++) {
        const struct search *search = &searches[i];
        const uint64_t own_end = (uint64_t)search->low + (UINT64_C(1) << search->bits);
        if (!kogge__search_is_open(search))
            continue;
        low = (uint64_t)search->low < low ? (uint64_t)search->low : low;
        end = own_end > end ? own_end : end;
        end = search->after ? (uint64_t)NO_VALUE : end;
    }
    return (struct range){ low, end > low ? end - low : 0 };
}

/* Most values are below the cuts. They are dropped without a branch for each, which could not be foreseen. */
static size_t gather(int64_t near[PIECE], struct range range, const int64_t *values, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        near[found] = values[i];
        found += (uint64_t)values[i] - range.low < range.width;
    }
    return found;
}

void kogge__sieves_feed(struct sieve sieves[2], const struct search searches[2], const int64_t *values, size_t count)
{
    const struct range range = range_of(searches);
    int64_t near[PIECE];

    for (size_t at = 0; at < count; at += PIECE) {
        const size_t found = gather(near, range, values + at, count - at < PIECE ? count - at : PIECE);
        for (int i = 0; i < 2; i++) {
            if (!kogge__search_is_open(&searches[i]))
                continue;
            feed_inside(&sieves[i], &searches[i], near, found);
            if (searches[i].after)
                feed_above(&sieves[i], &searches[i], near, found);
        }
    }
}

/* Does the sieve hold what the range is known to hold? */
static bool is_of_range(const struct search *search, const struct sieve *sieve)
{
    uint64_t count = 0, sum = 0;
    for (size_t i = 0; i < PARTS; i++) {
        count += sieve->parts[i].count;
        sum += sieve->parts[i].sum;
    }
    return count == search->inside_count && sum == search->inside_sum;
}

bool kogge__search_narrow(struct search *search, const struct sieve *sieve)
{
    const struct search before = *search;
    struct descent descent = {
        .search = search, .next = sieve->next, .count = before.above_count, .sum = before.above_sum
    };

    if (!is_of_range(&before, sieve) || (before.next && before.next != sieve->next))
        return false;
    for (size_t at = PARTS; at > 0; at--) {
        const struct place place = part_place(&before, sieve, at - 1);
        step_down(&descent, &place);
    }
    return true;
}

int64_t kogge__search_cut(const struct search *search)
{
    if (search->limit < 0)
        return NO_VALUE;
    return search->after ? search->next : search->low;
}

struct bucket kogge__search_class(const struct search *search)
{
    struct bucket in_class = { search->above_count, search->above_sum };
    if (!search->after) {
        in_class.count += search->inside_count;
        in_class.sum += search->inside_sum;
    }
    return in_class;
}
