/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The function list as data: how a binding calls any public function without knowing it. lib/base/functions.py makes
 * the table from functions.toml and the headers; it is compiled into bindings, not into the library. */

#ifndef KOGGE_BASE_CALLS_H
#define KOGGE_BASE_CALLS_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an argument is; each takes one slot. */
enum call_kind {
    CALL_HANDLE,      /* in: the handle named by what */
    CALL_MAKES,       /* out: a new handle, named by what */
    CALL_IN,          /* in: a record */
    CALL_OUT,         /* out: a record, stamped with its size */
    CALL_ROWS,        /* in: kogge_rows */
    CALL_OUT_ROWS,    /* out: kogge_out_rows; called again with more room if count is above capacity */
    CALL_TABLE,       /* in: kogge_table with columns of up to two records */
    CALL_OUT_COLUMNS, /* out: columns of a record; the next slot is their number */
    CALL_FEES,        /* out: kogge_fees */
    CALL_FINDINGS,    /* out: kogge_findings */
    CALL_REASONS,     /* out: kogge_reasons */
    CALL_ERROR,       /* out: kogge_error */
    CALL_NUMBER,      /* in: a number of type */
    CALL_OUT_NUMBER,  /* out: a number of type */
    CALL_ARRAY,       /* in: numbers of type; how many says length */
    CALL_OUT_ARRAY,   /* out: numbers of type; how many says length */
    CALL_BYTES,       /* in: bytes; the next slot is their number */
    CALL_OUT_BYTES,   /* out: bytes; the next slots are capacity and size */
    CALL_OUT_TEXT,    /* out: text with its zero; the next slots are capacity and size */
    CALL_SIZE,        /* in: length of the arrays (bytes, columns, memory) before it */
    CALL_CAPACITY,
    CALL_OUT_SIZE,
    CALL_MEMORY,     /* working memory of memory(rows of the table) bytes; the next slot is their number */
    CALL_ROW_STATUS, /* out: one status a row of the table */
    CALL_ALLOCATOR,
};

/* How many elements an array has. */
enum call_length {
    LENGTH_AS_ARRAY,   /* in: what its size says; out: as many as the arrays before it */
    LENGTH_AS_ROWS,    /* out: one a row of the table */
    LENGTH_AS_OFFSETS, /* in: one a row of the table, and one more */
    LENGTH_BY_FIELD,   /* out: as many as length_field of a record before it says, 0: length_default */
};

struct call_argument {
    const char *name;
    const char *what; /* of a handle: its name; of a number: name of its code set, or NULL */
    size_t (*memory)(size_t rows);
    int32_t record[2]; /* record numbers, 0 = none */
    int32_t type;      /* KOGGE_TYPE_* of numbers */
    int32_t unit;      /* KOGGE_UNIT_* of numbers */
    int32_t length_field, length_default;
    int32_t fallback; /* of a number that may be left out: what stands for it */
    int8_t kind, length;
    bool optional;
};

union call_slot {
    int64_t number; /* of whatever type; a uint64_t bit for bit */
    size_t size;
    const void *in; /* record, array, handle that is only read */
    void *out;      /* record, array, writer, handle */
};

/* What a function returns. */
enum call_return { RETURNS_STATUS, RETURNS_NUMBER, RETURNS_TEXT };

struct call {
    const char *name;   /* without kogge_ */
    const char *of;     /* the handle whose method it is, or NULL */
    const char *method; /* its name there; of other functions their name */
    const char *doc;
    const struct call_argument *arguments;
    size_t argument_count;
    enum call_return returns;
    /* Calls it; what it returns, but for a status, goes to *result. */
    kogge_status (*invoke)(const union call_slot *slots, union call_slot *result);
    int32_t result_type; /* KOGGE_TYPE_* of a number that it returns */
};

/* A handle: how it is given back, and whether no two threads may use it at once. */
struct call_handle {
    const char *name;
    void (*release)(void *handle);
    bool alone;
};

extern const struct call_handle kogge__call_handles[];
extern const size_t kogge__call_handle_count;
extern const struct call kogge__calls[];
extern const size_t kogge__call_count;
enum { CALL_MOST_ARGUMENTS = 16 };

#endif
