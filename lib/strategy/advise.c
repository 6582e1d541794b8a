/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Retreat from small customers, go forward with them, both, or hold: a rule of four cells decides, two scores explain
 * (semantics 7, R094, R096). */

#include "base/number.h"
#include "base/reasons.h"
#include "policy/rulebook.h"
#include "tier/condition.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000, FULL_SCORE = 10000 };

struct consultation {
    const kogge_rulebook *book;
    const kogge_company *company;
    struct condition high_cost, growing;
    kogge_advice result;
    kogge_advice_factor factors[WEIGHT_LIMIT]; /* one a strategy weight */
};

static bool knows(const struct consultation *now, uint64_t bits)
{
    return (now->company->known & bits) == bits;
}

/* ---- the rule -------------------------------------------------------------------------------------------------- */

#define BOTH_SHARES (KOGGE_COMPANY_REVENUE_SHARE_BP | KOGGE_COMPANY_RESOURCE_SHARE_BP)

static void settle_imbalance(struct consultation *now)
{
    const kogge_company *company = now->company;
    if (!knows(now, BOTH_SHARES) || !company->revenue_share_bp)
        return;
    now->result.imbalance_bp = (int32_t)kogge__mul_div(company->resource_share_bp, ALL_BP, company->revenue_share_bp,
                                                       KOGGE_ROUNDING_HALF_AWAY);
    now->result.known |= KOGGE_ADVICE_IMBALANCE_BP;
}

static struct condition costs_too_much(const struct consultation *now)
{
    const kogge_company *company = now->company;
    const int32_t limit = now->book->sales.imbalance_bp;
    const bool resource_known = knows(now, KOGGE_COMPANY_RESOURCE_SHARE_BP);
    if (!knows(now, KOGGE_COMPANY_REVENUE_SHARE_BP))
        return kogge__unknown(KOGGE_FIELD_COMPANY_REVENUE_SHARE_BP, limit);
    if (!company->revenue_share_bp) /* any service is too much */
        return kogge__condition(resource_known, KOGGE_FIELD_COMPANY_RESOURCE_SHARE_BP, company->resource_share_bp,
                                ABOVE, 0);
    if (!resource_known)
        return kogge__unknown(KOGGE_FIELD_COMPANY_RESOURCE_SHARE_BP, limit);
    return kogge__condition(true, KOGGE_FIELD_ADVICE_IMBALANCE_BP, now->result.imbalance_bp, AT_LEAST, limit);
}

static struct condition grows(const struct consultation *now)
{
    const kogge_company *company = now->company;
    const struct condition market =
        kogge__condition(knows(now, KOGGE_COMPANY_MARKET_GROWTH_BP), KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP,
                         company->market_growth_bp, AT_LEAST, now->book->sales.company_growth_bp);
    const struct condition ambition =
        kogge__condition(knows(now, KOGGE_COMPANY_AMBITION), KOGGE_FIELD_COMPANY_AMBITION, company->ambition,
                         AT_LEAST, now->book->sales.ambition_min);
    return kogge__both(market, ambition);
}

static int32_t tri_of(struct condition found)
{
    if (found.outcome == KOGGE_OUTCOME_UNKNOWN)
        return 0;
    return found.outcome == KOGGE_OUTCOME_MATCHED ? KOGGE_TRI_YES : KOGGE_TRI_NO;
}

static int32_t advice_for(int32_t high_cost, int32_t growing)
{
    if (!high_cost || !growing)
        return KOGGE_STRATEGY_UNDECIDED;
    if (high_cost == KOGGE_TRI_YES)
        return growing == KOGGE_TRI_YES ? KOGGE_STRATEGY_MIXED : KOGGE_STRATEGY_RETREAT;
    return growing == KOGGE_TRI_YES ? KOGGE_STRATEGY_FORWARD : KOGGE_STRATEGY_HOLD;
}

static void settle_advice(struct consultation *now)
{
    settle_imbalance(now);
    now->high_cost = costs_too_much(now);
    now->growing = grows(now);
    now->result.high_cost = tri_of(now->high_cost);
    now->result.growing = tri_of(now->growing);
    now->result.advice = advice_for(now->result.high_cost, now->result.growing);
}

/* ---- the scores ------------------------------------------------------------------------------------------------ */

/* 0 if it is not known, as in every record. */
static bool figure_of(const struct consultation *now, int32_t factor, int64_t *figure)
{
    const kogge_company *company = now->company;
    const struct {
        bool known;
        int32_t value;
    } figures[] = {
        [KOGGE_FACTOR_IMBALANCE] = { now->result.known & KOGGE_ADVICE_IMBALANCE_BP, now->result.imbalance_bp },
        [KOGGE_FACTOR_MARKET_GROWTH] = { knows(now, KOGGE_COMPANY_MARKET_GROWTH_BP), company->market_growth_bp },
        [KOGGE_FACTOR_AMBITION] = { knows(now, KOGGE_COMPANY_AMBITION), company->ambition },
        [KOGGE_FACTOR_FREE_CAPACITY] = { knows(now, KOGGE_COMPANY_FREE_CAPACITY), company->free_capacity },
        [KOGGE_FACTOR_HIDDEN_SHARE] = { knows(now, KOGGE_COMPANY_HIDDEN_SHARE_BP), company->hidden_share_bp },
        [KOGGE_FACTOR_AUTOMATION] = { knows(now, KOGGE_COMPANY_AUTOMATION_DEGREE), company->automation_degree },
    };
    *figure = figures[factor].value;
    return figures[factor].known;
}

