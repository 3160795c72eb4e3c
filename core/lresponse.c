/* SPDX-License-Identifier: MIT
 * Responses as Lua tables: status and body, and the rest when it is asked for. A response keeps
 * nothing of its request: what may be asked for is copied into one string. */
#include "lresponse.h"

#include <string.h>

#include "lloop.h"

static const char response_name[] = "core.response";

/* What is seldom asked for, as the head of a string; the headers follow, each as name, NUL, value,
 * NUL. */
struct details {
    struct http_timing timing;
    bool reused;
    char version[4];
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
        lloop_add_header(L, name, value);
    }
}

/* response[name]  [-2, +1, m]  Makes a field when it is first asked for. */
static int response_index(lua_State *L) {
    struct details details;
    size_t len;
    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    const char *name = lua_tostring(L, 2);
    lua_pushliteral(L, "details");
    if (lua_rawget(L, 1) != LUA_TSTRING) return 0;
    const char *text = lua_tolstring(L, -1, &len);
    if (len < sizeof details) return 0;
    memcpy(&details, text, sizeof details);
    if (strcmp(name, "headers") == 0) push_headers(L, text + sizeof details, text + len);
    else if (strcmp(name, "timing") == 0) push_timing(L, &details.timing);
    else if (strcmp(name, "reused") == 0) lua_pushboolean(L, details.reused);
    else if (strcmp(name, "http_version") == 0) lua_pushstring(L, details.version);
    else return 0;
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

static void push_details(lua_State *L, const struct http_request *request) {
    struct details details;
    memset(&details, 0, sizeof details); /* the bytes between the fields, too */
    http_timing(request, &details.timing);
    details.reused = http_reused(request);
    strncpy(details.version, http_version(request), sizeof details.version - 1);
    luaL_Buffer buffer;
    size_t len;
    const char *headers = http_headers(request, &len);
    luaL_buffinit(L, &buffer);
    luaL_addlstring(&buffer, (const char *)&details, sizeof details);
    luaL_addlstring(&buffer, headers, len);
    luaL_pushresult(&buffer);
}

void lresponse_push(lua_State *L, const struct http_request *request) {
    lua_createtable(L, 0, 4);
    luaL_setmetatable(L, response_name);
    lua_pushinteger(L, http_status(request));
    lua_setfield(L, -2, "status");
    size_t len;
    const char *body = http_body(request, &len);
    lua_pushlstring(L, body, len);
    lua_setfield(L, -2, "body");
    push_details(L, request);
    lua_setfield(L, -2, "details");
}

void lresponse_class(lua_State *L) {
    static const luaL_Reg meta[] = {{"__index", response_index}, {NULL, NULL}};
    binding_class(L, response_name, NULL, meta, NULL);
}
