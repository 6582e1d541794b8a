/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Every flag in its three outcomes, with the condition that settled it, and at its limits. */

#include "classified.h"

#define M        KOGGE_MONEY_MAX
#define MATCHED  KOGGE_OUTCOME_MATCHED
#define NOT      KOGGE_OUTCOME_NOT_MATCHED
#define UNKNOWN  KOGGE_OUTCOME_UNKNOWN
#define F(name)  KOGGE_FIELD_CUSTOMER_##name
#define C(name)  KOGGE_FIELD_CLASSIFICATION_##name
#define B(name)  KOGGE_FIELD_CLASSIFICATION_BASIS_##name
#define K(name)  KOGGE_CUSTOMER_##name
#define KB(name) KOGGE_CLASSIFICATION_BASIS_##name

/* One customer (struct_size is filled in) and what a flag says. Limits are those of the presets: share of wallet 50
 * %, confidence 50 %, evidence 3, market growth 3 %, 250 employees, realisation 30 %, cost 20 % of revenue, discount
 * 20 %, 1.5 times the cost share, 10 % of the total, 365 days, 3 complaints, 10 %, all of DB I. */
struct flag_case {
    kogge_customer customer;
    int32_t outcome, field;
    int64_t observed, threshold;
};

static void check(int32_t flag, const kogge_policy *policy, const struct flag_case *cases, size_t count,
                  const kogge_classification_basis *basis)
{
    for (size_t i = 0; i < count; i++) {
        kogge_customer customer = cases[i].customer;
        customer.struct_size = sizeof customer;
        const struct classified found = classified(policy, &customer, basis);
        assert_says(&found, KOGGE_REASON_FLAG_HIDDEN_CHAMPION + flag, cases[i].outcome, cases[i].field,
                    cases[i].observed, cases[i].threshold);
        assert_int_equal(has_flag(&found, flag), cases[i].outcome == MATCHED);
        assert_int_equal(has_flag(&found, KOGGE_FLAG_SELECTED), 0);
    }
}

#define CHECK(flag, cases)               check(KOGGE_FLAG_##flag, NULL, cases, COUNT(cases), NULL)
#define CHECK_WITH(flag, basis, cases)   check(KOGGE_FLAG_##flag, NULL, cases, COUNT(cases), basis)
#define CHECK_UNDER(flag, policy, cases) check(KOGGE_FLAG_##flag, policy, cases, COUNT(cases), NULL)

/* ---- worth developing ------------------------------------------------------------------------------------------ */

static void test_hidden_champion(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = K(DEMAND) | K(DEMAND_CONFIDENCE_BP), .demand_minor = CUT_A, .demand_confidence_bp = 5000 },
          MATCHED,
          F(DEMAND_CONFIDENCE_BP),
          5000,
          5000 },
        { { .known = K(DEMAND) | K(DEMAND_CONFIDENCE_BP),
            .revenue_12m_minor = CUT_B,
            .demand_minor = CUT_A,
            .demand_confidence_bp = 5000 },
          NOT,
          C(IS_SMALL),
          0,
          1 },
        { { .known = K(DEMAND), .demand_minor = CUT_A - 1 }, NOT, F(DEMAND), CUT_A - 1, CUT_A },
        { { .known = K(DEMAND), .demand_minor = CUT_A }, UNKNOWN, F(DEMAND_CONFIDENCE_BP), 0, 5000 },
        { { .known = K(DEMAND_CONFIDENCE_BP), .demand_confidence_bp = 1 }, NOT, F(DEMAND_CONFIDENCE_BP), 1, 5000 },
        { { .revenue_12m_minor = 1 }, UNKNOWN, F(DEMAND), 0, CUT_A },
        { { .revenue_12m_minor = CUT_B }, NOT, C(IS_SMALL), 0, 1 },
    };
    CHECK(HIDDEN_CHAMPION, cases);
    /* It follows from the facts in every scheme. */
    for (int32_t scheme = KOGGE_SCHEME_CLASSIC_ABC; scheme <= KOGGE_SCHEME_ABCD; scheme++) {
        const kogge_policy policy = given_scheme(scheme);
        CHECK_UNDER(HIDDEN_CHAMPION, &policy, cases);
    }
}

