/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "csv_file.h"
#include "store.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    csv_row_function *take;
    void *context;
    bool stopped;
    bool row_open; /* the row goes on in the next line */
    size_t line, first_line;

    char *text; /* the cells of the row, one after the other */
    size_t text_size, text_room;
    size_t *starts, *sizes;
    size_t count, starts_room, sizes_room;
    char **cells;
    size_t cells_room;
};

static void take_cell(void *bytes, size_t size, void *context)
{
    struct reader *r = context;
    r->text = store_grow(r->text, &r->text_room, r->text_size + size + 1, 1);
    r->starts = store_grow(r->starts, &r->starts_room, r->count + 1, sizeof *r->starts);
    r->sizes = store_grow(r->sizes, &r->sizes_room, r->count + 1, sizeof *r->sizes);
    if (size)
        memcpy(r->text + r->text_size, bytes, size);
    r->text[r->text_size + size] = 0;
    r->starts[r->count] = r->text_size;
    r->sizes[r->count] = size;
    r->text_size += size + 1;
    r->count++;
}

static void hand_over(struct reader *r, bool quote_open)
{
    r->cells = store_grow(r->cells, &r->cells_room, r->count, sizeof *r->cells);
    for (size_t i = 0; i < r->count; i++)
        r->cells[i] = r->text + r->starts[i]; /* only now: the text has moved while it grew */
    struct csv_row row = { .cells = r->cells,
                           .sizes = r->sizes,
                           .count = r->count,
                           .line = r->first_line,
                           .last_line = r->line,
                           .quote_open = quote_open };
    if (!r->stopped && !r->take(r->context, &row))
        r->stopped = true;
    r->count = 0;
    r->text_size = 0;
    r->row_open = false;
}

static void end_row(int terminator, void *context)
{
    (void)terminator;
    hand_over(context, false);
}

/* Bytes of the first line, with its line break. */
static size_t line_size(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            return i + 1;
        if (text[i] == '\r')
            return i + 1 < size && text[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return size;
}

/* One line at a time, so that the callbacks know where they are. */
static bool parse(struct csv_parser *parser, struct reader *r, const char *text, size_t size)
{
    while (size && !r->stopped) {
        size_t line = line_size(text, size);
        r->line++;
        if (!r->row_open)
            r->first_line = r->line;
        r->row_open =
            r->row_open || strspn(text, " \t\r\n") < line; /* the text ends with a zero; end_row closes it */
        if (csv_parse(parser, text, line, take_cell, end_row, r) != line)
            return false;
        text += line;
        size -= line;
    }
    if (r->stopped)
        return true;
    csv_set_opts(parser,
                 CSV_STRICT | CSV_STRICT_FINI); /* tells an open quote from a last line without a line break */
    if (csv_fini(parser, take_cell, end_row, r) != 0) {
        if (csv_error(parser) != CSV_EPARSE)
            return false;
        hand_over(r, true);
    }
    return true;
}

static bool read_all(FILE *file, char **text, size_t *size)
{
    size_t room = 0, got;
    *text = NULL;
    *size = 0;
    do {
        *text = store_grow(*text, &room, *size + 65536 + 1, 1);
        got = fread(*text + *size, 1, 65536, file);
        *size += got;
    } while (got);
    (*text)[*size] = 0;
    return !ferror(file);
}

enum csv_result csv_file_read(const char *path, csv_row_function *take, void *context)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOENT ? CSV_MISSING : CSV_UNREADABLE;
    char *text;
    size_t size;
    bool good = read_all(file, &text, &size);
    fclose(file);

    struct csv_parser parser;
    struct reader reader = { .take = take, .context = context };
    if (good && csv_init(&parser, 0) == 0) {
        size_t mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        good = parse(&parser, &reader, text + mark, size - mark);
        csv_free(&parser);
    }
    free(reader.text);
    free(reader.starts);
    free(reader.sizes);
    free(reader.cells);
    free(text);
    return good ? CSV_READ : CSV_UNREADABLE;
}
