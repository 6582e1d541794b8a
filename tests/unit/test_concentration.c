/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What an accumulator tells: concentration, Pareto points, shares of the classes. */

#include "given.h"
#include "portfolios.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

#define M KOGGE_MONEY_MAX
#define RATIOS                                                                                                       \
    (KOGGE_CONCENTRATION_HHI_PPM | KOGGE_CONCENTRATION_EFFECTIVE_CUSTOMERS_HUNDREDTHS |                              \
     KOGGE_CONCENTRATION_LARGEST_BP)

enum { BEFORE = KOGGE_CUT_RULE_CUM_BEFORE, AFTER = KOGGE_CUT_RULE_CUM_AFTER };

static kogge_concentration_options asked(int32_t top_n, int32_t uplift_bp, int32_t loss_bp)
{
    return (kogge_concentration_options){
        .struct_size = sizeof(kogge_concentration_options), .top_n = top_n, .uplift_bp = uplift_bp, .loss_bp = loss_bp
    };
}

static kogge_concentration concentration(const kogge_portfolio *portfolio, int32_t uplift_bp, int32_t loss_bp)
{
    const kogge_concentration_options options = asked(0, uplift_bp, loss_bp);
    kogge_concentration result = KOGGE_INIT(kogge_concentration);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_portfolio_concentration(portfolio, &options, &result, NULL, NULL, &error))
        fail_msg("no concentration: %s", error.text);
    return result;
}

static kogge_portfolio *fed(const int64_t *values, size_t count, int32_t cut_a, int32_t cut_b)
{
    const kogge_abc_options options = given_cut(cut_a, cut_b, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options);
    feed(portfolio, NULL, values, count);
    return portfolio;
}

/* ---- worked numbers -------------------------------------------------------------------------------------------- */

/* F15; 15 of 100 are lost a year, with a deviation of the root of 0.15 * 0.85 * 3800 = 484.5, that is 22.01. */
static void test_oracle(void **state)
{
    static const int64_t values[] = { 30, 50, -7, 20, 0 };
    static const uint64_t ids[] = { 11, 12, 13, 14, 15 };
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    kogge_portfolio *portfolio = given_portfolio(&options);
    (void)state;

    feed(portfolio, ids, values, COUNT(values));
    const kogge_concentration result = concentration(portfolio, 1000, 1500);
    assert_int_equal(result.known, RATIOS);
    assert_int_equal(result.filled_size, sizeof result);
    assert_int_equal(result.count, 5);
    assert_int_equal(result.positive, 3);
    assert_int_equal(result.total_minor, 100);
    assert_int_equal(result.hhi_ppm, 380000);
    assert_int_equal(result.effective_customers_hundredths, 263);
    assert_int_equal(result.largest_bp, 5000);
    assert_int_equal(result.largest_minor, 50);
    assert_int_equal(result.largest_id, 12);
    assert_int_equal(result.remaining_minor, 50);
    assert_int_equal(result.expected_loss_minor, 15);
    assert_int_equal(result.loss_deviation_if_independent_minor, 22);
    assert_int_equal(result.absorption_bp, 0);
    kogge_portfolio_free(portfolio);
}

/* Exact halves go up; the large ones were made with Python's integers and fractions. */
static void test_rounding(void **state)
{
    static const struct {
        int64_t values[5];
        size_t count;
        int32_t loss_bp, hhi;
        int64_t effective, loss, deviation;
    } rows[] = {
        { { 1001, 999 }, 2, 0, 500001, 200, 0, 0 },     /* 500 000.5 */
        { { 1, 1, 1, 2, 5 }, 5, 0, 320000, 313, 0, 0 }, /* 312.5 */
        { { 3 }, 1, 5000, 1000000, 100, 2, 2 },         /* 1.5 and 1.5 */
        { { 1 }, 1, 5000, 1000000, 100, 1, 1 },         /* 0.5 and 0.5 */
        { { 1 }, 1, 4999, 1000000, 100, 0, 0 },         /* 0.4999 and a little less than 0.5 */
        { { 5 }, 1, 10000, 1000000, 100, 5, 0 },        /* certain */
        { { M }, 1, 5000, 1000000, 100, M / 2, M / 2 },
        { { M, 1 }, 2, 500, 1000000, 100, INT64_C(45000000000000), INT64_C(196150452459330) },
    };
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        kogge_portfolio *portfolio = fed(rows[i].values, rows[i].count, 8000, 9500);
        const kogge_concentration result = concentration(portfolio, 0, rows[i].loss_bp);
        assert_int_equal(result.hhi_ppm, rows[i].hhi);
        assert_int_equal(result.effective_customers_hundredths, rows[i].effective);
        assert_int_equal(result.expected_loss_minor, rows[i].loss);
        assert_int_equal(result.loss_deviation_if_independent_minor, rows[i].deviation);
        kogge_portfolio_free(portfolio);
    }
}

