/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How far stored tiers are from computed ones (semantics 6, R027). */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"
#include "columns/columns.h"
#include "portfolio/migration.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What vendors claim of hidden champions (R027). */
enum { BAND_LOW_BP = 1200, BAND_HIGH_BP = 1800 };

struct audit {
    struct migration tiers; /* stored and computed */
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
        kogge__migration_count(&audit->tiers, &customer);
        audit->hidden += is_hidden(&customer);
    }
    return status;
}

/* ---- results --------------------------------------------------------------------------------------------------- */

static kogge_audit sum_up(const struct audit *audit)
{
    kogge_audit result = KOGGE_INIT(kogge_audit);
    for (int32_t from = KOGGE_TIER_A; from < TIERS; from++) {
        for (int32_t to = KOGGE_TIER_A; to < TIERS; to++) {
            result.compared += audit->tiers.cells[from][to];
            result.misclassified += from == to ? 0 : audit->tiers.cells[from][to];
        }
    }
    if (result.compared)
        result.misclassified_bp =
            (int32_t)kogge__mul_div(result.misclassified, 10000, result.compared, KOGGE_ROUNDING_HALF_AWAY);
    return result;
}

static kogge_rate hidden_rate(const struct audit *audit)
{
    int64_t stored_c = 0;
    for (int32_t to = KOGGE_TIER_A; to < TIERS; to++)
        stored_c += audit->tiers.cells[KOGGE_TIER_C][to];
    return kogge__rate(KOGGE_RATE_HIDDEN, audit->hidden, stored_c, KOGGE_PROVENANCE_VENDOR_CLAIM);
}

static void say(const kogge_rate *rate, kogge_reasons *why)
{
    if (rate->of)
        kogge__rate_band(why, rate, BAND_LOW_BP, BAND_HIGH_BP);
    else
        kogge__rate_no_data(why, rate->what);
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
    if (cells)
        kogge__migration_cells(&audit.tiers, cells);
    if (hidden)
        kogge__row_write(KOGGE_RECORD_RATE, &rate, hidden, hidden->count++);
    say(&rate, why);
    return KOGGE_OK;
}
