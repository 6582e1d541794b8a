/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Every finding of lint (fields.md 6): on the smallest book that has the flaw, and not on its neighbour without it.
 */

#include "given.h"

#include <stdbool.h>
#include <string.h>

enum {
    NEUTRAL = KOGGE_PRESET_NEUTRAL_2026,
    RETREAT = KOGGE_PRESET_RETREAT_2026,
    FORWARD = KOGGE_PRESET_FORWARD_2026
};
enum { WARNING = KOGGE_FINDING_LEVEL_WARNING, NOTE = KOGGE_FINDING_LEVEL_NOTE };
enum { ROOM = 64, DEVELOPABLE = KOGGE_TREATMENT_DEVELOPABLE, SMALL = KOGGE_TREATMENT_SMALL, D = KOGGE_TREATMENT_D };

/* ---- looking at a book --------------------------------------------------------------------------------------- */

struct found {
    kogge_finding room[ROOM];
    size_t count;
};

/* Findings come by code, row and other row, each with a text in both languages. */
static struct found lint(const kogge_rulebook *book, int32_t today)
{
    struct found found = { .count = 0 };
    kogge_findings findings = { found.room, ROOM, 77 };
    const kogge_catalogue *languages[] = { NULL, kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN) };
    assert_int_equal(kogge_rulebook_lint(book, today, &findings, NULL), KOGGE_OK);
    assert_in_range(findings.count, 0, ROOM);
    for (size_t i = 0; i < findings.count; i++) {
        char text[2][512];
        for (size_t l = 0; l < COUNT(languages); l++) {
            size_t size = 0;
            assert_int_equal(kogge_explain_finding(languages[l], book, &found.room[i], text[l], sizeof *text, &size),
                             KOGGE_OK);
            assert_in_range(size, 20, sizeof *text);
            assert_null(strpbrk(text[l], "{}[]"));
        }
        assert_string_not_equal(text[0], text[1]);
    }
    found.count = findings.count;
    return found;
}

struct expected {
    int32_t code, level, row, other_row;
};

static void expect_findings(const struct found *found, const struct expected *expected, size_t count,
                            const char *what)
{
    for (size_t i = 0; i < found->count || i < count; i++) {
        const kogge_finding *f = &found->room[i];
        if (i >= count)
            fail_msg("%s: unexpected finding %d of rows %d, %d", what, (int)f->code, (int)f->row, (int)f->other_row);
        if (i >= found->count || f->code != expected[i].code || f->level != expected[i].level ||
            f->row != expected[i].row || f->other_row != expected[i].other_row)
            fail_msg("%s: finding %d is %d of rows %d, %d", what, (int)expected[i].code, (int)f->code, (int)f->row,
                     (int)f->other_row);
    }
}

/* ---- rules against each other --------------------------------------------------------------------------------- */

#define FLAT(number, low, high, fee)                                                                                 \
    .id = number, .group = 1, .effect = KOGGE_FEE_FLAT, .from_minor = low, .below_minor = high, .amount_minor = fee
#define WARN(number, low, high)                                                                                      \
    .id = number, .group = 1, .effect = KOGGE_ACTION_WARN, .from_minor = low, .below_minor = high
#define GAP     KOGGE_FINDING_BAND_GAP, WARNING
#define OVERLAP KOGGE_FINDING_BAND_OVERLAP, WARNING
#define NEVER   KOGGE_FINDING_NEVER_MATCHES, WARNING
#define FALLS   KOGGE_FINDING_TOTAL_FALLS, NOTE
#define JUMPS   KOGGE_FINDING_FEE_JUMPS_UP, WARNING

