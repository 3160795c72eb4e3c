/* SPDX-License-Identifier: MIT
 * Binding of cert.h: alipay.core.cert. The userdata owns one bundle; no logic. */
#include <string.h>

#include "bind/bind.h"
#include "cert/cert.h"
#include "cert/csr.h"
#include "bind/key.h"

#define LCERT_CLASS "core.cert"

enum { ATTRIBUTES_MAX = 32, CSR_MAX = 65536 };

static int l_gc(lua_State *L);
static const luaL_Reg methods[];
static const luaL_Reg meta[];

static struct cert **push_cert(lua_State *L) {
    struct cert **slot = lua_newuserdatauv(L, sizeof *slot, 0);
    *slot = NULL;
    bind_class(L, LCERT_CLASS, methods, meta, l_gc);
    luaL_setmetatable(L, LCERT_CLASS);
    return slot;
}

static struct cert *check_cert(lua_State *L, int index) {
    struct cert **slot = luaL_checkudata(L, index, LCERT_CLASS);
    luaL_argcheck(L, *slot, index, "the certificate is closed");
    return *slot;
}

static size_t check_index(lua_State *L, const struct cert *cert) {
    lua_Integer index = luaL_optinteger(L, 2, 1);
    luaL_argcheck(L, index >= 1 && (lua_Unsigned)index <= cert_count(cert), 2, "no such member");
    return (size_t)index - 1;
}

/* cert.load(source)  [-0, +1|3, m]  nil, message, class when it is none. */
static int l_load(lua_State *L) {
    size_t len;
    const char *source = luaL_checklstring(L, 1, &len);
    struct err err;
    struct cert **slot = push_cert(L);
    *slot = cert_load(source, len, &err);
    return *slot ? 1 : bind_fail(L, &err);
}

/* Leaves the subject table and its strings' owners on the stack, so that the pointers stay good. */
static size_t check_subject(lua_State *L, struct cert_attribute attributes[ATTRIBUTES_MAX]) {
    if (lua_getfield(L, 1, "subject") != LUA_TTABLE)
        luaL_error(L, "option 'subject' must be a table");
    lua_Integer count = luaL_len(L, -1);
    if (count < 1 || count > ATTRIBUTES_MAX)
        luaL_error(L, "option 'subject' must hold 1 to %d pairs", ATTRIBUTES_MAX);
    luaL_checkstack(L, (int)count * 3, NULL);
    int subject = lua_gettop(L);
    for (int i = 0; i < (int)count; i++) {
        if (lua_geti(L, subject, i + 1) != LUA_TTABLE)
            luaL_error(L, "member %d of option 'subject' must be a {name, value} table", i + 1);
        int pair = lua_gettop(L);
        if (lua_geti(L, pair, 1) != LUA_TSTRING || lua_geti(L, pair, 2) != LUA_TSTRING)
            luaL_error(L, "member %d of option 'subject' must be a {name, value} of strings",
                       i + 1);
        attributes[i].name = lua_tostring(L, -2);
        attributes[i].value = lua_tostring(L, -1);
    }
    return (size_t)count;
}

/* Leaves the key on the stack. */
static const struct key *check_key_option(lua_State *L, const char *field) {
    lua_getfield(L, 1, field);
    struct key *key = bind_key_test(L, -1);
    if (!key) luaL_error(L, "option '%s' must be an open key", field);
    return key;
}

/* Leaves the certificate on the stack. */
static const struct cert *check_issuer_option(lua_State *L) {
    if (lua_getfield(L, 1, "issuer") == LUA_TNIL) return NULL;
    struct cert **slot = luaL_testudata(L, -1, LCERT_CLASS);
    if (!slot || !*slot) luaL_error(L, "option 'issuer' must be an open certificate");
    return *slot;
}

static lua_Integer check_integer_option(lua_State *L, const char *field, lua_Integer fallback) {
    int exact = 1;
    lua_Integer value = fallback;
    if (lua_getfield(L, 1, field) != LUA_TNIL) value = lua_tointegerx(L, -1, &exact);
    if (!exact) luaL_error(L, "option '%s' must be an integer", field);
    lua_pop(L, 1);
    return value;
}

