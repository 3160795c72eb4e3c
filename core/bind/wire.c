/* SPDX-License-Identifier: MIT
 * Binding of wire.c: alipay.core.wire. What all requests of a client share is sorted and encoded
 * once; a wire is one block without pointers, and both end as other garbage does. */
#include "bind/wire.h"

#include <stdbool.h>
#include <string.h>

#include "bind/bind.h"
#include "bind/form.h"

static const char wire_name[] = "core.wire", common_name[] = "core.wire_common";

enum { ON_STACK = 64 };

struct common {
    size_t count;
    struct wire_param params[]; /* their bytes follow */
};

static bool is_sent(const struct form_pair *pair) {
    return pair->value_len && !(pair->key_len == 4 && memcmp(pair->key, "sign", 4) == 0);
}

/* Leaves out what is empty, and a `sign`, and sorts the rest. */
static void tidy(struct bind_form_list *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (is_sent(&list->items[i])) list->items[kept++] = list->items[i];
    list->count = kept;
    form_sort(list->items, kept);
}

/* Copies a pair to `out`, once as it is and once encoded. Returns the end. */
static char *keep_param(struct wire_param *param, const struct form_pair *pair, char *out) {
    char *key = out, *value = key + pair->key_len, *encoded = value + pair->value_len;
    memcpy(key, pair->key, pair->key_len);
    memcpy(value, pair->value, pair->value_len);
    out = form_encode(pair, 1, encoded);
    *param = (struct wire_param){.pair = {key, pair->key_len, value, pair->value_len},
                                 .encoded = encoded,
                                 .encoded_len = (size_t)(out - encoded)};
    return out;
}

/* wire.common(params)  [-0, +1, v] */
static int l_common(lua_State *L) {
    struct bind_form_list list;
    luaL_checktype(L, 1, LUA_TTABLE);
    bind_form_list_init(L, &list);
    bind_form_list_read(L, &list, 1);
    tidy(&list);
    size_t size = sizeof(struct common) + list.count * sizeof(struct wire_param);
    size_t bytes = 0;
    for (size_t i = 0; i < list.count; i++)
        bytes += list.items[i].key_len + list.items[i].value_len + form_encode_size(&list.items[i], 1);
    struct common *common = lua_newuserdatauv(L, size + bytes, 0);
    luaL_setmetatable(L, common_name);
    char *out = (char *)common + size;
    common->count = list.count;
    for (size_t i = 0; i < list.count; i++)
        out = keep_param(&common->params[i], &list.items[i], out);
    return 1;
}

/* Stack indices of common:request. */
enum { COMMON = 1, METHOD, TIMESTAMP, CONTENT, IN_FORM, GIVEN, PARTS };

static void add_text(lua_State *L, struct bind_form_list *list, const char *key, int index) {
    if (lua_isnil(L, index)) return;
    struct form_pair *pair = bind_form_list_add(L, list);
    pair->key = key;
    pair->key_len = strlen(key);
    pair->value = luaL_checklstring(L, index, &pair->value_len);
}

static enum wire_place place_of(lua_State *L, const struct form_pair *pair) {
    if (lua_istable(L, PARTS)) {
        lua_pushlstring(L, pair->key, pair->key_len);
        bool is_part = lua_rawget(L, PARTS) != LUA_TNIL;
        lua_pop(L, 1);
        if (is_part) return WIRE_PART;
    }
    bool is_content = pair->key_len == 11 && memcmp(pair->key, "biz_content", 11) == 0;
    return is_content && lua_toboolean(L, IN_FORM) ? WIRE_FORM : WIRE_URL;
}

/* An array of parameters: on the C stack if it has room for them.  [-0, +(0|1), m] */
static struct wire_param *array_of(lua_State *L, struct wire_param on_stack[ON_STACK],
                                   size_t count) {
    return count <= ON_STACK ? on_stack : lua_newuserdatauv(L, count * sizeof *on_stack, 0);
}

/* common:request(method, timestamp, content, in_form, given, parts)  [-0, +1, v] */
static int l_common_request(lua_State *L) {
    const struct common *common = luaL_checkudata(L, COMMON, common_name);
    struct wire_param own_on_stack[ON_STACK], all_on_stack[ON_STACK];
    struct bind_form_list list;
    lua_settop(L, PARTS);
    bind_form_list_init(L, &list);
    add_text(L, &list, "method", METHOD);
    add_text(L, &list, "timestamp", TIMESTAMP);
    add_text(L, &list, "biz_content", CONTENT);
    if (!lua_isnil(L, GIVEN)) {
        luaL_checktype(L, GIVEN, LUA_TTABLE);
        bind_form_list_read(L, &list, GIVEN);
    }
    tidy(&list);
    struct wire_param *own = array_of(L, own_on_stack, list.count);
    for (size_t i = 0; i < list.count; i++)
        own[i] = (struct wire_param){.pair = list.items[i], .place = place_of(L, &list.items[i])};
    struct wire_param *all = array_of(L, all_on_stack, common->count + list.count);
    size_t count = wire_merge(all, common->params, common->count, own, list.count);
    struct wire *wire = lua_newuserdatauv(L, wire_size(all, count), 0);
    wire_write(wire, all, count);
    luaL_setmetatable(L, wire_name);
    return 1;
}

/* wire:string_to_sign()  [-0, +1, m] */
static int l_wire_string_to_sign(lua_State *L) {
    size_t len;
    const char *text = wire_signed(bind_wire_check(L, 1), &len);
    lua_pushlstring(L, text, len);
    return 1;
}

/* wire:form()  [-0, +1, m] */
static int l_wire_form(lua_State *L) {
    size_t len;
    const char *text = wire_form(bind_wire_check(L, 1), &len);
    lua_pushlstring(L, text, len);
    return 1;
}

/* wire:query(signature)  [-0, +1, m] */
static int l_wire_query(lua_State *L) {
    const struct wire *wire = bind_wire_check(L, 1);
    size_t len;
    const char *signature = luaL_checklstring(L, 2, &len);
    luaL_Buffer buffer;
    char *start = luaL_buffinitsize(L, &buffer, wire_query_size(wire, len));
    luaL_pushresultsize(&buffer, (size_t)(wire_query(wire, signature, len, start) - start));
    return 1;
}

static const luaL_Reg common_methods[] = {{"request", l_common_request}, {NULL, NULL}};

static const luaL_Reg wire_methods[] = {
    {"string_to_sign", l_wire_string_to_sign},
    {"form", l_wire_form},
    {"query", l_wire_query},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {{"common", l_common}, {NULL, NULL}};

const struct wire *bind_wire_check(lua_State *L, int index) {
    return luaL_checkudata(L, index, wire_name);
}

const char *bind_wire_check_signed(lua_State *L, int index, size_t *len) {
    if (lua_type(L, index) == LUA_TUSERDATA) return wire_signed(bind_wire_check(L, index), len);
    return luaL_checklstring(L, index, len);
}

int luaopen_alipay_core_wire(lua_State *L) {
    bind_class(L, wire_name, wire_methods, NULL, NULL);
    bind_class(L, common_name, common_methods, NULL, NULL);
    luaL_newlib(L, functions);
    return 1;
}
