/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Triggers: those that a classified customer gives, and how often a call because of one succeeds (semantics 9, R072).
 */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "policy/rulebook.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000, NOT_WANTED = -1 };

/* ---- of a classified customer ---------------------------------------------------------------------------------- */

/* By the order of their codes. */
static const struct source {
    const char *argument;
    int32_t trigger, reason, flag, field; /* field: what the stake is made of */
    uint64_t known;
} sources[] = {
    { "overdue_bp", KOGGE_TRIGGER_OVERDUE, KOGGE_REASON_TRIGGER_OVERDUE, KOGGE_FLAG_CHURN_RISK,
      KOGGE_FIELD_CUSTOMER_CONTRIBUTION4, KOGGE_CUSTOMER_CONTRIBUTION4 },
    { "wallet_gap_bp", KOGGE_TRIGGER_WALLET_GAP, KOGGE_REASON_TRIGGER_WALLET_GAP, KOGGE_FLAG_HIDDEN_CHAMPION,
      KOGGE_FIELD_CUSTOMER_DEMAND, KOGGE_CUSTOMER_DEMAND },
    { "growth_bp", KOGGE_TRIGGER_GROWTH, KOGGE_REASON_TRIGGER_GROWTH, KOGGE_FLAG_PROSPECT,
      KOGGE_FIELD_CUSTOMER_DEMAND, KOGGE_CUSTOMER_DEMAND },
};

enum { SOURCES = sizeof sources / sizeof sources[0] };

static int64_t margin_of_gap(const kogge_policy *policy, const kogge_customer *customer)
{
    const int64_t revenue = customer->revenue_12m_minor > 0 ? customer->revenue_12m_minor : 0;
    const int64_t gap = customer->demand_minor > revenue ? customer->demand_minor - revenue : 0;
    const bool own = customer->known & KOGGE_CUSTOMER_MARGIN_BP;
    return kogge__mul_div(gap, own ? customer->margin_bp : policy->margin_bp, ALL_BP, KOGGE_ROUNDING_HALF_AWAY);
}

static int64_t stake_of(const kogge_policy *policy, const kogge_customer *customer, int32_t trigger)
{
    const int64_t stake =
        trigger == KOGGE_TRIGGER_OVERDUE ? customer->contribution4_minor : margin_of_gap(policy, customer);
    return stake > 0 ? stake : 0;
}

/* The reason says whether the customer gives the trigger, and what is at stake. */
static kogge_reason derive(const struct source *source, const kogge_policy *policy, const kogge_customer *customer)
{
    kogge_reason reason = { .code = source->reason, .outcome = KOGGE_OUTCOME_NOT_MATCHED };
    if (!(customer->class_flags >> source->flag & 1)) {
        reason.field = KOGGE_FIELD_CUSTOMER_CLASS_FLAGS;
    } else if (!(customer->known & source->known)) {
        reason.outcome = KOGGE_OUTCOME_UNKNOWN;
        reason.field = source->field;
    } else {
        reason.field = KOGGE_FIELD_CONTACT_TRIGGER_STAKE;
        reason.observed = stake_of(policy, customer, source->trigger);
        reason.outcome = reason.observed ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED;
    }
    return reason;
}

static void derive_all(const kogge_policy *policy, const kogge_customer *customer, const int32_t *probabilities,
                       kogge_out_rows *triggers, kogge_reasons *why)
{
    for (size_t i = 0; i < SOURCES; i++) {
        if (probabilities[i] == NOT_WANTED)
            continue;
        const kogge_reason reason = derive(&sources[i], policy, customer);
        const kogge_contact_trigger trigger = { customer->id, reason.observed, sources[i].trigger, probabilities[i] };
        if (reason.outcome == KOGGE_OUTCOME_MATCHED)
            kogge__row_write(KOGGE_RECORD_CONTACT_TRIGGER, &trigger, triggers, triggers->count++);
        kogge__reason(why, &reason);
    }
}

static kogge_status check_probabilities(const int32_t *probabilities, kogge_error *error)
{
    for (size_t i = 0; i < SOURCES; i++) {
        if (probabilities[i] < NOT_WANTED || probabilities[i] > ALL_BP)
            return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "%s is %" PRId32 ", outside -1..10000",
                               sources[i].argument, probabilities[i]);
    }
    return KOGGE_OK;
}

kogge_status kogge_contact_triggers(const kogge_rulebook *book, const kogge_customer *customer, int32_t overdue_bp,
                                    int32_t wallet_gap_bp, int32_t growth_bp, kogge_out_rows *triggers,
                                    kogge_reasons *why, kogge_error *error)
{
    const int32_t probabilities[SOURCES] = { overdue_bp, wallet_gap_bp, growth_bp };
    kogge_customer copy;
    const void *full = NULL;
    if (triggers)
        triggers->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !customer || !triggers)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book       ? "book"
                           : !customer ? "customer"
                                       : "triggers");
    status = kogge__reasons_ready(why, error);
    if (!status && triggers->data)
        status = kogge__rows_size(KOGGE_RECORD_CONTACT_TRIGGER, triggers->row_size, error);
    if (!status)
        status = check_probabilities(probabilities, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_CUSTOMER, customer, &copy, &full, error);
    if (!status)
        derive_all(&book->policy, full, probabilities, triggers, why);
    return status;
}

/* ---- from calls that were made --------------------------------------------------------------------------------- */

kogge_status kogge_calibrate_trigger(const kogge_rulebook *book, int32_t tried, int32_t won, int32_t *probability_bp,
                                     kogge_error *error)
{
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !probability_bp)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", book ? "probability_bp" : "book");
    if (tried < 0 || won < 0)
        return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "%s is negative", tried < 0 ? "tried" : "won");
    if (won > tried)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "won is %" PRId32 ", above tried, %" PRId32, won, tried);
    const int64_t successes = (int64_t)won + book->sales.trigger_a;
    const int64_t all = (int64_t)tried + book->sales.trigger_a + book->sales.trigger_b;
    if (!all)
        return kogge__fail(error, KOGGE_E_DEGENERATE, 0, -1, "no calls were tried, and the policy has no prior");
    *probability_bp = (int32_t)kogge__mul_div(successes, ALL_BP, all, KOGGE_ROUNDING_HALF_AWAY);
    return KOGGE_OK;
}