static int push_pem(lua_State *L, const struct cert *cert, size_t index) {
    struct err err;
    luaL_Buffer buffer;
    size_t room = cert_pem_room(cert, index), len;
    char *out = luaL_buffinitsize(L, &buffer, room);
    if (cert_pem(cert, index, out, room, &len, &err) != 0) return luaL_error(L, "%s", err.text);
    luaL_pushresultsize(&buffer, len);
    return 1;
}

/* cert.make(options)  [-0, +1|3, v]  PEM text. */
static int l_make(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct cert_attribute attributes[ATTRIBUTES_MAX];
    struct cert_order order = {.subject = attributes};
    struct err err;
    order.subject_count = check_subject(L, attributes);
    order.public_key = check_key_option(L, "public_key");
    order.issuer_key = check_key_option(L, "issuer_key");
    order.issuer = check_issuer_option(L);
    lua_Integer days = check_integer_option(L, "days", -1);
    if (days < 0 || days > 100000) return luaL_error(L, "option 'days' must be from 0 to 100000");
    order.days = (long)days;
    order.ca = bind_opt_boolean(L, 1, "ca", 0);
    order.serial = bind_opt_string(L, 1, "serial", NULL);
    order.hosts = bind_opt_string(L, 1, "hosts", NULL);
    order.starts = (time_t)check_integer_option(L, "starts", (lua_Integer)time(NULL));
    lua_getfield(L, 1, "algorithm");
    order.algorithm = bind_key_algorithm(L, lua_gettop(L), "RSA2");
    struct cert **slot = push_cert(L);
    *slot = cert_make(&order, &err);
    return *slot ? push_pem(L, *slot, 0) : bind_fail(L, &err);
}

/* cert.request(options)  [-0, +1|3, v]  PEM text. Room for the text is taken first: nothing
 * throws while the request is held. */
static int l_request(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct cert_attribute attributes[ATTRIBUTES_MAX];
    struct err err;
    size_t len, count = check_subject(L, attributes);
    const struct key *key = check_key_option(L, "key");
    lua_getfield(L, 1, "algorithm");
    enum key_algorithm algorithm = bind_key_algorithm(L, lua_gettop(L), "RSA2");
    luaL_Buffer buffer;
    char *out = luaL_buffinitsize(L, &buffer, CSR_MAX);
    char *pem = csr_make(key, algorithm, attributes, count, &len, &err);
    if (!pem) return bind_fail(L, &err);
    if (len <= CSR_MAX) memcpy(out, pem, len);
    csr_free(pem);
    if (len > CSR_MAX) return luaL_error(L, "the subject is too long");
    luaL_pushresultsize(&buffer, len);
    return 1;
}

/* cert:count()  [-0, +2, v]  count, skipped. */
static int l_count(lua_State *L) {
    struct cert *cert = check_cert(L, 1);
    lua_pushinteger(L, (lua_Integer)cert_count(cert));
    lua_pushinteger(L, (lua_Integer)cert_skipped(cert));
    return 2;
}

/* cert:sn(index)  [-0, +1, v] */
static int l_sn(lua_State *L) {
    struct cert *cert = check_cert(L, 1);
    lua_pushlstring(L, cert_sn(cert, check_index(L, cert)), CERT_SN);
    return 1;
}

/* cert:root_sn(kind)  [-0, +1|3, v] */
static int l_root_sn(lua_State *L) {
    static const char *const names[] = {"RSA", "SM2", NULL};
    struct cert *cert = check_cert(L, 1);
    int choice = luaL_checkoption(L, 2, "RSA", names), found = 0;
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (size_t i = 0; i < cert_count(cert); i++) {
        if (!cert_signed_with(cert, i, choice == 0 ? KEY_RSA : KEY_SM2)) continue;
        if (found++) luaL_addchar(&buffer, '_');
        luaL_addlstring(&buffer, cert_sn(cert, i), CERT_SN);
    }
    luaL_pushresult(&buffer);
    if (found) return 1;
    struct err err;
    err_set(&err, ERR_KEY, "no member of the bundle is signed with %s", names[choice]);
    return bind_fail(L, &err);
}

