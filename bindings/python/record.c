/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Records as objects: constructor, attributes, comparison, copies, texts. */

#include "binding.h"

#include <stdio.h>
#include <string.h>

/* ---- memory -----------------------------------------------------------------------------------------------------
 */

struct record *kogge_py_new_record(const struct record_type *type)
{
    struct record *record = (struct record *)PyType_GenericAlloc(type->type, 0);
    if (!record)
        return NULL;
    record->type = type;
    if (type->headed && type->size)
        kogge_record_init(record_data(record), type->size);
    return record;
}

static void deallocate(PyObject *self)
{
    struct record *record = (struct record *)self;
    PyTypeObject *type = Py_TYPE(self);
    for (Py_ssize_t i = 0; record->type && i < record->type->extra_count; i++)
        Py_XDECREF(record->extras[i]);
    Py_XDECREF(record->book);
    PyObject_Free(self);
    Py_DECREF(type);
}

static struct record *duplicate(const struct record *record)
{
    struct record *copy = kogge_py_new_record(record->type);
    if (!copy)
        return NULL;
    memcpy(record_data(copy), record_data(record), record->type->size);
    copy->currency = record->currency;
    Py_XINCREF(record->book);
    copy->book = record->book;
    for (Py_ssize_t i = 0; i < record->type->extra_count; i++) {
        Py_XINCREF(record->extras[i]);
        copy->extras[i] = record->extras[i];
    }
    return copy;
}

/* ---- values -----------------------------------------------------------------------------------------------------
 */

static uint64_t known_bits(const struct record *record)
{
    const struct field *known = record->type->known;
    return known ? (uint64_t)kogge_py_load(record_data(record) + known->is.offset, known->is.type) : 0;
}

static int64_t raw(const struct record *record, const struct field *field)
{
    return kogge_py_load(record_data(record) + field->is.offset, field->is.type);
}

static bool is_known(const struct record *record, const struct field *field)
{
    return field->is.known_bit < 0 || known_bits(record) >> field->is.known_bit & 1;
}

static void put(struct record *record, const struct field *field, int64_t value, bool known)
{
    kogge_py_store(record_data(record) + field->is.offset, field->is.type, value);
    if (field->is.known_bit < 0)
        return;
    uint64_t bit = UINT64_C(1) << field->is.known_bit, bits = known_bits(record);
    const struct field *mask = record->type->known;
    kogge_py_store(record_data(record) + mask->is.offset, mask->is.type, (int64_t)(known ? bits | bit : bits & ~bit));
}

PyObject *kogge_py_get_field(PyObject *self, void *closure)
{
    const struct record *record = (const struct record *)self;
    const struct field *field = closure;
    int64_t value = raw(record, field);
    if (!is_known(record, field) || (!value && field->is.known_bit < 0 && field->is.unit == KOGGE_UNIT_DATE))
        Py_RETURN_NONE;
    return kogge_py_from(field->record->state, value, field->is.type, field->is.unit, field->codes);
}

int32_t kogge_py_record_digits(const struct record *record)
{
    int64_t currency = record->type->currency ? raw(record, record->type->currency) : 0;
    if (!currency)
        currency = record->currency;
    if (!currency && record->book)
        currency = ((const struct handle *)record->book)->currency;
    return currency ? kogge_currency_digits((int32_t)currency) : UNKNOWN_DIGITS;
}

/* None makes unknown; codes and days that cannot be unknown have 0 for it. */
static bool takes_none(const struct field *field)
{
    int32_t unit = field->is.unit;
    return field->is.known_bit >= 0 || unit == KOGGE_UNIT_CODE || unit == KOGGE_UNIT_DATE || unit == KOGGE_UNIT_FIELD;
}

