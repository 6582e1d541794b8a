/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What contacts with one customer may cost, and whether a call makes sense. */

#include "contacts.h"

#include <stdbool.h>
#include <string.h>

#define M KOGGE_MONEY_MAX

enum { MOST = 12 };

static kogge_rulebook *book;

static int open_book(void **state)
{
    (void)state;
    book = contact_book(NULL, NULL);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

struct assessed {
    kogge_status status;
    kogge_contact_budget result;
    kogge_planned_call call;
    size_t calls, reasons;
    kogge_reason list[MOST];
    kogge_error error;
};

static struct assessed assessed_by(const kogge_rulebook *by, const kogge_contact_candidate *candidate,
                                   const kogge_contact_trigger *triggers, size_t count)
{
    struct assessed found = { .result = KOGGE_INIT(kogge_contact_budget), .error = KOGGE_INIT(kogge_error) };
    const kogge_rows rows = { triggers, count, sizeof *triggers };
    kogge_out_rows calls = { &found.call, 1, 77, sizeof found.call };
    kogge_reasons why = { .data = found.list, .capacity = MOST, .count = 77 };
    found.status = kogge_contact_assess(by, candidate, &rows, &found.result, &calls, &why, &found.error);
    found.calls = calls.count;
    found.reasons = why.count;
    return found;
}

static struct assessed assessed(const kogge_contact_candidate *candidate, const kogge_contact_trigger *triggers,
                                size_t count)
{
    const struct assessed found = assessed_by(book, candidate, triggers, count);
    if (found.status)
        fail_msg("%s", found.error.text);
    assert_int_equal(found.reasons, count + 3);
    return found;
}

/* ---- budget ---------------------------------------------------------------------------------------------------- */

static kogge_contact_budget budget_at(int64_t contribution, int64_t call, int64_t visit, int32_t share_bp)
{
    kogge_policy policy = contact_policy();
    kogge_sales_policy sales = sales_policy();
    policy.cost_per_call_minor = call;
    policy.cost_per_visit_minor = visit;
    sales.budget_share_bp = share_bp;
    kogge_rulebook *other = contact_book(&policy, &sales);
    const kogge_contact_candidate candidate = contact_candidate(contribution);
    const struct assessed found = assessed_by(other, &candidate, NULL, 0);
    assert_int_equal(found.status, KOGGE_OK);
    assert_int_equal(found.result.known, 1);
    assert_int_equal(found.result.left_minor, found.result.budget_minor);
    kogge_rulebook_unref(other);
    return found.result;
}

/* F17: 400.00 at 20 %: 6 calls at 12.00, 5 at 15.00, 3 at 25.00; 2 visits at 200.00 or 3 at 133.00 use up 400.00. */
static void test_worked(void **state)
{
    (void)state;
    assert_int_equal(budget_at(40000, 1200, 20000, 2000).budget_minor, 8000);
    assert_int_equal(budget_at(40000, 1200, 20000, 2000).calls, 6);
    assert_int_equal(budget_at(40000, 1500, 20000, 2000).calls, 5);
    assert_int_equal(budget_at(40000, 2500, 20000, 2000).calls, 3);
    assert_int_equal(budget_at(40000, 2500, 20000, 2000).visits, 0);
    assert_int_equal(budget_at(40000, 2500, 20000, 10000).visits, 2);
    assert_int_equal(budget_at(40000, 2500, 13300, 10000).visits, 3);
}

static void test_budget(void **state)
{
    (void)state;
    assert_int_equal(budget_at(40004, CALL, 1, 2000).budget_minor, 8000); /* 8 000.8 */
    assert_int_equal(budget_at(9999, CALL, 1, 1).budget_minor, 0);
    assert_int_equal(budget_at(10000, CALL, 1, 1).budget_minor, 1);
    assert_int_equal(budget_at(-40000, CALL, 1, 2000).budget_minor, 0);
    assert_int_equal(budget_at(-M, CALL, 1, 10000).calls, 0);
    assert_int_equal(budget_at(M, CALL, 1, 10000).budget_minor, M);
    assert_int_equal(budget_at(M, CALL, 1, 0).budget_minor, 0);
}

/* Contacts that cost nothing, or next to nothing. */
static void test_many_contacts(void **state)
{
    (void)state;
    assert_int_equal(budget_at(0, 0, 1, 2000).calls, INT32_MAX);
    assert_int_equal(budget_at(0, 0, 1, 2000).visits, 0);
    assert_int_equal(budget_at(-5, 1, 0, 2000).visits, INT32_MAX);
    assert_int_equal(budget_at(M, 1, 1, 10000).calls, INT32_MAX);
    assert_int_equal(budget_at((int64_t)INT32_MAX + 1, 1, 2, 10000).calls, INT32_MAX);
    assert_int_equal(budget_at((int64_t)INT32_MAX - 1, 1, 2, 10000).calls, INT32_MAX - 1);
    assert_int_equal(budget_at((int64_t)INT32_MAX + 1, 1, 2, 10000).visits, 1073741824);
}

/* ---- one more call --------------------------------------------------------------------------------------------- */

/* 80.00 a year: 12.00 left pay a call, 11.99 do not. */
static void test_left(void **state)
{
    (void)state;
    static const struct {
        int64_t spent, left;
        bool pays;
    } cases[] = { { 0, 8000, true },  { 6800, 1200, true }, { 6801, 1199, false },
                  { 8000, 0, false }, { 8001, 0, false },   { M, 0, false } };
    const kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_QUOTE_OPEN, 100000, 5000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_contact_candidate candidate = contact_candidate(40000);
        candidate.spent_minor = cases[i].spent;
        const struct assessed found = assessed(&candidate, &trigger, 1);
        assert_int_equal(found.result.budget_minor, 8000);
        assert_int_equal(found.result.left_minor, cases[i].left);
        assert_int_equal(found.result.calls, 6); /* a year, whatever was spent */
        assert_int_equal(found.calls, cases[i].pays);
        assert_reason(&found.list[0], 901, cases[i].pays ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                      KOGGE_FIELD_CONTACT_BUDGET_LEFT, cases[i].left, CALL);
    }
}

