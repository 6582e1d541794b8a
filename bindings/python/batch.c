/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Functions that decide row by row. A table is cut into parts, one a thread, at multiples of 8 rows, so that no two
 * of them share a byte of a bitmap; a part goes through the chunks of the table that it touches. What comes of the
 * parts is put together as if there had been one. */

#include "frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 256, MOST_PARTS = 1024 };

static const char job_name[] = "kogge_job";

struct part {
    size_t first, count; /* rows */
    kogge_reasons why;   /* data is the part's own */
    kogge_batch_summary summary;
    kogge_error error;
    kogge_status status;
    PyThread_type_lock running;
};

struct job {
    struct frame *frame;
    struct part *parts;
    size_t part_count;
};

/* ---- one piece: rows of one part in one chunk --------------------------------------------------------------------
 */

struct piece {
    const kogge_table *chunk;
    size_t from, count; /* rows of the chunk */
    size_t first;       /* of all rows */
    kogge_table table;
    kogge_column columns[MOST_COLUMNS];
    kogge_out_column out[MOST_COLUMNS];
    kogge_reasons why;
    kogge_batch_summary summary;
    kogge_error error;
    union call_slot slots[CALL_MOST_ARGUMENTS];
};

static void cut_table(struct piece *piece)
{
    piece->table = *piece->chunk;
    for (size_t i = 0; i < piece->table.column_count; i++) {
        kogge_column *column = &piece->columns[i];
        *column = piece->chunk->columns[i];
        if (column->data)
            column->data = (const unsigned char *)column->data + (ptrdiff_t)piece->from * column->stride;
        column->valid_offset += piece->from;
    }
    piece->table.columns = piece->columns;
    piece->table.row_count = piece->count;
}

static void cut_result(const struct frame *frame, int i, struct piece *piece)
{
    const kogge_out_column *columns = frame->slots[i].in;
    for (size_t j = 0; j < frame->slots[i + 1].size; j++) {
        piece->out[j] = columns[j];
        piece->out[j].data = (unsigned char *)columns[j].data + (ptrdiff_t)piece->first * columns[j].stride;
        piece->out[j].valid_offset += piece->first;
    }
    piece->slots[i].in = piece->out;
}

/* The same arguments as those of the whole, from the first row of the piece on. */
static void cut_argument(const struct frame *frame, int i, struct piece *piece)
{
    const struct call_argument *argument = argument_of(frame, i);
    union call_slot *slot = &piece->slots[i];
    switch (argument->kind) {
    case CALL_TABLE:
        if (i == frame->first_table)
            slot->in = &piece->table;
        break;
    case CALL_ARRAY: /* lists stay whole; where each row's begins does not */
        if (argument->length == LENGTH_AS_OFFSETS && slot->in)
            slot->in = (const int64_t *)slot->in + piece->first;
        break;
    case CALL_OUT_COLUMNS:
        cut_result(frame, i, piece);
        break;
    case CALL_ROW_STATUS:
        slot->out = (kogge_status *)slot->out + piece->first;
        break;
    case CALL_OUT_ARRAY: /* one a row: where reasons end */
        slot->out = (int64_t *)slot->out + piece->first;
        break;
    case CALL_REASONS:
        slot->out = slot->out ? &piece->why : NULL;
        break;
    case CALL_OUT:
        slot->out = &piece->summary;
        break;
    case CALL_ERROR:
        slot->out = &piece->error;
        break;
    default:
        break;
    }
}

static kogge_status call_piece(const struct frame *frame, struct piece *piece)
{
    union call_slot result;
    piece->summary = (kogge_batch_summary)KOGGE_INIT(kogge_batch_summary);
    piece->error = (kogge_error)KOGGE_INIT(kogge_error);
    piece->error.row = -1;
    return frame->bound->call->invoke(piece->slots, &result);
}