static const struct {
    const char *what;
    kogge_order_rule rules[3];
    struct expected expected[4];
} books[] = {
    /* 1 BAND_GAP */
    { "a gap", { { WARN(1, 0, 100) }, { WARN(2, 101, 200) } }, { { GAP, 1, 2 } } },
    { "a gap, the upper rule first", { { WARN(1, 101, 200) }, { WARN(2, 0, 100) } }, { { GAP, 2, 1 } } },
    { "no gap", { { WARN(1, 0, 100) }, { WARN(2, 100, 200) } }, { { 0 } } },
    { "a gap that a third rule fills",
      { { WARN(1, 0, 100) }, { WARN(2, 150, 200) }, { WARN(3, 100, 150) } },
      { { 0 } } },
    { "two gaps, not three",
      { { WARN(1, 0, 100) }, { WARN(2, 120, 150) }, { WARN(3, 200, 250) } },
      { { GAP, 1, 2 }, { GAP, 2, 3 } } },
    { "a gap between tiers that do not meet",
      { { WARN(1, 0, 100), .tiers = 2 }, { WARN(2, 150, 200), .tiers = 4 } },
      { { 0 } } },
    { "a gap between tiers that meet",
      { { WARN(1, 0, 100), .tiers = 6 }, { WARN(2, 150, 200), .tiers = 12 } },
      { { GAP, 1, 2 } } },
    { "a gap between dates that do not meet",
      { { WARN(1, 0, 100), .valid_until_at = 50 }, { WARN(2, 150, 200), .valid_from_at = 50 } },
      { { 0 } } },
    { "a gap between two groups",
      { { WARN(1, 0, 100) }, { .id = 2, .group = 2, .effect = KOGGE_ACTION_WARN, .from_minor = 150 } },
      { { 0 } } },
    { "a gap in group 0",
      { { .id = 1, .effect = KOGGE_ACTION_WARN, .below_minor = 100 },
        { .id = 2, .effect = KOGGE_ACTION_WARN, .from_minor = 150 } },
      { { 0 } } },
    { "a gap between two ranks", { { WARN(1, 0, 100), .priority = 1 }, { WARN(2, 150, 200) } }, { { 0 } } },
    { "a gap between a country and all", { { WARN(1, 0, 100), .country = 276 }, { WARN(2, 150, 200) } }, { { 0 } } },
    { "a gap that a rule of lower rank fills",
      { { WARN(1, 0, 100) }, { WARN(2, 150, 200) }, { WARN(3, 0, 0), .priority = 5 } },
      { { 0 } } },
    /* 2 BAND_OVERLAP */
    { "an overlap", { { WARN(1, 0, 101) }, { WARN(2, 100, 200) } }, { { OVERLAP, 1, 2 } } },
    { "an overlap, open above", { { WARN(1, 100, 0) }, { WARN(2, 0, 101) } }, { { OVERLAP, 1, 2 } } },
    { "an overlap of two actions without bands, one of tier C",
      { { .id = 1, .group = 1, .effect = KOGGE_ACTION_WARN, .tiers = 8 },
        { .id = 2, .group = 1, .effect = KOGGE_ACTION_BLOCK } },
      { { OVERLAP, 1, 2 } } },
    { "an overlap settled by priority", { { WARN(1, 0, 101), .priority = -1 }, { WARN(2, 100, 200) } }, { { 0 } } },
    { "an overlap settled by the country",
      { { WARN(1, 0, 101), .country = 276 }, { WARN(2, 100, 200) } },
      { { 0 } } },
    { "no overlap of two countries",
      { { WARN(1, 0, 101), .country = 276 }, { WARN(2, 100, 200), .country = 40 } },
      { { 0 } } },
    /* 3 NEVER_MATCHES */
    { "a rule that always comes second",
      { { WARN(1, 0, 200), .priority = -1 }, { WARN(2, 100, 200) } },
      { { NEVER, 2, 1 } } },
    { "a rule that comes second in some tiers only",
      { { WARN(1, 0, 200), .priority = -1, .tiers = 8 }, { WARN(2, 100, 200) } },
      { { 0 } } },
    { "a rule that comes second until it does not",
      { { WARN(1, 0, 200), .priority = -1, .valid_until_at = 500 }, { WARN(2, 100, 200) } },
      { { 0 } } },
    { "a rule that comes second but reaches further",
      { { WARN(1, 0, 200), .priority = -1 }, { WARN(2, 100, 201) } },
      { { 0 } } },
    { "an earlier rule with a trigger",
      { { .id = 1, .group = 1, .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = 5, .priority = -1 },
        { .id = 2, .group = 1, .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = 7 } },
      { { 0 } } },
    { "an earlier rule that may be unknown",
      { { .id = 1, .group = 1, .effect = KOGGE_FEE_COST_COVER, .priority = -1 }, { WARN(2, 100, 200) } },
      { { 0 } } },
    { "an exception of an agreement",
      { { .id = 1, .group = 1, .effect = KOGGE_ACTION_ALLOW, .agreement = 7 }, { WARN(2, 0, 200) } },
      { { 0 } } },
    /* 4 TOTAL_FALLS */
    { "a flat fee", { { FLAT(1, 0, 4900, 990) } }, { { FALLS, 1, 0 } } },
    { "a flat fee with a cap", { { FLAT(1, 0, 4900, 990), .cap = KOGGE_CAP_CLIFF } }, { { 0 } } },
    { "a fee of one minor unit", { { FLAT(1, 0, 4900, 1) } }, { { 0 } } },
    { "a fee of two minor units", { { FLAT(1, 0, 4900, 2) } }, { { FALLS, 1, 0 } } },
    { "a top-up", { { .id = 1, .group = 1, .effect = KOGGE_FEE_TOP_UP, .below_minor = 5000 } }, { { 0 } } },
    { "a percentage",
      { { .id = 1, .group = 1, .effect = KOGGE_FEE_PERCENT, .below_minor = 5000, .rate_bp = 100 } },
      { { FALLS, 1, 0 } } },
    { "two bands",
      { { FLAT(1, 0, 25000, 1700) }, { FLAT(2, 25000, 50000, 900) } },
      { { FALLS, 1, 0 }, { FALLS, 2, 0 } } },
    { "two bands, the same fee and no end", { { FLAT(1, 0, 25000, 900) }, { FLAT(2, 25000, 0, 900) } }, { { 0 } } },
    { "a limit that blocks",
      { { .id = 1, .group = 1, .effect = KOGGE_ACTION_BLOCK, .below_minor = 5000 } },
      { { 0 } } },
    /* 5 FEE_JUMPS_UP */
    { "a fee that jumps up", { { FLAT(1, 0, 100, 5) }, { FLAT(2, 100, 0, 6) } }, { { JUMPS, 1, 2 } } },
    { "a graduated fee",
      { { .id = 1, .effect = KOGGE_FEE_SLICE, .below_minor = 10000, .rate_bp = 100 },
        { .id = 2, .effect = KOGGE_FEE_SLICE, .from_minor = 10000, .rate_bp = 200 } },
      { { 0 } } },
    { "a percentage that goes on as a flat fee",
      { { .id = 1, .group = 1, .effect = KOGGE_FEE_PERCENT, .below_minor = 10000, .rate_bp = 100 },
        { FLAT(2, 10000, 0, 100) } },
      { { 0 } } },
    { "a percentage that jumps to a flat fee",
      { { .id = 1, .group = 1, .effect = KOGGE_FEE_PERCENT, .below_minor = 10000, .rate_bp = 100 },
        { FLAT(2, 10000, 0, 101) } },
      { { JUMPS, 1, 2 } } },
};

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(books); i++) {
        size_t rules = 0, expected = 0;
        while (rules < 3 && books[i].rules[rules].id) {
            rules++;
        }
        while (expected < 4 && books[i].expected[expected].code) {
            expected++;
        }
        kogge_rulebook *book = given_book(books[i].rules, rules);
        const struct found found = lint(book, 0);
        kogge_rulebook_unref(book);
        expect_findings(&found, books[i].expected, expected, books[i].what);
    }
}

