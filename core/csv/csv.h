/* SPDX-License-Identifier: MIT
 * Cuts comma-separated lines and their cells out of bytes that arrive in pieces, in any character set of
 * which no character has a byte below 0x30 behind its first (UTF-8, GB18030, Latin), and gives cells as
 * UTF-8. What columns mean is the caller's. */
#ifndef ALIPAY_CSV_H
#define ALIPAY_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Bytes of the table, without blanks, TABs and a backquote around them, which guard numbers from
 * spreadsheets. */
struct csv_cell {
    const char *text;
    size_t len;
    bool plain;   /* ASCII */
    bool doubled; /* a quote in it is written as two */
};

/* A line that is not blank; good until bytes are added. */
struct csv_line {
    const char *text; /* as it came, without its line break */
    size_t len;
    const struct csv_cell *cells;
    size_t count;
};

struct csv;

/* `longest` is what a line may have. ERR_DATA for a character set that is not known, ERR_MEMORY. */
struct csv *csv_open(const char *charset, size_t longest, struct err *err);
void csv_close(struct csv *csv); /* NULL is allowed */

/* Bytes behind those before; ERR_MEMORY. */
int csv_add(struct csv *csv, const char *bytes, size_t len, struct err *err);
/* No more will come: the last line needs no line break. */
void csv_finish(struct csv *csv);

/* The next line, which stays the next one until csv_take. Line breaks are LF, CR LF and CR. A quote that
 * does not end in its line is a character like others, but where the line has fewer cells than `expected`
 * (0: nothing is) and is exactly so many together with the lines in which the quote ends. 1 with a line,
 * 0 when more bytes are needed or all were taken, or -1: ERR_LIMIT, ERR_MEMORY. */
int csv_next(struct csv *csv, size_t expected, struct csv_line *line, struct err *err);
void csv_take(struct csv *csv);

/* A cell as UTF-8, with U+FFFD for bytes that are no character; good until the next call. NULL when memory
 * runs out. */
const char *csv_text(struct csv *csv, const struct csv_cell *cell, size_t *len);

/* The sum of a column over the rows in which another one is a text. */
struct csv_tally {
    size_t where; /* CSV_ALWAYS: all rows */
    char text[64]; /* in the character set of the table */
    size_t text_len;
    size_t column;
    uint64_t rows, filled; /* filled: those with another amount than nothing and 0 */
    uint64_t bad;          /* what is no amount, or more than a sum holds */
    int64_t sum;           /* hundredths */
};
enum { CSV_ALWAYS = -1 };

void csv_tally(struct csv_tally *tally, const struct csv_line *line);

#endif
