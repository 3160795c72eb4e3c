/* SPDX-License-Identifier: MIT
 * Entry of the program. From here a reader goes to args.c, which reads the command line, and run.c, which does what it asks for.
 * This file owns what belongs to the process: its standard streams and the Lua state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <openssl/crypto.h>

#include "base/reserve.h"
#include "host/host.h"

enum { INCREMENTAL_PAUSE = 148, INCREMENTAL_SPEED = 200 }; /* of the collector, in percent; lua_gc keeps multiples of 4 */

static void *openssl_malloc(size_t size, const char *file, int line) {
    (void)file, (void)line;
    return reserve_malloc(size);
}

static void *openssl_realloc(void *block, size_t size, const char *file, int line) {
    (void)file, (void)line;
    return reserve_realloc(block, size);
}

static void openssl_free(void *block, const char *file, int line) {
    (void)file, (void)line;
    free(block);
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
    /* For when it works by steps: begin again soon, so that a small heap stays in the processor's cache, and work fast. */
    lua_gc(L, LUA_GCINC, INCREMENTAL_PAUSE, INCREMENTAL_SPEED, 0);
    lua_gc(L, LUA_GCGEN, 0, 0);
    *code = host_run(L, args);
    return 0;
}

/* A descriptor that is closed at the start would be given to the next pipe or database: hold 0 to 2, in the direction in which
 * nobody uses them, so that reading and writing still fail. */
static void hold_standard_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Whichever way the program ends, os.exit included: output that was lost is said, and is no success. */
static void check_output(int status, void *unused) {
    (void)unused;
    if (fflush(stdout) == 0 && !ferror(stdout) && !ferror(stderr)) return;
    fprintf(stderr, "%s: the output could not be written\n", host_program ? host_program : "alipay-lua");
    if (status == EXIT_SUCCESS) _exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
    hold_standard_streams();
    on_exit(check_output, NULL);
    reserve_fill();
    CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free);
    /* What OpenSSL keeps goes with the process; keys are wiped when they are closed. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
    struct host_args args;
    if (argc > 0 && argv[0] && argv[0][0]) host_program = argv[0];
    host_args_collect(&args, argc, argv);
    /* OpenSSL 3.0 crashes later where its own context could not be made. */
    lua_State *L = OSSL_LIB_CTX_get0_global_default() ? luaL_newstate() : NULL;
    if (!L) {
        fprintf(stderr, "%s: cannot create state: not enough memory\n", host_program);
        return EXIT_FAILURE;
    }
    lua_setallocf(L, host_allocator(), NULL);
    lua_gc(L, LUA_GCSTOP); /* nothing to collect while the state is built */
    int code = EXIT_FAILURE;
    lua_pushcfunction(L, pmain);
    lua_pushlightuserdata(L, &args);
    lua_pushlightuserdata(L, &code);
    host_report(L, lua_pcall(L, 2, 0, 0));
    lua_close(L);
    return code;
}
