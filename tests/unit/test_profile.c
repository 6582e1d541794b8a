/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The profile of the tiers: sums and ratios of sums, exact, whatever the order of the customers. */

#include "given.h"
#include "random.h"

#include <stdbool.h>
#include <string.h>

enum { MOST_COLUMNS = 64, TIERS = 5, MOST_ROWS = 2 * TIERS, ALL = 0 };

/* A customer as he lies in the caller's memory. */
struct customer {
    kogge_profile_input input;
    kogge_contribution contribution;
};

/* ---- calls ----------------------------------------------------------------------------------------------------- */

/* Columns of one of the two records in each customer. */
static size_t columns_of(const char *record, const void *first, size_t count, kogge_column *columns)
{
    const kogge_rows rows = given_rows(first, count, sizeof(struct customer));
    size_t found = 0;
    assert_int_equal(kogge_columns_of_rows(record, &rows, columns, MOST_COLUMNS, &found), KOGGE_OK);
    assert_in_range(found, 8, MOST_COLUMNS);
    return found;
}

static kogge_status profile_of(const struct customer *customers, size_t count, kogge_out_rows *rows,
                               kogge_error *error)
{
    kogge_column columns[2 * MOST_COLUMNS];
    const struct customer none;
    const struct customer *first = customers ? customers : &none;
    size_t found = columns_of("kogge_profile_input", &first->input, count, columns);
    found += columns_of("kogge_contribution", &first->contribution, count, columns + found);
    const kogge_table table = { columns, found, count };
    return kogge_economics_profile(&table, rows, error);
}

struct profile {
    size_t count;
    kogge_tier_profile rows[MOST_ROWS];
};

static struct profile given_profile(const struct customer *customers, size_t count)
{
    struct profile profile;
    kogge_out_rows rows = { profile.rows, MOST_ROWS, 0, sizeof profile.rows[0] };
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&profile, 0, sizeof profile);
    if (profile_of(customers, count, &rows, &error))
        fail_msg("%s", error.text);
    profile.count = rows.count;
    return profile;
}

static void assert_refused(const struct customer *customers, size_t count, kogge_status status, int32_t field,
                           int64_t row)
{
    struct profile profile, before;
    kogge_out_rows rows = { profile.rows, MOST_ROWS, 77, sizeof profile.rows[0] };
    kogge_error error = KOGGE_INIT(kogge_error);
    memset(&profile, 0x5a, sizeof profile);
    before = profile;
    assert_int_equal(profile_of(customers, count, &rows, &error), status);
    assert_int_equal(error.status, status);
    assert_int_equal(error.field, field);
    assert_int_equal(error.row, row);
    assert_non_null(strstr(error.text, kogge_field_name(field)));
    assert_int_equal(rows.count, 0);
    assert_memory_equal(&profile, &before, sizeof profile);
}

static const uint64_t levels_known = KOGGE_CONTRIBUTION_CONTRIBUTION1 | KOGGE_CONTRIBUTION_CONTRIBUTION2 |
                                     KOGGE_CONTRIBUTION_CONTRIBUTION3 | KOGGE_CONTRIBUTION_CONTRIBUTION4 |
                                     KOGGE_CONTRIBUTION_COST_TO_SERVE;
static const uint64_t input_known = KOGGE_PROFILE_INPUT_GROSS | KOGGE_PROFILE_INPUT_ORDERS |
                                    KOGGE_PROFILE_INPUT_DIGITAL_ORDERS | KOGGE_PROFILE_INPUT_LINES |
                                    KOGGE_PROFILE_INPUT_CONTACTS;
static const uint64_t every_bit = (UINT64_C(1) << 18) - 1;

/* All is known of him. Contributions are net less 60, 61, 65 and 66 % of it, more or less. */
static struct customer customer_of(int32_t tier, int64_t gross, int64_t net)
{
    return (struct customer){
        .input = { .struct_size = sizeof(kogge_profile_input),
                   .known = input_known,
                   .gross_minor = gross,
                   .orders = 10,
                   .digital_orders = 4,
                   .lines = 30,
                   .contacts = 2,
                   .overdue = KOGGE_OVERDUE_ON_TIME,
                   .tier = tier },
        .contribution = { .struct_size = sizeof(kogge_contribution),
                          .known = levels_known,
                          .net_minor = net,
                          .contribution1_minor = net * 40 / 100,
                          .contribution2_minor = net * 39 / 100,
                          .contribution3_minor = net * 35 / 100,
                          .contribution4_minor = net * 34 / 100,
                          .cost_to_serve_minor = net * 6 / 100 },
    };
}

