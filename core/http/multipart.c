/* SPDX-License-Identifier: MIT
 * Multipart bodies over curl_mime with readers of our own, so that a file is opened when the
 * request is made, and its size, once announced, is checked against what is read. It builds no
 * bytes itself. */
#include "http/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct reader {
    struct multipart *body;
    const char *data; /* NULL for a file */
    char *path;
    int fd;
    curl_off_t size, offset;
};

struct multipart {
    curl_mime *mime;
    bool failed;
    struct err err;
    size_t count;
    struct reader readers[];
};

static size_t fail(struct reader *reader) {
    reader->body->failed = true;
    return CURL_READFUNC_ABORT;
}

static size_t fail_changed(struct reader *reader, curl_off_t now) {
    err_set(&reader->body->err, ERR_FILE,
            "%s changed while it was sent: %lld bytes at first, %lld now", reader->path,
            (long long)reader->size, (long long)now);
    return fail(reader);
}

static size_t read_file(struct reader *reader, char *buffer, size_t room) {
    ssize_t count;
    do count = pread(reader->fd, buffer, room, reader->offset);
    while (count < 0 && errno == EINTR);
    if (count < 0) {
        err_errno(&reader->body->err, ERR_FILE, "cannot read %s", reader->path);
        return fail(reader);
    }
    if (count > 0 && reader->offset + count < reader->size) return (size_t)count;
    struct stat now;
    if (fstat(reader->fd, &now) == 0 && now.st_size != reader->size)
        return fail_changed(reader, now.st_size);
    if (count == 0) return fail_changed(reader, reader->offset);
    return (size_t)count;
}

static size_t read_part(char *buffer, size_t size, size_t items, void *context) {
    struct reader *reader = context;
    size_t room = size * items;
    curl_off_t left = reader->size - reader->offset;
    if (left <= 0 || room == 0) return 0;
    if ((curl_off_t)room > left) room = (size_t)left;
    if (reader->data) {
        memcpy(buffer, reader->data + reader->offset, room);
    } else {
        room = read_file(reader, buffer, room);
        if (room == CURL_READFUNC_ABORT) return room;
    }
    reader->offset += (curl_off_t)room;
    return room;
}

/* libcurl goes back to the start when it sends the body again over another connection. */
static int seek_part(void *context, curl_off_t offset, int origin) {
    struct reader *reader = context;
    if (origin == SEEK_CUR) offset += reader->offset;
    if (origin == SEEK_END) offset += reader->size;
    if (offset < 0 || offset > reader->size) return CURL_SEEKFUNC_FAIL;
    reader->offset = offset;
    return CURL_SEEKFUNC_OK;
}

static int open_file(struct reader *reader, const char *path, struct err *err) {
    reader->path = strdup(path);
    if (!reader->path) return err_set(err, ERR_MEMORY, "not enough memory");
    /* Without O_NONBLOCK a named pipe would stop the program here. */
    reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (reader->fd < 0) return err_errno(err, ERR_FILE, "cannot open %s", path);
    struct stat found;
    if (fstat(reader->fd, &found) != 0) return err_errno(err, ERR_FILE, "cannot open %s", path);
    if (!S_ISREG(found.st_mode)) return err_set(err, ERR_FILE, "%s is not a file", path);
    reader->size = found.st_size;
    return 0;
}

static int add_part(struct multipart *body, const struct multipart_part *part, struct err *err) {
    struct reader *reader = &body->readers[body->count++];
    *reader = (struct reader){.body = body, .fd = -1};
    if (part->path) {
        if (open_file(reader, part->path, err) != 0) return -1;
    } else {
        reader->data = part->data ? part->data : "";
        reader->size = (curl_off_t)part->data_len;
    }
    curl_mimepart *mime = curl_mime_addpart(body->mime);
    if (!mime || curl_mime_name(mime, part->name) != CURLE_OK ||
        (part->filename && curl_mime_filename(mime, part->filename) != CURLE_OK) ||
        (part->type && curl_mime_type(mime, part->type) != CURLE_OK) ||
        curl_mime_data_cb(mime, reader->size, read_part, seek_part, NULL, reader) != CURLE_OK)
        return err_set(err, ERR_MEMORY, "not enough memory");
    return 0;
}

struct multipart *multipart_open(CURL *easy, const struct multipart_part *parts, size_t count,
                                 struct err *err) {
    struct multipart *body = calloc(1, sizeof *body + count * sizeof body->readers[0]);
    if (body) body->mime = curl_mime_init(easy);
    if (!body || !body->mime) {
        err_set(err, ERR_MEMORY, "not enough memory");
        multipart_close(body);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (add_part(body, &parts[i], err) == 0) continue;
        multipart_close(body);
        return NULL;
    }
    curl_easy_setopt(easy, CURLOPT_MIMEPOST, body->mime);
    return body;
}

int multipart_failed(const struct multipart *body, struct err *err) {
    if (!body || !body->failed) return 0;
    if (err) *err = body->err;
    return 1;
}

void multipart_close(struct multipart *body) {
    if (!body) return;
    curl_mime_free(body->mime);
    for (size_t i = 0; i < body->count; i++) {
        if (body->readers[i].fd >= 0) close(body->readers[i].fd);
        free(body->readers[i].path);
    }
    free(body);
}
