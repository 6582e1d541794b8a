/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Reasons of key accounts name the kind of the criterion, and show its values in the unit of that kind. */

#include "given.h"
#include "texts.h"

#include <kogge/kogge.h>

#include <stdint.h>

enum { MATCHED = KOGGE_OUTCOME_MATCHED, NOT_MATCHED = KOGGE_OUTCOME_NOT_MATCHED, UNKNOWN = KOGGE_OUTCOME_UNKNOWN };
enum { STRATEGIC = 802, KNOCK_IN = 803, KNOCK_OUT = 804, MISSING = 807 };
enum { VALUE = KOGGE_FIELD_KAM_VALUE_VALUE };
enum { LIGHTHOUSE = 1, COMPLEXITY = 2, COUNTRIES = 3, REVENUE = 5, CONTRIBUTION = 7, OWN = 8 };

static kogge_rulebook *book;
static kogge_catalogue *german;

/* A kind of the host's own, and one of each unit. */
static int open_book(void **state)
{
    const kogge_kam_criterion rows[] = {
        { .id = LIGHTHOUSE, .kind = KOGGE_CRITERION_LIGHTHOUSE, .stage = KOGGE_STAGE_STRATEGIC },
        { .id = COMPLEXITY, .kind = KOGGE_CRITERION_COMPLEXITY, .stage = KOGGE_STAGE_STRATEGIC },
        { .id = COUNTRIES, .kind = KOGGE_CRITERION_COUNTRIES, .stage = KOGGE_STAGE_STRATEGIC },
        { .id = REVENUE, .kind = KOGGE_CRITERION_REVENUE_AT_RISK, .stage = KOGGE_STAGE_STRATEGIC },
        { .id = CONTRIBUTION, .kind = KOGGE_CRITERION_CONTRIBUTION, .stage = KOGGE_STAGE_STRATEGIC },
        { .id = OWN, .kind = 100, .stage = KOGGE_STAGE_STRATEGIC },
    };
    const kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .criteria = KOGGE_ROWS(rows) };
    (void)state;
    book = given_book_of(&spec);
    german = kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

static void test_units_of_kinds(void **state)
{
    (void)state;
    static const struct {
        kogge_reason reason;
        const char *english, *german;
    } cases[] = {
        { { STRATEGIC, MATCHED, COMPLEXITY, VALUE, 7500, 6000 },
          "Strategic, complexity: 7,500 (at least 6,000).",
          "Strategisch, Komplexität: 7.500 (mindestens 6.000)." },
        { { STRATEGIC, NOT_MATCHED, COUNTRIES, VALUE, 2, 3 },
          "Not strategic, countries: 2 (at least 3).",
          "Nicht strategisch, Länder: 2 (mindestens 3)." },
        { { STRATEGIC, MATCHED, REVENUE, VALUE, 20000000, 5000000 },
          "Strategic, revenue at risk: 200,000.00 EUR (at least 50,000.00 EUR).",
          "Strategisch, Umsatz auf dem Spiel: 200.000,00 EUR (mindestens 50.000,00 EUR)." },
        { { KNOCK_IN, MATCHED, LIGHTHOUSE, VALUE, 1, 1 },
          "Enough alone, lighthouse customer: yes.",
          "Genügt allein, Leuchtturmkunde: ja." },
        { { KNOCK_IN, NOT_MATCHED, LIGHTHOUSE, VALUE, 0, 1 },
          "Not met, lighthouse customer: no.",
          "Nicht erfüllt, Leuchtturmkunde: nein." },
        { { KNOCK_OUT, MATCHED, CONTRIBUTION, VALUE, -1, 0 },
          "Knocked out, contribution: -0.01 EUR (limit 0.00 EUR).",
          "K. o., Deckungsbeitrag: -0,01 EUR (Grenze 0,00 EUR)." },
        { { STRATEGIC, MATCHED, OWN, VALUE, 70000, 60000 },
          "Strategic, criterion 8: 70000 (at least 60000).",
          "Strategisch, Kriterium 8: 70000 (mindestens 60000)." },
        { { MISSING, UNKNOWN, REVENUE, KOGGE_FIELD_KAM_MISSING_WEIGHT_BP, 2500, 0 },
          "Missing: revenue at risk (share of the weights 25 %).",
          "Es fehlt: Umsatz auf dem Spiel (Anteil an den Gewichten 25 %)." },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(said(NULL, book, cases[i].reason), cases[i].english);
        assert_string_equal(said(german, book, cases[i].reason), cases[i].german);
    }
}

/* Only the values of a criterion have its unit: an order rule may have the same number. */
static void test_other_fields(void **state)
{
    (void)state;
    const kogge_reason reason = { STRATEGIC, MATCHED, REVENUE, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 2, 1 };
    assert_string_equal(said(NULL, book, reason), "Strategic, revenue at risk: 2 days (at least 1 day).");
}

static void test_unknown_criteria(void **state)
{
    (void)state;
    const kogge_reason foreign = { STRATEGIC, UNKNOWN, 99, VALUE, 0, 3000 },
                       of_book = { STRATEGIC, MATCHED, REVENUE, VALUE, 7000, 3000 };
    assert_string_equal(said(NULL, book, foreign), "Not known: criterion 99 (at least 3000).");
    assert_string_equal(said(german, NULL, of_book), "Strategisch, Kriterium 5: 7000 (mindestens 3000).");
}

/* A host names its own kinds, and uses the placeholder in its own templates of reasons; nowhere else. */
static void test_host_catalogue(void **state)
{
    (void)state;
    const kogge_text texts[] = { { "criterion", 100, 0, "Reichweite" },
                                 { "reason", STRATEGIC, MATCHED, "{criterion}/{rule}/{observed}" } },
                     misplaced[] = { { "finding", 1, 0, "{criterion}" } };
    kogge_catalogue_spec spec = KOGGE_INIT(kogge_catalogue_spec);
    kogge_catalogue *own = NULL;
    spec.texts = texts;
    spec.text_count = COUNT(texts);
    assert_int_equal(kogge_catalogue_new(&spec, &own, NULL), KOGGE_OK);
    const kogge_reason reason = { STRATEGIC, MATCHED, OWN, VALUE, 5, 3 };
    assert_string_equal(said(own, book, reason), "Reichweite/8/5");
    kogge_catalogue_unref(own);
    spec.texts = misplaced;
    spec.text_count = COUNT(misplaced);
    assert_int_equal(kogge_catalogue_new(&spec, &own, NULL), KOGGE_E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units_of_kinds),
        cmocka_unit_test(test_other_fields),
        cmocka_unit_test(test_unknown_criteria),
        cmocka_unit_test(test_host_catalogue),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
