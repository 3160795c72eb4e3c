/* SPDX-License-Identifier: MIT
 * Preloaded into the program it lets memory run out at a chosen allocation of the whole process, libraries included; as a Lua
 * module ("shortage") it forks a prepared process for each such allocation. What the process does is the caller's matter.
 *
 * SHORTAGE_FIRST and SHORTAGE_COUNT: the allocation of a process that fails first, and how many do. SHORTAGE_SEEN: a file that
 * gets the number of allocations. SHORTAGE_STACKS: one that gets 8 bytes for each of them, equal where the calls that led to it are:
 * those of C, and the lines of Lua, all of which look like one function to C. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lauxlib.h>

int luaopen_shortage(lua_State *L);
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

enum { FRAMES = 256, STACKS = 1 << 18 };

static atomic_long own;
static atomic_long *seen = &own; /* in a child, memory that its parent reads */
static long first = LONG_MAX, end = LONG_MAX;
static atomic_long *shared;

static uint64_t *stacks; /* one for each allocation, while they are recorded */
static char stacks_path[512];
static _Thread_local int is_recording; /* what the unwinder allocates counts for nothing */

/* The coroutine that a thread runs, and those that wait for it; none in a thread that runs no Lua. */
struct coroutine {
    lua_State *L;
    const struct coroutine *resumer;
};
static _Thread_local const struct coroutine *running;

static void mix(uint64_t *hash, uint64_t value) {
    *hash = (*hash ^ value) * 1099511628211u;
}

static void mix_lines(uint64_t *hash, lua_State *L) {
    lua_Debug at;
    for (int level = 0; lua_getstack(L, level, &at); level++) {
        lua_getinfo(L, "Sl", &at);
        mix(hash, (uint64_t)at.currentline);
        for (const char *c = at.short_src; *c; c++) mix(hash, (unsigned char)*c);
    }
}

/* A block that grows may be the very stack of Lua, which cannot be read then. */
static void record(long n, int grows) {
    void *frames[FRAMES];
    is_recording = 1;
    int count = backtrace(frames, FRAMES);
    uint64_t hash = 1469598103934665603u;
    for (int i = 0; i < count; i++) mix(&hash, (uintptr_t)frames[i]);
    for (const struct coroutine *at = grows ? NULL : running; at; at = at->resumer) mix_lines(&hash, at->L);
    is_recording = 0;
    if (n <= STACKS) stacks[n - 1] = hash;
}

static int refuses(int grows) {
    if (is_recording) return 0;
    long n = atomic_fetch_add_explicit(seen, 1, memory_order_relaxed) + 1;
    if (stacks) record(n, grows);
    if (n < first || n >= end) return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return refuses(0) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return refuses(0) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return size > 0 && refuses(block != NULL) ? NULL : __libc_realloc(block, size);
}

lua_State *luaL_newstate(void) {
    static struct coroutine main_one;
    lua_State *(*real)(void) = (lua_State * (*)(void)) dlsym(RTLD_NEXT, "luaL_newstate");
    main_one.L = real();
    running = main_one.L ? &main_one : NULL;
    return main_one.L;
}

int lua_resume(lua_State *L, lua_State *from, int count, int *results) {
    static int (*real)(lua_State *, lua_State *, int, int *);
    if (!real) real = (int (*)(lua_State *, lua_State *, int, int *))dlsym(RTLD_NEXT, "lua_resume");
    struct coroutine one = {L, running};
    running = &one;
    int status = real(L, from, count, results);
    running = one.resumer;
    return status;
}

static void write_number(int fd, long number) {
    char text[24], *at = text + sizeof text;
    *--at = '\n';
    do *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    if (write(fd, at, (size_t)(text + sizeof text - at)) < 0) return;
}

/* Where a process was that crashed, or, by SIGABRT from outside, hangs. */
static void show_place(int number) {
    static const char title[] = "shortage: stopped by signal ";
    void *frames[FRAMES];
    first = LONG_MAX;
    if (write(STDERR_FILENO, title, sizeof title - 1) < 0) _exit(128 + number);
    write_number(STDERR_FILENO, number);
    backtrace_symbols_fd(frames, backtrace(frames, FRAMES), STDERR_FILENO);
    signal(number, SIG_DFL);
    raise(number);
}

