/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Numbers of the library and objects of Python, by the unit of a field. */

#include "binding.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DAY_ZERO = 719163 }; /* ordinal of 1970-01-01 in Python */

size_t kogge_py_width(int32_t type)
{
    return type == KOGGE_TYPE_INT64 || type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

int64_t kogge_py_load(const void *at, int32_t type)
{
    int64_t wide;
    int32_t narrow;
    if (kogge_py_width(type) == 8) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return type == KOGGE_TYPE_UINT32 ? (int64_t)(uint32_t)narrow : narrow;
}

void kogge_py_store(void *at, int32_t type, int64_t value)
{
    uint32_t narrow = (uint32_t)(uint64_t)value;
    if (kogge_py_width(type) == 8)
        memcpy(at, &value, sizeof value);
    else
        memcpy(at, &narrow, sizeof narrow);
}

/* ---- to Python --------------------------------------------------------------------------------------------------
 */

static PyObject *from_number(int64_t value, int32_t type)
{
    return type == KOGGE_TYPE_UINT64 ? PyLong_FromUnsignedLongLong((uint64_t)value) : PyLong_FromLongLong(value);
}

/* A code without a name is a number; 0 without a name is none, where others have one. */
static PyObject *from_code(const struct codes *codes, int64_t value)
{
    int64_t place = codes ? value - codes->lowest : -1;
    PyObject *member = place >= 0 && place < codes->count ? codes->members[place] : NULL;
    if (member) {
        Py_INCREF(member);
        return member;
    }
    if (!value && codes && codes->enumeration)
        Py_RETURN_NONE;
    return PyLong_FromLongLong(value);
}

static PyObject *from_mask(const struct codes *codes, int64_t value, int32_t type)
{
    PyObject *number = from_number(value, type);
    if (!number || !codes || !codes->mask)
        return number;
    PyObject *mask = PyObject_CallFunctionObjArgs(codes->mask, number, NULL);
    Py_DECREF(number);
    return mask;
}

/* Day 0 of a field that cannot be unknown is none; days outside Python's years stay numbers. */
static PyObject *from_date(struct state *state, int64_t value)
{
    if (value < -DAY_ZERO + 1 || value > 2932896)
        return PyLong_FromLongLong(value);
    return PyObject_CallFunction(state->from_ordinal, "L", (long long)value + DAY_ZERO);
}

static PyObject *from_field(int64_t value)
{
    const char *record = kogge_record_name((int32_t)value >> 8), *name = kogge_field_name((int32_t)value);
    if (!value)
        Py_RETURN_NONE;
    if (!record || !name)
        return PyLong_FromLongLong(value);
    return PyUnicode_FromFormat("%s.%s", record + strlen("kogge_"), name);
}

PyObject *kogge_py_from(struct state *state, int64_t value, int32_t type, int32_t unit, const struct codes *codes)
{
    switch (unit) {
    case KOGGE_UNIT_CODE:
        return from_code(codes, value);
    case KOGGE_UNIT_MASK:
        return from_mask(codes, value, type);
    case KOGGE_UNIT_DATE:
        return from_date(state, value);
    case KOGGE_UNIT_FIELD:
        return from_field(value);
    case KOGGE_UNIT_SWITCH:
        return value == 0 || value == 1 ? PyBool_FromLong((long)value) : PyLong_FromLongLong(value);
    default:
        return from_number(value, type);
    }
}

/* An amount in whole units, exactly. */
PyObject *kogge_py_decimal(struct state *state, int64_t minor, int32_t digits)
{
    char text[48];
    snprintf(text, sizeof text, "%" PRId64 "E-%" PRId32, minor, digits);
    return PyObject_CallFunction(state->decimal, "s", text);
}

/* ---- from Python ------------------------------------------------------------------------------------------------
 */

struct wanted kogge_py_wanted(const struct field *field, int32_t digits)
{
    return (struct wanted){
        .state = field->record->state,
        .record = field->record->name,
        .name = field->name,
        .codes = field->codes,
        .field = field->is.id,
        .type = field->is.type,
        .unit = field->is.unit,
        .digits = digits,
        .is_bits = field->is.is_bits,
    };
}

static int refuse_type(const struct wanted *wanted, PyObject *given, const char *expected)
{
    PyErr_Format(PyExc_TypeError, "%s: %R is not %s", wanted->name, given, expected);
    return -1;
}

static const char *expected(const struct wanted *wanted)
{
    switch (wanted->unit) {
    case KOGGE_UNIT_MINOR:
        return "an amount: an int of minor units, or a decimal.Decimal of whole units";
    case KOGGE_UNIT_CODE:
        return "a code: a member of the enumeration, its name, or an int";
    case KOGGE_UNIT_MASK:
        return "a set of codes: a flag, members or names in a list, a text such as 'C D', or an int";
    case KOGGE_UNIT_DATE:
        return "a date: a datetime.date, a text such as '2026-03-02', or an int of days since 1970-01-01";
    default:
        return "an int";
    }
}

static int refuse_float(const struct wanted *wanted, PyObject *given)
{
    if (wanted->unit != KOGGE_UNIT_MINOR) {
        PyErr_Format(PyExc_TypeError, "%s: %R is a float, and this is an exact number: pass an int", wanted->name,
                     given);
        return -1;
    }
    PyErr_Format(
        PyExc_TypeError,
        "%s: %R is a float, and amounts are exact: pass Decimal('%R') for whole units, or an int of minor units",
        wanted->name, given, given);
    return -1;
}

static int refuse_range(const struct wanted *wanted, PyObject *given)
{
    PyObject *text = PyObject_Str(given);
    const char *digits = text ? kogge_py_text(text) : NULL;
    if (digits)
        kogge_py_refuse(wanted->state, KOGGE_E_RANGE, wanted->field, "%s: %.40s does not fit", wanted->name, digits);
    Py_XDECREF(text);
    return -1;
}

static int to_integer(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    int overflow;
    if (wanted->type == KOGGE_TYPE_UINT64) {
        uint64_t bits = PyLong_AsUnsignedLongLong(given);
        if (bits == UINT64_MAX && PyErr_Occurred()) {
            PyErr_Clear();
            return refuse_range(wanted, given);
        }
        *value = (int64_t)bits;
        return 0;
    }
    int64_t number = PyLong_AsLongLongAndOverflow(given, &overflow);
    if (number == -1 && PyErr_Occurred())
        return -1;
    bool fits = wanted->type == KOGGE_TYPE_INT32    ? number >= INT32_MIN && number <= INT32_MAX
                : wanted->type == KOGGE_TYPE_UINT32 ? number >= 0 && number <= UINT32_MAX
                                                    : true;
    if (overflow || !fits)
        return refuse_range(wanted, given);
    *value = number;
    return 0;
}

/* An int, or a member of an enumeration: of the right one. One code as a mask is the mask of that code. */
static int to_number(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    if (PyLong_CheckExact(given) || !wanted->state->code_class)
        return to_integer(wanted, given, value);
    int is_code = PyObject_IsInstance(given, wanted->state->code_class);
    if (is_code <= 0)
        return is_code ? -1 : to_integer(wanted, given, value);
    PyObject *class = (PyObject *)Py_TYPE(given);
    if (wanted->codes && class == wanted->codes->mask)
        return wanted->unit == KOGGE_UNIT_MASK ? to_integer(wanted, given, value)
                                               : refuse_type(wanted, given, expected(wanted));
    if (!wanted->codes || class != wanted->codes->enumeration)
        return refuse_type(wanted, given, expected(wanted));
    if (wanted->unit != KOGGE_UNIT_MASK)
        return to_integer(wanted, given, value);
    int64_t code = PyLong_AsLongLong(given);
    if (code < 0 || code > 63)
        return refuse_range(wanted, given);
    *value = (int64_t)(UINT64_C(1) << code);
    return 0;
}

static int parse(const struct wanted *wanted, const char *text, int64_t *value)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    if (wanted->unit == KOGGE_UNIT_MINOR && wanted->digits < 0) {
        PyErr_Format(PyExc_TypeError,
                     "%s: %s in whole units needs the currency: pass currency=, or an int of minor units",
                     wanted->name, text);
        return -1;
    }
    if (!kogge_value_parse(wanted->field, text, wanted->unit == KOGGE_UNIT_MINOR ? wanted->digits : 0, value, &error))
        return 0;
    kogge_py_raise(wanted->state, &error);
    return -1;
}