/* Reasons go behind those of the pieces before; without room for them the rows are decided once more. */
static kogge_status decide_piece(const struct frame *frame, struct part *part, struct piece *piece)
{
    for (;;) {
        const size_t before = part->why.count;
        piece->why = (kogge_reasons){ .data = part->why.data ? part->why.data + before : NULL,
                                      .capacity = part->why.capacity - before,
                                      .level = part->why.level };
        const kogge_status status = call_piece(frame, piece);
        const size_t needed = before + piece->why.count;
        if (needed <= part->why.capacity) {
            part->why.count = needed;
            return status;
        }
        const size_t room = needed > 2 * part->why.capacity ? needed : 2 * part->why.capacity;
        kogge_reason *data = realloc(part->why.data, room * sizeof *data);
        if (!data)
            return KOGGE_E_MEMORY;
        part->why.data = data;
        part->why.capacity = room;
    }
}

/* ---- what pieces and parts add up to -----------------------------------------------------------------------------
 */

/* Counts are added; the first row that was refused, and its status, are those of the first piece that has one. Which
 * field is what says the field table. */
static void add_summary(const struct record_type *type, kogge_batch_summary *sum, const kogge_batch_summary *more,
                        size_t first)
{
    bool is_first = false;
    for (size_t i = 0; i < type->field_count; i++) {
        const kogge_field *is = &type->fields[i].is;
        unsigned char *to = (unsigned char *)sum + is->offset;
        const int64_t before = kogge_py_load(to, is->type),
                      value = kogge_py_load((const unsigned char *)more + is->offset, is->type);
        if (is->unit == KOGGE_UNIT_COUNT && is->lowest < 0) {
            is_first = before < 0 && value >= 0;
            kogge_py_store(to, is->type, is_first ? value + (int64_t)first : before);
        } else if (is->unit == KOGGE_UNIT_COUNT) {
            kogge_py_store(to, is->type, before + value);
        } else if (is->unit == KOGGE_UNIT_CODE && is_first) {
            kogge_py_store(to, is->type, value);
        }
    }
}

/* No rows as yet, and none refused. */
static void start_summary(const struct record_type *type, kogge_batch_summary *sum)
{
    *sum = (kogge_batch_summary)KOGGE_INIT(kogge_batch_summary);
    for (size_t i = 0; i < type->field_count; i++) {
        const kogge_field *is = &type->fields[i].is;
        if (is->unit == KOGGE_UNIT_COUNT && is->lowest < 0)
            kogge_py_store((unsigned char *)sum + is->offset, is->type, -1);
    }
    sum->filled_size = (uint32_t)sizeof *sum;
}

/* The message names a row of the piece: it shall name that of the table. */
static void move_error(kogge_error *error, size_t first)
{
    char begins[40], text[sizeof error->text];
    const int length = snprintf(begins, sizeof begins, "row %lld:", (long long)error->row);
    if (error->row < 0 || !first)
        return;
    if (!strncmp(error->text, begins, (size_t)length)) {
        (void)snprintf(text, sizeof text, "row %lld:%s", (long long)error->row + (long long)first,
                       error->text + length);
        memcpy(error->text, text, sizeof text);
    }
    error->row += (int64_t)first;
}

static const struct record_type *summary_type(const struct frame *frame)
{
    return kogge_py_record_type(frame->state, KOGGE_RECORD_BATCH_SUMMARY);
}

static void add_piece(const struct frame *frame, struct part *part, struct piece *piece, kogge_status status,
                      size_t reasons_before)
{
    if (status && !part->status) {
        part->status = status;
        part->error = piece->error;
        move_error(&part->error, piece->first);
    }
    add_summary(summary_type(frame), &part->summary, &piece->summary, piece->first);
    for (size_t row = 0; frame->reason_end && row < piece->count; row++)
        frame->reason_end[piece->first + row] += (int64_t)reasons_before;
}

/* ---- parts -------------------------------------------------------------------------------------------------------
 */

static bool refuses_all(kogge_status status)
{
    return status && status != KOGGE_E_SOME_ROWS;
}

static void run_piece(const struct frame *frame, struct part *part, const kogge_table *chunk, size_t from,
                      size_t count, size_t first)
{
    struct piece piece;
    const size_t reasons_before = part->why.count;
    piece.chunk = chunk;
    piece.from = from;
    piece.count = count;
    piece.first = first;
    memcpy(piece.slots, frame->slots, sizeof piece.slots);
    cut_table(&piece);
    for (int i = 0; i < (int)frame->bound->call->argument_count; i++)
        cut_argument(frame, i, &piece);
    const kogge_status status = decide_piece(frame, part, &piece);
    if (status == KOGGE_E_MEMORY) /* for reasons: what the error says is of the rows */
        piece.error.text[0] = 0;
    add_piece(frame, part, &piece, status, reasons_before);
}

