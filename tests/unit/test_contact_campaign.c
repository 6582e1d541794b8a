/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a cold-call campaign brings and costs. */

#include "contacts.h"

#define M KOGGE_MONEY_MAX

enum { ALL = 10000, NEVER = 10001, MOST_ROI = 1000000000 };

static kogge_rulebook *book; /* 30 calls a day */

static int open_book(void **state)
{
    (void)state;
    kogge_sales_policy sales = sales_policy();
    sales.calls_a_day = 30;
    book = contact_book(NULL, &sales);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

static kogge_campaign_result result_of(const kogge_campaign *campaign)
{
    kogge_campaign_result result = KOGGE_INIT(kogge_campaign_result);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_campaign_assess(book, campaign, &result, &error))
        fail_msg("%s", error.text);
    assert_int_equal(result.filled_size, sizeof result);
    return result;
}

/* Everybody is reached, wants an offer and buys: one deal an address. */
static kogge_campaign sure(int32_t addresses, int64_t value, int64_t day_cost)
{
    return (kogge_campaign){ .struct_size = sizeof(kogge_campaign),
                             .value_minor = value,
                             .day_cost_minor = day_cost,
                             .addresses = addresses,
                             .attempts = 1,
                             .reach_bp = ALL,
                             .offer_bp = ALL,
                             .close_bp = ALL,
                             .margin_bp = ALL };
}

/* F18 */
static kogge_campaign worked(void)
{
    return (kogge_campaign){ .struct_size = sizeof(kogge_campaign),
                             .value_minor = 1500000,
                             .day_cost_minor = 60000,
                             .addresses = 2000,
                             .attempts = 3,
                             .reach_bp = 3500,
                             .offer_bp = 1200,
                             .close_bp = 3000,
                             .margin_bp = 4000 };
}

static void test_worked(void **state)
{
    (void)state;
    const kogge_campaign campaign = worked();
    const kogge_campaign_result found = result_of(&campaign);
    assert_int_equal(found.deals_hundredths, 2520);
    assert_int_equal(found.revenue_minor, 37800000);
    assert_int_equal(found.days, 200);
    assert_int_equal(found.cost_minor, 12000000);
    assert_int_equal(found.known, KOGGE_CAMPAIGN_RESULT_ROI_BP);
    assert_int_equal(found.roi_bp, 2600);
    assert_int_equal(found.break_even_close_bp, 2381);
}

/* ---- deals, revenue, days -------------------------------------------------------------------------------------- */

static void test_rounding(void **state)
{
    (void)state;
    kogge_campaign campaign = sure(1, 1, 1);
    campaign.close_bp = 5000; /* half a deal of 0.01, all of it contribution; the day costs 0.01 */
    kogge_campaign_result found = result_of(&campaign);
    assert_int_equal(found.deals_hundredths, 50);
    assert_int_equal(found.revenue_minor, 1);
    assert_int_equal(found.roi_bp, -5000); /* of the exact half */
    campaign.close_bp = 4999;
    assert_int_equal(result_of(&campaign).revenue_minor, 0);
    campaign.close_bp = 50;
    assert_int_equal(result_of(&campaign).deals_hundredths, 1);
    campaign.close_bp = 49;
    assert_int_equal(result_of(&campaign).deals_hundredths, 0);
    campaign.reach_bp = campaign.offer_bp = campaign.close_bp = 1;
    campaign.addresses = 16777215;
    campaign.value_minor = 29802; /* 16 777 215 * 29 802 / 10^12 = 0.49999 */
    assert_int_equal(result_of(&campaign).revenue_minor, 0);
    campaign.value_minor = 29803; /* 0.50001 */
    assert_int_equal(result_of(&campaign).revenue_minor, 1);
}

static void test_days(void **state)
{
    (void)state;
    kogge_campaign campaign = sure(30, 1, 7);
    assert_int_equal(result_of(&campaign).days, 1);
    campaign.addresses = 31;
    assert_int_equal(result_of(&campaign).days, 2);
    assert_int_equal(result_of(&campaign).cost_minor, 14);
    campaign.attempts = 0;
    assert_int_equal(result_of(&campaign).days, 0);
    campaign = sure(16777215, 1, 1);
    campaign.attempts = 1000;
    assert_int_equal(result_of(&campaign).days, 559240500); /* 16 777 215 000 / 30 */
    assert_int_equal(result_of(&campaign).deals_hundredths, 1677721500);
}

