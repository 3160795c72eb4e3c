/* SPDX-License-Identifier: MIT
 * Calls Lua functions with tracebacks and Ctrl-C, reports errors as the stock interpreter does, and keeps the exit code that the
 * last error asked for. run.c decides what is called. */
#include "host/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

const char *host_program = "alipay-lua";
static int exit_code = EXIT_FAILURE;

int host_exit_code(void) {
    return exit_code;
}

static void print_message(const char *text) {
    if (host_program) fprintf(stderr, "%s: ", host_program);
    fprintf(stderr, "%s\n", text);
    fflush(stderr);
}

/* Calls loaded[module][function](value); whether there is such a function. The value is at index 1, the loaded modules at 2. */
static int ask(lua_State *L, const char *module, const char *function) {
    if (lua_getfield(L, 2, module) != LUA_TTABLE || lua_getfield(L, -1, function) != LUA_TFUNCTION) return 0;
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

/* Asks alipay.cli.program what an error means: its exit code; under --json it also prints the error on stdout. Gives the text to show
 * where that is no traceback. Only when the library is loaded: a plain script never pays for it. */
static int consult_library(lua_State *L) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (ask(L, "alipay.cli.program", "exit_code") || ask(L, "alipay.error", "exit_code"))
        exit_code = (int)lua_tointeger(L, -1);
    return ask(L, "alipay.cli.interrupted", "text");
}

/* Of the error at index 1.  [-0, +1, -] The text to show, or what is no string. */
static void note_exit_code(lua_State *L) {
    exit_code = EXIT_FAILURE;
    lua_pushcfunction(L, consult_library);
    lua_pushvalue(L, 1);
    if (lua_pcall(L, 1, 1, 0) == LUA_OK) return;
    lua_pop(L, 1);
    lua_pushnil(L);
}

/* Message handler: a string gets a traceback, an object its own text.  [-1, +1, m] */
static int add_traceback(lua_State *L) {
    note_exit_code(L);
    if (lua_type(L, -1) == LUA_TSTRING) return 1;
    const char *text = lua_tostring(L, 1);
    if (!text) {
        if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING) return 1;
        text = lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
    }
    luaL_traceback(L, L, text, 1);
    return 1;
}

int host_call(lua_State *L, int narg, int nres) {
    int base = lua_gettop(L) - narg;
    lua_pushcfunction(L, add_traceback);
    lua_insert(L, base);
    host_signal_begin(L);
    int status = lua_pcall(L, narg, nres, base);
    host_signal_end();
    lua_remove(L, base);
    return status;
}

int host_report(lua_State *L, int status) {
    if (status != LUA_OK) {
        const char *text = lua_tostring(L, -1);
        print_message(text ? text : "(error message is not a string)");
        lua_pop(L, 1);
    }
    return status;
}

/* A chunk that cannot be loaded ends the program as any other error does: under --json stdout says so, too.  [-0, +0, -] */
static int note_load_failure(lua_State *L) {
    note_exit_code(L);
    return 0;
}

int host_run_loaded(lua_State *L, int status, int narg, int nres) {
    if (status == LUA_OK) {
        status = host_call(L, narg, nres);
    } else {
        lua_pushcfunction(L, note_load_failure);
        lua_pushvalue(L, -2);
        if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
    }
    return host_report(L, status);
}

int host_call_module(lua_State *L, const char *module, const char *function, int narg, int nres) {
    int base = lua_gettop(L) - narg + 1;
    lua_getglobal(L, "require");
    lua_pushstring(L, module);
    int status = host_call(L, 1, 1);
    if (status != LUA_OK) return status;
    lua_getfield(L, -1, function);
    lua_remove(L, -2);
    lua_insert(L, base);
    return host_call(L, narg, nres);
}
