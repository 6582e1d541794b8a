/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Values from text, and names that are nearly right. */

#include "given.h"

#include <string.h>

static int64_t parsed(int32_t field, const char *text, int32_t digits)
{
    int64_t value = -77;
    assert_int_equal(kogge_value_parse(field, text, digits, &value, NULL), KOGGE_OK);
    return value;
}

static void refuses(int32_t field, const char *text, int32_t digits, kogge_status status, const char *says)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    int64_t value = -77;
    assert_int_equal(kogge_value_parse(field, text, digits, &value, &error), status);
    assert_int_equal(value, -77);
    assert_int_equal(error.field, field);
    if (!strstr(error.text, says))
        fail_msg("\"%s\" does not say \"%s\"", error.text, says);
}

static void test_money(void **state)
{
    (void)state;
    const int32_t field = KOGGE_FIELD_ORDER_NET;
    assert_int_equal(parsed(field, "150.00", 2), 15000);
    assert_int_equal(parsed(field, "150", 2), 15000);
    assert_int_equal(parsed(field, "-0.5", 2), -50);
    assert_int_equal(parsed(field, "0.005", 3), 5);
    assert_int_equal(parsed(field, "150", 0), 150);
    assert_int_equal(parsed(field, "9000000000000.00", 2), KOGGE_MONEY_MAX);
    refuses(field, "9000000000000.01", 2, KOGGE_E_RANGE, "outside");
    refuses(field, "99999999999999999999999", 2, KOGGE_E_RANGE, "outside");
    refuses(field, "150.000", 2, KOGGE_E_RANGE, "more than 2 decimals");
    refuses(field, "1.005", 2, KOGGE_E_RANGE, "more than 2 decimals");
    refuses(field, "1.5", 0, KOGGE_E_RANGE, "more than 0 decimals");
    refuses(field, "1,50", 2, KOGGE_E_INVALID, "no amount");
    refuses(field, "1.", 2, KOGGE_E_INVALID, "no amount");
    refuses(field, ".5", 2, KOGGE_E_INVALID, "no amount");
    refuses(field, "", 2, KOGGE_E_INVALID, "no amount");
    refuses(field, "1e3", 2, KOGGE_E_INVALID, "no amount");
    refuses(field, " 1", 2, KOGGE_E_INVALID, "no amount");
}

static void test_numbers(void **state)
{
    (void)state;
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_LINE_COUNT, "12", 0), 12);
    refuses(KOGGE_FIELD_ORDER_LINE_COUNT, "-1", 0, KOGGE_E_RANGE, "line_count");
    refuses(KOGGE_FIELD_ORDER_LINE_COUNT, "2147483648", 0, KOGGE_E_RANGE, "outside");
    refuses(KOGGE_FIELD_ORDER_LINE_COUNT, "1.0", 0, KOGGE_E_INVALID, "no whole number");
    assert_int_equal(parsed(KOGGE_FIELD_CUSTOMER_MARGIN_BP, "-2500", 0), -2500);
    assert_true((uint64_t)parsed(KOGGE_FIELD_CUSTOMER_ID, "18446744073709551615", 0) == UINT64_MAX);
    refuses(KOGGE_FIELD_CUSTOMER_ID, "18446744073709551616", 0, KOGGE_E_RANGE, "outside 0..18446744073709551615");
    refuses(KOGGE_FIELD_CUSTOMER_ID, "-1", 0, KOGGE_E_RANGE, "outside");
}

static void test_dates(void **state)
{
    (void)state;
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_PRICED_AT, "2026-03-02", 0), kogge_day(2026, 3, 2));
    assert_int_equal(parsed(KOGGE_FIELD_CUSTOMER_FIRST_ORDER_AT, "1969-12-31", 0), -1);
    refuses(KOGGE_FIELD_ORDER_PRICED_AT, "1969-12-31", 0, KOGGE_E_RANGE, "outside");
    refuses(KOGGE_FIELD_ORDER_PRICED_AT, "2026-02-29", 0, KOGGE_E_INVALID, "no date");
    refuses(KOGGE_FIELD_ORDER_PRICED_AT, "2026-3-2", 0, KOGGE_E_INVALID, "no date");
    refuses(KOGGE_FIELD_ORDER_PRICED_AT, "02.03.2026", 0, KOGGE_E_INVALID, "no date");
    refuses(KOGGE_FIELD_ORDER_PRICED_AT, "2026-03-0x", 0, KOGGE_E_INVALID, "no date");
}