/* ---- worked numbers -------------------------------------------------------------------------------------------- */

static void test_nobody(void **state)
{
    (void)state;
    const struct profile profile = given_profile(NULL, 0);
    const uint64_t sums = KOGGE_TIER_PROFILE_GROSS | KOGGE_TIER_PROFILE_CONTRIBUTION1 |
                          KOGGE_TIER_PROFILE_CONTRIBUTION2 | KOGGE_TIER_PROFILE_CONTRIBUTION3 |
                          KOGGE_TIER_PROFILE_CONTRIBUTION4 | KOGGE_TIER_PROFILE_COST_TO_SERVE;
    assert_int_equal(profile.count, TIERS);
    for (int32_t tier = 0; tier < TIERS; tier++) {
        const kogge_tier_profile expected = { .known = sums, .tier = tier };
        assert_memory_equal(&profile.rows[tier], &expected, sizeof expected);
    }
}

/* Three customers: two of C, one of A; by hand. */
static void test_three_customers(void **state)
{
    (void)state;
    struct customer customers[] = { customer_of(KOGGE_TIER_C, 1100, 1000), customer_of(KOGGE_TIER_A, 100000, 80000),
                                    customer_of(KOGGE_TIER_C, 2100, 2000) };
    customers[0].input.orders = 3;
    customers[0].input.digital_orders = 3;
    customers[0].input.contacts = 0;
    customers[0].input.overdue = KOGGE_OVERDUE_SILENT;
    customers[2].contribution.contribution4_minor = -1700;
    const struct profile profile = given_profile(customers, 3);
    const kogge_tier_profile small = {
        .known = every_bit,
        .customers = 2,
        .net_minor = 3000,
        .gross_minor = 3200,
        .contribution1_minor = 1200,
        .contribution2_minor = 1170,
        .contribution3_minor = 1050,
        .contribution4_minor = 340 - 1700,
        .cost_to_serve_minor = 180,
        .tier = KOGGE_TIER_C,
        .net_of_gross_bp = 9375,
        .contribution1_bp = 4000,
        .contribution2_bp = 3900,
        .contribution3_bp = 3500,
        .contribution4_bp = -4533, /* -1360 of 3000 */
        .cost_to_serve_bp = 600,
        .orders_hundredths = 650,
        .lines_hundredths = 3000,
        .contacts_hundredths = 100,
        .digital_bp = 5385, /* 7 of 13 */
        .untouched_bp = 5000,
        .silent_bp = 5000,
    };
    const kogge_tier_profile *all = &profile.rows[ALL];
    assert_int_equal(profile.count, TIERS);
    assert_memory_equal(&profile.rows[KOGGE_TIER_C], &small, sizeof small);
    assert_int_equal(profile.rows[KOGGE_TIER_A].customers, 1);
    assert_int_equal(profile.rows[KOGGE_TIER_A].net_of_gross_bp, 8000); /* who pays the list price? */
    assert_int_equal(profile.rows[KOGGE_TIER_B].customers, 0);
    assert_int_equal(all->known, every_bit);
    assert_int_equal(all->customers, 3);
    assert_int_equal(all->net_minor, 83000);
    assert_int_equal(all->net_of_gross_bp, 8043);  /* 83 000 of 103 200 = 0.80426 */
    assert_int_equal(all->orders_hundredths, 767); /* 23 thirds */
    assert_int_equal(all->digital_bp, 4783);       /* 11 of 23 */
    assert_int_equal(all->untouched_bp, 3333);
    assert_int_equal(all->silent_bp, 3333);
}

