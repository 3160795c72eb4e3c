/* SPDX-License-Identifier: MIT
 * Binding of cipher.h: alipay.core.cipher. Holds no state. */
#include "bind/bind.h"
#include "crypto/cipher.h"

struct arguments {
    const char *text, *key;
    size_t len, key_len;
    const unsigned char *iv;
    enum cipher_algorithm algorithm;
};

static void check_arguments(lua_State *L, struct arguments *args) {
    static const char *const names[] = {"AES", "AES_V2", "SM4", NULL};
    static const enum cipher_algorithm algorithms[] = {CIPHER_AES, CIPHER_AES_V2, CIPHER_SM4};
    size_t iv_len;
    args->text = luaL_checklstring(L, 1, &args->len);
    args->key = luaL_checklstring(L, 2, &args->key_len);
    args->algorithm = algorithms[luaL_checkoption(L, 3, "AES", names)];
    args->iv = (const unsigned char *)luaL_optlstring(L, 4, NULL, &iv_len);
    if (!args->iv) return;
    luaL_argcheck(L, args->algorithm == CIPHER_AES, 4,
                  "only AES takes an IV, the others carry theirs");
    luaL_argcheck(L, iv_len == CIPHER_IV, 4, "an IV has 16 bytes");
}

/* cipher.encrypt(plain, key, algorithm, iv)  [-0, +1|3, v] */
static int l_encrypt(lua_State *L) {
    struct arguments args;
    struct err err;
    luaL_Buffer buffer;
    size_t len;
    check_arguments(L, &args);
    char *out = luaL_buffinitsize(L, &buffer, CIPHER_ENCRYPT_ROOM(args.len));
    if (cipher_encrypt(args.algorithm, args.key, args.key_len, args.iv, args.text, args.len, out,
                       &len, &err) != 0) {
        luaL_pushresultsize(&buffer, 0);
        return bind_fail(L, &err);
    }
    luaL_pushresultsize(&buffer, len);
    return 1;
}

/* cipher.decrypt(text, key, algorithm, iv)  [-0, +1|3, v] */
static int l_decrypt(lua_State *L) {
    struct arguments args;
    struct err err;
    luaL_Buffer buffer;
    size_t len;
    check_arguments(L, &args);
    char *out = luaL_buffinitsize(L, &buffer, CIPHER_DECRYPT_ROOM(args.len));
    if (cipher_decrypt(args.algorithm, args.key, args.key_len, args.iv, args.text, args.len, out,
                       &len, &err) != 0) {
        luaL_pushresultsize(&buffer, 0);
        return bind_fail(L, &err);
    }
    luaL_pushresultsize(&buffer, len);
    return 1;
}

static const luaL_Reg functions[] = {{"encrypt", l_encrypt}, {"decrypt", l_decrypt}, {NULL, NULL}};

int luaopen_alipay_core_cipher(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