static void test_prospect(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = K(EVIDENCE), .evidence = 3 }, MATCHED, F(EVIDENCE), 3, 3 },
        { { .known = K(EVIDENCE), .evidence = 2 }, NOT, F(EVIDENCE), 2, 3 },
        { { .evidence = 0 }, UNKNOWN, F(EVIDENCE), 0, 3 },
        { { .known = K(EVIDENCE), .evidence = 4, .revenue_12m_minor = CUT_B }, NOT, C(IS_SMALL), 0, 1 },
        { { .revenue_12m_minor = CUT_B }, NOT, C(IS_SMALL), 0, 1 },
    };
    const kogge_policy zupancic = given_scheme(KOGGE_SCHEME_ZUPANCIC);
    CHECK(PROSPECT, cases);
    CHECK_UNDER(PROSPECT, &zupancic, cases);
}

#define SMART (K(CONTRIBUTION4) | K(EVIDENCE) | K(MARKET_GROWTH_BP))

static void test_smart_account(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = SMART, .contribution4_minor = 1, .evidence = 3 }, MATCHED, F(EVIDENCE), 3, 3 },
        { { .known = SMART, .contribution4_minor = 1, .evidence = 3, .market_growth_bp = 300 },
          MATCHED,
          F(EVIDENCE),
          3,
          3 },
        { { .known = SMART, .contribution4_minor = 1, .evidence = 2, .market_growth_bp = 300 },
          MATCHED,
          F(MARKET_GROWTH_BP),
          300,
          300 },
        { { .known = SMART & ~K(EVIDENCE), .contribution4_minor = 1, .market_growth_bp = 300 },
          MATCHED,
          F(MARKET_GROWTH_BP),
          300,
          300 },
        { { .known = SMART, .contribution4_minor = 1, .evidence = 2, .market_growth_bp = 299 },
          NOT,
          F(EVIDENCE),
          2,
          3 },
        { { .known = SMART, .contribution4_minor = 0, .evidence = 4 }, NOT, F(CONTRIBUTION4), 0, 0 },
        { { .known = SMART & ~K(EVIDENCE), .contribution4_minor = 1, .market_growth_bp = 299 },
          UNKNOWN,
          F(EVIDENCE),
          0,
          3 },
        { { .known = SMART & ~K(MARKET_GROWTH_BP), .contribution4_minor = 1, .evidence = 2 },
          UNKNOWN,
          F(MARKET_GROWTH_BP),
          0,
          300 },
        { { .known = K(CONTRIBUTION4), .contribution4_minor = 1 }, UNKNOWN, F(EVIDENCE), 0, 3 },
        { { .known = K(EVIDENCE), .evidence = 4 }, UNKNOWN, F(CONTRIBUTION4), 0, 0 },
        { { .known = SMART & ~K(CONTRIBUTION4), .evidence = 2 }, NOT, F(EVIDENCE), 2, 3 },
        { { .revenue_12m_minor = CUT_B }, NOT, C(IS_SMALL), 0, 1 },
    };
    CHECK(SMART_ACCOUNT, cases);
}

static void test_large_firm_small_buyer(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = SMART | K(EMPLOYEES), .contribution4_minor = 1, .evidence = 3, .employees = 250 },
          MATCHED,
          F(EMPLOYEES),
          250,
          250 },
        { { .known = SMART | K(EMPLOYEES), .contribution4_minor = 1, .evidence = 3, .employees = 249 },
          NOT,
          F(EMPLOYEES),
          249,
          250 },
        { { .known = SMART, .contribution4_minor = 1, .evidence = 3 }, UNKNOWN, F(EMPLOYEES), 0, 250 },
        { { .known = K(EMPLOYEES), .employees = 249 }, NOT, F(EMPLOYEES), 249, 250 },
        { { .known = K(EMPLOYEES), .employees = 250 }, UNKNOWN, F(CONTRIBUTION4), 0, 0 },
        { { .known = SMART | K(EMPLOYEES), .contribution4_minor = 0, .evidence = 3, .employees = 250 },
          NOT,
          F(CONTRIBUTION4),
          0,
          0 },
    };
    CHECK(LARGE_FIRM_SMALL_BUYER, cases);
}

