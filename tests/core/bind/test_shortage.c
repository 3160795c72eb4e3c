/* SPDX-License-Identifier: MIT
 * Bindings when memory runs out: each script runs with an allocator that fails from the n-th
 * allocation on, for every n until it gets through. Nothing may crash, and under ASan nothing may
 * leak. What the scripts do is tested elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>

#include "bind/bind.h"
#include "support/net_help.h"

enum { MOST = 5000 };

static long left = -1;   /* allocations that succeed yet; -1: all of them */
static int failures = 0; /* after so many that failed there is memory again; 0: never */

static void *allocate(void *context, void *block, size_t before, size_t size) {
    (void)context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (left >= 0 && (!block || size > before)) {
        if (left == 0) {
            if (failures > 0 && --failures == 0) left = -1;
            return NULL;
        }
        left--;
    }
    return realloc(block, size);
}

/* The script gives a function; whether that ran through with `count` allocations. */
static int runs_with(const char *script, long count) {
    lua_State *L = lua_newstate(allocate, NULL);
    assert_non_null(L);
    luaL_openlibs(L);
    modules_preload(L);
    if (luaL_dostring(L, script)) fail_msg("%s", lua_tostring(L, -1));
    left = count;
    int status = lua_pcall(L, 0, 0, 0);
    int short_of = left == 0;
    left = -1;
    const char *message = status == LUA_OK ? "" : lua_tostring(L, -1);
    if (status != LUA_OK && !(short_of && message && strstr(message, "not enough memory")))
        fail_msg("with %ld allocations: %s", count, message ? message : "no message");
    lua_close(L);
    return status == LUA_OK && !short_of;
}

static void run_short(const char *script) {
    long count = 0;
    while (count < MOST && !runs_with(script, count)) count++;
    assert_in_range(count, 2, MOST - 1);
}

static void database(void **state) {
    (void)state;
    run_short("local db = require 'alipay.core.db'\n"
              "return function()\n"
              "  local d = assert(db.open ':memory:')\n"
              "  assert(d:exec(\"CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')\"))\n"
              "  assert(#assert(d:query('SELECT * FROM t WHERE a > ?', 0)) == 2)\n"
              "  coroutine.wrap(function() d:query 'SELECT a FROM t' end)()\n"
              "  d:transaction(function() return d:exec('INSERT INTO t VALUES (3, ?)', 'z') end)\n"
              "  d:close()\n"
              "end\n");
}

static void keys_and_certificates(void **state) {
    (void)state;
    run_short("local key, cert = require 'alipay.core.key', require 'alipay.core.cert'\n"
              "local cipher, digest = require 'alipay.core.cipher', require 'alipay.core.digest'\n"
              "local text = key.generate('SM2'):pem()\n"
              "return function()\n"
              "  local own = assert(key.load_private(text))\n"
              "  local public = assert(own:public())\n"
              "  assert(public:verify('a', assert(own:sign('a', 'SM2')), 'SM2'))\n"
              "  local _ = public:pem() .. own:base64() .. tostring(public)\n"
              "  assert(not key.load_public 'nonsense' and not key.load_private(public:pem()))\n"
              "  assert(key.load_public(public:base64('spki')):matches(own))\n"
              "  assert(key.load_public((public:pem():gsub('.', '%0\\0'))):matches(own)) -- UTF-16\n"
              "  local pem = assert(cert.make { subject = { { 'CN', 'x' } }, public_key = public,\n"
              "    issuer_key = own, days = 3, algorithm = 'SM2' })\n"
              "  local c = assert(cert.load(pem .. pem))\n"
              "  local _ = c:info(2), c:sn(), c:root_sn 'SM2', c:key(), c:pem(), c:trusted_by(c)\n"
              "  assert(cert.request { key = own, subject = { { 'CN', 'x' } }, algorithm = 'SM2' })\n"
              "  local secret = digest.base64_encode(('k'):rep(16))\n"
              "  assert(cipher.decrypt(assert(cipher.encrypt(('x'):rep(3000), secret, 'SM4')), secret, 'SM4'))\n"
              "  assert(cipher.decrypt(assert(cipher.encrypt(('x'):rep(3000), secret, 'AES_V2')), secret, 'AES_V2'))\n"
              "  assert(not cipher.decrypt('%%%%', secret) and not cipher.encrypt('x', '%%%%'))\n"
              "  assert(digest.base64_decode(digest.base64_encode(('x'):rep(3000))) and not digest.base64_decode '?')\n"
              "  local _ = digest.nonce(2000), digest.random(3000), digest.sha256 'x', digest.md5 'x'\n"
              "  assert(digest.sha256_file '/proc/self/status' and not digest.sha256_file '/')\n"
              "end\n");
}

