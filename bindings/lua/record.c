/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Records and rows: tables of Lua with the names of the field table, and the structs of the library. */

#include "binding.h"

#include <string.h>

enum { PREFIX = 6, SHOWN = 40 };

/* ---- to Lua ------------------------------------------------------------------------------------------------------
 */

void kogge_lua_push_record(lua_State *L, const struct record *record, const void *memory, int extras)
{
    const unsigned char *at = memory;
    uint64_t known = record->known ? (uint64_t)kogge_lua_load(at + record->known->offset, KOGGE_TYPE_UINT64) : 0;
    lua_createtable(L, 0, record->count + extras);
    for (int i = 0; i < record->count; i++) {
        const struct field *field = &record->fields[i];
        if (field == record->known || (field->known_bit >= 0 && !(known >> field->known_bit & 1)))
            continue;
        lua_rawgeti(L, KOGGE_LUA_REFS, field->place);
        int64_t value = kogge_lua_load(at + field->offset, field->number.type);
        if (field->simple)
            kogge_lua_push(L, value, KOGGE_TYPE_INT64);
        else
            kogge_lua_push_number(L, &field->number, value);
        lua_rawset(L, -3);
    }
}

void kogge_lua_push_rows(lua_State *L, const struct record *record, const void *data, size_t count)
{
    luaL_checkstack(L, 16, "rows");
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        kogge_lua_push_record(L, record, (const unsigned char *)data + i * record->size, 0);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

/* ---- from Lua ----------------------------------------------------------------------------------------------------
 */

/* Amounts as texts have the decimals of the record's own currency, else of what came before. */
void kogge_lua_currency(struct frame *frame, const struct record *record, const void *memory)
{
    int64_t currency = 0;
    if (record->currency)
        currency =
            kogge_lua_load((const unsigned char *)memory + record->currency->offset, record->currency->number.type);
    if (currency > 0)
        frame->digits = kogge_currency_digits((int32_t)currency);
}

static void find_currency(struct frame *frame, const struct record *record, int index)
{
    lua_State *L = frame->L;
    lua_rawgeti(L, KOGGE_LUA_REFS, record->currency->place);
    lua_rawget(L, index);
    if (!lua_isnil(L, -1)) {
        int64_t currency = kogge_lua_to(frame, &record->currency->number, lua_gettop(L));
        if (currency > 0)
            frame->digits = kogge_currency_digits((int32_t)currency);
    }
    lua_pop(L, 1);
}

static const struct field *field_named(const struct record *record, const char *name)
{
    for (int i = 0; i < record->count; i++) {
        if (!strcmp(record->fields[i].number.name, name))
            return &record->fields[i];
    }
    return NULL;
}

/* Starts a record with what the function for new ones makes of it, if all that it asks for is given. */
static void fill_new(struct frame *frame, const struct record *record, int index, void *memory)
{
    const struct bound *init = record->init;
    union call_slot slots[CALL_MOST_ARGUMENTS], result;
    for (size_t i = 0; i < init->call->argument_count; i++) {
        const struct call_argument *argument = &init->call->arguments[i];
        const struct field *field = argument->kind == CALL_NUMBER ? field_named(record, argument->name) : NULL;
        slots[i].out = memory;
        if (!field)
            continue;
        lua_rawgeti(frame->L, KOGGE_LUA_REFS, field->place);
        lua_rawget(frame->L, index);
        bool given = !lua_isnil(frame->L, -1);
        if (given)
            slots[i].number = kogge_lua_to(frame, &field->number, lua_gettop(frame->L));
        lua_pop(frame->L, 1);
        if (!given)
            return;
    }
    kogge_status status = init->call->invoke(slots, &result);
    if (status)
        kogge_lua_refuse(frame, status, 0, "%s: no such %s", init->call->name, record->name + PREFIX);
}

static _Noreturn void refuse_key(struct frame *frame, const struct record *record, int index)
{
    if (lua_type(frame->L, index) != LUA_TSTRING)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%s: a key that is a %s; keys are names of fields",
                         record->name + PREFIX, luaL_typename(frame->L, index));
    const char *name = lua_tostring(frame->L, index), *near = kogge_name_nearest(record->name, name);
    kogge_lua_refuse(frame, KOGGE_E_UNSUPPORTED, 0, "%s has no field \"%.*s\"%s%s%s", record->name + PREFIX, SHOWN,
                     name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static void set_field(struct frame *frame, const struct record *record, const struct field *field, int index,
                      unsigned char *memory)
{
    int64_t value = kogge_lua_to(frame, &field->number, index);
    kogge_lua_store(memory + field->offset, field->number.type, value);
    if (field->known_bit >= 0 && record->known) {
        unsigned char *at = memory + record->known->offset;
        uint64_t known = (uint64_t)kogge_lua_load(at, KOGGE_TYPE_UINT64) | UINT64_C(1) << field->known_bit;
        kogge_lua_store(at, KOGGE_TYPE_UINT64, (int64_t)known);
    }
}

/* The key `nested`, if any, is not looked at. */
void kogge_lua_to_record(struct frame *frame, const struct record *record, int index, const char *nested,
                         void *memory)
{
    lua_State *L = frame->L;
    if (!lua_istable(L, index))
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%s: a table, not a %s", record->name + PREFIX,
                         luaL_typename(L, index));
    if (record->headed)
        kogge_lua_store(memory, KOGGE_TYPE_UINT32, (int64_t)record->size);
    if (record->init)
        fill_new(frame, record, index, memory);
    if (record->currency)
        find_currency(frame, record, index);
    lua_rawgeti(L, KOGGE_LUA_REFS, record->by_name);
    int names = lua_gettop(L), key = names + 1;
    for (lua_pushnil(L); lua_next(L, index);) {
        lua_pushvalue(L, key);
        lua_rawget(L, names);
        int place = lua_isnil(L, -1) ? -1 : (int)lua_tointeger(L, -1);
        lua_pop(L, 1);
        if (place > 0)
            set_field(frame, record, &record->fields[place - 1], key + 1, memory);
        else if (place < 0 && !(nested && lua_type(L, key) == LUA_TSTRING && !strcmp(lua_tostring(L, key), nested)))
            refuse_key(frame, record, key);
        lua_settop(L, key);
    }
    lua_settop(L, names - 1);
}

kogge_rows *kogge_lua_to_rows(struct frame *frame, const struct record *record, const char *name, int index)
{
    lua_State *L = frame->L;
    if (!lua_istable(L, index))
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%s: a list of tables, not a %s", name, luaL_typename(L, index));
    kogge_rows *rows = kogge_lua_room(frame, 1, sizeof *rows);
    size_t count = lua_rawlen(L, index);
    unsigned char *data = kogge_lua_room(frame, count, record->size);
    *rows = (kogge_rows){ data, count, record->size };
    frame->list = name;
    for (frame->row = 0; frame->row < count; frame->row++) {
        lua_rawgeti(L, index, (int)frame->row + 1);
        kogge_lua_to_record(frame, record, lua_gettop(L), NULL, data + frame->row * record->size);
        lua_pop(L, 1);
    }
    frame->list = NULL;
    return rows;
}
