/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Tables from whatever speaks the Arrow interfaces, and results as streams, both in PyCapsules. */

#include "binding.h"

#include <stdio.h>
#include <string.h>

static const char source_name[] = "kogge_arrow", stream_name[] = "arrow_array_stream";

/* ---- Arrow data that was taken over ------------------------------------------------------------------------------
 */

kogge_arrow *kogge_py_source(PyObject *source)
{
    return source ? PyCapsule_GetPointer(source, source_name) : NULL;
}

static void free_source(PyObject *capsule)
{
    kogge_arrow_free(PyCapsule_GetPointer(capsule, source_name));
}

static const char *name_of(const kogge_arrow *arrow, size_t place)
{
    const char *name = kogge_arrow_passed_schema(arrow, place)->name;
    return name ? name : "";
}

/* Decimals that need a currency, and there is none: the library need not know. */
static int check_amounts(const struct table_wish *wish, const kogge_arrow *arrow)
{
    for (size_t i = 0; kogge_py_digits(wish->book) == UNKNOWN_DIGITS && i < kogge_arrow_passed(arrow); i++) {
        const char *format = kogge_arrow_passed_schema(arrow, i)->format;
        if (kogge_arrow_passed_field(arrow, i) && !strncmp(format, "d:", 2)) {
            PyErr_Format(PyExc_TypeError,
                         "%s: decimals need the currency, which only a rulebook has: pass ints of "
                         "minor units",
                         name_of(arrow, i));
            return -1;
        }
    }
    return 0;
}

static PyObject *hold_source(const struct table_wish *wish, kogge_arrow *arrow)
{
    PyObject *source = PyCapsule_New(arrow, source_name, free_source);
    if (!source)
        kogge_arrow_free(arrow);
    return kogge_py_hold_object(wish->held, source);
}

struct import {
    int32_t records[2];
    size_t record_count; /* 0: columns are kept, and none is read */
    int32_t unknown, digits;
    kogge_arrow *arrow;
    kogge_error error;
};

static struct import begin(const struct table_wish *wish)
{
    static const int32_t none[2];
    const int32_t *records = wish->argument ? wish->argument->record : none, digits = kogge_py_digits(wish->book);
    return (struct import){ .records = { records[0], records[1] },
                            .record_count = records[1]   ? 2
                                            : records[0] ? 1
                                                         : 0,
                            .unknown = records[0] ? KOGGE_ARROW_KEEP : KOGGE_ARROW_PASS,
                            .digits = digits == UNKNOWN_DIGITS ? 0 : digits,
                            .error = KOGGE_INIT(kogge_error) };
}

/* Reading a producer may take long, and needs Python's lock no more than the library does. */
static kogge_status import_stream(struct import *in, PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, stream_name);
    kogge_status status;
    if (!stream)
        return 1;
    Py_BEGIN_ALLOW_THREADS status = kogge_arrow_import_stream(stream, in->records, in->record_count, in->unknown,
                                                              in->digits, NULL, &in->arrow, &in->error);
    Py_END_ALLOW_THREADS return status;
}

static kogge_status import_array(struct import *in, PyObject *pair)
{
    if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2) {
        PyErr_SetString(PyExc_TypeError, "__arrow_c_array__() has given no pair of capsules");
        return 1;
    }
    struct ArrowSchema *schema = PyCapsule_GetPointer(PyTuple_GetItem(pair, 0), "arrow_schema");
    struct ArrowArray *array = schema ? PyCapsule_GetPointer(PyTuple_GetItem(pair, 1), "arrow_array") : NULL;
    if (!array)
        return 1;
    return kogge_arrow_import(schema, array, in->records, in->record_count, in->unknown, in->digits, NULL, &in->arrow,
                              &in->error);
}

/* A capsule of a stream, or what has a method that gives one. */
static PyObject *import(const struct table_wish *wish, PyObject *given)
{
    struct import in = begin(wish);
    const bool is_array = !PyObject_HasAttrString(given, "__arrow_c_stream__");
    PyObject *capsule;
    if (PyCapsule_CheckExact(given))
        capsule = Py_NewRef(given);
    else
        capsule = PyObject_CallMethod(given, is_array ? "__arrow_c_array__" : "__arrow_c_stream__", NULL);
    if (!capsule)
        return NULL;
    kogge_status status = PyTuple_Check(capsule) ? import_array(&in, capsule) : import_stream(&in, capsule);
    Py_DECREF(capsule);
    if (status < 0)
        kogge_py_raise(wish->state, &in.error);
    return status ? NULL : hold_source(wish, in.arrow);
}

