/* SPDX-License-Identifier: MIT
 * Reads archives by libzip and keeps the limits, which libzip has not. */
#include "zip/archive.h"

#include <errno.h>
#include <stdlib.h>

#include <zip.h>

struct archive {
    zip_t *zip;
    zip_file_t *file; /* the open member, or NULL */
    struct archive_limits limits;
    uint64_t total;        /* bytes that came out of all members */
    uint64_t size, packed; /* of the open member: what came out, what is in the archive */
};

/* libzip's own words; class and errno by its code. */
static int failed(zip_error_t *error, struct err *err, const char *what) {
    int code = zip_error_code_zip(error);
    enum err_class class = code == ZIP_ER_MEMORY                            ? ERR_MEMORY
                           : code == ZIP_ER_OPEN || code == ZIP_ER_NOENT ||
                                     code == ZIP_ER_READ || code == ZIP_ER_SEEK
                               ? ERR_FILE
                               : ERR_DATA;
    return err_set(err, class, "%s: %s", what, zip_error_strerror(error));
}

static int open_failed(const char *path, int code, struct err *err) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    int status = failed(&error, err, path);
    zip_error_fini(&error);
    return status;
}

struct archive *archive_open(const char *path, const struct archive_limits *limits, struct err *err) {
    struct archive *archive = calloc(1, sizeof *archive);
    int code = 0;
    if (!archive) {
        err_set(err, ERR_MEMORY, "not enough memory");
        return NULL;
    }
    archive->limits = *limits;
    archive->zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (!archive->zip) {
        open_failed(path, code, err);
    } else if (archive_count(archive) > limits->members) {
        err_set(err, ERR_LIMIT, "%s: %zu members are more than the %llu allowed", path, archive_count(archive),
                (unsigned long long)limits->members);
    } else {
        return archive;
    }
    archive_close(archive);
    return NULL;
}

size_t archive_count(const struct archive *archive) {
    return (size_t)zip_get_num_entries(archive->zip, 0);
}

int archive_member(struct archive *archive, size_t index, struct archive_member *member, struct err *err) {
    zip_stat_t stat;
    if (zip_stat_index(archive->zip, index, ZIP_FL_ENC_RAW, &stat) < 0)
        return failed(zip_get_error(archive->zip), err, "the archive");
    member->name = stat.name ? stat.name : "";
    member->size = stat.size;
    return 0;
}

static void stop(struct archive *archive) {
    if (archive->file) zip_fclose(archive->file);
    archive->file = NULL;
}

int archive_start(struct archive *archive, size_t index, struct err *err) {
    zip_stat_t stat;
    stop(archive);
    if (zip_stat_index(archive->zip, index, ZIP_FL_ENC_RAW, &stat) < 0)
        return failed(zip_get_error(archive->zip), err, "the archive");
    if (stat.encryption_method != ZIP_EM_NONE) return err_set(err, ERR_DATA, "the member is encrypted");
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return err_set(err, ERR_DATA, "the member is packed by method %d, which is not read", stat.comp_method);
    archive->file = zip_fopen_index(archive->zip, index, 0);
    if (!archive->file) return failed(zip_get_error(archive->zip), err, "the member");
    archive->size = 0;
    archive->packed = stat.comp_size;
    return 0;
}

/* `size` more than ratio times `packed`, without a product that overflows. */
static bool is_bomb(const struct archive *archive) {
    return archive->size > ARCHIVE_SLACK && archive->size / archive->limits.ratio >= archive->packed + 1;
}

long archive_read(struct archive *archive, char *out, size_t room, struct err *err) {
    if (!archive->file) return err_set(err, ERR_DATA, "no member is open");
    zip_int64_t count = zip_fread(archive->file, out, room);
    if (count < 0) return failed(zip_file_get_error(archive->file), err, "the member");
    archive->size += (uint64_t)count;
    archive->total += (uint64_t)count;
    if (archive->total > archive->limits.bytes)
        return err_set(err, ERR_LIMIT, "the members hold more than the %llu bytes allowed",
                       (unsigned long long)archive->limits.bytes);
    if (is_bomb(archive))
        return err_set(err, ERR_LIMIT, "the member is packed more than %llu to 1, as no table is",
                       (unsigned long long)archive->limits.ratio);
    return (long)count;
}

void archive_close(struct archive *archive) {
    if (!archive) return;
    stop(archive);
    if (archive->zip) zip_discard(archive->zip);
    free(archive);
}
