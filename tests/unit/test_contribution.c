/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Contribution I to IV: levels, drivers, shares, what is unknown, reasons. */

#include "given.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

static const kogge_channel_cost channel_costs[] = {
    { .cost_per_order_minor = 2500, .channel = KOGGE_CHANNEL_PHONE },
    { .cost_per_order_minor = 500, .channel = KOGGE_CHANNEL_SHOP },
    { .cost_per_order_minor = 100, .channel = KOGGE_CHANNEL_EDI },
};

static kogge_policy policy_with_rates(void)
{
    kogge_policy policy = given_policy(KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.cost_per_line_minor = 100;
    policy.cost_per_visit_minor = 15000;
    policy.cost_per_call_minor = 1200;
    policy.cost_per_complaint_minor = 4500;
    policy.cost_per_return_minor = 2000;
    policy.cost_per_service_minor = 1000;
    return policy;
}

static kogge_rulebook *book_of(const kogge_policy *policy, const kogge_channel_cost *costs, size_t count)
{
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = policy,
                                       .channel_costs = { costs, count, sizeof *costs } };
    return given_book_of(&spec);
}

static kogge_rulebook *book;

static int open_book(void **state)
{
    (void)state;
    const kogge_policy policy = policy_with_rates();
    book = book_of(&policy, channel_costs, COUNT(channel_costs));
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    kogge_rulebook_unref(book);
    return 0;
}

static kogge_contribution contribution_of(const kogge_rulebook *with, const kogge_economics *economics)
{
    kogge_contribution result = KOGGE_INIT(kogge_contribution);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_economics_assess(with, economics, &result, NULL, &error))
        fail_msg("%s", error.text);
    return result;
}

static const uint64_t selling_drivers =
    KOGGE_ECONOMICS_ORDERS_PHONE | KOGGE_ECONOMICS_LINES | KOGGE_ECONOMICS_VISITS | KOGGE_ECONOMICS_CALLS;
static const uint64_t service_drivers =
    KOGGE_ECONOMICS_COMPLAINTS | KOGGE_ECONOMICS_RETURNS | KOGGE_ECONOMICS_SPECIAL_SERVICES;
static const uint64_t all_costs =
    KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_MARKETING | KOGGE_ECONOMICS_SELLING | KOGGE_ECONOMICS_SERVICE;
static const uint64_t every_bit = (UINT64_C(1) << 15) - 1;

/* All drivers; goods and marketing stated. */
static kogge_economics of_drivers(void)
{
    return (kogge_economics){ .struct_size = sizeof(kogge_economics),
                              .known = KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_MARKETING | selling_drivers |
                                       service_drivers,
                              .gross_minor = 1000000,
                              .reductions_minor = 100000,
                              .goods_cost_minor = 600000,
                              .marketing_minor = 20000,
                              .orders_unknown = 1,
                              .orders_phone = 10,
                              .orders_fax = 2,
                              .orders_shop = 20,
                              .orders_edi = 3,
                              .lines = 120,
                              .visits = 2,
                              .calls = 5,
                              .complaints = 3,
                              .returns = 4,
                              .special_services = 2 };
}

/* Costs stated; gross 1 000.00, no reductions. */
static kogge_economics of_costs(int64_t goods, int64_t marketing, int64_t selling, int64_t service)
{
    return (kogge_economics){ .struct_size = sizeof(kogge_economics),
                              .known = all_costs,
                              .gross_minor = 100000,
                              .goods_cost_minor = goods,
                              .marketing_minor = marketing,
                              .selling_minor = selling,
                              .service_minor = service };
}

/* ---- worked numbers -------------------------------------------------------------------------------------------- */

