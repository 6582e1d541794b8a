/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Policy files: what they mean, what is refused and where, and the canonical form.
 *
 *   test_json_policy [FILE...]   example files, which must stand in the canonical form, presets completely
 *   test_json_policy --preset NEUTRAL_2026   prints a preset as such a file */

#include "json_texts.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "\"kogge\": \"policy\", \"version\": 1, \"preset\": \"NEUTRAL_2026\""
#define EUR  "{" HEAD ", \"currency\": \"EUR\""
#define BOTH "{" HEAD ", \"currencies\": [\"EUR\", \"JPY\"]"
#define RULE "\"id\": 1, \"effect\": \"FLAT\""

static char **examples;
static int example_count;

/* ---- what a file means ----------------------------------------------------------------------------------------- */

static void test_same_as_c(void **state)
{
    (void)state;
    const kogge_order_rule rules[] = {
        { .id = 3,
          .effect = KOGGE_FEE_FLAT,
          .group = 1,
          .below_minor = 4900,
          .amount_minor = 990,
          .cap = KOGGE_CAP_CLIFF,
          .agreement = UINT64_MAX,
          .channels = KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_FAX),
          .order_types = KOGGE_BIT(17),
          .valid_from_at = GIVEN_DAY,
          .country = 276 },
    };
    kogge_policy policy = given_policy(KOGGE_PRESET_RETREAT_2026, KOGGE_CHF);
    policy.margin_bp = 3000;
    policy.cost_per_line_minor = 125;
    policy.value_services = 0;
    policy.flags = KOGGE_POLICY_FLAG_PARENT_TIER;
    const kogge_channel_cost none;
    kogge_rulebook_spec spec = given_spec(&policy, rules, 1);
    spec.channel_costs = given_rows(&none, 0, sizeof none);
    kogge_rulebook *book = given_book_of(&spec);
    kogge_policy_file *file = given_file(
        "{\"kogge\": \"policy\", \"version\": 1, \"preset\": \"RETREAT_2026\", \"currency\": \"CHF\","
        "\"policy\": {\"flags\": [\"PARENT_TIER\"], \"margin_bp\": 3000, \"cost_per_line\": \"1.25\", "
        "\"value_services\": []}, \"channel_costs\": [],"
        "\"order_rules\": [{\"id\": 3, \"effect\": \"FLAT\", \"group\": 1, \"below\": \"49\", \"amount\": \"9.9\","
        "\"cap\": \"CLIFF\", \"agreement\": \"18446744073709551615\", \"channels\": [\"FAX\", \"PHONE\"],"
        "\"order_types\": [17], \"valid_from_at\": \"2026-03-02\", \"country\": 276}]}");
    assert_true(fingerprint_of(file, 0) == kogge_rulebook_fingerprint(book));
    assert_int_equal(kogge_policy_file_currency(file, 0), KOGGE_CHF);
    assert_int_equal(kogge_policy_file_currency(file, 1), 0);
    kogge_rulebook_unref(book);
    kogge_policy_file_unref(file);
}

static void test_two_currencies(void **state)
{
    (void)state;
    kogge_policy_file *file = given_file(BOTH ", \"policy\": {\"cost_per_call\": {\"JPY\": \"1500\", \"EUR\": "
                                              "\"9.50\"}}, \"order_rules\": [{" RULE ", \"below\": {\"EUR\": "
                                              "\"49.00\", \"JPY\": \"8000\"}, \"amount\": {\"EUR\": \"9.90\", "
                                              "\"JPY\": \"1600\"}}]}");
    const struct {
        int32_t currency;
        int64_t call, below, amount;
    } expected[] = { { KOGGE_EUR, 950, 4900, 990 }, { KOGGE_JPY, 1500, 8000, 1600 } };
    for (size_t i = 0; i < COUNT(expected); i++) {
        kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
        assert_int_equal(kogge_policy_file_spec(file, expected[i].currency, &spec), KOGGE_OK);
        const kogge_order_rule *rule = spec.rules.data;
        assert_int_equal(spec.policy->currency, expected[i].currency);
        assert_int_equal(spec.policy->cost_per_call_minor, expected[i].call);
        assert_int_equal(rule->below_minor, expected[i].below);
        assert_int_equal(rule->amount_minor, expected[i].amount);
        assert_null(spec.treatments.data);
        assert_true(fingerprint_of(file, expected[i].currency) != 0);
    }
    kogge_rulebook *book = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    assert_int_equal(kogge_policy_file_rulebook(file, KOGGE_CHF, &book, &error), KOGGE_E_CURRENCY);
    assert_null(book);
    char *text = written(file, 0);
    assert_non_null(strstr(text, "\"currencies\": [\"EUR\", \"JPY\"]"));
    assert_non_null(strstr(text, "\"amount\": {\"EUR\": \"9.90\", \"JPY\": \"1600\"}"));
    free(text);
    kogge_policy_file_unref(file);
}

