/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The decisions that can be made for all rows of a table: which records each reads and writes, and the call for one
 * record that decides it. */

#include "base/record.h"
#include "columns/batch.h"
#include "order/desk.h"
#include "strategy/arguments.h"
#include "tier/standing.h"

static kogge_status run(const struct batch *batch)
{
    if (batch->why)
        batch->why->count = 0;
    kogge_status status = kogge__error_ready(batch->error);
    if (!status && batch->needs_book && !batch->book)
        status = kogge__fail(batch->error, KOGGE_E_INVALID, 0, -1, "book is NULL");
    if (!status && batch->check)
        status = batch->check(batch);
    return status ? status : kogge__batch(batch);
}

/* What every call passes on, and what those pass on that give reasons; row_status and reason_end follow by
 * assignment. */
#define PASSED  .out = out, .out_count = out_count, .summary = summary, .error = error
#define BOOK    .needs_book = true, .book = book
#define REASONS .why = why

static struct batch_list list_of_rows(const char *name, int32_t record, const kogge_rows *rows,
                                      const int64_t *offsets)
{
    return (struct batch_list){ name, rows ? *rows : (kogge_rows){ 0 }, offsets, record };
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static kogge_status assess_order(const struct batch *batch, struct batch_row *row)
{
    struct desk *desk = batch->context;
    desk->why = row->why;
    desk->error = row->error;
    row->result = &desk->result;
    return kogge__assess_next(desk, row->joined, row->joined_is_right, row->inputs[0], &row->lists[0]);
}

static bool is_customer_right(const void *customer)
{
    kogge_customer copy;
    const kogge_customer *full;
    return !kogge__read_customer(customer, &copy, &full, NULL);
}

kogge_status kogge_order_assess_columns(const kogge_rulebook *book, const kogge_table *orders,
                                        const kogge_table *customers, const kogge_rows *lines,
                                        const int64_t *line_offsets, const kogge_out_column *out, size_t out_count,
                                        kogge_status *row_status, kogge_reasons *why, int64_t *reason_end,
                                        kogge_batch_summary *summary, kogge_error *error)
{
    struct desk desk;
    desk.book = book;
    desk.left_out = out ? kogge__left_out(out, out_count) : 0;
    struct batch batch = { .inputs = { KOGGE_RECORD_ORDER },
                           .joined_record = KOGGE_RECORD_CUSTOMER,
                           .joined_is_right = is_customer_right,
                           .result_record = KOGGE_RECORD_ASSESSMENT,
                           .decide = assess_order,
                           .context = &desk,
                           .table = orders,
                           .joined = customers,
                           .lists = { list_of_rows("lines", KOGGE_RECORD_ORDER_LINE, lines, line_offsets) },
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

static kogge_status assess_economics(const struct batch *batch, struct batch_row *row)
{
    return kogge_economics_assess(batch->book, row->inputs[0], row->result, row->why, row->error);
}

kogge_status kogge_economics_assess_columns(const kogge_rulebook *book, const kogge_table *customers,
                                            const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                            kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                            kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_ECONOMICS },
                           .result_record = KOGGE_RECORD_CONTRIBUTION,
                           .decide = assess_economics,
                           .table = customers,
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status classify(const struct batch *batch, struct batch_row *row)
{
    return kogge_classify(batch->book, row->inputs[0], row->inputs[1], row->result, row->why, row->error);
}

kogge_status kogge_classify_columns(const kogge_rulebook *book, const kogge_table *customers,
                                    const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                    kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                    kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER, KOGGE_RECORD_CLASSIFICATION_BASIS },
                           .result_record = KOGGE_RECORD_CLASSIFICATION,
                           .decide = classify,
                           .table = customers,
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status assess_evidence(const struct batch *batch, struct batch_row *row)
{
    const kogge_rows *quarters = &row->lists[0], *order_days = &row->lists[1];
    return kogge_evidence_assess(batch->book, row->inputs[0], quarters->data, quarters->count, order_days->data,
                                 order_days->count, row->result, row->why, row->error);
}

kogge_status kogge_evidence_assess_columns(const kogge_rulebook *book, const kogge_table *histories,
                                           const int64_t *quarters, size_t quarter_count,
                                           const int64_t *quarter_offsets, const int32_t *order_days,
                                           size_t order_day_count, const int64_t *order_day_offsets,
                                           const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                           kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                           kogge_error *error)
{
    struct batch batch = {
        .inputs = { KOGGE_RECORD_HISTORY },
        .result_record = KOGGE_RECORD_EVIDENCE,
        .decide = assess_evidence,
        .table = histories,
        .lists = { { "quarters", { quarters, quarter_count, sizeof *quarters }, quarter_offsets, 0 },
                   { "order days", { order_days, order_day_count, sizeof *order_days }, order_day_offsets, 0 } },
        BOOK,
        PASSED,
        REASONS
    };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status assess_regularity(const struct batch *batch, struct batch_row *row)
{
    (void)batch; /* the history and its order days are all there is to it */
    const kogge_rows *order_days = &row->lists[0];
    return kogge_regularity_assess(row->inputs[0], order_days->data, order_days->count, row->result, row->why,
                                   row->error);
}

kogge_status kogge_regularity_assess_columns(const kogge_table *histories, const int32_t *order_days,
                                             size_t order_day_count, const int64_t *order_day_offsets,
                                             const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                             kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                             kogge_error *error)
{
    struct batch batch = {
        .inputs = { KOGGE_RECORD_HISTORY },
        .result_record = KOGGE_RECORD_REGULARITY,
        .decide = assess_regularity,
        .table = histories,
        .lists = { { "order days", { order_days, order_day_count, sizeof *order_days }, order_day_offsets, 0 } },
        PASSED,
        REASONS
    };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

/* ---- strategy, key accounts and contacts
 * ------------------------------------------------------------------------------------- */

static kogge_status check_today(const struct batch *batch)
{
    return kogge__check_today(batch->today_at, batch->error);
}

static kogge_status plan_customer(const struct batch *batch, struct batch_row *row)
{
    return kogge_plan_customer(batch->book, row->inputs[0], batch->today_at, row->result, row->why, row->error);
}

kogge_status kogge_plan_customer_columns(const kogge_rulebook *book, const kogge_table *customers, int32_t today_at,
                                         const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                         kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                         kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER },
                           .result_record = KOGGE_RECORD_PLAN,
                           .decide = plan_customer,
                           .check = check_today,
                           .today_at = today_at,
                           .table = customers,
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status check_visit(const struct batch *batch, struct batch_row *row)
{
    const kogge_visit *visit = row->inputs[1];
    kogge_visit_result *result = row->result;
    return kogge_visit_check(batch->book, row->inputs[0], visit->justification, visit->visits_this_year,
                             &result->verdict, row->why, row->error);
}

kogge_status kogge_visit_check_columns(const kogge_rulebook *book, const kogge_table *plans,
                                       const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                       kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                       kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_PLAN, KOGGE_RECORD_VISIT },
                           .result_record = KOGGE_RECORD_VISIT_RESULT,
                           .decide = check_visit,
                           .table = plans,
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status assess_route(const struct batch *batch, struct batch_row *row)
{
    return kogge_route_assess(batch->book, row->inputs[0], row->inputs[1], batch->today_at, row->result, NULL,
                              row->why, row->error);
}

kogge_status kogge_route_assess_columns(const kogge_rulebook *book, const kogge_table *customers, int32_t today_at,
                                        const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                        kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                        kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER, KOGGE_RECORD_ROUTE_TERMS },
                           .result_record = KOGGE_RECORD_ROUTE_RESULT,
                           .decide = assess_route,
                           .check = check_today,
                           .today_at = today_at,
                           .table = customers,
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status check_order_cost(const struct batch *batch)
{
    return kogge__check_order_cost(batch->order_cost_minor, batch->error);
}

static kogge_status assess_rhythm(const struct batch *batch, struct batch_row *row)
{
    return kogge_rhythm_assess(batch->book, row->inputs[0], batch->order_cost_minor, row->result, row->error);
}

kogge_status kogge_rhythm_assess_columns(const kogge_rulebook *book, const kogge_table *customers,
                                         int64_t order_cost_minor, const kogge_out_column *out, size_t out_count,
                                         kogge_status *row_status, kogge_batch_summary *summary, kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_CUSTOMER },
                           .result_record = KOGGE_RECORD_RHYTHM,
                           .decide = assess_rhythm,
                           .check = check_order_cost,
                           .order_cost_minor = order_cost_minor,
                           .table = customers,
                           BOOK,
                           PASSED };
    batch.row_status = row_status;
    return run(&batch);
}

static kogge_status assess_kam(const struct batch *batch, struct batch_row *row)
{
    return kogge_kam_assess(batch->book, row->inputs[0], &row->lists[0], row->result, NULL, row->why, row->error);
}

kogge_status kogge_kam_assess_columns(const kogge_rulebook *book, const kogge_table *candidates,
                                      const kogge_rows *values, const int64_t *value_offsets,
                                      const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                      kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                      kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_KAM_CANDIDATE },
                           .result_record = KOGGE_RECORD_KAM_RESULT,
                           .decide = assess_kam,
                           .table = candidates,
                           .lists = { list_of_rows("values", KOGGE_RECORD_KAM_VALUE, values, value_offsets) },
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status assess_contact(const struct batch *batch, struct batch_row *row)
{
    return kogge_contact_assess(batch->book, row->inputs[0], &row->lists[0], row->result, NULL, row->why, row->error);
}

kogge_status kogge_contact_assess_columns(const kogge_rulebook *book, const kogge_table *candidates,
                                          const kogge_rows *triggers, const int64_t *trigger_offsets,
                                          const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                          kogge_reasons *why, int64_t *reason_end, kogge_batch_summary *summary,
                                          kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_CONTACT_CANDIDATE },
                           .result_record = KOGGE_RECORD_CONTACT_BUDGET,
                           .decide = assess_contact,
                           .table = candidates,
                           .lists = { list_of_rows("triggers", KOGGE_RECORD_CONTACT_TRIGGER, triggers,
                                                   trigger_offsets) },
                           BOOK,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}

static kogge_status assess_campaign(const struct batch *batch, struct batch_row *row)
{
    return kogge_campaign_assess(batch->book, row->inputs[0], row->result, row->error);
}

kogge_status kogge_campaign_assess_columns(const kogge_rulebook *book, const kogge_table *campaigns,
                                           const kogge_out_column *out, size_t out_count, kogge_status *row_status,
                                           kogge_batch_summary *summary, kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_CAMPAIGN },
                           .result_record = KOGGE_RECORD_CAMPAIGN_RESULT,
                           .decide = assess_campaign,
                           .table = campaigns,
                           BOOK,
                           PASSED };
    batch.row_status = row_status;
    return run(&batch);
}

static kogge_status assess_make_or_buy(const struct batch *batch, struct batch_row *row)
{
    (void)batch; /* the costs are all there is to it */
    return kogge_make_or_buy_assess(row->inputs[0], row->result, row->why, row->error);
}

kogge_status kogge_make_or_buy_assess_columns(const kogge_table *costs, const kogge_out_column *out, size_t out_count,
                                              kogge_status *row_status, kogge_reasons *why, int64_t *reason_end,
                                              kogge_batch_summary *summary, kogge_error *error)
{
    struct batch batch = { .inputs = { KOGGE_RECORD_MAKE_OR_BUY },
                           .result_record = KOGGE_RECORD_MAKE_OR_BUY_RESULT,
                           .decide = assess_make_or_buy,
                           .table = costs,
                           PASSED,
                           REASONS };
    batch.row_status = row_status;
    batch.reason_end = reason_end;
    return run(&batch);
}
