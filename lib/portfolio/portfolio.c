/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The accumulator: fed in pieces, merged, refined round by round. */

#include "portfolio/portfolio.h"

#include "base/record.h"
#include "portfolio/cut.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* ---- life ------------------------------------------------------------------------------------------------------ */

kogge_portfolio *kogge__portfolio_alloc(const kogge_allocator *allocator)
{
    kogge_portfolio *fresh = kogge__alloc(allocator, sizeof *fresh);
    if (!fresh)
        return NULL;
    memset(fresh, 0, sizeof *fresh);
    fresh->round = 1;
    if (allocator)
        fresh->allocator = *allocator;
    return fresh;
}

kogge_status kogge_portfolio_new(const kogge_abc_options *options, const kogge_allocator *allocator,
                                 kogge_portfolio **portfolio, kogge_error *error)
{
    kogge_abc_options own;

    if (portfolio)
        *portfolio = NULL;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!options || !portfolio)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !options ? "options" : "portfolio");
    const kogge_status status = kogge__abc_options(options, &own, error);
    if (status)
        return status;
    kogge_portfolio *fresh = kogge__portfolio_alloc(allocator);
    if (!fresh)
        return kogge__fail(error, KOGGE_E_MEMORY, 0, -1, "no memory for a portfolio");
    fresh->cuts_bp[0] = own.cut_a_bp;
    fresh->cuts_bp[1] = own.cut_b_bp;
    fresh->rule = own.cut_rule;
    *portfolio = fresh;
    return KOGGE_OK;
}

void kogge_portfolio_free(kogge_portfolio *portfolio)
{
    if (!portfolio)
        return;
    const kogge_allocator allocator = portfolio->allocator;
    kogge__free(&allocator, portfolio);
}

/* ---- states ---------------------------------------------------------------------------------------------------- */

bool kogge__portfolio_is_exact(const kogge_portfolio *portfolio)
{
    return portfolio->round > 1 && !kogge__search_is_open(&portfolio->searches[0]) &&
           !kogge__search_is_open(&portfolio->searches[1]);
}

bool kogge__tally_fits(const struct tally *tally)
{
    return tally->count <= INT64_MAX && !tally->total.high && tally->total.low <= INT64_MAX;
}

static struct tally add_tallies(const struct tally *a, const struct tally *b)
{
    return (struct tally){ a->count + b->count, a->positive + b->positive, kogge__add(a->total, b->total) };
}

static bool same_tally(const struct tally *a, const struct tally *b)
{
    return a->count == b->count && a->positive == b->positive && !kogge__compare(a->total, b->total);
}

static struct tally *tally_of_round(kogge_portfolio *portfolio)
{
    return portfolio->round == 1 ? &portfolio->base : &portfolio->now;
}

static void begin_round(kogge_portfolio *portfolio)
{
    portfolio->now = (struct tally){ 0 };
    for (int i = 0; i < 2; i++)
        kogge__sieve_begin(&portfolio->sieves[i]);
}

static kogge_status fail_exact(kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the cut values are exact: the portfolio takes no more data");
}

static kogge_status fail_total(kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_ABC_CUTS_TOTAL, -1,
                       "the number of values, or the sum of the positive ones, is beyond 2^63 - 1");
}

/* ---- feeding --------------------------------------------------------------------------------------------------- */

/* The sum of squares of at most PIECE values. With v = 2^25 h + l, below 2^25 each, v^2 = 2^50 h^2 + 2^26 hl + l^2;
 * the three sums stay below 2^60, and need no carry value by value. */
static struct u128 squares_of(const int64_t *values, size_t count)
{
    uint64_t high = 0, mixed = 0, low = 0;

    for (size_t i = 0; i < count; i++) {
        const uint64_t value = values[i] > 0 ? (uint64_t)values[i] : 0;
        const uint64_t h = value >> 25, l = value & ((UINT64_C(1) << 25) - 1);
        high += h * h;
        mixed += h * l;
        low += l * l;
    }
    return kogge__add((struct u128){ high >> 14, high << 50 },
                      kogge__add((struct u128){ mixed >> 38, mixed << 26 }, (struct u128){ 0, low }));
}

