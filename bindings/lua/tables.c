/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the library knows about its records and codes, read once for each Lua state. */

#include "binding.h"

#include <limits.h>
#include <stdio.h>

enum { WIDEST_SET = 4096, MOST_SETS = 255, PREFIX = 6 };

static const char key; /* in the registry */

int kogge_lua_keep(lua_State *L, int refs)
{
    int place = (int)lua_rawlen(L, refs) + 1;
    lua_rawseti(L, refs, place);
    return place;
}

/* Zeroed memory that lives as long as refs. */
static void *keep_memory(lua_State *L, int refs, size_t count, size_t size)
{
    void *memory = kogge_lua_new(L, (count + 1) * size);
    memset(memory, 0, (count + 1) * size);
    (void)kogge_lua_keep(L, refs);
    return memory;
}

/* ---- codes -------------------------------------------------------------------------------------------------------
 */

static void measure_set(struct set *set)
{
    int32_t code = INT32_MIN;
    for (bool first = true; !kogge_code_next(set->name, &code); first = false) {
        if (first)
            set->lowest = code;
        if (code - set->lowest < WIDEST_SET)
            set->count = code - set->lowest + 1;
        set->named = set->named || kogge_code_name(set->name, code);
    }
}

static void read_set(lua_State *L, struct set *set, int refs)
{
    measure_set(set);
    lua_newtable(L);
    int names = lua_gettop(L), place;
    for (int32_t i = 0; i < set->count; i++) {
        const char *name = kogge_code_name(set->name, set->lowest + i);
        if (name) {
            lua_pushinteger(L, set->lowest + i);
            lua_setfield(L, names, name);
            lua_pushstring(L, name);
        } else {
            lua_pushinteger(L, set->lowest + i);
        }
        place = kogge_lua_keep(L, refs);
        set->first = i ? set->first : place;
    }
    set->by_name = kogge_lua_keep(L, refs);
}

static void read_sets(lua_State *L, struct state *state, int refs)
{
    struct set *sets = keep_memory(L, refs, MOST_SETS, sizeof *sets);
    for (int number = 1; number <= MOST_SETS; number++) {
        struct set *set = &sets[state->set_count];
        set->name = kogge_code_set_name(number);
        if (!set->name)
            continue;
        read_set(L, set, refs);
        state->set_count++;
    }
    state->sets = sets;
}

const struct set *kogge_lua_set(const struct state *state, const char *name)
{
    for (int i = 0; name && i < state->set_count; i++) {
        if (!strcmp(state->sets[i].name, name))
            return &state->sets[i];
    }
    return NULL;
}

/* ---- records -----------------------------------------------------------------------------------------------------
 */

static void read_field(lua_State *L, struct state *state, struct field *field, int32_t id, int refs)
{
    kogge_field is = KOGGE_INIT(kogge_field);
    (void)kogge_field_get(id, &is);
    const struct set *set = kogge_lua_set(state, kogge_code_set_name(is.code_set));
    *field = (struct field){ .offset = (size_t)is.offset, .known_bit = is.known_bit };
    field->number = (struct number){ kogge_field_name(id), set, id, is.type, is.unit, is.is_bits != 0, false };
    field->number.none = is.known_bit < 0 && (is.unit == KOGGE_UNIT_DATE || (set && set->named));
    field->simple = is.type != KOGGE_TYPE_UINT64 && is.unit != KOGGE_UNIT_CODE && is.unit != KOGGE_UNIT_MASK &&
                    is.unit != KOGGE_UNIT_DATE && is.unit != KOGGE_UNIT_FIELD && is.unit != KOGGE_UNIT_SWITCH;
    lua_pushstring(L, field->number.name);
    field->place = kogge_lua_keep(L, refs);
    kogge_field best = KOGGE_INIT(kogge_field);
    int32_t *lent = is.unit > 0 && is.unit < MOST_UNITS ? &state->lent[is.unit] : NULL;
    if (lent &&
        (kogge_field_get(*lent, &best) || is.highest / 2 - is.lowest / 2 > best.highest / 2 - best.lowest / 2))
        *lent = id;
}

