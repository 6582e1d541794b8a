/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One order rule, compiled: does it apply to an order, if not why not, and what does it charge? (semantics 2.2)
 *
 * A rule applies if its scope (dates, keys, masks) holds, which does not change while an order grows, and then its
 * conditions on the value do. Assessment, missing amounts and lint all ask here. */

#ifndef KOGGE_POLICY_RULE_H
#define KOGGE_POLICY_RULE_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

/* The masks of a scope in the order in which they are tested. */
enum scope_mask {
    MASK_TIER,
    MASK_TREATMENT,
    MASK_CHANNEL,
    MASK_BRAND,
    MASK_ORDER_TYPE,
    MASK_DELIVERY_MODE,
    MASK_COUNT
};

/* Two masks of 32 bits in a word, so that six are tested by three operations. */
enum { MASK_WORDS = MASK_COUNT / 2 };

enum rule_trait {
    TRAIT_FEE = 1,      /* else an action */
    TRAIT_BANDED = 2,   /* has from or below */
    TRAIT_BAND_FEE = 4, /* a fee with a band, or COST_COVER: a small-order fee */
    TRAIT_VALUE = 8,    /* does not apply if nothing on the order counts */
    TRAIT_CLIFF = 16,
    TRAIT_KEYS = 32,   /* names a customer group, country or sales organisation */
    TRAIT_ASKS = 64,   /* its kind asks for a cause, or for inputs that may be unknown */
    TRAIT_SLICE = 128, /* its band is no test */
};

/* What is read for every rule of every order: 64 bytes. The rest stands in the caller's row. */
struct rule {
    uint64_t masks[MASK_WORDS]; /* a mask that asks nothing has all bits */
    int64_t from, below;        /* open: 0 and INT64_MAX */
    int32_t first_day, last_day;
    int32_t customer_group, country, sales_org; /* 0 = any */
    uint8_t group, base, effect, traits;
};

/* An order as rules see it. */
struct situation {
    const kogge_policy *policy;
    const kogge_order *order;
    const kogge_customer *customer; /* of a guest: all zero */
    const kogge_rows *lines;        /* NULL = not known; checked */
    uint64_t masks[MASK_WORDS];     /* the bit of the order's code in each mask */
    uint8_t codes[MASK_COUNT];      /* the same codes as numbers */
    int64_t base[5];                /* by code of the base */
    int64_t band[5];                /* base + also_counts */
    int64_t net;
    int64_t handling_cost;
    int64_t shortfall; /* over all lines */
    int32_t broken_lines;
    int32_t priced_at, margin_bp;
    bool fees_off;       /* by the treatment: band fees do not apply */
    bool nothing_counts; /* value rules do not apply, unless the order grows */
    bool cost_unknown;   /* a line costs something, and nobody knows how many there are */
};

/* Where a code stands in the masks of a scope. */
static inline uint64_t kogge__mask_bit(enum scope_mask mask, int32_t code)
{
    return UINT64_C(1) << (code + (mask % 2 ? 32 : 0));
}

void kogge__rule_compile(const kogge_order_rule *term, struct rule *rule);

/* Field of the assessment that shows the value of a base. */
int32_t kogge__base_field(int32_t base);

bool kogge__keys_hold(const struct rule *rule, const struct situation *now);

/* Dates, keys and masks: what growing the order does not change. In a header because it is asked for every rule of
 * every order. */
static inline bool kogge__scope_holds(const struct rule *rule, const struct situation *now)
{
    const uint64_t *order = now->masks, *asked = rule->masks;
    uint64_t missing = (order[0] & ~asked[0]) | (order[1] & ~asked[1]) | (order[2] & ~asked[2]);
    return !missing && now->priced_at >= rule->first_day && now->priced_at <= rule->last_day &&
           (!(rule->traits & TRAIT_KEYS) || kogge__keys_hold(rule, now));
}

/* Given that the scope holds: everything else, for the order grown by counting goods. */
bool kogge__value_holds(const struct rule *rule, const struct situation *now, int64_t growth);

/* Of a rule that does not apply: the first false condition, else the first unknown one. */
void kogge__why_not(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                    kogge_reason *reason);

/* Of a rule that applies: what it looked at. The outcome is left to the caller. */
void kogge__why(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                kogge_reason *reason);

/* What a fee rule that applies charges, uncapped, for the order grown by counting goods; saturated. */
int64_t kogge__rule_amount(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                           int64_t growth);

/* Can one order (or day) be in both scopes? */
bool kogge__scopes_meet(const struct rule *a, const struct rule *b);

/* Is every order of the inner scope in the outer one? */
bool kogge__scope_covers(const struct rule *outer, const struct rule *inner);

#endif
