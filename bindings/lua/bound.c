/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The functions of the list made ready: what a caller passes, and what comes back. */

#include "binding.h"

#include <string.h>

static bool is_handle(const struct call_argument *argument, const char *name)
{
    return argument->kind == CALL_HANDLE && name && !strcmp(argument->what, name);
}

static bool is_passed(const struct call_argument *argument)
{
    switch (argument->kind) {
    case CALL_HANDLE:
    case CALL_IN:
    case CALL_ROWS:
    case CALL_TABLE:
    case CALL_NUMBER:
    case CALL_ARRAY:
    case CALL_BYTES:
    case CALL_REASONS: /* in: how many are wanted */
        return true;
    default:
        return false;
    }
}

static bool is_out(const struct call_argument *argument)
{
    switch (argument->kind) {
    case CALL_MAKES:
    case CALL_OUT:
    case CALL_OUT_ROWS:
    case CALL_OUT_COLUMNS:
    case CALL_FEES:
    case CALL_FINDINGS:
    case CALL_REASONS:
    case CALL_OUT_NUMBER:
    case CALL_OUT_ARRAY:
    case CALL_OUT_BYTES:
    case CALL_OUT_TEXT:
    case CALL_ROW_STATUS:
        return true;
    default:
        return false;
    }
}

/* How callers of Lua know an argument. */
static const char *name_of(const struct call_argument *argument, bool out)
{
    if (is_handle(argument, "catalogue"))
        return "lang";
    return out && argument->kind == CALL_REASONS ? "reasons" : argument->name;
}

/* Masks of the same codes look the same everywhere. */
static bool codes_are_bits(const struct state *state, const struct set *set)
{
    for (int i = 0; i < state->record_count; i++) {
        for (int j = 0; j < state->records[i].count; j++) {
            const struct number *number = &state->records[i].fields[j].number;
            if (number->set == set && number->unit == KOGGE_UNIT_MASK)
                return number->is_bits;
        }
    }
    return false;
}

static void add_parameter(lua_State *L, struct bound *bound, int argument, int refs)
{
    const struct call_argument *is = &bound->call->arguments[argument];
    struct parameter *parameter = &bound->parameters[bound->parameter_count++];
    bool required = !is->optional && is->kind != CALL_REASONS;
    bool of_table = is->kind != CALL_NUMBER && is->kind != CALL_BYTES && is->kind != CALL_HANDLE;
    lua_pushstring(L, name_of(is, false));
    *parameter = (struct parameter){ argument, kogge_lua_keep(L, refs), required, of_table };
}

static void add_parameters(lua_State *L, struct bound *bound, int refs)
{
    for (int optional = 0; optional < 2; optional++) { /* by position the required ones come first */
        for (int i = 0; i < (int)bound->call->argument_count; i++) {
            const struct call_argument *is = &bound->call->arguments[i];
            bool later = is->optional || is->kind == CALL_REASONS;
            if (is_passed(is) && i != bound->self && later == (optional == 1))
                add_parameter(L, bound, i, refs);
        }
    }
    lua_createtable(L, 0, bound->parameter_count);
    for (int i = 0; i < bound->parameter_count; i++) {
        lua_rawgeti(L, refs, bound->parameters[i].place);
        lua_pushinteger(L, i + 1);
        lua_rawset(L, -3);
    }
    bound->by_name = kogge_lua_keep(L, refs);
}

static bool has_field(const struct record *record, const char *name)
{
    for (int i = 0; record && i < record->count; i++) {
        if (!strcmp(record->fields[i].number.name, name))
            return true;
    }
    return false;
}

/* Of what has the name of a field of the record that it comes with, the name ends in _rows. */
static void add_outs(lua_State *L, struct bound *bound, int refs)
{
    const struct record *record = NULL;
    bound->record = -1;
    for (int i = (int)bound->call->argument_count - 1; i >= 0; i--) {
        if (bound->call->arguments[i].kind == CALL_OUT)
            bound->record = i;
    }
    if (bound->record >= 0)
        record = kogge_lua_record(bound->state, bound->call->arguments[bound->record].record[0]);
    for (int i = 0; i < (int)bound->call->argument_count; i++) {
        const struct call_argument *is = &bound->call->arguments[i];
        if (!is_out(is))
            continue;
        lua_pushfstring(L, has_field(record, name_of(is, true)) ? "%s_rows" : "%s", name_of(is, true));
        bound->outs[bound->out_count] = i;
        bound->out_places[bound->out_count++] = kogge_lua_keep(L, refs);
    }
}

