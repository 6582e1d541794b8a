/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "columns/batch.h"

#include "base/reasons.h"
#include "base/record.h"
#include "base/table.h"
#include "columns/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A record put together from columns. */
union room {
    uint32_t struct_size;
    uint64_t aligned[BATCH_RECORD_MAX / 8];
};

struct run {
    const struct batch *batch;
    struct table_in in, joined;
    union room inputs[BATCH_INPUTS], other, result;
    kogge_batch_summary summary;
    kogge_reasons why; /* of one row: the room that is left */
    kogge_status status;
};

/* ---- before the first row -------------------------------------------------------------------------------------- */

static kogge_status open_joined(struct run *run)
{
    static const int32_t needed[] = { KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, 0 };
    const struct batch *batch = run->batch;
    const int32_t records[] = { batch->joined_record, 0 };
    if (!batch->joined)
        return KOGGE_OK;
    kogge_status status = kogge__table_open(&run->joined, batch->joined, records, batch->error);
    return status ? status : kogge__table_needs(&run->in, needed, batch->error);
}

static kogge_status open_run(struct run *run)
{
    const struct batch *batch = run->batch;
    const int32_t place = batch->joined_record ? KOGGE_RECORD_ORDER_ROW : 0;
    const int32_t second = batch->inputs[1] ? batch->inputs[1] : place;
    const int32_t records[] = { batch->inputs[0], second, second == place ? 0 : place, 0 };
    kogge_status status = kogge__table_open(&run->in, batch->table, records, batch->error);
    if (!status)
        status = open_joined(run);
    if (!status)
        status = kogge__columns_ready(batch->out, batch->out_count, batch->result_record, batch->error);
    if (!status)
        status = kogge__reasons_ready(batch->why, batch->error);
    if (!status && batch->summary)
        status = kogge__result_size(KOGGE_RECORD_BATCH_SUMMARY, batch->summary, batch->error);
    return status;
}

/* ---- a row ----------------------------------------------------------------------------------------------------- */

/* Reads a record of a row; one that is passed alone carries its size. */
static kogge_status read_record(const struct table_in *in, int32_t record, size_t row, union room *room,
                                kogge_error *error)
{
    kogge_status status = kogge__table_row(in, record, row, room, error);
    room->struct_size = (uint32_t)kogge__record(record)->size;
    return status;
}

static kogge_status read_joined(struct run *run, size_t row, kogge_error *error)
{
    kogge_order_row place;
    const size_t rows = run->batch->joined->row_count;
    kogge_status status = kogge__table_row(&run->in, KOGGE_RECORD_ORDER_ROW, row, &place, error);
    if (status)
        return status;
    if ((uint64_t)place.customer_row >= rows)
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, (int64_t)row,
                           "row %zu: order_row.customer_row is %" PRId64 ", but there are %zu customers", row,
                           place.customer_row, rows);
    return read_record(&run->joined, run->batch->joined_record, (size_t)place.customer_row, &run->other, error);
}

/* The writer of one row's reasons: behind those of the rows before it. */
static void begin_reasons(struct run *run)
{
    const kogge_reasons *all = run->batch->why;
    const size_t used = all->count < all->capacity ? all->count : all->capacity;
    run->why = (kogge_reasons){ .data = all->data ? all->data + used : NULL,
                                .capacity = all->data ? all->capacity - used : 0,
                                .level = all->level };
}

static kogge_status decide(struct run *run, size_t row, kogge_error *error)
{
    const struct batch *batch = run->batch;
    struct batch_row one = { .result = &run->result, .why = batch->why ? &run->why : NULL, .error = error };
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; i < BATCH_INPUTS && batch->inputs[i] && !status; i++) {
        one.inputs[i] = &run->inputs[i];
        status = read_record(&run->in, batch->inputs[i], row, &run->inputs[i], error);
    }
    if (!status && batch->joined) {
        one.joined = &run->other;
        status = read_joined(run, row, error);
    }
    return status ? status : batch->decide(batch, &one);
}

static void clear_result(struct run *run)
{
    const struct record_row *record = kogge__record(run->batch->result_record);
    memset(&run->result, 0, record->size);
    run->result.struct_size = (uint32_t)record->size;
}

/* ---- what became of it ----------------------------------------------------------------------------------------- */

static int64_t *refusals(kogge_batch_summary *summary, kogge_status status)
{
    switch (status) {
    case KOGGE_E_RANGE:
        return &summary->out_of_range;
    case KOGGE_E_UNSUPPORTED:
        return &summary->unsupported;
    case KOGGE_E_INVALID:
        return &summary->invalid;
    case KOGGE_E_NOT_KNOWN:
        return &summary->not_known;
    case KOGGE_E_CURRENCY:
        return &summary->other_currency;
    default:
        return &summary->otherwise;
    }
}

/* The first refused row stands in the caller's error; a message of a record passed alone knows no row. */
static void report_first(struct run *run, size_t row, kogge_status status, const kogge_error *found)
{
    const char *what = found->text;
    char start[32];
    (void)snprintf(start, sizeof start, "row %zu: ", row);
    if (!strncmp(what, start, strlen(start)))
        what += strlen(start);
    run->summary.first_refused = (int64_t)row;
    run->summary.first_status = status;
    run->status =
        kogge__fail(run->batch->error, KOGGE_E_SOME_ROWS, found->field, (int64_t)row, "row %zu: %s", row, what);
}

static void note_row(struct run *run, size_t row, kogge_status status, const kogge_error *found)
{
    const struct batch *batch = run->batch;
    if (batch->row_status)
        batch->row_status[row] = status;
    if (batch->why && !status)
        batch->why->count += run->why.count;
    if (batch->reason_end)
        batch->reason_end[row] = batch->why ? (int64_t)batch->why->count : 0;
    if (!status) {
        run->summary.accepted++;
        return;
    }
    run->summary.refused++;
    ++*refusals(&run->summary, status);
    if (!run->status)
        report_first(run, row, status, found);
}

static void take_row(struct run *run, size_t row)
{
    const struct batch *batch = run->batch;
    kogge_error found = KOGGE_INIT(kogge_error);
    kogge_error *error = run->status ? NULL : &found; /* only the first refused row is told */
    clear_result(run);
    if (batch->why)
        begin_reasons(run);
    kogge_status status = decide(run, row, error);
    if (status)
        clear_result(run);
    kogge__columns_write(batch->out, batch->out_count, row, &run->result);
    note_row(run, row, status, &found);
}

kogge_status kogge__batch(const struct batch *batch)
{
    struct run run;
    run.batch = batch;
    run.summary = (kogge_batch_summary){ .first_refused = -1 };
    run.status = KOGGE_OK;
    if (batch->why)
        batch->why->count = 0;
    kogge_status status = open_run(&run);
    if (status)
        return status;
    const size_t rows = batch->table->row_count;
    run.summary.rows = (int64_t)rows;
    for (size_t row = 0; row < rows; row++)
        take_row(&run, row);
    if (batch->summary)
        kogge__result_write(KOGGE_RECORD_BATCH_SUMMARY, &run.summary, batch->summary);
    return run.status;
}