/* A table without rows is asked for once, for it may be refused as well. */
static void run_part(const struct frame *frame, struct part *part)
{
    static const kogge_table empty;
    const kogge_arrow *arrow = frame->first.arrow;
    const size_t chunks = arrow ? kogge_arrow_chunks(arrow) : 1, end = part->first + part->count;
    size_t chunk_first = 0;
    for (size_t i = 0; i < chunks && !refuses_all(part->status); i++) {
        const kogge_table *chunk = arrow ? kogge_arrow_table(arrow, i) : &frame->first.table;
        const size_t chunk_end = chunk_first + chunk->row_count;
        const size_t from = part->first > chunk_first ? part->first : chunk_first,
                     to = end < chunk_end ? end : chunk_end;
        if (from < to || (!part->count && !i))
            run_piece(frame, part, chunk, from - chunk_first, to - from, from);
        chunk_first = chunk_end;
    }
    if (!chunks)
        run_piece(frame, part, &empty, 0, 0, 0);
}

static PyObject *run_numbered(PyObject *capsule, PyObject *number)
{
    struct job *job = PyCapsule_GetPointer(capsule, job_name); /* an exception once the call is over */
    const size_t at = job ? PyLong_AsSize_t(number) : 0;
    if (!job || PyErr_Occurred())
        return NULL;
    if (at >= job->part_count || !PyThread_acquire_lock(job->parts[at].running, NOWAIT_LOCK))
        return PyErr_Format(PyExc_ValueError, "no such part, or it runs already");
    Py_BEGIN_ALLOW_THREADS run_part(job->frame, &job->parts[at]);
    PyThread_release_lock(job->parts[at].running);
    Py_END_ALLOW_THREADS Py_RETURN_NONE;
}

/* Whatever becomes of the threads, no part runs when this returns, and none can start any more. */
static int spread(struct job *job)
{
    static PyMethodDef method = { "run", run_numbered, METH_O, NULL };
    PyObject *capsule = PyCapsule_New(job, job_name, NULL),
             *run = capsule ? PyCFunction_NewEx(&method, capsule, NULL) : NULL, *done = NULL;
    if (run)
        done = PyObject_CallFunction(job->frame->state->spread, "On", run, (Py_ssize_t)job->part_count);
    if (capsule)
        (void)PyCapsule_SetName(capsule, "over");
    Py_BEGIN_ALLOW_THREADS for (size_t i = 0; i < job->part_count; i++)
    {
        PyThread_acquire_lock(job->parts[i].running, WAIT_LOCK);
        PyThread_release_lock(job->parts[i].running);
    }
    Py_END_ALLOW_THREADS Py_XDECREF(run);
    Py_XDECREF(capsule);
    Py_XDECREF(done);
    return done ? 0 : -1;
}

static int run_parts(struct job *job)
{
    struct frame *frame = job->frame;
    if (job->part_count > 1)
        return spread(job);
    if (frame->elements > MUCH) {
        Py_BEGIN_ALLOW_THREADS run_part(frame, job->parts);
        Py_END_ALLOW_THREADS
    } else {
        run_part(frame, job->parts);
    }
    return 0;
}

/* ---- the job -----------------------------------------------------------------------------------------------------
 */

static int read_threads(const struct frame *frame, size_t *threads)
{
    PyObject *given = frame->given[CALL_MOST_ARGUMENTS + OPTION_THREADS];
    const Py_ssize_t count = given ? PyNumber_AsSsize_t(given, PyExc_OverflowError) : 1;
    if (count == -1 && PyErr_Occurred())
        return -1;
    if (count < 1) {
        PyErr_Format(PyExc_ValueError, "threads is %zd: at least 1", count);
        return -1;
    }
    *threads = count < MOST_PARTS ? (size_t)count : MOST_PARTS;
    return 0;
}