static void test_developable(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = K(DEMAND) | K(DEMAND_CONFIDENCE_BP) | K(EVIDENCE),
            .demand_minor = CUT_A,
            .demand_confidence_bp = 10000,
            .evidence = 4 },
          MATCHED,
          C(CLASS_FLAGS),
          KOGGE_FLAG_HIDDEN_CHAMPION,
          0 },
        { { .known = K(EVIDENCE), .evidence = 3, .flags = KOGGE_CUSTOMER_FLAG_DEVELOPABLE },
          MATCHED,
          C(CLASS_FLAGS),
          KOGGE_FLAG_PROSPECT,
          0 },
        { { .known = K(CONTRIBUTION4) | K(MARKET_GROWTH_BP), .contribution4_minor = 1, .market_growth_bp = 300 },
          MATCHED,
          C(CLASS_FLAGS),
          KOGGE_FLAG_SMART_ACCOUNT,
          0 },
        { { .flags = KOGGE_CUSTOMER_FLAG_DEVELOPABLE }, MATCHED, F(FLAGS), KOGGE_CUSTOMER_FLAG_DEVELOPABLE, 0 },
        { { .revenue_12m_minor = CUT_B,
            .flags = KOGGE_CUSTOMER_FLAG_DEVELOPABLE | KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY },
          MATCHED,
          F(FLAGS),
          KOGGE_CUSTOMER_FLAG_DEVELOPABLE,
          0 },
        { { .revenue_12m_minor = 0 }, UNKNOWN, C(CLASS_FLAGS), KOGGE_FLAG_HIDDEN_CHAMPION, 0 },
        { { .known = K(DEMAND) }, UNKNOWN, C(CLASS_FLAGS), KOGGE_FLAG_PROSPECT, 0 },
        { { .known = K(DEMAND) | K(EVIDENCE) }, UNKNOWN, C(CLASS_FLAGS), KOGGE_FLAG_SMART_ACCOUNT, 0 },
        { { .revenue_12m_minor = CUT_B, .flags = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY }, NOT, F(FLAGS), 0, 0 },
        /* what a former classification said does not count */
        { { .revenue_12m_minor = CUT_B, .class_flags = 1 << KOGGE_FLAG_DEVELOPABLE | 1 << KOGGE_FLAG_SELECTED },
          NOT,
          F(FLAGS),
          0,
          0 },
    };
    CHECK(DEVELOPABLE, cases);
}

/* ---- promises -------------------------------------------------------------------------------------------------- */

#define HOPE        (K(ANNOUNCED) | K(REALISED) | K(EVIDENCE) | K(COST_TO_SERVE))
#define REALISATION KOGGE_FIELD_EVIDENCE_REALISATION_BP

/* A quarter of 400.00 is 100.00, of which the prior adds 10.00 to both parts: (r + 10) / (a + 20). */
static void test_hope_account(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        /* (199.99 + 10) / (680 + 20) = 29.9986 %, shown as 30 % */
        { { .known = HOPE,
            .revenue_12m_minor = 40000,
            .announced_minor = 68000,
            .realised_minor = 19999,
            .cost_to_serve_minor = 8000 },
          MATCHED,
          F(COST_TO_SERVE),
          8000,
          8000 },
        { { .known = HOPE,
            .revenue_12m_minor = 40000,
            .announced_minor = 68000,
            .realised_minor = 20000,
            .cost_to_serve_minor = 8000 },
          NOT,
          REALISATION,
          3000,
          3000 },
        { { .known = HOPE, .announced_minor = 68000, .evidence = 1, .cost_to_serve_minor = 1 },
          MATCHED,
          F(COST_TO_SERVE),
          1,
          0 },
        { { .known = HOPE, .announced_minor = 68000, .evidence = 1, .revenue_12m_minor = -5 },
          NOT,
          F(COST_TO_SERVE),
          0,
          0 },
        { { .known = HOPE, .revenue_12m_minor = 40000, .announced_minor = 68000, .cost_to_serve_minor = 7999 },
          NOT,
          F(COST_TO_SERVE),
          7999,
          8000 },
        { { .known = HOPE, .announced_minor = 68000, .evidence = 2, .cost_to_serve_minor = 1 },
          NOT,
          F(EVIDENCE),
          2,
          1 },
        { { .known = HOPE, .announced_minor = 1, .realised_minor = 2 }, NOT, REALISATION, 10000, 3000 },
        { { .known = HOPE, .cost_to_serve_minor = 1 }, NOT, F(ANNOUNCED), 0, 0 },
        { { .known = HOPE & ~K(ANNOUNCED), .cost_to_serve_minor = 1 }, UNKNOWN, F(ANNOUNCED), 0, 0 },
        { { .known = HOPE & ~K(REALISED), .announced_minor = 1, .cost_to_serve_minor = 1 },
          UNKNOWN,
          REALISATION,
          0,
          3000 },
        { { .known = HOPE & ~K(EVIDENCE), .announced_minor = 1, .cost_to_serve_minor = 1 },
          UNKNOWN,
          F(EVIDENCE),
          0,
          1 },
        { { .known = HOPE & ~K(COST_TO_SERVE), .announced_minor = 1, .revenue_12m_minor = 1 },
          UNKNOWN,
          F(COST_TO_SERVE),
          0,
          1 },
        { { .known = K(EVIDENCE), .evidence = 2 }, NOT, F(EVIDENCE), 2, 1 },
    };
    CHECK(HOPE_ACCOUNT, cases);
}

