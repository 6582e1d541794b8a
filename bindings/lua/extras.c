/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What is not called through the list: days, texts of codes and values, what the field table says; policies as JSON.
 */

#include "binding.h"

#include <stdio.h>
#include <string.h>

#ifdef KOGGE_LUA_JSON
#include <kogge/json.h>
#endif

enum { PREFIX = 6, LONGEST_TEXT = 1024 };

/* Opens the frame of a function with `count` arguments. */
static const struct state *open_extra(lua_State *L, struct frame *frame, int count)
{
    const struct state *state = lua_touserdata(L, lua_upvalueindex(1));
    luaL_checkstack(L, 40, "kogge");
    lua_settop(L, count + 1);
    kogge_lua_open_frame(frame, L, state, count + 1, lua_touserdata(L, lua_upvalueindex(BOUND)) != NULL);
    return state;
}

static const char *text_at(struct frame *frame, const char *name, int index)
{
    if (lua_type(frame->L, index) != LUA_TSTRING)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%s: a text, not a %s", name, luaL_typename(frame->L, index));
    return lua_tostring(frame->L, index);
}

/* ---- days --------------------------------------------------------------------------------------------------------
 */

/* day("2026-03-02") is a number of days since 1970-01-01 */
static int to_day(lua_State *L)
{
    struct frame frame;
    (void)open_extra(L, &frame, 1);
    const struct number day = { .name = "day", .type = KOGGE_TYPE_INT32, .unit = KOGGE_UNIT_DATE };
    kogge_lua_push(L, kogge_lua_to(&frame, &day, 1), KOGGE_TYPE_INT32);
    return 1;
}

/* date(20514) is "2026-03-02" */
static int to_date(lua_State *L)
{
    struct frame frame;
    (void)open_extra(L, &frame, 1);
    const struct number day = { .name = "date", .type = KOGGE_TYPE_INT32, .unit = KOGGE_UNIT_DATE };
    kogge_lua_push_number(L, &day, kogge_lua_to(&frame, &day, 1));
    return 1;
}

/* ---- texts -------------------------------------------------------------------------------------------------------
 */

/* code_text("channel", "SHOP", "de") */
static int code_text(lua_State *L)
{
    struct frame frame;
    const struct state *state = open_extra(L, &frame, 3);
    const char *name = text_at(&frame, "set", 1);
    const struct number code = { .name = name,
                                 .set = kogge_lua_set(state, name),
                                 .type = KOGGE_TYPE_INT32,
                                 .unit = strcmp(name, "field") ? KOGGE_UNIT_CODE : KOGGE_UNIT_FIELD };
    if (!code.set && code.unit == KOGGE_UNIT_CODE)
        kogge_lua_refuse(&frame, KOGGE_E_UNSUPPORTED, 0, "set: there is no set \"%s\"", name);
    int32_t value = (int32_t)kogge_lua_to(&frame, &code, 2);
    lua_pushstring(L, kogge_code_text(kogge_lua_catalogue(&frame, 3), name, value));
    return 1;
}

static const struct number *number_named(struct frame *frame, int index)
{
    const char *name = text_at(frame, "field", index);
    for (int i = 0; i < frame->state->record_count; i++) {
        const struct record *record = &frame->state->records[i];
        size_t length = strlen(record->name + PREFIX);
        if (strncmp(name, record->name + PREFIX, length) != 0 || name[length] != '.')
            continue;
        for (int j = 0; j < record->count; j++) {
            if (!strcmp(record->fields[j].number.name, name + length + 1))
                return &record->fields[j].number;
        }
    }
    kogge_lua_refuse(frame, KOGGE_E_UNSUPPORTED, 0, "field: there is no field \"%s\"", name);
}

/* value_text(field, 4800, "de", book) */
static int value_text(lua_State *L)
{
    struct frame frame;
    char text[LONGEST_TEXT];
    (void)open_extra(L, &frame, 4);
    const struct number *number = number_named(&frame, 1);
    const struct handle *book = lua_isnil(L, 4) ? NULL : kogge_lua_to_handle(&frame, "rulebook", 4);
    if (book)
        frame.digits = book->digits;
    int64_t value = kogge_lua_to(&frame, number, 2);
    (void)kogge_value_text(kogge_lua_catalogue(&frame, 3), book ? book->is : NULL, number->field, value, text,
                           sizeof text, NULL);
    lua_pushstring(L, text);
    return 1;
}

/* ---- what the library knows --------------------------------------------------------------------------------------
 */

static void set_code(lua_State *L, const char *key, const struct set *set, int32_t code)
{
    lua_pushstring(L, kogge_code_name(set->name, code));
    lua_setfield(L, -2, key);
}

static void set_flag(lua_State *L, const char *key, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}

static void push_field(lua_State *L, const struct state *state, const struct field *field)
{
    kogge_field is = KOGGE_INIT(kogge_field);
    (void)kogge_field_get(field->number.field, &is);
    lua_createtable(L, 0, 8);
    lua_rawgeti(L, KOGGE_LUA_REFS, field->place);
    lua_setfield(L, -2, "name");
    set_code(L, "type", kogge_lua_set(state, "type"), is.type);
    set_code(L, "unit", kogge_lua_set(state, "unit"), is.unit);
    lua_pushstring(L, kogge_code_set_name(is.code_set));
    lua_setfield(L, -2, "set");
    set_flag(L, "unknown", is.known_bit >= 0);
    set_flag(L, "required", is.required != 0);
    kogge_lua_push(L, is.id, KOGGE_TYPE_INT32);
    lua_setfield(L, -2, "id");
}