static int32_t level_of(const struct frame *frame)
{
    for (int i = 0; i < (int)frame->bound->call->argument_count; i++) {
        if (argument_of(frame, i)->kind == CALL_REASONS)
            return frame->box[i].reasons.level;
    }
    return 0;
}

static int open_job(struct frame *frame, struct job *job)
{
    const size_t rows = frame->table_rows;
    size_t threads;
    if (read_threads(frame, &threads))
        return -1;
    const size_t each = (rows / threads + (rows % threads != 0) + 7) / 8 * 8;
    job->frame = frame;
    job->parts = kogge_py_hold_block(&frame->held, threads * sizeof *job->parts);
    for (size_t first = 0; job->parts && (first < rows || !job->part_count); first += each) {
        struct part *part = &job->parts[job->part_count++];
        part->first = first;
        part->count = rows - first < each ? rows - first : each;
        part->why.level = level_of(frame);
        start_summary(summary_type(frame), &part->summary);
        if (!(part->running = PyThread_allocate_lock()))
            return PyErr_NoMemory(), -1;
        if (!each)
            break;
    }
    return job->parts ? 0 : -1;
}

static void close_job(struct job *job)
{
    for (size_t i = 0; i < job->part_count; i++) {
        free(job->parts[i].why.data);
        if (job->parts[i].running)
            PyThread_free_lock(job->parts[i].running);
    }
}

/* ---- what comes of it --------------------------------------------------------------------------------------------
 */

static PyObject *merge_reasons(const struct job *job, const struct record_type *type)
{
    size_t count = 0;
    for (size_t i = 0; i < job->part_count; i++)
        count += job->parts[i].why.count;
    PyObject *made = kogge_py_new_rows(type, NULL, count, job->frame->book);
    kogge_reason *to = made ? (kogge_reason *)(void *)((struct rows *)made)->data : NULL;
    for (size_t i = 0; made && i < job->part_count; i++) {
        const kogge_reasons *why = &job->parts[i].why;
        if (why->count)
            memcpy(to, why->data, why->count * sizeof *to);
        to += why->count;
    }
    return made;
}

/* Ends of reasons count from the first row on. */
static void move_ends(const struct job *job)
{
    size_t before = 0;
    for (size_t i = 0; job->frame->reason_end && i < job->part_count; i++) {
        const struct part *part = &job->parts[i];
        for (size_t row = part->first; before && row < part->first + part->count; row++)
            job->frame->reason_end[row] += (int64_t)before;
        before += part->why.count;
    }
}

static void merge_summary(const struct job *job, kogge_batch_summary *sum)
{
    start_summary(summary_type(job->frame), sum);
    for (size_t i = 0; i < job->part_count; i++)
        add_summary(summary_type(job->frame), sum, &job->parts[i].summary, 0);
}

/* What stands for an argument of the result: parts of a Table by the names of the list. */
static PyObject *part_of_result(const struct job *job, int i)
{
    struct frame *frame = job->frame;
    PyObject *made = frame->made[i];
    switch (argument_of(frame, i)->kind) {
    case CALL_REASONS:
        return frame->slots[i].out ? merge_reasons(job, frame->types[i]) : Py_NewRef(Py_None);
    case CALL_OUT:
        merge_summary(job, frame->slots[i].out);
        break;
    default:
        break;
    }
    frame->made[i] = NULL;
    return made;
}

static int put_part(PyObject *parts, const char *name, PyObject *part)
{
    int done = part ? PyDict_SetItemString(parts, name, part) : -1;
    Py_XDECREF(part);
    return done;
}

