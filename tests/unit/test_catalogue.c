/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A host's catalogue: its texts and what they fall back to, what is refused, memory and references. */

#include "texts.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    MATCHED = KOGGE_OUTCOME_MATCHED,
    NOT_MATCHED = KOGGE_OUTCOME_NOT_MATCHED,
    UNKNOWN = KOGGE_OUTCOME_UNKNOWN,
    WAIVED = KOGGE_OUTCOME_WAIVED
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Not in the order in which the library keeps them. */
static const kogge_text french_texts[] = {
    { "reason", 220, MATCHED, "La règle {rule} ({effect}) s'applique : {field} {observed}[, limite {threshold}]." },
    { "channel", KOGGE_CHANNEL_PHONE, 0, "téléphone" },
    { "reason", 210, 0, "Rien ne compte." },
    { "reason", 210, KOGGE_TEXT_OF_RULE, "La règle {rule} ne s'applique pas : rien ne compte." },
    { "reason", 206, MATCHED, "Délai trop court : {observed} au lieu de {threshold}." },
    { "field", KOGGE_FIELD_ASSESSMENT_NET_BASE, 0, "valeur nette" },
    { "effect", KOGGE_FEE_FLAT, 0, "forfait" },
    { "order_type", 17, 0, "commande spéciale" },
    { "unit", KOGGE_UNIT_DAYS, 0, "jours" },
    { "unit", KOGGE_UNIT_DAYS, 1, "jour" },
    { "reason", 227, 0, "Pas pour {observed:channel} ; {threshold:minor}." },
    { "finding", 3, 0, "La règle {row} ne s'applique jamais[ : d'abord la règle {other_row}]." },
    { "finding", 10, 0, "{treatment} / {other_treatment} / {field} / {value} / {other_value:tier}" },
    { "outcome", WAIVED, 0, "remis" },
    { "reason", 221, 0, "Pas le {observed}." },
    { "reason", 1, 0, "" },
};

static kogge_catalogue *french;
static kogge_rulebook *eur;

static kogge_catalogue_spec french_spec(void)
{
    return (kogge_catalogue_spec){ .struct_size = (uint32_t)sizeof(kogge_catalogue_spec),
                                   .language = KOGGE_LANGUAGE_GERMAN,
                                   .decimal = ",",
                                   .group = "\xE2\x80\xAF", /* narrow no-break space */
                                   .date = "le {day}/{month}/{year} []",
                                   .texts = french_texts,
                                   .text_count = COUNT(french_texts) };
}

static int open_french(void **state)
{
    (void)state;
    kogge_catalogue_spec spec = french_spec();
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_catalogue_new(&spec, &french, &error))
        fail_msg("%s", error.text);
    assert_int_equal(error.status, 0);
    eur = new_book(KOGGE_EUR);
    return 0;
}

static int close_french(void **state)
{
    (void)state;
    kogge_catalogue_unref(french);
    kogge_rulebook_unref(eur);
    return 0;
}

/* ---- texts and their fall-back --------------------------------------------------------------------------------- */

static void test_own_texts(void **state)
{
    (void)state;
    kogge_reason rule = { 220, MATCHED, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 123456789, 4900 };
    assert_string_equal(said(french, eur, rule), "La règle 1 (forfait) s'applique : valeur nette 1\xE2\x80\xAF"
                                                 "234\xE2\x80\xAF"
                                                 "567,89 EUR, limite 49,00 EUR.");
    rule.threshold = 0;
    rule.observed = 100;
    assert_string_equal(said(french, NULL, rule), "La règle 1 s'applique : valeur nette 100.");
    kogge_reason valid = { 221, NOT_MATCHED, R_FLAT, KOGGE_FIELD_ORDER_PRICED_AT, 20514, 0 };
    assert_string_equal(said(french, eur, valid), "Pas le le 02/03/2026 [].");
    kogge_reason days = { 206, MATCHED, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 1, 5 };
    assert_string_equal(said(french, eur, days), "Délai trop court : 1 jour au lieu de 5 jours.");
    kogge_reason set = { 227, UNKNOWN, R_FLAT, KOGGE_FIELD_ORDER_NET, KOGGE_CHANNEL_PHONE, 250 };
    assert_string_equal(said(french, eur, set), "Pas pour téléphone ; 2,50 EUR.");
}

