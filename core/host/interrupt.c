/* SPDX-License-Identifier: MIT
 * Ctrl-C. Stock Lua sets its hook on the main state alone, so code in a coroutine cannot be stopped; here resume, wrap and close
 * note which state runs, and the handler sets the hook there. It interrupts Lua code and the loop's wait, nothing else. */
#include "host/host.h"

#include <signal.h>

#include <lauxlib.h>

#include "loop/interrupt.h"

static lua_State *volatile running; /* the state that executes Lua code now */
static int struck; /* a coroutine was stopped: whoever resumed it stops, too, even if the error was caught inside */
static int depth;

static void stop_hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    if (interrupt_is_sheltered()) return; /* it strikes at the next instruction behind that */
    lua_sethook(L, NULL, 0, 0);
    struck = !lua_pushthread(L);
    lua_pop(L, 1);
    luaL_error(L, "interrupted!");
}

static void set_hook(lua_State *L) {
    lua_sethook(L, stop_hook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

/* ---- the functions of the coroutine library that run another state, keeping `running` right ---- */

/* The state `co` is done running for now. */
static void back_to(lua_State *L) {
    running = L;
    if (struck) set_hook(L);
}

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
    back_to(L);
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

/* Closes the variables that co left open. */
static int reset(lua_State *L, lua_State *co) {
    running = co;
    int status = lua_resetthread(co);
    back_to(L);
    return status;
}

static lua_State *check_coroutine(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "thread");
    return co;
}

/* coroutine.resume(co, ...)  [-n, +m, -] */
static int coroutine_resume(lua_State *L) {
    lua_State *co = check_coroutine(L);
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
        status = reset(L, co);
        lua_xmove(co, L, 1); /* the error, perhaps another one by now */
    }
    if (struck) { /* the error itself goes up from here, and stops at whoever resumed this coroutine */
        struck = !lua_pushthread(L);
        lua_pop(L, 1);
        lua_sethook(L, NULL, 0, 0);
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

/* coroutine.close(co)  [-1, +(1|2), -]  Only of one that is suspended or dead. */
static int coroutine_close(lua_State *L) {
    lua_State *co = check_coroutine(L);
    lua_Debug frame;
    if (co == L) return luaL_error(L, "cannot close a %s coroutine", "running");
    if (lua_status(co) == LUA_OK && lua_getstack(co, 0, &frame))
        return luaL_error(L, "cannot close a %s coroutine", "normal");
    int failed = reset(L, co) != LUA_OK;
    lua_pushboolean(L, !failed);
    if (failed) lua_xmove(co, L, 1);
    return 1 + failed;
}

void host_signal_install(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"resume", coroutine_resume},
        {"wrap", coroutine_wrap},
        {"close", coroutine_close},
        {NULL, NULL},
    };
    running = L;
    lua_getglobal(L, "coroutine");
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

/* ---- the handler ---- */

/* Only async-signal-safe work: lua_sethook is documented to be so. A second SIGINT finds the default action. */
static void on_sigint(int signum) {
    signal(signum, SIG_DFL);
    interrupt_note();
    set_hook(running);
}

static void catch_sigint(void) {
    struct sigaction action = {.sa_handler = on_sigint}; /* no SA_RESTART: a blocked read returns */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

void host_signal_begin(lua_State *L) {
    if (depth++ == 0) {
        running = L;
        struck = 0;
        catch_sigint();
    }
}

void host_signal_end(void) {
    if (--depth == 0) signal(SIGINT, SIG_DFL);
}

/* interrupt.rearm() -> boolean  [-0, +1, -]  Forgets a Ctrl-C, whether or not it has struck yet, and waits for the next one;
 * true when there was one. */
static int rearm(lua_State *L) {
    lua_sethook(L, NULL, 0, 0);
    struck = 0;
    lua_pushboolean(L, interrupt_seen());
    interrupt_forget();
    catch_sigint();
    return 1;
}

int host_signal_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"rearm", rearm}, {NULL, NULL}};
    luaL_newlib(L, functions);
    return 1;
}
