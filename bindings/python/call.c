/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Functions of the function list, called as the list describes them. */

#include "frame.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Room for what the library writes: on the stack while it lasts. */
static void *room(struct frame *frame, size_t size)
{
    size_t words = (size + 7) / 8;
    if (words <= SMALL_WORDS - frame->small_used) {
        void *at = frame->small + frame->small_used;
        frame->small_used += words;
        return at;
    }
    return kogge_py_hold_block(&frame->held, size);
}

/* ---- arguments that come in -------------------------------------------------------------------------------------
 */

static struct wanted wanted_of(const struct frame *frame, const struct call_argument *argument)
{
    int32_t currency = frame->book ? ((const struct handle *)frame->book)->currency : 0;
    return (struct wanted){
        .state = frame->state,
        .name = argument->name,
        .codes = kogge_py_codes(frame->state, argument->what),
        .type = argument->type,
        .unit = argument->unit,
        .digits = currency ? kogge_currency_digits(currency) : UNKNOWN_DIGITS,
    };
}

static int take_handle(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    const struct handle_type *type = frame->bound->handles[i];
    PyObject *given = frame->given[i];
    if (!type) {
        const kogge_catalogue *catalogue;
        int wrong = kogge_py_catalogue(frame->state, given, &catalogue);
        frame->slots[i].in = wrong ? NULL : catalogue;
        return wrong;
    }
    if (argument->optional && (!given || given == Py_None))
        return 0;
    if (!given || !PyObject_TypeCheck(given, type->type)) {
        PyErr_Format(PyExc_TypeError, "%s: %R is no %s", argument->name, given ? given : Py_None,
                     strrchr(type->python_name, '.') + 1);
        return -1;
    }
    frame->slots[i].out = ((struct handle *)given)->is;
    if (type->is_book)
        frame->book = given;
    return 0;
}

static int take_record(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    const struct record_type *type = frame->types[i];
    PyObject *given = frame->given[i];
    if (!given || given == Py_None) {
        if (!argument->optional)
            PyErr_Format(PyExc_TypeError, "%s: None is no %s", argument->name, strrchr(type->python_name, '.') + 1);
        return argument->optional ? 0 : -1;
    }
    if (Py_TYPE(given) != type->type) {
        given = kogge_py_hold_object(&frame->held, kogge_py_as_record(type, given, frame->book));
        if (!given)
            return -1;
    }
    frame->slots[i].in = record_data((struct record *)given);
    return 0;
}

static int take_rows(struct frame *frame, int i)
{
    PyObject *given = frame->given[i];
    if (!given || given == Py_None) {
        if (!argument_of(frame, i)->optional)
            PyErr_Format(PyExc_TypeError, "%s: rows are wanted; an empty list is none", argument_of(frame, i)->name);
        return argument_of(frame, i)->optional ? 0 : -1;
    }
    PyObject *made = kogge_py_hold_object(&frame->held, kogge_py_as_rows(frame->types[i], given, frame->book));
    if (!made)
        return -1;
    const struct rows *rows = (const struct rows *)made;
    frame->box[i].rows = (kogge_rows){ rows->data, rows->count, frame->types[i]->size };
    frame->slots[i].in = &frame->box[i].rows;
    frame->elements += rows->count;
    return 0;
}

static int take_table(struct frame *frame, int i)
{
    kogge_table *table = &frame->box[i].table;
    PyObject *given = frame->given[i] ? frame->given[i] : Py_None;
    frame->slots[i].in = NULL;
    if (given == Py_None && argument_of(frame, i)->optional)
        return 0;
    if (given == Py_None) {
        PyErr_Format(PyExc_TypeError, "%s: a table is wanted: rows, or a mapping of columns",
                     argument_of(frame, i)->name);
        return -1;
    }
    /* The first table says how many rows there are; what others hold is looked up in them. */
    const bool is_first = frame->first_table < 0, in_parts = is_first && frame->bound->is_batch;
    const struct table_wish wish = { .state = frame->state,
                                     .argument = argument_of(frame, i),
                                     .book = frame->book,
                                     .held = &frame->held,
                                     .extra = frame->given[CALL_MOST_ARGUMENTS + OPTION_EXTRA],
                                     .keys = in_parts ? frame->given[CALL_MOST_ARGUMENTS + OPTION_KEYS] : NULL,
                                     .in_parts = in_parts };
    struct taken_table taken = { .kept = NULL };
    if (kogge_py_table(&wish, given, &taken))
        return -1;
    *table = taken.table;
    frame->slots[i].in = table;
    if (is_first) {
        frame->table_rows = taken.row_count;
        frame->first = taken;
        frame->first_table = i;
    }
    frame->elements += taken.row_count * (table->column_count + 1);
    return 0;
}

