/* SPDX-License-Identifier: MIT
 * Request bodies as they arrive: forms into fields, file parts into files of the spool folder; what
 * is not multipart is kept raw, too. It answers nothing; `refusal` says what the server should answer. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "http/form.h"
#include "http/server_internal.h"

enum { MOST_FILES = 1000 };

/* What is read and thrown away beyond a limit, so that a client that sends before it reads gets its
 * 413. */
static const size_t patience = (size_t)16 << 20;

static int refuse(struct server_body *body, int status, const char *reason) {
    if (body->refusal) return status;
    body->refusal = status;
    body->reason = reason;
    return status;
}

static int out_of_memory(struct server_body *body) {
    return refuse(body, 500, "not enough memory");
}

static int append(struct server_body *body, const char *bytes, size_t len, size_t limit) {
    if (len > limit - body->len) return refuse(body, 413, "the body is too large");
    if (body->len + len > body->size) {
        size_t size = body->size ? body->size * 2 : 1024;
        if (size < body->len + len) size = body->len + len;
        char *grown = realloc(body->bytes, size);
        if (!grown) return out_of_memory(body);
        body->bytes = grown;
        body->size = size;
    }
    if (len) memcpy(body->bytes + body->len, bytes, len);
    body->len += len;
    return 0;
}

static void free_file(struct server_file *file) {
    free(file->name);
    free(file->filename);
    free(file->type);
    free(file->path);
    free(file);
}

static char *copy_bytes(const char *bytes, size_t len) {
    char *copy = malloc(len + 1);
    if (!copy) return NULL;
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

static int begin_file(struct exchange *exchange, const struct multipart_reader_part *part) {
    struct server_body *body = &exchange->body;
    const char *spool = exchange->server->spool;
    if (!spool) return refuse(body, 413, "files are not taken");
    if (body->file_count++ == MOST_FILES) return refuse(body, 413, "too many files");
    struct server_file *file = calloc(1, sizeof *file);
    if (!file) return out_of_memory(body);
    file->name = copy_bytes(part->name, part->name_len);
    file->name_len = part->name_len;
    file->filename = copy_bytes(part->filename, part->filename_len);
    file->filename_len = part->filename_len;
    file->type = strdup(part->type);
    if (asprintf(&file->path, "%s/upload-XXXXXX", spool) < 0) file->path = NULL;
    if (!file->name || !file->filename || !file->type || !file->path) {
        free_file(file);
        return out_of_memory(body);
    }
    body->spool_fd = mkostemp(file->path, O_CLOEXEC);
    if (body->spool_fd < 0) {
        body->problem = errno;
        free_file(file);
        return 0;
    }
    if (body->last_file)
        body->last_file->next = file;
    else
        body->files = file;
    body->last_file = file;
    return 0;
}

static int begin_part(void *context, const struct multipart_reader_part *part) {
    struct exchange *exchange = context;
    struct server_body *body = &exchange->body;
    body->in_file = part->filename != NULL;
    if (body->in_file) return body->problem ? 0 : begin_file(exchange, part);
    if (part->name_len > exchange->server->max_fields - body->fields.bytes)
        return refuse(body, 413, "the names of the fields are too large");
    body->name = copy_bytes(part->name, part->name_len);
    body->name_len = part->name_len;
    body->len = 0;
    return body->name ? 0 : out_of_memory(body);
}

/* Nothing more of a file is kept after a problem, and nothing of those behind it. */
static void write_file(struct server_body *body, const char *bytes, size_t len) {
    if (body->problem) return;
    body->last_file->size += (int64_t)len;
    while (len > 0) {
        ssize_t count = write(body->spool_fd, bytes, len);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            body->problem = count < 0 ? errno : ENOSPC;
            return;
        }
        bytes += count;
        len -= (size_t)count;
    }
}

static int part_data(void *context, const char *bytes, size_t len) {
    struct exchange *exchange = context;
    struct server_body *body = &exchange->body;
    if (body->in_file) {
        write_file(body, bytes, len);
        return 0;
    }
    size_t used = body->fields.bytes + body->name_len;
    return append(body, bytes, len, exchange->server->max_fields - used);
}

static int end_part(void *context) {
    struct exchange *exchange = context;
    struct server_body *body = &exchange->body;
    if (body->in_file) {
        if (body->spool_fd >= 0 && close(body->spool_fd) != 0 && !body->problem)
            body->problem = errno;
        body->spool_fd = -1;
        return 0;
    }
    int code = pairs_add(&body->fields, body->name, body->name_len, body->bytes, body->len);
    free(body->name);
    body->name = NULL;
    return code == 0 ? 0 : out_of_memory(body);
}

static bool type_is(const char *type, const char *wanted) {
    size_t len = strlen(wanted);
    return strncasecmp(type, wanted, len) == 0 && strchr("; \t", type[len]);
}

void server_body_open(struct exchange *exchange) {
    struct server_body *body = &exchange->body;
    const char *type = exchange_header(exchange, "Content-Type");
    const char *length = exchange_header(exchange, "Content-Length");
    body->spool_fd = -1;
    if (length && strtoull(length, NULL, 10) > exchange->server->max_body)
        refuse(body, 413, "the body is too large");
    if (!type) return;
    if (type_is(type, "application/x-www-form-urlencoded")) body->kind = BODY_FORM;
    if (!type_is(type, "multipart/form-data")) return;
    body->kind = BODY_MULTIPART;
    const struct multipart_reader_receiver receiver = {begin_part, part_data, end_part, exchange};
    body->reader = multipart_reader_open(type, &receiver);
    if (!body->reader) refuse(body, 400, "the Content-Type names no boundary that can be used");
}

void server_body_feed(struct exchange *exchange, const char *bytes, size_t len) {
    struct server_body *body = &exchange->body;
    const struct server *server = exchange->server;
    body->received += len;
    if (body->received > server->max_body) refuse(body, 413, "the body is too large");
    if (body->refusal) return;
    if (body->kind == BODY_MULTIPART) {
        if (multipart_reader_feed(body->reader, bytes, len) == -1)
            refuse(body, 400, "the multipart body is malformed");
    } else {
        append(body, bytes, len, body->kind == BODY_FORM ? server->max_fields : server->max_body);
    }
}

void server_body_finish(struct exchange *exchange) {
    struct server_body *body = &exchange->body;
    if (body->refusal) return;
    if (body->kind == BODY_MULTIPART && !multipart_reader_complete(body->reader))
        refuse(body, 400, "the multipart body ends before its last boundary");
    if (body->kind == BODY_FORM && form_decode(&body->fields, body->bytes, body->len) != 0)
        out_of_memory(body);
    if (body->kind == BODY_MULTIPART) body->len = 0;
}

bool server_body_hopeless(const struct exchange *exchange) {
    const char *length = exchange_header(exchange, "Content-Length");
    size_t enough = exchange->server->max_body + patience;
    if (exchange->body.refusal == 0) return false;
    return exchange->body.received > enough || (length && strtoull(length, NULL, 10) > enough);
}

/* A file that was renamed away is not ours any more, and unlink does not find it. */
void server_body_remove_files(struct server_body *body) {
    if (body->spool_fd >= 0) close(body->spool_fd);
    body->spool_fd = -1;
    for (struct server_file *file = body->files; file; file = file->next)
        if (file->path) unlink(file->path);
}

void server_body_close(struct server_body *body) {
    while (body->files) {
        struct server_file *file = body->files;
        body->files = file->next;
        free_file(file);
    }
    multipart_reader_close(body->reader);
    pairs_free(&body->fields);
    free(body->name);
    free(body->bytes);
}
