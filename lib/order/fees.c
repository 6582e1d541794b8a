/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Which rules count for an order, and what they charge (semantics 2.2). */

#include "order/desk.h"
#include "order/held.h"

#include "base/number.h"
#include "policy/kind.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- which rules count ----------------------------------------------------------------------------------------- */

static bool is_approved(const struct desk *desk, const struct rule *rule)
{
    return rule->group && (desk->order->approved >> rule->group & 1);
}

/* For natural persons a BLOCK by tier or treatment is no final decision. */
static bool is_by_class(const kogge_order_rule *term)
{
    return term->tiers || term->treatments;
}

static int32_t action_of(const struct desk *desk, const struct rule *rule, const kogge_order_rule *term)
{
    if (is_approved(desk, rule))
        return KOGGE_ACTION_ALLOW;
    return is_by_class(term) ? kogge__soften(desk, rule->effect) : rule->effect;
}

static int32_t count_action(struct desk *desk, const struct rule *rule, const kogge_order_rule *term)
{
    int32_t action = action_of(desk, rule, term);
    kogge__act(&desk->action, action);
    if (rule->traits & TRAIT_BANDED)
        kogge__act(&desk->banded_action, action);
    if (is_approved(desk, rule))
        return KOGGE_OUTCOME_APPROVED;
    if (is_by_class(term) && kogge__is_softened(desk, rule->effect))
        desk->block_reviewed = true;
    return KOGGE_OUTCOME_MATCHED;
}

static int32_t count_fee(struct desk *desk, uint32_t index)
{
    desk->counted[desk->fee_count].index = index;
    desk->counted[desk->fee_count].reason = desk->why ? desk->why->count : 0;
    desk->fee_count++;
    return KOGGE_OUTCOME_MATCHED; /* caps and waivers come later */
}

static void say_why_not(struct desk *desk, uint32_t index)
{
    kogge_reason reason;
    if (!kogge__wanted(desk, KOGGE_OUTCOME_NOT_MATCHED))
        return;
    kogge__why_not(&desk->book->rules[index], &desk->book->terms[index], &desk->order_now, &reason);
    kogge__say(desk, &reason);
}

static void say_why(struct desk *desk, uint32_t index, int32_t outcome)
{
    kogge_reason reason;
    if (!kogge__wanted(desk, outcome))
        return;
    kogge__why(&desk->book->rules[index], &desk->book->terms[index], &desk->order_now, &reason);
    reason.outcome = outcome;
    kogge__say(desk, &reason);
}

static void count(struct desk *desk, uint32_t index)
{
    const struct rule *rule = &desk->book->rules[index];
    bool fee = rule->traits & TRAIT_FEE;
    int32_t outcome = fee ? count_fee(desk, index) : count_action(desk, rule, &desk->book->terms[index]);
    say_why(desk, index, outcome);
}

/* The first rule of a group that applies counts; in group 0 each does. */
void kogge__count_rules(struct desk *desk)
{
    const struct rule *rules = desk->book->rules;
    const enum look look = kogge__wanted(desk, KOGGE_OUTCOME_NOT_MATCHED) ? LOOK_ALL : LOOK_BAND;
    struct visible visible = kogge__visible(desk, look, 0);
    uint32_t taken = 0; /* group that has its rule */
    for (uint32_t index; kogge__next_visible(&visible, &index);) {
        bool holds = kogge__scope_holds(&rules[index], &desk->order_now);
        bool superseded = taken && rules[index].group == taken;
        if (!desk->why && (!holds || superseded))
            continue;
        if (!holds || !kogge__value_holds(&rules[index], &desk->order_now, 0)) {
            say_why_not(desk, index);
        } else if (superseded) {
            say_why(desk, index, KOGGE_OUTCOME_SUPERSEDED);
        } else {
            taken = rules[index].group;
            count(desk, index);
        }
    }
}

/* ---- what a rule charges --------------------------------------------------------------------------------------- */

/* The rule that charges in a group for the grown order: the first that applies. In group 0 only CLIFF rules are
 * asked; at most one of them applies, because their bands do not overlap. */
static bool charging_rule(const struct desk *desk, const struct rule *like, int64_t growth, uint32_t *found)
{
    struct visible visible = kogge__visible(desk, LOOK_BAND, growth);
    while (kogge__next_held(&visible, found)) {
        const struct rule *rule = &desk->book->rules[*found];
        if (rule->group == like->group && (rule->group || (rule->traits & TRAIT_CLIFF)) &&
            kogge__value_holds(rule, &desk->order_now, growth))
            return true;
    }
    return false;
}

/* Cap CLIFF: fee = min(fee, step to the limit + what the group charges there, itself capped). Unrolled that is the
 * smallest of: fee; step to the first limit + the uncapped fee there; steps to the second limit + the uncapped fee
 * there; ... */
static int64_t capped_amount(const struct desk *desk, uint32_t index, int64_t growth)
{
    const struct rule *rule = &desk->book->rules[index];
    int64_t best = kogge__rule_amount(rule, &desk->book->terms[index], &desk->order_now, growth);
    int64_t grown = growth;
    while (rule->traits & TRAIT_CLIFF) {
        grown += rule->below - (desk->order_now.band[rule->base] + grown);
        int64_t steps = grown - growth, there = 0;
        if (steps >= best)
            break;
        bool charges = charging_rule(desk, rule, grown, &index);
        rule = charges ? &desk->book->rules[index] : NULL;
        if (charges && (rule->traits & TRAIT_FEE))
            there = kogge__rule_amount(rule, &desk->book->terms[index], &desk->order_now, grown);
        if (kogge__add_sat(steps, there) < best)
            best = steps + there;
        if (!charges)
            break;
    }
    return best;
}