static void test_outcomes(void **state)
{
    (void)state;
    kogge_reason nothing = { 210, NOT_MATCHED, 0, KOGGE_FIELD_ASSESSMENT_NET_BASE, 0, 0 };
    assert_string_equal(said(french, eur, nothing), "Rien ne compte.");
    nothing.rule = R_SHOP;
    assert_string_equal(said(french, eur, nothing), "La règle 2 ne s'applique pas : rien ne compte.");
    /* Its own outcome is missing: the base language has it. */
    kogge_reason rule = { 220, WAIVED, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 4800, 4900 };
    assert_string_equal(said(french, eur, rule),
                        "Regel 1 (forfait) gilt, ist aber erlassen: valeur nette 48,00 EUR, Grenze 49,00 EUR.");
    /* No language has it. */
    kogge_reason stopped = { 202, WAIVED, 0, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, 3, 3 };
    assert_string_equal(said(french, eur, stopped), "Der Kunde wird nicht mehr bedient (remis).");
}

static void test_base_language(void **state)
{
    (void)state;
    kogge_catalogue_spec spec = { .struct_size = (uint32_t)sizeof spec, .texts = french_texts, .text_count = 1 };
    kogge_catalogue *catalogue = NULL;
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    kogge_reason rule = { 220, MATCHED, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 123456, 0 };
    assert_string_equal(said(catalogue, eur, rule), "La règle 1 (flat fee) s'applique : net value 1,234.56 EUR.");
    rule = (kogge_reason){ 206, MATCHED, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 1, 5 };
    assert_string_equal(said(catalogue, eur, rule),
                        "The lead time is too short: 1 day; the value brand needs at least 5 days.");
    kogge_catalogue_unref(catalogue);
}

static void test_days_without_a_singular(void **state)
{
    (void)state;
    const kogge_text text = { "unit", KOGGE_UNIT_DAYS, 0, "d" };
    kogge_catalogue_spec spec = { .struct_size = (uint32_t)sizeof spec, .texts = &text, .text_count = 1 };
    kogge_catalogue *catalogue = NULL;
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    kogge_reason reason = { 206, MATCHED, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 1, 5 };
    assert_string_equal(said(catalogue, eur, reason),
                        "The lead time is too short: 1 d; the value brand needs at least 5 d.");
    kogge_catalogue_unref(catalogue);
}

static void test_findings(void **state)
{
    (void)state;
    char buffer[ROOM];
    kogge_finding finding = { .code = 3, .row = 7, .other_row = 2 };
    assert_int_equal(kogge_explain_finding(french, eur, &finding, buffer, ROOM, NULL), KOGGE_OK);
    assert_string_equal(buffer, "La règle 7 ne s'applique jamais : d'abord la règle 2.");
    finding = (kogge_finding){ .code = 10,
                               .row = KOGGE_TREATMENT_D,
                               .other_row = KOGGE_TREATMENT_SMALL,
                               .field = KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL,
                               .value = 3,
                               .other_value = 2 };
    assert_int_equal(kogge_explain_finding(french, eur, &finding, buffer, ROOM, NULL), KOGGE_OK);
    assert_string_equal(buffer, "D / klein, übrige / Preismodell / verhandelt / B");
    finding = (kogge_finding){ .code = 16 };
    assert_int_equal(kogge_explain_finding(french, eur, &finding, buffer, ROOM, NULL), KOGGE_OK);
    assert_string_equal(buffer, "Kunden werden allein nach Umsatz eingestuft.");
}

