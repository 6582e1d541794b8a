/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Kogge for Lua. Records come from the field table, functions from the function list: no field and no function of a
 * family is named here. All state belongs to the Lua state; what a call needs lies in its frame or is collected. */

#ifndef KOGGE_LUA_BINDING_H
#define KOGGE_LUA_BINDING_H

#include "compat.h"

#include <kogge/kogge.h>

#include "base/calls.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Numbers within a record's field ids that mean the same everywhere. */
enum { KNOWN_NUMBER = 2, RECORD_SHIFT = 8 };
enum { UNKNOWN_DIGITS = -1, ROOM = 6144, MOST_UNITS = 32, FIELD_NAME_SIZE = 128 };

struct bound;

/* ---- what the tables of the library say --------------------------------------------------------------------------
 */

/* Strings and tables that are needed all the time stand in one Lua table, the second upvalue of every function. Of
 * things called a place this is the index there. */

struct set {
    const char *name;
    int32_t lowest, count; /* codes lowest .. lowest + count - 1 stand from `first` on: names, or numbers */
    int first;
    int by_name; /* place of a table name -> code */
    bool named;  /* not all codes are plain numbers */
};

/* A number of the library: of a field or of an argument. */
struct number {
    const char *name;
    const struct set *set; /* or NULL */
    int32_t field;         /* or 0 */
    int32_t type, unit;
    bool is_bits;
    bool none; /* a code 0 without a name, or day 0, is given as nil */
};

struct field {
    struct number number;
    size_t offset;
    int32_t known_bit;
    int place;   /* of the name */
    bool simple; /* a number as it is */
};

struct record {
    const char *name; /* kogge_order */
    size_t size;
    bool headed; /* begins with its size */
    const struct field *fields;
    int count;
    const struct field *known, *currency; /* or NULL */
    int by_name;                          /* place of a table name -> number of the field from 1, or 0: no input */
    const struct bound *init;             /* the function that fills a new one, or NULL */
};

struct handle_kind {
    const struct call_handle *is;
    const void *metatables[2]; /* of kogge and of kogge.safe */
    int places[2];
};

struct parameter {
    int argument; /* of the list */
    int place;    /* of the name */
    bool required, of_table;
};

/* A function of the list, as a function of a module or as a method. */
struct bound {
    const struct call *call;
    const struct state *state;
    struct number numbers[CALL_MOST_ARGUMENTS]; /* by argument */
    const struct record *records[CALL_MOST_ARGUMENTS][2];
    struct parameter parameters[CALL_MOST_ARGUMENTS];
    int parameter_count;
    int by_name; /* place of a table name -> parameter from 1 */
    int self;    /* argument, or -1 */
    int outs[CALL_MOST_ARGUMENTS], out_places[CALL_MOST_ARGUMENTS];
    int out_count, record; /* record: the argument whose fields are the result, or -1 */
    bool safe;
};

struct state {
    const struct set *sets;
    int set_count;
    const struct record *records;
    int record_count;
    const struct bound *bounds; /* for each call: function and method, of kogge and of kogge.safe */
    const struct handle_kind *handles;
    int32_t lent[MOST_UNITS]; /* by unit: a field of the widest range */
    int fields_by_id, fields_by_name;
    int error_metatable;
};

struct handle {
    const struct handle_kind *kind;
    void *is;
    int32_t digits;
    size_t bytes; /* that it has ever taken: Lua's collector cannot see them */
    kogge_allocator allocator;
};

/* ---- one call ----------------------------------------------------------------------------------------------------
 */

struct frame {
    lua_State *L;
    const struct state *state;
    bool safe;        /* a function of kogge.safe */
    const char *list; /* the list that is being read, or NULL */
    size_t row;       /* its row, from 0 */
    int anchor;       /* stack index of a table that keeps memory */
    int anchored;
    int32_t digits; /* of the currency, or UNKNOWN_DIGITS */
    bool digits_used;
    size_t used;
    uint64_t room[ROOM / 8];
};

