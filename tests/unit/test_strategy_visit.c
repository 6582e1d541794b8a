/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Field visits, and how often a customer should order. */

#include "said.h"

#include <string.h>

#define M KOGGE_MONEY_MAX

static kogge_rulebook *book;

static int open_book(void **state)
{
    (void)state;
    book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

/* ---- visits ---------------------------------------------------------------------------------------------------- */

static kogge_plan plan_with(int32_t visits)
{
    return (kogge_plan){ .struct_size = sizeof(kogge_plan), .visits = visits };
}

static int32_t verdict(int32_t visits, int32_t justification, int32_t visits_this_year, struct said *said)
{
    const kogge_plan plan = plan_with(visits);
    int32_t found = -1;
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_visit_check(book, &plan, justification, visits_this_year, &found, listen(said), &error))
        fail_msg("%s", error.text);
    return found;
}

enum {
    ALLOW = KOGGE_VISIT_VERDICT_ALLOW,
    NEEDS = KOGGE_VISIT_VERDICT_NEEDS_REASON,
    NO = KOGGE_VISIT_VERDICT_REFUSED
};

/* By cell and justification, as long as there are visits left. */
static const int32_t verdicts[][5] = {
    [KOGGE_VISITS_UNCHANGED] = { ALLOW, ALLOW, ALLOW, ALLOW, ALLOW },
    [KOGGE_VISITS_YES] = { ALLOW, ALLOW, ALLOW, ALLOW, ALLOW },
    [KOGGE_VISITS_JUSTIFIED] = { NEEDS, ALLOW, ALLOW, ALLOW, ALLOW },
    [KOGGE_VISITS_NO] = { NO, ALLOW, NO, NO, NO },
};

static const int32_t outcome_of[] = {
    [ALLOW] = KOGGE_OUTCOME_MATCHED, [NEEDS] = KOGGE_OUTCOME_UNKNOWN, [NO] = KOGGE_OUTCOME_NOT_MATCHED
};

static void test_every_cell_and_justification(void **state)
{
    (void)state;
    struct said said;
    for (int32_t visits = KOGGE_VISITS_UNCHANGED; visits <= KOGGE_VISITS_NO; visits++) {
        for (int32_t justification = 0; justification <= KOGGE_JUSTIFICATION_OTHER; justification++) {
            for (int32_t so_far = 0; so_far < 2; so_far++) {
                const int32_t expected = verdicts[visits][justification];
                assert_int_equal(verdict(visits, justification, so_far, &said), expected);
                assert_says_next(&said, KOGGE_REASON_VISIT, outcome_of[expected], KOGGE_FIELD_PLAN_VISITS, visits, 0);
                assert_said_all(&said);
            }
        }
    }
}

/* Two visits a year: the third is refused whatever the reason, but where visits are free. */
static void test_limit(void **state)
{
    (void)state;
    static const int32_t many[] = { 2, 3, 365, INT32_MAX };
    struct said said;
    for (size_t i = 0; i < COUNT(many); i++) {
        for (int32_t justification = 0; justification <= KOGGE_JUSTIFICATION_OTHER; justification++) {
            for (int32_t visits = KOGGE_VISITS_JUSTIFIED; visits <= KOGGE_VISITS_NO; visits++) {
                assert_int_equal(verdict(visits, justification, many[i], &said), NO);
                assert_says_next(&said, KOGGE_REASON_VISIT, KOGGE_OUTCOME_NOT_MATCHED,
                                 KOGGE_FIELD_SALES_POLICY_VISITS_A_YEAR, (int64_t)many[i] + 1, 2);
            }
            assert_int_equal(verdict(KOGGE_VISITS_YES, justification, many[i], &said), ALLOW);
            assert_int_equal(verdict(KOGGE_VISITS_UNCHANGED, justification, many[i], &said), ALLOW);
        }
    }
}

static kogge_status try_visit(const kogge_plan *plan, int32_t justification, int32_t visits, kogge_error *error)
{
    int32_t found = 77;
    kogge_reasons why = { .count = 77 };
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    const kogge_status status = kogge_visit_check(book, plan, justification, visits, &found, &why, error);
    assert_int_equal(found == 77, status != KOGGE_OK);
    if (status)
        assert_int_equal(why.count, 0);
    return status;
}

