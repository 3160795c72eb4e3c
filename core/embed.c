/* SPDX-License-Identifier: MIT
 * Build tool: prints Lua source files as a C table of byte arrays, so that the program carries its modules.
 * Source, not bytecode: tracebacks keep file and line, and the text stays readable at the prompt.
 *
 * usage: embed [NAME=]lua/alipay/client.lua ... > embedded.c
 * Without NAME, the module's name is the path below "lua/" with dots, "init.lua" standing for its folder. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path) {
    fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
    exit(1);
}

static void print_bytes(const char *path, int index) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    printf("static const unsigned char source_%d[] = {", index);
    int byte, count = 0;
    while ((byte = getc(file)) != EOF) printf(count++ % 24 ? "%d," : "\n%d,", byte);
    if (ferror(file)) fail(path);
    printf("0};\n");
    fclose(file);
}

static void print_module_name(const char *path) {
    const char *start = strncmp(path, "lua/", 4) == 0 ? path + 4 : path;
    size_t len = strlen(start);
    if (len > 4 && strcmp(start + len - 4, ".lua") == 0) len -= 4;
    if (len > 5 && strncmp(start + len - 5, "/init", 5) == 0) len -= 5;
    for (size_t i = 0; i < len; i++) putchar(start[i] == '/' ? '.' : start[i]);
}

int main(int argc, char **argv) {
    printf("#include \"host.h\"\n");
    for (int i = 1; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        print_bytes(equals ? equals + 1 : argv[i], i);
    }
    printf("const struct embedded_module embedded_modules[] = {\n");
    for (int i = 1; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        printf("{\"");
        if (equals) printf("%.*s", (int)(equals - argv[i]), argv[i]);
        else print_module_name(argv[i]);
        printf("\", source_%d, sizeof source_%d - 1},\n", i, i);
    }
    printf("{0, 0, 0}};\n");
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