/* ---- return on investment -------------------------------------------------------------------------------------- */

static int32_t roi(int64_t value, int64_t cost, int32_t margin_bp)
{
    kogge_campaign campaign = sure(1, value, cost);
    campaign.margin_bp = margin_bp;
    const kogge_campaign_result found = result_of(&campaign);
    assert_int_equal(found.known, KOGGE_CAMPAIGN_RESULT_ROI_BP);
    return found.roi_bp;
}

static void test_roi(void **state)
{
    (void)state;
    assert_int_equal(roi(100, 100, ALL), 0);
    assert_int_equal(roi(20001, 20000, ALL), 1); /* 0.5 */
    assert_int_equal(roi(19999, 20000, ALL), -1);
    assert_int_equal(roi(20002, 20001, ALL), 0); /* 0.49998 */
    assert_int_equal(roi(20000, 20001, ALL), 0);
    assert_int_equal(roi(0, 5, ALL), -10000);
    assert_int_equal(roi(5, 5, 0), -10000);
    assert_int_equal(roi(5, 5, -ALL), -20000);
    assert_int_equal(roi(100, 100, 1), -9999);
    assert_int_equal(roi(100, 100, -1), -10001);
    assert_int_equal(roi(M, M, ALL), 0);
    assert_int_equal(roi(M, M, -ALL), -20000);
}

static void test_roi_ends(void **state)
{
    (void)state;
    assert_int_equal(roi(100000, 1, ALL), 999990000);
    assert_int_equal(roi(100001, 1, ALL), MOST_ROI);
    assert_int_equal(roi(100002, 1, ALL), MOST_ROI);
    assert_int_equal(roi(M, 1, ALL), MOST_ROI);
    assert_int_equal(roi(99998, 1, -ALL), -999990000);
    assert_int_equal(roi(99999, 1, -ALL), -MOST_ROI);
    assert_int_equal(roi(M, 1, -ALL), -MOST_ROI);
}

static void test_for_nothing(void **state)
{
    (void)state;
    kogge_campaign campaign = worked();
    campaign.day_cost_minor = 0;
    kogge_campaign_result found = result_of(&campaign);
    assert_int_equal(found.known, 0);
    assert_int_equal(found.roi_bp, 0);
    assert_int_equal(found.break_even_close_bp, 0);
    assert_int_equal(found.revenue_minor, 37800000);
    campaign.margin_bp = -1; /* without deals nothing is lost */
    assert_int_equal(result_of(&campaign).break_even_close_bp, 0);
    campaign = worked();
    campaign.addresses = 0;
    found = result_of(&campaign);
    assert_int_equal(found.known, 0);
    assert_int_equal(found.days, 0);
    assert_int_equal(found.break_even_close_bp, 0);
}

/* ---- break-even ------------------------------------------------------------------------------------------------ */

/* 100 addresses in 4 days; each bp of the closing rate brings 100 * value / 10 000. */
static int32_t break_even(int64_t value, int64_t day_cost, int32_t margin_bp)
{
    kogge_campaign campaign = sure(100, value, day_cost);
    campaign.margin_bp = margin_bp;
    return result_of(&campaign).break_even_close_bp;
}

static void test_break_even(void **state)
{
    (void)state;
    assert_int_equal(break_even(1000, 25, ALL), 10); /* 10 a bp for 100 */
    assert_int_equal(break_even(1000, 26, ALL), 11); /* 10.4 */
    assert_int_equal(break_even(1000, 25000, ALL), ALL);
    assert_int_equal(break_even(1000, 25001, ALL), NEVER);
    assert_int_equal(break_even(1000, 25, 5000), 20);
    assert_int_equal(break_even(1000, 25, 1), NEVER); /* 100 000 bp */
    assert_int_equal(break_even(1000, 25, 0), NEVER);
    assert_int_equal(break_even(1000, 25, -5), NEVER);
    assert_int_equal(break_even(0, 25, ALL), NEVER);
    assert_int_equal(break_even(1, M / 4, ALL), NEVER);
    kogge_campaign campaign = worked();
    campaign.offer_bp = 0;
    assert_int_equal(result_of(&campaign).break_even_close_bp, NEVER);
}

