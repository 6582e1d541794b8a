/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Rows of one record in one piece of memory: what functions give and take without a copy. */

#include "binding.h"

#include <string.h>

PyObject *kogge_py_new_rows(const struct record_type *type, const void *data, size_t count, PyObject *book)
{
    struct rows *rows =
        (struct rows *)PyType_GenericAlloc(type->state->rows_type, (Py_ssize_t)(count * type->size / 8));
    if (!rows)
        return NULL;
    rows->type = type;
    rows->count = count;
    Py_XINCREF(book);
    rows->book = book;
    if (data && count)
        memcpy(rows->data, data, count * type->size);
    return (PyObject *)rows;
}

static void deallocate(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(((struct rows *)self)->book);
    PyObject_Free(self);
    Py_DECREF(type);
}

static int fill(struct rows *rows, PyObject *items)
{
    size_t size = rows->type->size;
    for (size_t i = 0; i < rows->count; i++) {
        PyObject *record = kogge_py_as_record(rows->type, PyList_GetItem(items, (Py_ssize_t)i), rows->book);
        if (!record)
            return -1;
        memcpy((unsigned char *)rows->data + i * size, record_data((struct record *)record), size);
        Py_DECREF(record);
    }
    return 0;
}

PyObject *kogge_py_as_rows(const struct record_type *type, PyObject *given, PyObject *book)
{
    if (Py_TYPE(given) == type->state->rows_type && ((struct rows *)given)->type == type) {
        Py_INCREF(given);
        return given;
    }
    if (PyDict_Check(given) || PyUnicode_Check(given) || kogge_py_type_of(type->state, Py_TYPE(given)))
        return PyErr_Format(PyExc_TypeError, "%R is one thing; expected are rows: a list of %s", given,
                            strrchr(type->python_name, '.') + 1);
    PyObject *items = PySequence_List(given);
    PyObject *rows = items ? kogge_py_new_rows(type, NULL, (size_t)PyList_Size(items), book) : NULL;
    if (rows && fill((struct rows *)rows, items))
        Py_CLEAR(rows);
    Py_XDECREF(items);
    return rows;
}

static PyObject *new (PyTypeObject *class, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = { "", "", NULL };
    PyObject *record, *items;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "OO:Rows", names, &record, &items))
        return NULL;
    const struct record_type *type = kogge_py_type_of(kogge_py_state_of(class), (PyTypeObject *)record);
    if (!type || !type->name)
        return PyErr_Format(PyExc_TypeError, "%R is no class of records", record);
    return kogge_py_as_rows(type, items, NULL);
}

static Py_ssize_t length(PyObject *self)
{
    return (Py_ssize_t)((struct rows *)self)->count;
}

static PyObject *item(PyObject *self, Py_ssize_t at)
{
    const struct rows *rows = (const struct rows *)self;
    if (at < 0 || (size_t)at >= rows->count)
        return PyErr_Format(PyExc_IndexError, "there are %zu rows", rows->count);
    struct record *record = kogge_py_new_record(rows->type);
    if (!record)
        return NULL;
    memcpy(record_data(record), (const unsigned char *)rows->data + (size_t)at * rows->type->size, rows->type->size);
    Py_XINCREF(rows->book);
    record->book = rows->book;
    return (PyObject *)record;
}

static PyObject *slice(const struct rows *rows, PyObject *key)
{
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(key, &start, &stop, &step))
        return NULL;
    Py_ssize_t count = PySlice_AdjustIndices((Py_ssize_t)rows->count, &start, &stop, step);
    PyObject *made = kogge_py_new_rows(rows->type, NULL, (size_t)count, rows->book);
    size_t size = rows->type->size;
    for (Py_ssize_t i = 0; made && i < count; i++)
        memcpy((unsigned char *)((struct rows *)made)->data + (size_t)i * size,
               (const unsigned char *)rows->data + (size_t)(start + i * step) * size, size);
    return made;
}

static PyObject *subscript(PyObject *self, PyObject *key)
{
    if (PySlice_Check(key))
        return slice((struct rows *)self, key);
    Py_ssize_t at = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (at == -1 && PyErr_Occurred())
        return NULL;
    return item(self, at < 0 ? at + length(self) : at);
}