static int take_number(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    PyObject *given = frame->given[i];
    frame->slots[i].number = argument->fallback;
    if (!given || (given == Py_None && argument->optional))
        return 0;
    struct wanted wanted = wanted_of(frame, argument);
    int done = kogge_py_to(&wanted, given, &frame->slots[i].number);
    if (done > 0 && argument->unit != KOGGE_UNIT_CODE && argument->unit != KOGGE_UNIT_DATE) {
        PyErr_Format(PyExc_TypeError, "%s cannot be unknown", argument->name);
        return -1;
    }
    return done < 0 ? -1 : 0;
}

static int set_length(struct frame *frame, const char *name, size_t length)
{
    if (frame->has_length && frame->length != length) {
        PyErr_Format(PyExc_ValueError, "%s has %zu elements, what comes with it %zu", name, length, frame->length);
        return -1;
    }
    frame->length = length;
    frame->has_length = true;
    return 0;
}

/* They stand apart from the arrays whose size follows. */
static int check_offsets(const struct frame *frame, const char *name, size_t count)
{
    if (count == frame->table_rows + 1)
        return 0;
    PyErr_Format(PyExc_ValueError, "%s has %zu elements, but one a row and one more are %zu", name, count,
                 frame->table_rows + 1);
    return -1;
}

static int take_array(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    struct wanted wanted = wanted_of(frame, argument);
    PyObject *given = frame->given[i];
    size_t count = 0;
    if (!given || given == Py_None) {
        if (!argument->optional)
            PyErr_Format(PyExc_TypeError, "%s: numbers are wanted; an empty list is none", argument->name);
        return argument->optional ? 0 : -1;
    }
    if (kogge_py_array(&wanted, given, &frame->held, &frame->slots[i].in, &count))
        return -1;
    frame->elements += count;
    return argument->length == LENGTH_AS_OFFSETS ? check_offsets(frame, argument->name, count)
                                                 : set_length(frame, argument->name, count);
}

static int take_bytes(struct frame *frame, int i)
{
    PyObject *given = frame->given[i];
    Py_buffer *view = kogge_py_hold_block(&frame->held, sizeof *view);
    if (!view || PyObject_GetBuffer(given ? given : Py_None, view, PyBUF_SIMPLE))
        return -1;
    frame->held.views[frame->held.view_count++] = view;
    frame->slots[i].in = view->buf;
    frame->elements += (size_t)view->len;
    return set_length(frame, argument_of(frame, i)->name, (size_t)view->len);
}

/* "all", "decisive", or None for no reasons. */
static int take_level(struct frame *frame, int i)
{
    PyObject *given = frame->given[i];
    kogge_reasons *why = &frame->box[i].reasons;
    char name[32] = "";
    *why = (kogge_reasons){ 0 };
    if (given == Py_None)
        return 0;
    if (given && PyUnicode_Check(given)) {
        const char *text = kogge_py_text(given);
        if (!text)
            return -1;
        for (size_t j = 0; text[j] && j < sizeof name - 1; j++)
            name[j] = (char)toupper((unsigned char)text[j]);
        if (kogge_code_of("level", name, &why->level)) {
            PyErr_Format(PyExc_ValueError, "%s: %R is neither 'all' nor 'decisive'", argument_of(frame, i)->name,
                         given);
            return -1;
        }
    } else if (given && kogge_py_code(frame->state, "level", given, &why->level)) {
        return -1;
    }
    why->capacity = FIRST_REASONS;
    why->data = room(frame, FIRST_REASONS * sizeof *why->data);
    frame->slots[i].out = why;
    return why->data ? 0 : -1;
}

/* ---- room for what comes out ------------------------------------------------------------------------------------
 */

static int give_record(struct frame *frame, int i)
{
    struct record *record = kogge_py_new_record(frame->types[i]);
    if (!record)
        return -1;
    frame->made[i] = (PyObject *)record;
    frame->slots[i].out = record_data(record);
    return 0;
}