static void test_unknown_contribution(void **state)
{
    (void)state;
    kogge_contact_candidate candidate = contact_candidate(0);
    const kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_QUOTE_OPEN, 100000, 5000);
    candidate.known = 0;
    const struct assessed found = assessed(&candidate, &trigger, 1);
    assert_int_equal(found.result.known, 0);
    assert_int_equal(found.result.budget_minor | found.result.left_minor, 0);
    assert_int_equal(found.result.calls | found.result.visits, 0);
    assert_int_equal(found.calls, 0);
    assert_reason(&found.list[0], 901, KOGGE_OUTCOME_UNKNOWN,
                  KOGGE_FIELD_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT, 0, CALL);
    assert_reason(&found.list[3], 903, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLANNED_CALL_EXPECTED, 50000, CALL);
}

static void test_permission(void **state)
{
    (void)state;
    static const int32_t outcomes[] = { KOGGE_OUTCOME_UNKNOWN, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_OUTCOME_MATCHED,
                                        KOGGE_OUTCOME_MATCHED, KOGGE_OUTCOME_NOT_MATCHED };
    const kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_QUOTE_OPEN, 100000, 5000);
    for (int32_t code = 0; code <= KOGGE_PERMISSION_OBJECTED; code++) {
        kogge_contact_candidate candidate = contact_candidate(40000);
        candidate.call_permission = code;
        const struct assessed found = assessed(&candidate, &trigger, 1);
        assert_int_equal(found.calls, outcomes[code] == KOGGE_OUTCOME_MATCHED);
        assert_reason(&found.list[1], 902, outcomes[code], KOGGE_FIELD_CONTACT_CANDIDATE_CALL_PERMISSION, code, 0);
    }
}

