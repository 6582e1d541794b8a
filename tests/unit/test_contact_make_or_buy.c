/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A new team or outsourcing. */

#include "contacts.h"

#include <string.h>

#define M KOGGE_MONEY_MAX

struct made {
    kogge_status status;
    kogge_make_or_buy_result result;
    kogge_reason reason;
    size_t reasons;
    kogge_error error;
};

static struct made made(const kogge_make_or_buy *costs)
{
    struct made found = { .result = KOGGE_INIT(kogge_make_or_buy_result), .error = KOGGE_INIT(kogge_error) };
    kogge_reasons why = { .data = &found.reason, .capacity = 1, .count = 77 };
    found.status = kogge_make_or_buy_assess(costs, &found.result, &why, &found.error);
    found.reasons = why.count;
    return found;
}

static kogge_make_or_buy costs_of(int64_t volume, int64_t fixed, int64_t variable, int64_t outsource)
{
    return (kogge_make_or_buy){ .struct_size = sizeof(kogge_make_or_buy),
                                .volume = volume,
                                .team_fixed_minor = fixed,
                                .team_variable_minor = variable,
                                .outsource_variable_minor = outsource };
}

/* 100.00 a year are won back by 0.04 a unit after 2 500 units: at 2 500 both cost 175.00. */
static void test_break_even(void **state)
{
    (void)state;
    static const struct {
        int64_t volume, team, outsource;
        int32_t choice;
    } cases[] = {
        { 0, 10000, 0, KOGGE_SOURCING_OUTSOURCE },           { 2499, 17497, 17493, KOGGE_SOURCING_OUTSOURCE },
        { 2500, 17500, 17500, KOGGE_SOURCING_OUTSOURCE },    { 2501, 17503, 17507, KOGGE_SOURCING_NEW_TEAM },
        { 100000, 310000, 700000, KOGGE_SOURCING_NEW_TEAM },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const kogge_make_or_buy costs = costs_of(cases[i].volume, 10000, 3, 7);
        const struct made found = made(&costs);
        assert_int_equal(found.status, KOGGE_OK);
        assert_int_equal(found.reasons, 0);
        assert_int_equal(found.result.team_minor, cases[i].team);
        assert_int_equal(found.result.outsource_minor, cases[i].outsource);
        assert_int_equal(found.result.choice, cases[i].choice);
        assert_int_equal(found.result.break_even_volume, 2501);
    }
}

static int64_t break_even(int64_t fixed, int64_t variable, int64_t outsource)
{
    const kogge_make_or_buy costs = costs_of(0, fixed, variable, outsource);
    return made(&costs).result.break_even_volume;
}

static void test_break_even_volumes(void **state)
{
    (void)state;
    assert_int_equal(break_even(0, 3, 4), 1);
    assert_int_equal(break_even(9999, 3, 7), 2500); /* 2 499.75 */
    assert_int_equal(break_even(10001, 3, 7), 2501);
    assert_int_equal(break_even(10000, 7, 7), INT64_MAX);
    assert_int_equal(break_even(0, 7, 7), INT64_MAX);
    assert_int_equal(break_even(0, 8, 7), INT64_MAX);
    assert_int_equal(break_even(M, 0, 1), M + 1);
    assert_int_equal(break_even(M, 0, M), 2);
}

static void test_wanted(void **state)
{
    (void)state;
    kogge_make_or_buy costs = costs_of(100000, 10000, 3, 7); /* a team is cheaper */
    costs.wanted = KOGGE_SOURCING_OUTSOURCE;
    assert_int_equal(made(&costs).result.choice, KOGGE_SOURCING_OUTSOURCE);
    assert_int_equal(made(&costs).reasons, 0);
    costs.volume = 1; /* outsourcing is */
    costs.wanted = KOGGE_SOURCING_NEW_TEAM;
    costs.flags = KOGGE_MAKE_OR_BUY_FLAG_ALLOW_REUSE;
    assert_int_equal(made(&costs).result.choice, KOGGE_SOURCING_NEW_TEAM);
    assert_int_equal(made(&costs).reasons, 0);
}

