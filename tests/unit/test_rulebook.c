/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Compiling: what is refused and how it is said, limits, tables, memory, references. */

#include "given.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- what makes no sense ------------------------------------------------------------------------------------- */

enum { MOST_RULES = 20 };

struct draft {
    kogge_policy policy;
    kogge_order_rule rules[MOST_RULES];
    size_t count;
};

static void open_draft(struct draft *draft)
{
    draft->policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    memset(draft->rules, 0, sizeof draft->rules);
    draft->count = 0;
}

static kogge_status compile(const kogge_rulebook_spec *spec, kogge_error *error)
{
    kogge_rulebook *book = NULL;
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    kogge_status status = kogge_rulebook_new(spec, &book, error);
    assert_int_equal(status == KOGGE_OK, book != NULL);
    assert_int_equal(status, error->status);
    kogge_rulebook_unref(book);
    return status;
}

static kogge_status compile_draft(const struct draft *draft, kogge_error *error)
{
    const kogge_rulebook_spec spec = given_spec(&draft->policy, draft->rules, draft->count);
    return compile(&spec, error);
}

#define R(name) KOGGE_FIELD_ORDER_RULE_##name

/* One rule that is refused; the text after "order rule 3: " has these words in it. */
static const struct {
    kogge_order_rule rule;
    int32_t field;
    const char *words;
} bad_rules[] = {
    { { .effect = KOGGE_FEE_FLAT, .from_minor = 15000, .below_minor = 10000, .amount_minor = 1 },
      R(BELOW),
      "below 100.00 EUR is not above from 150.00 EUR" },
    { { .effect = KOGGE_ACTION_WARN, .from_minor = 123456, .below_minor = 123456 },
      R(BELOW),
      "below 1,234.56 EUR is not above from 1,234.56 EUR" },
    { { .effect = KOGGE_FEE_PERCENT, .rate_bp = 100, .amount_minor = 1 }, R(AMOUNT), "amount" },
    { { .effect = KOGGE_FEE_TOP_UP, .below_minor = 100, .amount_minor = 1 }, R(AMOUNT), "amount" },
    { { .effect = KOGGE_FEE_SLICE, .rate_bp = 100, .amount_minor = 1 }, R(AMOUNT), "amount" },
    { { .effect = KOGGE_FEE_COST_COVER, .amount_minor = 1 }, R(AMOUNT), "amount" },
    { { .effect = KOGGE_ACTION_BLOCK, .amount_minor = 1 }, R(AMOUNT), "amount" },
    { { .effect = KOGGE_FEE_BROKEN_PACK, .amount_minor = 1, .amount_per = 100 }, R(AMOUNT_PER), "price unit" },
    { { .effect = KOGGE_FEE_FLAT, .amount_minor = 1, .rate_bp = 100 }, R(RATE_BP), "rate" },
    { { .effect = KOGGE_ACTION_WARN, .rate_bp = 100 }, R(RATE_BP), "rate" },
    { { .effect = KOGGE_FEE_FLAT, .amount_minor = 1, .min_minor = 1 }, R(MIN), "min" },
    { { .effect = KOGGE_FEE_SLICE, .rate_bp = 1, .max_minor = 1 }, R(MAX), "max" },
    { { .effect = KOGGE_FEE_PERCENT, .rate_bp = 1, .min_minor = 200, .max_minor = 199 }, R(MAX), "max is below min" },
    { { .effect = KOGGE_FEE_TOP_UP, .from_minor = 100 }, R(BELOW), "need below" },
    { { .effect = KOGGE_FEE_FLAT, .amount_minor = 1, .cap = KOGGE_CAP_CLIFF }, R(BELOW), "need below" },
    { { .effect = KOGGE_FEE_SLICE, .rate_bp = 1, .below_minor = 100, .cap = KOGGE_CAP_CLIFF }, R(CAP), "SLICE" },
    { { .effect = KOGGE_ACTION_REVIEW, .below_minor = 100, .cap = KOGGE_CAP_CLIFF }, R(CAP), "action" },
    { { .effect = KOGGE_FEE_FLAT,
        .amount_minor = 1,
        .below_minor = 100,
        .cap = KOGGE_CAP_CLIFF,
        .base = KOGGE_BASE_GROSS },
      R(BASE),
      "GROSS" },
    { { .effect = KOGGE_FEE_TOP_UP, .below_minor = 100, .base = KOGGE_BASE_GROSS }, R(BASE), "GROSS" },
    { { .effect = KOGGE_ACTION_WARN, .channels = 1 }, R(CHANNELS), "never match" },
    { { .effect = KOGGE_ACTION_WARN, .brands = 1 }, R(BRANDS), "never match" },
    { { .effect = KOGGE_ACTION_WARN, .order_types = 1 }, R(ORDER_TYPES), "never match" },
    { { .effect = KOGGE_ACTION_WARN, .delivery_modes = 1 }, R(DELIVERY_MODES), "never match" },
    { { .effect = KOGGE_ACTION_WARN, .treatments = 1 }, R(TREATMENTS), "never match" },
    { { .effect = KOGGE_ACTION_BLOCK, .waivers = 2 }, R(WAIVERS), "waiver" },
    { { .effect = KOGGE_ACTION_BLOCK, .free_per_period = 1 }, R(FREE_PER_PERIOD), "free" },
    { { .effect = KOGGE_ACTION_WARN, .valid_from_at = 100, .valid_until_at = 100 }, R(VALID_UNTIL_AT), "valid" },
    { { .effect = KOGGE_ACTION_WARN, .valid_from_at = -5, .valid_until_at = -6 }, R(VALID_UNTIL_AT), "valid" },
};

