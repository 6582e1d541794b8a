/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Results go out as Arrow data: the columns that a call has written become the children of a struct array. Each child
 * owns all that belongs to it, so that it can be moved out and outlive its parent. */

#include <kogge/arrow.h>

#include "columns/arrow.h"
#include "columns/arrow_result.h"

#include "base/record.h"

#include <string.h>

enum { ALIGNMENT = 64 }; /* what Arrow recommends for buffers */

void *kogge__arrow_memory(const kogge_allocator *allocator, size_t size, kogge_error *error)
{
    void *block = size < SIZE_MAX / 2 ? kogge__alloc(allocator, size) : NULL;
    if (!block)
        (void)kogge__fail(error, KOGGE_E_MEMORY, 0, -1, "no memory for Arrow data");
    return block ? memset(block, 0, size) : NULL;
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

static void free_column(struct result_column *column)
{
    const kogge_allocator allocator = column->allocator;
    if (column->words.release)
        column->words.release(&column->words);
    kogge__free(&allocator, column->indices);
    kogge__free(&allocator, column);
}

static size_t padded(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Where a buffer may begin in memory that has ALIGNMENT bytes more than it needs. */
static void *aligned(void *memory)
{
    return (unsigned char *)memory + (ALIGNMENT - (uintptr_t)memory % ALIGNMENT) % ALIGNMENT;
}

/* Room for the rows; out gets pointers to it. */
static kogge_status make_column(kogge_arrow_result *result, size_t at, uint32_t flags, kogge_error *error)
{
    kogge_out_column *out = &result->columns[at];
    const struct field_row *field = kogge__field(out->field);
    const size_t width = field->type == KOGGE_TYPE_INT64 || field->type == KOGGE_TYPE_UINT64 ? 8 : 4;
    const size_t values = padded(result->rows * width), bits = padded(result->rows / 8 + 1);
    struct result_column *column =
        kogge__arrow_memory(&result->allocator, sizeof *column + ALIGNMENT + values + bits, error);
    if (!column)
        return KOGGE_E_MEMORY;
    unsigned char *behind = aligned(column + 1);
    column->allocator = result->allocator;
    column->field = field;
    column->has_words = flags & KOGGE_ARROW_NAMES && field->unit == KOGGE_UNIT_CODE && field->code_set;
    out->data = behind;
    out->stride = (ptrdiff_t)width;
    out->valid = field->known_bit < 0 ? NULL : behind + values;
    column->buffers[0] = out->valid;
    column->buffers[1] = out->data;
    result->made[at] = column;
    return KOGGE_OK;
}

static bool is_wanted(const struct record_row *record, const struct field_row *field)
{
    return !record->known_offset || (size_t)field->offset != record->known_offset;
}

/* Names the columns: those that the caller wants, or all. Until there is room for values, data is not NULL only. */
static void name_columns(kogge_arrow_result *result, const struct record_row *record, const int32_t *fields,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!fields && !is_wanted(record, &record->fields[i]))
            continue;
        const int32_t id = fields ? fields[i] : record->fields[i].id;
        const struct field_row *field = kogge__field(id);
        result->columns[result->count++] =
            (kogge_out_column){ .field = id, .type = field ? field->type : 0, .data = result };
    }
}

static kogge_status fill_result(kogge_arrow_result *result, const struct record_row *record, const int32_t *fields,
                                size_t count, uint32_t flags, kogge_error *error)
{
    result->columns = kogge__arrow_memory(&result->allocator, count * sizeof *result->columns, error);
    result->made = kogge__arrow_memory(&result->allocator, count * sizeof(struct result_column *), error);
    if (!result->columns || !result->made)
        return KOGGE_E_MEMORY;
    name_columns(result, record, fields, count);
    struct record_out checked;
    kogge_status status = kogge__columns_open(&checked, result->columns, result->count, record->number, error);
    for (size_t i = 0; i < result->count && !status; i++)
        status = make_column(result, i, flags, error);
    return status;
}

static kogge_status check_new(int32_t record, const int32_t *fields, size_t field_count, size_t rows, uint32_t flags,
                              kogge_error *error)
{
    if (!kogge__record(record))
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, -1, "record %d is unknown", (int)record);
    if (!fields != !field_count || field_count > COLUMN_LIMIT)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "there are no fields, or more than %d", COLUMN_LIMIT);
    if (flags & ~(uint32_t)KOGGE_ARROW_NAMES)
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, -1, "flags has bits that this library does not know");
    if (rows > (size_t)ARROW_ROWS_MAX)
        return kogge__fail(error, KOGGE_E_MEMORY, 0, -1, "no memory for %zu rows", rows);
    return KOGGE_OK;
}

