/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arrays and columns: buffers as they are where the type fits, else a copy; None is a bit of a bitmap. */

#include "binding.h"

#include <stdio.h>
#include <string.h>

/* ---- what is held until the call is over ------------------------------------------------------------------------
 */

static int full(int count)
{
    if (count < MOST_HELD)
        return 0;
    PyErr_SetString(PyExc_ValueError, "too many columns");
    return -1;
}

void *kogge_py_hold_block(struct held *held, size_t size)
{
    if (full(held->block_count))
        return NULL;
    void *block = PyMem_Calloc(size ? size : 1, 1);
    if (block)
        held->blocks[held->block_count++] = block;
    else
        PyErr_NoMemory();
    return block;
}

PyObject *kogge_py_hold_object(struct held *held, PyObject *object)
{
    if (object && full(held->object_count))
        Py_CLEAR(object);
    if (object)
        held->objects[held->object_count++] = object;
    return object;
}

void kogge_py_free_held(struct held *held)
{
    while (held->view_count) {
        PyBuffer_Release(held->views[--held->view_count]);
    }
    while (held->object_count)
        Py_DECREF(held->objects[--held->object_count]);
    while (held->block_count)
        PyMem_Free(held->blocks[--held->block_count]);
}

/* ---- buffers ----------------------------------------------------------------------------------------------------
 */

struct source {
    const unsigned char *data;
    size_t count, width;
    Py_ssize_t stride;
    bool is_signed;
};

static bool other_end(const char **format)
{
    const uint16_t one = 1;
    bool little = *(const unsigned char *)&one,
         other = **format == (little ? '>' : '<') || (!little && **format == '<');
    if (**format && strchr("@=<>!", **format))
        (*format)++;
    return other;
}

/* 1: not a buffer of numbers, to be read as a sequence. */
static int read_view(const struct wanted *wanted, const Py_buffer *view, struct source *source)
{
    const char *format = view->format ? view->format : "B";
    if (other_end(&format) || view->ndim != 1 || !*format || format[1])
        return 1;
    if (strchr("fdeg", *format)) {
        PyErr_Format(PyExc_TypeError, "%s: a buffer of floats, and these are exact numbers: round and convert it",
                     wanted->name);
        return -1;
    }
    if (!strchr("bBhHiIlLqQnN?", *format))
        return 1;
    source->data = view->buf;
    source->count = (size_t)view->shape[0];
    source->stride = view->strides ? view->strides[0] : view->itemsize;
    source->width = (size_t)view->itemsize;
    source->is_signed = strchr("bhilqn", *format) != NULL;
    return 0;
}

static int open_buffer(const struct wanted *wanted, PyObject *given, struct held *held, struct source *source)
{
    if (!PyObject_CheckBuffer(given) || PyBytes_Check(given))
        return 1;
    Py_buffer *view = kogge_py_hold_block(held, sizeof *view);
    if (!view || full(held->view_count))
        return -1;
    if (PyObject_GetBuffer(given, view, PyBUF_RECORDS_RO)) {
        PyErr_Clear();
        return 1;
    }
    held->views[held->view_count++] = view;
    return read_view(wanted, view, source);
}

static bool as_wanted(const struct source *source, int32_t type)
{
    bool is_signed = type == KOGGE_TYPE_INT32 || type == KOGGE_TYPE_INT64;
    return source->width == kogge_py_width(type) && source->is_signed == is_signed;
}

/* The bits of a number of any width, whichever end comes first. */
static uint64_t bits_at(const unsigned char *at, size_t width)
{
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    switch (width) {
    case 1:
        return *at;
    case 2:
        memcpy(&two, at, sizeof two);
        return two;
    case 4:
        memcpy(&four, at, sizeof four);
        return four;
    default:
        memcpy(&eight, at, sizeof eight);
        return eight;
    }
}

static int64_t element(const struct source *source, size_t row, bool *huge)
{
    uint64_t bits = bits_at(source->data + (Py_ssize_t)row * source->stride, source->width);
    *huge = !source->is_signed && bits > INT64_MAX;
    if (source->is_signed && source->width < 8 && bits >> (8 * source->width - 1))
        bits |= UINT64_MAX << (8 * source->width);
    return (int64_t)bits;
}