static void test_periods_and_tiers(void **state)
{
    (void)state;
    struct customer customers[] = { customer_of(KOGGE_TIER_B, 200, 100), customer_of(KOGGE_TIER_NONE, 400, 300),
                                    customer_of(KOGGE_TIER_B, 1200, 1100) };
    assert_int_equal(given_profile(customers, 3).count, TIERS);
    customers[2].input.period = 1;
    const struct profile profile = given_profile(customers, 3);
    assert_int_equal(profile.count, 2 * TIERS);
    for (int32_t i = 0; i < 2 * TIERS; i++) {
        assert_int_equal(profile.rows[i].tier, i % TIERS);
        assert_int_equal(profile.rows[i].period, i / TIERS);
    }
    assert_int_equal(profile.rows[ALL].net_minor, 400); /* with the one who has no tier */
    assert_int_equal(profile.rows[KOGGE_TIER_B].net_minor, 100);
    assert_int_equal(profile.rows[TIERS].net_minor, 1100);
    assert_int_equal(profile.rows[TIERS + KOGGE_TIER_B].net_minor, 1100);
    for (size_t i = 0; i < 2; i++)
        customers[i].input.period = 1;
    const struct profile before = given_profile(customers, 3); /* period 0 stands there all the same */
    assert_int_equal(before.count, 2 * TIERS);
    assert_int_equal(before.rows[ALL].customers, 0);
    assert_int_equal(before.rows[TIERS].customers, 3);
}

/* A sum needs every customer, a ratio those of whom both figures are known. */
static void test_unknown(void **state)
{
    (void)state;
    struct customer customers[] = { customer_of(KOGGE_TIER_C, 1250, 1000), customer_of(KOGGE_TIER_C, 4000, 3000) };
    customers[1].input.known = KOGGE_PROFILE_INPUT_ORDERS;
    customers[1].input.gross_minor = 0;
    customers[1].input.digital_orders = customers[1].input.lines = customers[1].input.contacts = 0;
    customers[1].input.overdue = 0;
    customers[1].contribution.known &= ~KOGGE_CONTRIBUTION_CONTRIBUTION4;
    customers[1].contribution.contribution4_minor = 0;
    struct profile profile = given_profile(customers, 2);
    const kogge_tier_profile *row = &profile.rows[KOGGE_TIER_C];
    assert_int_equal(row->known, every_bit & ~KOGGE_TIER_PROFILE_GROSS & ~KOGGE_TIER_PROFILE_CONTRIBUTION4);
    assert_int_equal(row->net_minor, 4000);
    assert_int_equal(row->gross_minor, 0);
    assert_int_equal(row->contribution4_minor, 0);
    assert_int_equal(row->net_of_gross_bp, 8000);
    assert_int_equal(row->contribution4_bp, 3400);
    assert_int_equal(row->orders_hundredths, 1000);
    assert_int_equal(row->digital_bp, 4000);
    assert_int_equal(row->lines_hundredths, 3000);
    assert_int_equal(row->untouched_bp, 0);
    assert_int_equal(row->silent_bp, 0);
    profile = given_profile(customers + 1, 1);
    row = &profile.rows[KOGGE_TIER_C];
    assert_int_equal(row->known & (KOGGE_TIER_PROFILE_NET_OF_GROSS_BP | KOGGE_TIER_PROFILE_CONTRIBUTION4_BP |
                                   KOGGE_TIER_PROFILE_LINES_HUNDREDTHS | KOGGE_TIER_PROFILE_CONTACTS_HUNDREDTHS |
                                   KOGGE_TIER_PROFILE_DIGITAL_BP | KOGGE_TIER_PROFILE_UNTOUCHED_BP |
                                   KOGGE_TIER_PROFILE_SILENT_BP),
                     0);
    assert_int_equal(row->orders_hundredths, 1000);
}