/* ---- cost ------------------------------------------------------------------------------------------------------ */

#define KEY (K(DISCOUNT_BP) | K(CONTRIBUTION1))
#define DB1 KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION1_BP

static void test_key_discount(void **state)
{
    (void)state;
    kogge_classification_basis basis = given_basis();
    static const struct flag_case cases[] = {
        /* 100 000 - 1 of 1 000 000: 999.99 bp, shown as 1 000, below 1 000 */
        { { .known = KEY, .revenue_12m_minor = CUT_A, .discount_bp = 2000, .contribution1_minor = 99999 },
          MATCHED,
          DB1,
          1000,
          1000 },
        { { .known = KEY, .revenue_12m_minor = CUT_A, .discount_bp = 2000, .contribution1_minor = 100000 },
          NOT,
          DB1,
          1000,
          1000 },
        { { .known = KEY, .revenue_12m_minor = CUT_A, .discount_bp = 1999, .contribution1_minor = 0 },
          NOT,
          F(DISCOUNT_BP),
          1999,
          2000 },
        { { .known = KEY, .revenue_12m_minor = CUT_A - 1, .discount_bp = 9000, .contribution1_minor = -M },
          NOT,
          C(TIER),
          KOGGE_TIER_B,
          KOGGE_TIER_A },
        { { .known = KEY,
            .revenue_12m_minor = 1,
            .tier_override = KOGGE_TIER_A,
            .discount_bp = 2000,
            .contribution1_minor = -M },
          MATCHED,
          DB1,
          -1000000000,
          1000 },
        { { .known = KEY,
            .revenue_12m_minor = 0,
            .tier_override = KOGGE_TIER_A,
            .discount_bp = 2000,
            .contribution1_minor = -M },
          UNKNOWN,
          DB1,
          0,
          1000 },
        { { .known = K(CONTRIBUTION1), .revenue_12m_minor = CUT_A }, UNKNOWN, F(DISCOUNT_BP), 0, 2000 },
        { { .known = K(DISCOUNT_BP), .revenue_12m_minor = CUT_A, .discount_bp = 2000 }, UNKNOWN, DB1, 0, 1000 },
    };
    static const struct flag_case unknown_basis[] = {
        { { .known = KEY, .revenue_12m_minor = CUT_A, .discount_bp = 2000, .contribution1_minor = 1 },
          UNKNOWN,
          B(SMALL_CONTRIBUTION1_BP),
          0,
          0 },
    };
    CHECK(KEY_DISCOUNT, unknown_basis);
    basis.known = KB(SMALL_CONTRIBUTION1_BP);
    basis.small_contribution1_bp = 1000;
    CHECK_WITH(KEY_DISCOUNT, &basis, cases);
}

