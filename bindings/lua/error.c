/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Errors: kogge raises strings, as every host of Lua expects; kogge.safe raises tables to itself, with message, code,
 * field, rule and row. */

#include "binding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void set_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, lua_Integer number)
{
    lua_pushinteger(L, number);
    lua_setfield(L, -2, key);
}

static void push_details(struct frame *frame, const kogge_error *error)
{
    lua_State *L = frame->L;
    const char *code = kogge_code_name("status", error->status);
    lua_createtable(L, 0, 5);
    set_text(L, "message", error->text);
    set_text(L, "code", code ? code : kogge_code_name("status", KOGGE_E_FAILED));
    if (error->field) {
        lua_rawgeti(L, KOGGE_LUA_REFS, frame->state->fields_by_id);
        lua_rawgeti(L, -1, error->field);
        lua_setfield(L, -3, "field");
        lua_pop(L, 1);
    }
    if (error->rule)
        set_number(L, "rule", error->rule);
    if (error->row >= 0)
        set_number(L, "row", (lua_Integer)error->row + 1); /* lists of Lua start at 1 */
    lua_rawgeti(L, KOGGE_LUA_REFS, frame->state->error_metatable);
    lua_setmetatable(L, -2);
}

_Noreturn void kogge_lua_throw(struct frame *frame, const kogge_error *error)
{
    luaL_checkstack(frame->L, 8, "errors");
    if (frame->safe)
        push_details(frame, error);
    else {
        luaL_where(frame->L, 1);
        lua_pushstring(frame->L, error->text);
        lua_concat(frame->L, 2);
    }
    (void)lua_error(frame->L);
    for (;;) /* lua_error() does not come back */
        ;
}

_Noreturn void kogge_lua_refuse(struct frame *frame, kogge_status status, int32_t field, const char *format, ...)
{
    kogge_error error = { .struct_size = sizeof error, .status = status, .field = field, .row = -1, .offset = -1 };
    size_t length = 0;
    if (frame->list) {
        error.row = (int64_t)frame->row;
        (void)snprintf(error.text, sizeof error.text, "%s[%zu]: ", frame->list, frame->row + 1);
        length = strlen(error.text);
    }
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error.text + length, sizeof error.text - length, format, arguments);
    va_end(arguments);
    kogge_lua_throw(frame, &error);
}

static int error_to_text(lua_State *L)
{
    lua_getfield(L, 1, "message");
    return 1;
}

void kogge_lua_make_error_metatable(lua_State *L, struct state *state, int refs)
{
    lua_createtable(L, 0, 2);
    set_text(L, "__name", "kogge.error");
    lua_pushcfunction(L, error_to_text);
    lua_setfield(L, -2, "__tostring");
    state->error_metatable = kogge_lua_keep(L, refs);
}
