/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One customer: figures, tier, segment, flags, treatment (semantics 6). */

#include "base/number.h"
#include "base/record.h"
#include "policy/rulebook.h"
#include "tier/review.h"
#include "tier/standing.h"

#include <inttypes.h>

/* ---- what goes in ---------------------------------------------------------------------------------------------- */

/* Room for records of callers of another release. */
struct copies {
    kogge_customer customer;
    kogge_classification_basis basis;
};

static kogge_status read_customer(struct review *review, kogge_customer *copy, kogge_error *error)
{
    const void *full = NULL;
    kogge_status status = kogge__record_read(KOGGE_RECORD_CUSTOMER, review->customer, copy, &full, error);
    if (status)
        return status;
    const kogge_customer *customer = review->customer = full;
    const uint64_t counts = KOGGE_CUSTOMER_COMPLAINT_ORDERS | KOGGE_CUSTOMER_ORDERS_12M;
    if ((customer->known & counts) == counts && customer->complaint_orders > customer->orders_12m)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CUSTOMER_COMPLAINT_ORDERS, -1,
                           "customer.complaint_orders is %" PRId32 ", more than orders_12m %" PRId32,
                           customer->complaint_orders, customer->orders_12m);
    return kogge__check_override(customer, error);
}

static kogge_status check_cuts(const kogge_classification_basis *basis, kogge_error *error)
{
    if (!basis->cut_a_minor != !basis->cut_b_minor || basis->cut_b_minor > basis->cut_a_minor)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_B, -1,
                           "classification_basis.cut_b_minor: both cuts or neither, and cut B not above cut A");
    return KOGGE_OK;
}

static kogge_status read_basis(struct review *review, kogge_classification_basis *copy, kogge_error *error)
{
    const void *full = NULL;
    kogge_status status = kogge__record_read(KOGGE_RECORD_CLASSIFICATION_BASIS, review->basis, copy, &full, error);
    if (status)
        return status;
    review->basis = full;
    bool own = review->basis->cut_a_minor;
    review->cut_a = own ? review->basis->cut_a_minor : review->policy->cut_a_minor;
    review->cut_b = own ? review->basis->cut_b_minor : review->policy->cut_b_minor;
    status = check_cuts(review->basis, error);
    if (!status && !review->cut_a)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_A, -1,
                           "classification_basis.cut_a_minor is 0, and the policy has no cuts");
    return status;
}

/* ---- figures --------------------------------------------------------------------------------------------------- */

static void settle_demand(struct review *review)
{
    kogge_classification *result = &review->result;
    const int64_t revenue = review->revenue, demand = review->customer->demand_minor;
    if (!kogge__knows(review, KOGGE_CUSTOMER_DEMAND))
        return;
    result->known |= KOGGE_CLASSIFICATION_GAP;
    result->gap_minor = demand > revenue ? demand - revenue : 0;
    if (!demand && !revenue)
        return;
    result->known |= KOGGE_CLASSIFICATION_SOW_BP;
    result->sow_bp =
        revenue > demand ? ALL_BP : (int32_t)kogge__mul_div(revenue, ALL_BP, demand, KOGGE_ROUNDING_HALF_AWAY);
}

static void settle_streak(struct review *review)
{
    const int32_t before = review->customer->negative_streak;
    bool negative = kogge__knows(review, KOGGE_CUSTOMER_CONTRIBUTION4) && review->customer->contribution4_minor < 0;
    review->result.negative_streak = negative ? before + (before < INT32_MAX) : 0;
}

/* ---- demand, segment, small ------------------------------------------------------------------------------------ */

static void say_demand(const struct review *review)
{
    const kogge_customer *customer = review->customer;
    const int64_t demand = customer->demand_minor, revenue = customer->revenue_12m_minor;
    bool known = kogge__knows(review, KOGGE_CUSTOMER_DEMAND);
    struct condition source = kogge__decided(true, KOGGE_FIELD_CUSTOMER_DEMAND_SOURCE, customer->demand_source, 0);
    if (known && revenue > demand)
        kogge__say(review, KOGGE_REASON_POTENTIAL_BELOW_REVENUE,
                   kogge__decided(true, KOGGE_FIELD_CUSTOMER_DEMAND, demand, revenue));
    if (!known)
        source.outcome = KOGGE_OUTCOME_UNKNOWN;
    kogge__say(review, KOGGE_REASON_DEMAND, source);
}