/* fields("order"): a list of {name, type, unit, set, unknown, required, id}; fields(): the names of records */
static int fields(lua_State *L)
{
    struct frame frame;
    const struct state *state = open_extra(L, &frame, 1);
    lua_newtable(L);
    if (lua_isnil(L, 1)) {
        for (int i = 0; i < state->record_count; i++) {
            lua_pushstring(L, state->records[i].name + PREFIX);
            lua_rawseti(L, -2, i + 1);
        }
        return 1;
    }
    const char *name = text_at(&frame, "record", 1);
    const struct record *record = kogge_lua_record_named(state, name);
    if (!record)
        kogge_lua_refuse(&frame, KOGGE_E_UNSUPPORTED, 0, "record: there is no record \"%s\"", name);
    for (int i = 0, count = 0; i < record->count; i++) {
        if (&record->fields[i] == record->known)
            continue;
        push_field(L, state, &record->fields[i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

/* codes("channel"): a table name -> number; codes(): the names of sets */
static int codes(lua_State *L)
{
    struct frame frame;
    const struct state *state = open_extra(L, &frame, 1);
    lua_newtable(L);
    if (lua_isnil(L, 1)) {
        for (int i = 0; i < state->set_count; i++) {
            lua_pushstring(L, state->sets[i].name);
            lua_rawseti(L, -2, i + 1);
        }
        return 1;
    }
    const char *name = text_at(&frame, "set", 1);
    const struct set *set = kogge_lua_set(state, name);
    if (!set)
        kogge_lua_refuse(&frame, KOGGE_E_UNSUPPORTED, 0, "set: there is no set \"%s\"", name);
    for (int32_t i = 0; i < set->count; i++) {
        const char *code = kogge_code_name(name, set->lowest + i);
        if (code) {
            lua_pushinteger(L, set->lowest + i);
            lua_setfield(L, -2, code);
        }
    }
    return 1;
}

/* ---- policies as JSON --------------------------------------------------------------------------------------------
 */

#ifdef KOGGE_LUA_JSON

static _Noreturn void throw_json(struct frame *frame, const kogge_json_error *json)
{
    kogge_error error = { .struct_size = sizeof error,
                          .status = json->status,
                          .field = json->field,
                          .rule = json->rule,
                          .row = json->row,
                          .offset = -1 };
    (void)snprintf(error.text, sizeof error.text, "%.100s%s%.115s", json->pointer, *json->pointer ? ": " : "",
                   json->text);
    kogge_lua_throw(frame, &error);
}

/* The rulebook of a policy file's text; the currency stands at 2. */
static int compile(struct frame *frame, const char *text, size_t size)
{
    lua_State *L = frame->L;
    const struct state *state = frame->state;
    kogge_policy_file *file = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    const struct number number = {
        .name = "currency", .set = kogge_lua_set(state, "currency"), .type = KOGGE_TYPE_INT32, .unit = KOGGE_UNIT_CODE
    };
    int32_t currency = lua_isnil(L, 2) ? 0 : (int32_t)kogge_lua_to(frame, &number, 2);
    struct handle *book = kogge_lua_new_handle(L, state, "rulebook", frame->safe);
    kogge_status status = kogge_policy_file_read(text, size, &book->allocator, &file, &error);
    if (!status)
        status = kogge_policy_file_rulebook(file, currency, (kogge_rulebook **)&book->is, &error);
    kogge_policy_file_unref(file);
    if (status)
        throw_json(frame, &error);
    kogge_lua_made(L, book, state);
    return 1;
}

/* rulebook_from_json(text, currency) */
static int rulebook_from_json(lua_State *L)
{
    struct frame frame;
    size_t size;
    (void)open_extra(L, &frame, 2);
    (void)text_at(&frame, "text", 1);
    const char *text = lua_tolstring(L, 1, &size);
    return compile(&frame, text, size);
}

/* The bytes of a file, on top of the stack. */
static void read_file(struct frame *frame, const char *path)
{
    char room[LONGEST_TEXT];
    size_t size, chunks = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "%.150s cannot be opened", path);
    lua_pushliteral(frame->L, "");
    while ((size = fread(room, 1, sizeof room, file)) > 0 && chunks++ < 16384) {
        lua_pushlstring(frame->L, room, size);
        lua_concat(frame->L, 2);
    }
    fclose(file);
}

/* rulebook_from_file(path, currency) */
static int rulebook_from_file(lua_State *L)
{
    struct frame frame;
    size_t size;
    (void)open_extra(L, &frame, 2);
    read_file(&frame, text_at(&frame, "path", 1));
    const char *text = lua_tolstring(L, -1, &size);
    return compile(&frame, text, size);
}

#endif

void kogge_lua_add_extras(lua_State *L, int base, bool safe)
{
    static const luaL_Reg extras[] = {
        { "day", to_day },
        { "date", to_date },
        { "code_text", code_text },
        { "value_text", value_text },
        { "fields", fields },
        { "codes", codes },
#ifdef KOGGE_LUA_JSON
        { "rulebook_from_json", rulebook_from_json },
        { "rulebook_from_file", rulebook_from_file },
#endif
    };
    for (size_t i = 0; i < sizeof extras / sizeof extras[0]; i++) {
        kogge_lua_push_function(L, base, extras[i].func, safe ? lua_touserdata(L, base) : NULL, safe);
        lua_setfield(L, -2, extras[i].name);
    }
}
