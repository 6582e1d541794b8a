/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "portfolio/migration.h"

#include "base/interval.h"
#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "base/wide.h"
#include "columns/columns.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- counting -------------------------------------------------------------------------------------------------- */

void kogge__migration_count(struct migration *migration, const kogge_migration_input *customer)
{
    if (customer->from_tier || customer->to_tier)
        migration->cells[customer->from_tier][customer->to_tier]++;
}

void kogge__migration_cells(const struct migration *migration, kogge_out_rows *cells)
{
    cells->count = 0;
    for (int32_t from = 0; from < TIERS; from++) {
        for (int32_t to = 0; to < TIERS; to++) {
            const kogge_migration_cell cell = { migration->cells[from][to], from, to };
            if (cell.customers)
                kogge__row_write(KOGGE_RECORD_MIGRATION_CELL, &cell, cells, cells->count++);
        }
    }
}

/* ---- rates ----------------------------------------------------------------------------------------------------- */

kogge_rate kogge__rate(int32_t what, int64_t hits, int64_t of, int32_t provenance)
{
    kogge_rate rate = { .hits = hits, .of = of, .what = what, .provenance = provenance };
    if (of)
        rate.rate_bp = (int32_t)kogge__mul_div(hits, 10000, of, KOGGE_ROUNDING_HALF_AWAY);
    (void)kogge__wilson(hits, of, &rate.low_bp, &rate.high_bp);
    return rate;
}

void kogge__rate_no_data(kogge_reasons *why, int32_t what)
{
    const kogge_reason reason = {
        .code = KOGGE_REASON_NO_DATA, .outcome = KOGGE_OUTCOME_UNKNOWN, .rule = what, .field = KOGGE_FIELD_RATE_OF
    };
    kogge__reason(why, &reason);
}

void kogge__rate_band(kogge_reasons *why, const kogge_rate *rate, int32_t low_bp, int32_t high_bp)
{
    /* As the exact fraction: low <= hits / of <= high. */
    const bool within = kogge__compare_products(rate->hits, 10000, rate->of, low_bp) >= 0 &&
                        kogge__compare_products(rate->hits, 10000, rate->of, high_bp) <= 0;
    const kogge_reason reason = { .code = KOGGE_REASON_VENDOR_BAND,
                                  .outcome = within ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                                  .rule = rate->what,
                                  .field = KOGGE_FIELD_RATE_RATE_BP,
                                  .observed = rate->rate_bp,
                                  .threshold = low_bp };
    kogge__reason(why, &reason);
}

/* ---- up and down ----------------------------------------------------------------------------------------------- */

/* Those that were in one half of the tiers, and how many of them are in the other half now. */
struct share {
    int64_t hits, of;
};

static bool is_upper(int32_t tier)
{
    return tier == KOGGE_TIER_A || tier == KOGGE_TIER_B;
}

static struct share moved(const struct migration *migration, bool upward)
{
    struct share share = { 0, 0 };
    for (int32_t from = KOGGE_TIER_A; from < TIERS; from++) {
        for (int32_t to = 0; is_upper(from) != upward && to < TIERS; to++) {
            share.of += migration->cells[from][to];
            if (to != KOGGE_TIER_NONE && is_upper(to) == upward)
                share.hits += migration->cells[from][to];
        }
    }
    return share;
}

/* ---- differences ----------------------------------------------------------------------------------------------- */

/* The exact difference in bp, once rounded: with d = k1 n2 - k2 n1, 10 000 d / (n1 n2) to the nearest, half away from
 * 0. */
static int32_t difference_bp(struct share one, struct share two)
{
    const struct wide left = kogge__wide_mul(kogge__wide((uint64_t)one.hits), kogge__wide((uint64_t)two.of));
    const struct wide right = kogge__wide_mul(kogge__wide((uint64_t)two.hits), kogge__wide((uint64_t)one.of));
    const struct wide both = kogge__wide_mul(kogge__wide((uint64_t)one.of), kogge__wide((uint64_t)two.of));
    const bool negative = kogge__wide_compare(left, right) < 0;
    const struct wide size = negative ? kogge__wide_sub(right, left) : kogge__wide_sub(left, right);
    const struct wide twice = kogge__wide_mul(size, kogge__wide(20000));
    uint64_t bp = 0;
    (void)kogge__wide_fits(kogge__wide_div(kogge__wide_add(twice, both), kogge__wide_add(both, both), NULL), &bp);
    return negative ? -(int32_t)bp : (int32_t)bp;
}