/* Milz: revenue and what could be added to it. */
static void settle_segment(struct review *review)
{
    kogge_classification *result = &review->result;
    bool is_large = review->customer->revenue_12m_minor >= review->cut_b;
    const struct condition promising =
        kogge__condition(result->known & KOGGE_CLASSIFICATION_GAP, KOGGE_FIELD_CLASSIFICATION_GAP, result->gap_minor,
                         AT_LEAST, review->policy->gap_cut_minor);
    bool more = promising.outcome == KOGGE_OUTCOME_MATCHED;
    result->possible_segment = is_large ? (more ? KOGGE_SEGMENT_TOP : KOGGE_SEGMENT_BASE)
                                        : (more ? KOGGE_SEGMENT_DEVELOPMENT : KOGGE_SEGMENT_SMALL);
    result->segment =
        promising.outcome == KOGGE_OUTCOME_UNKNOWN ? KOGGE_SEGMENT_UNKNOWN_POTENTIAL : result->possible_segment;
    kogge__say(review, KOGGE_REASON_SEGMENT, promising);
}

/* How many of the criteria of the policy are known and below their limit. */
static int32_t small_criteria(const struct review *review)
{
    const kogge_policy *policy = review->policy;
    const kogge_customer *customer = review->customer;
    const struct {
        int32_t code;
        uint64_t bit; /* 0 = always known */
        int64_t value, limit;
    } criteria[] = {
        { KOGGE_SMALL_BY_REVENUE, 0, customer->revenue_12m_minor, policy->small_revenue_minor },
        { KOGGE_SMALL_BY_EMPLOYEES, KOGGE_CUSTOMER_EMPLOYEES, customer->employees, policy->small_employees },
        { KOGGE_SMALL_BY_QUANTITY, KOGGE_CUSTOMER_QUANTITY_12M, customer->quantity_12m, policy->small_quantity },
        { KOGGE_SMALL_BY_ORDER_VALUE, KOGGE_CUSTOMER_TYPICAL_ORDER, customer->typical_order_minor,
          policy->small_order_minor },
    };
    int32_t met = 0;
    for (size_t i = 0; i < sizeof criteria / sizeof criteria[0]; i++) {
        bool chosen = policy->small_by & KOGGE_BIT(criteria[i].code);
        bool known = (customer->known & criteria[i].bit) == criteria[i].bit;
        met += chosen && known && criteria[i].value < criteria[i].limit;
    }
    return met;
}

static void settle_small(struct review *review)
{
    const kogge_policy *policy = review->policy;
    const struct condition is_small =
        policy->small_by & ~UINT32_C(1)
            ? kogge__condition(true, KOGGE_FIELD_POLICY_SMALL_K, small_criteria(review), AT_LEAST, policy->small_k)
            : kogge__condition(true, KOGGE_FIELD_CUSTOMER_REVENUE_12M, review->customer->revenue_12m_minor, BELOW,
                               review->cut_b);
    review->result.is_small = is_small.outcome == KOGGE_OUTCOME_MATCHED;
    kogge__say(review, KOGGE_REASON_SMALL, is_small);
}

/* ---- treatment ------------------------------------------------------------------------------------------------- */

static void settle_treatment(struct review *review)
{
    kogge_classification *result = &review->result;
    int32_t tier = result->tier ? result->tier : review->policy->default_tier;
    if (!tier)
        tier = KOGGE_TIER_C;
    bool c_is_small = review->policy->scheme == KOGGE_SCHEME_ZUPANCIC && tier == KOGGE_TIER_C;
    bool developable = result->class_flags >> KOGGE_FLAG_DEVELOPABLE & 1;
    result->treatment = kogge__treatment(review->customer, tier, result->is_small || c_is_small, developable);
}

/* ---- the classification ---------------------------------------------------------------------------------------- */

/* Each step needs what the ones before it settled; reasons come in the same order. */
static void classify(struct review *review)
{
    const int64_t revenue = review->customer->revenue_12m_minor;
    review->revenue = revenue > 0 ? revenue : 0;
    review->result.scheme = review->policy->scheme;
    review->result.semantics = kogge_semantics();
    settle_demand(review);
    settle_streak(review);
    kogge__settle_tier(review);
    say_demand(review);
    settle_segment(review);
    settle_small(review);
    kogge__settle_flags(review);
    settle_treatment(review);
}

kogge_status kogge_classify(const kogge_rulebook *book, const kogge_customer *customer,
                            const kogge_classification_basis *basis, kogge_classification *result, kogge_reasons *why,
                            kogge_error *error)
{
    struct copies copies;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !customer || !basis || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book       ? "book"
                           : !customer ? "customer"
                           : !basis    ? "basis"
                                       : "result");
    struct review review = { .policy = &book->policy, .customer = customer, .basis = basis, .why = why };
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_CLASSIFICATION, result, error);
    if (!status)
        status = read_customer(&review, &copies.customer, error);
    if (!status)
        status = read_basis(&review, &copies.basis, error);
    if (status)
        return status;
    classify(&review);
    review.result.fingerprint = book->fingerprint;
    kogge__result_write(KOGGE_RECORD_CLASSIFICATION, &review.result, result);
    return KOGGE_OK;
}