/* Money where the kind is money, integers otherwise and for the host's kinds; the kind may stand behind the values.
 */
static void test_criteria(void **state)
{
    (void)state;
    kogge_policy_file *file = given_file(
        BOTH ", \"kam_criteria\": [{\"id\": 6, \"low\": {\"EUR\": \"-0.50\", \"JPY\": \"-80\"}, \"high\": "
             "{\"EUR\": \"500000.00\", \"JPY\": \"80000000\"}, \"kind\": \"OPPORTUNITY\", \"stage\": \"HARD\", "
             "\"weight\": 45, \"criterion_flags\": [\"KNOCK_OUT\"]}, {\"at_least\": 3, \"kind\": \"COUNTRIES\", "
             "\"id\": 2, \"stage\": \"STRATEGIC\"}, {\"id\": 9, \"kind\": 100, \"stage\": \"STRATEGIC\", "
             "\"at_least\": -50}]}");
    const struct {
        int32_t currency;
        int64_t low, high;
    } expected[] = { { KOGGE_EUR, -50, 50000000 }, { KOGGE_JPY, -80, 80000000 } };
    for (size_t i = 0; i < COUNT(expected); i++) {
        kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
        assert_int_equal(kogge_policy_file_spec(file, expected[i].currency, &spec), KOGGE_OK);
        const kogge_kam_criterion *rows = spec.criteria.data;
        assert_int_equal(spec.criteria.count, 3);
        assert_int_equal(rows[0].low, expected[i].low);
        assert_int_equal(rows[0].high, expected[i].high);
        assert_int_equal(rows[0].kind, KOGGE_CRITERION_OPPORTUNITY);
        assert_int_equal(rows[0].criterion_flags, KOGGE_BIT(KOGGE_CRITERION_FLAG_KNOCK_OUT));
        assert_int_equal(rows[1].at_least, 3);
        assert_int_equal(rows[2].at_least, -50);
        assert_int_equal(rows[2].kind, 100);
        assert_true(fingerprint_of(file, expected[i].currency) != 0);
    }
    char *text = written(file, 0);
    assert_non_null(strstr(text,
                           "{\"low\": {\"EUR\": \"-0.50\", \"JPY\": \"-80\"}, \"high\": {\"EUR\": \"500000.00\", "
                           "\"JPY\": \"80000000\"}, \"id\": 6, \"kind\": \"OPPORTUNITY\","));
    assert_non_null(strstr(text, "{\"at_least\": 3, \"id\": 2, \"kind\": \"COUNTRIES\", \"stage\": \"STRATEGIC\"}"));
    assert_non_null(strstr(text, "{\"at_least\": -50, \"id\": 9, \"kind\": 100, \"stage\": \"STRATEGIC\"}"));
    free(text);
    kogge_policy_file_unref(file);
}

/* Nothing said, or an empty list: the preset's criteria, or none. */
static void test_no_criteria(void **state)
{
    (void)state;
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_kam_criterion none;
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    for (int empty = 0; empty < 2; empty++) {
        kogge_policy_file *file = given_file(empty ? EUR ", \"kam_criteria\": []}" : EUR "}");
        if (empty)
            spec.criteria = given_rows(&none, 0, sizeof none);
        kogge_rulebook *book = given_book_of(&spec);
        assert_true(fingerprint_of(file, 0) == kogge_rulebook_fingerprint(book));
        kogge_rulebook_unref(book);
        kogge_policy_file_unref(file);
    }
}