int kogge_py_set_field(PyObject *self, PyObject *value, void *closure)
{
    struct record *record = (struct record *)self;
    const struct field *field = closure;
    struct wanted wanted = kogge_py_wanted(field, UNKNOWN_DIGITS);
    int64_t number;
    if (!value)
        return PyErr_Format(PyExc_TypeError, "%s cannot be deleted; None means unknown", field->name), -1;
    if (field->is.unit == KOGGE_UNIT_MINOR && !PyLong_CheckExact(value))
        wanted.digits = kogge_py_record_digits(record);
    int done = kogge_py_to(&wanted, value, &number);
    if (done > 0 && !takes_none(field))
        return PyErr_Format(PyExc_TypeError, "%s cannot be unknown", field->name), -1;
    if (done < 0)
        return -1;
    put(record, field, number, !done);
    return 0;
}

PyObject *kogge_py_get_extra(PyObject *self, void *closure)
{
    PyObject *extra = ((const struct record *)self)->extras[(intptr_t)closure];
    if (!extra)
        Py_RETURN_NONE;
    Py_INCREF(extra);
    return extra;
}

static const struct field *field_of(const struct record_type *type, PyObject *name)
{
    for (size_t i = 0; i < type->field_count; i++) {
        if (type->fields[i].key == name)
            return &type->fields[i];
    }
    for (size_t i = 0; PyUnicode_Check(name) && i < type->field_count; i++) {
        if (!PyUnicode_Compare(type->fields[i].key, name))
            return &type->fields[i];
    }
    return NULL;
}

static void no_such_field(const struct record_type *type, PyObject *name, PyObject *exception)
{
    char near[96] = "";
    const char *text = PyUnicode_Check(name) ? kogge_py_text(name) : NULL;
    if (text)
        kogge_py_did_you_mean(near, sizeof near, type->name, text);
    PyErr_Clear();
    PyErr_Format(exception, "%s has no field %R%s", strrchr(type->python_name, '.') + 1, name, near);
}

static int set_attribute(PyObject *self, PyObject *name, PyObject *value)
{
    if (!PyObject_GenericSetAttr(self, name, value))
        return 0;
    const struct record_type *type = ((const struct record *)self)->type;
    if (PyErr_ExceptionMatches(PyExc_AttributeError) && !field_of(type, name)) {
        PyErr_Clear();
        no_such_field(type, name, PyExc_AttributeError);
    }
    return -1;
}

/* Records without a currency of their own take it beside their fields. */
static int set_currency(struct record *record, PyObject *values)
{
    PyObject *given = PyDict_GetItemString(values, "currency");
    if (!given || given == Py_None)
        return 0;
    if (record->type->currency)
        return kogge_py_set_field((PyObject *)record, given, (void *)record->type->currency);
    return kogge_py_code(record->type->state, "currency", given, &record->currency);
}

int kogge_py_set_all(struct record *record, PyObject *values)
{
    PyObject *name, *value;
    Py_ssize_t at = 0;
    if (set_currency(record, values))
        return -1;
    while (PyDict_Next(values, &at, &name, &value)) {
        const struct field *field = field_of(record->type, name);
        bool currency = PyUnicode_Check(name) && !PyUnicode_CompareWithASCIIString(name, "currency");
        if (!field && !currency) {
            no_such_field(record->type, name, PyExc_TypeError);
            return -1;
        }
        if (field && field == record->type->known) {
            PyErr_Format(PyExc_TypeError, "%s follows from the fields: None is unknown", field->name);
            return -1;
        }
        if (field && kogge_py_set_field((PyObject *)record, value, (void *)field))
            return -1;
    }
    return 0;
}

/* ---- constructors -----------------------------------------------------------------------------------------------
 */

/* Splits off what the function that fills the record takes. */
static int split(const struct bound *init, PyObject *values, PyObject *first, PyObject *rest)
{
    if (PyDict_Update(rest, values))
        return -1;
    for (int i = 0; i < init->parameter_count; i++) {
        PyObject *name = init->parameters[i].name, *value = PyDict_GetItemWithError(rest, name);
        if (value && (PyDict_SetItem(first, name, value) || PyDict_DelItem(rest, name)))
            return -1;
    }
    return PyErr_Occurred() ? -1 : 0;
}

