/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The tier: every rule in every scheme, hysteresis, dwell time, override, cuts, and what is refused. */

#include "classified.h"

#include <string.h>

/* ---- memory that nobody takes: the linker sends every call of the library through these ----------------------- */

static int allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    allocations++;
    return __real_realloc(block, size);
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

#define M          KOGGE_MONEY_MAX
#define DEMAND     (KOGGE_CUSTOMER_DEMAND | KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP)
#define EVIDENCE   KOGGE_CUSTOMER_EVIDENCE
#define DB4        KOGGE_CUSTOMER_CONTRIBUTION4
#define MATCHED    KOGGE_OUTCOME_MATCHED
#define NOT        KOGGE_OUTCOME_NOT_MATCHED
#define UNKNOWN    KOGGE_OUTCOME_UNKNOWN
#define HELD       KOGGE_OUTCOME_HELD
#define F(name)    KOGGE_FIELD_CUSTOMER_##name
#define R(name)    KOGGE_REASON_##name
#define TIER(name) KOGGE_TIER_##name

/* What of the tier depends on the scheme: a customer below all cuts unless the row says otherwise. */
static const struct {
    kogge_customer customer;
    int32_t tier[5], reason[5]; /* by scheme: -, CLASSIC_ABC, ZUPANCIC, VERKAUFSPROFI, ABCD */
} cases[] = {
    { { .revenue_12m_minor = CUT_A },
      { 0, TIER(A), TIER(A), TIER(A), TIER(A) },
      { 0, R(REVENUE_A), R(REVENUE_A), R(REVENUE_A), R(REVENUE_A) } },
    { { .revenue_12m_minor = CUT_A - 1 },
      { 0, TIER(B), TIER(C), TIER(C), TIER(B) },
      { 0, R(REVENUE_B), R(WILLING_TO_PAY), R(NO_HIGHER_RULE), R(REVENUE_B) } },
    { { .revenue_12m_minor = CUT_B, .flags = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY },
      { 0, TIER(B), TIER(B), TIER(C), TIER(B) },
      { 0, R(REVENUE_B), R(REVENUE_B), R(NO_HIGHER_RULE), R(REVENUE_B) } },
    { { .revenue_12m_minor = CUT_B - 1, .flags = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY },
      { 0, TIER(C), TIER(C), TIER(C), TIER(C) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE) } },
    /* a hidden champion: demand at cut A, half of it and more bought elsewhere, half sure */
    { { .known = DEMAND, .revenue_12m_minor = 100000, .demand_minor = CUT_A, .demand_confidence_bp = 5000 },
      { 0, TIER(C), TIER(C), TIER(C), TIER(B) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(HIDDEN_CHAMPION) } },
    { { .known = EVIDENCE | DB4, .evidence = 3, .contribution4_minor = -1, .negative_streak = 7 },
      { 0, TIER(C), TIER(C), TIER(B), TIER(B) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(PROSPECT), R(PROSPECT) } },
    { { .known = EVIDENCE | DB4, .evidence = 2, .contribution4_minor = -1, .negative_streak = 1 },
      { 0, TIER(C), TIER(C), TIER(C), TIER(D) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NEGATIVE_CONTRIBUTION) } },
    { { .known = DB4, .contribution4_minor = -M, .negative_streak = 0 },
      { 0, TIER(C), TIER(C), TIER(C), TIER(C) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE) } },
    { { .known = DB4, .contribution4_minor = 0, .negative_streak = 9 },
      { 0, TIER(C), TIER(C), TIER(C), TIER(C) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE) } },
    { { .negative_streak = 9 },
      { 0, TIER(C), TIER(C), TIER(C), TIER(C) },
      { 0, R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE), R(NO_HIGHER_RULE) } },
};

static void test_schemes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int32_t scheme = KOGGE_SCHEME_CLASSIC_ABC; scheme <= KOGGE_SCHEME_ABCD; scheme++) {
            const kogge_policy policy = given_scheme(scheme);
            kogge_customer customer = cases[i].customer;
            customer.struct_size = sizeof customer;
            const struct classified found = classified(&policy, &customer, NULL);
            assert_int_equal(found.result.tier, cases[i].tier[scheme]);
            assert_int_equal(found.result.tier_reason, cases[i].reason[scheme]);
            assert_int_equal(found.result.rule_tier, found.result.tier);
            assert_int_equal(found.result.plain_tier, found.result.tier);
            assert_int_equal(found.result.scheme, scheme);
            assert_int_equal(found.result.semantics, kogge_semantics());
            assert_int_equal(found.result.held | found.result.overridden, 0);
        }
    }
}