/* At the break-even nothing is lost, one bp below something is: 10 a bp for 100. */
static void test_at_break_even(void **state)
{
    (void)state;
    kogge_campaign campaign = sure(100, 1000, 25);
    campaign.close_bp = 10;
    assert_int_equal(result_of(&campaign).roi_bp, 0);
    campaign.close_bp = 9;
    assert_int_equal(result_of(&campaign).roi_bp, -1000);
    assert_int_equal(result_of(&campaign).break_even_close_bp, 10); /* whatever the rate is now */
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

static void assert_beyond(const kogge_rulebook *by, const kogge_campaign *campaign, int32_t field)
{
    kogge_campaign_result result = KOGGE_INIT(kogge_campaign_result);
    const kogge_campaign_result untouched = KOGGE_INIT(kogge_campaign_result);
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_campaign_assess(by, campaign, &result, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, field);
    assert_memory_equal(&result, &untouched, sizeof result);
}

static void test_money_limit(void **state)
{
    (void)state;
    kogge_campaign campaign = sure(2, M / 2, M);
    kogge_campaign_result found = result_of(&campaign);
    assert_int_equal(found.revenue_minor, M);
    assert_int_equal(found.cost_minor, M);
    assert_int_equal(found.roi_bp, 0);
    assert_int_equal(found.break_even_close_bp, ALL);
    campaign.value_minor++;
    assert_beyond(book, &campaign, KOGGE_FIELD_CAMPAIGN_RESULT_REVENUE);
    campaign.addresses = 31; /* two days: the cost is beyond, too, but the revenue comes first */
    assert_beyond(book, &campaign, KOGGE_FIELD_CAMPAIGN_RESULT_REVENUE);
    campaign.value_minor = 1;
    assert_beyond(book, &campaign, KOGGE_FIELD_CAMPAIGN_RESULT_COST);
    campaign = sure(16777215, M, M);
    campaign.attempts = 1000;
    assert_beyond(book, &campaign, KOGGE_FIELD_CAMPAIGN_RESULT_REVENUE); /* 1.5 * 10^34 */
}

/* One call a day: 16 777 215 000 days at 536.44 are 8 999 969 214 600.00, at 536.45 more than 9 * 10^12. */
static void test_largest_cost(void **state)
{
    (void)state;
    kogge_sales_policy sales = sales_policy();
    sales.calls_a_day = 1;
    kogge_rulebook *slow = contact_book(NULL, &sales);
    kogge_campaign campaign = sure(16777215, 0, 53644);
    kogge_campaign_result result = KOGGE_INIT(kogge_campaign_result);
    campaign.attempts = 1000;
    assert_int_equal(kogge_campaign_assess(slow, &campaign, &result, NULL), KOGGE_OK);
    assert_int_equal(result.cost_minor, INT64_C(899996921460000));
    assert_int_equal(result.roi_bp, -10000);
    campaign.day_cost_minor++;
    assert_beyond(slow, &campaign, KOGGE_FIELD_CAMPAIGN_RESULT_COST);
    kogge_rulebook_unref(slow);
}

static void test_refused(void **state)
{
    (void)state;
    const kogge_campaign campaign = worked();
    kogge_campaign_result result = KOGGE_INIT(kogge_campaign_result), small = { .struct_size = 8 };
    assert_int_equal(kogge_campaign_assess(NULL, &campaign, &result, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_campaign_assess(book, NULL, &result, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_campaign_assess(book, &campaign, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_campaign_assess(book, &campaign, &small, NULL), KOGGE_E_STRUCT_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked),       cmocka_unit_test(test_rounding),      cmocka_unit_test(test_days),
        cmocka_unit_test(test_roi),          cmocka_unit_test(test_roi_ends),      cmocka_unit_test(test_for_nothing),
        cmocka_unit_test(test_break_even),   cmocka_unit_test(test_at_break_even), cmocka_unit_test(test_money_limit),
        cmocka_unit_test(test_largest_cost), cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
