/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The flags: one condition each, made of simple ones (semantics 6). A condition "x is at least a share of y" compares
 * the integer x with the ceiling of the exact share, which is the same and can be shown. */

#include "tier/review.h"

#include "base/interval.h"
#include "base/number.h"
#include "base/wide.h"
#include "evidence/realisation.h"

enum { MOST_RATIO_BP = 1000000000 };

/* Smallest integer that is at least share_bp of an amount >= 0. */
static int64_t share_of(int64_t amount, int32_t share_bp)
{
    return kogge__ceil_div(amount, share_bp, ALL_BP);
}

static bool basis_knows(const struct review *review, uint64_t bit)
{
    return review->basis->known & bit;
}

/* ---- customers worth developing -------------------------------------------------------------------------------- */

static struct condition is_small(const struct review *review)
{
    return kogge__condition(true, KOGGE_FIELD_CLASSIFICATION_IS_SMALL, review->result.is_small, AT_LEAST, 1);
}

static struct condition small_hidden_champion(const struct review *review)
{
    return kogge__both(is_small(review), kogge__hidden_champion(review));
}

static struct condition small_prospect(const struct review *review)
{
    return kogge__both(is_small(review), kogge__prospect(review));
}

static struct condition smart_account(const struct review *review)
{
    const kogge_customer *customer = review->customer;
    const struct condition earns =
        kogge__customer(review, KOGGE_CUSTOMER_CONTRIBUTION4, KOGGE_FIELD_CUSTOMER_CONTRIBUTION4,
                        customer->contribution4_minor, ABOVE, 0);
    const struct condition grows = kogge__customer(review, KOGGE_CUSTOMER_EVIDENCE, KOGGE_FIELD_CUSTOMER_EVIDENCE,
                                                   customer->evidence, AT_LEAST, 3);
    const struct condition market =
        kogge__customer(review, KOGGE_CUSTOMER_MARKET_GROWTH_BP, KOGGE_FIELD_CUSTOMER_MARKET_GROWTH_BP,
                        customer->market_growth_bp, AT_LEAST, review->policy->smart_growth_bp);
    return kogge__both(is_small(review), kogge__both(earns, kogge__either(grows, market)));
}

static struct condition large_firm_small_buyer(const struct review *review)
{
    const struct condition large =
        kogge__customer(review, KOGGE_CUSTOMER_EMPLOYEES, KOGGE_FIELD_CUSTOMER_EMPLOYEES, review->customer->employees,
                        AT_LEAST, review->policy->large_firm_employees);
    return kogge__both(smart_account(review), large);
}

/* Another flag as a condition: its code is what is looked at. */
static struct condition with_flag(struct condition flag, int32_t code)
{
    return (struct condition){ flag.outcome, KOGGE_FIELD_CLASSIFICATION_CLASS_FLAGS, code, 0 };
}

static struct condition developable(const struct review *review)
{
    const uint32_t set = review->customer->flags & KOGGE_CUSTOMER_FLAG_DEVELOPABLE;
    const struct condition by_host = kogge__decided(set, KOGGE_FIELD_CUSTOMER_FLAGS, set, 0);
    const struct condition champion = with_flag(small_hidden_champion(review), KOGGE_FLAG_HIDDEN_CHAMPION);
    const struct condition prospect = with_flag(small_prospect(review), KOGGE_FLAG_PROSPECT);
    const struct condition smart = with_flag(smart_account(review), KOGGE_FLAG_SMART_ACCOUNT);
    const struct condition any = kogge__either(kogge__either(champion, kogge__either(prospect, smart)), by_host);
    return any.outcome == KOGGE_OUTCOME_NOT_MATCHED ? by_host : any;
}

/* ---- customers who promise more than they buy ------------------------------------------------------------------ */

