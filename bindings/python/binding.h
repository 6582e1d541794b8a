/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Kogge for CPython, on its limited API. Records come from the field table, functions from the function list: no
 * field and no function of a family is named here. All state belongs to the module object. */

#ifndef KOGGE_PYTHON_BINDING_H
#define KOGGE_PYTHON_BINDING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <kogge/kogge.h>

#include "base/calls.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers within a record's field ids that mean the same everywhere. */
enum { FLAGS_NUMBER = 1, KNOWN_NUMBER = 2 };
enum { MOST_EXTRAS = 12, MOST_FUNCTIONS = 128, UNKNOWN_DIGITS = -1 };

/* What a function with tables takes besides the arguments of the list; all but the first only where it decides row
 * by row. */
enum table_option {
    OPTION_EXTRA,
    OPTION_KEYS,
    OPTION_FIELDS,
    OPTION_NAMES,
    OPTION_THREADS,
    OPTION_ERRORS,
    OPTION_COUNT
};

struct state;

/* ---- what the tables of the library say, as Python sees it ------------------------------------------------------
 */

/* A set of codes. Its classes are made in Python. */
struct codes {
    const char *name; /* as in the library */
    int32_t number, lowest, count;
    PyObject *enumeration; /* IntEnum, or NULL: a set of flags */
    PyObject *mask;        /* IntFlag, or NULL: no mask is made of it */
    PyObject **members;    /* by code - lowest; NULL = a code without a name */
};

struct record_type;

struct field {
    kogge_field is;
    const char *name;
    PyObject *key; /* the name, interned */
    char *doc;
    struct codes *codes; /* or NULL */
    struct record_type *record;
};

/* One record of the library, or a bundle of results of a function that gives no record (number 0, size 0). */
struct record_type {
    int32_t number;
    const char *name;       /* as in the library, kogge_order; of a bundle NULL */
    char *python_name;      /* kogge.Order */
    size_t size, values_at; /* values_at: where the header ends */
    bool headed;
    struct field *fields;
    size_t field_count;
    const struct field *known, *currency; /* or NULL */
    PyObject *extras[MOST_EXTRAS];        /* names of what comes with it: fees, reasons, rows */
    Py_ssize_t extra_count, data_at;      /* place of the struct in the object */
    const struct bound *init;             /* the function that fills a new one, or NULL */
    const struct bound *explain;          /* the function that gives its text, or NULL */
    PyTypeObject *type;
    struct state *state;
    PyGetSetDef *getset;
};

/* An argument of a function that Python passes. */
struct parameter {
    PyObject *name;
    int argument; /* its place in the list; an option stands behind them */
    bool required, keyword_only;
};

/* A function of the list, made ready. */
struct bound {
    const struct call *call;
    struct state *state;
    struct parameter parameters[CALL_MOST_ARGUMENTS + OPTION_COUNT];
    int parameter_count, positional_count;
    struct record_type *types[CALL_MOST_ARGUMENTS];         /* by argument: its record, or NULL */
    const struct handle_type *handles[CALL_MOST_ARGUMENTS]; /* by argument: its class, or NULL */
    bool is_batch;                                          /* it decides row by row: its result is a Table */
    bool alone;                        /* a handle that one thread may use at a time is among them */
    int self;                          /* the argument that is self, or -1 */
    int outs[CALL_MOST_ARGUMENTS];     /* what it gives, in order */
    int extra_at[CALL_MOST_ARGUMENTS]; /* by argument: its place among the extras of the result, or -1 */
    int out_count;
    int record;                 /* the argument that is the result, or -1 */
    struct record_type *result; /* record or bundle, or NULL: one value */
    PyMethodDef definition;
    char *doc;
};

struct handle_type {
    const struct call_handle *is;
    bool is_book; /* a rulebook: results know it */
    char *python_name;
    PyTypeObject *type;
    const struct bound *make;
};

struct state {
    PyObject *module;
    struct codes *codes;
    size_t codes_count;
    struct record_type *records; /* those of the library, then the bundles */
    size_t record_count, bundle_count;
    struct bound *bound; /* kogge__call_count of them */
    struct handle_type *handles;
    PyTypeObject *rows_type, *columns_type, *column_type, *file_type, *decision_type;

    /* From Python. */
    PyObject *code_class;  /* what all enumerations derive from */
    PyObject *errors;      /* status -> class */
    PyObject *error;       /* the common base */
    PyObject *field_class; /* what fields() gives */
    PyObject *table_class; /* what a function that decides row by row gives */
    PyObject *open_frame;  /* a DataFrame as what C reads, and its index */
    PyObject *pack;        /* columns of Python as an Arrow stream */
    PyObject *spread;      /* calls a function for each part in a thread of its own */
    PyObject *date, *decimal, *from_ordinal, *to_ordinal, *array;
};