/* ---- which columns are kept --------------------------------------------------------------------------------------
 */

static int append_place(PyObject *places, size_t place)
{
    PyObject *number = PyLong_FromSize_t(place);
    int done = number ? PyList_Append(places, number) : -1;
    Py_XDECREF(number);
    return done;
}

static int add_key(const kogge_arrow *arrow, PyObject *key, PyObject *places)
{
    const char *name = PyUnicode_Check(key) ? kogge_py_text(key) : NULL;
    for (size_t i = 0; name && i < kogge_arrow_passed(arrow); i++) {
        if (!strcmp(name_of(arrow, i), name))
            return append_place(places, i);
    }
    if (!PyErr_Occurred())
        PyErr_Format(PyExc_TypeError, "keys: the table has no column %R", key);
    return -1;
}

/* A column that is neither read nor a key: no field, or texts where the field is a number of the program's own. */
static int add_other(const struct table_wish *wish, enum extra extra, const kogge_arrow *arrow, size_t place,
                     PyObject *places)
{
    if (extra != EXTRA_REFUSE)
        return extra == EXTRA_PASS ? append_place(places, place) : 0;
    const struct record_type *type = kogge_py_record_type(wish->state, wish->argument->record[0]);
    if (kogge_py_has_field(type, name_of(arrow, place)))
        PyErr_Format(PyExc_TypeError, "column %s has texts, and the field is a number: name it in keys to keep it",
                     name_of(arrow, place));
    else
        kogge_py_no_field(type, name_of(arrow, place));
    return -1;
}

/* The keys in their order, then the columns that are passed through. */
static PyObject *choose(const struct table_wish *wish, enum extra extra, const kogge_arrow *arrow)
{
    PyObject *keys = kogge_py_keys(wish->keys), *places = keys ? PyList_New(0) : NULL;
    int done = places ? 0 : -1;
    for (Py_ssize_t i = 0; !done && i < PyList_Size(keys); i++)
        done = add_key(arrow, PyList_GetItem(keys, i), places);
    for (size_t i = 0; !done && i < kogge_arrow_passed(arrow); i++) {
        if (kogge_arrow_passed_field(arrow, i))
            continue;
        PyObject *name = PyUnicode_FromString(name_of(arrow, i));
        const int is_key = name ? PySequence_Contains(keys, name) : -1;
        Py_XDECREF(name);
        done = is_key < 0 ? -1 : is_key ? 0 : add_other(wish, extra, arrow, i, places);
    }
    Py_XDECREF(keys);
    if (done)
        Py_CLEAR(places);
    return kogge_py_hold_object(wish->held, places);
}

/* ---- chunks as one table -----------------------------------------------------------------------------------------
 */

static void set_bit(uint8_t *bits, size_t at, bool value)
{
    if (value)
        bits[at / 8] |= (uint8_t)(1u << at % 8);
}

static bool bit_of(const kogge_column *column, size_t row)
{
    const size_t bit = column->valid_offset + row;
    return !column->valid || (column->valid[bit / 8] >> bit % 8 & 1);
}

static int join_column(const kogge_arrow *arrow, size_t at, size_t rows, struct held *held, kogge_column *to)
{
    *to = kogge_arrow_table(arrow, 0)->columns[at];
    const size_t width = kogge_py_width(to->type);
    unsigned char *data = kogge_py_hold_block(held, rows * width);
    uint8_t *valid = kogge_py_hold_block(held, rows / 8 + 1);
    size_t row = 0;
    if (!data || !valid)
        return -1;
    for (size_t i = 0; i < kogge_arrow_chunks(arrow); i++) {
        const kogge_table *chunk = kogge_arrow_table(arrow, i);
        const kogge_column *from = &chunk->columns[at];
        for (size_t j = 0; j < chunk->row_count; j++, row++) {
            memcpy(data + row * width, (const unsigned char *)from->data + (ptrdiff_t)j * from->stride, width);
            set_bit(valid, row, bit_of(from, j));
        }
    }
    to->data = data;
    to->stride = (ptrdiff_t)width;
    to->valid = valid;
    to->valid_offset = 0;
    return 0;
}

