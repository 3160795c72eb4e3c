/* SPDX-License-Identifier: MIT
 * Binding of the HTTP server. A listening server is referred to by the registry until it is stopped; what an exchange is to its
 * function is in exchange.c. */
#include <string.h>

#include "bind/exchange.h"
#include "bind/loop.h"
#include "http/server.h"

static const char server_name[] = "core.server", guard_name[] = "core.guard";

enum { ON_REQUEST = 1, ON_PROBLEM, ON_TUNNEL, FUNCTIONS = ON_TUNNEL };

struct server_box {
    struct server *server;
    int ref;
};

/* Idempotent: __gc, __close and stop. */
static int l_server_close(lua_State *L) {
    struct server_box *box = luaL_checkudata(L, 1, server_name);
    struct server *server = box->server;
    box->server = NULL;
    server_close(server);
    bind_loop_release(L, &box->ref);
    return 0;
}

/* The guard's __close(guard, error)  [-0, +0, -]  An error in the function answers 500, at once. */
static int l_guard_close(lua_State *L) {
    luaL_checkudata(L, 1, guard_name);
    lua_getiuservalue(L, 1, 1);
    const struct exchange_box *box = lua_touserdata(L, -1);
    if (lua_isnoneornil(L, 2) || !box->exchange) return 0;
    struct pairs none = {0};
    static const char text[] = "Internal Server Error";
    exchange_respond(box->exchange, 500, &none, text, sizeof text - 1, NULL);
    return 0;
}

/* Calls the server's function with a request  [-1, +0, e]  The guard's slot is closed by returning: Lua 5.4.4 writes behind
 * its stack when a slot to be closed is popped. */
static int serve_request(lua_State *L) {
    struct exchange *exchange = exchange_of_event(lua_touserdata(L, 1));
    const struct server_box *server = exchange_owner(exchange);
    lua_rawgeti(L, LUA_REGISTRYINDEX, server->ref);
    lua_getiuservalue(L, 2, ON_REQUEST);
    lua_newuserdatauv(L, 0, 1);
    luaL_setmetatable(L, guard_name);
    struct exchange_box *box = bind_exchange_new(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 4, 1); /* the guard keeps the box: the function may close the exchange */
    lua_toclose(L, 4);
    lua_pushvalue(L, 3);
    lua_insert(L, -2);
    exchange_hold(exchange);
    box->exchange = exchange;
    lua_call(L, 1, 0);
    return 0;
}

static void deliver_request(struct loop_event *event, void *context) {
    lua_State *L = context;
    exchange_requeue(exchange_of_event(event));
    luaL_checkstack(L, 2, NULL);
    lua_pushcfunction(L, serve_request);
    lua_pushlightuserdata(L, event);
    lua_call(L, 1, 0);
}