static void test_bad_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad_rules); i++) {
        struct draft draft;
        kogge_error error;
        open_draft(&draft);
        draft.rules[0] = given_fee(9, 100, 1);
        draft.rules[1] = bad_rules[i].rule;
        draft.rules[1].id = 3;
        draft.count = 2;
        if (compile_draft(&draft, &error) != KOGGE_E_INVALID || error.field != bad_rules[i].field)
            fail_msg("bad rule %zu: %s names %s", i, error.text, kogge_field_name(error.field));
        assert_int_equal(error.rule, 3);
        assert_int_equal(error.row, 1);
        if (strncmp(error.text, "order rule 3: ", 14) || !strstr(error.text, bad_rules[i].words))
            fail_msg("bad rule %zu: %s", i, error.text);
    }
}

/* The words of semantics 1, letter for letter. */
static void test_upside_down(void **state)
{
    (void)state;
    struct draft draft;
    kogge_error error;
    open_draft(&draft);
    draft.rules[0] = given_fee(3, 10000, 1500);
    draft.rules[0].from_minor = 15000;
    draft.count = 1;
    assert_int_equal(compile_draft(&draft, &error), KOGGE_E_INVALID);
    assert_string_equal(error.text, "order rule 3: below 100.00 EUR is not above from 150.00 EUR");
}

/* Their good neighbours. */
static void test_good_rules(void **state)
{
    (void)state;
    static const kogge_order_rule good[] = {
        { .effect = KOGGE_FEE_FLAT, .from_minor = 100, .below_minor = 101, .amount_minor = 1 },
        { .effect = KOGGE_FEE_FLAT, .from_minor = 100, .amount_minor = 1 },
        { .effect = KOGGE_FEE_FLAT },
        { .effect = KOGGE_FEE_LINE_SHORTFALL, .amount_minor = 50, .amount_per = 100 },
        { .effect = KOGGE_FEE_PERCENT, .rate_bp = 1, .min_minor = 200, .max_minor = 200 },
        { .effect = KOGGE_FEE_PERCENT, .rate_bp = 1, .min_minor = 200 },
        { .effect = KOGGE_FEE_PERCENT, .rate_bp = 1, .max_minor = 200, .base = KOGGE_BASE_GROSS },
        { .effect = KOGGE_FEE_COST_COVER, .below_minor = 100, .cap = KOGGE_CAP_CLIFF },
        { .effect = KOGGE_FEE_TOP_UP, .below_minor = 100, .cap = KOGGE_CAP_CLIFF, .base = KOGGE_BASE_WITH_FREIGHT },
        { .effect = KOGGE_FEE_EFFORT, .amount_minor = 1, .below_minor = 100, .cap = KOGGE_CAP_CLIFF },
        { .effect = KOGGE_ACTION_ALLOW, .tiers = 1 }, /* unclassified customers */
        { .effect = KOGGE_ACTION_ALLOW, .channels = 3, .treatments = 3 },
        { .effect = KOGGE_ACTION_WARN, .valid_from_at = 100, .valid_until_at = 101 },
        { .effect = KOGGE_ACTION_WARN, .valid_until_at = -100 },
        { .effect = KOGGE_FEE_FLAT, .amount_minor = 1, .waivers = 0x7e, .free_per_period = 3 },
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        struct draft draft;
        kogge_error error;
        open_draft(&draft);
        draft.rules[0] = good[i];
        draft.rules[0].id = 1;
        draft.count = 1;
        if (compile_draft(&draft, &error))
            fail_msg("good rule %zu: %s", i, error.text);
    }
}

/* ---- rules against each other -------------------------------------------------------------------------------- */

#define CLIFF(number, ...)                                                                                           \
    {                                                                                                                \
        .id = number, .effect = KOGGE_FEE_FLAT, .amount_minor = 990, .below_minor = 4900, .cap = KOGGE_CAP_CLIFF,    \
        __VA_ARGS__                                                                                                  \
    }