/* One record of numbers like the policy, whatever the currencies; what is not said is the preset's. */
static void test_sales_policy(void **state)
{
    (void)state;
    kogge_policy_file *file =
        given_file(BOTH ", \"sales_policy\": {\"company_growth_bp\": -25, \"missing\": \"FAIL\", "
                        "\"key_account_cap\": 0}}");
    const int32_t currencies[] = { KOGGE_EUR, KOGGE_JPY };
    for (size_t i = 0; i < COUNT(currencies); i++) {
        kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
        kogge_sales_policy wanted;
        assert_int_equal(kogge_sales_policy_init(&wanted, sizeof wanted, KOGGE_PRESET_NEUTRAL_2026), KOGGE_OK);
        wanted.company_growth_bp = -25;
        wanted.missing = KOGGE_MISSING_FAIL;
        wanted.key_account_cap = 0;
        assert_int_equal(kogge_policy_file_spec(file, currencies[i], &spec), KOGGE_OK);
        assert_memory_equal(spec.sales, &wanted, sizeof wanted);
        const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, currencies[i]);
        const kogge_rulebook_spec in_c = { .struct_size = sizeof in_c, .policy = &policy, .sales = &wanted };
        kogge_rulebook *book = given_book_of(&in_c);
        assert_true(fingerprint_of(file, currencies[i]) == kogge_rulebook_fingerprint(book));
        kogge_rulebook_unref(book);
    }
    char *text = written(file, 0);
    assert_non_null(strstr(text,
                           "\"sales_policy\": {\n    \"company_growth_bp\": -25,\n    \"missing\": \"FAIL\",\n    "
                           "\"key_account_cap\": 0\n  }\n}\n"));
    free(text);
    kogge_policy_file_unref(file);
}

/* No figure of a company is money: integers, whatever the currencies. */
static void test_strategy_weights(void **state)
{
    (void)state;
    static const char row[] = "{\"low\": 500, \"score\": \"RETREAT\", \"factor\": \"MARKET_GROWTH\", \"weight\": 20}";
    static const char begin[] = BOTH ", \"strategy_weights\": [\n    ";
    char given[512];
    (void)snprintf(given, sizeof given, "%s%s\n  ]\n}\n", begin, row);
    kogge_policy_file *file = given_file(given);
    kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
    assert_int_equal(kogge_policy_file_spec(file, KOGGE_JPY, &spec), KOGGE_OK);
    const kogge_strategy_weight wanted = {
        .low = 500, .score = KOGGE_STRATEGY_RETREAT, .factor = KOGGE_FACTOR_MARKET_GROWTH, .weight = 20
    };
    assert_int_equal(spec.strategy_weights.count, 1);
    assert_memory_equal(spec.strategy_weights.data, &wanted, sizeof wanted);
    assert_true(fingerprint_of(file, KOGGE_JPY) != 0);
    char *text = written(file, 0);
    assert_non_null(strstr(text, row));
    free(text);
    kogge_policy_file_unref(file);
}

