/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Portfolios in which nobody grows: no more customers are flagged than chance was said to flag. */

#include "given.h"
#include "random.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

enum { CUSTOMERS = 10000, QUARTER_DAYS = 91, MOST_QUARTERS = 12, MOST_DAYS = 400 };

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

/* Orders come on each day with the same chance, but for the autumn; their values have nothing to do with each other.
 */
struct variation {
    int32_t orders_a_year;
    int32_t quarters;
    bool autumn; /* the last quarter of each year has twice the orders of the others, and the factors say so */
};

struct customer {
    int64_t quarters[MOST_QUARTERS];
    int32_t days[MOST_DAYS];
    size_t day_count;
};

static int32_t season_bp(const struct variation *variation, int32_t quarter)
{
    if (!variation->autumn)
        return 10000;
    return quarter % 4 == 3 ? 16000 : 8000;
}

/* The day after the last quarter is tomorrow. Values from 20.00 to 500.00, small ones more often. */
static void simulate(uint64_t *seed, const struct variation *variation, struct customer *customer)
{
    *customer = (struct customer){ .day_count = 0 };
    for (int32_t day = 0; day < variation->quarters * QUARTER_DAYS; day++) {
        const int32_t quarter = day / QUARTER_DAYS;
        const int64_t chance = (int64_t)variation->orders_a_year * season_bp(variation, quarter);
        if (random_between(seed, 0, INT64_C(365) * 10000 - 1) >= chance)
            continue;
        const int64_t a = random_between(seed, 2000, 50000), b = random_between(seed, 2000, 50000);
        customer->quarters[quarter] += a < b ? a : b;
        customer->days[customer->day_count++] = GIVEN_DAY - variation->quarters * QUARTER_DAYS + 1 + day;
    }
}

struct count {
    kogge_evidence_summary summary;
    int64_t up, down; /* directions */
};

static struct count assess_all(const struct variation *variation, uint64_t seed)
{
    static kogge_evidence found[CUSTOMERS];
    struct count count = { .summary = KOGGE_INIT(kogge_evidence_summary) };
    const kogge_history history = { .struct_size = sizeof history,
                                    .today_at = GIVEN_DAY,
                                    .first_order_at = GIVEN_DAY - 3000,
                                    .season_1_bp = season_bp(variation, 0),
                                    .season_2_bp = season_bp(variation, 1),
                                    .season_3_bp = season_bp(variation, 2),
                                    .season_4_bp = season_bp(variation, 3) };
    for (int i = 0; i < CUSTOMERS; i++) {
        struct customer customer;
        simulate(&seed, variation, &customer);
        found[i] = (kogge_evidence)KOGGE_INIT(kogge_evidence);
        assert_int_equal(kogge_evidence_assess(book, &history, customer.quarters, (size_t)variation->quarters,
                                               customer.days, customer.day_count, &found[i], NULL, NULL),
                         KOGGE_OK);
        count.up += found[i].direction > 0;
        count.down += found[i].direction < 0;
    }
    kogge_column columns[32];
    const kogge_rows rows = { found, CUSTOMERS, sizeof found[0] };
    kogge_table table = { columns, 0, CUSTOMERS };
    assert_int_equal(kogge_columns_of_rows("kogge_evidence", &rows, columns, COUNT(columns), &table.column_count),
                     KOGGE_OK);
    assert_int_equal(kogge_evidence_summarise(&table, &count.summary, NULL), KOGGE_OK);
    return count;
}

static const struct variation variations[] = {
    { 2, 8, false },   { 4, 8, false },   { 8, 8, false },  { 12, 8, false }, { 24, 8, false },
    { 40, 8, false },  { 2, 12, false },  { 4, 12, false }, { 8, 12, false }, { 12, 12, false },
    { 24, 12, false }, { 40, 12, false }, { 2, 8, true },   { 4, 8, true },   { 12, 8, true },
    { 24, 8, true },   { 40, 8, true },   { 4, 12, true },  { 12, 12, true }, { 40, 12, true },
};

/* Three standard errors of a number of rare events. */
static int64_t with_error(int64_t expected)
{
    int64_t error = 0;
    while (error * error < 9 * expected)
        error++;
    return expected + error;
}

/* Which is what the summary promises of rising, for every way to order; both directions together; and never 5 %.
 * Falls alone are likelier than their share where the years looked at often begin without an order: quarters that are
 * left out make the first one left a quarter with an order. */
static void assert_chance(const struct count *count)
{
    const int64_t expected = count->summary.expected_by_chance_hundredths / 100;
    const int64_t five_percent = count->summary.tested / 20;
    assert_true(count->summary.rising <= count->up);
    assert_true(count->up <= with_error(expected));
    assert_true(count->up + count->down <= with_error(2 * expected));
    assert_true(count->summary.rising <= five_percent);
    assert_true(count->summary.falling <= with_error(five_percent));
}

/* Nearly no quarter is left out: the directions agree with what was expected, to a percentage point of the customers.
 */
static void assert_agreement(const struct count *count)
{
    const int64_t expected = count->summary.expected_by_chance_hundredths / 100;
    const int64_t point = count->summary.tested / 100;
    assert_true(llabs(count->up - expected) <= point);
    assert_true(llabs(count->down - expected) <= point);
    assert_true(llabs(count->summary.rising - expected) <= point);
}

static void test_nobody_grows(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(variations); i++) {
        const struct variation *variation = &variations[i];
        const struct count count = assess_all(variation, 100 + i);
        print_message("%2d orders a year, %2d quarters%s: %" PRId64 " tested, %" PRId64
                      " hundredths expected, %" PRId64 " up, %" PRId64 " down\n",
                      (int)variation->orders_a_year, (int)variation->quarters, variation->autumn ? ", autumn" : "",
                      count.summary.tested, count.summary.expected_by_chance_hundredths, count.up, count.down);
        assert_in_range(count.summary.tested, 5000, CUSTOMERS);
        assert_chance(&count);
        if (variation->orders_a_year >= 24)
            assert_agreement(&count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_grows),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
