/* SPDX-License-Identifier: MIT
 * The stand-alone interpreter: what its files share. The way of a run: main.c (process, state), args.c (command line), run.c (what
 * it asks for, in order), chunk.c (calls and errors). modules.c finds what the program carries, interrupt.c takes Ctrl-C to every
 * coroutine, prompt.c is the plain prompt. embed.c is a tool of the build. */
#ifndef ALIPAY_HOST_H
#define ALIPAY_HOST_H

#include <stddef.h>

#include <lua.h>

#include "base/err.h"

/* ---- memory (memory.c) ---- */

/* What allocates for the one state that there is, from its creation by luaL_newstate on. */
lua_Alloc host_allocator(void);

/* ---- modules inside the program (modules.c, build/embedded.c) ---- */

struct embedded_module {
    const char *name; /* as given to require; sorted by no order, ended by a NULL name */
    const unsigned char *source; /* compressed, as by gzip; of data the text itself */
    size_t size;                 /* bytes */
    const unsigned char *code; /* its bytecode, unstripped */
    size_t code_size;          /* 0 for data */
};
extern const struct embedded_module embedded_modules[];

/* Core modules into package.preload, the embedded ones behind a searcher of their own, lua-cjson behind a last one; require itself is
 * untouched.  [-0, +0, m] */
void host_modules_install(lua_State *L);

/* Whether `word` names a command: an embedded module alipay.cli.commands.WORD. */
int host_is_command(const char *word);

/* ---- command line (args.c) ---- */

enum { /* what collecting the arguments found */
    ARG_INTERACTIVE = 1,
    ARG_VERSION = 2, /* -v or -i: print Lua's version first */
    ARG_EXECUTE = 4,
    ARG_NO_ENVIRONMENT = 8,
    ARG_ABOUT = 16, /* --version */
    ARG_HELP = 32,
    ARG_LOCAL = 64,
    ARG_TRACE = 128,
    ARG_JSON = 256,
    ARG_STRICT = 512,
    ARG_SCRIPTS = 1024
};

struct host_args {
    int argc;
    char **argv;
    int found;           /* ARG_* */
    int script;          /* index of the script or command; argc when there is none */
    const char *profile; /* --profile */
    const char *trace;   /* --trace=FILE; NULL for stderr */
    const char *color;   /* --color: "auto", "on" or "off"; NULL when not given */
    struct err problem;  /* set when host_args_collect fails */
};

/* Reads the options before the script; runs nothing. Returns 0, or -1 with `problem` set, which host_run
 * reports. */
int host_args_collect(struct host_args *args, int argc, char **argv);

/* Whether argv[i] takes the next argument as its value; used to walk the options again. */
int host_args_takes_next(const char *option);

/* The global table `arg`: script at 0, its arguments from 1, what stood before it below 0.  [-0, +0, m] */
void host_args_publish(lua_State *L, const struct host_args *args);

/* ---- what the command line asks for (run.c) ---- */

/* All of a run but the state; an exit code.  [-0, +0, e] */
int host_run(lua_State *L, const struct host_args *args);

/* ---- calls and errors (chunk.c) ---- */

/* Name before messages on stderr, as typed; NULL at the prompt. */
extern const char *host_program;

/* Calls the function below `narg` arguments with tracebacks and Ctrl-C; LUA_OK or an error status with the message on
 * top.  [-(narg + 1), +(nres|1), -] */
int host_call(lua_State *L, int narg, int nres);

/* Prints the message on top when status is an error, and pops it; returns status.  [-(0|1), +0, -] */
int host_report(lua_State *L, int status);

/* Calls what a load left below its narg arguments and reports an error, also why nothing was loaded; status. */
int host_run_loaded(lua_State *L, int status, int narg, int nres);

/* Exit code that the last error asked for: 1, or that of our own error objects. */
int host_exit_code(void);

/* Calls require(module)[function](...): the narg values on top are its arguments; status as host_call. */
int host_call_module(lua_State *L, const char *module, const char *function, int narg, int nres);

/* ---- Ctrl-C (interrupt.c) ---- */

/* Replaces coroutine.resume and coroutine.wrap by equals that note which state runs.  [-0, +0, m] */
void host_signal_install(lua_State *L);
/* From here to host_signal_end, SIGINT stops the running Lua code; a second one ends the process. Nests. */
void host_signal_begin(lua_State *L);
void host_signal_end(void);
/* Opens alipay.core.interrupt, for the prompt.  [-0, +1, m] */
int host_signal_open(lua_State *L);

/* ---- the plain prompt (prompt.c) ---- */
void host_prompt(lua_State *L);

#endif
