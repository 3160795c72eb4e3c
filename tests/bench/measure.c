/* SPDX-License-Identifier: MIT
 * Runs a command and writes what it cost as one JSON object into a file: CPU, wall time, peak
 * memory. It interprets nothing of the command; its streams and its exit code are passed on. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A thousand connections need more descriptors than the usual limit allows. */
static void raise_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max < 8192 ? limit.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: measure OUT COMMAND...\n");
        return 2;
    }
    double start = now();
    pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) {
        raise_limit();
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) return 2;
    double wall = now() - start;
    FILE *out = fopen(argv[1], "w");
    if (!out) return 2;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    fprintf(out, "{\"code\":%d,\"user\":%.6f,\"system\":%.6f,\"wall\":%.6f,\"peak_kb\":%ld}\n",
            code, seconds(usage.ru_utime), seconds(usage.ru_stime), wall, usage.ru_maxrss);
    fclose(out);
    return code;
}
