/* SPDX-License-Identifier: MIT
 * Build tool: prints Lua modules as C byte arrays, so that the program carries them: the source, compressed, which help and
 * :source read, and its bytecode with all debug information, which loads in a third of the time and keeps file and line in
 * tracebacks. Data stands as it is, so that a line of it is found without unpacking the rest.
 *
 * usage: embed [NAME=]lua/alipay/client.lua ... > embedded.c
 * Without NAME, the module's name is the path below "lua/" with dots, "init.lua" standing for its folder. A file that does not
 * end in ".lua" is data. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <zlib.h>

static void fail(const char *path) {
    fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
    exit(1);
}

/* Pushes what a file holds. */
static const char *read_file(lua_State *L, const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    int byte;
    while ((byte = getc(file)) != EOF) luaL_addchar(&text, (char)byte);
    if (ferror(file)) fail(path);
    fclose(file);
    luaL_pushresult(&text);
    return lua_tolstring(L, -1, size);
}

static int print_bytes(lua_State *L, const void *bytes, size_t size, void *context) {
    (void)L, (void)context;
    for (size_t i = 0; i < size; i++) printf("%d,", ((const unsigned char *)bytes)[i]);
    printf("\n");
    return 0;
}

/* Compilers read a literal a good deal faster than a list of numbers. */
static void print_text(int index, const char *text, size_t size) {
    printf("static const unsigned char source_%d[] = \"", index);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '\n') printf("\\n\"\n\"");
        else if (c < ' ' || c > '~' || strchr("\"\\?", c)) printf("\\%03o", c);
        else putchar(c);
    }
    printf("\";\n");
}

static void print_compressed(const char *text, size_t size) {
    z_stream stream = {.next_in = (unsigned char *)text, .avail_in = (uInt)size};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY); /* with gzip's head and tail */
    size_t room = deflateBound(&stream, (uLong)size);
    unsigned char *out = malloc(room);
    if (!out) fail("memory");
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) fail("zlib");
    print_bytes(NULL, out, stream.total_out, NULL);
    deflateEnd(&stream);
    free(out);
}

/* The module's name in `out`: "alipay.json". */
static void module_name(const char *argument, char *out, size_t size) {
    const char *equals = strchr(argument, '=');
    if (equals) {
        snprintf(out, size, "%.*s", (int)(equals - argument), argument);
        return;
    }
    snprintf(out, size, "%s", strncmp(argument, "lua/", 4) == 0 ? argument + 4 : argument);
    size_t len = strlen(out);
    if (len > 4 && strcmp(out + len - 4, ".lua") == 0) out[len -= 4] = '\0';
    if (len > 5 && strcmp(out + len - 5, "/init") == 0) out[len - 5] = '\0';
    for (char *c = out; *c; c++)
        if (*c == '/') *c = '.';
}

static const char *path_of(const char *argument) {
    const char *equals = strchr(argument, '=');
    return equals ? equals + 1 : argument;
}

static void print_module(const char *path, const char *name, int index) {
    size_t size, len = strlen(path);
    lua_State *L = luaL_newstate();
    if (!L) exit(1);
    const char *text = read_file(L, path, &size);
    int is_data = len <= 4 || strcmp(path + len - 4, ".lua") != 0;
    if (is_data) {
        print_text(index, text, size);
    } else {
        printf("static const unsigned char source_%d[] = {", index);
        print_compressed(text, size);
        printf("0};\n");
    }
    printf("static const unsigned char code_%d[] = {", index);
    if (!is_data) {
        /* The name in tracebacks is the one that host/modules.c gives to a source. */
        const char *chunk = lua_pushfstring(L, "@%s.lua", luaL_gsub(L, name, ".", "/"));
        if (luaL_loadbufferx(L, text, size, chunk, "t") != LUA_OK) {
            fprintf(stderr, "embed: %s\n", lua_tostring(L, -1));
            exit(1);
        }
        lua_dump(L, print_bytes, NULL, 0);
    }
    printf("0};\n");
    lua_close(L);
}

int main(int argc, char **argv) {
    char name[256];
    printf("#include \"host/host.h\"\n");
    for (int i = 1; i < argc; i++) {
        module_name(argv[i], name, sizeof name);
        print_module(path_of(argv[i]), name, i);
    }
    printf("const struct embedded_module embedded_modules[] = {\n");
    for (int i = 1; i < argc; i++) {
        module_name(argv[i], name, sizeof name);
        printf("{\"%s\", source_%d, sizeof source_%d - 1, code_%d, sizeof code_%d - 1},\n", name, i, i, i, i);
    }
    printf("{0, 0, 0, 0, 0}};\n");
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
