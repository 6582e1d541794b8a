/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How far stored tiers are from computed ones (semantics 6, R027). */

#include "base/interval.h"
#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "columns/columns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIERS = KOGGE_TIER_D + 1, ALL_BP = 10000 };

/* What vendors claim of hidden champions (R027). */
enum { BAND_LOW_BP = 1200, BAND_HIGH_BP = 1800 };

struct audit {
    int64_t cells[TIERS][TIERS]; /* customers by stored and computed tier */
    int64_t hidden;
};

/* ---- counting -------------------------------------------------------------------------------------------------- */

static bool is_hidden(const kogge_migration_input *customer)
{
    return customer->from_tier == KOGGE_TIER_C && customer->to_tier &&
           (customer->to_tier == KOGGE_TIER_A || (customer->class_flags >> KOGGE_FLAG_HIDDEN_CHAMPION & 1));
}

static kogge_status count_customers(const kogge_table *customers, struct audit *audit, kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_MIGRATION_INPUT, 0 };
    struct table_in in;
    kogge_migration_input customer;
    kogge_status status = kogge__table_open(&in, customers, records, error);
    for (size_t row = 0; !status && row < customers->row_count; row++) {
        status = kogge__table_row(&in, KOGGE_RECORD_MIGRATION_INPUT, row, &customer, error);
        if (status)
            break;
        audit->cells[customer.from_tier][customer.to_tier]++;
        audit->hidden += is_hidden(&customer);
    }
    return status;
}

/* ---- results --------------------------------------------------------------------------------------------------- */

static int32_t share_bp(int64_t part, int64_t of)
{
    return of ? (int32_t)kogge__mul_div(part, ALL_BP, of, KOGGE_ROUNDING_HALF_AWAY) : 0;
}

static kogge_audit sum_up(const struct audit *audit)
{
    kogge_audit result = KOGGE_INIT(kogge_audit);
    for (int32_t from = KOGGE_TIER_A; from < TIERS; from++) {
        for (int32_t to = KOGGE_TIER_A; to < TIERS; to++) {
            result.compared += audit->cells[from][to];
            result.misclassified += from == to ? 0 : audit->cells[from][to];
        }
    }
    result.misclassified_bp = share_bp(result.misclassified, result.compared);
    return result;
}

static kogge_rate hidden_rate(const struct audit *audit)
{
    kogge_rate rate = { .hits = audit->hidden,
                        .what = KOGGE_RATE_HIDDEN,
                        .provenance = KOGGE_PROVENANCE_VENDOR_CLAIM };
    for (int32_t to = KOGGE_TIER_A; to < TIERS; to++)
        rate.of += audit->cells[KOGGE_TIER_C][to];
    rate.rate_bp = share_bp(rate.hits, rate.of);
    (void)kogge__wilson(rate.hits, rate.of, &rate.low_bp, &rate.high_bp);
    return rate;
}

/* Customers without both tiers are no customers of either. */
static void write_cells(const struct audit *audit, kogge_out_rows *cells)
{
    if (!cells)
        return;
    for (int32_t from = KOGGE_TIER_NONE; from < TIERS; from++) {
        for (int32_t to = KOGGE_TIER_NONE; to < TIERS; to++) {
            const kogge_migration_cell cell = { audit->cells[from][to], from, to };
            if (cell.customers && (from || to))
                kogge__row_write(KOGGE_RECORD_MIGRATION_CELL, &cell, cells, cells->count++);
        }
    }
}

static void say(const kogge_rate *rate, kogge_reasons *why)
{
    const bool within = kogge__compare_products(rate->hits, ALL_BP, BAND_LOW_BP, rate->of) >= 0 &&
                        kogge__compare_products(rate->hits, ALL_BP, BAND_HIGH_BP, rate->of) <= 0;
    kogge_reason reason = { .code = KOGGE_REASON_VENDOR_BAND,
                            .outcome = within ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                            .rule = rate->what,
                            .field = KOGGE_FIELD_RATE_RATE_BP,
                            .observed = rate->rate_bp,
                            .threshold = BAND_LOW_BP };
    if (!rate->of)
        reason = (kogge_reason){ .code = KOGGE_REASON_NO_DATA,
                                 .outcome = KOGGE_OUTCOME_UNKNOWN,
                                 .rule = rate->what,
                                 .field = KOGGE_FIELD_RATE_OF };
    kogge__reason(why, &reason);
}

/* ---- the audit ------------------------------------------------------------------------------------------------- */

static kogge_status check_results(const kogge_audit *result, const kogge_out_rows *cells,
                                  const kogge_out_rows *hidden, const kogge_reasons *why, kogge_error *error)
{
    if (!result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "result is NULL");
    kogge_status status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_AUDIT, result, error);
    if (!status && cells && cells->data)
        status = kogge__rows_size(KOGGE_RECORD_MIGRATION_CELL, cells->row_size, error);
    if (!status && hidden && hidden->data)
        status = kogge__rows_size(KOGGE_RECORD_RATE, hidden->row_size, error);
    return status;
}

kogge_status kogge_audit_tiers(const kogge_table *customers, kogge_audit *result, kogge_out_rows *cells,
                               kogge_out_rows *hidden, kogge_reasons *why, kogge_error *error)
{
    struct audit audit = { 0 };
    if (cells)
        cells->count = 0;
    if (hidden)
        hidden->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (!status)
        status = check_results(result, cells, hidden, why, error);
    if (!status)
        status = count_customers(customers, &audit, error);
    if (status)
        return status;
    const kogge_audit sums = sum_up(&audit);
    const kogge_rate rate = hidden_rate(&audit);
    kogge__result_write(KOGGE_RECORD_AUDIT, &sums, result);
    write_cells(&audit, cells);
    if (hidden)
        kogge__row_write(KOGGE_RECORD_RATE, &rate, hidden, hidden->count++);
    say(&rate, why);
    return KOGGE_OK;
}
