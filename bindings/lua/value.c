/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Numbers of the library and values of Lua: whole numbers, texts of amounts and dates, names of codes. */

#include "binding.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_IN_DOUBLE INT64_C(9007199254740992) /* 2^53 */

/* ---- to Lua ------------------------------------------------------------------------------------------------------
 */

static void push_digits(lua_State *L, uint64_t magnitude, bool negative)
{
    char text[24], *at = text + sizeof text;
    for (; magnitude; magnitude /= 10)
        *--at = (char)('0' + magnitude % 10);
    if (negative)
        *--at = '-';
    lua_pushlstring(L, at, (size_t)(text + sizeof text - at));
}

/* A number where Lua's numbers hold it exactly, else its digits. */
void kogge_lua_push(lua_State *L, int64_t value, int32_t type)
{
#if KOGGE_LUA_DOUBLES
    if (value >= (type == KOGGE_TYPE_UINT64 ? 0 : -EXACT_IN_DOUBLE) && value <= EXACT_IN_DOUBLE)
        lua_pushnumber(L, (lua_Number)value);
#else
    if (value >= 0 || type != KOGGE_TYPE_UINT64)
        lua_pushinteger(L, value);
#endif
    else if (type == KOGGE_TYPE_UINT64)
        push_digits(L, (uint64_t)value, false);
    else
        push_digits(L, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, value < 0);
}

static void push_code(lua_State *L, const struct set *set, int64_t code)
{
    if (set && code >= set->lowest && code - set->lowest < set->count)
        lua_rawgeti(L, KOGGE_LUA_REFS, set->first + (int)(code - set->lowest));
    else
        kogge_lua_push(L, code, KOGGE_TYPE_INT64);
}

/* A list of names; of bits without a name their codes. */
static void push_mask(lua_State *L, const struct number *number, uint64_t bits)
{
    int count = 0;
    lua_newtable(L);
    for (int i = 0; bits >> i; i++) {
        if (bits >> i & 1) {
            push_code(L, number->set, number->is_bits ? (int64_t)(UINT64_C(1) << i) : i);
            lua_rawseti(L, -2, ++count);
        }
        if (i == 63)
            break;
    }
}

static void push_date(lua_State *L, int64_t day)
{
    char text[40];
    int32_t year, month, day_of_month;
    if (kogge_date((int32_t)day, &year, &month, &day_of_month)) {
        kogge_lua_push(L, day, KOGGE_TYPE_INT32);
        return;
    }
    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)day_of_month);
    lua_pushlstring(L, text, 10);
}

static void push_field(lua_State *L, int64_t id)
{
    const struct state *state = lua_touserdata(L, lua_upvalueindex(1));
    lua_rawgeti(L, KOGGE_LUA_REFS, state->fields_by_id);
    lua_rawgeti(L, -1, (int)id);
    lua_remove(L, -2);
}

void kogge_lua_push_number(lua_State *L, const struct number *number, int64_t value)
{
    switch (number->unit) {
    case KOGGE_UNIT_CODE:
        push_code(L, number->set, value);
        if (number->none && !value && lua_type(L, -1) != LUA_TSTRING) {
            lua_pop(L, 1);
            lua_pushnil(L);
        }
        return;
    case KOGGE_UNIT_MASK:
        push_mask(L, number, (uint64_t)value);
        return;
    case KOGGE_UNIT_DATE:
        if (number->none && !value)
            lua_pushnil(L);
        else
            push_date(L, value);
        return;
    case KOGGE_UNIT_FIELD:
        push_field(L, value);
        return;
    case KOGGE_UNIT_SWITCH:
        lua_pushboolean(L, value != 0);
        return;
    default:
        kogge_lua_push(L, value, number->type);
    }
}

/* ---- from Lua ----------------------------------------------------------------------------------------------------
 */

static int64_t fit(struct frame *frame, const struct number *number, int64_t value)
{
    bool fits = number->type == KOGGE_TYPE_INT32    ? value >= INT32_MIN && value <= INT32_MAX
                : number->type == KOGGE_TYPE_UINT32 ? value >= 0 && value <= UINT32_MAX
                : number->type == KOGGE_TYPE_UINT64 ? value >= 0
                                                    : true;
    if (!fits)
        kogge_lua_refuse(frame, KOGGE_E_RANGE, number->field, "%s: %" PRId64 " is out of range", number->name, value);
    return value;
}

static int64_t from_number(struct frame *frame, const struct number *number, int index)
{
    lua_State *L = frame->L;
#if !KOGGE_LUA_DOUBLES
    if (lua_isinteger(L, index))
        return fit(frame, number, lua_tointeger(L, index));
#endif
    double value = (double)lua_tonumber(L, index);
    if (floor(value) != value)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, number->field,
                         number->unit == KOGGE_UNIT_MINOR
                             ? "%s: %.17g is no whole number of minor units; write the amount as a text: \"12.50\""
                             : "%s: %.17g is no whole number",
                         number->name, value);
    if (value < -(double)EXACT_IN_DOUBLE || value > (double)EXACT_IN_DOUBLE)
        kogge_lua_refuse(frame, KOGGE_E_RANGE, number->field,
                         "%s: %.17g is too large to be exact; write it as a text", number->name, value);
    return fit(frame, number, (int64_t)value);
}

