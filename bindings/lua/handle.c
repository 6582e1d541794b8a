/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Rulebooks, portfolios: userdata that give back what they hold when they are collected or closed. */

#include "binding.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The handle, if it is one of ours. */
static struct handle *handle_at(lua_State *L, const struct state *state, int index)
{
    struct handle *handle = lua_touserdata(L, index);
    if (!handle || !lua_getmetatable(L, index))
        return NULL;
    const void *metatable = lua_topointer(L, -1);
    lua_pop(L, 1);
    for (size_t i = 0; i < kogge__call_handle_count; i++) {
        const struct handle_kind *kind = &state->handles[i];
        if (metatable == kind->metatables[0] || metatable == kind->metatables[1])
            return handle;
    }
    return NULL;
}

static int release(lua_State *L)
{
    struct handle *handle = handle_at(L, lua_touserdata(L, lua_upvalueindex(1)), 1);
    void *is = handle ? handle->is : NULL;
    if (is) {
        handle->is = NULL;
        handle->kind->is->release(is);
    }
    return 0;
}

static int to_text(lua_State *L)
{
    struct handle *handle = handle_at(L, lua_touserdata(L, lua_upvalueindex(1)), 1);
    if (!handle)
        return luaL_argerror(L, 1, "handle of kogge expected");
    if (handle->is)
        lua_pushfstring(L, "kogge.%s: %p", handle->kind->is->name, handle->is);
    else
        lua_pushfstring(L, "kogge.%s (closed)", handle->kind->is->name);
    return 1;
}

static bool is_method_of(const struct bound *bound, const char *name)
{
    return bound->call && bound->self >= 0 && !strcmp(bound->call->arguments[bound->self].what, name);
}

static void add_methods(lua_State *L, const struct state *state, const char *name, bool safe, int base)
{
    lua_newtable(L);
    for (size_t i = 0; i < kogge__call_count; i++) {
        const struct bound *bound = &state->bounds[i * 4 + (safe ? 3 : 1)];
        if (!is_method_of(bound, name))
            continue;
        kogge_lua_push_function(L, base, kogge_lua_call, bound, safe);
        lua_setfield(L, -2, bound->call->method);
    }
}

static void add_metamethod(lua_State *L, const char *name, lua_CFunction function, int base)
{
    kogge_lua_push_function(L, base, function, NULL, false);
    lua_setfield(L, -2, name);
}

/* base: stack index of the state, then refs. */
void kogge_lua_make_handles(lua_State *L, struct state *state, struct handle_kind *kinds, int base)
{
    for (size_t i = 0; i < kogge__call_handle_count * 2; i++) {
        struct handle_kind *kind = &kinds[i / 2];
        int safe = i & 1;
        kind->is = &kogge__call_handles[i / 2];
        lua_newtable(L);
        add_metamethod(L, "__gc", release, base);
        add_metamethod(L, "__close", release, base);
        add_metamethod(L, "__tostring", to_text, base);
        lua_pushfstring(L, "kogge.%s", kind->is->name);
        lua_setfield(L, -2, "__name");
        lua_pushliteral(L, "kogge");
        lua_setfield(L, -2, "__metatable");
        add_methods(L, state, kind->is->name, safe, base);
        lua_setfield(L, -2, "__index");
        kind->metatables[safe] = lua_topointer(L, -1);
        kind->places[safe] = kogge_lua_keep(L, base + 1);
    }
    state->handles = kinds;
}

static void *count_and_allocate(void *context, size_t size)
{
    *(size_t *)context += size;
    return malloc(size);
}

static void free_block(void *context, void *block)
{
    (void)context;
    free(block);
}

/* Pushes one that holds nothing yet. */
struct handle *kogge_lua_new_handle(lua_State *L, const struct state *state, const char *name, bool safe)
{
    const struct handle_kind *kind = state->handles;
    while (strcmp(kind->is->name, name) != 0)
        kind++;
    struct handle *handle = kogge_lua_new(L, sizeof *handle);
    *handle = (struct handle){ kind, NULL, UNKNOWN_DIGITS, 0, { count_and_allocate, free_block, &handle->bytes } };
    lua_rawgeti(L, KOGGE_LUA_REFS, kind->places[safe]);
    lua_setmetatable(L, -2);
    return handle;
}

/* How many decimals the amounts of a rulebook have: 0.01 EUR. */
static void find_digits(struct handle *handle, const struct state *state)
{
    char text[64];
    if (strcmp(handle->kind->is->name, "rulebook") != 0 ||
        kogge_value_text(NULL, handle->is, state->lent[KOGGE_UNIT_MINOR], 1, text, sizeof text, NULL))
        return;
    const char *point = strchr(text, '.');
    for (handle->digits = 0; point && isdigit((unsigned char)*++point);)
        handle->digits++;
}

void kogge_lua_made(lua_State *L, struct handle *handle, const struct state *state)
{
    find_digits(handle, state);
    (void)lua_gc(L, LUA_GCSTEP, handle->bytes < INT_MAX ? (int)(handle->bytes / 1024) : INT_MAX / 1024);
}

struct handle *kogge_lua_to_handle(struct frame *frame, const char *name, int index)
{
    struct handle *handle = handle_at(frame->L, frame->state, index);
    if (!handle || strcmp(handle->kind->is->name, name) != 0)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "a %s where a %s belongs", luaL_typename(frame->L, index), name);
    if (!handle->is)
        kogge_lua_refuse(frame, KOGGE_E_INVALID, 0, "this %s was closed", name);
    return handle;
}

static bool begins_with(const char *text, const char *wanted)
{
    while (*wanted && tolower((unsigned char)*text) == tolower((unsigned char)*wanted)) {
        text++;
        wanted++;
    }
    return !*wanted;
}

/* A language by the first letters of its name, in itself or in capitals: "de" as in Deutsch, or "GERMAN". */
const kogge_catalogue *kogge_lua_catalogue(struct frame *frame, int index)
{
    const char *wanted = lua_type(frame->L, index) == LUA_TSTRING ? lua_tostring(frame->L, index) : "";
    int32_t language = INT32_MIN;
    if (lua_isnoneornil(frame->L, index))
        return NULL;
    while (!kogge_code_next("language", &language) && strlen(wanted) >= 2) {
        const kogge_catalogue *catalogue = kogge_catalogue_builtin(language);
        if (begins_with(kogge_code_text(catalogue, "language", language), wanted) ||
            begins_with(kogge_code_name("language", language), wanted))
            return catalogue;
    }
    kogge_lua_refuse(frame, KOGGE_E_UNSUPPORTED, 0, "lang: there are no texts in \"%s\"; there are \"en\" and \"de\"",
                     wanted);
}