static kogge_finding only_finding(const kogge_order_rule *rules, size_t count, int32_t today, int32_t code)
{
    kogge_rulebook *book = given_book(rules, count);
    const struct found found = lint(book, today);
    kogge_rulebook_unref(book);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.room[0].code, code);
    return found.room[0];
}

/* The numbers of a finding: where, and by how much. */
static void test_values(void **state)
{
    (void)state;
    const kogge_order_rule gap[] = { { WARN(1, 0, 100) }, { WARN(2, 150, 200) } };
    const kogge_order_rule overlap[] = { { WARN(1, 0, 120) }, { WARN(2, 100, 200) } };
    const kogge_order_rule fee = given_fee(1, 4900, 990);
    const kogge_order_rule jump[] = { { FLAT(1, 0, 100, 5) }, { FLAT(2, 100, 0, 9) } };
    kogge_finding f = only_finding(gap, 2, 0, KOGGE_FINDING_BAND_GAP);
    assert_int_equal(f.value, 100);
    assert_int_equal(f.other_value, 150);
    f = only_finding(overlap, 2, 0, KOGGE_FINDING_BAND_OVERLAP);
    assert_int_equal(f.value, 100);
    /* 48.99 + 9.90 = 58.89, 49.00 + 0 = 49.00 */
    f = only_finding(&fee, 1, 0, KOGGE_FINDING_TOTAL_FALLS);
    assert_int_equal(f.value, 4900);
    assert_int_equal(f.other_value, 989);
    f = only_finding(jump, 2, 0, KOGGE_FINDING_FEE_JUMPS_UP);
    assert_int_equal(f.value, 100);
    assert_int_equal(f.other_value, 4);
}

static void test_today(void **state)
{
    (void)state;
    kogge_order_rule rule = { WARN(6, 0, 100), .valid_until_at = GIVEN_DAY };
    kogge_rulebook *book = given_book(&rule, 1);
    static const struct expected never[] = { { NEVER, 6, 0 } };
    const int32_t good[] = { 0, 1, GIVEN_DAY - 1 }, bad[] = { GIVEN_DAY, GIVEN_DAY + 1 };
    for (size_t i = 0; i < COUNT(good); i++) {
        const struct found found = lint(book, good[i]);
        expect_findings(&found, NULL, 0, "a rule that holds");
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        const struct found found = lint(book, bad[i]);
        expect_findings(&found, never, 1, "a rule that has ended");
    }
    kogge_rulebook_unref(book);
}

