/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Contribution I to IV of a customer (semantics 3). */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "base/share.h"
#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is deducted from net, in this order. */
enum cost_kind { GOODS, MARKETING, SELLING, SERVICE, COST_KINDS };

struct cost {
    bool known;
    int64_t minor;
};

/* Contribution I to IV and cost to serve of net, reductions of gross: in the order of their fields. */
enum { SHARES = 6 };

struct assessment {
    const kogge_rulebook *book;
    const kogge_economics *economics;
    struct cost costs[COST_KINDS];
    kogge_contribution result;
    bool clamped[SHARES];
    kogge_error *error;
};

/* ---- costs ----------------------------------------------------------------------------------------------------- */

static bool is_known(const kogge_economics *economics, uint64_t bits)
{
    return (economics->known & bits) == bits;
}

/* A cost beyond 4 * KOGGE_MONEY_MAX is refused, and so is what is left after it, whatever its exact size: it stops
 * there, so that no difference wraps. Drivers and rates are never negative. */
static int64_t stopped(int64_t cost)
{
    return cost > 4 * KOGGE_MONEY_MAX ? 4 * KOGGE_MONEY_MAX : cost;
}

static int64_t cost_of_orders(const struct assessment *at)
{
    const kogge_economics *economics = at->economics;
    const int32_t orders[] = {
        [0] = economics->orders_unknown,
        [KOGGE_CHANNEL_PHONE] = economics->orders_phone,
        [KOGGE_CHANNEL_FAX] = economics->orders_fax,
        [KOGGE_CHANNEL_EMAIL] = economics->orders_email,
        [KOGGE_CHANNEL_FIELD] = economics->orders_field,
        [KOGGE_CHANNEL_SHOP] = economics->orders_shop,
        [KOGGE_CHANNEL_PORTAL] = economics->orders_portal,
        [KOGGE_CHANNEL_EDI] = economics->orders_edi,
        [KOGGE_CHANNEL_PICKUP] = economics->orders_pickup,
    };
    int64_t cost = 0;
    for (size_t channel = 0; channel < sizeof orders / sizeof orders[0]; channel++)
        cost = kogge__add_sat(cost, kogge__mul_sat(at->book->order_cost[channel], orders[channel]));
    return cost;
}

static struct cost selling_of_drivers(const struct assessment *at)
{
    const uint64_t drivers =
        KOGGE_ECONOMICS_ORDERS_PHONE | KOGGE_ECONOMICS_LINES | KOGGE_ECONOMICS_VISITS | KOGGE_ECONOMICS_CALLS;
    const kogge_economics *economics = at->economics;
    const kogge_policy *policy = &at->book->policy;
    if (!is_known(economics, drivers))
        return (struct cost){ 0 };
    int64_t cost = cost_of_orders(at);
    cost = kogge__add_sat(cost, kogge__mul_sat(policy->cost_per_line_minor, economics->lines));
    cost = kogge__add_sat(cost, kogge__mul_sat(policy->cost_per_visit_minor, economics->visits));
    cost = kogge__add_sat(cost, kogge__mul_sat(policy->cost_per_call_minor, economics->calls));
    return (struct cost){ true, stopped(cost) };
}

static struct cost service_of_drivers(const struct assessment *at)
{
    const uint64_t drivers = KOGGE_ECONOMICS_COMPLAINTS | KOGGE_ECONOMICS_RETURNS | KOGGE_ECONOMICS_SPECIAL_SERVICES;
    const kogge_economics *economics = at->economics;
    const kogge_policy *policy = &at->book->policy;
    if (!is_known(economics, drivers))
        return (struct cost){ 0 };
    int64_t cost = kogge__mul_sat(policy->cost_per_complaint_minor, economics->complaints);
    cost = kogge__add_sat(cost, kogge__mul_sat(policy->cost_per_return_minor, economics->returns));
    cost = kogge__add_sat(cost, kogge__mul_sat(policy->cost_per_service_minor, economics->special_services));
    return (struct cost){ true, stopped(cost) };
}

