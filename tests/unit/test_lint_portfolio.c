/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What only the figures of a portfolio show: on the smallest figures that have the flaw, and not on their neighbours.
 */

#include "given.h"

#include <stdint.h>
#include <string.h>

enum { CAP = KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP, CAP_BP = KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP_BP };
#define NONE (KOGGE_MONEY_MAX + 1)

static kogge_rulebook *book_of(int32_t cut_rule, int32_t cap, int32_t cap_bp)
{
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_sales_policy sales;
    assert_int_equal(kogge_sales_policy_init(&sales, sizeof sales, policy.preset), KOGGE_OK);
    policy.cut_rule = cut_rule;
    sales.key_account_cap = cap;
    sales.key_account_cap_bp = cap_bp;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .sales = &sales };
    return given_book_of(&spec);
}

static kogge_abc_cuts cuts_of(int64_t cut_a, int64_t total)
{
    return (kogge_abc_cuts){
        .struct_size = sizeof(kogge_abc_cuts), .cut_a_minor = cut_a, .cut_b_minor = 1, .total_minor = total
    };
}

static void test_giant(void **state)
{
    (void)state;
    static const struct {
        int32_t cut_rule;
        int64_t cut_a, total;
        size_t fires;
    } cases[] = {
        { KOGGE_CUT_RULE_CUM_AFTER, NONE, 1, 1 },
        { KOGGE_CUT_RULE_CUM_AFTER, NONE, 0, 0 },
        { KOGGE_CUT_RULE_CUM_AFTER, KOGGE_MONEY_MAX, 1, 0 },
        { KOGGE_CUT_RULE_CUM_BEFORE, NONE, 1, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_finding room[4];
        kogge_findings findings = { room, COUNT(room), 77 };
        const kogge_abc_cuts cuts = cuts_of(cases[i].cut_a, cases[i].total);
        kogge_rulebook *book = book_of(cases[i].cut_rule, 0, 0);
        assert_int_equal(kogge_rulebook_lint_portfolio(book, &cuts, 0, 0, &findings, NULL), KOGGE_OK);
        assert_int_equal(findings.count, cases[i].fires);
        const kogge_finding giant = { .code = KOGGE_FINDING_CUM_AFTER_GIANT,
                                      .level = KOGGE_FINDING_LEVEL_WARNING,
                                      .field = KOGGE_FIELD_POLICY_CUT_RULE,
                                      .value = KOGGE_CUT_RULE_CUM_AFTER };
        if (cases[i].fires)
            assert_memory_equal(&room[0], &giant, sizeof giant);
        kogge_rulebook_unref(book);
    }
}

/* One of four has 90 % of the revenue, the cut is at 80 %: nobody is A. */
static void test_giant_of_a_cut(void **state)
{
    (void)state;
    const int64_t values[] = { 9000, 400, 300, 300 };
    const kogge_abc_options options = {
        .struct_size = sizeof options, .cut_a_bp = 8000, .cut_b_bp = 9500, .cut_rule = KOGGE_CUT_RULE_CUM_AFTER
    };
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_findings findings = { NULL, 0, 0 };
    kogge_rulebook *book = book_of(KOGGE_CUT_RULE_CUM_AFTER, 0, 0);
    assert_int_equal(kogge_abc_cut(values, COUNT(values), &options, &cuts, NULL), KOGGE_OK);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, &cuts, 0, 0, &findings, NULL), KOGGE_OK);
    assert_int_equal(findings.count, 1);
    kogge_rulebook_unref(book);
}