/* A customer at which every rule of ABCD was looked at, and everything there is to say. */
static void test_all_reasons_in_order(void **state)
{
    (void)state;
    static const int32_t codes[] = { 601, 602, 603, 604, 606, 607, 608, 609, 610, 611, 612, 613, 616, 614,
                                     615, 630, 631, 632, 633, 634, 635, 636, 637, 638, 639, 640, 641, 642 };
    kogge_customer customer = given_buyer(100);
    customer.known = KOGGE_CUSTOMER_DEMAND;
    customer.demand_minor = 99;
    customer.tier = TIER(D);
    customer.tier_override = TIER(A);
    const struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.count, COUNT(codes));
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_int_equal(found.list[i].code, codes[i]);
    assert_says(&found, 603, NOT, F(REVENUE_12M), 100, CUT_A * 11 / 10);
    assert_says(&found, 604, NOT, F(REVENUE_12M), 100, CUT_B * 11 / 10);
    assert_says(&found, 606, NOT, F(DEMAND), 99, CUT_A);
    assert_says(&found, 607, UNKNOWN, F(EVIDENCE), 0, 3);
    assert_says(&found, 608, UNKNOWN, F(CONTRIBUTION4), 0, 0);
    assert_says(&found, 609, MATCHED, KOGGE_FIELD_CLASSIFICATION_RULE_TIER, TIER(C), 0);
    assert_says(&found, 610, NOT, F(TIER), TIER(D), TIER(C));
    assert_says(&found, 611, UNKNOWN, F(TIER_SINCE_AT), 0, GIVEN_DAY - 180);
    assert_says(&found, 612, MATCHED, F(TIER_OVERRIDE), TIER(A), TIER(C));
    assert_says(&found, 613, MATCHED, F(DEMAND), 99, 100);
}

