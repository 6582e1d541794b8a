/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Columns of Python as an Arrow stream of one chunk: their bytes are copied, so that whoever releases them needs
 * nothing of Python. */

#include "binding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BUFFERS = 3 };

/* A column; it owns name, format and buffers. */
struct packed_column {
    char *name, *format;
    int64_t nulls, buffer_count;
    void *buffers[MOST_BUFFERS];
};

struct packed {
    int64_t rows;
    size_t count;
    bool is_given;
    struct packed_column columns[];
};

static void clear_column(struct packed_column *column)
{
    free(column->name);
    free(column->format);
    for (int i = 0; i < MOST_BUFFERS; i++)
        free(column->buffers[i]);
}

static void free_packed(struct packed *packed)
{
    for (size_t i = 0; packed && i < packed->count; i++)
        clear_column(&packed->columns[i]);
    free(packed);
}

/* ---- what the consumer sees --------------------------------------------------------------------------------------
 */

/* One block: the list of children, and the children. */
static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

/* Name and format stand behind each other in one text. */
static void release_child_schema(struct ArrowSchema *schema)
{
    free(schema->private_data);
    schema->release = NULL;
}

static int name_child(const struct packed_column *column, struct ArrowSchema *child)
{
    const size_t name = strlen(column->name) + 1, format = strlen(column->format) + 1;
    char *text = malloc(name + format);
    if (!text)
        return ENOMEM;
    memcpy(text, column->name, name);
    memcpy(text + name, column->format, format);
    *child = (struct ArrowSchema){ .format = text + name,
                                   .name = text,
                                   .flags = ARROW_FLAG_NULLABLE,
                                   .release = release_child_schema,
                                   .private_data = text };
    return 0;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct packed *packed = stream->private_data;
    const size_t one = sizeof(struct ArrowSchema *) + sizeof(struct ArrowSchema);
    struct ArrowSchema **list = calloc(packed->count + 1, one);
    if (!list)
        return ENOMEM;
    struct ArrowSchema *children = (struct ArrowSchema *)(void *)(list + packed->count);
    *out = (struct ArrowSchema){ .format = "+s", .name = "", .children = list, .release = release_schema };
    for (size_t i = 0; i < packed->count; i++) {
        list[i] = &children[i];
        out->n_children++;
        if (name_child(&packed->columns[i], &children[i])) {
            release_schema(out);
            return ENOMEM;
        }
    }
    return 0;
}

struct packed_array {
    const void *buffers[MOST_BUFFERS];
    struct packed_column column;
};

static void release_child(struct ArrowArray *array)
{
    struct packed_array *owned = array->private_data;
    clear_column(&owned->column);
    free(owned);
    array->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    }
    free(array->children);
    array->release = NULL;
}

/* The column goes to the child. */
static int fill_child(struct packed *packed, size_t at, struct ArrowArray *child)
{
    struct packed_array *owned = calloc(1, sizeof *owned);
    if (!owned)
        return ENOMEM;
    owned->column = packed->columns[at];
    memset(&packed->columns[at], 0, sizeof packed->columns[at]);
    for (int i = 0; i < MOST_BUFFERS; i++)
        owned->buffers[i] = owned->column.buffers[i];
    *child = (struct ArrowArray){ .length = packed->rows,
                                  .null_count = owned->column.nulls,
                                  .n_buffers = owned->column.buffer_count,
                                  .buffers = owned->buffers,
                                  .release = release_child,
                                  .private_data = owned };
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    static const void *no_nulls[1];
    struct packed *packed = stream->private_data;
    const size_t one = sizeof(struct ArrowArray *) + sizeof(struct ArrowArray);
    *out = (struct ArrowArray){ .release = NULL };
    if (packed->is_given)
        return 0;
    struct ArrowArray **list = calloc(packed->count + 1, one);
    if (!list)
        return ENOMEM;
    struct ArrowArray *children = (struct ArrowArray *)(void *)(list + packed->count);
    *out = (struct ArrowArray){
        .length = packed->rows, .n_buffers = 1, .buffers = no_nulls, .children = list, .release = release_array
    };
    packed->is_given = true;
    for (size_t i = 0; i < packed->count; i++) {
        list[i] = &children[i];
        out->n_children++;
        if (fill_child(packed, i, &children[i])) {
            release_array(out);
            return ENOMEM;
        }
    }
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "no memory";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    free_packed(stream->private_data);
    stream->release = NULL;
}

/* ---- from Python -------------------------------------------------------------------------------------------------
 */

static char *copy_text(PyObject *text)
{
    const char *from = PyUnicode_Check(text) ? kogge_py_text(text) : NULL;
    char *copy = from ? malloc(strlen(from) + 1) : NULL;
    if (copy)
        strcpy(copy, from);
    else if (!PyErr_Occurred())
        PyErr_Format(PyExc_TypeError, "%R is no name", text);
    return copy;
}

/* None: there is no such buffer. */
static int copy_buffer(PyObject *from, void **to)
{
    Py_buffer view;
    if (from == Py_None)
        return 0;
    if (PyObject_GetBuffer(from, &view, PyBUF_SIMPLE))
        return -1;
    *to = calloc((size_t)view.len + 1, 1);
    if (*to)
        memcpy(*to, view.buf, (size_t)view.len);
    PyBuffer_Release(&view);
    return *to ? 0 : (PyErr_NoMemory(), -1);
}

/* (name, format, nulls, (validity or None, buffer, ...)) */
static int read_column(PyObject *from, struct packed_column *column)
{
    PyObject *name, *format, *buffers;
    long long nulls;
    if (!PyArg_ParseTuple(from, "OOLO!", &name, &format, &nulls, &PyTuple_Type, &buffers))
        return -1;
    column->nulls = nulls;
    column->name = copy_text(name);
    column->format = column->name ? copy_text(format) : NULL;
    for (Py_ssize_t i = 0; column->format && i < PyTuple_Size(buffers) && i < MOST_BUFFERS; i++) {
        if (copy_buffer(PyTuple_GetItem(buffers, i), &column->buffers[i]))
            return -1;
        column->buffer_count++;
    }
    return column->format ? 0 : -1;
}

static void free_capsule(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream->release)
        stream->release(stream);
    free(stream);
}

static PyObject *capsule_of(struct packed *packed)
{
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    if (stream)
        *stream = (struct ArrowArrayStream){ get_schema, get_next, get_last_error, release_stream, packed };
    PyObject *capsule = stream ? PyCapsule_New(stream, "arrow_array_stream", free_capsule) : PyErr_NoMemory();
    if (!capsule)
        free(stream);
    return capsule;
}

PyObject *kogge_py_pack(PyObject *module, PyObject *arguments)
{
    Py_ssize_t rows;
    PyObject *columns;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "nO!", &rows, &PyList_Type, &columns))
        return NULL;
    const size_t count = (size_t)PyList_Size(columns);
    struct packed *packed = calloc(1, sizeof *packed + count * sizeof packed->columns[0]);
    if (!packed)
        return PyErr_NoMemory();
    packed->rows = rows;
    int done = 0;
    for (; !done && packed->count < count; packed->count++)
        done = read_column(PyList_GetItem(columns, (Py_ssize_t)packed->count), &packed->columns[packed->count]);
    PyObject *capsule = done ? NULL : capsule_of(packed);
    if (!capsule)
        free_packed(packed);
    return capsule;
}
