/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "through_columns.h"

#include "vectors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The forms of a table: an array a field and the column known; the same with validity bitmaps; an array of records;
 * one value for all rows; packed records at odd addresses, from the last to the first. */
enum layout { KNOWN_COLUMN, BITMAPS, RECORDS, ONE_VALUE, MISALIGNED, LAYOUTS };
static const char *const layout_names[LAYOUTS] = { "arrays with known", "arrays with bitmaps", "records", "one value",
                                                   "misaligned" };

enum { TABLE_ROWS = 3, FIELDS = 256, BLOCKS = 3 * FIELDS, RECORD_BYTES = 1024, BIT_OFFSET = 7, GARBAGE = 0xa5 };

static long cases, compared, unsaid_bitmaps, unsaid_cases;

void through_columns_skip(void)
{
    unsaid_cases++;
}

bool through_columns_summary(void)
{
    if (cases)
        printf("%ld cases through columns, %ld tables; by bitmaps %ld cannot be said, in tables %ld\n", cases,
               compared, unsaid_bitmaps, unsaid_cases);
    return !cases || compared >= cases * (LAYOUTS - 1);
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

/* Each column has a block of its own, so that sanitisers see what is read beside it. */
static void *blocks[BLOCKS];
static size_t block_count;

static unsigned char *block(size_t size)
{
    if (block_count == BLOCKS)
        die("no room for the columns of", current);
    unsigned char *memory = malloc(size);
    if (!memory)
        die("no memory for", current);
    blocks[block_count++] = memory;
    return memset(memory, GARBAGE, size);
}

static void free_blocks(void)
{
    while (block_count)
        free(blocks[--block_count]);
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

struct table_of_rows {
    kogge_table table;
    kogge_column columns[FIELDS];
};

static size_t width_of(int32_t type)
{
    return type == KOGGE_TYPE_INT64 || type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

static kogge_field described(int32_t id)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    if (kogge_field_get(id, &field))
        die("no such field in", current);
    return field;
}

/* All columns of an array of records. */
static size_t columns_of(const char *name, const void *records, kogge_column *columns)
{
    const kogge_rows rows = { records, TABLE_ROWS, kogge_abi_size(name) };
    size_t count = 0;
    if (kogge_columns_of_rows(name, &rows, columns, FIELDS, &count) || count > FIELDS)
        die("no columns for", name);
    return count;
}

static uint64_t known_of(const char *name, const void *record)
{
    uint64_t known = 0;
    const int32_t id = kogge_field_of(name, "known");
    if (id)
        memcpy(&known, (const unsigned char *)record + described(id).offset, sizeof known);
    return known;
}

static bool is_known_column(int32_t field)
{
    return !strcmp(kogge_field_name(field), "known");
}

/* A value without its bit, or a bit without a field: bitmaps have no words for it. */
static bool said_by_bitmaps(const char *name, const void *record)
{
    static const unsigned char zeros[8];
    kogge_column columns[FIELDS];
    const size_t count = columns_of(name, record, columns);
    uint64_t left = known_of(name, record);
    for (size_t i = 0; i < count; i++) {
        const kogge_field field = described(columns[i].field);
        if (field.known_bit < 0)
            continue;
        left &= ~(UINT64_C(1) << field.known_bit);
        if (!(known_of(name, record) >> field.known_bit & 1) &&
            memcmp(columns[i].data, zeros, width_of(field.type)) != 0)
            return false;
    }
    return !left;
}

static void set_bit(uint8_t *bits, size_t bit, bool value)
{
    bits[bit / 8] = (uint8_t)(value ? bits[bit / 8] | 1u << bit % 8 : bits[bit / 8] & ~(1u << bit % 8));
}

/* One array a field; under a null it keeps the garbage of its block. */
static void add_array(struct table_of_rows *t, enum layout layout, const char *name, kogge_column column,
                      const void *const *rows)
{
    const kogge_field field = described(column.field);
    const size_t width = width_of(column.type);
    const bool has_bitmap = layout == BITMAPS && field.known_bit >= 0;
    unsigned char *values = block(TABLE_ROWS * width);
    uint8_t *valid = has_bitmap ? block((BIT_OFFSET + TABLE_ROWS) / 8 + 1) : NULL;
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        const bool known = !has_bitmap || (known_of(name, rows[row]) >> field.known_bit & 1);
        if (known)
            memcpy(values + row * width, (const unsigned char *)rows[row] + field.offset, width);
        if (has_bitmap)
            set_bit(valid, BIT_OFFSET + row, known);
    }
    column.data = values;
    column.stride = (ptrdiff_t)width;
    column.valid = valid;
    column.valid_offset = has_bitmap ? BIT_OFFSET : 0;
    t->columns[t->table.column_count++] = column;
}

static void add_arrays(struct table_of_rows *t, enum layout layout, const char *name, const void *const *rows)
{
    kogge_column columns[FIELDS];
    const size_t count = columns_of(name, rows[0], columns);
    for (size_t i = 0; i < count; i++) {
        if (layout != BITMAPS || !is_known_column(columns[i].field))
            add_array(t, layout, name, columns[i], rows);
    }
}

/* Records one after another; packed and from the last to the first; or the first alone. */
static void add_records(struct table_of_rows *t, enum layout layout, const char *name, const void *const *rows)
{
    const size_t size = kogge_abi_size(name), odd = layout == MISALIGNED ? 1 : 0, step = size + odd;
    const size_t count = layout == ONE_VALUE ? 1 : TABLE_ROWS;
    unsigned char *memory = block(odd + count * step), *first = memory + odd;
    for (size_t row = 0; row < count; row++)
        memcpy(first + (layout == MISALIGNED ? count - 1 - row : row) * step, rows[row], size);
    if (layout == MISALIGNED)
        first += (count - 1) * step;
    kogge_column *columns = t->columns + t->table.column_count;
    const size_t added = columns_of(name, first, columns);
    for (size_t i = 0; i < added; i++)
        columns[i].stride = layout == ONE_VALUE ? 0 : layout == MISALIGNED ? -(ptrdiff_t)step : (ptrdiff_t)step;
    t->table.column_count += added;
}

static void add_rows(struct table_of_rows *t, enum layout layout, const char *name, const void *const *rows)
{
    if (layout == KNOWN_COLUMN || layout == BITMAPS)
        add_arrays(t, layout, name, rows);
    else
        add_records(t, layout, name, rows);
}

/* ---- what the calls for one record say ------------------------------------------------------------------------- */

struct answer {
    kogge_status status;
    int32_t field;
    uint64_t result[RECORD_BYTES / 8];
    kogge_reason reasons[REASONS];
    size_t reason_count;
};

/* The case and, between its rows, a record that holds nothing: what one row leaves behind must not reach the next. */
struct rows_of_case {
    uint64_t blank[THROUGH_INPUTS][RECORD_BYTES / 8];
    const void *inputs[THROUGH_INPUTS][TABLE_ROWS];
    struct answer answers[2];
    const struct answer *expected[TABLE_ROWS];
};

static void ask(const struct through *decision, const void *const *inputs, struct answer *answer)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_reasons why = { .data = answer->reasons, .capacity = REASONS };
    memset(answer->result, 0, sizeof answer->result);
    if (kogge_record_init(answer->result, kogge_abi_size(decision->result)))
        die("no such record:", decision->result);
    answer->status = decision->one(decision, inputs, answer->result, &why, &error);
    answer->field = answer->status ? error.field : 0;
    answer->reason_count = answer->status ? 0 : why.count;
    if (answer->status)
        memset(answer->result, 0, sizeof answer->result);
}

