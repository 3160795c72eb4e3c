/* SPDX-License-Identifier: MIT
 * Draws prompt and text, as many rows of them as the screen has, with the cursor in its place, and writes the output of others above.
 * Rows are counted from the first one that is on the screen; nothing is assumed of what is above it. It never reads. */
#include "term/editor_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

static void write_bytes(const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, len);
        if (written <= 0) return;
        bytes += written;
        len -= (size_t)written;
    }
}

static void write_text(const char *text) { write_bytes(text, strlen(text)); }

/* Zeros when the terminal does not say. */
static struct winsize screen_size(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
    return size;
}

/* ---- the terminal's mode ---- */

void editor_terminal_enter(struct editor *editor) {
    struct termios raw = editor->cooked;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN); /* ISIG stays: Ctrl-C and Ctrl-Z are signals */
    raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP | IXON);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw); /* not FLUSH: what was typed ahead stays */
    write_text(paste_on);
}

void editor_terminal_leave(struct editor *editor) {
    tcsetattr(STDIN_FILENO, TCSADRAIN, &editor->cooked);
    write_text(paste_off);
}

/* As many blanks as a line has columns: at its start they fill it, and the cursor waits at its edge; elsewhere the last of them is
 * on the next line. */
void editor_fresh_line(void) {
    char text[1024];
    int left = screen_size().ws_col;
    if (left <= 0) return;
    while (left > 0) {
        int count = left < (int)sizeof text ? left : (int)sizeof text;
        memset(text, ' ', (size_t)count);
        write_bytes(text, (size_t)count);
        left -= count;
    }
    write_text("\r\033[K");
}

/* ---- where characters go ---- */

struct pen {
    int width, row, column; /* of the next character; column == width when the row is full and no other has begun */
    int from, to;           /* rows to draw */
    struct editor_text *out; /* NULL only to measure */
};

static void put(struct pen *pen, const char *bytes, size_t len) {
    if (pen->out && pen->row >= pen->from && pen->row < pen->to) editor_text_insert(pen->out, bytes, len);
}

static void new_row(struct pen *pen) {
    if (pen->row + 1 < pen->to) put(pen, "\r\n", 2);
    pen->row++;
    pen->column = 0;
}

/* The place of something of so many columns. A full row is followed by the next one without a line end, so that a terminal knows
 * them for one line; but the first row that is drawn begins by itself. */
static void make_room(struct pen *pen, int columns) {
    if (pen->column + columns <= pen->width) return;
    if (pen->column < pen->width) {
        new_row(pen);
    } else {
        pen->row++;
        pen->column = 0;
    }
}

