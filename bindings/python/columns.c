/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Results as columns in Arrow's layout: what the class Table of the package stands on. */

#include "binding.h"

#include <string.h>

struct columns {
    PyObject_HEAD const struct record_type *type;
    kogge_arrow_result *result;
    size_t count; /* rows */
    PyObject *source, *kept;
};

/* Memory of a result as a buffer. */
struct column {
    PyObject_HEAD PyObject *owner;
    const void *data;
    Py_ssize_t count, width;
    const char *format;
};

PyObject *kogge_py_new_columns(struct state *state, const struct record_type *type, kogge_arrow_result *result,
                               size_t count, PyObject *source, PyObject *kept)
{
    struct columns *columns = (struct columns *)PyType_GenericAlloc(state->columns_type, 0);
    if (!columns) {
        kogge_arrow_result_free(result);
        return NULL;
    }
    columns->type = type;
    columns->result = result;
    columns->count = count;
    Py_XINCREF(source);
    Py_XINCREF(kept);
    columns->source = source;
    columns->kept = kept;
    return (PyObject *)columns;
}

static void deallocate(PyObject *self)
{
    struct columns *columns = (struct columns *)self;
    PyTypeObject *type = Py_TYPE(self);
    kogge_arrow_result_free(columns->result);
    Py_XDECREF(columns->source);
    Py_XDECREF(columns->kept);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* ---- one column --------------------------------------------------------------------------------------------------
 */

static void free_column(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((struct column *)self)->owner);
    PyObject_Free(self);
    Py_DECREF(type);
}

static int get_buffer(PyObject *self, Py_buffer *view, int flags)
{
    struct column *column = (struct column *)self;
    if (PyBuffer_FillInfo(view, self, (void *)(uintptr_t)column->data, column->count * column->width, 1, flags))
        return -1;
    view->itemsize = column->width;
    view->format = flags & PyBUF_FORMAT ? (char *)(uintptr_t)column->format : NULL;
    if (flags & PyBUF_ND)
        view->shape = &column->count;
    if ((flags & PyBUF_STRIDES) == PyBUF_STRIDES)
        view->strides = &column->width;
    return 0;
}

static PyObject *view_of(PyObject *owner, const void *data, size_t count, size_t width, const char *format)
{
    const struct state *state = ((struct columns *)owner)->type->state;
    struct column *column = (struct column *)PyType_GenericAlloc(state->column_type, 0);
    if (!column)
        return NULL;
    column->owner = Py_NewRef(owner);
    column->data = data;
    column->count = (Py_ssize_t)count;
    column->width = (Py_ssize_t)width;
    column->format = format;
    PyObject *view = PyMemoryView_FromObject((PyObject *)column);
    Py_DECREF(column);
    return view;
}

static const kogge_out_column *find(const struct columns *columns, PyObject *name)
{
    const char *text = PyUnicode_Check(name) ? kogge_py_text(name) : NULL;
    size_t count = 0;
    const kogge_out_column *out = kogge_arrow_result_columns(columns->result, &count);
    for (size_t i = 0; text && i < count; i++) {
        if (!strcmp(kogge_field_name(out[i].field), text))
            return &out[i];
    }
    if (!PyErr_Occurred())
        PyErr_SetObject(PyExc_KeyError, name);
    return NULL;
}

/* buffer(name): the values as they were written, codes as numbers, dates as days. */
static PyObject *buffer(PyObject *self, PyObject *name)
{
    static const char *const formats[] = {
        [KOGGE_TYPE_INT32] = "i", [KOGGE_TYPE_UINT32] = "I", [KOGGE_TYPE_INT64] = "q", [KOGGE_TYPE_UINT64] = "Q"
    };
    const struct columns *columns = (const struct columns *)self;
    const kogge_out_column *out = find(columns, name);
    return out ? view_of(self, out->data, columns->count, kogge_py_width(out->type), formats[out->type]) : NULL;
}

/* valid(name): the bitmap of values that are known; None = all are. */
static PyObject *valid(PyObject *self, PyObject *name)
{
    const struct columns *columns = (const struct columns *)self;
    const kogge_out_column *out = find(columns, name);
    if (out && !out->valid)
        Py_RETURN_NONE;
    return out ? view_of(self, out->valid, (columns->count + 7) / 8, 1, "B") : NULL;
}

/* ---- all of them -------------------------------------------------------------------------------------------------
 */

