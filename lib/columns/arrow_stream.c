/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Results go out as a stream: chunk by chunk, behind the columns that were passed through. All pieces are views; each
 * part of them keeps by itself the handle alive whose memory it shows, so that it can be moved out of its parent. */

#include <kogge/arrow.h>

#include "columns/arrow.h"
#include "columns/arrow_result.h"

#include "base/record.h"

#include <errno.h>
#include <string.h>

/* Types within types: more than any producer makes, and little enough for the stack. */
enum { DEEPEST = 64, MOST_CHILDREN = 65536 };

/* Whose memory a part shows: one of the two, or nobody's. */
struct owner {
    kogge_arrow *source;
    kogge_arrow_result *result;
};

static void keep(const struct owner *owner)
{
    if (owner->source)
        atomic_fetch_add_explicit(&owner->source->references, 1, memory_order_relaxed);
    if (owner->result)
        atomic_fetch_add_explicit(&owner->result->references, 1, memory_order_relaxed);
}

static void give_back(const struct owner *owner)
{
    kogge_arrow_free(owner->source);
    kogge_arrow_result_free(owner->result);
}

struct stream {
    kogge_allocator allocator;
    struct owner source, result, both;
    size_t chunk, first; /* what comes next: its number and its first row */
    kogge_error error;
    size_t passed_count;
    size_t passed[];
};

static size_t chunk_count(const struct stream *stream)
{
    return stream->source.source ? kogge_arrow_chunks(stream->source.source) : 1;
}

static size_t rows_of(const struct stream *stream, size_t chunk)
{
    const kogge_arrow *source = stream->source.source;
    return source ? kogge_arrow_table(source, chunk)->row_count : stream->result.result->rows;
}

/* ---- arrays ---------------------------------------------------------------------------------------------------- */

/* What an array owns: the structs of its children and of its dictionary, and a share of what it shows. */
struct array_node {
    kogge_allocator allocator;
    struct owner owner;
    const void *no_nulls[1];
    struct ArrowArray dictionary;
    struct ArrowArray *children[];
};

static void release_array(struct ArrowArray *array)
{
    struct array_node *node = array->private_data;
    const kogge_allocator allocator = node->allocator;
    const struct owner owner = node->owner;
    for (int64_t i = 0; i < array->n_children; i++) {
        if (node->children[i]->release)
            node->children[i]->release(node->children[i]);
    }
    if (node->dictionary.release)
        node->dictionary.release(&node->dictionary);
    kogge__free(&allocator, node);
    array->release = NULL;
    give_back(&owner);
}

/* Room for children, which are released ones as yet. */
static kogge_status start_array(const struct stream *stream, const struct owner *owner, int64_t children,
                                struct ArrowArray *array)
{
    const size_t count = (size_t)children, one = sizeof(struct ArrowArray *) + sizeof(struct ArrowArray);
    struct array_node *node = kogge__arrow_memory(&stream->allocator, sizeof *node + count * one, NULL);
    if (!node)
        return KOGGE_E_MEMORY;
    struct ArrowArray *structs = (struct ArrowArray *)(void *)(node->children + count);
    for (size_t i = 0; i < count; i++)
        node->children[i] = &structs[i];
    node->allocator = stream->allocator;
    node->owner = *owner;
    keep(owner);
    array->n_children = children;
    array->children = count ? node->children : NULL;
    array->release = release_array;
    array->private_data = node;
    return KOGGE_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): types are trees, and DEEPEST ends it */
static kogge_status show_array(const struct stream *stream, const struct owner *owner, const struct ArrowArray *from,
                               int depth, struct ArrowArray *to)
{
    if (depth > DEEPEST || from->n_children < 0 || from->n_children > MOST_CHILDREN ||
        (from->n_children && !from->children))
        return KOGGE_E_DAMAGED;
    struct ArrowArray view = *from;
    kogge_status status = start_array(stream, owner, from->n_children, &view);
    if (status)
        return status;
    for (int64_t i = 0; i < from->n_children && !status; i++)
        status = from->children[i] ? show_array(stream, owner, from->children[i], depth + 1, view.children[i])
                                   : KOGGE_E_DAMAGED;
    struct array_node *node = view.private_data;
    if (from->dictionary && !status) {
        status = show_array(stream, owner, from->dictionary, depth + 1, &node->dictionary);
        view.dictionary = &node->dictionary;
    }
    if (status)
        release_array(&view);
    else
        *to = view;
    return status;
}

/* The rows of a chunk of a column that was passed through. */
static kogge_status show_passed(const struct stream *stream, size_t index, struct ArrowArray *to)
{
    int64_t first = 0;
    const size_t rows = rows_of(stream, stream->chunk);
    const struct ArrowArray *array = kogge_arrow_passed_array(stream->source.source, stream->chunk, index, &first);
    const kogge_status status = show_array(stream, &stream->source, array, 0, to);
    if (status)
        return status;
    if (to->length != (int64_t)rows && to->null_count)
        to->null_count = -1;
    to->length = (int64_t)rows;
    to->offset += first;
    return KOGGE_OK;
}