static void test_drivers(void **state)
{
    (void)state;
    const kogge_economics economics = of_drivers();
    const kogge_contribution expected = {
        .struct_size = sizeof expected,
        .filled_size = sizeof expected,
        .known = every_bit,
        .net_minor = 900000,
        .contribution1_minor = 300000,
        .contribution2_minor = 280000,
        .contribution3_minor = 189200,
        .contribution4_minor = 165700,
        .marketing_minor = 20000,
        /* 1 * 25.00 (unknown) + 10 * 25.00 + 2 * 25.00 (fax has no row) + 20 * 5.00 + 3 * 1.00
         * + 120 * 1.00 + 2 * 150.00 + 5 * 12.00 */
        .selling_minor = 90800,
        .service_minor = 23500, /* 3 * 45.00 + 4 * 20.00 + 2 * 10.00 */
        .cost_to_serve_minor = 134300,
        .contribution1_bp = 3333,
        .contribution2_bp = 3111,
        .contribution3_bp = 2102,
        .contribution4_bp = 1841,
        .cost_to_serve_bp = 1492,
        .discount_bp = 1000,
        .first_negative_level = 0,
    };
    const kogge_contribution result = contribution_of(book, &economics);
    assert_memory_equal(&result, &expected, sizeof result);
}

/* Every channel has its own rate, in the place of its own counter. */
static void test_channels(void **state)
{
    (void)state;
    const kogge_policy policy = policy_with_rates();
    kogge_channel_cost costs[8];
    for (int32_t i = 0; i < 8; i++)
        costs[i] = (kogge_channel_cost){ .cost_per_order_minor = 1 << i, .channel = i + 1 };
    kogge_rulebook *with = book_of(&policy, costs, 8);
    kogge_economics economics = { .struct_size = sizeof economics, .known = selling_drivers };
    int32_t *const counters[] = { &economics.orders_unknown, &economics.orders_phone, &economics.orders_fax,
                                  &economics.orders_email,   &economics.orders_field, &economics.orders_shop,
                                  &economics.orders_portal,  &economics.orders_edi,   &economics.orders_pickup };
    for (size_t i = 0; i < COUNT(counters); i++) {
        *counters[i] = 3;
        const int64_t dearest = 1 << 7, rate = i ? 1 << (i - 1) : dearest;
        assert_int_equal(contribution_of(with, &economics).selling_minor, 3 * rate);
        *counters[i] = 0;
    }
    kogge_rulebook_unref(with);
}

/* No rows at all: orders cost nothing. */
static void test_no_channel_costs(void **state)
{
    (void)state;
    const kogge_policy policy = policy_with_rates();
    kogge_rulebook *with = book_of(&policy, channel_costs, 0);
    const kogge_economics economics = of_drivers();
    assert_int_equal(contribution_of(with, &economics).selling_minor, 120 * 100 + 2 * 15000 + 5 * 1200);
    kogge_rulebook_unref(with);
}

static void test_explicit_wins(void **state)
{
    (void)state;
    kogge_economics economics = of_drivers();
    economics.known |= KOGGE_ECONOMICS_SELLING | KOGGE_ECONOMICS_SERVICE;
    economics.selling_minor = 7;
    economics.service_minor = 0; /* known to be nothing */
    const kogge_contribution result = contribution_of(book, &economics);
    assert_int_equal(result.known, every_bit);
    assert_int_equal(result.selling_minor, 7);
    assert_int_equal(result.service_minor, 0);
    assert_int_equal(result.contribution4_minor, 280000 - 7);
}

static void test_half_away(void **state)
{
    (void)state;
    kogge_economics economics = of_costs(0, 0, 0, 0);
    economics.gross_minor = 80000;
    economics.goods_cost_minor = 80000 - 4; /* 4 of 80 000 = 0.5 bp */
    assert_int_equal(contribution_of(book, &economics).contribution1_bp, 1);
    economics.goods_cost_minor = 80000 - 3;
    assert_int_equal(contribution_of(book, &economics).contribution1_bp, 0);
    economics.goods_cost_minor = 80000 + 4;
    assert_int_equal(contribution_of(book, &economics).contribution1_bp, -1);
}

/* ---- unknown --------------------------------------------------------------------------------------------------- */

