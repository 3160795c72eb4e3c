/* SPDX-License-Identifier: MIT
 * One step of the event loop, its list of ready events and its sources. It owns the multi handle;
 * events, timers, sources and transfers belong to those who put them in. */
#include "base/reserve.h"
#include "loop/interrupt.h"
#include "loop/loop_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { DEFAULT_LIMIT = 100 };

/* A signal that arrives between the look at the flag and the wait is noticed after this long. */
static const int64_t longest_wait = 250000000;

static void init_curl(void) {
    curl_global_init_mem(CURL_GLOBAL_DEFAULT, reserve_malloc, free, reserve_realloc, reserve_strdup,
                         reserve_calloc);
}

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* Descriptors of the sources as curl_multi_poll wants them. */
static unsigned fill_fds(struct loop *loop) {
    if (loop->source_count > loop->fds_size) {
        size_t size = loop->source_count * 2;
        struct curl_waitfd *fds = realloc(loop->fds, size * sizeof *fds);
        if (!fds) return 0; /* their turn comes when there is memory again */
        loop->fds = fds;
        loop->fds_size = size;
    }
    unsigned count = 0;
    for (struct loop_source *source = loop->sources; source; source = source->next)
        loop->fds[count++] = (struct curl_waitfd){.fd = source->bad ? -1 : source->fd,
                                                  .events = CURL_WAIT_POLLIN};
    return count;
}

/* How long the sources allow to wait; notes the moment at which each has to run anyway. */
static int64_t sources_next(struct loop *loop, int64_t now) {
    int64_t next = INT64_MAX;
    for (struct loop_source *source = loop->sources; source; source = source->next) {
        int64_t ms = source->due ? 0 : source->timeout ? source->timeout(source) : -1;
        if (ms >= 0) source->wake = least(source->wake, now + ms * 1000000);
        next = least(next, source->wake);
    }
    return next;
}

/* libcurl does not tell that a descriptor is closed; waiting for it would return at once for ever. */
static void find_closed(struct loop *loop) {
    for (struct loop_source *source = loop->sources; source; source = source->next)
        if (source->fd >= 0 && !source->bad && fcntl(source->fd, F_GETFD) < 0 && errno == EBADF)
            source->bad = source->readable = true;
}

static void wait_for_bytes(struct loop *loop, int64_t wait) {
    unsigned count = fill_fds(loop);
    int ms = (int)((wait + 999999) / 1000000);
    int ready = 0;
    curl_multi_poll(loop->multi, loop->fds, count, ms, &ready);
    /* Sources are not changed while libcurl waits: the order is still that of fill_fds. */
    unsigned i = 0;
    for (struct loop_source *source = loop->sources; source && i < count;
         source = source->next, i++) {
        source->readable = loop->fds[i].revents != 0;
        if (source->readable) ready--;
    }
    if (ready > 0) find_closed(loop);
}

static void run_sources(struct loop *loop, bool only_due) {
    int64_t now = loop->sources && !only_due ? loop_now() : 0;
    for (struct loop_source *source = loop->sources; source; source = loop->next_source) {
        loop->next_source = source->next;
        bool run = source->due || (!only_due && (source->readable || source->wake <= now));
        if (!only_due) source->readable = false;
        source->due = source->due && !run;
        if (!run) continue;
        source->wake = INT64_MAX;
        source->run(source); /* which may remove itself and others */
    }
}

bool loop_is_idle(const struct loop *loop) {
    return !loop->sources && loop->heap_count == 0 && loop->active.count == 0 &&
           loop->queued.count == 0;
}

/* The handle's own descriptors, by which other threads could wake it, are not for programs that are
 * started from here. libcurl does not see to that. */
static CURLM *open_multi(void) {
    enum { LOOKED_AT = 1024 };
    bool was_open[LOOKED_AT];
    for (int fd = 0; fd < LOOKED_AT; fd++) was_open[fd] = fcntl(fd, F_GETFD) >= 0;
    CURLM *multi = curl_multi_init();
    for (int fd = 0; fd < LOOKED_AT; fd++)
        if (!was_open[fd] && fcntl(fd, F_GETFD) >= 0) fcntl(fd, F_SETFD, FD_CLOEXEC);
    return multi;
}