static void deliver_notice(struct loop_event *event, void *context) {
    lua_State *L = context;
    void *owner;
    const char *text = server_notice(event, &owner);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_rawgeti(L, LUA_REGISTRYINDEX, ((const struct server_box *)owner)->ref);
    if (lua_getiuservalue(L, -1, ON_PROBLEM) == LUA_TFUNCTION) {
        lua_pushstring(L, text);
        lua_call(L, 1, 0);
    } else {
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* ask_tunnel(server, authority) -> server|nil  [-2, +1, e] */
static int ask_tunnel(lua_State *L) {
    lua_getiuservalue(L, 1, ON_TUNNEL);
    lua_pushstring(L, lua_touserdata(L, 2));
    lua_call(L, 1, 1);
    if (!lua_isnil(L, -1)) luaL_checkudata(L, -1, server_name);
    return 1;
}

/* A function that raises, or gives what is no server, leads nowhere; its error is rethrown. */
static void deliver_tunnel(struct loop_event *event, void *context) {
    lua_State *L = context;
    void *owner;
    const char *authority = server_tunnel(event, &owner);
    const struct server_box *own = owner;
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_rawgeti(L, LUA_REGISTRYINDEX, own->ref); /* the function may stop it */
    lua_pushcfunction(L, ask_tunnel);
    lua_pushvalue(L, -2);
    lua_pushlightuserdata(L, (void *)(uintptr_t)authority);
    int status = lua_pcall(L, 2, 1, 0);
    const struct server_box *to = status == LUA_OK ? lua_touserdata(L, -1) : NULL;
    if (own->server) server_lead(event, to ? to->server : NULL);
    if (status != LUA_OK) lua_error(L);
    lua_pop(L, 2);
}

/* A string that C reads as one: without a NUL in it. */
static const char *text_field(lua_State *L, const char *name) {
    size_t len;
    const char *value = bind_opt_string(L, 1, name, &len);
    if (value && strlen(value) != len) luaL_error(L, "option '%s' has a NUL in it", name);
    return value;
}

static size_t size_field(lua_State *L, const char *name, size_t fallback) {
    lua_Number value = bind_opt_number(L, 1, name, (lua_Number)fallback);
    if (!(value >= 0 && value <= 1e15)) luaL_error(L, "option '%s' is out of range", name);
    return (size_t)value;
}

/* A function of the options, kept by the userdata on top; whether it is there.  [-0, +0, v] */
static int function_field(lua_State *L, const char *name, int slot, int is_needed) {
    int type = lua_getfield(L, 1, name);
    if (type != LUA_TFUNCTION && (is_needed || type != LUA_TNIL))
        luaL_error(L, "option '%s' must be a function, not a %s", name, luaL_typename(L, -1));
    lua_setiuservalue(L, -2, slot);
    return type == LUA_TFUNCTION;
}

/* server.start(options)  [-1, +1|3, v]  Anchored until stopped. */
static int l_start(lua_State *L) {
    static const char *const names[] = {"host",       "port",       "spool",      "max_body",
                                        "max_fields", "on_request", "on_problem", "on_tunnel", "certificate", "private_key", NULL};
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    bind_loop_check_names(L, 1, names, "option");
    struct loop *loop = bind_loop_get(L);
    struct server_options options = server_defaults();
    const char *host = text_field(L, "host");
    if (host) options.host = host;
    lua_Number port = bind_opt_number(L, 1, "port", 0);
    if (!(port >= 0 && port <= 65535)) return luaL_error(L, "option 'port' is out of range");
    options.port = (unsigned short)port;
    options.spool = text_field(L, "spool");
    options.certificate = text_field(L, "certificate");
    options.private_key = text_field(L, "private_key");
    if (!options.certificate != !options.private_key)
        return luaL_error(L, "options 'certificate' and 'private_key' go together");
    options.max_body = size_field(L, "max_body", options.max_body);
    options.max_fields = size_field(L, "max_fields", options.max_fields);
    options.request = deliver_request;
    options.notice = deliver_notice;
    struct server_box *box = lua_newuserdatauv(L, sizeof *box, FUNCTIONS);
    *box = (struct server_box){.ref = LUA_NOREF};
    luaL_setmetatable(L, server_name);
    function_field(L, "on_request", ON_REQUEST, 1);
    function_field(L, "on_problem", ON_PROBLEM, 0);
    if (function_field(L, "on_tunnel", ON_TUNNEL, 0)) options.tunnel = deliver_tunnel;
    options.owner = box;
    box->ref = bind_loop_anchor(L);
    struct err err = {0};
    box->server = server_open(loop, &options, &err);
    if (box->server) return 1;
    bind_loop_release(L, &box->ref);
    return bind_fail(L, &err);
}

/* server:port()  [-0, +1, v] */
static int l_server_port(lua_State *L) {
    struct server_box *box = luaL_checkudata(L, 1, server_name);
    if (!box->server) return luaL_error(L, "the server is stopped");
    lua_pushinteger(L, server_port(box->server));
    return 1;
}

int luaopen_alipay_core_server(lua_State *L) {
    static const luaL_Reg server_methods[] = {{"port", l_server_port}, {"stop", l_server_close}, {NULL, NULL}};
    static const luaL_Reg guard_meta[] = {{"__close", l_guard_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", l_start}, {NULL, NULL}};
    bind_class(L, server_name, server_methods, NULL, l_server_close);
    bind_exchange_classes(L);
    bind_class(L, guard_name, NULL, guard_meta, NULL);
    luaL_newlib(L, functions);
    return 1;
}