/* A row that holds nothing; its lists are empty, but not left out. */
static struct through without_values(const struct through *decision)
{
    struct through blank = *decision;
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        blank.lists[i].count = 0;
    return blank;
}

static void make_rows(const struct through *decision, bool all_the_same, struct rows_of_case *rows)
{
    const void *blank[THROUGH_INPUTS] = { NULL };
    const struct through nothing = without_values(decision);
    for (size_t i = 0; i < THROUGH_INPUTS && decision->records[i]; i++) {
        memset(rows->blank[i], 0, sizeof rows->blank[i]);
        (void)kogge_record_init(rows->blank[i], kogge_abi_size(decision->records[i]));
        blank[i] = rows->blank[i];
        for (size_t row = 0; row < TABLE_ROWS; row++)
            rows->inputs[i][row] = row == 1 && !all_the_same ? blank[i] : decision->inputs[i];
    }
    ask(decision, decision->inputs, &rows->answers[0]);
    ask(&nothing, blank, &rows->answers[1]);
    for (size_t row = 0; row < TABLE_ROWS; row++)
        rows->expected[row] = &rows->answers[row == 1 && !all_the_same];
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

/* The customer among two that are none, at a place that depends on the form of the table. */
static void join_customers(const struct through *decision, enum layout layout, struct table_of_rows *table,
                           struct table_of_rows *customers)
{
    static kogge_order_row place, other_place;
    static unsigned char garbage[sizeof(kogge_customer)];
    const size_t at = (size_t)layout % TABLE_ROWS;
    const void *places[TABLE_ROWS] = { &place, &place, &place }, *rows[TABLE_ROWS] = { garbage, garbage, garbage };
    memset(garbage, GARBAGE, sizeof garbage);
    place = other_place;
    if (decision->of) {
        place = (kogge_order_row){ .known = KOGGE_ORDER_ROW_CUSTOMER_ROW, .customer_row = (int64_t)at };
        rows[at] = decision->of;
    }
    add_rows(table, layout, "kogge_order_row", places);
    add_rows(customers, layout == ONE_VALUE ? RECORDS : layout, "kogge_customer", rows);
}

/* ---- lists ----------------------------------------------------------------------------------------------------- */

/* The lists of the rows behind values of nobody, whose number depends on the form of the table. */
static struct through_list join_list(const kogge_rows *list, enum layout layout)
{
    const size_t before = (size_t)layout, most = before + TABLE_ROWS * list->count;
    if (!list->data)
        return (struct through_list){ .values = { 0 } };
    unsigned char *values = block(most * list->row_size);
    int64_t *offsets = (int64_t *)(void *)block((TABLE_ROWS + 1) * sizeof *offsets);
    size_t end = before;
    offsets[0] = (int64_t)before;
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        const size_t count = row == 1 && layout != ONE_VALUE ? 0 : list->count;
        memcpy(values + end * list->row_size, list->data, count * list->row_size);
        end += count;
        offsets[row + 1] = (int64_t)end;
    }
    return (struct through_list){ { values, end, list->row_size }, offsets };
}

