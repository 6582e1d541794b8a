/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The decisions that can be made for all rows of a table: which records each reads and writes, and the call for one
 * record that decides it. */

#include "base/record.h"
#include "columns/batch.h"

#include <stdbool.h>

static kogge_status run(const struct batch *batch, bool has_book)
{
    kogge_status status = kogge__error_ready(batch->error);
    if (status)
        return status;
    if (!has_book)
        return kogge__fail(batch->error, KOGGE_E_INVALID, 0, -1, "book is NULL");
    return kogge__batch(batch);
}

/* What every call passes on. */
#define PASSED                                                                                                       \
    .book = book, .out = out, .out_count = out_count, .row_status = row_status, .why = why,                          \
    .reason_end = reason_end, .summary = summary, .error = error

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static kogge_status assess_order(const struct batch *batch, const struct batch_row *row)
{
    return kogge_order_assess(batch->book, row->joined, row->inputs[0], NULL, row->result, NULL, row->why,
                              row->error);
}

kogge_status kogge_order_assess_columns(const kogge_rulebook *book, const kogge_table *orders,
                                        const kogge_table *customers, const kogge_out_column *out, size_t out_count,
                                        kogge_status *row_status, kogge_reasons *why, int64_t *reason_end,
                                        kogge_batch_summary *summary, kogge_error *error)
{
    const struct batch batch = { .inputs = { KOGGE_RECORD_ORDER },
                                 .joined_record = KOGGE_RECORD_CUSTOMER,
                                 .result_record = KOGGE_RECORD_ASSESSMENT,
                                 .decide = assess_order,
                                 .table = orders,
                                 .joined = customers,
                                 PASSED };
    return run(&batch, book);
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

static kogge_status assess_economics(const struct batch *batch, const struct batch_row *row)
{
    return kogge_economics_assess(batch->book, row->inputs[0], row->result, row->why, row->error);
}

kogge_status kogge_economics_assess_columns(const kogge_rulebook *book, const kogge_table *customers,
                                            const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                            kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                            kogge_error *error)
{
    const struct batch batch = { .inputs = { KOGGE_RECORD_ECONOMICS },
                                 .result_record = KOGGE_RECORD_CONTRIBUTION,
                                 .decide = assess_economics,
                                 .table = customers,
                                 PASSED };
    return run(&batch, book);
}

static kogge_status classify(const struct batch *batch, const struct batch_row *row)
{
    return kogge_classify(batch->book, row->inputs[0], row->inputs[1], row->result, row->why, row->error);
}

kogge_status kogge_classify_columns(const kogge_rulebook *book, const kogge_table *customers,
                                    const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                    kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                    kogge_error *error)
{
    const struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER, KOGGE_RECORD_CLASSIFICATION_BASIS },
                                 .result_record = KOGGE_RECORD_CLASSIFICATION,
                                 .decide = classify,
                                 .table = customers,
                                 PASSED };
    return run(&batch, book);
}

/* ---- strategy and contacts ------------------------------------------------------------------------------------- */

static kogge_status plan_customer(const struct batch *batch, const struct batch_row *row)
{
    return kogge_plan_customer(batch->book, row->inputs[0], batch->today_at, row->result, row->why, row->error);
}

kogge_status kogge_plan_customer_columns(const kogge_rulebook *book, const kogge_table *customers, int32_t today_at,
                                         const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                         kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                         kogge_error *error)
{
    const struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER },
                                 .result_record = KOGGE_RECORD_PLAN,
                                 .decide = plan_customer,
                                 .today_at = today_at,
                                 .table = customers,
                                 PASSED };
    return run(&batch, book);
}

static kogge_status assess_route(const struct batch *batch, const struct batch_row *row)
{
    return kogge_route_assess(batch->book, row->inputs[0], row->inputs[1], batch->today_at, row->result, NULL,
                              row->why, row->error);
}

kogge_status kogge_route_assess_columns(const kogge_rulebook *book, const kogge_table *customers, int32_t today_at,
                                        const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                        kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                        kogge_error *error)
{
    const struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER, KOGGE_RECORD_ROUTE_TERMS },
                                 .result_record = KOGGE_RECORD_ROUTE_RESULT,
                                 .decide = assess_route,
                                 .today_at = today_at,
                                 .table = customers,
                                 PASSED };
    return run(&batch, book);
}

static kogge_status assess_contact(const struct batch *batch, const struct batch_row *row)
{
    return kogge_contact_assess(batch->book, row->inputs[0], NULL, row->result, NULL, row->why, row->error);
}

kogge_status kogge_contact_assess_columns(const kogge_rulebook *book, const kogge_table *candidates,
                                          const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                          kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                          kogge_error *error)
{
    const struct batch batch = { .inputs = { KOGGE_RECORD_CONTACT_CANDIDATE },
                                 .result_record = KOGGE_RECORD_CONTACT_BUDGET,
                                 .decide = assess_contact,
                                 .table = candidates,
                                 PASSED };
    return run(&batch, book);
}