static void test_decisive_reasons(void **state)
{
    (void)state;
    const kogge_customer customer = given_buyer(CUT_B);
    const kogge_classification_basis basis = given_basis();
    kogge_rulebook *book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_classification result = KOGGE_INIT(kogge_classification);
    kogge_reason list[4];
    kogge_reasons why = { .data = list, .capacity = COUNT(list), .level = KOGGE_LEVEL_DECISIVE };
    assert_int_equal(kogge_classify(book, &customer, &basis, &result, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 1);
    assert_int_equal(list[0].code, R(REVENUE_B));
    why.data = NULL;
    why.level = 0;
    assert_int_equal(kogge_classify(book, &customer, &basis, &result, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 2 + 2 + 3 + 13); /* 601, 602; 603, 604; 616, 614, 615; flags */
    kogge_rulebook_unref(book);
}

/* Each condition of the hidden champion, false and unknown, and which of them is named. */
static void test_hidden_champion(void **state)
{
    (void)state;
    static const struct {
        uint64_t known;
        int64_t revenue, demand;
        int32_t confidence, outcome, field;
        int64_t observed, threshold;
    } champions[] = {
        { DEMAND, 199999, CUT_A, 5000, MATCHED, F(DEMAND), CUT_A, CUT_A },
        { DEMAND, 0, M, 10000, MATCHED, F(DEMAND), M, CUT_A },
        { DEMAND, -M, M, 10000, MATCHED, F(DEMAND), M, CUT_A },
        { DEMAND, 100, CUT_A - 1, 5000, NOT, F(DEMAND), CUT_A - 1, CUT_A },
        { DEMAND, 100, CUT_A, 4999, NOT, F(DEMAND_CONFIDENCE_BP), 4999, 5000 },
        { KOGGE_CUSTOMER_DEMAND, 100, CUT_A, 0, UNKNOWN, F(DEMAND_CONFIDENCE_BP), 0, 5000 },
        { 0, 100, 0, 0, UNKNOWN, F(DEMAND), 0, CUT_A },
        { KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP, 100, 0, 5000, UNKNOWN, F(DEMAND), 0, CUT_A },
        { KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP, 100, 0, 4999, NOT, F(DEMAND_CONFIDENCE_BP), 4999, 5000 },
        { KOGGE_CUSTOMER_DEMAND, 100, CUT_A - 1, 0, NOT, F(DEMAND), CUT_A - 1, CUT_A },
    };
    for (size_t i = 0; i < COUNT(champions); i++) {
        kogge_customer customer = given_buyer(champions[i].revenue);
        customer.known = champions[i].known;
        customer.demand_minor = champions[i].demand;
        customer.demand_confidence_bp = champions[i].confidence;
        const struct classified found = classified(NULL, &customer, NULL);
        assert_says(&found, R(HIDDEN_CHAMPION), champions[i].outcome, champions[i].field, champions[i].observed,
                    champions[i].threshold);
        assert_int_equal(found.result.tier, champions[i].outcome == MATCHED ? TIER(B) : TIER(C));
    }
}

/* A share of wallet just above the limit is shown as the limit, and is above it all the same. */
static void test_share_of_wallet_is_compared_exactly(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    kogge_classification_basis basis = given_basis();
    basis.cut_a_minor = basis.cut_b_minor = 30000001;
    kogge_customer customer = given_buyer(15000001);
    customer.known = DEMAND;
    customer.demand_minor = 30000001;
    customer.demand_confidence_bp = 10000;
    struct classified found = classified(&policy, &customer, &basis);
    assert_int_equal(found.result.sow_bp, 5000);
    assert_says(&found, R(HIDDEN_CHAMPION), NOT, KOGGE_FIELD_CLASSIFICATION_SOW_BP, 5000, 5000);
    customer.revenue_12m_minor--;
    found = classified(&policy, &customer, &basis);
    assert_says(&found, R(HIDDEN_CHAMPION), MATCHED, F(DEMAND), 30000001, 30000001);
    customer.demand_minor = basis.cut_a_minor = basis.cut_b_minor = 30000000; /* one half */
    found = classified(&policy, &customer, &basis);
    assert_says(&found, R(HIDDEN_CHAMPION), MATCHED, F(DEMAND), 30000000, 30000000);
}

static void test_willing_to_pay(void **state)
{
    (void)state;
    const kogge_policy policy = given_scheme(KOGGE_SCHEME_ZUPANCIC);
    kogge_customer customer = given_buyer(CUT_B);
    struct classified found = classified(&policy, &customer, NULL);
    assert_says(&found, R(REVENUE_B), MATCHED, F(REVENUE_12M), CUT_B, CUT_B);
    assert_says(&found, R(WILLING_TO_PAY), UNKNOWN, F(FLAGS), 0, KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY);
    assert_null(reason_of(&found, R(NO_HIGHER_RULE)));
    customer.flags = KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY;
    found = classified(&policy, &customer, NULL);
    assert_says(&found, R(WILLING_TO_PAY), MATCHED, F(FLAGS), KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY,
                KOGGE_CUSTOMER_FLAG_WILLING_TO_PAY);
    customer.revenue_12m_minor--;
    found = classified(&policy, &customer, NULL);
    assert_null(reason_of(&found, R(WILLING_TO_PAY)));
}

/* ---- too new, inactive ----------------------------------------------------------------------------------------- */

static void test_too_new(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(M);
    customer.tier = TIER(B);
    customer.tier_since_at = GIVEN_DAY;
    customer.first_order_at = GIVEN_DAY - 179;
    struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(NONE));
    assert_int_equal(found.result.plain_tier, TIER(NONE));
    assert_int_equal(found.result.tier_reason, R(TOO_NEW));
    assert_int_equal(found.result.held, 0);
    assert_says(&found, 601, MATCHED, F(FIRST_ORDER_AT), GIVEN_DAY - 179, GIVEN_DAY - 180);
    assert_int_equal(found.list[1].code, R(DEMAND));
    customer.first_order_at--;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.plain_tier, TIER(A));
    assert_says(&found, 601, NOT, F(FIRST_ORDER_AT), GIVEN_DAY - 180, GIVEN_DAY - 180);
    customer.first_order_at = 0;
    found = classified(NULL, &customer, NULL);
    assert_says(&found, 601, UNKNOWN, F(FIRST_ORDER_AT), 0, GIVEN_DAY - 180);
}