/* What comes with a record that a function gives is no field, and ignored where the record is passed on. */
static void ignore_extras(lua_State *L, const struct bound *bound, int refs)
{
    if (bound->record < 0)
        return;
    const struct record *record = kogge_lua_record(bound->state, bound->call->arguments[bound->record].record[0]);
    lua_rawgeti(L, refs, record->by_name);
    for (int i = 0; i < bound->out_count; i++) {
        lua_rawgeti(L, refs, bound->out_places[i]);
        lua_pushinteger(L, 0);
        if (bound->outs[i] == bound->record)
            lua_pop(L, 2);
        else
            lua_rawset(L, -3);
    }
    lua_pop(L, 1);
}

/* A function that only makes a record, from numbers that are its fields, fills new records. */
static void note_init(struct state *state, const struct bound *bound)
{
    const struct call *call = bound->call;
    if (call->of || bound->out_count != 1 || bound->record < 0 || bound->parameter_count == 0)
        return;
    struct record *record = (struct record *)kogge_lua_record(state, call->arguments[bound->record].record[0]);
    for (size_t i = 0; i < call->argument_count; i++) {
        if ((int)i != bound->record &&
            (call->arguments[i].kind != CALL_NUMBER || !has_field(record, call->arguments[i].name)))
            return;
    }
    record->init = bound;
    for (int i = 0; i < record->count; i++) /* a new one holds values, so that nil is not 0 */
        ((struct field *)record->fields)[i].number.none = false;
}

static void bind(lua_State *L, struct state *state, struct bound *bound, int refs)
{
    bound->state = state;
    for (size_t i = 0; i < bound->call->argument_count; i++) {
        const struct call_argument *is = &bound->call->arguments[i];
        const struct set *set = kogge_lua_set(state, is->what);
        bound->records[i][0] = kogge_lua_record(state, is->record[0]);
        bound->records[i][1] = kogge_lua_record(state, is->record[1]);
        if (is->kind == CALL_FEES || is->kind == CALL_FINDINGS || is->kind == CALL_REASONS)
            bound->records[i][0] = kogge_lua_record(state, is->kind == CALL_FEES       ? KOGGE_RECORD_FEE
                                                           : is->kind == CALL_FINDINGS ? KOGGE_RECORD_FINDING
                                                                                       : KOGGE_RECORD_REASON);
        bound->numbers[i] =
            (struct number){ is->name, set, 0, is->type, is->unit, codes_are_bits(state, set), false };
    }
    add_parameters(L, bound, refs);
    add_outs(L, bound, refs);
}

/* The argument that is self in a method of any handle, or -1. */
static int find_self(const struct call *call)
{
    for (size_t i = 0; i < call->argument_count; i++) {
        const struct call_argument *is = &call->arguments[i];
        if (call->of ? is_handle(is, call->of) : is->kind == CALL_HANDLE && !is_handle(is, "catalogue"))
            return (int)i;
    }
    return -1;
}

/* Four for each call: function and method, of kogge and of kogge.safe. Without a call: there is none. */
void kogge_lua_bind(lua_State *L, struct state *state, int refs)
{
    struct bound *bounds = kogge_lua_new(L, kogge__call_count * 4 * sizeof *bounds);
    memset(bounds, 0, kogge__call_count * 4 * sizeof *bounds);
    (void)kogge_lua_keep(L, refs);
    for (size_t i = 0; i < kogge__call_count * 4; i++) {
        const struct call *call = &kogge__calls[i / 4];
        bool method = i & 1;
        int self = find_self(call);
        if (method ? self < 0 : call->of != NULL)
            continue;
        bounds[i] = (struct bound){ .call = call, .self = method ? self : -1, .safe = (i & 2) != 0 };
        bind(L, state, &bounds[i], refs);
        ignore_extras(L, &bounds[i], refs);
        if (!method)
            note_init(state, &bounds[i]);
    }
    state->bounds = bounds;
}