/* All customers together cost 20 % of their revenue; half as much again is 30 %. */
static void test_overserved(void **state)
{
    (void)state;
    kogge_classification_basis basis = given_basis();
    static const struct flag_case cases[] = {
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = 1001, .cost_to_serve_minor = 301 },
          MATCHED,
          F(COST_TO_SERVE),
          301,
          301 }, /* 300.3 */
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = 1001, .cost_to_serve_minor = 300 },
          NOT,
          F(COST_TO_SERVE),
          300,
          301 },
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = 1000, .cost_to_serve_minor = 300 },
          MATCHED,
          F(COST_TO_SERVE),
          300,
          300 },
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = -M, .cost_to_serve_minor = 1 },
          MATCHED,
          F(COST_TO_SERVE),
          1,
          1 },
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = -M }, NOT, F(COST_TO_SERVE), 0, 1 },
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = M, .cost_to_serve_minor = M },
          MATCHED,
          F(COST_TO_SERVE),
          M,
          M / 10 * 3 },
        { { .revenue_12m_minor = 1001 }, UNKNOWN, F(COST_TO_SERVE), 0, 301 },
    };
    basis.known = KB(ALL_NET) | KB(ALL_COST_TO_SERVE);
    basis.all_net_minor = 5000000;
    basis.all_cost_to_serve_minor = 1000000;
    CHECK_WITH(OVERSERVED, &basis, cases);
    /* The same with the largest portfolio there is: 2^63 - 1 = 7 * ..., cost a seventh of it: 3 / 14 of revenue. */
    static const struct flag_case largest[] = {
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = 14, .cost_to_serve_minor = 3 },
          MATCHED,
          F(COST_TO_SERVE),
          3,
          3 },
        { { .known = K(COST_TO_SERVE), .revenue_12m_minor = 15, .cost_to_serve_minor = 3 },
          NOT,
          F(COST_TO_SERVE),
          3,
          4 },
    };
    basis.all_net_minor = INT64_MAX;
    basis.all_cost_to_serve_minor = INT64_MAX / 7;
    CHECK_WITH(OVERSERVED, &basis, largest);
}

static void test_overserved_without_portfolio(void **state)
{
    (void)state;
    kogge_classification_basis basis = given_basis();
    static const struct flag_case no_net[] = {
        { { .known = K(COST_TO_SERVE), .cost_to_serve_minor = 1 }, UNKNOWN, B(ALL_NET), 0, 0 },
        { { .known = K(COST_TO_SERVE) }, NOT, F(COST_TO_SERVE), 0, 1 },
        { { .revenue_12m_minor = 1 }, UNKNOWN, F(COST_TO_SERVE), 0, 0 },
    };
    static const struct flag_case no_cost[] = {
        { { .known = K(COST_TO_SERVE), .cost_to_serve_minor = 1 }, UNKNOWN, B(ALL_COST_TO_SERVE), 0, 0 },
    };
    static const struct flag_case no_limit[] = {
        { { .known = K(COST_TO_SERVE), .cost_to_serve_minor = M, .revenue_12m_minor = M },
          NOT,
          F(COST_TO_SERVE),
          M,
          M + 1 },
    };
    CHECK_WITH(OVERSERVED, &basis, no_net);
    basis.known = KB(ALL_NET) | KB(ALL_COST_TO_SERVE);
    CHECK_WITH(OVERSERVED, &basis, no_net);
    basis.known = KB(ALL_NET);
    basis.all_net_minor = 1;
    CHECK_WITH(OVERSERVED, &basis, no_cost);
    basis.known |= KB(ALL_COST_TO_SERVE);
    basis.all_cost_to_serve_minor = INT64_MAX;
    CHECK_WITH(OVERSERVED, &basis, no_limit);
}

#define COMPLAINTS (K(COMPLAINT_ORDERS) | K(ORDERS_12M))
#define COST       (K(COST_TO_SERVE) | K(CONTRIBUTION1))