/* 48.00 * 25 % = 12.00 is what the call costs; 48.01 and 48.02 give 12.0025 and 12.005. */
static void test_expected(void **state)
{
    (void)state;
    static const int64_t stakes[] = { 0, 4800, 4801, 4802, M }, expected[] = { 0, 1200, 1200, 1201, M / 4 };
    const kogge_contact_candidate candidate = contact_candidate(40000);
    for (size_t i = 0; i < COUNT(stakes); i++) {
        const kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_BASKET_SHRINK, stakes[i], 2500);
        const struct assessed found = assessed(&candidate, &trigger, 1);
        const int32_t outcome = i > 2 ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED;
        assert_reason(&found.list[2], 914, outcome, KOGGE_FIELD_PLANNED_CALL_EXPECTED, expected[i], CALL);
        assert_reason(&found.list[3], 903, outcome, KOGGE_FIELD_PLANNED_CALL_EXPECTED, expected[i], CALL);
        assert_int_equal(found.calls, i > 2);
        if (!found.calls)
            continue;
        assert_int_equal(found.call.customer, CANDIDATE);
        assert_int_equal(found.call.expected_minor, expected[i]);
        assert_int_equal(found.call.surplus_minor, expected[i] - CALL);
        assert_int_equal(found.call.trigger, KOGGE_TRIGGER_BASKET_SHRINK);
        assert_int_equal(found.call.outcome, KOGGE_OUTCOME_MATCHED);
    }
}

/* A call that costs nothing still needs something to win. */
static void test_call_for_nothing(void **state)
{
    (void)state;
    kogge_policy policy = contact_policy();
    policy.cost_per_call_minor = 0;
    kogge_rulebook *other = contact_book(&policy, NULL);
    const kogge_contact_candidate candidate = contact_candidate(-1);
    kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_GROWTH, 1, 4999);
    assert_int_equal(assessed_by(other, &candidate, &trigger, 1).calls, 0);
    trigger.probability_bp = 5000;
    const struct assessed found = assessed_by(other, &candidate, &trigger, 1);
    assert_int_equal(found.calls, 1);
    assert_int_equal(found.call.surplus_minor, 1);
    kogge_rulebook_unref(other);
}

/* ---- triggers -------------------------------------------------------------------------------------------------- */

static void test_best_trigger(void **state)
{
    (void)state;
    const kogge_contact_candidate candidate = contact_candidate(40000);
    const kogge_contact_trigger triggers[] = {
        contact_trigger(KOGGE_TRIGGER_QUOTE_OPEN, 5000, 10000),
        contact_trigger(KOGGE_TRIGGER_GROWTH, 12000, 5000),
        contact_trigger(KOGGE_TRIGGER_WALLET_GAP, 60000, 1000),
        contact_trigger(KOGGE_TRIGGER_WALLET_GAP, 6000, 10000),
        contact_trigger(KOGGE_TRIGGER_OVERDUE, 1200, 10000),
    };
    static const int32_t codes[] = { 915, 913, 912, 912, 911 };
    static const int64_t expected[] = { 5000, 6000, 6000, 6000, 1200 };
    const struct assessed found = assessed(&candidate, triggers, COUNT(triggers));
    for (size_t i = 0; i < COUNT(triggers); i++)
        assert_reason(&found.list[2 + i], codes[i],
                      expected[i] > CALL ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                      KOGGE_FIELD_PLANNED_CALL_EXPECTED, expected[i], CALL);
    assert_reason(&found.list[7], 903, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_PLANNED_CALL_EXPECTED, 6000, CALL);
    assert_int_equal(found.call.trigger, KOGGE_TRIGGER_WALLET_GAP);
    assert_int_equal(found.call.surplus_minor, 4800);
}

static void test_no_trigger(void **state)
{
    (void)state;
    const kogge_contact_candidate candidate = contact_candidate(40000);
    const struct assessed found = assessed(&candidate, NULL, 0);
    assert_int_equal(found.calls, 0);
    assert_reason(&found.list[2], 903, KOGGE_OUTCOME_NOT_MATCHED, KOGGE_FIELD_PLANNED_CALL_EXPECTED, 0, CALL);
    kogge_contact_budget result = KOGGE_INIT(kogge_contact_budget);
    assert_int_equal(kogge_contact_assess(book, &candidate, NULL, &result, NULL, NULL, NULL), KOGGE_OK);
    assert_memory_equal(&result, &found.result, sizeof result);
}

