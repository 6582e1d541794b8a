/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What contacts with one customer may cost, and whether a call makes sense (semantics 9, R071, R072). */

#include "contact/call.h"

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"

#include <inttypes.h>
#include <stddef.h>

enum { ALL_BP = 10000, FIRST_TRIGGER_REASON = KOGGE_REASON_TRIGGER_OVERDUE - KOGGE_TRIGGER_OVERDUE };

struct contact {
    const kogge_rulebook *book;
    kogge_contact_candidate copy;
    const kogge_contact_candidate *candidate;
    kogge_contact_budget budget;
    struct best_trigger best;
    kogge_reasons *why;
    kogge_error *error;
};

/* ---- budget ---------------------------------------------------------------------------------------------------- */

/* How many contacts an amount pays; any number if they cost nothing. */
static int32_t paid_by(int64_t amount, int64_t cost)
{
    return cost && amount / cost < INT32_MAX ? (int32_t)(amount / cost) : INT32_MAX;
}

kogge_contact_budget kogge__contact_budget(const kogge_rulebook *book, const kogge_contact_candidate *candidate)
{
    kogge_contact_budget budget = KOGGE_INIT(kogge_contact_budget);
    const int64_t contribution = candidate->contribution_before_contact_minor;
    if (!(candidate->known & KOGGE_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT))
        return budget;
    budget.known = KOGGE_CONTACT_BUDGET_BUDGET; /* the four share a bit */
    if (contribution > 0)
        budget.budget_minor = kogge__mul_div(contribution, book->sales.budget_share_bp, ALL_BP, KOGGE_ROUNDING_DOWN);
    if (budget.budget_minor > candidate->spent_minor)
        budget.left_minor = budget.budget_minor - candidate->spent_minor;
    budget.calls = paid_by(budget.budget_minor, book->policy.cost_per_call_minor);
    budget.visits = paid_by(budget.budget_minor, book->policy.cost_per_visit_minor);
    return budget;
}

bool kogge__budget_pays(const kogge_rulebook *book, const kogge_contact_budget *budget)
{
    return budget->known && budget->left_minor >= book->policy.cost_per_call_minor;
}

bool kogge__may_be_called(const kogge_contact_candidate *candidate)
{
    return candidate->call_permission == KOGGE_PERMISSION_PRESUMED ||
           candidate->call_permission == KOGGE_PERMISSION_EXPLICIT;
}

/* ---- triggers -------------------------------------------------------------------------------------------------- */

int64_t kogge__take_trigger(struct best_trigger *best, const kogge_contact_trigger *trigger)
{
    const int64_t expected =
        kogge__mul_div(trigger->stake_minor, trigger->probability_bp, ALL_BP, KOGGE_ROUNDING_HALF_AWAY);
    const bool more = expected > best->expected_minor;
    if (!best->trigger || more || (expected == best->expected_minor && trigger->trigger < best->trigger))
        *best = (struct best_trigger){ expected, trigger->trigger };
    return expected;
}

static void say(const struct contact *contact, int32_t code, int32_t outcome, int32_t field, int64_t observed)
{
    const bool is_permission = code == KOGGE_REASON_PERMISSION; /* all others compare with the cost of a call */
    const kogge_reason reason = { .code = code,
                                  .outcome = outcome,
                                  .field = field,
                                  .observed = observed,
                                  .threshold = is_permission ? 0 : contact->book->policy.cost_per_call_minor };
    kogge__reason(contact->why, &reason);
}

static int32_t matched(bool holds)
{
    return holds ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED;
}

static bool pays(const struct contact *contact, int64_t expected)
{
    return expected > contact->book->policy.cost_per_call_minor;
}

static kogge_status check_customer(const struct contact *contact, const kogge_contact_trigger *trigger, size_t row)
{
    if (trigger->customer == contact->candidate->id)
        return KOGGE_OK;
    return kogge__fail(contact->error, KOGGE_E_INVALID, KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER, (int64_t)row,
                       "contact_trigger %zu: customer is %" PRIu64 ", but the candidate has id %" PRIu64, row,
                       trigger->customer, contact->candidate->id);
}

