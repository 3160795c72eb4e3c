/* SPDX-License-Identifier: MIT
 * Bytes as a file in memory, so that a loader takes them for a text and never for a path. */
#ifndef ALIPAY_FUZZ_FILE_H
#define ALIPAY_FUZZ_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The descriptor, which the caller closes, and the file's path. */
static int fuzz_file(const void *data, size_t size, char path[64]) {
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) abort();
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