static void test_empty_text(void **state)
{
    (void)state;
    kogge_reason reason = { 1, UNKNOWN, 0, 0, 0, 0 };
    char buffer[4] = "old";
    size_t size = 0;
    assert_int_equal(kogge_explain(french, NULL, &reason, buffer, 1, &size), KOGGE_OK);
    assert_string_equal(buffer, "");
    assert_int_equal(size, 1);
}

static void test_money(void **state)
{
    (void)state;
    char buffer[ROOM];
    assert_int_equal(kogge_money_text(french, -123456, KOGGE_EUR, 2, buffer, ROOM, NULL), KOGGE_OK);
    assert_string_equal(buffer, "-1\xE2\x80\xAF"
                                "234,56 EUR");
    /* A separator of three bytes is not cut either: "-1" and the separator need six bytes with the zero. */
    assert_int_equal(kogge_money_text(french, -123456, KOGGE_EUR, 2, buffer, 5, NULL), KOGGE_E_BUFFER);
    assert_string_equal(buffer, "-1");
    assert_int_equal(kogge_money_text(french, -123456, KOGGE_EUR, 2, buffer, 6, NULL), KOGGE_E_BUFFER);
    assert_string_equal(buffer, "-1\xE2\x80\xAF");
}

static void test_no_groups(void **state)
{
    (void)state;
    kogge_catalogue_spec spec = { .struct_size = (uint32_t)sizeof spec, .decimal = "::", .group = "" };
    kogge_catalogue *catalogue = NULL;
    char buffer[ROOM];
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    assert_int_equal(kogge_money_text(catalogue, 123456789, KOGGE_EUR, 2, buffer, ROOM, NULL), KOGGE_OK);
    assert_string_equal(buffer, "1234567::89 EUR");
    kogge_catalogue_unref(catalogue);
}

static void test_code_text(void **state)
{
    (void)state;
    kogge_catalogue *german = kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN);
    assert_string_equal(kogge_code_text(NULL, "channel", KOGGE_CHANNEL_SHOP), "shop");
    assert_string_equal(kogge_code_text(german, "channel", KOGGE_CHANNEL_SHOP), "Webshop");
    assert_string_equal(kogge_code_text(french, "channel", KOGGE_CHANNEL_PHONE), "téléphone");
    assert_string_equal(kogge_code_text(french, "channel", KOGGE_CHANNEL_SHOP), "Webshop");
    assert_string_equal(kogge_code_text(french, "order_type", 17), "commande spéciale");
    assert_string_equal(kogge_code_text(german, "channel", 0), "unbekannt");
    assert_string_equal(kogge_code_text(german, "currency", KOGGE_CHF), "CHF");
    assert_string_equal(kogge_code_text(german, "reason", 220), "RULE");
    assert_string_equal(kogge_code_text(french, "reason", 220), "RULE"); /* a template is no text */
    assert_string_equal(kogge_code_text(french, "field", KOGGE_FIELD_ASSESSMENT_NET_BASE), "valeur nette");
    assert_string_equal(kogge_code_text(german, "field", KOGGE_FIELD_ORDER_NET), "Auftragswert");
    assert_null(kogge_code_text(german, "order_type", 17));
    assert_null(kogge_code_text(german, "channel", 99));
    assert_null(kogge_code_text(german, "field", 7));
    assert_null(kogge_code_text(german, "no such set", 1));
    assert_null(kogge_code_text(german, NULL, 1));
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static void refuse_spec(const kogge_catalogue_spec *spec, kogge_status status, int64_t row)
{
    kogge_catalogue *catalogue = french;
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_catalogue_new(spec, &catalogue, &error), status);
    assert_null(catalogue);
    assert_int_equal(error.status, status);
    assert_int_equal(error.row, row);
    assert_true(strlen(error.text) > 10);
    catalogue = french;
    assert_int_equal(kogge_catalogue_new(spec, &catalogue, NULL), status);
    assert_null(catalogue);
}