static int give_rows(struct frame *frame, int i)
{
    size_t size = frame->types[i]->size;
    kogge_out_rows *rows = &frame->box[i].out_rows;
    *rows = (kogge_out_rows){ room(frame, FIRST_ROWS * size), FIRST_ROWS, 0, size };
    frame->slots[i].out = rows;
    return rows->data ? 0 : -1;
}

static int give_fees(struct frame *frame, int i)
{
    kogge_fees *fees = &frame->box[i].fees;
    *fees = (kogge_fees){ .data = room(frame, FIRST_FEES * sizeof *fees->data), .capacity = FIRST_FEES };
    frame->slots[i].out = fees;
    return fees->data ? 0 : -1;
}

static int give_findings(struct frame *frame, int i)
{
    kogge_findings *findings = &frame->box[i].findings;
    *findings = (kogge_findings){ .data = room(frame, FIRST_ROWS * sizeof *findings->data), .capacity = FIRST_ROWS };
    frame->slots[i].out = findings;
    return findings->data ? 0 : -1;
}

/* A record for each row of the table, its fields as columns. */
static int give_columns(struct frame *frame, int i)
{
    const struct record_type *type = frame->types[i];
    PyObject *made = kogge_py_new_rows(type, NULL, frame->table_rows, frame->book);
    kogge_out_column *columns = kogge_py_hold_block(&frame->held, type->field_count * sizeof *columns);
    frame->made[i] = made;
    if (!made || !columns)
        return -1;
    unsigned char *data = (unsigned char *)((struct rows *)made)->data;
    for (size_t row = 0; type->headed && row < frame->table_rows; row++)
        kogge_record_init(data + row * type->size, type->size);
    for (size_t j = 0; j < type->field_count; j++) {
        const kogge_field *is = &type->fields[j].is;
        columns[j] = (kogge_out_column){
            .field = is->id, .type = is->type, .data = data + is->offset, .stride = (ptrdiff_t)type->size
        };
    }
    frame->slots[i].in = columns;
    frame->length = type->field_count;
    return frame->table_rows ? 0 : ((frame->length = 0), 0);
}

static size_t length_by_field(const struct frame *frame, const struct call_argument *argument)
{
    for (int i = 0; i < (int)frame->bound->call->argument_count; i++) {
        const struct record_type *type = frame->types[i];
        if (argument_of(frame, i)->kind != CALL_IN || type->number != argument->length_field >> 8 ||
            !frame->slots[i].in)
            continue;
        for (size_t j = 0; j < type->field_count; j++) {
            const kogge_field *is = &type->fields[j].is;
            int64_t length = kogge_py_load((const unsigned char *)frame->slots[i].in + is->offset, is->type);
            if (is->id == argument->length_field && length > 0)
                return (size_t)length;
        }
    }
    return (size_t)argument->length_default;
}

static int give_numbers(struct frame *frame, int i, int32_t type, size_t count)
{
    static const char *const codes[] = {
        [KOGGE_TYPE_INT32] = "i", [KOGGE_TYPE_UINT32] = "I", [KOGGE_TYPE_INT64] = "q", [KOGGE_TYPE_UINT64] = "Q"
    };
    if (count > (SIZE_MAX >> 8))
        return PyErr_NoMemory(), -1;
    PyObject *one = PyObject_CallFunction(frame->state->array, "s(i)", codes[type], 0);
    PyObject *array = one ? PySequence_Repeat(one, (Py_ssize_t)count) : NULL;
    Py_buffer *view = kogge_py_hold_block(&frame->held, sizeof *view);
    Py_XDECREF(one);
    frame->made[i] = array;
    if (!array || !view || PyObject_GetBuffer(array, view, PyBUF_WRITABLE))
        return -1;
    frame->held.views[frame->held.view_count++] = view;
    frame->slots[i].out = view->buf;
    return 0;
}

static int give_array(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    return give_numbers(frame, i, argument->type,
                        argument->length == LENGTH_AS_ROWS    ? frame->table_rows
                        : argument->length == LENGTH_BY_FIELD ? length_by_field(frame, argument)
                                                              : frame->last_length);
}

static int give_bytes(struct frame *frame, int i)
{
    frame->slots[i].out = room(frame, FIRST_BYTES);
    frame->length = FIRST_BYTES;
    return frame->slots[i].out ? 0 : -1;
}