struct state *kogge_py_state(PyObject *module);
struct state *kogge_py_state_of(PyTypeObject *type);

/* ---- objects ----------------------------------------------------------------------------------------------------
 */

/* A record: the struct of the library lies inside the object, behind what comes with it. */
struct record {
    PyObject_HEAD const struct record_type *type;
    PyObject *book;   /* the rulebook whose currency and texts are meant, or NULL */
    int32_t currency; /* given by the caller where the record has no field for it; 0 = unknown */
    PyObject *extras[];
};

/* Rows of one record, immutable. */
struct rows {
    PyObject_VAR_HEAD const struct record_type *type;
    PyObject *book;
    size_t count;
    uint64_t data[];
};

struct handle {
    PyObject_HEAD const struct handle_type *type;
    void *is;
    PyThread_type_lock lock; /* or NULL: any number of threads may use it */
    int32_t currency;
};

static inline unsigned char *record_data(const struct record *record)
{
    return (unsigned char *)record + record->type->data_at;
}

/* types.c: the tables, read once at import. */
int kogge_py_read_tables(struct state *state);
int kogge_py_make_types(struct state *state);
void kogge_py_free_tables(struct state *state);
struct record_type *kogge_py_record_type(struct state *state, int32_t number);
struct record_type *kogge_py_type_of(struct state *state, const PyTypeObject *type);
struct codes *kogge_py_codes(struct state *state, const char *name);
char *kogge_py_camel(const char *prefix, const char *name, const char *suffix);

/* record.c */
extern PyType_Slot kogge_py_record_slots[], kogge_py_bundle_slots[];
struct record *kogge_py_new_record(const struct record_type *type);
bool kogge_py_same_values(const struct record_type *type, const void *a, const void *b);
/* A record of this type made from a record or a dict; a new reference. */
PyObject *kogge_py_as_record(const struct record_type *type, PyObject *given, PyObject *book);
/* Sets fields from names and values. */
int kogge_py_set_all(struct record *record, PyObject *values);
int32_t kogge_py_record_digits(const struct record *record);
PyObject *kogge_py_restore(PyObject *module, PyObject *arguments);
PyObject *kogge_py_get_field(PyObject *self, void *closure);
int kogge_py_set_field(PyObject *self, PyObject *value, void *closure);
PyObject *kogge_py_get_extra(PyObject *self, void *closure);

/* rows.c */
PyObject *kogge_py_new_rows(const struct record_type *type, const void *data, size_t count, PyObject *book);
int kogge_py_make_rows_type(struct state *state);
/* Rows of records or dicts; a new reference. */
PyObject *kogge_py_as_rows(const struct record_type *type, PyObject *given, PyObject *book);

/* value.c: numbers of the library and objects of Python. */
PyObject *kogge_py_from(struct state *state, int64_t value, int32_t type, int32_t unit, const struct codes *codes);
/* 0 and the number, 1 for None, -1 after an exception. what: names it in messages. */
struct wanted {
    struct state *state;
    const char *record, *name; /* record may be NULL */
    const struct codes *codes;
    int32_t field; /* or 0 */
    int32_t type, unit, digits;
    bool is_bits;
};
int kogge_py_to(const struct wanted *wanted, PyObject *given, int64_t *value);
struct wanted kogge_py_wanted(const struct field *field, int32_t digits);
int64_t kogge_py_load(const void *at, int32_t type);
void kogge_py_store(void *at, int32_t type, int64_t value);
size_t kogge_py_width(int32_t type);
PyObject *kogge_py_decimal(struct state *state, int64_t minor, int32_t digits);
int kogge_py_code(struct state *state, const char *set, PyObject *given, int32_t *code);

/* table.c: arrays and columns. What they hold is freed with kogge_py_free_held(). */
enum { MOST_HELD = 256 };
struct held {
    void *blocks[MOST_HELD];
    Py_buffer *views[MOST_HELD];
    PyObject *objects[MOST_HELD];
    int block_count, view_count, object_count;
};
void *kogge_py_hold_block(struct held *held, size_t size);
PyObject *kogge_py_hold_object(struct held *held, PyObject *object); /* takes the reference */
void kogge_py_free_held(struct held *held);
int kogge_py_array(const struct wanted *wanted, PyObject *given, struct held *held, const void **data, size_t *count);
enum extra { EXTRA_REFUSE, EXTRA_IGNORE, EXTRA_PASS }; /* columns that are no fields */

