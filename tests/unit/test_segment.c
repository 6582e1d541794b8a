/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Gap and share of wallet, segment, small, treatment. */

#include "classified.h"

#define M       KOGGE_MONEY_MAX
#define MATCHED KOGGE_OUTCOME_MATCHED
#define NOT     KOGGE_OUTCOME_NOT_MATCHED
#define UNKNOWN KOGGE_OUTCOME_UNKNOWN
#define BOTH    (KOGGE_CLASSIFICATION_GAP | KOGGE_CLASSIFICATION_SOW_BP)

static kogge_customer with_demand(int64_t revenue, int64_t demand)
{
    kogge_customer customer = given_buyer(revenue);
    customer.known = KOGGE_CUSTOMER_DEMAND;
    customer.demand_minor = demand;
    return customer;
}

/* ---- gap and share of wallet ----------------------------------------------------------------------------------- */

static void test_gap(void **state)
{
    (void)state;
    static const struct {
        int64_t revenue, demand;
        uint64_t known;
        int64_t gap;
        int32_t sow;
    } cases[] = {
        { 500000, 8000000, BOTH, 7500000, 625 }, /* R024: 5 000 of 80 000 */
        { 0, 8000000, BOTH, 8000000, 0 },
        { -500000, 8000000, BOTH, 8000000, 0 },
        { 8000000, 8000000, BOTH, 0, 10000 },
        { 8000001, 8000000, BOTH, 0, 10000 },
        { 1, 0, BOTH, 0, 10000 },
        { 0, 0, KOGGE_CLASSIFICATION_GAP, 0, 0 },
        { -1, 0, KOGGE_CLASSIFICATION_GAP, 0, 0 },
        { M, M, BOTH, 0, 10000 },
        { -M, M, BOTH, M, 0 },
        { 1, 20000, BOTH, 19999, 1 }, /* half a basis point */
        { 1, 20001, BOTH, 20000, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const kogge_customer customer = with_demand(cases[i].revenue, cases[i].demand);
        const struct classified found = classified(NULL, &customer, NULL);
        assert_int_equal(found.result.known, cases[i].known);
        assert_int_equal(found.result.gap_minor, cases[i].gap);
        assert_int_equal(found.result.sow_bp, cases[i].sow);
        if (cases[i].revenue > cases[i].demand)
            assert_says(&found, KOGGE_REASON_POTENTIAL_BELOW_REVENUE, MATCHED, KOGGE_FIELD_CUSTOMER_DEMAND,
                        cases[i].demand, cases[i].revenue);
        else
            assert_null(reason_of(&found, KOGGE_REASON_POTENTIAL_BELOW_REVENUE));
    }
    const kogge_customer unknown = given_buyer(5);
    assert_int_equal(classified(NULL, &unknown, NULL).result.known, 0);
}

static void test_source_of_demand(void **state)
{
    (void)state;
    kogge_customer customer = with_demand(1, 2);
    customer.demand_source = KOGGE_DEMAND_SOURCE_PEERS;
    struct classified found = classified(NULL, &customer, NULL);
    assert_says(&found, KOGGE_REASON_DEMAND, MATCHED, KOGGE_FIELD_CUSTOMER_DEMAND_SOURCE, KOGGE_DEMAND_SOURCE_PEERS,
                0);
    customer = given_buyer(1);
    found = classified(NULL, &customer, NULL);
    assert_says(&found, KOGGE_REASON_DEMAND, UNKNOWN, KOGGE_FIELD_CUSTOMER_DEMAND_SOURCE, 0, 0);
}

/* ---- segment: gap cut 10 000.00 -------------------------------------------------------------------------------- */

static void test_segment(void **state)
{
    (void)state;
    static const struct {
        int64_t revenue, gap;
        int32_t segment;
    } cases[] = {
        { CUT_B, 1000000, KOGGE_SEGMENT_TOP },
        { CUT_B, 999999, KOGGE_SEGMENT_BASE },
        { CUT_B - 1, 1000000, KOGGE_SEGMENT_DEVELOPMENT },
        { CUT_B - 1, 999999, KOGGE_SEGMENT_SMALL },
        { M, 0, KOGGE_SEGMENT_BASE },
        { -M, 0, KOGGE_SEGMENT_SMALL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int64_t bought = cases[i].revenue > 0 ? cases[i].revenue : 0;
        kogge_customer customer = with_demand(cases[i].revenue, bought + cases[i].gap);
        customer.tier = KOGGE_TIER_A; /* the plain cuts count, whatever the old tier */
        const struct classified found = classified(NULL, &customer, NULL);
        assert_int_equal(found.result.segment, cases[i].segment);
        assert_int_equal(found.result.possible_segment, cases[i].segment);
        assert_says(&found, KOGGE_REASON_SEGMENT, cases[i].gap >= 1000000 ? MATCHED : NOT,
                    KOGGE_FIELD_CLASSIFICATION_GAP, cases[i].gap, 1000000);
    }
}

static void test_segment_without_demand(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(CUT_B);
    struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.segment, KOGGE_SEGMENT_UNKNOWN_POTENTIAL);
    assert_int_equal(found.result.possible_segment, KOGGE_SEGMENT_BASE);
    assert_says(&found, KOGGE_REASON_SEGMENT, UNKNOWN, KOGGE_FIELD_CLASSIFICATION_GAP, 0, 1000000);
    customer.revenue_12m_minor--;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.segment, KOGGE_SEGMENT_UNKNOWN_POTENTIAL);
    assert_int_equal(found.result.possible_segment, KOGGE_SEGMENT_SMALL);
}