/* Digits that are no field's. */
static int64_t parse_digits(struct frame *frame, const struct number *number, const char *text)
{
    char *end;
    errno = 0;
    int64_t value = number->type == KOGGE_TYPE_UINT64 && *text != '-' ? (int64_t)strtoull(text, &end, 10)
                                                                      : (int64_t)strtoll(text, &end, 10);
    if (errno || end == text || *end)
        kogge_lua_refuse(frame, errno ? KOGGE_E_RANGE : KOGGE_E_INVALID, 0,
                         "%s: \"%s\" is no whole number, or too large", number->name, text);
    return number->type == KOGGE_TYPE_UINT64 && *text != '-' ? value : fit(frame, number, value);
}

/* A text by the rules of a field; of an argument by those of a field with the same unit. */
static int64_t parse(struct frame *frame, const struct number *number, const char *text)
{
    int64_t value = 0;
    kogge_error error = KOGGE_INIT(kogge_error);
    int32_t unit = number->unit >= 0 && number->unit < MOST_UNITS ? number->unit : 0, digits = 0;
    if (!number->field && unit != KOGGE_UNIT_MINOR && unit != KOGGE_UNIT_DATE && unit != KOGGE_UNIT_MASK)
        return parse_digits(frame, number, text);
    if (unit == KOGGE_UNIT_MINOR && frame->digits == UNKNOWN_DIGITS)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, number->field,
                         "%s: \"%s\" needs a currency; without one amounts are whole numbers of minor units",
                         number->name, text);
    if (unit == KOGGE_UNIT_MINOR) {
        digits = frame->digits;
        frame->digits_used = true;
    }
    if (!kogge_value_parse(number->field ? number->field : frame->state->lent[unit], text, digits, &value, &error))
        return number->type == KOGGE_TYPE_UINT64 ? value : fit(frame, number, value);
    const char *why = strstr(error.text, ": ");
    kogge_lua_refuse(frame, error.status, number->field, "%s%s", number->name, why ? why : ": not accepted");
}

static bool look_up(lua_State *L, int place, int index, int64_t *value)
{
    lua_rawgeti(L, KOGGE_LUA_REFS, place);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    bool found = lua_isnumber(L, -1);
    *value = (int64_t)lua_tonumber(L, -1);
    lua_pop(L, 2);
    return found;
}

static int64_t from_code(struct frame *frame, const struct number *number, int index)
{
    int64_t code = 0;
    const char *text = lua_tostring(frame->L, index);
    if (number->set && look_up(frame->L, number->set->by_name, index, &code))
        return code;
    if (number->field || !number->set)
        return parse(frame, number, text);
    const char *near = kogge_name_nearest(number->set->name, text);
    kogge_lua_refuse(frame, KOGGE_E_UNSUPPORTED, 0, "%s: \"%s\" is no %s%s%s", number->name, text, number->set->name,
                     near ? "; did you mean " : "", near ? near : "");
}

static int64_t from_field_name(struct frame *frame, const struct number *number, int index)
{
    int64_t id = 0;
    if (!look_up(frame->L, frame->state->fields_by_name, index, &id))
        kogge_lua_refuse(frame, KOGGE_E_UNSUPPORTED, number->field, "%s: there is no field \"%s\"", number->name,
                         lua_tostring(frame->L, index));
    return id;
}

static int64_t from_text(struct frame *frame, const struct number *number, int index)
{
    if (number->unit == KOGGE_UNIT_CODE)
        return from_code(frame, number, index);
    if (number->unit == KOGGE_UNIT_FIELD)
        return from_field_name(frame, number, index);
    return parse(frame, number, lua_tostring(frame->L, index));
}

/* A list of names and codes. */
static int64_t from_list(struct frame *frame, const struct number *number, int index)
{
    lua_State *L = frame->L;
    uint64_t bits = 0;
    for (int i = 1, count = (int)lua_rawlen(L, index); i <= count; i++) {
        lua_rawgeti(L, index, i);
        if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
            kogge_lua_refuse(frame, KOGGE_E_INVALID, number->field, "%s: a list of names, not of %s", number->name,
                             luaL_typename(L, -1));
        if (lua_type(L, -1) == LUA_TNUMBER) {
            int64_t code = from_number(frame, number, -1);
            lua_pop(L, 1);
            lua_pushfstring(L, "%d", (int)code);
        }
        bits |= (uint64_t)parse(frame, number, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    return (int64_t)bits;
}

int64_t kogge_lua_to(struct frame *frame, const struct number *number, int index)
{
    switch (lua_type(frame->L, index)) {
    case LUA_TNUMBER:
        return from_number(frame, number, index);
    case LUA_TSTRING:
        return from_text(frame, number, index);
    case LUA_TBOOLEAN:
        if (number->unit == KOGGE_UNIT_SWITCH)
            return lua_toboolean(frame->L, index);
        break;
    case LUA_TTABLE:
        if (number->unit == KOGGE_UNIT_MASK)
            return from_list(frame, number, index);
        break;
    default:
        break;
    }
    kogge_lua_refuse(frame, KOGGE_E_INVALID, number->field, "%s: a %s where a number or a text belongs", number->name,
                     luaL_typename(frame->L, index));
}
