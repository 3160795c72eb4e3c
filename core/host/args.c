/* SPDX-License-Identifier: MIT
 * Reads the command line: stock Lua's short options with their meaning, and long ones of our own. Runs nothing. */
#include "host/host.h"

#include <string.h>

#include <lauxlib.h>

/* A long option's value: behind '=', or the next argument. NULL when there is none. */
static const char *long_value(struct host_args *args, int *i, const char *name) {
    const char *text = args->argv[*i] + strlen(name);
    if (*text == '=') return text + 1;
    if (*i + 1 < args->argc) return args->argv[++*i];
    return NULL;
}

static int is_long(const char *argument, const char *name) {
    size_t len = strlen(name);
    return strncmp(argument, name, len) == 0 && (argument[len] == '\0' || argument[len] == '=');
}

static int collect_long(struct host_args *args, int *i) {
    const char *option = args->argv[*i];
    if (strcmp(option, "--local") == 0) args->found |= ARG_LOCAL;
    else if (strcmp(option, "--json") == 0) args->found |= ARG_JSON;
    else if (strcmp(option, "--strict") == 0) args->found |= ARG_STRICT;
    else if (strcmp(option, "--version") == 0) args->found |= ARG_ABOUT;
    else if (strcmp(option, "--help") == 0) args->found |= ARG_HELP;
    else if (strcmp(option, "--scripts") == 0) args->found |= ARG_SCRIPTS;
    else if (is_long(option, "--trace")) {
        args->found |= ARG_TRACE;
        args->trace = option[7] == '=' ? option + 8 : NULL;
        if (args->trace && !*args->trace) return err_set(&args->problem, ERR_DATA, "'%s' needs a file name", option);
    } else if (is_long(option, "--profile")) {
        args->profile = long_value(args, i, "--profile");
        if (!args->profile || !*args->profile) return err_set(&args->problem, ERR_DATA, "'%s' needs a name", option);
    } else if (is_long(option, "--color")) {
        args->color = long_value(args, i, "--color");
        if (!args->color || (strcmp(args->color, "auto") != 0 && strcmp(args->color, "on") != 0 &&
                             strcmp(args->color, "off") != 0))
            return err_set(&args->problem, ERR_DATA, "'%s' needs auto, on or off", option);
    } else {
        return err_set(&args->problem, ERR_DATA, "unrecognized option '%s'", option);
    }
    return 0;
}

/* 1: an option was read; 0: argv[*i] is the script; -1: wrong usage. */
static int collect_short(struct host_args *args, int *i) {
    const char *option = args->argv[*i];
    if (option[0] != '-' || option[1] == '\0') return 0; /* a script, or "-" for stdin */
    if (option[1] == '-') return option[2] ? (collect_long(args, i) ? -1 : 1) : 0;
    if (strchr("EiWv", option[1]) && option[2] != '\0')
        return err_set(&args->problem, ERR_DATA, "unrecognized option '%s'", option);
    switch (option[1]) {
    case 'E': args->found |= ARG_NO_ENVIRONMENT; break;
    case 'i': args->found |= ARG_INTERACTIVE | ARG_VERSION; break;
    case 'v': args->found |= ARG_VERSION; break;
    case 'W': break;
    case 'e':
        args->found |= ARG_EXECUTE; /* fall through */
    case 'l':
        if (option[2] == '\0' && (++*i >= args->argc || args->argv[*i][0] == '-'))
            return err_set(&args->problem, ERR_DATA, "'%s' needs argument", option);
        break;
    default: return err_set(&args->problem, ERR_DATA, "unrecognized option '%s'", option);
    }
    return 1;
}

int host_args_takes_next(const char *option) {
    return strcmp(option, "-e") == 0 || strcmp(option, "-l") == 0 || strcmp(option, "--profile") == 0 ||
           strcmp(option, "--color") == 0;
}

/* Whoever reads JSON gets JSON wherever --json stands: it is looked for behind a faulty option, too, up to the script. */
static void find_json(struct host_args *args, int i) {
    for (; i < args->argc && args->argv[i][0] == '-' && args->argv[i][1]; i++) {
        const char *option = args->argv[i];
        if (strcmp(option, "--") == 0) return;
        if (strcmp(option, "--json") == 0) args->found |= ARG_JSON;
        int has_value = host_args_takes_next(option) && i + 1 < args->argc && args->argv[i + 1][0] != '-';
        if (has_value) i++;
    }
}

int host_args_collect(struct host_args *args, int argc, char **argv) {
    *args = (struct host_args){.argc = argc, .argv = argv, .script = argc};
    for (int i = 1; i < argc; i++) {
        int first = i;
        int read = collect_short(args, &i);
        if (read < 0) {
            find_json(args, first);
            return -1;
        }
        if (read > 0) continue;
        args->script = strcmp(argv[i], "--") == 0 ? i + 1 : i;
        return 0;
    }
    return 0;
}

void host_args_publish(lua_State *L, const struct host_args *args) {
    int zero = args->script < args->argc ? args->script : 0;
    lua_createtable(L, args->argc - zero, zero + 1);
    for (int i = 0; i < args->argc; i++) {
        lua_pushstring(L, args->argv[i]);
        lua_rawseti(L, -2, i - zero);
    }
    lua_setglobal(L, "arg");
}
