/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Errors of the library as exceptions: one class for each status, under one base. */

#include "binding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *kogge_py_text(PyObject *object)
{
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(object, &size);
    if (text && strlen(text) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "a zero inside a text");
        return NULL;
    }
    return text;
}

const char *kogge_py_did_you_mean(char *buffer, size_t size, const char *among, const char *name)
{
    const char *near = among ? kogge_name_nearest(among, name) : NULL;
    if (near)
        snprintf(buffer, size, "; did you mean '%s'?", near);
    else
        buffer[0] = 0;
    return buffer;
}

/* "order.net_minor", or None. */
static PyObject *full_name(int32_t id)
{
    const char *record = kogge_record_name(id >> 8), *name = kogge_field_name(id);
    if (!record || !name)
        Py_RETURN_NONE;
    return PyUnicode_FromFormat("%s.%s", record + strlen("kogge_"), name);
}

static PyObject *number_or_none(int64_t value, int64_t none)
{
    if (value == none)
        Py_RETURN_NONE;
    return PyLong_FromLongLong(value);
}

/* Takes the values. */
static PyObject *facts_of(const kogge_error *error)
{
    return Py_BuildValue("{sNsNsNsN}", "field", full_name(error->field), "rule", number_or_none(error->rule, 0),
                         "row", number_or_none(error->row, -1), "offset", number_or_none(error->offset, -1));
}

void kogge_py_raise(struct state *state, const kogge_error *error)
{
    PyObject *status = PyLong_FromLong(error->status), *class = NULL, *arguments = NULL, *facts = NULL;
    if (status && state->errors)
        class = PyDict_GetItemWithError(state->errors, status);
    if (!class)
        class = state->error ? state->error : PyExc_ValueError;
    const char *text = *error->text ? error->text : kogge_code_text(NULL, "status", error->status);
    text = text ? text : "failed";
    arguments =
        Py_BuildValue("(N)", PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace")); /* it may be cut */
    facts = facts_of(error);
    PyObject *exception = arguments && facts ? PyObject_Call(class, arguments, state->error ? facts : NULL) : NULL;
    if (exception)
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_XDECREF(exception);
    Py_XDECREF(facts);
    Py_XDECREF(arguments);
    Py_XDECREF(status);
}

void kogge_py_refuse(struct state *state, kogge_status status, int32_t field, const char *format, ...)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    va_list arguments;
    error.status = status;
    error.field = field;
    error.row = error.offset = -1;
    va_start(arguments, format);
    (void)vsnprintf(error.text, sizeof error.text, format, arguments);
    va_end(arguments);
    kogge_py_raise(state, &error);
}