static struct record *start(const struct record_type *type, PyObject *arguments, PyObject *values)
{
    PyObject *first = PyDict_New(), *rest = PyDict_New();
    struct record *record = NULL;
    if (first && rest && !split(type->init, values, first, rest))
        record = (struct record *)kogge_py_invoke_tuple(type->init, arguments, first);
    if (record && kogge_py_set_all(record, rest))
        Py_CLEAR(record);
    Py_XDECREF(first);
    Py_XDECREF(rest);
    return record;
}

static PyObject *construct(const struct record_type *type, PyObject *arguments, PyObject *values, PyObject *book)
{
    if (type->init)
        return (PyObject *)start(type, arguments, values);
    struct record *record = kogge_py_new_record(type);
    if (!record)
        return NULL;
    Py_XINCREF(book);
    record->book = book;
    if (kogge_py_set_all(record, values))
        Py_CLEAR(record);
    return (PyObject *)record;
}

static PyObject *new (PyTypeObject *class, PyObject *arguments, PyObject *keywords)
{
    const struct record_type *type = kogge_py_type_of(kogge_py_state_of(class), class);
    const char *name = strrchr(type->python_name, '.') + 1;
    if (!type->name)
        return PyErr_Format(PyExc_TypeError, "%s is what a function gives; it cannot be made", name);
    if (!type->init && PyTuple_Size(arguments))
        return PyErr_Format(PyExc_TypeError, "%s takes fields by keyword only", name);
    PyObject *none = keywords ? NULL : PyDict_New();
    PyObject *made = keywords || none ? construct(type, arguments, keywords ? keywords : none, NULL) : NULL;
    Py_XDECREF(none);
    return made;
}

PyObject *kogge_py_as_record(const struct record_type *type, PyObject *given, PyObject *book)
{
    if (Py_TYPE(given) == type->type) {
        Py_INCREF(given);
        return given;
    }
    if (!PyDict_Check(given))
        return PyErr_Format(PyExc_TypeError, "%R is no %s", given, strrchr(type->python_name, '.') + 1);
    PyObject *none = PyTuple_New(0), *made = none ? construct(type, none, given, book) : NULL;
    Py_XDECREF(none);
    return made;
}

/* What a new one is: as the function that fills it leaves it, else nothing. */
static struct record *neutral(const struct record *record)
{
    const struct bound *init = record->type->init;
    if (!init)
        return kogge_py_new_record(record->type);
    PyObject *values = PyDict_New(), *none = PyTuple_New(0);
    for (int i = 0; values && i < init->parameter_count; i++) {
        const struct field *field = field_of(record->type, init->parameters[i].name);
        PyObject *value = field ? kogge_py_get_field((PyObject *)record, (void *)field) : NULL;
        if (value)
            PyDict_SetItem(values, init->parameters[i].name, value);
        Py_XDECREF(value);
    }
    PyObject *made = values && none ? kogge_py_invoke_tuple(init, none, values) : NULL;
    Py_XDECREF(values);
    Py_XDECREF(none);
    if (!made)
        PyErr_Clear();
    return made ? (struct record *)made : kogge_py_new_record(record->type);
}

/* ---- what it holds ----------------------------------------------------------------------------------------------
 */

static bool differs(const struct record *record, const struct record *from, const struct field *field)
{
    if (field == record->type->known)
        return false;
    return raw(record, field) != raw(from, field) ||
           (field->is.known_bit >= 0 && is_known(record, field) != is_known(from, field));
}

static bool names_preset(const struct record *record, const struct field *field)
{
    const struct bound *init = record->type->init;
    for (int i = 0; init && i < init->parameter_count; i++) {
        if (init->parameters[i].name == field->key)
            return true;
    }
    return false;
}