static int convert_element(const struct wanted *wanted, const struct source *source, size_t row, unsigned char *to)
{
    bool huge, fits = true;
    int64_t value = element(source, row, &huge);
    switch (wanted->type) {
    case KOGGE_TYPE_INT32:
        fits = !huge && value >= INT32_MIN && value <= INT32_MAX;
        break;
    case KOGGE_TYPE_UINT32:
        fits = !huge && value >= 0 && value <= UINT32_MAX;
        break;
    case KOGGE_TYPE_INT64:
        fits = !huge;
        break;
    default:
        fits = huge || value >= 0;
    }
    if (!fits) {
        kogge_py_refuse(wanted->state, KOGGE_E_RANGE, wanted->field, "%s: the value of row %zu does not fit",
                        wanted->name, row);
        return -1;
    }
    kogge_py_store(to, wanted->type, value);
    return 0;
}

static int convert_buffer(const struct wanted *wanted, const struct source *source, struct held *held, void **data)
{
    size_t width = kogge_py_width(wanted->type);
    unsigned char *to = kogge_py_hold_block(held, source->count * width);
    *data = to;
    for (size_t row = 0; to && row < source->count; row++) {
        if (convert_element(wanted, source, row, to + row * width))
            return -1;
    }
    return to ? 0 : -1;
}

/* ---- sequences --------------------------------------------------------------------------------------------------
 */

/* Says which row it was. */
static void name_row(struct state *state, size_t row)
{
    PyObject *type, *value, *trace, *number;
    if (!state->error || !PyErr_ExceptionMatches(state->error))
        return;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    number = PyLong_FromSize_t(row);
    if (!number || PyObject_SetAttrString(value, "row", number))
        PyErr_Clear();
    Py_XDECREF(number);
    PyErr_Restore(type, value, trace);
}

static PyObject *nth(PyObject *items, size_t row)
{
    PyObject *item =
        PyList_Check(items) ? PyList_GetItem(items, (Py_ssize_t)row) : PyTuple_GetItem(items, (Py_ssize_t)row);
    Py_XINCREF(item);
    return item;
}

/* valid: a bitmap where None is allowed to mean unknown, made when the first None comes. */
static int convert_items(const struct wanted *wanted, PyObject *items, size_t count, unsigned char *to, bool nullable,
                         struct held *held, uint8_t **valid)
{
    size_t width = kogge_py_width(wanted->type);
    for (size_t row = 0; row < count; row++) {
        int64_t value = 0;
        PyObject *item = nth(items, row);
        int done = item ? kogge_py_to(wanted, item, &value) : -1;
        Py_XDECREF(item);
        if (done < 0) {
            name_row(wanted->state, row);
            return -1;
        }
        if (done && !nullable && wanted->unit != KOGGE_UNIT_CODE && wanted->unit != KOGGE_UNIT_DATE) {
            PyErr_Format(PyExc_TypeError, "%s: row %zu is None, and it cannot be unknown", wanted->name, row);
            return -1;
        }
        if (done && nullable && !*valid) {
            if (!(*valid = kogge_py_hold_block(held, count / 8 + 1)))
                return -1;
            memset(*valid, 0xff, count / 8 + 1);
        }
        if (done && nullable)
            (*valid)[row / 8] &= (uint8_t) ~(1u << row % 8);
        kogge_py_store(to + row * width, wanted->type, value);
    }
    return 0;
}

static PyObject *items_of(const struct wanted *wanted, PyObject *given, struct held *held)
{
    bool no_numbers = PyUnicode_Check(given) || PyBytes_Check(given) || PyDict_Check(given);
    PyObject *items = no_numbers ? NULL : PySequence_Fast(given, "");
    if (items)
        return kogge_py_hold_object(held, items);
    PyErr_Clear();
    PyErr_Format(PyExc_TypeError, "%s: %R is no sequence of numbers", wanted->name, given);
    return NULL;
}

int kogge_py_array(const struct wanted *wanted, PyObject *given, struct held *held, const void **data, size_t *count)
{
    struct source source;
    void *copy = NULL;
    uint8_t *valid = NULL;
    int opened = open_buffer(wanted, given, held, &source);
    if (opened < 0)
        return -1;
    if (!opened) {
        *count = source.count;
        *data = source.data;
        if (as_wanted(&source, wanted->type) && source.stride == (Py_ssize_t)source.width)
            return 0;
        opened = convert_buffer(wanted, &source, held, &copy);
        *data = copy;
        return opened;
    }
    PyObject *items = items_of(wanted, given, held);
    if (!items)
        return -1;
    *count = (size_t)PyObject_Size(items);
    *data = copy = kogge_py_hold_block(held, *count * kogge_py_width(wanted->type));
    return copy ? convert_items(wanted, items, *count, copy, false, held, &valid) : -1;
}

