/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What holds for every customer, tried on random ones. */

#include "given.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

enum { CUSTOMERS = 3000, MOST_QUARTERS = 40, MOST_DAYS = 90 };

static kogge_rulebook *book;

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

struct one {
    kogge_history history;
    int64_t quarters[MOST_QUARTERS];
    size_t quarter_count;
    int32_t days[MOST_DAYS];
    size_t day_count;
    bool days_known;
};

static int32_t pick(uint64_t *seed, int32_t lowest, int32_t highest)
{
    return (int32_t)random_between(seed, lowest, highest);
}

static bool one_in(uint64_t *seed, int32_t n)
{
    return pick(seed, 1, n) == 1;
}

/* Up, down or neither; with gaps or without; the first quarter is never 0, so that none is left out. */
static void random_quarters(uint64_t *seed, struct one *one)
{
    const int32_t drift = pick(seed, -300, 300), noise = pick(seed, 1, 3000), sparse = pick(seed, 0, 3);
    one->quarter_count = (size_t)pick(seed, 1, one_in(seed, 10) ? MOST_QUARTERS : 14);
    for (size_t i = 0; i < one->quarter_count; i++) {
        one->quarters[i] = 5000 + drift * (int64_t)i + pick(seed, -noise, noise);
        if (sparse == 1 && !one_in(seed, 3) && i)
            one->quarters[i] = 0;
    }
    one->quarters[0] += one->quarters[0] == 0;
}

static void random_days(uint64_t *seed, struct one *one)
{
    const int32_t most = pick(seed, 1, 80);
    one->days_known = !one_in(seed, 4);
    one->day_count = one->days_known ? (size_t)pick(seed, 0, MOST_DAYS) : 0;
    int32_t day = GIVEN_DAY - pick(seed, 0, 200);
    for (size_t i = one->day_count; i > 0; i--) {
        one->days[i - 1] = day;
        day -= pick(seed, 0, most);
    }
}

static struct one random_one(uint64_t *seed)
{
    struct one one = { .history = { .struct_size = sizeof(kogge_history), .today_at = GIVEN_DAY } };
    kogge_history *history = &one.history;
    random_quarters(seed, &one);
    random_days(seed, &one);
    history->first_order_at = one_in(seed, 5) ? 0 : GIVEN_DAY - pick(seed, 700, 2000);
    history->flags = one_in(seed, 3) ? (uint32_t)pick(seed, 1, 3) : 0;
    history->known = (uint64_t)pick(seed, 0, 31);
    if (history->known & KOGGE_HISTORY_ANNOUNCED)
        history->announced_minor = pick(seed, 0, 2) * INT64_C(40000);
    if (history->known & KOGGE_HISTORY_REALISED)
        history->realised_minor = pick(seed, 0, 50000);
    if (history->known & KOGGE_HISTORY_CONTRACT)
        history->contract_minor = pick(seed, 0, 2) * INT64_C(30000);
    if (history->known & KOGGE_HISTORY_CALLED_OFF)
        history->called_off_minor = pick(seed, 0, 40000);
    if (history->known & KOGGE_HISTORY_DEMAND_CONFIDENCE_BP)
        history->demand_confidence_bp = pick(seed, 0, 10000);
    return one;
}

static kogge_evidence assess(const struct one *one)
{
    kogge_evidence result = KOGGE_INIT(kogge_evidence);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (kogge_evidence_assess(book, &one->history, one->quarters, one->quarter_count,
                              one->days_known ? one->days : NULL, one->day_count, &result, NULL, &error))
        fail_msg("%s", error.text);
    return result;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b ? common_divisor(b, a % b) : a;
}

static void assert_scaled(const kogge_evidence *before, const kogge_evidence *after, int64_t by)
{
    if (!(before->known & KOGGE_EVIDENCE_SLOPE_NUMERATOR))
        return;
    const int64_t divisor = common_divisor(by, before->slope_denominator);
    assert_true(after->slope_numerator == before->slope_numerator * (by / divisor));
    assert_true(after->slope_denominator == before->slope_denominator / divisor);
}

/* Cents or euros, one or a million of them: the same S, growth and level. */
static void test_scaling(void **state)
{
    uint64_t seed = 21;
    (void)state;
    for (int i = 0; i < CUSTOMERS; i++) {
        struct one one = random_one(&seed);
        const kogge_evidence before = assess(&one);
        const int64_t by = random_between(&seed, 2, INT64_C(10000000000));
        for (size_t j = 0; j < one.quarter_count; j++)
            one.quarters[j] *= by;
        kogge_evidence after = assess(&one);
        assert_scaled(&before, &after, by);
        /* The slope is scaled; the promises are not, so that another prior stands beside them. */
        after.slope_numerator = before.slope_numerator;
        after.slope_denominator = before.slope_denominator;
        after.realisation_bp = before.realisation_bp;
        assert_memory_equal(&before, &after, sizeof before);
    }
}

