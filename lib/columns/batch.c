/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "columns/batch.h"

#include "base/reasons.h"
#include "base/record.h"
#include "base/table.h"
#include "columns/columns.h"

#include <inttypes.h>
#include <string.h>

/* Rows are read some at a time and column by column, so that the processor fetches many customers at once. */
enum { ROOM = 16 * 1024 };

/* Records of rows, read from their columns. */
struct part {
    const struct table_in *in;
    const struct record_in *columns; /* NULL = the call has no such part */
    size_t size;
    unsigned char *first;
};
enum { PLACE = BATCH_INPUTS, OTHER, PARTS }; /* beside the inputs: where the joined row stands, and its record */

union result {
    uint32_t struct_size;
    uint64_t aligned[BATCH_RECORD_MAX / 8];
};

struct run {
    const struct batch *batch;
    struct table_in in, joined;
    struct record_out out;
    struct part parts[PARTS];
    size_t step;                         /* rows at a time */
    const unsigned char *at[TABLE_ROWS]; /* the record that a row points to; NULL = none, or it is to be looked at */
    bool others_are_right;               /* all of the table joined: known before the first row */
    union result result;
    kogge_rows lists[BATCH_LISTS]; /* of one row */
    kogge_batch_summary summary;
    kogge_reasons why; /* of one row: the room that is left */
    kogge_error found; /* in one row */
    kogge_status status;
    uint64_t room[ROOM / 8];
};

/* ---- before the first row -------------------------------------------------------------------------------------- */

static kogge_status open_table(struct run *run)
{
    const struct batch *batch = run->batch;
    int32_t records[TABLE_RECORDS + 1] = { 0 };
    size_t count = 0;
    for (; count < BATCH_INPUTS && batch->inputs[count]; count++)
        records[count] = batch->inputs[count];
    if (batch->joined_record)
        records[count] = KOGGE_RECORD_ORDER_ROW;
    return kogge__table_open(&run->in, batch->table, records, batch->error);
}

/* Rows point to the other table if there is one, and to nothing else. */
static kogge_status open_joined(struct run *run)
{
    static const int32_t needed[] = { KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, 0 };
    const struct batch *batch = run->batch;
    const int32_t records[] = { batch->joined_record, 0 };
    if (!batch->joined && kogge__table_has(&run->in, needed[0]))
        return kogge__fail(batch->error, KOGGE_E_INVALID, needed[0], -1,
                           "column %s points to customers, but there are none", kogge_field_name(needed[0]));
    if (!batch->joined)
        return KOGGE_OK;
    kogge_status status = kogge__table_open(&run->joined, batch->joined, records, batch->error);
    return status ? status : kogge__table_needs(&run->in, needed, batch->error);
}

/* Values are there, and offsets say whose they are. */
static kogge_status open_lists(struct run *run)
{
    const struct batch *batch = run->batch;
    for (size_t i = 0; i < BATCH_LISTS && batch->lists[i].name; i++) {
        const struct batch_list *list = &batch->lists[i];
        run->lists[i] = (kogge_rows){ 0 };
        if (list->values.count && (!list->values.data || !list->offsets))
            return kogge__fail(batch->error, KOGGE_E_INVALID, 0, -1, "there are %zu %s, but their %s are NULL",
                               list->values.count, list->name, list->values.data ? "offsets" : "values");
        if (list->record && list->values.count && kogge__rows_size(list->record, list->values.row_size, batch->error))
            return KOGGE_E_STRUCT_SIZE;
    }
    return KOGGE_OK;
}

static kogge_status open_run(struct run *run)
{
    const struct batch *batch = run->batch;
    kogge_status status = open_table(run);
    if (!status)
        status = open_joined(run);
    if (!status)
        status = open_lists(run);
    if (!status)
        status = kogge__columns_open(&run->out, batch->out, batch->out_count, batch->result_record, batch->error);
    if (!status)
        status = kogge__reasons_ready(batch->why, batch->error);
    if (!status && batch->summary)
        status = kogge__result_size(KOGGE_RECORD_BATCH_SUMMARY, batch->summary, batch->error);
    return status;
}