static void test_mark_and_lines(void **state)
{
    (void)state;
    kogge_policy_file *plain = given_file(EUR "}"),
                      *windows = given_file("\xEF\xBB\xBF{" HEAD ",\r\n\"currency\": \"EUR\"\r\n}\r\n");
    assert_true(fingerprint_of(plain, 0) == fingerprint_of(windows, KOGGE_EUR));
    assert_string_equal(kogge_policy_file_name(plain), "");
    kogge_policy_file_unref(plain);
    kogge_policy_file_unref(windows);
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static void refuse(const char *text, kogge_status status, const char *pointer, const char *message)
{
    kogge_policy_file *file = NULL;
    kogge_rulebook *book = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_status found = kogge_policy_file_read(text, strlen(text), NULL, &file, &error);
    if (!found)
        found = kogge_policy_file_rulebook(file, 0, &book, &error);
    kogge_policy_file_unref(file);
    if (found != status || strcmp(error.pointer, pointer) != 0 || !strstr(error.text, message))
        fail_msg("%s\n%d %s \"%s\", expected %d %s \"%s\"", text, (int)found, error.pointer, error.text, (int)status,
                 pointer, message);
    assert_int_equal(error.status, status);
    assert_null(book);
}

#define IN_RULE(keys) EUR ", \"order_rules\": [{\"id\": 9, \"effect\": \"ALLOW\"}, {" RULE ", " keys "}]}"

static void test_amounts_refused(void **state)
{
    (void)state;
    static const char below[] = "/order_rules/1/below";
    refuse(IN_RULE("\"below\": \"150.005\""), KOGGE_E_RANGE, below, "\"150.005\" has 3 decimals, EUR has 2");
    refuse(IN_RULE("\"below\": 150"), KOGGE_E_INVALID, below,
           "150 is no amount: a decimal string such as \"150.00\"");
    refuse(IN_RULE("\"below\": 150.5"), KOGGE_E_INVALID, below, "150.5 is no amount");
    refuse(IN_RULE("\"below\": 1e30"), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \"1e3\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \"1,50\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \" 1\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \"1.\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \".5\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \"01\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \"\""), KOGGE_E_INVALID, below, "is no amount");
    refuse(IN_RULE("\"below\": \"-1\""), KOGGE_E_RANGE, below, "\"-1\" is below \"0.00\"");
    refuse(IN_RULE("\"below\": \"9000000000000.01\""), KOGGE_E_RANGE, below, "is above \"9000000000000.00\"");
    refuse(IN_RULE("\"below\": \"1000000000000000000000000000000\""), KOGGE_E_RANGE, below, "is above");
    refuse(BOTH ", \"order_rules\": [{" RULE ", \"below\": \"1.00\"}]}", KOGGE_E_INVALID, "/order_rules/0/below",
           "{\"EUR\": \"150.00\", ...}");
    refuse(BOTH ", \"order_rules\": [{" RULE ", \"below\": {\"EUR\": \"1.00\"}}]}", KOGGE_E_INVALID,
           "/order_rules/0/below", "no amount in JPY");
    refuse(BOTH ", \"order_rules\": [{" RULE ", \"below\": {\"EUR\": \"1\", \"JPY\": \"1.5\"}}]}", KOGGE_E_RANGE,
           "/order_rules/0/below/JPY", "has 1 decimals, JPY has 0");
    refuse(BOTH ", \"order_rules\": [{" RULE ", \"below\": {\"EUR\": \"1\", \"CHF\": \"1\"}}]}", KOGGE_E_UNSUPPORTED,
           "/order_rules/0/below/CHF", "unknown key");
}

static void test_values_refused(void **state)
{
    (void)state;
    refuse(IN_RULE("\"group\": 48"), KOGGE_E_RANGE, "/order_rules/1/group", "48 is above 47");
    refuse(IN_RULE("\"group\": \"1\""), KOGGE_E_INVALID, "/order_rules/1/group", "is no integer");
    refuse(IN_RULE("\"group\": 1.0"), KOGGE_E_INVALID, "/order_rules/1/group", "1.0 is no integer");
    refuse(IN_RULE("\"group\": null"), KOGGE_E_INVALID, "/order_rules/1/group", "null is no integer");
    refuse(IN_RULE("\"cap\": \"EDGE\""), KOGGE_E_UNSUPPORTED, "/order_rules/1/cap", "\"EDGE\" is no cap: CLIFF");
    refuse(IN_RULE("\"channels\": \"PHONE\""), KOGGE_E_INVALID, "/order_rules/1/channels", "is no list");
    refuse(IN_RULE("\"channels\": []"), KOGGE_E_INVALID, "/order_rules/1/channels", "leave the key out");
    refuse(IN_RULE("\"channels\": [\"TELEX\"]"), KOGGE_E_UNSUPPORTED, "/order_rules/1/channels/0", "\"TELEX\" is no");
    refuse(IN_RULE("\"channels\": [\"FAX\", \"FAX\"]"), KOGGE_E_INVALID, "/order_rules/1/channels/1", "twice");
    refuse(IN_RULE("\"channels\": [40]"), KOGGE_E_RANGE, "/order_rules/1/channels/0", "no place");
    refuse(IN_RULE("\"valid_from_at\": \"2026-02-29\""), KOGGE_E_INVALID, "/order_rules/1/valid_from_at", "no date");
    refuse(IN_RULE("\"valid_from_at\": 20514"), KOGGE_E_INVALID, "/order_rules/1/valid_from_at", "no date");
    refuse(IN_RULE("\"valid_from_at\": \"1970-01-01\""), KOGGE_E_RANGE, "/order_rules/1/valid_from_at", "no day");
    refuse(IN_RULE("\"agreement\": -1"), KOGGE_E_INVALID, "/order_rules/1/agreement", "is no id");
    refuse(IN_RULE("\"agreement\": \"18446744073709551616\""), KOGGE_E_RANGE, "/order_rules/1/agreement", "above");
}