/* T = 2^63 - 1, of 10 248 values M and a rest. */
static void test_largest_total(void **state)
{
    enum { FULL = 10248 };
    static int64_t values[FULL + 1];
    (void)state;

    for (size_t i = 0; i < FULL; i++)
        values[i] = M;
    values[FULL] = INT64_C(172036854775807);
    kogge_portfolio *portfolio = fed(values, FULL + 1, 8000, 9500);
    const kogge_concentration result = concentration(portfolio, 0, 1500);
    assert_int_equal(result.total_minor, INT64_MAX);
    assert_int_equal(result.hhi_ppm, 98);
    assert_int_equal(result.effective_customers_hundredths, 1024835);
    assert_int_equal(result.largest_bp, 1);
    assert_int_equal(result.remaining_minor, INT64_MAX - M);
    assert_int_equal(result.expected_loss_minor, INT64_C(1383505805528216371));
    assert_int_equal(result.loss_deviation_if_independent_minor, INT64_C(32532537152466662));
    kogge_portfolio_free(portfolio);
}

/* 2^62 values of 1, as copies merged: 100 * 2^62 does not fit, and stays at the largest number. */
static void test_most_customers(void **state)
{
    static unsigned char bytes[4096];
    kogge_portfolio *portfolio = fed((const int64_t[]){ 1 }, 1, 8000, 9500);
    (void)state;

    for (int i = 0; i < 62; i++) {
        kogge_portfolio *copy = NULL;
        size_t size = 0;
        assert_int_equal(kogge_portfolio_save(portfolio, bytes, sizeof bytes, &size), KOGGE_OK);
        assert_int_equal(kogge_portfolio_load(bytes, size, NULL, &copy, NULL), KOGGE_OK);
        assert_int_equal(kogge_portfolio_merge(portfolio, copy, NULL), KOGGE_OK);
        kogge_portfolio_free(copy);
    }
    const kogge_concentration result = concentration(portfolio, 0, 5000);
    assert_int_equal(result.positive, INT64_C(1) << 62);
    assert_int_equal(result.hhi_ppm, 0);
    assert_int_equal(result.effective_customers_hundredths, INT64_MAX);
    assert_int_equal(result.loss_deviation_if_independent_minor, INT64_C(1) << 30); /* 2^31 / 2 */
    kogge_portfolio_free(portfolio);
}

/* ---- the largest ----------------------------------------------------------------------------------------------- */

static void test_top(void **state)
{
    static const int64_t values[] = { 30, 50, 20 };
    static const int32_t expected[] = { 5000, 8000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 77 };
    kogge_portfolio *portfolio = fed(values, 3, 8000, 9500);
    kogge_concentration_options two = asked(2, 0, 0);
    kogge_concentration result = KOGGE_INIT(kogge_concentration);
    int32_t top[11];
    (void)state;

    for (size_t i = 0; i < COUNT(top); i++)
        top[i] = 77;
    assert_int_equal(kogge_portfolio_concentration(portfolio, &two, &result, top, NULL, NULL), KOGGE_OK);
    assert_int_equal(top[1], 8000);
    assert_int_equal(top[2], 77);
    assert_int_equal(kogge_portfolio_concentration(portfolio, NULL, &result, top, NULL, NULL), KOGGE_OK);
    assert_memory_equal(top, expected, sizeof top);
    kogge_portfolio_free(portfolio);
}

