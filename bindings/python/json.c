/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Policy files and decision records: the library kogge-json, where it is there. */

#include "binding.h"

#ifndef KOGGE_WITH_JSON

int kogge_py_add_json(struct state *state)
{
    return PyModule_AddIntConstant(state->module, "_with_json", 0);
}

#else

#include <kogge/json.h>

#include <stdio.h>
#include <string.h>

struct document {
    PyObject_HEAD struct state *state;
    kogge_policy_file *file; /* one of the two */
    kogge_decision *decision;
};

/* ---- errors and texts -------------------------------------------------------------------------------------------
 */

static PyObject *fail(struct state *state, const kogge_json_error *from)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    PyObject *type, *value, *trace;
    error.status = from->status;
    error.field = from->field;
    error.rule = from->rule;
    error.row = from->row;
    error.offset = (int32_t)from->offset;
    snprintf(error.text, sizeof error.text, "%.100s%s%.120s", from->pointer, *from->pointer ? ": " : "", from->text);
    kogge_py_raise(state, &error);
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    PyObject *facts[] = { PyUnicode_FromString(from->pointer), PyLong_FromLong(from->line),
                          PyLong_FromLong(from->column) };
    const char *names[] = { "pointer", "line", "column" };
    for (int i = 0; i < 3; i++) {
        if (!facts[i] || PyObject_SetAttrString(value, names[i], facts[i]))
            PyErr_Clear();
        Py_XDECREF(facts[i]);
    }
    PyErr_Restore(type, value, trace);
    return NULL;
}

static PyObject *fail_plainly(struct state *state, kogge_status status)
{
    kogge_py_refuse(state, status, 0, "%s", kogge_code_text(NULL, "status", status));
    return NULL;
}

/* A str, or bytes of UTF-8. */
static const char *utf8(PyObject *given, Py_ssize_t *size)
{
    char *bytes;
    if (PyUnicode_Check(given))
        return PyUnicode_AsUTF8AndSize(given, size);
    return PyBytes_AsStringAndSize(given, &bytes, size) ? NULL : bytes;
}

/* ---- objects ----------------------------------------------------------------------------------------------------
 */

static struct document *new_document(struct state *state, PyTypeObject *type)
{
    struct document *document = (struct document *)PyType_GenericAlloc(type, 0);
    if (document)
        document->state = state;
    return document;
}

static void deallocate(PyObject *self)
{
    struct document *document = (struct document *)self;
    PyTypeObject *type = Py_TYPE(self);
    kogge_policy_file_unref(document->file);
    kogge_decision_unref(document->decision);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* ---- policy files -----------------------------------------------------------------------------------------------
 */

static PyObject *file_from_json(PyObject *class, PyObject *given)
{
    struct state *state = kogge_py_state_of((PyTypeObject *)class);
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    Py_ssize_t size;
    const char *text = utf8(given, &size);
    struct document *document = text ? new_document(state, (PyTypeObject *)class) : NULL;
    if (document && kogge_policy_file_read(text, (size_t)size, NULL, &document->file, &error)) {
        Py_CLEAR(document);
        return fail(state, &error);
    }
    return (PyObject *)document;
}

static PyObject *file_from_preset(PyObject *class, PyObject *arguments)
{
    struct state *state = kogge_py_state_of((PyTypeObject *)class);
    PyObject *named;
    int32_t preset, currencies[KOGGE_JSON_CURRENCIES_MAX];
    Py_ssize_t count = PyTuple_Size(arguments) - 1;
    if (count < 1 || count > KOGGE_JSON_CURRENCIES_MAX)
        return PyErr_Format(PyExc_TypeError, "from_preset(preset, currency, ...)");
    named = PyTuple_GetItem(arguments, 0);
    if (kogge_py_code(state, "preset", named, &preset))
        return NULL;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (kogge_py_code(state, "currency", PyTuple_GetItem(arguments, i + 1), &currencies[i]))
            return NULL;
    }
    struct document *document = new_document(state, (PyTypeObject *)class);
    kogge_status status =
        document ? kogge_policy_file_of_preset(preset, currencies, (size_t)count, NULL, &document->file) : 0;
    if (status) {
        Py_CLEAR(document);
        return fail_plainly(state, status);
    }
    return (PyObject *)document;
}

static PyObject *file_rulebook(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = { "currency", NULL };
    struct document *document = (struct document *)self;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    PyObject *given = Py_None;
    int32_t currency = 0;
    kogge_rulebook *book;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &given) ||
        (given != Py_None && kogge_py_code(document->state, "currency", given, &currency)))
        return NULL;
    if (kogge_policy_file_rulebook(document->file, currency, &book, &error))
        return fail(document->state, &error);
    return kogge_py_new_handle(document->state, "rulebook", book);
}