static void test_inactive(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(M);
    customer.known = KOGGE_CUSTOMER_ORDERS_12M;
    customer.last_order_at = GIVEN_DAY; /* the number of orders is looked at first */
    struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(NONE));
    assert_int_equal(found.result.tier_reason, R(INACTIVE));
    assert_says(&found, 602, MATCHED, F(ORDERS_12M), 0, 0);
    assert_null(reason_of(&found, R(REVENUE_A)));
    customer.orders_12m = 1;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(A));
    assert_says(&found, 602, NOT, F(ORDERS_12M), 1, 0);
    customer.known = 0;
    customer.orders_12m = 0;
    customer.last_order_at = GIVEN_DAY - 365;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(NONE));
    assert_says(&found, 602, MATCHED, F(LAST_ORDER_AT), GIVEN_DAY - 365, GIVEN_DAY - 365);
    customer.last_order_at++;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(A));
    assert_says(&found, 602, NOT, F(LAST_ORDER_AT), GIVEN_DAY - 364, GIVEN_DAY - 365);
    customer.last_order_at = 0;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(A));
    assert_says(&found, 602, UNKNOWN, F(LAST_ORDER_AT), 0, GIVEN_DAY - 365);
}

/* ---- hysteresis: 10 % both ways -------------------------------------------------------------------------------- */

static const struct {
    int32_t old;
    int64_t revenue;
    int32_t tier, plain, held;
} near_cuts[] = {
    { TIER(NONE), 1000000, TIER(A), TIER(A), 0 }, /* the oracle of F3 */
    { TIER(NONE), 999999, TIER(B), TIER(B), 0 },  { TIER(A), 900000, TIER(A), TIER(B), 1 },
    { TIER(A), 899999, TIER(B), TIER(B), 0 },     { TIER(B), 1099999, TIER(B), TIER(A), 1 },
    { TIER(B), 1100000, TIER(A), TIER(A), 0 },    { TIER(C), 1099999, TIER(B), TIER(A), 0 },
    { TIER(C), 1100000, TIER(A), TIER(A), 0 },    { TIER(B), 180000, TIER(B), TIER(C), 1 },
    { TIER(B), 179999, TIER(C), TIER(C), 0 },     { TIER(A), 180000, TIER(B), TIER(C), 0 },
    { TIER(A), 179999, TIER(C), TIER(C), 0 },     { TIER(C), 219999, TIER(C), TIER(B), 1 },
    { TIER(C), 220000, TIER(B), TIER(B), 0 },     { TIER(D), 219999, TIER(C), TIER(B), 0 },
    { TIER(D), 220000, TIER(B), TIER(B), 0 },
};

static void test_hysteresis(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(near_cuts); i++) {
        kogge_customer customer = given_buyer(near_cuts[i].revenue);
        customer.tier = near_cuts[i].old;
        const struct classified found = classified(NULL, &customer, NULL);
        assert_int_equal(found.result.rule_tier, near_cuts[i].tier);
        assert_int_equal(found.result.plain_tier, near_cuts[i].plain);
        assert_int_equal(found.result.held, near_cuts[i].held);
        if (near_cuts[i].old)
            assert_says(&found, 610, near_cuts[i].tier == near_cuts[i].plain ? NOT : HELD, F(TIER), near_cuts[i].old,
                        near_cuts[i].plain);
        else
            assert_null(reason_of(&found, 610));
    }
}

