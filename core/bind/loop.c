/* SPDX-License-Identifier: MIT
 * Binding of the event loop: step, timers, watched descriptors. The loop is a userdata in the
 * registry, so that it ends with its state; events are delivered with the state that called step,
 * and no other lua_State is ever kept. */
#include "bind/loop.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>

#include "loop/interrupt.h"

static const char loop_name[] = "core.loop", timer_name[] = "core.timer",
                  watch_name[] = "core.watch";
static const char loop_key, watches_key; /* addresses are registry keys */

/* Transfers in flight from which the collector works by steps. */
enum { CROWD = 16 };

struct loop_box {
    struct loop *loop;
    bool crowded; /* once there was a crowd */
};

struct timer_box {
    struct loop_timer timer;
    struct loop_event event;
    struct loop *loop;
    int ref;
};

struct watch_box {
    struct loop_source source;
    struct loop_event event;
};

static int l_loop_close(lua_State *L) {
    struct loop_box *box = luaL_checkudata(L, 1, loop_name);
    struct loop *loop = box->loop;
    box->loop = NULL;
    loop_close(loop);
    return 0;
}

/* The loop of the state with what the binding knows of it, as of bind_loop_get.  [-0, +0, m] */
static struct loop_box *get_box(lua_State *L) {
    struct loop_box *box;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &loop_key) == LUA_TNIL) {
        lua_pop(L, 1);
        bind_class(L, loop_name, NULL, NULL, l_loop_close);
        box = lua_newuserdatauv(L, sizeof *box, 0);
        *box = (struct loop_box){0};
        luaL_setmetatable(L, loop_name);
        lua_newtable(L);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &watches_key);
        struct err err = {0};
        box->loop = loop_open(&err);
        if (!box->loop) luaL_error(L, "%s", err.text);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &loop_key);
    } else {
        box = lua_touserdata(L, -1);
    }
    lua_pop(L, 1);
    if (!box->loop) luaL_error(L, "the event loop is closed");
    return box;
}

struct loop *bind_loop_get(lua_State *L) {
    return get_box(L)->loop;
}

/* Called with the function of a timer or watch on top. */
static void call_plain(lua_State *L) {
    lua_call(L, 0, 0);
}

static void timer_expire(struct loop_timer *timer) {
    struct timer_box *box = (struct timer_box *)(void *)timer;
    loop_event_ready(box->loop, &box->event);
}

static void timer_deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct timer_box *box = event->owner;
    bind_loop_take(L, &box->ref);
    lua_getiuservalue(L, -1, 1);
    lua_remove(L, -2);
    bind_loop_call(L, 0);
}

static void watch_run(struct loop_source *source) {
    struct watch_box *box = (struct watch_box *)(void *)source;
    if (source->loop) loop_event_ready(source->loop, &box->event);
}

static void watch_deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct watch_box *box = event->owner;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &watches_key);
    lua_rawgeti(L, -1, box->source.fd);
    if (box->source.bad) {
        int fd = box->source.fd;
        loop_source_remove(&box->source);
        lua_pushnil(L);
        lua_rawseti(L, -3, fd);
        luaL_error(L, "descriptor %d was closed while it was watched", fd);
    }
    lua_getiuservalue(L, -1, 1);
    lua_replace(L, -3);
    lua_pop(L, 1);
    call_plain(L);
}

static int l_timer_close(lua_State *L) {
    struct timer_box *box = luaL_checkudata(L, 1, timer_name);
    loop_timer_cancel(&box->timer);
    loop_event_cancel(&box->event);
    bind_loop_release(L, &box->ref);
    return 0;
}

static int l_watch_close(lua_State *L) {
    struct watch_box *box = luaL_checkudata(L, 1, watch_name);
    loop_source_remove(&box->source);
    loop_event_cancel(&box->event);
    return 0;
}

/* Wait or duration in seconds at `arg` as nanoseconds.  [-0, +0, v] */
static int64_t check_nanoseconds(lua_State *L, int arg) {
    lua_Number seconds = luaL_checknumber(L, arg);
    luaL_argcheck(L, !isnan(seconds), arg, "not a number of seconds");
    if (seconds <= 0) return 0;
    return seconds >= 1e9 ? (int64_t)1e18 : (int64_t)(seconds * 1e9);
}