/* Nothing to divide by. */
static void test_not_positive(void **state)
{
    (void)state;
    const uint64_t of_net = KOGGE_TIER_PROFILE_CONTRIBUTION1_BP | KOGGE_TIER_PROFILE_CONTRIBUTION4_BP |
                            KOGGE_TIER_PROFILE_COST_TO_SERVE_BP;
    static const struct {
        int64_t gross, net;
        bool of_gross, of_net;
    } rows[] = { { 0, 5, false, true }, { -5, 5, false, true }, { 5, 0, true, false }, { 5, -5, true, false } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct customer customer = customer_of(KOGGE_TIER_D, rows[i].gross, rows[i].net);
        customer.input.orders = customer.input.digital_orders = 0;
        const struct profile profile = given_profile(&customer, 1);
        const uint64_t known = profile.rows[KOGGE_TIER_D].known;
        assert_int_equal(known & KOGGE_TIER_PROFILE_NET_OF_GROSS_BP ? 1 : 0, rows[i].of_gross);
        assert_int_equal(known & of_net, rows[i].of_net ? of_net : 0);
        assert_false(known & KOGGE_TIER_PROFILE_DIGITAL_BP);
        assert_true(known & KOGGE_TIER_PROFILE_ORDERS_HUNDREDTHS);
    }
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

static void test_clamped(void **state)
{
    (void)state;
    struct customer customer = customer_of(KOGGE_TIER_A, 1, 1);
    customer.contribution.contribution1_minor = KOGGE_MONEY_MAX;
    customer.contribution.contribution2_minor = -KOGGE_MONEY_MAX;
    customer.input.orders = INT32_MAX;
    customer.input.lines = INT32_MAX / 100;
    customer.input.contacts = INT32_MAX / 100 + 1;
    const struct profile profile = given_profile(&customer, 1);
    const kogge_tier_profile *row = &profile.rows[KOGGE_TIER_A];
    assert_int_equal(row->contribution1_bp, 1000000000);
    assert_int_equal(row->contribution2_bp, -1000000000);
    assert_int_equal(row->orders_hundredths, INT32_MAX);
    assert_int_equal(row->lines_hundredths, INT32_MAX / 100 * 100);
    assert_int_equal(row->contacts_hundredths, INT32_MAX);
}

enum { HALF = 10249 }; /* so many times KOGGE_MONEY_MAX is just beyond 2^63 - 1 */
static int64_t nets[2 * HALF], grosses[2 * HALF], ones[2 * HALF];

static kogge_status profile_of_sums(size_t count, kogge_tier_profile *all, kogge_error *error)
{
    static uint8_t valid[2 * HALF / 8 + 1];
    memset(valid, 0xff, sizeof valid);
    valid[0] = 0xfe; /* contribution I of the first customer is not known */
    const kogge_column columns[] = {
        { KOGGE_FIELD_CONTRIBUTION_NET, KOGGE_TYPE_INT64, nets, 8, NULL, 0 },
        { KOGGE_FIELD_PROFILE_INPUT_GROSS, KOGGE_TYPE_INT64, grosses, 8, NULL, 0 },
        { KOGGE_FIELD_CONTRIBUTION_CONTRIBUTION1, KOGGE_TYPE_INT64, ones, 8, valid, 0 },
    };
    const kogge_table table = { columns, COUNT(columns), count };
    kogge_out_rows rows = { all, 1, 0, sizeof *all };
    return kogge_economics_profile(&table, &rows, error);
}

static void assert_sum_refused(size_t count, int32_t field)
{
    kogge_tier_profile all;
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(profile_of_sums(count, &all, &error), KOGGE_E_RANGE);
    assert_int_equal(error.field, field);
    assert_int_equal(error.row, -1);
}

/* Sums reach 2^63 - 1 and no further; what they pass on the way does not count. */
static void test_extreme_sums(void **state)
{
    (void)state;
    const int64_t rest = INT64_MAX - (HALF - 1) * KOGGE_MONEY_MAX;
    kogge_tier_profile all;
    assert_in_range(rest, 0, KOGGE_MONEY_MAX - 1);
    for (int sign = 1; sign >= -1; sign -= 2) {
        memset(ones, 0, sizeof ones);
        memset(grosses, 0, sizeof grosses);
        for (size_t i = 0; i < 2 * HALF; i++)
            nets[i] = i < HALF ? sign * KOGGE_MONEY_MAX : -sign * KOGGE_MONEY_MAX;
        assert_sum_refused(HALF, KOGGE_FIELD_TIER_PROFILE_NET);
        nets[HALF - 1] = sign * (rest + 1);
        assert_sum_refused(HALF, KOGGE_FIELD_TIER_PROFILE_NET);
        nets[HALF - 1] = sign * rest;
        assert_int_equal(profile_of_sums(HALF, &all, NULL), KOGGE_OK);
        assert_int_equal(all.net_minor, sign > 0 ? INT64_MAX : -INT64_MAX);
        nets[HALF - 1] = sign * KOGGE_MONEY_MAX; /* beyond on the way, 0 in the end */
        assert_int_equal(profile_of_sums(2 * HALF, &all, NULL), KOGGE_OK);
        assert_int_equal(all.net_minor, 0);
    }
}

/* Other sums, stated and not stated. */
static void test_extreme_ratios(void **state)
{
    (void)state;
    const int64_t rest = INT64_MAX - (HALF - 1) * KOGGE_MONEY_MAX;
    kogge_tier_profile all;
    memset(ones, 0, sizeof ones);
    for (size_t i = 0; i < 2 * HALF; i++) {
        nets[i] = 1;
        grosses[i] = KOGGE_MONEY_MAX;
    }
    assert_sum_refused(HALF, KOGGE_FIELD_TIER_PROFILE_GROSS);
    memset(grosses, 0, sizeof grosses);
    for (size_t i = 1; i <= HALF; i++)
        ones[i] = -KOGGE_MONEY_MAX;
    assert_sum_refused(HALF + 1, KOGGE_FIELD_TIER_PROFILE_CONTRIBUTION1_BP); /* the sum is not stated */
    ones[HALF] = -rest - 1;
    assert_sum_refused(HALF + 1, KOGGE_FIELD_TIER_PROFILE_CONTRIBUTION1_BP);
    ones[HALF] = -rest;
    assert_int_equal(profile_of_sums(HALF + 1, &all, NULL), KOGGE_OK);
    assert_false(all.known & KOGGE_TIER_PROFILE_CONTRIBUTION1);
    assert_int_equal(all.contribution1_bp, -1000000000);
}

/* Of a figure that is as large as net, over as much as 2^63 - 1, the ratio is still exact. */
static void test_large_ratio(void **state)
{
    (void)state;
    kogge_tier_profile all;
    for (size_t i = 0; i < HALF - 1; i++) {
        nets[i] = grosses[i] = KOGGE_MONEY_MAX;
        ones[i] = i ? KOGGE_MONEY_MAX / 4 : 0;
    }
    assert_int_equal(profile_of_sums(HALF - 1, &all, NULL), KOGGE_OK);
    assert_int_equal(all.net_of_gross_bp, 10000);
    assert_int_equal(all.contribution1_bp, 2500);
}

/* ---- refused --------------------------------------------------------------------------------------------------- */

static void test_refused(void **state)
{
    (void)state;
    struct customer customers[] = { customer_of(KOGGE_TIER_C, 10, 9), customer_of(KOGGE_TIER_C, 10, 9) };
    customers[1].input.digital_orders = 11;
    assert_refused(customers, 2, KOGGE_E_INVALID, KOGGE_FIELD_PROFILE_INPUT_DIGITAL_ORDERS, 1);
    customers[1].input.known &= ~KOGGE_PROFILE_INPUT_ORDERS;
    customers[1].input.orders = 0;
    assert_int_equal(given_profile(customers, 2).rows[ALL].digital_bp, 4000); /* not known: nothing to compare */
    customers[1].input.period = 2;
    assert_refused(customers, 2, KOGGE_E_RANGE, KOGGE_FIELD_PROFILE_INPUT_PERIOD, 1);
    customers[1].input.period = -1;
    assert_refused(customers, 2, KOGGE_E_RANGE, KOGGE_FIELD_PROFILE_INPUT_PERIOD, 1);
    customers[1].input.period = 0;
    customers[1].input.tier = 5;
    assert_refused(customers, 2, KOGGE_E_UNSUPPORTED, KOGGE_FIELD_PROFILE_INPUT_TIER, 1);
    customers[1].input.tier = 0;
    customers[1].contribution.net_minor = KOGGE_MONEY_MAX + 1;
    assert_refused(customers, 2, KOGGE_E_RANGE, KOGGE_FIELD_CONTRIBUTION_NET, 1);
}

static void test_arguments(void **state)
{
    (void)state;
    const kogge_column order = { KOGGE_FIELD_ORDER_NET, KOGGE_TYPE_INT64, nets, 8, NULL, 0 };
    const kogge_table table = { NULL, 0, 0 }, other = { &order, 1, 1 };
    kogge_tier_profile room[TIERS];
    kogge_out_rows rows = { room, TIERS, 77, sizeof room[0] };
    kogge_error wrong = { .struct_size = 8 };
    assert_int_equal(kogge_economics_profile(NULL, &rows, NULL), KOGGE_E_INVALID);
    assert_int_equal(rows.count, 0);
    assert_int_equal(kogge_economics_profile(&table, NULL, NULL), KOGGE_E_INVALID);
    assert_int_equal(kogge_economics_profile(&table, &rows, &wrong), KOGGE_E_STRUCT_SIZE);
    assert_int_equal(kogge_economics_profile(&other, &rows, NULL), KOGGE_E_INVALID);
    const kogge_column gross = { KOGGE_FIELD_PROFILE_INPUT_GROSS, KOGGE_TYPE_INT64, nets, 8, NULL, 0 };
    const kogge_table without_net = { &gross, 1, 1 };
    kogge_error error = KOGGE_INIT(kogge_error);
    assert_int_equal(kogge_economics_profile(&without_net, &rows, &error), KOGGE_E_INVALID);
    assert_int_equal(error.field, KOGGE_FIELD_CONTRIBUTION_NET);
    rows.row_size = sizeof room[0] - 8;
    assert_int_equal(kogge_economics_profile(&table, &rows, NULL), KOGGE_E_STRUCT_SIZE);
    rows.data = NULL; /* only count */
    assert_int_equal(kogge_economics_profile(&table, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, TIERS);
}

/* What does not fit is counted; what a newer caller has room for is 0. */
static void test_rows(void **state)
{
    (void)state;
    enum { WIDE = sizeof(kogge_tier_profile) + 16 };
    struct customer customers[] = { customer_of(KOGGE_TIER_A, 10, 9), customer_of(KOGGE_TIER_A, 10, 9) };
    customers[1].input.period = 1;
    const struct profile profile = given_profile(customers, 2);
    unsigned char room[3 * WIDE];
    const unsigned char zero[16] = { 0 };
    memset(room, 0x5a, sizeof room);
    kogge_out_rows rows = { room, 2, 0, WIDE };
    assert_int_equal(profile_of(customers, 2, &rows, NULL), KOGGE_OK);
    assert_int_equal(rows.count, 2 * TIERS);
    for (size_t i = 0; i < 2; i++) {
        assert_memory_equal(room + i * WIDE, &profile.rows[i], sizeof profile.rows[i]);
        assert_memory_equal(room + i * WIDE + sizeof profile.rows[i], zero, sizeof zero);
    }
    assert_int_equal(room[sizeof room - WIDE], 0x5a);
}

/* ---- what always holds ----------------------------------------------------------------------------------------- */

enum { CROWD = 40, ROUNDS = 400 };

static struct customer random_customer(uint64_t *seed)
{
    struct customer customer = customer_of((int32_t)random_between(seed, 0, 4), 0, 0);
    kogge_profile_input *input = &customer.input;
    kogge_contribution *contribution = &customer.contribution;
    const uint64_t bits = random_u64(seed);
    int64_t *const levels[] = { &contribution->contribution1_minor, &contribution->contribution2_minor,
                                &contribution->contribution3_minor, &contribution->contribution4_minor };
    input->known &= bits | bits >> 8;
    contribution->known &= bits >> 16 | bits >> 24;
    input->gross_minor = input->known & KOGGE_PROFILE_INPUT_GROSS ? random_between(seed, -100, 3000) : 0;
    input->orders = input->known & KOGGE_PROFILE_INPUT_ORDERS ? (int32_t)random_between(seed, 5, 30) : 0;
    input->digital_orders =
        input->known & KOGGE_PROFILE_INPUT_DIGITAL_ORDERS ? (int32_t)random_between(seed, 0, 5) : 0;
    input->lines = input->known & KOGGE_PROFILE_INPUT_LINES ? (int32_t)random_between(seed, 0, 100) : 0;
    input->contacts = input->known & KOGGE_PROFILE_INPUT_CONTACTS ? (int32_t)random_between(seed, 0, 2) : 0;
    input->overdue = (int32_t)random_between(seed, 0, 4);
    input->period = (int32_t)random_between(seed, 0, 1);
    contribution->net_minor = random_between(seed, -300, 2500);
    for (int i = 0; i < 4; i++)
        *levels[i] = contribution->known >> i & 1 ? random_between(seed, -2000, 2000) : 0;
    contribution->cost_to_serve_minor =
        contribution->known & KOGGE_CONTRIBUTION_COST_TO_SERVE ? random_between(seed, 0, 900) : 0;
    return customer;
}

static size_t random_crowd(uint64_t *seed, struct customer *customers)
{
    const size_t count = (size_t)random_between(seed, 1, CROWD);
    for (size_t i = 0; i < count; i++)
        customers[i] = random_customer(seed);
    return count;
}

/* Small numbers, so that 64 bits do: a * n / b, half away from zero. */
static int64_t rounded(int64_t a, int64_t n, int64_t b)
{
    const int64_t twice = 2 * (a < 0 ? -a : a) * n + b;
    return (a < 0 ? -1 : 1) * (twice / (2 * b));
}

static bool counts_in(const struct customer *customer, const kogge_tier_profile *row)
{
    return customer->input.period == row->period && (row->tier == ALL || customer->input.tier == row->tier);
}

/* One figure of a row, told from the customers: its sum over all, its ratio with net over those who have it. */
static void assert_figure(const struct customer *customers, size_t count, const kogge_tier_profile *row, int which)
{
    const int64_t sums[] = { row->gross_minor,         row->contribution1_minor, row->contribution2_minor,
                             row->contribution3_minor, row->contribution4_minor, row->cost_to_serve_minor };
    const int32_t ratios[] = { row->net_of_gross_bp,  row->contribution1_bp, row->contribution2_bp,
                               row->contribution3_bp, row->contribution4_bp, row->cost_to_serve_bp };
    int64_t sum = 0, net = 0;
    bool everybody = true;
    for (size_t i = 0; i < count; i++) {
        const kogge_contribution *c = &customers[i].contribution;
        const int64_t amounts[] = { customers[i].input.gross_minor, c->contribution1_minor, c->contribution2_minor,
                                    c->contribution3_minor,         c->contribution4_minor, c->cost_to_serve_minor };
        const uint64_t bit = which == 5 ? KOGGE_CONTRIBUTION_COST_TO_SERVE : UINT64_C(1) << (which - (which > 0));
        if (!counts_in(&customers[i], row))
            continue;
        if (!((which ? c->known : customers[i].input.known) & bit)) {
            everybody = false;
            continue;
        }
        sum += amounts[which];
        net += c->net_minor;
    }
    const int64_t above = which ? sum : net, below = which ? net : sum;
    assert_int_equal(row->known >> which & 1, everybody);
    assert_int_equal(sums[which], everybody ? sum : 0);
    assert_int_equal(row->known >> (6 + which) & 1, below > 0);
    assert_int_equal(ratios[which], below > 0 ? rounded(above, 10000, below) : 0);
}

/* Means and shares of customers. */
static void assert_counts(const struct customer *customers, size_t count, const kogge_tier_profile *row)
{
    int64_t all = 0, net = 0, orders = 0, have_orders = 0, lines = 0, have_lines = 0, contacts = 0, have_contacts = 0;
    int64_t untouched = 0, silent = 0, classed = 0, both = 0, digital = 0;
    for (size_t i = 0; i < count; i++) {
        const kogge_profile_input *input = &customers[i].input;
        if (!counts_in(&customers[i], row))
            continue;
        const bool knows_orders = input->known & KOGGE_PROFILE_INPUT_ORDERS;
        const bool knows_contacts = input->known & KOGGE_PROFILE_INPUT_CONTACTS;
        all++;
        net += customers[i].contribution.net_minor;
        have_orders += knows_orders;
        orders += input->orders;
        have_lines += !!(input->known & KOGGE_PROFILE_INPUT_LINES);
        lines += input->lines;
        have_contacts += knows_contacts;
        contacts += input->contacts;
        untouched += knows_contacts && !input->contacts;
        classed += input->overdue > 0;
        silent += input->overdue == KOGGE_OVERDUE_SILENT;
        if (knows_orders && (input->known & KOGGE_PROFILE_INPUT_DIGITAL_ORDERS)) {
            both += input->orders;
            digital += input->digital_orders;
        }
    }
    const struct {
        int64_t above, times, below;
        int32_t found;
    } rows[] = {
        { orders, 100, have_orders, row->orders_hundredths },       { lines, 100, have_lines, row->lines_hundredths },
        { contacts, 100, have_contacts, row->contacts_hundredths }, { digital, 10000, both, row->digital_bp },
        { untouched, 10000, have_contacts, row->untouched_bp },     { silent, 10000, classed, row->silent_bp },
    };
    assert_int_equal(row->customers, all);
    assert_int_equal(row->net_minor, net);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(row->known >> (12 + i) & 1, rows[i].below > 0);
        assert_int_equal(rows[i].found, rows[i].below ? rounded(rows[i].above, rows[i].times, rows[i].below) : 0);
    }
}

static void test_as_told(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int round = 0; round < ROUNDS; round++) {
        struct customer customers[CROWD];
        const size_t count = random_crowd(&seed, customers);
        const struct profile profile = given_profile(customers, count);
        for (size_t i = 0; i < profile.count; i++) {
            assert_counts(customers, count, &profile.rows[i]);
            for (int which = 0; which < 6; which++)
                assert_figure(customers, count, &profile.rows[i], which);
        }
    }
}

