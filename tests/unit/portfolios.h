/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What tests of portfolios share: the cuts by their definition, random data, accumulators. */

#ifndef KOGGE_TESTS_PORTFOLIOS_H
#define KOGGE_TESTS_PORTFOLIOS_H

#include "given.h"
#include "random.h"

#include "base/number.h"

#include <stdbool.h>
#include <string.h>

static inline kogge_abc_options given_cut(int32_t cut_a, int32_t cut_b, int32_t rule)
{
    return (kogge_abc_options){
        .struct_size = sizeof(kogge_abc_options), .cut_a_bp = cut_a, .cut_b_bp = cut_b, .cut_rule = rule
    };
}

/* ---- by definition --------------------------------------------------------------------------------------------- */

/* Sum of the values > v, or >= v; the values of tests that ask add up to less than 2^63. */
static inline uint64_t sum_from(const int64_t *values, size_t count, int64_t v, bool equal_too)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i] > v || (equal_too && values[i] == v) ? (uint64_t)values[i] : 0;
    return sum;
}

static inline bool in_class(const int64_t *values, size_t count, int64_t v, int32_t cut_bp, int32_t rule)
{
    const struct u128 limit = kogge__mul((uint64_t)cut_bp, sum_from(values, count, 0, false));
    if (v <= 0)
        return false;
    if (rule == KOGGE_CUT_RULE_CUM_AFTER)
        return kogge__compare(kogge__mul(10000, sum_from(values, count, v, true)), limit) <= 0;
    return kogge__compare(kogge__mul(10000, sum_from(values, count, v, false)), limit) < 0;
}

/* The smallest value of a class. */
static inline int64_t cut_by_definition(const int64_t *values, size_t count, int32_t cut_bp, int32_t rule)
{
    int64_t least = KOGGE_MONEY_MAX + 1;
    for (size_t i = 0; i < count; i++) {
        if (values[i] < least && in_class(values, count, values[i], cut_bp, rule))
            least = values[i];
    }
    return least;
}

/* ---- data ------------------------------------------------------------------------------------------------------ */

/* Small numbers with many ties; sizes over the whole range; one range of values; few distinct ones; like revenue. */
static inline void random_values(uint64_t *state, int64_t *values, size_t count)
{
    const int64_t kind = random_between(state, 0, 5), centre = random_between(state, 1, KOGGE_MONEY_MAX / 2);
    for (size_t i = 0; i < count; i++) {
        const int64_t size = random_between(state, 0, 49);
        switch (kind) {
        case 0:
            values[i] = random_between(state, -2, 12);
            break;
        case 1:
            values[i] = random_between(state, -(INT64_C(1) << size), INT64_C(1) << size);
            break;
        case 2:
            values[i] = centre + random_between(state, 0, 3 + centre / 50);
            break;
        case 3:
            values[i] = centre * random_between(state, 0, 2) / 2 + random_between(state, 0, 1);
            break;
        case 4:
            values[i] = centre - centre % 64 + random_between(state, 0, 40);
            break;
        default:
            values[i] = random_between(state, 1, 100) * random_between(state, 1, 100) *
                        random_between(state, 1, 100) * random_between(state, -1, 100);
        }
    }
}

static inline kogge_abc_options random_cut(uint64_t *state)
{
    static const int32_t edges[] = { 0, 1, 5000, 8000, 9500, 9999, 10000 };
    int32_t a = (int32_t)random_between(state, 0, 10000), b = (int32_t)random_between(state, 0, 10000);
    if (random_between(state, 0, 2) == 0)
        a = edges[random_between(state, 0, 6)];
    if (random_between(state, 0, 2) == 0)
        b = edges[random_between(state, 0, 6)];
    return given_cut(a < b ? a : b, a < b ? b : a, (int32_t)random_between(state, 0, 2));
}

/* ---- accumulators ---------------------------------------------------------------------------------------------- */

static inline kogge_portfolio *given_portfolio(const kogge_abc_options *options)
{
    kogge_portfolio *portfolio = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_new(options, NULL, &portfolio, &error))
        fail_msg("no portfolio: %s", error.text);
    return portfolio;
}

static inline void feed(kogge_portfolio *portfolio, const uint64_t *ids, const int64_t *values, size_t count)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_add(portfolio, ids, values, count, &error))
        fail_msg("not taken: %s", error.text);
}

static inline bool refine(kogge_portfolio *portfolio)
{
    int32_t again = 7;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_refine(portfolio, &again, &error))
        fail_msg("not refined: %s", error.text);
    assert_in_range(again, 0, 1);
    return again;
}

/* An accumulator with exact cuts of these values, fed in one piece a round; returns the number of rounds. */
static inline int feed_all(kogge_portfolio *portfolio, const uint64_t *ids, const int64_t *values, size_t count)
{
    int rounds = 0;
    do {
        feed(portfolio, ids, values, count);
        rounds++;
    } while (refine(portfolio));
    return rounds;
}

#endif
