/* SPDX-License-Identifier: MIT
 * Binding of HTTP requests: options in, response table out. A request is referred to by the
 * registry until it is delivered or cancelled; its function and every string that libcurl reads
 * from are user values of it. */
#include <math.h>
#include <string.h>

#include "http.h"
#include "lloop.h"

static const char request_name[] = "core.request";

enum { VALUE_FUNCTION = 1, VALUE_STRINGS, VALUE_PROGRESS, VALUE_COUNT = VALUE_PROGRESS };

struct request_box {
    struct http_request *request;
    int ref;
};

/* Idempotent: __gc, __close and cancel. */
static int close_request(lua_State *L) {
    struct request_box *box = luaL_checkudata(L, 1, request_name);
    struct http_request *request = box->request;
    box->request = NULL;
    http_close(request);
    lloop_release(L, &box->ref);
    return 0;
}

static void set_seconds(lua_State *L, const char *name, double seconds) {
    lua_pushnumber(L, seconds);
    lua_setfield(L, -2, name);
}

static void push_timing(lua_State *L, const struct http_request *request) {
    struct http_timing timing;
    http_timing(request, &timing);
    lua_createtable(L, 0, 6);
    set_seconds(L, "queue", timing.queue);
    set_seconds(L, "lookup", timing.lookup);
    set_seconds(L, "connect", timing.connect);
    set_seconds(L, "tls", timing.tls);
    set_seconds(L, "first_byte", timing.first_byte);
    set_seconds(L, "total", timing.total);
}

static void push_response(lua_State *L, const struct http_request *request) {
    lua_createtable(L, 0, 6);
    lua_pushinteger(L, http_status(request));
    lua_setfield(L, -2, "status");
    lua_createtable(L, 0, 8);
    void *place = NULL;
    const char *name, *value;
    while (http_next_header(request, &place, &name, &value)) lloop_add_header(L, name, value);
    lua_setfield(L, -2, "headers");
    size_t len;
    const char *body = http_body(request, &len);
    lua_pushlstring(L, body, len);
    lua_setfield(L, -2, "body");
    push_timing(L, request);
    lua_setfield(L, -2, "timing");
    lua_pushboolean(L, http_reused(request));
    lua_setfield(L, -2, "reused");
    lua_pushstring(L, http_version(request));
    lua_setfield(L, -2, "http_version");
}

static void deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lloop_take(L, &box->ref);
    int self = lua_gettop(L), results = 1;
    lua_getiuservalue(L, self, VALUE_FUNCTION);
    const char *message, *failure = http_failure(box->request, &message);
    if (failure) {
        lua_pushnil(L);
        lua_pushstring(L, message);
        lua_pushstring(L, failure);
        results = 3;
    } else {
        push_response(L, box->request);
    }
    http_close(box->request); /* the handle is free for what the function starts */
    box->request = NULL;
    lua_call(L, results, 0);
    lua_pop(L, 1);
}

static void deliver_progress(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    int64_t sent, total;
    http_progress(box->request, &sent, &total);
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
    lua_getiuservalue(L, -1, VALUE_PROGRESS);
    lua_remove(L, -2);
    lua_pushinteger(L, (lua_Integer)sent);
    lua_pushinteger(L, (lua_Integer)total);
    lua_call(L, 2, 0);
}

/* A string that C reads as one: without a NUL in it. */
static const char *text_field(lua_State *L, int index, const char *name) {
    size_t len;
    const char *value = binding_opt_string(L, index, name, &len);
    if (value && strlen(value) != len) luaL_error(L, "option '%s' has a NUL in it", name);
    return value;
}

static double seconds_field(lua_State *L, const char *name, double fallback) {
    lua_Number value = binding_opt_number(L, 1, name, fallback);
    if (isnan(value) || value <= 0) luaL_error(L, "option '%s' must be above 0", name);
    return value;
}

/* The array of header lines; its memory and the strings are kept by the stack.  [-0, +2, v] */
static void read_headers(lua_State *L, struct http_options *options) {
    int type = lua_getfield(L, 1, "headers");
    if (type == LUA_TNIL) return;
    if (type != LUA_TTABLE)
        luaL_error(L, "option 'headers' must be a table, not a %s", lua_typename(L, type));
    int list = lua_gettop(L);
    size_t count = lua_rawlen(L, list);
    const char **lines = lua_newuserdatauv(L, (count + 1) * sizeof *lines, 0);
    for (size_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TSTRING)
            luaL_error(L, "header %d is not a string", (int)i + 1);
        size_t len;
        lines[i] = lua_tolstring(L, -1, &len);
        if (strlen(lines[i]) != len) luaL_error(L, "header %d has a NUL in it", (int)i + 1);
        lua_pop(L, 1);
    }
    options->headers = lines;
    options->header_count = count;
}

