/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arrow data comes in: it is taken over, its columns are found by name, and it is given back. */

#include <kogge/arrow.h>

#include "columns/arrow.h"

#include "base/record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { CHILDREN_MAX = 65536, DIGITS_MAX = 18, FIRST_CHUNKS = 16 };

struct arrow_block {
    struct arrow_block *next;
    uint64_t aligned[]; /* what follows the pointer stands where any integer may */
};

/* What the caller asks for. */
struct wish {
    const int32_t *records;
    size_t record_count;
    int32_t unknown, digits;
    const kogge_allocator *allocator;
    kogge_arrow **arrow;
    kogge_error *error;
};

/* ---- memory ---------------------------------------------------------------------------------------------------- */

void *kogge__arrow_take(kogge_arrow *arrow, size_t size, kogge_error *error)
{
    const size_t header = offsetof(struct arrow_block, aligned);
    struct arrow_block *block = size < SIZE_MAX / 2 ? kogge__alloc(&arrow->allocator, header + size) : NULL;
    if (!block) {
        (void)kogge__fail(error, KOGGE_E_MEMORY, 0, -1, "no memory for Arrow data");
        return NULL;
    }
    block->next = arrow->blocks;
    arrow->blocks = block;
    return memset(block->aligned, 0, size);
}

static kogge_arrow *new_handle(const struct wish *wish)
{
    kogge_arrow *fresh = kogge__alloc(wish->allocator, sizeof *fresh);
    if (!fresh) {
        (void)kogge__fail(wish->error, KOGGE_E_MEMORY, 0, -1, "no memory for Arrow data");
        return NULL;
    }
    memset(fresh, 0, sizeof *fresh);
    if (wish->allocator)
        fresh->allocator = *wish->allocator;
    fresh->digits = wish->digits;
    atomic_init(&fresh->references, 1);
    return fresh;
}

static void release_schema(struct ArrowSchema *schema)
{
    if (schema && schema->release)
        schema->release(schema);
}

static void release_array(struct ArrowArray *array)
{
    if (array && array->release)
        array->release(array);
}

void kogge_arrow_free(kogge_arrow *arrow)
{
    if (!arrow || atomic_fetch_sub_explicit(&arrow->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < arrow->chunk_count; i++)
        release_array(&arrow->chunks[i]->array);
    release_schema(&arrow->schema);
    while (arrow->blocks) {
        struct arrow_block *block = arrow->blocks;
        arrow->blocks = block->next;
        kogge__free(&arrow->allocator, block);
    }
    const kogge_allocator allocator = arrow->allocator;
    kogge__free(&allocator, arrow);
}

/* ---- columns by name ------------------------------------------------------------------------------------------- */

/* "net_minor", or "net" for it; the mask of known fields is no column. */
static const struct field_row *field_named(const struct record_row *record, const char *name)
{
    const size_t length = strlen(name);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        const char *own = kogge__string(field->name);
        if (!strncmp(own, name, length) && (!own[length] || !strcmp(own + length, "_minor")) &&
            !(record->known_offset && (size_t)field->offset == record->known_offset))
            return field;
    }
    return NULL;
}

/* What follows "order." in a name; NULL = it is of no such record. */
static const char *after_record(const struct record_row *record, const char *name)
{
    const char *own = record->name + strlen("kogge_");
    const size_t length = strlen(own);
    return !strncmp(name, own, length) && name[length] == '.' ? name + length + 1 : NULL;
}

static const struct field_row *find_field(const struct wish *wish, const char *name)
{
    const struct field_row *field = wish->record_count ? field_named(kogge__record(wish->records[0]), name) : NULL;
    for (size_t i = 0; i < wish->record_count && !field; i++) {
        const struct record_row *record = kogge__record(wish->records[i]);
        const char *rest = after_record(record, name);
        field = rest ? field_named(record, rest) : NULL;
    }
    return field;
}

static kogge_status fail_unknown(const struct wish *wish, const char *name)
{
    const struct record_row *record = kogge__record(wish->records[0]);
    const char *rest = name;
    for (size_t i = 0; i < wish->record_count && rest == name; i++) {
        const char *after = after_record(kogge__record(wish->records[i]), name);
        record = after ? kogge__record(wish->records[i]) : record;
        rest = after ? after : rest;
    }
    const char *own = record->name + strlen("kogge_"), *near = kogge_name_nearest(record->name, rest);
    if (!strcmp(rest, "known"))
        return kogge__fail(wish->error, KOGGE_E_INVALID, 0, -1,
                           "column %.60s is not needed: a value that is not null is known", name);
    if (near)
        return kogge__fail(wish->error, KOGGE_E_INVALID, 0, -1, "column %.60s is no field of %s; did you mean %s?",
                           name, own, near);
    return kogge__fail(wish->error, KOGGE_E_INVALID, 0, -1, "column %.60s is no field of %s", name, own);
}