static PyObject *file_to_json(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = { "complete", NULL };
    struct document *document = (struct document *)self;
    int complete = 0;
    size_t size = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|$p", names, &complete))
        return NULL;
    uint32_t flags = complete ? KOGGE_POLICY_FILE_COMPLETE : 0;
    kogge_status status = kogge_policy_file_write(document->file, flags, NULL, 0, &size);
    char *text = status ? NULL : PyMem_Malloc(size);
    if (!status && !text)
        return PyErr_NoMemory();
    status = status ? status : kogge_policy_file_write(document->file, flags, text, size, &size);
    PyObject *made = status ? fail_plainly(document->state, status) : PyUnicode_FromString(text);
    PyMem_Free(text);
    return made;
}

static PyObject *file_name(PyObject *self, void *unused)
{
    (void)unused;
    return PyUnicode_FromString(kogge_policy_file_name(((struct document *)self)->file));
}

static PyObject *file_currencies(PyObject *self, void *unused)
{
    struct document *document = (struct document *)self;
    PyObject *list = PyList_New(0);
    int32_t currency;
    (void)unused;
    for (size_t i = 0; list && (currency = kogge_policy_file_currency(document->file, i)); i++) {
        PyObject *one = kogge_py_from(document->state, currency, KOGGE_TYPE_INT32, KOGGE_UNIT_CODE,
                                      kogge_py_codes(document->state, "currency"));
        if (!one || PyList_Append(list, one))
            Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

static PyObject *file_reduce(PyObject *self, PyObject *unused)
{
    PyObject *none = PyTuple_New(0), *text = none ? file_to_json(self, none, NULL) : NULL;
    PyObject *make = text ? PyObject_GetAttrString((PyObject *)Py_TYPE(self), "from_json") : NULL;
    PyObject *result = make ? Py_BuildValue("O(O)", make, text) : NULL;
    (void)unused;
    Py_XDECREF(none);
    Py_XDECREF(text);
    Py_XDECREF(make);
    return result;
}

/* ---- decisions --------------------------------------------------------------------------------------------------
 */

static PyObject *decision_from_json(PyObject *class, PyObject *given)
{
    struct state *state = kogge_py_state_of((PyTypeObject *)class);
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    Py_ssize_t size;
    const char *text = utf8(given, &size);
    struct document *document = text ? new_document(state, (PyTypeObject *)class) : NULL;
    if (document && kogge_decision_read(text, (size_t)size, NULL, &document->decision, &error)) {
        Py_CLEAR(document);
        return fail(state, &error);
    }
    return (PyObject *)document;
}

static PyObject *decision_replay(PyObject *self, PyObject *book)
{
    struct document *document = (struct document *)self;
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    kogge_error error = KOGGE_INIT(kogge_error);
    const kogge_rulebook *is;
    if (kogge_py_book(document->state, book, &is))
        return NULL;
    if (kogge_decision_replay(document->decision, is, &difference, &error)) {
        kogge_py_raise(document->state, &error);
        return NULL;
    }
    PyObject *field = kogge_py_from(document->state, difference.field, KOGGE_TYPE_INT32, KOGGE_UNIT_FIELD, NULL);
    PyObject *class = PyObject_GetAttrString(document->state->module, "_difference");
    PyObject *made = field && class ? PyObject_CallFunction(class, "iiOLLs", (int)difference.what,
                                                            (int)difference.rule, field, (long long)difference.stored,
                                                            (long long)difference.replayed, difference.text)
                                    : NULL;
    Py_XDECREF(field);
    Py_XDECREF(class);
    return made;
}

static PyObject *record_of(struct state *state, int32_t number, const void *from)
{
    const struct record_type *type = kogge_py_record_type(state, number);
    if (!from)
        Py_RETURN_NONE;
    struct record *record = kogge_py_new_record(type);
    if (record)
        memcpy(record_data(record), from, type->size);
    return (PyObject *)record;
}

static PyObject *rows_of(struct state *state, int32_t number, const void *data, size_t count)
{
    return kogge_py_new_rows(kogge_py_record_type(state, number), data, count, NULL);
}

enum part { CUSTOMER, ORDER, LINES, RESULT, FEES, REASONS, FINGERPRINT, CURRENCY };

static PyObject *decision_part(PyObject *self, void *which)
{
    struct state *state = ((struct document *)self)->state;
    const kogge_decision *decision = ((struct document *)self)->decision;
    const kogge_rows *lines = kogge_decision_lines(decision);
    const kogge_fees *fees = kogge_decision_fees(decision);
    const kogge_reasons *why = kogge_decision_reasons(decision);
    switch ((enum part)(intptr_t)which) {
    case CUSTOMER:
        return record_of(state, KOGGE_RECORD_CUSTOMER, kogge_decision_customer(decision));
    case ORDER:
        return record_of(state, KOGGE_RECORD_ORDER, kogge_decision_order(decision));
    case RESULT:
        return record_of(state, KOGGE_RECORD_ASSESSMENT, kogge_decision_assessment(decision));
    case FINGERPRINT:
        return PyLong_FromUnsignedLongLong(kogge_decision_fingerprint(decision));
    case CURRENCY:
        return kogge_py_from(state, kogge_decision_currency(decision), KOGGE_TYPE_INT32, KOGGE_UNIT_CODE,
                             kogge_py_codes(state, "currency"));
    case LINES:
        if (lines && lines->data)
            return rows_of(state, KOGGE_RECORD_ORDER_LINE, lines->data, lines->count);
        break;
    case FEES:
        if (fees)
            return rows_of(state, KOGGE_RECORD_FEE, fees->data, fees->count);
        break;
    default:
        if (why)
            return rows_of(state, KOGGE_RECORD_REASON, why->data, why->count);
    }
    Py_RETURN_NONE;
}

/* What an assessment took and gave, as one line of JSON. */
struct taken {
    const kogge_rulebook *book;
    const void *customer, *order, *result;
    kogge_rows lines;
    kogge_fees fees;
    kogge_reasons why;
    bool has_fees, has_why;
};

static int take_record(struct state *state, int32_t number, PyObject *given, struct held *held, const void **data)
{
    *data = NULL;
    if (given == Py_None)
        return 0;
    PyObject *made = kogge_py_hold_object(held, kogge_py_as_record(kogge_py_record_type(state, number), given, NULL));
    *data = made ? record_data((struct record *)made) : NULL;
    return made ? 0 : -1;
}

/* Fees and reasons come with the result. */
static void take_extras(struct state *state, const struct record *result, struct taken *taken)
{
    for (Py_ssize_t i = 0; i < result->type->extra_count; i++) {
        const struct rows *rows = (const struct rows *)result->extras[i];
        if (!rows || Py_TYPE(result->extras[i]) != state->rows_type)
            continue;
        if (rows->type->number == KOGGE_RECORD_FEE) {
            taken->fees = (kogge_fees){ (kogge_fee *)rows->data, rows->count, rows->count };
            taken->has_fees = true;
        } else if (rows->type->number == KOGGE_RECORD_REASON) {
            taken->why = (kogge_reasons){ (kogge_reason *)rows->data, rows->count, rows->count, 0, 0 };
            taken->has_why = true;
        }
    }
}

static kogge_status write_decision(const struct taken *taken, char *text, size_t capacity, size_t *size)
{
    return kogge_decision_write(taken->book, taken->customer, taken->order, taken->lines.data ? &taken->lines : NULL,
                                taken->result, taken->has_fees ? &taken->fees : NULL,
                                taken->has_why ? &taken->why : NULL, text, capacity, size);
}

static PyObject *written(struct state *state, const struct taken *taken)
{
    size_t size = 0;
    kogge_status status = write_decision(taken, NULL, 0, &size);
    char *text = status ? NULL : PyMem_Malloc(size);
    if (!status && !text)
        return PyErr_NoMemory();
    status = status ? status : write_decision(taken, text, size, &size);
    PyObject *made = status ? fail_plainly(state, status) : PyUnicode_FromString(text);
    PyMem_Free(text);
    return made;
}

static PyObject *decision_json(PyObject *module, PyObject *arguments)
{
    struct state *state = kogge_py_state(module);
    PyObject *book, *customer, *order, *lines, *result, *made = NULL, *rows = NULL;
    struct taken taken = { 0 };
    struct held held;
    held.block_count = held.view_count = held.object_count = 0;
    if (!PyArg_ParseTuple(arguments, "OOOOO", &book, &customer, &order, &lines, &result) ||
        kogge_py_book(state, book, &taken.book))
        return NULL;
    if (lines != Py_None) {
        rows = kogge_py_hold_object(&held, kogge_py_as_rows(kogge_py_record_type(state, KOGGE_RECORD_ORDER_LINE),
                                                            lines, NULL));
        if (rows)
            taken.lines = (kogge_rows){ ((struct rows *)rows)->data, ((struct rows *)rows)->count,
                                        ((struct rows *)rows)->type->size };
    }
    if ((rows || lines == Py_None) && !take_record(state, KOGGE_RECORD_CUSTOMER, customer, &held, &taken.customer) &&
        !take_record(state, KOGGE_RECORD_ORDER, order, &held, &taken.order) &&
        !take_record(state, KOGGE_RECORD_ASSESSMENT, result, &held, &taken.result)) {
        if (taken.result)
            take_extras(state, (struct record *)result, &taken);
        made = written(state, &taken);
    }
    kogge_py_free_held(&held);
    return made;
}

/* ---- classes ----------------------------------------------------------------------------------------------------
 */

#define FUNCTION(f) (PyCFunction)(void (*)(void)) f

static PyMethodDef file_methods[] = {
    { "from_json", file_from_json, METH_O | METH_CLASS, "from_json($type, text, /)\n--\n\nReads a policy file." },
    { "from_preset", file_from_preset, METH_VARARGS | METH_CLASS,
      "from_preset($type, preset, /, *currencies)\n--\n\nA file with the numbers and tables of a preset." },
    { "rulebook", FUNCTION(file_rulebook), METH_VARARGS | METH_KEYWORDS,
      "rulebook($self, currency=None)\n--\n\nCompiles the terms of one currency; None = the first one." },
    { "to_json", FUNCTION(file_to_json), METH_VARARGS | METH_KEYWORDS,
      "to_json($self, *, complete=False)\n--\n\nThe file in its canonical form; complete: with all numbers." },
    { "__reduce__", file_reduce, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

static PyGetSetDef file_attributes[] = {
    { "name", file_name, NULL, "its name; \"\" if it has none", NULL },
    { "currencies", file_currencies, NULL, "its currencies, the first one first", NULL },
    { NULL, NULL, NULL, NULL, NULL },
};

static PyMethodDef decision_methods[] = {
    { "from_json", decision_from_json, METH_O | METH_CLASS,
      "from_json($type, text, /)\n--\n\nReads a decision record." },
    { "replay", decision_replay, METH_O,
      "replay($self, book, /)\n--\n\nAssesses the stored inputs again and says what differs." },
    { NULL, NULL, 0, NULL },
};

static PyGetSetDef decision_attributes[] = {
    { "customer", decision_part, NULL, "the stored customer; None = a guest", (void *)CUSTOMER },
    { "order", decision_part, NULL, "the stored order", (void *)ORDER },
    { "lines", decision_part, NULL, "the stored lines; None = none were given", (void *)LINES },
    { "result", decision_part, NULL, "the stored result", (void *)RESULT },
    { "fees", decision_part, NULL, "the stored fees; None = none were stored", (void *)FEES },
    { "why", decision_part, NULL, "the stored reasons; None = none were stored", (void *)REASONS },
    { "rulebook_fingerprint", decision_part, NULL, "the stored fingerprint of the rulebook", (void *)FINGERPRINT },
    { "money", decision_part, NULL, "the stored currency", (void *)CURRENCY },
    { NULL, NULL, NULL, NULL, NULL },
};

static PyTypeObject *make(struct state *state, const char *name, PyMethodDef *methods, PyGetSetDef *attributes,
                          const char *doc)
{
    PyType_Slot slots[] = {
        { Py_tp_dealloc, deallocate },
        { Py_tp_methods, methods },
        { Py_tp_getset, attributes },
        { Py_tp_doc, (void *)doc },
        { 0, NULL },
    };
    PyType_Spec spec = { name, (int)sizeof(struct document), 0,
                         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots };
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(state->module, &spec, NULL);
    return type && !PyModule_AddType(state->module, type) ? type : NULL;
}

static PyMethodDef functions[] = {
    { "_decision_json", decision_json, METH_VARARGS, NULL },
    { NULL, NULL, 0, NULL },
};

int kogge_py_add_json(struct state *state)
{
    state->file_type = make(state, "kogge.PolicyFile", file_methods, file_attributes,
                            "A policy file: terms of one or more currencies, as people write them.");
    state->decision_type = make(state, "kogge.Decision", decision_methods, decision_attributes,
                                "A decision that was stored: inputs, result, fees and reasons.");
    if (!state->file_type || !state->decision_type || PyModule_AddFunctions(state->module, functions))
        return -1;
    return PyModule_AddIntConstant(state->module, "_with_json", 1);
}

#endif