void kogge__top_insert(int64_t *top, size_t *count, int64_t value)
{
    size_t low = 0, high = *count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (top[middle] >= value)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == TOP)
        return;
    const size_t moved = (*count < TOP ? *count : TOP - 1) - low;
    memmove(&top[low + 1], &top[low], moved * sizeof *top);
    top[low] = value;
    *count += *count < TOP;
}

static void take_largest(kogge_portfolio *portfolio, uint64_t id, int64_t value)
{
    const int64_t largest = portfolio->top_count ? portfolio->top[0] : 0;
    if (value > largest || (value == largest && id < portfolio->largest_id))
        portfolio->largest_id = id;
    kogge__top_insert(portfolio->top, &portfolio->top_count, value);
}

/* The smallest value that may change the list of the largest, or who the largest is. */
static int64_t bar_of(const kogge_portfolio *portfolio)
{
    if (portfolio->top_count < TOP)
        return 1;
    const int64_t last = portfolio->top[TOP - 1];
    return last < portfolio->top[0] ? last + 1 : last;
}

static void feed_top(kogge_portfolio *portfolio, const uint64_t *ids, const int64_t *values, size_t count)
{
    int64_t bar = bar_of(portfolio);
    for (size_t i = 0; i < count; i++) {
        if (values[i] < bar)
            continue;
        take_largest(portfolio, ids ? ids[i] : 0, values[i]);
        bar = bar_of(portfolio);
    }
}

/* Values within the limits: in the first round the facts, later where the cuts lie. */
static void feed(kogge_portfolio *portfolio, const uint64_t *ids, const int64_t *values, size_t count)
{
    struct tally tallied = { 0 };
    size_t bad;
    if (portfolio->round > 1) {
        kogge__sieves_feed(portfolio->sieves, portfolio->searches, values, count);
        return;
    }
    for (size_t at = 0; at < count; at += PIECE) {
        const size_t length = count - at < PIECE ? count - at : PIECE;
        (void)kogge__count(&tallied, portfolio->buckets, values + at, length, &bad);
        portfolio->squares = kogge__add(portfolio->squares, squares_of(values + at, length));
        feed_top(portfolio, ids ? ids + at : NULL, values + at, length);
    }
}

kogge_status kogge_portfolio_add(kogge_portfolio *portfolio, const uint64_t *ids, const int64_t *values, size_t count,
                                 kogge_error *error)
{
    size_t bad = 0;

    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!portfolio || (!values && count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !portfolio ? "portfolio" : "values");
    if (kogge__portfolio_is_exact(portfolio))
        return fail_exact(error);
    struct tally *tally = tally_of_round(portfolio), grown = *tally;
    if (!kogge__tally(&grown, values, count, &bad))
        return kogge__fail_value(values, bad, error);
    if (!kogge__tally_fits(&grown))
        return fail_total(error);

    *tally = grown;
    feed(portfolio, ids, values, count);
    return KOGGE_OK;
}

/* ---- merging --------------------------------------------------------------------------------------------------- */

/* Bucket 0 is no part of the state: it follows from the tally. */
static bool same_history(const kogge_portfolio *a, const kogge_portfolio *b)
{
    if (a->cuts_bp[0] != b->cuts_bp[0] || a->cuts_bp[1] != b->cuts_bp[1] || a->rule != b->rule ||
        a->round != b->round)
        return false;
    return a->round == 1 ||
           (same_tally(&a->base, &b->base) && !kogge__compare(a->squares, b->squares) &&
            a->largest_id == b->largest_id && !memcmp(a->top, b->top, a->top_count * sizeof *a->top) &&
            !memcmp(a->buckets + 1, b->buckets + 1, (BUCKETS - 1) * sizeof *a->buckets) &&
            !memcmp(a->searches, b->searches, sizeof a->searches));
}

static void merge_first(kogge_portfolio *into, const kogge_portfolio *from)
{
    into->squares = kogge__add(into->squares, from->squares);
    for (size_t i = 0; i < from->top_count; i++)
        take_largest(into, from->largest_id, from->top[i]);
    for (size_t i = 0; i < BUCKETS; i++) {
        into->buckets[i].count += from->buckets[i].count;
        into->buckets[i].sum += from->buckets[i].sum;
    }
}