static bool same_rows(const struct rows *a, const struct rows *b)
{
    bool equal = a->type == b->type && a->count == b->count;
    for (size_t at = 0; equal && at < a->count; at++) {
        size_t place = at * a->type->size;
        equal = kogge_py_same_values(a->type, (const unsigned char *)a->data + place,
                                     (const unsigned char *)b->data + place);
    }
    return equal;
}

static int same(PyObject *self, PyObject *other)
{
    const struct rows *a = (const struct rows *)self, *b = (const struct rows *)other;
    if (Py_TYPE(self) == Py_TYPE(other))
        return same_rows(a, b);
    PyObject *one = PySequence_List(self), *two = PySequence_List(other);
    int equal = one && two ? PyObject_RichCompareBool(one, two, Py_EQ) : -1;
    Py_XDECREF(one);
    Py_XDECREF(two);
    return equal;
}

static PyObject *compare(PyObject *self, PyObject *other, int how)
{
    bool rows = Py_TYPE(self) == Py_TYPE(other) || PyList_Check(other) || PyTuple_Check(other);
    if (!rows || (how != Py_EQ && how != Py_NE))
        Py_RETURN_NOTIMPLEMENTED;
    int equal = same(self, other);
    return equal < 0 ? NULL : PyBool_FromLong(equal == (how == Py_EQ));
}

static PyObject *represent(PyObject *self)
{
    PyObject *items = PySequence_List(self);
    const char *name = strrchr(((struct rows *)self)->type->python_name, '.') + 1;
    PyObject *text = items ? PyUnicode_FromFormat("Rows(%s, %R)", name, items) : NULL;
    Py_XDECREF(items);
    return text;
}

static PyObject *reduce(PyObject *self, PyObject *unused)
{
    const struct rows *rows = (const struct rows *)self;
    (void)unused;
    PyObject *items = PySequence_List(self);
    PyObject *names = PyObject_GetAttrString(rows->type->state->module, "_restore_rows");
    PyObject *result = NULL;
    if (items && names)
        result = Py_BuildValue("O(OO)", names, (PyObject *)rows->type->type, items);
    Py_XDECREF(items);
    Py_XDECREF(names);
    return result;
}

static PyObject *explain(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = { "lang", "book", NULL };
    const struct rows *rows = (const struct rows *)self;
    PyObject *lang = Py_None, *book = rows->book ? rows->book : Py_None;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|OO", names, &lang, &book))
        return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < length(self); i++) {
        PyObject *row = item(self, i), *text = row ? kogge_py_explain((struct record *)row, book, lang) : NULL;
        if (!text || PyList_Append(list, text))
            Py_CLEAR(list);
        Py_XDECREF(row);
        Py_XDECREF(text);
    }
    return list;
}

static PyMethodDef methods[] = {
    { "explain", (PyCFunction)(void (*)(void))explain, METH_VARARGS | METH_KEYWORDS,
      "explain(lang=None, book=None): the text of each row, where rows are reasons or findings." },
    { "__reduce__", reduce, METH_NOARGS, NULL },
    { "__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, NULL },
    { NULL, NULL, 0, NULL },
};

int kogge_py_make_rows_type(struct state *state)
{
    static PyType_Slot slots[] = {
        { Py_tp_new, new },
        { Py_tp_dealloc, deallocate },
        { Py_tp_repr, represent },
        { Py_tp_richcompare, compare },
        { Py_tp_methods, methods },
        { Py_tp_iter, PySeqIter_New },
        { Py_sq_length, length },
        { Py_sq_item, item },
        { Py_mp_length, length },
        { Py_mp_subscript, subscript },
        { Py_tp_doc, "Rows(record, items): rows of one record, made once and passed as often as wanted; immutable." },
        { 0, NULL },
    };
    PyType_Spec spec = { "kogge.Rows", (int)sizeof(struct rows), 8, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
                         slots };
    state->rows_type = (PyTypeObject *)PyType_FromModuleAndSpec(state->module, &spec, NULL);
    return state->rows_type ? PyModule_AddType(state->module, state->rows_type) : -1;
}
