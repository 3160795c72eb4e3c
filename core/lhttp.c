/* SPDX-License-Identifier: MIT
 * Binding of HTTP requests: options in; what comes out is lresponse.c's matter. A request is
 * referred to by the registry until it is delivered or cancelled; its function and every string
 * that libcurl reads from are user values of it. */
#include <math.h>
#include <string.h>

#include "http.h"
#include "lloop.h"
#include "lresponse.h"

static const char request_name[] = "core.request", common_name[] = "core.http_common";

enum {
    VALUE_FUNCTION = 1,
    VALUE_STRINGS,
    VALUE_PROGRESS,
    VALUE_OWNER,
    VALUE_COUNT = VALUE_OWNER
};

enum option {
    URL = 1, METHOD, HEADERS, BODY, MULTIPART, TIMEOUT, ON_PROGRESS, OWNER, COMMON, FIRST_COMMON,
    CONNECT_TIMEOUT = FIRST_COMMON, LOW_SPEED_LIMIT, LOW_SPEED_TIME, MAX_BODY, HTTP2, PROXY,
    CA_FILE, USER_AGENT,
};

static const char *const option_names[] = {
    [URL] = "url",
    [METHOD] = "method",
    [HEADERS] = "headers",
    [BODY] = "body",
    [MULTIPART] = "multipart",
    [TIMEOUT] = "timeout",
    [ON_PROGRESS] = "on_progress",
    [OWNER] = "owner",
    [COMMON] = "common",
    [CONNECT_TIMEOUT] = "connect_timeout",
    [LOW_SPEED_LIMIT] = "low_speed_limit",
    [LOW_SPEED_TIME] = "low_speed_time",
    [MAX_BODY] = "max_body",
    [HTTP2] = "http2",
    [PROXY] = "proxy",
    [CA_FILE] = "ca_file",
    [USER_AGENT] = "user_agent",
};
enum { OPTION_END = sizeof option_names / sizeof option_names[0] };

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

