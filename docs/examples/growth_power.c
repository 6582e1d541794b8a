/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a test of growth can see: of customers who grow by 0, 20, 50 or 100 % a year, how many are shown as prospects?
 * Simulated with a generator of its own, so that the table is the same everywhere. */

#include <kogge.h>
#include <stdbool.h>
#include <stdio.h>

enum { CUSTOMERS = 2000, QUARTER_DAYS = 91, MOST_QUARTERS = 12, MOST_DAYS = 2000, PROSPECT = 3 };

/* xorshift64*, Marsaglia 2003. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717) >> 1;
}

static int64_t between(uint64_t *state, int64_t lowest, int64_t highest)
{
    return lowest + (int64_t)(next_random(state) % (uint64_t)(highest - lowest + 1));
}

struct customer {
    int64_t quarters[MOST_QUARTERS];
    int32_t days[MOST_DAYS];
    size_t day_count;
};

struct row {
    int32_t orders_a_year; /* at the beginning */
    int32_t quarters;
    bool steady; /* order days at nearly equal gaps, values within 20 %; else any day, values from 1 to 20 */
};

/* Orders a year in millionths, growing quarter by quarter in a straight line within each year. */
static int64_t frequency(const struct row *row, int64_t growth_percent, int32_t quarter)
{
    int64_t frequency = row->orders_a_year * INT64_C(1000000);
    for (int32_t year = 0; year < quarter / 4; year++)
        frequency += frequency * growth_percent / 100;
    return frequency + frequency * growth_percent * (quarter % 4) / 400;
}

static void buy(const struct row *row, uint64_t *state, struct customer *customer, int32_t quarter, int32_t day)
{
    customer->quarters[quarter] += row->steady ? between(state, 18000, 22000) : between(state, 2000, 40000);
    customer->days[customer->day_count++] = day;
}

/* Irregular: each day has the same chance. Steady: an order as soon as one more is due, give or take a quarter of it.
 */
static void simulate(const struct row *row, int64_t growth_percent, int32_t first_day, uint64_t *state,
                     struct customer *customer)
{
    const int64_t year = INT64_C(365) * 1000000;
    int64_t due = between(state, 0, year - 1), next = year;
    *customer = (struct customer){ .day_count = 0 };
    for (int32_t day = 0; day < row->quarters * QUARTER_DAYS; day++) {
        const int32_t quarter = day / QUARTER_DAYS;
        const int64_t today = frequency(row, growth_percent, quarter);
        due += today;
        if (row->steady ? due < next : between(state, 0, year - 1) >= today)
            continue;
        buy(row, state, customer, quarter, first_day + day);
        due -= next;
        next = between(state, year * 3 / 4, year * 5 / 4);
    }
}

static int flagged(const kogge_rulebook *book, const struct row *row, int64_t growth_percent)
{
    const int32_t today = kogge_day(2026, 3, 2), first_day = today + 1 - row->quarters * QUARTER_DAYS;
    const kogge_history history = { .struct_size = sizeof history,
                                    .today_at = today,
                                    .first_order_at = first_day - 1000 };
    uint64_t state = 20260302;
    int count = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
        struct customer customer;
        kogge_evidence found = KOGGE_INIT(kogge_evidence);
        simulate(row, growth_percent, first_day, &state, &customer);
        if (kogge_evidence_assess(book, &history, customer.quarters, (size_t)row->quarters, customer.days,
                                  customer.day_count, &found, NULL, NULL))
            return -1;
        count += found.level >= PROSPECT;
    }
    return count;
}

/* Tenths of a percent, rounded. */
static void print_row(const kogge_rulebook *book, const struct row *row)
{
    static const int64_t growth_percent[] = { 0, 20, 50, 100 };
    printf("| %d | %s | %d |", (int)row->orders_a_year, row->steady ? "steady" : "irregular", (int)row->quarters);
    for (size_t i = 0; i < sizeof growth_percent / sizeof growth_percent[0]; i++) {
        const int tenths = (flagged(book, row, growth_percent[i]) * 1000 + CUSTOMERS / 2) / CUSTOMERS;
        printf(" %d.%d %% |", tenths / 10, tenths % 10);
    }
    printf("\n");
}

int main(void)
{
    static const int32_t orders_a_year[] = { 2, 4, 12, 40 }, quarters[] = { 8, 12 };
    kogge_policy policy;
    kogge_rulebook *book;
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    if (kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR) ||
        kogge_rulebook_new(&spec, &book, NULL))
        return fprintf(stderr, "no rulebook\n"), 1;
    printf("| orders a year | buys | quarters | no growth | 20 %% a year | 50 %% | 100 %% |\n");
    printf("| ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < 4; i++) {
        for (int steady = 0; steady <= 1; steady++) {
            for (size_t j = 0; j < 2; j++) {
                const struct row row = { orders_a_year[i], quarters[j], steady };
                print_row(book, &row);
            }
        }
    }
    kogge_rulebook_unref(book);
    return 0;
}