/* Each of the 16 cases: levels are known down to the first unknown cost, costs where they are. */
static void test_unknown_costs(void **state)
{
    (void)state;
    for (unsigned mask = 0; mask < 16; mask++) {
        const bool known[] = { mask & 1, mask & 2, mask & 4, mask & 8 };
        kogge_economics economics =
            of_costs(known[0] ? 60000 : 0, known[1] ? 1000 : 0, known[2] ? 2000 : 0, known[3] ? 3000 : 0);
        economics.known = mask;
        const kogge_contribution result = contribution_of(book, &economics);
        uint64_t levels = 0;
        for (int i = 0; i < 4 && known[i]; i++)
            levels |= KOGGE_CONTRIBUTION_CONTRIBUTION1 << i | KOGGE_CONTRIBUTION_CONTRIBUTION1_BP << i;
        if (mask == 15)
            levels |= KOGGE_CONTRIBUTION_FIRST_NEGATIVE_LEVEL;
        levels |= KOGGE_CONTRIBUTION_DISCOUNT_BP;
        levels |= known[1] ? KOGGE_CONTRIBUTION_MARKETING : 0;
        levels |= known[2] ? KOGGE_CONTRIBUTION_SELLING : 0;
        levels |= known[3] ? KOGGE_CONTRIBUTION_SERVICE : 0;
        if (known[1] && known[2] && known[3])
            levels |= KOGGE_CONTRIBUTION_COST_TO_SERVE | KOGGE_CONTRIBUTION_COST_TO_SERVE_BP;
        assert_int_equal(result.known, levels);
        assert_int_equal(result.net_minor, 100000);
        assert_int_equal(result.contribution1_minor, known[0] ? 40000 : 0);
        assert_int_equal(result.contribution4_minor, mask == 15 ? 34000 : 0);
        assert_int_equal(result.cost_to_serve_minor, mask >= 14 ? 6000 : 0);
    }
}

/* One driver that is not known is enough. */
static void test_unknown_drivers(void **state)
{
    (void)state;
    static const uint64_t drivers[] = { KOGGE_ECONOMICS_ORDERS_PHONE,    KOGGE_ECONOMICS_LINES,
                                        KOGGE_ECONOMICS_VISITS,          KOGGE_ECONOMICS_CALLS,
                                        KOGGE_ECONOMICS_COMPLAINTS,      KOGGE_ECONOMICS_RETURNS,
                                        KOGGE_ECONOMICS_SPECIAL_SERVICES };
    for (size_t i = 0; i < COUNT(drivers); i++) {
        const bool sells = drivers[i] & selling_drivers;
        kogge_economics economics = { .struct_size = sizeof economics,
                                      .known = (selling_drivers | service_drivers) & ~drivers[i] };
        uint64_t known = contribution_of(book, &economics).known;
        assert_int_equal(!(known & KOGGE_CONTRIBUTION_SELLING), sells);
        assert_int_equal(!(known & KOGGE_CONTRIBUTION_SERVICE), !sells);
        economics.known |= KOGGE_ECONOMICS_SELLING | KOGGE_ECONOMICS_SERVICE;
        known = contribution_of(book, &economics).known;
        assert_true(known & KOGGE_CONTRIBUTION_SELLING && known & KOGGE_CONTRIBUTION_SERVICE);
    }
}

static void test_no_positive_net(void **state)
{
    (void)state;
    kogge_economics economics = of_costs(0, 0, 0, 0);
    const uint64_t shares = KOGGE_CONTRIBUTION_CONTRIBUTION1_BP | KOGGE_CONTRIBUTION_CONTRIBUTION4_BP |
                            KOGGE_CONTRIBUTION_COST_TO_SERVE_BP;
    economics.reductions_minor = 100000;
    kogge_contribution result = contribution_of(book, &economics);
    assert_int_equal(result.known & shares, 0);
    assert_int_equal(result.discount_bp, 10000);
    assert_int_equal(result.first_negative_level, 0);
    economics.gross_minor = 0;
    economics.reductions_minor = -5; /* net 5 of a gross of 0 */
    result = contribution_of(book, &economics);
    assert_int_equal(result.known & shares, shares);
    assert_false(result.known & KOGGE_CONTRIBUTION_DISCOUNT_BP);
}

