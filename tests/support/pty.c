/* SPDX-License-Identifier: MIT
 * A Lua module for specs only: runs a program in a pseudo-terminal, so that what people type and see can be tested. It
 * interprets nothing of what passes. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <lauxlib.h>

static const char pty_name[] = "tests.pty";

struct pty {
    int master; /* -1 once closed */
    pid_t child; /* 0 once waited for */
    int status;
};

int luaopen_pty(lua_State *L);

static struct pty *check_pty(lua_State *L) {
    struct pty *pty = luaL_checkudata(L, 1, pty_name);
    if (pty->master < 0) luaL_error(L, "the terminal is closed");
    return pty;
}

/* The strings of a table as a NULL-ended array, owned by a userdata on the stack. */
static char **push_strings(lua_State *L, int index) {
    lua_Integer count = luaL_len(L, index);
    char **strings = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *strings, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, index, i);
        strings[i - 1] = (char *)luaL_checkstring(L, -1);
        lua_pop(L, 1); /* the table keeps it */
    }
    strings[count] = NULL;
    return strings;
}

/* pty.open(arguments, environment, columns, rows)  [-4, +1, m]  The environment is a list of NAME=value. */
static int pty_open(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    struct winsize size = {.ws_col = (unsigned short)luaL_optinteger(L, 3, 80),
                           .ws_row = (unsigned short)luaL_optinteger(L, 4, 24)};
    char **arguments = push_strings(L, 1), **environment = push_strings(L, 2);
    struct pty *pty = lua_newuserdatauv(L, sizeof *pty, 0);
    *pty = (struct pty){.master = -1};
    luaL_setmetatable(L, pty_name);
    pty->child = forkpty(&pty->master, NULL, NULL, &size);
    if (pty->child == 0) {
        signal(SIGINT, SIG_DFL);
        execve(arguments[0], arguments, environment);
        _exit(127);
    }
    if (pty->child < 0) return luaL_error(L, "cannot start %s: %s", arguments[0], strerror(errno));
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
    return 1;
}

/* pty:write(text) -> count  [-0, +1, e]  Types as much as the terminal takes now: a program that is busy takes no more than a
 * buffer, and while nobody reads what it says it may be stuck itself. */
static int pty_write(lua_State *L) {
    struct pty *pty = check_pty(L);
    size_t len;
    const char *text = luaL_checklstring(L, 2, &len);
    ssize_t written = write(pty->master, text, len);
    if (written < 0 && errno != EAGAIN) return luaL_error(L, "cannot type: %s", strerror(errno));
    lua_pushinteger(L, written > 0 ? written : 0);
    return 1;
}

/* pty:read(seconds) -> text | nil  [-0, +1, e]  What appears within the time: "" when nothing does, nil at the end. */
static int pty_read(lua_State *L) {
    struct pty *pty = check_pty(L);
    char bytes[65536];
    struct pollfd input = {.fd = pty->master, .events = POLLIN};
    if (poll(&input, 1, (int)(luaL_checknumber(L, 2) * 1000)) <= 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    ssize_t count = read(pty->master, bytes, sizeof bytes);
    if (count < 0 && errno == EAGAIN) lua_pushliteral(L, "");
    else if (count <= 0) lua_pushnil(L); /* EIO: nobody has the other end open any more */
    else lua_pushlstring(L, bytes, (size_t)count);
    return 1;
}

/* pty:resize(columns, rows)  [-0, +0, -] */
static int pty_resize(lua_State *L) {
    struct winsize size = {.ws_col = (unsigned short)luaL_checkinteger(L, 2),
                           .ws_row = (unsigned short)luaL_checkinteger(L, 3)};
    ioctl(check_pty(L)->master, TIOCSWINSZ, &size);
    return 0;
}

/* pty:signal(number)  [-0, +0, -]  To the program alone. */
static int pty_signal(lua_State *L) {
    struct pty *pty = check_pty(L);
    if (pty->child > 0) kill(pty->child, (int)luaL_checkinteger(L, 2));
    return 0;
}

/* pty:wait(seconds) -> code | nil  [-0, +1, -]  Exit code, 128 + signal; nil while the program runs. */
static int pty_wait(lua_State *L) {
    struct pty *pty = luaL_checkudata(L, 1, pty_name);
    lua_Number left = luaL_checknumber(L, 2);
    static const struct timespec nap = {.tv_nsec = 5000000};
    while (pty->child > 0 && waitpid(pty->child, &pty->status, WNOHANG) == 0) {
        if (left <= 0) return 0;
        left -= 0.005;
        nanosleep(&nap, NULL);
    }
    pty->child = 0;
    lua_pushinteger(L, WIFEXITED(pty->status) ? WEXITSTATUS(pty->status) : 128 + WTERMSIG(pty->status));
    return 1;
}

/* pty:close()  [-0, +0, -]  Ends the program. Idempotent. */
static int pty_close(lua_State *L) {
    struct pty *pty = luaL_checkudata(L, 1, pty_name);
    if (pty->master >= 0) close(pty->master);
    pty->master = -1;
    if (pty->child > 0) {
        kill(pty->child, SIGKILL);
        waitpid(pty->child, &pty->status, 0);
        pty->child = 0;
    }
    return 0;
}

int luaopen_pty(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"write", pty_write}, {"read", pty_read}, {"resize", pty_resize}, {"signal", pty_signal},
        {"wait", pty_wait}, {"close", pty_close}, {"__gc", pty_close}, {NULL, NULL},
    };
    static const luaL_Reg functions[] = {{"open", pty_open}, {NULL, NULL}};
    if (luaL_newmetatable(L, pty_name)) {
        luaL_setfuncs(L, methods, 0);
        lua_pushvalue(L, -1);
        lua_setfield(L, -2, "__index");
    }
    luaL_newlib(L, functions);
    return 1;
}
