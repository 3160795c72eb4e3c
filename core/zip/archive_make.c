/* SPDX-License-Identifier: MIT
 * Makes archives by libzip, which writes beside the path and renames. */
#include "zip/archive.h"

#include <string.h>

#include <zip.h>

/* The source belongs to the archive when it was added. */
static int add(zip_t *zip, const struct archive_source *source) {
    zip_source_t *bytes = source->data ? zip_source_buffer(zip, source->data, source->len, 0)
                                       : zip_source_file(zip, source->path, 0, -1);
    if (!bytes) return -1;
    /* CP437 stores the bytes as they are and sets no UTF-8 mark. */
    if (zip_file_add(zip, source->name, bytes, ZIP_FL_ENC_CP437) >= 0) return 0;
    zip_source_free(bytes);
    return -1;
}

static int failed(zip_error_t *error, const char *path, struct err *err) {
    enum err_class class = zip_error_code_zip(error) == ZIP_ER_MEMORY ? ERR_MEMORY : ERR_FILE;
    return err_set(err, class, "cannot write %s: %s", path, zip_error_strerror(error));
}

int archive_make(const char *path, const struct archive_source *sources, size_t count, struct err *err) {
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        int status = failed(&error, path, err);
        zip_error_fini(&error);
        return status;
    }
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++) status = add(zip, &sources[i]);
    if (status == 0) status = zip_close(zip);
    if (status == 0) return 0;
    failed(zip_get_error(zip), path, err);
    zip_discard(zip);
    return -1;
}
