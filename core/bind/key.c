/* SPDX-License-Identifier: MIT
 * Binding of key.h: alipay.core.key. The userdata holds one reference to a struct key; no logic. */
#include "bind/key.h"

#include <openssl/crypto.h>

#include "bind/bind.h"

static const char key_name[] = "core.key";
static const char *const format_names[] = {"pkcs8", "pkcs1", "spki", NULL};
static const enum key_format formats[] = {KEY_PKCS8, KEY_PKCS1, KEY_SPKI};

static int l_load(lua_State *L, int is_private) {
    size_t len;
    const char *source = luaL_checklstring(L, 1, &len);
    struct err err;
    struct key **slot = bind_key_push(L);
    *slot = key_load(source, len, is_private, &err);
    return *slot ? 1 : bind_fail(L, &err);
}

/* key.load_private(source)  [-0, +1|3, m]  nil, message, class when it is none. */
static int l_load_private(lua_State *L) {
    return l_load(L, 1);
}

/* key.load_public(source)  [-0, +1|3, m]  nil, message, class when it is none. */
static int l_load_public(lua_State *L) {
    return l_load(L, 0);
}

/* key.generate(kind, bits)  [-0, +1|3, v] */
static int l_generate(lua_State *L) {
    static const char *const names[] = {"RSA", "SM2", "EC", NULL};
    static const enum key_kind kinds[] = {KEY_RSA, KEY_SM2, KEY_EC};
    enum key_kind kind = kinds[luaL_checkoption(L, 1, "RSA", names)];
    lua_Integer bits = luaL_optinteger(L, 2, 2048);
    luaL_argcheck(L, bits >= KEY_RSA_BITS_MIN && bits <= 8192, 2, "must be from 1024 to 8192");
    struct err err;
    struct key **slot = bind_key_push(L);
    *slot = key_generate(kind, (int)bits, &err);
    return *slot ? 1 : bind_fail(L, &err);
}

/* key:sign(data, algorithm)  [-0, +1|3, v]  base64 on one line. */
static int l_sign(lua_State *L) {
    struct key *key = bind_key_check(L, 1);
    size_t len, out_len;
    const char *data = luaL_checklstring(L, 2, &len);
    enum key_algorithm algorithm = bind_key_algorithm(L, 3, NULL);
    char out[KEY_SIGNATURE_TEXT];
    struct err err;
    if (key_sign(key, algorithm, data, len, out, &out_len, &err) != 0) return bind_fail(L, &err);
    lua_pushlstring(L, out, out_len);
    return 1;
}

/* key:verify(data, signature, algorithm, first, last)  [-0, +1|2, v]  false and a reason when there
 * is one. Raises when memory is too short for a verdict. */
static int l_verify(lua_State *L) {
    struct key *key = bind_key_check(L, 1);
    size_t len, signature_len;
    const char *data = luaL_checklstring(L, 2, &len);
    const char *signature = luaL_checklstring(L, 3, &signature_len);
    enum key_algorithm algorithm = bind_key_algorithm(L, 4, NULL);
    lua_Integer first = luaL_optinteger(L, 5, 1);
    lua_Integer last = luaL_optinteger(L, 6, (lua_Integer)len);
    luaL_argcheck(L, first >= 1 && (lua_Unsigned)first <= len + 1, 5, "outside the data");
    luaL_argcheck(L, last >= first - 1 && (lua_Unsigned)last <= len, 6, "outside the data");
    struct err why;
    int good = key_verify(key, algorithm, data + first - 1, (size_t)(last - first + 1), signature,
                          signature_len, &why);
    if (!good && why.class == ERR_MEMORY) {
        lua_gc(L, LUA_GCCOLLECT); /* as Lua does before it gives up */
        good = key_verify(key, algorithm, data + first - 1, (size_t)(last - first + 1), signature,
                          signature_len, &why);
    }
    if (!good && why.class == ERR_MEMORY) return bind_fail(L, &why);
    lua_pushboolean(L, good);
    if (good || why.class == ERR_NONE) return 1;
    lua_pushstring(L, why.text);
    return 2;
}

/* key:is_private()  [-0, +1, v] */
static int l_is_private(lua_State *L) {
    lua_pushboolean(L, key_is_private(bind_key_check(L, 1)));
    return 1;
}