static kogge_rate difference(int32_t what, struct share one, struct share two)
{
    kogge_rate rate = { .what = what };
    if (one.of && two.of)
        rate.rate_bp = difference_bp(one, two);
    (void)kogge__newcombe(one.hits, one.of, two.hits, two.of, &rate.low_bp, &rate.high_bp);
    return rate;
}

/* ---- the call -------------------------------------------------------------------------------------------------- */

/* Vendor claims: R031, R032. */
static const struct {
    int32_t low_bp, high_bp;
} bands[] = { { 800, 1500 }, { 1200, 1800 } }; /* down, up */

struct writer {
    kogge_out_rows *rates;
    kogge_reasons *why;
};

static void write_rate(const struct writer *writer, int32_t what, const struct migration *customers, bool upward)
{
    const struct share share = moved(customers, upward);
    const kogge_rate rate = kogge__rate(what, share.hits, share.of, KOGGE_PROVENANCE_VENDOR_CLAIM);
    kogge__row_write(KOGGE_RECORD_RATE, &rate, writer->rates, writer->rates->count++);
    if (share.of)
        kogge__rate_band(writer->why, &rate, bands[upward].low_bp, bands[upward].high_bp);
    else
        kogge__rate_no_data(writer->why, what);
}

static void write_difference(const struct writer *writer, int32_t what, const struct migration groups[2], bool upward)
{
    const struct share treated = moved(&groups[1], upward), others = moved(&groups[0], upward);
    const kogge_rate rate = difference(what, treated, others);
    kogge__row_write(KOGGE_RECORD_RATE, &rate, writer->rates, writer->rates->count++);
    if (!treated.of || !others.of)
        kogge__rate_no_data(writer->why, what);
}

static void write_groups(const struct writer *writer, const struct migration groups[2])
{
    write_rate(writer, KOGGE_RATE_UP_TREATED, &groups[1], true);
    write_rate(writer, KOGGE_RATE_DOWN_TREATED, &groups[1], false);
    write_rate(writer, KOGGE_RATE_UP_UNTREATED, &groups[0], true);
    write_rate(writer, KOGGE_RATE_DOWN_UNTREATED, &groups[0], false);
    write_difference(writer, KOGGE_RATE_UP_DIFFERENCE, groups, true);
    write_difference(writer, KOGGE_RATE_DOWN_DIFFERENCE, groups, false);
}

/* Not treated and treated. */
static kogge_status count_groups(const struct table_in *in, struct migration groups[2], kogge_error *error)
{
    for (size_t row = 0; row < in->table->row_count; row++) {
        kogge_migration_input customer;
        const kogge_status status = kogge__table_row(in, KOGGE_RECORD_MIGRATION_INPUT, row, &customer, error);
        if (status)
            return status;
        kogge__migration_count(&groups[customer.treated], &customer);
    }
    return KOGGE_OK;
}

static struct migration all_of(const struct migration groups[2])
{
    struct migration all = groups[0];
    for (int from = 0; from < TIERS; from++) {
        for (int to = 0; to < TIERS; to++)
            all.cells[from][to] += groups[1].cells[from][to];
    }
    return all;
}

static kogge_status check_rooms(const kogge_out_rows *cells, const kogge_out_rows *rates, const kogge_reasons *why,
                                kogge_error *error)
{
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status && cells->data)
        status = kogge__rows_size(KOGGE_RECORD_MIGRATION_CELL, cells->row_size, error);
    if (!status && rates->data)
        status = kogge__rows_size(KOGGE_RECORD_RATE, rates->row_size, error);
    return status;
}

kogge_status kogge_migration(const kogge_table *customers, kogge_out_rows *cells, kogge_out_rows *rates,
                             kogge_reasons *why, kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_MIGRATION_INPUT, 0 };
    const struct writer writer = { rates, why };
    struct migration groups[2] = { { { { 0 } } } };
    struct table_in in;

    if (cells)
        cells->count = 0;
    if (rates)
        rates->count = 0;
    if (why)
        why->count = 0;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!cells || !rates)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !cells ? "cells" : "rates");
    kogge_status status = kogge__table_open(&in, customers, records, error);
    if (!status)
        status = check_rooms(cells, rates, why, error);
    if (!status)
        status = count_groups(&in, groups, error);
    if (status)
        return status;

    const struct migration all = all_of(groups);
    kogge__migration_cells(&all, cells);
    write_rate(&writer, KOGGE_RATE_UP_ALL, &all, true);
    write_rate(&writer, KOGGE_RATE_DOWN_ALL, &all, false);
    if (kogge__table_has(&in, KOGGE_FIELD_MIGRATION_INPUT_TREATED))
        write_groups(&writer, groups);
    return KOGGE_OK;
}
