/* SPDX-License-Identifier: MIT
 * Binding of the line editor: one userdata whose hooks call Lua under protection, since a Lua error must not leap over the editor. */
#include <string.h>

#include "bind/bind.h"
#include "term/editor.h"

static const char editor_name[] = "core.editor";

struct editor_box {
    struct editor *editor;
    lua_State *L; /* the one that called read, only during the call */
    int failed;   /* an error of a hook is on top of its stack */
};

enum { HOOK_IDLE = 1, HOOK_COMPLETE, HOOK_TAB }; /* user values */

static struct editor_box *check_editor(lua_State *L) {
    struct editor_box *box = luaL_checkudata(L, 1, editor_name);
    if (!box->editor) luaL_error(L, "the editor is closed");
    return box;
}

/* Calls the hook with its arguments, made by `push`; -1 when it failed, with the error left on the stack. */
static int call_hook(struct editor_box *box, int hook, int narg, int nres) {
    lua_State *L = box->L;
    lua_getiuservalue(L, 1, hook);
    lua_insert(L, -1 - narg);
    if (lua_pcall(L, narg, nres, 0) == LUA_OK) return 0;
    box->failed = 1;
    return -1;
}

static int has_hook(struct editor_box *box, int hook) {
    int type = lua_getiuservalue(box->L, 1, hook);
    lua_pop(box->L, 1);
    return type == LUA_TFUNCTION;
}

static int on_idle(void *context, int descriptor) {
    struct editor_box *box = context;
    if (!has_hook(box, HOOK_IDLE)) return 1;
    lua_pushinteger(box->L, descriptor);
    editor_capture_begin(box->editor);
    int status = call_hook(box, HOOK_IDLE, 1, 1);
    editor_capture_end(box->editor);
    if (status < 0) return -1;
    status = lua_toboolean(box->L, -1);
    lua_pop(box->L, 1);
    return status;
}

static int push_text(lua_State *L) {
    const char *text = lua_touserdata(L, 1);
    lua_pushlstring(L, text, (size_t)lua_tointeger(L, 2));
    return 1;
}

/* A string on the stack without the risk of a throw; -1 when out of memory. */
static int push_safely(struct editor_box *box, const char *text, size_t len) {
    lua_State *L = box->L;
    lua_pushcfunction(L, push_text);
    lua_pushlightuserdata(L, (void *)text);
    lua_pushinteger(L, (lua_Integer)len);
    if (lua_pcall(L, 2, 1, 0) == LUA_OK) return 0;
    box->failed = 1;
    return -1;
}

static int on_complete(void *context, const char *text, size_t len) {
    struct editor_box *box = context;
    if (!has_hook(box, HOOK_COMPLETE)) return 1;
    if (push_safely(box, text, len) < 0 || call_hook(box, HOOK_COMPLETE, 1, 1) < 0) return -1;
    int complete = lua_toboolean(box->L, -1);
    lua_pop(box->L, 1);
    return complete;
}

/* tab(text, cursor) -> count, text, list: what to replace before the cursor (characters), by what, and what to show. */
static int on_tab(void *context, struct editor *editor, const char *text, size_t len, size_t cursor) {
    struct editor_box *box = context;
    lua_State *L = box->L;
    if (!has_hook(box, HOOK_TAB)) return 0;
    if (push_safely(box, text, len) < 0) return -1;
    lua_pushinteger(L, (lua_Integer)cursor);
    if (call_hook(box, HOOK_TAB, 2, 3) < 0) return -1;
    if (lua_type(L, -1) == LUA_TSTRING) {
        size_t size;
        const char *list = lua_tolstring(L, -1, &size);
        editor_list(editor, list, size);
    }
    if (lua_type(L, -2) == LUA_TSTRING) editor_replace(editor, (int)lua_tointeger(L, -3), lua_tostring(L, -2));
    lua_pop(L, 3);
    return 0;
}

/* editor:close()  [-0, +0, -]  Idempotent. */
static int l_editor_close(lua_State *L) {
    struct editor_box *box = luaL_checkudata(L, 1, editor_name);
    struct editor *editor = box->editor;
    if (box->L) return luaL_error(L, "the editor is reading");
    box->editor = NULL;
    editor_close(editor);
    return 0;
}

static int collect(lua_State *L) {
    struct editor_box *box = luaL_checkudata(L, 1, editor_name);
    editor_close(box->editor);
    box->editor = NULL;
    return 0;
}

static void begin_read(lua_State *L, struct editor_box *box) {
    if (box->L) luaL_error(L, "the editor is reading already");
    luaL_checkstack(L, LUA_MINSTACK, "too many nested calls");
    box->L = L;
    box->failed = 0;
}

/* Pushes what was read, or nil and the reason why nothing was. */
static int end_read(lua_State *L, struct editor_box *box, enum editor_result result, const char *text, size_t len) {
    box->L = NULL;
    if (box->failed) return lua_error(L);
    if (result == EDITOR_TEXT) {
        lua_pushlstring(L, text, len);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, result == EDITOR_END ? "end" : "interrupted");
    return 2;
}

/* editor:read(prompt)  [-0, +(1|2), e] */
static int l_read(lua_State *L) {
    struct editor_box *box = check_editor(L);
    const char *prompt = luaL_checkstring(L, 2), *text;
    size_t len;
    begin_read(L, box);
    enum editor_result result = editor_read(box->editor, prompt, &text, &len);
    return end_read(L, box, result, text, len);
}

/* editor:key(prompt)  [-0, +(1|2), e] */
static int l_key(lua_State *L) {
    struct editor_box *box = check_editor(L);
    const char *prompt = luaL_checkstring(L, 2);
    char keys[32];
    begin_read(L, box);
    enum editor_result result = editor_read_key(box->editor, prompt, keys, sizeof keys);
    return end_read(L, box, result, keys, strlen(keys));
}

/* editor:remember(text)  [-0, +0, -] */
static int l_remember(lua_State *L) {
    editor_remember(check_editor(L)->editor, luaL_checkstring(L, 2));
    return 0;
}

static void take_hook(lua_State *L, const char *field, int hook) {
    if (lua_getfield(L, 1, field) != LUA_TNIL && !lua_isfunction(L, -1))
        luaL_error(L, "option '%s' must be a function, not a %s", field, luaL_typename(L, -1));
    lua_setiuservalue(L, 2, hook);
}

/* editor.open{ idle=, complete=, tab= }  [-1, +(1|3), m] */
static int l_open(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    struct editor_box *box = lua_newuserdatauv(L, sizeof *box, 3);
    *box = (struct editor_box){0};
    luaL_setmetatable(L, editor_name);
    take_hook(L, "idle", HOOK_IDLE);
    take_hook(L, "complete", HOOK_COMPLETE);
    take_hook(L, "tab", HOOK_TAB);
    struct editor_hooks hooks = {.context = box, .idle = on_idle, .complete = on_complete, .tab = on_tab};
    struct err err = {0};
    box->editor = editor_open(&hooks, &err);
    if (!box->editor) return bind_fail(L, &err);
    return 1;
}

int luaopen_alipay_core_editor(lua_State *L) {
    static const luaL_Reg methods[] = {
        {"read", l_read},
        {"key", l_key},
        {"remember", l_remember},
        {"close", l_editor_close},
        {NULL, NULL},
    };
    static const luaL_Reg functions[] = {{"open", l_open}, {NULL, NULL}};
    bind_class(L, editor_name, methods, NULL, collect);
    luaL_newlib(L, functions);
    return 1;
}
