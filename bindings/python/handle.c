/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Handles of the library as objects: made by functions of the list, given back when they are collected. */

#include "binding.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct handle_type *kogge_py_handle_type(struct state *state, const char *name)
{
    for (size_t i = 0; i < kogge__call_handle_count; i++) {
        if (!strcmp(state->handles[i].is->name, name))
            return &state->handles[i];
    }
    return NULL;
}

/* The currency of a rulebook; 0 of other handles. */
static int32_t currency_of(struct state *state, const char *name, const void *is)
{
    const struct record_type *policy = kogge_py_record_type(state, KOGGE_RECORD_POLICY);
    kogge_policy record = KOGGE_INIT(kogge_policy);
    if (strcmp(name, "rulebook") != 0 || !policy->currency || kogge_rulebook_policy(is, &record))
        return 0;
    return (int32_t)kogge_py_load((const unsigned char *)&record + policy->currency->is.offset, KOGGE_TYPE_INT32);
}

/* Takes the handle, also on failure. */
PyObject *kogge_py_new_handle(struct state *state, const char *name, void *is)
{
    const struct handle_type *type = kogge_py_handle_type(state, name);
    struct handle *handle = (struct handle *)PyType_GenericAlloc(type->type, 0);
    if (!handle) {
        type->is->release(is);
        return NULL;
    }
    handle->type = type;
    handle->is = is;
    handle->currency = currency_of(state, name, is);
    if (type->is->alone && !(handle->lock = PyThread_allocate_lock())) {
        Py_DECREF(handle);
        return PyErr_NoMemory();
    }
    return (PyObject *)handle;
}

static void deallocate(PyObject *self)
{
    struct handle *handle = (struct handle *)self;
    PyTypeObject *type = Py_TYPE(self);
    if (handle->is)
        handle->type->is->release(handle->is);
    if (handle->lock)
        PyThread_free_lock(handle->lock);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *new (PyTypeObject *class, PyObject *arguments, PyObject *keywords)
{
    struct state *state = kogge_py_state_of(class);
    for (size_t i = 0; i < kogge__call_handle_count; i++) {
        if (state->handles[i].type == class)
            return kogge_py_invoke_tuple(state->handles[i].make, arguments, keywords);
    }
    return PyErr_Format(PyExc_TypeError, "no such handle");
}

/* Made again from what its methods of the same names as the constructor's arguments give. */
static PyObject *reduce(PyObject *self, PyObject *unused)
{
    const struct bound *make = ((struct handle *)self)->type->make;
    PyObject *parts = PyTuple_New(make->parameter_count);
    (void)unused;
    for (int i = 0; parts && i < make->parameter_count; i++) {
        PyObject *method = PyObject_GetAttr(self, make->parameters[i].name);
        PyObject *value = method ? PyObject_CallNoArgs(method) : NULL;
        Py_XDECREF(method);
        if (!value || PyTuple_SetItem(parts, i, value))
            Py_CLEAR(parts);
    }
    if (!parts && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        return PyErr_Format(PyExc_TypeError, "%R cannot be pickled", self);
    }
    return parts ? Py_BuildValue("ON", (PyObject *)Py_TYPE(self), parts) : NULL;
}

static PyMethodDef methods[] = {
    { "__reduce__", reduce, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static int make_type(struct state *state, struct handle_type *handle)
{
    PyType_Slot slots[] = {
        { Py_tp_new, new },
        { Py_tp_dealloc, deallocate },
        { Py_tp_methods, methods },
        { Py_tp_doc, (void *)(handle->make->doc) },
        { 0, NULL },
    };
    PyType_Spec spec = { handle->python_name, (int)sizeof(struct handle), 0, Py_TPFLAGS_DEFAULT, slots };
    handle->type = (PyTypeObject *)PyType_FromModuleAndSpec(state->module, &spec, NULL);
    return handle->type ? PyModule_AddType(state->module, handle->type) : -1;
}

/* A handle that nothing makes is not for Python. */
int kogge_py_make_handle_types(struct state *state)
{
    for (size_t i = 0; i < kogge__call_handle_count; i++) {
        if (state->handles[i].make && make_type(state, &state->handles[i]))
            return -1;
    }
    return 0;
}

/* ---- languages --------------------------------------------------------------------------------------------------
 */

static bool begins(const char *text, const char *with)
{
    for (; *with; text++, with++) {
        if (tolower((unsigned char)*text) != tolower((unsigned char)*with))
            return false;
    }
    return true;
}

/* "de" begins what German calls itself; "german" its name. */
static int32_t language_named(const char *name)
{
    int32_t code = INT32_MIN;
    while (strlen(name) >= 2 && !kogge_code_next("language", &code)) {
        const char *own = kogge_code_text(kogge_catalogue_builtin(code), "language", code);
        if ((own && begins(own, name)) || begins(kogge_code_name("language", code), name))
            return code;
    }
    return 0;
}

int kogge_py_catalogue(struct state *state, PyObject *lang, const kogge_catalogue **catalogue)
{
    int32_t code = 0;
    *catalogue = NULL;
    if (!lang || lang == Py_None)
        return 0;
    if (PyUnicode_Check(lang)) {
        const char *name = kogge_py_text(lang);
        if (!name)
            return -1;
        code = language_named(name);
    } else if (kogge_py_code(state, "language", lang, &code)) {
        return -1;
    }
    *catalogue = kogge_catalogue_builtin(code);
    if (*catalogue)
        return 0;
    PyErr_Format(PyExc_ValueError, "there are no texts in language %R; there are 'en' and 'de'", lang);
    return -1;
}

int kogge_py_book(struct state *state, PyObject *book, const kogge_rulebook **is)
{
    const struct handle_type *type = kogge_py_handle_type(state, "rulebook");
    *is = NULL;
    if (!book || book == Py_None)
        return 0;
    if (!PyObject_TypeCheck(book, type->type)) {
        PyErr_Format(PyExc_TypeError, "book: %R is no %s", book, strrchr(type->python_name, '.') + 1);
        return -1;
    }
    *is = ((struct handle *)book)->is;
    return 0;
}
