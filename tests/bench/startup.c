/* SPDX-License-Identifier: MIT
 * What start-up is measured against: a program that links the same libraries, opens a Lua state with its standard library, runs
 * the file it is given, and ends. Nothing else. */
#include <curl/curl.h>
#include <histedit.h>
#include <lauxlib.h>
#include <lualib.h>
#include <microhttpd.h>
#include <openssl/ssl.h>
#include <png.h>
#include <qrencode.h>
#include <sqlite3.h>
#include <stdio.h>
#include <zlib.h>

/* Named so that the linker keeps every library. */
const void *const libraries[] = {
    (const void *)curl_version, (const void *)el_init, (const void *)MHD_get_version, (const void *)OPENSSL_init_ssl,
    (const void *)png_create_write_struct, (const void *)QRcode_free, (const void *)sqlite3_libversion, (const void *)zlibVersion,
};

int main(int argc, char **argv) {
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    int failed = argc > 1 && luaL_dofile(L, argv[1]);
    if (argc > 2) {
        fputs("> ", stdout);
        fflush(stdout);
        getchar();
    }
    lua_close(L);
    return failed;
}