static kogge_status add_field(kogge_arrow *arrow, const struct wish *wish, const struct field_row *field,
                              int64_t child)
{
    const struct ArrowSchema *schema = arrow->schema.children[child];
    for (size_t i = 0; i < arrow->column_count; i++) {
        if (arrow->columns[i].field == field)
            return kogge__fail(wish->error, KOGGE_E_INVALID, field->id, -1, "column %s is given twice",
                               kogge__string(field->name));
    }
    if (arrow->column_count == COLUMN_LIMIT)
        return kogge__fail(wish->error, KOGGE_E_LIMIT, field->id, -1, "the table has more than %d columns",
                           COLUMN_LIMIT);
    arrow->columns[arrow->column_count++] =
        (struct arrow_column){ .field = field, .child = child, .type = kogge__arrow_type(schema) };
    return kogge__arrow_accepts(field, schema, wish->digits, wish->error);
}

/* A number that a program knows a thing by may as well be a text elsewhere: such a column is kept only. */
static bool is_label(const struct field_row *field, const struct ArrowSchema *schema)
{
    const struct arrow_type type = kogge__arrow_type(schema);
    const enum arrow_kind kind = type.words ? type.words : type.kind;
    return field->unit == KOGGE_UNIT_ID &&
           (kind == ARROW_TEXT || kind == ARROW_LARGE_TEXT || kind == ARROW_TEXT_VIEW);
}

static kogge_status add_column(kogge_arrow *arrow, const struct wish *wish, int64_t child)
{
    const struct ArrowSchema *schema = arrow->schema.children[child];
    const char *name = kogge__arrow_name(schema);
    const struct field_row *field = find_field(wish, name);
    const bool keeps_all = wish->unknown == KOGGE_ARROW_KEEP;
    if (field && keeps_all && is_label(field, schema))
        field = NULL;
    if (keeps_all || (!field && wish->unknown == KOGGE_ARROW_PASS))
        arrow->passed[arrow->passed_count++] =
            (struct arrow_passed){ .child = child, .field = field ? field->id : 0 };
    if (field)
        return add_field(arrow, wish, field, child);
    if (wish->unknown == KOGGE_ARROW_REFUSE && !*name)
        return kogge__fail(wish->error, KOGGE_E_INVALID, 0, -1, "column %d has no name", (int)child);
    return wish->unknown == KOGGE_ARROW_REFUSE ? fail_unknown(wish, name) : KOGGE_OK;
}

/* ---- the schema ------------------------------------------------------------------------------------------------ */

static bool is_there(const struct ArrowSchema *schema)
{
    return schema && schema->release && schema->format;
}

static kogge_status check_schema(const struct ArrowSchema *schema, kogge_error *error)
{
    if (!schema->release || !schema->format)
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "the schema %s",
                           schema->release ? "has no format" : "was released already");
    if (strcmp(schema->format, "+s") != 0)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                           "the data are no table: format \"%.20s\"; expected is \"+s\"", schema->format);
    if (schema->n_children < 0 || (schema->n_children && !schema->children))
        return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "the schema has no columns where it should");
    if (schema->n_children > CHILDREN_MAX)
        return kogge__fail(error, KOGGE_E_LIMIT, 0, -1, "the table has more than %d columns", CHILDREN_MAX);
    for (int64_t i = 0; i < schema->n_children; i++) {
        const struct ArrowSchema *child = schema->children[i];
        if (!is_there(child) || (child->dictionary && !is_there(child->dictionary)))
            return kogge__fail(error, KOGGE_E_DAMAGED, 0, -1, "column %d of the schema is missing%s", (int)i,
                               is_there(child) ? " the type of its dictionary" : "");
    }
    return KOGGE_OK;
}