static struct condition little_realised(const struct review *review)
{
    const uint64_t both = KOGGE_CUSTOMER_ANNOUNCED | KOGGE_CUSTOMER_REALISED;
    const kogge_customer *customer = review->customer;
    const int32_t field = KOGGE_FIELD_EVIDENCE_REALISATION_BP, limit = review->policy->hope_realisation_bp;
    const struct ratio part = kogge__realisation(review->policy, customer->announced_minor, customer->realised_minor,
                                                 (uint64_t)review->revenue, 4);
    bool beyond;
    if ((customer->known & both) != both || !kogge__is_positive(part.denominator))
        return kogge__unknown(field, limit);
    return kogge__decided(!kogge__ratio_reaches(&part, limit), field, kogge__ratio_round(&part, ALL_BP, &beyond),
                          limit);
}

static struct condition costs_much_of_revenue(const struct review *review)
{
    const int64_t cost = review->customer->cost_to_serve_minor;
    const int64_t limit = kogge__shown(share_of(review->revenue, review->policy->hope_cost_bp));
    if (!kogge__knows(review, KOGGE_CUSTOMER_COST_TO_SERVE))
        return kogge__unknown(KOGGE_FIELD_CUSTOMER_COST_TO_SERVE, limit);
    return kogge__decided(cost > 0 && cost >= limit, KOGGE_FIELD_CUSTOMER_COST_TO_SERVE, cost, limit);
}

static struct condition hope_account(const struct review *review)
{
    const struct condition announced =
        kogge__customer(review, KOGGE_CUSTOMER_ANNOUNCED, KOGGE_FIELD_CUSTOMER_ANNOUNCED,
                        review->customer->announced_minor, ABOVE, 0);
    const struct condition unproven = kogge__customer(review, KOGGE_CUSTOMER_EVIDENCE, KOGGE_FIELD_CUSTOMER_EVIDENCE,
                                                      review->customer->evidence, AT_MOST, 1);
    return kogge__both(kogge__both(announced, little_realised(review)),
                       kogge__both(unproven, costs_much_of_revenue(review)));
}

/* ---- customers who cost more than they should ------------------------------------------------------------------ */

/* In bp, as far as ratios are reported. */
static int64_t shown_ratio(int64_t part, int64_t of)
{
    const int64_t ratio = kogge__mul_div(part, ALL_BP, of, KOGGE_ROUNDING_HALF_AWAY);
    if (ratio < -MOST_RATIO_BP)
        return -MOST_RATIO_BP;
    return ratio < MOST_RATIO_BP ? ratio : MOST_RATIO_BP;
}

/* Contribution I by revenue, compared exactly. */
static struct condition earns_less_than_small_ones(const struct review *review)
{
    const int32_t field = KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION1_BP;
    const int64_t contribution = review->customer->contribution1_minor, revenue = review->revenue;
    const int32_t limit = review->basis->small_contribution1_bp; /* 0 if it is not known */
    if (!kogge__knows(review, KOGGE_CUSTOMER_CONTRIBUTION1) || !revenue)
        return kogge__unknown(field, limit);
    if (!basis_knows(review, KOGGE_CLASSIFICATION_BASIS_SMALL_CONTRIBUTION1_BP))
        return kogge__unknown(KOGGE_FIELD_CLASSIFICATION_BASIS_SMALL_CONTRIBUTION1_BP, 0);
    return kogge__decided(kogge__compare_products(contribution, ALL_BP, limit, revenue) < 0, field,
                          shown_ratio(contribution, revenue), limit);
}

static struct condition key_discount(const struct review *review)
{
    const struct condition is_a = kogge__decided(review->result.tier == KOGGE_TIER_A, KOGGE_FIELD_CLASSIFICATION_TIER,
                                                 review->result.tier, KOGGE_TIER_A);
    const struct condition discount =
        kogge__customer(review, KOGGE_CUSTOMER_DISCOUNT_BP, KOGGE_FIELD_CUSTOMER_DISCOUNT_BP,
                        review->customer->discount_bp, AT_LEAST, review->policy->key_discount_bp);
    return kogge__both(is_a, kogge__both(discount, earns_less_than_small_ones(review)));
}

