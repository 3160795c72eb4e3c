/* SPDX-License-Identifier: MIT
 * Binding of form.c as alipay.core.form.
 * Strings are not copied on the way in: the table of parameters, or the anchor slot, keeps them
 * alive. */
#include "binding.h"
#include "form.h"

#include <stdbool.h>
#include <string.h>

enum { PARAMS = 1, ON_STACK = 64, MAX_WITHOUT = 16, SHORT_TEXT = 4096 };

struct pair_list {
    struct form_pair first[ON_STACK];
    struct form_pair *items; /* `first`, or a userdata at stack index `slot` */
    size_t count, room;
    int slot, anchor; /* stack indices: the userdata, and the table of converted numbers */
};

struct name_list {
    const char *name[MAX_WITHOUT];
    size_t len[MAX_WITHOUT];
    size_t count;
};

static void list_init(lua_State *L, struct pair_list *list) {
    list->items = list->first;
    list->count = 0;
    list->room = ON_STACK;
    lua_pushnil(L);
    list->slot = lua_gettop(L);
    lua_pushnil(L);
    list->anchor = lua_gettop(L);
}

static struct form_pair *list_add(lua_State *L, struct pair_list *list) {
    if (list->count == list->room) {
        struct form_pair *larger = lua_newuserdatauv(L, 2 * list->room * sizeof *larger, 0);
        memcpy(larger, list->items, list->count * sizeof *larger);
        lua_replace(L, list->slot);
        list->items = larger;
        list->room *= 2;
    }
    return &list->items[list->count++];
}

static void add_name(lua_State *L, struct name_list *names) {
    if (names->count == MAX_WITHOUT)
        luaL_error(L, "'without' holds more than %d names", MAX_WITHOUT);
    names->name[names->count] = lua_tolstring(L, -1, &names->len[names->count]);
    names->count++;
}

static void read_names(lua_State *L, int index, struct name_list *names) {
    names->count = 0;
    if (lua_isnoneornil(L, index)) {
        names->name[0] = "sign";
        names->len[0] = 4;
        names->count = 1;
    } else if (lua_type(L, index) == LUA_TSTRING) {
        lua_pushvalue(L, index);
        add_name(L, names);
        lua_pop(L, 1);
    } else {
        luaL_checktype(L, index, LUA_TTABLE);
        for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
            if (lua_type(L, -1) != LUA_TSTRING)
                luaL_error(L, "'without' must hold strings, not a %s", luaL_typename(L, -1));
            add_name(L, names);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
}

static int is_named(const struct name_list *names, const char *key, size_t len) {
    for (size_t i = 0; i < names->count; i++)
        if (names->len[i] == len && memcmp(names->name[i], key, len) == 0) return 1;
    return 0;
}

/* The value on the top as bytes. An integer is converted in a copy that the anchor keeps; its
 * position in the table to walk must stay as it is. */
static const char *value_bytes(lua_State *L, struct pair_list *list, const char *key, size_t *len) {
    if (lua_type(L, -1) == LUA_TSTRING) return lua_tolstring(L, -1, len);
    if (!lua_isinteger(L, -1))
        luaL_error(L, "parameter '%s' must be a string or an integer, not a %s", key,
                   lua_type(L, -1) == LUA_TNUMBER ? "float" : luaL_typename(L, -1));
    if (lua_isnil(L, list->anchor)) {
        lua_newtable(L);
        lua_replace(L, list->anchor);
    }
    lua_pushvalue(L, -1);
    const char *bytes = lua_tolstring(L, -1, len);
    lua_rawseti(L, list->anchor, (lua_Integer)lua_rawlen(L, list->anchor) + 1);
    return bytes;
}

static void read_pairs(lua_State *L, struct pair_list *list, const struct name_list *without,
                       int keep_empty) {
    list_init(L, list);
    lua_pushnil(L);
    while (lua_next(L, PARAMS)) {
        size_t key_len, value_len;
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "names of parameters must be strings, not a %s", luaL_typename(L, -2));
        const char *key = lua_tolstring(L, -2, &key_len);
        const char *value = value_bytes(L, list, key, &value_len);
        if ((value_len || keep_empty) && !(without && is_named(without, key, key_len))) {
            struct form_pair *pair = list_add(L, list);
            *pair = (struct form_pair){key, key_len, value, value_len};
        }
        lua_pop(L, 1);
    }
    form_sort(list->items, list->count);
}

/* Pairs as text. A short one is written on the C stack: a buffer of Lua's costs more than it.
 *  [-0, +1, m] */
static void push_joined(lua_State *L, const struct form_pair *pairs, size_t count) {
    char text[SHORT_TEXT];
    size_t size = form_join_size(pairs, count);
    if (size <= sizeof text) {
        form_join(pairs, count, text);
        lua_pushlstring(L, text, size);
    } else {
        luaL_Buffer buffer;
        form_join(pairs, count, luaL_buffinitsize(L, &buffer, size));
        luaL_pushresultsize(&buffer, size);
    }
}