/* ---- columns ----------------------------------------------------------------------------------------------------
 */

struct table {
    struct state *state;
    struct held *held;
    const struct record_type *records[2];
    PyObject *book;
    enum extra extra;
    PyObject *kept; /* names of columns that are kept: a list, or NULL */
    kogge_column *columns;
    size_t column_count, row_count;
    bool sized;
};

static const struct field *field_in(const struct record_type *type, const char *name)
{
    for (size_t i = 0; type && i < type->field_count; i++) {
        if (!strcmp(type->fields[i].name, name))
            return &type->fields[i];
    }
    return NULL;
}

/* "net_minor", or "order.net_minor" where both records of a table have it. */
static const struct field *find_field(const struct table *table, const char *name)
{
    const char *dot = strchr(name, '.');
    const struct field *found = NULL;
    for (int i = 0; i < 2 && table->records[i] && !found; i++) {
        const char *record = table->records[i]->name + strlen("kogge_");
        bool meant = !dot || (!strncmp(record, name, (size_t)(dot - name)) && !record[dot - name]);
        found = meant ? field_in(table->records[i], dot ? dot + 1 : name) : NULL;
    }
    return found;
}

void kogge_py_no_field(const struct record_type *type, const char *name)
{
    char near[96];
    kogge_py_did_you_mean(near, sizeof near, type->name, name);
    PyErr_Format(PyExc_TypeError, "%s has no field '%s'%s", strrchr(type->python_name, '.') + 1, name, near);
}

bool kogge_py_has_field(const struct record_type *type, const char *name)
{
    return field_in(type, name) != NULL;
}

const struct field *kogge_py_field_named(const struct record_type *type, const char *name)
{
    const struct field *found = field_in(type, name);
    if (!found)
        kogge_py_no_field(type, name);
    return found;
}

static int same_length(struct table *table, const char *name, size_t count)
{
    if (table->sized && count != table->row_count) {
        PyErr_Format(PyExc_ValueError, "%s has %zu rows, what came before it %zu", name, count, table->row_count);
        return -1;
    }
    table->row_count = count;
    table->sized = true;
    return 0;
}

static int column_of_buffer(struct table *table, const struct wanted *wanted, const struct source *source,
                            kogge_column *column)
{
    void *copy;
    column->data = source->data;
    column->stride = source->stride;
    if (!as_wanted(source, wanted->type)) {
        if (convert_buffer(wanted, source, table->held, &copy))
            return -1;
        column->data = copy;
        column->stride = (ptrdiff_t)kogge_py_width(wanted->type);
    }
    return same_length(table, wanted->name, source->count);
}

static int column_of_items(struct table *table, const struct wanted *wanted, PyObject *items, bool nullable,
                           kogge_column *column)
{
    size_t count = (size_t)PyObject_Size(items);
    uint8_t *valid = NULL;
    void *data = kogge_py_hold_block(table->held, count * kogge_py_width(wanted->type));
    if (!data || convert_items(wanted, items, count, data, nullable, table->held, &valid))
        return -1;
    column->data = data;
    column->stride = (ptrdiff_t)kogge_py_width(wanted->type);
    column->valid = valid;
    return same_length(table, wanted->name, count);
}

/* One value for all rows; None: the column is absent. */
static int column_of_value(struct table *table, const struct wanted *wanted, PyObject *given, kogge_column *column)
{
    int64_t value, *data = kogge_py_hold_block(table->held, sizeof *data);
    int done = data ? kogge_py_to(wanted, given, &value) : -1;
    if (!done)
        kogge_py_store(data, wanted->type, value);
    column->data = done ? NULL : data;
    return done < 0 ? -1 : 0;
}

int32_t kogge_py_digits(PyObject *book)
{
    int32_t currency = book ? ((struct handle *)book)->currency : 0;
    return currency ? kogge_currency_digits(currency) : UNKNOWN_DIGITS;
}

