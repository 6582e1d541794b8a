/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Evidence of growth of one customer: one test, and the ladder from promise to proof (semantics 5). */

#include "base/number.h"
#include "base/record.h"
#include "evidence/ratio.h"
#include "evidence/realisation.h"
#include "evidence/reason.h"
#include "evidence/rhythm.h"
#include "evidence/series.h"
#include "evidence/significance.h"
#include "policy/rulebook.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ONE_BP = 10000,
    GROWTH_LIMIT = 1000000000, /* bp */
    YEAR = 365,                /* days */
    TWO_YEARS = 2 * YEAR,
    YEAR_TWICE = 8 * ONE_BP, /* four quarters a year, and the median is given twice */
    CONTRACT = 2,            /* levels */
    MEASURED = 3,
    CONFIRMED = 4
};

/* One customer while he is looked at. */
struct inquiry {
    const kogge_policy *policy;
    const kogge_history *history;
    const int32_t *order_days; /* NULL = not known */
    size_t order_day_count;
    struct series series;
    struct ratio growth;
    bool reaches_growth; /* the policy's minimum */
    bool is_clamped;
    kogge_reasons *why;
    kogge_evidence result;
};

static bool is_known(const struct inquiry *inquiry, uint64_t bit)
{
    return inquiry->history->known & bit;
}

/* ---- the test -------------------------------------------------------------------------------------------------- */

static void take_test(struct inquiry *inquiry, int32_t test, const struct significance *found)
{
    inquiry->result.test = test;
    inquiry->result.size_ppm = found->size_ppm;
    if (!found->is_exact)
        return;
    inquiry->result.known |= KOGGE_EVIDENCE_P_PPM;
    inquiry->result.p_ppm = found->p_ppm;
}

static void test_quarters(struct inquiry *inquiry)
{
    const struct series *series = &inquiry->series;
    if (series->count < QUARTERS_FOR_KENDALL) {
        kogge__note(inquiry->why, KOGGE_REASON_TREND, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_EVIDENCE_QUARTERS,
                    (int64_t)series->count, QUARTERS_FOR_KENDALL);
        return;
    }
    const int32_t s = kogge__series_kendall(series);
    const struct significance found = kogge__kendall_test((int32_t)series->count, s, kogge__series_ties(series));
    take_test(inquiry, KOGGE_TEST_MANN_KENDALL, &found);
    inquiry->result.known |= KOGGE_EVIDENCE_KENDALL_S;
    inquiry->result.kendall_s = s;
    if (found.is_significant)
        inquiry->result.direction = s > 0 ? 1 : -1;
    kogge__note_condition(inquiry->why, KOGGE_REASON_TREND, found.is_significant, KOGGE_FIELD_EVIDENCE_KENDALL_S, s,
                          0);
}

/* What the order test lacks, as a reason; false: nothing. */
static bool lacks_orders(const struct inquiry *inquiry)
{
    const int32_t first = inquiry->history->first_order_at;
    const int64_t latest = (int64_t)inquiry->history->today_at - TWO_YEARS;
    kogge_reason reason = { .code = KOGGE_REASON_ORDER_COUNT, .outcome = KOGGE_OUTCOME_UNKNOWN };
    if (!inquiry->order_days) {
        reason.field = KOGGE_FIELD_EVIDENCE_ORDERS_LAST;
    } else if (!first || first > latest) {
        reason.field = KOGGE_FIELD_HISTORY_FIRST_ORDER_AT;
        reason.observed = first;
        reason.threshold = latest;
    } else if (inquiry->series.passed < QUARTERS_FOR_ORDERS) {
        reason.field = KOGGE_FIELD_EVIDENCE_QUARTERS;
        reason.observed = (int64_t)inquiry->series.passed;
        reason.threshold = QUARTERS_FOR_ORDERS;
    } else {
        return false;
    }
    kogge__reason(inquiry->why, &reason);
    return true;
}

/* Last four quarters less the four before. */
static struct u128 revenue_change(const struct inquiry *inquiry)
{
    return kogge__sub(kogge__series_year(&inquiry->series, 0), kogge__series_year(&inquiry->series, 1));
}