static PyObject *names(PyObject *self, PyObject *unused)
{
    size_t count = 0;
    const kogge_out_column *out = kogge_arrow_result_columns(((struct columns *)self)->result, &count);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (size_t i = 0; list && i < count; i++) {
        PyObject *name = PyUnicode_FromString(kogge_field_name(out[i].field));
        if (!name || PyList_Append(list, name))
            Py_CLEAR(list);
        Py_XDECREF(name);
    }
    return list;
}

/* kept(): names of the columns that are kept, in their order. */
static PyObject *kept(PyObject *self, PyObject *unused)
{
    const struct columns *columns = (const struct columns *)self;
    const kogge_arrow *arrow = kogge_py_source(columns->source);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (Py_ssize_t i = 0; list && columns->kept && i < PyList_Size(columns->kept); i++) {
        const size_t place = PyLong_AsSize_t(PyList_GetItem(columns->kept, i));
        const char *text = kogge_arrow_passed_schema(arrow, place)->name;
        PyObject *name = PyUnicode_FromString(text ? text : "");
        if (!name || PyList_Append(list, name))
            Py_CLEAR(list);
        Py_XDECREF(name);
    }
    return list;
}

static PyObject *stream(PyObject *self, PyObject *unused)
{
    const struct columns *columns = (const struct columns *)self;
    (void)unused;
    return kogge_py_stream_capsule(columns->type->state, columns->result, columns->source, columns->kept);
}

static bool is_known(const kogge_out_column *out, size_t row)
{
    return !out->valid || (out->valid[row / 8] >> row % 8 & 1);
}

static void copy_row(const struct record_type *type, const kogge_out_column *out, size_t row, unsigned char *to)
{
    const kogge_field *is = &type->fields[0].is;
    for (size_t i = 0; is->id != out->field; i++)
        is = &type->fields[i].is;
    const size_t width = kogge_py_width(is->type);
    memcpy(to + is->offset, (const unsigned char *)out->data + row * width, width);
    if (is->known_bit >= 0 && type->known && is_known(out, row)) {
        const int32_t at = type->known->is.offset, kind = type->known->is.type;
        const uint64_t known = (uint64_t)kogge_py_load(to + at, kind) | UINT64_C(1) << is->known_bit;
        kogge_py_store(to + at, kind, (int64_t)known);
    }
}

/* rows(book): the same as records. */
static PyObject *rows(PyObject *self, PyObject *book)
{
    const struct columns *columns = (const struct columns *)self;
    const struct record_type *type = columns->type;
    size_t count = 0;
    const kogge_out_column *out = kogge_arrow_result_columns(columns->result, &count);
    PyObject *made = kogge_py_new_rows(type, NULL, columns->count, book == Py_None ? NULL : book);
    unsigned char *data = made ? (unsigned char *)((struct rows *)made)->data : NULL;
    for (size_t row = 0; made && row < columns->count; row++) {
        if (type->headed)
            kogge_record_init(data + row * type->size, type->size);
        for (size_t i = 0; i < count; i++)
            copy_row(type, &out[i], row, data + row * type->size);
    }
    return made;
}

static PyObject *record_class(PyObject *self, PyObject *unused)
{
    (void)unused;
    return Py_NewRef((PyObject *)((struct columns *)self)->type->type);
}

/* ---- from records ------------------------------------------------------------------------------------------------
 */

static void fill_column(const struct rows *rows, const kogge_out_column *out)
{
    const struct record_type *type = rows->type;
    const kogge_field *is = &type->fields[0].is;
    for (size_t i = 0; is->id != out->field; i++)
        is = &type->fields[i].is;
    const size_t width = kogge_py_width(is->type);
    for (size_t row = 0; row < rows->count; row++) {
        const unsigned char *from = (const unsigned char *)rows->data + row * type->size;
        const uint64_t known =
            type->known ? (uint64_t)kogge_py_load(from + type->known->is.offset, type->known->is.type) : UINT64_MAX;
        memcpy((unsigned char *)out->data + row * width, from + is->offset, width);
        if (out->valid && known >> is->known_bit & 1)
            out->valid[row / 8] |= (uint8_t)(1u << row % 8);
    }
}

