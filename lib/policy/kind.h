/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The fee kinds: one row a kind says all that the library knows about it (semantics 2.2). */

#ifndef KOGGE_POLICY_KIND_H
#define KOGGE_POLICY_KIND_H

#include "policy/rule.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

enum kind_trait {
    KIND_AMOUNT = 1,         /* takes amount */
    KIND_PRICE_UNIT = 2,     /* takes amount_per */
    KIND_RATE = 4,           /* takes rate_bp */
    KIND_LIMITS = 8,         /* takes min and max */
    KIND_NEEDS_BELOW = 16,   /* measures up to below, in goods: not with base GROSS */
    KIND_VALUE = 32,         /* looks at the value of the order: off if nothing counts */
    KIND_BY_VALUE = 64,      /* its fee depends on the value of the order alone */
    KIND_BAND_FEE = 128,     /* a small-order fee even without a band */
    KIND_SLICE = 256,        /* its band is what is charged, not a test; it cannot be capped at an edge */
    KIND_LINES = 512,        /* unknown without order lines */
    KIND_COST = 1024,        /* unknown without a handling cost and a channel */
    KIND_SMALL_ORDER = 2048, /* stated as small-order processing on an invoice (EN 16931: AEL) */
};

/* What a kind is asked about: a rule, and an order grown by counting goods. */
struct asked {
    const struct rule *rule;
    const kogge_order_rule *term;
    const struct situation *now;
    int64_t growth;
};

struct kind {
    unsigned traits;

    /* Does the order give cause for the fee? Says what it looked at, if seen is not NULL. NULL = always. */
    bool (*triggered)(const struct asked *asked, kogge_reason *seen);

    /* What a rule that applies charges, uncapped; saturated. */
    int64_t (*amount)(const struct asked *asked);
};

/* NULL for an action. */
const struct kind *kogge__kind(int32_t effect);

#endif