/* A cut that does not divide: 9 999.99 * 1.0001 = 10 000.99..., so 10 001.00 reaches it and 10 000.99 does not. */
static void test_moved_cuts_are_exact(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    kogge_classification_basis basis = given_basis();
    policy.hysteresis_up_bp = policy.hysteresis_down_bp = 1;
    basis.cut_a_minor = 999999;
    kogge_customer customer = given_buyer(1000098);
    customer.tier = TIER(B);
    struct classified found = classified(&policy, &customer, &basis);
    assert_says(&found, 603, NOT, F(REVENUE_12M), 1000098, 1000099);
    customer.revenue_12m_minor = 1000099;
    found = classified(&policy, &customer, &basis);
    assert_says(&found, 603, MATCHED, F(REVENUE_12M), 1000099, 1000099);
    customer.tier = TIER(A); /* 999999 * 0.9999 = 999899.0001 */
    customer.revenue_12m_minor = 999899;
    found = classified(&policy, &customer, &basis);
    assert_says(&found, 603, NOT, F(REVENUE_12M), 999899, 999900);
}

/* Nobody reaches the cut "none", whatever the hysteresis; a cut moved beyond all amounts is shown as none. */
static void test_cut_none(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    kogge_classification_basis basis = given_basis();
    policy.hysteresis_down_bp = policy.hysteresis_up_bp = 10000;
    basis.cut_a_minor = M + 1;
    basis.cut_b_minor = M;
    kogge_customer customer = given_buyer(M);
    customer.tier = TIER(A);
    struct classified found = classified(&policy, &customer, &basis);
    assert_says(&found, 603, NOT, F(REVENUE_12M), M, M + 1);
    assert_says(&found, 604, MATCHED, F(REVENUE_12M), M, 0);
    assert_int_equal(found.result.tier, TIER(B));
    customer.tier = TIER(C);
    found = classified(&policy, &customer, &basis);
    assert_says(&found, 604, NOT, F(REVENUE_12M), M, M + 1);
    customer.revenue_12m_minor = -M;
    customer.tier = TIER(B);
    found = classified(&policy, &customer, &basis);
    assert_says(&found, 604, NOT, F(REVENUE_12M), -M, 0);
}

/* ---- dwell time: 180 days -------------------------------------------------------------------------------------- */

static void test_dwell(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(0);
    customer.tier = TIER(A);
    customer.tier_since_at = GIVEN_DAY - 179;
    struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.rule_tier, TIER(A));
    assert_int_equal(found.result.plain_tier, TIER(C));
    assert_int_equal(found.result.tier_reason, R(DWELL));
    assert_int_equal(found.result.held, 1);
    assert_says(&found, 610, NOT, F(TIER), TIER(A), TIER(C));
    assert_says(&found, 611, HELD, F(TIER_SINCE_AT), GIVEN_DAY - 179, GIVEN_DAY - 180);
    customer.tier_since_at--;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.rule_tier, TIER(C));
    assert_int_equal(found.result.held, 0);
    assert_says(&found, 611, NOT, F(TIER_SINCE_AT), GIVEN_DAY - 180, GIVEN_DAY - 180);
    customer.tier_since_at = 0;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.rule_tier, TIER(C));
    assert_says(&found, 611, UNKNOWN, F(TIER_SINCE_AT), 0, GIVEN_DAY - 180);
    customer.revenue_12m_minor = CUT_A;
    found = classified(NULL, &customer, NULL);
    assert_null(reason_of(&found, 611));
}

/* The days are those of the policy, and not those of the tenure. */
static void test_dwell_of_the_policy(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    policy.dwell_days = 1;
    kogge_customer customer = given_buyer(0);
    customer.tier = TIER(A);
    customer.tier_since_at = GIVEN_DAY;
    struct classified found = classified(&policy, &customer, NULL);
    assert_says(&found, 611, HELD, F(TIER_SINCE_AT), GIVEN_DAY, GIVEN_DAY - 1);
    policy.dwell_days = 0;
    found = classified(&policy, &customer, NULL);
    assert_says(&found, 611, NOT, F(TIER_SINCE_AT), GIVEN_DAY, GIVEN_DAY);
}

/* C and D wait like all others. */
static void test_dwell_before_d(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(0);
    customer.known = DB4;
    customer.contribution4_minor = -1;
    customer.negative_streak = 1;
    customer.tier = TIER(C);
    customer.tier_since_at = GIVEN_DAY;
    const struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.rule_tier, TIER(C));
    assert_int_equal(found.result.plain_tier, TIER(D));
    assert_int_equal(found.result.negative_streak, 2);
    assert_says(&found, 608, MATCHED, F(NEGATIVE_STREAK), 2, 2);
    assert_null(reason_of(&found, 609));
}

