/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "through_columns.h"

#include "through_arrow.h"
#include "through_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The forms of a table: an array a field and the column known; the same with validity bitmaps; an array of records;
 * one value for all rows; packed records at odd addresses, from the last to the first. */
enum layout { KNOWN_COLUMN, BITMAPS, RECORDS, ONE_VALUE, MISALIGNED, LAYOUTS };
static const char *const layout_names[LAYOUTS] = { "arrays with known", "arrays with bitmaps", "records", "one value",
                                                   "misaligned" };

enum { BIT_OFFSET = 7 };

static long cases, compared, unsaid_bitmaps;

static bool is_left_out;

void through_columns_leave_out(void)
{
    is_left_out = true;
}

bool through_columns_summary(void)
{
    if (cases)
        printf("%ld cases through columns, %ld tables; by bitmaps %ld cannot be said\n", cases, compared,
               unsaid_bitmaps);
    return !cases || (compared >= cases * (LAYOUTS - 1) && through_arrow_summary());
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

struct table_of_rows {
    kogge_table table;
    kogge_column columns[FIELDS];
};

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

/* ---- customers ------------------------------------------------------------------------------------------------- */

/* The customer among two that are none, at a place that depends on the form of the table. */
static void join_customers(const struct through *decision, enum layout layout, struct table_of_rows *table,
                           struct table_of_rows *customers)
{
    static unsigned char garbage[sizeof(kogge_customer)];
    struct joined joined;
    memset(garbage, GARBAGE, sizeof garbage);
    join_customer(decision, (size_t)layout % TABLE_ROWS, garbage, &joined);
    add_rows(table, layout, "kogge_order_row", joined.places);
    add_rows(customers, layout == ONE_VALUE ? RECORDS : layout, "kogge_customer", joined.customers);
}

/* ---- results --------------------------------------------------------------------------------------------------- */

struct results {
    kogge_out_column out[FIELDS];
    size_t count;
};

/* Room for all fields, full of garbage. */
static void make_room(const char *name, struct results *results)
{
    static uint64_t like[RECORD_BYTES / 8];
    kogge_column columns[FIELDS];
    results->count = columns_of(name, like, columns);
    for (size_t i = 0; i < results->count; i++) {
        const size_t width = width_of(columns[i].type);
        results->out[i] = (kogge_out_column){ .field = columns[i].field,
                                              .type = columns[i].type,
                                              .data = block(TABLE_ROWS * width),
                                              .stride = (ptrdiff_t)width,
                                              .valid = block((BIT_OFFSET + TABLE_ROWS) / 8 + 1),
                                              .valid_offset = BIT_OFFSET };
    }
}

static void compare_values(const struct through *decision, const struct rows_of_case *rows,
                           const struct results *results, const char *how)
{
    for (size_t i = 0; i < results->count; i++) {
        const kogge_out_column *column = &results->out[i];
        for (size_t row = 0; row < TABLE_ROWS; row++) {
            const size_t bit = column->valid_offset + row;
            const bool valid = column->valid[bit / 8] >> bit % 8 & 1;
            const unsigned char *value = (const unsigned char *)column->data + (ptrdiff_t)row * column->stride;
            compare_value(decision, rows, row, column->field, value, &valid, how);
        }
    }
}

/* ---- no rows --------------------------------------------------------------------------------------------------- */

static bool is_garbage(const void *memory, size_t size)
{
    const unsigned char *bytes = memory;
    size_t i = 0;
    while (i < size && bytes[i] == GARBAGE)
        i++;
    return i == size;
}

/* A table of no rows needs no columns, and nothing is written but the summary. */
static void through_no_rows(const struct through *decision, const struct rows_of_case *rows)
{
    static struct outcome found;
    static struct results results;
    const kogge_table nothing = { NULL, 0, 0 };
    open_outcome(&found);
    memset(found.reason_end, GARBAGE, sizeof found.reason_end);
    make_room(decision->result, &results);
    const struct through_call call = { .table = &nothing,
                                       .customers = &nothing,
                                       .out = results.out,
                                       .out_count = results.count,
                                       .row_status = found.row_status,
                                       .why = &found.why,
                                       .reason_end = found.reason_end,
                                       .summary = &found.summary,
                                       .error = &found.error };
    const kogge_status status = decision->columns(decision, &call);
    bool is_untouched = is_garbage(found.row_status, sizeof found.row_status) &&
                        is_garbage(found.reason_end, sizeof found.reason_end) && !found.why.count;
    for (size_t i = 0; i < results.count; i++)
        is_untouched = is_untouched && is_garbage(results.out[i].data, TABLE_ROWS * width_of(results.out[i].type)) &&
                       is_garbage(results.out[i].valid, (BIT_OFFSET + TABLE_ROWS) / 8 + 1);
    if (!is_untouched || (status && !refuses_all(rows, status)) || found.summary.accepted || found.summary.refused ||
        (!status && found.summary.first_refused != -1))
        complain("no rows: status %" PRId32 " (%s), or something is written", status, found.error.text);
    free_blocks();
}

/* ---- one case -------------------------------------------------------------------------------------------------- */

static void through_layout(const struct through *decision, enum layout layout)
{
    static struct rows_of_case rows;
    static struct outcome found;
    static struct results results;
    struct table_of_rows table = { .table = { .row_count = TABLE_ROWS } }, customers = table;
    table.table.columns = table.columns;
    customers.table.columns = customers.columns;
    make_rows(decision, layout == ONE_VALUE, &rows);
    for (size_t i = 0; i < THROUGH_INPUTS && decision->records[i]; i++)
        add_rows(&table, layout, decision->records[i], rows.inputs[i]);
    if (decision->has_customers)
        join_customers(decision, layout, &table, &customers);
    open_outcome(&found);
    make_room(decision->result, &results);
    struct through_call call = { .table = &table.table,
                                 .customers = &customers.table,
                                 .out = results.out,
                                 .out_count = results.count,
                                 .row_status = found.row_status,
                                 .why = &found.why,
                                 .reason_end = found.reason_end,
                                 .summary = &found.summary,
                                 .error = &found.error };
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        call.lists[i] = join_list(&decision->lists[i], (size_t)layout, layout == ONE_VALUE);
    const kogge_status status = decision->columns(decision, &call);
    if (!refuses_all(&rows, status)) {
        compare_values(decision, &rows, &results, layout_names[layout]);
        compare_outcome(&rows, status, &found, layout_names[layout]);
    }
    compared++;
    free_blocks();
    if (layout == KNOWN_COLUMN)
        through_no_rows(decision, &rows);
}

void through_columns(const struct through *decision)
{
    if (is_left_out)
        return;
    bool by_bitmaps = !decision->of || said_by_bitmaps("kogge_customer", decision->of);
    for (size_t i = 0; i < THROUGH_INPUTS && decision->records[i]; i++)
        by_bitmaps = by_bitmaps && said_by_bitmaps(decision->records[i], decision->inputs[i]);
    cases++;
    unsaid_bitmaps += !by_bitmaps;
    for (int layout = 0; layout < LAYOUTS; layout++) {
        if (layout != BITMAPS || by_bitmaps)
            through_layout(decision, (enum layout)layout);
    }
    if (by_bitmaps)
        through_arrow(decision);
}