/* The handle's own schema says which columns there are. */
static kogge_status bind_columns(kogge_arrow *arrow, const struct wish *wish)
{
    kogge_status status = check_schema(&arrow->schema, wish->error);
    if (status)
        return status;
    if (wish->unknown >= KOGGE_ARROW_PASS) {
        arrow->passed =
            kogge__arrow_take(arrow, (size_t)arrow->schema.n_children * sizeof *arrow->passed, wish->error);
        if (!arrow->passed)
            return KOGGE_E_MEMORY;
    }
    for (int64_t i = 0; i < arrow->schema.n_children && !status; i++)
        status = add_column(arrow, wish, i);
    return status;
}

/* ---- chunks ---------------------------------------------------------------------------------------------------- */

static bool has_room(kogge_arrow *arrow, kogge_error *error)
{
    if (arrow->chunk_count < arrow->chunk_room)
        return true;
    const size_t room = arrow->chunk_room ? 2 * arrow->chunk_room : FIRST_CHUNKS;
    struct arrow_chunk **chunks = kogge__arrow_take(arrow, room * sizeof(struct arrow_chunk *), error);
    if (!chunks)
        return false;
    if (arrow->chunk_count)
        memcpy(chunks, arrow->chunks, arrow->chunk_count * sizeof(struct arrow_chunk *));
    arrow->chunks = chunks;
    arrow->chunk_room = room;
    return true;
}

/* Moves an array into a chunk of its own; where there is no memory, it stays where it is. */
static kogge_status add_chunk(kogge_arrow *arrow, struct ArrowArray *array, kogge_error *error)
{
    if (!has_room(arrow, error))
        return KOGGE_E_MEMORY;
    struct arrow_chunk *chunk = kogge__arrow_take(arrow, sizeof *chunk, error);
    if (!chunk)
        return KOGGE_E_MEMORY;
    chunk->array = *array;
    array->release = NULL;
    arrow->chunks[arrow->chunk_count++] = chunk;
    if (chunk->array.length > INT64_MAX - arrow->row_count)
        return kogge__fail(error, KOGGE_E_LIMIT, 0, -1, "the stream has more rows than can be counted");
    return kogge__arrow_chunk(arrow, chunk, error);
}

static kogge_status fail_stream(struct ArrowArrayStream *stream, int code, kogge_error *error)
{
    const char *text = stream->get_last_error ? stream->get_last_error(stream) : NULL;
    return kogge__fail(error, code == ENOMEM ? KOGGE_E_MEMORY : KOGGE_E_FAILED, 0, -1, "the stream fails: %s",
                       text ? text : "it does not say why");
}

static kogge_status read_stream(kogge_arrow *arrow, struct ArrowArrayStream *stream, const struct wish *wish)
{
    if (!stream->get_schema || !stream->get_next)
        return kogge__fail(wish->error, KOGGE_E_DAMAGED, 0, -1, "the stream lacks functions");
    int code = stream->get_schema(stream, &arrow->schema);
    if (code) {
        arrow->schema.release = NULL; /* what a call that failed has left there is nobody's */
        return fail_stream(stream, code, wish->error);
    }
    kogge_status status = bind_columns(arrow, wish);
    while (!status) {
        struct ArrowArray array = { .release = NULL };
        code = stream->get_next(stream, &array);
        if (code)
            return fail_stream(stream, code, wish->error);
        if (!array.release)
            break;
        status = add_chunk(arrow, &array, wish->error);
        release_array(&array); /* it has been moved, unless there was no memory */
    }
    return status;
}

/* ---- public ---------------------------------------------------------------------------------------------------- */

static kogge_status check_records(const struct wish *wish)
{
    if (!wish->record_count && wish->unknown == KOGGE_ARROW_PASS)
        return KOGGE_OK;
    if (!wish->records || !wish->record_count)
        return kogge__fail(wish->error, KOGGE_E_INVALID, 0, -1, "records is NULL, or there are none");
    for (size_t i = 0; i < wish->record_count; i++) {
        if (!kogge__record(wish->records[i]))
            return kogge__fail(wish->error, KOGGE_E_UNSUPPORTED, 0, -1, "record %d is unknown",
                               (int)wish->records[i]);
    }
    return KOGGE_OK;
}

static kogge_status fail_null(const struct wish *wish, const char *what)
{
    return kogge__fail(wish->error, KOGGE_E_INVALID, 0, -1, "%s is NULL", what);
}