static void test_dates_at_the_edges(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    kogge_classification_basis basis = given_basis();
    policy.tenure_days = policy.dwell_days = policy.stale_days = INT32_MAX;
    basis.today_at = -INT32_MAX;
    kogge_customer customer = given_buyer(0);
    customer.tier = TIER(A);
    customer.first_order_at = customer.tier_since_at = customer.classified_at = INT32_MAX;
    struct classified found = classified(&policy, &customer, &basis);
    assert_says(&found, 601, MATCHED, F(FIRST_ORDER_AT), INT32_MAX, -2 * (int64_t)INT32_MAX);
    assert_says(&found, 640, NOT, F(CLASSIFIED_AT), INT32_MAX, -2 * (int64_t)INT32_MAX);
    basis.today_at = INT32_MAX;
    customer.first_order_at = customer.tier_since_at = customer.classified_at = -INT32_MAX;
    found = classified(&policy, &customer, &basis);
    assert_says(&found, 601, NOT, F(FIRST_ORDER_AT), -INT32_MAX, 0);
    assert_says(&found, 611, NOT, F(TIER_SINCE_AT), -INT32_MAX, 0);
    assert_says(&found, 640, MATCHED, F(CLASSIFIED_AT), -INT32_MAX, 0);
}

/* ---- streak, override ------------------------------------------------------------------------------------------ */

static void test_streak(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(M);
    customer.known = DB4;
    customer.contribution4_minor = -1;
    customer.negative_streak = 4;
    customer.first_order_at = GIVEN_DAY; /* also of customers too new */
    assert_int_equal(classified(NULL, &customer, NULL).result.negative_streak, 5);
    customer.negative_streak = INT32_MAX;
    assert_int_equal(classified(NULL, &customer, NULL).result.negative_streak, INT32_MAX);
    customer.contribution4_minor = 0;
    assert_int_equal(classified(NULL, &customer, NULL).result.negative_streak, 0);
    customer.known = 0;
    assert_int_equal(classified(NULL, &customer, NULL).result.negative_streak, 0);
}

static void test_override(void **state)
{
    (void)state;
    kogge_customer customer = given_buyer(0);
    customer.tier = TIER(B);
    customer.tier_override = TIER(D);
    customer.override_reason = 5;
    customer.override_until_at = GIVEN_DAY + 1;
    struct classified found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(D));
    assert_int_equal(found.result.rule_tier, TIER(C));
    assert_int_equal(found.result.overridden, 1);
    assert_int_equal(found.result.tier_reason, R(OVERRIDE));
    assert_says(&found, 612, MATCHED, F(TIER_OVERRIDE), TIER(D), TIER(C));
    customer.override_until_at = GIVEN_DAY;
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(C));
    assert_int_equal(found.result.overridden, 0);
    assert_says(&found, 612, NOT, F(OVERRIDE_UNTIL_AT), GIVEN_DAY, GIVEN_DAY);
    customer.override_until_at = 0;
    customer.first_order_at = GIVEN_DAY; /* a person may know better about new customers, too */
    found = classified(NULL, &customer, NULL);
    assert_int_equal(found.result.tier, TIER(D));
    assert_int_equal(found.result.rule_tier, TIER(NONE));
    customer.tier_override = 0;
    customer.override_reason = 0;
    found = classified(NULL, &customer, NULL);
    assert_null(reason_of(&found, 612));
}

/* ---- cuts ------------------------------------------------------------------------------------------------------ */