/* cert:info(index)  [-0, +1|3, v] */
static int l_info(lua_State *L) {
    struct cert *cert = check_cert(L, 1);
    struct cert_info info;
    struct err err;
    if (cert_info(cert, check_index(L, cert), &info, &err) != 0) return bind_fail(L, &err);
    lua_createtable(L, 0, 8);
    lua_pushstring(L, info.subject);
    lua_setfield(L, -2, "subject");
    lua_pushstring(L, info.issuer);
    lua_setfield(L, -2, "issuer");
    lua_pushstring(L, info.serial);
    lua_setfield(L, -2, "serial");
    lua_pushstring(L, info.algorithm);
    lua_setfield(L, -2, "algorithm");
    lua_pushinteger(L, (lua_Integer)info.not_before);
    lua_setfield(L, -2, "not_before");
    lua_pushinteger(L, (lua_Integer)info.not_after);
    lua_setfield(L, -2, "not_after");
    lua_pushboolean(L, info.self_signed);
    lua_setfield(L, -2, "self_signed");
    lua_pushboolean(L, info.ca);
    lua_setfield(L, -2, "ca");
    return 1;
}

/* cert:key(index)  [-0, +1|3, v] */
static int l_key(lua_State *L) {
    struct cert *cert = check_cert(L, 1);
    size_t index = check_index(L, cert);
    struct err err;
    struct key **slot = bind_key_push(L);
    *slot = cert_key(cert, index, &err);
    return *slot ? 1 : bind_fail(L, &err);
}

/* cert:pem(index)  [-0, +1, v] */
static int l_pem(lua_State *L) {
    struct cert *cert = check_cert(L, 1);
    return push_pem(L, cert, check_index(L, cert));
}

/* cert:trusted_by(roots, now)  [-0, +1|2, v]  false and the reason. */
static int l_trusted_by(lua_State *L) {
    struct cert *cert = check_cert(L, 1), *roots = check_cert(L, 2);
    time_t now = (time_t)luaL_optinteger(L, 3, (lua_Integer)time(NULL));
    struct err why;
    int trusted = cert_trusted(cert, roots, now, &why);
    if (!trusted && why.class == ERR_MEMORY) return bind_fail(L, &why);
    lua_pushboolean(L, trusted);
    if (trusted) return 1;
    lua_pushstring(L, why.text);
    return 2;
}

/* tostring(cert)  [-0, +1, m] */
static int l_tostring(lua_State *L) {
    struct cert *cert = *(struct cert **)luaL_checkudata(L, 1, LCERT_CLASS);
    if (!cert)
        lua_pushliteral(L, "closed certificate");
    else
        lua_pushfstring(L, "%d certificate%s", (int)cert_count(cert),
                        cert_count(cert) == 1 ? "" : "s");
    return 1;
}

/* cert.__gc, cert.__close  [-0, +0, -]  Idempotent. */
static int l_gc(lua_State *L) {
    struct cert **slot = luaL_checkudata(L, 1, LCERT_CLASS);
    cert_free(*slot);
    *slot = NULL;
    return 0;
}

static const luaL_Reg methods[] = {
    {"count", l_count}, {"sn", l_sn},   {"root_sn", l_root_sn},       {"info", l_info},
    {"key", l_key},     {"pem", l_pem}, {"trusted_by", l_trusted_by}, {NULL, NULL},
};

static const luaL_Reg meta[] = {{"__tostring", l_tostring}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"load", l_load}, {"make", l_make}, {"request", l_request}, {NULL, NULL}};

int luaopen_alipay_core_cert(lua_State *L) {
    bind_class(L, LCERT_CLASS, methods, meta, l_gc);
    luaL_newlib(L, functions);
    return 1;
}