/* The values that differ from those of a new one; all: those a new one is made from, too. */
static PyObject *to_dict(PyObject *self, PyObject *unused)
{
    const struct record *record = (const struct record *)self;
    struct record *from = neutral(record);
    PyObject *values = PyDict_New();
    (void)unused;
    for (size_t i = 0; from && values && i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];
        if (!differs(record, from, field) && !names_preset(record, field))
            continue;
        PyObject *value = kogge_py_get_field(self, (void *)field);
        if (!value || PyDict_SetItem(values, field->key, value))
            Py_CLEAR(values);
        Py_XDECREF(value);
    }
    Py_CLEAR(from);
    return values;
}

static PyObject *joined(const char *name, PyObject *parts)
{
    PyObject *comma = PyUnicode_FromString(", "), *inside = comma ? PyUnicode_Join(comma, parts) : NULL;
    PyObject *text = inside ? PyUnicode_FromFormat("%s(%U)", name, inside) : NULL;
    Py_XDECREF(comma);
    Py_XDECREF(inside);
    return text;
}

static int append(PyObject *list, PyObject *item)
{
    int done = item ? PyList_Append(list, item) : -1;
    Py_XDECREF(item);
    return done;
}

static PyObject *represent_extra(PyObject *name, PyObject *extra)
{
    Py_ssize_t count = PyObject_Size(extra);
    if (count >= 0)
        return PyUnicode_FromFormat("%U=<%zd rows>", name, count);
    PyErr_Clear();
    return PyUnicode_FromFormat("%U=%R", name, extra);
}

static PyObject *represent(PyObject *self)
{
    const struct record *record = (const struct record *)self;
    PyObject *values = to_dict(self, NULL), *parts = PyList_New(0), *name, *value, *text = NULL;
    Py_ssize_t at = 0;
    while (values && parts && PyDict_Next(values, &at, &name, &value)) {
        if (append(parts, PyUnicode_FromFormat("%U=%R", name, value)))
            Py_CLEAR(parts);
    }
    for (Py_ssize_t i = 0; parts && i < record->type->extra_count; i++) {
        if (record->extras[i] && append(parts, represent_extra(record->type->extras[i], record->extras[i])))
            Py_CLEAR(parts);
    }
    if (values && parts)
        text = joined(strrchr(record->type->python_name, '.') + 1, parts);
    Py_XDECREF(values);
    Py_XDECREF(parts);
    return text;
}

/* Sizes in the header do not count. */
bool kogge_py_same_values(const struct record_type *type, const void *a, const void *b)
{
    size_t at = type->values_at;
    return !memcmp((const unsigned char *)a + at, (const unsigned char *)b + at, type->size - at);
}

static int same(const struct record *a, const struct record *b)
{
    if (!kogge_py_same_values(a->type, record_data(a), record_data(b)))
        return 0;
    for (Py_ssize_t i = 0; i < a->type->extra_count; i++) {
        PyObject *one = a->extras[i] ? a->extras[i] : Py_None, *other = b->extras[i] ? b->extras[i] : Py_None;
        int equal = PyObject_RichCompareBool(one, other, Py_EQ);
        if (equal <= 0)
            return equal;
    }
    return 1;
}

static PyObject *compare(PyObject *self, PyObject *other, int how)
{
    if (Py_TYPE(self) != Py_TYPE(other) || (how != Py_EQ && how != Py_NE))
        Py_RETURN_NOTIMPLEMENTED;
    int equal = same((struct record *)self, (struct record *)other);
    return equal < 0 ? NULL : PyBool_FromLong(equal == (how == Py_EQ));
}

/* ---- copies -----------------------------------------------------------------------------------------------------
 */

static PyObject *copy(PyObject *self, PyObject *unused)
{
    (void)unused;
    return (PyObject *)duplicate((struct record *)self);
}

static PyObject *replace(PyObject *self, PyObject *arguments, PyObject *values)
{
    if (PyTuple_Size(arguments))
        return PyErr_Format(PyExc_TypeError, "replace() takes fields by keyword only");
    struct record *changed = duplicate((struct record *)self);
    if (changed && values && kogge_py_set_all(changed, values))
        Py_CLEAR(changed);
    return (PyObject *)changed;
}

