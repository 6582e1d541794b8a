/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One candidate through the gates (semantics 8, F19; R134, R139 to R149). Each gate says what it looked at and
 * answers MATCHED, NOT_MATCHED or UNKNOWN; the first that does not match ends the way. */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "base/sort.h"
#include "kam/figures.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct funnel {
    const kogge_sales_policy *policy;
    const kogge_kam_candidate *candidate;
    struct figures figures;
    kogge_out_rows *missing; /* NULL = not wanted */
    kogge_reasons *why;      /* NULL = not wanted */
    kogge_kam_result result;
};

/* Holds, may hold as far as is known, or does not. */
static int32_t found(bool holds, bool may_hold)
{
    return holds ? KOGGE_OUTCOME_MATCHED : may_hold ? KOGGE_OUTCOME_UNKNOWN : KOGGE_OUTCOME_NOT_MATCHED;
}

static void say(const struct funnel *funnel, int32_t code, int32_t outcome, int32_t field, int64_t observed,
                int64_t threshold)
{
    kogge__note(funnel->why, code, outcome, field, observed, threshold);
}

/* The value of a criterion against one of its limits. */
static void say_value(const struct funnel *funnel, int32_t code, int32_t outcome, const struct figure *figure,
                      int64_t limit)
{
    const kogge_reason reason = { .code = code,
                                  .outcome = outcome,
                                  .rule = figure->criterion->id,
                                  .field = KOGGE_FIELD_KAM_VALUE_VALUE,
                                  .observed = figure->value,
                                  .threshold = limit };
    kogge__reason(funnel->why, &reason);
}

/* ---- gate 0: size ---------------------------------------------------------------------------------------------- */

static int32_t size_gate(struct funnel *funnel)
{
    const kogge_kam_candidate *candidate = funnel->candidate;
    if (candidate->segment && candidate->segment != KOGGE_SEGMENT_UNKNOWN_POTENTIAL) {
        const int32_t outcome = found(candidate->segment != KOGGE_SEGMENT_SMALL, false);
        say(funnel, KOGGE_REASON_ELIGIBLE, outcome, KOGGE_FIELD_KAM_CANDIDATE_SEGMENT, candidate->segment, 0);
        return outcome;
    }
    const bool is_known = candidate->known & KOGGE_KAM_CANDIDATE_IS_SMALL;
    const int32_t outcome = found(is_known && !candidate->is_small, true);
    say(funnel, KOGGE_REASON_ELIGIBLE, outcome, KOGGE_FIELD_KAM_CANDIDATE_IS_SMALL, candidate->is_small, 0);
    return outcome;
}

/* ---- gate 1: strategic criteria -------------------------------------------------------------------------------- */

/* Enough criteria, or one that is enough alone. */
static int32_t strategic_gate(struct funnel *funnel)
{
    const int32_t least = funnel->policy->strategic_min;
    int32_t met = 0, unknown = 0;
    bool knocks_in = false, may_knock_in = false;
    for (size_t i = 0; i < funnel->figures.count; i++) {
        const struct figure *figure = &funnel->figures.rows[i];
        const kogge_kam_criterion *criterion = figure->criterion;
        if (criterion->stage != KOGGE_STAGE_STRATEGIC)
            continue;
        const bool alone = criterion->criterion_flags & KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_IN);
        const bool is_met = figure->known && figure->value >= criterion->at_least;
        met += is_met;
        unknown += !figure->known;
        knocks_in |= alone && is_met;
        may_knock_in |= alone && !figure->known;
        say_value(funnel, alone ? KOGGE_REASON_KNOCK_IN : KOGGE_REASON_STRATEGIC, found(is_met, !figure->known),
                  figure, criterion->at_least);
    }
    const int32_t enough = found(met >= least, met + unknown >= least);
    say(funnel, KOGGE_REASON_STRATEGIC_COUNT, enough, KOGGE_FIELD_SALES_POLICY_STRATEGIC_MIN, met, least);
    funnel->result.known |= KOGGE_KAM_RESULT_STRATEGIC_MET;
    funnel->result.strategic_met = met;
    return found(knocks_in || enough == KOGGE_OUTCOME_MATCHED, may_knock_in || enough == KOGGE_OUTCOME_UNKNOWN);
}

/* ---- gate 2: hard figures -------------------------------------------------------------------------------------- */