static kogge_status take_triggers(struct contact *contact, const kogge_rows *triggers)
{
    kogge_contact_trigger copy;
    if (!triggers || !triggers->data || !triggers->count)
        return KOGGE_OK;
    kogge_status status = kogge__rows_size(KOGGE_RECORD_CONTACT_TRIGGER, triggers->row_size, contact->error);
    for (size_t row = 0; !status && row < triggers->count; row++) {
        const void *full = NULL;
        status = kogge__row_read(KOGGE_RECORD_CONTACT_TRIGGER, triggers, row, &copy, &full, contact->error);
        if (!status)
            status = check_customer(contact, full, row);
        if (status)
            return status;
        const kogge_contact_trigger *trigger = full;
        const int64_t expected = kogge__take_trigger(&contact->best, trigger);
        say(contact, FIRST_TRIGGER_REASON + trigger->trigger, matched(pays(contact, expected)),
            KOGGE_FIELD_PLANNED_CALL_EXPECTED, expected);
    }
    return status;
}

/* ---- the call -------------------------------------------------------------------------------------------------- */

static void say_budget(const struct contact *contact)
{
    const kogge_contact_budget *budget = &contact->budget;
    if (budget->known)
        say(contact, KOGGE_REASON_BUDGET, matched(kogge__budget_pays(contact->book, budget)),
            KOGGE_FIELD_CONTACT_BUDGET_LEFT, budget->left_minor);
    else
        say(contact, KOGGE_REASON_BUDGET, KOGGE_OUTCOME_UNKNOWN,
            KOGGE_FIELD_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT, 0);
}

static void say_permission(const struct contact *contact)
{
    const int32_t permission = contact->candidate->call_permission;
    say(contact, KOGGE_REASON_PERMISSION,
        permission ? matched(kogge__may_be_called(contact->candidate)) : KOGGE_OUTCOME_UNKNOWN,
        KOGGE_FIELD_CONTACT_CANDIDATE_CALL_PERMISSION, permission);
}

static kogge_status assess(struct contact *contact, const kogge_contact_candidate *candidate,
                           const kogge_rows *triggers)
{
    const void *full = NULL;
    kogge_status status =
        kogge__record_read(KOGGE_RECORD_CONTACT_CANDIDATE, candidate, &contact->copy, &full, contact->error);
    if (status)
        return status;
    contact->candidate = full;
    contact->budget = kogge__contact_budget(contact->book, contact->candidate);
    say_budget(contact);
    say_permission(contact);
    status = take_triggers(contact, triggers);
    if (!status)
        say(contact, KOGGE_REASON_EXPECTED_VALUE, matched(pays(contact, contact->best.expected_minor)),
            KOGGE_FIELD_PLANNED_CALL_EXPECTED, contact->best.expected_minor);
    return status;
}

static void write_call(const struct contact *contact, kogge_out_rows *calls)
{
    const struct best_trigger *best = &contact->best;
    if (!pays(contact, best->expected_minor) || !kogge__budget_pays(contact->book, &contact->budget) ||
        !kogge__may_be_called(contact->candidate))
        return;
    const kogge_planned_call call = { .customer = contact->candidate->id,
                                      .expected_minor = best->expected_minor,
                                      .surplus_minor =
                                          best->expected_minor - contact->book->policy.cost_per_call_minor,
                                      .trigger = best->trigger,
                                      .outcome = KOGGE_OUTCOME_MATCHED };
    kogge__row_write(KOGGE_RECORD_PLANNED_CALL, &call, calls, calls->count++);
}

static kogge_status check_results(const kogge_contact_budget *result, const kogge_out_rows *calls,
                                  const kogge_reasons *why, kogge_error *error)
{
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_CONTACT_BUDGET, result, error);
    if (!status && calls && calls->data)
        status = kogge__rows_size(KOGGE_RECORD_PLANNED_CALL, calls->row_size, error);
    return status;
}

kogge_status kogge_contact_assess(const kogge_rulebook *book, const kogge_contact_candidate *candidate,
                                  const kogge_rows *triggers, kogge_contact_budget *result, kogge_out_rows *calls,
                                  kogge_reasons *why, kogge_error *error)
{
    struct contact contact = { .book = book, .why = why, .error = error };
    if (calls)
        calls->count = 0;
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
    status = check_results(result, calls, why, error);
    if (status)
        return status;
    status = assess(&contact, candidate, triggers);
    if (status) {
        if (why)
            why->count = 0;
        return status;
    }
    if (calls)
        write_call(&contact, calls);
    kogge__result_write(KOGGE_RECORD_CONTACT_BUDGET, &contact.budget, result);
    return KOGGE_OK;
}