/* max(1, ceil(overserved * revenue * all cost / (all net * 10 000))): up to 2^145 / 2^77. */
static int64_t most_to_serve(const struct review *review)
{
    const kogge_classification_basis *basis = review->basis;
    const struct wide share =
        kogge__wide_mul(kogge__wide((uint64_t)review->policy->overserved_bp), kogge__wide((uint64_t)review->revenue));
    const struct wide of_cost = kogge__wide_mul(share, kogge__wide((uint64_t)basis->all_cost_to_serve_minor));
    const struct wide of_net = kogge__wide_mul(kogge__wide((uint64_t)basis->all_net_minor), kogge__wide(ALL_BP));
    struct wide rest;
    const struct wide quotient = kogge__wide_div(of_cost, of_net, &rest);
    uint64_t most;
    if (!kogge__wide_fits(quotient, &most) || most > (uint64_t)KOGGE_MONEY_MAX)
        return KOGGE_MONEY_MAX + 1;
    most += kogge__wide_compare(rest, kogge__wide(0)) > 0;
    return most ? (int64_t)most : 1;
}

static struct condition overserved(const struct review *review)
{
    const int32_t field = KOGGE_FIELD_CUSTOMER_COST_TO_SERVE;
    const int64_t cost = review->customer->cost_to_serve_minor;
    const bool cost_known = kogge__knows(review, KOGGE_CUSTOMER_COST_TO_SERVE);
    const bool net_known = basis_knows(review, KOGGE_CLASSIFICATION_BASIS_ALL_NET) && review->basis->all_net_minor;
    const bool all_known = net_known && basis_knows(review, KOGGE_CLASSIFICATION_BASIS_ALL_COST_TO_SERVE);
    if (cost_known && !cost)
        return kogge__decided(false, field, 0, 1);
    const int64_t limit = all_known ? most_to_serve(review) : 0;
    if (!cost_known)
        return kogge__unknown(field, limit);
    if (!net_known)
        return kogge__unknown(KOGGE_FIELD_CLASSIFICATION_BASIS_ALL_NET, 0);
    if (!all_known)
        return kogge__unknown(KOGGE_FIELD_CLASSIFICATION_BASIS_ALL_COST_TO_SERVE, 0);
    return kogge__condition(true, field, cost, AT_LEAST, limit);
}

static struct condition complains_often(const struct review *review)
{
    const kogge_customer *customer = review->customer;
    const int32_t least = review->policy->costly_complaints;
    const struct condition enough =
        kogge__customer(review, KOGGE_CUSTOMER_COMPLAINT_ORDERS, KOGGE_FIELD_CUSTOMER_COMPLAINT_ORDERS,
                        customer->complaint_orders, AT_LEAST, least);
    if (enough.outcome != KOGGE_OUTCOME_MATCHED)
        return enough;
    if (!kogge__knows(review, KOGGE_CUSTOMER_ORDERS_12M))
        return kogge__unknown(KOGGE_FIELD_CUSTOMER_ORDERS_12M, least);
    int32_t low_bp = 0, high_bp;
    (void)kogge__wilson(customer->complaint_orders, customer->orders_12m, &low_bp, &high_bp);
    return kogge__decided(low_bp >= review->policy->costly_rate_bp, enough.field, enough.observed, least);
}

static struct condition eats_contribution1(const struct review *review)
{
    const kogge_customer *customer = review->customer;
    const bool known = kogge__knows(review, KOGGE_CUSTOMER_CONTRIBUTION1);
    const int64_t contribution = customer->contribution1_minor > 1 ? customer->contribution1_minor : 1;
    const int64_t limit = known ? kogge__shown(share_of(contribution, review->policy->costly_effort_bp)) : 0;
    if (kogge__knows(review, KOGGE_CUSTOMER_COST_TO_SERVE) && !known)
        return kogge__unknown(KOGGE_FIELD_CUSTOMER_CONTRIBUTION1, 0);
    return kogge__customer(review, KOGGE_CUSTOMER_COST_TO_SERVE, KOGGE_FIELD_CUSTOMER_COST_TO_SERVE,
                           customer->cost_to_serve_minor, AT_LEAST, limit);
}

