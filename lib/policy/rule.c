/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/rule.h"

#include "policy/kind.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- compiling ------------------------------------------------------------------------------------------------- */

static uint8_t traits_of(const kogge_order_rule *term)
{
    const struct kind *kind = kogge__kind(term->effect);
    bool banded = term->from_minor || term->below_minor;
    unsigned traits = banded ? TRAIT_BANDED : 0;
    traits |= term->cap == KOGGE_CAP_CLIFF ? TRAIT_CLIFF : 0;
    traits |= term->customer_group || term->country || term->sales_org ? TRAIT_KEYS : 0;
    if (!kind) /* an action without a band asks nothing about the value */
        return (uint8_t)(traits | (banded ? TRAIT_VALUE : 0));
    traits |= TRAIT_FEE;
    traits |= banded || (kind->traits & KIND_BAND_FEE) ? TRAIT_BAND_FEE : 0;
    traits |= kind->traits & KIND_VALUE ? TRAIT_VALUE : 0;
    traits |= kind->triggered || (kind->traits & (KIND_LINES | KIND_COST)) ? TRAIT_ASKS : 0;
    traits |= kind->traits & KIND_SLICE ? TRAIT_SLICE : 0;
    return (uint8_t)traits;
}

/* A mask of 0 asks nothing. In the others code 0 is unknown and never matches, but for the tier, where it is NONE. */
static uint64_t compiled_mask(enum scope_mask mask, uint32_t bits)
{
    if (!bits)
        bits = UINT32_MAX;
    else if (mask != MASK_TIER)
        bits &= ~UINT32_C(1);
    return (uint64_t)bits << (mask % 2 ? 32 : 0);
}

void kogge__rule_compile(const kogge_order_rule *term, struct rule *rule)
{
    const uint32_t masks[MASK_COUNT] = {
        [MASK_TIER] = term->tiers,
        [MASK_TREATMENT] = term->treatments,
        [MASK_CHANNEL] = term->channels,
        [MASK_BRAND] = term->brands,
        [MASK_ORDER_TYPE] = term->order_types,
        [MASK_DELIVERY_MODE] = term->delivery_modes,
    };
    *rule = (struct rule){
        .from = term->from_minor,
        .below = term->below_minor ? term->below_minor : INT64_MAX,
        .first_day = term->valid_from_at ? term->valid_from_at : INT32_MIN,
        .last_day = term->valid_until_at ? term->valid_until_at - 1 : INT32_MAX,
        .customer_group = term->customer_group,
        .country = term->country,
        .sales_org = term->sales_org,
        .group = (uint8_t)term->group,
        .base = (uint8_t)(term->base ? term->base : KOGGE_BASE_NET),
        .effect = (uint8_t)term->effect,
        .traits = traits_of(term),
    };
    for (int mask = 0; mask < MASK_COUNT; mask++)
        rule->masks[mask / 2] |= compiled_mask((enum scope_mask)mask, masks[mask]);
}

int32_t kogge__base_field(int32_t base)
{
    switch (base) {
    case KOGGE_BASE_BEFORE_DISCOUNT:
        return KOGGE_FIELD_ASSESSMENT_BEFORE_DISCOUNT_BASE;
    case KOGGE_BASE_WITH_FREIGHT:
        return KOGGE_FIELD_ASSESSMENT_WITH_FREIGHT_BASE;
    case KOGGE_BASE_GROSS:
        return KOGGE_FIELD_ASSESSMENT_GROSS_BASE;
    default:
        return KOGGE_FIELD_ASSESSMENT_NET_BASE;
    }
}

/* ---- does it apply? -------------------------------------------------------------------------------------------- */

bool kogge__keys_hold(const struct rule *rule, const struct situation *now)
{
    return (!rule->customer_group || rule->customer_group == now->customer->customer_group) &&
           (!rule->country || rule->country == now->order->country) &&
           (!rule->sales_org || rule->sales_org == now->order->sales_org);
}

static bool in_band(const struct rule *rule, const struct situation *now, int64_t growth)
{
    int64_t value = now->band[rule->base] + growth;
    return (rule->traits & TRAIT_SLICE) || (value >= rule->from && value < rule->below);
}

/* Field of the input that the kind needs and nobody knows, 0 = none. Lines are named by what is looked at in them. */
static int32_t unknown_input(const struct kind *kind, const struct situation *now)
{
    if ((kind->traits & KIND_COST) && !now->order->channel)
        return KOGGE_FIELD_ORDER_CHANNEL;
    return (kind->traits & KIND_COST) && now->cost_unknown ? KOGGE_FIELD_ORDER_LINE_COUNT : 0;
}