static void arm(long from, long count) {
    atomic_store(seen, 0);
    first = from;
    end = count > LONG_MAX - from ? LONG_MAX : from + count;
}

static void record_to(const char *path) {
    void *room = mmap(NULL, STACKS * sizeof *stacks, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED || strlen(path) >= sizeof stacks_path) abort();
    strcpy(stacks_path, path);
    stacks = room;
}

__attribute__((constructor)) static void start(void) {
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    void *frame;
    backtrace(&frame, 1); /* loads what it needs now */
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        sigaction(fatal[i], &(struct sigaction){.sa_handler = show_place, .sa_flags = (int)SA_RESETHAND}, NULL);
    const char *from = getenv("SHORTAGE_FIRST"), *count = getenv("SHORTAGE_COUNT");
    if (getenv("SHORTAGE_STACKS")) record_to(getenv("SHORTAGE_STACKS"));
    if (from && count) arm(atol(from), atol(count));
    unsetenv("LD_PRELOAD"); /* commands that the program runs have memory */
}

static int create(const char *path) {
    return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void report(void) {
    long number = atomic_load(seen);
    first = LONG_MAX;
    int fd = getenv("SHORTAGE_SEEN") ? create(getenv("SHORTAGE_SEEN")) : -1;
    if (fd >= 0) write_number(fd, number);
    close(fd);
    if (!stacks) return;
    fd = create(stacks_path);
    size_t size = (size_t)(number < STACKS ? number : STACKS) * sizeof *stacks;
    if (write(fd, stacks, size) != (ssize_t)size) abort();
    close(fd);
}

/* shortage.fork(path) -> pid: 0 in the child, which writes to the file from now on and reads nothing. */
static int l_fork(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    int fd = create(path), null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || null < 0) return luaL_error(L, "%s: %s", path, strerror(errno));
    if (!shared) shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return luaL_error(L, "no shared memory");
    atomic_store(shared, 0);
    pid_t pid = fork();
    if (pid == 0) {
        seen = shared;
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        dup2(null, STDIN_FILENO);
    }
    close(fd);
    close(null);
    if (pid < 0) return luaL_error(L, "fork: %s", strerror(errno));
    lua_pushinteger(L, pid);
    return 1;
}

/* shortage.arm(first, count): in this process those allocations fail from here on. */
static int l_arm(lua_State *L) {
    arm((long)luaL_checkinteger(L, 1), (long)luaL_checkinteger(L, 2));
    return 0;
}

/* shortage.record(path): SHORTAGE_STACKS of this process, from here on. */
static int l_record(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    atomic_store(seen, 0);
    record_to(path);
    return 0;
}

/* shortage.wait(pid, seconds) -> how, number, allocations: "exit", "signal" or "hang". The child is gone then. */
static int l_wait(lua_State *L) {
    pid_t pid = (pid_t)luaL_checkinteger(L, 1);
    int ms = (int)(luaL_checknumber(L, 2) * 1000), status;
    struct pollfd poller = {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    if (poller.fd < 0) return luaL_error(L, "pidfd_open: %s", strerror(errno));
    int ready;
    do ready = poll(&poller, 1, ms);
    while (ready < 0 && errno == EINTR);
    if (ready == 0) {
        kill(pid, SIGABRT); /* shows its place */
        if (poll(&poller, 1, 5000) == 0) kill(pid, SIGKILL);
    }
    close(poller.fd);
    if (waitpid(pid, &status, 0) != pid) return luaL_error(L, "waitpid: %s", strerror(errno));
    lua_pushstring(L, ready == 0 ? "hang" : WIFSIGNALED(status) ? "signal" : "exit");
    lua_pushinteger(L, WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    lua_pushinteger(L, atomic_load(shared));
    return 3;
}

/* shortage.leave(code): ends a child at once, with nothing closed. */
static int l_leave(lua_State *L) {
    _exit((int)luaL_checkinteger(L, 1));
}

int luaopen_shortage(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"fork", l_fork}, {"arm", l_arm}, {"record", l_record}, {"wait", l_wait}, {"leave", l_leave}, {NULL, NULL}};
    luaL_newlib(L, functions);
    return 1;
}