#define IN_CRITERION(text) EUR ", \"kam_criteria\": [{\"id\": 4, \"stage\": \"HARD\", \"weight\": 1, " text "}]}"

static void test_criteria_refused(void **state)
{
    (void)state;
#define MONEY "\"kind\": \"OPPORTUNITY\", "
#define SITES "\"kind\": \"SITES\", "
#define ROW   "/kam_criteria/0"
    refuse(IN_CRITERION(MONEY "\"high\": 500"), KOGGE_E_INVALID, ROW "/high", "500 is no amount");
    refuse(IN_CRITERION("\"high\": 500, \"kind\": \"OPPORTUNITY\""), KOGGE_E_INVALID, ROW "/high", "is no amount");
    refuse(IN_CRITERION(MONEY "\"low\": \"0.005\""), KOGGE_E_RANGE, ROW "/low", "3 decimals, EUR has 2");
    refuse(IN_CRITERION(MONEY "\"low\": \"9000000000000.01\""), KOGGE_E_RANGE, ROW "/low", "above");
    refuse(IN_CRITERION(SITES "\"high\": \"500\""), KOGGE_E_INVALID, ROW "/high", "is no integer");
    refuse(IN_CRITERION("\"kind\": 100, \"high\": \"500\""), KOGGE_E_INVALID, ROW "/high", "is no integer");
    refuse(IN_CRITERION("\"high\": 500"), KOGGE_E_INVALID, ROW, "\"kind\" is missing");
    refuse(IN_CRITERION("\"kind\": 99, \"high\": 500"), KOGGE_E_UNSUPPORTED, ROW "/kind", "99");
    refuse(IN_CRITERION(SITES "\"high\": 0"), KOGGE_E_INVALID, ROW "/high", "low and high are equal");
    refuse(IN_CRITERION(SITES "\"colour\": 0"), KOGGE_E_UNSUPPORTED, ROW "/colour", "unknown key");
    refuse(BOTH ", \"kam_criteria\": [{\"id\": 4, \"stage\": \"HARD\", \"weight\": 1, " MONEY
                "\"high\": {\"EUR\": \"0\", \"JPY\": \"9\"}}]}",
           KOGGE_E_INVALID, ROW "/high/EUR", "KAM criterion 4: low and high are equal");
    refuse(BOTH ", \"kam_criteria\": [{\"id\": 4, \"stage\": \"HARD\", \"weight\": 1, " MONEY "\"high\": \"9\"}]}",
           KOGGE_E_INVALID, ROW "/high", "for each currency");
    refuse(EUR ", \"kam_criteria\": [{\"id\": 7, \"stage\": \"STRATEGIC\", " SITES "\"at_least\": 1}, {\"id\": 4, "
               "\"stage\": \"HARD\", " SITES "\"high\": 1}]}",
           KOGGE_E_INVALID, "/kam_criteria/1/weight", "weights of all hard figures");
}

static void test_sales_refused(void **state)
{
    (void)state;
#define WEIGHT "{\"score\": \"FORWARD\", \"factor\": \"AMBITION\", \"weight\": 1"
    refuse(EUR ", \"sales_policy\": {\"ambition_min\": 10001}}", KOGGE_E_RANGE, "/sales_policy/ambition_min",
           "10001");
    refuse(EUR ", \"sales_policy\": {\"reach_bp\": 0}}", KOGGE_E_RANGE, "/sales_policy/reach_bp", "0 is below 1");
    refuse(EUR ", \"sales_policy\": {\"missing\": \"MAYBE\"}}", KOGGE_E_UNSUPPORTED, "/sales_policy/missing",
           "MAYBE");
    refuse(EUR ", \"sales_policy\": {\"flags\": 1}}", KOGGE_E_UNSUPPORTED, "/sales_policy/flags", "unknown key");
    refuse(EUR ", \"sales_policy\": []}", KOGGE_E_INVALID, "/sales_policy", "no object");
    refuse(EUR ", \"strategy_weights\": [" WEIGHT ", \"high\": \"1.00\"}]}", KOGGE_E_INVALID,
           "/strategy_weights/0/high", "is no integer");
    refuse(EUR ", \"strategy_weights\": [" WEIGHT ", \"high\": 1}, " WEIGHT ", \"low\": 7, \"high\": 7}]}",
           KOGGE_E_INVALID, "/strategy_weights/1/high", "high is the same as low");
    refuse(EUR ", \"strategy_weights\": [" WEIGHT ", \"high\": 1}, " WEIGHT ", \"high\": 7}]}", KOGGE_E_INVALID,
           "/strategy_weights/1/factor", "already");
    refuse(EUR ", \"strategy_weights\": [{\"score\": \"HOLD\", \"factor\": \"AMBITION\", \"high\": 1}]}",
           KOGGE_E_UNSUPPORTED, "/strategy_weights/0/score", "");
}

