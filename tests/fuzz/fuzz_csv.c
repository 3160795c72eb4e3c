/* SPDX-License-Identifier: MIT
 * Fuzzes the cutter of comma-separated lines: the same lines and cells come out whatever the pieces are,
 * cells are UTF-8, and limits hold. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "csv/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

enum { LONGEST = 300 };

struct summary {
    uint64_t hash;
    size_t lines;
    int failed;
    struct csv_tally tally;
};

static void require(int condition) {
    if (!condition) abort();
}

static void mix(struct summary *summary, const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        summary->hash = (summary->hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    summary->hash = (summary->hash ^ 256) * 1099511628211u;
}

static void take_lines(struct csv *csv, size_t expected, struct summary *summary) {
    struct csv_line line;
    struct err err;
    int found;
    while ((found = csv_next(csv, expected, &line, &err)) > 0) {
        require(line.len > 0 && line.len <= LONGEST && line.count > 0);
        for (size_t i = 0; i < line.count; i++) {
            size_t len;
            const char *text = csv_text(csv, &line.cells[i], &len);
            require(text && utf8_valid(text, len));
            mix(summary, text, len);
        }
        mix(summary, line.text, line.len);
        summary->tally.column = line.count - 1;
        csv_tally(&summary->tally, &line);
        summary->lines++;
        csv_take(csv);
    }
    summary->failed = found < 0;
}

static struct summary read_table(const char *charset, const char *bytes, size_t size, size_t piece, size_t expected) {
    struct err err;
    struct csv *csv = csv_open(charset, LONGEST, &err);
    struct summary summary = {.hash = 14695981039346656037u, .tally.where = (size_t)CSV_ALWAYS};
    require(csv != NULL);
    while (size > 0 && !summary.failed) {
        size_t now = size < piece ? size : piece;
        char *copy = malloc(now);
        memcpy(copy, bytes, now);
        require(csv_add(csv, copy, now, &err) == 0);
        free(copy);
        take_lines(csv, expected, &summary);
        bytes += now;
        size -= now;
    }
    csv_finish(csv);
    if (!summary.failed) take_lines(csv, expected, &summary);
    csv_close(csv);
    return summary;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size < 2) return 0;
    const char *bytes = (const char *)input + 2;
    const char *charset = input[1] & 0x80 ? "UTF-8" : "GB18030";
    size_t len = size - 2, piece = (size_t)input[0] + 1, expected = input[1] & 7;
    struct summary whole = read_table(charset, bytes, len, len + 1, expected);
    struct summary pieces = read_table(charset, bytes, len, piece, expected);
    require(whole.failed == pieces.failed);
    if (whole.failed) return 0;
    require(whole.lines == pieces.lines && whole.hash == pieces.hash);
    require(whole.tally.sum == pieces.tally.sum && whole.tally.bad == pieces.tally.bad);
    return 0;
}
