/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* NULL for every pointer of every public function: refused or taken as the header says, never followed. */

#include "given.h"

#include <string.h>

static kogge_rulebook *book;
static kogge_order order;
static kogge_assessment result = KOGGE_INIT(kogge_assessment);
static kogge_policy policy;

static int open_book(void **state)
{
    (void)state;
    book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    order = given_order(4800);
    policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

#define assert_invalid(call) assert_int_equal(call, KOGGE_E_INVALID)
#define assert_ok(call)      assert_int_equal(call, KOGGE_OK)

static void test_numbers(void **state)
{
    (void)state;
    int32_t year, month, day;
    int64_t out = 5;
    const int64_t weights[] = { 1 };
    assert_invalid(kogge_mul_div(1, 1, 1, KOGGE_ROUNDING_HALF_AWAY, NULL));
    assert_invalid(kogge_date(GIVEN_DAY, NULL, &month, &day));
    assert_invalid(kogge_date(GIVEN_DAY, &year, NULL, &day));
    assert_invalid(kogge_date(GIVEN_DAY, &year, &month, NULL));
    assert_invalid(kogge_settle(1, 1, 0, 1, 0, KOGGE_SETTLE_FIRST, NULL));
    assert_invalid(kogge_allocate(1, NULL, 1, &out));
    assert_invalid(kogge_allocate(1, weights, 1, NULL));
    assert_invalid(kogge_cash_round(1, 1, NULL, &out));
    assert_int_equal(out, 5);
    assert_ok(kogge_cash_round(7, 5, &out, NULL));
    assert_int_equal(out, 5);
}

static void test_table(void **state)
{
    (void)state;
    kogge_column columns[1];
    const kogge_rows rows = { &order, 1, sizeof order };
    int32_t code = 1;
    size_t count = 77;
    assert_int_equal(kogge_abi_size(NULL), 0);
    assert_invalid(kogge_record_init(NULL, 64));
    assert_invalid(kogge_field_get(KOGGE_FIELD_ORDER_NET, NULL));
    assert_int_equal(kogge_field_of(NULL, "id"), 0);
    assert_int_equal(kogge_field_of("kogge_order", NULL), 0);
    assert_null(kogge_code_name(NULL, 1));
    assert_int_equal(kogge_code_unit(NULL, 1), 0);
    assert_invalid(kogge_code_of(NULL, "PHONE", &code));
    assert_invalid(kogge_code_of("channel", NULL, &code));
    assert_invalid(kogge_code_of("channel", "PHONE", NULL));
    assert_invalid(kogge_code_next(NULL, &code));
    assert_invalid(kogge_code_next("channel", NULL));
    assert_int_equal(kogge_code_highest(NULL), INT32_MIN);
    assert_invalid(kogge_columns_of_rows("kogge_order", NULL, columns, 1, &count));
    assert_invalid(kogge_columns_of_rows("kogge_order", &rows, NULL, 1, &count));
    assert_invalid(kogge_columns_of_rows("kogge_order", &rows, columns, 1, NULL));
    assert_ok(kogge_columns_of_rows("kogge_order", &rows, NULL, 0, &count));
    assert_true(count > 1 && count < 77);
}

static void test_columns_of_no_record(void **state)
{
    (void)state;
    const kogge_rows rows = { &order, 1, sizeof order };
    size_t count = 77;
    assert_invalid(kogge_columns_of_rows(NULL, &rows, NULL, 0, &count));
}

static void test_texts(void **state)
{
    (void)state;
    const kogge_reason reason = { .code = KOGGE_REASON_STOPPED, .outcome = KOGGE_OUTCOME_MATCHED };
    const kogge_finding finding = { .code = KOGGE_FINDING_REVENUE_ONLY, .level = KOGGE_FINDING_LEVEL_WARNING };
    const kogge_catalogue_spec spec = { .struct_size = sizeof spec };
    kogge_catalogue *catalogue = NULL;
    char text[256];
    size_t size = 0;
    assert_invalid(kogge_catalogue_new(NULL, &catalogue, NULL));
    assert_invalid(kogge_catalogue_new(&spec, NULL, NULL));
    assert_null(kogge_catalogue_ref(NULL));
    kogge_catalogue_unref(NULL);
    assert_invalid(kogge_explain(NULL, book, NULL, text, sizeof text, &size));
    assert_invalid(kogge_explain(NULL, book, &reason, NULL, 1, &size));
    assert_ok(kogge_explain(NULL, NULL, &reason, text, sizeof text, NULL));
    assert_invalid(kogge_explain_finding(NULL, book, NULL, text, sizeof text, &size));
    assert_invalid(kogge_explain_finding(NULL, book, &finding, NULL, 1, &size));
    assert_ok(kogge_explain_finding(NULL, NULL, &finding, text, sizeof text, NULL));
    assert_null(kogge_code_text(NULL, NULL, 1));
    assert_non_null(kogge_code_text(NULL, "channel", KOGGE_CHANNEL_PHONE));
    assert_invalid(kogge_money_text(NULL, 1, KOGGE_EUR, 2, NULL, 1, &size));
    assert_ok(kogge_money_text(NULL, 1, KOGGE_EUR, 2, text, sizeof text, NULL));
}

static void test_rulebook(void **state)
{
    (void)state;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    const kogge_rulebook_spec empty = { .struct_size = sizeof empty };
    kogge_rulebook *none = book;
    kogge_findings findings = { .count = 0 };
    kogge_sales_policy sales = KOGGE_INIT(kogge_sales_policy);
    kogge_out_rows rows = { .row_size = sizeof(kogge_order_rule) };
    size_t size = 0;
    assert_invalid(kogge_policy_init(NULL, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR));
    assert_invalid(kogge_rulebook_new(NULL, &none, NULL));
    assert_null(none);
    assert_invalid(kogge_rulebook_new(&spec, NULL, NULL));
    assert_invalid(kogge_rulebook_new(&empty, &none, NULL));
    assert_null(kogge_rulebook_ref(NULL));
    kogge_rulebook_unref(NULL);
    assert_int_equal(kogge_rulebook_fingerprint(NULL), 0);
    assert_int_equal(kogge_rulebook_rule_fingerprint(NULL, 1), 0);
    assert_invalid(kogge_rulebook_serialise(NULL, NULL, 0, &size));
    assert_invalid(kogge_rulebook_serialise(book, NULL, 12, &size));
    assert_ok(kogge_rulebook_serialise(book, NULL, 0, NULL));
    assert_invalid(kogge_rulebook_policy(NULL, &policy));
    assert_invalid(kogge_rulebook_policy(book, NULL));
    assert_invalid(kogge_rulebook_rules(NULL, &rows));
    assert_invalid(kogge_rulebook_rules(book, NULL));
    assert_invalid(kogge_rulebook_channel_costs(NULL, &rows));
    assert_invalid(kogge_rulebook_channel_costs(book, NULL));
    assert_invalid(kogge_rulebook_treatments(NULL, &rows));
    assert_invalid(kogge_rulebook_treatments(book, NULL));
    assert_invalid(kogge_rulebook_criteria(NULL, &rows));
    assert_invalid(kogge_rulebook_criteria(book, NULL));
    assert_invalid(kogge_rulebook_strategy_weights(NULL, &rows));
    assert_invalid(kogge_rulebook_strategy_weights(book, NULL));
    assert_invalid(kogge_sales_policy_init(NULL, sizeof sales, KOGGE_PRESET_NEUTRAL_2026));
    assert_invalid(kogge_rulebook_sales_policy(NULL, &sales));
    assert_invalid(kogge_rulebook_sales_policy(book, NULL));
    assert_ok(kogge_rulebook_sales_policy(book, &sales));
    assert_invalid(kogge_rulebook_lint_portfolio(NULL, NULL, 0, 0, &findings, NULL));
    assert_ok(kogge_rulebook_lint_portfolio(book, NULL, 0, 0, NULL, NULL));
    assert_invalid(kogge_rulebook_lint(NULL, 0, &findings, NULL));
    assert_invalid(kogge_rulebook_lint(book, 0, NULL, NULL));
    assert_ok(kogge_rulebook_lint(book, 0, &findings, NULL));
}

static void test_orders(void **state)
{
    (void)state;
    const kogge_rows no_rows = { NULL, 0, 0 };
    assert_invalid(kogge_order_assess(NULL, NULL, &order, NULL, &result, NULL, NULL, NULL));
    assert_invalid(kogge_order_assess(book, NULL, NULL, NULL, &result, NULL, NULL, NULL));
    assert_invalid(kogge_order_assess(book, NULL, &order, NULL, NULL, NULL, NULL, NULL));
    assert_ok(kogge_order_assess(book, NULL, &order, NULL, &result, NULL, NULL, NULL));
    assert_ok(kogge_order_assess(book, NULL, &order, &no_rows, &result, NULL, NULL, NULL));
    assert_invalid(kogge_order_reassess(NULL, NULL, &order, NULL, NULL, &result, NULL, NULL, NULL));
    assert_invalid(kogge_order_reassess(book, NULL, NULL, NULL, NULL, &result, NULL, NULL, NULL));
    assert_invalid(kogge_order_reassess(book, NULL, &order, NULL, NULL, NULL, NULL, NULL, NULL));
    assert_ok(kogge_order_reassess(book, NULL, &order, NULL, NULL, &result, NULL, NULL, NULL));
    assert_ok(kogge_order_reassess(book, NULL, &order, &no_rows, &no_rows, &result, NULL, NULL, NULL));
}

static void test_economics(void **state)
{
    (void)state;
    const kogge_economics economics = KOGGE_INIT(kogge_economics);
    const kogge_table nobody = { NULL, 0, 0 }, no_columns = { NULL, 1, 1 };
    kogge_contribution contribution = KOGGE_INIT(kogge_contribution);
    kogge_out_rows rows = { .row_size = sizeof(kogge_tier_profile) };
    assert_invalid(kogge_economics_assess(NULL, &economics, &contribution, NULL, NULL));
    assert_invalid(kogge_economics_assess(book, NULL, &contribution, NULL, NULL));
    assert_invalid(kogge_economics_assess(book, &economics, NULL, NULL, NULL));
    assert_ok(kogge_economics_assess(book, &economics, &contribution, NULL, NULL));
    assert_invalid(kogge_economics_profile(NULL, &rows, NULL));
    assert_invalid(kogge_economics_profile(&no_columns, &rows, NULL));
    assert_invalid(kogge_economics_profile(&nobody, NULL, NULL));
    assert_ok(kogge_economics_profile(&nobody, &rows, NULL));
}

static void test_evidence(void **state)
{
    (void)state;
    const kogge_history history = { .struct_size = sizeof history, .today_at = GIVEN_DAY };
    const kogge_table none = { NULL, 0, 0 }, no_columns = { NULL, 1, 0 };
    const int64_t quarters[] = { 1, 2, 3, 4 };
    const int32_t days[] = { GIVEN_DAY };
    kogge_evidence evidence = KOGGE_INIT(kogge_evidence);
    kogge_regularity regularity = KOGGE_INIT(kogge_regularity);
    kogge_evidence_summary summary = KOGGE_INIT(kogge_evidence_summary);
    kogge_out_rows rows = { .row_size = sizeof(kogge_calibration) };
    int32_t median = 7, longest = 7;
    assert_invalid(kogge_evidence_assess(NULL, &history, quarters, 4, days, 1, &evidence, NULL, NULL));
    assert_invalid(kogge_evidence_assess(book, NULL, quarters, 4, days, 1, &evidence, NULL, NULL));
    assert_invalid(kogge_evidence_assess(book, &history, NULL, 4, days, 1, &evidence, NULL, NULL));
    assert_invalid(kogge_evidence_assess(book, &history, quarters, 4, NULL, 1, &evidence, NULL, NULL));
    assert_invalid(kogge_evidence_assess(book, &history, quarters, 4, days, 1, NULL, NULL, NULL));
    assert_ok(kogge_evidence_assess(book, &history, NULL, 0, NULL, 0, &evidence, NULL, NULL));
    assert_invalid(kogge_regularity_assess(NULL, days, 1, &regularity, NULL, NULL));
    assert_invalid(kogge_regularity_assess(&history, NULL, 1, &regularity, NULL, NULL));
    assert_invalid(kogge_regularity_assess(&history, days, 1, NULL, NULL, NULL));
    assert_ok(kogge_regularity_assess(&history, NULL, 0, &regularity, NULL, NULL));
    assert_invalid(kogge_regularity_pool(NULL, &median, &longest, NULL));
    assert_invalid(kogge_regularity_pool(&no_columns, &median, &longest, NULL));
    assert_invalid(kogge_regularity_pool(&none, NULL, &longest, NULL));
    assert_invalid(kogge_regularity_pool(&none, &median, NULL, NULL));
    assert_int_equal(median, 7);
    assert_ok(kogge_regularity_pool(&none, &median, &longest, NULL));
    assert_invalid(kogge_evidence_summarise(NULL, &summary, NULL));
    assert_invalid(kogge_evidence_summarise(&none, NULL, NULL));
    assert_ok(kogge_evidence_summarise(&none, &summary, NULL));
    assert_invalid(kogge_calibrate(NULL, &rows, NULL));
    assert_invalid(kogge_calibrate(&none, NULL, NULL));
    assert_ok(kogge_calibrate(&none, &rows, NULL));
}

static void test_abc(void **state)
{
    (void)state;
    const int64_t values[] = { 1 };
    const kogge_abc_options options = { .struct_size = sizeof options, .cut_a_bp = 8000, .cut_b_bp = 9500 };
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    int32_t classes[1];
    assert_invalid(kogge_abc_cut(NULL, 1, &options, &cuts, NULL));
    assert_invalid(kogge_abc_cut(values, 1, NULL, &cuts, NULL));
    assert_invalid(kogge_abc_cut(values, 1, &options, NULL, NULL));
    assert_ok(kogge_abc_cut(values, 1, &options, &cuts, NULL));
    assert_invalid(kogge_abc_classes(NULL, values, 1, classes, NULL));
    assert_invalid(kogge_abc_classes(&cuts, NULL, 1, classes, NULL));
    assert_invalid(kogge_abc_classes(&cuts, values, 1, NULL, NULL));
    assert_ok(kogge_abc_classes(&cuts, NULL, 0, NULL, NULL));
}

static void test_portfolio(void **state)
{
    (void)state;
    const int64_t values[] = { 1 };
    const kogge_abc_options options = { .struct_size = sizeof options, .cut_a_bp = 8000, .cut_b_bp = 9500 };
    kogge_portfolio *portfolio = NULL;
    unsigned char bytes[512];
    size_t size = 0;
    int32_t again;
    assert_invalid(kogge_portfolio_new(NULL, NULL, &portfolio, NULL));
    assert_invalid(kogge_portfolio_new(&options, NULL, NULL, NULL));
    assert_ok(kogge_portfolio_new(&options, NULL, &portfolio, NULL));
    kogge_portfolio_free(NULL);
    assert_invalid(kogge_portfolio_add(NULL, NULL, values, 1, NULL));
    assert_invalid(kogge_portfolio_add(portfolio, NULL, NULL, 1, NULL));
    assert_ok(kogge_portfolio_add(portfolio, NULL, NULL, 0, NULL));
    assert_ok(kogge_portfolio_add(portfolio, NULL, values, 1, NULL));
    assert_invalid(kogge_portfolio_merge(NULL, portfolio, NULL));
    assert_invalid(kogge_portfolio_merge(portfolio, NULL, NULL));
    assert_invalid(kogge_portfolio_save(NULL, bytes, sizeof bytes, &size));
    assert_invalid(kogge_portfolio_save(portfolio, NULL, sizeof bytes, &size));
    assert_ok(kogge_portfolio_save(portfolio, NULL, 0, NULL));
    assert_ok(kogge_portfolio_save(portfolio, bytes, sizeof bytes, &size));
    assert_invalid(kogge_portfolio_refine(NULL, &again, NULL));
    assert_invalid(kogge_portfolio_refine(portfolio, NULL, NULL));
    assert_ok(kogge_portfolio_refine(portfolio, &again, NULL));
    kogge_portfolio_free(portfolio);
    assert_invalid(kogge_portfolio_load(NULL, size, NULL, &portfolio, NULL));
    assert_null(portfolio);
    assert_invalid(kogge_portfolio_load(bytes, size, NULL, NULL, NULL));
}

static void test_portfolio_results(void **state)
{
    (void)state;
    const int64_t values[] = { 1 };
    const kogge_abc_options options = { .struct_size = sizeof options, .cut_a_bp = 8000, .cut_b_bp = 9500 };
    const kogge_table table = { NULL, 0, 0 };
    kogge_abc_cuts cuts = KOGGE_INIT(kogge_abc_cuts);
    kogge_concentration concentration = KOGGE_INIT(kogge_concentration);
    kogge_out_rows rows = { NULL, 0, 0, 0 };
    kogge_portfolio *portfolio = NULL;
    int32_t again;
    assert_ok(kogge_portfolio_new(&options, NULL, &portfolio, NULL));
    assert_ok(kogge_portfolio_add(portfolio, NULL, values, 1, NULL));
    assert_ok(kogge_portfolio_refine(portfolio, &again, NULL));
    assert_invalid(kogge_portfolio_cuts(NULL, &cuts, NULL));
    assert_invalid(kogge_portfolio_cuts(portfolio, NULL, NULL));
    assert_invalid(kogge_portfolio_concentration(NULL, NULL, &concentration, NULL, NULL, NULL));
    assert_invalid(kogge_portfolio_concentration(portfolio, NULL, NULL, NULL, NULL, NULL));
    assert_ok(kogge_portfolio_concentration(portfolio, NULL, &concentration, NULL, NULL, NULL));
    assert_invalid(kogge_portfolio_pareto(NULL, &rows, NULL));
    assert_invalid(kogge_portfolio_pareto(portfolio, NULL, NULL));
    assert_ok(kogge_portfolio_pareto(portfolio, &rows, NULL));
    assert_invalid(kogge_portfolio_shares(NULL, &rows, NULL, NULL));
    assert_invalid(kogge_portfolio_shares(portfolio, NULL, NULL, NULL));
    assert_ok(kogge_portfolio_shares(portfolio, &rows, NULL, NULL));
    assert_invalid(kogge_migration(NULL, &rows, &rows, NULL, NULL));
    assert_invalid(kogge_migration(&table, NULL, &rows, NULL, NULL));
    assert_invalid(kogge_migration(&table, &rows, NULL, NULL, NULL));
    kogge_portfolio_free(portfolio);
}

static void test_tiers(void **state)
{
    (void)state;
    const kogge_customer customer = KOGGE_INIT(kogge_customer);
    const kogge_classification_basis basis = {
        .struct_size = sizeof basis, .cut_a_minor = 2, .cut_b_minor = 1, .today_at = GIVEN_DAY
    };
    const kogge_table nobody = { NULL, 0, 0 }, no_columns = { NULL, 1, 1 };
    kogge_classification classification = KOGGE_INIT(kogge_classification);
    kogge_selection selection = KOGGE_INIT(kogge_selection);
    kogge_audit audit = KOGGE_INIT(kogge_audit);
    assert_invalid(kogge_classify(NULL, &customer, &basis, &classification, NULL, NULL));
    assert_invalid(kogge_classify(book, NULL, &basis, &classification, NULL, NULL));
    assert_invalid(kogge_classify(book, &customer, NULL, &classification, NULL, NULL));
    assert_invalid(kogge_classify(book, &customer, &basis, NULL, NULL, NULL));
    assert_ok(kogge_classify(book, &customer, &basis, &classification, NULL, NULL));
    assert_invalid(kogge_demand_estimate(NULL, NULL, 0, NULL, 0, NULL, NULL));
    assert_invalid(kogge_demand_estimate(&no_columns, NULL, 0, NULL, 0, NULL, NULL));
    assert_invalid(kogge_demand_estimate(&nobody, NULL, 1, NULL, 0, NULL, NULL));
    assert_ok(kogge_demand_estimate(&nobody, NULL, 0, NULL, 0, NULL, NULL));
    assert_invalid(kogge_select(NULL, &nobody, 1, -1, NULL, 0, &selection, NULL, NULL, NULL, NULL, NULL));
    assert_invalid(kogge_select(book, NULL, 1, -1, NULL, 0, &selection, NULL, NULL, NULL, NULL, NULL));
    assert_invalid(kogge_select(book, &no_columns, 1, -1, NULL, 0, &selection, NULL, NULL, NULL, NULL, NULL));
    assert_invalid(kogge_select(book, &nobody, 1, -1, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL));
    assert_ok(kogge_select(book, &nobody, 1, -1, NULL, 0, &selection, NULL, NULL, NULL, NULL, NULL));
    assert_invalid(kogge_audit_tiers(NULL, &audit, NULL, NULL, NULL, NULL));
    assert_invalid(kogge_audit_tiers(&no_columns, &audit, NULL, NULL, NULL, NULL));
    assert_invalid(kogge_audit_tiers(&nobody, NULL, NULL, NULL, NULL, NULL));
    assert_ok(kogge_audit_tiers(&nobody, &audit, NULL, NULL, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_columns_of_no_record),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_rulebook),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_economics),
        cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_abc),
        cmocka_unit_test(test_portfolio),
        cmocka_unit_test(test_portfolio_results),
        cmocka_unit_test(test_tiers),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
