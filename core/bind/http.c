/* SPDX-License-Identifier: MIT
 * Binding of HTTP requests. What goes in is read by bind/http_options.c, what comes out is made by
 * bind/http_response.c. A request is referred to by the registry until it is delivered or cancelled;
 * its function and every string that libcurl reads from are user values of it. */
#include "bind/http_options.h"
#include "bind/http_response.h"
#include "bind/loop.h"

static const char request_name[] = "core.request";

/* Anchored as long as there is a request, so it needs no __gc: what is open when the state ends is
 * closed with the loop. */
struct request_box {
    struct http_request *request;
    int ref;
    bool in_pieces;
};

static void forget(void *owner) {
    struct request_box *box = owner;
    box->request = NULL;
}

/* request:cancel()  [-1, +0, -]  Idempotent. */
static int l_cancel(lua_State *L) {
    struct request_box *box = luaL_checkudata(L, 1, request_name);
    struct http_request *request = box->request;
    box->request = NULL;
    http_close(request);
    bind_loop_release(L, &box->ref);
    return 0;
}

static void deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
    int self = lua_gettop(L), results = 1;
    lua_getiuservalue(L, self, BIND_HTTP_FUNCTION);
    if (lua_getiuservalue(L, self, BIND_HTTP_OWNER) == LUA_TNIL) lua_pop(L, 1);
    else results = 2;
    const char *message, *failure = http_failure(box->request, &message);
    if (failure) {
        lua_pushnil(L);
        lua_pushstring(L, message);
        lua_pushstring(L, failure);
        lua_pushstring(L, http_stage(box->request));
        size_t len;
        const char *rest = http_body(box->request, &len);
        lua_pushlstring(L, rest, box->in_pieces ? len : 0);
        results += 4;
    } else {
        bind_response_push(L, box->request);
    }
    http_close(box->request); /* its memory is free for what the function starts */
    box->request = NULL;
    bind_loop_release(L, &box->ref);
    bind_loop_call(L, results);
    lua_pop(L, 1);
}

static void deliver_progress(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    int64_t sent, total;
    http_progress(box->request, &sent, &total);
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
    lua_getiuservalue(L, -1, BIND_HTTP_PROGRESS);
    lua_remove(L, -2);
    lua_pushinteger(L, (lua_Integer)sent);
    lua_pushinteger(L, (lua_Integer)total);
    lua_call(L, 2, 0);
}

static void deliver_data(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
    lua_getiuservalue(L, -1, BIND_HTTP_DATA);
    lua_remove(L, -2);
    lua_call(L, 0, 0);
}

/* request:take()  [-1, +1, m]  What came of the reply since the last time; nil when it was delivered. */
static int l_take(lua_State *L) {
    struct request_box *box = luaL_checkudata(L, 1, request_name);
    if (!box->request) return 0;
    bind_response_push(L, box->request);
    if (box->in_pieces) http_take(box->request);
    return 1;
}

/* http.start(options, fn [, shared])  [-2|3, +1|3, v]  The request is anchored until it is delivered or cancelled. */
static int l_start(lua_State *L) {
    enum { SHARED = 3, SELF };
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, SHARED);
    if (!lua_isnil(L, SHARED)) luaL_checktype(L, SHARED, LUA_TTABLE);
    struct request_box *box = lua_newuserdatauv(L, sizeof *box, BIND_HTTP_VALUES);
    *box = (struct request_box){.ref = LUA_NOREF};
    luaL_setmetatable(L, request_name);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, SELF, BIND_HTTP_FUNCTION);
    struct http_options options = http_defaults();
    if (!lua_isnil(L, SHARED)) bind_http_options_shared(L, SHARED, &options);
    bind_http_options_read(L, 1, SELF, &options);
    bool progress = lua_getiuservalue(L, SELF, BIND_HTTP_PROGRESS) != LUA_TNIL;
    box->in_pieces = options.piece > 0;
    struct http_handlers handlers = {
        .done = deliver,
        .progress = progress ? deliver_progress : NULL,
        .data = box->in_pieces ? deliver_data : NULL,
        .owner = box,
        .closed = forget,
    };
    struct loop *loop = bind_loop_get(L);
    struct err err = {0};
    lua_pushvalue(L, SELF);
    box->ref = bind_loop_anchor(L);
    box->request = http_start(loop, &options, &handlers, &err);
    if (box->request) return 1;
    bind_loop_release(L, &box->ref);
    if (err.class == ERR_DATA) return luaL_error(L, "%s", err.text);
    return bind_fail(L, &err);
}

int luaopen_alipay_core_http(lua_State *L) {
    static const luaL_Reg methods[] = {{"cancel", l_cancel}, {"take", l_take}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", l_start}, {NULL, NULL}};
    bind_class(L, request_name, methods, NULL, NULL);
    bind_response_class(L);
    luaL_newlibtable(L, functions);
    bind_http_options_names(L);
    luaL_setfuncs(L, functions, 1);
    return 1;
}