static const struct {
    kogge_order_rule rules[2];
    kogge_status status;
    int32_t field;
    int32_t rule; /* 0: either may be named */
} pairs[] = {
    { { { .id = 5, .effect = KOGGE_FEE_FLAT }, { .id = 5, .effect = KOGGE_ACTION_WARN } },
      KOGGE_E_INVALID,
      R(ID),
      5 },
    { { { .id = 1, .effect = KOGGE_FEE_FLAT, .group = 2 },
        { .id = 2, .effect = KOGGE_FEE_FLAT, .group = 2, .base = KOGGE_BASE_GROSS } },
      KOGGE_E_INVALID,
      R(BASE),
      0 },
    { { { .id = 1, .effect = KOGGE_FEE_FLAT, .group = 2, .agreement = 7 },
        { .id = 2, .effect = KOGGE_FEE_FLAT, .group = 2, .base = KOGGE_BASE_GROSS, .agreement = 8 } },
      KOGGE_E_INVALID,
      R(BASE),
      0 },
    { { { .id = 1, .effect = KOGGE_FEE_FLAT, .group = 2 }, /* 0 is NET */
        { .id = 2, .effect = KOGGE_FEE_FLAT, .group = 2, .base = KOGGE_BASE_NET } },
      KOGGE_OK,
      0,
      0 },
    { { { .id = 1, .effect = KOGGE_FEE_FLAT }, { .id = 2, .effect = KOGGE_FEE_FLAT, .base = KOGGE_BASE_GROSS } },
      KOGGE_OK,
      0,
      0 }, /* group 0 is none */
    { { { .id = 1, .effect = KOGGE_FEE_COST_COVER, .group = 1 },
        { .id = 2, .effect = KOGGE_FEE_COST_COVER, .group = 2 } },
      KOGGE_E_INVALID,
      R(GROUP),
      0 },
    { { { .id = 1, .effect = KOGGE_FEE_COST_COVER }, { .id = 2, .effect = KOGGE_FEE_COST_COVER, .group = 2 } },
      KOGGE_E_INVALID,
      R(GROUP),
      0 },
    { { { .id = 1, .effect = KOGGE_FEE_COST_COVER }, { .id = 2, .effect = KOGGE_FEE_COST_COVER } },
      KOGGE_E_INVALID,
      R(GROUP),
      0 },
    { { { .id = 1, .effect = KOGGE_FEE_COST_COVER, .group = 3 },
        { .id = 2, .effect = KOGGE_FEE_COST_COVER, .group = 3, .tiers = 2 } },
      KOGGE_OK,
      0,
      0 },
    /* Two CLIFF rules that one order could meet: of two groups, or both in none. */
    { { CLIFF(1, .group = 1), CLIFF(2, .group = 2) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 0), CLIFF(2, .group = 0) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 1), CLIFF(2, .group = 0) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 1), CLIFF(2, .group = 2, .agreement = 7) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 1, .agreement = 7), CLIFF(2, .group = 2, .agreement = 7) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 1, .tiers = 6), CLIFF(2, .group = 2, .tiers = 12) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 1, .country = 276), CLIFF(2, .group = 2, .sales_org = 1) }, KOGGE_E_INVALID, R(CAP), 0 },
    { { CLIFF(1, .group = 1, .from_minor = 4800),
        { .id = 2,
          .group = 2,
          .effect = KOGGE_FEE_TOP_UP,
          .from_minor = 4899,
          .below_minor = 9000,
          .cap = KOGGE_CAP_CLIFF } },
      KOGGE_E_INVALID,
      R(CAP),
      0 },
    { { CLIFF(1, .group = 1, .valid_until_at = 100), CLIFF(2, .group = 2, .valid_from_at = 99) },
      KOGGE_E_INVALID,
      R(CAP),
      0 },
    { { CLIFF(1, .group = 1), /* bands of two bases cannot be compared */
        { .id = 2,
          .group = 2,
          .effect = KOGGE_FEE_FLAT,
          .from_minor = 4900,
          .below_minor = 9000,
          .cap = KOGGE_CAP_CLIFF,
          .base = KOGGE_BASE_WITH_FREIGHT } },
      KOGGE_E_INVALID,
      R(CAP),
      0 },
    { { CLIFF(1, .group = 1), CLIFF(2, .group = 1) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1), { .id = 2, .group = 2, .effect = KOGGE_FEE_FLAT, .below_minor = 4900 } },
      KOGGE_OK,
      0,
      0 },
    { { CLIFF(1, .group = 1),
        { .id = 2,
          .group = 2,
          .effect = KOGGE_FEE_FLAT,
          .from_minor = 4900,
          .below_minor = 9000,
          .cap = KOGGE_CAP_CLIFF } },
      KOGGE_OK,
      0,
      0 },
    { { CLIFF(1, .group = 1, .tiers = 6), CLIFF(2, .group = 2, .tiers = 24) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .channels = 2), CLIFF(2, .group = 2, .channels = 4) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .treatments = 2), CLIFF(2, .group = 2, .treatments = 4) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .brands = 2), CLIFF(2, .group = 2, .brands = 4) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .order_types = 2), CLIFF(2, .group = 2, .order_types = 4) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .delivery_modes = 2), CLIFF(2, .group = 2, .delivery_modes = 4) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .country = 276), CLIFF(2, .group = 2, .country = 40) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .sales_org = 1), CLIFF(2, .group = 2, .sales_org = 2) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .customer_group = 1), CLIFF(2, .group = 2, .customer_group = 2) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .agreement = 7), CLIFF(2, .group = 2, .agreement = 8) }, KOGGE_OK, 0, 0 },
    { { CLIFF(1, .group = 1, .valid_until_at = 100), CLIFF(2, .group = 2, .valid_from_at = 100) }, KOGGE_OK, 0, 0 },
    /* Code 0 is unknown and holds in no mask, so that bit 0 is no common ground. */
    { { CLIFF(1, .group = 1, .channels = 3), CLIFF(2, .group = 2, .channels = 5) }, KOGGE_OK, 0, 0 },
};

static void check_pair(size_t i, bool swapped)
{
    struct draft draft;
    kogge_error error;
    open_draft(&draft);
    draft.rules[0] = pairs[i].rules[swapped];
    draft.rules[1] = pairs[i].rules[!swapped];
    draft.count = 2;
    if (compile_draft(&draft, &error) != pairs[i].status || error.field != pairs[i].field)
        fail_msg("pair %zu: %s (%s)", i, error.text, kogge_field_name(error.field));
    if (!pairs[i].status)
        return;
    assert_true(error.rule == pairs[i].rules[0].id || error.rule == pairs[i].rules[1].id);
    assert_int_equal(strncmp(error.text, "order rule ", 11), 0);
    if (pairs[i].field == R(ID))
        assert_int_equal(error.row, 1);
}

static void test_pairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        check_pair(i, false);
        check_pair(i, true);
    }
}

/* The message does not depend on the order of rows (semantics 0). */
static void test_same_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        kogge_error first, second;
        struct draft draft;
        if (!pairs[i].status || pairs[i].field == R(ID))
            continue;
        open_draft(&draft);
        draft.count = 2;
        memcpy(draft.rules, pairs[i].rules, sizeof pairs[i].rules);
        (void)compile_draft(&draft, &first);
        draft.rules[0] = pairs[i].rules[1];
        draft.rules[1] = pairs[i].rules[0];
        (void)compile_draft(&draft, &second);
        assert_string_equal(first.text, second.text);
        assert_int_equal(first.rule, second.rule);
    }
}

