/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The guards, in the order of the table (semantics 2.1). Each leaves one reason; false wins over unknown. */

#include "order/desk.h"

#include "base/number.h"
#include "tier/standing.h"

#include <stdbool.h>
#include <stdint.h>

/* A guard: its reason while it is tested, and what it does if it matches. */
struct guard {
    int32_t group, action;
    kogge_reason reason;
};

static void set(kogge_reason *reason, int32_t outcome, int32_t field, int64_t observed, int64_t threshold)
{
    reason->outcome = outcome;
    reason->field = field;
    reason->observed = observed;
    reason->threshold = threshold;
}

static bool is_approved(const struct desk *desk, int32_t group)
{
    return desk->order->approved >> group & 1;
}

static void finish(struct desk *desk, struct guard *guard)
{
    if (guard->reason.outcome == KOGGE_OUTCOME_MATCHED && guard->action) {
        if (is_approved(desk, guard->group))
            guard->reason.outcome = KOGGE_OUTCOME_APPROVED;
        else
            kogge__act(&desk->action, guard->action);
    }
    kogge__say(desk, &guard->reason);
}

/* ---- G1, G2, G6 ------------------------------------------------------------------------------------------------ */

static bool not_a_sale(struct desk *desk)
{
    const kogge_order *order = desk->order;
    uint32_t back = order->flags & (KOGGE_ORDER_FLAG_RETURN | KOGGE_ORDER_FLAG_CREDIT);
    bool matched = back || order->net_minor <= 0;
    kogge_reason reason = { .code = KOGGE_REASON_NOT_A_SALE };
    set(&reason, matched ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
        back ? KOGGE_FIELD_ORDER_FLAGS : KOGGE_FIELD_ORDER_NET, back ? (int64_t)back : order->net_minor, 0);
    kogge__say(desk, &reason);
    return matched;
}

static void stopped(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_STOPPED,
                           kogge__soften(desk, KOGGE_ACTION_BLOCK),
                           { .code = KOGGE_REASON_STOPPED } };
    int32_t state = desk->customer->service_state;
    bool matched = state == KOGGE_SERVICE_STATE_STOPPED;
    set(&guard.reason, matched ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
        KOGGE_FIELD_CUSTOMER_SERVICE_STATE, state, KOGGE_SERVICE_STATE_STOPPED);
    if (matched && !is_approved(desk, KOGGE_GUARD_STOPPED))
        desk->block_reviewed = kogge__is_softened(desk, KOGGE_ACTION_BLOCK);
    finish(desk, &guard);
}

static void nothing_counts(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_NOTHING_COUNTS, 0, { .code = KOGGE_REASON_NOTHING_COUNTS } };
    set(&guard.reason, desk->order_now.nothing_counts ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
        KOGGE_FIELD_ASSESSMENT_NET_BASE, desk->order_now.base[KOGGE_BASE_NET], 0);
    finish(desk, &guard);
}

/* ---- G3, G4: the value brand ----------------------------------------------------------------------------------- */

/* Joins the condition "brand VALUE" with the guard's second one, which stands in the reason already. */
static void with_brand(struct desk *desk, struct guard *guard)
{
    int32_t brand = desk->order->brand;
    bool settled = guard->reason.outcome == KOGGE_OUTCOME_NOT_MATCHED;
    if (brand && brand != KOGGE_BRAND_VALUE)
        set(&guard->reason, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_ORDER_BRAND, brand, KOGGE_BRAND_VALUE);
    else if (!brand && !settled)
        set(&guard->reason, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_ORDER_BRAND, 0, KOGGE_BRAND_VALUE);
    finish(desk, guard);
}

/* Former A and B customers count too (R121). */
static void main_brand(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_MAIN_BRAND,
                           KOGGE_ACTION_REDIRECT_MAIN_BRAND,
                           { .code = KOGGE_REASON_MAIN_BRAND } };
    const int32_t best = kogge__best_tier(desk->customer, desk->result.tier, desk->result.tier_source);
    bool excluded = best && (desk->book->policy.value_excluded_tiers & KOGGE_BIT(best));
    set(&guard.reason,
        !best      ? KOGGE_OUTCOME_UNKNOWN
        : excluded ? KOGGE_OUTCOME_MATCHED
                   : KOGGE_OUTCOME_NOT_MATCHED,
        KOGGE_FIELD_CUSTOMER_BEST_TIER_24M, best, 0);
    with_brand(desk, &guard);
}

/* A code that the brand allows; 0 is unknown. */
static void allowed_code(struct desk *desk, struct guard guard, int32_t field, int32_t code, uint32_t allowed)
{
    bool in_mask = code && (allowed & KOGGE_BIT(code));
    set(&guard.reason,
        !code     ? KOGGE_OUTCOME_UNKNOWN
        : in_mask ? KOGGE_OUTCOME_NOT_MATCHED
                  : KOGGE_OUTCOME_MATCHED,
        field, code, 0);
    with_brand(desk, &guard);
}