/* ---- presets --------------------------------------------------------------------------------------------------- */

static void test_presets(void **state)
{
    (void)state;
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        kogge_rulebook *book = given_preset(preset, KOGGE_EUR);
        const struct found found = lint(book, GIVEN_DAY);
        expect_findings(&found, NULL, 0, "a preset");
        kogge_rulebook_unref(book);
    }
}

/* Yen have no decimals: a preset's amounts below 100 are suspicious, 15.00 may have been meant. */
static void test_scale(void **state)
{
    (void)state;
    /* policy: per line 1, call 12, complaint 40, return 20, service 15; all eight channels; rules */
    const size_t counts[] = { 5 + 8 + 5, 5 + 8 + 3, 5 + 8 + 4 };
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        kogge_rulebook *book = given_preset(preset, 392);
        const struct found found = lint(book, 0);
        kogge_rulebook_unref(book);
        assert_int_equal(found.count, counts[preset - 1]);
        for (size_t i = 0; i < found.count; i++) {
            assert_int_equal(found.room[i].code, KOGGE_FINDING_AMOUNT_SCALE);
            assert_int_equal(found.room[i].level, WARNING);
            assert_in_range(found.room[i].value, 1, 99);
        }
    }
}

static size_t scale_findings(const kogge_order_rule *rule, int32_t currency)
{
    const char none = 0;
    kogge_policy policy = given_policy(NEUTRAL, currency);
    policy.cost_per_line_minor = policy.cost_per_call_minor = policy.cost_per_complaint_minor = 100;
    policy.cost_per_return_minor = policy.cost_per_service_minor = 0;
    kogge_rulebook_spec spec = given_spec(&policy, rule, 1);
    spec.channel_costs = given_rows(&none, 0, 0);
    kogge_rulebook *book = given_book_of(&spec);
    const struct found found = lint(book, 0);
    kogge_rulebook_unref(book);
    return found.count;
}

static void test_scale_of_rules(void **state)
{
    (void)state;
    kogge_order_rule rule = { WARN(1, 100, 200) };
    assert_int_equal(scale_findings(&rule, 392), 0);
    rule.from_minor = 99;
    assert_int_equal(scale_findings(&rule, 392), 1);
    assert_int_equal(scale_findings(&rule, KOGGE_EUR), 0);
    rule = (kogge_order_rule){ .id = 1, .effect = KOGGE_FEE_PERCENT, .rate_bp = 1, .min_minor = 99, .max_minor = 99 };
    assert_int_equal(scale_findings(&rule, 392), 2);
    rule = (kogge_order_rule){ .id = 1, .effect = KOGGE_FEE_LINE_SHORTFALL, .amount_minor = 100, .amount_per = 9 };
    assert_int_equal(scale_findings(&rule, 392), 0);
}

/* "Findings come by code, then by row and other row" (policy.h). */
static void test_order_of_findings(void **state)
{
    (void)state;
    for (int32_t preset = NEUTRAL; preset <= FORWARD; preset++) {
        kogge_rulebook *book = given_preset(preset, 392);
        const struct found found = lint(book, 0);
        kogge_rulebook_unref(book);
        for (size_t i = 1; i < found.count; i++) {
            const kogge_finding *a = &found.room[i - 1], *b = &found.room[i];
            assert_true(a->code < b->code || (a->code == b->code && a->row < b->row) ||
                        (a->code == b->code && a->row == b->row && a->other_row <= b->other_row));
        }
    }
}

/* ---- strategy against table ------------------------------------------------------------------------------------ */

/* A preset with everything in the caller's hands. */
struct draft {
    kogge_policy policy;
    kogge_sales_policy sales;
    kogge_order_rule rules[8];
    size_t rule_count;
    kogge_treatment_row column[6]; /* by treatment, of the preset's strategy */
};

enum {
    RETURNS = 1 << KOGGE_SERVICE_RETURNS,
    ADVICE = 1 << KOGGE_SERVICE_ADVICE,
    EDGE = 1 << KOGGE_SERVICE_CONSIGNMENT
};

