/* SPDX-License-Identifier: MIT
 * Binding of fs.c as alipay.core.fs. A list of names lives in a userdata until it is in Lua's
 * hands; a file that is being written belongs to its userdata until it has its name. */
#include "bind/bind.h"
#include "base/fs.h"

#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NAMES  "alipay.core.fs.names"
#define LOCK   "alipay.core.fs.lock"
#define WRITER "alipay.core.fs.writer"

static int names_free(lua_State *L) {
    fs_names_free(luaL_checkudata(L, 1, NAMES));
    return 0;
}

/* A path as the system takes it: a NUL inside would silently name another file. */
static const char *check_path(lua_State *L, int index) {
    size_t len;
    const char *path = luaL_checklstring(L, index, &len);
    luaL_argcheck(L, strlen(path) == len, index, "path contains a NUL");
    return path;
}

static mode_t opt_mode(lua_State *L, int index, lua_Integer fallback) {
    lua_Integer mode = luaL_optinteger(L, index, fallback);
    luaL_argcheck(L, mode >= 0 && mode <= 07777, index, "not a file mode");
    return (mode_t)mode;
}

static int finish(lua_State *L, int status, const struct err *err) {
    if (status < 0) return bind_fail(L, err);
    lua_pushboolean(L, 1);
    return 1;
}

/* fs.stat(path)  [-0, +(1|3), v] */
static int l_stat(lua_State *L) {
    static const char *const types[] = {"file", "directory", "other"};
    struct fs_stat stat;
    struct err err;
    if (fs_stat(check_path(L, 1), &stat, &err) < 0) return bind_fail(L, &err);
    lua_createtable(L, 0, 5);
    lua_pushstring(L, types[stat.type]);
    lua_setfield(L, -2, "type");
    lua_pushinteger(L, stat.size);
    lua_setfield(L, -2, "size");
    lua_pushinteger(L, stat.mode);
    lua_setfield(L, -2, "mode");
    lua_pushnumber(L, stat.mtime);
    lua_setfield(L, -2, "mtime");
    lua_pushinteger(L, stat.uid);
    lua_setfield(L, -2, "uid");
    return 1;
}

/* fs.mkdir(path, mode)  [-0, +(1|3), v] */
static int l_mkdir(lua_State *L) {
    struct err err;
    return finish(L, fs_mkdir(check_path(L, 1), opt_mode(L, 2, 0700), &err), &err);
}

