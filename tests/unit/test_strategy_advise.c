/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Retreat or forward: the figures of a company, the rule, the scores, and both strategies side by side. */

#include "said.h"

#include "random.h"

#include <string.h>

#define M       KOGGE_MONEY_MAX
#define K(name) KOGGE_COMPANY_##name

enum { FACTORS = 10, ALL_FIGURES = 127 };

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

/* ---- advice ---------------------------------------------------------------------------------------------------- */

/* Only these figures are known. */
static kogge_company given_company(int32_t revenue_share, int32_t resource_share, int32_t growth, int32_t ambition)
{
    return (kogge_company){ .struct_size = sizeof(kogge_company),
                            .known = K(REVENUE_SHARE_BP) | K(RESOURCE_SHARE_BP) | K(MARKET_GROWTH_BP) | K(AMBITION),
                            .revenue_share_bp = revenue_share,
                            .resource_share_bp = resource_share,
                            .market_growth_bp = growth,
                            .ambition = ambition };
}

/* Takes figures away. */
static kogge_company without(kogge_company company, uint64_t bits)
{
    company.known &= ~bits;
    company.revenue_share_bp *= !(bits & K(REVENUE_SHARE_BP));
    company.resource_share_bp *= !(bits & K(RESOURCE_SHARE_BP));
    company.market_growth_bp *= !(bits & K(MARKET_GROWTH_BP));
    company.ambition *= !(bits & K(AMBITION));
    company.free_capacity *= !(bits & K(FREE_CAPACITY));
    company.hidden_share_bp *= !(bits & K(HIDDEN_SHARE_BP));
    company.automation_degree *= !(bits & K(AUTOMATION_DEGREE));
    return company;
}

struct advised {
    kogge_advice result;
    kogge_advice_factor factors[FACTORS];
    struct said said;
};

static void advise(const kogge_company *company, struct advised *found)
{
    *found = (struct advised){ .result = KOGGE_INIT(kogge_advice) };
    kogge_out_rows factors = { found->factors, FACTORS, 77, sizeof found->factors[0] };
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_company_advise(book, company, &found->result, &factors, listen(&found->said), &error))
        fail_msg("%s", error.text);
    assert_int_equal(factors.count, FACTORS);
}

static int32_t advice_for(kogge_company company)
{
    struct advised found;
    advise(&company, &found);
    return found.result.advice;
}

/* R096. 16 667 / 20 000 is worth 8 333.5 points. */
static void test_worked(void **state)
{
    (void)state;
    struct advised found;
    const kogge_company company = given_company(1500, 4000, 100, 8000);
    advise(&company, &found);
    assert_int_equal(found.result.imbalance_bp, 26667);
    assert_int_equal(found.result.advice, KOGGE_STRATEGY_RETREAT);
    assert_int_equal(found.result.high_cost, KOGGE_TRI_YES);
    assert_int_equal(found.result.growing, KOGGE_TRI_NO);
    assert_int_equal(found.result.known,
                     KOGGE_ADVICE_IMBALANCE_BP | KOGGE_ADVICE_RETREAT_SCORE | KOGGE_ADVICE_FORWARD_SCORE);
    assert_int_equal(found.result.retreat_score, 7459); /* (50 * 8 334 + 20 * 8 000 + 10 * 2 000) / 80 */
    assert_int_equal(found.result.forward_score, 4727); /* (30 * 2 000 + 25 * 8 000) / 55 */
    assert_int_equal(found.factors[0].utility, 8334);
    assert_int_equal(found.factors[0].contribution, 5209);
    assert_int_equal(found.factors[3].outcome, KOGGE_OUTCOME_UNKNOWN);
    assert_says_next(&found.said, KOGGE_REASON_HIGH_COST, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_ADVICE_IMBALANCE_BP,
                     26667, 15000);
    assert_says_next(&found.said, KOGGE_REASON_GROWING, KOGGE_OUTCOME_NOT_MATCHED,
                     KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP, 100, 300);
    assert_says_next(&found.said, KOGGE_REASON_SCORE_CONTRADICTS, KOGGE_OUTCOME_NOT_MATCHED,
                     KOGGE_FIELD_ADVICE_FORWARD_SCORE, 4727, 7459);
    assert_said_all(&found.said);
}

