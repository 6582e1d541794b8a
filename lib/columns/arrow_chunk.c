/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A chunk: an array of a struct type becomes a table. Looked at is all that Arrow's structs say; the sizes of buffers
 * are not among it. */

#include "columns/arrow.h"

#include "base/record.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* Where a column has no values, or needs none: valid memory of any type. */
static const uint64_t zero[2];

kogge_status kogge__arrow_fail(const struct arrow_source *source, kogge_status status, int64_t row,
                               const char *format, ...)
{
    const struct ArrowSchema *schema = source->arrow->schema.children[source->column->child];
    const int64_t of_all = row < 0 ? -1 : source->arrow->row_count + row;
    char what[160], where[32] = "";
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (row >= 0)
        (void)snprintf(where, sizeof where, "row %" PRId64 ": ", of_all);
    return kogge__fail(source->error, status, source->column->field->id, of_all, "%scolumn %.60s %s", where,
                       kogge__arrow_name(schema), what);
}

/* ---- what Arrow allows ----------------------------------------------------------------------------------------- */

static bool counts_are_sane(const struct ArrowArray *array)
{
    return array->length >= 0 && array->offset >= 0 && array->null_count >= -1 && array->length <= ARROW_ROWS_MAX &&
           array->offset <= ARROW_ROWS_MAX - array->length && array->n_buffers >= 0 &&
           array->n_buffers <= INT32_MAX && (!array->n_buffers || array->buffers);
}

/* A row of a table cannot be null as a whole. */
static bool has_null_rows(const struct ArrowArray *array)
{
    const void *valid = array->n_buffers ? array->buffers[0] : NULL;
    if (array->null_count == 0)
        return false;
    for (int64_t i = 0; valid && i < array->length; i++) {
        if (!kogge__arrow_bit(valid, array->offset + i))
            return true;
    }
    return array->null_count > 0;
}

static kogge_status check_array(const kogge_arrow *arrow, const struct ArrowArray *array, kogge_error *error)
{
    if (!array->release)
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "the array was released already");
    if (!counts_are_sane(array))
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "the array has a wrong length, offset or count");
    if (array->n_children != arrow->schema.n_children || (array->n_children && !array->children))
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "the array has other columns than the schema");
    for (int64_t i = 0; i < array->n_children; i++) {
        const struct ArrowArray *child = array->children[i];
        if (!child || !child->release || !counts_are_sane(child) || child->length < array->offset + array->length)
            return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "column %d of the array is missing, or too short",
                               (int)i);
    }
    if (has_null_rows(array))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "whole rows of the table are null");
    return KOGGE_OK;
}

/* Buffers by the type: validity and values; texts have offsets, too, views any number of buffers more. */
static bool buffers_fit(const struct arrow_type *type, const struct ArrowArray *array)
{
    switch (type->kind) {
    case ARROW_NULL:
        return true;
    case ARROW_TEXT:
    case ARROW_LARGE_TEXT:
        return array->n_buffers == 3;
    case ARROW_TEXT_VIEW:
        return array->n_buffers >= 3;
    default:
        return array->n_buffers == 2;
    }
}

static kogge_status check_values(const struct arrow_source *source, const struct arrow_type *type,
                                 const struct ArrowArray *array, size_t rows)
{
    if (!buffers_fit(type, array))
        return kogge__arrow_fail(source, KOGGE_E_DAMAGED, -1, "has a wrong number of buffers");
    if (rows && type->kind != ARROW_NULL && !array->buffers[1])
        return kogge__arrow_fail(source, KOGGE_E_DAMAGED, -1, "has rows, but no values");
    if (rows && type->kind != ARROW_NULL && array->null_count > 0 && !array->buffers[0])
        return kogge__arrow_fail(source, KOGGE_E_DAMAGED, -1, "has nulls, but does not say where");
    return KOGGE_OK;
}

static kogge_status check_dictionary(const struct arrow_source *source)
{
    const struct ArrowArray *words = source->array->dictionary;
    const struct arrow_type type = { .kind = source->column->type.words };
    if (!words || !words->release || !counts_are_sane(words))
        return kogge__arrow_fail(source, KOGGE_E_DAMAGED, -1, "has no dictionary, or a damaged one");
    return check_values(source, &type, words, (size_t)words->length);
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

/* All null: a bitmap says so, for a column that is absent would leave those known that share its bit. */
static kogge_status all_null(const struct arrow_source *source, kogge_column *to)
{
    to->valid = kogge__arrow_take(source->arrow, source->rows / 8 + 1, source->error);
    to->data = zero;
    return to->valid ? KOGGE_OK : KOGGE_E_MEMORY;
}

static kogge_status make_column(const struct arrow_source *source, kogge_column *to)
{
    const struct arrow_type *type = &source->column->type;
    const struct ArrowArray *array = source->array;
    *to = (kogge_column){ .field = source->column->field->id, .type = source->column->field->type, .data = zero };
    kogge_status status = check_values(source, type, array, source->rows);
    if (!status && type->words)
        status = check_dictionary(source);
    if (status || !source->rows)
        return status;
    if (type->kind == ARROW_NULL)
        return all_null(source, to);
    if (array->null_count != 0) {
        to->valid = array->buffers[0];
        to->valid_offset = (size_t)source->first;
    }
    return kogge__arrow_values(source, to);
}

kogge_status kogge__arrow_chunk(kogge_arrow *arrow, struct arrow_chunk *chunk, kogge_error *error)
{
    const struct ArrowArray *array = &chunk->array;
    kogge_status status = check_array(arrow, array, error);
    if (status)
        return status;
    kogge_column *columns = kogge__arrow_take(arrow, arrow->column_count * sizeof *columns, error);
    if (!columns)
        return KOGGE_E_MEMORY;
    for (size_t i = 0; i < arrow->column_count && !status; i++) {
        const struct ArrowArray *child = array->children[arrow->columns[i].child];
        const struct arrow_source source = { .arrow = arrow,
                                             .column = &arrow->columns[i],
                                             .array = child,
                                             .first = child->offset + array->offset,
                                             .rows = (size_t)array->length,
                                             .error = error };
        status = make_column(&source, &columns[i]);
    }
    chunk->table = (kogge_table){ columns, arrow->column_count, (size_t)array->length };
    arrow->row_count += array->length;
    return status;
}