static void test_cuts_of_the_policy(void **state)
{
    (void)state;
    kogge_policy policy = given_scheme(KOGGE_SCHEME_ABCD);
    kogge_classification_basis basis = given_basis();
    policy.cut_a_minor = 700;
    policy.cut_b_minor = 600;
    kogge_customer customer = given_buyer(700);
    assert_int_equal(classified(&policy, &customer, &basis).result.tier, TIER(C));
    basis.cut_a_minor = basis.cut_b_minor = 0;
    assert_int_equal(classified(&policy, &customer, &basis).result.tier, TIER(A));
    customer.revenue_12m_minor = 600;
    assert_int_equal(classified(&policy, &customer, &basis).result.tier, TIER(B));
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static void assert_refuses(const kogge_customer *customer, const kogge_classification_basis *basis,
                           kogge_status status, int32_t field)
{
    kogge_rulebook *book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_classification result, before;
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = { .count = 77 };
    assert_int_equal(kogge_classify(book, customer, basis, &result, &why, &error), status);
    assert_int_equal(error.status, status);
    assert_int_equal(error.field, field);
    assert_true(strlen(error.text) > 10);
    assert_memory_equal(&result, &before, sizeof result);
    assert_int_equal(why.count, 0);
    assert_int_equal(kogge_classify(book, customer, basis, &result, NULL, NULL), status);
    kogge_rulebook_unref(book);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        int64_t cut_a, cut_b;
        int32_t field;
    } cuts[] = {
        { 0, 0, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_A },
        { 5, 0, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_B },
        { 0, 5, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_B },
        { 5, 6, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_B },
    };
    kogge_customer customer = given_buyer(1);
    kogge_classification_basis basis = given_basis();
    for (size_t i = 0; i < COUNT(cuts); i++) {
        basis.cut_a_minor = cuts[i].cut_a;
        basis.cut_b_minor = cuts[i].cut_b;
        assert_refuses(&customer, &basis, KOGGE_E_INVALID, cuts[i].field);
    }
    basis = given_basis();
    basis.cut_a_minor = M + 2;
    assert_refuses(&customer, &basis, KOGGE_E_RANGE, KOGGE_FIELD_CLASSIFICATION_BASIS_CUT_A);
    basis = given_basis();
    basis.today_at = 0;
    assert_refuses(&customer, &basis, KOGGE_E_INVALID, KOGGE_FIELD_CLASSIFICATION_BASIS_TODAY_AT);
    basis = given_basis();
    customer.override_reason = 1;
    assert_refuses(&customer, &basis, KOGGE_E_INVALID, F(OVERRIDE_REASON));
    customer = given_buyer(1);
    customer.known = KOGGE_CUSTOMER_COMPLAINT_ORDERS | KOGGE_CUSTOMER_ORDERS_12M;
    customer.complaint_orders = 1;
    assert_refuses(&customer, &basis, KOGGE_E_INVALID, F(COMPLAINT_ORDERS));
    customer.known = KOGGE_CUSTOMER_COMPLAINT_ORDERS;
    (void)classified(NULL, &customer, &basis);
    customer = given_buyer(M + 1);
    assert_refuses(&customer, &basis, KOGGE_E_RANGE, F(REVENUE_12M));
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static void test_takes_no_memory(void **state)
{
    (void)state;
    const kogge_customer customer = given_buyer(CUT_B);
    const kogge_classification_basis basis = given_basis();
    kogge_rulebook *book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_classification result = KOGGE_INIT(kogge_classification);
    kogge_reason list[MOST_REASONS];
    kogge_reasons why = { .data = list, .capacity = COUNT(list) };
    const int before = allocations;
    assert_true(before > 0); /* the rulebook: the linker does count */
    const kogge_status status = kogge_classify(book, &customer, &basis, &result, &why, NULL);
    assert_int_equal(allocations, before);
    assert_int_equal(status, KOGGE_OK);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schemes),
        cmocka_unit_test(test_all_reasons_in_order),
        cmocka_unit_test(test_decisive_reasons),
        cmocka_unit_test(test_hidden_champion),
        cmocka_unit_test(test_share_of_wallet_is_compared_exactly),
        cmocka_unit_test(test_willing_to_pay),
        cmocka_unit_test(test_too_new),
        cmocka_unit_test(test_inactive),
        cmocka_unit_test(test_hysteresis),
        cmocka_unit_test(test_moved_cuts_are_exact),
        cmocka_unit_test(test_cut_none),
        cmocka_unit_test(test_dwell),
        cmocka_unit_test(test_dwell_of_the_policy),
        cmocka_unit_test(test_dwell_before_d),
        cmocka_unit_test(test_dates_at_the_edges),
        cmocka_unit_test(test_streak),
        cmocka_unit_test(test_override),
        cmocka_unit_test(test_cuts_of_the_policy),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_takes_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