/* R109: refused, unless a person takes it. */
static void test_reuse(void **state)
{
    (void)state;
    static const int64_t volumes[] = { 1, 100000 };
    static const int32_t cheaper[] = { KOGGE_SOURCING_OUTSOURCE, KOGGE_SOURCING_NEW_TEAM };
    for (size_t i = 0; i < 2; i++) {
        kogge_make_or_buy costs = costs_of(volumes[i], 10000, 3, 7);
        costs.wanted = KOGGE_SOURCING_REUSE_BACKOFFICE;
        struct made found = made(&costs);
        assert_int_equal(found.result.choice, cheaper[i]);
        assert_int_equal(found.reasons, 1);
        assert_reason(&found.reason, 920, KOGGE_OUTCOME_MATCHED, KOGGE_FIELD_MAKE_OR_BUY_WANTED,
                      KOGGE_SOURCING_REUSE_BACKOFFICE, 0);
        costs.flags = KOGGE_MAKE_OR_BUY_FLAG_ALLOW_REUSE;
        found = made(&costs);
        assert_int_equal(found.result.choice, KOGGE_SOURCING_REUSE_BACKOFFICE);
        assert_int_equal(found.reasons, 1);
        assert_reason(&found.reason, 920, KOGGE_OUTCOME_APPROVED, KOGGE_FIELD_MAKE_OR_BUY_WANTED,
                      KOGGE_SOURCING_REUSE_BACKOFFICE, 0);
    }
}

static void assert_beyond(const kogge_make_or_buy *costs, int32_t field)
{
    const struct made found = made(costs);
    const kogge_make_or_buy_result untouched = KOGGE_INIT(kogge_make_or_buy_result);
    assert_int_equal(found.status, KOGGE_E_RANGE);
    assert_int_equal(found.error.field, field);
    assert_int_equal(found.reasons, 0);
    assert_memory_equal(&found.result, &untouched, sizeof untouched);
}

static void test_money_limit(void **state)
{
    (void)state;
    kogge_make_or_buy costs = costs_of(1, M - 3, 3, M);
    assert_int_equal(made(&costs).result.team_minor, M);
    assert_int_equal(made(&costs).result.outsource_minor, M);
    costs.team_fixed_minor++;
    assert_beyond(&costs, KOGGE_FIELD_MAKE_OR_BUY_RESULT_TEAM);
    costs = costs_of(2, 0, M / 2, M / 2 + 1);
    costs.wanted = KOGGE_SOURCING_REUSE_BACKOFFICE;
    assert_beyond(&costs, KOGGE_FIELD_MAKE_OR_BUY_RESULT_OUTSOURCE);
    costs = costs_of(INT64_MAX, 0, M, M);
    assert_beyond(&costs, KOGGE_FIELD_MAKE_OR_BUY_RESULT_TEAM);
    costs = costs_of(INT64_MAX, M, 0, 0);
    assert_int_equal(made(&costs).result.choice, KOGGE_SOURCING_OUTSOURCE);
}

static void test_refused(void **state)
{
    (void)state;
    const kogge_make_or_buy costs = costs_of(1, 1, 1, 1);
    kogge_make_or_buy_result result = KOGGE_INIT(kogge_make_or_buy_result), small = { .struct_size = 8 };
    kogge_reasons why = { .level = 9, .count = 77 };
    assert_int_equal(kogge_make_or_buy_assess(NULL, &result, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_make_or_buy_assess(&costs, NULL, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_make_or_buy_assess(&costs, &small, NULL, NULL), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_make_or_buy_assess(&costs, &result, &why, NULL), KOGGE_E_UNSUPPORTED);
    assert_int_equal(why.count, 0);
    assert_int_equal(kogge_make_or_buy_assess(&costs, &result, NULL, NULL), KOGGE_OK);
    assert_int_equal(result.filled_size, sizeof result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_break_even), cmocka_unit_test(test_break_even_volumes), cmocka_unit_test(test_wanted),
        cmocka_unit_test(test_reuse),      cmocka_unit_test(test_money_limit),        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
