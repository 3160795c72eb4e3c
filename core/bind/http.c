/* SPDX-License-Identifier: MIT
 * Binding of HTTP requests. What goes in is read by bind/http_options.c, what comes out is bind/http_response.c's
 * matter. A request is referred to by the registry until it is delivered or cancelled; its function
 * and every string that libcurl reads from are user values of it. */
#include <string.h>

#include "bind/http_options.h"
#include "bind/loop.h"
#include "bind/http_response.h"
#include "bind/wire.h"

static const char request_name[] = "core.request", common_name[] = "core.http_common";

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
static int l_cancel(lua_State *L) {
    struct request_box *box = luaL_checkudata(L, 1, request_name);
    struct http_request *request = box->request;
    box->request = NULL;
    http_close(request);
    bind_loop_release(L, &box->ref);
    return 0;
}

static void deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
    int self = lua_gettop(L), results = 1;
    lua_getiuservalue(L, self, LHTTP_FUNCTION);
    if (lua_getiuservalue(L, self, LHTTP_OWNER) == LUA_TNIL) lua_pop(L, 1);
    else results = 2;
    const char *message, *failure = http_failure(box->request, &message);
    if (failure) {
        lua_pushnil(L);
        lua_pushstring(L, message);
        lua_pushstring(L, failure);
        results += 2;
    } else {
        bind_response_push(L, box->request);
    }
    http_close(box->request); /* the handle is free for what the function starts */
    box->request = NULL;
    bind_loop_release(L, &box->ref);
    bind_loop_call(L, results);
    lua_pop(L, 1);
}

static void deliver_progress(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct request_box *box = event->owner;
    int64_t sent, total;
    http_progress(box->request, &sent, &total);
    lua_rawgeti(L, LUA_REGISTRYINDEX, box->ref);
    lua_getiuservalue(L, -1, LHTTP_PROGRESS);
    lua_remove(L, -2);
    lua_pushinteger(L, (lua_Integer)sent);
    lua_pushinteger(L, (lua_Integer)total);
    lua_call(L, 2, 0);
}

/* What many requests share. */
struct common {
    struct http_options options;
    const char *form_header;
    struct curl_slist *form_headers;
    uint64_t number; /* of this one, from 1 */
};

/* Idempotent: __gc and __close. */
static int l_common_close(lua_State *L) {
    struct common *shared = luaL_checkudata(L, 1, common_name);
    curl_slist_free_all(shared->form_headers);
    shared->form_headers = NULL;
    shared->options.url = NULL;
    return 0;
}

/* http.common(options)  [-1, +1, v]  Its user value keeps the strings. */
static int l_common(lua_State *L) {
    static uint64_t number;
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct common *made = lua_newuserdatauv(L, sizeof *made, 1);
    *made = (struct common){.options = http_defaults(), .number = ++number};
    luaL_setmetatable(L, common_name);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, 2, 1);
    lhttp_read_common(L, 1, 3, &made->options, &made->form_header);
    if (!made->options.url) return luaL_error(L, "option 'url' is missing");
    if (!made->options.proxy && !http_proxy_in_environment()) made->options.proxy = ""; /* once */
    made->form_headers = http_header_list(&made->form_header, made->form_header ? 1 : 0);
    if (!made->form_headers) return luaL_error(L, "not enough memory");
    lua_settop(L, 2);
    return 1;
}

/* A request that is not started yet; its function is at `function`.  [-0, +1, m] */
static struct request_box *push_request(lua_State *L, int function) {
    struct request_box *box = lua_newuserdatauv(L, sizeof *box, LHTTP_VALUES);
    *box = (struct request_box){.ref = LUA_NOREF};
    luaL_setmetatable(L, request_name);
    lua_pushvalue(L, function);
    lua_setiuservalue(L, -2, LHTTP_FUNCTION);
    return box;
}

