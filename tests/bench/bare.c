/* SPDX-License-Identifier: MIT
 * The least that a host can do: linked with the libraries of alipay-lua it opens a Lua state and runs an empty script;
 * with a second argument it shows a prompt, too. Its start-up is what that of alipay-lua is compared with. */
#include <curl/curl.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <microhttpd.h>
#include <openssl/evp.h>
#include <png.h>
#include <qrencode.h>
#include <sqlite3.h>
#include <stdio.h>
#include <zlib.h>

/* Keeps the linker from dropping libraries of which nothing is called. */
const void *const bare_keep[] = {(const void *)curl_easy_init,     (const void *)MHD_start_daemon,
                                 (const void *)EVP_DigestSign,     (const void *)png_create_write_struct,
                                 (const void *)QRcode_encodeString, (const void *)sqlite3_open_v2,
                                 (const void *)zlibVersion};

int main(int argc, char **argv) {
    lua_State *L = luaL_newstate();
    if (!L) return 1;
    luaL_openlibs(L);
    int code = argc > 1 && luaL_dofile(L, argv[1]) != LUA_OK;
    if (code) fprintf(stderr, "%s\n", lua_tostring(L, -1));
    if (argc > 2) {
        fputs("> ", stdout);
        fflush(stdout);
        getchar();
    }
    lua_close(L);
    return code;
}