static PyObject *make_table(const struct job *job)
{
    struct frame *frame = job->frame;
    PyObject *named = frame->given[CALL_MOST_ARGUMENTS + OPTION_NAMES];
    PyObject *parts = PyDict_New(), *index = frame->first.index ? frame->first.index : Py_None;
    int done = parts ? 0 : -1;
    move_ends(job);
    for (int i = 0; !done && i < (int)frame->bound->call->argument_count; i++) {
        const int kind = argument_of(frame, i)->kind;
        if (kind == CALL_OUT_COLUMNS || kind == CALL_REASONS || kind == CALL_OUT || kind == CALL_OUT_ARRAY ||
            kind == CALL_ROW_STATUS)
            done = put_part(parts, argument_of(frame, i)->name, part_of_result(job, i));
    }
    if (!done && (PyDict_SetItemString(parts, "index", index) ||
                  PyDict_SetItemString(parts, "named", named ? named : Py_True) ||
                  PyDict_SetItemString(parts, "book", frame->book ? frame->book : Py_None)))
        done = -1;
    PyObject *none = done ? NULL : PyTuple_New(0);
    PyObject *table = none ? PyObject_Call(frame->state->table_class, none, parts) : NULL;
    Py_XDECREF(none);
    Py_XDECREF(parts);
    return table;
}

static const struct part *first_wrong(const struct job *job)
{
    for (size_t i = 0; i < job->part_count; i++) {
        if (refuses_all(job->parts[i].status))
            return &job->parts[i];
    }
    for (size_t i = 0; i < job->part_count; i++) {
        if (job->parts[i].status)
            return &job->parts[i];
    }
    return NULL;
}

/* The exception carries the table, and the status of each row. */
static PyObject *raise_with(struct frame *frame, const kogge_error *error, PyObject *table)
{
    PyObject *type, *value, *trace, *status = table ? PyObject_GetAttrString(table, "row_status") : NULL;
    if (!status) {
        Py_XDECREF(table);
        return NULL;
    }
    kogge_py_raise(frame->state, error);
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    if (PyObject_SetAttrString(value, "result", table) || PyObject_SetAttrString(value, "row_status", status))
        PyErr_Clear();
    PyErr_Restore(type, value, trace);
    Py_DECREF(status);
    Py_DECREF(table);
    return NULL;
}

/* 1: rows that are refused are an exception. */
static int read_errors(const struct frame *frame)
{
    PyObject *given = frame->given[CALL_MOST_ARGUMENTS + OPTION_ERRORS];
    if (!given || (PyUnicode_Check(given) && !PyUnicode_CompareWithASCIIString(given, "raise")))
        return 1;
    if (PyUnicode_Check(given) && !PyUnicode_CompareWithASCIIString(given, "keep"))
        return 0;
    PyErr_Format(PyExc_ValueError, "errors: %R is neither 'raise' nor 'keep'", given);
    return -1;
}

static PyObject *close_frame(const struct job *job, int raises)
{
    const struct part *wrong = first_wrong(job);
    if (!wrong || (wrong->status == KOGGE_E_SOME_ROWS && !raises))
        return make_table(job);
    kogge_error error = wrong->error;
    error.status = wrong->status;
    if (wrong->status == KOGGE_E_SOME_ROWS)
        return raise_with(job->frame, &error, make_table(job));
    kogge_py_raise(job->frame->state, &error);
    return NULL;
}

PyObject *kogge_py_run_batch(struct frame *frame)
{
    struct job job = { .part_count = 0 };
    const int raises = read_errors(frame);
    PyObject *made = NULL;
    for (int i = 0; i < (int)frame->bound->call->argument_count; i++) {
        if (argument_of(frame, i)->kind == CALL_OUT_ARRAY)
            frame->reason_end = frame->slots[i].out;
    }
    if (raises >= 0 && !open_job(frame, &job) && !run_parts(&job))
        made = close_frame(&job, raises);
    close_job(&job);
    return made;
}

int kogge_py_give_batch_columns(struct frame *frame, int i)
{
    PyObject *named = frame->given[CALL_MOST_ARGUMENTS + OPTION_NAMES];
    const int is_named = named ? PyObject_IsTrue(named) : 1;
    if (is_named < 0)
        return -1;
    kogge_arrow_result *result =
        kogge_py_result(frame->state, frame->types[i], frame->given[CALL_MOST_ARGUMENTS + OPTION_FIELDS],
                        is_named > 0, frame->table_rows);
    if (!result)
        return -1;
    frame->slots[i].in = kogge_arrow_result_columns(result, &frame->length);
    frame->made[i] = kogge_py_new_columns(frame->state, frame->types[i], result, frame->table_rows,
                                          frame->first.source, frame->first.kept);
    return frame->made[i] ? 0 : -1;
}