/* Many calls at once outlive the young generation one and all, become old, and are found only by a
 * full collection, again and again: collect by steps from then on, with the settings that main() made
 * or the program itself.  [-0, +0, -] */
static void suit_collector(lua_State *L, struct loop_box *box) {
    if (box->crowded) return;
    struct loop_stat stat;
    loop_stat(box->loop, &stat);
    if (stat.in_flight < CROWD) return;
    box->crowded = true;
    lua_gc(L, LUA_GCINC, 0, 0, 0);
}

/* loop.step([seconds [, before]])  [-n, +3, e] */
static int l_step(lua_State *L) {
    int64_t wait = lua_isnoneornil(L, 1) ? -1 : check_nanoseconds(L, 1);
    struct loop_box *box = get_box(L);
    struct loop *loop = box->loop;
    suit_collector(L, box);
    luaL_checkstack(L, LUA_MINSTACK, "too many nested steps");
    bool outside = interrupt_shelter(false); /* one inside of a callback runs anybody's code */
    if (loop_step(loop, wait) > 0 && lua_isfunction(L, 2)) {
        lua_pushvalue(L, 2);
        call_plain(L);
    }
    lua_pushinteger(L, (lua_Integer)loop_deliver(loop, L));
    interrupt_shelter(outside);
    lua_pushinteger(L, interrupt_count());
    lua_pushboolean(L, loop_is_idle(loop));
    return 3;
}

/* loop.pending()  [-0, +1, m] */
static int l_pending(lua_State *L) {
    struct loop_stat stat;
    loop_stat(bind_loop_get(L), &stat);
    size_t count = stat.in_flight + stat.queued + stat.timers + stat.held + stat.ready;
    lua_pushinteger(L, (lua_Integer)count);
    return 1;
}

/* loop.timer(seconds, fn [, background])  [-n, +1, m] */
static int l_timer(lua_State *L) {
    int64_t after = check_nanoseconds(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    bool background = lua_toboolean(L, 3);
    struct loop *loop = bind_loop_get(L);
    struct timer_box *box = lua_newuserdatauv(L, sizeof *box, 1);
    *box = (struct timer_box){.loop = loop, .ref = LUA_NOREF};
    box->timer.expire = timer_expire;
    box->timer.internal = background;
    box->event.deliver = timer_deliver;
    box->event.owner = box;
    luaL_setmetatable(L, timer_name);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, -2, 1);
    box->ref = bind_loop_anchor(L);
    if (loop_timer_start(loop, &box->timer, loop_now() + after) != 0) {
        bind_loop_release(L, &box->ref);
        return luaL_error(L, "not enough memory");
    }
    return 1;
}

/* loop.watch(fd, fn|nil)  [-2, +0, m] */
static int l_watch(lua_State *L) {
    lua_Integer fd = luaL_checkinteger(L, 1);
    luaL_argcheck(L, fd >= 0 && fd <= INT32_MAX, 1, "not a descriptor");
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    struct loop *loop = bind_loop_get(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &watches_key);
    if (lua_rawgeti(L, 3, fd) != LUA_TNIL) {
        lua_pushcfunction(L, l_watch_close);
        lua_insert(L, -2);
        lua_call(L, 1, 0);
        lua_pushnil(L);
        lua_rawseti(L, 3, fd);
    }
    if (lua_isnil(L, 2)) return 0;
    if (fcntl((int)fd, F_GETFD) < 0) return luaL_error(L, "descriptor %d is not open", (int)fd);
    lua_settop(L, 3);
    struct watch_box *box = lua_newuserdatauv(L, sizeof *box, 1);
    *box = (struct watch_box){.source = {.fd = (int)fd, .run = watch_run}};
    box->event.deliver = watch_deliver;
    box->event.owner = box;
    luaL_setmetatable(L, watch_name);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, -2, 1);
    lua_rawseti(L, 3, fd);
    loop_source_add(loop, &box->source);
    return 0;
}

/* loop.interrupts()  [-0, +1, -] */
static int l_interrupts(lua_State *L) {
    lua_pushinteger(L, interrupt_count());
    return 1;
}