/* A table as it is wanted: which other columns may be there, and which are kept. */
struct table_wish {
    struct state *state;
    const struct call_argument *argument; /* whose fields the columns may be; NULL = columns are kept only */
    PyObject *book;
    struct held *held;
    PyObject *extra, *keys; /* as given; NULL = left out */
    bool in_parts;          /* chunks may stay chunks */
};

/* A table that was taken in; what it holds lives as long as held. */
struct taken_table {
    kogge_table table;        /* all of it, unless it has chunks */
    const kogge_arrow *arrow; /* its chunks, or NULL */
    size_t row_count;
    PyObject *source; /* capsule of the Arrow data with what is kept, or NULL */
    PyObject *kept;   /* list: places of the columns that are kept, or NULL */
    PyObject *index;  /* of a DataFrame, or NULL */
};
int kogge_py_table(const struct table_wish *wish, PyObject *given, struct taken_table *taken);
/* A field by its name; NULL after an exception that says what may be meant. */
const struct field *kogge_py_field_named(const struct record_type *type, const char *name);
bool kogge_py_has_field(const struct record_type *type, const char *name);
void kogge_py_no_field(const struct record_type *type, const char *name);
/* Decimals of the currency of a rulebook, or UNKNOWN_DIGITS. */
int32_t kogge_py_digits(PyObject *book);
/* Names of columns as a list, from a list or one name. */
PyObject *kogge_py_keys(PyObject *given);

/* arrow.c: what speaks the Arrow interfaces. */
/* 1: it does not speak them. */
int kogge_py_arrow_table(const struct table_wish *wish, enum extra extra, PyObject *given, struct taken_table *taken);
/* Columns of Python kept beside a table that came without Arrow. */
int kogge_py_keep(const struct table_wish *wish, PyObject *given, PyObject *names, struct taken_table *taken);
kogge_arrow *kogge_py_source(PyObject *source);
PyObject *kogge_py_stream_capsule(struct state *state, kogge_arrow_result *result, PyObject *source, PyObject *kept);
/* _pack(rows, [(name, format, buffers)]): buffers of Python, copied, as an Arrow stream. */
PyObject *kogge_py_pack(PyObject *module, PyObject *arguments);

/* columns.c: results as columns. */
int kogge_py_make_columns_types(struct state *state);
/* Room for fields of a record, all if none are named; named: codes as names. */
kogge_arrow_result *kogge_py_result(struct state *state, const struct record_type *type, PyObject *fields, bool named,
                                    size_t rows);
/* Takes the handle, also on failure. */
PyObject *kogge_py_new_columns(struct state *state, const struct record_type *type, kogge_arrow_result *result,
                               size_t count, PyObject *source, PyObject *kept);

/* handle.c */
int kogge_py_make_handle_types(struct state *state);
PyObject *kogge_py_new_handle(struct state *state, const char *name, void *is);
struct handle_type *kogge_py_handle_type(struct state *state, const char *name);
int kogge_py_catalogue(struct state *state, PyObject *lang, const kogge_catalogue **catalogue);
/* The rulebook behind book, NULL for None. */
int kogge_py_book(struct state *state, PyObject *book, const kogge_rulebook **is);

/* call.c */
int kogge_py_bind_calls(struct state *state);
void kogge_py_free_calls(struct state *state);
int kogge_py_add_functions(struct state *state);
PyObject *kogge_py_invoke(const struct bound *bound, PyObject *self, PyObject *const *arguments, Py_ssize_t count,
                          PyObject *names);
/* The same from a tuple and a dict; what it makes goes to *made. */
PyObject *kogge_py_invoke_tuple(const struct bound *bound, PyObject *arguments, PyObject *keywords);
/* The text of a record in a language, by the function that explains it. */
PyObject *kogge_py_explain(const struct record *record, PyObject *book, PyObject *lang);

/* error.c */
void kogge_py_raise(struct state *state, const kogge_error *error);
/* One of our own. */
void kogge_py_refuse(struct state *state, kogge_status status, int32_t field, const char *format, ...);
/* "; did you mean NAME?", or "". among: record or code set. The text lives in buffer. */
const char *kogge_py_did_you_mean(char *buffer, size_t size, const char *among, const char *name);
const char *kogge_py_text(PyObject *object); /* UTF-8 of a str, or NULL after an exception */

/* json.c: policy files and decision records. */
int kogge_py_add_json(struct state *state);

#endif