/* An explicit cost wins over drivers. */
static void find_costs(struct assessment *at)
{
    const kogge_economics *economics = at->economics;
    const struct cost stated[COST_KINDS] = {
        [GOODS] = { is_known(economics, KOGGE_ECONOMICS_GOODS_COST), economics->goods_cost_minor },
        [MARKETING] = { is_known(economics, KOGGE_ECONOMICS_MARKETING), economics->marketing_minor },
        [SELLING] = { is_known(economics, KOGGE_ECONOMICS_SELLING), economics->selling_minor },
        [SERVICE] = { is_known(economics, KOGGE_ECONOMICS_SERVICE), economics->service_minor },
    };
    at->costs[GOODS] = stated[GOODS];
    at->costs[MARKETING] = stated[MARKETING];
    at->costs[SELLING] = stated[SELLING].known ? stated[SELLING] : selling_of_drivers(at);
    at->costs[SERVICE] = stated[SERVICE].known ? stated[SERVICE] : service_of_drivers(at);
}

/* ---- levels ---------------------------------------------------------------------------------------------------- */

/* Down to the first cost that is not known. */
static void deduct(struct assessment *at)
{
    kogge_contribution *result = &at->result;
    int64_t *const levels[COST_KINDS] = { &result->contribution1_minor, &result->contribution2_minor,
                                          &result->contribution3_minor, &result->contribution4_minor };
    bool found = false;
    int64_t left = at->economics->gross_minor - at->economics->reductions_minor;
    result->net_minor = left;
    for (int i = 0; i < COST_KINDS && at->costs[i].known; i++) {
        left -= at->costs[i].minor;
        *levels[i] = left;
        result->known |= KOGGE_CONTRIBUTION_CONTRIBUTION1 << i;
        if (left < 0 && !found)
            result->first_negative_level = i + 1;
        found = found || left < 0;
    }
    if (found || (result->known & KOGGE_CONTRIBUTION_CONTRIBUTION4))
        result->known |= KOGGE_CONTRIBUTION_FIRST_NEGATIVE_LEVEL;
}

static void state_costs(struct assessment *at)
{
    kogge_contribution *result = &at->result;
    const struct cost *costs = at->costs;
    if (costs[MARKETING].known)
        result->known |= KOGGE_CONTRIBUTION_MARKETING;
    if (costs[SELLING].known)
        result->known |= KOGGE_CONTRIBUTION_SELLING;
    if (costs[SERVICE].known)
        result->known |= KOGGE_CONTRIBUTION_SERVICE;
    result->marketing_minor = costs[MARKETING].minor;
    result->selling_minor = costs[SELLING].minor;
    result->service_minor = costs[SERVICE].minor;
    if (costs[MARKETING].known && costs[SELLING].known && costs[SERVICE].known) {
        result->known |= KOGGE_CONTRIBUTION_COST_TO_SERVE;
        result->cost_to_serve_minor = costs[MARKETING].minor + costs[SELLING].minor + costs[SERVICE].minor;
    }
}

/* What is not known is 0 here, and fits. */
static kogge_status check_amounts(const struct assessment *at)
{
    const kogge_contribution *result = &at->result;
    const int64_t amounts[] = {
        result->net_minor,           result->contribution1_minor, result->contribution2_minor,
        result->contribution3_minor, result->contribution4_minor, result->marketing_minor,
        result->selling_minor,       result->service_minor,       result->cost_to_serve_minor,
    };
    for (int32_t i = 0; i < (int32_t)(sizeof amounts / sizeof amounts[0]); i++) {
        int32_t field = KOGGE_FIELD_CONTRIBUTION_NET + i;
        if (amounts[i] < -KOGGE_MONEY_MAX || amounts[i] > KOGGE_MONEY_MAX)
            return kogge__fail(at->error, KOGGE_E_RANGE, field, -1, "the customer's %s is beyond KOGGE_MONEY_MAX",
                               kogge_field_name(field));
    }
    return KOGGE_OK;
}

/* ---- shares ---------------------------------------------------------------------------------------------------- */