static kogge_treatment_row retreat_row(int32_t treatment)
{
    return (kogge_treatment_row){ .strategy = KOGGE_STRATEGY_RETREAT,
                                  .treatment = treatment,
                                  .care = treatment == DEVELOPABLE ? KOGGE_CARE_PORTAL : KOGGE_CARE_SHOP,
                                  .price_model = KOGGE_PRICE_MODEL_FIXED_LIST,
                                  .discount_mode = KOGGE_DISCOUNT_MODE_LIMIT,
                                  .range = 1 << KOGGE_RANGE_STANDARD,
                                  .small_order_fees = KOGGE_TOGGLE_ON,
                                  .effort_fee = KOGGE_TOGGLE_ON,
                                  .contact_mode = KOGGE_CONTACT_MODE_FIXED,
                                  .visits = KOGGE_VISITS_NO,
                                  .services = RETURNS };
}

static struct draft draft_of(int32_t preset)
{
    struct draft draft = { .policy = given_policy(preset, KOGGE_EUR) };
    kogge_rulebook *book = given_preset(preset, KOGGE_EUR);
    kogge_out_rows rows = { draft.rules, COUNT(draft.rules), 0, sizeof *draft.rules };
    assert_int_equal(kogge_sales_policy_init(&draft.sales, sizeof draft.sales, preset), KOGGE_OK);
    assert_int_equal(kogge_rulebook_rules(book, &rows), KOGGE_OK);
    draft.rule_count = rows.count;
    kogge_rulebook_unref(book);
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= D; treatment++) {
        draft.column[treatment] = retreat_row(treatment);
        draft.column[treatment].services |= treatment <= KOGGE_TREATMENT_B ? ADVICE : 0;
        if (treatment <= KOGGE_TREATMENT_B)
            draft.column[treatment].small_order_fees = KOGGE_TOGGLE_OFF;
        if (treatment <= KOGGE_TREATMENT_B)
            draft.column[treatment].effort_fee = KOGGE_TOGGLE_OFF;
        if (preset == FORWARD)
            draft.column[treatment].strategy = KOGGE_STRATEGY_FORWARD;
    }
    if (preset == FORWARD)
        draft.column[SMALL].contact_mode = KOGGE_CONTACT_MODE_TRIGGER;
    return draft;
}

static struct found lint_draft(const struct draft *draft)
{
    kogge_rulebook_spec spec = given_spec(&draft->policy, draft->rules, draft->rule_count);
    spec.treatments = given_rows(&draft->column[1], 5, sizeof draft->column[1]);
    spec.sales = &draft->sales;
    kogge_rulebook *book = given_book_of(&spec);
    const struct found found = lint(book, 0);
    kogge_rulebook_unref(book);
    return found;
}