/* A record that is passed alone carries its size; all else is 0 until columns fill it. */
static void clear_record(void *full, size_t size)
{
    const uint32_t struct_size = (uint32_t)size;
    memset(full, 0, size);
    memcpy(full, &struct_size, sizeof struct_size);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void add_part(struct run *run, size_t which, const struct table_in *in, int32_t record)
{
    const struct record_in *columns = kogge__table_record(in, record);
    run->parts[which] = (struct part){ .in = in, .columns = columns, .size = columns->record->size };
}

static void find_parts(struct run *run)
{
    const struct batch *batch = run->batch;
    memset(run->parts, 0, sizeof run->parts);
    for (size_t i = 0; i < BATCH_INPUTS && batch->inputs[i]; i++)
        add_part(run, i, &run->in, batch->inputs[i]);
    if (!batch->joined)
        return;
    add_part(run, PLACE, &run->in, KOGGE_RECORD_ORDER_ROW);
    add_part(run, OTHER, &run->joined, batch->joined_record);
}

/* As many rows at a time as there is room for. */
static void clear_parts(struct run *run)
{
    size_t bytes = 0;
    unsigned char *at = (unsigned char *)run->room;
    for (size_t i = 0; i < PARTS; i++)
        bytes += run->parts[i].size;
    run->step = least(sizeof run->room / bytes, TABLE_ROWS);
    for (struct part *part = run->parts; part < run->parts + PARTS; part++) {
        part->first = at;
        for (size_t i = 0; part->columns && i < least(run->step, run->batch->table->row_count); i++, at += part->size)
            clear_record(at, part->size);
    }
}

static void fill(const struct part *part, size_t row, size_t count)
{
    kogge__table_copy(part->in, part->columns, row, count, part->first);
}

/* Customers have many orders: where there are more orders than customers, each customer is looked at once. If one of
 * them is wrong, orders look at theirs themselves. */
static bool are_others_right(const struct run *run)
{
    const struct part *part = &run->parts[OTHER];
    const size_t rows = run->batch->joined->row_count;
    bool are_right = rows <= run->batch->table->row_count;
    for (size_t row = 0, count; are_right && row < rows; row += count) {
        count = least(rows - row, run->step);
        fill(part, row, count);
        for (size_t i = 0; are_right && i < count; i++)
            are_right = run->batch->joined_is_right(part->first + i * part->size);
    }
    return are_right;
}

static void get_ready(struct run *run)
{
    find_parts(run);
    clear_parts(run);
    run->others_are_right = run->batch->joined && are_others_right(run);
    clear_record(&run->result, kogge__record(run->batch->result_record)->size);
    run->found = (kogge_error)KOGGE_INIT(kogge_error);
}

/* ---- a row ----------------------------------------------------------------------------------------------------- */

static void read_place(const struct run *run, size_t i, kogge_order_row *place)
{
    memcpy(place, run->parts[PLACE].first + i * sizeof *place, sizeof *place);
}

/* The records that the rows point to; those that point nowhere, or beyond, are left for later. */
static void fill_others(struct run *run, size_t count)
{
    const struct part *part = &run->parts[OTHER];
    size_t rows[TABLE_ROWS], found = 0;
    for (size_t i = 0; i < count; i++) {
        kogge_order_row place;
        read_place(run, i, &place);
        const bool points = place.known == KOGGE_ORDER_ROW_CUSTOMER_ROW &&
                            (uint64_t)place.customer_row < run->batch->joined->row_count;
        run->at[i] = points ? part->first + found * part->size : NULL;
        rows[found] = (size_t)place.customer_row;
        found += points;
    }
    kogge__table_gather(part->in, part->columns, rows, found, part->first);
}

/* Of a row that has no record: points it nowhere, or is it wrong? */
static kogge_status check_place(const struct run *run, size_t i, kogge_error *error)
{
    kogge_order_row place;
    read_place(run, i, &place);
    kogge_status status = kogge__record_check(KOGGE_RECORD_ORDER_ROW, &place, -1, error);
    if (!status && (place.known & KOGGE_ORDER_ROW_CUSTOMER_ROW))
        status = kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW, -1,
                             "order_row.customer_row is %" PRId64 ", but there are %zu customers", place.customer_row,
                             run->batch->joined->row_count);
    return status;
}