/* Not a bit depends on the order of the customers. */
static void test_permuted(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < ROUNDS; round++) {
        struct customer customers[CROWD];
        const size_t count = random_crowd(&seed, customers);
        const struct profile before = given_profile(customers, count);
        for (size_t i = count; i > 1; i--) {
            const size_t other = (size_t)random_between(&seed, 0, (int64_t)i - 1);
            const struct customer last = customers[i - 1];
            customers[i - 1] = customers[other];
            customers[other] = last;
        }
        const struct profile after = given_profile(customers, count);
        assert_memory_equal(&after, &before, sizeof before);
    }
}

/* A customer whose figures come in two parts: sums and ratios of sums are the same. */
static void test_split(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < ROUNDS; round++) {
        struct customer customers[CROWD + 1];
        const size_t count = random_crowd(&seed, customers);
        const struct profile before = given_profile(customers, count);
        struct customer *whole = &customers[0], *part = &customers[count];
        int64_t *const from[] = { &whole->input.gross_minor,
                                  &whole->contribution.net_minor,
                                  &whole->contribution.contribution1_minor,
                                  &whole->contribution.contribution2_minor,
                                  &whole->contribution.contribution3_minor,
                                  &whole->contribution.contribution4_minor,
                                  &whole->contribution.cost_to_serve_minor };
        *part = *whole;
        int64_t *const to[] = { &part->input.gross_minor,
                                &part->contribution.net_minor,
                                &part->contribution.contribution1_minor,
                                &part->contribution.contribution2_minor,
                                &part->contribution.contribution3_minor,
                                &part->contribution.contribution4_minor,
                                &part->contribution.cost_to_serve_minor };
        for (size_t i = 0; i < COUNT(from); i++) {
            *to[i] = *from[i] / 3;
            *from[i] -= *to[i];
        }
        part->input.orders /= 2; /* digital orders are few: they stay below */
        whole->input.orders -= part->input.orders;
        part->input.digital_orders = part->input.orders ? part->input.digital_orders / 3 : 0;
        whole->input.digital_orders -= part->input.digital_orders;
        if (whole->input.known & KOGGE_PROFILE_INPUT_ORDERS && whole->input.digital_orders > whole->input.orders)
            continue;
        const struct profile after = given_profile(customers, count + 1);
        assert_int_equal(after.count, before.count);
        for (size_t i = 0; i < after.count; i++) {
            const kogge_tier_profile *old = &before.rows[i], *now = &after.rows[i];
            assert_int_equal(now->known & 0xfff, old->known & 0xfff);
            assert_memory_equal(&now->net_minor, &old->net_minor, 7 * sizeof old->net_minor);
            assert_memory_equal(&now->net_of_gross_bp, &old->net_of_gross_bp, 6 * sizeof old->net_of_gross_bp);
            assert_int_equal(now->digital_bp, old->digital_bp);
        }
    }
}