static void test_keys_refused(void **state)
{
    (void)state;
    refuse("[]", KOGGE_E_INVALID, "", "is no object");
    refuse("{}", KOGGE_E_UNSUPPORTED, "/kogge", "nothing is not \"policy\"");
    refuse("{\"kogge\": \"policy\", \"version\": 2}", KOGGE_E_UNSUPPORTED, "/version", "2 is not 1");
    refuse("{\"kogge\": \"policy\", \"version\": 1}", KOGGE_E_INVALID, "", "\"preset\" is missing");
    refuse("{" HEAD "}", KOGGE_E_INVALID, "", "one of \"currency\" and \"currencies\"");
    refuse(EUR ", \"currencies\": [\"EUR\"]}", KOGGE_E_INVALID, "", "only one of");
    refuse("{" HEAD ", \"currencies\": []}", KOGGE_E_INVALID, "/currencies", "no list");
    refuse("{" HEAD ", \"currencies\": [\"EUR\", \"EUR\"]}", KOGGE_E_INVALID, "/currencies/1", "twice");
    refuse("{" HEAD ", \"currency\": \"EURO\"}", KOGGE_E_UNSUPPORTED, "/currency", "\"EURO\" is no currency");
    refuse(EUR ", \"a/b~c\": 1}", KOGGE_E_UNSUPPORTED, "/a~1b~0c", "unknown key \"a/b~c\"");
    refuse(EUR ", \"policy\": {\"margin\": 1}}", KOGGE_E_UNSUPPORTED, "/policy/margin", "unknown key \"margin\"");
    refuse(EUR ", \"policy\": {\"currency\": \"CHF\"}}", KOGGE_E_UNSUPPORTED, "/policy/currency", "not given here");
    refuse(EUR ", \"policy\": []}", KOGGE_E_INVALID, "/policy", "[] is no object");
    refuse(IN_RULE("\"below_minor\": 4900"), KOGGE_E_UNSUPPORTED, "/order_rules/1/below_minor", "it is \"below\"");
    refuse(EUR ", \"order_rules\": {}}", KOGGE_E_INVALID, "/order_rules", "{} is no list of rows");
    refuse(EUR ", \"order_rules\": [{\"id\": 1}]}", KOGGE_E_INVALID, "/order_rules/0", "\"effect\" is missing");
    refuse(EUR ", \"order_rules\": [7]}", KOGGE_E_INVALID, "/order_rules/0", "7 is no object");
    refuse(EUR ", \"name\": 1}", KOGGE_E_INVALID, "/name", "1 is no string");
}

/* What the rulebook refuses is found in the file. */
static void test_terms_refused(void **state)
{
    (void)state;
    refuse(IN_RULE("\"from\": \"150.00\", \"below\": \"100.00\", \"amount\": \"1.00\""), KOGGE_E_INVALID,
           "/order_rules/1/below", "order rule 1: below 100.00 EUR is not above from 150.00 EUR");
    refuse(EUR ", \"order_rules\": [{" RULE ", \"amount\": \"1.00\"}, {" RULE ", \"amount\": \"1.00\"}]}",
           KOGGE_E_INVALID, "/order_rules/1/id", "1");
    refuse(EUR ", \"policy\": {\"cut_a\": \"10.00\", \"cut_b\": \"20.00\"}}", KOGGE_E_INVALID, "/policy/cut_b",
           "cut_b");
    refuse(
        BOTH
        ", \"policy\": {\"cut_a\": {\"EUR\": \"1\", \"JPY\": \"3\"}, \"cut_b\": {\"EUR\": \"2\", \"JPY\": \"2\"}}}",
        KOGGE_E_INVALID, "/policy/cut_b/EUR", "cut_b");
    refuse(EUR ", \"channel_costs\": [{\"channel\": \"SHOP\"}, {\"channel\": \"SHOP\"}]}", KOGGE_E_INVALID,
           "/channel_costs/1/channel", "");
}