/* MATCHED: one of them fails. */
static int32_t knock_outs(struct funnel *funnel)
{
    bool out = false, may_be_out = false;
    for (size_t i = 0; i < funnel->figures.count; i++) {
        const struct figure *figure = &funnel->figures.rows[i];
        const kogge_kam_criterion *criterion = figure->criterion;
        if (!kogge__is_hard(figure) || !(criterion->criterion_flags & KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_OUT)))
            continue;
        const bool less_is_better = criterion->low > criterion->high;
        const bool is_bad =
            less_is_better ? figure->value > criterion->knock_out : figure->value < criterion->knock_out;
        const bool is_out = figure->known && is_bad;
        out |= is_out;
        may_be_out |= !figure->known;
        say_value(funnel, KOGGE_REASON_KNOCK_OUT, found(is_out, !figure->known), figure, criterion->knock_out);
    }
    return found(out, may_be_out);
}

static bool is_heavier(const void *context, uint32_t a, uint32_t b)
{
    const struct figure *figures = context;
    const kogge_kam_criterion *x = figures[a].criterion, *y = figures[b].criterion;
    return x->weight != y->weight ? x->weight > y->weight : x->id < y->id;
}

static int64_t weight_of_all(const struct figures *figures)
{
    int64_t sum = 0;
    for (size_t i = 0; i < figures->count; i++)
        sum += kogge__is_hard(&figures->rows[i]) ? figures->rows[i].criterion->weight : 0;
    return sum;
}

/* What to collect next, as rows and as reasons. */
static void list_missing(struct funnel *funnel)
{
    const struct figures *figures = &funnel->figures;
    const int64_t all = weight_of_all(figures);
    uint32_t indices[CRITERIA_LIMIT];
    size_t count = 0;
    for (uint32_t i = 0; i < figures->count; i++) {
        if (kogge__is_hard(&figures->rows[i]) && !figures->rows[i].known)
            indices[count++] = i;
    }
    kogge__sort(indices, count, is_heavier, figures->rows);
    for (size_t i = 0; i < count; i++) {
        const kogge_kam_criterion *criterion = figures->rows[indices[i]].criterion;
        const int64_t weight_bp = kogge__mul_div(criterion->weight, ALL_POINTS, all, KOGGE_ROUNDING_HALF_AWAY);
        const kogge_kam_missing row = { .criterion = criterion->id, .weight_bp = (int32_t)weight_bp };
        const kogge_reason reason = { .code = KOGGE_REASON_MISSING,
                                      .outcome = KOGGE_OUTCOME_UNKNOWN,
                                      .rule = criterion->id,
                                      .field = KOGGE_FIELD_KAM_MISSING_WEIGHT_BP,
                                      .observed = weight_bp };
        if (funnel->missing)
            kogge__row_write(KOGGE_RECORD_KAM_MISSING, &row, funnel->missing, i);
        kogge__reason(funnel->why, &reason);
    }
    if (funnel->missing)
        funnel->missing->count = count;
}

/* Does the worst case exceed the threshold, or the best one at least? */
static int32_t interval_exceeds(const struct funnel *funnel)
{
    const int32_t threshold = funnel->policy->score_threshold;
    return found(funnel->result.score_low > threshold, funnel->result.score_high > threshold);
}

static void measure(struct funnel *funnel)
{
    const struct figures *figures = &funnel->figures;
    const bool fails = figures->missing_count && funnel->policy->missing == KOGGE_MISSING_FAIL;
    const int32_t score = fails ? NO_SCORE : kogge__score(figures, kogge__missing_utility(funnel->policy));
    funnel->result.known |= KOGGE_KAM_RESULT_SCORE_LOW; /* score_high and missing_count share its bit */
    funnel->result.score_low = kogge__score(figures, 0);
    funnel->result.score_high = kogge__score(figures, ALL_POINTS);
    funnel->result.missing_count = (int32_t)figures->missing_count;
    if (score == NO_SCORE)
        return;
    funnel->result.known |= KOGGE_KAM_RESULT_SCORE;
    funnel->result.score = score;
}

/* What the score alone says. */
static int32_t score_passes(const struct funnel *funnel)
{
    const kogge_kam_result *result = &funnel->result;
    const kogge_sales_policy *policy = funnel->policy;
    if (!funnel->figures.hard_count)
        return KOGGE_OUTCOME_MATCHED; /* even where the threshold is 10 000 */
    if (policy->missing == KOGGE_MISSING_INTERVAL)
        return interval_exceeds(funnel);
    if (!(result->known & KOGGE_KAM_RESULT_SCORE))
        return found(false, policy->missing != KOGGE_MISSING_FAIL);
    return found(result->score > policy->score_threshold, false);
}