static int give_memory(struct frame *frame, int i)
{
    frame->length = argument_of(frame, i)->memory(frame->table_rows);
    frame->slots[i].out = kogge_py_hold_block(&frame->held, frame->length);
    return frame->slots[i].out ? 0 : -1;
}

/* Of a function that decides row by row it is a part of the result. */
static int give_row_status(struct frame *frame, int i)
{
    if (frame->bound->is_batch)
        return give_numbers(frame, i, KOGGE_TYPE_INT32, frame->table_rows);
    frame->slots[i].out = kogge_py_hold_block(&frame->held, frame->table_rows * sizeof(kogge_status));
    return frame->slots[i].out ? 0 : -1;
}

static int take(struct frame *frame, int i)
{
    frame->slots[i].number = 0;
    frame->made[i] = NULL;
    switch (argument_of(frame, i)->kind) {
    case CALL_HANDLE:
        return take_handle(frame, i);
    case CALL_IN:
        return take_record(frame, i);
    case CALL_ROWS:
        return take_rows(frame, i);
    case CALL_TABLE:
        return take_table(frame, i);
    case CALL_NUMBER:
        return take_number(frame, i);
    case CALL_ARRAY:
        return take_array(frame, i);
    case CALL_BYTES:
        return take_bytes(frame, i);
    case CALL_REASONS:
        return take_level(frame, i);
    case CALL_OUT:
        return give_record(frame, i);
    case CALL_OUT_ROWS:
        return give_rows(frame, i);
    case CALL_OUT_COLUMNS:
        return frame->bound->is_batch ? kogge_py_give_batch_columns(frame, i) : give_columns(frame, i);
    case CALL_FEES:
        return give_fees(frame, i);
    case CALL_FINDINGS:
        return give_findings(frame, i);
    case CALL_OUT_ARRAY:
        return give_array(frame, i);
    case CALL_OUT_BYTES:
    case CALL_OUT_TEXT:
        return give_bytes(frame, i);
    case CALL_MEMORY:
        return give_memory(frame, i);
    case CALL_ROW_STATUS:
        return give_row_status(frame, i);
    case CALL_SIZE:
    case CALL_CAPACITY:
        frame->slots[i].size = frame->last_length = frame->length;
        frame->length = 0;
        frame->has_length = false;
        return 0;
    case CALL_ERROR:
        frame->slots[i].out = &frame->error;
        return 0;
    case CALL_ALLOCATOR:
        return 0;
    default: /* CALL_MAKES, CALL_OUT_NUMBER, CALL_OUT_SIZE */
        frame->box[i].number = 0;
        frame->slots[i].out = &frame->box[i];
        return 0;
    }
}

/* ---- the call ---------------------------------------------------------------------------------------------------
 */

/* Handles that one thread may use at a time, in one order everywhere. */
static int guarded(const struct frame *frame, PyThread_type_lock locks[2])
{
    int count = 0;
    for (size_t i = 0; frame->bound->alone && i < frame->bound->call->argument_count; i++) {
        const struct handle *handle = frame->bound->handles[i] ? (const struct handle *)frame->given[i] : NULL;
        if (handle && frame->slots[i].in && handle->lock && count < 2 && !(count && locks[0] == handle->lock))
            locks[count++] = handle->lock;
    }
    if (count == 2 && (uintptr_t)locks[0] > (uintptr_t)locks[1]) {
        PyThread_type_lock first = locks[0];
        locks[0] = locks[1];
        locks[1] = first;
    }
    return count;
}

/* With other threads running, nothing may change what the library reads. */
static int copy_records(struct frame *frame)
{
    for (int i = 0; i < (int)frame->bound->call->argument_count; i++) {
        if (argument_of(frame, i)->kind != CALL_IN || !frame->slots[i].in)
            continue;
        void *own = kogge_py_hold_block(&frame->held, frame->types[i]->size);
        if (!own)
            return -1;
        memcpy(own, frame->slots[i].in, frame->types[i]->size);
        frame->slots[i].in = own;
    }
    return 0;
}

static kogge_status run(struct frame *frame)
{
    PyThread_type_lock locks[2];
    int count = guarded(frame, locks);
    kogge_status status;
    if (frame->elements <= MUCH && !count)
        return frame->bound->call->invoke(frame->slots, &frame->result);
    Py_BEGIN_ALLOW_THREADS for (int i = 0; i < count; i++) PyThread_acquire_lock(locks[i], WAIT_LOCK);
    status = frame->bound->call->invoke(frame->slots, &frame->result);
    while (count)
        PyThread_release_lock(locks[--count]);
    Py_END_ALLOW_THREADS return status;
}