/* fs.list(path)  [-0, +(1|3), v] */
static int l_list(lua_State *L) {
    struct err err;
    const char *path = check_path(L, 1);
    struct fs_names *names = lua_newuserdatauv(L, sizeof *names, 0);
    memset(names, 0, sizeof *names);
    luaL_setmetatable(L, NAMES);
    lua_toclose(L, -1);
    if (fs_list(path, names, &err) < 0) return bind_fail(L, &err);
    lua_createtable(L, names->count < INT_MAX ? (int)names->count : 0, 0);
    for (size_t i = 0; i < names->count; i++) {
        lua_pushstring(L, names->items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* fs.create(path, data, mode)  [-0, +(1|3), v] */
static int l_create(lua_State *L) {
    struct err err;
    size_t len;
    const char *data = luaL_checklstring(L, 2, &len);
    return finish(L, fs_create(check_path(L, 1), data, len, opt_mode(L, 3, 0600), &err), &err);
}

/* fs.replace(path, data, mode)  [-0, +(1|3), v] */
static int l_replace(lua_State *L) {
    struct err err;
    size_t len;
    const char *data = luaL_checklstring(L, 2, &len);
    return finish(L, fs_replace(check_path(L, 1), data, len, opt_mode(L, 3, 0600), &err), &err);
}

/* fs.place(from, path)  [-0, +(1|3), v] */
static int l_place(lua_State *L) {
    struct err err;
    return finish(L, fs_place(check_path(L, 1), check_path(L, 2), &err), &err);
}

/* fs.placeable(path)  [-0, +(1|3), v] */
static int l_placeable(lua_State *L) {
    struct err err;
    return finish(L, fs_check_place(check_path(L, 1), &err), &err);
}

struct writer {
    struct fs_writer *writer; /* NULL: the file has its name, or was given up */
};

/* writer:close()  [-0, +0, v]  Idempotent. */
static int l_writer_close(lua_State *L) {
    struct writer *box = luaL_checkudata(L, 1, WRITER);
    fs_writer_discard(box->writer);
    box->writer = NULL;
    return 0;
}

static struct writer *check_writer(lua_State *L) {
    struct writer *box = luaL_checkudata(L, 1, WRITER);
    if (!box->writer) luaL_error(L, "the file is closed");
    return box;
}

/* writer:add(bytes)  [-0, +(1|3), v] */
static int l_writer_add(lua_State *L) {
    struct err err;
    size_t len;
    const struct writer *box = check_writer(L);
    const char *bytes = luaL_checklstring(L, 2, &len);
    return finish(L, fs_writer_add(box->writer, bytes, len, &err), &err);
}

/* writer:commit()  [-0, +(1|3), v] */
static int l_writer_commit(lua_State *L) {
    struct err err;
    struct writer *box = check_writer(L);
    struct fs_writer *writer = box->writer;
    box->writer = NULL; /* it is gone whatever comes of it */
    return finish(L, fs_writer_commit(writer, &err), &err);
}

/* fs.writer(path, mode)  [-0, +(1|3), v] */
static int l_writer(lua_State *L) {
    struct err err;
    const char *path = check_path(L, 1);
    mode_t mode = opt_mode(L, 2, 0600);
    struct writer *box = lua_newuserdatauv(L, sizeof *box, 0);
    box->writer = NULL;
    luaL_setmetatable(L, WRITER);
    box->writer = fs_writer_open(path, mode, &err);
    return box->writer ? 1 : bind_fail(L, &err);
}

/* fs.temporary(prefix)  [-0, +(1|3), v] */
static int l_temporary(lua_State *L) {
    struct err err;
    char path[PATH_MAX];
    if (fs_temporary(check_path(L, 1), path, sizeof path, &err) < 0) return bind_fail(L, &err);
    lua_pushstring(L, path);
    return 1;
}

/* fs.remove(path)  [-0, +(1|3), v] */
static int l_remove(lua_State *L) {
    struct err err;
    return finish(L, fs_remove(check_path(L, 1), &err), &err);
}

/* fs.owned(path)  [-0, +(1|3), v] */
static int l_owned(lua_State *L) {
    struct err err;
    return finish(L, fs_check_owned(check_path(L, 1), &err), &err);
}

struct lock {
    int descriptor; /* -1: released */
};

/* lock:release()  [-0, +0, v]  Idempotent. */
static int l_lock_release(lua_State *L) {
    struct lock *lock = luaL_checkudata(L, 1, LOCK);
    if (lock->descriptor >= 0) close(lock->descriptor);
    lock->descriptor = -1;
    return 0;
}

static int check_lock(lua_State *L) {
    const struct lock *lock = luaL_checkudata(L, 1, LOCK);
    if (lock->descriptor < 0) luaL_error(L, "the lock is released");
    return lock->descriptor;
}

/* lock:write(text)  [-1, +(1|3), v] */
static int l_lock_write(lua_State *L) {
    struct err err;
    size_t len;
    int lock = check_lock(L);
    const char *text = luaL_checklstring(L, 2, &len);
    return finish(L, fs_lock_write(lock, text, len, &err), &err);
}

/* lock:share()  [-0, +(1|3), v] */
static int l_lock_share(lua_State *L) {
    struct err err;
    return finish(L, fs_lock_share(check_lock(L), &err), &err);
}

/* fs.lock(path, shared)  [-0, +(1|3), v] */
static int l_lock(lua_State *L) {
    struct err err;
    const char *path = check_path(L, 1);
    bool shared = lua_toboolean(L, 2);
    struct lock *lock = lua_newuserdatauv(L, sizeof *lock, 0);
    lock->descriptor = -1;
    luaL_setmetatable(L, LOCK);
    lock->descriptor = fs_lock(path, shared, &err);
    return lock->descriptor < 0 ? bind_fail(L, &err) : 1;
}

/* fs.absolute(path)  [-0, +1, v] */
static int l_absolute(lua_State *L) {
    char resolved[PATH_MAX];
    const char *path = check_path(L, 1);
    lua_pushstring(L, realpath(path, resolved) ? resolved : path);
    return 1;
}

/* fs.is_terminal(descriptor)  [-0, +1, v] */
static int l_is_terminal(lua_State *L) {
    lua_Integer descriptor = luaL_checkinteger(L, 1);
    luaL_argcheck(L, descriptor >= 0 && descriptor <= 2, 1, "0, 1 or 2 expected");
    lua_pushboolean(L, isatty((int)descriptor));
    return 1;
}

/* fs.columns()  [-0, +1, -] */
static int l_columns(lua_State *L) {
    lua_pushinteger(L, fs_columns());
    return 1;
}

/* fs.rows()  [-0, +1, -] */
static int l_rows(lua_State *L) {
    lua_pushinteger(L, fs_rows());
    return 1;
}

/* fs.home()  [-0, +1, m] */
static int l_home(lua_State *L) {
    const char *home = getenv("HOME");
    const struct passwd *user = home && *home ? NULL : getpwuid(getuid());
    if (user) home = user->pw_dir;
    lua_pushstring(L, home && *home ? home : ".");
    return 1;
}

/* fs.pid()  [-0, +1, -] */
static int l_pid(lua_State *L) {
    lua_pushinteger(L, getpid());
    return 1;
}

/* fs.time()  [-0, +1, -] */
static int l_time(lua_State *L) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec / 1e9);
    return 1;
}

static const luaL_Reg functions[] = {
    {"stat", l_stat},
    {"mkdir", l_mkdir},
    {"list", l_list},
    {"create", l_create},
    {"replace", l_replace},
    {"writer", l_writer},
    {"place", l_place},
    {"placeable", l_placeable},
    {"temporary", l_temporary},
    {"remove", l_remove},
    {"owned", l_owned},
    {"lock", l_lock},
    {"absolute", l_absolute},
    {"is_terminal", l_is_terminal},
    {"columns", l_columns},
    {"rows", l_rows},
    {"home", l_home},
    {"pid", l_pid},
    {"time", l_time},
    {NULL, NULL},
};

int luaopen_alipay_core_fs(lua_State *L) {
    static const luaL_Reg lock_methods[] = {
        {"write", l_lock_write}, {"share", l_lock_share}, {"release", l_lock_release}, {NULL, NULL}};
    static const luaL_Reg writer_methods[] = {{"add", l_writer_add},
                                              {"commit", l_writer_commit},
                                              {"close", l_writer_close},
                                              {NULL, NULL}};
    bind_class(L, NAMES, NULL, NULL, names_free);
    bind_class(L, LOCK, lock_methods, NULL, l_lock_release);
    bind_class(L, WRITER, writer_methods, NULL, l_writer_close);
    luaL_newlib(L, functions);
    return 1;
}