static void refuse_text(kogge_text text, kogge_status status)
{
    const kogge_text texts[] = { french_texts[0], french_texts[1], text };
    kogge_catalogue_spec spec = { .struct_size = (uint32_t)sizeof spec, .texts = texts, .text_count = COUNT(texts) };
    refuse_spec(&spec, status, 2);
}

static void test_refused_templates(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "{",
        "{observed",
        "a {observed",
        "}",
        "{}",
        "{Observed}",
        "{observed }",
        "{value}",
        "{row}",
        "{day}",
        "{observed:}",
        "{observed:x}",
        "{field:minor}",
        "{rule:tier}",
        "{observed:minor:tier}",
        "{observed{",
        "{observed:{}",
        "[",
        "]",
        "[a",
        "a]",
        "[[a]]",
        "[a][",
        "{effect",
        " ({effect)",
    };
    for (size_t i = 0; i < COUNT(broken); i++)
        refuse_text((kogge_text){ "reason", 201, 0, broken[i] }, KOGGE_E_INVALID);
    refuse_text((kogge_text){ "finding", 1, 0, "{observed}" }, KOGGE_E_INVALID);
    refuse_text((kogge_text){ "finding", 1, 0, "{effect}" }, KOGGE_E_INVALID);
    refuse_text((kogge_text){ "finding", 1, 0, "{treatment:tier}" }, KOGGE_E_INVALID);
}

static void test_refused_entries(void **state)
{
    (void)state;
    refuse_text((kogge_text){ NULL, 201, 0, "a" }, KOGGE_E_INVALID);
    refuse_text((kogge_text){ "reason", 201, 0, NULL }, KOGGE_E_INVALID);
    refuse_text((kogge_text){ "raisin", 201, 0, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "reason", 200, 0, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "reason", 201, 9, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "reason", 201, -1, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "finding", 7, 0, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "finding", 1, 1, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "field", 7, 0, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "field", KOGGE_FIELD_ORDER_NET, 1, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "channel", 99, 0, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "channel", KOGGE_CHANNEL_SHOP, 1, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "order_type", 32, 0, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "unit", KOGGE_UNIT_DAYS, 2, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "unit", KOGGE_UNIT_BP, 1, "a" }, KOGGE_E_UNSUPPORTED);
    refuse_text((kogge_text){ "channel", KOGGE_CHANNEL_PHONE, 0, "again" }, KOGGE_E_INVALID);
    refuse_text((kogge_text){ "reason", 220, MATCHED, "again" }, KOGGE_E_INVALID);
}

static void test_refused_specs(void **state)
{
    (void)state;
    kogge_catalogue_spec spec = french_spec();
    refuse_spec(NULL, KOGGE_E_INVALID, -1);
    spec.texts = NULL;
    refuse_spec(&spec, KOGGE_E_INVALID, -1);
    spec = french_spec();
    spec.language = 3;
    refuse_spec(&spec, KOGGE_E_UNSUPPORTED, -1);
    spec = french_spec();
    spec.decimal = "12345678";
    refuse_spec(&spec, KOGGE_E_RANGE, -1);
    spec.decimal = "";
    refuse_spec(&spec, KOGGE_E_INVALID, -1);
    spec = french_spec();
    spec.group = "12345678";
    refuse_spec(&spec, KOGGE_E_RANGE, -1);
    static const char *const dates[] = { "", "{year", "{jour}", "{year:minor}", "{observed}", "}" };
    for (size_t i = 0; i < COUNT(dates); i++) {
        spec = french_spec();
        spec.date = dates[i];
        refuse_spec(&spec, KOGGE_E_INVALID, -1);
    }
    spec.date = "{day}{month}{year} 4567890123456789012345678901234567890123456789";
    assert_int_equal(strlen(spec.date), 64 + 1);
    refuse_spec(&spec, KOGGE_E_RANGE, -1);
    spec = french_spec();
    assert_int_equal(kogge_catalogue_new(&spec, NULL, NULL), KOGGE_E_INVALID);
}