/* 1: there is more room now, call again. */
static int grow_to(struct frame *frame, void **data, size_t *capacity, size_t count, size_t size)
{
    if (count <= *capacity)
        return 0;
    *data = kogge_py_hold_block(&frame->held, count * size);
    *capacity = count;
    return *data ? 1 : -1;
}

static int grow_bytes(struct frame *frame, int i)
{
    size_t needed = frame->box[i + 2].size; /* its capacity and size follow it */
    int grown = grow_to(frame, &frame->slots[i].out, &frame->slots[i + 1].size, needed, 1);
    return grown;
}

static int grow_one(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    if (!frame->slots[i].out)
        return 0;
    switch (argument->kind) {
    case CALL_OUT_ROWS: {
        kogge_out_rows *rows = &frame->box[i].out_rows;
        return grow_to(frame, &rows->data, &rows->capacity, rows->count, rows->row_size);
    }
    case CALL_REASONS: {
        kogge_reasons *why = &frame->box[i].reasons;
        return grow_to(frame, (void **)&why->data, &why->capacity, why->count, sizeof *why->data);
    }
    case CALL_FEES: {
        kogge_fees *fees = &frame->box[i].fees;
        return grow_to(frame, (void **)&fees->data, &fees->capacity, fees->count, sizeof *fees->data);
    }
    case CALL_FINDINGS: {
        kogge_findings *findings = &frame->box[i].findings;
        return grow_to(frame, (void **)&findings->data, &findings->capacity, findings->count, sizeof *findings->data);
    }
    case CALL_OUT_BYTES:
    case CALL_OUT_TEXT:
        return grow_bytes(frame, i);
    default:
        return 0;
    }
}

static int grow(struct frame *frame)
{
    int again = 0;
    for (int i = 0; i < (int)frame->bound->call->argument_count; i++) {
        int grown = grow_one(frame, i);
        if (grown < 0)
            return -1;
        again |= grown;
    }
    return again;
}

/* The status; 1 after an exception. */
static kogge_status call(struct frame *frame)
{
    if ((frame->elements > MUCH || frame->bound->alone) && copy_records(frame))
        return 1;
    for (;;) {
        kogge_status status = run(frame);
        if (status && status != KOGGE_E_BUFFER && status != KOGGE_E_SOME_ROWS)
            return status;
        int again = grow(frame);
        if (again <= 0)
            return again ? 1 : status;
    }
}

/* ---- what comes out ---------------------------------------------------------------------------------------------
 */

static PyObject *number_out(const struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    int64_t value = kogge_py_load(&frame->box[i].number, argument->type);
    return kogge_py_from(frame->state, value, argument->type, argument->unit,
                         kogge_py_codes(frame->state, argument->what));
}

static PyObject *rows_out(const struct frame *frame, int i, const void *data, size_t count)
{
    return kogge_py_new_rows(frame->types[i], data, count, frame->book);
}

static PyObject *out(struct frame *frame, int i)
{
    const struct call_argument *argument = argument_of(frame, i);
    PyObject *made = frame->made[i];
    size_t size;
    switch (argument->kind) {
    case CALL_OUT_NUMBER:
        return number_out(frame, i);
    case CALL_OUT_ROWS:
        return rows_out(frame, i, frame->box[i].out_rows.data, frame->box[i].out_rows.count);
    case CALL_FEES:
        return rows_out(frame, i, frame->box[i].fees.data, frame->box[i].fees.count);
    case CALL_FINDINGS:
        return rows_out(frame, i, frame->box[i].findings.data, frame->box[i].findings.count);
    case CALL_REASONS:
        return rows_out(frame, i, frame->box[i].reasons.data, frame->box[i].reasons.count);
    case CALL_OUT_BYTES:
        return PyBytes_FromStringAndSize(frame->slots[i].in, (Py_ssize_t)frame->box[i + 2].size);
    case CALL_OUT_TEXT:
        size = frame->box[i + 2].size;
        return PyUnicode_FromStringAndSize(frame->slots[i].in, (Py_ssize_t)(size ? size - 1 : 0));
    case CALL_MAKES:
        return kogge_py_new_handle(frame->state, argument->what, frame->box[i].handle);
    default: /* CALL_OUT, CALL_OUT_COLUMNS, CALL_OUT_ARRAY */
        frame->made[i] = NULL;
        return made;
    }
}

