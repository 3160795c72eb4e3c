/* SPDX-License-Identifier: MIT
 * Ctrl-C. Stock Lua sets its hook on the main state alone, so code in a coroutine cannot be stopped; here resume and wrap note
 * which state runs, and the handler sets the hook there. It interrupts Lua code and the loop's wait, nothing else. */
#include "host.h"

#include <signal.h>

#include <lauxlib.h>

#include "loop.h"

static lua_State *volatile running; /* the state that executes Lua code now */
static volatile sig_atomic_t seen;
static int depth;

/* ---- coroutine.resume and coroutine.wrap that keep `running` right ---- */

/* Moves narg values to co and resumes it. Results on L: their count >= 0, or -1 with the error on top. */
static int resume(lua_State *L, lua_State *co, int narg) {
    int nres = 0;
    if (!lua_checkstack(co, narg)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, narg);
    running = co;
    int status = lua_resume(co, L, narg, &nres);
    running = L;
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, nres + 1)) {
        lua_pop(co, nres);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, nres);
    return nres;
}

/* coroutine.resume(co, ...)  [-n, +m, -] */
static int coroutine_resume(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    int count = resume(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, count >= 0);
    lua_insert(L, count >= 0 ? -(count + 1) : -2);
    return count >= 0 ? count + 1 : 2;
}

/* The function that coroutine.wrap returns  [-n, +m, e]  An error ends the coroutine and goes on with a position. */
static int wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int count = resume(L, co, lua_gettop(L));
    if (count >= 0) return count;
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) { /* it died of an error: close what it left open */
        status = lua_resetthread(co);
        lua_xmove(co, L, 1); /* the error, perhaps another one by now */
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

/* coroutine.wrap(f)  [-1, +1, m] */
static int coroutine_wrap(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    lua_pushcclosure(L, wrapped, 1);
    return 1;
}

void host_signal_install(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"resume", coroutine_resume},
        {"wrap", coroutine_wrap},
        {NULL, NULL},
    };
    running = L;
    lua_getglobal(L, "coroutine");
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

/* ---- the handler ---- */

static void stop_hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    lua_sethook(L, NULL, 0, 0);
    luaL_error(L, "interrupted!");
}

/* Only async-signal-safe work: lua_sethook is documented to be so. A second SIGINT finds the default action. */
static void on_sigint(int signum) {
    int flags = LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;
    signal(signum, SIG_DFL);
    seen = 1;
    loop_interrupt();
    lua_sethook(running, stop_hook, flags, 1);
}

void host_signal_begin(lua_State *L) {
    if (depth++ == 0) {
        struct sigaction action = {.sa_handler = on_sigint}; /* no SA_RESTART: a blocked read returns */
        sigemptyset(&action.sa_mask);
        running = L;
        sigaction(SIGINT, &action, NULL);
    }
}

void host_signal_end(void) {
    if (--depth == 0) signal(SIGINT, SIG_DFL);
}

int host_signal_seen(void) {
    return seen;
}