/* What would move the cursor or turn the direction of writing. */
static bool is_control(uint32_t c) {
    return c < 32 || (c >= 127 && c < 160) || c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Puts the character at `text` and returns its length. */
static size_t put_character(struct pen *pen, const char *text, size_t len) {
    uint32_t code;
    char shown[16];
    size_t step = utf8_decode(text, len, &code);
    if (step == 1 && code == '\n') {
        new_row(pen);
        return 1;
    }
    if (step == 1 && code == '\t') {
        make_room(pen, 1);
        int columns = 8 - pen->column % 8;
        if (columns > pen->width - pen->column) columns = pen->width - pen->column;
        put(pen, "        ", (size_t)columns);
        pen->column += columns;
        return 1;
    }
    int columns;
    if (step > 0 && !is_control(code)) {
        columns = code < 127 ? 1 : (int)text_width(text, step);
        memcpy(shown, text, step);
        shown[step] = '\0';
    } else if (step == 1) {
        columns = snprintf(shown, sizeof shown, "^%c", (char)(code ^ 64));
    } else {
        columns = snprintf(shown, sizeof shown, step == 0 ? "<%02x>" : "<%04x>", step == 0 ? (unsigned char)*text : code);
    }
    if (columns > pen->width) columns = snprintf(shown, sizeof shown, "?");
    make_room(pen, columns);
    put(pen, shown, strlen(shown));
    pen->column += columns;
    return step > 0 ? step : 1;
}

/* Escape sequences of a prompt (colours) take no room; the marks \1 and \2 that other editors want around them are left out. */
static void put_prompt(struct pen *pen, const char *prompt) {
    size_t left = strlen(prompt);
    while (left > 0) {
        size_t step = 1;
        if (*prompt == '\033' && prompt[1] == '[') {
            step = 2 + strspn(prompt + 2, "0123456789;:?");
            if (prompt[step]) step++;
            put(pen, prompt, step);
        } else if (*prompt != '\1' && *prompt != '\2') {
            step = put_character(pen, prompt, left);
        }
        prompt += step;
        left -= step;
    }
}

struct place {
    int row, column;
};

/* Puts prompt and text; the cursor's place goes to *cursor. Returns the last row. */
static int put_all(const struct editor *editor, struct pen *pen, struct place *cursor) {
    const struct editor_text *line = &editor->line;
    put_prompt(pen, editor->prompt);
    for (size_t i = 0; i < line->len;) {
        struct pen before = *pen;
        size_t step = put_character(pen, line->bytes + i, line->len - i);
        if (line->cursor >= i && line->cursor < i + step) { /* where this character is */
            bool wrapped = pen->row > before.row && line->bytes[i] != '\n';
            *cursor = wrapped ? (struct place){pen->row, 0} : (struct place){before.row, before.column};
            if (cursor->column >= pen->width) cursor->column = pen->width - 1; /* a line end behind a full row */
        }
        i += step;
    }
    if (pen->column >= pen->width) new_row(pen);
    if (line->cursor >= line->len) *cursor = (struct place){pen->row, pen->column};
    return pen->row;
}

static int columns(struct winsize size) { return size.ws_col > 0 ? size.ws_col : 80; }

/* ---- drawing ---- */

static void add(struct editor_text *out, const char *text) { editor_text_insert(out, text, strlen(text)); }

static void add_motion(struct editor_text *out, int count, char direction) {
    char motion[16];
    if (count > 0) editor_text_insert(out, motion, (size_t)snprintf(motion, sizeof motion, "\033[%d%c", count, direction));
}

/* From the cursor to the start of the first row on the screen, with nothing behind it. */
static void add_erase(struct editor *editor, struct editor_text *out) {
    add(out, "\r");
    add_motion(out, editor->row, 'A');
    add(out, "\033[J");
    editor->row = 0;
}

/* Draws at most `height` rows, among them the cursor's. */
static void draw(struct editor *editor, int height) {
    struct winsize size = screen_size();
    struct editor_text out = {0};
    struct place cursor = {0, 0};
    struct pen measure = {.width = columns(size)};
    int last = put_all(editor, &measure, &cursor);
    add_erase(editor, &out);
    if (editor->top > last - height + 1) editor->top = last - height + 1;
    if (cursor.row >= editor->top + height) editor->top = cursor.row - height + 1;
    if (editor->top > cursor.row) editor->top = cursor.row;
    if (editor->top < 0) editor->top = 0;
    struct pen pen = {.width = columns(size), .from = editor->top, .to = editor->top + height, .out = &out};
    put_all(editor, &pen, &cursor);
    editor->rows = (last < pen.to ? last + 1 : pen.to) - editor->top;
    editor->row = cursor.row - editor->top;
    add(&out, "\r");
    add_motion(&out, editor->rows - 1 - editor->row, 'A');
    add_motion(&out, cursor.column, 'C');
    if (out.len > 0) write_bytes(out.bytes, out.len);
    free(out.bytes);
    editor->drawn = true;
}

void editor_draw(struct editor *editor) {
    if (editor->drawn) return;
    int height = screen_size().ws_row;
    draw(editor, height > 0 ? height : 24);
}

void editor_resized(struct editor *editor) {
    struct pen pen = {.width = columns(screen_size())};
    struct place cursor = {0, 0};
    put_all(editor, &pen, &cursor);
    if (editor->top == 0) editor->row = cursor.row; /* terminals break the lines on the screen anew */
    editor->drawn = false;
}

void editor_clear_screen(struct editor *editor) {
    write_text("\033[H\033[2J");
    editor->row = 0;
    editor->drawn = false;
}

static void erase(struct editor *editor) {
    struct editor_text out = {0};
    add_erase(editor, &out);
    write_bytes(out.bytes, out.len);
    free(out.bytes);
    editor->drawn = false;
}

/* To the start of the row below the text. */
static void go_below(struct editor *editor) {
    for (; editor->row < editor->rows - 1; editor->row++) write_text("\n");
    write_text("\r\n");
    editor->row = 0;
    editor->drawn = false;
}

void editor_leave_line(struct editor *editor) {
    editor->line.cursor = editor->line.len;
    editor->top = 0;
    draw(editor, INT32_MAX / 2);
    go_below(editor);
}

/* ---- output of others ---- */

/* Text whose line ends are right in raw mode, too, and that ends with one. */
static void write_lines(const char *text, size_t len) {
    write_bytes(text, len); /* the terminal makes CR LF of LF: OPOST is on */
    if (len == 0 || text[len - 1] != '\n') write_text("\n");
}

void editor_show(struct editor *editor, const char *text, size_t len) {
    erase(editor);
    write_lines(text, len);
}

void editor_list(struct editor *editor, const char *text, size_t len) {
    editor_draw(editor);
    go_below(editor);
    write_lines(text, len);
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
