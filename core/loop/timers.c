/* SPDX-License-Identifier: MIT
 * Timers of the loop: a binary heap by due time. Timers belong to those who armed them. */
#include <stdlib.h>

#include "loop/loop_internal.h"

static bool before(const struct loop_timer *a, const struct loop_timer *b) {
    return a->due < b->due || (a->due == b->due && a->serial < b->serial);
}

static void place(struct loop *loop, size_t slot, struct loop_timer *timer) {
    loop->heap[slot] = timer;
    timer->slot = slot;
}

static void sift_up(struct loop *loop, size_t slot, struct loop_timer *timer) {
    while (slot > 0) {
        size_t parent = (slot - 1) / 2;
        if (!before(timer, loop->heap[parent])) break;
        place(loop, slot, loop->heap[parent]);
        slot = parent;
    }
    place(loop, slot, timer);
}

static void sift_down(struct loop *loop, size_t slot, struct loop_timer *timer) {
    for (;;) {
        size_t child = 2 * slot + 1;
        if (child >= loop->heap_count) break;
        if (child + 1 < loop->heap_count && before(loop->heap[child + 1], loop->heap[child]))
            child++;
        if (!before(loop->heap[child], timer)) break;
        place(loop, slot, loop->heap[child]);
        slot = child;
    }
    place(loop, slot, timer);
}

int loop_timer_start(struct loop *loop, struct loop_timer *timer, int64_t due) {
    loop_timer_cancel(timer);
    if (loop->heap_count == loop->heap_size) {
        size_t size = loop->heap_size ? loop->heap_size * 2 : 64;
        struct loop_timer **heap = realloc(loop->heap, size * sizeof *heap);
        if (!heap) return -1;
        loop->heap = heap;
        loop->heap_size = size;
    }
    timer->loop = loop;
    timer->due = due;
    timer->serial = ++loop->serial;
    if (timer->internal) loop->internal_timers++;
    sift_up(loop, loop->heap_count++, timer);
    return 0;
}

void loop_timer_cancel(struct loop_timer *timer) {
    struct loop *loop = timer->loop;
    if (!loop) return;
    timer->loop = NULL;
    if (timer->internal) loop->internal_timers--;
    struct loop_timer *last = loop->heap[--loop->heap_count];
    if (last == timer) return;
    size_t slot = timer->slot;
    if (slot > 0 && before(last, loop->heap[(slot - 1) / 2]))
        sift_up(loop, slot, last);
    else
        sift_down(loop, slot, last);
}

/* A timer that is armed while others expire has a later serial and waits for the next round. */
void loop_timers_expire(struct loop *loop) {
    if (loop->heap_count == 0) return;
    int64_t now = loop_now();
    uint64_t newest = loop->serial;
    while (loop->heap_count > 0 && loop->heap[0]->due <= now && loop->heap[0]->serial <= newest) {
        struct loop_timer *timer = loop->heap[0];
        loop_timer_cancel(timer);
        timer->expire(timer);
    }
}

int64_t loop_timers_next(const struct loop *loop) {
    return loop->heap_count ? loop->heap[0]->due : INT64_MAX;
}

void loop_timers_close(struct loop *loop) {
    for (size_t i = 0; i < loop->heap_count; i++) loop->heap[i]->loop = NULL;
    free(loop->heap);
    loop->heap = NULL;
    loop->heap_count = loop->heap_size = loop->internal_timers = 0;
}