kogge_status kogge_arrow_result_new(int32_t record, const int32_t *fields, size_t field_count, size_t rows,
                                    uint32_t flags, const kogge_allocator *allocator, kogge_arrow_result **result,
                                    kogge_error *error)
{
    if (result)
        *result = NULL;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "result is NULL");
    status = check_new(record, fields, field_count, rows, flags, error);
    if (status)
        return status;
    kogge_arrow_result *fresh = kogge__arrow_memory(allocator, sizeof *fresh, error);
    if (!fresh)
        return KOGGE_E_MEMORY;
    if (allocator)
        fresh->allocator = *allocator;
    fresh->rows = rows;
    atomic_init(&fresh->references, 1);
    const struct record_row *row = kogge__record(record);
    status = fill_result(fresh, row, fields, fields ? field_count : row->field_count, flags, error);
    if (status)
        kogge_arrow_result_free(fresh);
    else
        *result = fresh;
    return status;
}

void kogge_arrow_result_free(kogge_arrow_result *result)
{
    if (!result || atomic_fetch_sub_explicit(&result->references, 1, memory_order_acq_rel) != 1)
        return;
    const kogge_allocator allocator = result->allocator;
    for (size_t i = 0; i < result->count && result->made; i++) {
        if (result->made[i])
            free_column(result->made[i]);
    }
    kogge__free(&allocator, result->made);
    kogge__free(&allocator, result->columns);
    kogge__free(&allocator, result);
}

const kogge_out_column *kogge_arrow_result_columns(const kogge_arrow_result *result, size_t *count)
{
    const bool has_columns = result && result->count;
    if (count)
        *count = has_columns ? result->count : 0;
    return has_columns ? result->columns : NULL;
}

/* ---- names of codes -------------------------------------------------------------------------------------------- */

/* A dictionary: its offsets, and behind them its texts. */
struct words {
    kogge_allocator allocator;
    const void *buffers[3];
    int32_t offsets[];
};

enum { LONGEST_NUMBER = 12, HOST_CODES_MAX = 1024 };

static void release_words(struct ArrowArray *array)
{
    struct words *words = array->private_data;
    const kogge_allocator allocator = words->allocator;
    kogge__free(&allocator, words);
    array->release = NULL;
}

static int32_t host_codes(const struct code_set *set)
{
    const int64_t count = (int64_t)set->host_highest - set->host_lowest + 1;
    return count > 0 && count <= HOST_CODES_MAX ? (int32_t)count : 0;
}

static int32_t word_count(const struct code_set *set)
{
    return set->count + host_codes(set);
}

/* The name of a code, or its number, as the import reads it. */
static const char *word_of(const struct code_set *set, int32_t at, char number[LONGEST_NUMBER])
{
    const bool is_host = at >= set->count;
    const char *name = is_host ? NULL : kogge__string(set->codes[at].name);
    const int32_t code = is_host ? set->host_lowest + at - set->count : set->codes[at].code;
    size_t first = LONGEST_NUMBER - 1;
    uint32_t left = code < 0 ? 0 - (uint32_t)code : (uint32_t)code;
    if (name)
        return name;
    number[first] = 0;
    do
        number[--first] = (char)('0' + left % 10);
    while (left /= 10);
    if (code < 0)
        number[--first] = '-';
    return &number[first];
}

/* Where a code stands among the words; -1 = nowhere. */
static int32_t word_at(const struct code_set *set, int32_t code)
{
    const struct code_row *row = kogge__code(set, code);
    if (row)
        return (int32_t)(row - set->codes);
    const int64_t host = (int64_t)code - set->host_lowest;
    return host >= 0 && host < host_codes(set) ? set->count + (int32_t)host : -1;
}

static kogge_status make_words(struct result_column *column, kogge_error *error)
{
    const struct code_set *set = kogge__code_set(column->field->code_set);
    const int32_t count = word_count(set);
    char number[LONGEST_NUMBER];
    size_t bytes = 0;
    for (int32_t i = 0; i < count; i++)
        bytes += strlen(word_of(set, i, number));
    struct words *words =
        kogge__arrow_memory(&column->allocator,
                            sizeof *words + ((size_t)count + 1) * sizeof words->offsets[0] + bytes, error);
    if (!words)
        return KOGGE_E_MEMORY;
    char *text = (char *)&words->offsets[count + 1];
    for (int32_t i = 0; i < count; i++) {
        const char *word = word_of(set, i, number);
        words->offsets[i + 1] = words->offsets[i] + (int32_t)strlen(word);
        memcpy(text + words->offsets[i], word, (size_t)(words->offsets[i + 1] - words->offsets[i]));
    }
    words->allocator = column->allocator;
    words->buffers[1] = words->offsets;
    words->buffers[2] = text;
    column->words = (struct ArrowArray){
        .length = count, .n_buffers = 3, .buffers = words->buffers, .release = release_words, .private_data = words
    };
    return KOGGE_OK;
}