struct loop *loop_open(struct err *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_curl);
    struct loop *loop = calloc(1, sizeof *loop);
    if (loop) loop->multi = open_multi();
    if (loop) loop->share = curl_share_init();
    if (!loop || !loop->multi || !loop->share) {
        if (loop) curl_share_cleanup(loop->share);
        if (loop) curl_multi_cleanup(loop->multi);
        free(loop);
        err_set(err, ERR_MEMORY, "not enough memory for the event loop");
        return NULL;
    }
    curl_share_setopt(loop->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    loop_set_limit(loop, DEFAULT_LIMIT);
    return loop;
}

void loop_close(struct loop *loop) {
    if (!loop) return;
    while (loop->sources) {
        struct loop_source *source = loop->sources;
        loop_source_remove(source);
        if (source->close) source->close(source);
    }
    loop_timers_close(loop);
    loop_transfers_close(loop);
    while (loop->ready_head) loop_event_cancel(loop->ready_head);
    curl_multi_cleanup(loop->multi);
    curl_share_cleanup(loop->share);
    free(loop->fds);
    free(loop);
}

size_t loop_step(struct loop *loop, int64_t wait) {
    int64_t end = INT64_MAX;
    if (wait >= 0) {
        end = loop_now();
        end = wait > INT64_MAX - end ? INT64_MAX : end + wait;
    }
    for (;;) {
        loop_timers_expire(loop);
        run_sources(loop, true);
        loop_transfers_run(loop);
        bool last = interrupt_take_wake() || loop->ready_count > 0;
        if (last && !loop->sources) break;
        if (loop_is_idle(loop) && end == INT64_MAX) break;
        int64_t now = loop_now();
        int64_t until = least(least(end, now + longest_wait), loop_timers_next(loop));
        until = least(until, sources_next(loop, now));
        wait_for_bytes(loop, last || until < now ? 0 : until - now);
        run_sources(loop, false);
        loop_transfers_run(loop);
        loop_timers_expire(loop);
        if (last || interrupt_take_wake() || loop->ready_count > 0) break;
        if (end != INT64_MAX && loop_now() >= end) break;
    }
    return loop->ready_count;
}

size_t loop_deliver(struct loop *loop, void *context) {
    uint64_t newest = loop->serial;
    size_t count = 0;
    while (loop->ready_head && loop->ready_head->serial <= newest) {
        struct loop_event *event = loop->ready_head;
        loop_event_cancel(event);
        count++;
        event->deliver(event, context);
    }
    run_sources(loop, true); /* answers leave without waiting for the next step */
    return count;
}

void loop_hold(struct loop *loop, int count) {
    loop->held += (size_t)count;
}

int64_t loop_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void loop_stat(const struct loop *loop, struct loop_stat *stat) {
    *stat = (struct loop_stat){
        .in_flight = loop->active.count,
        .queued = loop->queued.count,
        .timers = loop->heap_count - loop->internal_timers,
        .servers = loop->server_count,
        .held = loop->held,
        .ready = loop->ready_count,
        .started = loop->started,
        .finished = loop->finished,
        .failed = loop->failed,
    };
}

void loop_event_ready(struct loop *loop, struct loop_event *event) {
    if (event->loop) return;
    event->loop = loop;
    event->serial = ++loop->serial;
    event->next = NULL;
    event->prev = loop->ready_tail;
    if (loop->ready_tail)
        loop->ready_tail->next = event;
    else
        loop->ready_head = event;
    loop->ready_tail = event;
    loop->ready_count++;
}

void loop_event_cancel(struct loop_event *event) {
    struct loop *loop = event->loop;
    if (!loop) return;
    if (event->prev)
        event->prev->next = event->next;
    else
        loop->ready_head = event->next;
    if (event->next)
        event->next->prev = event->prev;
    else
        loop->ready_tail = event->prev;
    loop->ready_count--;
    event->next = event->prev = NULL;
    event->loop = NULL;
}

void loop_source_add(struct loop *loop, struct loop_source *source) {
    source->loop = loop;
    source->prev = NULL;
    source->next = loop->sources;
    source->readable = source->bad = false;
    source->wake = INT64_MAX;
    if (loop->sources) loop->sources->prev = source;
    loop->sources = source;
    loop->source_count++;
    if (source->server) loop->server_count++;
}

void loop_source_remove(struct loop_source *source) {
    struct loop *loop = source->loop;
    if (!loop) return;
    if (source->prev)
        source->prev->next = source->next;
    else
        loop->sources = source->next;
    if (source->next) source->next->prev = source->prev;
    if (loop->next_source == source) loop->next_source = source->next;
    loop->source_count--;
    if (source->server) loop->server_count--;
    source->loop = NULL;
}
