/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "given.h"
#include "random.h"

static const int64_t never = KOGGE_MONEY_MAX + 1;

static int64_t value_of(int64_t cost, int64_t fees, int32_t margin_bp)
{
    int64_t value = -1;
    assert_int_equal(kogge_break_even(cost, fees, margin_bp, &value), KOGGE_OK);
    return value;
}

/* The first two are those of formulas.md F7. */
static void test_worked_numbers(void **state)
{
    (void)state;
    assert_int_equal(value_of(2500, 0, 2500), 10000);
    assert_int_equal(value_of(3500, 0, 2000), 17500);
    assert_int_equal(value_of(2600, 0, 2500), 10400);
    assert_int_equal(value_of(2500, 990, 2500), 6040);
    assert_int_equal(value_of(2500, 2500, 2500), 0);
    assert_int_equal(value_of(2500, 9900, 2500), 0);
    assert_int_equal(value_of(1, 0, 3), 3334); /* 3333 1/3, rounded up */
    assert_int_equal(value_of(0, 0, 1), 0);
}

static void test_never(void **state)
{
    (void)state;
    assert_int_equal(value_of(2500, 0, 0), never);
    assert_int_equal(value_of(2500, 0, -1), never);
    assert_int_equal(value_of(0, 0, -10000), never); /* nothing is earned, whatever it costs */
    assert_int_equal(value_of(KOGGE_MONEY_MAX, 0, 10000), KOGGE_MONEY_MAX);
    assert_int_equal(value_of(KOGGE_MONEY_MAX, 0, 9999), never);
    assert_int_equal(value_of(KOGGE_MONEY_MAX, 0, 1), never);
    assert_int_equal(value_of(KOGGE_MONEY_MAX / 10000, 0, 1), KOGGE_MONEY_MAX);
    assert_int_equal(value_of(KOGGE_MONEY_MAX / 10000 + 1, 0, 1), never);
}

/* The smallest value whose margin covers what the fees leave. */
static void test_smallest(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 20000; i++) {
        const int64_t cost = random_between(&seed, 0, 100000), fees = random_between(&seed, 0, 20000);
        const int32_t margin = (int32_t)random_between(&seed, 1, 10000);
        const int64_t value = value_of(cost, fees, margin);
        assert_true(value * margin >= (cost - fees) * 10000);
        assert_true(value == 0 || (value - 1) * margin < (cost - fees) * 10000);
    }
}

/* One rule: the desk says the same. */
static void test_as_assessed(void **state)
{
    (void)state;
    static const int32_t margins[] = { -500, 0, 1, 333, 2500, 10000 };
    const kogge_order_rule rule = given_fee(1, 4900, 990);
    kogge_rulebook *book = given_book(&rule, 1);
    for (size_t i = 0; i < COUNT(margins); i++) {
        kogge_order order = given_order(4800);
        kogge_customer customer = given_customer(KOGGE_TIER_C);
        order.channel = KOGGE_CHANNEL_PHONE;
        order.known = KOGGE_ORDER_LINE_COUNT;
        order.line_count = 3;
        customer.known = KOGGE_CUSTOMER_MARGIN_BP;
        customer.margin_bp = margins[i];
        const kogge_assessment result = given_result(book, &customer, &order);
        assert_int_equal(result.break_even_minor, value_of(result.handling_cost_minor, 0, margins[i]));
        assert_int_equal(result.break_even_with_fees_minor, value_of(result.handling_cost_minor, 990, margins[i]));
    }
    kogge_rulebook_unref(book);
}

static void test_refused(void **state)
{
    (void)state;
    int64_t value = 42;
    assert_int_equal(kogge_break_even(1, 1, 1, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_break_even(-1, 0, 1, &value), KOGGE_E_RANGE);
    assert_int_equal(kogge_break_even(KOGGE_MONEY_MAX + 1, 0, 1, &value), KOGGE_E_RANGE);
    assert_int_equal(kogge_break_even(0, -1, 1, &value), KOGGE_E_RANGE);
    assert_int_equal(kogge_break_even(0, INT64_MAX, 1, &value), KOGGE_E_RANGE);
    assert_int_equal(kogge_break_even(0, 0, 10001, &value), KOGGE_E_RANGE);
    assert_int_equal(kogge_break_even(0, 0, -10001, &value), KOGGE_E_RANGE);
    assert_int_equal(value, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_numbers), cmocka_unit_test(test_never),   cmocka_unit_test(test_smallest),
        cmocka_unit_test(test_as_assessed),    cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