static void texts(void **state) {
    (void)state;
    run_short("local json, form = require 'alipay.core.json', require 'alipay.core.form'\n"
              "local reply, text = require 'alipay.core.reply', require 'alipay.core.text'\n"
              "local qr, fs = require 'alipay.core.qr', require 'alipay.core.fs'\n"
              "local marks, params = { array = {}, object = {}, raw = {} }, {}\n"
              "for i = 1, 100 do params['k' .. i] = i end\n"
              "return function()\n"
              "  local _, numbers = json.prepare '{\"a\":[],\"b\":2088102146225135,\"c\":1.0}'\n"
              "  local read = json.restore({ a = 1e13 + 1, b = 1e13 + 2, c = { 1e13 + 3, 4.0 } }, numbers, marks.array)\n"
              "  assert(read.b == 2088102146225135 and read.c[2] == 4)\n"
              "  local _, spellings = json.protect({ a = setmetatable({}, marks.array), b = 2088102146225135 }, marks)\n"
              "  assert(#spellings == 2 and not json.prepare '{')\n"
              "  json.finish('\"\\\\/' .. ('x'):rep(2000) .. '\",10000000000001', spellings)\n"
              "  local _ = form.canonical(params, { 'k1' }), form.encode(params), form.decode 'a=1&b=%20'\n"
              "  reply.cut('{\"x_response\":{\"code\":1},\"sign\":\"x\"}', 'x_response', 'e')\n"
              "  reply.members '{\"x_response\":{\"code\":\"1\"},\"sign\":\"x\"}'\n"
              "  local _ = text.convert(('x'):rep(2000), 'UTF-8', 'GBK'), text.fit('abcdef', 5)\n"
              "  local _ = qr.png('http://x', 4), qr.matrix 'abc', fs.list '/', fs.stat '/'\n"
              "end\n");
}

static void tables(void **state) {
    (void)state;
    run_short("local csv, fs, zip = require 'alipay.core.csv', require 'alipay.core.fs', require 'alipay.core.zip'\n"
              "local folder = assert(fs.temporary 'tables-test-')\n"
              "remover = setmetatable({}, { __gc = function() fs.remove(folder) end })\n"
              "local members = { { name = 'a', data = 'n,a\\n\\xBD\\xBB,1.00\\n#end\\n' } }\n"
              "assert(zip.make(folder .. '/a.zip', members))\n"
              "return function()\n"
              "  assert(zip.make(folder .. '/b.zip', members))\n"
              "  local a = assert(zip.open(folder .. '/a.zip', { members = 2 }))\n"
              "  assert(#a:members() == 1 and a:start(1))\n"
              "  local r = assert(csv.open('GB18030', 1000))\n"
              "  r:add(a:read())\n"
              "  assert(not a:read())\n"
              "  r:finish()\n"
              "  r:columns(r:line(), { { column = 2, where = 1, text = '\\xBD\\xBB' } })\n"
              "  assert(r:row().a == '1.00' and r:row() == false and r:line()[1] == '#end')\n"
              "  assert(r:tallies()[1].sum == 100 and not csv.open 'KLINGON' and not zip.open(folder))\n"
              "end\n");
}

/* A server, requests to it, a command, a signature and timers, on one loop. */
static void work(void **state) {
    (void)state;
    run_short("local loop, http = require 'alipay.core.loop', require 'alipay.core.http'\n"
              "local server, process = require 'alipay.core.server', require 'alipay.core.process'\n"
              "local key, signer = require 'alipay.core.key', require 'alipay.core.signer'\n"
              "local own = key.generate 'SM2'\n"
              "return function()\n"
              "  local s = assert(server.start { on_request = function(e)\n"
              "    local _ = e:method() .. e:path() .. e:body(), e:headers(), e:query(), e:fields(), e:files()\n"
              "    if e:method() == 'POST' then return e:respond(200, { ['X-A'] = 'b' }, 'hello') end\n"
              "    local stream = e:stream(200, { ['X-A'] = e:peer() })\n"
              "    assert(stream:write 'hello')\n"
              "    stream:close()\n"
              "  end })\n"
              "  local left = 0\n"
              "  local function done() left = left - 1 end\n"
              "  local function start(options)\n"
              "    options.url, options.proxy = 'http://127.0.0.1:' .. s:port() .. '/x?a=1', ''\n"
              "    assert(http.start(options, done))\n"
              "    left = left + 1\n"
              "  end\n"
              "  start { headers = { 'X: y', 'Z:' } }\n"
              "  start { method = 'POST', body = 'a=1&b=2', on_progress = function() end }\n"
              "  start { method = 'POST', multipart = { { name = 't', data = 'u' } } }\n"
              "  assert(process.start({ argv = { 'cat' }, input = 'x', environment = { 'A=b' } }, done))\n"
              "  assert(signer.start(own, 'data', 'SM2', 2, done))\n"
              "  signer.start(own, 'data', 'SM2', 2, done):cancel()\n"
              "  left = left + 2\n"
              "  loop.timer(100, done):cancel()\n"
              "  while left > 0 do loop.step(1) end\n"
              "  s:stop()\n"
              "end\n");
}