static PyObject *returned(const struct frame *frame)
{
    const struct call *call = frame->bound->call;
    if (call->returns == RETURNS_TEXT)
        return frame->result.in ? PyUnicode_FromString(frame->result.in) : Py_BuildValue("");
    if (call->result_type == KOGGE_TYPE_UINT64)
        return PyLong_FromUnsignedLongLong((uint64_t)frame->result.number);
    return PyLong_FromLongLong(frame->result.number);
}

/* The result object with all that comes with it. */
static PyObject *gather(struct frame *frame)
{
    const struct bound *bound = frame->bound;
    struct record *result =
        bound->record < 0 ? kogge_py_new_record(bound->result) : (struct record *)out(frame, bound->record);
    if (!result)
        return NULL;
    Py_XINCREF(frame->book);
    result->book = frame->book;
    for (int j = 0; j < bound->out_count; j++) {
        int i = bound->outs[j];
        if (i == bound->record || !frame->slots[i].in)
            continue;
        PyObject *part = out(frame, i);
        if (!part) {
            Py_DECREF(result);
            return NULL;
        }
        result->extras[bound->extra_at[i]] = part;
    }
    return (PyObject *)result;
}

static PyObject *answer(struct frame *frame)
{
    const struct bound *bound = frame->bound;
    if (bound->call->returns != RETURNS_STATUS)
        return returned(frame);
    if (bound->result)
        return gather(frame);
    if (bound->out_count)
        return out(frame, bound->outs[0]);
    Py_RETURN_NONE;
}

/* Some rows are refused: the exception carries what there is and the status of each row. */
static PyObject *some_rows(struct frame *frame)
{
    PyObject *type, *value, *trace, *result = answer(frame), *statuses = PyList_New(0);
    for (int i = 0; statuses && i < (int)frame->bound->call->argument_count; i++) {
        const kogge_status *row = frame->slots[i].in;
        for (size_t j = 0; argument_of(frame, i)->kind == CALL_ROW_STATUS && j < frame->table_rows; j++) {
            PyObject *one = kogge_py_from(frame->state, row[j], KOGGE_TYPE_INT32, KOGGE_UNIT_CODE,
                                          kogge_py_codes(frame->state, "status"));
            if (one)
                PyList_Append(statuses, one);
            Py_XDECREF(one);
        }
    }
    if (!result || !statuses) {
        Py_XDECREF(result);
        Py_XDECREF(statuses);
        return NULL;
    }
    kogge_py_raise(frame->state, &frame->error);
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    if (PyObject_SetAttrString(value, "result", result) || PyObject_SetAttrString(value, "row_status", statuses))
        PyErr_Clear();
    PyErr_Restore(type, value, trace);
    Py_DECREF(result);
    Py_DECREF(statuses);
    return NULL;
}

static PyObject *finish(struct frame *frame)
{
    kogge_status status = call(frame);
    if (status > 0)
        return NULL;
    if (!status)
        return answer(frame);
    frame->error.status = status;
    if (status == KOGGE_E_SOME_ROWS)
        return some_rows(frame);
    kogge_py_raise(frame->state, &frame->error);
    return NULL;
}

static PyObject *execute(struct frame *frame)
{
    int count = (int)frame->bound->call->argument_count, prepared = 0;
    PyObject *result = NULL;
    frame->error.struct_size = sizeof frame->error;
    frame->error.field = frame->error.rule = 0;
    frame->error.row = frame->error.offset = -1;
    frame->error.text[0] = 0;
    while (prepared < count && !take(frame, prepared))
        prepared++;
    if (prepared == count)
        result = frame->bound->is_batch ? kogge_py_run_batch(frame) : finish(frame);
    for (int i = 0; i < count && i <= prepared; i++)
        Py_XDECREF(frame->made[i]);
    kogge_py_free_held(&frame->held);
    return result;
}

/* ---- arguments by place and by name -----------------------------------------------------------------------------
 */

static const struct parameter *parameter_named(const struct bound *bound, PyObject *name)
{
    for (int i = 0; i < bound->parameter_count; i++) {
        if (bound->parameters[i].name == name)
            return &bound->parameters[i];
    }
    for (int i = 0; i < bound->parameter_count; i++) {
        if (!PyUnicode_Compare(bound->parameters[i].name, name))
            return &bound->parameters[i];
    }
    PyErr_Format(PyExc_TypeError, "%s() has no argument %R", bound->definition.ml_name, name);
    return NULL;
}

