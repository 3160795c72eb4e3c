/* SPDX-License-Identifier: MIT
 * Binding of http/form.c as alipay.core.form: tables of parameters as text, and back. It does not know
 * which parameters the platform wants. */
#include <string.h>

#include "bind/bind.h"
#include "http/form.h"

enum { PARAMS = 1, MAX_WITHOUT = 16, ROOM = 16 };

struct name_list {
    const char *name[MAX_WITHOUT];
    size_t len[MAX_WITHOUT];
    size_t count;
};

/* The parameters of a table. Its strings are not copied; stack index `anchor` is for a table that keeps
 * numbers which became text. */
struct pair_list {
    struct form_pair *items; /* `few`, or a userdata on the stack */
    size_t count;
    int anchor;
    struct form_pair few[ROOM];
};

/* The value on the top as bytes. An integer is converted in a copy that the anchor keeps; its
 * position in the table to walk must stay as it is. */
static const char *value_bytes(lua_State *L, struct pair_list *list, const char *key,
                               size_t *len) {
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

/* Reads the table at `index`, in no order. Raises for names that are no strings, and for values that are
 * neither strings nor integers.  [-0, +2, v] */
static void list_read(lua_State *L, struct pair_list *list, int index) {
    size_t room = ROOM;
    list->items = list->few;
    list->count = 0;
    lua_pushnil(L);
    lua_pushnil(L);
    int memory = lua_gettop(L);
    list->anchor = memory - 1;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (list->count == room) {
            room *= 2;
            struct form_pair *more = lua_newuserdatauv(L, room * sizeof *more, 0);
            memcpy(more, list->items, list->count * sizeof *more);
            list->items = more;
            lua_replace(L, memory);
        }
        struct form_pair *pair = &list->items[list->count++];
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "names of parameters must be strings, not a %s", luaL_typename(L, -2));
        pair->key = lua_tolstring(L, -2, &pair->key_len);
        pair->value = value_bytes(L, list, pair->key, &pair->value_len);
    }
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

/* The parameters of the call in order: those that are to be written. */
static void read_pairs(lua_State *L, struct pair_list *list, const struct name_list *without,
                       int keep_empty) {
    list_read(L, list, PARAMS);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct form_pair *pair = &list->items[i];
        if (!pair->value_len && !keep_empty) continue;
        if (without && is_named(without, pair->key, pair->key_len)) continue;
        list->items[kept++] = *pair;
    }
    list->count = kept;
    form_sort(list->items, kept);
}

/* [-0, +1, m] */
static void push_joined(lua_State *L, const struct form_pair *pairs, size_t count) {
    size_t size = form_join_size(pairs, count);
    luaL_Buffer buffer;
    form_join(pairs, count, luaL_buffinitsize(L, &buffer, size));
    luaL_pushresultsize(&buffer, size);
}

/* [-0, +1, m] */
static void push_encoded(lua_State *L, const struct form_pair *pairs, size_t count) {
    size_t size = form_encode_size(pairs, count);
    luaL_Buffer buffer;
    form_encode(pairs, count, luaL_buffinitsize(L, &buffer, size));
    luaL_pushresultsize(&buffer, size);
}

/* form.canonical(params, without, keep_empty)  [-0, +1, v] */
static int l_canonical(lua_State *L) {
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
static int l_encode(lua_State *L) {
    struct name_list without;
    struct pair_list list;
    luaL_checktype(L, PARAMS, LUA_TTABLE);
    int all = lua_isnoneornil(L, 2);
    if (!all) read_names(L, 2, &without);
    read_pairs(L, &list, all ? NULL : &without, all);
    push_encoded(L, list.items, list.count);
    return 1;
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
static int l_decode(lua_State *L) {
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
static int l_escape(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    size_t size = form_escape_size(text, len);
    luaL_Buffer buffer;
    form_escape(text, len, luaL_buffinitsize(L, &buffer, size));
    luaL_pushresultsize(&buffer, size);
    return 1;
}

static const luaL_Reg functions[] = {
    {"canonical", l_canonical},
    {"encode", l_encode},
    {"decode", l_decode},
    {"escape", l_escape},
    {NULL, NULL},
};

int luaopen_alipay_core_form(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