/* ---- policy and spec ----------------------------------------------------------------------------------------- */

#define P(name) KOGGE_FIELD_POLICY_##name

static void test_bad_policies(void **state)
{
    (void)state;
    struct draft draft;
    kogge_error error;
#define BAD(statement, named)                                                                                        \
    do {                                                                                                             \
        open_draft(&draft);                                                                                          \
        statement;                                                                                                   \
        assert_int_equal(compile_draft(&draft, &error), KOGGE_E_INVALID);                                            \
        assert_int_equal(error.field, named);                                                                        \
        assert_int_equal(error.rule, 0);                                                                             \
        assert_int_equal(error.row, -1);                                                                             \
        assert_non_null(strstr(error.text, kogge_field_name(named)));                                                \
    } while (0)
    BAD(draft.policy.strategy = 0, P(STRATEGY)); /* R093 */
    BAD(draft.policy.strategy = KOGGE_STRATEGY_UNDECIDED, P(STRATEGY));
    BAD(draft.policy.cut_a_minor = 100, P(CUT_B));
    BAD(draft.policy.cut_b_minor = 100, P(CUT_B));
    BAD((draft.policy.cut_a_minor = 100, draft.policy.cut_b_minor = 101), P(CUT_B));
    BAD(draft.policy.cut_b_bp = 7999, P(CUT_B_BP));
    BAD(draft.policy.small_by = 2, P(SMALL_K));
    BAD((draft.policy.small_by = 6, draft.policy.small_k = 3), P(SMALL_K));
#undef BAD
    open_draft(&draft);
    draft.policy.cut_a_minor = draft.policy.cut_b_minor = 100;
    draft.policy.cut_b_bp = draft.policy.cut_a_bp;
    draft.policy.small_by = 6;
    draft.policy.small_k = 2;
    assert_int_equal(compile_draft(&draft, &error), KOGGE_OK);
}

static void test_bad_tables(void **state)
{
    (void)state;
    const kogge_channel_cost costs[] = { { 100, KOGGE_CHANNEL_SHOP, 0 },
                                         { 200, KOGGE_CHANNEL_FAX, 0 },
                                         { 300, KOGGE_CHANNEL_SHOP, 0 } };
    const struct {
        kogge_treatment_row rows[2];
        int32_t field;
    } treatments[] = {
        { { { .strategy = 1, .treatment = 1 }, { .strategy = 1, .treatment = 1 } },
          KOGGE_FIELD_TREATMENT_ROW_TREATMENT },
        { { { .strategy = 1, .treatment = 1 }, { .strategy = KOGGE_STRATEGY_HOLD, .treatment = 2 } },
          KOGGE_FIELD_TREATMENT_ROW_STRATEGY },
        { { { .strategy = 1, .treatment = 1 }, { .strategy = KOGGE_STRATEGY_MIXED, .treatment = 2 } },
          KOGGE_FIELD_TREATMENT_ROW_STRATEGY },
        { { { .strategy = 1, .treatment = 1 }, { .strategy = 1, .treatment = 2, .care = KOGGE_CARE_KAM } },
          KOGGE_FIELD_TREATMENT_ROW_CARE },
        { { { .strategy = 1, .treatment = 1 },
            { .strategy = 1, .treatment = 2, .replenishment = KOGGE_REPLENISHMENT_OFFER } },
          KOGGE_FIELD_TREATMENT_ROW_REPLENISHMENT },
    };
    struct draft draft;
    kogge_error error;
    open_draft(&draft);
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &draft.policy };
    spec.channel_costs = (kogge_rows)KOGGE_ROWS(costs);
    assert_int_equal(compile(&spec, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_CHANNEL_COST_CHANNEL);
    assert_int_equal(error.row, 2);
    assert_non_null(strstr(error.text, "SHOP"));
    spec.channel_costs = (kogge_rows){ 0 };
    for (size_t i = 0; i < COUNT(treatments); i++) {
        spec.treatments = (kogge_rows)KOGGE_ROWS(treatments[i].rows);
        assert_int_equal(compile(&spec, &error), KOGGE_E_INVALID);
        assert_int_equal(error.field, treatments[i].field);
        assert_int_equal(error.row, 1);
        assert_true(strlen(error.text) > 20);
    }
}

#define K(name) KOGGE_FIELD_KAM_CRITERION_##name
#define HARD(number, bottom, top, share)                                                                             \
    {                                                                                                                \
        .id = number, .kind = 6, .stage = KOGGE_STAGE_HARD, .low = bottom, .high = top, .weight = share              \
    }