static void refuse_syntax(const char *text, size_t size, int32_t line, int32_t column)
{
    kogge_policy_file *file = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    assert_int_equal(kogge_policy_file_read(text, size, NULL, &file, &error), KOGGE_E_DAMAGED);
    assert_null(file);
    if (error.line != line || (column && error.column != column))
        fail_msg("line %d, column %d, expected %d, %d: %s", (int)error.line, (int)error.column, (int)line,
                 (int)column, error.text);
    assert_string_equal(error.pointer, "");
    assert_true(error.offset >= 0 && error.text[0]);
}

static void test_syntax_refused(void **state)
{
    (void)state;
    refuse_syntax("", 0, 1, 1);
    refuse_syntax("\xEF\xBB\xBF", 3, 1, 1);
    refuse_syntax("{", 1, 1, 1);
    refuse_syntax("{\n  \"kogge\" 1}", 14, 2, 11);
    refuse_syntax("{\n\"a\": 1,\n\"a\": 2}", 17, 3, 3);
    refuse_syntax("{\"a\": \"\xC3\x28\"}", 11, 1, 0);
    refuse_syntax("{\"a\": 1000000000000000000000000000000}", 38, 1, 0);
    refuse_syntax("{\"a\": \"\\u0000\"}", 15, 1, 0);
    refuse_syntax("{} {}", 5, 1, 0);
    refuse_syntax("{'a': 1}", 8, 1, 0);
    refuse_syntax("{\"a\":\n \"\xC3\xA4\", \0}", 15, 2, 7);
    refuse_syntax("{\"a\": \"b", 8, 1, 0);
}

