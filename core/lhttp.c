/* SPDX-License-Identifier: MIT
 * Binding of HTTP requests: options in; what comes out is lresponse.c's matter. A request is
 * referred to by the registry until it is delivered or cancelled; its function and every string
 * that libcurl reads from are user values of it. */
#include <math.h>
#include <string.h>

#include "http.h"
#include "lloop.h"
#include "lresponse.h"
#include "lwire.h"

static const char request_name[] = "core.request", common_name[] = "core.http_common";

enum {
    VALUE_FUNCTION = 1,
    VALUE_STRINGS,
    VALUE_PROGRESS,
    VALUE_OWNER,
    VALUE_SHARED,
    VALUE_COUNT = VALUE_SHARED
};

enum option {
    METHOD = 1, HEADERS, BODY, MULTIPART, TIMEOUT, ON_PROGRESS, OWNER, FIRST_COMMON,
    URL = FIRST_COMMON, FORM_HEADER, CONNECT_TIMEOUT, LOW_SPEED_LIMIT, LOW_SPEED_TIME, MAX_BODY,
    HTTP2, PROXY, CA_FILE, USER_AGENT,
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
    [FORM_HEADER] = "form_header",
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

/* Stack indices of send. */
enum { SHARED = 1, VERB, WIRE, SIGNATURE, SECONDS, DEADLINE, FOR, FUNCTION, MORE };

enum { SHORT_QUERY = 4096 };

/* Anchored as long as there is a request: it needs no __gc, which would cost more than the rest of
 * it. What is open when the state ends is closed with the loop. */
struct request_box {
    struct http_request *request;
    int ref;
};

static void forget(void *owner) {
    struct request_box *box = owner;
    box->request = NULL;
}

/* request:cancel()  [-1, +0, -]  Idempotent. */
static int cancel(lua_State *L) {
    struct request_box *box = binding_check(L, 1, request_name);
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
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
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
    lloop_release(L, &box->ref);
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

static size_t max_body_value(lua_State *L) {
    lua_Number value = number_value(L, MAX_BODY);
    if (!(value >= 0 && value <= 1e15)) luaL_error(L, "option 'max_body' is out of range");
    return (size_t)value;
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
    options->header_list = NULL;
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
    case URL: options->url = text_value(L, option); break;
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
    case USER_AGENT: options->user_agent = line_value(L, option); break;
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

/* The table at the index is read into `options`; strings stay owned by it and by the stack.
 *  [-0, +n, v] */
static void read_options(lua_State *L, int table, int self, struct http_options *options) {
    bool headers = false, parts = false;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        enum option option = option_of(L);
        headers = headers || option == HEADERS;
        parts = parts || option == MULTIPART;
        read_option(L, self, option, options);
        lua_pop(L, 1);
    }
    if (headers) read_headers(L, table, options);
    if (parts) read_parts(L, table, self, options);
}

/* What many requests share. */
struct common {
    struct http_options options;
    const char *form_header;
    struct curl_slist *form_headers;
    uint64_t number; /* of this one, from 1 */
};

/* Idempotent: __gc and __close. */
static int close_common(lua_State *L) {
    struct common *shared = binding_check(L, 1, common_name);
    curl_slist_free_all(shared->form_headers);
    shared->form_headers = NULL;
    shared->options.url = NULL;
    return 0;
}

/* http.common(options)  [-1, +1, v]  Its user value keeps the strings. */
static int common(lua_State *L) {
    static uint64_t number;
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct common *made = lua_newuserdatauv(L, sizeof *made, 1);
    *made = (struct common){.options = http_defaults(), .number = ++number};
    binding_set_class(L, common_name);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 2, 1);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        enum option option = option_of(L);
        if (option < FIRST_COMMON)
            luaL_error(L, "option '%s' is of one request", option_names[option]);
        if (option == FORM_HEADER) made->form_header = line_value(L, option);
        else read_common_option(L, option, &made->options);
        lua_rawseti(L, 3, (lua_Integer)option);
    }
    if (!made->options.url) return luaL_error(L, "option 'url' is missing");
    if (!made->options.proxy && !http_proxy_in_environment()) made->options.proxy = ""; /* once */
    made->form_headers = http_header_list(&made->form_header, made->form_header ? 1 : 0);
    if (!made->form_headers) return luaL_error(L, "not enough memory");
    lua_settop(L, 2);
    return 1;
}