static void deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lloop_take(L, &box->ref);
    int self = lua_gettop(L), results = 1;
    lua_getiuservalue(L, self, VALUE_FUNCTION);
    if (lua_getiuservalue(L, self, VALUE_OWNER) == LUA_TNIL) lua_pop(L, 1);
    else results = 2;
    const char *message, *failure = http_failure(box->request, &message);
    if (failure) {
        lua_pushnil(L);
        lua_pushstring(L, message);
        lua_pushstring(L, failure);
        results += 2;
    } else {
        lresponse_push(L, box->request);
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

/* The value on top, which must be of a type. */
static void check_type(lua_State *L, enum option option, int type) {
    if (lua_type(L, -1) != type)
        luaL_error(L, "option '%s' must be a %s, not a %s", option_names[option],
                   lua_typename(L, type), luaL_typename(L, -1));
}

static const char *text_value(lua_State *L, enum option option) {
    check_type(L, option, LUA_TSTRING);
    size_t len;
    const char *value = lua_tolstring(L, -1, &len);
    if (strlen(value) != len) luaL_error(L, "option '%s' has a NUL in it", option_names[option]);
    if (option == USER_AGENT && strpbrk(value, "\r\n"))
        luaL_error(L, "option 'user_agent' has a line break in it");
    return value;
}

static lua_Number number_value(lua_State *L, enum option option) {
    check_type(L, option, LUA_TNUMBER);
    return lua_tonumber(L, -1);
}

static double seconds_value(lua_State *L, enum option option) {
    lua_Number value = number_value(L, option);
    if (isnan(value) || value <= 0)
        luaL_error(L, "option '%s' must be above 0", option_names[option]);
    return value;
}

static size_t max_body_value(lua_State *L) {
    lua_Number value = number_value(L, MAX_BODY);
    if (!(value >= 0 && value <= 1e15)) luaL_error(L, "option 'max_body' is out of range");
    return (size_t)value;
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

/* One of the options that many requests share, from the top. */
static void read_common_option(lua_State *L, enum option option, struct http_options *options) {
    lua_Number number;
    switch (option) {
    case CONNECT_TIMEOUT: options->connect_timeout = seconds_value(L, option); break;
    case LOW_SPEED_LIMIT:
        number = number_value(L, option);
        options->low_speed_limit = (long)fmin(fmax(number, 0), 1e9);
        break;
    case LOW_SPEED_TIME: options->low_speed_time = fmin(seconds_value(L, option), 86400); break;
    case MAX_BODY: options->max_body = max_body_value(L); break;
    case HTTP2:
        check_type(L, option, LUA_TBOOLEAN);
        options->http2 = lua_toboolean(L, -1);
        break;
    case PROXY: options->proxy = text_value(L, option); break;
    case CA_FILE: options->ca_file = text_value(L, option); break;
    case USER_AGENT: options->user_agent = text_value(L, option); break;
    default: break;
    }
}

/* Keeps the value on top with the request at `self`. */
static void keep(lua_State *L, int self, int place) {
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, self, place);
}

/* One option of a request from the top; headers and parts are read when all others are. */
static void read_option(lua_State *L, int self, enum option option,
                        struct http_options *options) {
    switch (option) {
    case URL: options->url = text_value(L, option); break;
    case METHOD: options->method = text_value(L, option); break;
    case TIMEOUT: options->timeout = seconds_value(L, option); break;
    case BODY:
        check_type(L, option, LUA_TSTRING);
        options->body = lua_tolstring(L, -1, &options->body_len);
        keep(L, self, VALUE_STRINGS);
        break;
    case ON_PROGRESS:
        check_type(L, option, LUA_TFUNCTION);
        keep(L, self, VALUE_PROGRESS);
        break;
    case OWNER: keep(L, self, VALUE_OWNER); break;
    default: read_common_option(L, option, options);
    }
}

/* The option that the key below the top names: the first upvalue holds the numbers by name. */
static enum option option_of(lua_State *L) {
    lua_pushvalue(L, -2);
    lua_rawget(L, lua_upvalueindex(1));
    enum option option = (enum option)lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (option == 0) luaL_error(L, "unknown option '%s'", luaL_tolstring(L, -2, NULL));
    return option;
}

/* Everything is read into `options`; strings stay owned by the options table and the stack.
 *  [-0, +n, v] */
static void read_options(lua_State *L, int self, struct http_options *options) {
    bool headers = false, parts = false;
    lua_pushstring(L, option_names[COMMON]);
    const struct http_options *shared = NULL;
    if (lua_rawget(L, 1) != LUA_TNIL) shared = luaL_checkudata(L, -1, common_name);
    *options = shared ? *shared : http_defaults();
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        enum option option = option_of(L);
        headers = headers || option == HEADERS;
        parts = parts || option == MULTIPART;
        read_option(L, self, option, options);
        lua_pop(L, 1);
    }
    if (!options->url) luaL_error(L, "option 'url' is missing");
    if (headers) read_headers(L, options);
    if (parts) read_parts(L, self, options);
}

/* http.common(options)  [-1, +1, v]  Its user value keeps the strings. */
static int common(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct http_options *options = lua_newuserdatauv(L, sizeof *options, 1);
    *options = http_defaults();
    luaL_setmetatable(L, common_name);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 2, 1);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        enum option option = option_of(L);
        if (option < FIRST_COMMON)
            luaL_error(L, "option '%s' is of one request", option_names[option]);
        read_common_option(L, option, options);
        lua_rawseti(L, 3, (lua_Integer)option);
    }
    lua_settop(L, 2);
    return 1;
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
    bool progress = lua_getiuservalue(L, 3, VALUE_PROGRESS) != LUA_TNIL;
    struct http_handlers handlers = {deliver, progress ? deliver_progress : NULL, box};
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
    static const luaL_Reg functions[] = {{"start", start}, {"common", common}, {NULL, NULL}};
    binding_class(L, request_name, methods, NULL, close_request);
    binding_class(L, common_name, NULL, NULL, NULL);
    lresponse_class(L);
    luaL_newlibtable(L, functions);
    lua_createtable(L, 0, OPTION_END);
    for (int i = 1; i < OPTION_END; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, option_names[i]);
    }
    luaL_setfuncs(L, functions, 1);
    return 1;
}