/* The same of a column of the result. */
static kogge_status show_result(const struct stream *stream, size_t index, struct ArrowArray *to)
{
    struct result_column *column = stream->result.result->made[index];
    const size_t rows = rows_of(stream, stream->chunk);
    const struct ArrowArray all = { .length = (int64_t)rows,
                                    .null_count = kogge__arrow_nulls(column, stream->first, rows),
                                    .offset = (int64_t)stream->first,
                                    .n_buffers = 2,
                                    .buffers = column->buffers,
                                    .dictionary = column->has_words ? &column->words : NULL };
    return show_array(stream, &stream->result, &all, 0, to);
}

static kogge_status make_chunk(const struct stream *stream, struct ArrowArray *out)
{
    static const struct owner nobody;
    const size_t passed = stream->passed_count, count = passed + stream->result.result->count;
    struct ArrowArray array = { .length = (int64_t)rows_of(stream, stream->chunk), .n_buffers = 1 };
    kogge_status status = start_array(stream, &nobody, (int64_t)count, &array);
    if (status)
        return status;
    array.buffers = ((struct array_node *)array.private_data)->no_nulls;
    for (size_t i = 0; i < count && !status; i++)
        status = i < passed ? show_passed(stream, stream->passed[i], array.children[i])
                            : show_result(stream, i - passed, array.children[i]);
    if (status)
        release_array(&array);
    else
        *out = array;
    return status;
}

/* ---- schemas --------------------------------------------------------------------------------------------------- */

struct schema_node {
    kogge_allocator allocator;
    struct owner owner;
    struct ArrowSchema dictionary;
    struct ArrowSchema *children[];
};

static void release_schema(struct ArrowSchema *schema)
{
    struct schema_node *node = schema->private_data;
    const kogge_allocator allocator = node->allocator;
    const struct owner owner = node->owner;
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (node->children[i]->release)
            node->children[i]->release(node->children[i]);
    }
    if (node->dictionary.release)
        node->dictionary.release(&node->dictionary);
    kogge__free(&allocator, node);
    schema->release = NULL;
    give_back(&owner);
}

static kogge_status start_schema(const struct stream *stream, const struct owner *owner, int64_t children,
                                 struct ArrowSchema *schema)
{
    const size_t count = (size_t)children, one = sizeof(struct ArrowSchema *) + sizeof(struct ArrowSchema);
    struct schema_node *node = kogge__arrow_memory(&stream->allocator, sizeof *node + count * one, NULL);
    if (!node)
        return KOGGE_E_MEMORY;
    struct ArrowSchema *structs = (struct ArrowSchema *)(void *)(node->children + count);
    for (size_t i = 0; i < count; i++)
        node->children[i] = &structs[i];
    node->allocator = stream->allocator;
    node->owner = *owner;
    keep(owner);
    schema->n_children = children;
    schema->children = count ? node->children : NULL;
    schema->release = release_schema;
    schema->private_data = node;
    return KOGGE_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): types are trees, and DEEPEST ends it */
static kogge_status show_schema(const struct stream *stream, const struct ArrowSchema *from, int depth,
                                struct ArrowSchema *to)
{
    if (depth > DEEPEST || from->n_children < 0 || from->n_children > MOST_CHILDREN ||
        (from->n_children && !from->children))
        return KOGGE_E_DAMAGED;
    struct ArrowSchema view = *from;
    kogge_status status = start_schema(stream, &stream->source, from->n_children, &view);
    if (status)
        return status;
    for (int64_t i = 0; i < from->n_children && !status; i++)
        status =
            from->children[i] ? show_schema(stream, from->children[i], depth + 1, view.children[i]) : KOGGE_E_DAMAGED;
    struct schema_node *node = view.private_data;
    if (from->dictionary && !status) {
        status = show_schema(stream, from->dictionary, depth + 1, &node->dictionary);
        view.dictionary = &node->dictionary;
    }
    if (status)
        release_schema(&view);
    else
        *to = view;
    return status;
}

static kogge_status make_schema(const struct stream *stream, struct ArrowSchema *out)
{
    static const struct owner nobody;
    const kogge_arrow_result *result = stream->result.result;
    const size_t passed = stream->passed_count, count = passed + result->count;
    struct ArrowSchema schema = { .format = "+s", .name = "" };
    kogge_status status = start_schema(stream, &nobody, (int64_t)count, &schema);
    if (status)
        return status;
    for (size_t i = 0; i < count && !status; i++)
        status = i < passed ? show_schema(stream, kogge_arrow_passed_schema(stream->source.source, stream->passed[i]),
                                          0, schema.children[i])
                            : kogge__arrow_name_child(result->made[i - passed], schema.children[i], NULL);
    if (status)
        release_schema(&schema);
    else
        *out = schema;
    return status;
}