/* ---- the lever ------------------------------------------------------------------------------------------------- */

static void test_first_negative_level(void **state)
{
    (void)state;
    static const struct {
        int64_t costs[4];
        int32_t level;
    } rows[] = {
        { { 100000, 0, 0, 0 }, 0 },                                 /* 0 is not negative */
        { { 100001, 0, 0, 0 }, 1 },    { { 100001, -1, 0, 0 }, 1 }, /* the first, not the last */
        { { 60000, 40001, 0, 0 }, 2 }, { { 60000, 0, 40001, 0 }, 3 },
        { { 60000, 0, 0, 40001 }, 4 }, { { 60000, 30000, 20000, 1 }, 3 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int64_t *costs = rows[i].costs;
        kogge_economics economics = of_costs(costs[0], costs[1], costs[2], costs[3]);
        kogge_contribution result = contribution_of(book, &economics);
        assert_int_equal(result.first_negative_level, rows[i].level);
        assert_true(result.known & KOGGE_CONTRIBUTION_FIRST_NEGATIVE_LEVEL);
        /* An unknown level below it takes nothing away, one before it does. */
        economics.known &= ~KOGGE_ECONOMICS_SERVICE;
        economics.service_minor = 0;
        result = contribution_of(book, &economics);
        const bool told = rows[i].level >= 1 && rows[i].level <= 3;
        assert_int_equal(!(result.known & KOGGE_CONTRIBUTION_FIRST_NEGATIVE_LEVEL), !told);
        assert_int_equal(result.first_negative_level, told ? rows[i].level : 0);
    }
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

static void assert_refused(const kogge_rulebook *with, const kogge_economics *economics, kogge_status status,
                           int32_t field)
{
    kogge_contribution result, before;
    kogge_reasons why = { .count = 77 };
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&result, 0x5a, sizeof result);
    result.struct_size = sizeof result;
    before = result;
    assert_int_equal(kogge_economics_assess(with, economics, &result, &why, &error), status);
    assert_int_equal(error.status, status);
    assert_int_equal(error.field, field);
    assert_int_equal(error.row, -1);
    assert_non_null(strstr(error.text, kogge_field_name(field)));
    assert_memory_equal(&result, &before, sizeof result);
    assert_int_equal(why.count, 0);
    assert_int_equal(kogge_economics_assess(with, economics, &result, NULL, NULL), status);
}

static void test_stated_amounts(void **state)
{
    (void)state;
    static const struct {
        int64_t gross, reductions, costs[4];
        uint64_t known;
        int32_t field; /* 0 = fits */
    } rows[] = {
        { KOGGE_MONEY_MAX, 0, { 0, 0, 0, 0 }, 15, 0 },
        { KOGGE_MONEY_MAX, -1, { 0, 0, 0, 0 }, 15, KOGGE_FIELD_CONTRIBUTION_NET },
        { -KOGGE_MONEY_MAX, 1, { 0, 0, 0, 0 }, 15, KOGGE_FIELD_CONTRIBUTION_NET },
        { KOGGE_MONEY_MAX, 0, { -1, 1, 0, 0 }, 15, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION1 },
        { KOGGE_MONEY_MAX, 0, { 0, -1, 1, 0 }, 15, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION2 },
        { KOGGE_MONEY_MAX, 0, { 0, 0, -1, 1 }, 15, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION3 },
        { KOGGE_MONEY_MAX, 0, { 0, 0, 0, -1 }, 15, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION4 },
        { 0, 0, { KOGGE_MONEY_MAX, 1, -1, 0 }, 15, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION2 },
        /* What is not stated is not checked. */
        { KOGGE_MONEY_MAX, 0, { 0, -1, 1, 0 }, 14, 0 },
        { 0, 0, { 0, KOGGE_MONEY_MAX, 1, 0 }, 14, KOGGE_FIELD_CONTRIBUTION_COST_TO_SERVE },
        { 0, 0, { 0, KOGGE_MONEY_MAX, 1, 0 }, 6, 0 },
        { 0, 0, { 0, KOGGE_MONEY_MAX, KOGGE_MONEY_MAX, -KOGGE_MONEY_MAX }, 14, 0 },
        { 0, 0, { 0, -KOGGE_MONEY_MAX, -1, 0 }, 14, KOGGE_FIELD_CONTRIBUTION_COST_TO_SERVE },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int64_t *costs = rows[i].costs;
        kogge_economics economics = of_costs(costs[0], costs[1], costs[2], costs[3]);
        economics.gross_minor = rows[i].gross;
        economics.reductions_minor = rows[i].reductions;
        economics.known = rows[i].known;
        if (rows[i].field)
            assert_refused(book, &economics, KOGGE_E_RANGE, rows[i].field);
        else
            (void)contribution_of(book, &economics);
    }
}

/* Drivers reach 2^81: refused, never wrapped. */
static void test_driver_limits(void **state)
{
    (void)state;
    kogge_policy policy = policy_with_rates();
    const kogge_channel_cost phone = { .cost_per_order_minor = KOGGE_MONEY_MAX, .channel = KOGGE_CHANNEL_PHONE };
    policy.cost_per_line_minor = 1;
    policy.cost_per_call_minor = KOGGE_MONEY_MAX;
    policy.cost_per_return_minor = KOGGE_MONEY_MAX;
    kogge_rulebook *with = book_of(&policy, &phone, 1);
    kogge_economics economics = { .struct_size = sizeof economics,
                                  .known = selling_drivers | service_drivers,
                                  .orders_phone = 1 };
    assert_int_equal(contribution_of(with, &economics).selling_minor, KOGGE_MONEY_MAX);
    economics.lines = 1;
    assert_refused(with, &economics, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_SELLING);
    for (int32_t orders = INT32_MAX; orders > 1; orders /= 3) {
        economics.orders_phone = economics.orders_edi = economics.calls = orders;
        assert_refused(with, &economics, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_SELLING);
    }
    /* What is left after it stands before it among the fields. */
    economics.known |= KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_MARKETING;
    economics.orders_phone = economics.orders_edi = economics.calls = INT32_MAX;
    assert_refused(with, &economics, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION3);
    economics.gross_minor = KOGGE_MONEY_MAX;
    economics.orders_phone = 1;
    economics.orders_edi = economics.calls = 0; /* the cost is above what may be stated, what is left is not */
    assert_refused(with, &economics, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_SELLING);
    economics.lines = 0;
    economics.returns = INT32_MAX;
    assert_refused(with, &economics, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION4);
    economics.known &= ~KOGGE_ECONOMICS_MARKETING;
    assert_refused(with, &economics, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_SERVICE);
    kogge_rulebook_unref(with);
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void assert_reasons(const kogge_economics *economics, int32_t level, const kogge_reason *expected,
                           size_t count)
{
    kogge_contribution result = KOGGE_INIT(kogge_contribution);
    kogge_reason list[16];
    kogge_reasons why = { .data = list, .capacity = COUNT(list), .count = 77, .level = level };
    assert_int_equal(kogge_economics_assess(book, economics, &result, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, count);
    assert_memory_equal(list, expected, count * sizeof *expected);
}

static const kogge_reason net_of_1000 = {
    KOGGE_REASON_NET_NOT_POSITIVE, KOGGE_OUTCOME_NOT_MATCHED, 0, KOGGE_FIELD_CONTRIBUTION_NET, 100000, 0
};

static kogge_reason unknown_cost(int32_t field)
{
    return (kogge_reason){ KOGGE_REASON_LEVEL_UNKNOWN, KOGGE_OUTCOME_UNKNOWN, 0, field, 0, 0 };
}

static kogge_reason lever(int32_t outcome, int32_t level)
{
    return (kogge_reason){
        KOGGE_REASON_FIRST_NEGATIVE_LEVEL, outcome, 0, KOGGE_FIELD_CONTRIBUTION_FIRST_NEGATIVE_LEVEL, level, 0
    };
}

static kogge_reason clamped(int32_t field, int32_t share)
{
    return (kogge_reason){ KOGGE_REASON_CLAMPED, KOGGE_OUTCOME_CAPPED, 0, field, share, 0 };
}

static void test_reasons(void **state)
{
    (void)state;
    kogge_economics economics = of_costs(60000, 0, 40001, 0);
    const kogge_reason told[] = { net_of_1000, lever(KOGGE_OUTCOME_MATCHED, 3) };
    assert_reasons(&economics, 0, told, 2);
    assert_reasons(&economics, KOGGE_LEVEL_ALL, told, 2);
    assert_reasons(&economics, KOGGE_LEVEL_DECISIVE, told + 1, 1);
    economics.goods_cost_minor = 0;
    const kogge_reason none[] = { net_of_1000, lever(KOGGE_OUTCOME_NOT_MATCHED, 0) };
    assert_reasons(&economics, 0, none, 2);
    assert_reasons(&economics, KOGGE_LEVEL_DECISIVE, NULL, 0);
    economics = (kogge_economics){ .struct_size = sizeof economics, .gross_minor = -5 };
    const kogge_reason unknown[] = {
        { KOGGE_REASON_NET_NOT_POSITIVE, KOGGE_OUTCOME_MATCHED, 0, KOGGE_FIELD_CONTRIBUTION_NET, -5, 0 },
        unknown_cost(KOGGE_FIELD_ECONOMICS_GOODS_COST),
        unknown_cost(KOGGE_FIELD_ECONOMICS_MARKETING),
        unknown_cost(KOGGE_FIELD_ECONOMICS_SELLING),
        unknown_cost(KOGGE_FIELD_ECONOMICS_SERVICE),
        lever(KOGGE_OUTCOME_UNKNOWN, 0),
    };
    assert_reasons(&economics, 0, unknown, 6);
    assert_reasons(&economics, KOGGE_LEVEL_DECISIVE, unknown, 1);
    economics.known = selling_drivers | KOGGE_ECONOMICS_GOODS_COST;
    economics.goods_cost_minor = 1;
    const kogge_reason some[] = { unknown[0], unknown[2], unknown[4], lever(KOGGE_OUTCOME_MATCHED, 1) };
    assert_reasons(&economics, 0, some, 4);
}

/* Shares beyond +-100 000 % are reported there, in the order of their fields. */
static void test_clamped(void **state)
{
    (void)state;
    enum { LIMIT = 1000000000 };
    kogge_economics economics = of_costs(0, 0, 0, 0);
    economics.gross_minor = 1;
    economics.goods_cost_minor = 1 - 100000; /* contribution I is 100 000 times net: exactly there */
    kogge_contribution result = contribution_of(book, &economics);
    assert_int_equal(result.contribution1_bp, LIMIT);
    const kogge_reason net = {
        KOGGE_REASON_NET_NOT_POSITIVE, KOGGE_OUTCOME_NOT_MATCHED, 0, KOGGE_FIELD_CONTRIBUTION_NET, 1, 0
    };
    const kogge_reason there[] = { net, lever(KOGGE_OUTCOME_NOT_MATCHED, 0) };
    assert_reasons(&economics, 0, there, 2);
    economics.goods_cost_minor = 0;
    economics.marketing_minor = KOGGE_MONEY_MAX;
    result = contribution_of(book, &economics);
    assert_int_equal(result.contribution1_bp, 10000);
    assert_int_equal(result.contribution2_bp, -LIMIT);
    assert_int_equal(result.cost_to_serve_bp, LIMIT);
    const kogge_reason beyond[] = { net,
                                    lever(KOGGE_OUTCOME_MATCHED, 2),
                                    clamped(KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION2_BP, -LIMIT),
                                    clamped(KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION3_BP, -LIMIT),
                                    clamped(KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION4_BP, -LIMIT),
                                    clamped(KOGGE_FIELD_CONTRIBUTION_COST_TO_SERVE_BP, LIMIT) };
    assert_reasons(&economics, 0, beyond, 6);
    assert_reasons(&economics, KOGGE_LEVEL_DECISIVE, beyond + 1, 5);
    economics = of_costs(0, 0, 0, 0);
    economics.gross_minor = 1;
    economics.reductions_minor = -100001;
    const kogge_reason discount[] = {
        { KOGGE_REASON_NET_NOT_POSITIVE, KOGGE_OUTCOME_NOT_MATCHED, 0, KOGGE_FIELD_CONTRIBUTION_NET, 100002, 0 },
        lever(KOGGE_OUTCOME_NOT_MATCHED, 0),
        clamped(KOGGE_FIELD_CONTRIBUTION_DISCOUNT_BP, -LIMIT),
    };
    assert_reasons(&economics, 0, discount, 3);
}

static void test_writer(void **state)
{
    (void)state;
    const kogge_economics economics = of_costs(60000, 0, 40001, 0);
    kogge_contribution result = KOGGE_INIT(kogge_contribution);
    kogge_reason one;
    kogge_reasons why = { .data = &one, .capacity = 1 };
    char text[128];
    assert_int_equal(kogge_economics_assess(book, &economics, &result, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 2);
    why = (kogge_reasons){ .data = &one, .capacity = 1, .level = KOGGE_LEVEL_DECISIVE };
    assert_int_equal(kogge_economics_assess(book, &economics, &result, &why, NULL), KOGGE_OK);
    assert_int_equal(why.count, 1);
    assert_int_equal(kogge_explain(NULL, book, &one, text, sizeof text, NULL), KOGGE_OK);
    assert_string_equal(text, "The first negative level is contribution 3.");
    why.level = 3;
    assert_int_equal(kogge_economics_assess(book, &economics, &result, &why, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(why.count, 0);
}

/* ---- what always holds ----------------------------------------------------------------------------------------- */

static kogge_economics random_economics(uint64_t *seed)
{
    const int64_t limit = random_u64(seed) % 2 ? 200000 : KOGGE_MONEY_MAX / 8;
    kogge_economics economics = { .struct_size = sizeof economics, .known = random_u64(seed) & 0x7ff };
    const uint64_t known = economics.known;
    int64_t *const costs[] = { &economics.goods_cost_minor, &economics.marketing_minor, &economics.selling_minor,
                               &economics.service_minor };
    int32_t *const drivers[] = { &economics.orders_phone,    &economics.lines,      &economics.visits,
                                 &economics.calls,           &economics.complaints, &economics.returns,
                                 &economics.special_services };
    economics.gross_minor = random_between(seed, -limit, limit);
    economics.reductions_minor = random_between(seed, -limit / 4, limit / 4);
    for (size_t i = 0; i < COUNT(costs); i++)
        *costs[i] = known >> i & 1 ? random_between(seed, -limit, limit) : 0;
    for (size_t i = 0; i < COUNT(drivers); i++)
        *drivers[i] = known >> (4 + i) & 1 ? (int32_t)random_between(seed, 0, 1000000) : 0;
    if (known & KOGGE_ECONOMICS_ORDERS_PHONE)
        economics.orders_portal = (int32_t)random_between(seed, 0, 1000000);
    return economics;
}

/* What lies between two levels is the cost, exactly. */
static void test_differences(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        const kogge_economics economics = random_economics(&seed);
        const kogge_contribution r = contribution_of(book, &economics);
        assert_int_equal(r.net_minor, economics.gross_minor - economics.reductions_minor);
        if (r.known & KOGGE_CONTRIBUTION_CONTRIBUTION1)
            assert_int_equal(r.net_minor - r.contribution1_minor, economics.goods_cost_minor);
        if (r.known & KOGGE_CONTRIBUTION_CONTRIBUTION2)
            assert_int_equal(r.contribution1_minor - r.contribution2_minor, economics.marketing_minor);
        if (r.known & KOGGE_CONTRIBUTION_CONTRIBUTION3)
            assert_int_equal(r.contribution2_minor - r.contribution3_minor, r.selling_minor);
        if (r.known & KOGGE_CONTRIBUTION_CONTRIBUTION4)
            assert_int_equal(r.contribution3_minor - r.contribution4_minor, r.service_minor);
        if (r.known & KOGGE_CONTRIBUTION_COST_TO_SERVE)
            assert_int_equal(r.cost_to_serve_minor, r.marketing_minor + r.selling_minor + r.service_minor);
    }
}

/* The same cost as a sum, or as reductions of a higher list price, changes nothing but the discount. */
static void test_splitting(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int i = 0; i < 5000; i++) {
        kogge_economics economics = random_economics(&seed);
        kogge_contribution before = contribution_of(book, &economics);
        if (before.known & KOGGE_CONTRIBUTION_SELLING) {
            economics.known |= KOGGE_ECONOMICS_SELLING;
            economics.selling_minor = before.selling_minor;
        }
        if (before.known & KOGGE_CONTRIBUTION_SERVICE) {
            economics.known |= KOGGE_ECONOMICS_SERVICE;
            economics.service_minor = before.service_minor;
        }
        kogge_contribution after = contribution_of(book, &economics);
        assert_memory_equal(&before, &after, sizeof before);
        const int64_t more = random_between(&seed, 0, 1000);
        economics.gross_minor += more;
        economics.reductions_minor += more;
        after = contribution_of(book, &economics);
        before.known &= ~KOGGE_CONTRIBUTION_DISCOUNT_BP;
        after.known &= ~KOGGE_CONTRIBUTION_DISCOUNT_BP;
        before.discount_bp = after.discount_bp = 0;
        assert_memory_equal(&before, &after, sizeof before);
    }
}

/* Knowing less never makes anything known, and never changes what stays known. */
static void test_knowing_less(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int i = 0; i < 5000; i++) {
        kogge_economics economics = random_economics(&seed);
        economics.known |= all_costs;
        kogge_economics less = economics;
        less.known &= ~(UINT64_C(1) << random_between(&seed, 0, 3));
        less.goods_cost_minor = less.known & KOGGE_ECONOMICS_GOODS_COST ? less.goods_cost_minor : 0;
        less.marketing_minor = less.known & KOGGE_ECONOMICS_MARKETING ? less.marketing_minor : 0;
        less.selling_minor = less.known & KOGGE_ECONOMICS_SELLING ? less.selling_minor : 0;
        less.service_minor = less.known & KOGGE_ECONOMICS_SERVICE ? less.service_minor : 0;
        const kogge_contribution all = contribution_of(book, &economics), some = contribution_of(book, &less);
        const bool priced = some.known & (less.known & KOGGE_ECONOMICS_SELLING ? 0 : KOGGE_CONTRIBUTION_SELLING) ||
                            some.known & (less.known & KOGGE_ECONOMICS_SERVICE ? 0 : KOGGE_CONTRIBUTION_SERVICE);
        assert_int_equal(some.known & ~all.known, 0);
        for (int32_t id = KOGGE_FIELD_CONTRIBUTION_NET; !priced && id; id = kogge_field_next(id)) {
            kogge_field field = KOGGE_INIT(kogge_field);
            assert_int_equal(kogge_field_get(id, &field), KOGGE_OK);
            if (field.record != KOGGE_RECORD_CONTRIBUTION)
                break;
            if (field.known_bit >= 0 && (some.known >> field.known_bit & 1))
                assert_memory_equal((const char *)&some + field.offset, (const char *)&all + field.offset,
                                    field.type == KOGGE_TYPE_INT64 ? 8 : 4);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drivers),
        cmocka_unit_test(test_channels),
        cmocka_unit_test(test_no_channel_costs),
        cmocka_unit_test(test_explicit_wins),
        cmocka_unit_test(test_half_away),
        cmocka_unit_test(test_unknown_costs),
        cmocka_unit_test(test_unknown_drivers),
        cmocka_unit_test(test_no_positive_net),
        cmocka_unit_test(test_first_negative_level),
        cmocka_unit_test(test_stated_amounts),
        cmocka_unit_test(test_driver_limits),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_clamped),
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_splitting),
        cmocka_unit_test(test_knowing_less),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
