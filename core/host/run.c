/* SPDX-License-Identifier: MIT
 * Runs chunks under protected calls, as the stock interpreter does, and remembers the exit code that an error asks for. */
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

/* Asks alipay.cli.program what an error object means: its exit code; under --json it also prints the error on stdout.
 * The value is at index 1. Only when the library is loaded: a plain script never pays for it. */
static int consult_library(lua_State *L) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (lua_getfield(L, -1, "alipay.cli.program") != LUA_TTABLE && lua_getfield(L, -2, "alipay.error") != LUA_TTABLE)
        return 0;
    if (lua_getfield(L, -1, "exit_code") != LUA_TFUNCTION) return 0;
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    exit_code = (int)lua_tointeger(L, -1);
    return 0;
}

static void note_exit_code(lua_State *L) {
    exit_code = EXIT_FAILURE;
    lua_pushcfunction(L, consult_library);
    lua_pushvalue(L, 1);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
}

/* Message handler: a string gets a traceback, an object its own text.  [-1, +1, m] */
static int add_traceback(lua_State *L) {
    note_exit_code(L);
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

/* Runs what a load left below its narg arguments, or reports why there is nothing. */
static int run_loaded(lua_State *L, int status, int narg, int nres) {
    if (status == LUA_OK) {
        status = host_call(L, narg, nres);
    } else {
        lua_pushcfunction(L, note_load_failure);
        lua_pushvalue(L, -2);
        if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
    }
    return host_report(L, status);
}

static int run_string(lua_State *L, const char *text, const char *name) {
    return run_loaded(L, luaL_loadbuffer(L, text, strlen(text), name), 0, 0);
}

/* -l mod, -l g=mod: global g = require(mod). */
static int run_library(lua_State *L, const char *spec) {
    const char *equals = strchr(spec, '=');
    const char *module = equals ? equals + 1 : spec;
    lua_getglobal(L, "require");
    lua_pushstring(L, module);
    int status = host_call(L, 1, 1);
    if (status == LUA_OK) {
        lua_pushlstring(L, spec, equals ? (size_t)(equals - spec) : strlen(spec));
        lua_insert(L, -2);
        lua_pushglobaltable(L);
        lua_insert(L, -3);
        lua_settable(L, -3);
        lua_pop(L, 1);
    }
    return host_report(L, status);
}

int host_run_options(lua_State *L, const struct host_args *args) {
    for (int i = 1; i < args->script && i < args->argc; i++) {
        const char *option = args->argv[i];
        if (option[0] != '-') continue;
        if (option[1] == 'W') {
            lua_warning(L, "@on", 0);
        } else if (option[1] == 'e' || option[1] == 'l') {
            const char *value = option[2] ? option + 2 : args->argv[++i];
            int status = option[1] == 'e' ? run_string(L, value, "=(command line)") : run_library(L, value);
            if (status != LUA_OK) return 0;
        } else if (host_args_takes_next(option)) {
            i++;
        }
    }
    return 1;
}

int host_run_init(lua_State *L) {
    const char *name = "=LUA_INIT_" LUA_VERSION_MAJOR "_" LUA_VERSION_MINOR;
    const char *init = getenv(name + 1);
    if (!init) {
        name = "=LUA_INIT";
        init = getenv(name + 1);
    }
    if (!init) return LUA_OK;
    if (init[0] == '@') return run_loaded(L, luaL_loadfile(L, init + 1), 0, 0);
    return run_string(L, init, name);
}

/* arg[1], arg[2], ... as the script's own `...`. */
static int push_script_arguments(lua_State *L) {
    if (lua_getglobal(L, "arg") != LUA_TTABLE) luaL_error(L, "'arg' is not a table");
    int count = (int)luaL_len(L, -1);
    luaL_checkstack(L, count + 3, "too many arguments to script");
    for (int i = 1; i <= count; i++) lua_rawgeti(L, -i, i);
    lua_remove(L, -(count + 1));
    return count;
}

/* A name that is no file may be a command that was mistyped: one more line on stderr says which.  [-0, +0, -] */
static void suggest_command(lua_State *L, const char *name) {
    lua_pushstring(L, host_program);
    lua_pushstring(L, name);
    if (host_call_module(L, "alipay.cli.help", "suggest", 2, 0) != LUA_OK) lua_pop(L, 1);
}

int host_run_script(lua_State *L, const struct host_args *args) {
    const char *name = args->script < args->argc ? args->argv[args->script] : NULL;
    int is_file = name && strcmp(args->argv[args->script - 1], "--") == 0;
    if (name && strcmp(name, "-") == 0 && !is_file) name = NULL;
    int status = luaL_loadfile(L, name);
    int narg = status == LUA_OK && args->script < args->argc ? push_script_arguments(L) : 0;
    int outcome = run_loaded(L, status, narg, LUA_MULTRET);
    if (status == LUA_ERRFILE && name && !is_file) suggest_command(L, name);
    return outcome;
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
