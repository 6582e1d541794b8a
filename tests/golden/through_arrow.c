/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "through_arrow.h"

#include "arrow_reader.h"
#include "arrow_rows.h"
#include "through_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where all forms would take too long, each case goes through one: build with -DKOGGE_FORMS_A_CASE=1. */
#ifndef KOGGE_FORMS_A_CASE
#define KOGGE_FORMS_A_CASE FORMS
#endif

static const struct arrow_form forms[] = {
    { .name = "natural types", .digits = 2, .scale = -1, .chunk_count = 1, .chunk_rows = { 3 } },
    { .name = "slices",
      .digits = 2,
      .scale = -1,
      .table_offset = 3,
      .column_offset = 9,
      .chunk_count = 1,
      .chunk_rows = { 3 } },
    { .name = "texts and decimals",
      .width = WIDEST,
      .codes = CODES_AS_TEXTS,
      .text = "u",
      .zeros_are_null = true,
      .short_names = true,
      .digits = 2,
      .scale = 2,
      .column_offset = 1,
      .chunk_count = 1,
      .chunk_rows = { 3 } },
    { .name = "dictionaries",
      .width = NARROWEST,
      .codes = CODES_AS_DICTIONARY,
      .text = "u",
      .zeros_are_null = true,
      .digits = 3,
      .scale = 7,
      .table_offset = 2,
      .chunk_count = 1,
      .chunk_rows = { 3 } },
    { .name = "null columns",
      .width = WIDEST,
      .zeros_are_null = true,
      .null_columns = true,
      .digits = 2,
      .scale = 1,
      .chunk_count = 1,
      .chunk_rows = { 3 } },
    { .name = "a stream of numbers",
      .digits = 0,
      .scale = 0,
      .column_offset = 4,
      .chunk_count = 3,
      .chunk_rows = { 1, 0, 2 } },
    { .name = "a stream of texts",
      .width = NARROWEST,
      .codes = CODES_AS_TEXTS,
      .text = "U",
      .zeros_are_null = true,
      .null_columns = true,
      .digits = 18,
      .scale = 18,
      .table_offset = 1,
      .chunk_count = 2,
      .chunk_rows = { 2, 1 } },
    { .name = "a stream of dictionaries",
      .codes = CODES_AS_DICTIONARY,
      .text = "U",
      .zeros_are_null = true,
      .short_names = true,
      .digits = 2,
      .scale = -1,
      .chunk_count = 3,
      .chunk_rows = { 0, 2, 1 } },
};

enum { FORMS = sizeof forms / sizeof forms[0] };

static long cases, compared, refused;

bool through_arrow_summary(void)
{
    printf("%ld cases through Arrow, %ld tables; the import refuses %ld\n", cases, compared, refused);
    return compared >= cases * KOGGE_FORMS_A_CASE - refused && 20 * refused <= compared;
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static long blocks_taken;

static void *take(void *context, size_t size)
{
    (void)context;
    blocks_taken++;
    return malloc(size);
}

static void give_back(void *context, void *memory)
{
    (void)context;
    blocks_taken -= memory != NULL;
    free(memory);
}

static const kogge_allocator counting = { take, give_back, NULL };

static void check_given_back(const struct arrow_form *form)
{
    if (blocks_taken || arrow_alive())
        complain("%s: %ld blocks of memory and %ld parts of Arrow data were not given back", form->name, blocks_taken,
                 arrow_alive());
}

/* ---- in -------------------------------------------------------------------------------------------------------- */

static kogge_status import(struct arrow_rows *table, const int32_t *records, size_t count, kogge_arrow **arrow,
                           kogge_error *error)
{
    const struct arrow_form *form = table->form;
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream;
    if (form->chunk_count > 1) {
        arrow_make_stream(table, &stream);
        return kogge_arrow_import_stream(&stream, records, count, KOGGE_ARROW_REFUSE, form->digits, &counting, arrow,
                                         error);
    }
    arrow_make_schema(table, &schema);
    arrow_make_array(table, 0, TABLE_ROWS, &array);
    return kogge_arrow_import(&schema, &array, records, count, KOGGE_ARROW_REFUSE, form->digits, &counting, arrow,
                              error);
}

static int32_t number_of_record(const char *name)
{
    kogge_column columns[FIELDS];
    static const uint64_t like[RECORD_BYTES / 8];
    (void)columns_of(name, like, columns);
    return described(columns[0].field).record;
}

static kogge_status import_rows(const struct through *decision, const struct arrow_form *form,
                                const struct rows_of_case *rows, const struct joined *joined, kogge_arrow **arrow,
                                kogge_error *error)
{
    static struct arrow_rows table;
    int32_t records[THROUGH_INPUTS + 1];
    size_t count = 0;
    table.form = form;
    table.count = table.chunks_given = 0;
    for (; count < THROUGH_INPUTS && decision->records[count]; count++) {
        arrow_add(&table, decision->records[count], rows->inputs[count], !count);
        records[count] = number_of_record(decision->records[count]);
    }
    if (decision->has_customers) {
        arrow_add(&table, "kogge_order_row", joined->places, false);
        records[count++] = KOGGE_RECORD_ORDER_ROW;
    }
    return import(&table, records, count, arrow, error);
}

/* Customers are looked up by their row: they come in one chunk. */
static kogge_status import_customers(const struct arrow_form *form, const struct joined *joined, kogge_arrow **arrow,
                                     kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_CUSTOMER };
    static struct arrow_rows table;
    struct arrow_form whole = *form;
    whole.chunk_count = 1;
    table.form = &whole;
    table.count = table.chunks_given = 0;
    arrow_add(&table, "kogge_customer", joined->customers, true);
    return import(&table, records, 1, arrow, error);
}