/* ---- results --------------------------------------------------------------------------------------------------- */

struct outcome {
    kogge_out_column out[FIELDS];
    size_t out_count;
    kogge_status row_status[TABLE_ROWS];
    kogge_reason reason_room[TABLE_ROWS * REASONS];
    kogge_reasons why;
    int64_t reason_end[TABLE_ROWS];
    kogge_batch_summary summary;
    kogge_error error;
};

/* Room for all fields, full of garbage. */
static void open_outcome(const char *name, struct outcome *found)
{
    static uint64_t like[RECORD_BYTES / 8];
    kogge_column columns[FIELDS];
    found->out_count = columns_of(name, like, columns);
    for (size_t i = 0; i < found->out_count; i++) {
        const size_t width = width_of(columns[i].type);
        found->out[i] = (kogge_out_column){ .field = columns[i].field,
                                            .type = columns[i].type,
                                            .data = block(TABLE_ROWS * width),
                                            .stride = (ptrdiff_t)width,
                                            .valid = block((BIT_OFFSET + TABLE_ROWS) / 8 + 1),
                                            .valid_offset = BIT_OFFSET };
    }
    found->why = (kogge_reasons){ .data = found->reason_room, .capacity = TABLE_ROWS * REASONS };
    found->summary = (kogge_batch_summary)KOGGE_INIT(kogge_batch_summary);
    found->error = (kogge_error)KOGGE_INIT(kogge_error);
}

static bool same_value(const kogge_out_column *column, size_t row, const char *name, const struct answer *expected)
{
    const kogge_field field = described(column->field);
    const size_t width = width_of(field.type), bit = column->valid_offset + row;
    const bool valid = column->valid[bit / 8] >> bit % 8 & 1;
    const bool known = field.known_bit < 0 || (known_of(name, expected->result) >> field.known_bit & 1);
    return valid == (!expected->status && known) &&
           !memcmp((const unsigned char *)column->data + (ptrdiff_t)row * column->stride,
                   (const unsigned char *)expected->result + field.offset, width);
}

static void compare_values(const struct through *decision, const struct rows_of_case *rows,
                           const struct outcome *found, const char *how)
{
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        if (found->row_status[row] != rows->expected[row]->status)
            complain("%s: row %zu has status %" PRId32 ", the record %" PRId32, how, row, found->row_status[row],
                     rows->expected[row]->status);
        for (size_t i = 0; i < found->out_count; i++) {
            if (!same_value(&found->out[i], row, decision->result, rows->expected[row]))
                complain("%s: row %zu: %s differs", how, row, kogge_field_name(found->out[i].field));
        }
    }
}