/* 1..500 in any order, in two halves that are merged: the largest hundred are 500 + 499 + .. */
static void test_top_hundred(void **state)
{
    enum { N = 500 };
    static int64_t values[N];
    static uint64_t ids[N];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    const kogge_concentration_options hundred = asked(100, 0, 0);
    kogge_portfolio *one = given_portfolio(&options), *other = given_portfolio(&options);
    kogge_concentration result = KOGGE_INIT(kogge_concentration);
    int32_t top[100];
    int64_t sum = 0;
    (void)state;

    for (size_t i = 0; i < N; i++) {
        values[i] = (int64_t)(i * 207 % N) + 1; /* 207 and 500 have no common factor */
        ids[i] = 1000 + (uint64_t)values[i];
    }
    feed(one, ids, values, N / 2);
    feed(other, ids + N / 2, values + N / 2, N / 2);
    assert_int_equal(kogge_portfolio_merge(one, other, NULL), KOGGE_OK);
    assert_int_equal(kogge_portfolio_concentration(one, &hundred, &result, top, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.total_minor, N * (N + 1) / 2);
    assert_int_equal(result.largest_id, 1500);
    for (int64_t i = 0; i < 100; i++) {
        sum += N - i;
        assert_int_equal(top[i], kogge__mul_div(sum, 10000, N * (N + 1) / 2, KOGGE_ROUNDING_HALF_AWAY));
    }
    kogge_portfolio_free(one);
    kogge_portfolio_free(other);
}

/* Among equals the smallest id, however many there are and wherever it comes from. */
static void test_largest_id(void **state)
{
    enum { N = 300 };
    static int64_t values[N];
    static uint64_t ids[N];
    const kogge_abc_options options = given_cut(8000, 9500, BEFORE);
    (void)state;

    for (size_t place = 0; place < N; place += 23) {
        kogge_portfolio *one = given_portfolio(&options), *other = given_portfolio(&options);
        for (size_t i = 0; i < N; i++) {
            values[i] = 70;
            ids[i] = UINT64_MAX - i % 7;
        }
        ids[place] = 5;
        feed(one, ids, values, 150);
        feed(other, ids + 150, values + 150, 150);
        assert_int_equal(kogge_portfolio_merge(one, other, NULL), KOGGE_OK);
        assert_int_equal(concentration(one, 0, 0).largest_id, 5);
        feed(one, (const uint64_t[]){ 1 }, (const int64_t[]){ 69 }, 1);
        assert_int_equal(concentration(one, 0, 0).largest_id, 5);
        feed(one, (const uint64_t[]){ 9 }, (const int64_t[]){ 71 }, 1);
        assert_int_equal(concentration(one, 0, 0).largest_id, 9);
        feed(one, NULL, (const int64_t[]){ 71 }, 1);
        assert_int_equal(concentration(one, 0, 0).largest_id, 0);
        kogge_portfolio_free(one);
        kogge_portfolio_free(other);
    }
}

/* ---- the loss of the largest ----------------------------------------------------------------------------------- */

static void test_absorption(void **state)
{
    static int64_t ones[1001];
    static const int64_t values[] = { 100, 10, 10, 5 };
    for (size_t i = 0; i < COUNT(ones); i++)
        ones[i] = 1;
    const struct {
        const int64_t *values;
        size_t count;
        int32_t cut_a, cut_b, uplift, absorption;
    } rows[] = {
        { values, 4, 8000, 8500, 2000, 100 }, /* C is 5: 1 of 100 */
        { values, 4, 8000, 8500, 0, 0 },
        { values, 4, 8000, 10000, 2000, 0 },       /* nobody in C */
        { values, 4, 0, 0, 10000, 2500 },          /* all in C, but the one that is lost */
        { values, 4, 0, 0, 1, 0 },                 /* 0.25 */
        { values, 4, 0, 0, 2, 1 },                 /* 0.5 */
        { values, 1, 0, 0, 5000, 0 },              /* nobody else */
        { ones, 1001, 0, 0, 1000000, 1000000000 }, /* the most that is shown */
    };
    (void)state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        const kogge_concentration_options options = asked(0, rows[i].uplift, 0);
        kogge_portfolio *portfolio = fed(rows[i].values, rows[i].count, rows[i].cut_a, rows[i].cut_b);
        kogge_concentration result = KOGGE_INIT(kogge_concentration);
        kogge_reasons why = { .level = KOGGE_LEVEL_ALL };
        while (refine(portfolio))
            feed(portfolio, NULL, rows[i].values, rows[i].count);
        assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, NULL, &why, NULL), KOGGE_OK);
        assert_int_equal(result.known, RATIOS | KOGGE_CONCENTRATION_ABSORPTION_BP);
        assert_int_equal(result.absorption_bp, rows[i].absorption);
        assert_int_equal(why.count, 0);
        kogge_portfolio_free(portfolio);
    }
}

