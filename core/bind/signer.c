/* SPDX-License-Identifier: MIT
 * Binding of the signing threads. Each Lua state has one pool, kept in its registry and watched by
 * the loop while a signature is being made; a job is referred to by the registry until it is
 * delivered or cancelled. */
#include <stdlib.h>

#include "bind/key.h"
#include "bind/loop.h"
#include "crypto/signer.h"
#include "loop/interrupt.h"

static const char signer_name[] = "core.signer", job_name[] = "core.signature";
static const char signer_key; /* its address is the registry key */

struct signer_box {
    struct loop_source source;
    struct signer *signer;
    int jobs; /* not delivered and not cancelled */
};

struct job_box {
    struct signer_box *pool; /* NULL when it is over */
    struct signer_job *job;
    struct loop_event event;
    int ref;
};

/* The loop looks at the descriptor, and a program lives on, only while there is a job. */
static void count_job(struct signer_box *pool, struct loop *loop, int change) {
    if (pool->jobs == 0) {
        pool->source.fd = signer_descriptor(pool->signer);
        loop_source_add(loop, &pool->source);
    }
    pool->jobs += change;
    if (pool->source.loop) loop_hold(pool->source.loop, change);
    if (pool->jobs == 0) loop_source_remove(&pool->source);
}

static void run_source(struct loop_source *source) {
    struct signer_box *pool = (struct signer_box *)(void *)source;
    struct signer_job *job;
    while ((job = signer_take(pool->signer))) {
        struct job_box *box = signer_job_owner(job);
        loop_event_ready(source->loop, &box->event);
    }
}

/* Idempotent: __gc, __close and cancel. */
static int l_job_close(lua_State *L) {
    struct job_box *box = luaL_checkudata(L, 1, job_name);
    struct signer_box *pool = box->pool;
    box->pool = NULL;
    if (!pool) return 0;
    signer_job_free(box->job);
    box->job = NULL;
    loop_event_cancel(&box->event);
    if (pool->signer) count_job(pool, NULL, -1);
    bind_loop_release(L, &box->ref);
    return 0;
}

static int l_signer_close(lua_State *L) {
    struct signer_box *pool = luaL_checkudata(L, 1, signer_name);
    struct signer *signer = pool->signer;
    pool->signer = NULL;
    loop_source_remove(&pool->source);
    signer_close(signer);
    return 0;
}

/* push_result(job)  [-1, +1|3, m] */
static int push_result(lua_State *L) {
    struct signer_job *job = lua_touserdata(L, 1);
    size_t len;
    const struct err *err;
    const char *signature = signer_job_result(job, &len, &err);
    if (!signature) return bind_fail(L, err);
    lua_pushlstring(L, signature, len);
    return 1;
}

/* The job is over before anything can fail for want of memory: whoever waits for it would wait for
 * ever. Then the function is told of that failure, whose text needs no memory. */
static void deliver(struct loop_event *event, void *context) {
    lua_State *L = context;
    struct job_box *box = event->owner;
    struct signer_job *job = box->job;
    count_job(box->pool, NULL, -1);
    box->job = NULL;
    box->pool = NULL;
    bind_loop_take(L, &box->ref);
    lua_getiuservalue(L, -1, 1);
    int base = lua_gettop(L);
    lua_pushcfunction(L, push_result);
    lua_pushlightuserdata(L, job);
    bool outside = interrupt_shelter(true); /* a Ctrl-C is no failure of the signature */
    int status = lua_pcall(L, 1, LUA_MULTRET, 0);
    interrupt_shelter(outside);
    if (status != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
    }
    signer_job_free(job);
    bind_loop_call(L, lua_gettop(L) - base);
    lua_pop(L, 1);
}

static struct signer_box *get_pool(lua_State *L) {
    struct signer_box *pool;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &signer_key) == LUA_TNIL) {
        lua_pop(L, 1);
        pool = lua_newuserdatauv(L, sizeof *pool, 0);
        *pool = (struct signer_box){.source = {.run = run_source}};
        luaL_setmetatable(L, signer_name);
        struct err err = {0};
        pool->signer = signer_open(&err);
        if (!pool->signer) luaL_error(L, "%s", err.text);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &signer_key);
    }
    pool = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (!pool->signer) luaL_error(L, "the signing threads have ended");
    return pool;
}

/* signer.start(key, data, algorithm, threads, fn)  [-5, +1|3, v]  Anchored until delivered or
 * cancelled. */
static int l_start(lua_State *L) {
    struct key *key = bind_key_check(L, 1);
    size_t len;
    const char *data = luaL_checklstring(L, 2, &len);
    enum key_algorithm algorithm = bind_key_algorithm(L, 3, NULL);
    lua_Integer threads = luaL_checkinteger(L, 4);
    luaL_argcheck(L, threads >= 1 && threads <= SIGNER_THREADS_MAX, 4, "1 to 64 expected");
    luaL_checktype(L, 5, LUA_TFUNCTION);
    lua_settop(L, 5);
    struct loop *loop = bind_loop_get(L);
    struct signer_box *pool = get_pool(L);
    struct job_box *box = lua_newuserdatauv(L, sizeof *box, 1);
    *box = (struct job_box){.ref = LUA_NOREF};
    box->event.deliver = deliver;
    box->event.owner = box;
    luaL_setmetatable(L, job_name);
    lua_pushvalue(L, 5);
    lua_setiuservalue(L, -2, 1);
    box->ref = bind_loop_anchor(L);
    struct err err = {0};
    box->job = signer_submit(pool->signer, (int)threads, key, algorithm, data, len, box, &err);
    if (!box->job) {
        bind_loop_release(L, &box->ref);
        return bind_fail(L, &err);
    }
    box->pool = pool;
    count_job(pool, loop, 1);
    return 1;
}

/* signer.cores()  [-0, +1, -] */
static int l_cores(lua_State *L) {
    lua_pushinteger(L, signer_default_threads());
    return 1;
}

/* signer.alone()  [-0, +1, m] */
static int l_alone(lua_State *L) {
    struct loop_stat stat;
    loop_stat(bind_loop_get(L), &stat);
    lua_pushboolean(L, stat.in_flight + stat.queued + stat.held == 0);
    return 1;
}

int luaopen_alipay_core_signer(lua_State *L) {
    static const luaL_Reg methods[] = {{"cancel", l_job_close}, {NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"start", l_start}, {"cores", l_cores}, {"alone", l_alone}, {NULL, NULL}};
    bind_class(L, signer_name, NULL, NULL, l_signer_close);
    bind_class(L, job_name, methods, NULL, l_job_close);
    luaL_newlib(L, functions);
    return 1;
}