static int32_t utility_of(const kogge_strategy_weight *weight, int64_t figure)
{
    const int64_t utility =
        kogge__mul_div(figure - weight->low, FULL_SCORE, weight->high - weight->low, KOGGE_ROUNDING_HALF_AWAY);
    if (utility < 0)
        return 0;
    return utility < FULL_SCORE ? (int32_t)utility : FULL_SCORE;
}

static kogge_advice_factor factor_of(const struct consultation *now, const kogge_strategy_weight *weight)
{
    kogge_advice_factor found = {
        .score = weight->score, .factor = weight->factor, .outcome = KOGGE_OUTCOME_UNKNOWN, .weight = weight->weight
    };
    if (figure_of(now, weight->factor, &found.observed)) {
        found.outcome = KOGGE_OUTCOME_MATCHED;
        found.utility = utility_of(weight, found.observed);
    }
    return found;
}

/* Of the factors of one score. False: none counts. */
static bool settle_score(struct consultation *now, int32_t score, int32_t *result)
{
    int64_t weights = 0, points = 0;
    for (size_t i = 0; i < now->book->weight_count; i++) {
        const kogge_advice_factor *factor = &now->factors[i];
        if (factor->score == score && factor->outcome == KOGGE_OUTCOME_MATCHED) {
            weights += factor->weight;
            points += (int64_t)factor->weight * factor->utility;
        }
    }
    if (!weights)
        return false;
    *result = (int32_t)kogge__mul_div(points, 1, weights, KOGGE_ROUNDING_HALF_AWAY);
    for (size_t i = 0; i < now->book->weight_count; i++) {
        kogge_advice_factor *factor = &now->factors[i];
        if (factor->score == score)
            factor->contribution =
                (int32_t)kogge__mul_div(factor->weight, factor->utility, weights, KOGGE_ROUNDING_HALF_AWAY);
    }
    return true;
}

static void settle_scores(struct consultation *now)
{
    for (size_t i = 0; i < now->book->weight_count; i++)
        now->factors[i] = factor_of(now, &now->book->weights[i]);
    if (settle_score(now, KOGGE_STRATEGY_RETREAT, &now->result.retreat_score))
        now->result.known |= KOGGE_ADVICE_RETREAT_SCORE;
    if (settle_score(now, KOGGE_STRATEGY_FORWARD, &now->result.forward_score))
        now->result.known |= KOGGE_ADVICE_FORWARD_SCORE;
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static struct condition contradicted(const kogge_advice *result)
{
    const bool is_retreat = result->advice == KOGGE_STRATEGY_RETREAT;
    if (!(result->known & KOGGE_ADVICE_RETREAT_SCORE))
        return kogge__unknown(KOGGE_FIELD_ADVICE_RETREAT_SCORE, 0);
    if (!(result->known & KOGGE_ADVICE_FORWARD_SCORE))
        return kogge__unknown(KOGGE_FIELD_ADVICE_FORWARD_SCORE, 0);
    return kogge__condition(true, is_retreat ? KOGGE_FIELD_ADVICE_FORWARD_SCORE : KOGGE_FIELD_ADVICE_RETREAT_SCORE,
                            is_retreat ? result->forward_score : result->retreat_score, ABOVE,
                            is_retreat ? result->retreat_score : result->forward_score);
}

static void say(kogge_reasons *why, int32_t code, struct condition found)
{
    kogge__note(why, code, found.outcome, found.field, found.observed, found.threshold);
}

static void explain(const struct consultation *now, kogge_reasons *why)
{
    const int32_t advice = now->result.advice;
    if (knows(now, BOTH_SHARES) && !now->company->revenue_share_bp)
        say(why, KOGGE_REASON_REVENUE_SHARE_ZERO, kogge__decided(true, KOGGE_FIELD_COMPANY_REVENUE_SHARE_BP, 0, 0));
    say(why, KOGGE_REASON_HIGH_COST, now->high_cost);
    say(why, KOGGE_REASON_GROWING, now->growing);
    if (advice == KOGGE_STRATEGY_RETREAT || advice == KOGGE_STRATEGY_FORWARD)
        say(why, KOGGE_REASON_SCORE_CONTRADICTS, contradicted(&now->result));
}

/* ---- the advice ------------------------------------------------------------------------------------------------ */

static kogge_status check_results(const kogge_advice *result, const kogge_out_rows *factors, const kogge_reasons *why,
                                  kogge_error *error)
{
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_ADVICE, result, error);
    if (!status && factors && factors->data)
        status = kogge__rows_size(KOGGE_RECORD_ADVICE_FACTOR, factors->row_size, error);
    return status;
}

static void write_factors(const struct consultation *now, kogge_out_rows *factors)
{
    if (!factors)
        return;
    factors->count = now->book->weight_count;
    for (size_t i = 0; i < factors->count; i++)
        kogge__row_write(KOGGE_RECORD_ADVICE_FACTOR, &now->factors[i], factors, i);
}

kogge_status kogge_company_advise(const kogge_rulebook *book, const kogge_company *company, kogge_advice *result,
                                  kogge_out_rows *factors, kogge_reasons *why, kogge_error *error)
{
    struct consultation now = { .book = book };
    kogge_company copy;
    const void *full = NULL;
    if (factors)
        factors->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !company || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book      ? "book"
                           : !company ? "company"
                                      : "result");
    status = check_results(result, factors, why, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_COMPANY, company, &copy, &full, error);
    if (status)
        return status;
    now.company = full;
    settle_advice(&now);
    settle_scores(&now);
    write_factors(&now, factors);
    explain(&now, why);
    kogge__result_write(KOGGE_RECORD_ADVICE, &now.result, result);
    return KOGGE_OK;
}