static void merge_sieve(struct sieve *into, const struct sieve *from)
{
    into->next = into->next < from->next ? into->next : from->next;
    for (size_t i = 0; i < PARTS; i++) {
        struct part *part = &into->parts[i];
        const struct part *other = &from->parts[i];
        if (other->count && (!part->count || other->least < part->least))
            part->least = other->least;
        part->count += other->count;
        part->sum += other->sum;
    }
}

kogge_status kogge_portfolio_merge(kogge_portfolio *into, const kogge_portfolio *from, kogge_error *error)
{
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!into || !from || into == from)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                           into && from ? "a portfolio cannot be merged with itself" : "a portfolio is NULL");
    if (!same_history(into, from))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                           "the portfolios differ in options, round or history: they do not belong together");
    if (kogge__portfolio_is_exact(into))
        return fail_exact(error);
    struct tally *tally = tally_of_round(into);
    const struct tally both = add_tallies(tally, into->round == 1 ? &from->base : &from->now);
    if (!kogge__tally_fits(&both))
        return fail_total(error);

    *tally = both;
    if (into->round == 1)
        merge_first(into, from);
    for (int i = 0; into->round > 1 && i < 2; i++)
        merge_sieve(&into->sieves[i], &from->sieves[i]);
    return KOGGE_OK;
}

/* ---- refining -------------------------------------------------------------------------------------------------- */

void kogge__portfolio_begin_searches(const kogge_portfolio *portfolio, struct search searches[2])
{
    for (int i = 0; i < 2; i++)
        kogge__search_begin(&searches[i], portfolio->cuts_bp[i], portfolio->rule, portfolio->buckets,
                            (int64_t)portfolio->base.total.low);
}

/* False: other data were fed than in the first round, and nothing is changed. */
static bool end_round(kogge_portfolio *portfolio)
{
    struct search narrower[2];
    if (portfolio->round == 1) {
        kogge__portfolio_begin_searches(portfolio, portfolio->searches);
        return true;
    }
    if (!same_tally(&portfolio->base, &portfolio->now))
        return false;
    memcpy(narrower, portfolio->searches, sizeof narrower);
    for (int i = 0; i < 2; i++) {
        if (kogge__search_is_open(&narrower[i]) && !kogge__search_narrow(&narrower[i], &portfolio->sieves[i]))
            return false;
    }
    memcpy(portfolio->searches, narrower, sizeof narrower);
    return true;
}

kogge_status kogge_portfolio_refine(kogge_portfolio *portfolio, int32_t *again, kogge_error *error)
{
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!portfolio || !again)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !portfolio ? "portfolio" : "again");
    if (!portfolio->base.positive)
        return kogge__fail_degenerate(error);
    if (!kogge__portfolio_is_exact(portfolio)) {
        const bool same = end_round(portfolio);
        begin_round(portfolio);
        if (!same)
            return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                               "this round was fed other data than the first: feed it again from its start");
        portfolio->round++;
    }
    *again = !kogge__portfolio_is_exact(portfolio);
    return KOGGE_OK;
}

/* ---- cuts ------------------------------------------------------------------------------------------------------ */

kogge_status kogge__portfolio_ready(const kogge_portfolio *portfolio, kogge_error *error)
{
    if (!portfolio->base.positive)
        return kogge__fail_degenerate(error);
    if (!kogge__portfolio_is_exact(portfolio))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the cut values are not exact yet: refine the portfolio");
    return KOGGE_OK;
}

kogge_status kogge_portfolio_cuts(const kogge_portfolio *portfolio, kogge_abc_cuts *cuts, kogge_error *error)
{
    kogge_abc_cuts found;

    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!portfolio || !cuts)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !portfolio ? "portfolio" : "cuts");
    kogge_status status = kogge__result_size(KOGGE_RECORD_ABC_CUTS, cuts, error);
    if (!status)
        status = kogge__portfolio_ready(portfolio, error);
    if (status)
        return status;
    kogge__fill_cuts(&found, &portfolio->base, portfolio->searches);
    kogge__result_write(KOGGE_RECORD_ABC_CUTS, &found, cuts);
    return KOGGE_OK;
}