static void test_orders(struct inquiry *inquiry)
{
    const int64_t today = inquiry->history->today_at;
    if (lacks_orders(inquiry))
        return;
    const int32_t before =
        kogge__order_days_between(inquiry->order_days, inquiry->order_day_count, today - TWO_YEARS, today - YEAR);
    const int32_t last =
        kogge__order_days_between(inquiry->order_days, inquiry->order_day_count, today - YEAR, today);
    const struct significance found = kogge__order_test(before, last);
    take_test(inquiry, KOGGE_TEST_ORDERS, &found);
    inquiry->result.known |= KOGGE_EVIDENCE_ORDERS_LAST;
    inquiry->result.orders_before = before;
    inquiry->result.orders_last = last;
    const struct u128 change = revenue_change(inquiry);
    if (found.is_significant && last > before && kogge__is_positive(change))
        inquiry->result.direction = 1;
    if (found.is_significant && last < before && kogge__is_negative(change))
        inquiry->result.direction = -1;
    kogge__note_condition(inquiry->why, KOGGE_REASON_ORDER_COUNT, inquiry->result.direction,
                          KOGGE_FIELD_EVIDENCE_ORDERS_LAST, last, before);
}

/* ---- growth ---------------------------------------------------------------------------------------------------- */

/* 40 000 * slope / median = 80 000 * numerator / (denominator * twice the median): up to 80 and 76 bits. False: there
 * is no positive median. */
static bool growth_of_slope(struct inquiry *inquiry)
{
    const int64_t numerator = inquiry->result.slope_numerator;
    inquiry->growth.negative = numerator < 0;
    inquiry->growth.numerator = kogge__mul(kogge__abs(numerator), YEAR_TWICE);
    inquiry->growth.denominator = kogge__mul(inquiry->series.median2, (uint64_t)inquiry->result.slope_denominator);
    return inquiry->series.median2;
}

static bool growth_of_years(struct inquiry *inquiry)
{
    const struct u128 change = revenue_change(inquiry), before = kogge__series_year(&inquiry->series, 1);
    inquiry->growth.negative = kogge__is_negative(change);
    inquiry->growth.numerator = kogge__times(kogge__magnitude(change), ONE_BP);
    inquiry->growth.denominator = before;
    return kogge__is_positive(before);
}

static void measure_growth(struct inquiry *inquiry)
{
    const bool by_years = inquiry->result.test == KOGGE_TEST_ORDERS;
    if (!(by_years ? growth_of_years(inquiry) : growth_of_slope(inquiry))) {
        inquiry->reaches_growth = by_years; /* from nothing, or less, upward */
        return;
    }
    const int32_t growth = kogge__ratio_round(&inquiry->growth, GROWTH_LIMIT, &inquiry->is_clamped);
    inquiry->result.known |= KOGGE_EVIDENCE_GROWTH_BP;
    inquiry->result.growth_bp = inquiry->growth.negative ? -growth : growth;
    inquiry->reaches_growth = kogge__ratio_reaches(&inquiry->growth, inquiry->policy->growth_min_bp);
}

static bool is_rising(struct inquiry *inquiry)
{
    if (inquiry->result.direction != 1)
        return false;
    kogge__note_condition(inquiry->why, KOGGE_REASON_GROWTH, inquiry->reaches_growth, KOGGE_FIELD_EVIDENCE_GROWTH_BP,
                          inquiry->result.growth_bp, inquiry->policy->growth_min_bp);
    return inquiry->reaches_growth;
}

/* ---- the ladder ------------------------------------------------------------------------------------------------ */

static bool is_demand_confirmed(struct inquiry *inquiry)
{
    const bool known = is_known(inquiry, KOGGE_HISTORY_DEMAND_CONFIDENCE_BP);
    const int32_t confidence = inquiry->history->demand_confidence_bp, least = inquiry->policy->confidence_min_bp;
    if (known)
        kogge__note_condition(inquiry->why, KOGGE_REASON_DEMAND_CONFIRMED, confidence >= least,
                              KOGGE_FIELD_HISTORY_DEMAND_CONFIDENCE_BP, confidence, least);
    else
        kogge__note(inquiry->why, KOGGE_REASON_DEMAND_CONFIRMED, KOGGE_OUTCOME_UNKNOWN,
                    KOGGE_FIELD_HISTORY_DEMAND_CONFIDENCE_BP, 0, least);
    return known && confidence >= least;
}

