/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/rule.h"

#include "base/number.h"
#include "base/record.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- compiling ------------------------------------------------------------------------------------------------- */

static bool is_fee(int32_t effect)
{
    return effect >= KOGGE_FEE_FLAT;
}

/* Kinds that charge services, effort and lines do not look at the value of the order. */
static bool looks_at_value(int32_t effect, bool banded)
{
    switch (effect) {
    case KOGGE_FEE_PER_SERVICE:
    case KOGGE_FEE_EFFORT:
    case KOGGE_FEE_LINE_SHORTFALL:
    case KOGGE_FEE_BROKEN_PACK:
        return false;
    default:
        return is_fee(effect) || banded;
    }
}

static uint8_t traits_of(const kogge_order_rule *term)
{
    bool fee = is_fee(term->effect);
    bool banded = term->from_minor || term->below_minor;
    unsigned traits = 0;
    traits |= fee ? TRAIT_FEE : 0;
    traits |= banded ? TRAIT_BANDED : 0;
    traits |= fee && (banded || term->effect == KOGGE_FEE_COST_COVER) ? TRAIT_BAND_FEE : 0;
    traits |= looks_at_value(term->effect, banded) ? TRAIT_VALUE : 0;
    traits |= term->cap == KOGGE_CAP_CLIFF ? TRAIT_CLIFF : 0;
    traits |= term->customer_group || term->country || term->sales_org ? TRAIT_KEYS : 0;
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

bool kogge__keys_hold(const struct rule *rule, const struct situation *order)
{
    return (!rule->customer_group || rule->customer_group == order->customer_group) &&
           (!rule->country || rule->country == order->country) &&
           (!rule->sales_org || rule->sales_org == order->sales_org);
}

/* SLICE has no band test: its band says which slice of the base is charged. */
static bool in_band(const struct rule *rule, const struct situation *order, int64_t growth)
{
    int64_t value = order->band[rule->base] + growth;
    return rule->effect == KOGGE_FEE_SLICE || (value >= rule->from && value < rule->below);
}

static bool triggered(const struct rule *rule, const struct situation *order, int64_t growth)
{
    switch (rule->effect) {
    case KOGGE_FEE_PER_SERVICE:
        return order->special_services > 0;
    case KOGGE_FEE_EFFORT:
        return order->service_state == KOGGE_SERVICE_STATE_EFFORT_FEE;
    case KOGGE_FEE_LINE_SHORTFALL:
        return order->shortfall > 0;
    case KOGGE_FEE_BROKEN_PACK:
        return order->broken_lines > 0;
    case KOGGE_FEE_SLICE:
        return order->base[rule->base] + growth > rule->from;
    case KOGGE_FEE_COST_COVER:
        return !order->channel_unknown && !order->cost_unknown;
    default:
        return true;
    }
}

/* An order that grows by counting goods has something that counts. */
static bool nothing_counts(const struct rule *rule, const struct situation *order, int64_t growth)
{
    return (rule->traits & TRAIT_VALUE) && order->nothing_counts && !growth;
}

static bool fees_off(const struct rule *rule, const struct situation *order)
{
    return (rule->traits & TRAIT_BAND_FEE) && order->fees_off;
}

bool kogge__value_holds(const struct rule *rule, const struct situation *order, int64_t growth)
{
    return in_band(rule, order, growth) && triggered(rule, order, growth) && !fees_off(rule, order) &&
           !nothing_counts(rule, order, growth);
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

static void test_dates(const struct rule *rule, const kogge_order_rule *term, const struct situation *order,
                       struct verdict *verdict)
{
    bool early = order->priced_at < rule->first_day;
    if (early || order->priced_at > rule->last_day)
        say(verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_VALID, KOGGE_FIELD_ORDER_PRICED_AT, order->priced_at,
            early ? term->valid_from_at : term->valid_until_at);
}

/* Customer group 0 is none, so that a rule that names one fails; country and sales organisation 0 are unknown. */
static void test_keys(const struct rule *rule, const struct situation *order, struct verdict *verdict)
{
    const struct {
        int32_t asked, given, code, field;
        bool zero_is_unknown;
    } keys[] = {
        { rule->customer_group, order->customer_group, KOGGE_REASON_CUSTOMER_GROUP,
          KOGGE_FIELD_CUSTOMER_CUSTOMER_GROUP, false },
        { rule->country, order->country, KOGGE_REASON_COUNTRY, KOGGE_FIELD_ORDER_COUNTRY, true },
        { rule->sales_org, order->sales_org, KOGGE_REASON_SALES_ORG, KOGGE_FIELD_ORDER_SALES_ORG, true },
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

static void test_masks(const struct rule *rule, const struct situation *order, struct verdict *verdict)
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
        uint32_t missing = (uint32_t)((order->masks[i / 2] & ~rule->masks[i / 2]) >> shift);
        if (!missing)
            continue;
        int32_t given = code_of_bit(missing);
        bool unknown = masks[i].zero_is_unknown && !given;
        say(verdict, unknown ? KOGGE_OUTCOME_UNKNOWN : KOGGE_OUTCOME_NOT_MATCHED, masks[i].code, masks[i].field,
            given, 0);
    }
}

static void test_band(const struct rule *rule, const kogge_order_rule *term, const struct situation *order,
                      struct verdict *verdict)
{
    int64_t value = order->band[rule->base];
    if (!in_band(rule, order, 0))
        say(verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_BAND, kogge__base_field(rule->base), value,
            value < rule->from ? term->from_minor : term->below_minor);
}

/* What a trigger looks at, whether it holds or not. */
static void look_at_trigger(const struct rule *rule, const struct situation *order, kogge_reason *reason)
{
    switch (rule->effect) {
    case KOGGE_FEE_PER_SERVICE:
        reason->field = KOGGE_FIELD_ORDER_SPECIAL_SERVICES;
        reason->observed = order->special_services;
        break;
    case KOGGE_FEE_EFFORT:
        reason->field = KOGGE_FIELD_CUSTOMER_SERVICE_STATE;
        reason->observed = order->service_state;
        break;
    case KOGGE_FEE_LINE_SHORTFALL:
        reason->field = KOGGE_FIELD_ORDER_LINE_MINIMUM_QUANTITY;
        reason->observed = order->shortfall < KOGGE_MONEY_MAX ? order->shortfall : KOGGE_MONEY_MAX;
        break;
    case KOGGE_FEE_BROKEN_PACK:
        reason->field = KOGGE_FIELD_ORDER_LINE_PACK_SIZE;
        reason->observed = order->broken_lines;
        break;
    case KOGGE_FEE_SLICE:
        reason->field = kogge__base_field(rule->base);
        reason->observed = order->base[rule->base];
        reason->threshold = rule->from;
        break;
    default:
        break;
    }
}

static void test_trigger(const struct rule *rule, const struct situation *order, struct verdict *verdict)
{
    kogge_reason seen = { 0 };
    if (triggered(rule, order, 0))
        return;
    if (rule->effect == KOGGE_FEE_COST_COVER) {
        say(verdict, KOGGE_OUTCOME_UNKNOWN, KOGGE_REASON_COST_UNKNOWN,
            order->channel_unknown ? KOGGE_FIELD_ORDER_CHANNEL : KOGGE_FIELD_ORDER_LINE_COUNT, 0, 0);
        return;
    }
    look_at_trigger(rule, order, &seen);
    bool of_lines = rule->effect == KOGGE_FEE_LINE_SHORTFALL || rule->effect == KOGGE_FEE_BROKEN_PACK;
    bool unknown = of_lines && !order->lines;
    if (rule->effect == KOGGE_FEE_EFFORT)
        seen.threshold = KOGGE_SERVICE_STATE_EFFORT_FEE;
    say(verdict, unknown ? KOGGE_OUTCOME_UNKNOWN : KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_TRIGGER, seen.field,
        seen.observed, seen.threshold);
}

void kogge__why_not(const struct rule *rule, const kogge_order_rule *term, const struct situation *order,
                    kogge_reason *reason)
{
    struct verdict verdict = { .reason = reason, .rule = term->id };
    test_dates(rule, term, order, &verdict);
    test_keys(rule, order, &verdict);
    test_masks(rule, order, &verdict);
    if (fees_off(rule, order))
        say(&verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_TREATMENT, KOGGE_FIELD_TREATMENT_ROW_SMALL_ORDER_FEES,
            KOGGE_TOGGLE_OFF, 0);
    if (nothing_counts(rule, order, 0))
        say(&verdict, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_REASON_NOTHING_COUNTS, KOGGE_FIELD_ASSESSMENT_NET_BASE,
            order->base[KOGGE_BASE_NET], 0);
    test_band(rule, term, order, &verdict);
    test_trigger(rule, order, &verdict);
}

void kogge__why(const struct rule *rule, const kogge_order_rule *term, const struct situation *order,
                kogge_reason *reason)
{
    *reason = (kogge_reason){
        .code = KOGGE_REASON_RULE,
        .rule = term->id,
        .field = kogge__base_field(rule->base),
        .observed = order->band[rule->base],
        .threshold = term->below_minor ? term->below_minor : term->from_minor,
    };
    if (rule->effect == KOGGE_FEE_PER_SERVICE || rule->effect == KOGGE_FEE_EFFORT ||
        rule->effect == KOGGE_FEE_LINE_SHORTFALL || rule->effect == KOGGE_FEE_BROKEN_PACK)
        reason->threshold = 0;
    look_at_trigger(rule, order, reason);
}

/* ---- what does it charge? -------------------------------------------------------------------------------------- */

static int64_t percent_amount(const kogge_order_rule *term, int64_t base, int32_t mode)
{
    int64_t amount = kogge__mul_div(base, term->rate_bp, 10000, mode);
    if (amount < term->min_minor)
        amount = term->min_minor;
    return term->max_minor && amount > term->max_minor ? term->max_minor : amount;
}

/* The host covers what the margin of the goods does not; a loss on the goods is not passed on. */
static int64_t cost_cover_amount(const struct situation *order, int64_t growth)
{
    int64_t covered = order->margin_bp > 0
                          ? kogge__mul_div(order->net + growth, order->margin_bp, 10000, order->policy->rounding)
                          : 0;
    return covered < order->handling_cost ? order->handling_cost - covered : 0;
}

static int64_t shortfall_amount(const kogge_order_rule *term, const struct situation *order)
{
    int64_t sum = 0, per = term->amount_per ? term->amount_per : 1;
    for (size_t i = 0; i < order->lines->count; i++) {
        kogge_order_line copy;
        const void *full = NULL;
        (void)kogge__row_read(KOGGE_RECORD_ORDER_LINE, order->lines, i, &copy, &full, NULL);
        const kogge_order_line *line = full;
        if (line->quantity > 0 && line->quantity < line->minimum_quantity)
            sum = kogge__add_sat(sum, kogge__mul_div(line->minimum_quantity - line->quantity, term->amount_minor, per,
                                                     order->policy->rounding));
    }
    return sum;
}

int64_t kogge__rule_amount(const struct rule *rule, const kogge_order_rule *term, const struct situation *order,
                           int64_t growth)
{
    int64_t base = order->base[rule->base] + growth;
    switch (rule->effect) {
    case KOGGE_FEE_PERCENT:
        return percent_amount(term, base, order->policy->rounding);
    case KOGGE_FEE_TOP_UP:
        return rule->below - (order->band[rule->base] + growth);
    case KOGGE_FEE_SLICE:
        return kogge__mul_div((base < rule->below ? base : rule->below) - rule->from, term->rate_bp, 10000,
                              order->policy->rounding);
    case KOGGE_FEE_COST_COVER:
        return cost_cover_amount(order, growth);
    case KOGGE_FEE_PER_SERVICE:
        return kogge__mul_sat(term->amount_minor, order->special_services);
    case KOGGE_FEE_LINE_SHORTFALL:
        return shortfall_amount(term, order);
    case KOGGE_FEE_BROKEN_PACK:
        return kogge__mul_sat(term->amount_minor, order->broken_lines);
    default: /* FLAT, EFFORT */
        return term->amount_minor;
    }
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
