/* SPDX-License-Identifier: MIT
 * Binding of digest.h and base64.h: alipay.core.digest. Holds no state. */
#include "base/base64.h"
#include "bind/bind.h"
#include "crypto/digest.h"

#include <string.h>

static lua_Integer check_count(lua_State *L, int index) {
    lua_Integer count = luaL_checkinteger(L, index);
    luaL_argcheck(L, count >= 1 && count <= DIGEST_RANDOM_MAX, index, "must be from 1 to 65536");
    return count;
}

/* digest.sha256(data)  [-0, +1, m] */
static int l_sha256(lua_State *L) {
    size_t len;
    const char *data = luaL_checklstring(L, 1, &len);
    char hex[DIGEST_SHA256_HEX + 1];
    struct err err;
    if (digest_sha256(data, len, hex, &err) != 0) return luaL_error(L, "%s", err.text);
    lua_pushlstring(L, hex, DIGEST_SHA256_HEX);
    return 1;
}

/* digest.sha256_file(path)  [-0, +1|3, m]  nil, message, class when it cannot be read. */
static int l_sha256_file(lua_State *L) {
    size_t len;
    const char *path = luaL_checklstring(L, 1, &len);
    luaL_argcheck(L, len == strlen(path), 1, "a path holds no zero byte");
    char hex[DIGEST_SHA256_HEX + 1];
    struct err err;
    if (digest_sha256_file(path, hex, &err) != 0) return bind_fail(L, &err);
    lua_pushlstring(L, hex, DIGEST_SHA256_HEX);
    return 1;
}

/* digest.md5(data)  [-0, +1, m] */
static int l_md5(lua_State *L) {
    size_t len;
    const char *data = luaL_checklstring(L, 1, &len);
    char hex[DIGEST_MD5_HEX + 1];
    struct err err;
    if (digest_md5(data, len, hex, &err) != 0) return luaL_error(L, "%s", err.text);
    lua_pushlstring(L, hex, DIGEST_MD5_HEX);
    return 1;
}

/* digest.base64_encode(data)  [-0, +1, m] */
static int l_base64_encode(lua_State *L) {
    size_t len;
    const char *data = luaL_checklstring(L, 1, &len);
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, BASE64_LENGTH(len) + 1);
    luaL_pushresultsize(&buffer, base64_encode(data, len, out));
    return 1;
}

/* digest.base64_decode(text)  [-0, +1|3, m]  nil, message, "data" when it is not base64. */
static int l_base64_decode(lua_State *L) {
    size_t len, out_len;
    const char *text = luaL_checklstring(L, 1, &len);
    struct err err;
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, BASE64_ROOM(len));
    if (base64_decode(text, len, out, &out_len, &err) != 0) {
        luaL_pushresultsize(&buffer, 0);
        return bind_fail(L, &err);
    }
    luaL_pushresultsize(&buffer, out_len);
    return 1;
}

/* digest.random(count)  [-0, +1, m] */
static int l_random(lua_State *L) {
    size_t count = (size_t)check_count(L, 1);
    struct err err;
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, count);
    if (digest_random(out, count, &err) != 0) return luaL_error(L, "%s", err.text);
    luaL_pushresultsize(&buffer, count);
    return 1;
}

/* digest.nonce(count)  [-0, +1, m] */
static int l_nonce(lua_State *L) {
    size_t count = (size_t)check_count(L, 1);
    struct err err;
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, count);
    if (digest_nonce(out, count, &err) != 0) return luaL_error(L, "%s", err.text);
    luaL_pushresultsize(&buffer, count);
    return 1;
}

static const luaL_Reg functions[] = {
    {"sha256", l_sha256},
    {"sha256_file", l_sha256_file},
    {"md5", l_md5},
    {"base64_encode", l_base64_encode},
    {"base64_decode", l_base64_decode},
    {"random", l_random},
    {"nonce", l_nonce},
    {NULL, NULL},
};

int luaopen_alipay_core_digest(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