/* ---- small ----------------------------------------------------------------------------------------------------- */

static void test_small_by_revenue(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(CUT_B - 1);
    struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.is_small, 1);
    assert_says(&found, KOGGE_REASON_SMALL, MATCHED, KOGGE_FIELD_CUSTOMER_REVENUE_12M, CUT_B - 1, CUT_B);
    customer.revenue_12m_minor++;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.is_small, 0);
    assert_says(&found, KOGGE_REASON_SMALL, NOT, KOGGE_FIELD_CUSTOMER_REVENUE_12M, CUT_B, CUT_B);
}

/* Limits of the presets: revenue 10 000.00, 50 employees, quantity 100, order 500.00. */
static void test_small_by_criteria(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    policy.small_by = KOGGE_BIT(KOGGE_SMALL_BY_REVENUE) | KOGGE_BIT(KOGGE_SMALL_BY_EMPLOYEES) |
                      KOGGE_BIT(KOGGE_SMALL_BY_QUANTITY) | KOGGE_BIT(KOGGE_SMALL_BY_ORDER_VALUE);
    policy.small_k = 2;
    policy.small_quantity = 100;
    kogge_customer customer = given_buyer(policy.small_revenue_minor);
    customer.known = KOGGE_CUSTOMER_EMPLOYEES | KOGGE_CUSTOMER_QUANTITY_12M | KOGGE_CUSTOMER_TYPICAL_ORDER;
    customer.employees = policy.small_employees;
    customer.quantity_12m = policy.small_quantity;
    customer.typical_order_minor = policy.small_order_minor;
    struct classified found = classified(&policy, &customer, NULL);
    assert_says(&found, KOGGE_REASON_SMALL, NOT, KOGGE_FIELD_POLICY_SMALL_K, 0, 2);
    customer.employees--;
    found = classified(&policy, &customer, NULL);
    assert_says(&found, KOGGE_REASON_SMALL, NOT, KOGGE_FIELD_POLICY_SMALL_K, 1, 2);
    customer.quantity_12m--;
    found = classified(&policy, &customer, NULL);
    assert_says(&found, KOGGE_REASON_SMALL, MATCHED, KOGGE_FIELD_POLICY_SMALL_K, 2, 2);
    assert_int_equal(found.result.is_small, 1);
    assert_int_equal(found.result.tier, KOGGE_TIER_A); /* neither tier nor segment ask for it */
    assert_int_equal(found.result.possible_segment, KOGGE_SEGMENT_BASE);
    customer.typical_order_minor--;
    customer.revenue_12m_minor--;
    found = classified(&policy, &customer, NULL);
    assert_says(&found, KOGGE_REASON_SMALL, MATCHED, KOGGE_FIELD_POLICY_SMALL_K, 4, 2);
    policy.small_by &= ~(KOGGE_BIT(KOGGE_SMALL_BY_REVENUE) | KOGGE_BIT(KOGGE_SMALL_BY_QUANTITY));
    found = classified(&policy, &customer, NULL);
    assert_says(&found, KOGGE_REASON_SMALL, MATCHED, KOGGE_FIELD_POLICY_SMALL_K, 2, 2);
    customer.known &= ~KOGGE_CUSTOMER_EMPLOYEES; /* not known does not count */
    customer.employees = 0;
    found = classified(&policy, &customer, NULL);
    assert_says(&found, KOGGE_REASON_SMALL, NOT, KOGGE_FIELD_POLICY_SMALL_K, 1, 2);
}

