/* SPDX-License-Identifier: MIT
 * Binding of the HTTP server: servers and exchanges. A listening server is referred to by the
 * registry until it is stopped; an exchange belongs to the Lua value that its function was given,
 * and is answered with 500 when that is collected unanswered. */
#include <string.h>

#include "bind/loop.h"
#include "http/server.h"

static const char server_name[] = "core.server", exchange_name[] = "core.exchange",
                  guard_name[] = "core.guard";

enum { ON_REQUEST = 1, ON_PROBLEM };

struct server_box {
    struct server *server;
    int ref;
};

struct exchange_box {
    struct exchange *exchange;
    bool answered; /* from Lua: a second answer is a mistake of the program */
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

static int l_exchange_close(lua_State *L) {
    struct exchange_box *box = luaL_checkudata(L, 1, exchange_name);
    struct exchange *exchange = box->exchange;
    box->exchange = NULL;
    if (exchange) exchange_release(exchange);
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

static struct exchange *check_exchange(lua_State *L) {
    struct exchange_box *box = luaL_checkudata(L, 1, exchange_name);
    if (!box->exchange) luaL_error(L, "the exchange is closed");
    return box->exchange;
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
    struct exchange_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (struct exchange_box){0};
    luaL_setmetatable(L, exchange_name);
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

/* server.start(options)  [-1, +1|3, v]  Anchored until stopped. */
static int l_start(lua_State *L) {
    static const char *const names[] = {"host",       "port",       "spool",      "max_body",
                                        "max_fields", "on_request", "on_problem", "certificate", "private_key", NULL};
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
    struct server_box *box = lua_newuserdatauv(L, sizeof *box, 2);
    *box = (struct server_box){.ref = LUA_NOREF};
    luaL_setmetatable(L, server_name);
    if (lua_getfield(L, 1, "on_request") != LUA_TFUNCTION)
        return luaL_error(L, "option 'on_request' must be a function, not a %s",
                          luaL_typename(L, -1));
    lua_setiuservalue(L, 2, ON_REQUEST);
    if (lua_getfield(L, 1, "on_problem") != LUA_TFUNCTION && !lua_isnil(L, -1))
        return luaL_error(L, "option 'on_problem' must be a function, not a %s",
                          luaL_typename(L, -1));
    lua_setiuservalue(L, 2, ON_PROBLEM);
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

/* exchange:method()  [-0, +1, v] */
static int l_exchange_method(lua_State *L) {
    lua_pushstring(L, exchange_method(check_exchange(L)));
    return 1;
}

/* exchange:path()  [-0, +1, v] */
static int l_exchange_path(lua_State *L) {
    size_t len;
    const char *text = exchange_path(check_exchange(L), &len);
    lua_pushlstring(L, text, len);
    return 1;
}

/* exchange:headers()  [-0, +1, v]  Several of one name are joined, as in a response. */
static int l_exchange_headers(lua_State *L) {
    const struct pairs *pairs = exchange_headers(check_exchange(L));
    lua_createtable(L, 0, (int)pairs->count);
    for (size_t i = 0; i < pairs->count; i++)
        bind_loop_add_header(L, pairs->items[i].name, pairs->items[i].value);
    bind_loop_join_headers(L);
    return 1;
}

static int push_pairs(lua_State *L, const struct pairs *pairs) {
    lua_createtable(L, (int)pairs->count, 0);
    for (size_t i = 0; i < pairs->count; i++) {
        lua_createtable(L, 2, 0);
        lua_pushlstring(L, pairs->items[i].name, pairs->items[i].name_len);
        lua_rawseti(L, -2, 1);
        lua_pushlstring(L, pairs->items[i].value, pairs->items[i].value_len);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* exchange:query()  [-0, +1, v] */
static int l_exchange_query(lua_State *L) {
    return push_pairs(L, exchange_query(check_exchange(L)));
}

/* exchange:fields()  [-0, +1, v] */
static int l_exchange_fields(lua_State *L) {
    return push_pairs(L, exchange_fields(check_exchange(L)));
}

/* exchange:files()  [-0, +1, v] */
static int l_exchange_files(lua_State *L) {
    const struct server_file *file = exchange_files(check_exchange(L));
    lua_newtable(L);
    for (lua_Integer i = 1; file; file = file->next, i++) {
        lua_createtable(L, 0, 5);
        lua_pushlstring(L, file->name, file->name_len);
        lua_setfield(L, -2, "name");
        lua_pushlstring(L, file->filename, file->filename_len);
        lua_setfield(L, -2, "filename");
        lua_pushstring(L, file->type);
        lua_setfield(L, -2, "type");
        lua_pushstring(L, file->path);
        lua_setfield(L, -2, "path");
        lua_pushinteger(L, (lua_Integer)file->size);
        lua_setfield(L, -2, "size");
        lua_rawseti(L, -2, i);
    }
    return 1;
}

/* exchange:problem()  [-0, +1, v] */
static int l_exchange_problem(lua_State *L) {
    int problem = exchange_problem(check_exchange(L));
    if (problem) lua_pushstring(L, strerror(problem));
    else lua_pushnil(L);
    return 1;
}

/* exchange:body()  [-0, +1, v] */
static int l_exchange_body(lua_State *L) {
    size_t len;
    const char *bytes = exchange_body(check_exchange(L), &len);
    lua_pushlstring(L, bytes, len);
    return 1;
}

/* Counts first, so that no Lua error can come between malloc and free.  [-0, +0, v] */
static void check_headers(lua_State *L, int index) {
    luaL_checktype(L, index, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a header name is not a string");
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "header '%s' is not a string", lua_tostring(L, -2));
        lua_pop(L, 1);
    }
}

/* No metamethod and no allocation of Lua's in here. */
static int read_headers(lua_State *L, int index, struct pairs *pairs) {
    int code = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        size_t name_len, value_len;
        const char *name = lua_tolstring(L, -2, &name_len),
                   *value = lua_tolstring(L, -1, &value_len);
        if (code == 0) code = pairs_add(pairs, name, name_len, value, value_len);
        lua_pop(L, 1);
    }
    return code;
}

static void note_answer(lua_State *L) {
    struct exchange_box *box = lua_touserdata(L, 1);
    box->answered = true;
}

static int finish_answer(lua_State *L, int code, const struct err *err) {
    if (code == 0) note_answer(L);
    if (code != 0 && err->class == ERR_DATA) return luaL_error(L, "%s", err->text);
    return code == 0 ? 0 : bind_fail(L, err);
}

static struct exchange *check_open(lua_State *L) {
    struct exchange *exchange = check_exchange(L);
    const struct exchange_box *box = lua_touserdata(L, 1);
    if (box->answered) luaL_error(L, "the exchange was answered before");
    return exchange;
}

static int check_status(lua_State *L) {
    lua_Integer status = luaL_checkinteger(L, 2);
    luaL_argcheck(L, status >= 200 && status <= 999, 2, "no status of an answer");
    return (int)status;
}

/* exchange:respond(status, headers, body)  [-3, +0, v] */
static int l_exchange_respond(lua_State *L) {
    struct exchange *exchange = check_open(L);
    int status = check_status(L);
    size_t len;
    const char *bytes = luaL_checklstring(L, 4, &len);
    check_headers(L, 3);
    struct pairs pairs = {0};
    struct err err = {.class = ERR_MEMORY};
    int code = read_headers(L, 3, &pairs);
    if (code == 0) code = exchange_respond(exchange, status, &pairs, bytes, len, &err);
    pairs_free(&pairs);
    return finish_answer(L, code, &err);
}

/* exchange:respond_file(status, headers, path)  [-3, +1|3, v] */
static int l_exchange_respond_file(lua_State *L) {
    struct exchange *exchange = check_open(L);
    int status = check_status(L);
    size_t len;
    const char *file = luaL_checklstring(L, 4, &len);
    luaL_argcheck(L, strlen(file) == len, 4, "path contains a NUL");
    check_headers(L, 3);
    struct pairs pairs = {0};
    struct err err = {.class = ERR_MEMORY};
    int code = read_headers(L, 3, &pairs);
    if (code == 0) code = exchange_respond_file(exchange, status, &pairs, file, &err);
    pairs_free(&pairs);
    int results = finish_answer(L, code, &err);
    if (code == 0) lua_pushboolean(L, 1);
    return code == 0 ? 1 : results;
}

/* exchange:drop()  [-0, +0, v] */
static int l_exchange_drop(lua_State *L) {
    exchange_drop(check_open(L));
    note_answer(L);
    return 0;
}

int luaopen_alipay_core_server(lua_State *L) {
    static const luaL_Reg server_methods[] = {{"port", l_server_port}, {"stop", l_server_close}, {NULL, NULL}};
    static const luaL_Reg exchange_methods[] = {
        {"method", l_exchange_method}, {"path", l_exchange_path},       {"headers", l_exchange_headers},
        {"query", l_exchange_query},   {"fields", l_exchange_fields},   {"files", l_exchange_files},
        {"body", l_exchange_body},     {"respond", l_exchange_respond}, {"respond_file", l_exchange_respond_file},
        {"drop", l_exchange_drop},     {"problem", l_exchange_problem}, {NULL, NULL},
    };
    static const luaL_Reg guard_meta[] = {{"__close", l_guard_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", l_start}, {NULL, NULL}};
    bind_class(L, server_name, server_methods, NULL, l_server_close);
    bind_class(L, exchange_name, exchange_methods, NULL, l_exchange_close);
    bind_class(L, guard_name, NULL, guard_meta, NULL);
    luaL_newlib(L, functions);
    return 1;
}