static void test_trigger_of_another(void **state)
{
    (void)state;
    const kogge_contact_candidate candidate = contact_candidate(40000);
    kogge_contact_trigger triggers[] = { contact_trigger(KOGGE_TRIGGER_GROWTH, 100000, 5000),
                                         contact_trigger(KOGGE_TRIGGER_GROWTH, 100000, 5000) };
    triggers[1].customer = CANDIDATE + 1;
    const struct assessed found = assessed_by(book, &candidate, triggers, 2);
    const kogge_contact_budget untouched = KOGGE_INIT(kogge_contact_budget);
    assert_int_equal(found.status, KOGGE_E_INVALID);
    assert_int_equal(found.error.field, KOGGE_FIELD_CONTACT_TRIGGER_CUSTOMER);
    assert_int_equal(found.error.row, 1);
    assert_int_equal(found.calls | found.reasons, 0);
    assert_memory_equal(&found.result, &untouched, sizeof untouched);
}

/* ---- callers --------------------------------------------------------------------------------------------------- */

struct newer_budget {
    kogge_contact_budget known;
    int64_t later;
};

struct newer_call {
    kogge_planned_call known;
    int64_t later;
};

/* What a newer caller has and this library does not know is zeroed. */
static void test_newer_caller(void **state)
{
    (void)state;
    const kogge_contact_candidate candidate = contact_candidate(40000);
    const kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_GROWTH, 100000, 5000);
    const kogge_rows rows = { &trigger, 1, sizeof trigger };
    struct newer_budget result = { .known = { .struct_size = sizeof result }, .later = 5 };
    struct newer_call call = { .later = 5 };
    kogge_out_rows calls = { &call, 1, 0, sizeof call };
    assert_int_equal(kogge_contact_assess(book, &candidate, &rows, &result.known, &calls, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.known.filled_size, sizeof result.known);
    assert_int_equal(result.known.budget_minor, 8000);
    assert_int_equal(call.known.expected_minor, 50000);
    assert_int_equal(result.later | call.later, 0);
}

static void test_refused(void **state)
{
    (void)state;
    const kogge_contact_candidate candidate = contact_candidate(40000);
    const kogge_contact_trigger trigger = contact_trigger(KOGGE_TRIGGER_GROWTH, 100000, 5000);
    const kogge_rows wrong = { &trigger, 1, sizeof trigger - 8 };
    kogge_contact_budget result = KOGGE_INIT(kogge_contact_budget), small = { .struct_size = 8 };
    kogge_planned_call call;
    kogge_out_rows count = { NULL, 0, 77, 0 }, calls = { &call, 1, 77, sizeof call - 4 };
    kogge_reasons why = { .level = 9, .count = 77 };
    kogge_error error = { .struct_size = 8 };
    assert_int_equal(kogge_contact_assess(NULL, &candidate, NULL, &result, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_contact_assess(book, NULL, NULL, &result, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_contact_assess(book, &candidate, NULL, NULL, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_contact_assess(book, &candidate, NULL, &small, NULL, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_contact_assess(book, &candidate, NULL, &result, &calls, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_contact_assess(book, &candidate, &wrong, &result, NULL, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_contact_assess(book, &candidate, NULL, &result, NULL, &why, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_contact_assess(book, &candidate, NULL, &result, NULL, NULL, &error), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(calls.count | why.count, 0);
    const kogge_rows rows = { &trigger, 1, sizeof trigger };
    assert_int_equal(kogge_contact_assess(book, &candidate, &rows, &result, &count, NULL, NULL), KOGGE_OK);
    assert_int_equal(count.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked),        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_many_contacts), cmocka_unit_test(test_left),
        cmocka_unit_test(test_permission),    cmocka_unit_test(test_unknown_contribution),
        cmocka_unit_test(test_expected),      cmocka_unit_test(test_call_for_nothing),
        cmocka_unit_test(test_best_trigger),  cmocka_unit_test(test_no_trigger),
        cmocka_unit_test(test_newer_caller),  cmocka_unit_test(test_trigger_of_another),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
