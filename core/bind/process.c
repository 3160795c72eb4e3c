/* SPDX-License-Identifier: MIT
 * Binding of core/loop/process.c. A running command is anchored in the registry until its end is delivered
 * from loop.step; no logic of its own. */
#include <stdint.h>
#include <string.h>

#include "bind/loop.h"
#include "loop/process.h"

static const char class_name[] = "core.process";

enum { ARGUMENTS_MAX = 256 };

struct process_box {
    struct process process;
    struct loop_event event;
    struct loop *loop;
    int ref;
};

static const char *const end_texts[] = {"", "", "timeout", "limit"};

static int l_process_close(lua_State *L) {
    struct process_box *box = luaL_checkudata(L, 1, class_name);
    process_close(&box->process);
    loop_event_cancel(&box->event);
    bind_loop_release(L, &box->ref);
    return 0;
}

static void is_done(struct process *process) {
    struct process_box *box = (struct process_box *)(void *)process;
    loop_event_ready(box->loop, &box->event);
}

static void push_result(lua_State *L, const struct process *process) {
    lua_createtable(L, 0, 4);
    lua_pushlstring(L, process->text ? process->text : "", process->len);
    lua_setfield(L, -2, "output");
    lua_pushlstring(L, process->complaint, process->complaint_len);
    lua_setfield(L, -2, "complaint");
    lua_pushinteger(L, process->status);
    lua_setfield(L, -2, process->end == PROCESS_SIGNALED ? "signal" : "code");
}

static void deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct process_box *box = event->owner;
    bind_loop_take(L, &box->ref);
    lua_getiuservalue(L, -1, 1);
    if (box->process.end <= PROCESS_SIGNALED) {
        push_result(L, &box->process);
        process_close(&box->process);
        lua_call(L, 1, 0);
    } else {
        int late = box->process.end == PROCESS_LATE;
        lua_pushnil(L);
        lua_pushstring(L, late ? "it took too long and was killed" : "it wrote too much and was killed");
        lua_pushstring(L, end_texts[box->process.end]);
        process_close(&box->process);
        lua_call(L, 3, 0);
    }
    lua_pop(L, 1);
}

/* Pushes a block of pointers to the strings of a list, NULL at the end. The strings stay owned by the
 * list, which stays on the stack; numbers are no strings here.  [-0, +1, v] */
static const char **push_strings(lua_State *L, int index, const char *field, int at_least) {
    lua_getfield(L, index, field);
    int list = lua_gettop(L);
    if (!at_least && lua_isnil(L, list)) return NULL;
    luaL_argcheck(L, lua_istable(L, list), index, lua_pushfstring(L, "'%s' must be a list", field));
    lua_Unsigned count = lua_rawlen(L, list);
    luaL_argcheck(L, count >= (lua_Unsigned)at_least && count <= ARGUMENTS_MAX, index,
                  lua_pushfstring(L, "'%s' has too few or too many members", field));
    const char **strings = lua_newuserdatauv(L, (count + 1) * sizeof *strings, 0);
    for (lua_Unsigned i = 0; i < count; i++) {
        size_t len = 0;
        strings[i] = NULL;
        if (lua_rawgeti(L, list, (lua_Integer)i + 1) == LUA_TSTRING)
            strings[i] = lua_tolstring(L, -1, &len);
        luaL_argcheck(L, strings[i] && strlen(strings[i]) == len, index,
                      lua_pushfstring(L, "'%s' must hold strings without zeros", field));
        lua_pop(L, 1);
    }
    strings[count] = NULL;
    return strings;
}

/* process.start(options, fn) -> process | nil, message, class  [-2, +(1|3), v] */
static int l_start(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    size_t input_len = 0;
    const char *input = bind_opt_string(L, 1, "input", &input_len);
    lua_Number timeout = bind_opt_number(L, 1, "timeout", 10);
    lua_Number most = bind_opt_number(L, 1, "max_output", 65536);
    luaL_argcheck(L, timeout > 0 && timeout < 1e8, 1, "'timeout' must be a number of seconds");
    luaL_argcheck(L, most >= 1 && most <= 1e9, 1, "'max_output' must be a number of bytes");
    struct loop *loop = bind_loop_get(L);
    const char **argv = push_strings(L, 1, "argv", 1);
    const char **extra = push_strings(L, 1, "environment", 0);
    struct process_box *box = lua_newuserdatauv(L, sizeof *box, 1);
    *box = (struct process_box){.loop = loop, .ref = LUA_NOREF};
    box->process.done = is_done;
    box->event.deliver = deliver;
    box->event.owner = box;
    luaL_setmetatable(L, class_name);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, -2, 1);
    box->ref = bind_loop_anchor(L);
    struct process_order order = {
        .argv = (char *const *)(uintptr_t)argv,
        .extra = extra,
        .input = input ? input : "",
        .input_len = input_len,
        .timeout = (int64_t)(timeout * 1e9),
        .max_output = (size_t)most,
    };
    struct err err = {0};
    if (process_start(&box->process, loop, &order, &err) == 0) return 1;
    bind_loop_release(L, &box->ref);
    return bind_fail(L, &err);
}

int luaopen_alipay_core_process(lua_State *L) {
    static const luaL_Reg methods[] = {{"cancel", l_process_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", l_start}, {NULL, NULL}};
    bind_class(L, class_name, methods, NULL, l_process_close);
    luaL_newlib(L, functions);
    return 1;
}
