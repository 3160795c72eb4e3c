/* SPDX-License-Identifier: MIT
 * A command run on the loop: bytes in on its stdin, bytes out from its stdout, and an end after a
 * given time at the latest. No shell is involved. The structure is embedded in its owner, who closes
 * it before it is freed; `done` runs once, inside loop_step. */
#ifndef ALIPAY_PROCESS_H
#define ALIPAY_PROCESS_H

#include <sys/types.h>

#include "loop/loop.h"

enum { PROCESS_COMPLAINT = 512 };

enum process_end {
    PROCESS_EXITED,   /* `status` is its exit code */
    PROCESS_SIGNALED, /* `status` is the signal that ended it */
    PROCESS_LATE,     /* killed when its time was up */
    PROCESS_TALKATIVE /* killed because it wrote more than `max_output` */
};

struct process_order {
    char *const *argv;        /* NULL at the end; argv[0] is searched for in PATH */
    const char *const *extra; /* NULL or "NAME=VALUE" strings that are added to the environment */
    const void *input;
    size_t input_len;
    int64_t timeout; /* nanoseconds */
    size_t max_output;
};

struct process {
    struct loop_source source, output_source, complaint_source; /* source: of its end */
    struct loop_timer timer;
    struct process *next; /* of those that run */
    struct loop *loop; /* NULL before it is started and after it was closed */
    pid_t pid;         /* 0 once it was waited for */
    int output, complaints;
    size_t max_output;
    char *text; /* what it wrote to stdout */
    size_t len, size;
    char complaint[PROCESS_COMPLAINT + 1]; /* the end of what it wrote to stderr */
    size_t complaint_len;
    enum process_end end;
    int status;
    void (*done)(struct process *process);
};

/* Starts a command; `done` is set by the caller, the rest is zeroed. ERR_FILE when it cannot be
 * executed. After a failure nothing is to be closed. */
int process_start(struct process *process, struct loop *loop, const struct process_order *order,
                  struct err *err);

/* Kills it with all it has started, unless it is over, and releases everything. `done` is not called
 * then. Idempotent. */
void process_close(struct process *process);

#endif