/* Encoded pairs between an `&`, or "", on either side. */
static void push_piece(lua_State *L, const char *before, const struct form_pair *pairs,
                       size_t count, const char *after) {
    char text[SHORT_TEXT], *out = text;
    luaL_Buffer buffer;
    /* Escaped, a byte takes three at most. */
    bool is_short = form_join_size(pairs, count) <= (sizeof text - 2) / 3;
    if (!is_short) out = luaL_buffinitsize(L, &buffer, form_encode_size(pairs, count) + 2);
    char *end = out;
    if (*before) *end++ = *before;
    end = form_encode(pairs, count, end);
    if (*after) *end++ = *after;
    if (is_short) lua_pushlstring(L, text, (size_t)(end - out));
    else luaL_pushresultsize(&buffer, (size_t)(end - out));
}

/* form.canonical(params, without, keep_empty)  [-0, +1, v] */
static int form_canonical_(lua_State *L) {
    struct name_list without;
    struct pair_list list;
    luaL_checktype(L, PARAMS, LUA_TTABLE);
    int keep_empty = lua_toboolean(L, 3);
    read_names(L, 2, &without);
    read_pairs(L, &list, &without, keep_empty);
    push_joined(L, list.items, list.count);
    return 1;
}

/* form.encode(params, without)  [-0, +1, v] */
static int form_encode_(lua_State *L) {
    struct name_list without;
    struct pair_list list;
    luaL_checktype(L, PARAMS, LUA_TTABLE);
    int all = lua_isnoneornil(L, 2);
    if (!all) read_names(L, 2, &without);
    read_pairs(L, &list, all ? NULL : &without, all);
    push_piece(L, "", list.items, list.count, "");
    return 1;
}

static int is_key(const struct form_pair *pair, const char *key, size_t len) {
    return pair->key_len == len && memcmp(pair->key, key, len) == 0;
}

/* Takes the pair of a key out of the list. Returns 0 when there is none. */
static int take_out(struct pair_list *list, const char *key, size_t len, struct form_pair *taken) {
    for (size_t i = 0; i < list->count; i++) {
        if (!is_key(&list->items[i], key, len)) continue;
        *taken = list->items[i];
        list->count--;
        memmove(list->items + i, list->items + i + 1, (list->count - i) * sizeof *list->items);
        return 1;
    }
    return 0;
}

/* form.parts(params, body)  [-0, +4, v] */
static int form_parts_(lua_State *L) {
    static const struct form_pair sign = {.key = "sign", .key_len = 4};
    struct name_list without;
    struct pair_list list;
    struct form_pair body;
    size_t len, before = 0;
    luaL_checktype(L, PARAMS, LUA_TTABLE);
    const char *name = luaL_optlstring(L, 2, NULL, &len);
    lua_settop(L, 2);
    read_names(L, 3, &without);
    read_pairs(L, &list, &without, 0);
    push_joined(L, list.items, list.count);
    int has_body = name && take_out(&list, name, len, &body);
    while (before < list.count && form_order(&list.items[before], &sign) < 0) before++;
    push_piece(L, "", list.items, before, before ? "&" : "");
    push_piece(L, before < list.count ? "&" : "", list.items + before, list.count - before, "");
    push_piece(L, "", &body, has_body ? 1 : 0, "");
    return 4;
}

static void push_unescaped(lua_State *L, const char *text, size_t len) {
    if (!memchr(text, '%', len) && !memchr(text, '+', len)) {
        lua_pushlstring(L, text, len);
        return;
    }
    luaL_Buffer buffer;
    size_t written = form_unescape(text, len, luaL_buffinitsize(L, &buffer, len), 1);
    luaL_pushresultsize(&buffer, written);
}

/* form.decode(text)  [-0, +1, v] */
static int form_decode_(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    const char *end = text + len;
    struct form_pair pair;
    lua_newtable(L);
    for (lua_Integer i = 1; form_next(&text, end, &pair); i++) {
        lua_createtable(L, 2, 0);
        push_unescaped(L, pair.key, pair.key_len);
        lua_rawseti(L, -2, 1);
        push_unescaped(L, pair.value, pair.value_len);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, i);
    }
    return 1;
}

/* form.escape(text)  [-0, +1, v] */
static int form_escape_(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    char small[SHORT_TEXT];
    if (len <= sizeof small / 3) {
        lua_pushlstring(L, small, (size_t)(form_escape(text, len, small) - small));
        return 1;
    }
    size_t size = form_escape_size(text, len);
    luaL_Buffer buffer;
    form_escape(text, len, luaL_buffinitsize(L, &buffer, size));
    luaL_pushresultsize(&buffer, size);
    return 1;
}

static const luaL_Reg functions[] = {
    {"canonical", form_canonical_},
    {"encode", form_encode_},
    {"parts", form_parts_},
    {"decode", form_decode_},
    {"escape", form_escape_},
    {NULL, NULL},
};

int luaopen_alipay_core_form(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