static void reverse(struct one *one)
{
    for (size_t i = 0; i < one->quarter_count / 2; i++) {
        const int64_t kept = one->quarters[i];
        one->quarters[i] = one->quarters[one->quarter_count - 1 - i];
        one->quarters[one->quarter_count - 1 - i] = kept;
    }
}

/* Backwards, what rises falls: S, slope and direction change their sign. */
static void test_reversal(void **state)
{
    uint64_t seed = 22;
    int tested = 0;
    (void)state;
    for (int i = 0; i < CUSTOMERS; i++) {
        struct one one = random_one(&seed);
        if (!one.quarters[one.quarter_count - 1])
            continue; /* it would be left out */
        const kogge_evidence forward = assess(&one);
        reverse(&one);
        const kogge_evidence backward = assess(&one);
        assert_int_equal(forward.test, backward.test);
        assert_true(forward.slope_numerator == -backward.slope_numerator);
        assert_true(forward.slope_denominator == backward.slope_denominator);
        if (forward.test != KOGGE_TEST_MANN_KENDALL)
            continue;
        tested++;
        assert_int_equal(forward.kendall_s, -backward.kendall_s);
        assert_int_equal(forward.direction, -backward.direction);
        assert_int_equal(forward.growth_bp, -backward.growth_bp);
        assert_int_equal(forward.p_ppm, backward.p_ppm);
        assert_int_equal(forward.size_ppm, backward.size_ppm);
    }
    assert_in_range(tested, CUSTOMERS / 4, CUSTOMERS);
}

/* Whatever is promised: at most level 2, unless it is measured. */
static void test_promises(void **state)
{
    uint64_t seed = 23;
    (void)state;
    for (int i = 0; i < CUSTOMERS; i++) {
        struct one one = random_one(&seed), silent = one;
        silent.history.known = 0;
        silent.history.announced_minor = silent.history.realised_minor = 0;
        silent.history.contract_minor = silent.history.called_off_minor = 0;
        silent.history.demand_confidence_bp = 0;
        silent.history.flags = 0;
        const kogge_evidence with = assess(&one), without = assess(&silent);
        assert_true(without.level <= 0 || without.level == 3);
        if (without.level == 3)
            assert_true(with.level == 3 || with.level == 4);
        else if (without.level < 0)
            assert_int_equal(with.level, without.level);
        else
            assert_in_range(with.level, 0, 2);
        assert_int_equal(with.direction, without.direction);
    }
}

/* Forgetting one thing never raises the level above what was measured or promised. */
static void test_unknown(void **state)
{
    uint64_t seed = 24;
    (void)state;
    for (int i = 0; i < CUSTOMERS; i++) {
        const struct one one = random_one(&seed);
        const int32_t level = assess(&one).level;
        struct one less = one;
        less.history.known &= ~(uint64_t)(KOGGE_HISTORY_ANNOUNCED | KOGGE_HISTORY_CONTRACT);
        less.history.announced_minor = less.history.contract_minor = 0;
        assert_true(assess(&less).level <= level);
        less = one;
        less.history.known &= ~(uint64_t)(KOGGE_HISTORY_CALLED_OFF | KOGGE_HISTORY_DEMAND_CONFIDENCE_BP);
        less.history.called_off_minor = less.history.demand_confidence_bp = 0;
        assert_true(assess(&less).level <= level);
        less = one;
        less.history.first_order_at = 0;
        assert_true(assess(&less).level <= (level < 0 ? 2 : level));
        less.days_known = false;
        less.day_count = 0;
        assert_true(assess(&less).level <= (level < 0 ? 2 : level));
    }
}

/* The size is a p that can occur: significant exactly where p is at most the size. */
static void test_size(void **state)
{
    uint64_t seed = 25;
    (void)state;
    for (int i = 0; i < CUSTOMERS; i++) {
        const struct one one = random_one(&seed);
        const kogge_evidence found = assess(&one);
        assert_in_range(found.size_ppm, 0, 50000);
        if (!found.test)
            assert_true(!found.size_ppm && !found.direction);
        if (!(found.known & KOGGE_EVIDENCE_P_PPM))
            continue;
        if (found.test == KOGGE_TEST_MANN_KENDALL)
            assert_int_equal(found.direction != 0, found.p_ppm <= found.size_ppm);
        else
            assert_true(!found.direction || found.p_ppm <= found.size_ppm);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scaling), cmocka_unit_test(test_reversal), cmocka_unit_test(test_promises),
        cmocka_unit_test(test_unknown), cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