static void find_shares(struct assessment *at)
{
    kogge_contribution *result = &at->result;
    const int64_t net = result->net_minor, gross = at->economics->gross_minor;
    const struct {
        int64_t amount, of;
        uint64_t bit; /* of the amount; 0 = always known */
        int32_t *share;
    } shares[SHARES] = {
        { result->contribution1_minor, net, KOGGE_CONTRIBUTION_CONTRIBUTION1, &result->contribution1_bp },
        { result->contribution2_minor, net, KOGGE_CONTRIBUTION_CONTRIBUTION2, &result->contribution2_bp },
        { result->contribution3_minor, net, KOGGE_CONTRIBUTION_CONTRIBUTION3, &result->contribution3_bp },
        { result->contribution4_minor, net, KOGGE_CONTRIBUTION_CONTRIBUTION4, &result->contribution4_bp },
        { result->cost_to_serve_minor, net, KOGGE_CONTRIBUTION_COST_TO_SERVE, &result->cost_to_serve_bp },
        { at->economics->reductions_minor, gross, 0, &result->discount_bp },
    };
    for (int i = 0; i < SHARES; i++) {
        if ((result->known & shares[i].bit) != shares[i].bit || shares[i].of <= 0)
            continue;
        at->clamped[i] = kogge__share_bp(shares[i].amount, shares[i].of, shares[i].share);
        result->known |= KOGGE_CONTRIBUTION_CONTRIBUTION1_BP << i;
    }
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void say_unknown(const struct assessment *at, kogge_reasons *why)
{
    for (int i = 0; i < COST_KINDS; i++) {
        const kogge_reason reason = { .code = KOGGE_REASON_LEVEL_UNKNOWN,
                                      .outcome = KOGGE_OUTCOME_UNKNOWN,
                                      .field = KOGGE_FIELD_ECONOMICS_GOODS_COST + i };
        if (!at->costs[i].known)
            kogge__reason(why, &reason);
    }
}

static void say_clamped(const struct assessment *at, kogge_reasons *why)
{
    const kogge_contribution *result = &at->result;
    const int32_t shares[SHARES] = { result->contribution1_bp, result->contribution2_bp, result->contribution3_bp,
                                     result->contribution4_bp, result->cost_to_serve_bp, result->discount_bp };
    for (int i = 0; i < SHARES; i++) {
        const kogge_reason reason = { .code = KOGGE_REASON_CLAMPED,
                                      .outcome = KOGGE_OUTCOME_CAPPED,
                                      .field = KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION1_BP + i,
                                      .observed = shares[i] };
        if (at->clamped[i])
            kogge__reason(why, &reason);
    }
}

static void say_all(const struct assessment *at, kogge_reasons *why)
{
    const kogge_contribution *result = &at->result;
    bool level_known = result->known & KOGGE_CONTRIBUTION_FIRST_NEGATIVE_LEVEL;
    const kogge_reason net = { .code = KOGGE_REASON_NET_NOT_POSITIVE,
                               .outcome = result->net_minor <= 0 ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                               .field = KOGGE_FIELD_CONTRIBUTION_NET,
                               .observed = result->net_minor };
    const kogge_reason level = { .code = KOGGE_REASON_FIRST_NEGATIVE_LEVEL,
                                 .outcome = !level_known                   ? KOGGE_OUTCOME_UNKNOWN
                                            : result->first_negative_level ? KOGGE_OUTCOME_MATCHED
                                                                           : KOGGE_OUTCOME_NOT_MATCHED,
                                 .field = KOGGE_FIELD_CONTRIBUTION_FIRST_NEGATIVE_LEVEL,
                                 .observed = result->first_negative_level };
    kogge__reason(why, &net);
    say_unknown(at, why);
    kogge__reason(why, &level);
    say_clamped(at, why);
}

/* ---- the assessment -------------------------------------------------------------------------------------------- */

static kogge_status open_assessment(const kogge_rulebook *book, const kogge_economics *economics,
                                    const kogge_contribution *result, const kogge_reasons *why, kogge_error *error)
{
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!book || !economics || !result) {
        (void)kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                          !book        ? "book"
                          : !economics ? "economics"
                                       : "result");
        return KOGGE_E_INVALID;
    }
    if (kogge__reasons_ready(why, error))
        return KOGGE_E_UNSUPPORTED;
    return kogge__result_size(KOGGE_RECORD_CONTRIBUTION, result, error);
}

static kogge_status assess(struct assessment *at)
{
    find_costs(at);
    deduct(at);
    state_costs(at);
    kogge_status status = check_amounts(at);
    if (!status)
        find_shares(at);
    return status;
}

kogge_status kogge_economics_assess(const kogge_rulebook *book, const kogge_economics *economics,
                                    kogge_contribution *result, kogge_reasons *why, kogge_error *error)
{
    kogge_economics copy;
    const void *full = NULL;
    if (why)
        why->count = 0;
    kogge_status status = open_assessment(book, economics, result, why, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_ECONOMICS, economics, &copy, &full, error);
    if (status)
        return status;
    struct assessment at = { .book = book, .economics = full, .error = error };
    status = assess(&at);
    if (status)
        return status;
    kogge__result_write(KOGGE_RECORD_CONTRIBUTION, &at.result, result);
    say_all(&at, why);
    return KOGGE_OK;
}
