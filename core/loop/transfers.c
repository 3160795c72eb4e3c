/* SPDX-License-Identifier: MIT
 * Transfers of the loop: our own queue in front of libcurl's multi handle. The limit is kept here
 * and not by CURLMOPT_MAX_HOST_CONNECTIONS, with which libcurl counts the time that a transfer waits
 * for its turn. What a transfer means is the business of its owner (http/client.c). */
#include "loop/loop_internal.h"

static void append(struct loop_transfers *list, struct loop_transfer *transfer) {
    transfer->next = NULL;
    transfer->prev = list->tail;
    if (list->tail)
        list->tail->next = transfer;
    else
        list->head = transfer;
    list->tail = transfer;
    list->count++;
}

static void take_out(struct loop_transfers *list, struct loop_transfer *transfer) {
    if (transfer->prev)
        transfer->prev->next = transfer->next;
    else
        list->head = transfer->next;
    if (transfer->next)
        transfer->next->prev = transfer->prev;
    else
        list->tail = transfer->prev;
    transfer->next = transfer->prev = NULL;
    list->count--;
}

static void finish(struct loop *loop, struct loop_transfer *transfer, CURLcode code) {
    loop_transfer_end(transfer);
    loop->finished++;
    transfer->done(transfer, code);
}

static void top_up(struct loop *loop) {
    while (loop->queued.head && loop->active.count < loop->limit) {
        struct loop_transfer *transfer = loop->queued.head;
        take_out(&loop->queued, transfer);
        append(&loop->active, transfer);
        transfer->state = TRANSFER_ACTIVE;
        transfer->begin(transfer);
        curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, (char *)transfer);
        if (curl_multi_add_handle(loop->multi, transfer->easy) != CURLM_OK)
            finish(loop, transfer, CURLE_OUT_OF_MEMORY);
    }
}

static void drain(struct loop *loop) {
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(loop->multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        char *transfer = NULL;
        CURLcode code = message->data.result; /* gone once the handle is taken out */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(loop, (struct loop_transfer *)(void *)transfer, code);
    }
}

static void forget_all(struct loop_transfers *list) {
    while (list->head) {
        struct loop_transfer *transfer = list->head;
        loop_transfer_cancel(transfer);
        curl_easy_setopt(transfer->easy, CURLOPT_SHARE, NULL); /* the share ends with the loop */
        transfer->loop = NULL;
        if (transfer->closed) transfer->closed(transfer);
    }
}

void loop_transfers_run(struct loop *loop) {
    top_up(loop);
    if (loop->active.count == 0) return;
    int running;
    curl_multi_perform(loop->multi, &running);
    if ((size_t)running < loop->active.count) drain(loop);
}

void loop_transfers_close(struct loop *loop) {
    forget_all(&loop->queued);
    forget_all(&loop->active);
    forget_all(&loop->ended);
}

/* One for each request: a handle that is used again is not safe with libcurl below 8, which keeps a
 * pointer to the last header of the reply before and reads it when the next one begins with a line
 * that is folded. A pool would save about 1 % of a call. */
CURL *loop_easy_open(struct loop *loop) {
    CURL *easy = curl_easy_init();
    if (easy) curl_easy_setopt(easy, CURLOPT_SHARE, loop->share);
    return easy;
}

void loop_transfer_start(struct loop *loop, struct loop_transfer *transfer) {
    transfer->loop = loop;
    transfer->state = TRANSFER_QUEUED;
    append(&loop->queued, transfer);
    loop->started++;
}

void loop_transfer_end(struct loop_transfer *transfer) {
    struct loop *loop = transfer->loop;
    loop_transfer_cancel(transfer);
    append(&loop->ended, transfer);
    transfer->state = TRANSFER_ENDED;
}

void loop_transfer_cancel(struct loop_transfer *transfer) {
    struct loop *loop = transfer->loop;
    if (!loop) return;
    if (transfer->state == TRANSFER_QUEUED) take_out(&loop->queued, transfer);
    if (transfer->state == TRANSFER_ENDED) take_out(&loop->ended, transfer);
    if (transfer->state == TRANSFER_ACTIVE) {
        curl_multi_remove_handle(loop->multi, transfer->easy);
        take_out(&loop->active, transfer);
    }
    transfer->state = TRANSFER_IDLE;
}

void loop_transfer_failed(struct loop *loop) {
    loop->failed++;
}

size_t loop_limit(const struct loop *loop) {
    return loop->limit;
}

/* A connection cache smaller than the limit would close connections that are about to be used
 * again. */
void loop_set_limit(struct loop *loop, size_t limit) {
    loop->limit = limit;
    curl_multi_setopt(loop->multi, CURLMOPT_MAXCONNECTS, (long)limit);
}
