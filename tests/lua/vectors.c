/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Reads the vectors for golden.lua: vectors.read(text) gives one JSON value. Integers that Lua's numbers cannot hold
 * come as strings of digits. null is vectors.null in what is expected, and left out elsewhere. vectors.add_text(sum,
 * text) adds a text to a sum as the runner for C does. */

#include <jansson.h>
#include <lauxlib.h>
#include <lua.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define EXACT_IN_DOUBLE INT64_C(9007199254740992) /* 2^53 */

int luaopen_vectors(lua_State *L);

static const char null; /* its address stands for it */

static void push_integer(lua_State *L, json_int_t value)
{
    char digits[24];
#if LUA_VERSION_NUM >= 503
    bool exact = true;
#else
    bool exact = value >= -EXACT_IN_DOUBLE && value <= EXACT_IN_DOUBLE;
#endif
    (void)snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, value);
    if (exact)
        lua_pushinteger(L, (lua_Integer)value);
    else
        lua_pushstring(L, digits);
}

static void push(lua_State *L, const json_t *value, bool also_null);

static void push_list(lua_State *L, const json_t *list, bool also_null)
{
    int count = (int)json_array_size(list);
    lua_createtable(L, count, 0);
    for (int i = 0; i < count; i++) {
        push(L, json_array_get(list, (size_t)i), also_null);
        lua_rawseti(L, -2, i + 1);
    }
}

static void push_object(lua_State *L, json_t *object, bool also_null)
{
    const char *name;
    json_t *value;
    lua_createtable(L, 0, (int)json_object_size(object));
    json_object_foreach(object, name, value)
    {
        push(L, value, also_null || !strcmp(name, "expect"));
        lua_setfield(L, -2, name);
    }
}

static void push(lua_State *L, const json_t *value, bool also_null)
{
    luaL_checkstack(L, 8, "JSON");
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        push_object(L, (json_t *)value, also_null);
        return;
    case JSON_ARRAY:
        push_list(L, value, also_null);
        return;
    case JSON_STRING:
        lua_pushlstring(L, json_string_value(value), json_string_length(value));
        return;
    case JSON_INTEGER:
        push_integer(L, json_integer_value(value));
        return;
    case JSON_TRUE:
    case JSON_FALSE:
        lua_pushboolean(L, json_is_true(value));
        return;
    case JSON_NULL:
        if (also_null)
            lua_pushlightuserdata(L, (void *)&null);
        else
            lua_pushnil(L);
        return;
    default:
        luaL_error(L, "a number with a fraction");
    }
}

static int read_text(lua_State *L)
{
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    json_error_t error;
    json_t *value = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    if (!value)
        return luaL_error(L, "JSON, column %d: %s", error.column, error.text);
    push(L, value, false);
    json_decref(value);
    return 1;
}

static int add_text(lua_State *L)
{
    uint64_t sum = (uint64_t)luaL_checknumber(L, 1);
    for (const char *at = luaL_checkstring(L, 2);; at++) {
        sum = (sum * 31 + (unsigned char)*at) % 2147483647;
        if (!*at)
            break;
    }
    lua_pushnumber(L, (lua_Number)sum);
    return 1;
}

int luaopen_vectors(lua_State *L)
{
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, add_text);
    lua_setfield(L, -2, "add_text");
    lua_pushcfunction(L, read_text);
    lua_setfield(L, -2, "read");
    lua_pushlightuserdata(L, (void *)&null);
    lua_setfield(L, -2, "null");
    return 1;
}