static void test_bad_criteria(void **state)
{
    (void)state;
    const struct {
        kogge_kam_criterion rows[2];
        kogge_status status;
        int32_t field, rule;
        int64_t row;
        const char *text;
    } cases[] = {
        { { HARD(3, 0, 9, 1), HARD(3, 0, 9, 1) }, KOGGE_E_INVALID, K(ID), 3, 1, "already" },
        { { HARD(3, 0, 9, 1), HARD(0, 0, 9, 1) }, KOGGE_E_INVALID, K(ID), 0, 1, "required" },
        { { HARD(3, 0, 9, 1), HARD(-4, 0, 9, 1) }, KOGGE_E_RANGE, K(ID), -4, 1, "outside" },
        { { HARD(3, 0, 9, 1), { .id = 4, .stage = 1 } }, KOGGE_E_INVALID, K(KIND), 4, 1, "required" },
        { { HARD(3, 0, 9, 1), { .id = 4, .kind = 8, .stage = 1 } }, KOGGE_E_UNSUPPORTED, K(KIND), 4, 1, "8" },
        { { HARD(3, 0, 9, 1), { .id = 4, .kind = 99, .stage = 1 } }, KOGGE_E_UNSUPPORTED, K(KIND), 4, 1, "99" },
        { { HARD(3, 0, 9, 1), { .id = 4, .kind = -1, .stage = 1 } }, KOGGE_E_UNSUPPORTED, K(KIND), 4, 1, "-1" },
        { { HARD(3, 0, 9, 1), { .id = 4, .kind = 1 } }, KOGGE_E_INVALID, K(STAGE), 4, 1, "required" },
        { { HARD(3, 0, 9, 1), { .id = 4, .kind = 1, .stage = 3 } }, KOGGE_E_UNSUPPORTED, K(STAGE), 4, 1, "3" },
        { { HARD(3, 0, 9, 1), HARD(4, 7, 7, 1) }, KOGGE_E_INVALID, K(HIGH), 4, 1, "equal" },
        { { HARD(3, 0, 9, 1), HARD(4, 0, 0, 1) }, KOGGE_E_INVALID, K(HIGH), 4, 1, "low and high" },
        { { HARD(3, 0, 9, 0), HARD(2, 0, 9, 0) }, KOGGE_E_INVALID, K(WEIGHT), 2, -1, "weights" },
        { { HARD(3, 0, 9, 1), HARD(4, 0, 9, 10001) }, KOGGE_E_RANGE, K(WEIGHT), 4, 1, "10001" },
        { { HARD(3, 0, 9, 1), HARD(4, 0, 9, -1) }, KOGGE_E_RANGE, K(WEIGHT), 4, 1, "-1" },
        { { HARD(3, 0, 9, 1), HARD(4, 0, KOGGE_MONEY_MAX + 1, 1) }, KOGGE_E_RANGE, K(HIGH), 4, 1, "outside" },
        { { HARD(3, 0, 9, 1), { .id = 4, .kind = 1, .stage = 1, .criterion_flags = 8 } },
          KOGGE_E_UNSUPPORTED,
          K(CRITERION_FLAGS),
          4,
          1,
          "0x8" },
    };
    struct draft draft;
    kogge_error error;
    open_draft(&draft);
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &draft.policy };
    for (size_t i = 0; i < COUNT(cases); i++) {
        spec.criteria = (kogge_rows)KOGGE_ROWS(cases[i].rows);
        assert_int_equal(compile(&spec, &error), cases[i].status);
        assert_int_equal(error.field, cases[i].field);
        assert_int_equal(error.rule, cases[i].rule);
        assert_int_equal(error.row, cases[i].row);
        assert_non_null(strstr(error.text, cases[i].text));
    }
}

/* What is allowed: less is better, the host's kinds, strategic rows without anchors, hard rows of weight 0 besides.
 */
static void test_good_criteria(void **state)
{
    (void)state;
    const kogge_kam_criterion rows[] = {
        HARD(3, 9, -9, 10000),
        HARD(2, -KOGGE_MONEY_MAX, KOGGE_MONEY_MAX, 0),
        { .id = INT32_MAX, .kind = INT32_MAX, .stage = KOGGE_STAGE_STRATEGIC },
        { .id = 1, .kind = 100, .stage = KOGGE_STAGE_STRATEGIC, .low = 5, .high = 5, .at_least = -7 },
    };
    const int order[] = { 3, 1, 0, 2 };
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .criteria = KOGGE_ROWS(rows) };
    kogge_rulebook *book = given_book_of(&spec);
    kogge_kam_criterion found[COUNT(rows)];
    kogge_out_rows out = { found, COUNT(found), 0, sizeof *found };
    assert_int_equal(kogge_rulebook_criteria(book, &out), KOGGE_OK);
    assert_int_equal(out.count, COUNT(rows));
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_memory_equal(&found[i], &rows[order[i]], sizeof *found);
    }
    kogge_rulebook_unref(book);

    spec.criteria = given_rows(rows, 0, sizeof *rows);
    book = given_book_of(&spec);
    assert_int_equal(kogge_rulebook_criteria(book, &out), KOGGE_OK);
    assert_int_equal(out.count, 0);
    kogge_rulebook_unref(book);
}

/* 16 rows of each stage are possible, and no more. */
static void test_most_criteria(void **state)
{
    (void)state;
    enum { MOST = 16 };
    kogge_kam_criterion rows[2 * MOST + 1];
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    for (int32_t i = 0; i < 2 * MOST + 1; i++) {
        rows[i] = (kogge_kam_criterion)HARD(i + 1, 0, 9, 1);
        rows[i].stage = 1 + i % 2;
    }
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_error error;
    for (int32_t stage = 1; stage <= 2; stage++) {
        rows[2 * MOST].stage = stage;
        spec.criteria = given_rows(rows, 2 * MOST, sizeof *rows);
        assert_int_equal(compile(&spec, &error), KOGGE_OK);
        spec.criteria = given_rows(rows, 2 * MOST + 1, sizeof *rows);
        assert_int_equal(compile(&spec, &error), KOGGE_E_LIMIT);
        assert_int_equal(error.field, K(STAGE));
        assert_int_equal(error.rule, 2 * MOST + 1);
        assert_int_equal(error.row, 2 * MOST);
        assert_non_null(strstr(error.text, "16"));
    }
}