static bool is_called_off(struct inquiry *inquiry)
{
    const bool contract_known = is_known(inquiry, KOGGE_HISTORY_CONTRACT);
    const int64_t contract = inquiry->history->contract_minor, called_off = inquiry->history->called_off_minor;
    const int64_t needed = kogge__ceil_div(inquiry->policy->call_off_min_bp, contract, ONE_BP);
    if (!contract_known || !is_known(inquiry, KOGGE_HISTORY_CALLED_OFF)) {
        kogge__note(inquiry->why, KOGGE_REASON_CALLED_OFF, KOGGE_OUTCOME_UNKNOWN,
                    contract_known ? KOGGE_FIELD_HISTORY_CALLED_OFF : KOGGE_FIELD_HISTORY_CONTRACT, 0, needed);
        return false;
    }
    /* Amounts are whole: reaching the exact share and reaching its ceiling are the same. */
    const bool enough = contract > 0 && called_off >= needed;
    kogge__note_condition(inquiry->why, KOGGE_REASON_CALLED_OFF, enough, KOGGE_FIELD_HISTORY_CALLED_OFF, called_off,
                          needed);
    return enough;
}

static void confirm(struct inquiry *inquiry)
{
    const bool demand = is_demand_confirmed(inquiry);
    const bool contract = is_called_off(inquiry);
    inquiry->result.level = demand || contract ? CONFIRMED : MEASURED;
}

static void decline(struct inquiry *inquiry)
{
    struct rhythm rhythm;
    kogge__rhythm(&rhythm, inquiry->history, inquiry->order_days, inquiry->order_day_count);
    const bool silent = rhythm.overdue == KOGGE_OVERDUE_SILENT;
    inquiry->result.level = silent ? -CONFIRMED : -MEASURED;
    kogge__note(inquiry->why, KOGGE_REASON_OVERDUE_CLASS,
                !rhythm.overdue ? KOGGE_OUTCOME_UNKNOWN
                : silent        ? KOGGE_OUTCOME_MATCHED
                                : KOGGE_OUTCOME_NOT_MATCHED,
                KOGGE_FIELD_REGULARITY_OVERDUE, rhythm.overdue, KOGGE_OVERDUE_SILENT);
}

static void promise(struct inquiry *inquiry)
{
    const uint32_t written =
        inquiry->history->flags & (KOGGE_HISTORY_FLAG_FRAMEWORK_CONTRACT | KOGGE_HISTORY_FLAG_WRITTEN_FORECAST);
    const int64_t announced = inquiry->history->announced_minor;
    kogge__note_condition(inquiry->why, KOGGE_REASON_CONTRACT, written, KOGGE_FIELD_HISTORY_FLAGS, written, 0);
    if (written) {
        inquiry->result.level = CONTRACT;
        return;
    }
    inquiry->result.level = announced > 0;
    if (is_known(inquiry, KOGGE_HISTORY_ANNOUNCED))
        kogge__note_condition(inquiry->why, KOGGE_REASON_ANNOUNCED, announced > 0, KOGGE_FIELD_HISTORY_ANNOUNCED,
                              announced, 0);
    else
        kogge__note(inquiry->why, KOGGE_REASON_ANNOUNCED, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_HISTORY_ANNOUNCED, 0, 0);
}

static void climb(struct inquiry *inquiry)
{
    const bool rising = is_rising(inquiry), falling = inquiry->result.direction < 0;
    if (rising)
        confirm(inquiry);
    if (inquiry->result.test)
        kogge__note_condition(inquiry->why, KOGGE_REASON_DECLINE, falling, KOGGE_FIELD_EVIDENCE_DIRECTION,
                              inquiry->result.direction, 0);
    if (falling)
        decline(inquiry);
    else if (!rising)
        promise(inquiry);
}

/* ---- realisation ----------------------------------------------------------------------------------------------- */