static bool row_is_null(const kogge_out_column *out, size_t row)
{
    return out->valid && !kogge__arrow_bit(out->valid, (int64_t)row);
}

/* A field without a code has 0, as all fields of a row that was refused; where 0 has no name, it is a null. */
static bool can_lack(const struct field_row *field)
{
    return word_at(kogge__code_set(field->code_set), 0) < 0;
}

/* The codes as indices, beside the codes, which the caller may go on reading. */
static kogge_status make_indices(struct result_column *column, const kogge_out_column *out, size_t rows,
                                 kogge_error *error)
{
    const struct code_set *set = kogge__code_set(column->field->code_set);
    const size_t values = padded(rows * sizeof(int32_t)), bits = padded(rows / 8 + 1);
    const int32_t *codes = out->data;
    column->indices = kogge__arrow_memory(&column->allocator, ALIGNMENT + values + bits, error);
    if (!column->indices)
        return KOGGE_E_MEMORY;
    int32_t *indices = aligned(column->indices);
    uint8_t *valid = (uint8_t *)indices + values;
    for (size_t row = 0; row < rows; row++) {
        const bool is_null = row_is_null(out, row) || (!codes[row] && can_lack(column->field));
        indices[row] = is_null ? 0 : word_at(set, codes[row]);
        valid[row / 8] |= (uint8_t)(!is_null << row % 8);
    }
    column->buffers[0] = out->valid || can_lack(column->field) ? valid : NULL;
    column->buffers[1] = indices;
    return KOGGE_OK;
}

/* All codes are among the words. */
static kogge_status ready_words(struct result_column *column, const kogge_out_column *out, size_t rows,
                                kogge_error *error)
{
    const struct code_set *set = kogge__code_set(column->field->code_set);
    const int32_t *codes = out->data;
    for (size_t row = 0; row < rows && !column->indices; row++) {
        if (codes[row] && !row_is_null(out, row) && word_at(set, codes[row]) < 0)
            return kogge__fail(error, KOGGE_E_UNSUPPORTED, out->field, (int64_t)row,
                               "row %zu: column %s has %d, which has no name", row,
                               kogge__string(column->field->name), (int)codes[row]);
    }
    kogge_status status = column->words.release ? KOGGE_OK : make_words(column, error);
    return status || column->indices ? status : make_indices(column, out, rows, error);
}

kogge_status kogge__arrow_ready(kogge_arrow_result *result, kogge_error *error)
{
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; i < result->count && !status; i++) {
        if (result->made[i]->has_words)
            status = ready_words(result->made[i], &result->columns[i], result->rows, error);
    }
    return status;
}

/* ---- the schema ------------------------------------------------------------------------------------------------ */

struct parent_schema {
    kogge_allocator allocator;
    struct ArrowSchema **children;
};

/* The schema of a dictionary's values; it belongs to the child, which may leave its parent. */
struct words_schema {
    kogge_allocator allocator;
    struct ArrowSchema schema;
};

static void release_static_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_child_schema(struct ArrowSchema *schema)
{
    struct words_schema *words = schema->private_data;
    if (words) {
        const kogge_allocator allocator = words->allocator;
        if (words->schema.release)
            words->schema.release(&words->schema);
        kogge__free(&allocator, words);
    }
    schema->release = NULL;
}

static void release_schema(struct ArrowSchema *schema)
{
    struct parent_schema *parent = schema->private_data;
    const kogge_allocator allocator = parent->allocator;
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (parent->children[i]->release)
            parent->children[i]->release(parent->children[i]);
    }
    kogge__free(&allocator, parent);
    schema->release = NULL;
}

static const char *format_of(const struct field_row *field)
{
    if (field->unit == KOGGE_UNIT_DATE)
        return "tdD";
    switch (field->type) {
    case KOGGE_TYPE_INT32:
        return "i";
    case KOGGE_TYPE_UINT32:
        return "I";
    case KOGGE_TYPE_INT64:
        return "l";
    default:
        return "L";
    }
}

static bool has_nulls(const struct result_column *column)
{
    return column->field->known_bit >= 0 || (column->has_words && can_lack(column->field));
}

