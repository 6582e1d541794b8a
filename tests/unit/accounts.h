/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What tests of key accounts start from: books with criteria, a candidate who passes, an assessment with all that
 * comes of it. */

#ifndef KOGGE_TESTS_ACCOUNTS_H
#define KOGGE_TESTS_ACCOUNTS_H

#include "given.h"

#include <stdbool.h>
#include <string.h>

enum { CRITERIA_ROOM = 2 * KOGGE_CRITERIA_MAX, REASON_ROOM = 128 };

static inline kogge_sales_policy given_sales(void)
{
    kogge_sales_policy sales;
    assert_int_equal(kogge_sales_policy_init(&sales, sizeof sales, KOGGE_PRESET_NEUTRAL_2026), KOGGE_OK);
    return sales;
}

/* The neutral preset with this sales policy (NULL: its own) and these criteria (NULL: its own). */
static inline kogge_rulebook *given_accounts(const kogge_sales_policy *sales, const kogge_kam_criterion *criteria,
                                             size_t count)
{
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = &policy,
                                       .criteria = given_rows(criteria, count, sizeof *criteria),
                                       .sales = sales };
    return given_book_of(&spec);
}

/* Large, asked for one thing, and ready to give it. */
static inline kogge_kam_candidate given_candidate(void)
{
    return (kogge_kam_candidate){ .struct_size = sizeof(kogge_kam_candidate),
                                  .segment = KOGGE_SEGMENT_TOP,
                                  .asked = KOGGE_BIT(KOGGE_COUNTER_PERFORMANCE_JOINT_STRATEGY),
                                  .accepted = KOGGE_BIT(KOGGE_COUNTER_PERFORMANCE_JOINT_STRATEGY) };
}

struct assessed {
    kogge_status status;
    kogge_kam_result result;
    kogge_kam_missing missing[CRITERIA_ROOM];
    size_t missing_count;
    kogge_reason reasons[REASON_ROOM];
    size_t reason_count;
    kogge_error error;
};

static inline struct assessed assess(const kogge_rulebook *book, const kogge_kam_candidate *candidate,
                                     const kogge_kam_value *values, size_t count)
{
    struct assessed found = { .result = KOGGE_INIT(kogge_kam_result), .error = KOGGE_INIT(kogge_error) };
    const kogge_rows rows = { values, count, sizeof *values };
    kogge_out_rows missing = { found.missing, CRITERIA_ROOM, 77, sizeof found.missing[0] };
    kogge_reasons why = { .data = found.reasons, .capacity = REASON_ROOM, .count = 77 };
    found.status = kogge_kam_assess(book, candidate, &rows, &found.result, &missing, &why, &found.error);
    found.missing_count = missing.count;
    found.reason_count = why.count;
    return found;
}

static inline struct assessed assess_ok(const kogge_rulebook *book, const kogge_kam_candidate *candidate,
                                        const kogge_kam_value *values, size_t count)
{
    const struct assessed found = assess(book, candidate, values, count);
    if (found.status)
        fail_msg("%s", found.error.text);
    return found;
}

static inline bool knows(const struct assessed *found, uint64_t bit)
{
    return found->result.known & bit;
}

#endif
