/* SPDX-License-Identifier: MIT
 * Entry of the program: makes a state, runs what the command line asks for, finishes started work, turns the outcome into an
 * exit code. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <unistd.h>

#include <curl/curl.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <openssl/crypto.h>

#include "host/host.h"
#include "loop/interrupt.h"

enum { EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };

static void print_about(int json) {
    printf(json ? "{\"version\":\"%s\",\"lua\":\"%s\",\"libcurl\":\"%s\",\"openssl\":\"%s\"}\n"
                : "alipay-lua %s (%s, libcurl %s, %s)\n",
           ALIPAY_LUA_VERSION, LUA_RELEASE, curl_version_info(CURLVERSION_NOW)->version,
           OpenSSL_version(OPENSSL_VERSION));
}

static void print_usage(const char *problem) {
    fprintf(stderr, "%s: %s\n", host_program, problem);
    fprintf(stderr,
            "usage: %s [options] [script | command [args]]\n"
            "try '%s --help'\n",
            host_program, host_program);
    fflush(stderr);
}

/* Hands our long options to the library; nothing of it is loaded when there are none. */
static int configure(lua_State *L, const struct host_args *args) {
    if (!(args->found & (ARG_LOCAL | ARG_TRACE | ARG_JSON)) && !args->profile && !args->color) return LUA_OK;
    lua_createtable(L, 0, 5);
    lua_pushboolean(L, (args->found & ARG_LOCAL) != 0);
    lua_setfield(L, -2, "local_gateway");
    lua_pushboolean(L, (args->found & ARG_JSON) != 0);
    lua_setfield(L, -2, "json");
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

static int run_command(lua_State *L, const char *name) {
    int code = run_module(L, "alipay.cli.program", "command", name);
    int end = finish(L, code != EXIT_SUCCESS);
    return code != EXIT_SUCCESS ? code : end;
}

static int run_script(lua_State *L, const struct host_args *args) {
    if (host_run_script(L, args) != LUA_OK) return host_exit_code();
    return EXIT_SUCCESS;
}

/* A terminal that can move its cursor. */
static int is_editable(void) {
    const char *terminal = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

/* The prompt: ours with its own banner where lines can be edited, the plain one elsewhere. `banner`: nothing was printed yet. */
static int run_prompt(lua_State *L, int banner) {
    if (!is_editable()) {
        if (banner) puts(LUA_COPYRIGHT);
        host_prompt(L);
        return EXIT_SUCCESS;
    }
    return run_module(L, "alipay.repl", "run", NULL);
}

static int run(lua_State *L, const struct host_args *args) {
    int has_script = args->script < args->argc;
    if (args->found & ARG_HELP) { /* starts nothing, but its errors are JSON under --json */
        const struct host_args plain = {.found = args->found & ARG_JSON};
        return configure(L, &plain) == LUA_OK ? run_module(L, "alipay.cli.help", "run", NULL) : host_exit_code();
    }
    if (!(args->found & ARG_NO_ENVIRONMENT) && host_run_init(L) != LUA_OK) return host_exit_code();
    if (configure(L, args) != LUA_OK) return host_exit_code();
    if (!host_run_options(L, args)) {
        int failure = host_exit_code();
        finish(L, 1);
        return failure;
    }
    if (has_script && host_is_command(args->argv[args->script]) && strcmp(args->argv[args->script - 1], "--") != 0)
        return run_command(L, args->argv[args->script]);
    int code = has_script ? run_script(L, args) : EXIT_SUCCESS;
    if (code == EXIT_SUCCESS) {
        if (args->found & ARG_INTERACTIVE) code = run_prompt(L, 0);
        else if (!has_script && !(args->found & (ARG_EXECUTE | ARG_VERSION))) {
            if (isatty(STDIN_FILENO)) {
                code = run_prompt(L, 1);
            } else {
                code = run_script(L, args);
            }
        }
    }
    int end = finish(L, code != EXIT_SUCCESS);
    return code != EXIT_SUCCESS ? code : end;
}

/* pmain(args, &code): everything that may throw.  [-2, +0, -] */
static int pmain(lua_State *L) {
    const struct host_args *args = lua_touserdata(L, 1);
    int *code = lua_touserdata(L, 2);
    luaL_checkversion(L);
    if (args->found & ARG_NO_ENVIRONMENT) {
        lua_pushboolean(L, 1);
        lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
    }
    luaL_openlibs(L);
    host_modules_install(L);
    host_signal_install(L);
    host_args_publish(L, args);
    lua_gc(L, LUA_GCRESTART);
    lua_gc(L, LUA_GCGEN, 0, 0);
    if (args->found & ARG_ABOUT) {
        print_about((args->found & ARG_JSON) != 0);
        *code = EXIT_SUCCESS;
        return 0;
    }
    if ((args->found & ARG_VERSION) && !((args->found & ARG_INTERACTIVE) && is_editable())) {
        puts(LUA_COPYRIGHT);
        fflush(stdout);
    }
    *code = run(L, args);
    return 0;
}

/* A descriptor that is closed at the start would be given to the next pipe or database: hold 0 to 2, in the direction in which
 * nobody uses them, so that reading and writing still fail. */
static void hold_standard_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Whichever way the program ends, os.exit included: output that was lost is no success. */
static void check_output(int status, void *unused) {
    (void)unused;
    if (status != EXIT_SUCCESS || (fflush(stdout) == 0 && !ferror(stdout) && !ferror(stderr))) return;
    fprintf(stderr, "%s: the output could not be written\n", host_program ? host_program : "alipay-lua");
    _exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
    hold_standard_streams();
    on_exit(check_output, NULL);
    /* What OpenSSL keeps goes with the process; keys are wiped when they are closed. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
    struct host_args args;
    if (argc > 0 && argv[0] && argv[0][0]) host_program = argv[0];
    if (host_args_collect(&args, argc, argv) != 0) {
        print_usage(args.problem);
        return EXIT_USAGE;
    }
    lua_State *L = luaL_newstate();
    if (!L) {
        fprintf(stderr, "%s: cannot create state: not enough memory\n", host_program);
        return EXIT_FAILURE;
    }
    lua_gc(L, LUA_GCSTOP); /* nothing to collect while the state is built */
    int code = EXIT_FAILURE;
    lua_pushcfunction(L, pmain);
    lua_pushlightuserdata(L, &args);
    lua_pushlightuserdata(L, &code);
    host_report(L, lua_pcall(L, 2, 0, 0));
    lua_close(L);
    return code;
}