static int64_t total_cap(const struct desk *desk, int64_t growth)
{
    return kogge__mul_div(desk->order_now.base[KOGGE_BASE_NET] + growth, desk->book->policy.max_fee_bp, 10000,
                          KOGGE_ROUNDING_DOWN);
}

/* WAIVED, APPROVED or 0: what keeps a fee from being charged. */
static int32_t release_of(const struct desk *desk, uint32_t index)
{
    const kogge_order *order = desk->order;
    const kogge_order_rule *term = &desk->book->terms[index];
    bool free =
        (order->known & KOGGE_ORDER_EARLIER_SMALL_ORDERS) && term->free_per_period > order->earlier_small_orders;
    if (free || (term->waivers & order->waivers & ~UINT32_C(1)))
        return KOGGE_OUTCOME_WAIVED;
    return is_approved(desk, &desk->book->rules[index]) ? KOGGE_OUTCOME_APPROVED : 0;
}

/* ---- the fees of an order -------------------------------------------------------------------------------------- */

static void charge(struct desk *desk, size_t place)
{
    uint32_t index = desk->counted[place].index;
    const struct rule *rule = &desk->book->rules[index];
    const kogge_order_rule *term = &desk->book->terms[index];
    const struct kind *kind = kogge__kind(rule->effect);
    int64_t full = kogge__rule_amount(rule, term, &desk->order_now, 0);
    int64_t amount = rule->traits & TRAIT_CLIFF ? capped_amount(desk, index, 0) : full;
    int32_t release = release_of(desk, index);
    bool is_rate =
        (kind->traits & KIND_LIMITS) && !release &&
        amount == kogge__mul_div(desk->order_now.base[rule->base], term->rate_bp, 10000, desk->book->policy.rounding);
    bool small_order = (rule->traits & TRAIT_BAND_FEE) || (kind->traits & KIND_SMALL_ORDER);
    desk->fees[place] = (kogge_fee){
        .charged_minor = release ? 0 : amount,
        .waived_minor = release ? amount : 0,
        .base_minor = desk->order_now.base[rule->base],
        .below_minor = term->below_minor,
        .rule = term->id,
        .kind = rule->effect,
        .group = rule->group,
        .outcome = release         ? release
                   : amount < full ? KOGGE_OUTCOME_CAPPED
                                   : KOGGE_OUTCOME_MATCHED,
        .rate_bp = is_rate ? term->rate_bp : 0,
        .invoice_code = small_order ? KOGGE_INVOICE_AEL : KOGGE_INVOICE_ZZZ,
        .state_base = is_rate,
    };
}

/* What is too much is taken from the last charged band fee backwards: the first ones stand as far as the cap reaches.
 */
static void apply_total_cap(struct desk *desk)
{
    if (!desk->book->policy.max_fee_bp)
        return;
    int64_t cap = total_cap(desk, 0), left = cap, before = 0;
    for (size_t i = 0; i < desk->fee_count; i++) {
        kogge_fee *fee = &desk->fees[i];
        if (!(desk->book->rules[desk->counted[i].index].traits & TRAIT_BAND_FEE))
            continue;
        before = kogge__add_sat(before, fee->charged_minor);
        if (fee->charged_minor > left) {
            fee->charged_minor = left;
            fee->outcome = KOGGE_OUTCOME_CAPPED;
            fee->rate_bp = fee->state_base = 0;
        }
        left -= fee->charged_minor;
    }
    const kogge_reason reason = { KOGGE_REASON_TOTAL_CAP,
                                  before > cap ? KOGGE_OUTCOME_CAPPED : KOGGE_OUTCOME_NOT_MATCHED,
                                  0,
                                  KOGGE_FIELD_ASSESSMENT_SMALL_ORDER_FEES,
                                  before,
                                  cap };
    kogge__say(desk, &reason);
}

/* One reason a rule, with its last outcome. */
static void correct_reasons(struct desk *desk)
{
    for (size_t i = 0; desk->why && desk->why->data && i < desk->fee_count; i++) {
        if (desk->counted[i].reason < desk->why->capacity)
            desk->why->data[desk->counted[i].reason].outcome = desk->fees[i].outcome;
    }
}

void kogge__charge_fees(struct desk *desk)
{
    for (size_t i = 0; i < desk->fee_count; i++)
        charge(desk, i);
    apply_total_cap(desk);
    correct_reasons(desk);
}

/* ---- the same for a grown order -------------------------------------------------------------------------------- */

int64_t kogge__grown_band_fees(const struct desk *desk, int64_t growth, int32_t *banded_action)
{
    struct visible visible = kogge__visible(desk, LOOK_BAND, growth);
    uint32_t taken = 0;
    int64_t fees = 0;
    *banded_action = KOGGE_ACTION_ALLOW;
    for (uint32_t index; kogge__next_held(&visible, &index);) {
        const struct rule *rule = &desk->book->rules[index];
        if ((rule->group && rule->group == taken) || !kogge__value_holds(rule, &desk->order_now, growth))
            continue;
        taken = rule->group;
        if ((rule->traits & TRAIT_BAND_FEE) && !release_of(desk, index))
            fees = kogge__add_sat(fees, capped_amount(desk, index, growth));
        else if (!(rule->traits & TRAIT_FEE) && (rule->traits & TRAIT_BANDED))
            kogge__act(banded_action, action_of(desk, rule, &desk->book->terms[index]));
    }
    int64_t cap = desk->book->policy.max_fee_bp ? total_cap(desk, growth) : INT64_MAX;
    return fees < cap ? fees : cap;
}
