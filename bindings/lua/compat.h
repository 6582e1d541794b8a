/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Lua 5.1, LuaJIT, 5.2, 5.3 and 5.4 as one. */

#ifndef KOGGE_LUA_COMPAT_H
#define KOGGE_LUA_COMPAT_H

#include <lauxlib.h>
#include <lua.h>

#if LUA_VERSION_NUM < 502
#define lua_rawlen lua_objlen
#endif

#if LUA_VERSION_NUM < 503
#define KOGGE_LUA_DOUBLES 1 /* all numbers are doubles */
#else
#define KOGGE_LUA_DOUBLES 0
#endif

#if LUA_VERSION_NUM < 504
#define kogge_lua_new(L, size) lua_newuserdata(L, size)
#else
#define kogge_lua_new(L, size) lua_newuserdatauv(L, size, 0)
#endif

#endif