static void realise(struct inquiry *inquiry)
{
    const kogge_history *history = inquiry->history;
    const struct ratio share = kogge__realisation(inquiry->policy, history->announced_minor, history->realised_minor,
                                                  inquiry->series.median2, 2);
    bool beyond;
    if (!is_known(inquiry, KOGGE_HISTORY_ANNOUNCED) || !is_known(inquiry, KOGGE_HISTORY_REALISED) ||
        !kogge__is_positive(share.denominator))
        return;
    inquiry->result.known |= KOGGE_EVIDENCE_REALISATION_BP;
    inquiry->result.realisation_bp = kogge__ratio_round(&share, ONE_BP, &beyond);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void look_at_quarters(struct inquiry *inquiry)
{
    const bool too_few = inquiry->series.count < QUARTERS_FOR_TREND;
    kogge__note_condition(inquiry->why, KOGGE_REASON_NOT_ENOUGH_DATA, too_few, KOGGE_FIELD_EVIDENCE_QUARTERS,
                          (int64_t)inquiry->series.count, QUARTERS_FOR_TREND);
    if (too_few)
        return;
    kogge__note_condition(inquiry->why, KOGGE_REASON_SEASON_NOT_REMOVED, !inquiry->series.season_removed,
                          KOGGE_FIELD_EVIDENCE_SEASON_REMOVED, inquiry->series.season_removed, 0);
    if (kogge__series_is_dense(&inquiry->series))
        test_quarters(inquiry);
    else
        test_orders(inquiry);
    measure_growth(inquiry);
}

static kogge_status find_slope(struct inquiry *inquiry, kogge_error *error)
{
    kogge_evidence *result = &inquiry->result;
    if (inquiry->series.count < QUARTERS_FOR_TREND)
        return KOGGE_OK;
    result->known |= KOGGE_EVIDENCE_SLOPE_NUMERATOR;
    if (kogge__series_slope(&inquiry->series, &result->slope_numerator, &result->slope_denominator))
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_EVIDENCE_SLOPE_NUMERATOR, -1,
                           "the slope of the quarters does not fit in 64 bits");
    return KOGGE_OK;
}

static kogge_status assess(struct inquiry *inquiry, const int64_t *quarters, size_t quarter_count, kogge_error *error)
{
    kogge_status status =
        kogge__order_days_check(inquiry->history, inquiry->order_days, inquiry->order_day_count, error);
    if (!status)
        status = kogge__series_read(&inquiry->series, inquiry->history, quarters, quarter_count, error);
    if (!status)
        status = find_slope(inquiry, error);
    if (status)
        return status;
    inquiry->result.quarters = (int32_t)inquiry->series.count;
    inquiry->result.season_removed = inquiry->series.season_removed;
    look_at_quarters(inquiry);
    climb(inquiry);
    realise(inquiry);
    if (inquiry->is_clamped)
        kogge__note(inquiry->why, KOGGE_REASON_CLAMPED, KOGGE_OUTCOME_CAPPED, KOGGE_FIELD_EVIDENCE_GROWTH_BP,
                    inquiry->result.growth_bp, 0);
    return KOGGE_OK;
}

static kogge_status fail_null(const char *name, kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", name);
}

kogge_status kogge_evidence_assess(const kogge_rulebook *book, const kogge_history *history, const int64_t *quarters,
                                   size_t quarter_count, const int32_t *order_days, size_t order_day_count,
                                   kogge_evidence *result, kogge_reasons *why, kogge_error *error)
{
    kogge_history copy;
    const void *full = NULL;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !history || !result)
        return fail_null(!book ? "book" : !history ? "history" : "result", error);
    if ((!quarters && quarter_count) || (!order_days && order_day_count))
        return fail_null(!quarters && quarter_count ? "quarters" : "order_days", error);
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_EVIDENCE, result, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_HISTORY, history, &copy, &full, error);
    if (status)
        return status;
    struct inquiry inquiry = { .policy = &book->policy,
                               .history = full,
                               .order_days = order_days,
                               .order_day_count = order_day_count,
                               .why = why };
    status = assess(&inquiry, quarters, quarter_count, error);
    if (!status)
        kogge__result_write(KOGGE_RECORD_EVIDENCE, &inquiry.result, result);
    return status;
}