/* 1: the column is kept beside the table, or left out. */
static int other_column(const struct table *table, PyObject *key, const char *name)
{
    int is_kept = table->kept && PyList_Size(table->kept) ? PySequence_Contains(table->kept, key) : 0;
    if (is_kept || table->extra == EXTRA_IGNORE)
        return is_kept < 0 ? -1 : 1;
    if (table->extra == EXTRA_PASS && table->kept)
        return PyList_Append(table->kept, key) ? -1 : 1;
    if (table->extra == EXTRA_PASS)
        return 1;
    kogge_py_no_field(table->records[0], name);
    return -1;
}

static int add_field(struct table *table, const struct field *field, PyObject *given)
{
    struct source source;
    struct wanted wanted = kogge_py_wanted(field, kogge_py_digits(table->book));
    kogge_column *column = &table->columns[table->column_count];
    *column = (kogge_column){ .field = field->is.id, .type = field->is.type };
    int opened = open_buffer(&wanted, given, table->held, &source);
    if (opened < 0)
        return -1;
    table->column_count++;
    if (!opened)
        return column_of_buffer(table, &wanted, &source, column);
    if (given == Py_None || PyUnicode_Check(given) || !PySequence_Check(given))
        return column_of_value(table, &wanted, given, column);
    PyObject *items = items_of(&wanted, given, table->held);
    return items ? column_of_items(table, &wanted, items, field->is.known_bit >= 0, column) : -1;
}

static bool is_text(PyObject *item)
{
    return item && PyUnicode_Check(item);
}

/* As in Arrow data: a number that a program knows a thing by may be a text, which is kept and not read. */
static int is_label(const struct table *table, const struct field *field, PyObject *key, PyObject *given)
{
    if (field->is.unit != KOGGE_UNIT_ID || !table->kept || PyUnicode_Check(given) || !PySequence_Check(given) ||
        PySequence_Size(given) <= 0 || PySequence_Contains(table->kept, key) <= 0)
        return PyErr_Occurred() ? -1 : 0;
    PyObject *first = PySequence_GetItem(given, 0);
    const bool label = is_text(first);
    Py_XDECREF(first);
    return first ? label : -1;
}

static int add_column(struct table *table, PyObject *key, PyObject *given)
{
    const char *name = PyUnicode_Check(key) ? kogge_py_text(key) : NULL;
    if (!name) {
        if (!PyErr_Occurred())
            PyErr_Format(PyExc_TypeError, "%R is no name of a field", key);
        return -1;
    }
    const struct field *field = find_field(table, name);
    int other = field ? is_label(table, field, key, given) : other_column(table, key, name);
    return other ? (other < 0 ? -1 : 0) : add_field(table, field, given);
}

static int read_mapping(struct table *table, PyObject *given)
{
    PyObject *items = kogge_py_hold_object(table->held, PyMapping_Items(given));
    for (Py_ssize_t i = 0; items && i < PyList_Size(items); i++) {
        PyObject *pair = PyList_GetItem(items, i);
        if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2) {
            PyErr_SetString(PyExc_TypeError, "a table is a mapping from names of fields to columns");
            return -1;
        }
        if (table->column_count >= MOST_HELD || add_column(table, PyTuple_GetItem(pair, 0), PyTuple_GetItem(pair, 1)))
            return PyErr_Occurred() ? -1 : full(MOST_HELD);
    }
    if (items && !table->sized)
        table->row_count = table->column_count > 0;
    return items ? 0 : -1;
}

/* ---- rows of records --------------------------------------------------------------------------------------------
 */

static int add_rows(struct table *table, const struct record_type *type, PyObject *given)
{
    PyObject *made = kogge_py_hold_object(table->held, kogge_py_as_rows(type, given, table->book));
    if (!made)
        return -1;
    const struct rows *rows = (const struct rows *)made;
    kogge_rows is = { rows->data, rows->count, type->size };
    size_t count = 0, room = MOST_HELD - table->column_count;
    if (kogge_columns_of_rows(type->name, &is, table->columns + table->column_count, room, &count) || count > room) {
        PyErr_Format(PyExc_ValueError, "%s gives no columns", type->name);
        return -1;
    }
    table->column_count += count;
    return same_length(table, strrchr(type->python_name, '.') + 1, rows->count);
}

static const struct record_type *type_of_item(const struct table *table, PyObject *item)
{
    if (Py_TYPE(item) == table->state->rows_type)
        return ((const struct rows *)item)->type;
    return kogge_py_type_of(table->state, Py_TYPE(item));
}