/* A request that is not started yet; its function is at `function`.  [-0, +1, m] */
static struct request_box *push_request(lua_State *L, int function) {
    struct request_box *box = lua_newuserdatauv(L, sizeof *box, VALUE_COUNT);
    *box = (struct request_box){.ref = LUA_NOREF};
    binding_set_class(L, request_name);
    lua_pushvalue(L, function);
    lua_setiuservalue(L, -2, VALUE_FUNCTION);
    return box;
}

/* Starts the request at `self`; it is anchored until it is delivered or cancelled.  [-0, +1|3, v] */
static int launch(lua_State *L, int self, const struct http_options *options) {
    struct request_box *box = lua_touserdata(L, self);
    bool progress = lua_getiuservalue(L, self, VALUE_PROGRESS) != LUA_TNIL;
    struct http_handlers handlers = {deliver, progress ? deliver_progress : NULL, box, forget};
    struct loop *loop = lloop_get(L);
    struct err err = {0};
    lua_pushvalue(L, self);
    box->ref = lloop_anchor(L);
    box->request = http_start(loop, options, &handlers, &err);
    if (box->request) return 1;
    lloop_release(L, &box->ref);
    if (err.class == ERR_DATA) return luaL_error(L, "%s", err.text);
    return binding_fail(L, &err);
}

/* http.start(options, fn)  [-2, +1|3, v] */
static int start(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    push_request(L, 2);
    struct http_options options = http_defaults();
    read_options(L, 1, 3, &options);
    if (!options.url) return luaL_error(L, "option 'url' is missing");
    return launch(L, 3, &options);
}

/* The query of the wire with its signature; its memory is `text` or kept by the stack.
 *  [-0, +(0|1), v] */
static const char *read_query(lua_State *L, const struct wire *wire, char text[SHORT_QUERY]) {
    size_t len;
    const char *signature = luaL_checklstring(L, SIGNATURE, &len);
    size_t size = wire_query_size(wire, signature, len) + 1;
    if (size > SHORT_QUERY) text = lua_newuserdatauv(L, size, 0);
    *wire_query(wire, signature, len, text) = '\0';
    return text;
}

/* The form of the wire, which is kept while it is sent, and what says so. */
static void read_form(lua_State *L, int self, const struct common *shared, const struct wire *wire,
                      struct http_options *options) {
    options->body = wire_form(wire, &options->body_len);
    lua_pushvalue(L, WIRE);
    lua_setiuservalue(L, self, VALUE_STRINGS);
    options->header_list = shared->form_headers;
    lua_pushvalue(L, SHARED);
    lua_setiuservalue(L, self, VALUE_SHARED);
}

/* http.send(common, verb, wire, signature, timeout, deadline, owner, fn, more)  [-9, +1|3, v] */
static int send_wire(lua_State *L) {
    char text[SHORT_QUERY];
    const struct common *shared = binding_check(L, SHARED, common_name);
    const struct wire *wire = lwire_check(L, WIRE);
    struct http_options options = shared->options;
    luaL_argcheck(L, options.url, SHARED, "it is closed");
    options.method = luaL_checkstring(L, VERB);
    options.timeout = luaL_checknumber(L, SECONDS);
    luaL_argcheck(L, options.timeout > 0, SECONDS, "must be above 0");
    options.due = lloop_nanoseconds(L, DEADLINE);
    luaL_checktype(L, FUNCTION, LUA_TFUNCTION);
    lua_settop(L, MORE);
    int self = MORE + 1;
    bool is_post = strcmp(options.method, "POST") == 0;
    push_request(L, FUNCTION);
    lua_pushvalue(L, FOR);
    lua_setiuservalue(L, self, VALUE_OWNER);
    if (lua_isnil(L, MORE)) {
        options.setup = 2 * shared->number + (is_post ? 1 : 0);
        if (is_post) read_form(L, self, shared, wire, &options);
    } else {
        luaL_checktype(L, MORE, LUA_TTABLE);
        if (is_post && lua_getfield(L, MORE, "multipart") == LUA_TNIL)
            read_form(L, self, shared, wire, &options);
        read_options(L, MORE, self, &options);
    }
    options.query = read_query(L, wire, text);
    return launch(L, self, &options);
}

int luaopen_alipay_core_http(lua_State *L) {
    static const luaL_Reg methods[] = {{"cancel", cancel}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", start}, {"send", send_wire}, {"common", common}, {NULL, NULL}};
    binding_class(L, request_name, methods, NULL, NULL);
    binding_class(L, common_name, NULL, NULL, close_common);
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
