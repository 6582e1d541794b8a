/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The tier: rules in order, cuts that move with the old tier, dwell time, override (semantics 6). */

#include "tier/review.h"

#include "base/number.h"
#include "tier/standing.h"

/* Smallest revenues that reach a tier. */
struct cuts {
    int64_t a, b;
};

struct verdict {
    int32_t tier;
    int32_t reason; /* the rule that decided */
};

/* ---- conditions ------------------------------------------------------------------------------------------------ */

static struct condition revenue_a(const struct review *review, const struct cuts *cuts)
{
    return kogge__condition(true, KOGGE_FIELD_CUSTOMER_REVENUE_12M, review->customer->revenue_12m_minor, AT_LEAST,
                            cuts->a);
}

static struct condition revenue_b(const struct review *review, const struct cuts *cuts)
{
    return kogge__condition(true, KOGGE_FIELD_CUSTOMER_REVENUE_12M, review->customer->revenue_12m_minor, AT_LEAST,
                            cuts->b);
}

static struct condition willing_to_pay(const struct review *review)
{
    const int64_t flag = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY;
    const int64_t set = review->customer->flags & KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY;
    return set ? kogge__decided(true, KOGGE_FIELD_CUSTOMER_FLAGS, set, flag)
               : kogge__unknown(KOGGE_FIELD_CUSTOMER_FLAGS, flag);
}

struct condition kogge__demand_reaches_a(const struct review *review)
{
    return kogge__customer(review, KOGGE_CUSTOMER_DEMAND, KOGGE_FIELD_CUSTOMER_DEMAND, review->customer->demand_minor,
                           AT_LEAST, review->cut_a);
}

/* Compared exactly; what is shown is rounded. Without a demand no share is held against it. */
static struct condition little_bought_here(const struct review *review)
{
    const int64_t demand = review->customer->demand_minor;
    const int64_t bought = review->revenue < demand ? review->revenue : demand;
    const int32_t most = review->policy->sow_max_bp;
    if (!kogge__knows(review, KOGGE_CUSTOMER_DEMAND))
        return kogge__unknown(KOGGE_FIELD_CLASSIFICATION_SOW_BP, most);
    return kogge__decided(kogge__compare_products(bought, ALL_BP, most, demand) <= 0,
                          KOGGE_FIELD_CLASSIFICATION_SOW_BP, review->result.sow_bp, most);
}

struct condition kogge__hidden_champion(const struct review *review)
{
    const struct condition sure =
        kogge__customer(review, KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP, KOGGE_FIELD_CUSTOMER_DEMAND_CONFIDENCE_BP,
                        review->customer->demand_confidence_bp, AT_LEAST, review->policy->confidence_min_bp);
    return kogge__both(kogge__demand_reaches_a(review), kogge__both(little_bought_here(review), sure));
}

struct condition kogge__prospect(const struct review *review)
{
    return kogge__customer(review, KOGGE_CUSTOMER_EVIDENCE, KOGGE_FIELD_CUSTOMER_EVIDENCE, review->customer->evidence,
                           AT_LEAST, review->policy->evidence_min);
}

/* As a rule the hidden champion shows the demand that makes it one. */
static struct condition hidden_champion(const struct review *review, const struct cuts *cuts)
{
    (void)cuts;
    const struct condition found = kogge__hidden_champion(review);
    return found.outcome == KOGGE_OUTCOME_MATCHED ? kogge__demand_reaches_a(review) : found;
}

static struct condition prospect(const struct review *review, const struct cuts *cuts)
{
    (void)cuts;
    return kogge__prospect(review);
}

static struct condition negative_contribution(const struct review *review, const struct cuts *cuts)
{
    (void)cuts;
    if (!kogge__knows(review, KOGGE_CUSTOMER_CONTRIBUTION4))
        return kogge__unknown(KOGGE_FIELD_CUSTOMER_CONTRIBUTION4, 0);
    return kogge__condition(true, KOGGE_FIELD_CUSTOMER_NEGATIVE_STREAK, review->result.negative_streak, AT_LEAST, 2);
}

static struct condition no_higher_rule(const struct review *review, const struct cuts *cuts)
{
    (void)review;
    (void)cuts;
    return kogge__decided(true, KOGGE_FIELD_CLASSIFICATION_RULE_TIER, KOGGE_TIER_C, 0);
}