static void test_clamped(void **state)
{
    static int64_t ones[1002];
    const kogge_concentration_options options = asked(0, 1000000, 0);
    kogge_concentration result = KOGGE_INIT(kogge_concentration);
    kogge_reason room[2];
    kogge_reasons why = { .data = room, .capacity = 2, .level = KOGGE_LEVEL_DECISIVE };
    (void)state;

    for (size_t i = 0; i < COUNT(ones); i++)
        ones[i] = 1;
    kogge_portfolio *portfolio = fed(ones, COUNT(ones), 0, 0);
    assert_false(refine(portfolio));
    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, NULL, &why, NULL), KOGGE_OK);
    assert_int_equal(result.absorption_bp, 1000000000);
    assert_int_equal(why.count, 1);
    assert_int_equal(room[0].code, KOGGE_REASON_CLAMPED);
    assert_int_equal(room[0].outcome, KOGGE_OUTCOME_CAPPED);
    assert_int_equal(room[0].field, KOGGE_FIELD_CONCENTRATION_ABSORPTION_BP);
    assert_int_equal(room[0].observed, 1000000000);
    assert_int_equal(room[0].threshold, 0);
    kogge_portfolio_free(portfolio);
}

/* ---- nothing --------------------------------------------------------------------------------------------------- */

static void test_no_data(void **state)
{
    static const int64_t nothing[] = { 0, -5 };
    const kogge_concentration_options options = asked(3, 1000, 1500);
    kogge_portfolio *portfolio = fed(nothing, 2, 8000, 9500);
    kogge_concentration result = KOGGE_INIT(kogge_concentration), zero = { .struct_size = sizeof zero };
    kogge_reason room[2];
    kogge_reasons why = { .data = room, .capacity = 2 };
    kogge_out_rows rows = { .count = 9 };
    int32_t top[] = { 7, 7, 7, 7 };
    (void)state;

    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, &why, NULL), KOGGE_OK);
    zero.filled_size = sizeof zero;
    zero.count = 2;
    assert_memory_equal(&result, &zero, sizeof zero);
    assert_int_equal(top[0] | top[1] | top[2], 0);
    assert_int_equal(top[3], 7);
    assert_int_equal(why.count, 1);
    assert_int_equal(room[0].code, KOGGE_REASON_NO_DATA);
    assert_int_equal(room[0].outcome, KOGGE_OUTCOME_UNKNOWN);
    assert_int_equal(room[0].field, KOGGE_FIELD_CONCENTRATION_TOTAL);
    why.level = KOGGE_LEVEL_DECISIVE;
    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 0);
    assert_int_equal(kogge_portfolio_pareto(portfolio, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, 0);
    rows.count = 9;
    assert_int_equal(kogge_portfolio_shares(portfolio, &rows, NULL, NULL), KOGGE_E_DEGENERATE);
    assert_int_equal(rows.count, 0);
    kogge_portfolio_free(portfolio);
}