kogge_status kogge__arrow_name_child(const struct result_column *column, struct ArrowSchema *child,
                                     kogge_error *error)
{
    struct words_schema *words =
        column->has_words ? kogge__arrow_memory(&column->allocator, sizeof *words, error) : NULL;
    if (column->has_words && !words)
        return KOGGE_E_MEMORY;
    *child = (struct ArrowSchema){ .format = format_of(column->field),
                                   .name = kogge__string(column->field->name),
                                   .flags = has_nulls(column) ? ARROW_FLAG_NULLABLE : 0,
                                   .release = release_child_schema,
                                   .private_data = words };
    if (words) {
        words->allocator = column->allocator;
        words->schema = (struct ArrowSchema){ .format = "u", .name = "", .release = release_static_schema };
        child->dictionary = &words->schema;
    }
    return KOGGE_OK;
}

/* One block: the list of children, and the children. */
static kogge_status make_schema(const kogge_arrow_result *result, struct ArrowSchema *schema, kogge_error *error)
{
    const size_t one = sizeof(struct ArrowSchema *) + sizeof(struct ArrowSchema);
    struct parent_schema *parent =
        kogge__arrow_memory(&result->allocator, sizeof *parent + result->count * one, error);
    if (!parent)
        return KOGGE_E_MEMORY;
    parent->allocator = result->allocator;
    parent->children = (struct ArrowSchema **)(void *)(parent + 1);
    struct ArrowSchema *children = (struct ArrowSchema *)(void *)(parent->children + result->count);
    *schema = (struct ArrowSchema){
        .format = "+s", .name = "", .children = parent->children, .release = release_schema, .private_data = parent
    };
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; i < result->count && !status; i++) {
        parent->children[i] = &children[i];
        schema->n_children++;
        status = kogge__arrow_name_child(result->made[i], &children[i], error);
    }
    if (status)
        release_schema(schema);
    return status;
}

/* ---- the values ------------------------------------------------------------------------------------------------ */

struct parent_array {
    kogge_allocator allocator;
    const void *buffers[1]; /* no row is null as a whole */
    struct ArrowArray **children;
};

static void release_child(struct ArrowArray *array)
{
    free_column(array->private_data);
    array->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    struct parent_array *parent = array->private_data;
    const kogge_allocator allocator = parent->allocator;
    for (int64_t i = 0; i < array->n_children; i++) {
        if (parent->children[i]->release)
            parent->children[i]->release(parent->children[i]);
    }
    kogge__free(&allocator, parent);
    array->release = NULL;
}

int64_t kogge__arrow_nulls(const struct result_column *column, size_t first, size_t rows)
{
    int64_t nulls = 0;
    for (size_t row = first; column->buffers[0] && row < first + rows; row++)
        nulls += !kogge__arrow_bit(column->buffers[0], (int64_t)row);
    return nulls;
}

static void fill_child(const kogge_arrow_result *result, size_t at, struct ArrowArray *child)
{
    struct result_column *column = result->made[at];
    *child = (struct ArrowArray){ .length = (int64_t)result->rows,
                                  .null_count = kogge__arrow_nulls(column, 0, result->rows),
                                  .n_buffers = 2,
                                  .buffers = column->buffers,
                                  .dictionary = column->has_words ? &column->words : NULL,
                                  .release = release_child,
                                  .private_data = column };
}

/* Nothing can fail from here on: the columns go to the children. */
static void fill_array(kogge_arrow_result *result, struct parent_array *parent, struct ArrowArray *array)
{
    parent->allocator = result->allocator;
    parent->children = (struct ArrowArray **)(void *)(parent + 1);
    struct ArrowArray *children = (struct ArrowArray *)(void *)(parent->children + result->count);
    for (size_t i = 0; i < result->count; i++) {
        parent->children[i] = &children[i];
        fill_child(result, i, &children[i]);
    }
    *array = (struct ArrowArray){ .length = (int64_t)result->rows,
                                  .n_buffers = 1,
                                  .n_children = (int64_t)result->count,
                                  .buffers = parent->buffers,
                                  .children = parent->children,
                                  .release = release_array,
                                  .private_data = parent };
    result->count = 0;
}

kogge_status kogge_arrow_result_export(kogge_arrow_result *result, struct ArrowSchema *schema,
                                       struct ArrowArray *array, kogge_error *error)
{
    const size_t one = sizeof(struct ArrowArray *) + sizeof(struct ArrowArray);
    struct ArrowSchema types;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!result || !schema || !array || !result->count)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                           "an argument is NULL, or the columns were exported already");
    if (result->is_shared)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the columns belong to a stream: export another one");
    status = kogge__arrow_ready(result, error);
    if (!status)
        status = make_schema(result, &types, error);
    if (status)
        return status;
    struct parent_array *parent =
        kogge__arrow_memory(&result->allocator, sizeof *parent + result->count * one, error);
    if (!parent) {
        release_schema(&types);
        return KOGGE_E_MEMORY;
    }
    fill_array(result, parent, array);
    *schema = types;
    return KOGGE_OK;
}
