/* SPDX-License-Identifier: MIT
 * The one event loop: transfers, timers, sources (servers, watched descriptors) and the list of
 * events that are ready to be delivered. It runs no callback of a user: loop_step() moves bytes and
 * fills the list, and loop_deliver() empties it, so that nothing is ever called from inside libcurl
 * or libmicrohttpd. All structures are embedded in their owners, who unlink them (cancel, remove)
 * before they free them. */
#ifndef ALIPAY_LOOP_H
#define ALIPAY_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

#include "base/err.h"

struct loop;

/* Something that is ready. `deliver` gets the context of the loop_deliver() call and may leave it
 * by longjmp: the event is off the list by then. */
struct loop_event {
    struct loop_event *next, *prev;
    struct loop *loop; /* NULL while the event is not in the list */
    uint64_t serial;
    void (*deliver)(struct loop_event *event, void *context);
    void *owner;
};

/* A one-shot timer. `expire` runs inside loop_step. */
struct loop_timer {
    struct loop *loop; /* NULL while it is not armed */
    int64_t due;       /* nanoseconds, monotonic */
    uint64_t serial;   /* timers of the same moment expire in the order in which they were armed */
    size_t slot;
    bool internal; /* not counted as a timer of the user */
    void (*expire)(struct loop_timer *timer);
};

/* Something with a descriptor to wait for, or -1. `run` is called when it is readable, when `due` is
 * set, when `timeout` has passed, and once when the descriptor turns out to be closed (`bad`), which is
 * not waited for any more; `close` when the loop goes first, and may be NULL. */
struct loop_source {
    struct loop_source *next, *prev;
    struct loop *loop; /* NULL while it is not in a loop */
    int fd;
    bool server; /* counted as a server */
    bool due;    /* run it as soon as possible */
    bool readable, bad;
    /* Nanoseconds, the earliest end of a `timeout` since it last ran: a loop that is busy and asks again
     * and again does not push it out. Kept by the loop. */
    int64_t wake;
    int64_t (*timeout)(struct loop_source *source); /* milliseconds, -1 for none; may be NULL */
    void (*run)(struct loop_source *source);
    void (*close)(struct loop_source *source);
};

enum loop_transfer_state { TRANSFER_IDLE, TRANSFER_QUEUED, TRANSFER_ACTIVE, TRANSFER_ENDED };

/* A libcurl transfer. `begin` runs when it leaves the queue, `done` when it has ended, `closed`, which
 * may be NULL, when the loop goes first. */
struct loop_transfer {
    struct loop_transfer *next, *prev;
    struct loop *loop; /* NULL after the loop was closed */
    enum loop_transfer_state state;
    CURL *easy;
    void (*begin)(struct loop_transfer *transfer);
    void (*done)(struct loop_transfer *transfer, CURLcode code);
    void (*closed)(struct loop_transfer *transfer);
};

struct loop_stat {
    size_t in_flight, queued, timers, servers, held, ready;
    uint64_t started, finished, failed;
};

struct loop *loop_open(struct err *err);

/* Closes every source, stops every timer, takes out every transfer and event. Their owners stay
 * valid. */
void loop_close(struct loop *loop);

/* Waits up to `wait` nanoseconds (negative: until something happens) unless something is ready;
 * returns the number of ready events. Ends early after interrupt_wake(). With nothing to wait for,
 * and no end of the wait, it returns at once. */
size_t loop_step(struct loop *loop, int64_t wait);

/* Nothing is under way that could become ready: a wait without an end would never end. */
bool loop_is_idle(const struct loop *loop);

/* Delivers what was ready when it was called; returns the number of events. May be called from
 * `deliver`. */
size_t loop_deliver(struct loop *loop, void *context);

/* Counts work that goes on elsewhere and whose source will report it: more, or fewer when negative. */
void loop_hold(struct loop *loop, int count);

int64_t loop_now(void);
void loop_stat(const struct loop *loop, struct loop_stat *stat);

/* Queues the event; does nothing when it is queued already. */
void loop_event_ready(struct loop *loop, struct loop_event *event);
void loop_event_cancel(struct loop_event *event);

/* Arms the timer; expire and internal are set by the caller. Returns -1 when out of memory. */
int loop_timer_start(struct loop *loop, struct loop_timer *timer, int64_t due);
void loop_timer_cancel(struct loop_timer *timer);

void loop_source_add(struct loop *loop, struct loop_source *source);
void loop_source_remove(struct loop_source *source);

/* An easy handle without options that shares the TLS sessions of the loop; NULL: out of memory. Its
 * owner ends it with curl_easy_cleanup, also after the loop was closed. */
CURL *loop_easy_open(struct loop *loop);

/* Puts the transfer into the queue; it leaves it in a later loop_step. */
void loop_transfer_start(struct loop *loop, struct loop_transfer *transfer);
/* Stops it without a call of `done`; it stays known to the loop. */
void loop_transfer_end(struct loop_transfer *transfer);
/* Takes it out, wherever it is; `done` is not called then. */
void loop_transfer_cancel(struct loop_transfer *transfer);
/* Counts a finished transfer as a failed one. */
void loop_transfer_failed(struct loop *loop);

size_t loop_limit(const struct loop *loop);
void loop_set_limit(struct loop *loop, size_t limit);

#endif