static int32_t hard_gate(struct funnel *funnel)
{
    const int32_t out = knock_outs(funnel);
    measure(funnel);
    const kogge_kam_result *result = &funnel->result;
    const int32_t passes = score_passes(funnel);
    if (result->missing_count) {
        list_missing(funnel);
        say(funnel, KOGGE_REASON_SCORE_INTERVAL, interval_exceeds(funnel), KOGGE_FIELD_KAM_RESULT_SCORE_HIGH,
            result->score_high, result->score_low);
    }
    say(funnel, KOGGE_REASON_SCORE, passes, KOGGE_FIELD_KAM_RESULT_SCORE, result->score,
        funnel->policy->score_threshold);
    if (out == KOGGE_OUTCOME_MATCHED)
        return KOGGE_OUTCOME_NOT_MATCHED;
    return out == KOGGE_OUTCOME_UNKNOWN && passes == KOGGE_OUTCOME_MATCHED ? KOGGE_OUTCOME_UNKNOWN : passes;
}

/* ---- gate 3: quid pro quo -------------------------------------------------------------------------------------- */

static int32_t bits_of(uint32_t mask)
{
    int32_t count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static void settle_ask_again(struct funnel *funnel)
{
    const int64_t day = (int64_t)funnel->candidate->answered_at + funnel->policy->ask_again_days;
    if (!funnel->candidate->answered_at)
        return;
    funnel->result.known |= KOGGE_KAM_RESULT_ASK_AGAIN_AT;
    funnel->result.ask_again_at = day < INT32_MAX ? (int32_t)day : INT32_MAX;
}

/* Answers with the outcome of the whole way. */
static int32_t answer_gate(struct funnel *funnel)
{
    const kogge_kam_candidate *candidate = funnel->candidate;
    const int32_t accepted = bits_of(candidate->asked & candidate->accepted), least = funnel->policy->accepted_min;
    say(funnel, KOGGE_REASON_ASKED, found(candidate->asked, false), KOGGE_FIELD_KAM_CANDIDATE_ASKED, candidate->asked,
        0);
    if (!candidate->asked)
        return KOGGE_KAM_OUTCOME_ASK_PENDING;
    say(funnel, KOGGE_REASON_ACCEPTED, found(accepted >= least, false), KOGGE_FIELD_SALES_POLICY_ACCEPTED_MIN,
        accepted, least);
    if (accepted >= least)
        return KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
    settle_ask_again(funnel);
    return KOGGE_KAM_OUTCOME_MAJOR_CUSTOMER;
}

/* ---- the way through ------------------------------------------------------------------------------------------- */

static int32_t outcome_of(struct funnel *funnel)
{
    static const struct {
        int32_t (*gate)(struct funnel *funnel);
        int32_t otherwise;
    } gates[] = { { size_gate, KOGGE_KAM_OUTCOME_NOT_ELIGIBLE },
                  { strategic_gate, KOGGE_KAM_OUTCOME_NOT_STRATEGIC },
                  { hard_gate, KOGGE_KAM_OUTCOME_BELOW_SCORE } };
    for (size_t i = 0; i < sizeof gates / sizeof gates[0]; i++) {
        const int32_t passes = gates[i].gate(funnel);
        if (passes != KOGGE_OUTCOME_MATCHED)
            return passes == KOGGE_OUTCOME_UNKNOWN ? KOGGE_KAM_OUTCOME_UNDECIDED : gates[i].otherwise;
        funnel->result.gate++;
    }
    return answer_gate(funnel);
}

static kogge_status check_results(const kogge_kam_result *result, const kogge_out_rows *missing,
                                  const kogge_reasons *why, kogge_error *error)
{
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_KAM_RESULT, result, error);
    if (!status && missing && missing->data)
        status = kogge__rows_size(KOGGE_RECORD_KAM_MISSING, missing->row_size, error);
    return status;
}

kogge_status kogge_kam_assess(const kogge_rulebook *book, const kogge_kam_candidate *candidate,
                              const kogge_rows *values, kogge_kam_result *result, kogge_out_rows *missing,
                              kogge_reasons *why, kogge_error *error)
{
    kogge_kam_candidate copy;
    const void *full = NULL;
    if (missing)
        missing->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !candidate || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book        ? "book"
                           : !candidate ? "candidate"
                                        : "result");
    struct funnel funnel = { .policy = &book->sales, .missing = missing, .why = why };
    status = check_results(result, missing, why, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_KAM_CANDIDATE, candidate, &copy, &full, error);
    if (!status)
        status = kogge__figures_read(&funnel.figures, book, values, error);
    if (status)
        return status;
    funnel.candidate = full;
    funnel.result.fingerprint = book->fingerprint;
    funnel.result.semantics = kogge_semantics();
    funnel.result.outcome = outcome_of(&funnel);
    kogge__result_write(KOGGE_RECORD_KAM_RESULT, &funnel.result, result);
    return KOGGE_OK;
}