/* ---- the rules ------------------------------------------------------------------------------------------------- */

enum {
    CLASSIC_ABC = 1 << KOGGE_SCHEME_CLASSIC_ABC,
    ZUPANCIC = 1 << KOGGE_SCHEME_ZUPANCIC,
    VERKAUFSPROFI = 1 << KOGGE_SCHEME_VERKAUFSPROFI,
    ABCD = 1 << KOGGE_SCHEME_ABCD,
    EVERY_SCHEME = CLASSIC_ABC | ZUPANCIC | VERKAUFSPROFI | ABCD
};

/* The first that holds decides; the last always does. */
static const struct tier_rule {
    int32_t reason, tier;
    unsigned schemes;
    bool if_willing; /* the tier is only for customers willing to pay, others get C */
    struct condition (*test)(const struct review *review, const struct cuts *cuts);
} rules[] = {
    { KOGGE_REASON_REVENUE_A, KOGGE_TIER_A, EVERY_SCHEME, false, revenue_a },
    { KOGGE_REASON_REVENUE_B, KOGGE_TIER_B, CLASSIC_ABC | ABCD, false, revenue_b },
    { KOGGE_REASON_REVENUE_B, KOGGE_TIER_B, ZUPANCIC, true, revenue_b },
    { KOGGE_REASON_HIDDEN_CHAMPION, KOGGE_TIER_B, ABCD, false, hidden_champion },
    { KOGGE_REASON_PROSPECT, KOGGE_TIER_B, ABCD | VERKAUFSPROFI, false, prospect },
    { KOGGE_REASON_NEGATIVE_CONTRIBUTION, KOGGE_TIER_D, ABCD, false, negative_contribution },
    { KOGGE_REASON_NO_HIGHER_RULE, KOGGE_TIER_C, EVERY_SCHEME, false, no_higher_rule },
};

static void say_if(bool say, const struct review *review, int32_t code, struct condition found)
{
    if (say)
        kogge__say(review, code, found);
}

static struct verdict judge(const struct review *review, struct cuts cuts, bool say)
{
    for (const struct tier_rule *rule = rules;; rule++) {
        if (!(rule->schemes >> review->policy->scheme & 1))
            continue;
        const struct condition found = rule->test(review, &cuts);
        say_if(say, review, rule->reason, found);
        if (found.outcome != KOGGE_OUTCOME_MATCHED)
            continue;
        const struct verdict verdict = { rule->tier, rule->reason };
        if (!rule->if_willing)
            return verdict;
        const struct condition willing = willing_to_pay(review);
        say_if(say, review, KOGGE_REASON_WILLING_TO_PAY, willing);
        return willing.outcome == KOGGE_OUTCOME_MATCHED
                   ? verdict
                   : (struct verdict){ KOGGE_TIER_C, KOGGE_REASON_WILLING_TO_PAY };
    }
}

/* ---- nothing to judge by --------------------------------------------------------------------------------------- */

static struct condition too_new(const struct review *review)
{
    const int32_t first = review->customer->first_order_at;
    return kogge__condition(first, KOGGE_FIELD_CUSTOMER_FIRST_ORDER_AT, first, ABOVE,
                            (int64_t)review->basis->today_at - review->policy->tenure_days);
}

static struct condition inactive(const struct review *review)
{
    const int32_t last = review->customer->last_order_at;
    if (kogge__knows(review, KOGGE_CUSTOMER_ORDERS_12M))
        return kogge__condition(true, KOGGE_FIELD_CUSTOMER_ORDERS_12M, review->customer->orders_12m, AT_MOST, 0);
    return kogge__condition(last, KOGGE_FIELD_CUSTOMER_LAST_ORDER_AT, last, AT_MOST,
                            (int64_t)review->basis->today_at - DAYS_OF_A_YEAR);
}

/* The reason why there is no tier; 0: there is one. */
static int32_t not_judged(const struct review *review)
{
    const struct condition is_new = too_new(review), is_inactive = inactive(review);
    kogge__say(review, KOGGE_REASON_TOO_NEW, is_new);
    if (is_new.outcome == KOGGE_OUTCOME_MATCHED)
        return KOGGE_REASON_TOO_NEW;
    kogge__say(review, KOGGE_REASON_INACTIVE, is_inactive);
    return is_inactive.outcome == KOGGE_OUTCOME_MATCHED ? KOGGE_REASON_INACTIVE : 0;
}

