/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Key accounts: the gates one by one, missing figures, reasons, what is refused. */

#include "accounts.h"

#define M         KOGGE_MONEY_MAX
#define K(name)   KOGGE_KAM_RESULT_##name
#define IS(name)  KOGGE_KAM_OUTCOME_##name
#define YES       KOGGE_OUTCOME_MATCHED
#define NO        KOGGE_OUTCOME_NOT_MATCHED
#define OPEN      KOGGE_OUTCOME_UNKNOWN
#define AT(field) KOGGE_FIELD_##field

/* Criteria of the presets; amounts in cents. */
enum { LIGHTHOUSE = 1, COMPLEXITY, COUNTRIES, SITES, AT_RISK, OPPORTUNITY, CONTRIBUTION };

static kogge_rulebook *preset;

static int open_book(void **state)
{
    (void)state;
    preset = given_accounts(NULL, NULL, 0);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(preset);
    return 0;
}

/* F19: a lighthouse with revenue at risk of 200 000.00 and an opportunity of 400 000.00. */
#define WORKED                                                                                                       \
    { 1, LIGHTHOUSE, 0 }, { 20000000, AT_RISK, 0 },                                                                  \
    {                                                                                                                \
        40000000, OPPORTUNITY, 0                                                                                     \
    }

static kogge_rulebook *book_with(int32_t missing, int32_t threshold)
{
    kogge_sales_policy sales = given_sales();
    sales.missing = missing;
    sales.score_threshold = threshold;
    return given_accounts(&sales, NULL, 0);
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void check_reason(const kogge_reason *found, const kogge_reason *wanted, size_t at)
{
    if (memcmp(found, wanted, sizeof *wanted))
        fail_msg("reason %zu is %d, outcome %d, rule %d, %s, %lld, %lld; expected %d, %d, %d, %s, %lld, %lld", at,
                 (int)found->code, (int)found->outcome, (int)found->rule, kogge_field_name(found->field),
                 (long long)found->observed, (long long)found->threshold, (int)wanted->code, (int)wanted->outcome,
                 (int)wanted->rule, kogge_field_name(wanted->field), (long long)wanted->observed,
                 (long long)wanted->threshold);
}

static void check_reasons(const struct assessed *found, const kogge_reason *wanted, size_t count)
{
    for (size_t i = 0; i < count && i < found->reason_count; i++)
        check_reason(&found->reasons[i], &wanted[i], i);
    assert_int_equal(found->reason_count, count);
}

#define REASON(name, is, of, at, seen, limit)                                                                        \
    {                                                                                                                \
        .code = KOGGE_REASON_##name, .outcome = is, .rule = of, .field = AT(at), .observed = seen,                   \
        .threshold = limit                                                                                           \
    }

/* The whole way of a key account by the criteria of the presets. */
static void test_reasons_of_a_key_account(void **state)
{
    (void)state;
    const kogge_kam_value values[] = { WORKED, { 6010000, CONTRIBUTION, 0 }, { 3, COUNTRIES, 0 }, { 4, SITES, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    const struct assessed found = assess_ok(preset, &candidate, values, COUNT(values));
    const kogge_reason wanted[] = {
        REASON(ELIGIBLE, YES, 0, KAM_CANDIDATE_SEGMENT, KOGGE_SEGMENT_TOP, 0),
        REASON(KNOCK_IN, YES, LIGHTHOUSE, KAM_VALUE_VALUE, 1, 1),
        REASON(STRATEGIC, OPEN, COMPLEXITY, KAM_VALUE_VALUE, 0, 6000),
        REASON(STRATEGIC, YES, COUNTRIES, KAM_VALUE_VALUE, 3, 3),
        REASON(STRATEGIC, NO, SITES, KAM_VALUE_VALUE, 4, 5),
        REASON(STRATEGIC_COUNT, YES, 0, SALES_POLICY_STRATEGIC_MIN, 2, 2),
        REASON(KNOCK_OUT, NO, CONTRIBUTION, KAM_VALUE_VALUE, 6010000, 0),
        REASON(SCORE, YES, 0, KAM_RESULT_SCORE, 6003, 6000),
        REASON(ASKED, YES, 0, KAM_CANDIDATE_ASKED, 1 << KOGGE_COUNTER_PERFORMANCE_JOINT_STRATEGY, 0),
        REASON(ACCEPTED, YES, 0, SALES_POLICY_ACCEPTED_MIN, 1, 1),
    };
    check_reasons(&found, wanted, COUNT(wanted));
    assert_int_equal(found.result.outcome, IS(KEY_ACCOUNT));
    assert_int_equal(found.result.gate, 3);
    assert_int_equal(found.result.strategic_met, 2);
    assert_int_equal(found.result.rank, 0);
    assert_int_equal(found.result.semantics, kogge_semantics());
    assert_int_equal(found.result.fingerprint, kogge_rulebook_fingerprint(preset));
    assert_int_equal(found.result.filled_size, sizeof found.result);
}

/* Missing figures come by weight: 45, 30 and 25 of 100. */
static void test_reasons_of_missing_figures(void **state)
{
    (void)state;
    const kogge_kam_value values[] = { { 0, LIGHTHOUSE, 0 }, { 3, COUNTRIES, 0 }, { 5, SITES, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    const struct assessed found = assess_ok(preset, &candidate, values, COUNT(values));
    const kogge_reason wanted[] = {
        REASON(ELIGIBLE, YES, 0, KAM_CANDIDATE_SEGMENT, KOGGE_SEGMENT_TOP, 0),
        REASON(KNOCK_IN, NO, LIGHTHOUSE, KAM_VALUE_VALUE, 0, 1),
        REASON(STRATEGIC, OPEN, COMPLEXITY, KAM_VALUE_VALUE, 0, 6000),
        REASON(STRATEGIC, YES, COUNTRIES, KAM_VALUE_VALUE, 3, 3),
        REASON(STRATEGIC, YES, SITES, KAM_VALUE_VALUE, 5, 5),
        REASON(STRATEGIC_COUNT, YES, 0, SALES_POLICY_STRATEGIC_MIN, 2, 2),
        REASON(KNOCK_OUT, OPEN, CONTRIBUTION, KAM_VALUE_VALUE, 0, 0),
        REASON(MISSING, OPEN, OPPORTUNITY, KAM_MISSING_WEIGHT_BP, 4500, 0),
        REASON(MISSING, OPEN, AT_RISK, KAM_MISSING_WEIGHT_BP, 3000, 0),
        REASON(MISSING, OPEN, CONTRIBUTION, KAM_MISSING_WEIGHT_BP, 2500, 0),
        REASON(SCORE_INTERVAL, OPEN, 0, KAM_RESULT_SCORE_HIGH, 10000, 0),
        REASON(SCORE, OPEN, 0, KAM_RESULT_SCORE, 0, 6000),
    };
    check_reasons(&found, wanted, COUNT(wanted));
    assert_int_equal(found.result.outcome, IS(UNDECIDED));
    assert_int_equal(found.result.gate, 2);
    assert_int_equal(found.missing_count, 3);
    static const int32_t ids[] = { OPPORTUNITY, AT_RISK, CONTRIBUTION }, shares[] = { 4500, 3000, 2500 };
    for (size_t i = 0; i < COUNT(ids); i++) {
        assert_int_equal(found.missing[i].criterion, ids[i]);
        assert_int_equal(found.missing[i].weight_bp, shares[i]);
    }
}

/* What shaped the result: at the level DECISIVE nothing else is counted. */
static void test_decisive_reasons(void **state)
{
    (void)state;
    const kogge_kam_value values[] = { WORKED, { 6010000, CONTRIBUTION, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    const kogge_rows rows = { values, COUNT(values), sizeof values[0] };
    kogge_kam_result result = KOGGE_INIT(kogge_kam_result), quiet = KOGGE_INIT(kogge_kam_result);
    kogge_reason room[16];
    kogge_reasons why = { .data = room, .capacity = COUNT(room), .level = KOGGE_LEVEL_DECISIVE };
    static const int32_t codes[] = { KOGGE_REASON_ELIGIBLE, KOGGE_REASON_KNOCK_IN, KOGGE_REASON_SCORE,
                                     KOGGE_REASON_ASKED, KOGGE_REASON_ACCEPTED };
    assert_int_equal(kogge_kam_assess(preset, &candidate, &rows, &result, NULL, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, COUNT(codes));
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_int_equal(room[i].code, codes[i]);
    assert_int_equal(kogge_kam_assess(preset, &candidate, &rows, &quiet, NULL, NULL, NULL), KOGGE_OK);
    assert_memory_equal(&quiet, &result, sizeof result);
}

/* ---- gate 0 ---------------------------------------------------------------------------------------------------- */

static void test_size(void **state)
{
    (void)state;
    static const struct {
        int32_t segment;
        int32_t is_small; /* -1: unknown */
        int32_t outcome, gate, says, field;
    } cases[] = {
        { KOGGE_SEGMENT_SMALL, 0, IS(NOT_ELIGIBLE), 0, NO, AT(KAM_CANDIDATE_SEGMENT) },
        { KOGGE_SEGMENT_SMALL, -1, IS(NOT_ELIGIBLE), 0, NO, AT(KAM_CANDIDATE_SEGMENT) },
        { KOGGE_SEGMENT_BASE, 1, IS(KEY_ACCOUNT), 3, YES, AT(KAM_CANDIDATE_SEGMENT) },
        { KOGGE_SEGMENT_DEVELOPMENT, -1, IS(KEY_ACCOUNT), 3, YES, AT(KAM_CANDIDATE_SEGMENT) },
        { KOGGE_SEGMENT_TOP, -1, IS(KEY_ACCOUNT), 3, YES, AT(KAM_CANDIDATE_SEGMENT) },
        { KOGGE_SEGMENT_UNKNOWN_POTENTIAL, 0, IS(KEY_ACCOUNT), 3, YES, AT(KAM_CANDIDATE_IS_SMALL) },
        { KOGGE_SEGMENT_UNKNOWN_POTENTIAL, 1, IS(UNDECIDED), 0, OPEN, AT(KAM_CANDIDATE_IS_SMALL) },
        { KOGGE_SEGMENT_UNKNOWN_POTENTIAL, -1, IS(UNDECIDED), 0, OPEN, AT(KAM_CANDIDATE_IS_SMALL) },
        { 0, 0, IS(KEY_ACCOUNT), 3, YES, AT(KAM_CANDIDATE_IS_SMALL) },
        { 0, 1, IS(UNDECIDED), 0, OPEN, AT(KAM_CANDIDATE_IS_SMALL) },
        { 0, -1, IS(UNDECIDED), 0, OPEN, AT(KAM_CANDIDATE_IS_SMALL) },
    };
    const kogge_kam_value values[] = { WORKED, { 6010000, CONTRIBUTION, 0 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_kam_candidate candidate = given_candidate();
        candidate.segment = cases[i].segment;
        candidate.known = cases[i].is_small < 0 ? 0 : KOGGE_KAM_CANDIDATE_IS_SMALL;
        candidate.is_small = cases[i].is_small > 0;
        const struct assessed found = assess_ok(preset, &candidate, values, COUNT(values));
        const bool by_segment = cases[i].field == AT(KAM_CANDIDATE_SEGMENT);
        const kogge_reason wanted = { .code = KOGGE_REASON_ELIGIBLE,
                                      .outcome = cases[i].says,
                                      .field = cases[i].field,
                                      .observed = by_segment ? cases[i].segment : cases[i].is_small > 0 };
        check_reason(&found.reasons[0], &wanted, i);
        assert_int_equal(found.result.outcome, cases[i].outcome);
        assert_int_equal(found.result.gate, cases[i].gate);
        assert_int_equal(found.result.known, cases[i].gate ? K(STRATEGIC_MET) | K(SCORE) | K(SCORE_LOW) : 0);
        assert_true(cases[i].gate || found.reason_count == 1);
    }
}

/* ---- gate 1 ---------------------------------------------------------------------------------------------------- */

static kogge_kam_criterion strategic(int32_t id, int64_t at_least, uint32_t flags)
{
    return (kogge_kam_criterion){
        .id = id, .kind = 100 + id, .stage = KOGGE_STAGE_STRATEGIC, .at_least = at_least, .criterion_flags = flags
    };
}

/* Two of three are needed, or criterion 3 alone; all are met by 10. Values 0 to 10, -1 = unknown. */
static void test_strategic(void **state)
{
    (void)state;
    static const struct {
        int64_t values[3];
        int32_t outcome, met, count_says;
    } cases[] = {
        { { 10, 10, 0 }, IS(KEY_ACCOUNT), 2, YES },   { { 10, 9, 9 }, IS(NOT_STRATEGIC), 1, NO },
        { { 0, 0, 10 }, IS(KEY_ACCOUNT), 1, NO },     { { 0, 0, -1 }, IS(UNDECIDED), 0, NO },
        { { 10, 0, -1 }, IS(UNDECIDED), 1, OPEN },    { { 10, -1, 0 }, IS(UNDECIDED), 1, OPEN },
        { { 9, -1, 0 }, IS(NOT_STRATEGIC), 0, NO },   { { -1, -1, 0 }, IS(UNDECIDED), 0, OPEN },
        { { -1, -1, 10 }, IS(KEY_ACCOUNT), 1, OPEN }, { { -1, -1, -1 }, IS(UNDECIDED), 0, OPEN },
        { { 10, 10, -1 }, IS(KEY_ACCOUNT), 2, YES },  { { 10, 10, 10 }, IS(KEY_ACCOUNT), 3, YES },
    };
    const kogge_kam_criterion criteria[] = { strategic(3, 10, KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_IN)),
                                             strategic(1, 10, 0), strategic(2, 10, 0) };
    kogge_rulebook *book = given_accounts(NULL, criteria, COUNT(criteria));
    const kogge_kam_candidate candidate = given_candidate();
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_kam_value values[3];
        size_t count = 0;
        for (int32_t id = 3; id >= 1; id--) {
            if (cases[i].values[id - 1] >= 0)
                values[count++] = (kogge_kam_value){ .value = cases[i].values[id - 1], .criterion = id };
        }
        const struct assessed found = assess_ok(book, &candidate, values, count);
        const kogge_reason wanted =
            REASON(STRATEGIC_COUNT, cases[i].count_says, 0, SALES_POLICY_STRATEGIC_MIN, cases[i].met, 2);
        check_reason(&found.reasons[4], &wanted, i); /* after the size and one for each criterion */
        assert_int_equal(found.reasons[3].code, KOGGE_REASON_KNOCK_IN);
        assert_int_equal(found.reasons[3].rule, 3);
        assert_int_equal(found.result.outcome, cases[i].outcome);
        assert_int_equal(found.result.gate, cases[i].outcome == IS(KEY_ACCOUNT) ? 3 : 1);
        assert_int_equal(found.result.strategic_met, cases[i].met);
        assert_true(knows(&found, K(STRATEGIC_MET)));
        assert_int_equal(knows(&found, K(SCORE)), cases[i].outcome == IS(KEY_ACCOUNT));
    }
    kogge_rulebook_unref(book);
}

/* None are needed: nothing met is enough. More are needed than there are: never enough. */
static void test_how_many_are_needed(void **state)
{
    (void)state;
    const kogge_kam_criterion criteria[] = { strategic(1, 10, 0), strategic(2, -5, 0) };
    const kogge_kam_value values[] = { { -6, 2, 0 } }, met[] = { { 10, 1, 0 }, { -5, 2, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    static const int32_t outcomes[] = { IS(KEY_ACCOUNT), IS(UNDECIDED), IS(NOT_STRATEGIC) };
    kogge_sales_policy sales = given_sales();
    for (int32_t least = 0; least <= 2; least++) {
        sales.strategic_min = least;
        kogge_rulebook *book = given_accounts(&sales, criteria, 2);
        assert_int_equal(assess_ok(book, &candidate, values, 1).result.outcome, outcomes[least]);
        assert_int_equal(assess_ok(book, &candidate, met, 2).result.outcome, IS(KEY_ACCOUNT));
        kogge_rulebook_unref(book);
    }
    sales.strategic_min = 3;
    kogge_rulebook *book = given_accounts(&sales, criteria, 2);
    assert_int_equal(assess_ok(book, &candidate, met, 2).result.outcome, IS(NOT_STRATEGIC));
    kogge_rulebook_unref(book);
}

/* ---- gate 2: missing figures ----------------------------------------------------------------------------------- */

/* F19: 30 * 3 333 + 45 * 7 778 = 450 000; contribution (25) missing. */
static void test_missing_policies(void **state)
{
    (void)state;
    static const struct {
        int32_t missing, threshold;
        int32_t score; /* -1: unknown */
        int32_t says, outcome;
    } cases[] = {
        { KOGGE_MISSING_INTERVAL, 6000, 4500, OPEN, IS(UNDECIDED) },
        { KOGGE_MISSING_INTERVAL, 7000, 4500, NO, IS(BELOW_SCORE) },
        { KOGGE_MISSING_INTERVAL, 6999, 4500, OPEN, IS(UNDECIDED) },
        { KOGGE_MISSING_INTERVAL, 4500, 4500, OPEN, IS(UNDECIDED) },
        { KOGGE_MISSING_INTERVAL, 4499, 4500, YES, IS(UNDECIDED) }, /* the knock-out is unknown */
        { KOGGE_MISSING_WORST, 6000, 4500, NO, IS(BELOW_SCORE) },
        { KOGGE_MISSING_WORST, 4500, 4500, NO, IS(BELOW_SCORE) },
        { KOGGE_MISSING_WORST, 4499, 4500, YES, IS(UNDECIDED) },
        { KOGGE_MISSING_NEUTRAL, 6000, 5750, NO, IS(BELOW_SCORE) },
        { KOGGE_MISSING_NEUTRAL, 5749, 5750, YES, IS(UNDECIDED) },
        { KOGGE_MISSING_RENORMALISE, 6000, 6000, NO, IS(BELOW_SCORE) },
        { KOGGE_MISSING_RENORMALISE, 5999, 6000, YES, IS(UNDECIDED) },
        { KOGGE_MISSING_FAIL, 6000, -1, NO, IS(BELOW_SCORE) },
        { KOGGE_MISSING_FAIL, 0, -1, NO, IS(BELOW_SCORE) },
    };
    const kogge_kam_value values[] = { WORKED };
    const kogge_kam_candidate candidate = given_candidate();
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_rulebook *book = book_with(cases[i].missing, cases[i].threshold);
        const struct assessed found = assess_ok(book, &candidate, values, COUNT(values));
        const kogge_reason wanted = REASON(SCORE, cases[i].says, 0, KAM_RESULT_SCORE,
                                           cases[i].score < 0 ? 0 : cases[i].score, cases[i].threshold);
        check_reason(&found.reasons[found.reason_count - 1], &wanted, i);
        assert_int_equal(found.result.outcome, cases[i].outcome);
        assert_int_equal(knows(&found, K(SCORE)), cases[i].score >= 0);
        assert_int_equal(found.result.score, cases[i].score < 0 ? 0 : cases[i].score);
        assert_int_equal(found.result.score_low, 4500);
        assert_int_equal(found.result.score_high, 7000);
        assert_int_equal(found.result.missing_count, 1);
        kogge_rulebook_unref(book);
    }
}

/* With nothing missing the score decides, whatever the policy: it must be exceeded. */
static void test_nothing_missing(void **state)
{
    (void)state;
    const kogge_kam_value exact[] = { WORKED, { 6000000, CONTRIBUTION, 0 } };
    const kogge_kam_value above[] = { WORKED, { 6010000, CONTRIBUTION, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    for (int32_t missing = KOGGE_MISSING_INTERVAL; missing <= KOGGE_MISSING_FAIL; missing++) {
        kogge_rulebook *book = book_with(missing, 6000);
        struct assessed found = assess_ok(book, &candidate, exact, COUNT(exact));
        assert_int_equal(found.result.outcome, IS(BELOW_SCORE));
        assert_int_equal(found.result.score, 6000);
        assert_int_equal(found.result.score_low, 6000);
        assert_int_equal(found.result.score_high, 6000);
        assert_int_equal(found.result.missing_count | (int)found.missing_count, 0);
        found = assess_ok(book, &candidate, above, COUNT(above));
        assert_int_equal(found.result.outcome, IS(KEY_ACCOUNT));
        assert_int_equal(found.result.score, 6003);
        kogge_rulebook_unref(book);
    }
}

static kogge_kam_criterion hard(int32_t id, int64_t low, int64_t high, int32_t weight)
{
    return (kogge_kam_criterion){
        .id = id, .kind = 100 + id, .stage = KOGGE_STAGE_HARD, .low = low, .high = high, .weight = weight
    };
}

static kogge_rulebook *hard_book(const kogge_kam_criterion *criteria, size_t count, int32_t missing,
                                 int32_t threshold)
{
    kogge_sales_policy sales = given_sales();
    sales.strategic_min = 0;
    sales.missing = missing;
    sales.score_threshold = threshold;
    return given_accounts(&sales, criteria, count);
}

/* A figure of weight 0 counts as missing, though it cannot move the score; the rest weighs nothing without it. */
static void test_weight_zero(void **state)
{
    (void)state;
    const kogge_kam_criterion criteria[] = { hard(1, 0, 100, 0), hard(2, 0, 100, 7) };
    const kogge_kam_value heavy[] = { { 61, 2, 0 } }, light[] = { { 100, 1, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    static const struct {
        int32_t missing, of_heavy, of_light;
    } cases[] = {
        { KOGGE_MISSING_INTERVAL, IS(KEY_ACCOUNT), IS(UNDECIDED) },
        { KOGGE_MISSING_WORST, IS(KEY_ACCOUNT), IS(BELOW_SCORE) },
        { KOGGE_MISSING_NEUTRAL, IS(KEY_ACCOUNT), IS(BELOW_SCORE) },
        { KOGGE_MISSING_RENORMALISE, IS(KEY_ACCOUNT), IS(UNDECIDED) },
        { KOGGE_MISSING_FAIL, IS(BELOW_SCORE), IS(BELOW_SCORE) },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_rulebook *book = hard_book(criteria, COUNT(criteria), cases[i].missing, 6000);
        struct assessed found = assess_ok(book, &candidate, heavy, 1);
        assert_int_equal(found.result.outcome, cases[i].of_heavy);
        assert_int_equal(found.result.missing_count, 1);
        assert_int_equal(found.missing[0].criterion, 1);
        assert_int_equal(found.missing[0].weight_bp, 0);
        found = assess_ok(book, &candidate, light, 1);
        assert_int_equal(found.result.outcome, cases[i].of_light);
        assert_int_equal(found.result.score_low, 0);
        assert_int_equal(found.result.score_high, 10000);
        assert_int_equal(knows(&found, K(SCORE)), cases[i].missing < KOGGE_MISSING_RENORMALISE);
        kogge_rulebook_unref(book);
    }
}

/* All figures missing: INTERVAL from 0 to 10 000. */
static void test_all_missing(void **state)
{
    (void)state;
    static const int32_t outcomes[] = { IS(UNDECIDED), IS(BELOW_SCORE), IS(BELOW_SCORE), IS(UNDECIDED),
                                        IS(BELOW_SCORE) };
    const kogge_kam_criterion criteria[] = { hard(1, 0, 100, 5), hard(2, 0, 100, 7) };
    const kogge_kam_candidate candidate = given_candidate();
    for (int32_t missing = KOGGE_MISSING_INTERVAL; missing <= KOGGE_MISSING_FAIL; missing++) {
        kogge_rulebook *book = hard_book(criteria, COUNT(criteria), missing, 5000);
        const struct assessed found = assess_ok(book, &candidate, NULL, 0);
        assert_int_equal(found.result.outcome, outcomes[missing - 1]);
        assert_int_equal(found.missing[0].criterion, 2);
        assert_int_equal(found.missing[0].weight_bp, 5833); /* 7 / 12 */
        assert_int_equal(found.missing[1].weight_bp, 4167);
        kogge_rulebook_unref(book);
    }
    kogge_rulebook *book = hard_book(criteria, COUNT(criteria), KOGGE_MISSING_INTERVAL, 10000);
    assert_int_equal(assess_ok(book, &candidate, NULL, 0).result.outcome, IS(BELOW_SCORE));
    kogge_rulebook_unref(book);
}

/* Equal weights come by id, whatever the order of the rows. */
static void test_order_of_missing(void **state)
{
    (void)state;
    static const int32_t ids[] = { 8, 30, 4, 7, 9 };
    const kogge_kam_criterion criteria[] = { hard(9, 0, 1, 2), hard(30, 0, 1, 8), hard(7, 0, 1, 5), hard(4, 0, 1, 5),
                                             hard(8, 0, 1, 30) };
    kogge_rulebook *book = hard_book(criteria, COUNT(criteria), KOGGE_MISSING_WORST, 0);
    const kogge_kam_candidate candidate = given_candidate();
    const struct assessed found = assess_ok(book, &candidate, NULL, 0);
    assert_int_equal(found.missing_count, COUNT(ids));
    for (size_t i = 0; i < COUNT(ids); i++)
        assert_int_equal(found.missing[i].criterion, ids[i]);
    kogge_kam_result result = KOGGE_INIT(kogge_kam_result);
    kogge_kam_missing room[3] = { { 0, 0 }, { 0, 0 }, { 77, 77 } };
    kogge_out_rows few = { room, 2, 0, sizeof room[0] }, none = { NULL, 0, 0, 0 };
    assert_int_equal(kogge_kam_assess(book, &candidate, NULL, &result, &few, NULL, NULL), KOGGE_OK);
    assert_int_equal(few.count, COUNT(ids)); /* as many as there are, not as fit */
    assert_int_equal(room[1].criterion, 30);
    assert_int_equal(room[2].criterion, 77);
    assert_int_equal(kogge_kam_assess(book, &candidate, NULL, &result, &none, NULL, NULL), KOGGE_OK);
    assert_int_equal(none.count, COUNT(ids));
    kogge_rulebook_unref(book);
}

/* ---- gate 2: score and knock-outs ------------------------------------------------------------------------------ */

/* 0 to 10 000 between the ends, in both directions, cut there; rounded half away from zero. */
static void test_utility(void **state)
{
    (void)state;
    static const struct {
        int64_t low, high, value;
        int32_t score;
    } cases[] = {
        { 0, 100, 0, 0 },       { 0, 100, -1, 0 },       { 0, 100, 100, 10000 }, { 0, 100, 101, 10000 },
        { 0, 100, 37, 3700 },   { 100, 0, 37, 6300 },    { 100, 0, 100, 0 },     { 100, 0, 101, 0 },
        { 100, 0, 0, 10000 },   { 100, 0, -1, 10000 },   { 0, 20000, 1, 1 },     { 0, 20001, 1, 0 },
        { 20000, 0, 19999, 1 }, { 20001, 0, 20000, 0 },  { -M, M, 0, 5000 },     { M, -M, 0, 5000 },
        { -M, M, M, 10000 },    { -M, M, -M, 0 },        { M, -M, -M, 10000 },   { M, M - 1, -M, 10000 },
        { M, M - 1, M, 0 },     { -M, 1 - M, M, 10000 }, { -10, -4, -7, 5000 },  { 0, 3, 1, 3333 },
        { 0, 3, 2, 6667 },      { 3, 0, 1, 6667 },
    };
    const kogge_kam_candidate candidate = given_candidate();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const kogge_kam_criterion criterion = hard(1, cases[i].low, cases[i].high, 3);
        const kogge_kam_value value = { cases[i].value, 1, 0 };
        kogge_rulebook *book = hard_book(&criterion, 1, KOGGE_MISSING_INTERVAL, cases[i].score);
        struct assessed found = assess_ok(book, &candidate, &value, 1);
        assert_int_equal(found.result.score, cases[i].score);
        assert_int_equal(found.result.outcome, IS(BELOW_SCORE)); /* not exceeded */
        kogge_rulebook_unref(book);
        if (!cases[i].score)
            continue;
        book = hard_book(&criterion, 1, KOGGE_MISSING_INTERVAL, cases[i].score - 1);
        found = assess_ok(book, &candidate, &value, 1);
        assert_int_equal(found.result.outcome, IS(KEY_ACCOUNT));
        kogge_rulebook_unref(book);
    }
}

/* The score that is shown decides: (1 * 10 000 + 3 * 2) / 4 = 2 501.5 is 2 502. */
static void test_rounded_score(void **state)
{
    (void)state;
    const kogge_kam_criterion criteria[] = { hard(1, 0, 10000, 1), hard(2, 0, 10000, 3) };
    const kogge_kam_value values[] = { { 10000, 1, 0 }, { 2, 2, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    kogge_rulebook *book = hard_book(criteria, 2, KOGGE_MISSING_INTERVAL, 2501);
    const struct assessed found = assess_ok(book, &candidate, values, 2);
    assert_int_equal(found.result.score, 2502);
    assert_int_equal(found.result.outcome, IS(KEY_ACCOUNT));
    kogge_rulebook_unref(book);
}

/* Its bad side: below the limit; above it where less is better. The limit itself is no knock-out. */
static void test_knock_outs(void **state)
{
    (void)state;
    static const struct {
        int64_t low, high, value; /* -1: unknown */
        int32_t says, outcome;
    } cases[] = {
        { 0, 100, 70, NO, IS(KEY_ACCOUNT) }, { 0, 100, 69, YES, IS(BELOW_SCORE) },
        { 0, 100, -1, OPEN, IS(UNDECIDED) }, { 0, 100, 200, NO, IS(KEY_ACCOUNT) },
        { 100, 0, 70, NO, IS(KEY_ACCOUNT) }, { 100, 0, 71, YES, IS(BELOW_SCORE) },
        { 100, 0, -1, OPEN, IS(UNDECIDED) }, { 100, 0, 0, NO, IS(KEY_ACCOUNT) },
    };
    const kogge_kam_candidate candidate = given_candidate();
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_kam_criterion criteria[] = { hard(1, cases[i].low, cases[i].high, 1), hard(2, 0, 100, 99) };
        criteria[0].knock_out = 70;
        criteria[0].criterion_flags = KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_OUT);
        const bool known = cases[i].value >= 0;
        const kogge_kam_value values[] = { { 100, 2, 0 }, { known ? cases[i].value : 0, 1, 0 } };
        kogge_rulebook *book = hard_book(criteria, 2, KOGGE_MISSING_INTERVAL, 9000);
        const struct assessed found = assess_ok(book, &candidate, values, known ? 2 : 1);
        const kogge_reason wanted =
            REASON(KNOCK_OUT, cases[i].says, 1, KAM_VALUE_VALUE, known ? cases[i].value : 0, 70);
        check_reason(&found.reasons[2], &wanted, i); /* after the size and the number of strategic criteria */
        assert_int_equal(found.result.outcome, cases[i].outcome);
        for (size_t at = 3; at < found.reason_count; at++) {
            if (found.reasons[at].code == KOGGE_REASON_SCORE)
                assert_int_equal(found.reasons[at].outcome, YES); /* by the score alone */
        }
        kogge_rulebook_unref(book);
    }
}

/* An unknown knock-out cannot save what fails, and one that is met wins over one that is unknown. */
static void test_knock_outs_together(void **state)
{
    (void)state;
    kogge_kam_criterion criteria[] = { hard(1, 0, 100, 1), hard(2, 0, 100, 1), hard(3, 0, 100, 98) };
    for (int i = 0; i < 2; i++) {
        criteria[i].knock_out = 50;
        criteria[i].criterion_flags = KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_OUT);
    }
    const kogge_kam_value out[] = { { 49, 2, 0 }, { 100, 3, 0 } }, fails[] = { { 50, 2, 0 }, { 0, 3, 0 } };
    const kogge_kam_value passes[] = { { 50, 2, 0 }, { 100, 3, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    kogge_rulebook *book = hard_book(criteria, 3, KOGGE_MISSING_INTERVAL, 9000);
    assert_int_equal(assess_ok(book, &candidate, out, 2).result.outcome, IS(BELOW_SCORE));
    assert_int_equal(assess_ok(book, &candidate, fails, 2).result.outcome, IS(BELOW_SCORE));
    assert_int_equal(assess_ok(book, &candidate, passes, 2).result.outcome, IS(UNDECIDED));
    kogge_rulebook_unref(book);
}

/* A flag of the other stage says nothing. */
static void test_flags_of_the_other_stage(void **state)
{
    (void)state;
    kogge_kam_criterion criteria[] = { strategic(1, 10, KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_OUT)),
                                       hard(2, 0, 100, 1) };
    criteria[0].knock_out = 500;
    criteria[1].criterion_flags = KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_IN);
    const kogge_kam_value values[] = { { 9, 1, 0 }, { 100, 2, 0 } };
    const kogge_kam_candidate candidate = given_candidate();
    kogge_rulebook *book = hard_book(criteria, 2, KOGGE_MISSING_INTERVAL, 6000);
    const struct assessed found = assess_ok(book, &candidate, values, 2);
    const kogge_reason wanted[] = {
        REASON(ELIGIBLE, YES, 0, KAM_CANDIDATE_SEGMENT, KOGGE_SEGMENT_TOP, 0),
        REASON(STRATEGIC, NO, 1, KAM_VALUE_VALUE, 9, 10),
        REASON(STRATEGIC_COUNT, YES, 0, SALES_POLICY_STRATEGIC_MIN, 0, 0),
        REASON(SCORE, YES, 0, KAM_RESULT_SCORE, 10000, 6000),
        REASON(ASKED, YES, 0, KAM_CANDIDATE_ASKED, 1 << KOGGE_COUNTER_PERFORMANCE_JOINT_STRATEGY, 0),
        REASON(ACCEPTED, YES, 0, SALES_POLICY_ACCEPTED_MIN, 1, 1),
    };
    check_reasons(&found, wanted, COUNT(wanted));
    kogge_rulebook_unref(book);
}

/* ---- how many criteria ----------------------------------------------------------------------------------------- */

/* Without hard criteria gate 2 passes, even where nothing can exceed the threshold. */
static void test_no_criteria(void **state)
{
    (void)state;
    static const kogge_kam_criterion none;
    const kogge_kam_candidate candidate = given_candidate();
    kogge_rulebook *book = hard_book(&none, 0, KOGGE_MISSING_FAIL, 10000);
    const struct assessed found = assess_ok(book, &candidate, NULL, 0);
    const kogge_reason wanted = REASON(SCORE, YES, 0, KAM_RESULT_SCORE, 10000, 10000);
    check_reason(&found.reasons[2], &wanted, 0);
    assert_int_equal(found.result.outcome, IS(KEY_ACCOUNT));
    assert_int_equal(found.result.known, K(STRATEGIC_MET) | K(SCORE) | K(SCORE_LOW));
    assert_int_equal(found.result.score, 10000);
    assert_int_equal(found.result.score_low, 10000);
    assert_int_equal(found.result.score_high, 10000);
    assert_int_equal(found.result.missing_count, 0);
    kogge_rulebook_unref(book);
    book = given_accounts(NULL, &none, 0); /* two strategic ones are needed */
    assert_int_equal(assess_ok(book, &candidate, NULL, 0).result.outcome, IS(NOT_STRATEGIC));
    kogge_rulebook_unref(book);
}

/* 16 a stage, all looked at: 16 strategic ones met, hard ones of weights 1 to 16. */
static void test_most_criteria(void **state)
{
    (void)state;
    kogge_kam_criterion criteria[CRITERIA_ROOM + 1];
    kogge_kam_value values[CRITERIA_ROOM];
    for (int32_t i = 0; i < KOGGE_CRITERIA_MAX; i++) {
        criteria[i] = strategic(1 + i, 1, 0);
        criteria[KOGGE_CRITERIA_MAX + i] = hard(101 + i, 0, 10000, 1 + i);
        values[i] = (kogge_kam_value){ 1, 1 + i, 0 };
        values[KOGGE_CRITERIA_MAX + i] = (kogge_kam_value){ 1000 * (i % 8), 101 + i, 0 };
    }
    kogge_sales_policy sales = given_sales();
    sales.strategic_min = 16;
    kogge_rulebook *book = given_accounts(&sales, criteria, CRITERIA_ROOM);
    const kogge_kam_candidate candidate = given_candidate();
    struct assessed found = assess_ok(book, &candidate, values, CRITERIA_ROOM);
    assert_int_equal(found.result.strategic_met, 16);
    /* (0 * 1 + 1 * 2 + ... + 7 * 8) + (0 * 9 + 1 * 10 + ... + 7 * 16) = 168 + 392 = 560 thousand, by 136 */
    assert_int_equal(found.result.score, 4118);
    assert_int_equal(found.result.outcome, IS(BELOW_SCORE));
    found = assess_ok(book, &candidate, values, KOGGE_CRITERIA_MAX);
    assert_int_equal(found.result.missing_count, 16);
    assert_int_equal(found.missing_count, 16);
    assert_int_equal(found.missing[0].criterion, 116);
    assert_int_equal(found.missing[0].weight_bp, 1176); /* 16 / 136 */
    assert_int_equal(found.reason_count, 1 + 16 + 1 + 16 + 1 + 1);
    found = assess_ok(book, &candidate, values + KOGGE_CRITERIA_MAX, KOGGE_CRITERIA_MAX);
    assert_int_equal(found.result.outcome, IS(UNDECIDED));
    kogge_rulebook_unref(book);

    criteria[CRITERIA_ROOM] = hard(500, 0, 1, 1);
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = &policy,
                                       .criteria = { criteria, CRITERIA_ROOM + 1, sizeof criteria[0] } };
    assert_int_equal(kogge_rulebook_new(&spec, &book, NULL), KOGGE_E_LIMIT);
}

/* ---- gate 3 ---------------------------------------------------------------------------------------------------- */

static void test_quid_pro_quo(void **state)
{
    (void)state;
    static const struct {
        uint32_t asked, accepted;
        int32_t least, outcome, count;
    } cases[] = {
        { 0, 0, 1, IS(ASK_PENDING), -1 },         { 0, 0xfe, 1, IS(ASK_PENDING), -1 },
        { 0x02, 0, 1, IS(MAJOR_CUSTOMER), 0 },    { 0x02, 0xfc, 1, IS(MAJOR_CUSTOMER), 0 }, /* not asked for */
        { 0x02, 0x02, 1, IS(KEY_ACCOUNT), 1 },    { 0x06, 0x04, 1, IS(KEY_ACCOUNT), 1 },
        { 0x06, 0x04, 2, IS(MAJOR_CUSTOMER), 1 }, { 0x06, 0x0e, 2, IS(KEY_ACCOUNT), 2 },
        { 0xfe, 0xfe, 7, IS(KEY_ACCOUNT), 7 },    { 0xfe, 0x7e, 7, IS(MAJOR_CUSTOMER), 6 },
    };
    const kogge_kam_value values[] = { WORKED, { 6010000, CONTRIBUTION, 0 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_sales_policy sales = given_sales();
        sales.accepted_min = cases[i].least;
        kogge_rulebook *book = given_accounts(&sales, NULL, 0);
        kogge_kam_candidate candidate = given_candidate();
        candidate.asked = cases[i].asked;
        candidate.accepted = cases[i].accepted;
        const struct assessed found = assess_ok(book, &candidate, values, COUNT(values));
        const kogge_reason asked =
            REASON(ASKED, cases[i].asked ? YES : NO, 0, KAM_CANDIDATE_ASKED, cases[i].asked, 0);
        const kogge_reason accepted = REASON(ACCEPTED, cases[i].outcome == IS(KEY_ACCOUNT) ? YES : NO, 0,
                                             SALES_POLICY_ACCEPTED_MIN, cases[i].count, cases[i].least);
        const size_t last = found.reason_count - 1;
        check_reason(&found.reasons[cases[i].asked ? last - 1 : last], &asked, i);
        if (cases[i].asked)
            check_reason(&found.reasons[last], &accepted, i);
        assert_int_equal(found.result.outcome, cases[i].outcome);
        assert_int_equal(found.result.gate, 3);
        assert_false(knows(&found, K(ASK_AGAIN_AT))); /* nobody knows when he answered */
        kogge_rulebook_unref(book);
    }
}

static void test_ask_again(void **state)
{
    (void)state;
    static const struct {
        int32_t answered, days, again;
        bool known;
    } cases[] = {
        { 20000, 365, 20365, true },
        { 20000, 0, 20000, true },
        { 0, 365, 0, false },
        { -365, 365, 0, true }, /* 1970-01-01 is a day */
        { INT32_MAX - 365, 365, INT32_MAX, true },
        { INT32_MAX - 364, 365, INT32_MAX, true },
        { INT32_MAX, INT32_MAX, INT32_MAX, true },
        { -INT32_MAX, INT32_MAX, 0, true },
        { -INT32_MAX, 1, 1 - INT32_MAX, true },
    };
    const kogge_kam_value values[] = { WORKED, { 6010000, CONTRIBUTION, 0 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_sales_policy sales = given_sales();
        sales.ask_again_days = cases[i].days;
        kogge_rulebook *book = given_accounts(&sales, NULL, 0);
        kogge_kam_candidate candidate = given_candidate();
        candidate.answered_at = cases[i].answered;
        struct assessed found = assess_ok(book, &candidate, values, COUNT(values));
        assert_int_equal(found.result.outcome, IS(KEY_ACCOUNT));
        assert_false(knows(&found, K(ASK_AGAIN_AT)));
        candidate.accepted = 0;
        found = assess_ok(book, &candidate, values, COUNT(values));
        assert_int_equal(found.result.outcome, IS(MAJOR_CUSTOMER));
        assert_int_equal(knows(&found, K(ASK_AGAIN_AT)), cases[i].known);
        assert_int_equal(found.result.ask_again_at, cases[i].again);
        kogge_rulebook_unref(book);
    }
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void check_refused(const struct assessed *found, kogge_status status, int32_t field, int64_t row)
{
    const kogge_kam_result untouched = KOGGE_INIT(kogge_kam_result);
    assert_int_equal(found->status, status);
    assert_int_equal(found->error.status, status);
    assert_int_equal(found->error.field, field);
    assert_int_equal(found->error.row, row);
    assert_int_equal(found->missing_count | found->reason_count, 0);
    assert_memory_equal(&found->result, &untouched, sizeof untouched);
}

static void test_refused_values(void **state)
{
    (void)state;
    const kogge_kam_candidate candidate = given_candidate();
    const kogge_kam_value unknown[] = { { 1, 1, 0 }, { 1, 8, 0 } },
                          twice[] = { { 1, 3, 0 }, { 1, 4, 0 }, { 2, 3, 0 } };
    const kogge_kam_value none[] = { { 1, 0, 0 } }, large[] = { { M, 1, 0 }, { M + 1, 2, 0 } };
    const kogge_kam_value negative[] = { { 1, -1, 0 } }, filled[] = { { 1, 1, 5 } };
    struct assessed found = assess(preset, &candidate, unknown, 2);
    check_refused(&found, KOGGE_E_INVALID, AT(KAM_VALUE_CRITERION), 1);
    found = assess(preset, &candidate, twice, 3);
    check_refused(&found, KOGGE_E_INVALID, AT(KAM_VALUE_CRITERION), 2);
    found = assess(preset, &candidate, none, 1);
    check_refused(&found, KOGGE_E_INVALID, AT(KAM_VALUE_CRITERION), 0);
    found = assess(preset, &candidate, large, 2);
    check_refused(&found, KOGGE_E_RANGE, AT(KAM_VALUE_VALUE), 1);
    found = assess(preset, &candidate, negative, 1);
    check_refused(&found, KOGGE_E_RANGE, AT(KAM_VALUE_CRITERION), 0);
    found = assess(preset, &candidate, filled, 1);
    check_refused(&found, KOGGE_E_UNSUPPORTED, 0, 0);
    kogge_kam_candidate small = candidate;
    small.segment = KOGGE_SEGMENT_SMALL; /* values are looked at before any gate */
    found = assess(preset, &small, unknown, 2);
    check_refused(&found, KOGGE_E_INVALID, AT(KAM_VALUE_CRITERION), 1);
}

static void test_refused_candidates(void **state)
{
    (void)state;
    kogge_kam_candidate candidate = given_candidate();
    candidate.is_small = 1;
    struct assessed found = assess(preset, &candidate, NULL, 0);
    check_refused(&found, KOGGE_E_NOT_KNOWN, AT(KAM_CANDIDATE_IS_SMALL), -1);
    candidate = given_candidate();
    candidate.segment = 6;
    found = assess(preset, &candidate, NULL, 0);
    check_refused(&found, KOGGE_E_UNSUPPORTED, AT(KAM_CANDIDATE_SEGMENT), -1);
    candidate = given_candidate();
    candidate.answered_at = INT32_MIN;
    found = assess(preset, &candidate, NULL, 0);
    check_refused(&found, KOGGE_E_RANGE, AT(KAM_CANDIDATE_ANSWERED_AT), -1);
}

static void test_refused_arguments(void **state)
{
    (void)state;
    const kogge_kam_candidate candidate = given_candidate();
    kogge_kam_result result = KOGGE_INIT(kogge_kam_result), small = { .struct_size = 8 };
    kogge_kam_missing row;
    kogge_out_rows rows = { &row, 1, 77, 4 };
    kogge_reasons why = { .level = 9, .count = 77 };
    kogge_error error = { .struct_size = 4 };
    const kogge_kam_value value = { 1, 1, 0 };
    const kogge_rows narrow = { &value, 1, 8 }, empty = { &value, 0, 0 }, absent = { NULL, 0, 0 };
    assert_int_equal(kogge_kam_assess(NULL, &candidate, NULL, &result, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_assess(preset, NULL, NULL, &result, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_assess(preset, &candidate, NULL, NULL, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_kam_assess(preset, &candidate, NULL, &small, NULL, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_kam_assess(preset, &candidate, &narrow, &result, NULL, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_kam_assess(preset, &candidate, NULL, &result, &rows, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_kam_assess(preset, &candidate, NULL, &result, NULL, &why, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_kam_assess(preset, &candidate, NULL, &result, NULL, NULL, &error), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(rows.count | why.count, 0);
    assert_int_equal(kogge_kam_assess(preset, &candidate, &empty, &result, NULL, NULL, NULL), KOGGE_OK);
    assert_int_equal(kogge_kam_assess(preset, &candidate, &absent, &result, NULL, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.outcome, IS(UNDECIDED));
}

/* A newer program's records are longer. (There is no older one: the records are as they were first published.) */
static void test_newer_sizes(void **state)
{
    (void)state;
    struct {
        kogge_kam_candidate candidate;
        uint64_t more;
    } newer = { given_candidate(), 0 };
    struct {
        kogge_kam_value value;
        uint64_t more;
    } values[] = { { { 1, LIGHTHOUSE, 0 }, 0 }, { { 2, COUNTRIES, 0 }, 0 } };
    struct {
        kogge_kam_result result;
        uint64_t more;
    } result = { .more = 0x5a5a };
    struct {
        kogge_kam_missing row;
        uint64_t more;
    } missing[3] = { { .more = 0x5a5a }, { .more = 0x5a5a }, { .more = 0x5a5a } };
    const kogge_rows rows = { values, 2, sizeof values[0] };
    kogge_out_rows out = { missing, 3, 0, sizeof missing[0] };
    newer.candidate.struct_size = sizeof newer;
    result.result.struct_size = sizeof result;
    assert_int_equal(kogge_kam_assess(preset, &newer.candidate, &rows, &result.result, &out, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.result.filled_size, sizeof result.result);
    assert_int_equal(result.result.outcome, IS(UNDECIDED));
    assert_int_equal(result.result.strategic_met, 1);
    assert_int_equal(out.count, 3);
    assert_int_equal(missing[2].row.criterion, CONTRIBUTION);
    values[1].more = 1;
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_kam_assess(preset, &newer.candidate, &rows, &result.result, &out, NULL, &error),
                     KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.row, 1);
    values[1].more = 0;
    newer.more = 1;
    assert_int_equal(kogge_kam_assess(preset, &newer.candidate, &rows, &result.result, &out, NULL, &error),
                     KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.row, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reasons_of_a_key_account),
        cmocka_unit_test(test_reasons_of_missing_figures),
        cmocka_unit_test(test_decisive_reasons),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_strategic),
        cmocka_unit_test(test_how_many_are_needed),
        cmocka_unit_test(test_missing_policies),
        cmocka_unit_test(test_nothing_missing),
        cmocka_unit_test(test_weight_zero),
        cmocka_unit_test(test_all_missing),
        cmocka_unit_test(test_order_of_missing),
        cmocka_unit_test(test_utility),
        cmocka_unit_test(test_rounded_score),
        cmocka_unit_test(test_knock_outs),
        cmocka_unit_test(test_knock_outs_together),
        cmocka_unit_test(test_flags_of_the_other_stage),
        cmocka_unit_test(test_no_criteria),
        cmocka_unit_test(test_most_criteria),
        cmocka_unit_test(test_quid_pro_quo),
        cmocka_unit_test(test_ask_again),
        cmocka_unit_test(test_refused_values),
        cmocka_unit_test(test_refused_candidates),
        cmocka_unit_test(test_refused_arguments),
        cmocka_unit_test(test_newer_sizes),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