static void test_refused(void **state)
{
    static const int64_t values[] = { 100000, 100001, 100002 };
    kogge_portfolio *portfolio = fed(values, 3, 8000, 9500);
    kogge_concentration_options options = asked(101, 0, 0);
    kogge_concentration result = KOGGE_INIT(kogge_concentration);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_out_rows rows = { .data = &result, .capacity = 1, .row_size = 4 };
    kogge_reasons why = { .level = 3 };
    int32_t top[100] = { 7 };
    (void)state;

    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, NULL, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, KOGGE_FIELD_CONCENTRATION_OPTIONS_TOP_N);
    options = asked(1, 0, 10001);
    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, NULL, &error), KOGGE_E_RANGE);
    options = asked(1, -1, 0);
    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, NULL, &error), KOGGE_E_RANGE);
    options = asked(1, 0, 0);
    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, &why, NULL),
                     KOGGE_E_UNSUPPORTED);
    result.struct_size = 12;
    assert_int_equal(kogge_portfolio_concentration(portfolio, &options, &result, top, NULL, NULL),
                     KOGGE_E_STRUCT_SIZE);
    assert_int_equal(top[0], 7);
    assert_int_equal(kogge_portfolio_pareto(portfolio, &rows, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_portfolio_shares(portfolio, &rows, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    rows = (kogge_out_rows){ .row_size = sizeof(kogge_class_share) };
    assert_int_equal(kogge_portfolio_shares(portfolio, &rows, NULL, NULL), KOGGE_E_INVALID);
    assert_true(refine(portfolio));
    assert_int_equal(kogge_portfolio_shares(portfolio, &rows, NULL, NULL), KOGGE_E_INVALID);
    kogge_portfolio_free(portfolio);
}

/* ---- Pareto points --------------------------------------------------------------------------------------------- */

/* Smallest value of the bucket, as the guide says it. */
static int64_t bucket_low(int64_t value)
{
    int64_t width = 1;
    while (value >= 64 * width)
        width *= 2;
    return value / width * width;
}

static void test_pareto(void **state)
{
    enum { N = 300, MOST = 400 };
    static int64_t values[N];
    static kogge_pareto_point points[MOST];
    uint64_t seed = 20260807;
    (void)state;

    for (int round = 0; round < 200; round++) {
        kogge_out_rows rows = { .data = points, .capacity = MOST, .row_size = sizeof *points };
        random_values(&seed, values, N);
        values[0] = values[0] > 0 ? values[0] : 1;
        kogge_portfolio *portfolio = fed(values, N, 8000, 9500);
        assert_int_equal(kogge_portfolio_pareto(portfolio, &rows, NULL), KOGGE_OK);
        for (size_t i = 0; i < rows.count; i++) {
            int64_t customers = 0, in_bucket = 0;
            for (size_t j = 0; j < N; j++) {
                customers += values[j] > points[i].edge_minor;
                in_bucket += values[j] > 0 && bucket_low(values[j]) == points[i].edge_minor + 1;
            }
            assert_true(in_bucket > 0);
            assert_true(i == 0 || points[i].edge_minor < points[i - 1].edge_minor);
            assert_int_equal(points[i].customers, customers);
            assert_int_equal(points[i].total_minor, sum_from(values, N, points[i].edge_minor, false));
        }
        assert_int_equal(points[rows.count - 1].total_minor, sum_from(values, N, 0, false));
        kogge_portfolio_free(portfolio);
    }
}

static void test_pareto_room(void **state)
{
    static const int64_t values[] = { 50, 64, 65, 1000, M };
    static const int64_t edges[] = { 51 * (INT64_C(1) << 44) - 1, 991, 63, 49 };
    kogge_portfolio *portfolio = fed(values, 5, 8000, 9500);
    kogge_pareto_point points[5] = { { 0 } };
    kogge_out_rows rows = { .row_size = sizeof *points };
    (void)state;

    assert_int_equal(kogge_portfolio_pareto(portfolio, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, 4);
    rows.data = points;
    rows.capacity = 2;
    assert_int_equal(kogge_portfolio_pareto(portfolio, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, 4);
    assert_int_equal(points[1].edge_minor, edges[1]);
    assert_int_equal(points[2].edge_minor, 0);
    rows.capacity = 5;
    assert_int_equal(kogge_portfolio_pareto(portfolio, &rows, NULL), KOGGE_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(points[i].edge_minor, edges[i]);
    assert_int_equal(points[2].customers, 4);
    assert_int_equal(points[2].total_minor, M + 1000 + 65 + 64);
    kogge_portfolio_free(portfolio);
}

/* ---- shares of the classes ------------------------------------------------------------------------------------- */

static void test_shares(void **state)
{
    enum { N = 200 };
    static int64_t values[N];
    uint64_t seed = 20260808;
    (void)state;

    for (int round = 0; round < 300; round++) {
        const kogge_abc_options options = random_cut(&seed);
        const size_t count = (size_t)random_between(&seed, 1, N);
        kogge_portfolio *portfolio = given_portfolio(&options);
        kogge_class_share shares[3];
        kogge_reason room[4];
        kogge_reasons why = { .data = room, .capacity = 4 };
        kogge_out_rows rows = { .data = shares, .capacity = 3, .row_size = sizeof *shares };
        int64_t customers[3] = { 0 }, totals[3] = { 0 };
        size_t empty = 0;

        random_values(&seed, values, count);
        values[0] = values[0] > 0 ? values[0] : 3;
        for (size_t i = 0; i < count; i++) {
            const bool a = in_class(values, count, values[i], options.cut_a_bp, options.cut_rule);
            const bool b = in_class(values, count, values[i], options.cut_b_bp, options.cut_rule);
            customers[a ? 0 : b ? 1 : 2]++;
            totals[a ? 0 : b ? 1 : 2] += values[i] > 0 ? values[i] : 0;
        }
        (void)feed_all(portfolio, NULL, values, count);
        assert_int_equal(kogge_portfolio_shares(portfolio, &rows, &why, NULL), KOGGE_OK);
        assert_int_equal(rows.count, 3);
        for (int i = 0; i < 3; i++) {
            assert_int_equal(shares[i].tier, KOGGE_TIER_A + i);
            assert_int_equal(shares[i].customers, customers[i]);
            assert_int_equal(shares[i].total_minor, totals[i]);
            assert_int_equal(shares[i].customers_bp, (customers[i] * 20000 + (int64_t)count) / (2 * (int64_t)count));
            if (!customers[i]) {
                assert_int_equal(room[empty].code, KOGGE_REASON_EMPTY_CLASS);
                assert_int_equal(room[empty].outcome, KOGGE_OUTCOME_MATCHED);
                assert_int_equal(room[empty].field, KOGGE_FIELD_CLASS_SHARE_TIER);
                assert_int_equal(room[empty++].observed, KOGGE_TIER_A + i);
            }
        }
        assert_int_equal(why.count, empty);
        kogge_portfolio_free(portfolio);
    }
}

/* 50, 20, 20, 10 and two that are not positive: A 90 of 100 by 3 of 6, B 10 by 1, C nothing by 2. */
static void test_worked_shares(void **state)
{
    static const int64_t values[] = { 50, 20, 20, 10, 0, -1000 };
    static const kogge_class_share expected[] = {
        { .customers = 3, .total_minor = 90, .tier = KOGGE_TIER_A, .customers_bp = 5000, .total_bp = 9000 },
        { .customers = 1, .total_minor = 10, .tier = KOGGE_TIER_B, .customers_bp = 1667, .total_bp = 1000 },
        { .customers = 2, .total_minor = 0, .tier = KOGGE_TIER_C, .customers_bp = 3333, .total_bp = 0 },
    };
    kogge_portfolio *portfolio = fed(values, 6, 8000, 9500);
    kogge_class_share shares[3];
    kogge_out_rows rows = { .data = shares, .capacity = 3, .row_size = sizeof *shares };
    (void)state;

    assert_false(refine(portfolio));
    assert_int_equal(kogge_portfolio_shares(portfolio, &rows, NULL, NULL), KOGGE_OK);
    assert_memory_equal(shares, expected, sizeof expected);
    kogge_portfolio_free(portfolio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_largest_total), cmocka_unit_test(test_most_customers),
        cmocka_unit_test(test_top),           cmocka_unit_test(test_top_hundred),
        cmocka_unit_test(test_largest_id),    cmocka_unit_test(test_absorption),
        cmocka_unit_test(test_clamped),       cmocka_unit_test(test_no_data),
        cmocka_unit_test(test_refused),       cmocka_unit_test(test_pareto),
        cmocka_unit_test(test_pareto_room),   cmocka_unit_test(test_shares),
        cmocka_unit_test(test_worked_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
