/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Evidence of one customer: the numbers of formulas.md F10, the ladder, and the reasons of the guide. */

#include "given.h"

#include <string.h>

enum { MOST_REASONS = 16, QUARTERS = 40 };

static kogge_rulebook *book;
static kogge_reason list[MOST_REASONS];
static size_t list_count;

static int open_book(void **state)
{
    (void)state;
    book = given_preset(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

/* ---- given ----------------------------------------------------------------------------------------------------- */

/* Nothing promised; a customer of old. */
static kogge_history given_history(void)
{
    return (kogge_history){ .struct_size = sizeof(kogge_history),
                            .today_at = GIVEN_DAY,
                            .first_order_at = GIVEN_DAY - 2000 };
}

/* Order days, ascending. */
struct days {
    int32_t at[64];
    size_t count;
};

static void add_days(struct days *days, int32_t first, int32_t step, size_t count)
{
    for (size_t i = 0; i < count; i++)
        days->at[days->count++] = first + step * (int32_t)i;
}

/* That many of them in the 12 months before the last 12, and in the last 12. */
static struct days given_days(size_t before, size_t last)
{
    struct days days = { .count = 0 };
    add_days(&days, GIVEN_DAY - 729, 5, before);
    add_days(&days, GIVEN_DAY - 364, 5, last);
    return days;
}

static kogge_evidence assess_by(const kogge_rulebook *by, const kogge_history *history, const int64_t *quarters,
                                size_t count, const struct days *days)
{
    kogge_evidence result = KOGGE_INIT(kogge_evidence);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = { .data = list, .capacity = MOST_REASONS };
    if (kogge_evidence_assess(by, history, quarters, count, days ? days->at : NULL, days ? days->count : 0, &result,
                              &why, &error))
        fail_msg("%s", error.text);
    assert_in_range(why.count, 1, MOST_REASONS);
    list_count = why.count;
    return result;
}

static kogge_evidence assess(const kogge_history *history, const int64_t *quarters, size_t count,
                             const struct days *days)
{
    return assess_by(book, history, quarters, count, days);
}

static void assert_reasons(const kogge_reason *expected, size_t count)
{
    assert_int_equal(list_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(list[i].code, expected[i].code);
        assert_int_equal(list[i].outcome, expected[i].outcome);
        assert_int_equal(list[i].rule, 0);
        assert_int_equal(list[i].field, expected[i].field);
        assert_true(list[i].observed == expected[i].observed);
        assert_true(list[i].threshold == expected[i].threshold);
    }
}

#define REASON(c, o, f, seen, limit)                                                                                 \
    {                                                                                                                \
        .code = KOGGE_REASON_##c, .outcome = KOGGE_OUTCOME_##o, .field = KOGGE_FIELD_##f, .observed = (seen),        \
        .threshold = (limit)                                                                                         \
    }

static const kogge_reason *reason_of(int32_t code)
{
    for (size_t i = 0; i < list_count; i++) {
        if (list[i].code == code)
            return &list[i];
    }
    fail_msg("no reason %d", (int)code);
    return NULL;
}

/* formulas.md F10. */
static const int64_t growing[] = { 1000, 1100, 1050, 1250, 1300, 1280, 1500, 1550 };
static const int64_t shrinking[] = { 1550, 1500, 1280, 1300, 1250, 1050, 1100, 1000 };
static const int64_t sparse_up[] = { 100, 0, 0, 0, 0, 0, 0, 900 };
static const int64_t sparse_down[] = { 900, 0, 0, 0, 0, 0, 0, 100 };

/* ---- Mann-Kendall ---------------------------------------------------------------------------------------------- */

static void test_formulas(void **state)
{
    static const kogge_reason reasons[] = {
        REASON(NOT_ENOUGH_DATA, NOT_MATCHED, EVIDENCE_QUARTERS, 8, 4),
        REASON(SEASON_NOT_REMOVED, MATCHED, EVIDENCE_SEASON_REMOVED, 0, 0),
        REASON(TREND, MATCHED, EVIDENCE_KENDALL_S, 24, 0),
        REASON(GROWTH, MATCHED, EVIDENCE_GROWTH_BP, 2454, 1000),
        REASON(DEMAND_CONFIRMED, UNKNOWN, HISTORY_DEMAND_CONFIDENCE_BP, 0, 5000),
        REASON(CALLED_OFF, UNKNOWN, HISTORY_CONTRACT, 0, 0),
        REASON(DECLINE, NOT_MATCHED, EVIDENCE_DIRECTION, 1, 0),
    };
    const kogge_history history = given_history();
    const kogge_evidence found = assess(&history, growing, COUNT(growing), NULL);
    (void)state;
    assert_int_equal(found.known, KOGGE_EVIDENCE_SLOPE_NUMERATOR | KOGGE_EVIDENCE_P_PPM | KOGGE_EVIDENCE_KENDALL_S |
                                      KOGGE_EVIDENCE_GROWTH_BP);
    assert_int_equal(found.slope_numerator, 1630);
    assert_int_equal(found.slope_denominator, 21);
    assert_int_equal(found.level, 3);
    assert_int_equal(found.test, KOGGE_TEST_MANN_KENDALL);
    assert_int_equal(found.direction, 1);
    assert_int_equal(found.p_ppm, 868);
    assert_int_equal(found.size_ppm, 30506);
    assert_int_equal(found.kendall_s, 24);
    assert_int_equal(found.growth_bp, 2454);
    assert_int_equal(found.quarters, 8);
    assert_int_equal(found.season_removed, 0);
    assert_int_equal(found.filled_size, sizeof found);
    assert_reasons(reasons, COUNT(reasons));
}

static void test_decline(void **state)
{
    static const kogge_reason reasons[] = {
        REASON(NOT_ENOUGH_DATA, NOT_MATCHED, EVIDENCE_QUARTERS, 8, 4),
        REASON(SEASON_NOT_REMOVED, MATCHED, EVIDENCE_SEASON_REMOVED, 0, 0),
        REASON(TREND, MATCHED, EVIDENCE_KENDALL_S, -24, 0),
        REASON(DECLINE, MATCHED, EVIDENCE_DIRECTION, -1, 0),
        REASON(OVERDUE_CLASS, UNKNOWN, REGULARITY_OVERDUE, 0, KOGGE_OVERDUE_SILENT),
    };
    kogge_history history = given_history();
    history.flags = KOGGE_HISTORY_FLAG_FRAMEWORK_CONTRACT | KOGGE_HISTORY_FLAG_WRITTEN_FORECAST;
    history.known = KOGGE_HISTORY_ANNOUNCED;
    history.announced_minor = 100000;
    const kogge_evidence found = assess(&history, shrinking, COUNT(shrinking), NULL);
    (void)state;
    assert_int_equal(found.level, -3); /* facts before promises */
    assert_int_equal(found.slope_numerator, -1630);
    assert_int_equal(found.growth_bp, -2454);
    assert_reasons(reasons, COUNT(reasons));
}

/* Gaps of 10 days; silent for 30 days: 3 medians, and more than 1.5 times the longest gap. */
static void test_decline_and_silence(void **state)
{
    kogge_history history = given_history();
    struct days days = { .count = 0 };
    (void)state;
    add_days(&days, GIVEN_DAY - 80, 10, 6);
    assert_int_equal(assess(&history, shrinking, COUNT(shrinking), &days).level, -4);
    assert_int_equal(reason_of(KOGGE_REASON_OVERDUE_CLASS)->outcome, KOGGE_OUTCOME_MATCHED);
    assert_int_equal(reason_of(KOGGE_REASON_OVERDUE_CLASS)->observed, KOGGE_OVERDUE_SILENT);
    add_days(&days, GIVEN_DAY - 29, 1, 1); /* 29 days: OVERDUE */
    days.at[5] = GIVEN_DAY - 39;
    assert_int_equal(assess(&history, shrinking, COUNT(shrinking), &days).level, -3);
    assert_int_equal(reason_of(KOGGE_REASON_OVERDUE_CLASS)->outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(reason_of(KOGGE_REASON_OVERDUE_CLASS)->observed, KOGGE_OVERDUE_OVERDUE);
    /* Two order days, and the gaps of the tier. */
    days.count = 2;
    history.known = KOGGE_HISTORY_POOLED_MEDIAN_HALF_DAYS | KOGGE_HISTORY_POOLED_LONGEST_DAYS;
    history.pooled_median_half_days = 20;
    history.pooled_longest_days = 10;
    assert_int_equal(assess(&history, shrinking, COUNT(shrinking), &days).level, -4);
}

static void test_no_trend(void **state)
{
    static const int64_t constant[] = { 70, 70, 70, 70, 70, 70, 70, 70 };
    const kogge_history history = given_history();
    const kogge_evidence found = assess(&history, constant, COUNT(constant), NULL);
    (void)state;
    assert_int_equal(found.level, 0);
    assert_int_equal(found.test, KOGGE_TEST_MANN_KENDALL);
    assert_int_equal(found.direction, 0);
    assert_int_equal(found.kendall_s, 0);
    assert_int_equal(found.size_ppm, 50000);
    assert_false(found.known & KOGGE_EVIDENCE_P_PPM); /* ties: the normal form */
    assert_int_equal(found.slope_numerator, 0);
    assert_int_equal(found.slope_denominator, 1);
    assert_int_equal(found.growth_bp, 0);
    assert_true(found.known & KOGGE_EVIDENCE_GROWTH_BP);
    assert_int_equal(reason_of(KOGGE_REASON_TREND)->outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(reason_of(KOGGE_REASON_ANNOUNCED)->outcome, KOGGE_OUTCOME_UNKNOWN);
}

/* A perfect increase of 4 or 5 quarters may be one autumn. */
static void test_four_to_six_quarters(void **state)
{
    static const int64_t quarters[] = { 10, 20, 30, 40, 50, 60 };
    const kogge_history history = given_history();
    (void)state;
    for (size_t n = 4; n <= 5; n++) {
        const kogge_evidence found = assess(&history, quarters, n, NULL);
        assert_int_equal(found.test, 0);
        assert_int_equal(found.level, 0);
        assert_int_equal(found.known, KOGGE_EVIDENCE_SLOPE_NUMERATOR | KOGGE_EVIDENCE_GROWTH_BP);
        assert_int_equal(found.slope_numerator, 10);
        /* 40 000 * 10 / 25 and / 30 */
        assert_int_equal(found.growth_bp, n == 4 ? 16000 : 13333);
        assert_int_equal(reason_of(KOGGE_REASON_TREND)->outcome, KOGGE_OUTCOME_UNKNOWN);
        assert_int_equal(reason_of(KOGGE_REASON_TREND)->observed, n);
        assert_int_equal(reason_of(KOGGE_REASON_TREND)->threshold, 6);
    }
    assert_int_equal(assess(&history, quarters, 6, NULL).level, 3);
    assert_int_equal(assess(&history, quarters, 6, NULL).p_ppm, 1389);
}

static void test_not_enough(void **state)
{
    static const int64_t zeros[QUARTERS] = { 0 }, late[] = { 0, 0, 0, 0, 0, 10, 20, 30 };
    static const kogge_reason reasons[] = {
        REASON(NOT_ENOUGH_DATA, MATCHED, EVIDENCE_QUARTERS, 3, 4),
        REASON(CONTRACT, MATCHED, HISTORY_FLAGS, KOGGE_HISTORY_FLAG_WRITTEN_FORECAST, 0),
    };
    kogge_history history = given_history();
    (void)state;
    assert_int_equal(assess(&history, zeros, QUARTERS, NULL).quarters, 0);
    assert_int_equal(assess(&history, NULL, 0, NULL).quarters, 0);
    assert_int_equal(assess(&history, zeros, QUARTERS, NULL).known, 0);
    history.flags = KOGGE_HISTORY_FLAG_WRITTEN_FORECAST;
    const kogge_evidence found = assess(&history, late, COUNT(late), NULL);
    assert_int_equal(found.quarters, 3);
    assert_int_equal(found.level, 2);
    assert_int_equal(found.known, 0);
    assert_reasons(reasons, COUNT(reasons));
}

static void test_season(void **state)
{
    /* Every autumn sells the double; below, years of 1 000, 1 100, ... at 8 000, 8 000, 8 000, 16 000 bp. */
    static const int64_t autumns[] = { 800, 800, 800, 1600, 800, 800, 800, 1600 };
    static const int64_t rising[] = { 0, 0, 880, 1760, 960, 960, 1040, 2080, 1120, 1120 };
    kogge_history history = given_history();
    (void)state;
    history.season_1_bp = history.season_2_bp = history.season_3_bp = 8000;
    history.season_4_bp = 16000;
    kogge_evidence found = assess(&history, autumns, COUNT(autumns), NULL);
    assert_int_equal(found.season_removed, 1);
    assert_int_equal(found.kendall_s, 0);
    assert_int_equal(found.growth_bp, 0);
    assert_int_equal(reason_of(KOGGE_REASON_SEASON_NOT_REMOVED)->outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(reason_of(KOGGE_REASON_SEASON_NOT_REMOVED)->observed, 1);
    /* Factors belong to quarters as passed, not to those left: 1 100, 1 100, 1 200, 1 200, 1 300, 1 300, 1 400, 1
     * 400. */
    found = assess(&history, rising, COUNT(rising), NULL);
    assert_int_equal(found.quarters, 8);
    assert_int_equal(found.kendall_s, 24);
    assert_int_equal(found.direction, 1);
}

/* Rising, but from what is owed back: the median is not positive, so that growth cannot be told. */
static void test_negative_quarters(void **state)
{
    static const int64_t owed[] = { -80, -70, -60, -50, -40, -30, 10, 20 };
    static const int64_t two_below[] = { -80, -70, 10, 20, 30, 40, 50, 60 };
    const kogge_history history = given_history();
    (void)state;
    kogge_evidence found = assess(&history, two_below, COUNT(two_below), NULL);
    assert_int_equal(found.test, KOGGE_TEST_MANN_KENDALL);
    assert_int_equal(found.level, 3);
    found = assess(&history, owed, COUNT(owed), NULL); /* not dense, order days not known */
    assert_int_equal(found.test, 0);
    assert_int_equal(found.known, KOGGE_EVIDENCE_SLOPE_NUMERATOR);
}

static void test_most_quarters(void **state)
{
    int64_t quarters[QUARTERS + 1];
    const kogge_history history = given_history();
    kogge_evidence result = { .struct_size = sizeof result, .level = 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    (void)state;
    for (int i = 0; i <= QUARTERS; i++)
        quarters[i] = 1000 + i;
    const kogge_evidence found = assess(&history, quarters, QUARTERS, NULL);
    assert_int_equal(found.kendall_s, 780);
    assert_int_equal(found.quarters, 40);
    assert_int_equal(found.size_ppm, 50000);
    /* 40 000 * 1 / 1 019.5 = 39.2: below the minimum of 1 000. */
    assert_int_equal(found.growth_bp, 39);
    assert_int_equal(found.level, 0);
    assert_int_equal(kogge_evidence_assess(book, &history, quarters, QUARTERS + 1, NULL, 0, &result, NULL, &error),
                     KOGGE_E_RANGE);
    assert_int_equal(result.level, 77);
}

static void test_extremes(void **state)
{
    static const int64_t least_first[] = {
        1, 1, 1, KOGGE_MONEY_MAX - 1, KOGGE_MONEY_MAX, KOGGE_MONEY_MAX, KOGGE_MONEY_MAX, KOGGE_MONEY_MAX
    };
    static const int64_t tiny_median[] = { -KOGGE_MONEY_MAX,    -KOGGE_MONEY_MAX / 2, 0, 2,
                                           KOGGE_MONEY_MAX / 2, KOGGE_MONEY_MAX };
    kogge_history history = given_history();
    (void)state;
    assert_int_equal(assess(&history, least_first, COUNT(least_first), NULL).level, 3);
    history.season_1_bp = history.season_2_bp = history.season_3_bp = 1;
    history.season_4_bp = 39997;
    (void)assess(&history, least_first, COUNT(least_first), NULL);
    /* The median is 1, the slope some 10^14: 10^9 bp, and it says so. */
    history = given_history();
    const kogge_evidence found = assess(&history, tiny_median, COUNT(tiny_median), NULL);
    assert_int_equal(found.growth_bp, 1000000000);
    assert_int_equal(list[list_count - 1].code, KOGGE_REASON_CLAMPED);
    assert_int_equal(list[list_count - 1].outcome, KOGGE_OUTCOME_CAPPED);
    assert_int_equal(list[list_count - 1].field, KOGGE_FIELD_EVIDENCE_GROWTH_BP);
    assert_int_equal(list[list_count - 1].observed, 1000000000);
}

/* 1 000, 1 003, ...: 40 000 * 3 / 1 010.5 = 118.75 is shown as 119, and does not reach it. */
static void test_growth_is_compared_exactly(void **state)
{
    int64_t quarters[8];
    const kogge_history history = given_history();
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    (void)state;
    for (int i = 0; i < 8; i++)
        quarters[i] = 1000 + 3 * i;
    for (int32_t least = 118; least <= 119; least++) {
        policy.growth_min_bp = least;
        kogge_rulebook *own = given_book_of(&spec);
        const kogge_evidence found = assess_by(own, &history, quarters, COUNT(quarters), NULL);
        assert_int_equal(found.growth_bp, 119);
        assert_int_equal(found.direction, 1);
        assert_int_equal(found.level, least == 118 ? 3 : 0);
        assert_int_equal(reason_of(KOGGE_REASON_GROWTH)->outcome,
                         least == 118 ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
        kogge_rulebook_unref(own);
    }
}

/* ---- order test ------------------------------------------------------------------------------------------------ */

static void test_orders(void **state)
{
    static const kogge_reason reasons[] = {
        REASON(NOT_ENOUGH_DATA, NOT_MATCHED, EVIDENCE_QUARTERS, 8, 4),
        REASON(SEASON_NOT_REMOVED, MATCHED, EVIDENCE_SEASON_REMOVED, 0, 0),
        REASON(ORDER_COUNT, MATCHED, EVIDENCE_ORDERS_LAST, 9, 2),
        REASON(GROWTH, MATCHED, EVIDENCE_GROWTH_BP, 80000, 1000),
        REASON(DEMAND_CONFIRMED, UNKNOWN, HISTORY_DEMAND_CONFIDENCE_BP, 0, 5000),
        REASON(CALLED_OFF, UNKNOWN, HISTORY_CONTRACT, 0, 0),
        REASON(DECLINE, NOT_MATCHED, EVIDENCE_DIRECTION, 1, 0),
    };
    const kogge_history history = given_history();
    struct days days = given_days(2, 9);
    (void)state;
    kogge_evidence found = assess(&history, sparse_up, COUNT(sparse_up), &days);
    assert_int_equal(found.known, KOGGE_EVIDENCE_SLOPE_NUMERATOR | KOGGE_EVIDENCE_P_PPM |
                                      KOGGE_EVIDENCE_ORDERS_BEFORE | KOGGE_EVIDENCE_GROWTH_BP);
    assert_int_equal(found.test, KOGGE_TEST_ORDERS);
    assert_int_equal(found.direction, 1);
    assert_int_equal(found.level, 3);
    assert_int_equal(found.orders_before, 2);
    assert_int_equal(found.orders_last, 9);
    assert_int_equal(found.p_ppm, 32715);
    assert_int_equal(found.size_ppm, 32715);
    assert_int_equal(found.growth_bp, 80000); /* (900 - 100) / 100 */
    assert_reasons(reasons, COUNT(reasons));

    days = given_days(2, 8);
    found = assess(&history, sparse_up, COUNT(sparse_up), &days);
    assert_int_equal(found.direction, 0);
    assert_int_equal(found.p_ppm, 54688);
    assert_int_equal(found.size_ppm, 10742);
    assert_int_equal(reason_of(KOGGE_REASON_ORDER_COUNT)->outcome, KOGGE_OUTCOME_NOT_MATCHED);

    days = given_days(9, 2);
    found = assess(&history, sparse_down, COUNT(sparse_down), &days);
    assert_int_equal(found.direction, -1);
    /* Silent for 359 days, longer than the longest gap of 325, but not 1.5 times as long: OVERDUE. */
    assert_int_equal(found.level, -3);
    assert_int_equal(found.growth_bp, -8889);

    /* More orders, less revenue: neither. */
    days = given_days(2, 9);
    assert_int_equal(assess(&history, sparse_down, COUNT(sparse_down), &days).direction, 0);
    days = given_days(9, 2);
    assert_int_equal(assess(&history, sparse_up, COUNT(sparse_up), &days).direction, 0);
}

/* today - 365 is the last day of the year before, today - 730 is before that; equal days count once. */
static void test_orders_of_years(void **state)
{
    static const struct days days = { { GIVEN_DAY - 900, GIVEN_DAY - 730, GIVEN_DAY - 729, GIVEN_DAY - 729,
                                        GIVEN_DAY - 365, GIVEN_DAY - 364, GIVEN_DAY - 100, GIVEN_DAY - 100,
                                        GIVEN_DAY - 100, GIVEN_DAY },
                                      10 };
    static const struct days none = { .count = 0 };
    const kogge_history history = given_history();
    (void)state;
    kogge_evidence found = assess(&history, sparse_up, COUNT(sparse_up), &days);
    assert_int_equal(found.orders_before, 2);
    assert_int_equal(found.orders_last, 3);
    /* No order day is an answer too. */
    found = assess(&history, sparse_up, COUNT(sparse_up), &none);
    assert_int_equal(found.test, KOGGE_TEST_ORDERS);
    assert_true(found.known & KOGGE_EVIDENCE_ORDERS_LAST);
    assert_int_equal(found.p_ppm, 1000000);
    assert_int_equal(found.size_ppm, 0);
    assert_int_equal(found.direction, 0);
}

/* 5 orders after none; the year before was worth nothing, then less than nothing. */
static void test_orders_from_nothing(void **state)
{
    static const int64_t nothing[] = { -5, 5, 0, 0, 0, 0, 0, 9 }, owed[] = { -9, 0, 0, 0, 0, 0, 0, 9 };
    const kogge_history history = given_history();
    const struct days days = given_days(0, 5);
    (void)state;
    for (int i = 0; i < 2; i++) {
        const kogge_evidence found = assess(&history, i ? owed : nothing, 8, &days);
        assert_int_equal(found.level, 3);
        assert_false(found.known & KOGGE_EVIDENCE_GROWTH_BP);
        assert_int_equal(reason_of(KOGGE_REASON_GROWTH)->outcome, KOGGE_OUTCOME_MATCHED);
        assert_int_equal(reason_of(KOGGE_REASON_GROWTH)->observed, 0);
    }
}

/* Leading zeros count as 0 in the sums of four: 100 in quarter 4, and 900 later. */
static void test_orders_with_leading_zeros(void **state)
{
    static const int64_t quarters[] = { 0, 0, 0, 100, 0, 0, 0, 500 }, more[] = { 0, 0, 100, 0, 0, 0, 0, 0, 0, 900 };
    const kogge_history history = given_history();
    const struct days days = given_days(0, 5);
    (void)state;
    kogge_evidence found = assess(&history, quarters, COUNT(quarters), &days);
    assert_int_equal(found.quarters, 5);
    assert_int_equal(found.test, KOGGE_TEST_ORDERS);
    assert_int_equal(found.growth_bp, 40000);
    found = assess(&history, more, COUNT(more), &days);
    assert_int_equal(found.growth_bp, 80000);
}

static void assert_lacks(const kogge_history *history, const int64_t *quarters, size_t count, const struct days *days,
                         const kogge_reason *expected)
{
    const kogge_evidence found = assess(history, quarters, count, days);
    assert_int_equal(found.test, 0);
    assert_int_equal(found.size_ppm, 0);
    assert_int_equal(found.known & (KOGGE_EVIDENCE_ORDERS_LAST | KOGGE_EVIDENCE_P_PPM), 0);
    assert_memory_equal(reason_of(KOGGE_REASON_ORDER_COUNT), expected, sizeof *expected);
}

static void test_orders_lacking(void **state)
{
    static const kogge_reason no_days = REASON(ORDER_COUNT, UNKNOWN, EVIDENCE_ORDERS_LAST, 0, 0);
    static const kogge_reason no_first = REASON(ORDER_COUNT, UNKNOWN, HISTORY_FIRST_ORDER_AT, 0, GIVEN_DAY - 730);
    static const kogge_reason late =
        REASON(ORDER_COUNT, UNKNOWN, HISTORY_FIRST_ORDER_AT, GIVEN_DAY - 729, GIVEN_DAY - 730);
    static const kogge_reason few = REASON(ORDER_COUNT, UNKNOWN, EVIDENCE_QUARTERS, 7, 8);
    const struct days days = given_days(2, 9);
    kogge_history history = given_history();
    (void)state;
    history.first_order_at = 0;
    assert_lacks(&history, sparse_up, 8, NULL, &no_days);
    assert_lacks(&history, sparse_up, 8, &days, &no_first);
    history.first_order_at = GIVEN_DAY - 729;
    assert_lacks(&history, sparse_up, 7, &days, &late);
    history.first_order_at = GIVEN_DAY - 730;
    assert_lacks(&history, sparse_up, 7, &days, &few);
    assert_int_equal(assess(&history, sparse_up, 8, &days).test, KOGGE_TEST_ORDERS);
}

/* ---- the ladder ------------------------------------------------------------------------------------------------ */

static void test_promises(void **state)
{
    static const int64_t flat[] = { 50, 40, 50, 40, 50, 40, 50, 40 };
    kogge_history history = given_history();
    (void)state;
    history.known = KOGGE_HISTORY_ANNOUNCED;
    assert_int_equal(assess(&history, flat, COUNT(flat), NULL).level, 0);
    assert_int_equal(reason_of(KOGGE_REASON_CONTRACT)->outcome, KOGGE_OUTCOME_NOT_MATCHED);
    assert_int_equal(reason_of(KOGGE_REASON_ANNOUNCED)->outcome, KOGGE_OUTCOME_NOT_MATCHED);
    history.announced_minor = 1;
    assert_int_equal(assess(&history, flat, COUNT(flat), NULL).level, 1);
    assert_int_equal(reason_of(KOGGE_REASON_ANNOUNCED)->observed, 1);
    history.flags = KOGGE_HISTORY_FLAG_WRITTEN_FORECAST;
    assert_int_equal(assess(&history, flat, COUNT(flat), NULL).level, 2);
    assert_int_equal(list[list_count - 1].code, KOGGE_REASON_CONTRACT);
    history.flags = KOGGE_HISTORY_FLAG_FRAMEWORK_CONTRACT;
    assert_int_equal(assess(&history, flat, COUNT(flat), NULL).level, 2);
}

static void test_confirmed_by_demand(void **state)
{
    kogge_history history = given_history();
    (void)state;
    history.known = KOGGE_HISTORY_DEMAND_CONFIDENCE_BP;
    history.demand_confidence_bp = 4999;
    assert_int_equal(assess(&history, growing, COUNT(growing), NULL).level, 3);
    assert_int_equal(reason_of(KOGGE_REASON_DEMAND_CONFIRMED)->outcome, KOGGE_OUTCOME_NOT_MATCHED);
    history.demand_confidence_bp = 5000;
    assert_int_equal(assess(&history, growing, COUNT(growing), NULL).level, 4);
    assert_int_equal(reason_of(KOGGE_REASON_DEMAND_CONFIRMED)->outcome, KOGGE_OUTCOME_MATCHED);
}

static void test_confirmed_by_contract(void **state)
{
    static const struct {
        int64_t contract, called_off;
        int32_t level;
        int64_t threshold;
    } rows[] = { { 1001, 500, 3, 501 }, /* 50 % are 500.5 */
                 { 1001, 501, 4, 501 },
                 { 1000, 500, 4, 500 },
                 { 0, 500, 3, 0 },
                 { KOGGE_MONEY_MAX, KOGGE_MONEY_MAX / 2, 4, KOGGE_MONEY_MAX / 2 } };
    kogge_history history = given_history();
    (void)state;
    history.known = KOGGE_HISTORY_CONTRACT | KOGGE_HISTORY_CALLED_OFF;
    for (size_t i = 0; i < COUNT(rows); i++) {
        history.contract_minor = rows[i].contract;
        history.called_off_minor = rows[i].called_off;
        assert_int_equal(assess(&history, growing, COUNT(growing), NULL).level, rows[i].level);
        const kogge_reason *reason = reason_of(KOGGE_REASON_CALLED_OFF);
        assert_int_equal(reason->outcome, rows[i].level == 4 ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED);
        assert_int_equal(reason->field, KOGGE_FIELD_HISTORY_CALLED_OFF);
        assert_true(reason->observed == rows[i].called_off && reason->threshold == rows[i].threshold);
    }
    history.known = KOGGE_HISTORY_CONTRACT;
    history.contract_minor = 1001;
    history.called_off_minor = 0;
    assert_int_equal(assess(&history, growing, COUNT(growing), NULL).level, 3);
    assert_int_equal(reason_of(KOGGE_REASON_CALLED_OFF)->outcome, KOGGE_OUTCOME_UNKNOWN);
    assert_int_equal(reason_of(KOGGE_REASON_CALLED_OFF)->field, KOGGE_FIELD_HISTORY_CALLED_OFF);
    assert_int_equal(reason_of(KOGGE_REASON_CALLED_OFF)->threshold, 501);
}

/* ---- realisation ----------------------------------------------------------------------------------------------- */

/* Median quarter 1 000.00, prior 1 000 and 1 000 bp: (500 + 100) / (5 000 + 200) = 1 154 bp. */
static void test_realisation(void **state)
{
    static const int64_t quarters[] = { 100000 };
    kogge_history history = given_history();
    (void)state;
    history.known = KOGGE_HISTORY_ANNOUNCED | KOGGE_HISTORY_REALISED;
    history.announced_minor = 500000;
    history.realised_minor = 50000;
    kogge_evidence found = assess(&history, quarters, 1, NULL);
    assert_true(found.known & KOGGE_EVIDENCE_REALISATION_BP);
    assert_int_equal(found.realisation_bp, 1154);
    history.realised_minor = 0;
    assert_int_equal(assess(&history, quarters, 1, NULL).realisation_bp, 192); /* 100 / 5 200 */
    history.realised_minor = KOGGE_MONEY_MAX;
    assert_int_equal(assess(&history, quarters, 1, NULL).realisation_bp, 10000);
    history.realised_minor = history.announced_minor = 0;
    assert_int_equal(assess(&history, quarters, 1, NULL).realisation_bp, 5000);
    /* No quarters: no prior; 0 / 0. */
    assert_false(assess(&history, NULL, 0, NULL).known & KOGGE_EVIDENCE_REALISATION_BP);
    history.announced_minor = 3;
    history.realised_minor = 1;
    assert_int_equal(assess(&history, NULL, 0, NULL).realisation_bp, 3333);
    history.known = KOGGE_HISTORY_ANNOUNCED;
    history.realised_minor = 0;
    assert_false(assess(&history, quarters, 1, NULL).known & KOGGE_EVIDENCE_REALISATION_BP);
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static kogge_status refused(const kogge_history *history, const int64_t *quarters, size_t count, const int32_t *days,
                            size_t day_count, kogge_error *error)
{
    kogge_evidence result = { .struct_size = sizeof result, .level = 77 };
    kogge_reasons why = { .data = list, .capacity = MOST_REASONS };
    *error = (kogge_error)KOGGE_INIT(kogge_error);
    const kogge_status status =
        kogge_evidence_assess(book, history, quarters, count, days, day_count, &result, &why, error);
    assert_int_equal(status, error->status);
    assert_int_equal(result.level, 77);
    assert_int_equal(why.count, 0);
    return status;
}

static void test_refused(void **state)
{
    static const int64_t too_large[] = { 1, 2, KOGGE_MONEY_MAX + 1, 4 }, beyond[] = { 0, -KOGGE_MONEY_MAX - 1 };
    static const int32_t falling[] = { GIVEN_DAY - 3, GIVEN_DAY - 4 }, after[] = { GIVEN_DAY, GIVEN_DAY + 1 };
    const kogge_history right = given_history();
    kogge_history history = right;
    kogge_error error;
    (void)state;
    assert_int_equal(refused(&right, too_large, 4, NULL, 0, &error), KOGGE_E_RANGE);
    assert_int_equal(error.row, 2);
    assert_int_equal(refused(&right, beyond, 2, NULL, 0, &error), KOGGE_E_RANGE);
    assert_int_equal(error.row, 1);
    assert_int_equal(refused(&right, growing, 8, falling, 2, &error), KOGGE_E_INVALID);
    assert_int_equal(error.row, 1);
    assert_int_equal(refused(&right, growing, 8, after, 2, &error), KOGGE_E_INVALID);
    assert_int_equal(refused(&right, growing, 8, NULL, 2, &error), KOGGE_E_INVALID);
    assert_int_equal(refused(&right, NULL, 8, NULL, 0, &error), KOGGE_E_INVALID);
    history.season_1_bp = history.season_2_bp = history.season_4_bp = 10000;
    assert_int_equal(refused(&history, growing, 8, NULL, 0, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_HISTORY_SEASON_3_BP);
    history.season_3_bp = 9999;
    assert_int_equal(refused(&history, growing, 8, NULL, 0, &error), KOGGE_E_INVALID);
    history = right;
    history.known = KOGGE_HISTORY_POOLED_LONGEST_DAYS;
    history.pooled_longest_days = 5;
    assert_int_equal(refused(&history, growing, 8, NULL, 0, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_HISTORY_POOLED_MEDIAN_HALF_DAYS);
    history = right;
    history.today_at = 0;
    assert_int_equal(refused(&history, growing, 8, NULL, 0, &error), KOGGE_E_INVALID);
    history = right;
    history.struct_size = 8;
    assert_int_equal(refused(&history, growing, 8, NULL, 0, &error), KOGGE_E_STRUCT_SIZE);
}

static void test_slope_refused(void **state)
{
    static const int64_t quarters[] = { INT64_C(-800000000000000), INT64_C(-600000000000000), 0,
                                        INT64_C(800000000000001) };
    kogge_history history = given_history();
    kogge_error error;
    (void)state;
    history.season_1_bp = history.season_2_bp = history.season_4_bp = 1;
    history.season_3_bp = 39997;
    assert_int_equal(refused(&history, quarters, 4, NULL, 0, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_EVIDENCE_SLOPE_NUMERATOR);
}

/* Only what shaped the result; and what fits. */
static void test_levels_of_reasons(void **state)
{
    kogge_reasons why = { .data = list, .capacity = 2, .level = KOGGE_LEVEL_DECISIVE };
    const kogge_history history = given_history();
    kogge_evidence result = KOGGE_INIT(kogge_evidence);
    (void)state;
    assert_int_equal(kogge_evidence_assess(book, &history, growing, 8, NULL, 0, &result, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 3);
    assert_int_equal(list[0].code, KOGGE_REASON_SEASON_NOT_REMOVED);
    assert_int_equal(list[1].code, KOGGE_REASON_TREND);
    why.level = 3;
    assert_int_equal(kogge_evidence_assess(book, &history, growing, 8, NULL, 0, &result, &why, NULL),
                     KOGGE_E_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_decline),
        cmocka_unit_test(test_decline_and_silence),
        cmocka_unit_test(test_no_trend),
        cmocka_unit_test(test_four_to_six_quarters),
        cmocka_unit_test(test_not_enough),
        cmocka_unit_test(test_season),
        cmocka_unit_test(test_negative_quarters),
        cmocka_unit_test(test_most_quarters),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_growth_is_compared_exactly),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_orders_of_years),
        cmocka_unit_test(test_orders_from_nothing),
        cmocka_unit_test(test_orders_with_leading_zeros),
        cmocka_unit_test(test_orders_lacking),
        cmocka_unit_test(test_promises),
        cmocka_unit_test(test_confirmed_by_demand),
        cmocka_unit_test(test_confirmed_by_contract),
        cmocka_unit_test(test_realisation),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_slope_refused),
        cmocka_unit_test(test_levels_of_reasons),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
