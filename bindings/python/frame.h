/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A call of the function list under way: what call.c makes ready and batch.c runs in parts. */

#ifndef KOGGE_PYTHON_FRAME_H
#define KOGGE_PYTHON_FRAME_H

#include "binding.h"

enum { SMALL_WORDS = 512, FIRST_ROWS = 32, FIRST_REASONS = 64, FIRST_FEES = 16, FIRST_BYTES = 512, MUCH = 256 };

/* One call under way. */
struct frame {
    const struct bound *bound;
    struct state *state;
    PyObject *book;
    PyObject *given[CALL_MOST_ARGUMENTS + OPTION_COUNT]; /* borrowed; NULL = left out */
    union call_slot slots[CALL_MOST_ARGUMENTS];
    union {
        kogge_rows rows;
        kogge_out_rows out_rows;
        kogge_table table;
        kogge_fees fees;
        kogge_findings findings;
        kogge_reasons reasons;
        int64_t number;
        size_t size;
        void *handle;
    } box[CALL_MOST_ARGUMENTS];
    PyObject *made[CALL_MOST_ARGUMENTS]; /* owned: what the library writes into */
    Py_buffer *views[CALL_MOST_ARGUMENTS];
    const struct record_type *types[CALL_MOST_ARGUMENTS];
    size_t length, last_length, table_rows, elements, small_used;
    bool has_length;
    union call_slot result;
    kogge_error error;
    struct held held;
    struct taken_table first; /* the table whose rows are decided */
    int first_table;          /* its argument, or -1 */
    int64_t *reason_end;      /* one a row, or NULL */
    uint64_t small[SMALL_WORDS];
};

static inline const struct call_argument *argument_of(const struct frame *frame, int i)
{
    return &frame->bound->call->arguments[i];
}

/* A function that decides row by row: several parts of its table at once, and what comes of them as one. */
PyObject *kogge_py_run_batch(struct frame *frame);

/* Room for a column a field that is wanted, in Arrow's layout. */
int kogge_py_give_batch_columns(struct frame *frame, int i);

#endif