static int set_named(struct frame *frame, PyObject *name, PyObject *value)
{
    const struct parameter *parameter = parameter_named(frame->bound, name);
    if (!parameter)
        return -1;
    if (frame->given[parameter->argument]) {
        PyErr_Format(PyExc_TypeError, "%s(): %U is given twice", frame->bound->definition.ml_name, name);
        return -1;
    }
    frame->given[parameter->argument] = value;
    return 0;
}

static int set_place(struct frame *frame, Py_ssize_t place, PyObject *value)
{
    if (place >= frame->bound->positional_count) {
        PyErr_Format(PyExc_TypeError, "%s() takes %d arguments by place", frame->bound->definition.ml_name,
                     frame->bound->positional_count);
        return -1;
    }
    frame->given[frame->bound->parameters[place].argument] = value;
    return 0;
}

static int check_given(const struct frame *frame)
{
    for (int i = 0; i < frame->bound->parameter_count; i++) {
        const struct parameter *parameter = &frame->bound->parameters[i];
        bool required = parameter->required && !argument_of(frame, parameter->argument)->optional;
        if (required && !frame->given[parameter->argument]) {
            PyErr_Format(PyExc_TypeError, "%s() needs %U", frame->bound->definition.ml_name, parameter->name);
            return -1;
        }
    }
    return 0;
}

static void begin(struct frame *frame, const struct bound *bound, PyObject *self)
{
    size_t count = bound->call->argument_count;
    frame->bound = bound;
    frame->state = bound->state;
    frame->book = NULL;
    frame->length = frame->last_length = frame->table_rows = frame->elements = frame->small_used = 0;
    frame->has_length = false;
    frame->first_table = -1;
    frame->reason_end = NULL;
    frame->first = (struct taken_table){ .kept = NULL };
    frame->held.block_count = frame->held.view_count = frame->held.object_count = 0;
    for (size_t i = 0; i < count; i++) {
        frame->given[i] = NULL;
        frame->types[i] = bound->types[i];
    }
    for (size_t i = 0; i < OPTION_COUNT; i++)
        frame->given[CALL_MOST_ARGUMENTS + i] = NULL;
    if (bound->self >= 0)
        frame->given[bound->self] = self;
}

PyObject *kogge_py_invoke(const struct bound *bound, PyObject *self, PyObject *const *arguments, Py_ssize_t count,
                          PyObject *names)
{
    struct frame frame;
    begin(&frame, bound, self);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (set_place(&frame, i, arguments[i]))
            return NULL;
    }
    for (Py_ssize_t i = 0; names && i < PyTuple_Size(names); i++) {
        if (set_named(&frame, PyTuple_GetItem(names, i), arguments[count + i]))
            return NULL;
    }
    return check_given(&frame) ? NULL : execute(&frame);
}

PyObject *kogge_py_invoke_tuple(const struct bound *bound, PyObject *arguments, PyObject *keywords)
{
    struct frame frame;
    PyObject *name, *value;
    Py_ssize_t at = 0;
    begin(&frame, bound, NULL);
    for (Py_ssize_t i = 0; i < PyTuple_Size(arguments); i++) {
        if (set_place(&frame, i, PyTuple_GetItem(arguments, i)))
            return NULL;
    }
    while (keywords && PyDict_Next(keywords, &at, &name, &value)) {
        if (set_named(&frame, name, value))
            return NULL;
    }
    return check_given(&frame) ? NULL : execute(&frame);
}

PyObject *kogge_py_explain(const struct record *record, PyObject *book, PyObject *lang)
{
    struct frame frame;
    const struct bound *bound = record->type->explain;
    if (!bound)
        return PyErr_Format(PyExc_TypeError, "%s has no text of its own",
                            strrchr(record->type->python_name, '.') + 1);
    begin(&frame, bound, NULL);
    for (int i = 0; i < (int)bound->call->argument_count; i++) {
        const struct call_argument *argument = &bound->call->arguments[i];
        if (argument->kind == CALL_IN)
            frame.given[i] = (PyObject *)record;
        else if (argument->kind == CALL_HANDLE)
            frame.given[i] = strcmp(argument->what, "catalogue") ? book : lang;
    }
    return execute(&frame);
}
