/* SPDX-License-Identifier: MIT
 * Text above the line: works out where libedit left the cursor, writes there, and has the line drawn again. Output of others is
 * held back in a memory file meanwhile. It never reads. */
#include "term/editor_internal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

/* Zeros when the terminal does not say. */
static struct winsize screen_size(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
    return size;
}

static int columns(void) {
    int width = screen_size().ws_col;
    return width > 0 ? width : 80;
}

/* The cursor as libedit moves it: row and column after one character. */
static void advance(wchar_t c, int width, int *row, int *column) {
    if (c == L'\n') {
        ++*row;
        *column = 0;
        return;
    }
    int step = c == L'\t' ? 8 - *column % 8 : c < 32 || c == 127 ? 2 : wcwidth(c);
    if (step < 0) step = 8; /* libedit writes \U+12345 */
    if (step == 2 && *column + step > width) *column = width; /* a wide one does not hang over the edge */
    *column += step;
    while (*column >= width) {
        ++*row;
        *column -= width;
    }
}

static int prompt_columns(const char *prompt) {
    int total = 0;
    bool hidden = false;
    mbstate_t state = {0};
    size_t left = strlen(prompt), used;
    wchar_t c;
    while (left > 0 && (used = mbrtowc(&c, prompt, left, &state)) != 0 && used != (size_t)-1 && used != (size_t)-2) {
        if (c == L'\1') hidden = !hidden;
        else if (!hidden) total += wcwidth(c) > 0 ? wcwidth(c) : 0;
        prompt += used;
        left -= used;
    }
    return total;
}

/* The row of a place in the text; `*place` moves back to the last one that is in row `limit` or above. */
static int row_of(struct editor *editor, const wchar_t **place, int limit) {
    int width = columns(), row = 0, column = prompt_columns(editor->prompt);
    row += column / width;
    column %= width;
    for (const wchar_t *c = el_wline(editor->line)->buffer; c < *place; c++) {
        int before = row;
        advance(*c, width, &row, &column);
        if (row > limit) {
            *place = c;
            return before;
        }
    }
    return row;
}

int editor_rows(struct editor *editor, bool to_cursor) {
    const LineInfoW *line = el_wline(editor->line);
    const wchar_t *place = to_cursor ? line->cursor : line->lastchar;
    return row_of(editor, &place, INT_MAX);
}

void editor_view_begin(struct editor *editor) {
    LineInfoW *line = (LineInfoW *)el_wline(editor->line); /* what libedit itself works on */
    int height = screen_size().ws_row;
    if (height < 2 || editor->end || editor_rows(editor, false) < height) return;
    int last = editor_rows(editor, true);
    if (last < height - 1) last = height - 1;
    const wchar_t *end = line->lastchar;
    row_of(editor, &end, last);
    if (end == line->lastchar) return;
    editor->end = line->lastchar;
    line->lastchar = end;
    char up[32];
    editor_write(up, (size_t)snprintf(up, sizeof up, "\r\033[%dA\033[J", height));
    el_set(editor->line, EL_REFRESH);
}

void editor_view_end(struct editor *editor) {
    if (!editor->end) return;
    ((LineInfoW *)el_wline(editor->line))->lastchar = editor->end;
    editor->end = NULL;
}

void editor_write(const char *text, size_t len) {
    fflush(stdout);
    while (len > 0) {
        ssize_t written = write(STDOUT_FILENO, text, len);
        if (written <= 0) return;
        text += written;
        len -= (size_t)written;
    }
}

/* As many blanks as a line has columns: at its start they fill it, and the cursor waits at its edge; elsewhere the last of them is
 * on the next line. Only where a terminal has such an edge. */
void editor_fresh_line(struct editor *editor) {
    char *waits = NULL, blanks[64];
    int left = screen_size().ws_col;
    if (left <= 0 || el_get(editor->line, EL_GETTC, "xn", (void *)&waits) != 0 || !waits || strcmp(waits, "yes") != 0) return;
    memset(blanks, ' ', sizeof blanks);
    while (left > 0) {
        int count = left < (int)sizeof blanks ? left : (int)sizeof blanks;
        editor_write(blanks, (size_t)count);
        left -= count;
    }
    editor_write("\r\033[K", 4);
}

void editor_erase(struct editor *editor) {
    char up[32] = "\r\033[J";
    int rows = editor_rows(editor, true);
    if (rows > 0) snprintf(up, sizeof up, "\r\033[%dA\033[J", rows);
    editor_write(up, strlen(up));
}

/* Text whose line ends are right in raw mode, too, and that ends with one. */
static void write_lines(const char *text, size_t len) {
    const char *end = text + len;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *stop = newline ? newline : end;
        editor_write(text, (size_t)(stop - text));
        editor_write("\r\n", 2);
        text = newline ? newline + 1 : end;
    }
}

void editor_below(struct editor *editor) {
    int down = editor_rows(editor, false) - editor_rows(editor, true), height = screen_size().ws_row;
    if (height > 0 && down >= height) down = height - 1;
    while (down-- > 0) editor_write("\n", 1);
    editor_write("\r\n", 2);
}

void editor_show(struct editor *editor, const char *text, size_t len) {
    locale_t before = uselocale(editor->locale);
    editor_erase(editor);
    write_lines(text, len);
    el_set(editor->line, EL_REFRESH);
    uselocale(before);
}

void editor_list(struct editor *editor, const char *text, size_t len) {
    locale_t before = uselocale(editor->locale);
    editor_below(editor);
    write_lines(text, len);
    el_set(editor->line, EL_REFRESH);
    uselocale(before);
}

void editor_capture_begin(struct editor *editor) {
    if (!editor->reading || editor->held >= 0) return;
    editor->held = memfd_create("alipay-lua output", MFD_CLOEXEC);
    if (editor->held < 0) return; /* then output appears where the cursor is */
    fflush(NULL);
    for (int i = 1; i <= 2; i++) {
        if (!isatty(i)) continue;
        editor->kept[i] = dup(i);
        if (editor->kept[i] >= 0) dup2(editor->held, i);
    }
}

void editor_capture_end(struct editor *editor) {
    if (editor->held < 0) return;
    fflush(stdout);
    fflush(stderr);
    for (int i = 1; i <= 2; i++) {
        if (editor->kept[i] < 0) continue;
        dup2(editor->kept[i], i);
        close(editor->kept[i]);
        editor->kept[i] = -1;
    }
    off_t size = lseek(editor->held, 0, SEEK_END);
    char *text = size > 0 ? malloc((size_t)size) : NULL;
    if (text && pread(editor->held, text, (size_t)size, 0) == size) editor_show(editor, text, (size_t)size);
    free(text);
    close(editor->held);
    editor->held = -1;
}

void editor_replace(struct editor *editor, int count, const char *text) {
    locale_t before = uselocale(editor->locale);
    if (count > 0) el_deletestr(editor->line, count);
    if (*text) el_insertstr(editor->line, text);
    uselocale(before);
}