static void read_part(lua_State *L, int strings, struct multipart_part *part) {
    static const char *const names[] = {"name", "data", "path", "filename", "type", NULL};
    int index = lua_gettop(L);
    lloop_check_names(L, index, names, "field of a part");
    part->name = text_field(L, index, "name");
    part->data = binding_opt_string(L, index, "data", &part->data_len);
    part->path = text_field(L, index, "path");
    part->filename = text_field(L, index, "filename");
    part->type = text_field(L, index, "type");
    if (!part->name) luaL_error(L, "a part has no name");
    if (!part->data == !part->path)
        luaL_error(L, "part '%s' must have either data or path", part->name);
    if (part->type && strpbrk(part->type, "\r\n"))
        luaL_error(L, "the type of part '%s' has a line break in it", part->name);
    if (!part->data) return;
    lua_getfield(L, index, "data");
    lua_rawseti(L, strings, (lua_Integer)lua_rawlen(L, strings) + 1);
}

/* The parts; strings that libcurl reads later go into a table that is kept.  [-0, +3, v] */
static void read_parts(lua_State *L, int self, struct http_options *options) {
    int type = lua_getfield(L, 1, "multipart");
    if (type == LUA_TNIL) return;
    if (type != LUA_TTABLE)
        luaL_error(L, "option 'multipart' must be a table, not a %s", lua_typename(L, type));
    int list = lua_gettop(L);
    size_t count = lua_rawlen(L, list);
    if (count == 0) luaL_error(L, "option 'multipart' has no parts");
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, self, VALUE_STRINGS);
    struct multipart_part *parts = lua_newuserdatauv(L, count * sizeof *parts, 0);
    memset(parts, 0, count * sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TTABLE)
            luaL_error(L, "part %d is not a table", (int)i + 1);
        read_part(L, list + 1, &parts[i]);
        lua_pop(L, 1);
    }
    options->parts = parts;
    options->part_count = count;
}

/* Everything is read into `options`; strings stay owned by the options table and the stack.
 *  [-0, +n, v] */
static void read_options(lua_State *L, int self, struct http_options *options) {
    static const char *const names[] = {
        "url",     "method",          "headers",        "body",     "multipart", "timeout",
        "connect_timeout", "low_speed_limit", "low_speed_time", "max_body", "http2",     "proxy",
        "ca_file", "user_agent",      "on_progress",    NULL};
    lloop_check_names(L, 1, names, "option");
    *options = http_defaults();
    options->url = text_field(L, 1, "url");
    if (!options->url) luaL_error(L, "option 'url' is missing");
    const char *method = text_field(L, 1, "method");
    if (method) options->method = method;
    options->timeout = seconds_field(L, "timeout", options->timeout);
    options->connect_timeout = seconds_field(L, "connect_timeout", options->connect_timeout);
    double low_speed_time = seconds_field(L, "low_speed_time", options->low_speed_time);
    options->low_speed_time = fmin(low_speed_time, 86400);
    lua_Number low_speed_limit = binding_opt_number(L, 1, "low_speed_limit", 0);
    options->low_speed_limit = (long)fmin(fmax(low_speed_limit, 0), 1e9);
    lua_Number max_body = binding_opt_number(L, 1, "max_body", (lua_Number)options->max_body);
    if (!(max_body >= 0 && max_body <= 1e15)) luaL_error(L, "option 'max_body' is out of range");
    options->max_body = (size_t)max_body;
    options->http2 = binding_opt_boolean(L, 1, "http2", 0);
    options->proxy = text_field(L, 1, "proxy");
    options->ca_file = text_field(L, 1, "ca_file");
    options->user_agent = text_field(L, 1, "user_agent");
    if (options->user_agent && strpbrk(options->user_agent, "\r\n"))
        luaL_error(L, "option 'user_agent' has a line break in it");
    options->body = binding_opt_string(L, 1, "body", &options->body_len);
    if (options->body) {
        lua_getfield(L, 1, "body");
        lua_setiuservalue(L, self, VALUE_STRINGS);
    }
    read_headers(L, options);
    read_parts(L, self, options);
}

/* http.start(options, fn)  [-2, +1|3, v]  Anchored until delivered or cancelled. */
static int start(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    struct loop *loop = lloop_get(L);
    struct request_box *box = lua_newuserdatauv(L, sizeof *box, VALUE_COUNT);
    *box = (struct request_box){.ref = LUA_NOREF};
    luaL_setmetatable(L, request_name);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, 3, VALUE_FUNCTION);
    struct http_options options;
    read_options(L, 3, &options);
    int progress = lua_getfield(L, 1, "on_progress");
    if (progress != LUA_TNIL && progress != LUA_TFUNCTION)
        return luaL_error(L, "option 'on_progress' must be a function, not a %s",
                          lua_typename(L, progress));
    lua_setiuservalue(L, 3, VALUE_PROGRESS);
    struct http_handlers handlers = {deliver, progress == LUA_TNIL ? NULL : deliver_progress, box};
    struct err err = {0};
    lua_pushvalue(L, 3);
    box->ref = lloop_anchor(L);
    box->request = http_start(loop, &options, &handlers, &err);
    if (box->request) return 1;
    lloop_release(L, &box->ref);
    if (err.class == ERR_DATA) return luaL_error(L, "%s", err.text);
    return binding_fail(L, &err);
}

int luaopen_alipay_core_http(lua_State *L) {
    static const luaL_Reg methods[] = {{"cancel", close_request}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", start}, {NULL, NULL}};
    binding_class(L, request_name, methods, NULL, close_request);
    luaL_newlib(L, functions);
    return 1;
}
