/* SPDX-License-Identifier: MIT
 * The plain read-eval-print loop of the stock interpreter, for `-i` and for input that is no terminal. No line editing. */
#include "host/host.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

/* Reads one line into a string on the stack, without its newline; 0 at the end of input. */
static int read_line(lua_State *L, const char *variable, const char *fallback) {
    lua_getglobal(L, variable);
    if (lua_isnil(L, -1)) fputs(fallback, stdout);
    else fputs(luaL_tolstring(L, -1, NULL), stdout), lua_pop(L, 1);
    lua_pop(L, 1);
    fflush(stdout);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    int byte;
    while ((byte = getc(stdin)) != EOF && byte != '\n') luaL_addchar(&buffer, (char)byte);
    luaL_pushresult(&buffer);
    if (byte == EOF && lua_rawlen(L, -1) == 0) {
        lua_pop(L, 1);
        return 0;
    }
    puts(lua_tostring(L, -1)); /* as the stock program shows input that was not typed */
    return 1;
}

/* A chunk that only lacks its end: the message says so at its own end. */
static int is_incomplete(lua_State *L, int status) {
    size_t len;
    const char *message = lua_tolstring(L, -1, &len);
    static const char mark[] = "<eof>";
    return status == LUA_ERRSYNTAX && len >= sizeof mark - 1 &&
           strcmp(message + len - (sizeof mark - 1), mark) == 0;
}

/* The line on top becomes a chunk: an expression first, else a statement that may go on over several lines.
 * [-1, +1, -]  status; the function or a message on top. */
static int compile(lua_State *L) {
    size_t len;
    const char *line = lua_tolstring(L, -1, &len);
    if (len > 0 && line[0] == '=') line++; /* "=x" is the older spelling of "x" */
    const char *expression = lua_pushfstring(L, "return %s", line);
    int status = luaL_loadbuffer(L, expression, strlen(expression), "=stdin");
    lua_remove(L, -2);
    if (status == LUA_OK) {
        lua_remove(L, -2);
        return status;
    }
    lua_pop(L, 1);
    if (lua_tostring(L, -1)[0] == '=') { /* an incomplete one goes on as a return statement */
        lua_pushfstring(L, "return %s", lua_tostring(L, -1) + 1);
        lua_remove(L, -2);
    }
    for (;;) {
        line = lua_tolstring(L, -1, &len);
        status = luaL_loadbuffer(L, line, len, "=stdin");
        if (!is_incomplete(L, status)) break;
        lua_pushvalue(L, -2); /* keep text and message; a further line decides */
        if (!read_line(L, "_PROMPT2", ">> ")) {
            lua_pop(L, 1);
            break;
        }
        lua_pushliteral(L, "\n");
        lua_insert(L, -2);
        lua_concat(L, 3);
        lua_replace(L, -3);
        lua_pop(L, 1);
    }
    lua_remove(L, -2);
    return status;
}

static void print_results(lua_State *L) {
    int count = lua_gettop(L);
    if (count == 0) return;
    luaL_checkstack(L, LUA_MINSTACK, "too many results to print");
    lua_getglobal(L, "print");
    lua_insert(L, 1);
    if (lua_pcall(L, count, 0, 0) != LUA_OK) {
        fprintf(stderr, "error calling 'print' (%s)\n", lua_tostring(L, -1));
        lua_pop(L, 1);
    }
}

void host_prompt(lua_State *L) {
    const char *program = host_program;
    host_program = NULL;
    lua_settop(L, 0);
    while (read_line(L, "_PROMPT", "> ")) {
        int status = compile(L);
        if (status == LUA_OK) status = host_call(L, 0, LUA_MULTRET);
        if (status == LUA_OK) print_results(L);
        else host_report(L, status);
        lua_settop(L, 0);
    }
    fputs("\n", stdout);
    fflush(stdout);
    host_program = program;
}