/* _Columns(rows, names, stream or None): columns of these names, behind those of an Arrow stream. */
static PyObject *new (PyTypeObject *class, PyObject *arguments, PyObject *keywords)
{
    static char *keys[] = { "", "", "", NULL };
    PyObject *given, *fields, *capsule;
    struct state *state = kogge_py_state_of(class);
    if (!state || !PyArg_ParseTupleAndKeywords(arguments, keywords, "OOO", keys, &given, &fields, &capsule))
        return NULL;
    if (Py_TYPE(given) != state->rows_type)
        return PyErr_Format(PyExc_TypeError, "%R are no rows", given);
    const struct rows *rows = (const struct rows *)given;
    kogge_arrow_result *result = kogge_py_result(state, rows->type, fields, true, rows->count);
    if (!result)
        return NULL;
    struct held held = { .block_count = 0 };
    const struct table_wish wish = { .state = state, .held = &held, .in_parts = true };
    struct taken_table taken = { .kept = NULL };
    size_t count = 0;
    const kogge_out_column *out = kogge_arrow_result_columns(result, &count);
    for (size_t i = 0; i < count; i++)
        fill_column(rows, &out[i]);
    PyObject *made = NULL;
    if (capsule != Py_None && kogge_py_arrow_table(&wish, EXTRA_PASS, capsule, &taken))
        kogge_arrow_result_free(result);
    else
        made = kogge_py_new_columns(state, rows->type, result, rows->count, taken.source, taken.kept);
    kogge_py_free_held(&held);
    return made;
}

static int add_ids(const struct record_type *type, PyObject *names, int32_t *ids)
{
    for (Py_ssize_t i = 0; i < PyList_Size(names); i++) {
        PyObject *name = PyList_GetItem(names, i);
        const char *text = PyUnicode_Check(name) ? kogge_py_text(name) : NULL;
        const struct field *field = text ? kogge_py_field_named(type, text) : NULL;
        if (!field)
            return PyErr_Occurred() ? -1 : (PyErr_Format(PyExc_TypeError, "%R is no name of a field", name), -1);
        ids[i] = field->is.id;
    }
    return 0;
}

kogge_arrow_result *kogge_py_result(struct state *state, const struct record_type *type, PyObject *fields, bool named,
                                    size_t rows)
{
    kogge_arrow_result *result = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    const bool all = !fields || fields == Py_None;
    PyObject *names = kogge_py_keys(fields);
    const size_t count = names ? (size_t)PyList_Size(names) : 0;
    int32_t *ids = names ? PyMem_Calloc(count + 1, sizeof *ids) : NULL;
    if (ids && !add_ids(type, names, ids)) {
        kogge_status status = kogge_arrow_result_new(type->number, all ? NULL : ids, count, rows,
                                                     named ? KOGGE_ARROW_NAMES : 0, NULL, &result, &error);
        if (status)
            kogge_py_raise(state, &error);
    }
    Py_XDECREF(names);
    PyMem_Free(ids);
    return result;
}

/* ---- classes -----------------------------------------------------------------------------------------------------
 */

static Py_ssize_t length(PyObject *self)
{
    return (Py_ssize_t)((struct columns *)self)->count;
}

static PyMethodDef methods[] = {
    { "buffer", buffer, METH_O, NULL },
    { "valid", valid, METH_O, NULL },
    { "names", names, METH_NOARGS, NULL },
    { "kept", kept, METH_NOARGS, NULL },
    { "stream", stream, METH_NOARGS, NULL },
    { "rows", rows, METH_O, NULL },
    { "record", record_class, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

int kogge_py_make_columns_types(struct state *state)
{
    static PyType_Slot slots[] = {
        { Py_tp_new, new },
        { Py_tp_dealloc, deallocate },
        { Py_tp_methods, methods },
        { Py_sq_length, length },
        { Py_tp_doc, "A result in columns; see Table." },
        { 0, NULL },
    };
    static PyType_Slot column_slots[] = {
        { Py_tp_dealloc, free_column },
        { Py_bf_getbuffer, get_buffer },
        { 0, NULL },
    };
    PyType_Spec spec = { "kogge._kogge._Columns", (int)sizeof(struct columns), 0,
                         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots };
    PyType_Spec column_spec = { "kogge._kogge._Column", (int)sizeof(struct column), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                                column_slots };
    state->columns_type = (PyTypeObject *)PyType_FromModuleAndSpec(state->module, &spec, NULL);
    state->column_type = (PyTypeObject *)PyType_FromModuleAndSpec(state->module, &column_spec, NULL);
    if (!state->columns_type || !state->column_type)
        return -1;
    return PyModule_AddType(state->module, state->columns_type);
}
