/* SPDX-License-Identifier: MIT
 * Does what the command line asks for, from left to right: LUA_INIT, our long options, -e -l -W, then a command, a script, the
 * prompt or stdin, and at last the work that was started. Each step may end the program; chunk.c says how errors are shown. */
#include "host/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>
#include <lauxlib.h>
#include <openssl/crypto.h>

#include "loop/interrupt.h"

enum { EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };

static int run_string(lua_State *L, const char *text, const char *name) {
    return host_run_loaded(L, luaL_loadbuffer(L, text, strlen(text), name), 0, 0);
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

/* -e, -l and -W in the order given; 1 when all went well. */
static int run_options(lua_State *L, const struct host_args *args) {
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

/* LUA_INIT_5_4 or LUA_INIT. */
static int run_init(lua_State *L) {
    const char *name = "=LUA_INIT_" LUA_VERSION_MAJOR "_" LUA_VERSION_MINOR;
    const char *init = getenv(name + 1);
    if (!init) {
        name = "=LUA_INIT";
        init = getenv(name + 1);
    }
    if (!init) return LUA_OK;
    if (init[0] == '@') return host_run_loaded(L, luaL_loadfile(L, init + 1), 0, 0);
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

/* The script, or stdin; an exit code. */
static int run_script(lua_State *L, const struct host_args *args) {
    const char *name = args->script < args->argc ? args->argv[args->script] : NULL;
    int is_file = name && strcmp(args->argv[args->script - 1], "--") == 0;
    if (name && strcmp(name, "-") == 0 && !is_file) name = NULL;
    int status = luaL_loadfile(L, name);
    int narg = status == LUA_OK && args->script < args->argc ? push_script_arguments(L) : 0;
    int outcome = host_run_loaded(L, status, narg, LUA_MULTRET);
    if (status == LUA_ERRFILE && name && !is_file) suggest_command(L, name);
    return outcome == LUA_OK ? EXIT_SUCCESS : host_exit_code();
}

/* Whether an option of ours asks for what stock Lua does not have. */
static int has_own_option(const struct host_args *args) {
    return (args->found & (ARG_LOCAL | ARG_TRACE | ARG_JSON | ARG_STRICT)) || args->profile || args->color;
}

/* Hands our long options to the library; nothing of it is loaded when there are none. */
static int configure(lua_State *L, const struct host_args *args) {
    if (!has_own_option(args)) return LUA_OK;
    lua_createtable(L, 0, 6);
    lua_pushboolean(L, (args->found & ARG_LOCAL) != 0);
    lua_setfield(L, -2, "local_gateway");
    lua_pushboolean(L, (args->found & ARG_JSON) != 0);
    lua_setfield(L, -2, "json");
    lua_pushboolean(L, (args->found & ARG_STRICT) != 0);
    lua_setfield(L, -2, "strict");
    if (args->found & ARG_TRACE) {
        lua_pushstring(L, args->trace ? args->trace : "");
        lua_setfield(L, -2, "trace");
    }
    lua_pushstring(L, args->profile);
    lua_setfield(L, -2, "profile");
    lua_pushstring(L, args->color);
    lua_setfield(L, -2, "color");
    return host_report(L, host_call_module(L, "alipay.cli.program", "configure", 1, 0));
}

/* alipay.async.loop.finish(interrupted): the exit code that started work asks for, or -1 when it raised. */
static int call_finish(lua_State *L, int interrupted) {
    lua_pushboolean(L, interrupted);
    int status = host_call_module(L, "alipay.async.loop", "finish", 1, 1);
    if (status != LUA_OK && interrupt_seen()) { /* where the wait was interrupted helps nobody */
        lua_pop(L, 1);
        lua_pushliteral(L, "interrupted!");
    }
    if (host_report(L, status) != LUA_OK) return -1;
    int code = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return code;
}

/* Runs attached tasks to their end, or gives them up after Ctrl-C, and closes what the library opened; an exit code, which is not 0
 * when a rejection went unhandled. */
static int finish(lua_State *L, int failed) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    int loaded = lua_getfield(L, -1, "alipay.async.loop") == LUA_TTABLE;
    lua_pop(L, 2);
    if (!loaded) return EXIT_SUCCESS;
    int given_up = failed && interrupt_seen();
    int code = call_finish(L, given_up);
    return code < 0 ? EXIT_FAILURE : code;
}

/* module[function](arg), or with a command's name module[function](name, arg) -> exit code */
static int run_module(lua_State *L, const char *module, const char *function, const char *command) {
    if (command) lua_pushstring(L, command);
    lua_getglobal(L, "arg");
    if (host_report(L, host_call_module(L, module, function, command ? 2 : 1, 1)) != LUA_OK)
        return interrupt_seen() ? EXIT_INTERRUPTED : host_exit_code();
    int code = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return code;
}

/* The prompt: ours on a terminal and with options of ours, which make a `client`; that of the stock interpreter elsewhere. */
static int run_prompt(lua_State *L, const struct host_args *args) {
    if (!isatty(STDIN_FILENO) && !has_own_option(args)) {
        host_prompt(L);
        return EXIT_SUCCESS;
    }
    return run_module(L, "alipay.repl", "run", NULL);
}

/* What has neither failed nor been told to end goes on at the prompt, or with stdin when nothing else was asked for. */
static int run_rest(lua_State *L, const struct host_args *args, int has_script) {
    if (args->found & ARG_INTERACTIVE) return run_prompt(L, args);
    if (has_script || args->found & (ARG_EXECUTE | ARG_VERSION)) return EXIT_SUCCESS;
    return isatty(STDIN_FILENO) ? run_prompt(L, args) : run_script(L, args);
}

/* -e, -l and -W, then the command or script. */
static int run_work(lua_State *L, const struct host_args *args) {
    int has_script = args->script < args->argc;
    if (!run_options(L, args)) return host_exit_code();
    if (has_script && host_is_command(args->argv[args->script]) && strcmp(args->argv[args->script - 1], "--") != 0)
        return run_module(L, "alipay.cli.program", "command", args->argv[args->script]);
    int code = has_script ? run_script(L, args) : EXIT_SUCCESS;
    return code == EXIT_SUCCESS ? run_rest(L, args, has_script) : code;
}

/* Options that cannot be: said in the language of the user, and under --json on stdout, too. */
static int report_usage(lua_State *L, const struct host_args *args) {
    lua_pushstring(L, host_program);
    lua_pushstring(L, args->problem.text);
    lua_pushboolean(L, (args->found & ARG_JSON) != 0);
    host_report(L, host_call_module(L, "alipay.cli.help", "usage", 3, 0));
    return EXIT_USAGE;
}

/* --version */
static void print_about(int json) {
    printf(json ? "{\"version\":\"%s\",\"lua\":\"%s\",\"libcurl\":\"%s\",\"openssl\":\"%s\"}\n"
                : "alipay-lua %s (%s, libcurl %s, %s)\n",
           ALIPAY_LUA_VERSION, LUA_RELEASE, curl_version_info(CURLVERSION_NOW)->version,
           OpenSSL_version(OPENSSL_VERSION));
}

int host_run(lua_State *L, const struct host_args *args) {
    if (args->problem.class != ERR_NONE) return report_usage(L, args);
    if (args->found & ARG_ABOUT) {
        print_about((args->found & ARG_JSON) != 0);
        return EXIT_SUCCESS;
    }
    if ((args->found & ARG_VERSION) && !((args->found & ARG_INTERACTIVE) && (isatty(STDIN_FILENO) || has_own_option(args)))) {
        puts(LUA_COPYRIGHT);
        fflush(stdout);
    }
    /* Errors are JSON under --json from here on: those of LUA_INIT and of options that cannot be met, too. */
    const struct host_args plain = {.found = args->found & ARG_JSON};
    if (configure(L, &plain) != LUA_OK) return host_exit_code();
    if (args->found & (ARG_HELP | ARG_SCRIPTS)) { /* starts nothing */
        const char *module = args->found & ARG_HELP ? "alipay.cli.help" : "alipay.cli.scripts";
        return run_module(L, module, "run", NULL);
    }
    if (!(args->found & ARG_NO_ENVIRONMENT) && run_init(L) != LUA_OK) return host_exit_code();
    if (configure(L, args) != LUA_OK) return host_exit_code();
    int code = run_work(L, args);
    int end = finish(L, code != EXIT_SUCCESS);
    return code != EXIT_SUCCESS ? code : end;
}
