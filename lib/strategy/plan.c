/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How a customer is treated from now on: a row of the treatment table, and its guards (semantics 7). */

#include "base/reasons.h"
#include "policy/rulebook.h"
#include "strategy/subject.h"

#include <stdbool.h>
#include <stdint.h>

struct planning {
    const kogge_rulebook *book;
    struct subject subject;
    kogge_reasons *why; /* NULL = not wanted */
    bool is_key_account;
    const kogge_treatment_row *row; /* NULL = every cell is UNCHANGED */
    kogge_plan result;
};

/* ---- the row --------------------------------------------------------------------------------------------------- */

/* A key account is looked after in every strategy: HOLD and MIXED take the row of RETREAT. */
static int32_t strategy_of_key_account(int32_t strategy)
{
    return strategy == KOGGE_STRATEGY_FORWARD ? KOGGE_STRATEGY_FORWARD : KOGGE_STRATEGY_RETREAT;
}

static void find_row(struct planning *now)
{
    const int32_t strategy = now->book->policy.strategy;
    const struct subject *subject = &now->subject;
    now->is_key_account = subject->customer->kam_outcome == KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
    if (now->is_key_account) {
        now->result.treatment = KOGGE_TREATMENT_A;
        now->result.strategy = strategy_of_key_account(strategy);
    } else {
        now->result.treatment = kogge__effective_treatment(subject->customer, subject->tier, subject->source);
        now->result.strategy = kogge__strategy_of_column(strategy, now->result.treatment);
    }
    now->row = kogge__treatment_row(now->book, now->result.strategy, now->result.treatment);
}

/* The cells that a plan takes as they stand. */
static void take_cells(struct planning *now)
{
    const kogge_treatment_row *row = now->row;
    kogge_plan *result = &now->result;
    result->care = row->care;
    result->group_events = row->group_events;
    result->price_model = row->price_model;
    result->discount_mode = row->discount_mode;
    result->range = row->range;
    result->small_order_fees = row->small_order_fees;
    result->effort_fee = row->effort_fee;
    result->contact_mode = row->contact_mode;
    result->trainings_a_year = row->trainings_a_year;
    result->visits = row->visits;
    result->documents = row->documents;
    result->replenishment = row->replenishment;
    result->services = row->services;
}

static void take_numbers(struct planning *now)
{
    const kogge_policy *policy = &now->book->policy;
    kogge_plan *result = &now->result;
    if (now->row->discount_mode == KOGGE_DISCOUNT_MODE_LIMIT)
        result->max_discount_bp = now->row->max_discount_bp;
    else if (now->row->discount_mode == KOGGE_DISCOUNT_MODE_POLICY)
        result->max_discount_bp = policy->max_discount_bp;
    if (now->row->contact_mode == KOGGE_CONTACT_MODE_FIXED)
        result->contacts_a_year = now->row->contacts_a_year;
    else if (now->row->contact_mode == KOGGE_CONTACT_MODE_POLICY)
        result->contacts_a_year = policy->contacts_a_year;
}

static void take_row(struct planning *now)
{
    const kogge_plan *result = &now->result;
    if (now->row) {
        take_cells(now);
        take_numbers(now);
    } else {
        kogge__note(now->why, KOGGE_REASON_UNCHANGED, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLAN_STRATEGY,
                    result->strategy, 0);
    }
    if (now->is_key_account)
        now->result.care = KOGGE_CARE_KAM;
}

/* ---- guards ---------------------------------------------------------------------------------------------------- */

/* Who is not known to be costly pays no effort fee. */
static void guard_effort_fee(struct planning *now)
{
    const uint64_t costly = now->subject.customer->class_flags & UINT64_C(1) << KOGGE_FLAG_COSTLY;
    if (now->result.effort_fee != KOGGE_TOGGLE_ON)
        return;
    if (!costly)
        now->result.effort_fee = KOGGE_TOGGLE_OFF;
    kogge__note(now->why, KOGGE_REASON_EFFORT_FEE, costly ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                KOGGE_FIELD_CUSTOMER_CLASS_FLAGS, (int64_t)costly, 0);
}

static void guard_replenishment(struct planning *now)
{
    const int32_t rhythm = now->subject.customer->overdue;
    const bool regular = rhythm == KOGGE_OVERDUE_ON_TIME;
    if (now->result.replenishment != KOGGE_REPLENISHMENT_REGULAR_BUYERS)
        return;
    now->result.replenishment = regular ? KOGGE_REPLENISHMENT_OFFER : KOGGE_REPLENISHMENT_NONE;
    kogge__note(now->why, KOGGE_REASON_REGULAR_BUYER,
                regular  ? KOGGE_OUTCOME_MATCHED
                : rhythm ? KOGGE_OUTCOME_NOT_MATCHED
                         : KOGGE_OUTCOME_UNKNOWN,
                KOGGE_FIELD_CUSTOMER_OVERDUE, rhythm, 0);
}

/* Only a person stops a customer, and only a person ends that. */
static void propose_service_state(struct planning *now)
{
    const int32_t state = now->subject.customer->service_state, fee = now->result.effort_fee;
    if (state == KOGGE_SERVICE_STATE_STOPPED || fee == KOGGE_TOGGLE_UNCHANGED)
        now->result.service_state = state;
    else
        now->result.service_state =
            fee == KOGGE_TOGGLE_ON ? KOGGE_SERVICE_STATE_EFFORT_FEE : KOGGE_SERVICE_STATE_NORMAL;
}

/* The gate from the value brand to the main brand (R120). */
static void guard_upgrade(struct planning *now)
{
    const uint32_t accepts = now->subject.customer->flags & KOGGE_CUSTOMER_FLAG_ACCEPTS_MAIN_PRICES;
    if (now->subject.customer->brand != KOGGE_BRAND_VALUE)
        return;
    now->result.may_rise = accepts ? KOGGE_TRI_YES : KOGGE_TRI_NO;
    kogge__note(now->why, KOGGE_REASON_UPGRADE, accepts ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_UNKNOWN,
                KOGGE_FIELD_CUSTOMER_FLAGS, accepts, 0);
}

/* ---- the plan -------------------------------------------------------------------------------------------------- */

static void plan(struct planning *now)
{
    find_row(now);
    kogge__note(now->why, KOGGE_REASON_KEY_ACCOUNT,
                now->is_key_account ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                KOGGE_FIELD_CUSTOMER_KAM_OUTCOME, now->subject.customer->kam_outcome, 0);
    kogge__note(now->why, KOGGE_REASON_COLUMN, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLAN_TREATMENT,
                now->result.treatment, now->subject.tier);
    take_row(now);
    guard_effort_fee(now);
    guard_replenishment(now);
    guard_upgrade(now);
    propose_service_state(now);
}

kogge_status kogge_plan_customer(const kogge_rulebook *book, const kogge_customer *customer, int32_t today_at,
                                 kogge_plan *result, kogge_reasons *why, kogge_error *error)
{
    struct planning now = { .book = book, .why = why };
    kogge_customer copy;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !customer || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book       ? "book"
                           : !customer ? "customer"
                                       : "result");
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_PLAN, result, error);
    if (!status)
        status = kogge__read_subject(&now.subject, book, customer, today_at, &copy, error);
    if (status)
        return status;
    now.result.fingerprint = book->fingerprint;
    now.result.semantics = kogge_semantics();
    plan(&now);
    kogge__result_write(KOGGE_RECORD_PLAN, &now.result, result);
    return KOGGE_OK;
}