/* A text without a field: an argument of a function. */
static int parse_plain(const struct wanted *wanted, PyObject *given, const char *text, int64_t *value)
{
    int32_t code;
    char near[96];
    if (wanted->unit == KOGGE_UNIT_CODE && wanted->codes) {
        if (!kogge_code_of(wanted->codes->name, text, &code)) {
            *value = code;
            return 0;
        }
        kogge_py_refuse(wanted->state, KOGGE_E_UNSUPPORTED, 0, "%s: \"%.40s\" is no %s%s", wanted->name, text,
                        wanted->codes->name, kogge_py_did_you_mean(near, sizeof near, wanted->codes->name, text));
        return -1;
    }
    if (wanted->unit == KOGGE_UNIT_DATE) {
        struct wanted day = *wanted;
        PyObject *date = PyObject_CallMethod(wanted->state->date, "fromisoformat", "O", given);
        int done = date ? kogge_py_to(&day, date, value) : -1;
        Py_XDECREF(date);
        return done;
    }
    return refuse_type(wanted, given, expected(wanted));
}

static int to_text(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    const char *text = kogge_py_text(given);
    if (!text)
        return -1;
    return wanted->field ? parse(wanted, text, value) : parse_plain(wanted, given, text, value);
}

/* Without an exponent and without zeros behind the last decimal that counts. */
static int to_amount(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    if (wanted->unit != KOGGE_UNIT_MINOR)
        return refuse_type(wanted, given, expected(wanted));
    PyObject *plain = PyObject_CallMethod(given, "__format__", "s", "f");
    const char *text = plain ? kogge_py_text(plain) : NULL;
    char copy[64];
    int done = -1;
    size_t length = text ? strlen(text) : 0;
    if (text && strchr(text, '.')) {
        while (text[length - 1] == '0')
            length--;
        length -= text[length - 1] == '.';
    }
    if (text && length >= sizeof copy) {
        (void)refuse_range(wanted, given);
    } else if (text) {
        memcpy(copy, text, length);
        copy[length] = 0;
        done = parse(wanted, copy, value);
    }
    Py_XDECREF(plain);
    return done;
}

