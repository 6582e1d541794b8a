/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What tests of the classification start from: a customer of whom only the revenue is known, cuts at 10 000.00 and
 * 2 000.00, and what came out with all reasons. */

#ifndef KOGGE_TESTS_CLASSIFIED_H
#define KOGGE_TESTS_CLASSIFIED_H

#include "given.h"

#include <stdbool.h>

enum { CUT_A = 1000000, CUT_B = 200000, MOST_REASONS = 40 };

struct classified {
    kogge_classification result;
    kogge_reason list[MOST_REASONS];
    size_t count;
};

static inline kogge_policy given_scheme(int32_t scheme)
{
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.scheme = scheme;
    return policy;
}

static inline kogge_customer given_buyer(int64_t revenue)
{
    return (kogge_customer){ .struct_size = sizeof(kogge_customer), .revenue_12m_minor = revenue };
}

static inline kogge_classification_basis given_basis(void)
{
    return (kogge_classification_basis){ .struct_size = sizeof(kogge_classification_basis),
                                         .cut_a_minor = CUT_A,
                                         .cut_b_minor = CUT_B,
                                         .today_at = GIVEN_DAY };
}

/* A basis and a policy may be NULL: those above, in the scheme ABCD. */
static inline struct classified classified(const kogge_policy *policy, const kogge_customer *customer,
                                           const kogge_classification_basis *basis)
{
    struct classified found = { .result = KOGGE_INIT(kogge_classification) };
    const kogge_policy abcd = given_scheme(KOGGE_SCHEME_ABCD);
    const kogge_classification_basis usual = given_basis();
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = policy ? policy : &abcd };
    kogge_rulebook *book = given_book_of(&spec);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = { .data = found.list, .capacity = MOST_REASONS };
    if (kogge_classify(book, customer, basis ? basis : &usual, &found.result, &why, &error))
        fail_msg("%s", error.text);
    assert_int_equal(found.result.fingerprint, kogge_rulebook_fingerprint(book));
    assert_true(why.count <= MOST_REASONS);
    found.count = why.count;
    kogge_rulebook_unref(book);
    return found;
}

/* NULL: no such reason. Each stands once. */
static inline const kogge_reason *reason_of(const struct classified *found, int32_t code)
{
    const kogge_reason *reason = NULL;
    for (size_t i = 0; i < found->count; i++) {
        if (found->list[i].code != code)
            continue;
        assert_null(reason);
        reason = &found->list[i];
    }
    return reason;
}

static inline void assert_says(const struct classified *found, int32_t code, int32_t outcome, int32_t field,
                               int64_t observed, int64_t threshold)
{
    const kogge_reason *reason = reason_of(found, code);
    if (!reason)
        fail_msg("no reason %d", (int)code);
    assert_int_equal(reason->outcome, outcome);
    assert_int_equal(reason->field, field);
    assert_int_equal(reason->observed, observed);
    assert_int_equal(reason->threshold, threshold);
    assert_int_equal(reason->rule, 0);
}

static inline bool has_flag(const struct classified *found, int32_t flag)
{
    return found->result.class_flags >> flag & 1;
}

#endif