/* Knowing less of one customer makes no sum, mean or share of customers known. */
static void test_knowing_less(void **state)
{
    (void)state;
    const uint64_t of_net = UINT64_C(0x3f) << 6; /* who takes a loss away may leave something to divide by */
    uint64_t seed = 4;
    for (int round = 0; round < ROUNDS; round++) {
        struct customer customers[CROWD];
        const size_t count = random_crowd(&seed, customers);
        const struct profile before = given_profile(customers, count);
        struct customer *customer = &customers[random_between(&seed, 0, (int64_t)count - 1)];
        const kogge_profile_input input = customer->input;
        const int64_t net = customer->contribution.net_minor;
        customer->input =
            (kogge_profile_input){ .struct_size = sizeof input, .tier = input.tier, .period = input.period };
        customer->contribution =
            (kogge_contribution){ .struct_size = sizeof customer->contribution, .net_minor = net };
        const struct profile after = given_profile(customers, count);
        assert_int_equal(after.count, before.count);
        for (size_t i = 0; i < after.count; i++) {
            assert_int_equal(after.rows[i].known & ~before.rows[i].known & ~of_net, 0);
            assert_int_equal(after.rows[i].net_minor, before.rows[i].net_minor);
            if (counts_in(customer, &after.rows[i]))
                assert_int_equal(after.rows[i].known & 0x3f, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody),
        cmocka_unit_test(test_three_customers),
        cmocka_unit_test(test_periods_and_tiers),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_not_positive),
        cmocka_unit_test(test_clamped),
        cmocka_unit_test(test_extreme_sums),
        cmocka_unit_test(test_extreme_ratios),
        cmocka_unit_test(test_large_ratio),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_as_told),
        cmocka_unit_test(test_permuted),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_knowing_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