static void test_deep_nesting(void **state)
{
    (void)state;
    enum { SIZE = 10 << 20 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    memset(text, '[', SIZE);
    refuse_syntax(text, SIZE, 1, 0);
    free(text);
}

static void test_every_beginning(void **state)
{
    (void)state;
    static const char text[] = EUR ", \"order_rules\": [{" RULE ", \"channels\": [\"FAX\"], \"amount\": \"1.00\"}]}";
    for (size_t size = 0; size + 1 < sizeof text; size++)
        refuse_syntax(text, size, 1, 0);
}

static void test_null(void **state)
{
    (void)state;
    kogge_policy_file *file = given_file(EUR "}"), *none = NULL;
    kogge_json_error error = { .struct_size = 8 };
    kogge_rulebook_spec spec = { .struct_size = 8 };
    size_t size = 0;
    const int32_t twice[] = { KOGGE_EUR, KOGGE_EUR };
    char small[8];
    assert_int_equal(kogge_policy_file_read("", 0, NULL, &none, &error), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_policy_file_read(NULL, 0, NULL, &none, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_policy_file_read("{}", 2, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_policy_file_rulebook(file, 0, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_policy_file_spec(file, 0, &spec), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_policy_file_spec(NULL, 0, &spec), KOGGE_E_INVALID);
    assert_int_equal(kogge_policy_file_write(NULL, 0, NULL, 0, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_policy_file_write(file, 8, NULL, 0, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_policy_file_write(file, 0, small, sizeof small, &size), KOGGE_E_BUFFER);
    assert_true(size > sizeof small && small[0] == '\0');
    assert_int_equal(kogge_policy_file_of_preset(99, twice, 1, NULL, &none), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_policy_file_of_preset(1, twice, 2, NULL, &none), KOGGE_E_INVALID);
    assert_int_equal(kogge_policy_file_of_preset(1, twice, 0, NULL, &none), KOGGE_E_LIMIT);
    assert_int_equal(kogge_policy_file_of_preset(1, NULL, 1, NULL, &none), KOGGE_E_INVALID);
    assert_null(kogge_policy_file_name(NULL));
    assert_null(kogge_policy_file_ref(NULL));
    assert_ptr_equal(kogge_policy_file_ref(file), file);
    kogge_policy_file_unref(file);
    kogge_policy_file_unref(file);
    kogge_policy_file_unref(NULL);
}

/* ---- the canonical form ---------------------------------------------------------------------------------------- */

static void test_presets(void **state)
{
    (void)state;
    const int32_t currencies[] = { KOGGE_EUR, KOGGE_JPY, KOGGE_KWD };
    for (int32_t preset = KOGGE_PRESET_NEUTRAL_2026; preset <= KOGGE_PRESET_FORWARD_2026; preset++) {
        kogge_policy_file *file = NULL;
        assert_int_equal(kogge_policy_file_of_preset(preset, currencies, COUNT(currencies), NULL, &file), KOGGE_OK);
        char *complete = written(file, KOGGE_POLICY_FILE_COMPLETE), *brief = written(file, 0);
        kogge_policy_file *again = given_file(complete);
        char *second = written(again, KOGGE_POLICY_FILE_COMPLETE), *short_second = written(again, 0);
        assert_string_equal(complete, second);
        assert_string_equal(brief, short_second);
        assert_null(strstr(brief, "\"policy\": {"));
        for (size_t i = 0; i < COUNT(currencies); i++) {
            kogge_rulebook *book = given_preset(preset, currencies[i]);
            assert_true(fingerprint_of(again, currencies[i]) == kogge_rulebook_fingerprint(book));
            kogge_rulebook_unref(book);
        }
        kogge_policy_file_unref(file);
        kogge_policy_file_unref(again);
        free(complete);
        free(brief);
        free(second);
        free(short_second);
    }
}

static void test_examples(void **state)
{
    (void)state;
    for (int i = 0; i < example_count; i++) {
        char *text = file_text(examples[i]);
        kogge_policy_file *file = given_file(text);
        char *again = written(file, strstr(examples[i], "preset-") ? KOGGE_POLICY_FILE_COMPLETE : 0);
        if (strcmp(text, again) != 0)
            fail_msg("%s is not in the canonical form:\n%s", examples[i], again);
        assert_true(fingerprint_of(file, 0) != 0);
        kogge_policy_file_unref(file);
        free(again);
        free(text);
    }
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static void test_no_memory(void **state)
{
    (void)state;
    static const char text[] =
        EUR ", \"name\": \"n\", \"note\": \"n\", \"order_rules\": [{" RULE ", \"amount\": \"1.00\"}]}";
    bool done = false;
    for (int allowed = 0; !done; allowed++) {
        struct ration ration = { allowed, 0 };
        const kogge_allocator allocator = { ration_alloc, ration_free, &ration };
        kogge_policy_file *file = NULL;
        kogge_rulebook *book = NULL;
        kogge_status status = kogge_policy_file_read(text, strlen(text), &allocator, &file, NULL);
        if (!status)
            status = kogge_policy_file_rulebook(file, 0, &book, NULL);
        assert_true(status == KOGGE_OK || status == KOGGE_E_MEMORY);
        done = status == KOGGE_OK;
        kogge_rulebook_unref(book);
        kogge_policy_file_unref(file);
        assert_int_equal(ration.open, 0);
        assert_true(allowed < 100);
    }
}

static int print_preset(const char *name)
{
    int32_t preset = 0;
    const int32_t currency = KOGGE_EUR;
    kogge_policy_file *file = NULL;
    if (kogge_code_of("preset", name, &preset) || kogge_policy_file_of_preset(preset, &currency, 1, NULL, &file))
        return 1;
    char *text = written(file, KOGGE_POLICY_FILE_COMPLETE);
    (void)fputs(text, stdout);
    free(text);
    kogge_policy_file_unref(file);
    return 0;
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_as_c),
        cmocka_unit_test(test_two_currencies),
        cmocka_unit_test(test_mark_and_lines),
        cmocka_unit_test(test_amounts_refused),
        cmocka_unit_test(test_values_refused),
        cmocka_unit_test(test_keys_refused),
        cmocka_unit_test(test_terms_refused),
        cmocka_unit_test(test_syntax_refused),
        cmocka_unit_test(test_deep_nesting),
        cmocka_unit_test(test_every_beginning),
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_presets),
        cmocka_unit_test(test_criteria),
        cmocka_unit_test(test_no_criteria),
        cmocka_unit_test(test_criteria_refused),
        cmocka_unit_test(test_sales_policy),
        cmocka_unit_test(test_strategy_weights),
        cmocka_unit_test(test_sales_refused),
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_no_memory),
    };
    if (count == 3 && !strcmp(arguments[1], "--preset"))
        return print_preset(arguments[2]);
    examples = arguments + 1;
    example_count = count - 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
