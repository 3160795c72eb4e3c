/* SPDX-License-Identifier: MIT
 * Finds the Lua modules that the program carries. LUA_PATH, package.path and require stay as stock Lua has them: these are two
 * more searchers, one right behind package.preload for what is ours by name, and one behind all others for lua-cjson, whose name is
 * not ours: the user's comes first. */
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

/* searcher(name)  [-1, +0|2, e]  Other people's modules that we carry, where the user has none of that name. */
static int search_spare(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    if (strcmp(name, "cjson") == 0) lua_pushcfunction(L, luaopen_cjson);
    else if (strcmp(name, "cjson.safe") == 0) lua_pushcfunction(L, luaopen_cjson_safe);
    else return 0;
    lua_pushvalue(L, 1);
    return 2;
}

/* source(name) -> text|nil  [-0, +1, m]  The source of an embedded module, or embedded data; help and :source read it. */
static int embedded_source(lua_State *L) {
    const struct embedded_module *m = find(luaL_checkstring(L, 1));
    if (m) return push_source(L, m);
    lua_pushnil(L);
    return 1;
}

static const char *line_end(const char *line, const char *end) {
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    return stop ? stop + 1 : end;
}

/* Below 0 for a line that stands before those that begin with the prefix, 0 for one of them. */
static int compare_head(const char *line, const char *end, const char *prefix, size_t size) {
    size_t len = (size_t)(end - line);
    int order = memcmp(line, prefix, size < len ? size : len);
    return order || len >= size ? order : -1;
}

/* lines(name, prefix) -> string  [-0, +1, m]  All lines of embedded data that begin with a prefix, "" for none. Behind the first
 * line, the head, they are sorted byte for byte. */
static int embedded_lines(lua_State *L) {
    const struct embedded_module *m = find(luaL_checkstring(L, 1));
    size_t size;
    const char *prefix = luaL_checklstring(L, 2, &size);
    luaL_argcheck(L, m && m->code_size == 0, 1, "no embedded data");
    const char *end = (const char *)m->source + m->size;
    const char *low = line_end((const char *)m->source, end), *high = end;
    while (low < high) { /* both stand where a line begins */
        const char *line = low + (high - low) / 2;
        while (line > low && line[-1] != '\n') line--;
        if (compare_head(line, line_end(line, end), prefix, size) < 0) low = line_end(line, end);
        else high = line;
    }
    while (high < end && compare_head(high, line_end(high, end), prefix, size) == 0) high = line_end(high, end);
    lua_pushlstring(L, low, (size_t)(high - low));
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
        {"lines", embedded_lines},
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
    lua_setfield(L, -2, "alipay.core.cjson");
    lua_pushcfunction(L, open_embedded);
    lua_setfield(L, -2, "alipay.core.embedded");
    lua_pushcfunction(L, host_signal_open);
    lua_setfield(L, -2, "alipay.core.interrupt");
    lua_pop(L, 1);

    lua_getglobal(L, "package");
    lua_getfield(L, -1, "searchers");
    lua_Integer count = luaL_len(L, -1);
    for (lua_Integer i = count; i >= 2; i--) { /* make room at position 2 */
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushcfunction(L, search_embedded);
    lua_rawseti(L, -2, 2);
    lua_pushcfunction(L, search_spare);
    lua_rawseti(L, -2, count + 2);
    lua_pop(L, 2);
}
