/* SPDX-License-Identifier: MIT
 * Reads the options of HTTP requests from Lua tables. It starts nothing. */
#include "bind/http_options.h"

#include <math.h>
#include <string.h>

#include "bind/loop.h"

enum { PIECE = 65536 }; /* bytes of a body that is taken in pieces */

enum option {
    METHOD = 1, HEADERS, BODY, MULTIPART, TIMEOUT, DEADLINE, ON_PROGRESS, OWNER, URL, QUERY,
    CONNECT_TIMEOUT, LOW_SPEED_LIMIT, LOW_SPEED_TIME, MAX_BODY, HTTP2, PROXY, CA_FILE, USER_AGENT,
    SINK, ON_DATA,
};

static const char *const option_names[] = {
    [METHOD] = "method",
    [HEADERS] = "headers",
    [BODY] = "body",
    [MULTIPART] = "multipart",
    [TIMEOUT] = "timeout",
    [DEADLINE] = "deadline",
    [ON_PROGRESS] = "on_progress",
    [OWNER] = "owner",
    [URL] = "url",
    [QUERY] = "query",
    [CONNECT_TIMEOUT] = "connect_timeout",
    [LOW_SPEED_LIMIT] = "low_speed_limit",
    [LOW_SPEED_TIME] = "low_speed_time",
    [MAX_BODY] = "max_body",
    [HTTP2] = "http2",
    [PROXY] = "proxy",
    [CA_FILE] = "ca_file",
    [USER_AGENT] = "user_agent",
    [SINK] = "file",
    [ON_DATA] = "on_data",
};
enum { OPTION_END = sizeof option_names / sizeof option_names[0] };

/* A string that C reads as one: without a NUL in it. */
static const char *text_field(lua_State *L, int index, const char *name) {
    size_t len;
    const char *value = bind_opt_string(L, index, name, &len);
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
    return value;
}

static const char *line_value(lua_State *L, enum option option) {
    const char *value = text_value(L, option);
    if (strpbrk(value, "\r\n"))
        luaL_error(L, "option '%s' has a line break in it", option_names[option]);
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

static uint64_t max_body_value(lua_State *L) {
    lua_Number value = number_value(L, MAX_BODY);
    if (!(value >= 0 && value <= 1e15)) luaL_error(L, "option 'max_body' is out of range");
    return (uint64_t)value;
}

/* The array of header lines; its memory and the strings are kept by the stack.  [-0, +2, v] */
static void read_headers(lua_State *L, int table, struct http_options *options) {
    int type = lua_getfield(L, table, "headers");
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
    bind_loop_check_names(L, index, names, "field of a part");
    part->name = text_field(L, index, "name");
    part->data = bind_opt_string(L, index, "data", &part->data_len);
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
static void read_parts(lua_State *L, int table, int self, struct http_options *options) {
    int type = lua_getfield(L, table, "multipart");
    if (type == LUA_TNIL) return;
    if (type != LUA_TTABLE)
        luaL_error(L, "option 'multipart' must be a table, not a %s", lua_typename(L, type));
    int list = lua_gettop(L);
    size_t count = lua_rawlen(L, list);
    if (count == 0) luaL_error(L, "option 'multipart' has no parts");
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, self, BIND_HTTP_STRINGS);
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

/* An option that is no string of libcurl's and no function, from the top. */
static void read_plain_option(lua_State *L, enum option option, struct http_options *options) {
    lua_Number number;
    switch (option) {
    case METHOD: options->method = text_value(L, option); break;
    case URL: options->url = text_value(L, option); break;
    case QUERY: options->query = text_value(L, option); break;
    case TIMEOUT: options->timeout = seconds_value(L, option); break;
    case DEADLINE: options->due = (int64_t)(fmin(seconds_value(L, option), 9e9) * 1e9); break;
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
    case SINK: options->file = text_value(L, option); break;
    case USER_AGENT: options->user_agent = line_value(L, option); break;
    default: break;
    }
}

void bind_http_options_shared(lua_State *L, int table, struct http_options *options) {
    static const enum option shared[] = {CONNECT_TIMEOUT, LOW_SPEED_LIMIT, LOW_SPEED_TIME, MAX_BODY,
                                         HTTP2,           PROXY,           CA_FILE};
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
        lua_pushstring(L, option_names[shared[i]]);
        if (lua_rawget(L, table) != LUA_TNIL) read_plain_option(L, shared[i], options);
        lua_pop(L, 1);
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
    case BODY:
        check_type(L, option, LUA_TSTRING);
        options->body = lua_tolstring(L, -1, &options->body_len);
        keep(L, self, BIND_HTTP_STRINGS);
        break;
    case ON_PROGRESS:
        check_type(L, option, LUA_TFUNCTION);
        keep(L, self, BIND_HTTP_PROGRESS);
        break;
    case ON_DATA:
        check_type(L, option, LUA_TFUNCTION);
        keep(L, self, BIND_HTTP_DATA);
        options->piece = PIECE;
        break;
    case OWNER: keep(L, self, BIND_HTTP_OWNER); break;
    default: read_plain_option(L, option, options);
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

void bind_http_options_read(lua_State *L, int table, int self, struct http_options *options) {
    bool headers = false, parts = false;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        enum option option = option_of(L);
        headers = headers || option == HEADERS;
        parts = parts || option == MULTIPART;
        read_option(L, self, option, options);
        lua_pop(L, 1);
    }
    if (!options->url) luaL_error(L, "option 'url' is missing");
    if (headers) read_headers(L, table, options);
    if (parts) read_parts(L, table, self, options);
}

void bind_http_options_names(lua_State *L) {
    lua_createtable(L, 0, OPTION_END);
    for (int i = 1; i < OPTION_END; i++) {
        lua_pushinteger(L, i);
        lua_setfield(L, -2, option_names[i]);
    }
}