/* Nothing is read where the offsets do not say what lies within the values. */
static kogge_status read_list(const struct batch_list *list, size_t row, kogge_rows *of_row, kogge_error *error)
{
    static const uint64_t none = 0; /* what an empty list points to */
    const size_t count = list->values.count, size = list->values.row_size;
    const int64_t begin = list->offsets[row], end = list->offsets[row + 1];
    if (begin < 0 || end < begin || (uint64_t)end > count)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                           "its %s go from %" PRId64 " to %" PRId64 ", but there are %zu", list->name, begin, end,
                           count);
    *of_row = (kogge_rows){ &none, (size_t)(end - begin), size };
    if (of_row->count)
        of_row->data = (const unsigned char *)list->values.data + (size_t)begin * size;
    return KOGGE_OK;
}

static kogge_status read_lists(struct run *run, size_t row, kogge_error *error)
{
    const struct batch_list *lists = run->batch->lists;
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; !status && i < BATCH_LISTS && lists[i].name; i++)
        status = lists[i].offsets ? read_list(&lists[i], row, &run->lists[i], error) : KOGGE_OK;
    return status;
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

/* Records are checked by the call that decides, as those of any caller are. */
static kogge_status decide(struct run *run, size_t row, size_t i, struct batch_row *one)
{
    const struct batch *batch = run->batch;
    for (size_t input = 0; input < BATCH_INPUTS && batch->inputs[input]; input++)
        one->inputs[input] = run->parts[input].first + i * run->parts[input].size;
    one->joined = batch->joined ? run->at[i] : NULL;
    kogge_status status = read_lists(run, row, one->error);
    if (!status && batch->joined && !one->joined)
        status = check_place(run, i, one->error);
    return status ? status : batch->decide(batch, one);
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

/* The first refused row stands in the caller's error; a message about a record passed alone knows no row. */
static void report_first(struct run *run, size_t row, kogge_status status)
{
    run->summary.first_refused = (int64_t)row;
    run->summary.first_status = status;
    run->status = kogge__fail(run->batch->error, KOGGE_E_SOME_ROWS, run->found.field, (int64_t)row, "row %zu: %s",
                              row, run->found.text);
}

static void note_row(struct run *run, size_t row, kogge_status status)
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
        report_first(run, row, status);
}

static void take_row(struct run *run, size_t row, size_t i)
{
    struct batch_row one = { .joined_is_right = run->others_are_right,
                             .lists = run->lists,
                             .result = &run->result,
                             .why = run->batch->why ? &run->why : NULL,
                             .error = run->status ? NULL : &run->found }; /* only the first is told */
    if (run->batch->why)
        begin_reasons(run);
    const kogge_status status = decide(run, row, i, &one);
    if (status) {
        one.result = &run->result;
        clear_record(&run->result, kogge__record(run->batch->result_record)->size);
    }
    kogge__columns_write(&run->out, row, one.result, status);
    note_row(run, row, status);
}

static void take_rows(struct run *run, size_t first, size_t count)
{
    for (size_t i = 0; i <= PLACE; i++) {
        if (run->parts[i].columns)
            fill(&run->parts[i], first, count);
    }
    if (run->batch->joined)
        fill_others(run, count);
    for (size_t i = 0; i < count; i++)
        take_row(run, first + i, i);
}

kogge_status kogge__batch(const struct batch *batch)
{
    struct run run;
    run.batch = batch;
    run.summary = (kogge_batch_summary){ .first_refused = -1 };
    run.status = KOGGE_OK;
    kogge_status status = open_run(&run);
    if (status)
        return status;
    const size_t rows = batch->table->row_count;
    get_ready(&run);
    run.summary.total_rows = (int64_t)rows;
    for (size_t row = 0; row < rows; row += run.step)
        take_rows(&run, row, least(rows - row, run.step));
    if (batch->summary)
        kogge__result_write(KOGGE_RECORD_BATCH_SUMMARY, &run.summary, batch->summary);
    return run.status;
}
