/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How many agents a number of customers needs. */

#include "contacts.h"
#include "random.h"

static kogge_status capacity(const kogge_sales_policy *sales, int64_t customers, kogge_capacity *result,
                             kogge_error *error)
{
    kogge_rulebook *book = contact_book(NULL, sales);
    const kogge_status status = kogge_capacity_assess(book, customers, result, error);
    kogge_rulebook_unref(book);
    return status;
}

static kogge_capacity capacity_ok(const kogge_sales_policy *sales, int64_t customers)
{
    kogge_capacity result = KOGGE_INIT(kogge_capacity);
    assert_int_equal(capacity(sales, customers, &result, NULL), KOGGE_OK);
    assert_int_equal(result.customers, customers);
    return result;
}

/* 220 days, 30 calls a day, 6 contacts a customer. */
static kogge_sales_policy usual(void)
{
    kogge_sales_policy sales = sales_policy();
    sales.days_a_year = 220;
    sales.calls_a_day = 30;
    sales.touches_a_year = 6;
    sales.reach_bp = 10000;
    sales.automation_bp = 0;
    return sales;
}

static void test_worked(void **state)
{
    (void)state;
    kogge_sales_policy sales = usual();
    assert_int_equal(capacity_ok(&sales, 0).customers_an_agent, 1100);
    assert_int_equal(capacity_ok(&sales, 0).agents, 0);
    assert_int_equal(capacity_ok(&sales, 1).agents, 1);
    assert_int_equal(capacity_ok(&sales, 1100).agents, 1);
    assert_int_equal(capacity_ok(&sales, 1101).agents, 2);
    sales.reach_bp = 5000;
    assert_int_equal(capacity_ok(&sales, 1100).customers_an_agent, 550);
    assert_int_equal(capacity_ok(&sales, 1100).agents, 2);
    sales.reach_bp = 10000;
    sales.automation_bp = 3000; /* 1 571.43: three agents serve 4 714.29, not 4 713 */
    assert_int_equal(capacity_ok(&sales, 1571).customers_an_agent, 1571);
    assert_int_equal(capacity_ok(&sales, 1571).agents, 1);
    assert_int_equal(capacity_ok(&sales, 1572).agents, 2);
    assert_int_equal(capacity_ok(&sales, 4714).agents, 3);
    assert_int_equal(capacity_ok(&sales, 4715).agents, 4);
}

static void test_nearly_all_automatic(void **state)
{
    (void)state;
    kogge_sales_policy sales = usual();
    sales.automation_bp = 9999; /* 6 600 calls serve 6 * 0.0001 each */
    assert_int_equal(capacity_ok(&sales, 11000000).customers_an_agent, 11000000);
    assert_int_equal(capacity_ok(&sales, 11000000).agents, 1);
    assert_int_equal(capacity_ok(&sales, 11000001).agents, 2);
}

/* The smallest number of agents whose calls suffice, by counting up. */
static void test_exact_inverse(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 3000; i++) {
        kogge_sales_policy sales = usual();
        sales.days_a_year = (int32_t)random_between(&seed, 1, 366);
        sales.calls_a_day = (int32_t)random_between(&seed, 1, 60);
        sales.touches_a_year = (int32_t)random_between(&seed, 1, 366);
        sales.reach_bp = (int32_t)random_between(&seed, 1, 10000);
        sales.automation_bp = (int32_t)random_between(&seed, 0, 9999);
        const int64_t customers = random_between(&seed, 0, 3000);
        const int64_t made = (int64_t)sales.days_a_year * sales.calls_a_day * sales.reach_bp;
        const int64_t needed = customers * sales.touches_a_year * (10000 - sales.automation_bp);
        const kogge_capacity found = capacity_ok(&sales, customers);
        assert_true(found.agents >= 0 && found.agents <= INT32_MAX);
        assert_true(found.agents * made >= needed);
        assert_true(found.agents == 0 || (found.agents - 1) * made < needed);
        const int64_t each = found.customers_an_agent;
        assert_true(each * sales.touches_a_year * (10000 - sales.automation_bp) <= made);
        assert_true((each + 1) * sales.touches_a_year * (10000 - sales.automation_bp) > made);
    }
}

static void test_limits(void **state)
{
    (void)state;
    kogge_sales_policy sales = usual();
    kogge_capacity result = KOGGE_INIT(kogge_capacity);
    const kogge_capacity untouched = KOGGE_INIT(kogge_capacity);
    kogge_error error = KOGGE_INIT(kogge_error);
    sales.days_a_year = sales.calls_a_day = sales.touches_a_year = 1; /* a call a year for each */
    assert_int_equal(capacity_ok(&sales, INT64_MAX).agents, INT64_MAX);
    sales.touches_a_year = 2;
    assert_int_equal(capacity_ok(&sales, INT64_MAX / 2).agents, INT64_MAX - 1);
    assert_int_equal(capacity_ok(&sales, INT64_MAX / 2).customers_an_agent, 0);
    assert_int_equal(capacity(&sales, INT64_MAX / 2 + 1, &result, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_CAPACITY_AGENTS);
    sales.touches_a_year = 366;
    sales.reach_bp = 1;
    assert_int_equal(capacity(&sales, INT64_MAX, &result, &error), KOGGE_E_RANGE);
    assert_int_equal(capacity(&sales, -1, &result, &error), KOGGE_E_RANGE);
    assert_memory_equal(&result, &untouched, sizeof result);
}

static void test_refused(void **state)
{
    (void)state;
    kogge_rulebook *book = contact_book(NULL, NULL);
    kogge_capacity result = KOGGE_INIT(kogge_capacity), small = { .struct_size = 8 };
    struct {
        kogge_capacity known;
        int64_t later;
    } newer = { .known = { .struct_size = sizeof newer }, .later = 5 };
    assert_int_equal(kogge_capacity_assess(NULL, 1, &result, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_capacity_assess(book, 1, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_capacity_assess(book, 1, &small, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_capacity_assess(book, 1, &newer.known, NULL), KOGGE_OK);
    assert_int_equal(newer.known.agents, 1);
    assert_int_equal(newer.later, 0);
    kogge_rulebook_unref(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked),  cmocka_unit_test(test_nearly_all_automatic),
        cmocka_unit_test(test_limits),  cmocka_unit_test(test_exact_inverse),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