enum { REFS = 2, BOUND = 3, INNER = 4 }; /* upvalues; 1 is the state */
#define KOGGE_LUA_REFS lua_upvalueindex(REFS)

void kogge_lua_open_frame(struct frame *frame, lua_State *L, const struct state *state, int anchor, bool safe);
/* Zeroed memory that lives as long as the call. */
void *kogge_lua_room(struct frame *frame, size_t count, size_t size);

/* tables.c */
const struct state *kogge_lua_state(lua_State *L); /* pushes the state, then its refs */
const struct set *kogge_lua_set(const struct state *state, const char *name);
const struct record *kogge_lua_record(const struct state *state, int32_t number);
const struct record *kogge_lua_record_named(const struct state *state, const char *name);

int kogge_lua_keep(lua_State *L, int refs); /* puts the top of the stack into refs, gives its place */

/* bound.c */
void kogge_lua_bind(lua_State *L, struct state *state, int refs);

/* value.c */
void kogge_lua_push(lua_State *L, int64_t value, int32_t type);
void kogge_lua_push_number(lua_State *L, const struct number *number, int64_t value);
int64_t kogge_lua_to(struct frame *frame, const struct number *number, int index);

static inline size_t kogge_lua_width(int32_t type)
{
    return type == KOGGE_TYPE_INT64 || type == KOGGE_TYPE_UINT64 ? 8 : 4;
}

static inline int64_t kogge_lua_load(const void *at, int32_t type)
{
    int64_t wide;
    int32_t narrow;
    if (kogge_lua_width(type) == sizeof wide) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return type == KOGGE_TYPE_UINT32 ? (int64_t)(uint32_t)narrow : narrow;
}

static inline void kogge_lua_store(void *at, int32_t type, int64_t value)
{
    int32_t narrow = (int32_t)(uint32_t)(uint64_t)value;
    if (kogge_lua_width(type) == sizeof value)
        memcpy(at, &value, sizeof value);
    else
        memcpy(at, &narrow, sizeof narrow);
}

/* record.c */
void kogge_lua_to_record(struct frame *frame, const struct record *record, int index, const char *nested,
                         void *memory);
kogge_rows *kogge_lua_to_rows(struct frame *frame, const struct record *record, const char *name, int index);
void kogge_lua_push_record(lua_State *L, const struct record *record, const void *memory, int extras);
void kogge_lua_push_rows(lua_State *L, const struct record *record, const void *data, size_t count);
void kogge_lua_currency(struct frame *frame, const struct record *record, const void *memory);

/* table.c */
kogge_table *kogge_lua_to_table(struct frame *frame, const struct record *const *records, const char *name,
                                int index);
size_t kogge_lua_columns(struct frame *frame, const struct record *record, const kogge_rows *rows,
                         kogge_column **columns);

/* call.c */
int kogge_lua_call(lua_State *L);
int kogge_lua_call_safe(lua_State *L);

/* handle.c */
void kogge_lua_make_handles(lua_State *L, struct state *state, struct handle_kind *kinds, int base);
struct handle *kogge_lua_new_handle(lua_State *L, const struct state *state, const char *name, bool safe);
/* Looks at a handle that holds something now, and has the collector do its part. */
void kogge_lua_made(lua_State *L, struct handle *handle, const struct state *state);
struct handle *kogge_lua_to_handle(struct frame *frame, const char *name, int index);
const kogge_catalogue *kogge_lua_catalogue(struct frame *frame, int index);

/* error.c: none of these come back. */
_Noreturn void kogge_lua_refuse(struct frame *frame, kogge_status status, int32_t field, const char *format, ...);
_Noreturn void kogge_lua_throw(struct frame *frame, const kogge_error *error);
void kogge_lua_make_error_metatable(lua_State *L, struct state *state, int refs);

/* extras.c: what bindings do by hand, and policies as JSON. */
void kogge_lua_add_extras(lua_State *L, int base, bool safe);

/* module.c */
void kogge_lua_push_function(lua_State *L, int base, lua_CFunction function, const void *bound, bool safe);

#endif