/* Runs the function at `index` of the stack; its result, or the error, is on top. */
static int run_function(lua_State *L, int index) {
    lua_pushvalue(L, index);
    return lua_pcall(L, 0, 1, 0);
}

/* Memory is short for a moment, n allocations after the request was sent. Lua asks a second time
 * after it collected its garbage, so two failures are one. */
static void requests_outlive_a_shortage(void **state) {
    (void)state;
    static const char script[] =
        "local loop, server = require 'alipay.core.loop', require 'alipay.core.server'\n"
        "local s = assert(server.start { on_request = function(e) e:respond(200, {}, 'x') end })\n"
        "return s:port(), function() loop.step(0.001) end, function() s:stop() end\n";
    int troubled = 0;
    for (long n = 0; n < 40; n++) {
        lua_State *L = lua_newstate(allocate, NULL);
        luaL_openlibs(L);
        modules_preload(L);
        if (luaL_dostring(L, script)) fail_msg("%s", lua_tostring(L, -1));
        int fd = dial((unsigned short)lua_tointeger(L, 1));
        static const char request[] = "GET / HTTP/1.0\r\n\r\n";
        assert_int_equal(send(fd, request, sizeof request - 1, MSG_NOSIGNAL), sizeof request - 1);
        char heard[16] = "";
        int64_t until = loop_now() + 60 * SECOND;
        left = n;
        failures = 2;
        while (recv(fd, heard, sizeof heard - 1, MSG_DONTWAIT) < 0 && loop_now() < until) {
            troubled += run_function(L, 2) != LUA_OK;
            lua_settop(L, 3);
        }
        left = -1;
        failures = 0;
        assert_memory_equal(heard, "HTTP/1.", 7);
        assert_int_equal(run_function(L, 3), LUA_OK);
        lua_close(L);
        close(fd);
    }
    assert_in_range(troubled, 5, 40);
}

/* Memory is short for a moment, n allocations after the signature was asked for: whoever waits is
 * told of it once, by the function or by the step, and nothing is left that the loop would wait for. */
static void signatures_outlive_a_shortage(void **state) {
    (void)state;
    static const char script[] =
        "local loop, signer = require 'alipay.core.loop', require 'alipay.core.signer'\n"
        "local own, told = require 'alipay.core.key'.generate 'SM2', 0\n"
        "signer.start(own, 'data', 'SM2', 1, function(signature, message)\n"
        "  assert(signature or message == 'not enough memory', message)\n"
        "  told = told + 1\n"
        "end)\n"
        "return function() loop.step(1) return told end, loop.pending\n";
    int troubled = 0;
    for (long n = 0; n < 10; n++) {
        lua_State *L = lua_newstate(allocate, NULL);
        luaL_openlibs(L);
        modules_preload(L);
        if (luaL_dostring(L, script)) fail_msg("%s", lua_tostring(L, -1));
        int64_t until = loop_now() + 60 * SECOND;
        lua_Integer told = 0;
        left = n;
        failures = 2;
        while (told == 0 && loop_now() < until) {
            told = run_function(L, 1) != LUA_OK ? 1 : lua_tointeger(L, -1);
            troubled += failures == 0;
            left = -1;
            failures = 0;
            lua_settop(L, 2);
        }
        assert_int_equal(told, 1);
        assert_int_equal(run_function(L, 2), LUA_OK);
        assert_int_equal(lua_tointeger(L, -1), 0);
        lua_close(L);
    }
    assert_in_range(troubled, 1, 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(database),
        cmocka_unit_test(keys_and_certificates),
        cmocka_unit_test(texts),
        cmocka_unit_test(tables),
        cmocka_unit_test(work),
        cmocka_unit_test(requests_outlive_a_shortage),
        cmocka_unit_test(signatures_outlive_a_shortage),
    };
    return cmocka_run_group_tests_name("memory runs out", tests, NULL, NULL);
}