/* ---- the stream ------------------------------------------------------------------------------------------------ */

/* Keeps what happened for get_last_error; what the caller sees is an errno. */
static int note(struct stream *stream, kogge_status status)
{
    const char *text =
        status == KOGGE_E_MEMORY ? "no memory for Arrow data" : "a column that was passed through is damaged";
    if (!status)
        return 0;
    (void)kogge__fail(&stream->error, status, 0, -1, "%s", text);
    return status == KOGGE_E_MEMORY ? ENOMEM : EINVAL;
}

static int get_schema(struct ArrowArrayStream *out, struct ArrowSchema *schema)
{
    struct stream *stream = out->private_data;
    return note(stream, make_schema(stream, schema));
}

static int get_next(struct ArrowArrayStream *out, struct ArrowArray *array)
{
    struct stream *stream = out->private_data;
    *array = (struct ArrowArray){ .release = NULL };
    if (stream->chunk == chunk_count(stream))
        return 0;
    const int code = note(stream, make_chunk(stream, array));
    if (!code)
        stream->first += rows_of(stream, stream->chunk++);
    return code;
}

static const char *get_last_error(struct ArrowArrayStream *out)
{
    const struct stream *stream = out->private_data;
    return stream->error.status ? stream->error.text : NULL;
}

static void release_stream(struct ArrowArrayStream *out)
{
    struct stream *stream = out->private_data;
    const kogge_allocator allocator = stream->allocator;
    const struct owner both = stream->both;
    kogge__free(&allocator, stream);
    out->release = NULL;
    give_back(&both);
}

/* ---- what may be exported -------------------------------------------------------------------------------------- */

static kogge_status check_rows(const kogge_arrow_result *result, const kogge_arrow *source, kogge_error *error)
{
    size_t rows = 0;
    for (size_t i = 0; i < kogge_arrow_chunks(source); i++)
        rows += kogge_arrow_table(source, i)->row_count;
    if (source && rows != result->rows)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the result has %zu rows, the table %zu", result->rows,
                           rows);
    return KOGGE_OK;
}

static kogge_status check_name(const kogge_arrow_result *result, const kogge_arrow *source, size_t index,
                               kogge_error *error)
{
    const struct ArrowSchema *schema = kogge_arrow_passed_schema(source, index);
    if (!schema)
        return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "there is no kept column %zu", index);
    const char *name = kogge__arrow_name(schema);
    for (size_t i = 0; i < result->count; i++) {
        if (!strcmp(name, kogge__string(result->made[i]->field->name)))
            return kogge__fail(error, KOGGE_E_INVALID, result->made[i]->field->id, -1,
                               "column %.60s is passed through, and the result has one of that name: rename it, or "
                               "leave one of them out",
                               name);
    }
    return KOGGE_OK;
}

static kogge_status check_columns(const kogge_arrow_result *result, const kogge_arrow *source, const size_t *passed,
                                  size_t count, kogge_error *error)
{
    kogge_status status = check_rows(result, source, error);
    for (size_t i = 0; i < count && !status; i++)
        status = check_name(result, source, passed ? passed[i] : i, error);
    return status;
}

static struct stream *new_stream(kogge_arrow_result *result, kogge_arrow *source, const size_t *passed, size_t count,
                                 kogge_error *error)
{
    struct stream *fresh =
        kogge__arrow_memory(&result->allocator, sizeof *fresh + count * sizeof fresh->passed[0], error);
    if (!fresh)
        return NULL;
    fresh->allocator = result->allocator;
    fresh->source.source = source;
    fresh->result.result = result;
    fresh->both = (struct owner){ source, result };
    fresh->error = (kogge_error)KOGGE_INIT(kogge_error);
    for (fresh->passed_count = 0; fresh->passed_count < count; fresh->passed_count++)
        fresh->passed[fresh->passed_count] = passed ? passed[fresh->passed_count] : fresh->passed_count;
    keep(&fresh->both);
    return fresh;
}

kogge_status kogge_arrow_result_export_stream(kogge_arrow_result *result, kogge_arrow *source, const size_t *passed,
                                              size_t passed_count, struct ArrowArrayStream *stream,
                                              kogge_error *error)
{
    const size_t count = passed ? passed_count : kogge_arrow_passed(source);
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!result || !stream || !result->count || (!passed && passed_count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1,
                           "an argument is NULL, or the columns were exported already");
    status = check_columns(result, source, passed, count, error);
    if (!status)
        status = kogge__arrow_ready(result, error);
    struct stream *fresh = status ? NULL : new_stream(result, source, passed, count, error);
    if (!fresh)
        return status ? status : KOGGE_E_MEMORY;
    result->is_shared = true;
    *stream = (struct ArrowArrayStream){ get_schema, get_next, get_last_error, release_stream, fresh };
    return KOGGE_OK;
}
