/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Conditions of three outcomes, joined by "both" and "either" (semantics 0). Each carries what a reason says about
 * it: so whatever the conditions of a rule come to, the one that settled it is at hand. */

#ifndef KOGGE_TIER_CONDITION_H
#define KOGGE_TIER_CONDITION_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

struct condition {
    int32_t outcome; /* MATCHED, NOT_MATCHED or UNKNOWN */
    int32_t field;
    int64_t observed, threshold;
};

enum relation { AT_LEAST, ABOVE, AT_MOST, BELOW };

static inline bool kogge__relates(int64_t observed, enum relation relation, int64_t threshold)
{
    switch (relation) {
    case AT_LEAST:
        return observed >= threshold;
    case ABOVE:
        return observed > threshold;
    case AT_MOST:
        return observed <= threshold;
    default:
        return observed < threshold;
    }
}

/* A condition that was decided elsewhere, because what is shown is rounded. */
static inline struct condition kogge__decided(bool holds, int32_t field, int64_t observed, int64_t threshold)
{
    return (struct condition){ holds ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED, field, observed,
                               threshold };
}

static inline struct condition kogge__unknown(int32_t field, int64_t threshold)
{
    return (struct condition){ KOGGE_OUTCOME_UNKNOWN, field, 0, threshold };
}

static inline struct condition kogge__condition(bool known, int32_t field, int64_t observed, enum relation relation,
                                                int64_t threshold)
{
    return known ? kogge__decided(kogge__relates(observed, relation, threshold), field, observed, threshold)
                 : kogge__unknown(field, threshold);
}

/* The first that is false; else the first that is unknown; else the last. */
static inline struct condition kogge__both(struct condition a, struct condition b)
{
    if (a.outcome == KOGGE_OUTCOME_MATCHED)
        return b;
    return a.outcome == KOGGE_OUTCOME_UNKNOWN && b.outcome == KOGGE_OUTCOME_NOT_MATCHED ? b : a;
}

/* The first that holds; else the first that is unknown; else the first. */
static inline struct condition kogge__either(struct condition a, struct condition b)
{
    if (a.outcome == KOGGE_OUTCOME_MATCHED || b.outcome == KOGGE_OUTCOME_NOT_MATCHED)
        return a;
    return a.outcome == KOGGE_OUTCOME_UNKNOWN && b.outcome == KOGGE_OUTCOME_UNKNOWN ? a : b;
}

#endif