/* Numbers by name, so that another release of the library reads them. */
static PyObject *raw_values(const struct record *record)
{
    PyObject *values = PyDict_New();
    for (size_t i = 0; values && i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];
        bool known = field->is.known_bit >= 0 && is_known(record, field);
        if (field == record->type->known || (!raw(record, field) && !known))
            continue;
        PyObject *value = field->is.type == KOGGE_TYPE_UINT64
                              ? PyLong_FromUnsignedLongLong((uint64_t)raw(record, field))
                              : PyLong_FromLongLong(raw(record, field));
        if (!value || PyDict_SetItem(values, field->key, value))
            Py_CLEAR(values);
        Py_XDECREF(value);
    }
    return values;
}

static PyObject *reduce(PyObject *self, PyObject *unused)
{
    const struct record *record = (const struct record *)self;
    PyObject *extras = PyList_New(0), *values = raw_values(record), *result = NULL;
    (void)unused;
    for (Py_ssize_t i = 0; extras && i < record->type->extra_count; i++) {
        if (PyList_Append(extras, record->extras[i] ? record->extras[i] : Py_None))
            Py_CLEAR(extras);
    }
    PyObject *restore = PyObject_GetAttrString(record->type->state->module, "_restore");
    if (extras && values && restore)
        result = Py_BuildValue("O(OOiO)", restore, (PyObject *)Py_TYPE(self), values, record->currency, extras);
    Py_XDECREF(restore);
    Py_XDECREF(extras);
    Py_XDECREF(values);
    return result;
}

static int put_all(struct record *record, PyObject *values)
{
    PyObject *name, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(values, &at, &name, &value)) {
        const struct field *field = field_of(record->type, name);
        int64_t number;
        if (!field) {
            no_such_field(record->type, name, PyExc_TypeError);
            return -1;
        }
        struct wanted wanted = kogge_py_wanted(field, UNKNOWN_DIGITS);
        if (kogge_py_to(&wanted, value, &number) < 0)
            return -1;
        put(record, field, number, true);
    }
    return 0;
}

PyObject *kogge_py_restore(PyObject *module, PyObject *arguments)
{
    PyObject *class, *values, *extras;
    int currency;
    if (!PyArg_ParseTuple(arguments, "OO!iO!", &class, &PyDict_Type, &values, &currency, &PyList_Type, &extras))
        return NULL;
    const struct record_type *type = kogge_py_type_of(kogge_py_state(module), (PyTypeObject *)class);
    if (!type || PyList_Size(extras) > type->extra_count)
        return PyErr_Format(PyExc_TypeError, "%R is no record of this release", class);
    struct record *record = kogge_py_new_record(type);
    if (!record || put_all(record, values)) {
        Py_CLEAR(record);
        return NULL;
    }
    record->currency = currency;
    for (Py_ssize_t i = 0; i < PyList_Size(extras); i++) {
        PyObject *extra = PyList_GetItem(extras, i);
        if (extra == Py_None)
            continue;
        Py_INCREF(extra);
        record->extras[i] = extra;
    }
    return (PyObject *)record;
}

/* ---- fields -----------------------------------------------------------------------------------------------------
 */

static PyObject *class_of(const struct field *field)
{
    const struct codes *codes = field->codes;
    PyObject *class = !codes ? NULL : field->is.unit == KOGGE_UNIT_MASK ? codes->mask : codes->enumeration;
    return class ? class : Py_None;
}

static PyObject *describe(const struct record_type *type, const struct field *field)
{
    bool wide = field->is.type == KOGGE_TYPE_UINT64;
    PyObject *highest =
        wide ? PyLong_FromUnsignedLongLong((uint64_t)field->is.highest) : PyLong_FromLongLong(field->is.highest);
    return PyObject_CallFunction(type->state->field_class, "sissOOOLNis", field->name, (int)field->is.id,
                                 kogge_code_name("unit", field->is.unit), kogge_code_name("type", field->is.type),
                                 class_of(field), field->is.known_bit >= 0 ? Py_True : Py_False,
                                 field->is.required ? Py_True : Py_False, (long long)(wide ? 0 : field->is.lowest),
                                 highest, (int)field->is.since, kogge_code_text(NULL, "field", field->is.id));
}