/* What follows names only what a flaw adds; the drafts have none but these. */
#define EXPECT(statement, ...)                                                                                       \
    do {                                                                                                             \
        const struct expected wanted[] = { __VA_ARGS__, { 0 } };                                                     \
        struct draft changed = draft;                                                                                \
        struct draft *d = &changed;                                                                                  \
        statement;                                                                                                   \
        const struct found found = lint_draft(d);                                                                    \
        expect_findings(&found, wanted, COUNT(wanted) - 1, #statement);                                              \
    } while (0)
#define EXPECT_NONE(statement)                                                                                       \
    do {                                                                                                             \
        struct draft changed = draft;                                                                                \
        struct draft *d = &changed;                                                                                  \
        statement;                                                                                                   \
        const struct found found = lint_draft(d);                                                                    \
        expect_findings(&found, NULL, 0, #statement);                                                                \
    } while (0)

static void test_retreat(void **state)
{
    (void)state;
    const struct draft draft = draft_of(RETREAT);
    EXPECT_NONE((void)d);
    for (int32_t c = DEVELOPABLE; c <= D; c++) {
        EXPECT(d->column[c].price_model = KOGGE_PRICE_MODEL_NEGOTIATED, { 10, WARNING, c, 0 });
        EXPECT(d->column[c].price_model = KOGGE_PRICE_MODEL_GROWING, { 10, WARNING, c, 0 });
        EXPECT_NONE(d->column[c].price_model = KOGGE_PRICE_MODEL_UNCHANGED);
        EXPECT(d->column[c].care = KOGGE_CARE_EMAIL, { 11, WARNING, c, 0 });
        EXPECT_NONE(d->column[c].care = c == D ? KOGGE_CARE_PORTAL : KOGGE_CARE_BOT);
        EXPECT(d->column[c].contact_mode = KOGGE_CONTACT_MODE_BUDGET, { 11, WARNING, c, 0 });
        EXPECT(d->column[c].contacts_a_year = 1, { 11, WARNING, c, 0 });
        EXPECT(d->column[c].visits = KOGGE_VISITS_YES, { 11, WARNING, c, 0 });
        EXPECT_NONE(d->column[c].visits = KOGGE_VISITS_JUSTIFIED);
        EXPECT(d->column[c].range = 1 << KOGGE_RANGE_FULL, { 13, WARNING, c, 0 });
        EXPECT_NONE(d->column[c].range = 0);
    }
    EXPECT_NONE(d->column[KOGGE_TREATMENT_B].price_model = KOGGE_PRICE_MODEL_NEGOTIATED);
    EXPECT_NONE(d->column[KOGGE_TREATMENT_B].care = KOGGE_CARE_FIELD);
    EXPECT_NONE(d->column[KOGGE_TREATMENT_A].range = 1 << KOGGE_RANGE_FULL);
    /* The same table under another strategy contradicts nothing. */
    EXPECT_NONE((d->policy.strategy = KOGGE_STRATEGY_HOLD, d->column[D].care = KOGGE_CARE_FIELD));
}

/* Without the rules of RETREAT that have a band, or with them for A and B alone. */
static void test_retreat_without_minimum(void **state)
{
    (void)state;
    struct draft draft = draft_of(RETREAT);
    for (int32_t treatment = DEVELOPABLE; treatment <= D; treatment++) {
        draft.column[treatment].small_order_fees = KOGGE_TOGGLE_UNCHANGED;
    }
    for (size_t i = 0; i < draft.rule_count; i++) {
        draft.rules[i].treatments = 0;
    }
    const struct draft good = draft;
    assert_int_equal(lint_draft(&good).count, 0);
    EXPECT_NONE((d->rules[1].below_minor = 0, d->rules[1].cap = 0));
    EXPECT((d->rules[0].tiers = 6, d->rules[1].tiers = 6), { 12, WARNING, 0, 0 });
    EXPECT_NONE((d->rules[0].tiers = 6, d->rules[1].tiers = 8));
    EXPECT_NONE((d->rules[0].tiers = 16, d->rules[1].tiers = 6));
}

static void test_forward(void **state)
{
    (void)state;
    const struct draft draft = draft_of(FORWARD);
    EXPECT_NONE((void)d);
    EXPECT(d->column[SMALL].contact_mode = KOGGE_CONTACT_MODE_POLICY, { 14, WARNING, 0, 0 });
    EXPECT(d->column[SMALL].contact_mode = KOGGE_CONTACT_MODE_UNCHANGED, { 14, WARNING, 0, 0 });
    EXPECT_NONE((d->column[SMALL].contact_mode = 0, d->column[DEVELOPABLE].contact_mode = KOGGE_CONTACT_MODE_BUDGET));
    EXPECT((d->column[SMALL].contact_mode = 0, d->column[KOGGE_TREATMENT_B].contact_mode = KOGGE_CONTACT_MODE_BUDGET),
           { 14, WARNING, 0, 0 });
    EXPECT_NONE(d->column[SMALL].price_model = KOGGE_PRICE_MODEL_GROWING);

    /* Contacts by budget, and a budget of nothing. */
    EXPECT(d->sales.budget_share_bp = 0, { 14, WARNING, 0, 0 });
    EXPECT_NONE(d->sales.budget_share_bp = 1);
    EXPECT((d->sales.budget_share_bp = 0, d->column[SMALL].contact_mode = KOGGE_CONTACT_MODE_POLICY),
           { 14, WARNING, 0, 0 }, { 14, WARNING, 0, 0 });
    EXPECT_NONE((d->sales.budget_share_bp = 0, d->policy.strategy = KOGGE_STRATEGY_HOLD));
}

/* Which half of the finding it is stands in the field; the columns come first. */
static void test_forward_budget(void **state)
{
    (void)state;
    struct draft draft = draft_of(FORWARD);
    draft.sales.budget_share_bp = 0;
    struct found found = lint_draft(&draft);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.room[0].field, KOGGE_FIELD_SALES_POLICY_BUDGET_SHARE_BP);
    draft.column[SMALL].contact_mode = KOGGE_CONTACT_MODE_POLICY;
    found = lint_draft(&draft);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.room[0].field, KOGGE_FIELD_TREATMENT_ROW_CONTACT_MODE);
    assert_int_equal(found.room[1].field, KOGGE_FIELD_SALES_POLICY_BUDGET_SHARE_BP);
}