static void test_bad_specs(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec good = { .struct_size = sizeof good, .policy = &policy };
    const char row[256] = "";
    kogge_rulebook_spec spec;
    kogge_error error;
#define BAD(statement, expected)                                                                                     \
    do {                                                                                                             \
        spec = good;                                                                                                 \
        statement;                                                                                                   \
        assert_int_equal(compile(&spec, &error), expected);                                                          \
        assert_true(strlen(error.text) > 10);                                                                        \
    } while (0)
    BAD(spec.policy = NULL, KOGGE_E_INVALID);
    BAD(spec.struct_size = 0, KOGGE_E_STRUCT_SIZE);
    BAD(spec.struct_size = sizeof spec - 8, KOGGE_E_STRUCT_SIZE);
    BAD(spec.struct_size = 4104, KOGGE_E_STRUCT_SIZE);
    BAD(spec.flags = 1, KOGGE_E_UNSUPPORTED);
    BAD(spec.sales = (const kogge_sales_policy *)(const void *)row, KOGGE_E_STRUCT_SIZE);
    BAD(spec.strategy_weights = given_rows(row, 1, 8), KOGGE_E_STRUCT_SIZE);
    BAD(spec.rules.count = 1, KOGGE_E_INVALID);
    BAD(spec.treatments.count = 1, KOGGE_E_INVALID);
    BAD(spec.channel_costs.count = 1, KOGGE_E_INVALID);
    BAD(spec.criteria.count = 1, KOGGE_E_INVALID);
    BAD(spec.strategy_weights.count = 1, KOGGE_E_INVALID);
#undef BAD
}