/* Names that are none are refused by the import already: with the status and the field of the call for the record. */
static void compare_refusal(const struct rows_of_case *rows, kogge_status status, const kogge_error *error,
                            const char *how)
{
    const struct answer *expected = rows->expected[0];
    if (status != expected->status || error->field != expected->field)
        complain("%s: cannot be imported: %s", how, error->text);
    refused++;
}

/* ---- a decision for chunks ------------------------------------------------------------------------------------- */

/* Where the values of a chunk go in the columns of the result. */
static void move_columns(const kogge_arrow_result *result, size_t first, kogge_out_column *out, size_t *count)
{
    const kogge_out_column *columns = kogge_arrow_result_columns(result, count);
    for (size_t i = 0; i < *count; i++) {
        out[i] = columns[i];
        out[i].data = (unsigned char *)out[i].data + (ptrdiff_t)first * out[i].stride;
        out[i].valid_offset += first;
    }
}

/* A part of the rows becomes a part of the outcome, as the guide says for many threads. */
static kogge_status decide_chunk(const struct through *decision, const struct through_list *lists,
                                 const kogge_table *table, const kogge_table *customers,
                                 const kogge_arrow_result *result, size_t first, struct outcome *found)
{
    kogge_out_column out[FIELDS];
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    kogge_error error = KOGGE_INIT(kogge_error);
    const size_t said = found->why.count;
    kogge_reasons why = { .data = found->reason_room + said, .capacity = TABLE_ROWS * REASONS - said };
    size_t count;
    move_columns(result, first, out, &count);
    struct through_call call = { .table = table,
                                 .customers = customers,
                                 .out = out,
                                 .out_count = count,
                                 .row_status = found->row_status + first,
                                 .why = &why,
                                 .reason_end = found->reason_end + first,
                                 .summary = &summary,
                                 .error = &error };
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        call.lists[i] = (struct through_list){ lists[i].values, lists[i].offsets ? lists[i].offsets + first : NULL };
    const kogge_status status = decision->columns(decision, &call);
    for (size_t row = 0; row < table->row_count; row++)
        found->reason_end[first + row] += (int64_t)said;
    found->why.count += why.count;
    if (summary.refused && !found->summary.refused) {
        found->summary.first_refused = (int64_t)first + summary.first_refused;
        found->error = error;
        found->error.row += (int64_t)first;
    }
    found->summary.accepted += summary.accepted;
    found->summary.refused += summary.refused;
    return status;
}

static kogge_status decide(const struct through *decision, const kogge_arrow *arrow, const kogge_arrow *customers,
                           const kogge_arrow_result *result, struct outcome *found)
{
    struct through_list lists[THROUGH_LISTS];
    kogge_status worst = KOGGE_OK;
    size_t first = 0;
    for (size_t i = 0; i < THROUGH_LISTS; i++)
        lists[i] = join_list(&decision->lists[i], i, false);
    open_outcome(found);
    found->summary.first_refused = -1;
    for (size_t i = 0; i < kogge_arrow_chunks(arrow); i++) {
        const kogge_table *table = kogge_arrow_table(arrow, i);
        const kogge_status status =
            decide_chunk(decision, lists, table, kogge_arrow_table(customers, 0), result, first, found);
        worst = status ? status : worst;
        first += table->row_count;
    }
    if (first != TABLE_ROWS)
        complain("%zu rows have become %zu", (size_t)TABLE_ROWS, first);
    free_blocks();
    return worst;
}

/* ---- out ------------------------------------------------------------------------------------------------------- */