/* key:kind()  [-0, +2, v]  kind, bits. */
static int l_kind(lua_State *L) {
    struct key *key = bind_key_check(L, 1);
    lua_pushstring(L, key_kind_name(key));
    lua_pushinteger(L, key_bits(key));
    return 2;
}

typedef int key_writer(const struct key *, enum key_format, char *, size_t *, struct err *);

static int l_write(lua_State *L, key_writer *writer) {
    struct key *key = bind_key_check(L, 1);
    const char *fallback = key_is_private(key) ? "pkcs8" : "spki";
    enum key_format format = formats[luaL_checkoption(L, 2, fallback, format_names)];
    char out[KEY_TEXT_MAX];
    size_t len;
    struct err err;
    if (writer(key, format, out, &len, &err) != 0)
        return luaL_argerror(L, 2, lua_pushstring(L, err.text));
    lua_pushlstring(L, out, len);
    OPENSSL_cleanse(out, len);
    return 1;
}

/* key:pem(format)  [-0, +1, v]  Raises when a key of this kind has no such form. */
static int l_pem(lua_State *L) {
    return l_write(L, key_pem);
}

/* key:base64(format)  [-0, +1, v] */
static int l_base64(lua_State *L) {
    return l_write(L, key_base64);
}

/* key:public()  [-0, +1|3, v] */
static int l_public(lua_State *L) {
    struct key *key = bind_key_check(L, 1);
    struct err err;
    struct key **slot = bind_key_push(L);
    *slot = key_public(key, &err);
    return *slot ? 1 : bind_fail(L, &err);
}

/* key:matches(other)  [-0, +1, v] */
static int l_matches(lua_State *L) {
    lua_pushboolean(L, key_matches(bind_key_check(L, 1), bind_key_check(L, 2)));
    return 1;
}

/* tostring(key)  [-0, +1, m]  Never more than kind and size. */
static int l_tostring(lua_State *L) {
    struct key *key = *(struct key **)luaL_checkudata(L, 1, key_name);
    if (!key)
        lua_pushliteral(L, "closed key");
    else
        lua_pushfstring(L, "%s-%d %s key", key_kind_name(key), key_bits(key),
                        key_is_private(key) ? "private" : "public");
    return 1;
}

/* key.__gc, key.__close  [-0, +0, -]  Idempotent. */
static int l_gc(lua_State *L) {
    struct key **slot = luaL_checkudata(L, 1, key_name);
    key_free(*slot);
    *slot = NULL;
    return 0;
}

static const luaL_Reg methods[] = {
    {"sign", l_sign},     {"verify", l_verify},   {"is_private", l_is_private},
    {"kind", l_kind},     {"pem", l_pem},         {"base64", l_base64},
    {"public", l_public}, {"matches", l_matches}, {NULL, NULL},
};

static const luaL_Reg meta[] = {{"__tostring", l_tostring}, {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"load_private", l_load_private},
    {"load_public", l_load_public},
    {"generate", l_generate},
    {NULL, NULL},
};

struct key *bind_key_test(lua_State *L, int index) {
    struct key **slot = luaL_testudata(L, index, key_name);
    return slot ? *slot : NULL;
}

struct key *bind_key_check(lua_State *L, int index) {
    struct key **slot = luaL_checkudata(L, index, key_name);
    luaL_argcheck(L, *slot, index, "the key is closed");
    return *slot;
}

struct key **bind_key_push(lua_State *L) {
    struct key **slot = lua_newuserdatauv(L, sizeof *slot, 0);
    *slot = NULL;
    bind_class(L, key_name, methods, meta, l_gc);
    luaL_setmetatable(L, key_name);
    return slot;
}

enum key_algorithm bind_key_algorithm(lua_State *L, int index, const char *fallback) {
    static const char *const names[] = {"RSA2", "RSA", "SM2", NULL};
    static const enum key_algorithm algorithms[] = {KEY_ALGORITHM_RSA2, KEY_ALGORITHM_RSA,
                                                    KEY_ALGORITHM_SM2};
    return algorithms[luaL_checkoption(L, index, fallback, names)];
}

int luaopen_alipay_core_key(lua_State *L) {
    bind_class(L, key_name, methods, meta, l_gc);
    luaL_newlib(L, functions);
    return 1;
}