/* At the limits and one below: 15 000, 300, 5 000. */
static void test_four_cells(void **state)
{
    (void)state;
    assert_int_equal(advice_for(given_company(2000, 3000, 299, 5000)), KOGGE_STRATEGY_RETREAT);
    assert_int_equal(advice_for(given_company(2000, 3000, 300, 4999)), KOGGE_STRATEGY_RETREAT);
    assert_int_equal(advice_for(given_company(2000, 2999, 300, 5000)), KOGGE_STRATEGY_FORWARD);
    assert_int_equal(advice_for(given_company(2000, 3000, 300, 5000)), KOGGE_STRATEGY_MIXED);
    assert_int_equal(advice_for(given_company(2000, 2999, 299, 5000)), KOGGE_STRATEGY_HOLD);
    assert_int_equal(advice_for(given_company(10000, 10000, -10000, 0)), KOGGE_STRATEGY_HOLD);
    assert_int_equal(advice_for(given_company(1, 10000, INT32_MAX, 10000)), KOGGE_STRATEGY_MIXED);
}

/* The figure that is missing is named; a false condition needs no other. */
static void test_undecided(void **state)
{
    (void)state;
    const kogge_company grows = given_company(2000, 3000, 300, 5000), shrinks = given_company(2000, 3000, 0, 5000);
    const kogge_company lazy = given_company(2000, 3000, 300, 0);
    static const struct {
        uint64_t missing;
        int32_t code, field;
        int64_t threshold;
    } cases[] = {
        { K(REVENUE_SHARE_BP), KOGGE_REASON_HIGH_COST, KOGGE_FIELD_COMPANY_REVENUE_SHARE_BP, 15000 },
        { K(RESOURCE_SHARE_BP), KOGGE_REASON_HIGH_COST, KOGGE_FIELD_COMPANY_RESOURCE_SHARE_BP, 15000 },
        { K(REVENUE_SHARE_BP) | K(RESOURCE_SHARE_BP), KOGGE_REASON_HIGH_COST, KOGGE_FIELD_COMPANY_REVENUE_SHARE_BP,
          15000 },
        { K(MARKET_GROWTH_BP), KOGGE_REASON_GROWING, KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP, 300 },
        { K(AMBITION), KOGGE_REASON_GROWING, KOGGE_FIELD_COMPANY_AMBITION, 5000 },
        { K(MARKET_GROWTH_BP) | K(AMBITION), KOGGE_REASON_GROWING, KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP, 300 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct advised found;
        const kogge_company company = without(grows, cases[i].missing);
        advise(&company, &found);
        assert_int_equal(found.result.advice, KOGGE_STRATEGY_UNDECIDED);
        assert_int_equal(found.said.why.count, 2);
        found.said.looked_at = cases[i].code == KOGGE_REASON_GROWING;
        assert_says_next(&found.said, cases[i].code, KOGGE_OUTCOME_UNKNOWN, cases[i].field, 0, cases[i].threshold);
    }
    assert_int_equal(advice_for(without(shrinks, K(AMBITION))), KOGGE_STRATEGY_RETREAT);
    assert_int_equal(advice_for(without(lazy, K(MARKET_GROWTH_BP))), KOGGE_STRATEGY_RETREAT);
    assert_int_equal(advice_for(without(shrinks, K(MARKET_GROWTH_BP))), KOGGE_STRATEGY_UNDECIDED);
}

static void test_no_revenue(void **state)
{
    (void)state;
    struct advised found;
    kogge_company company = given_company(0, 1, 0, 0);
    advise(&company, &found);
    assert_int_equal(found.result.advice, KOGGE_STRATEGY_RETREAT);
    assert_false(found.result.known & KOGGE_ADVICE_IMBALANCE_BP);
    assert_int_equal(found.factors[0].outcome, KOGGE_OUTCOME_UNKNOWN);
    assert_says_next(&found.said, KOGGE_REASON_REVENUE_SHARE_ZERO, KOGGE_OUTCOME_MATCHED,
                     KOGGE_FIELD_COMPANY_REVENUE_SHARE_BP, 0, 0);
    assert_says_next(&found.said, KOGGE_REASON_HIGH_COST, KOGGE_OUTCOME_MATCHED,
                     KOGGE_FIELD_COMPANY_RESOURCE_SHARE_BP, 1, 0);
    assert_int_equal(advice_for(given_company(0, 0, 0, 0)), KOGGE_STRATEGY_HOLD);
    company = without(company, K(RESOURCE_SHARE_BP));
    advise(&company, &found);
    assert_int_equal(found.result.advice, KOGGE_STRATEGY_UNDECIDED);
    assert_says_next(&found.said, KOGGE_REASON_HIGH_COST, KOGGE_OUTCOME_UNKNOWN,
                     KOGGE_FIELD_COMPANY_RESOURCE_SHARE_BP, 0, 0);
}

static void test_scores_contradict(void **state)
{
    (void)state;
    struct advised found;
    kogge_company company = given_company(2000, 3000, 500, 4999); /* not quite ambitious enough */
    advise(&company, &found);
    assert_int_equal(found.result.advice, KOGGE_STRATEGY_RETREAT);
    found.said.looked_at = 2;
    assert_says_next(&found.said, KOGGE_REASON_SCORE_CONTRADICTS, KOGGE_OUTCOME_MATCHED,
                     KOGGE_FIELD_ADVICE_FORWARD_SCORE, 7727, 2188);
    company = given_company(2000, 2999, 300, 5000); /* nothing free, nobody hidden, nothing automated */
    company.known = ALL_FIGURES;
    advise(&company, &found);
    assert_int_equal(found.result.advice, KOGGE_STRATEGY_FORWARD);
    found.said.looked_at = 2;
    assert_says_next(&found.said, KOGGE_REASON_SCORE_CONTRADICTS, KOGGE_OUTCOME_MATCHED,
                     KOGGE_FIELD_ADVICE_RETREAT_SCORE, 4549, 3050);
}

/* Anchors at the ends of what there is, and either way round. Equal scores contradict nothing. */
static void test_extreme_anchors(void **state)
{
    (void)state;
    const kogge_strategy_weight weights[] = {
        { .low = -M, .high = M, .score = KOGGE_STRATEGY_RETREAT, .factor = KOGGE_FACTOR_AMBITION, .weight = 10000 },
        { .low = M, .high = -M, .score = KOGGE_STRATEGY_FORWARD, .factor = KOGGE_FACTOR_AMBITION, .weight = 1 },
        { .low = 0, .high = 1, .score = KOGGE_STRATEGY_FORWARD, .factor = KOGGE_FACTOR_AUTOMATION, .weight = 0 },
    };
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = &policy,
                                       .strategy_weights = { weights, COUNT(weights), sizeof weights[0] } };
    kogge_rulebook *other = given_book_of(&spec);
    const kogge_company company = given_company(2000, 3000, 0, 10000);
    kogge_advice result = KOGGE_INIT(kogge_advice);
    struct said said;
    assert_int_equal(kogge_company_advise(other, &company, &result, NULL, listen(&said), NULL), KOGGE_OK);
    assert_int_equal(result.advice, KOGGE_STRATEGY_RETREAT);
    assert_int_equal(result.retreat_score, 5000);
    assert_int_equal(result.forward_score, 5000);
    said.looked_at = 2;
    assert_says_next(&said, KOGGE_REASON_SCORE_CONTRADICTS, KOGGE_OUTCOME_NOT_MATCHED,
                     KOGGE_FIELD_ADVICE_FORWARD_SCORE, 5000, 5000);
    kogge_rulebook_unref(other);
}