static kogge_status check_wish(const struct wish *wish)
{
    if (wish->arrow)
        *wish->arrow = NULL;
    kogge_status status = kogge__error_ready(wish->error);
    if (!status && !wish->arrow)
        status = fail_null(wish, "arrow");
    if (!status)
        status = check_records(wish);
    if (!status && (wish->unknown < KOGGE_ARROW_REFUSE || wish->unknown > KOGGE_ARROW_KEEP))
        status = kogge__fail(wish->error, KOGGE_E_UNSUPPORTED, 0, -1, "unknown is %d, outside 0..%d",
                             (int)wish->unknown, KOGGE_ARROW_KEEP);
    if (!status && (wish->digits < 0 || wish->digits > DIGITS_MAX))
        status = kogge__fail(wish->error, KOGGE_E_RANGE, 0, -1, "digits is %d, outside 0..%d", (int)wish->digits,
                             DIGITS_MAX);
    return status;
}

/* Gives the handle to the caller, or back. */
static kogge_status finish(const struct wish *wish, kogge_arrow *fresh, kogge_status status)
{
    if (status)
        kogge_arrow_free(fresh);
    else
        *wish->arrow = fresh;
    return status;
}

static kogge_status import_pair(const struct wish *wish, struct ArrowSchema *schema, struct ArrowArray *array)
{
    kogge_status status = check_wish(wish);
    if (status)
        return status;
    if (!schema || !array)
        return fail_null(wish, schema ? "array" : "schema");
    kogge_arrow *fresh = new_handle(wish);
    if (!fresh)
        return KOGGE_E_MEMORY;
    fresh->schema = *schema;
    schema->release = NULL;
    status = bind_columns(fresh, wish);
    if (!status)
        status = add_chunk(fresh, array, wish->error);
    return finish(wish, fresh, status);
}

kogge_status kogge_arrow_import(struct ArrowSchema *schema, struct ArrowArray *array, const int32_t *records,
                                size_t record_count, int32_t unknown, int32_t digits,
                                const kogge_allocator *allocator, kogge_arrow **arrow, kogge_error *error)
{
    const struct wish wish = { records, record_count, unknown, digits, allocator, arrow, error };
    const kogge_status status = import_pair(&wish, schema, array);
    release_schema(schema); /* what was moved is marked as released already */
    release_array(array);
    return status;
}

static kogge_status import_stream(const struct wish *wish, struct ArrowArrayStream *stream)
{
    kogge_status status = check_wish(wish);
    if (status)
        return status;
    if (!stream || !stream->release)
        return fail_null(wish, "stream, or what releases it,");
    kogge_arrow *fresh = new_handle(wish);
    return fresh ? finish(wish, fresh, read_stream(fresh, stream, wish)) : KOGGE_E_MEMORY;
}

kogge_status kogge_arrow_import_stream(struct ArrowArrayStream *stream, const int32_t *records, size_t record_count,
                                       int32_t unknown, int32_t digits, const kogge_allocator *allocator,
                                       kogge_arrow **arrow, kogge_error *error)
{
    const struct wish wish = { records, record_count, unknown, digits, allocator, arrow, error };
    const kogge_status status = import_stream(&wish, stream);
    if (stream && stream->release)
        stream->release(stream);
    return status;
}

size_t kogge_arrow_chunks(const kogge_arrow *arrow)
{
    return arrow ? arrow->chunk_count : 0;
}

const kogge_table *kogge_arrow_table(const kogge_arrow *arrow, size_t chunk)
{
    return chunk < kogge_arrow_chunks(arrow) ? &arrow->chunks[chunk]->table : NULL;
}

size_t kogge_arrow_passed(const kogge_arrow *arrow)
{
    return arrow ? arrow->passed_count : 0;
}

const struct ArrowSchema *kogge_arrow_passed_schema(const kogge_arrow *arrow, size_t index)
{
    return index < kogge_arrow_passed(arrow) ? arrow->schema.children[arrow->passed[index].child] : NULL;
}

int32_t kogge_arrow_passed_field(const kogge_arrow *arrow, size_t index)
{
    return index < kogge_arrow_passed(arrow) ? arrow->passed[index].field : 0;
}

const struct ArrowArray *kogge_arrow_passed_array(const kogge_arrow *arrow, size_t chunk, size_t index,
                                                  int64_t *first)
{
    if (index >= kogge_arrow_passed(arrow) || chunk >= arrow->chunk_count)
        return NULL;
    const struct ArrowArray *array = &arrow->chunks[chunk]->array;
    if (first)
        *first = array->offset;
    return array->children[arrow->passed[index].child];
}