static void test_codes(void **state)
{
    (void)state;
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_CHANNEL, "SHOP", 0), KOGGE_CHANNEL_SHOP);
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_ORDER_TYPE, "20", 0), 20); /* the host's own */
    assert_int_equal(parsed(KOGGE_FIELD_CUSTOMER_EVIDENCE, "-3", 0), -3);
    refuses(KOGGE_FIELD_ORDER_CHANNEL, "SHPO", 0, KOGGE_E_UNSUPPORTED, "did you mean SHOP?");
    refuses(KOGGE_FIELD_ORDER_CHANNEL, "shop", 0, KOGGE_E_UNSUPPORTED, "did you mean SHOP?");
    refuses(KOGGE_FIELD_ORDER_CHANNEL, "99", 0, KOGGE_E_UNSUPPORTED, "no channel");
    refuses(KOGGE_FIELD_ORDER_CHANNEL, "smoke signal", 0, KOGGE_E_UNSUPPORTED, "no channel");
}

static void test_masks(void **state)
{
    (void)state;
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_RULE_TIERS, "C D", 0), 1 << KOGGE_TIER_C | 1 << KOGGE_TIER_D);
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_RULE_TIERS, "", 0), 0);
    assert_int_equal(parsed(KOGGE_FIELD_ORDER_FLAGS, "RETURN QUOTE", 0),
                     KOGGE_ORDER_FLAG_RETURN | KOGGE_ORDER_FLAG_QUOTE);
    assert_int_equal(parsed(KOGGE_FIELD_CUSTOMER_CLASS_FLAGS, "HIDDEN_CHAMPION PROSPECT", 0), 3);
    refuses(KOGGE_FIELD_ORDER_RULE_TIERS, "C E", 0, KOGGE_E_UNSUPPORTED, "no tier");
    refuses(KOGGE_FIELD_ORDER_FLAGS, "RETRUN", 0, KOGGE_E_UNSUPPORTED, "did you mean RETURN?");
}

static void test_arguments(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(kogge_value_parse(KOGGE_FIELD_ORDER_NET, NULL, 2, &value, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_value_parse(KOGGE_FIELD_ORDER_NET, "1", 2, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_value_parse(1, "1", 2, &value, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_value_parse(KOGGE_FIELD_ORDER_NET, "1", 19, &value, NULL), KOGGE_E_RANGE);
    assert_int_equal(kogge_value_parse(KOGGE_FIELD_ORDER_NET, "1", -1, &value, NULL), KOGGE_E_RANGE);
}

static void test_nearest(void **state)
{
    (void)state;
    assert_string_equal(kogge_name_nearest("kogge_order", "chanel"), "channel");
    assert_string_equal(kogge_name_nearest("kogge_order", "net_minro"), "net_minor");
    assert_string_equal(kogge_name_nearest("kogge_customer", "Tier"), "tier");
    assert_string_equal(kogge_name_nearest("channel", "PHNOE"), "PHONE");
    assert_null(kogge_name_nearest("kogge_order", "weather"));
    assert_null(kogge_name_nearest("kogge_order", ""));
    assert_null(kogge_name_nearest("kogge_nothing", "tier"));
    assert_null(kogge_name_nearest(NULL, "tier"));
    assert_null(kogge_name_nearest("channel", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_money),   cmocka_unit_test(test_numbers), cmocka_unit_test(test_dates),
        cmocka_unit_test(test_codes),   cmocka_unit_test(test_masks),   cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
