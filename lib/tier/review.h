/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One classification under way: what its parts share. */

#ifndef KOGGE_TIER_REVIEW_H
#define KOGGE_TIER_REVIEW_H

#include "base/reasons.h"
#include "tier/condition.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

enum { DAYS_OF_A_YEAR = 365, ALL_BP = 10000 };

struct review {
    const kogge_policy *policy;
    const kogge_customer *customer;
    const kogge_classification_basis *basis;
    kogge_reasons *why; /* NULL = not wanted */

    int64_t cut_a, cut_b; /* plain; KOGGE_MONEY_MAX + 1: never reached */
    int64_t revenue;      /* max(0, R) */
    kogge_classification result;
};

/* Tier, and how it came about. Needs the figures of the result: gap, share of wallet, streak. */
void kogge__settle_tier(struct review *review);

/* Needs the tier and small. */
void kogge__settle_flags(struct review *review);

/* Rules 606 and 607, which flags look at, too. */
struct condition kogge__demand_reaches_a(const struct review *review);
struct condition kogge__hidden_champion(const struct review *review);
struct condition kogge__prospect(const struct review *review);

static inline bool kogge__knows(const struct review *review, uint64_t bit)
{
    return review->customer->known & bit;
}

/* A condition that nothing but the customer's own field decides. */
static inline struct condition kogge__customer(const struct review *review, uint64_t bit, int32_t field,
                                               int64_t observed, enum relation relation, int64_t threshold)
{
    return kogge__condition(kogge__knows(review, bit), field, observed, relation, threshold);
}

static inline void kogge__say(const struct review *review, int32_t code, struct condition found)
{
    const kogge_reason reason = { .code = code,
                                  .outcome = found.outcome,
                                  .field = found.field,
                                  .observed = found.observed,
                                  .threshold = found.threshold };
    kogge__reason(review->why, &reason);
}

/* What can be shown of a threshold: beyond it no amount comes. */
static inline int64_t kogge__shown(int64_t threshold)
{
    return threshold > KOGGE_MONEY_MAX ? KOGGE_MONEY_MAX + 1 : threshold;
}

#endif