static bool triggered(const struct rule *rule, const struct situation *now, int64_t growth)
{
    if (!(rule->traits & TRAIT_ASKS))
        return true;
    const struct kind *kind = kogge__kind(rule->effect);
    const struct asked asked = { rule, NULL, now, growth };
    return !unknown_input(kind, now) && (!kind->triggered || kind->triggered(&asked, NULL));
}

/* An order that grows by counting goods has something that counts. */
static bool nothing_counts(const struct rule *rule, const struct situation *now, int64_t growth)
{
    return (rule->traits & TRAIT_VALUE) && now->nothing_counts && !growth;
}

static bool fees_off(const struct rule *rule, const struct situation *now)
{
    return (rule->traits & TRAIT_BAND_FEE) && now->fees_off;
}

bool kogge__value_holds(const struct rule *rule, const struct situation *now, int64_t growth)
{
    return in_band(rule, now, growth) && triggered(rule, now, growth) && !fees_off(rule, now) &&
           !nothing_counts(rule, now, growth);
}

/* ---- if not, why not? ------------------------------------------------------------------------------------------ */

/* Collects the first false condition, else the first unknown one. */
struct verdict {
    kogge_reason *reason;
    int32_t rule;
    int32_t outcome; /* 0 as long as every condition holds */
};

static void say(struct verdict *verdict, int32_t outcome, int32_t code, int32_t field, int64_t observed,
                int64_t threshold)
{
    if (verdict->outcome == KOGGE_OUTCOME_NOT_MATCHED || verdict->outcome == outcome)
        return;
    verdict->outcome = outcome;
    *verdict->reason = (kogge_reason){ code, outcome, verdict->rule, field, observed, threshold };
}

static void test_dates(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                       struct verdict *verdict)
{
    bool early = now->priced_at < rule->first_day;
    if (early || now->priced_at > rule->last_day)
        say(verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_VALID, KOGGE_FIELD_ORDER_PRICED_AT, now->priced_at,
            early ? term->valid_from_at : term->valid_until_at);
}

/* Customer group 0 is none, so that a rule that names one fails; country and sales organisation 0 are unknown. */
static void test_keys(const struct rule *rule, const struct situation *now, struct verdict *verdict)
{
    const struct {
        int32_t asked, given, code, field;
        bool zero_is_unknown;
    } keys[] = {
        { rule->customer_group, now->customer->customer_group, KOGGE_REASON_CUSTOMER_GROUP,
          KOGGE_FIELD_CUSTOMER_CUSTOMER_GROUP, false },
        { rule->country, now->order->country, KOGGE_REASON_COUNTRY, KOGGE_FIELD_ORDER_COUNTRY, true },
        { rule->sales_org, now->order->sales_org, KOGGE_REASON_SALES_ORG, KOGGE_FIELD_ORDER_SALES_ORG, true },
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (!keys[i].asked || keys[i].asked == keys[i].given)
            continue;
        bool unknown = keys[i].zero_is_unknown && !keys[i].given;
        say(verdict, unknown ? KOGGE_OUTCOME_UNKNOWN : KOGGE_OUTCOME_NOT_MATCHED, keys[i].code, keys[i].field,
            keys[i].given, keys[i].asked);
    }
}

/* The only bit set in one half of a word. */
static int32_t code_of_bit(uint32_t bits)
{
    int32_t code = 0;
    while (bits >>= 1)
        code++;
    return code;
}

static void test_masks(const struct rule *rule, const struct situation *now, struct verdict *verdict)
{
    static const struct {
        int32_t code, field;
        bool zero_is_unknown;
    } masks[MASK_COUNT] = {
        [MASK_TIER] = { KOGGE_REASON_TIER, KOGGE_FIELD_ASSESSMENT_TIER, false },
        [MASK_TREATMENT] = { KOGGE_REASON_TREATMENT, KOGGE_FIELD_ASSESSMENT_TREATMENT, false },
        [MASK_CHANNEL] = { KOGGE_REASON_CHANNEL, KOGGE_FIELD_ORDER_CHANNEL, true },
        [MASK_BRAND] = { KOGGE_REASON_BRAND, KOGGE_FIELD_ORDER_BRAND, true },
        [MASK_ORDER_TYPE] = { KOGGE_REASON_ORDER_TYPE, KOGGE_FIELD_ORDER_ORDER_TYPE, true },
        [MASK_DELIVERY_MODE] = { KOGGE_REASON_DELIVERY_MODE, KOGGE_FIELD_ORDER_DELIVERY_MODE, true },
    };
    for (int i = 0; i < MASK_COUNT; i++) {
        int shift = i % 2 ? 32 : 0;
        uint32_t missing = (uint32_t)((now->masks[i / 2] & ~rule->masks[i / 2]) >> shift);
        if (!missing)
            continue;
        int32_t given = code_of_bit(missing);
        bool unknown = masks[i].zero_is_unknown && !given;
        say(verdict, unknown ? KOGGE_OUTCOME_UNKNOWN : KOGGE_OUTCOME_NOT_MATCHED, masks[i].code, masks[i].field,
            given, 0);
    }
}

