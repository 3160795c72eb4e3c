/* SPDX-License-Identifier: MIT
 * Responses as userdata: status and body, and the rest when it is asked for. A response keeps
 * nothing of its request: what may be asked for is copied. */
#include "bind/http_response.h"

#include <string.h>

#include "bind/loop.h"

static const char response_name[] = "core.response";

enum { VALUE_BODY = 1, VALUE_MADE }; /* user values; the second holds fields made from the bytes */

/* The headers follow, each as name, NUL, value, NUL. */
struct response {
    struct http_timing timing;
    int status;
    bool reused;
    char version[4];
    size_t header_len;
    char headers[];
};

static void set_seconds(lua_State *L, const char *name, double seconds) {
    lua_pushnumber(L, seconds);
    lua_setfield(L, -2, name);
}

static void push_timing(lua_State *L, const struct http_timing *timing) {
    lua_createtable(L, 0, 6);
    set_seconds(L, "queue", timing->queue);
    set_seconds(L, "lookup", timing->lookup);
    set_seconds(L, "connect", timing->connect);
    set_seconds(L, "tls", timing->tls);
    set_seconds(L, "first_byte", timing->first_byte);
    set_seconds(L, "total", timing->total);
}

static void push_headers(lua_State *L, const char *text, const char *end) {
    lua_createtable(L, 0, 8);
    while (text < end) {
        const char *name = text, *value = name + strlen(name) + 1;
        text = value + strlen(value) + 1;
        bind_loop_add_header(L, name, value);
    }
}

/* A table that is made when it is first asked for, and kept.  [-0, +1, m] */
static void push_made(lua_State *L, const struct response *response, const char *name) {
    if (lua_getiuservalue(L, 1, VALUE_MADE) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 2);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, 1, VALUE_MADE);
    }
    if (lua_getfield(L, -1, name) != LUA_TNIL) return;
    lua_pop(L, 1);
    if (*name == 'h') push_headers(L, response->headers, response->headers + response->header_len);
    else push_timing(L, &response->timing);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, name);
}

/* response[name]  [-2, +1, v] */
static int l_index(lua_State *L) {
    const struct response *response = luaL_checkudata(L, 1, response_name);
    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    const char *name = lua_tostring(L, 2);
    if (strcmp(name, "body") == 0) lua_getiuservalue(L, 1, VALUE_BODY);
    else if (strcmp(name, "status") == 0) lua_pushinteger(L, response->status);
    else if (strcmp(name, "headers") == 0) push_made(L, response, name);
    else if (strcmp(name, "timing") == 0) push_made(L, response, name);
    else if (strcmp(name, "reused") == 0) lua_pushboolean(L, response->reused);
    else if (strcmp(name, "http_version") == 0) lua_pushstring(L, response->version);
    else return 0;
    return 1;
}

void bind_response_push(lua_State *L, const struct http_request *request) {
    size_t body_len, header_len;
    const char *headers = http_headers(request, &header_len);
    const char *body = http_body(request, &body_len);
    struct response *response = lua_newuserdatauv(L, sizeof *response + header_len, VALUE_MADE);
    response->status = http_status(request);
    response->reused = http_reused(request);
    memset(response->version, 0, sizeof response->version);
    strncpy(response->version, http_version(request), sizeof response->version - 1);
    http_timing(request, &response->timing);
    response->header_len = header_len;
    if (header_len) memcpy(response->headers, headers, header_len);
    luaL_setmetatable(L, response_name);
    lua_pushlstring(L, body, body_len);
    lua_setiuservalue(L, -2, VALUE_BODY);
}

void bind_response_class(lua_State *L) {
    static const luaL_Reg meta[] = {{"__index", l_index}, {NULL, NULL}};
    bind_class(L, response_name, NULL, meta, NULL);
}