/* The worked numbers: 3 of 10 and 4 of 16 fire, 3 of 11 and 4 of 17 do not. */
static void test_costly_complaints(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = COMPLAINTS | COST, .complaint_orders = 3, .orders_12m = 10 },
          MATCHED,
          F(COMPLAINT_ORDERS),
          3,
          3 },
        { { .known = COMPLAINTS | COST, .complaint_orders = 3, .orders_12m = 11 }, NOT, F(COMPLAINT_ORDERS), 3, 3 },
        { { .known = COMPLAINTS | COST, .complaint_orders = 4, .orders_12m = 16 },
          MATCHED,
          F(COMPLAINT_ORDERS),
          4,
          3 },
        { { .known = COMPLAINTS | COST, .complaint_orders = 4, .orders_12m = 17 }, NOT, F(COMPLAINT_ORDERS), 4, 3 },
        { { .known = COMPLAINTS | COST, .complaint_orders = 2, .orders_12m = 2 }, NOT, F(COMPLAINT_ORDERS), 2, 3 },
        { { .known = COMPLAINTS, .complaint_orders = 3, .orders_12m = 10 }, MATCHED, F(COMPLAINT_ORDERS), 3, 3 },
        { { .known = K(COMPLAINT_ORDERS) | COST, .complaint_orders = 2 }, NOT, F(COMPLAINT_ORDERS), 2, 3 },
        { { .known = K(COMPLAINT_ORDERS) | COST, .complaint_orders = 3 }, UNKNOWN, F(ORDERS_12M), 0, 3 },
        { { .known = COST, .revenue_12m_minor = 1 }, UNKNOWN, F(COMPLAINT_ORDERS), 0, 3 },
        { { .known = COMPLAINTS, .complaint_orders = 3, .orders_12m = 10, .revenue_12m_minor = CUT_B },
          NOT,
          C(TIER),
          KOGGE_TIER_B,
          KOGGE_TIER_C },
        { { .known = COMPLAINTS,
            .complaint_orders = 3,
            .orders_12m = 10,
            .tier_override = KOGGE_TIER_D,
            .revenue_12m_minor = M },
          MATCHED,
          F(COMPLAINT_ORDERS),
          3,
          3 },
        { { .known = COMPLAINTS, .complaint_orders = 3, .orders_12m = 10, .first_order_at = GIVEN_DAY },
          NOT,
          C(TIER),
          KOGGE_TIER_NONE,
          KOGGE_TIER_C },
    };
    CHECK(COSTLY, cases);
    /* The lower bound of 3 of 10 is 1 077 bp, which is enough if that much is asked for. */
    static const struct flag_case at_the_bound[] = {
        { { .known = COMPLAINTS, .complaint_orders = 3, .orders_12m = 10 }, MATCHED, F(COMPLAINT_ORDERS), 3, 3 },
    };
    static const struct flag_case below_the_bound[] = {
        { { .known = COMPLAINTS | COST, .complaint_orders = 3, .orders_12m = 10 }, NOT, F(COMPLAINT_ORDERS), 3, 3 },
    };
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    policy.costly_rate_bp = 1077;
    CHECK_UNDER(COSTLY, &policy, at_the_bound);
    policy.costly_rate_bp = 1078;
    CHECK_UNDER(COSTLY, &policy, below_the_bound);
}

static void test_costly_effort(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = COST, .cost_to_serve_minor = 500, .contribution1_minor = 500 },
          MATCHED,
          F(COST_TO_SERVE),
          500,
          500 },
        { { .known = COST | COMPLAINTS, .cost_to_serve_minor = 499, .contribution1_minor = 500, .orders_12m = 9 },
          NOT,
          F(COMPLAINT_ORDERS),
          0,
          3 },
        { { .known = COST, .cost_to_serve_minor = 499, .contribution1_minor = 500 },
          UNKNOWN,
          F(COMPLAINT_ORDERS),
          0,
          3 },
        { { .known = COST, .cost_to_serve_minor = 1, .contribution1_minor = -M }, MATCHED, F(COST_TO_SERVE), 1, 1 },
        { { .known = K(COMPLAINT_ORDERS) | K(CONTRIBUTION1), .contribution1_minor = 7 },
          UNKNOWN,
          F(COST_TO_SERVE),
          0,
          7 },
        { { .known = K(COMPLAINT_ORDERS) }, UNKNOWN, F(COST_TO_SERVE), 0, 0 },
        { { .known = K(COMPLAINT_ORDERS) | K(COST_TO_SERVE), .cost_to_serve_minor = M },
          UNKNOWN,
          F(CONTRIBUTION1),
          0,
          0 },
    };
    CHECK(COSTLY, cases);
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    policy.costly_effort_bp = 3333; /* of 100: 33.33 */
    static const struct flag_case third[] = {
        { { .known = COST, .cost_to_serve_minor = 34, .contribution1_minor = 100 },
          MATCHED,
          F(COST_TO_SERVE),
          34,
          34 },
        { { .known = COST | K(COMPLAINT_ORDERS), .cost_to_serve_minor = 33, .contribution1_minor = 100 },
          NOT,
          F(COMPLAINT_ORDERS),
          0,
          3 },
    };
    CHECK_UNDER(COSTLY, &policy, third);
}