static struct condition costly(const struct review *review)
{
    const struct condition lower =
        kogge__condition(true, KOGGE_FIELD_CLASSIFICATION_TIER, review->result.tier, AT_LEAST, KOGGE_TIER_C);
    return kogge__both(lower, kogge__either(complains_often(review), eats_contribution1(review)));
}

/* ---- customers to keep an eye on ------------------------------------------------------------------------------- */

static struct condition declining(const struct review *review)
{
    return kogge__customer(review, KOGGE_CUSTOMER_EVIDENCE, KOGGE_FIELD_CUSTOMER_EVIDENCE, review->customer->evidence,
                           AT_MOST, -3);
}

static struct condition churn_risk(const struct review *review)
{
    const int32_t rhythm = review->customer->overdue;
    return kogge__condition(rhythm, KOGGE_FIELD_CUSTOMER_OVERDUE, rhythm, AT_LEAST, KOGGE_OVERDUE_OVERDUE);
}

static struct condition large_share(const struct review *review)
{
    const int64_t total = review->basis->total_minor; /* 0 if it is not known */
    if (!total)
        return kogge__unknown(KOGGE_FIELD_CLASSIFICATION_BASIS_TOTAL, 0);
    return kogge__condition(true, KOGGE_FIELD_CUSTOMER_REVENUE_12M, review->customer->revenue_12m_minor, AT_LEAST,
                            kogge__shown(share_of(total, review->policy->large_share_bp)));
}

static struct condition stale(const struct review *review)
{
    const int32_t day = review->customer->classified_at;
    return kogge__condition(day, KOGGE_FIELD_CUSTOMER_CLASSIFIED_AT, day, BELOW,
                            (int64_t)review->basis->today_at - review->policy->stale_days);
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

static const struct flag {
    int32_t code, reason;
    struct condition (*test)(const struct review *review);
} flags[] = {
    { KOGGE_FLAG_HIDDEN_CHAMPION, KOGGE_REASON_FLAG_HIDDEN_CHAMPION, small_hidden_champion },
    { KOGGE_FLAG_PROSPECT, KOGGE_REASON_FLAG_PROSPECT, small_prospect },
    { KOGGE_FLAG_SMART_ACCOUNT, KOGGE_REASON_FLAG_SMART_ACCOUNT, smart_account },
    { KOGGE_FLAG_LARGE_FIRM_SMALL_BUYER, KOGGE_REASON_FLAG_LARGE_FIRM_SMALL_BUYER, large_firm_small_buyer },
    { KOGGE_FLAG_HOPE_ACCOUNT, KOGGE_REASON_FLAG_HOPE_ACCOUNT, hope_account },
    { KOGGE_FLAG_KEY_DISCOUNT, KOGGE_REASON_FLAG_KEY_DISCOUNT, key_discount },
    { KOGGE_FLAG_OVERSERVED, KOGGE_REASON_FLAG_OVERSERVED, overserved },
    { KOGGE_FLAG_DECLINING, KOGGE_REASON_FLAG_DECLINING, declining },
    { KOGGE_FLAG_CHURN_RISK, KOGGE_REASON_FLAG_CHURN_RISK, churn_risk },
    { KOGGE_FLAG_LARGE_SHARE, KOGGE_REASON_FLAG_LARGE_SHARE, large_share },
    { KOGGE_FLAG_STALE, KOGGE_REASON_FLAG_STALE, stale },
    { KOGGE_FLAG_COSTLY, KOGGE_REASON_FLAG_COSTLY, costly },
    { KOGGE_FLAG_DEVELOPABLE, KOGGE_REASON_FLAG_DEVELOPABLE, developable },
};

void kogge__settle_flags(struct review *review)
{
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        const struct condition found = flags[i].test(review);
        if (found.outcome == KOGGE_OUTCOME_MATCHED)
            review->result.class_flags |= UINT64_C(1) << flags[i].code;
        kogge__say(review, flags[i].reason, found);
    }
}