/* Where rows are looked up in a table, or all are looked at together, it must be one piece. */
static int join(const kogge_arrow *arrow, size_t rows, struct held *held, kogge_table *table)
{
    const size_t chunks = kogge_arrow_chunks(arrow);
    if (chunks < 2) {
        *table = chunks ? *kogge_arrow_table(arrow, 0) : (kogge_table){ .row_count = 0 };
        return 0;
    }
    const size_t count = kogge_arrow_table(arrow, 0)->column_count;
    kogge_column *columns = kogge_py_hold_block(held, count * sizeof *columns);
    *table = (kogge_table){ columns, count, rows };
    for (size_t i = 0; columns && i < count; i++) {
        if (join_column(arrow, i, rows, held, &columns[i]))
            return -1;
    }
    return columns ? 0 : -1;
}

/* ---- tables ------------------------------------------------------------------------------------------------------
 */

static bool speaks_arrow(PyObject *given)
{
    return PyCapsule_CheckExact(given) || PyObject_HasAttrString(given, "__arrow_c_stream__") ||
           PyObject_HasAttrString(given, "__arrow_c_array__");
}

int kogge_py_arrow_table(const struct table_wish *wish, enum extra extra, PyObject *given, struct taken_table *taken)
{
    if (!speaks_arrow(given))
        return 1;
    PyObject *source = import(wish, given);
    if (!source)
        return -1;
    const kogge_arrow *arrow = kogge_py_source(source);
    PyObject *kept = check_amounts(wish, arrow) ? NULL : choose(wish, extra, arrow);
    if (!kept)
        return -1;
    for (size_t i = 0; i < kogge_arrow_chunks(arrow); i++)
        taken->row_count += kogge_arrow_table(arrow, i)->row_count;
    taken->source = source;
    taken->kept = kept;
    if (!wish->in_parts)
        return join(arrow, taken->row_count, wish->held, &taken->table);
    taken->arrow = arrow;
    return 0;
}

int kogge_py_keep(const struct table_wish *wish, PyObject *given, PyObject *names, struct taken_table *taken)
{
    PyObject *packed = PyObject_CallFunction(wish->state->pack, "OOn", given, names, (Py_ssize_t)taken->row_count);
    struct table_wish unread = *wish;
    unread.argument = NULL;
    taken->source = packed ? import(&unread, packed) : NULL;
    Py_XDECREF(packed);
    taken->kept = taken->source ? PyList_New(0) : NULL;
    for (Py_ssize_t i = 0; taken->kept && i < PyList_Size(names); i++) {
        if (append_place(taken->kept, (size_t)i))
            Py_CLEAR(taken->kept);
    }
    return kogge_py_hold_object(wish->held, taken->kept) ? 0 : -1;
}

/* ---- streams -----------------------------------------------------------------------------------------------------
 */

static void free_stream(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, stream_name);
    if (stream->release)
        stream->release(stream);
    PyMem_Free(stream);
}

static size_t *places_of(PyObject *kept, size_t count)
{
    size_t *places = PyMem_Calloc(count + 1, sizeof *places);
    for (size_t i = 0; places && i < count; i++)
        places[i] = PyLong_AsSize_t(PyList_GetItem(kept, (Py_ssize_t)i));
    if (!places)
        PyErr_NoMemory();
    return places;
}

PyObject *kogge_py_stream_capsule(struct state *state, kogge_arrow_result *result, PyObject *source, PyObject *kept)
{
    const size_t count = kept ? (size_t)PyList_Size(kept) : 0;
    kogge_error error = KOGGE_INIT(kogge_error);
    size_t *places = places_of(kept, count);
    struct ArrowArrayStream *stream = places ? PyMem_Calloc(1, sizeof *stream) : NULL;
    kogge_status status = KOGGE_E_MEMORY;
    if (stream)
        status = kogge_arrow_result_export_stream(result, kogge_py_source(source), places, count, stream, &error);
    PyMem_Free(places);
    PyObject *capsule = status ? NULL : PyCapsule_New(stream, stream_name, free_stream);
    if (status && stream)
        kogge_py_raise(state, &error);
    if (!capsule) {
        if (!status)
            stream->release(stream);
        PyMem_Free(stream);
    }
    return capsule ? capsule : PyErr_Occurred() ? NULL : PyErr_NoMemory();
}
