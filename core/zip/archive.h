/* SPDX-License-Identifier: MIT
 * Zip archives by libzip: members read as streams in constant memory within limits, and archives made of
 * bytes and files. One member of an archive is open at a time; names are bytes in no known character set. */
#ifndef ALIPAY_ARCHIVE_H
#define ALIPAY_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* What an archive may be. Bytes that come out are counted, not those that it announces. */
struct archive_limits {
    uint64_t members;
    uint64_t bytes; /* of all members together */
    uint64_t ratio; /* bytes of a member for each of its packed ones, looked at from ARCHIVE_SLACK on */
};

enum { ARCHIVE_SLACK = 1 << 20 };

struct archive_member {
    const char *name; /* the archive's; ends at a NUL */
    uint64_t size;    /* as announced */
};

struct archive;

/* ERR_FILE: it cannot be read; ERR_DATA: it is no archive, or one whose parts contradict each other;
 * ERR_LIMIT: more members than allowed. */
struct archive *archive_open(const char *path, const struct archive_limits *limits, struct err *err);
size_t archive_count(const struct archive *archive);
/* ERR_DATA when nothing is known of it. */
int archive_member(struct archive *archive, size_t index, struct archive_member *member, struct err *err);

/* Opens a member in the place of the one before. ERR_DATA: encrypted, or packed in another way than
 * "stored" and "deflate". */
int archive_start(struct archive *archive, size_t index, struct err *err);
/* Bytes of the open member: how many, 0 behind the last one, when its checksum was right, or -1: ERR_DATA
 * for damage, ERR_LIMIT for what is more than a limit. */
long archive_read(struct archive *archive, char *out, size_t room, struct err *err);
/* NULL is allowed. */
void archive_close(struct archive *archive);

/* What goes into an archive: bytes, or a file. Both are borrowed until archive_make returns. */
struct archive_source {
    const char *name; /* stored as it is, without a mark that says it is UTF-8 */
    const char *data; /* NULL: the file at `path` */
    size_t len;
    const char *path;
};

/* Writes an archive beside `path` and renames it over it. ERR_FILE or ERR_MEMORY, and nothing is left. */
int archive_make(const char *path, const struct archive_source *sources, size_t count, struct err *err);

#endif