/* Advice changes to UNDECIDED or stays when a figure is taken away, never to the opposite. */
static void test_unknown_decides_nothing(void **state)
{
    (void)state;
    uint64_t seed = 3;
    int undecided = 0;
    for (int round = 0; round < 4000; round++) {
        kogge_company company =
            given_company((int32_t)random_between(&seed, 0, 3) * 1000, (int32_t)random_between(&seed, 0, 5) * 900,
                          (int32_t)random_between(&seed, 298, 302), (int32_t)random_between(&seed, 4998, 5002));
        const uint64_t bit = UINT64_C(1) << random_between(&seed, 0, 6);
        company.known = ALL_FIGURES;
        const int32_t before = advice_for(company), after = advice_for(without(company, bit));
        assert_true(after == before || after == KOGGE_STRATEGY_UNDECIDED);
        undecided += after == KOGGE_STRATEGY_UNDECIDED;
    }
    assert_in_range(undecided, 500, 3500);
}

static void test_refused(void **state)
{
    (void)state;
    kogge_company company = given_company(1, 1, 1, 1);
    kogge_advice result, before;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_advice_factor factor;
    kogge_out_rows factors = { &factor, 1, 77, sizeof factor };
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    assert_int_equal(kogge_company_advise(NULL, &company, &result, NULL, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_company_advise(book, NULL, &result, NULL, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_company_advise(book, &company, NULL, NULL, NULL, &error), KOGGE_E_INVALID);
    company.ambition = 10001;
    assert_int_equal(kogge_company_advise(book, &company, &result, &factors, NULL, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_COMPANY_AMBITION);
    assert_int_equal(factors.count, 0);
    company = given_company(1, 1, 1, 1);
    company.known = 0;
    assert_int_equal(kogge_company_advise(book, &company, &result, NULL, NULL, &error), KOGGE_E_NOT_KNOWN);
    assert_int_equal(error.field, KOGGE_FIELD_COMPANY_REVENUE_SHARE_BP);
    company = given_company(1, 1, 1, 1);
    factors.row_size = sizeof factor - 8;
    assert_int_equal(kogge_company_advise(book, &company, &result, &factors, NULL, &error), KOGGE_E_STRUCT_SIZE);
    assert_memory_equal(&result, &before, sizeof result);
    result.struct_size = 8;
    assert_int_equal(kogge_company_advise(book, &company, &result, NULL, NULL, &error), KOGGE_E_STRUCT_SIZE);
    company.struct_size -= 8;
    result.struct_size = sizeof result;
    assert_int_equal(kogge_company_advise(book, &company, &result, NULL, NULL, &error), KOGGE_E_STRUCT_SIZE);
}

static void test_sizes(void **state)
{
    (void)state;
    struct {
        kogge_company company;
        uint64_t more;
    } asked = { .company = given_company(1500, 4000, 0, 0) };
    struct {
        kogge_advice result;
        uint64_t more;
    } newer;
    asked.company.struct_size = sizeof asked;
    memset(&newer, 0x5a, sizeof newer);
    newer.result.struct_size = sizeof newer;
    assert_int_equal(kogge_company_advise(book, &asked.company, &newer.result, NULL, NULL, NULL), KOGGE_OK);
    assert_int_equal(newer.result.filled_size, sizeof newer.result);
    assert_int_equal(newer.result.imbalance_bp, 26667);
    assert_int_equal(newer.more, 0);
    asked.more = UINT64_C(1) << 63;
    assert_int_equal(kogge_company_advise(book, &asked.company, &newer.result, NULL, NULL, NULL),
                     KOGGE_E_UNSUPPORTED);
}

/* ---- figures of the company ------------------------------------------------------------------------------------ */

struct row {
    int64_t revenue, cost, demand; /* cost, demand -1: unknown */
    int32_t is_small;
    uint64_t class_flags;
};

enum { MOST_ROWS = 8 };

/* The four columns that are asked for, and known. */
static kogge_status measure(const struct row *rows, size_t count, kogge_company *company, kogge_reasons *why,
                            kogge_error *error)
{
    kogge_customer customers[MOST_ROWS] = { 0 };
    for (size_t i = 0; i < count; i++) {
        customers[i].revenue_12m_minor = rows[i].revenue;
        customers[i].known = (rows[i].cost >= 0 ? KOGGE_CUSTOMER_COST_TO_SERVE : 0) |
                             (rows[i].demand >= 0 ? KOGGE_CUSTOMER_DEMAND : 0);
        customers[i].cost_to_serve_minor = rows[i].cost >= 0 ? rows[i].cost : 0;
        customers[i].demand_minor = rows[i].demand >= 0 ? rows[i].demand : 0;
    }
    const ptrdiff_t stride = sizeof customers[0];
    const kogge_column columns[] = {
        { .field = KOGGE_FIELD_CUSTOMER_KNOWN,
          .type = KOGGE_TYPE_UINT64,
          .data = &customers->known,
          .stride = stride },
        { .field = KOGGE_FIELD_CUSTOMER_REVENUE_12M,
          .type = KOGGE_TYPE_INT64,
          .data = &customers->revenue_12m_minor,
          .stride = stride },
        { .field = KOGGE_FIELD_CUSTOMER_COST_TO_SERVE,
          .type = KOGGE_TYPE_INT64,
          .data = &customers->cost_to_serve_minor,
          .stride = stride },
        { .field = KOGGE_FIELD_CUSTOMER_DEMAND,
          .type = KOGGE_TYPE_INT64,
          .data = &customers->demand_minor,
          .stride = stride },
        { .field = KOGGE_FIELD_CLASSIFICATION_IS_SMALL,
          .type = KOGGE_TYPE_INT32,
          .data = &rows->is_small,
          .stride = sizeof *rows },
        { .field = KOGGE_FIELD_CLASSIFICATION_CLASS_FLAGS,
          .type = KOGGE_TYPE_UINT64,
          .data = &rows->class_flags,
          .stride = sizeof *rows },
    };
    const kogge_table table = { columns, COUNT(columns), count };
    return kogge_company_measure(&table, company, why, error);
}

#define CHAMPION (UINT64_C(1) << KOGGE_FLAG_HIDDEN_CHAMPION)
#define MEASURED (K(REVENUE_SHARE_BP) | K(RESOURCE_SHARE_BP) | K(HIDDEN_SHARE_BP))

/* 15 % of the revenue, 40 % of the service; and what comes out can be passed on. */
static void test_measure(void **state)
{
    (void)state;
    static const struct row rows[] = { { 1000, 300, 5, 1, 0 },
                                       { 500, 100, 9, 1, CHAMPION },
                                       { 8500, 600, 9, 0, CHAMPION },
                                       { -70, 0, -1, 1, CHAMPION },
                                       { 0, 0, 3, 1, 0 } };
    kogge_company company;
    struct said said;
    memset(&company, 0x5a, sizeof company);
    company.struct_size = sizeof company;
    assert_int_equal(measure(rows, COUNT(rows), &company, listen(&said), NULL), KOGGE_OK);
    assert_int_equal(company.known, MEASURED);
    assert_int_equal(company.revenue_share_bp, 1500);
    assert_int_equal(company.resource_share_bp, 4000);
    assert_int_equal(company.hidden_share_bp, 3333); /* one of three with a known demand */
    assert_int_equal(company.market_growth_bp, 0);
    assert_int_equal(said.why.count, 0);
    struct advised found;
    advise(&company, &found);
    assert_int_equal(found.result.imbalance_bp, 26667);
}

static void test_measure_nothing(void **state)
{
    (void)state;
    static const struct row unknown[] = { { 0, -1, -1, 1, 0 }, { -5, 7, 5, 0, 0 } };
    kogge_company company = KOGGE_INIT(kogge_company);
    struct said said;
    assert_int_equal(measure(unknown, 0, &company, listen(&said), NULL), KOGGE_OK);
    assert_int_equal(company.known, 0);
    assert_says_next(&said, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_REVENUE_12M, 0, 0);
    assert_says_next(&said, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_COST_TO_SERVE, 0, 0);
    assert_says_next(&said, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_DEMAND, 0, 0);
    assert_said_all(&said);
    assert_int_equal(measure(unknown, 2, &company, listen(&said), NULL), KOGGE_OK);
    assert_int_equal(company.known, 0);
    assert_says_next(&said, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_REVENUE_12M, 0, 0);
    assert_says_next(&said, KOGGE_REASON_INPUT_UNKNOWN, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_COST_TO_SERVE, 0,
                     0);
    assert_says_next(&said, KOGGE_REASON_NO_DATA, KOGGE_OUTCOME_UNKNOWN, KOGGE_FIELD_CUSTOMER_DEMAND, 0, 0);
    assert_said_all(&said);
}

static void test_measure_rounds_half_away(void **state)
{
    (void)state;
    static const struct {
        int64_t small, other;
        int32_t share;
    } cases[] = { { 1, 19999, 1 }, { 1, 20000, 0 }, { 2, 1, 6667 },      { 1, 2, 3333 },     { M, M, 5000 },
                  { 0, M, 0 },     { M, 0, 10000 }, { 19999, 1, 10000 }, { 20000, 1, 10000 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct row rows[] = { { cases[i].small, 0, -1, 1, 0 }, { cases[i].other, 1, -1, 0, 0 } };
        kogge_company company = KOGGE_INIT(kogge_company);
        assert_int_equal(measure(rows, 2, &company, NULL, NULL), KOGGE_OK);
        assert_int_equal(company.revenue_share_bp, cases[i].share);
        assert_int_equal(company.resource_share_bp, 0);
    }
}

static void test_measure_refused(void **state)
{
    (void)state;
    static const struct row good[] = { { 1, 1, 1, 1, 0 } };
    const struct row bad[] = { { 1, 1, 1, 1, 0 }, { 1, 1, 1, 2, 0 } };
    const kogge_table columnless = { NULL, 0, 1 };
    kogge_company company = KOGGE_INIT(kogge_company);
    kogge_error error = KOGGE_INIT(kogge_error);
    struct {
        kogge_company company;
        uint64_t more;
    } newer;
    assert_int_equal(measure(bad, 2, &company, NULL, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_CLASSIFICATION_IS_SMALL);
    assert_int_equal(error.row, 1);
    assert_int_equal(kogge_company_measure(&columnless, &company, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_company_measure(NULL, &company, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(measure(good, 1, NULL, NULL, &error), KOGGE_E_INVALID);
    assert_int_equal(company.known, 0);
    company.struct_size -= 8;
    assert_int_equal(measure(good, 1, &company, NULL, &error), KOGGE_E_STRUCT_SIZE);
    memset(&newer, 0x5a, sizeof newer);
    newer.company.struct_size = sizeof newer;
    assert_int_equal(measure(good, 1, &newer.company, NULL, &error), KOGGE_OK);
    assert_int_equal(newer.company.struct_size, sizeof newer);
    assert_int_equal(newer.company.flags, 0);
    assert_int_equal(newer.company.revenue_share_bp, 10000);
    assert_int_equal(newer.more, 0);
}

/* ---- both strategies side by side ------------------------------------------------------------------------------ */

static void test_comparison(void **state)
{
    (void)state;
    kogge_comparison list[8];
    kogge_out_rows rows = { list, COUNT(list), 77, sizeof list[0] };
    static const kogge_comparison expected[] = {
        { KOGGE_COMPARISON_GOAL, KOGGE_STANCE_EFFICIENCY, KOGGE_STANCE_GROWTH, 0 },
        { KOGGE_COMPARISON_SELECTION, KOGGE_STANCE_DEVELOPABLE_ONLY, KOGGE_STANCE_ACQUISITION, 0 },
        { KOGGE_COMPARISON_CARE, KOGGE_STANCE_DIGITAL, KOGGE_STANCE_MIX, 0 },
        { KOGGE_COMPARISON_OFFER, KOGGE_STANCE_STANDARD, KOGGE_STANCE_SPECIAL, 0 },
        { KOGGE_COMPARISON_PRICES, KOGGE_STANCE_FIXED, KOGGE_STANCE_FLEXIBLE, 0 },
        { KOGGE_COMPARISON_FEES, KOGGE_STANCE_CHARGED, KOGGE_STANCE_INVESTED, 0 },
        { KOGGE_COMPARISON_CONTACT, KOGGE_STANCE_MINIMUM, KOGGE_STANCE_PROACTIVE, 0 },
        { KOGGE_COMPARISON_SUITED_TO, KOGGE_STANCE_HIGH_COST, KOGGE_STANCE_GROWING_MARKET, 0 },
    };
    assert_int_equal(kogge_strategy_comparison(&rows), KOGGE_OK);
    assert_int_equal(rows.count, COUNT(expected));
    assert_memory_equal(list, expected, sizeof expected);
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_non_null(kogge_code_text(NULL, "comparison", list[i].criterion));
        assert_non_null(kogge_code_text(NULL, "stance", list[i].retreat));
        assert_non_null(kogge_code_text(NULL, "stance", list[i].forward));
    }
    kogge_out_rows counted = { 0 };
    assert_int_equal(kogge_strategy_comparison(&counted), KOGGE_OK);
    assert_int_equal(counted.count, COUNT(expected));
    rows.row_size = 8;
    assert_int_equal(kogge_strategy_comparison(&rows), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_strategy_comparison(NULL), KOGGE_E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked),
        cmocka_unit_test(test_four_cells),
        cmocka_unit_test(test_undecided),
        cmocka_unit_test(test_no_revenue),
        cmocka_unit_test(test_scores_contradict),
        cmocka_unit_test(test_extreme_anchors),
        cmocka_unit_test(test_unknown_decides_nothing),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_measure),
        cmocka_unit_test(test_measure_nothing),
        cmocka_unit_test(test_measure_rounds_half_away),
        cmocka_unit_test(test_measure_refused),
        cmocka_unit_test(test_comparison),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
