/* SPDX-License-Identifier: MIT
 * Binding of exchanges, and of answers that are written piece by piece. An exchange belongs to the Lua value that a server's function
 * was given, and is answered with 500 when that is collected unanswered. */
#include <string.h>

#include "bind/exchange.h"
#include "bind/loop.h"

static const char exchange_name[] = "core.exchange", stream_name[] = "core.stream";

static int l_exchange_close(lua_State *L) {
    struct exchange_box *box = luaL_checkudata(L, 1, exchange_name);
    struct exchange *exchange = box->exchange;
    box->exchange = NULL;
    if (exchange) exchange_release(exchange);
    return 0;
}

static struct exchange *check_exchange(lua_State *L) {
    struct exchange_box *box = luaL_checkudata(L, 1, exchange_name);
    if (!box->exchange) luaL_error(L, "the exchange is closed");
    return box->exchange;
}

/* exchange:method()  [-0, +1, v] */
static int l_exchange_method(lua_State *L) {
    lua_pushstring(L, exchange_method(check_exchange(L)));
    return 1;
}

/* exchange:peer()  [-0, +2, v] */
static int l_exchange_peer(lua_State *L) {
    char text[46];
    unsigned port = exchange_peer(check_exchange(L), text);
    lua_pushstring(L, text);
    lua_pushinteger(L, port);
    return 2;
}

/* exchange:origin()  [-0, +1, v] */
static int l_exchange_origin(lua_State *L) {
    lua_pushstring(L, exchange_origin(check_exchange(L)));
    return 1;
}

/* exchange:path()  [-0, +1, v] */
static int l_exchange_path(lua_State *L) {
    size_t len;
    const char *text = exchange_path(check_exchange(L), &len);
    lua_pushlstring(L, text, len);
    return 1;
}

/* exchange:target()  [-0, +1, v] */
static int l_exchange_target(lua_State *L) {
    lua_pushstring(L, exchange_target(check_exchange(L)));
    return 1;
}

/* exchange:headers()  [-0, +1, v]  Several of one name are joined, as in a response. */
static int l_exchange_headers(lua_State *L) {
    const struct pairs *pairs = exchange_headers(check_exchange(L));
    bool several = false;
    lua_createtable(L, 0, (int)pairs->count);
    for (size_t i = 0; i < pairs->count; i++)
        several |= bind_loop_add_header(L, pairs->items[i].name, pairs->items[i].value);
    if (several) bind_loop_join_headers(L);
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

/* exchange:respond_part(status, headers, body, count)  [-5, +0, e] */
static int l_exchange_respond_part(lua_State *L) {
    struct exchange *exchange = check_open(L);
    int status = check_status(L);
    size_t whole;
    const char *bytes = luaL_checklstring(L, 4, &whole);
    lua_Integer count = luaL_checkinteger(L, 5);
    luaL_argcheck(L, count >= 0 && (lua_Unsigned)count < whole, 5, "not less than the body");
    check_headers(L, 3);
    struct pairs pairs = {0};
    struct err err = {.class = ERR_MEMORY};
    int code = read_headers(L, 3, &pairs);
    if (code == 0) code = exchange_respond_part(exchange, status, &pairs, bytes, (size_t)count, whole, &err);
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

/* exchange:stream(status, headers)  [-2, +1|3, v]  The stream keeps the exchange's box, which owns the exchange. */
static int l_exchange_stream(lua_State *L) {
    struct exchange *exchange = check_open(L);
    int status = check_status(L);
    check_headers(L, 3);
    lua_newuserdatauv(L, 0, 1);
    luaL_setmetatable(L, stream_name);
    struct pairs pairs = {0};
    struct err err = {.class = ERR_MEMORY};
    int code = read_headers(L, 3, &pairs);
    if (code == 0) code = exchange_stream(exchange, status, &pairs, &err);
    pairs_free(&pairs);
    int results = finish_answer(L, code, &err);
    if (code != 0) return results;
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    return 1;
}

/* NULL when the exchange was closed, or of a stream that never began. Leaves its box on the stack  [-0, +1, v] */
static struct exchange *stream_exchange(lua_State *L) {
    luaL_checkudata(L, 1, stream_name);
    lua_getiuservalue(L, 1, 1);
    const struct exchange_box *box = lua_touserdata(L, -1);
    return box ? box->exchange : NULL;
}

/* stream:write(bytes)  [-1, +1|2, v] */
static int l_stream_write(lua_State *L) {
    size_t len;
    const char *bytes = luaL_checklstring(L, 2, &len);
    struct exchange *exchange = stream_exchange(L);
    enum stream_verdict verdict = exchange ? exchange_write(exchange, bytes, len) : STREAM_CLOSED;
    if (verdict == STREAM_TAKEN) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, verdict == STREAM_FULL ? "full" : "closed");
    return 2;
}

/* Idempotent: __gc, __close and close. */
static int l_stream_close(lua_State *L) {
    struct exchange *exchange = stream_exchange(L);
    if (exchange) exchange_finish(exchange);
    return 0;
}

/* stream:drop()  [-0, +0, v] */
static int l_stream_drop(lua_State *L) {
    struct exchange *exchange = stream_exchange(L);
    if (exchange) exchange_drop(exchange);
    return 0;
}

/* exchange:drop()  [-0, +0, v] */
static int l_exchange_drop(lua_State *L) {
    exchange_drop(check_open(L));
    note_answer(L);
    return 0;
}

struct exchange_box *bind_exchange_new(lua_State *L) {
    struct exchange_box *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = (struct exchange_box){0};
    luaL_setmetatable(L, exchange_name);
    return box;
}

void bind_exchange_classes(lua_State *L) {
    static const luaL_Reg exchange_methods[] = {
        {"method", l_exchange_method}, {"path", l_exchange_path},       {"target", l_exchange_target},
        {"origin", l_exchange_origin}, {"headers", l_exchange_headers},
        {"query", l_exchange_query},   {"fields", l_exchange_fields},   {"files", l_exchange_files},
        {"body", l_exchange_body},     {"respond", l_exchange_respond}, {"respond_file", l_exchange_respond_file},
        {"drop", l_exchange_drop},     {"problem", l_exchange_problem}, {"stream", l_exchange_stream},
        {"peer", l_exchange_peer},     {"respond_part", l_exchange_respond_part},
        {NULL, NULL},
    };
    static const luaL_Reg stream_methods[] = {{"write", l_stream_write}, {"close", l_stream_close}, {"drop", l_stream_drop}, {NULL, NULL}};
    bind_class(L, exchange_name, exchange_methods, NULL, l_exchange_close);
    bind_class(L, stream_name, stream_methods, NULL, l_stream_close);
}