static void test_key_accounts(void **state)
{
    (void)state;
    const struct {
        int32_t cap, cap_bp;
        int64_t customers, key_accounts;
        size_t count;
        struct {
            int32_t field;
            int64_t value, cap;
        } wanted[2];
    } cases[] = {
        { 20, 300, 0, 20, 0, { { 0, 0, 0 } } },
        { 20, 300, 0, 21, 1, { { CAP, 21, 20 } } },
        { 0, 300, 0, 21, 0, { { 0, 0, 0 } } },
        { 20, 300, 500, 15, 0, { { 0, 0, 0 } } },                                 /* exactly 3 % */
        { 20, 300, 499, 15, 1, { { CAP_BP, 301, 300 } } },                        /* 300.6 */
        { 20, 300, 49999, 1500, 2, { { CAP, 1500, 20 }, { CAP_BP, 300, 300 } } }, /* 300.006: more, and shown as 3 %
                                                                                   */
        { 0, 0, 10, 10, 0, { { 0, 0, 0 } } },
        { 0, 9999, 10, 10, 1, { { CAP_BP, 10000, 9999 } } },
        { 0, 1, INT64_MAX, INT64_MAX, 1, { { CAP_BP, 10000, 1 } } },
        { 0, 5000, INT64_MAX, INT64_MAX / 2, 0, { { 0, 0, 0 } } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kogge_finding room[4];
        kogge_findings findings = { room, COUNT(room), 77 };
        kogge_rulebook *book = book_of(KOGGE_CUT_RULE_CUM_BEFORE, cases[i].cap, cases[i].cap_bp);
        assert_int_equal(kogge_rulebook_lint_portfolio(book, NULL, cases[i].customers, cases[i].key_accounts,
                                                       &findings, NULL),
                         KOGGE_OK);
        assert_int_equal(findings.count, cases[i].count);
        for (size_t j = 0; j < findings.count; j++) {
            const kogge_finding wanted = { .code = KOGGE_FINDING_KEY_ACCOUNTS_TOO_MANY,
                                           .level = KOGGE_FINDING_LEVEL_WARNING,
                                           .field = cases[i].wanted[j].field,
                                           .other_field = cases[i].wanted[j].field,
                                           .value = cases[i].wanted[j].value,
                                           .other_value = cases[i].wanted[j].cap };
            assert_memory_equal(&room[j], &wanted, sizeof wanted);
        }
        kogge_rulebook_unref(book);
    }
}

/* Cuts first, then the number, then the share; what has no room is counted. */
static void test_order_and_room(void **state)
{
    (void)state;
    kogge_finding room[2] = { { 0 } };
    kogge_findings findings = { room, 2, 0 };
    const kogge_abc_cuts cuts = cuts_of(NONE, 5);
    kogge_rulebook *book = book_of(KOGGE_CUT_RULE_CUM_AFTER, 1, 1);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, &cuts, 2, 2, &findings, NULL), KOGGE_OK);
    assert_int_equal(findings.count, 3);
    assert_int_equal(room[0].code, KOGGE_FINDING_CUM_AFTER_GIANT);
    assert_int_equal(room[1].field, CAP);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, &cuts, 2, 2, NULL, NULL), KOGGE_OK);
    kogge_rulebook_unref(book);
}

static void test_refused(void **state)
{
    (void)state;
    kogge_rulebook *book = book_of(KOGGE_CUT_RULE_CUM_AFTER, 1, 1);
    kogge_findings findings = { NULL, 0, 0 };
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_abc_cuts cuts = cuts_of(0, 5);
    assert_int_equal(kogge_rulebook_lint_portfolio(NULL, NULL, 0, 0, &findings, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, NULL, -1, 0, &findings, &error), KOGGE_E_RANGE);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, NULL, 0, -1, &findings, &error), KOGGE_E_RANGE);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, NULL, 5, 6, &findings, &error), KOGGE_E_INVALID);
    assert_int_equal(kogge_rulebook_lint_portfolio(book, &cuts, 0, 0, &findings, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_ABC_CUTS_CUT_A);
    cuts = cuts_of(NONE, 5);
    cuts.struct_size = 12;
    assert_int_equal(kogge_rulebook_lint_portfolio(book, &cuts, 0, 0, &findings, &error), KOGGE_E_STRUCT_SIZE);
    error.struct_size = 1;
    assert_int_equal(kogge_rulebook_lint_portfolio(book, NULL, 0, 0, &findings, &error), KOGGE_E_STRUCT_SIZE);
    kogge_rulebook_unref(book);
}

static void expect_text(int32_t language, kogge_finding finding, const char *wanted)
{
    char text[256];
    assert_int_equal(kogge_explain_finding(kogge_catalogue_builtin(language), NULL, &finding, text, sizeof text,
                                           NULL),
                     KOGGE_OK);
    assert_string_equal(text, wanted);
}

static void test_texts(void **state)
{
    (void)state;
    const kogge_finding number = { .code = 24, .field = CAP, .value = 21, .other_value = 20 },
                        share = { .code = 24, .field = CAP_BP, .value = 451, .other_value = 300 };
    expect_text(KOGGE_LANGUAGE_ENGLISH, number, "Everyone is a key account: 21, most key accounts 20.");
    expect_text(KOGGE_LANGUAGE_ENGLISH, share,
                "Everyone is a key account: 4.51 %, largest share of key accounts 3 %.");
    expect_text(KOGGE_LANGUAGE_GERMAN, share,
                "Jeder ist Schlüsselkunde: 4,51 %, höchster Anteil der Schlüsselkunden 3 %.");
    expect_text(KOGGE_LANGUAGE_ENGLISH, (kogge_finding){ .code = 23, .field = KOGGE_FIELD_POLICY_CUT_RULE },
                "One customer alone passes the cut, so that the cut rule CUM_AFTER leaves class A empty.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_giant),        cmocka_unit_test(test_giant_of_a_cut),
        cmocka_unit_test(test_key_accounts), cmocka_unit_test(test_order_and_room),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
