/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What tests of contacts start from: a call costs 12.00, a visit 200.00, contacts may cost 20 % of the contribution;
 * a customer with 400.00 who may be called. */

#ifndef KOGGE_TESTS_CONTACTS_H
#define KOGGE_TESTS_CONTACTS_H

#include "given.h"

enum { CALL = 1200, CANDIDATE = 7 };

static inline kogge_policy contact_policy(void)
{
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.cost_per_call_minor = CALL;
    policy.cost_per_visit_minor = 20000;
    return policy;
}

static inline kogge_sales_policy sales_policy(void)
{
    kogge_sales_policy sales;
    assert_int_equal(kogge_sales_policy_init(&sales, sizeof sales, KOGGE_PRESET_NEUTRAL_2026), KOGGE_OK);
    return sales;
}

/* NULL: the numbers of the preset. */
static inline kogge_rulebook *contact_book(const kogge_policy *policy, const kogge_sales_policy *sales)
{
    const kogge_policy usual = contact_policy();
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = policy ? policy : &usual,
                                       .sales = sales };
    return given_book_of(&spec);
}

static inline kogge_contact_candidate contact_candidate(int64_t contribution)
{
    return (kogge_contact_candidate){ .struct_size = sizeof(kogge_contact_candidate),
                                      .known = KOGGE_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT,
                                      .id = CANDIDATE,
                                      .contribution_before_contact_minor = contribution,
                                      .call_permission = KOGGE_PERMISSION_EXPLICIT };
}

static inline kogge_contact_trigger contact_trigger(int32_t trigger, int64_t stake, int32_t probability_bp)
{
    return (kogge_contact_trigger){
        .customer = CANDIDATE, .stake_minor = stake, .trigger = trigger, .probability_bp = probability_bp
    };
}

static inline void assert_reason(const kogge_reason *reason, int32_t code, int32_t outcome, int32_t field,
                                 int64_t observed, int64_t threshold)
{
    assert_int_equal(reason->code, code);
    assert_int_equal(reason->outcome, outcome);
    assert_int_equal(reason->rule, 0);
    assert_int_equal(reason->field, field);
    assert_int_equal(reason->observed, observed);
    assert_int_equal(reason->threshold, threshold);
}

#endif
