/* SPDX-License-Identifier: MIT
 * The inside of struct loop, shared by loop.c, timers.c and transfers.c only. */
#ifndef ALIPAY_LOOP_PRIVATE_H
#define ALIPAY_LOOP_PRIVATE_H

#include "loop/loop.h"

struct loop_transfers {
    struct loop_transfer *head, *tail;
    size_t count;
};

struct loop {
    CURLM *multi;
    CURLSH *share; /* TLS sessions: the multi handle shares connections and names only */
    struct loop_event *ready_head, *ready_tail;
    size_t ready_count;
    uint64_t serial;

    struct loop_timer **heap; /* binary heap by due time */
    size_t heap_count, heap_size, internal_timers;

    struct loop_source *sources, *next_source; /* next_source: to be looked at by run_sources */
    size_t source_count, server_count, held;
    struct curl_waitfd *fds;
    size_t fds_size;

    struct loop_transfers queued, active,
        ended; /* ended: done, and not yet taken out by the owner */
    size_t limit;
    uint64_t started, finished, failed;
};

void loop_timers_expire(struct loop *loop);
int64_t loop_timers_next(const struct loop *loop); /* INT64_MAX without timers */
void loop_timers_close(struct loop *loop);

/* Fills up from the queue, moves bytes, and tells the owners of what has ended. */
void loop_transfers_run(struct loop *loop);
void loop_transfers_close(struct loop *loop);

#endif
