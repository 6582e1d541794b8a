/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Values in every unit, also in those that no field has yet: the field table is replaced by one of this test. */

#define kogge__field field_of_test
#include "base/text.c"
#undef kogge__field

#include "texts.h"

static const struct field_row *field_now;

const struct field_row *field_of_test(int32_t id)
{
    return id ? field_now : NULL;
}

static const char *in_unit(int32_t language, int8_t unit, int8_t set, int64_t value)
{
    static char buffer[ROOM];
    const struct field_row field = { .id = 1, .type = KOGGE_TYPE_INT64, .unit = unit, .code_set = set };
    kogge_reason reason = { KOGGE_REASON_CLAMPED, 1, 0, 1, value, 0 };
    const char *end = language == KOGGE_LANGUAGE_GERMAN ? "angegeben ist " : "given as ";
    field_now = &field;
    assert_int_equal(kogge_explain(kogge_catalogue_builtin(language), NULL, &reason, buffer, ROOM, NULL), KOGGE_OK);
    field_now = NULL;
    buffer[strlen(buffer) - 1] = '\0';
    return strstr(buffer, end) + strlen(end);
}

#define ENGLISH_TEXT(unit, value, text)                                                                              \
    assert_string_equal(in_unit(KOGGE_LANGUAGE_ENGLISH, KOGGE_UNIT_##unit, 0, value), text)
#define GERMAN_TEXT(unit, value, text)                                                                               \
    assert_string_equal(in_unit(KOGGE_LANGUAGE_GERMAN, KOGGE_UNIT_##unit, 0, value), text)

static void test_shares(void **state)
{
    (void)state;
    ENGLISH_TEXT(BP, 1500, "15 %");
    ENGLISH_TEXT(BP, 1250, "12.5 %");
    ENGLISH_TEXT(BP, 1, "0.01 %");
    ENGLISH_TEXT(BP, 0, "0 %");
    ENGLISH_TEXT(BP, -1250, "-12.5 %");
    ENGLISH_TEXT(BP, -5, "-0.05 %");
    ENGLISH_TEXT(BP, 12345678, "123,456.78 %");
    GERMAN_TEXT(BP, 1250, "12,5 %");
    GERMAN_TEXT(BP, 12345678, "123.456,78 %");
    GERMAN_TEXT(BP, INT64_MIN, "-92.233.720.368.547.758,08 %");
    ENGLISH_TEXT(PPM, 1234, "1,234 ppm");
    GERMAN_TEXT(PPM, -1234, "-1.234 ppm");
}

static void test_dates(void **state)
{
    (void)state;
    ENGLISH_TEXT(DATE, 20514, "2026-03-02");
    GERMAN_TEXT(DATE, 20514, "02.03.2026");
    ENGLISH_TEXT(DATE, -1, "1969-12-31");
    ENGLISH_TEXT(DATE, -719162, "0001-01-01");
    GERMAN_TEXT(DATE, 2932896, "31.12.9999");
    ENGLISH_TEXT(DATE, 0, "0"); /* 0 = open */
    ENGLISH_TEXT(DATE, -719163, "-719163");
    GERMAN_TEXT(DATE, 2932897, "2932897");
    GERMAN_TEXT(DATE, INT64_C(4294987810), "4294987810"); /* 20514 + 2^32 */
}

static void test_days(void **state)
{
    (void)state;
    ENGLISH_TEXT(DAYS, 5, "5 days");
    ENGLISH_TEXT(DAYS, 1, "1 day");
    ENGLISH_TEXT(DAYS, 0, "0 days");
    ENGLISH_TEXT(DAYS, -1, "-1 day");
    ENGLISH_TEXT(DAYS, 1234, "1,234 days");
    GERMAN_TEXT(DAYS, 5, "5 Tage");
    GERMAN_TEXT(DAYS, 1, "1 Tag");
    ENGLISH_TEXT(HALF_DAYS, 5, "2.5 days");
    ENGLISH_TEXT(HALF_DAYS, 4, "2 days");
    ENGLISH_TEXT(HALF_DAYS, 2, "1 day");
    ENGLISH_TEXT(HALF_DAYS, 1, "0.5 days");
    ENGLISH_TEXT(HALF_DAYS, -1, "-0.5 days");
    ENGLISH_TEXT(HALF_DAYS, -5, "-2.5 days");
    GERMAN_TEXT(HALF_DAYS, 2469, "1.234,5 Tage");
    GERMAN_TEXT(HALF_DAYS, INT64_MAX, "4.611.686.018.427.387.903,5 Tage");
    GERMAN_TEXT(HALF_DAYS, INT64_MIN, "-4.611.686.018.427.387.904 Tage");
}

static void test_numbers(void **state)
{
    (void)state;
    ENGLISH_TEXT(COUNT, 1234567, "1,234,567");
    GERMAN_TEXT(COUNT, 1234567, "1.234.567");
    GERMAN_TEXT(COUNT, INT64_MIN, "-9.223.372.036.854.775.808");
    ENGLISH_TEXT(QUANTITY, -999, "-999");
    GERMAN_TEXT(SCORE, 10000, "10.000");
    ENGLISH_TEXT(HUNDREDTHS, 123456, "1,234.56");
    GERMAN_TEXT(HUNDREDTHS, -7, "-0,07");
    ENGLISH_TEXT(ID, 1234567, "1234567");
    ENGLISH_TEXT(ID, -1, "-1");
    ENGLISH_TEXT(MINOR, 123456, "123456"); /* no book */
    ENGLISH_TEXT(AS_OBSERVED, INT64_MIN, "-9223372036854775808");
}

static void test_long_ids(void **state)
{
    (void)state;
    const struct field_row id = { .id = 1, .type = KOGGE_TYPE_UINT64, .unit = KOGGE_UNIT_ID };
    kogge_reason sale = { KOGGE_REASON_NOT_A_SALE, KOGGE_OUTCOME_NOT_MATCHED, 0, 1, -1, 0 };
    char buffer[ROOM];
    field_now = &id;
    assert_int_equal(kogge_explain(NULL, NULL, &sale, buffer, ROOM, NULL), KOGGE_OK);
    field_now = NULL;
    assert_string_equal(buffer, "The order is a sale of 18446744073709551615.");
}

static void test_words(void **state)
{
    (void)state;
    ENGLISH_TEXT(SWITCH, 0, "no");
    ENGLISH_TEXT(SWITCH, 1, "yes");
    GERMAN_TEXT(SWITCH, 0, "nein");
    GERMAN_TEXT(SWITCH, 1, "ja");
    ENGLISH_TEXT(FIELD, KOGGE_FIELD_ORDER_NET, "order value");
    GERMAN_TEXT(FIELD, KOGGE_FIELD_ORDER_NET, "Auftragswert");
    GERMAN_TEXT(FIELD, 7, "7");
    GERMAN_TEXT(FIELD, -7, "-7");
    ENGLISH_TEXT(CODE, 7, "7"); /* of no set */
    ENGLISH_TEXT(MASK, 7, "7");
}

static int8_t number_of(const char *set)
{
    return (int8_t)kogge__code_set_named(set)->number;
}

static const char *coded(int32_t language, int8_t unit, const char *set, int64_t value)
{
    return in_unit(language, unit, number_of(set), value);
}

static void test_codes(void **state)
{
    (void)state;
    const int32_t en = KOGGE_LANGUAGE_ENGLISH, de = KOGGE_LANGUAGE_GERMAN;
    const int8_t code = KOGGE_UNIT_CODE, mask = KOGGE_UNIT_MASK;
    assert_string_equal(coded(en, code, "channel", KOGGE_CHANNEL_SHOP), "shop");
    assert_string_equal(coded(de, code, "channel", KOGGE_CHANNEL_SHOP), "Webshop");
    assert_string_equal(coded(de, code, "channel", 99), "99");
    assert_string_equal(coded(de, code, "evidence", -3), "deutlicher Rückgang");
    assert_string_equal(coded(en, code, "currency", KOGGE_EUR), "EUR");
    assert_string_equal(coded(en, code, "reason", KOGGE_REASON_RULE), "RULE"); /* not its template */
    assert_string_equal(coded(de, mask, "service", KOGGE_SERVICE_ADVICE), "Beratung");
    assert_string_equal(coded(de, mask, "service", 0), "keine");
    assert_string_equal(coded(de, mask, "service", 20), "20");          /* the host's own */
    assert_string_equal(coded(en, mask, "flag", 0), "hidden champion"); /* a code, not bits */
    assert_string_equal(coded(en, mask, "order_flag", 0), "none");
    assert_string_equal(coded(de, mask, "order_flag", 0), "keine");
    assert_string_equal(coded(de, mask, "order_flag", KOGGE_ORDER_FLAG_CREDIT | KOGGE_ORDER_FLAG_QUOTE),
                        "Gutschrift");
    assert_string_equal(coded(de, mask, "order_flag", INT64_C(1) << 40), "1099511627776");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares),  cmocka_unit_test(test_dates),    cmocka_unit_test(test_days),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_long_ids), cmocka_unit_test(test_words),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
