/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Several states of Lua in several threads, each with modules and rulebooks of its own: states CPATH SCRIPT SECONDS
 */

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { THREADS = 8 };

struct job {
    const char *cpath, *script;
    time_t until;
    int rounds, failures;
};

static int run_once(const struct job *job)
{
    lua_State *L = luaL_newstate();
    if (!L)
        return 1;
    luaL_openlibs(L);
    lua_getglobal(L, "package");
    lua_pushstring(L, job->cpath);
    lua_setfield(L, -2, "cpath");
    lua_settop(L, 0);
    int failed = luaL_loadfile(L, job->script) || lua_pcall(L, 0, 0, 0);
    if (failed)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    lua_close(L);
    return failed;
}

static void *work(void *context)
{
    struct job *job = context;
    do {
        job->failures += run_once(job);
        job->rounds++;
    } while (time(NULL) < job->until);
    return NULL;
}

int main(int count, char **arguments)
{
    pthread_t threads[THREADS];
    struct job jobs[THREADS];
    int failures = 0, rounds = 0;
    if (count != 4)
        return 2;
    for (int i = 0; i < THREADS; i++) {
        jobs[i] = (struct job){ arguments[1], arguments[2], time(NULL) + atoi(arguments[3]), 0, 0 };
        if (pthread_create(&threads[i], NULL, work, &jobs[i]))
            return 2;
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        failures += jobs[i].failures;
        rounds += jobs[i].rounds;
    }
    printf("%d threads, %d states one after the other, %d failures\n", THREADS, rounds, failures);
    return failures ? 1 : 0;
}