static void value_lead_time(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_VALUE_LEAD_TIME, KOGGE_ACTION_WARN, { .code = KOGGE_REASON_VALUE_LEAD_TIME } };
    int32_t days = desk->order->lead_time_days, least = desk->book->policy.value_lead_time_days;
    bool known = desk->order->known & KOGGE_ORDER_LEAD_TIME_DAYS;
    set(&guard.reason,
        !known         ? KOGGE_OUTCOME_UNKNOWN
        : days < least ? KOGGE_OUTCOME_MATCHED
                       : KOGGE_OUTCOME_NOT_MATCHED,
        KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, days, least);
    with_brand(desk, &guard);
}

static void value_service(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_VALUE_SERVICE, KOGGE_ACTION_REVIEW, { .code = KOGGE_REASON_VALUE_SERVICE } };
    uint32_t outside = desk->order->services & ~desk->book->policy.value_services & ~UINT32_C(1);
    int32_t lowest = 0;
    while (outside && !(outside >> lowest & 1))
        lowest++;
    set(&guard.reason, outside ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_ORDER_SERVICES,
        lowest, 0);
    with_brand(desk, &guard);
}

static void value_brand(struct desk *desk)
{
    const kogge_policy *policy = &desk->book->policy;
    const struct guard channel = { KOGGE_GUARD_VALUE_CHANNEL,
                                   KOGGE_ACTION_REDIRECT_SHOP,
                                   { .code = KOGGE_REASON_VALUE_CHANNEL } };
    const struct guard payment = { KOGGE_GUARD_VALUE_PAYMENT,
                                   KOGGE_ACTION_BLOCK,
                                   { .code = KOGGE_REASON_VALUE_PAYMENT } };
    allowed_code(desk, channel, KOGGE_FIELD_ORDER_CHANNEL, desk->order->channel, policy->value_channels);
    allowed_code(desk, payment, KOGGE_FIELD_ORDER_PAYMENT, desk->order->payment, policy->value_payments);
    value_lead_time(desk);
    value_service(desk);
}

/* ---- G5: discount and quotation -------------------------------------------------------------------------------- */

static void discount(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_DISCOUNT,
                           KOGGE_ACTION_REVIEW,
                           { .code = KOGGE_REASON_DISCOUNT_ABOVE_TREATMENT } };
    const kogge_order *order = desk->order;
    int32_t mode = desk->column->discount_mode;
    if (mode == KOGGE_DISCOUNT_MODE_UNCHANGED) {
        set(&guard.reason, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_TREATMENT_ROW_DISCOUNT_MODE, mode, 0);
        finish(desk, &guard);
        return;
    }
    bool own = mode == KOGGE_DISCOUNT_MODE_LIMIT;
    int64_t limit = own ? desk->column->max_discount_bp : desk->book->policy.max_discount_bp;
    int64_t full = order->net_minor + order->discount_minor;
    bool above = kogge__compare_products(order->discount_minor, 10000, limit, full) > 0;
    set(&guard.reason, above ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
        own ? KOGGE_FIELD_TREATMENT_ROW_MAX_DISCOUNT_BP : KOGGE_FIELD_POLICY_MAX_DISCOUNT_BP,
        kogge__mul_div(order->discount_minor, 10000, full, KOGGE_ROUNDING_HALF_AWAY), limit);
    finish(desk, &guard);
}

static void quote(struct desk *desk)
{
    struct guard guard = { KOGGE_GUARD_QUOTE, KOGGE_ACTION_REVIEW, { .code = KOGGE_REASON_QUOTE_AT_LIST_PRICE } };
    int32_t model = desk->column->price_model;
    if (!(desk->order->flags & KOGGE_ORDER_FLAG_QUOTE))
        set(&guard.reason, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_ORDER_FLAGS, 0, KOGGE_ORDER_FLAG_QUOTE);
    else
        set(&guard.reason, model == KOGGE_PRICE_MODEL_FIXED_LIST ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
            KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL, model, KOGGE_PRICE_MODEL_FIXED_LIST);
    finish(desk, &guard);
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

/* Most orders are sales of no value brand, without discount or quotation, and nobody asks why: nothing can match. */
static bool nothing_to_guard(const struct desk *desk)
{
    const uint32_t special = KOGGE_ORDER_FLAG_RETURN | KOGGE_ORDER_FLAG_CREDIT | KOGGE_ORDER_FLAG_QUOTE;
    const kogge_order *order = desk->order;
    return !desk->why && order->net_minor > 0 && order->brand != KOGGE_BRAND_VALUE && !order->discount_minor &&
           !(order->flags & special) && desk->customer->service_state != KOGGE_SERVICE_STATE_STOPPED;
}

bool kogge__guards(struct desk *desk)
{
    if (nothing_to_guard(desk))
        return false;
    if (not_a_sale(desk))
        return true;
    stopped(desk);
    main_brand(desk);
    value_brand(desk);
    discount(desk);
    quote(desk);
    nothing_counts(desk);
    return false;
}