/* A newer caller's spec: what this library does not know must be zero. */
static void test_larger_spec(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    struct {
        kogge_rulebook_spec spec;
        unsigned char later[16];
    } room = { { .struct_size = sizeof room, .policy = &policy }, { 0 } };
    kogge_error error;
    assert_int_equal(compile(&room.spec, &error), KOGGE_OK);
    room.later[9] = 1;
    assert_int_equal(compile(&room.spec, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(error.offset, sizeof room.spec + 9);
}

/* ---- limits -------------------------------------------------------------------------------------------------- */

static kogge_status compile_many(const kogge_order_rule *rules, size_t count, kogge_error *error)
{
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = given_spec(&policy, rules, count);
    return compile(&spec, error);
}

static void test_most_rules(void **state)
{
    (void)state;
    const size_t most = 1048576;
    kogge_order_rule *rules = calloc(most + 1, sizeof *rules);
    kogge_error error;
    assert_non_null(rules);
    assert_int_equal(KOGGE_RULES_MAX, most);
    for (size_t i = 0; i <= most; i++) {
        rules[i] = given_fee((int32_t)i + 1, 4900, 990);
        rules[i].agreement = i / 3;
    }
    assert_int_equal(compile_many(rules, most, &error), KOGGE_OK);
    assert_int_equal(compile_many(rules, most + 1, &error), KOGGE_E_LIMIT);
    assert_non_null(strstr(error.text, "1048577"));
    rules[most - 1].id = 1;
    assert_int_equal(compile_many(rules, most, &error), KOGGE_E_INVALID);
    assert_int_equal(error.row, most - 1);
    free(rules);
}

/* Rules of one agreement, customer group, country and sales organisation. */
static void test_most_banded_rules(void **state)
{
    (void)state;
    enum { MOST = 4096 };
    static kogge_order_rule rules[MOST + 2];
    kogge_error error;
    for (int32_t i = 0; i < MOST + 2; i++) {
        rules[i] =
            (kogge_order_rule){ .id = i + 1, .effect = KOGGE_ACTION_WARN, .below_minor = i + 1, .country = 276 };
    }
    assert_int_equal(compile_many(rules, MOST, &error), KOGGE_OK);
    assert_int_equal(compile_many(rules, MOST + 1, &error), KOGGE_E_LIMIT);
    rules[7].country = 40;
    assert_int_equal(compile_many(rules, MOST + 1, &error), KOGGE_OK);
    rules[7].country = 276;
    rules[7].agreement = 5;
    assert_int_equal(compile_many(rules, MOST + 1, &error), KOGGE_OK);
    rules[7].agreement = 0;
    rules[7].below_minor = 0; /* no band */
    assert_int_equal(compile_many(rules, MOST + 1, &error), KOGGE_OK);
    assert_int_equal(compile_many(rules, MOST + 2, &error), KOGGE_E_LIMIT);
}

static kogge_order_rule plain_fee(int32_t id, int32_t group, uint64_t agreement)
{
    return (kogge_order_rule){
        .id = id, .group = group, .agreement = agreement, .effect = KOGGE_FEE_FLAT, .amount_minor = id
    };
}

static void test_most_fees(void **state)
{
    (void)state;
    kogge_order_rule rules[40];
    kogge_error error;
    for (int32_t i = 0; i < 40; i++) {
        rules[i] = plain_fee(i + 1, 0, 0);
    }
    assert_int_equal(compile_many(rules, 16, &error), KOGGE_OK);
    assert_int_equal(compile_many(rules, 17, &error), KOGGE_E_LIMIT);
    assert_int_equal(error.field, KOGGE_FIELD_ORDER_RULE_GROUP);
    for (int32_t i = 0; i < 40; i++) {
        rules[i] = plain_fee(i + 1, i + 1, 0);
    }
    assert_int_equal(compile_many(rules, 16, &error), KOGGE_OK);
    assert_int_equal(compile_many(rules, 17, &error), KOGGE_E_LIMIT);
    /* A group gives one fee, and an action none. */
    rules[16].group = 1;
    assert_int_equal(compile_many(rules, 17, &error), KOGGE_OK);
    rules[17].effect = KOGGE_ACTION_WARN;
    rules[17].amount_minor = 0;
    assert_int_equal(compile_many(rules, 18, &error), KOGGE_OK);
    /* The general rules and those of one agreement: 8 + 8, but not 8 + 8 + 8 of two agreements. */
    for (int32_t i = 0; i < 24; i++) {
        rules[i] = plain_fee(i + 1, 0, (uint64_t)(i / 8));
    }
    assert_int_equal(compile_many(rules, 24, &error), KOGGE_OK);
    rules[24] = plain_fee(25, 0, 2);
    assert_int_equal(compile_many(rules, 25, &error), KOGGE_E_LIMIT);
    rules[24] = plain_fee(25, 0, 3);
    assert_int_equal(compile_many(rules, 25, &error), KOGGE_OK);
    /* A group of both counts once. */
    for (int32_t i = 0; i < 32; i++) {
        rules[i] = plain_fee(i + 1, 1 + i % 16, (uint64_t)(i / 16));
    }
    assert_int_equal(compile_many(rules, 32, &error), KOGGE_OK);
}

/* All sixteen at once: the list has room for them. */
static void test_sixteen_fees(void **state)
{
    (void)state;
    kogge_order_rule rules[16];
    for (int32_t i = 0; i < 16; i++) {
        rules[i] = plain_fee(i + 1, i % 2 ? i : 0, 0);
    }
    kogge_rulebook *book = given_book(rules, 16);
    const kogge_order order = given_order(1000);
    kogge_fee list[KOGGE_FEES_MAX];
    kogge_fees fees = { list, KOGGE_FEES_MAX, 0 };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    assert_int_equal(kogge_order_assess(book, NULL, &order, NULL, &result, &fees, NULL, NULL), KOGGE_OK);
    assert_int_equal(fees.count, 16);
    assert_int_equal(result.charged_minor, 16 * 17 / 2);
    kogge_rulebook_unref(book);
}

/* ---- tables: given, not given, empty ------------------------------------------------------------------------- */

static size_t rules_of(const kogge_rulebook *book)
{
    kogge_out_rows rows = { 0 };
    assert_int_equal(kogge_rulebook_rules(book, &rows), KOGGE_OK);
    return rows.count;
}

static void test_tables(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR);
    const char none = 0;
    kogge_customer customer = given_customer(KOGGE_TIER_C);
    kogge_order order = given_order(100000);
    order.channel = KOGGE_CHANNEL_PHONE;
    order.known = KOGGE_ORDER_LINE_COUNT;
    order.flags = KOGGE_ORDER_FLAG_QUOTE;

    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_rulebook *book = given_book_of(&spec);
    assert_int_equal(rules_of(book), 4);
    kogge_assessment result = given_result(book, &customer, &order);
    assert_int_equal(result.handling_cost_minor, 2500);
    assert_int_equal(result.action, KOGGE_ACTION_REVIEW); /* a quotation at list price */
    kogge_rulebook_unref(book);

    spec.rules = spec.channel_costs = spec.treatments = given_rows(&none, 0, 0);
    book = given_book_of(&spec);
    assert_int_equal(rules_of(book), 0);
    result = given_result(book, &customer, &order);
    assert_int_equal(result.handling_cost_minor, 0);
    assert_int_equal(result.action, KOGGE_ACTION_ALLOW);
    kogge_rulebook_unref(book);
}

/* A channel without a row costs as much as the dearest. */
static void test_missing_cost(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_channel_cost costs[] = { { 700, KOGGE_CHANNEL_SHOP, 0 }, { 3300, KOGGE_CHANNEL_EDI, 0 } };
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .channel_costs = KOGGE_ROWS(costs) };
    kogge_rulebook *book = given_book_of(&spec);
    kogge_order order = given_order(100000);
    order.known = KOGGE_ORDER_LINE_COUNT;
    assert_int_equal(given_result(book, NULL, &order).handling_cost_minor, 3300);
    order.channel = KOGGE_CHANNEL_FAX;
    assert_int_equal(given_result(book, NULL, &order).handling_cost_minor, 3300);
    order.channel = KOGGE_CHANNEL_SHOP;
    assert_int_equal(given_result(book, NULL, &order).handling_cost_minor, 700);
    kogge_rulebook_unref(book);
}

/* Rules come back by id, and compile to the same book. */
static void test_rules_by_id(void **state)
{
    (void)state;
    const kogge_order_rule rules[] = { given_fee(7, 100, 1), given_fee(3, 100, 2), given_fee(5, 100, 3) };
    kogge_order_rule found[3], one;
    kogge_rulebook *book = given_book(rules, 3);
    kogge_out_rows rows = { found, 3, 0, sizeof *found };
    assert_int_equal(kogge_rulebook_rules(book, &rows), KOGGE_OK);
    assert_memory_equal(&found[0], &rules[1], sizeof *found);
    assert_memory_equal(&found[1], &rules[2], sizeof *found);
    assert_memory_equal(&found[2], &rules[0], sizeof *found);
    rows = (kogge_out_rows){ &one, 1, 0, sizeof one };
    assert_int_equal(kogge_rulebook_rules(book, &rows), KOGGE_OK);
    assert_int_equal(rows.count, 3);
    assert_int_equal(one.id, 3);
    kogge_rulebook *again = given_book(found, 3);
    assert_true(kogge_rulebook_fingerprint(book) == kogge_rulebook_fingerprint(again));
    kogge_rulebook_unref(again);
    kogge_rulebook_unref(book);
}

