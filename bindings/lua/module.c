/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* require "kogge" raises errors, require "kogge.safe" returns nil, message and code. */

#include "binding.h"

#if defined(_WIN32)
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

EXPORTED int luaopen_kogge(lua_State *L);
EXPORTED int luaopen_kogge_safe(lua_State *L);

/* base: stack index of the state, then refs. bound becomes the third upvalue. Those of kogge.safe are wrapped. */
void kogge_lua_push_function(lua_State *L, int base, lua_CFunction function, const void *bound, bool safe)
{
    lua_pushvalue(L, base);
    lua_pushvalue(L, base + 1);
    lua_pushlightuserdata(L, (void *)bound);
    lua_pushcclosure(L, function, BOUND);
    if (!safe)
        return;
    lua_pushvalue(L, base);
    lua_pushvalue(L, base + 1);
    lua_pushnil(L);
    lua_pushvalue(L, -4);
    lua_pushcclosure(L, kogge_lua_call_safe, INNER);
    lua_remove(L, -2);
}

static int open_module(lua_State *L, bool safe)
{
    const struct state *state = kogge_lua_state(L);
    int base = lua_gettop(L) - 1;
    lua_newtable(L);
    for (size_t i = 0; i < kogge__call_count; i++) {
        const struct bound *bound = &state->bounds[i * 4 + (safe ? 2 : 0)];
        if (!bound->call)
            continue;
        kogge_lua_push_function(L, base, kogge_lua_call, bound, safe);
        lua_setfield(L, -2, bound->call->method);
    }
    kogge_lua_add_extras(L, base, safe);
    return 1;
}

int luaopen_kogge(lua_State *L)
{
    return open_module(L, false);
}

int luaopen_kogge_safe(lua_State *L)
{
    return open_module(L, true);
}