static void test_visit_refused(void **state)
{
    (void)state;
    kogge_error error;
    kogge_plan plan = plan_with(KOGGE_VISITS_YES);
    int32_t found;
    assert_int_equal(try_visit(&plan, 0, 0, &error), KOGGE_OK);
    assert_int_equal(try_visit(NULL, 0, 0, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_visit_check(NULL, &plan, 0, 0, &found, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_visit_check(book, &plan, 0, 0, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(try_visit(&plan, 5, 0, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(try_visit(&plan, -1, 0, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.field, KOGGE_FIELD_VISIT_JUSTIFICATION);
    assert_int_equal(try_visit(&plan, 1, -1, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_VISIT_VISITS_THIS_YEAR);
    plan.visits = KOGGE_VISITS_NO + 1;
    assert_int_equal(try_visit(&plan, 1, 0, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.field, KOGGE_FIELD_PLAN_VISITS);
    plan = plan_with(KOGGE_VISITS_YES);
    plan.struct_size -= 8;
    assert_int_equal(try_visit(&plan, 1, 0, &error), KOGGE_E_STRUCT_SIZE);
}

/* A plan as the library wrote it, and one of a newer release. */
static void test_plans_from_elsewhere(void **state)
{
    (void)state;
    struct {
        kogge_plan plan;
        uint64_t more[2];
    } newer = { .plan = { .struct_size = sizeof newer } };
    kogge_customer customer = given_customer(KOGGE_TIER_D);
    customer.kam_outcome = KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
    kogge_error error;
    assert_int_equal(kogge_plan_customer(book, &customer, 1, &newer.plan, NULL, NULL), KOGGE_OK);
    assert_int_equal(newer.plan.visits, KOGGE_VISITS_YES);
    assert_int_equal(try_visit(&newer.plan, 0, 9, &error), KOGGE_OK);
    newer.more[0] = 1;
    assert_int_equal(try_visit(&newer.plan, 0, 9, &error), KOGGE_E_UNSUPPORTED);
}

/* ---- rhythm ---------------------------------------------------------------------------------------------------- */

#define ORDERS KOGGE_CUSTOMER_ORDERS_12M
#define SAVING KOGGE_RHYTHM_SAVING

static kogge_customer buyer(int64_t revenue, uint64_t known, int32_t orders)
{
    return (kogge_customer){
        .struct_size = sizeof(kogge_customer), .known = known, .revenue_12m_minor = revenue, .orders_12m = orders
    };
}

/* Orders of 250.00. */
static void test_rhythm(void **state)
{
    (void)state;
    static const struct {
        int64_t revenue, cost;
        uint64_t known, saving_known;
        int64_t saving;
        int32_t orders, target, days;
    } cases[] = {
        { 1000000, 2500, ORDERS, SAVING, 50000, 60, 40, 9 }, /* 20 orders fewer, each 25.00 */
        { 1000001, 2500, ORDERS, SAVING, 47500, 60, 41, 8 },
        { 1000000, 2500, ORDERS, SAVING, 0, 40, 40, 9 },
        { 1000000, 2500, ORDERS, SAVING, 0, 39, 40, 9 },
        { 1000000, 2500, 0, 0, 0, 0, 40, 9 },
        { 25000, 100, ORDERS, SAVING, 900, 10, 1, 365 },
        { 25001, 100, ORDERS, SAVING, 800, 10, 2, 182 },
        { 1, 0, ORDERS, SAVING, 0, 10, 1, 365 },
        { 0, 100, ORDERS, 0, 0, 10, 0, 0 },
        { -M, 100, ORDERS, 0, 0, 10, 0, 0 },
        { 365 * 25000, 100, ORDERS, SAVING, 0, 1, 365, 1 },
        { 365 * 25000 + 1, 100, ORDERS, SAVING, 0, 1, 366, 0 },
        { INT64_C(2147483647) * 25000, M, ORDERS, SAVING, 0, INT32_MAX, INT32_MAX, 0 },
        { M, M, ORDERS, SAVING, 0, INT32_MAX, INT32_MAX, 0 },
        { 25000, M, ORDERS, SAVING, M, 2, 1, 365 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const kogge_customer customer = buyer(cases[i].revenue, cases[i].known, cases[i].orders);
        kogge_rhythm found = KOGGE_INIT(kogge_rhythm);
        assert_int_equal(kogge_rhythm_assess(book, &customer, cases[i].cost, &found, NULL), KOGGE_OK);
        assert_int_equal(found.orders_target, cases[i].target);
        assert_int_equal(found.interval_days, cases[i].days);
        assert_int_equal(found.known, cases[i].saving_known);
        assert_int_equal(found.saving_minor, cases[i].saving);
    }
}

static void test_rhythm_refused(void **state)
{
    (void)state;
    kogge_customer customer = buyer(25000, ORDERS, 3);
    kogge_rhythm found, before;
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&found, 0x5a, sizeof found);
    found.struct_size = sizeof found;
    before = found;
    assert_int_equal(kogge_rhythm_assess(NULL, &customer, 0, &found, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_rhythm_assess(book, NULL, 0, &found, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_rhythm_assess(book, &customer, 0, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_rhythm_assess(book, &customer, -1, &found, &error), KOGGE_E_RANGE);
    assert_int_equal(kogge_rhythm_assess(book, &customer, M + 1, &found, &error), KOGGE_E_RANGE);
    assert_int_equal(kogge_rhythm_assess(book, &customer, M, &found, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_RHYTHM_SAVING);
    customer.orders_12m = INT32_MAX; /* beyond 64 bits */
    assert_int_equal(kogge_rhythm_assess(book, &customer, M, &found, &error), KOGGE_E_RANGE);
    customer.orders_12m = -1;
    assert_int_equal(kogge_rhythm_assess(book, &customer, 0, &found, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_CUSTOMER_ORDERS_12M);
    assert_memory_equal(&found, &before, sizeof found);
    found.struct_size = sizeof found - 8;
    customer.orders_12m = 1;
    assert_int_equal(kogge_rhythm_assess(book, &customer, 0, &found, &error), KOGGE_E_STRUCT_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell_and_justification),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_visit_refused),
        cmocka_unit_test(test_plans_from_elsewhere),
        cmocka_unit_test(test_rhythm),
        cmocka_unit_test(test_rhythm_refused),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