static PyObject *fields(PyObject *class, PyObject *unused)
{
    const struct record_type *type =
        kogge_py_type_of(kogge_py_state_of((PyTypeObject *)class), (PyTypeObject *)class);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (size_t i = 0; list && i < type->field_count; i++) {
        if (append(list, describe(type, &type->fields[i])))
            Py_CLEAR(list);
    }
    return list;
}

static const struct field *named(const struct record *record, PyObject *name)
{
    const struct field *field = PyUnicode_Check(name) ? field_of(record->type, name) : NULL;
    if (!field)
        no_such_field(record->type, name, PyExc_AttributeError);
    return field;
}

static PyObject *decimal(PyObject *self, PyObject *name)
{
    const struct record *record = (const struct record *)self;
    const struct field *field = named(record, name);
    int32_t digits = kogge_py_record_digits(record);
    if (!field)
        return NULL;
    if (field->is.unit != KOGGE_UNIT_MINOR)
        return PyErr_Format(PyExc_TypeError, "%s is no amount", field->name);
    if (!is_known(record, field))
        Py_RETURN_NONE;
    if (digits < 0)
        return PyErr_Format(PyExc_TypeError, "%s: the currency is not known", field->name);
    return kogge_py_decimal(record->type->state, raw(record, field), digits);
}

/* ---- texts ------------------------------------------------------------------------------------------------------
 */

static PyObject *text_of(const kogge_catalogue *catalogue, const kogge_rulebook *book, int32_t field, int64_t value)
{
    char text[512];
    if (kogge_value_text(catalogue, book, field, value, text, sizeof text, NULL))
        return PyErr_Format(PyExc_ValueError, "%s has no text", kogge_field_name(field));
    return PyUnicode_FromString(text);
}

/* The codes of a mask, one by one. */
static PyObject *mask_text(const kogge_catalogue *catalogue, const kogge_rulebook *book, const struct field *field,
                           uint64_t bits)
{
    PyObject *parts = PyList_New(0), *comma = PyUnicode_FromString(", "), *text = NULL;
    for (int bit = 0; parts && bit < 64; bit++) {
        int64_t code = field->is.is_bits ? (int64_t)(UINT64_C(1) << bit) : bit;
        if ((bits >> bit & 1) && append(parts, text_of(catalogue, book, field->is.id, code)))
            Py_CLEAR(parts);
    }
    if (parts && comma)
        text = PyUnicode_Join(comma, parts);
    Py_XDECREF(parts);
    Py_XDECREF(comma);
    return text;
}

static PyObject *text(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = { "", "lang", "book", NULL };
    const struct record *record = (const struct record *)self;
    PyObject *name, *lang = Py_None, *book = record->book ? record->book : Py_None;
    const kogge_catalogue *catalogue;
    const kogge_rulebook *rules;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "U|$OO", names, &name, &lang, &book))
        return NULL;
    const struct field *field = named(record, name);
    if (!field || kogge_py_catalogue(record->type->state, lang, &catalogue) ||
        kogge_py_book(record->type->state, book, &rules))
        return NULL;
    if (!is_known(record, field))
        Py_RETURN_NONE;
    if (field->is.unit == KOGGE_UNIT_MASK)
        return mask_text(catalogue, rules, field, (uint64_t)raw(record, field));
    return text_of(catalogue, rules, field->is.id, raw(record, field));
}

