/* SPDX-License-Identifier: MIT
 * Responses as userdata. Tables of headers and timing are made when they are asked for, which few
 * callers do: making both for each reply costs 2 % of a call. A response keeps nothing of its
 * request: what may be asked for is copied. */
#include "bind/http_response.h"

#include <string.h>

#include "bind/loop.h"

static const char response_name[] = "core.response";

/* User values: bytes, each header as name, NUL, value, NUL, and the tables that were made. */
enum { VALUE_BODY = 1, VALUE_LINES, VALUE_HEADERS, VALUE_TIMING, VALUES = VALUE_TIMING };

struct response {
    struct http_timing timing;
    lua_Integer size;
    int status;
    bool reused;
    const char *version;
};

static void set_seconds(lua_State *L, const char *name, double seconds) {
    lua_pushnumber(L, seconds);
    lua_setfield(L, -2, name);
}

/* [-0, +1, m] */
static void push_timing(lua_State *L, const struct response *response) {
    const struct http_timing *timing = &response->timing;
    lua_createtable(L, 0, 6);
    set_seconds(L, "queue", timing->queue);
    set_seconds(L, "lookup", timing->lookup);
    set_seconds(L, "connect", timing->connect);
    set_seconds(L, "tls", timing->tls);
    set_seconds(L, "first_byte", timing->first_byte);
    set_seconds(L, "total", timing->total);
}

/* [-0, +1, m] */
static void push_headers(lua_State *L, const struct response *response) {
    (void)response;
    size_t len;
    lua_getiuservalue(L, 1, VALUE_LINES);
    const char *text = lua_tolstring(L, -1, &len), *end = text + len;
    int strings = 0;
    bool several = false;
    for (const char *c = text; c < end; c += strlen(c) + 1) strings++;
    lua_createtable(L, 0, strings / 2);
    lua_replace(L, -2); /* the user value keeps the bytes */
    while (text < end) {
        const char *name = text, *value = name + strlen(name) + 1;
        text = value + strlen(value) + 1;
        several |= bind_loop_add_header(L, name, value);
    }
    if (several) bind_loop_join_headers(L);
}

/* A table that is made when it is first asked for, and kept.  [-0, +1, m] */
static void push_made(lua_State *L, const struct response *response, int value,
                      void (*make)(lua_State *, const struct response *)) {
    if (lua_getiuservalue(L, 1, value) != LUA_TNIL) return;
    lua_pop(L, 1);
    make(L, response);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 1, value);
}

enum { NAMES = 8 }; /* that can be asked for at once */

/* response:header(name, ...)  [-0, +names, v]  The value of each, or nil, without the table of all: that is made only where
 * several of a name have to be joined. The names in lower case, as in the table. */
static int l_header(lua_State *L) {
    const struct response *response = luaL_checkudata(L, 1, response_name);
    int names = lua_gettop(L) - 1;
    luaL_argcheck(L, names > 0 && names <= NAMES, 2, "one to eight names are needed");
    const char *wanted[NAMES];
    size_t wanted_len[NAMES], len;
    for (int i = 0; i < names; i++) wanted[i] = luaL_checklstring(L, 2 + i, &wanted_len[i]);
    const int first = 2 + names;
    lua_settop(L, first + names - 1);
    lua_getiuservalue(L, 1, VALUE_LINES);
    const char *text = lua_tolstring(L, -1, &len), *end = text + len;
    bool several = false;
    while (text < end) {
        const char *name = text, *value = name + strlen(name) + 1;
        text = value + strlen(value) + 1;
        for (int i = 0; i < names; i++) {
            if ((size_t)(value - name - 1) != wanted_len[i] || !curl_strequal(name, wanted[i])) continue;
            several |= !lua_isnil(L, first + i);
            lua_pushstring(L, value);
            lua_replace(L, first + i);
        }
    }
    lua_pop(L, 1); /* the user value keeps the bytes */
    if (!several) return names;
    push_made(L, response, VALUE_HEADERS, push_headers);
    for (int i = 0; i < names; i++) {
        lua_pushvalue(L, 2 + i);
        lua_rawget(L, first + names);
        lua_replace(L, first + i);
    }
    lua_pop(L, 1);
    return names;
}

/* response[name]  [-2, +1, v] */
static int l_index(lua_State *L) {
    const struct response *response = luaL_checkudata(L, 1, response_name);
    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    const char *name = lua_tostring(L, 2);
    if (strcmp(name, "body") == 0) lua_getiuservalue(L, 1, VALUE_BODY);
    else if (strcmp(name, "status") == 0) lua_pushinteger(L, response->status);
    else if (strcmp(name, "size") == 0) lua_pushinteger(L, response->size);
    else if (strcmp(name, "headers") == 0) push_made(L, response, VALUE_HEADERS, push_headers);
    else if (strcmp(name, "header") == 0) lua_pushcfunction(L, l_header);
    else if (strcmp(name, "timing") == 0) push_made(L, response, VALUE_TIMING, push_timing);
    else if (strcmp(name, "reused") == 0) lua_pushboolean(L, response->reused);
    else if (strcmp(name, "http_version") == 0) lua_pushstring(L, response->version);
    else return 0;
    return 1;
}

void bind_response_push(lua_State *L, const struct http_request *request) {
    struct response *response = lua_newuserdatauv(L, sizeof *response, VALUES);
    response->status = http_status(request);
    response->size = (lua_Integer)http_body_size(request);
    response->reused = http_reused(request);
    response->version = http_version(request);
    http_timing(request, &response->timing);
    luaL_setmetatable(L, response_name);
    size_t len;
    const char *body = http_body(request, &len);
    lua_pushlstring(L, body, len);
    lua_setiuservalue(L, -2, VALUE_BODY);
    luaL_Buffer headers;
    luaL_buffinit(L, &headers);
    struct curl_header *header = NULL;
    while ((header = http_header_next(request, header))) {
        luaL_addlstring(&headers, header->name, strlen(header->name) + 1);
        luaL_addlstring(&headers, header->value, strlen(header->value) + 1);
    }
    luaL_pushresult(&headers);
    lua_setiuservalue(L, -2, VALUE_LINES);
}

void bind_response_class(lua_State *L) {
    static const luaL_Reg meta[] = {{"__index", l_index}, {NULL, NULL}};
    bind_class(L, response_name, NULL, meta, NULL);
}