/* Which of the two records the rows are: what the first one is. */
static const struct record_type *which(const struct table *table, PyObject *given)
{
    PyObject *first = NULL;
    const struct record_type *type = type_of_item(table, given);
    if (!type && PySequence_Check(given) && PySequence_Size(given) > 0)
        first = PySequence_GetItem(given, 0);
    if (first)
        type = type_of_item(table, first);
    Py_XDECREF(first);
    PyErr_Clear();
    return type && type == table->records[1] ? type : table->records[0];
}

/* A tuple of two: rows of both records. */
static int read_pair(struct table *table, PyObject *given)
{
    for (Py_ssize_t i = 0; i < 2; i++) {
        PyObject *part = PyTuple_GetItem(given, i);
        if (add_rows(table, table->records[i], part))
            return -1;
    }
    return 0;
}

static bool is_pair(const struct table *table, PyObject *given)
{
    if (!table->records[1] || !PyTuple_Check(given) || PyTuple_Size(given) != 2)
        return false;
    PyObject *first = PyTuple_GetItem(given, 0);
    return PySequence_Check(first) && !kogge_py_type_of(table->state, Py_TYPE(first));
}

/* ---- tables -----------------------------------------------------------------------------------------------------
 */

static int read_extra(PyObject *given, enum extra *extra)
{
    static const char *const words[] = { "refuse", "ignore", "pass" };
    *extra = EXTRA_REFUSE;
    for (int i = 0; i < 3; i++) {
        if (given && PyUnicode_Check(given) && !PyUnicode_CompareWithASCIIString(given, words[i])) {
            *extra = (enum extra)i;
            return 0;
        }
    }
    if (!given)
        return 0;
    PyErr_Format(PyExc_ValueError, "extra: %R is none of 'refuse', 'ignore' and 'pass'", given);
    return -1;
}

/* Names of columns as a list; a text is one name. */
PyObject *kogge_py_keys(PyObject *given)
{
    if (!given || given == Py_None)
        return PyList_New(0);
    if (PyUnicode_Check(given))
        return Py_BuildValue("[O]", given);
    return PySequence_List(given);
}

static bool is_mapping(PyObject *given)
{
    return PyDict_Check(given) || (PyObject_HasAttrString(given, "keys") && PyObject_HasAttrString(given, "items"));
}

static int read_columns(struct table *reading, PyObject *given)
{
    reading->columns = kogge_py_hold_block(reading->held, MOST_HELD * sizeof *reading->columns);
    if (!reading->columns)
        return -1;
    if (is_mapping(given))
        return read_mapping(reading, given);
    if (is_pair(reading, given))
        return read_pair(reading, given);
    return add_rows(reading, which(reading, given), given);
}

/* A DataFrame as what speaks Arrow, or as columns where it cannot; its index is kept. */
static PyObject *open_frame(const struct table_wish *wish, PyObject *given, struct taken_table *taken)
{
    if (!wish->state->open_frame || !PyObject_HasAttrString(given, "__arrow_c_stream__"))
        return given;
    PyObject *pair = PyObject_CallFunctionObjArgs(wish->state->open_frame, given, NULL);
    if (!kogge_py_hold_object(wish->held, pair))
        return NULL;
    taken->index = PyTuple_GetItem(pair, 1);
    return PyTuple_GetItem(pair, 0);
}

int kogge_py_table(const struct table_wish *wish, PyObject *given, struct taken_table *taken)
{
    struct table reading = { .state = wish->state, .held = wish->held, .book = wish->book };
    reading.records[0] = kogge_py_record_type(wish->state, wish->argument->record[0]);
    if (wish->argument->record[1])
        reading.records[1] = kogge_py_record_type(wish->state, wish->argument->record[1]);
    *taken = (struct taken_table){ .kept = NULL };
    given = read_extra(wish->extra, &reading.extra) ? NULL : open_frame(wish, given, taken);
    if (!given)
        return -1;
    int done = kogge_py_arrow_table(wish, reading.extra, given, taken);
    if (done <= 0)
        return done;
    if (wish->in_parts && !(reading.kept = kogge_py_hold_object(wish->held, kogge_py_keys(wish->keys))))
        return -1;
    if (read_columns(&reading, given))
        return -1;
    taken->table = (kogge_table){ reading.columns, reading.column_count, reading.row_count };
    taken->row_count = reading.row_count;
    return reading.kept && PyList_Size(reading.kept) ? kogge_py_keep(wish, given, reading.kept, taken) : 0;
}