static void test_any_strategy(void **state)
{
    (void)state;
    const int starter = 1 << KOGGE_RANGE_STARTER;
    struct draft draft = draft_of(FORWARD);
    EXPECT(d->column[SMALL].range = starter, { 15, WARNING, SMALL, 0 });
    EXPECT_NONE((d->column[SMALL].range = starter, d->column[SMALL].price_model = KOGGE_PRICE_MODEL_GROWING));

    EXPECT(d->policy.scheme = KOGGE_SCHEME_CLASSIC_ABC, { 16, WARNING, 0, 0 });
    EXPECT((d->policy.sow_max_bp = 0, d->policy.evidence_min = 4), { 16, WARNING, 0, 0 });
    EXPECT_NONE((d->policy.sow_max_bp = 1, d->policy.evidence_min = 4));
    EXPECT_NONE((d->policy.sow_max_bp = 0, d->policy.evidence_min = 3));
    EXPECT_NONE((d->policy.sow_max_bp = 0, d->policy.evidence_min = 4, d->policy.scheme = KOGGE_SCHEME_ZUPANCIC));

    EXPECT(d->column[SMALL].contact_mode = d->column[DEVELOPABLE].contact_mode = KOGGE_CONTACT_MODE_TRIGGER;
           d->column[DEVELOPABLE].care = KOGGE_CARE_SHOP, { 17, WARNING, DEVELOPABLE, SMALL });

    /* A service that no rule charges to C or D. */
    EXPECT(d->rules[1].amount_minor = 0, { 18, WARNING, SMALL, 0 }, { 18, WARNING, D, 0 });
    EXPECT(d->rules[1].tiers = 6, { 18, WARNING, SMALL, 0 }, { 18, WARNING, D, 0 });
    EXPECT((d->rules[1].tiers = 6, d->column[D].services = 0), { 18, WARNING, SMALL, 0 });
    EXPECT_NONE(d->rules[1].tiers = 16);
    EXPECT_NONE((d->rules[1].tiers = 6, d->column[D].services = d->column[SMALL].services = 0));

    EXPECT(d->column[D].services = RETURNS | ADVICE, { 19, WARNING, D, SMALL });
    EXPECT(d->column[SMALL].services = RETURNS | ADVICE, { 19, WARNING, SMALL, DEVELOPABLE });
    EXPECT(d->column[KOGGE_TREATMENT_B].services = RETURNS | EDGE,
           { 19, WARNING, KOGGE_TREATMENT_B, KOGGE_TREATMENT_A });
    EXPECT_NONE(d->column[DEVELOPABLE].services = RETURNS | ADVICE);

    /* An effort fee that no rule charges. */
    EXPECT(d->rule_count = 2, { 21, WARNING, DEVELOPABLE, 0 }, { 21, WARNING, SMALL, 0 }, { 21, WARNING, D, 0 });
    EXPECT((d->rule_count = 2, d->column[SMALL].effort_fee = 0, d->column[D].effort_fee = KOGGE_TOGGLE_OFF),
           { 21, WARNING, DEVELOPABLE, 0 });
}

/* A: A; B: B, DEVELOPABLE; C: B, DEVELOPABLE, SMALL; D: D. */
static void test_fees_contradict(void **state)
{
    (void)state;
    const struct draft draft = draft_of(FORWARD);
    const int off = KOGGE_TOGGLE_OFF;
    /* A column that is on, and no band fee for its tiers. */
    EXPECT(d->rules[0].tiers = 8, { 20, WARNING, 0, D });
    EXPECT(d->rules[0].tiers = 4, { 20, WARNING, 0, SMALL }, { 20, WARNING, 0, D });
    EXPECT_NONE((d->rules[0].tiers = 4, d->column[SMALL].small_order_fees = d->column[D].small_order_fees = off));
    /* A band fee whose tiers all have fees off. */
    EXPECT((d->rules[0].tiers = 16, d->column[D].small_order_fees = off, d->column[SMALL].small_order_fees = off,
            d->column[DEVELOPABLE].small_order_fees = off),
           { 20, WARNING, 1, 0 });
    EXPECT_NONE((d->rules[0].tiers = 24, d->column[D].small_order_fees = off));
}

/* ---- the call -------------------------------------------------------------------------------------------------- */

static void test_room(void **state)
{
    (void)state;
    kogge_rulebook *book = given_preset(NEUTRAL, 392);
    const struct found all = lint(book, 0);
    for (size_t capacity = 0; capacity < all.count; capacity++) {
        kogge_finding room[ROOM];
        memset(room, 0x5a, sizeof room);
        const kogge_finding untouched = room[0];
        kogge_findings findings = { room, capacity, 77 };
        assert_int_equal(kogge_rulebook_lint(book, 0, &findings, NULL), KOGGE_OK);
        assert_int_equal(findings.count, all.count);
        assert_memory_equal(room, all.room, capacity * sizeof *room);
        assert_memory_equal(&room[capacity], &untouched, sizeof untouched);
    }
    kogge_findings only_count = { NULL, 5, 77 };
    assert_int_equal(kogge_rulebook_lint(book, 0, &only_count, NULL), KOGGE_OK);
    assert_int_equal(only_count.count, all.count);
    kogge_rulebook_unref(book);
}