static void compare_reasons_of_rows(const struct rows_of_case *rows, const struct outcome *found, const char *how)
{
    size_t end = 0;
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        const struct answer *expected = rows->expected[row];
        const kogge_reason *first = &found->reason_room[end];
        end += expected->reason_count;
        if (found->reason_end[row] != (int64_t)end)
            complain("%s: reasons of row %zu end at %" PRId64 ", not %zu", how, row, found->reason_end[row], end);
        else if (memcmp(first, expected->reasons, expected->reason_count * sizeof *first) != 0)
            complain("%s: row %zu has other reasons", how, row);
    }
    if (found->why.count != end)
        complain("%s: %zu reasons, not %zu", how, found->why.count, end);
}

/* The summary, and the first refused row. */
static void compare_whole(const struct rows_of_case *rows, kogge_status status, const struct outcome *found,
                          const char *how)
{
    int64_t refused = 0, first = -1;
    for (size_t row = TABLE_ROWS; row-- > 0;) {
        if (!rows->expected[row]->status)
            continue;
        refused++;
        first = (int64_t)row;
    }
    if (status != (refused ? KOGGE_E_SOME_ROWS : KOGGE_OK))
        complain("%s: status %" PRId32 " (%s)", how, status, found->error.text);
    if (found->summary.refused != refused || found->summary.accepted != TABLE_ROWS - refused ||
        found->summary.first_refused != first)
        complain("%s: %" PRId64 " rows refused, the first %" PRId64, how, found->summary.refused,
                 found->summary.first_refused);
    if (refused && (found->error.row != first || found->error.field != rows->expected[first]->field))
        complain("%s: error %s", how, found->error.text);
}

/* What is wrong for all rows refuses the call. */
static bool refuses_all(const struct rows_of_case *rows, kogge_status status)
{
    return status && status != KOGGE_E_SOME_ROWS && status == rows->answers[0].status &&
           status == rows->answers[1].status && !rows->answers[0].field;
}

/* ---- one case -------------------------------------------------------------------------------------------------- */

static void through_layout(const struct through *decision, enum layout layout)
{
    static struct rows_of_case rows;
    static struct outcome found;
    struct table_of_rows table = { .table = { .row_count = TABLE_ROWS } }, customers = table;
    table.table.columns = table.columns;
    customers.table.columns = customers.columns;
    make_rows(decision, layout == ONE_VALUE, &rows);
    for (size_t i = 0; i < THROUGH_INPUTS && decision->records[i]; i++)
        add_rows(&table, layout, decision->records[i], rows.inputs[i]);
    if (decision->has_customers)
        join_customers(decision, layout, &table, &customers);
    open_outcome(decision->result, &found);
    struct through_call call = { .table = &table.table,
                                 .customers = &customers.table,
                                 .out = found.out,
                                 .out_count = found.out_count,
                                 .row_status = found.row_status,
                                 .why = &found.why,
                                 .reason_end = found.reason_end,
                                 .summary = &found.summary,
                                 .error = &found.error };
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        call.lists[i] = join_list(&decision->lists[i], layout);
    memset(found.row_status, GARBAGE, sizeof found.row_status);
    memset(found.reason_end, 0, sizeof found.reason_end);
    const kogge_status status = decision->columns(decision, &call);
    if (!refuses_all(&rows, status)) {
        compare_values(decision, &rows, &found, layout_names[layout]);
        compare_reasons_of_rows(&rows, &found, layout_names[layout]);
        compare_whole(&rows, status, &found, layout_names[layout]);
    }
    compared++;
    free_blocks();
}

void through_columns(const struct through *decision)
{
    bool by_bitmaps = !decision->of || said_by_bitmaps("kogge_customer", decision->of);
    for (size_t i = 0; i < THROUGH_INPUTS && decision->records[i]; i++)
        by_bitmaps = by_bitmaps && said_by_bitmaps(decision->records[i], decision->inputs[i]);
    cases++;
    unsaid_bitmaps += !by_bitmaps;
    for (int layout = 0; layout < LAYOUTS; layout++) {
        if (layout != BITMAPS || by_bitmaps)
            through_layout(decision, (enum layout)layout);
    }
}