/* ---- treatment ------------------------------------------------------------------------------------------------- */

static int32_t treatment(const kogge_policy *policy, const kogge_customer *customer)
{
    return classified(policy, customer, NULL).result.treatment;
}

static void test_treatment(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(CUT_A);
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_A);
    customer.revenue_12m_minor = CUT_B;
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_B);
    customer.revenue_12m_minor = CUT_B - 1;
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_SMALL);
    customer.flags = KOGGE_CUSTOMER_FLAG_DEVELOPABLE;
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_DEVELOPABLE);
    customer.tier_override = KOGGE_TIER_B; /* tier B, but small */
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_DEVELOPABLE);
    customer.tier_override = KOGGE_TIER_D;
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_D);
    customer.kam_outcome = KOGGE_KAM_OUTCOME_KEY_ACCOUNT;
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_A);
    customer.kam_outcome = KOGGE_KAM_OUTCOME_MAJOR_CUSTOMER;
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_D);
    customer.revenue_12m_minor = CUT_B;
    customer.tier_override = KOGGE_TIER_C; /* tier C, but not small */
    assert_int_equal(treatment(NULL, &customer), KOGGE_TREATMENT_B);
}

static void test_treatment_of_zupancic(void **state)
{
    (void)state;
    const kogge_policy policy = given_scheme(KOGGE_SCHEME_ZUPANCIC);
    kogge_customer customer = given_buyer(CUT_B);
    assert_int_equal(treatment(&policy, &customer), KOGGE_TREATMENT_SMALL);
    customer.flags = KOGGE_CUSTOMER_FLAG_DEVELOPABLE;
    assert_int_equal(treatment(&policy, &customer), KOGGE_TREATMENT_DEVELOPABLE);
    customer.flags = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY;
    assert_int_equal(treatment(&policy, &customer), KOGGE_TREATMENT_B);
}

static void test_treatment_without_tier(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    kogge_customer customer = given_buyer(0);
    customer.first_order_at = GIVEN_DAY;
    static const int32_t by_default[] = { KOGGE_TREATMENT_SMALL, KOGGE_TREATMENT_A, KOGGE_TREATMENT_SMALL,
                                          KOGGE_TREATMENT_SMALL, KOGGE_TREATMENT_D };
    for (int32_t tier = KOGGE_TIER_NONE; tier <= KOGGE_TIER_D; tier++) {
        policy.default_tier = tier;
        assert_int_equal(treatment(&policy, &customer), by_default[tier]);
    }
    policy.default_tier = KOGGE_TIER_NONE; /* is C, which counts as small in this scheme */
    policy.scheme = KOGGE_SCHEME_ZUPANCIC;
    customer.revenue_12m_minor = M;
    assert_int_equal(treatment(&policy, &customer), KOGGE_TREATMENT_SMALL);
    policy.scheme = KOGGE_SCHEME_ABCD;
    assert_int_equal(treatment(&policy, &customer), KOGGE_TREATMENT_B);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_source_of_demand),
        cmocka_unit_test(test_segment),
        cmocka_unit_test(test_segment_without_demand),
        cmocka_unit_test(test_small_by_revenue),
        cmocka_unit_test(test_small_by_criteria),
        cmocka_unit_test(test_treatment),
        cmocka_unit_test(test_treatment_of_zupancic),
        cmocka_unit_test(test_treatment_without_tier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