/* loop.limit([count])  [-0|1, +1, m] */
static int l_limit(lua_State *L) {
    struct loop *loop = bind_loop_get(L);
    if (!lua_isnoneornil(L, 1)) {
        lua_Integer count = luaL_checkinteger(L, 1);
        luaL_argcheck(L, count >= 1 && count <= 10000, 1, "1 to 10000 expected");
        loop_set_limit(loop, (size_t)count);
    }
    lua_pushinteger(L, (lua_Integer)loop_limit(loop));
    return 1;
}

/* loop.now()  [-0, +1, -] */
static int l_now(lua_State *L) {
    lua_pushnumber(L, (lua_Number)loop_now() / 1e9);
    return 1;
}

static void set_count(lua_State *L, const char *name, uint64_t count) {
    lua_pushinteger(L, (lua_Integer)count);
    lua_setfield(L, -2, name);
}

/* loop.stat()  [-0, +1, m] */
static int l_stat(lua_State *L) {
    struct loop_stat found;
    loop_stat(bind_loop_get(L), &found);
    lua_createtable(L, 0, 8);
    set_count(L, "in_flight", found.in_flight);
    set_count(L, "queued", found.queued);
    set_count(L, "timers", found.timers);
    set_count(L, "servers", found.servers);
    set_count(L, "held", found.held);
    set_count(L, "started", found.started);
    set_count(L, "finished", found.finished);
    set_count(L, "failed", found.failed);
    return 1;
}

int bind_loop_anchor(lua_State *L) {
    lua_pushvalue(L, -1);
    return luaL_ref(L, LUA_REGISTRYINDEX);
}

void bind_loop_take(lua_State *L, int *ref) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, *ref);
    bind_loop_release(L, ref);
}

void bind_loop_release(lua_State *L, int *ref) {
    luaL_unref(L, LUA_REGISTRYINDEX, *ref);
    *ref = LUA_NOREF;
}

void bind_loop_call(lua_State *L, int narg) {
    bool before = interrupt_shelter(true);
    int status = lua_pcall(L, narg, 0, 0);
    interrupt_shelter(before);
    if (status != LUA_OK) lua_error(L);
}

bool bind_loop_add_header(lua_State *L, const char *name, const char *value) {
    size_t len = strlen(name);
    luaL_Buffer buffer;
    char small[64], *lower = len <= sizeof small ? small : luaL_buffinitsize(L, &buffer, len);
    for (size_t i = 0; i < len; i++)
        lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 'a' - 'A') : name[i];
    if (lower == small) lua_pushlstring(L, small, len);
    else luaL_pushresultsize(&buffer, len);
    lua_pushvalue(L, -1);
    int type = lua_rawget(L, -3);
    if (type == LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushstring(L, value);
    } else {
        if (type == LUA_TSTRING) { /* the second of the name: a list, until all are there */
            lua_createtable(L, 2, 0);
            lua_insert(L, -2);
            lua_rawseti(L, -2, 1);
        }
        lua_pushstring(L, value);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    lua_rawset(L, -3);
    return type != LUA_TNIL;
}

/* The strings of the list on top, joined.  [-1, +1, m] */
static void join(lua_State *L) {
    int list = lua_gettop(L);
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count; i++) {
        if (i > 1) luaL_addlstring(&buffer, ", ", 2);
        lua_rawgeti(L, list, i);
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
    lua_replace(L, list);
}

void bind_loop_join_headers(lua_State *L) {
    int headers = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, headers)) {
        if (lua_istable(L, -1)) {
            join(L);
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, headers);
        } else {
            lua_pop(L, 1);
        }
    }
}

void bind_loop_check_names(lua_State *L, int index, const char *const *names, const char *what) {
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        const char *key = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
        size_t i = 0;
        while (key && names[i] && strcmp(names[i], key) != 0) i++;
        if (!key || !names[i]) luaL_error(L, "unknown %s '%s'", what, luaL_tolstring(L, -1, NULL));
    }
}

int luaopen_alipay_core_loop(lua_State *L) {
    static const luaL_Reg timer_methods[] = {{"cancel", l_timer_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"step", l_step},   {"pending", l_pending}, {"timer", l_timer}, {"watch", l_watch},
        {"limit", l_limit}, {"now", l_now},         {"stat", l_stat},       {"interrupts", l_interrupts},
        {NULL, NULL},
    };
    bind_class(L, timer_name, timer_methods, NULL, l_timer_close);
    bind_class(L, watch_name, NULL, NULL, l_watch_close);
    luaL_newlib(L, functions);
    return 1;
}
