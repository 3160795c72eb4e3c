/* SPDX-License-Identifier: MIT
 * Guests of a server: who they are, and how they are read, is in server_internal.h. There are few at a
 * time, and each has as long as the head of a request has; then, or when there are too many, the one
 * that waits longest is closed. Where a tunnel leads is not known here. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/server_internal.h"

enum { GUESTS = 64, AUTHORITY_ROOM = 256 };

static const char method[] = "CONNECT ";
enum { METHOD_LEN = sizeof method - 1 };

struct guest {
    struct guest *next, *prev; /* in the server's list; the first one waits longest */
    struct server *server;
    struct loop_source source;
    struct loop_timer timer;
    struct loop_event event;
    struct sockaddr_storage address;
    socklen_t address_len;
    size_t peeked, head_len;
    char authority[AUTHORITY_ROOM];
};

enum tunnel_kind tunnel_read(const char *bytes, size_t len, const char **authority,
                             size_t *authority_len, size_t *head_len) {
    if (memcmp(bytes, method, len < METHOD_LEN ? len : METHOD_LEN) != 0) return TUNNEL_NONE;
    const char *end = memmem(bytes, len, "\r\n\r\n", 4);
    if (!end) return TUNNEL_UNKNOWN;
    const char *first = bytes + METHOD_LEN, *line_end = memchr(bytes, '\r', len);
    const char *space = first < line_end ? memchr(first, ' ', (size_t)(line_end - first)) : NULL;
    if (!space || space == first || space - first >= AUTHORITY_ROOM ||
        strncmp(space, " HTTP/1.", sizeof " HTTP/1." - 1) != 0 || memchr(first, '\0', (size_t)(space - first)))
        return TUNNEL_NONE;
    *authority = first;
    *authority_len = (size_t)(space - first);
    *head_len = (size_t)(end - bytes) + 4;
    return TUNNEL_WHOLE;
}

/* The guest is gone; its descriptor is the caller's. */
static int remove_guest(struct guest *guest) {
    struct server *server = guest->server;
    int fd = guest->source.fd;
    loop_source_remove(&guest->source);
    loop_timer_cancel(&guest->timer);
    loop_event_cancel(&guest->event);
    if (guest->prev) guest->prev->next = guest->next;
    else server->guests.first = guest->next;
    if (guest->next) guest->next->prev = guest->prev;
    else server->guests.last = guest->prev;
    server->guests.count--;
    free(guest);
    return fd;
}

static void close_guest(struct guest *guest) {
    close(remove_guest(guest));
}

/* As many unread bytes wake the guest; one wakes whoever gets the socket. */
static void wake_at(int fd, size_t bytes) {
    int count = (int)bytes;
    setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &count, sizeof count);
}

/* It goes on as a connection to a server. */
static void hand_over(struct guest *guest, struct server *to) {
    struct sockaddr_storage address = guest->address;
    socklen_t len = guest->address_len;
    int fd = remove_guest(guest);
    wake_at(fd, 1);
    server_take(to, fd, (const struct sockaddr *)&address, len);
}

static void on_bytes(struct loop_source *source) {
    struct guest *guest = (struct guest *)(void *)((char *)source - offsetof(struct guest, source));
    char bytes[TUNNEL_HEAD_ROOM];
    const char *authority;
    size_t authority_len;
    ssize_t len = recv(source->fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);
    if (len < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (len <= 0) {
        close_guest(guest);
        return;
    }
    switch (tunnel_read(bytes, (size_t)len, &authority, &authority_len, &guest->head_len)) {
    case TUNNEL_NONE: hand_over(guest, guest->server); break;
    case TUNNEL_UNKNOWN:
        /* Nothing more than before: the peer has closed its side. */
        if ((size_t)len == guest->peeked || (size_t)len == sizeof bytes) {
            close_guest(guest);
            return;
        }
        guest->peeked = (size_t)len;
        wake_at(source->fd, guest->peeked + 1);
        break;
    case TUNNEL_WHOLE:
        memcpy(guest->authority, authority, authority_len);
        guest->authority[authority_len] = '\0';
        loop_source_remove(source);
        loop_event_ready(guest->server->loop, &guest->event);
        break;
    }
}

static void on_late(struct loop_timer *timer) {
    close_guest((struct guest *)(void *)((char *)timer - offsetof(struct guest, timer)));
}

void tunnel_admit(struct server *server, int fd, const struct sockaddr *address, socklen_t len) {
    if (server->guests.count >= GUESTS) close_guest(server->guests.first);
    struct guest *guest = calloc(1, sizeof *guest);
    if (!guest) {
        close(fd);
        return;
    }
    guest->server = server;
    memcpy(&guest->address, address, len);
    guest->address_len = len;
    guest->source = (struct loop_source){.fd = fd, .run = on_bytes};
    guest->timer = (struct loop_timer){.internal = true, .expire = on_late};
    guest->event = (struct loop_event){.deliver = server->tunnel, .owner = guest};
    guest->prev = server->guests.last;
    if (guest->prev) guest->prev->next = guest;
    else server->guests.first = guest;
    server->guests.last = guest;
    server->guests.count++;
    loop_source_add(server->loop, &guest->source);
    if (loop_timer_start(server->loop, &guest->timer, loop_now() + server->clients.head_timeout) != 0)
        close_guest(guest);
}

void tunnel_close_all(struct server *server) {
    while (server->guests.first) close_guest(server->guests.first);
}

const char *server_tunnel(struct loop_event *event, void **owner) {
    struct guest *guest = event->owner;
    *owner = guest->server->owner;
    return guest->authority;
}

void server_lead(struct loop_event *event, struct server *to) {
    static const char answer[] = "HTTP/1.1 200 Connection established\r\n\r\n";
    struct guest *guest = event->owner;
    char bytes[TUNNEL_HEAD_ROOM];
    if (!to) {
        hand_over(guest, guest->server);
    } else if (recv(guest->source.fd, bytes, guest->head_len, MSG_DONTWAIT) == (ssize_t)guest->head_len &&
               send(guest->source.fd, answer, sizeof answer - 1, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof answer - 1) {
        hand_over(guest, to);
    } else {
        close_guest(guest);
    }
}