/* The row as a record, compared with what the vector expects. */
static void compare_vector(const struct through *decision, const struct arrow_result *result, size_t row)
{
    uint64_t record[RECORD_BYTES / 8] = { 0 }, known = 0;
    unsigned char value[8];
    for (size_t i = 0; i < result->field_count; i++) {
        const kogge_field field = described(result->fields[i]);
        const bool *valid = arrow_valid(result, i, row);
        arrow_read(result, i, row, value);
        memcpy((unsigned char *)record + field.offset, value, width_of(field.type));
        if (valid && *valid)
            known |= UINT64_C(1) << field.known_bit;
    }
    const int32_t mask = kogge_field_of(decision->result, "known");
    if (mask)
        memcpy((unsigned char *)record + described(mask).offset, &known, sizeof known);
    compare_record(decision->result, record, decision->expected);
}

static void compare_values(const struct through *decision, const struct rows_of_case *rows,
                           const struct arrow_result *result, const char *how)
{
    unsigned char value[8];
    for (size_t row = 0; row < TABLE_ROWS; row++) {
        for (size_t i = 0; i < result->field_count; i++) {
            arrow_read(result, i, row, value);
            compare_value(decision, rows, row, result->fields[i], value, arrow_valid(result, i, row), how);
        }
    }
    if (!rows->expected[0]->status)
        compare_vector(decision, result, 0);
}

/* All fields of the result but the mask, in the order of the record. */
static size_t fields_of(const char *name, int32_t fields[FIELDS])
{
    static const uint64_t like[RECORD_BYTES / 8];
    kogge_column columns[FIELDS];
    const size_t all = columns_of(name, like, columns);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        if (!is_known_column(columns[i].field))
            fields[count++] = columns[i].field;
    }
    return count;
}

/* Gives schema and array back, either of them first. */
static void export_and_compare(const struct through *decision, const struct rows_of_case *rows,
                               kogge_arrow_result *result, bool has_names, const char *how)
{
    struct ArrowSchema schema;
    struct ArrowArray array;
    kogge_error error = KOGGE_INIT(kogge_error);
    int32_t fields[FIELDS];
    const struct arrow_result read = { &schema,    &array,   fields, fields_of(decision->result, fields),
                                       TABLE_ROWS, has_names };
    const kogge_status status = kogge_arrow_result_export(result, &schema, &array, &error);
    kogge_arrow_result_free(result);
    if (status) {
        complain("%s: cannot be exported: %s", how, error.text);
        return;
    }
    if (arrow_is_sound(&read, how))
        compare_values(decision, rows, &read, how);
    if (cases % 2)
        schema.release(&schema);
    array.release(&array);
    if (schema.release)
        schema.release(&schema);
}

/* ---- one case -------------------------------------------------------------------------------------------------- */

static kogge_arrow_result *room_for(const struct through *decision, const struct arrow_form *form)
{
    kogge_arrow_result *result = NULL;
    const uint32_t flags = form->codes == CODES_AS_NUMBERS ? 0 : KOGGE_ARROW_NAMES;
    if (kogge_arrow_result_new(number_of_record(decision->result), NULL, 0, TABLE_ROWS, flags, &counting, &result,
                               NULL))
        die("no room for", decision->result);
    return result;
}

/* What was imported is gone before the result is looked at: it does not lean on that. */
static void decide_and_compare(const struct through *decision, const struct arrow_form *form,
                               const struct rows_of_case *rows, kogge_arrow *arrow, kogge_arrow *customers)
{
    static struct outcome found;
    kogge_arrow_result *result = room_for(decision, form);
    const kogge_status status = decide(decision, arrow, customers, result, &found);
    kogge_arrow_free(arrow);
    kogge_arrow_free(customers);
    compared++;
    if (refuses_all(rows, status)) {
        kogge_arrow_result_free(result);
        return;
    }
    compare_outcome(rows, status, &found, form->name);
    export_and_compare(decision, rows, result, form->codes != CODES_AS_NUMBERS, form->name);
}

static void through_form(const struct through *decision, const struct arrow_form *form, size_t at)
{
    static struct rows_of_case rows;
    static const kogge_customer nobody;
    struct joined joined;
    kogge_arrow *arrow = NULL, *customers = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    make_rows(decision, false, &rows);
    join_customer(decision, at % TABLE_ROWS, &nobody, &joined);
    kogge_status status = import_rows(decision, form, &rows, &joined, &arrow, &error);
    if (!status && decision->has_customers)
        status = import_customers(form, &joined, &customers, &error);
    if (!status) {
        decide_and_compare(decision, form, &rows, arrow, customers);
    } else {
        kogge_arrow_free(arrow);
        compare_refusal(&rows, status, &error, form->name);
    }
    check_given_back(form);
}

void through_arrow(const struct through *decision)
{
    for (size_t i = 0; i < KOGGE_FORMS_A_CASE; i++) {
        const size_t at = ((size_t)cases + i) % FORMS;
        through_form(decision, &forms[at], at);
    }
    cases++;
}