/* An amount in whole units of a function's argument: any field of money reads it. */
static int32_t any_amount(struct state *state)
{
    for (size_t i = 0; i < state->record_count; i++) {
        for (size_t j = 0; j < state->records[i].field_count; j++) {
            const kogge_field *is = &state->records[i].fields[j].is;
            if (is->unit == KOGGE_UNIT_MINOR && is->lowest == -KOGGE_MONEY_MAX)
                return is->id;
        }
    }
    return 0;
}

static int to_date(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    PyObject *ordinal = PyObject_CallFunctionObjArgs(wanted->state->to_ordinal, given, NULL);
    if (!ordinal)
        return -1;
    *value = PyLong_AsLongLong(ordinal) - DAY_ZERO;
    Py_DECREF(ordinal);
    return PyErr_Occurred() ? -1 : 0;
}

/* Members, names or codes, one by one. */
static int to_mask(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    PyObject *iterator = PyObject_GetIter(given), *item;
    uint64_t bits = 0;
    if (!iterator) {
        PyErr_Clear();
        return refuse_type(wanted, given, expected(wanted));
    }
    while ((item = PyIter_Next(iterator))) {
        int64_t one = 0;
        int wrong;
        if (PyLong_CheckExact(item) && !wanted->is_bits) { /* a code, not its bit */
            int64_t code = PyLong_AsLongLong(item);
            PyErr_Clear();
            wrong = code < 0 || code > 63 ? refuse_range(wanted, item) : 0;
            one = wrong ? 0 : (int64_t)(UINT64_C(1) << code);
        } else {
            wrong = kogge_py_to(wanted, item, &one);
        }
        Py_DECREF(item);
        if (wrong) {
            if (wrong > 0)
                PyErr_Format(PyExc_TypeError, "%s: None is no code", wanted->name);
            break;
        }
        bits |= (uint64_t)one;
    }
    Py_DECREF(iterator);
    *value = (int64_t)bits;
    return PyErr_Occurred() ? -1 : 0;
}

static int to_field(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    const char *text = kogge_py_text(given), *dot = text ? strchr(text, '.') : NULL;
    char record[64];
    if (!text)
        return -1;
    snprintf(record, sizeof record, "kogge_%.*s", dot ? (int)(dot - text) : 0, text);
    *value = dot ? kogge_field_of(record, dot + 1) : 0;
    return *value ? 0 : refuse_type(wanted, given, "a field such as 'record.name'");
}

static int to_other(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    int is_decimal = PyObject_IsInstance(given, wanted->state->decimal);
    if (is_decimal < 0)
        return -1;
    if (is_decimal) {
        struct wanted amount = *wanted;
        amount.field = wanted->field ? wanted->field : any_amount(wanted->state);
        return to_amount(&amount, given, value);
    }
    if (wanted->unit == KOGGE_UNIT_DATE) {
        int is_date = PyObject_IsInstance(given, wanted->state->date);
        if (is_date)
            return is_date < 0 ? -1 : to_date(wanted, given, value);
    }
    PyObject *number = PyNumber_Index(given); /* what numpy and others have */
    if (number) {
        int done = to_integer(wanted, number, value);
        Py_DECREF(number);
        return done;
    }
    PyErr_Clear();
    if (wanted->unit == KOGGE_UNIT_MASK)
        return to_mask(wanted, given, value);
    return refuse_type(wanted, given, expected(wanted));
}

int kogge_py_to(const struct wanted *wanted, PyObject *given, int64_t *value)
{
    *value = 0;
    if (PyLong_Check(given))
        return to_number(wanted, given, value);
    if (given == Py_None)
        return 1;
    if (PyFloat_Check(given))
        return refuse_float(wanted, given);
    if (PyUnicode_Check(given))
        return wanted->unit == KOGGE_UNIT_FIELD ? to_field(wanted, given, value) : to_text(wanted, given, value);
    return to_other(wanted, given, value);
}

int kogge_py_code(struct state *state, const char *set, PyObject *given, int32_t *code)
{
    struct wanted wanted = { .state = state,
                             .name = set,
                             .codes = kogge_py_codes(state, set),
                             .type = KOGGE_TYPE_INT32,
                             .unit = KOGGE_UNIT_CODE };
    int64_t value;
    int done = kogge_py_to(&wanted, given, &value);
    if (done > 0)
        PyErr_Format(PyExc_TypeError, "%s is None", set);
    *code = (int32_t)value;
    return done ? -1 : 0;
}