static void test_policy_round_trip(void **state)
{
    (void)state;
    kogge_policy policy = given_policy(KOGGE_PRESET_FORWARD_2026, 392), back = KOGGE_INIT(kogge_policy);
    policy.max_fee_bp = 333;
    policy.value_services = 0xffff0000;
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_rulebook *book = given_book_of(&spec);
    assert_int_equal(kogge_rulebook_policy(book, &back), KOGGE_OK);
    assert_memory_equal(&back, &policy, sizeof policy);
    spec.policy = &back;
    kogge_rulebook *again = given_book_of(&spec);
    assert_true(kogge_rulebook_fingerprint(book) == kogge_rulebook_fingerprint(again));
    kogge_rulebook_unref(again);
    kogge_rulebook_unref(book);
}

/* ---- memory -------------------------------------------------------------------------------------------------- */

struct heap {
    int calls, open, fails_at; /* fails_at 0: never */
};

static void *heap_alloc(void *context, size_t size)
{
    struct heap *heap = context;
    if (++heap->calls == heap->fails_at)
        return NULL;
    void *block = malloc(size ? size : 1);
    if (block)
        memset(block, 0xa5, size); /* nothing may count on zeroed memory */
    heap->open += block != NULL;
    return block;
}

static void heap_free(void *context, void *block)
{
    struct heap *heap = context;
    heap->open -= block != NULL;
    free(block);
}

static kogge_rulebook_spec spec_with_heap(const kogge_policy *policy, const kogge_allocator *allocator)
{
    static kogge_order_rule rules[200];
    for (int32_t i = 0; i < 200; i++) {
        rules[i] = given_fee(200 - i, 4900, 990);
        rules[i].agreement = (uint64_t)(i % 70);
    }
    kogge_rulebook_spec spec = given_spec(policy, rules, COUNT(rules));
    spec.allocator = allocator;
    return spec;
}

static void test_allocator(void **state)
{
    (void)state;
    struct heap heap = { 0 };
    const kogge_allocator allocator = { heap_alloc, heap_free, &heap };
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = spec_with_heap(&policy, &allocator);
    kogge_rulebook *book = NULL;
    assert_int_equal(kogge_rulebook_new(&spec, &book, NULL), KOGGE_OK);
    assert_true(heap.calls > 0 && heap.open > 0);

    const int calls = heap.calls;
    const kogge_order order = given_order(4800);
    (void)given_result(book, NULL, &order);
    assert_int_equal(heap.calls, calls);
    kogge_rulebook_unref(book);
    assert_int_equal(heap.open, 0);

    kogge_order_rule bad = given_fee(1, 4900, 990);
    bad.from_minor = 5000;
    kogge_rulebook_spec refused = given_spec(&policy, &bad, 1);
    refused.allocator = &allocator;
    assert_int_equal(kogge_rulebook_new(&refused, &book, NULL), KOGGE_E_INVALID);
    assert_int_equal(heap.open, 0);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct heap heap = { 0 };
    const kogge_allocator allocator = { heap_alloc, heap_free, &heap };
    const kogge_policy policy = given_policy(KOGGE_PRESET_RETREAT_2026, KOGGE_EUR);
    kogge_rulebook_spec specs[] = { spec_with_heap(&policy, &allocator),
                                    { .struct_size = sizeof *specs, .policy = &policy, .allocator = &allocator } };
    for (size_t i = 0; i < COUNT(specs); i++) {
        kogge_status status = KOGGE_E_MEMORY;
        int failed = 0;
        for (int nth = 1; status; nth++) {
            kogge_rulebook *book = (kogge_rulebook *)(void *)&heap;
            kogge_error error = KOGGE_INIT(kogge_error);
            heap = (struct heap){ .fails_at = nth };
            status = kogge_rulebook_new(&specs[i], &book, &error);
            if (!status) {
                kogge_rulebook_unref(book);
                assert_int_equal(heap.open, 0);
                break;
            }
            failed++;
            assert_int_equal(status, KOGGE_E_MEMORY);
            assert_int_equal(error.status, KOGGE_E_MEMORY);
            assert_true(strlen(error.text) > 5);
            assert_null(book);
            assert_int_equal(heap.open, 0);
        }
        assert_true(failed >= 3);
    }
}

static void test_references(void **state)
{
    (void)state;
    struct heap heap = { 0 };
    const kogge_allocator allocator = { heap_alloc, heap_free, &heap };
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = spec_with_heap(&policy, &allocator);
    kogge_rulebook *book = given_book_of(&spec);
    assert_ptr_equal(kogge_rulebook_ref(book), book);
    assert_ptr_equal(kogge_rulebook_ref(book), book);
    kogge_rulebook_unref(book);
    kogge_rulebook_unref(book);
    assert_true(heap.open > 0);
    assert_true(kogge_rulebook_fingerprint(book) != 0);
    kogge_rulebook_unref(book);
    assert_int_equal(heap.open, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_rules),     cmocka_unit_test(test_upside_down),
        cmocka_unit_test(test_good_rules),    cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_same_message),  cmocka_unit_test(test_bad_policies),
        cmocka_unit_test(test_bad_tables),    cmocka_unit_test(test_bad_criteria),
        cmocka_unit_test(test_good_criteria), cmocka_unit_test(test_most_criteria),
        cmocka_unit_test(test_bad_specs),     cmocka_unit_test(test_larger_spec),
        cmocka_unit_test(test_most_rules),    cmocka_unit_test(test_most_banded_rules),
        cmocka_unit_test(test_most_fees),     cmocka_unit_test(test_sixteen_fees),
        cmocka_unit_test(test_tables),        cmocka_unit_test(test_missing_cost),
        cmocka_unit_test(test_rules_by_id),   cmocka_unit_test(test_policy_round_trip),
        cmocka_unit_test(test_allocator),     cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