/* Starts the request at `self`; it is anchored until it is delivered or cancelled.  [-0, +1|3, v] */
static int launch(lua_State *L, int self, const struct http_options *options) {
    struct request_box *box = lua_touserdata(L, self);
    bool progress = lua_getiuservalue(L, self, LHTTP_PROGRESS) != LUA_TNIL;
    struct http_handlers handlers = {deliver, progress ? deliver_progress : NULL, box, forget};
    struct loop *loop = bind_loop_get(L);
    struct err err = {0};
    lua_pushvalue(L, self);
    box->ref = bind_loop_anchor(L);
    box->request = http_start(loop, options, &handlers, &err);
    if (box->request) return 1;
    bind_loop_release(L, &box->ref);
    if (err.class == ERR_DATA) return luaL_error(L, "%s", err.text);
    return bind_fail(L, &err);
}

/* http.start(options, fn)  [-2, +1|3, v] */
static int l_start(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    push_request(L, 2);
    struct http_options options = http_defaults();
    lhttp_read_options(L, 1, 3, &options);
    if (!options.url) return luaL_error(L, "option 'url' is missing");
    return launch(L, 3, &options);
}

/* The query of the wire with its signature; its memory is `text` or kept by the stack.
 *  [-0, +(0|1), v] */
static const char *read_query(lua_State *L, const struct wire *wire, char text[SHORT_QUERY]) {
    size_t len;
    const char *signature = luaL_checklstring(L, SIGNATURE, &len);
    size_t size = wire_query_size(wire, len) + 1;
    if (size > SHORT_QUERY) text = lua_newuserdatauv(L, size, 0);
    *wire_query(wire, signature, len, text) = '\0';
    return text;
}

/* The form of the wire, which is kept while it is sent, and what says so. */
static void read_form(lua_State *L, int self, const struct common *shared, const struct wire *wire,
                      struct http_options *options) {
    options->body = wire_form(wire, &options->body_len);
    lua_pushvalue(L, WIRE);
    lua_setiuservalue(L, self, LHTTP_STRINGS);
    options->header_list = shared->form_headers;
    lua_pushvalue(L, SHARED);
    lua_setiuservalue(L, self, LHTTP_SHARED);
}

/* http.send(common, verb, wire, signature, timeout, deadline, owner, fn, more)  [-9, +1|3, v] */
static int l_send(lua_State *L) {
    char text[SHORT_QUERY];
    const struct common *shared = luaL_checkudata(L, SHARED, common_name);
    const struct wire *wire = bind_wire_check(L, WIRE);
    struct http_options options = shared->options;
    luaL_argcheck(L, options.url, SHARED, "it is closed");
    options.method = luaL_checkstring(L, VERB);
    options.timeout = luaL_checknumber(L, SECONDS);
    luaL_argcheck(L, options.timeout > 0, SECONDS, "must be above 0");
    options.due = bind_loop_nanoseconds(L, DEADLINE);
    luaL_checktype(L, FUNCTION, LUA_TFUNCTION);
    lua_settop(L, MORE);
    int self = MORE + 1;
    bool is_post = strcmp(options.method, "POST") == 0;
    push_request(L, FUNCTION);
    lua_pushvalue(L, FOR);
    lua_setiuservalue(L, self, LHTTP_OWNER);
    if (lua_isnil(L, MORE)) {
        options.setup = 2 * shared->number + (is_post ? 1 : 0);
        if (is_post) read_form(L, self, shared, wire, &options);
    } else {
        luaL_checktype(L, MORE, LUA_TTABLE);
        if (is_post && lua_getfield(L, MORE, "multipart") == LUA_TNIL)
            read_form(L, self, shared, wire, &options);
        lhttp_read_options(L, MORE, self, &options);
    }
    options.query = read_query(L, wire, text);
    return launch(L, self, &options);
}

int luaopen_alipay_core_http(lua_State *L) {
    static const luaL_Reg methods[] = {{"cancel", l_cancel}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"start", l_start}, {"send", l_send}, {"common", l_common}, {NULL, NULL}};
    bind_class(L, request_name, methods, NULL, NULL);
    bind_class(L, common_name, NULL, NULL, l_common_close);
    bind_response_class(L);
    luaL_newlibtable(L, functions);
    lhttp_push_names(L);
    luaL_setfuncs(L, functions, 1);
    return 1;
}