/* The record as it stands in messages and in the names of fields: "order.". */
static void name_field(lua_State *L, const struct state *state, const struct record *record,
                       const struct field *field, int refs)
{
    char name[FIELD_NAME_SIZE];
    (void)snprintf(name, sizeof name, "%s.%s", record->name + PREFIX, field->number.name);
    lua_rawgeti(L, refs, state->fields_by_id);
    lua_pushstring(L, name);
    lua_rawseti(L, -2, field->number.field);
    lua_rawgeti(L, refs, state->fields_by_name);
    lua_pushinteger(L, field->number.field);
    lua_setfield(L, -2, name);
    lua_pop(L, 2);
}

static void finish_record(lua_State *L, const struct state *state, struct record *record, int refs)
{
    const struct set *currency = kogge_lua_set(state, "currency");
    record->headed = true;
    lua_createtable(L, 0, record->count);
    for (int i = 0; i < record->count; i++) {
        const struct field *field = &record->fields[i];
        record->headed = record->headed && field->offset > 0;
        name_field(L, state, record, field, refs);
        if ((field->number.field & ((1 << RECORD_SHIFT) - 1)) == KNOWN_NUMBER &&
            field->number.unit == KOGGE_UNIT_MASK) {
            record->known = field;
            continue;
        }
        if (field->number.set && field->number.set == currency)
            record->currency = field;
        lua_pushinteger(L, i + 1);
        lua_setfield(L, -2, field->number.name);
    }
    record->by_name = kogge_lua_keep(L, refs);
}

static void read_records(lua_State *L, struct state *state, int refs)
{
    size_t fields = 0, records = 0;
    for (int32_t id = 0, last = 0; (id = kogge_field_next(id)) != 0; last = id, fields++)
        records += id >> RECORD_SHIFT != last >> RECORD_SHIFT;
    struct field *field = keep_memory(L, refs, fields, sizeof *field);
    struct record *record = keep_memory(L, refs, records, sizeof *record);
    lua_newtable(L);
    state->fields_by_id = kogge_lua_keep(L, refs);
    lua_newtable(L);
    state->fields_by_name = kogge_lua_keep(L, refs);
    state->records = record--;
    for (int32_t id = 0, last = 0; (id = kogge_field_next(id)) != 0; last = id, field++) {
        if (id >> RECORD_SHIFT != last >> RECORD_SHIFT) {
            const char *name = kogge_record_name(id >> RECORD_SHIFT);
            *++record = (struct record){ .name = name, .size = kogge_abi_size(name), .fields = field };
        }
        read_field(L, state, field, id, refs);
        record->count++;
        state->record_count = (int)(record - state->records) + 1;
    }
    for (int i = 0; i < state->record_count; i++)
        finish_record(L, state, (struct record *)&state->records[i], refs);
}

const struct record *kogge_lua_record(const struct state *state, int32_t number)
{
    for (int i = 0; i < state->record_count; i++) {
        if (state->records[i].fields[0].number.field >> RECORD_SHIFT == number)
            return &state->records[i];
    }
    return NULL;
}

const struct record *kogge_lua_record_named(const struct state *state, const char *name)
{
    for (int i = 0; i < state->record_count; i++) {
        if (!strcmp(state->records[i].name + PREFIX, name))
            return &state->records[i];
    }
    return NULL;
}

/* ---- the state ---------------------------------------------------------------------------------------------------
 */

/* Pushes the state and its refs; both stand in the registry, for kogge and kogge.safe. */
static void make_state(lua_State *L)
{
    struct state *state = kogge_lua_new(L, sizeof *state);
    int base = lua_gettop(L), refs = base + 1;
    memset(state, 0, sizeof *state);
    lua_createtable(L, WIDEST_SET, 0);
    read_sets(L, state, refs);
    read_records(L, state, refs);
    kogge_lua_make_error_metatable(L, state, refs);
    kogge_lua_bind(L, state, refs);
    kogge_lua_make_handles(L, state, keep_memory(L, refs, kogge__call_handle_count, sizeof(struct handle_kind)),
                           base);
    lua_settop(L, refs);
    lua_pushlightuserdata(L, (void *)&key);
    lua_createtable(L, 2, 0);
    lua_pushvalue(L, base);
    lua_rawseti(L, -2, 1);
    lua_pushvalue(L, refs);
    lua_rawseti(L, -2, 2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}

const struct state *kogge_lua_state(lua_State *L)
{
    luaL_checkstack(L, 32, "kogge");
    lua_pushlightuserdata(L, (void *)&key);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        make_state(L);
    } else {
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, 2);
        lua_remove(L, -3);
    }
    return lua_touserdata(L, -2);
}