/* ---- the old tier ---------------------------------------------------------------------------------------------- */

/* A cut that nobody reaches stays where it is. */
static int64_t moved(const kogge_policy *policy, int64_t cut, bool held)
{
    const int64_t share_bp = held ? ALL_BP - policy->hysteresis_down_bp : ALL_BP + policy->hysteresis_up_bp;
    return cut > KOGGE_MONEY_MAX ? cut : kogge__shown(kogge__ceil_div(cut, share_bp, ALL_BP));
}

/* Who holds the tier of a cut, or a better one, keeps it below the cut; who does not rises only above it. */
static struct cuts moved_cuts(const struct review *review)
{
    const int32_t old = review->customer->tier;
    return (struct cuts){ moved(review->policy, review->cut_a, old <= KOGGE_TIER_A),
                          moved(review->policy, review->cut_b, old <= KOGGE_TIER_B) };
}

/* The old tier stays until the dwell time is over. */
static void dwell(const struct review *review, struct verdict *verdict)
{
    const int32_t since = review->customer->tier_since_at;
    struct condition early = kogge__condition(since, KOGGE_FIELD_CUSTOMER_TIER_SINCE_AT, since, ABOVE,
                                              (int64_t)review->basis->today_at - review->policy->dwell_days);
    if (verdict->tier == review->customer->tier)
        return;
    if (early.outcome == KOGGE_OUTCOME_MATCHED) {
        early.outcome = KOGGE_OUTCOME_HELD;
        *verdict = (struct verdict){ review->customer->tier, KOGGE_REASON_DWELL };
    }
    kogge__say(review, KOGGE_REASON_DWELL, early);
}

static struct verdict judge_by_old_tier(const struct review *review, int32_t plain_tier)
{
    struct verdict verdict = judge(review, moved_cuts(review), true);
    struct condition hysteresis =
        kogge__decided(false, KOGGE_FIELD_CUSTOMER_TIER, review->customer->tier, plain_tier);
    if (verdict.tier != plain_tier)
        hysteresis.outcome = KOGGE_OUTCOME_HELD;
    kogge__say(review, KOGGE_REASON_HYSTERESIS, hysteresis);
    dwell(review, &verdict);
    return verdict;
}

/* ---- override -------------------------------------------------------------------------------------------------- */

static void override(struct review *review)
{
    const kogge_customer *customer = review->customer;
    kogge_classification *result = &review->result;
    if (!customer->tier_override)
        return;
    if (!kogge__override_holds(customer, review->basis->today_at)) {
        kogge__say(review, KOGGE_REASON_OVERRIDE,
                   kogge__decided(false, KOGGE_FIELD_CUSTOMER_OVERRIDE_UNTIL_AT, customer->override_until_at,
                                  review->basis->today_at));
        return;
    }
    kogge__say(review, KOGGE_REASON_OVERRIDE,
               kogge__decided(true, KOGGE_FIELD_CUSTOMER_TIER_OVERRIDE, customer->tier_override, result->rule_tier));
    result->tier = customer->tier_override;
    result->tier_reason = KOGGE_REASON_OVERRIDE;
    result->overridden = 1;
}

/* ---- the tier -------------------------------------------------------------------------------------------------- */

void kogge__settle_tier(struct review *review)
{
    const struct cuts plain_cuts = { review->cut_a, review->cut_b };
    const int32_t old = review->customer->tier, nothing = not_judged(review);
    struct verdict plain = { KOGGE_TIER_NONE, nothing }, verdict = plain;
    if (!nothing) {
        plain = judge(review, plain_cuts, !old);
        verdict = old ? judge_by_old_tier(review, plain.tier) : plain;
    }
    kogge_classification *result = &review->result;
    result->plain_tier = plain.tier;
    result->rule_tier = result->tier = verdict.tier;
    result->tier_reason = verdict.reason;
    result->held = old && verdict.tier == old && plain.tier != old;
    override(review);
}