static int explain_rows(const struct rows *rows, PyObject *list, PyObject *book, PyObject *lang)
{
    for (size_t i = 0; i < rows->count; i++) {
        PyObject *row = PySequence_GetItem((PyObject *)rows, (Py_ssize_t)i);
        PyObject *said = row ? kogge_py_explain((struct record *)row, book, lang) : NULL;
        Py_XDECREF(row);
        if (append(list, said))
            return -1;
    }
    return 0;
}

/* Of a reason or finding its text; of a result those of its reasons. */
static PyObject *explain(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = { "lang", "book", NULL };
    const struct record *record = (const struct record *)self;
    const struct record_type *type = record->type;
    PyObject *lang = Py_None, *book = record->book ? record->book : Py_None;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|OO", names, &lang, &book))
        return NULL;
    if (type->explain)
        return kogge_py_explain(record, book, lang);
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < type->extra_count; i++) {
        const struct rows *rows = (const struct rows *)record->extras[i];
        if (!rows || Py_TYPE(record->extras[i]) != type->state->rows_type || !rows->type->explain)
            continue;
        if (explain_rows(rows, list, book, lang))
            Py_CLEAR(list);
    }
    return list;
}

/* ---- a bundle is a sequence of its parts ------------------------------------------------------------------------
 */

static Py_ssize_t length(PyObject *self)
{
    const struct record_type *type = ((const struct record *)self)->type;
    if (!type->name)
        return type->extra_count;
    PyErr_Format(PyExc_TypeError, "%s has no length", strrchr(type->python_name, '.') + 1);
    return -1;
}

static PyObject *part(PyObject *self, Py_ssize_t at)
{
    const struct record_type *type = ((const struct record *)self)->type;
    if (type->name)
        return PyErr_Format(PyExc_TypeError, "%s is no sequence", strrchr(type->python_name, '.') + 1);
    if (at < 0 || at >= type->extra_count)
        return PyErr_Format(PyExc_IndexError, "there are %zd parts", type->extra_count);
    return kogge_py_get_extra(self, (void *)(intptr_t)at);
}

#define FUNCTION(f) (PyCFunction)(void (*)(void)) f

static PyMethodDef methods[] = {
    { "replace", FUNCTION(replace), METH_VARARGS | METH_KEYWORDS, "replace(**fields): a copy with other values." },
    { "to_dict", to_dict, METH_NOARGS, "to_dict(): the values that differ from those of a new one." },
    { "fields", fields, METH_NOARGS | METH_CLASS, "fields(): what the field table says of each field." },
    { "decimal", decimal, METH_O, "decimal(name): an amount in whole units of the currency; None = unknown." },
    { "text", FUNCTION(text), METH_VARARGS | METH_KEYWORDS,
      "text(name, *, lang=None, book=None): a value as text in its unit; None = unknown." },
    { "explain", FUNCTION(explain), METH_VARARGS | METH_KEYWORDS,
      "explain(lang=None, book=None): the text of a reason or finding; of a result those of its reasons, in order." },
    { "__copy__", copy, METH_NOARGS, NULL },
    { "__deepcopy__", copy, METH_O, NULL },
    { "__replace__", FUNCTION(replace), METH_VARARGS | METH_KEYWORDS, NULL },
    { "__reduce__", reduce, METH_NOARGS, NULL },
    { NULL, NULL, 0, NULL },
};

PyType_Slot kogge_py_record_slots[] = {
    { Py_tp_new, new },
    { Py_tp_dealloc, deallocate },
    { Py_tp_repr, represent },
    { Py_tp_richcompare, compare },
    { Py_tp_setattro, set_attribute },
    { Py_tp_methods, methods },
    { 0, NULL },
};

PyType_Slot kogge_py_bundle_slots[] = {
    { Py_tp_new, new },
    { Py_tp_dealloc, deallocate },
    { Py_tp_repr, represent },
    { Py_tp_richcompare, compare },
    { Py_tp_setattro, set_attribute },
    { Py_tp_methods, methods },
    { Py_tp_iter, PySeqIter_New },
    { Py_sq_length, length },
    { Py_sq_item, part },
    { 0, NULL },
};
