/* SPDX-License-Identifier: MIT
 * The list of core modules. Nothing is opened here: each opens when it is first required. */
#include "bind/bind.h"

static const luaL_Reg modules[] = {
    {"alipay.core.cert", luaopen_alipay_core_cert},
    {"alipay.core.cipher", luaopen_alipay_core_cipher},
    {"alipay.core.csv", luaopen_alipay_core_csv},
    {"alipay.core.db", luaopen_alipay_core_db},
    {"alipay.core.digest", luaopen_alipay_core_digest},
    {"alipay.core.editor", luaopen_alipay_core_editor},
    {"alipay.core.form", luaopen_alipay_core_form},
    {"alipay.core.fs", luaopen_alipay_core_fs},
    {"alipay.core.http", luaopen_alipay_core_http},
    {"alipay.core.json", luaopen_alipay_core_json},
    {"alipay.core.key", luaopen_alipay_core_key},
    {"alipay.core.loop", luaopen_alipay_core_loop},
    {"alipay.core.process", luaopen_alipay_core_process},
    {"alipay.core.qr", luaopen_alipay_core_qr},
    {"alipay.core.reply", luaopen_alipay_core_reply},
    {"alipay.core.server", luaopen_alipay_core_server},
    {"alipay.core.signals", luaopen_alipay_core_signals},
    {"alipay.core.signer", luaopen_alipay_core_signer},
    {"alipay.core.text", luaopen_alipay_core_text},
    {"alipay.core.zip", luaopen_alipay_core_zip},
    {NULL, NULL},
};

void modules_preload(lua_State *L) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    luaL_setfuncs(L, modules, 0);
    lua_pop(L, 1);
}