static void test_longest_separators(void **state)
{
    (void)state;
    kogge_catalogue_spec spec = french_spec();
    kogge_catalogue *catalogue = NULL;
    char buffer[ROOM];
    spec.decimal = "decimal";
    spec.group = "grouped";
    spec.date = "{day}{month}{year} 45678901234567890123456789012345678901234567";
    assert_int_equal(strlen(spec.date), 63);
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    assert_int_equal(kogge_money_text(catalogue, 123456, 0, 2, buffer, ROOM, NULL), KOGGE_OK);
    assert_string_equal(buffer, "1grouped234decimal56");
    kogge_reason valid = { 221, NOT_MATCHED, 0, KOGGE_FIELD_ORDER_PRICED_AT, 20514, 0 };
    assert_string_equal(said(catalogue, NULL, valid),
                        "Pas le 02032026 45678901234567890123456789012345678901234567.");
    kogge_catalogue_unref(catalogue);
}

/* A caller compiled against another release. */
static void test_sizes(void **state)
{
    (void)state;
    struct {
        kogge_catalogue_spec spec;
        uint64_t newer[2];
    } wide = { .spec = french_spec() };
    kogge_catalogue *catalogue = NULL;
    wide.spec.struct_size = (uint32_t)sizeof wide;
    assert_int_equal(kogge_catalogue_new(&wide.spec, &catalogue, NULL), KOGGE_OK);
    kogge_catalogue_unref(catalogue);
    wide.newer[1] = 1;
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_catalogue_new(&wide.spec, &catalogue, &error), KOGGE_E_UNSUPPORTED);
    assert_int_equal(memchr(&wide.newer[1], 1, 8) == &wide.newer[1] ? error.offset : error.offset - 7,
                     (int)sizeof wide - 8);
    static const uint32_t sizes[] = { 0, 8, sizeof(kogge_catalogue_spec) - 8, sizeof(kogge_catalogue_spec) + 4,
                                      4104 };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        wide.spec.struct_size = sizes[i];
        refuse_spec(&wide.spec, KOGGE_E_STRUCT_SIZE, -1);
    }
    error.struct_size = 8;
    assert_int_equal(kogge_catalogue_new(&wide.spec, &catalogue, &error), KOGGE_E_STRUCT_SIZE);
    assert_null(catalogue);
}

/* ---- memory and references ------------------------------------------------------------------------------------- */

struct memory {
    int blocks, calls;
    bool empty;
};

static void *give(void *context, size_t size)
{
    struct memory *memory = context;
    memory->calls++;
    if (memory->empty)
        return NULL;
    memory->blocks++;
    return malloc(size);
}

static void take_back(void *context, void *block)
{
    struct memory *memory = context;
    if (block)
        memory->blocks--;
    free(block);
}

static void test_allocator(void **state)
{
    (void)state;
    struct memory memory = { 0, 0, false };
    kogge_catalogue *catalogue = NULL;
    {
        const kogge_allocator allocator = { give, take_back, &memory };
        kogge_catalogue_spec spec = french_spec();
        spec.allocator = &allocator;
        assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    } /* the catalogue keeps nothing of the caller's */
    assert_int_equal(memory.calls, 1);
    assert_int_equal(memory.blocks, 1);
    kogge_catalogue_unref(catalogue);
    assert_int_equal(memory.blocks, 0);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct memory memory = { 0, 0, true };
    const kogge_allocator allocator = { give, take_back, &memory };
    kogge_catalogue_spec spec = french_spec();
    spec.allocator = &allocator;
    refuse_spec(&spec, KOGGE_E_MEMORY, -1);
    memory = (struct memory){ 0, 0, false };
    const kogge_text twice[] = { french_texts[1], french_texts[1] };
    spec.texts = twice;
    spec.text_count = 2;
    refuse_spec(&spec, KOGGE_E_INVALID, 1);
    assert_int_equal(memory.blocks, 0);
}

