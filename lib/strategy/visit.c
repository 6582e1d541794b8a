/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Whether a field visit may take place (semantics 7, R035, R122). */

#include "base/reasons.h"
#include "base/record.h"
#include "policy/rulebook.h"
#include "tier/condition.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static bool needs_no_permission(int32_t visits)
{
    return visits == KOGGE_VISITS_YES || visits == KOGGE_VISITS_UNCHANGED;
}

/* MATCHED: allowed, NOT_MATCHED: refused, UNKNOWN: a reason is needed. */
static struct condition judge(const kogge_rulebook *book, int32_t visits, int32_t justification,
                              int32_t visits_this_year)
{
    const int64_t wanted = (int64_t)visits_this_year + 1;
    struct condition cell = kogge__decided(true, KOGGE_FIELD_PLAN_VISITS, visits, 0);
    if (needs_no_permission(visits))
        return cell;
    if (wanted > book->sales.visits_a_year)
        return kogge__decided(false, KOGGE_FIELD_SALES_POLICY_VISITS_A_YEAR, wanted, book->sales.visits_a_year);
    if (visits == KOGGE_VISITS_NO && justification != KOGGE_JUSTIFICATION_USAGE_INSIGHT)
        cell.outcome = KOGGE_OUTCOME_NOT_MATCHED;
    else if (!justification)
        cell.outcome = KOGGE_OUTCOME_UNKNOWN;
    return cell;
}

static int32_t verdict_of(struct condition found)
{
    switch (found.outcome) {
    case KOGGE_OUTCOME_MATCHED:
        return KOGGE_VISIT_VERDICT_ALLOW;
    case KOGGE_OUTCOME_NOT_MATCHED:
        return KOGGE_VISIT_VERDICT_REFUSED;
    default:
        return KOGGE_VISIT_VERDICT_NEEDS_REASON;
    }
}

kogge_status kogge_visit_check(const kogge_rulebook *book, const kogge_plan *plan, int32_t justification,
                               int32_t visits_this_year, int32_t *verdict, kogge_reasons *why, kogge_error *error)
{
    const kogge_visit visit = { .struct_size = sizeof visit,
                                .justification = justification,
                                .visits_this_year = visits_this_year };
    kogge_plan copy;
    const void *full = NULL;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !plan || !verdict)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !book ? "book" : !plan ? "plan" : "verdict");
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_PLAN, plan, &copy, &full, error);
    if (!status)
        status = kogge__record_check(KOGGE_RECORD_VISIT, &visit, -1, error);
    if (status)
        return status;
    const struct condition found = judge(book, ((const kogge_plan *)full)->visits, justification, visits_this_year);
    kogge__note(why, KOGGE_REASON_VISIT, found.outcome, found.field, found.observed, found.threshold);
    *verdict = verdict_of(found);
    return KOGGE_OK;
}