static void test_band(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                      struct verdict *verdict)
{
    int64_t value = now->band[rule->base];
    if (!in_band(rule, now, 0))
        say(verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_BAND, kogge__base_field(rule->base), value,
            value < rule->from ? term->from_minor : term->below_minor);
}

static void test_trigger(const struct rule *rule, const struct situation *now, struct verdict *verdict)
{
    if (triggered(rule, now, 0))
        return;
    const struct kind *kind = kogge__kind(rule->effect);
    int32_t input = unknown_input(kind, now);
    if (input) {
        say(verdict, KOGGE_OUTCOME_UNKNOWN, KOGGE_REASON_COST_UNKNOWN, input, 0, 0);
        return;
    }
    const struct asked asked = { rule, NULL, now, 0 };
    kogge_reason seen = { 0 };
    (void)kind->triggered(&asked, &seen);
    bool unknown = (kind->traits & KIND_LINES) && !now->lines;
    say(verdict, unknown ? KOGGE_OUTCOME_UNKNOWN : KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_TRIGGER, seen.field,
        seen.observed, seen.threshold);
}

void kogge__why_not(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                    kogge_reason *reason)
{
    struct verdict verdict = { .reason = reason, .rule = term->id };
    test_dates(rule, term, now, &verdict);
    test_keys(rule, now, &verdict);
    test_masks(rule, now, &verdict);
    if (fees_off(rule, now))
        say(&verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_TREATMENT, KOGGE_FIELD_TREATMENT_ROW_SMALL_ORDER_FEES,
            KOGGE_TOGGLE_OFF, 0);
    if (nothing_counts(rule, now, 0))
        say(&verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_NOTHING_COUNTS, KOGGE_FIELD_ASSESSMENT_NET_BASE,
            now->base[KOGGE_BASE_NET], 0);
    test_band(rule, term, now, &verdict);
    test_trigger(rule, now, &verdict);
}

/* A kind with a cause shows the cause, all others the band. */
void kogge__why(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                kogge_reason *reason)
{
    const struct kind *kind = kogge__kind(rule->effect);
    *reason = (kogge_reason){
        .code = KOGGE_REASON_RULE,
        .rule = term->id,
        .field = kogge__base_field(rule->base),
        .observed = now->band[rule->base],
        .threshold = term->below_minor ? term->below_minor : term->from_minor,
    };
    const struct asked asked = { rule, term, now, 0 };
    if (kind && kind->triggered)
        (void)kind->triggered(&asked, reason);
}

/* ---- what does it charge? -------------------------------------------------------------------------------------- */

int64_t kogge__rule_amount(const struct rule *rule, const kogge_order_rule *term, const struct situation *now,
                           int64_t growth)
{
    const struct asked asked = { rule, term, now, growth };
    return kogge__kind(rule->effect)->amount(&asked);
}

/* ---- two scopes ------------------------------------------------------------------------------------------------ */

static bool keys_meet(int32_t a, int32_t b)
{
    return !a || !b || a == b;
}

bool kogge__scopes_meet(const struct rule *a, const struct rule *b)
{
    for (int i = 0; i < MASK_WORDS; i++) {
        uint64_t both = a->masks[i] & b->masks[i];
        if (!(uint32_t)both || !(both >> 32))
            return false;
    }
    return keys_meet(a->customer_group, b->customer_group) && keys_meet(a->country, b->country) &&
           keys_meet(a->sales_org, b->sales_org) && a->first_day <= b->last_day && b->first_day <= a->last_day;
}

bool kogge__scope_covers(const struct rule *outer, const struct rule *inner)
{
    uint64_t missing = 0;
    for (int i = 0; i < MASK_WORDS; i++)
        missing |= inner->masks[i] & ~outer->masks[i];
    return !missing && (!outer->customer_group || outer->customer_group == inner->customer_group) &&
           (!outer->country || outer->country == inner->country) &&
           (!outer->sales_org || outer->sales_org == inner->sales_org) && outer->first_day <= inner->first_day &&
           outer->last_day >= inner->last_day;
}