static void test_texts_are_copied(void **state)
{
    (void)state;
    char set[] = "channel", words[] = "by phone";
    const kogge_text text = { set, KOGGE_CHANNEL_PHONE, 0, words };
    kogge_catalogue_spec spec = { .struct_size = (uint32_t)sizeof spec, .texts = &text, .text_count = 1 };
    kogge_catalogue *catalogue = NULL;
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    memset(set, 'x', sizeof set - 1);
    memset(words, 'x', sizeof words - 1);
    assert_string_equal(kogge_code_text(catalogue, "channel", KOGGE_CHANNEL_PHONE), "by phone");
    kogge_catalogue_unref(catalogue);
}

/* Every key that a host can give, backwards: all of them are found again. */
static void test_many_texts(void **state)
{
    (void)state;
    enum { MOST = 1000 };
    static kogge_text texts[MOST];
    size_t count = 0;
    for (int32_t id = kogge_field_next(0); id && count < MOST; id = kogge_field_next(id))
        count++;
    size_t fields = count, place = count;
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id))
        texts[--place] = (kogge_text){ "field", id, 0, kogge_field_name(id) };
    for (int32_t code = INT32_MIN; kogge_code_next("currency", &code) == KOGGE_OK && count < MOST; count++)
        texts[count] = (kogge_text){ "currency", code, 0, "money" };
    kogge_catalogue_spec spec = { .struct_size = (uint32_t)sizeof spec, .texts = texts, .text_count = count };
    kogge_catalogue *catalogue = NULL;
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(kogge_code_text(catalogue, texts[i].set, texts[i].code), texts[i].text);
    assert_true(fields > 100 && count > fields + 100);
    kogge_catalogue_unref(catalogue);
}

static void test_references(void **state)
{
    (void)state;
    struct memory memory = { 0, 0, false };
    const kogge_allocator allocator = { give, take_back, &memory };
    kogge_catalogue_spec spec = french_spec();
    kogge_catalogue *catalogue = NULL;
    spec.allocator = &allocator;
    assert_int_equal(kogge_catalogue_new(&spec, &catalogue, NULL), KOGGE_OK);
    assert_ptr_equal(kogge_catalogue_ref(catalogue), catalogue);
    kogge_catalogue_unref(catalogue);
    assert_int_equal(memory.blocks, 1);
    kogge_catalogue_unref(catalogue);
    assert_int_equal(memory.blocks, 0);
    assert_null(kogge_catalogue_ref(NULL));
    kogge_catalogue_unref(NULL);
}

static void test_built_in(void **state)
{
    (void)state;
    kogge_catalogue *english = kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH);
    assert_non_null(english);
    assert_ptr_equal(kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH), english);
    assert_ptr_not_equal(kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN), english);
    assert_null(kogge_catalogue_builtin(0));
    assert_null(kogge_catalogue_builtin(3));
    assert_ptr_equal(kogge_catalogue_ref(english), english);
    for (int i = 0; i < 3; i++)
        kogge_catalogue_unref(english);
    assert_string_equal(kogge_code_text(english, "channel", KOGGE_CHANNEL_SHOP), "shop");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_texts),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_base_language),
        cmocka_unit_test(test_days_without_a_singular),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_empty_text),
        cmocka_unit_test(test_money),
        cmocka_unit_test(test_no_groups),
        cmocka_unit_test(test_code_text),
        cmocka_unit_test(test_refused_templates),
        cmocka_unit_test(test_refused_entries),
        cmocka_unit_test(test_refused_specs),
        cmocka_unit_test(test_longest_separators),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_allocator),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_texts_are_copied),
        cmocka_unit_test(test_many_texts),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_built_in),
    };
    return cmocka_run_group_tests(tests, open_french, close_french);
}
