/* SPDX-License-Identifier: MIT
 * Finds the Lua modules that the program carries. LUA_PATH, package.path and require stay as stock Lua has them: this is one
 * more searcher, right behind package.preload. */
#include "host/host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>
#include <zlib.h>

#include "bind/bind.h"

/* lua-cjson has no header for C++-free use in every release; its two entry points are part of its ABI. */
extern int luaopen_cjson(lua_State *L);
extern int luaopen_cjson_safe(lua_State *L);

static const struct embedded_module *find(const char *name) {
    for (const struct embedded_module *m = embedded_modules; m->name; m++)
        if (strcmp(m->name, name) == 0) return m;
    return NULL;
}

int host_is_command(const char *word) {
    char name[64];
    if (strlen(word) > 32 || strspn(word, "abcdefghijklmnopqrstuvwxyz") != strlen(word)) return 0;
    snprintf(name, sizeof name, "alipay.cli.commands.%s", word);
    return find(name) != NULL;
}

/* ALIPAY_LUA_PATH names a folder laid out as lua/: its files win, so that the library can be worked on without a build. */
static int load_from_folder(lua_State *L, const char *folder, const char *name) {
    const char *path = luaL_gsub(L, name, ".", "/");
    const char *forms[] = {"%s/%s.lua", "%s/%s/init.lua"};
    for (int i = 0; i < 2; i++) {
        const char *file = lua_pushfstring(L, forms[i], folder, path);
        FILE *probe = fopen(file, "r");
        if (probe) {
            fclose(probe);
            if (luaL_loadfile(L, file) != LUA_OK)
                return luaL_error(L, "error loading module '%s':\n\t%s", name, lua_tostring(L, -1));
            lua_pushvalue(L, -2);
            return 2;
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return 0;
}

/* Whether the Lua that runs is of the release that made the bytecode. The bytecode itself names 5.4 only, and Lua does not check
 * what it loads. Looked up, since a reference to the text would copy it with the size that it had when the program was built. */
static int is_same_release(void) {
    const char *ident = dlsym(RTLD_DEFAULT, "lua_ident");
    return ident && strstr(ident, ": " LUA_RELEASE " ") != NULL;
}

/* The source, or data, as text. The last four bytes of what is compressed say how long it was.  [-0, +1, m] */
static int push_source(lua_State *L, const struct embedded_module *m) {
    if (m->code_size == 0) {
        lua_pushlstring(L, (const char *)m->source, m->size);
        return 1;
    }
    const unsigned char *tail = m->source + m->size - 4;
    size_t size = tail[0] | (size_t)tail[1] << 8 | (size_t)tail[2] << 16 | (size_t)tail[3] << 24;
    luaL_Buffer buffer;
    z_stream stream = {.next_in = (unsigned char *)m->source, .avail_in = (uInt)m->size, .avail_out = (uInt)size};
    stream.next_out = (unsigned char *)luaL_buffinitsize(L, &buffer, size);
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return luaL_error(L, "not enough memory");
    int status = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (status != Z_STREAM_END) return luaL_error(L, "the data of '%s' is damaged", m->name);
    luaL_pushresultsize(&buffer, size);
    return 1;
}

/* searcher(name)  [-1, +0|2, e] */
static int search_embedded(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    int ignored = lua_getfield(L, LUA_REGISTRYINDEX, "LUA_NOENV") != LUA_TNIL; /* -E */
    const char *folder = ignored ? NULL : getenv("ALIPAY_LUA_PATH");
    lua_pop(L, 1);
    if (folder && *folder) {
        int found = load_from_folder(L, folder, name);
        if (found) return found;
    }
    const struct embedded_module *m = find(name);
    if (!m) return 0; /* without a word: require's message stays that of stock Lua */
    const char *chunk = lua_pushfstring(L, "@%s.lua", luaL_gsub(L, name, ".", "/"));
    int has_code = m->code_size > 0 && is_same_release();
    const char *bytes = (const char *)m->code;
    size_t size = m->code_size;
    if (!has_code) {
        push_source(L, m);
        bytes = lua_tolstring(L, -1, &size);
    }
    if (luaL_loadbufferx(L, bytes, size, chunk, has_code ? "b" : "t") != LUA_OK)
        return luaL_error(L, "error loading module '%s':\n\t%s", name, lua_tostring(L, -1));
    lua_pushvalue(L, -2);
    return 2;
}

/* source(name) -> text|nil  [-0, +1, m]  The source of an embedded module, or embedded data; help and :source read it. */
static int embedded_source(lua_State *L) {
    const struct embedded_module *m = find(luaL_checkstring(L, 1));
    if (m) return push_source(L, m);
    lua_pushnil(L);
    return 1;
}

/* How a key compares with what a line holds before its first TAB, byte for byte. */
static int compare_key(const char *key, size_t size, const char *line, const char *end) {
    const char *tab = memchr(line, '\t', (size_t)(end - line));
    size_t len = (size_t)((tab ? tab : end) - line);
    int order = memcmp(key, line, size < len ? size : len);
    return order ? order : (size > len) - (size < len);
}

/* line(name, key) -> string|nil  [-0, +1, m]  The line of embedded data whose first column is the key. Behind the first line, the
 * head, lines are sorted by it byte for byte. */
static int embedded_line(lua_State *L) {
    const struct embedded_module *m = find(luaL_checkstring(L, 1));
    size_t size;
    const char *key = luaL_checklstring(L, 2, &size);
    luaL_argcheck(L, m && m->code_size == 0, 1, "no embedded data");
    const char *low = (const char *)m->source, *high = low + m->size;
    const char *head = memchr(low, '\n', m->size);
    low = head ? head + 1 : high;
    while (low < high) { /* both stand where a line begins */
        const char *line = low + (high - low) / 2;
        while (line > low && line[-1] != '\n') line--;
        const char *end = memchr(line, '\n', (size_t)(high - line));
        if (!end) end = high;
        int order = compare_key(key, size, line, end);
        if (order == 0) {
            lua_pushlstring(L, line, (size_t)(end - line));
            return 1;
        }
        if (order < 0) high = line;
        else low = end < high ? end + 1 : high;
    }
    lua_pushnil(L);
    return 1;
}

/* names() -> array  [-0, +1, m]  Names of all embedded modules. */
static int embedded_names(lua_State *L) {
    lua_newtable(L);
    lua_Integer i = 0;
    for (const struct embedded_module *m = embedded_modules; m->name; m++) {
        lua_pushstring(L, m->name);
        lua_rawseti(L, -2, ++i);
    }
    return 1;
}

static int open_embedded(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"source", embedded_source},
        {"line", embedded_line},
        {"names", embedded_names},
        {NULL, NULL},
    };
    luaL_newlib(L, functions);
    lua_pushliteral(L, ALIPAY_LUA_VERSION);
    lua_setfield(L, -2, "version");
    return 1;
}

void host_modules_install(lua_State *L) {
    modules_preload(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, luaopen_cjson);
    lua_setfield(L, -2, "cjson");
    lua_pushcfunction(L, luaopen_cjson_safe);
    lua_setfield(L, -2, "cjson.safe");
    lua_pushcfunction(L, open_embedded);
    lua_setfield(L, -2, "alipay.core.embedded");
    lua_pushcfunction(L, host_signal_open);
    lua_setfield(L, -2, "alipay.core.interrupt");
    lua_pop(L, 1);

    lua_getglobal(L, "package");
    lua_getfield(L, -1, "searchers");
    for (lua_Integer i = luaL_len(L, -1); i >= 2; i--) { /* make room at position 2 */
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushcfunction(L, search_embedded);
    lua_rawseti(L, -2, 2);
    lua_pop(L, 2);
}