/* The weights of potential and revenue, of two rows each (R142); the other rows weigh more than both. */
static void test_kam_weights(void **state)
{
    (void)state;
    enum { REVENUE = KOGGE_CRITERION_REVENUE_AT_RISK, POTENTIAL = KOGGE_CRITERION_OPPORTUNITY };
    const struct {
        int32_t potential[2], revenue[2], fires;
    } cases[] = {
        { { 30, 0 }, { 30, 0 }, 1 },   { { 31, 0 }, { 30, 0 }, 0 },   { { 15, 16 }, { 30, 0 }, 0 },
        { { 15, 15 }, { 15, 15 }, 1 }, { { 15, 15 }, { 15, 14 }, 0 }, { { 0, 0 }, { 0, 1 }, 1 },
        { { 0, 0 }, { 0, 0 }, 0 },
    };
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const kogge_kam_criterion rows[] = {
            { .id = 1, .kind = POTENTIAL, .stage = KOGGE_STAGE_STRATEGIC, .weight = 1000 },
            { .id = 8, .kind = REVENUE, .stage = 2, .high = 1, .weight = cases[i].revenue[0] },
            { .id = 7, .kind = REVENUE, .stage = 2, .high = 1, .weight = cases[i].revenue[1] },
            { .id = 5, .kind = POTENTIAL, .stage = 2, .high = 1, .weight = cases[i].potential[0] },
            { .id = 6, .kind = POTENTIAL, .stage = 2, .high = 1, .weight = cases[i].potential[1] },
            { .id = 3, .kind = 100, .stage = 2, .high = 1, .weight = 500 },
        };
        const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                           .policy = &policy,
                                           .criteria = KOGGE_ROWS(rows) };
        const struct expected wanted[] = { { 22, WARNING, 5, 7 } };
        kogge_rulebook *book = given_book_of(&spec);
        const struct found found = lint(book, 0);
        expect_findings(&found, wanted, (size_t)cases[i].fires, "weights");
        kogge_rulebook_unref(book);
    }
}

static void test_kam_text(void **state)
{
    (void)state;
    const kogge_finding finding = { .code = KOGGE_FINDING_KAM_WEIGHTS,
                                    .row = 6,
                                    .other_row = 5,
                                    .field = KOGGE_FIELD_KAM_CRITERION_WEIGHT,
                                    .other_field = KOGGE_FIELD_KAM_CRITERION_WEIGHT,
                                    .value = 30,
                                    .other_value = 45 };
    char text[256];
    assert_int_equal(kogge_explain_finding(NULL, NULL, &finding, text, sizeof text, NULL), KOGGE_OK);
    assert_string_equal(text, "Key accounts: the weight of the opportunity, 30, is not above that of the revenue at "
                              "risk, 45.");
}

/* Every finding the library knows has a text, whatever its numbers. */
static void test_texts(void **state)
{
    (void)state;
    int32_t code = INT32_MIN, codes = 0;
    while (!kogge_code_next("finding", &code)) {
        for (int32_t language = KOGGE_LANGUAGE_ENGLISH; language <= KOGGE_LANGUAGE_GERMAN; language++) {
            const kogge_finding finding = { .code = code, .level = WARNING };
            char text[512];
            size_t size = 0;
            assert_int_equal(kogge_explain_finding(kogge_catalogue_builtin(language), NULL, &finding, text,
                                                   sizeof text, &size),
                             KOGGE_OK);
            assert_in_range(size, 20, sizeof text);
        }
        codes++;
    }
    assert_int_equal(codes, 21);
    const kogge_finding unknown = { .code = 7, .level = WARNING };
    assert_int_equal(kogge_explain_finding(NULL, NULL, &unknown, NULL, 0, NULL), KOGGE_E_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_today),
        cmocka_unit_test(test_presets),
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_scale_of_rules),
        cmocka_unit_test(test_order_of_findings),
        cmocka_unit_test(test_retreat),
        cmocka_unit_test(test_retreat_without_minimum),
        cmocka_unit_test(test_forward),
        cmocka_unit_test(test_forward_budget),
        cmocka_unit_test(test_any_strategy),
        cmocka_unit_test(test_fees_contradict),
        cmocka_unit_test(test_kam_weights),
        cmocka_unit_test(test_kam_text),
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