/* ---- to keep an eye on ----------------------------------------------------------------------------------------- */

static void test_declining(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .known = K(EVIDENCE), .evidence = -3 }, MATCHED, F(EVIDENCE), -3, -3 },
        { { .known = K(EVIDENCE), .evidence = -4, .revenue_12m_minor = M }, MATCHED, F(EVIDENCE), -4, -3 },
        { { .known = K(EVIDENCE), .evidence = 0 }, NOT, F(EVIDENCE), 0, -3 },
        { { .evidence = 0 }, UNKNOWN, F(EVIDENCE), 0, -3 },
    };
    CHECK(DECLINING, cases);
}

static void test_churn_risk(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .overdue = KOGGE_OVERDUE_SILENT }, MATCHED, F(OVERDUE), KOGGE_OVERDUE_SILENT, KOGGE_OVERDUE_OVERDUE },
        { { .overdue = KOGGE_OVERDUE_OVERDUE }, MATCHED, F(OVERDUE), KOGGE_OVERDUE_OVERDUE, KOGGE_OVERDUE_OVERDUE },
        { { .overdue = KOGGE_OVERDUE_LATE }, NOT, F(OVERDUE), KOGGE_OVERDUE_LATE, KOGGE_OVERDUE_OVERDUE },
        { { .overdue = 0 }, UNKNOWN, F(OVERDUE), 0, KOGGE_OVERDUE_OVERDUE },
    };
    CHECK(CHURN_RISK, cases);
}

static void test_large_share(void **state)
{
    (void)state;
    kogge_classification_basis basis = given_basis();
    static const struct flag_case unknown[] = {
        { { .revenue_12m_minor = M }, UNKNOWN, B(TOTAL), 0, 0 },
    };
    static const struct flag_case cases[] = {
        { { .revenue_12m_minor = 1001 }, MATCHED, F(REVENUE_12M), 1001, 1001 }, /* 10 % of 10 001 */
        { { .revenue_12m_minor = 1000 }, NOT, F(REVENUE_12M), 1000, 1001 },
        { { .revenue_12m_minor = -M }, NOT, F(REVENUE_12M), -M, 1001 },
    };
    static const struct flag_case largest[] = {
        { { .revenue_12m_minor = M }, NOT, F(REVENUE_12M), M, M + 1 },
    };
    CHECK(LARGE_SHARE, unknown);
    basis.known = KB(TOTAL);
    CHECK_WITH(LARGE_SHARE, &basis, unknown);
    basis.total_minor = 10001;
    CHECK_WITH(LARGE_SHARE, &basis, cases);
    basis.total_minor = INT64_MAX;
    CHECK_WITH(LARGE_SHARE, &basis, largest);
}

static void test_stale(void **state)
{
    (void)state;
    static const struct flag_case cases[] = {
        { { .classified_at = GIVEN_DAY - 366 }, MATCHED, F(CLASSIFIED_AT), GIVEN_DAY - 366, GIVEN_DAY - 365 },
        { { .classified_at = GIVEN_DAY - 365 }, NOT, F(CLASSIFIED_AT), GIVEN_DAY - 365, GIVEN_DAY - 365 },
        { { .classified_at = 0 }, UNKNOWN, F(CLASSIFIED_AT), 0, GIVEN_DAY - 365 },
    };
    CHECK(STALE, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden_champion),
        cmocka_unit_test(test_prospect),
        cmocka_unit_test(test_smart_account),
        cmocka_unit_test(test_large_firm_small_buyer),
        cmocka_unit_test(test_developable),
        cmocka_unit_test(test_hope_account),
        cmocka_unit_test(test_key_discount),
        cmocka_unit_test(test_overserved),
        cmocka_unit_test(test_overserved_without_portfolio),
        cmocka_unit_test(test_costly_complaints),
        cmocka_unit_test(test_costly_effort),
        cmocka_unit_test(test_declining),
        cmocka_unit_test(test_churn_risk),
        cmocka_unit_test(test_large_share),
        cmocka_unit_test(test_stale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
