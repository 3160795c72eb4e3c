/* SPDX-License-Identifier: MIT
 * Who is connected to a server: how many, from where, and who keeps it waiting. When there is no
 * room, or the head of a request does not come in time, the connection that waits longest is shut
 * down; libmicrohttpd then closes it. Descriptors are libmicrohttpd's. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "http/server_internal.h"

/* Descriptors left for everything else, fewest and most connections. Each may need a second
 * descriptor, for a file that comes or goes. */
enum { RESERVED = 64, FEWEST = 8, MOST = 1000 };

size_t clients_limit(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return FEWEST;
    if (files.rlim_cur < RESERVED + 2 * FEWEST) return FEWEST;
    rlim_t limit = (files.rlim_cur - RESERVED) / 2;
    return limit > MOST ? MOST : (size_t)limit;
}

size_t clients_limit_per_address(const struct clients *clients) {
    return clients->limit / 4 > 2 ? clients->limit / 4 : 2;
}

/* As IPv6; of that the network alone counts, since one host has all of its addresses. */
struct in6_addr clients_address(const struct sockaddr *address) {
    struct in6_addr found = {0};
    if (address->sa_family == AF_INET6) {
        found = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        if (!IN6_IS_ADDR_V4MAPPED(&found) && !IN6_IS_ADDR_LOOPBACK(&found))
            memset(&found.s6_addr[8], 0, 8);
    } else if (address->sa_family == AF_INET) {
        memset(&found.s6_addr[10], 0xFF, 2);
        memcpy(&found.s6_addr[12], &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    }
    return found;
}

static bool is_loopback(const struct in6_addr *address) {
    return IN6_IS_ADDR_LOOPBACK(address) ||
           (IN6_IS_ADDR_V4MAPPED(address) && address->s6_addr[12] == 127);
}

static bool is_from(const struct client *client, const struct in6_addr *address) {
    return !address || memcmp(&client->address, address, sizeof *address) == 0;
}

static void unlink_client(struct client *client) {
    struct client_list *list = &client->clients->lists[client->state];
    if (client->prev) client->prev->next = client->next;
    else list->first = client->next;
    if (client->next) client->next->prev = client->prev;
    else list->last = client->prev;
}

static void append_client(struct client *client, enum client_state state) {
    struct client_list *list = &client->clients->lists[state];
    client->state = state;
    client->since = loop_now();
    client->next = NULL;
    client->prev = list->last;
    if (list->last) list->last->next = client;
    else list->first = client;
    list->last = client;
}

struct client *clients_add(struct clients *clients, int fd, const struct sockaddr *address) {
    struct client *client = calloc(1, sizeof *client);
    if (!client) return NULL;
    client->clients = clients;
    client->fd = fd;
    client->address = clients_address(address);
    append_client(client, CLIENT_WAITING);
    clients->count++;
    return client;
}

void client_remove(struct client *client) {
    if (!client) return;
    unlink_client(client);
    client->clients->count--;
    free(client);
}

void client_enter(struct client *client, enum client_state state) {
    if (!client || client->state == CLIENT_LEAVING) return;
    unlink_client(client);
    append_client(client, state);
}

static void shut_down(struct client *client) {
    client_enter(client, CLIENT_LEAVING);
    shutdown(client->fd, SHUT_RDWR);
}

/* The longest in a state, from an address. */
static struct client *longest(const struct clients *clients, enum client_state state,
                              const struct in6_addr *address) {
    struct client *client = clients->lists[state].first;
    while (client && !is_from(client, address)) client = client->next;
    return client;
}

bool clients_evict(struct clients *clients, const struct in6_addr *address) {
    struct client *waiting = longest(clients, CLIENT_WAITING, address),
                  *busy = longest(clients, CLIENT_BUSY, address);
    if (!waiting || (busy && busy->since < waiting->since)) waiting = busy;
    if (waiting) shut_down(waiting);
    return waiting != NULL;
}

int64_t clients_expire(struct clients *clients) {
    struct client *client;
    int64_t last = loop_now() - clients->head_timeout;
    while ((client = clients->lists[CLIENT_WAITING].first) && client->since <= last)
        shut_down(client);
    return client ? client->since + clients->head_timeout : -1;
}

bool clients_are_crowded(const struct clients *clients, const struct in6_addr *address) {
    size_t count = 0;
    if (is_loopback(address)) return false;
    for (int state = 0; state < CLIENT_LEAVING; state++)
        for (struct client *client = clients->lists[state].first; client; client = client->next)
            count += is_from(client, address);
    return count >= clients_limit_per_address(clients);
}
