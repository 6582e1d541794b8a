/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Pooled gaps of a tier: two medians over a table. */

#include "evidence/rhythm.h"

#include "base/record.h"
#include "columns/columns.h"

#include <stdint.h>

/* Values are below 2^31: four digits of 8 bits, the highest first, are found by counting; no memory, four passes. */
enum { DIGITS = 4, DIGIT_BITS = 8, DIGIT_VALUES = 1 << DIGIT_BITS };

/* One of the two middle values of a column. */
struct pick {
    uint64_t rank;   /* among the values that begin with the digits found */
    uint32_t digits; /* found so far */
    uint64_t counts[DIGIT_VALUES];
};

struct pool {
    struct pick median[2], longest[2]; /* lower, upper */
    uint64_t customers;                /* with enough gaps of their own */
};

static void count_value(struct pick picks[2], int32_t value, int pass)
{
    const int shift = DIGIT_BITS * (DIGITS - 1 - pass);
    for (int i = 0; i < 2; i++)
        picks[i].counts[((uint32_t)value >> shift) % DIGIT_VALUES] +=
            pass == 0 || (uint32_t)value >> shift >> DIGIT_BITS == picks[i].digits;
}

static kogge_status count_pass(struct pool *pool, const struct table_in *in, int pass, kogge_error *error)
{
    pool->customers = 0;
    for (size_t row = 0; row < in->table->row_count; row++) {
        kogge_regularity customer;
        const kogge_status status = kogge__table_row(in, KOGGE_RECORD_REGULARITY, row, &customer, error);
        if (status)
            return status;
        if (customer.order_days <= GAPS_ENOUGH || customer.pooled ||
            !(customer.known & KOGGE_REGULARITY_MEDIAN_GAP_HALF_DAYS))
            continue;
        pool->customers++;
        count_value(pool->median, customer.median_gap_half_days, pass);
        count_value(pool->longest, customer.longest_gap_days, pass);
    }
    return KOGGE_OK;
}

/* Finds the next digit; starts anew for the one after. */
static void find_digit(struct pick *pick)
{
    uint32_t digit = 0;
    while (pick->rank >= pick->counts[digit])
        pick->rank -= pick->counts[digit++];
    pick->digits = pick->digits << DIGIT_BITS | digit;
    for (int i = 0; i < DIGIT_VALUES; i++)
        pick->counts[i] = 0;
}

static int32_t middle_of(const struct pick picks[2])
{
    return (int32_t)(((int64_t)picks[0].digits + picks[1].digits + 1) / 2); /* HALF_AWAY of values >= 0 */
}

static kogge_status find_middles(struct pool *pool, const struct table_in *in, kogge_error *error)
{
    for (int pass = 0; pass < DIGITS; pass++) {
        const kogge_status status = count_pass(pool, in, pass, error);
        if (status || !pool->customers)
            return status;
        for (unsigned i = 0; i < 2; i++) {
            if (pass == 0)
                pool->median[i].rank = pool->longest[i].rank = (pool->customers - 1 + i) / 2;
            find_digit(&pool->median[i]);
            find_digit(&pool->longest[i]);
        }
    }
    return KOGGE_OK;
}

kogge_status kogge_regularity_pool(const kogge_table *customers, int32_t *median_half_days, int32_t *longest_days,
                                   kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_REGULARITY, 0 };
    static const int32_t needed[] = { KOGGE_FIELD_REGULARITY_ORDER_DAYS, KOGGE_FIELD_REGULARITY_MEDIAN_GAP_HALF_DAYS,
                                      KOGGE_FIELD_REGULARITY_LONGEST_GAP_DAYS, KOGGE_FIELD_REGULARITY_POOLED, 0 };
    struct table_in in;
    struct pool pool = { 0 };
    kogge_status status = kogge__table_open(&in, customers, records, error);
    if (status)
        return status;
    if (!median_half_days || !longest_days)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !median_half_days ? "median_half_days" : "longest_days");
    status = kogge__table_needs(&in, needed, error);
    if (!status)
        status = find_middles(&pool, &in, error);
    if (status)
        return status;
    *median_half_days = middle_of(pool.median);
    *longest_days = middle_of(pool.longest);
    return KOGGE_OK;
}
