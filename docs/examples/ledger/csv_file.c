/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "csv_file.h"
#include "line_file.h"
#include "store.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    csv_row_function *take;
    void *context;
    bool stopped;
    bool row_open; /* the row goes on in the next line */
    size_t line, first_line;
    size_t row_size; /* bytes of the row so far */

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

/* A row that grows beyond the limit is refused, and the next line is the beginning of another one. */
static bool start_again(struct csv_parser *parser, struct reader *r)
{
    struct csv_row row = { .line = r->first_line, .last_line = r->line, .too_long = true };
    if (!r->stopped && !r->take(r->context, &row))
        r->stopped = true;
    r->count = 0;
    r->text_size = r->row_size = 0;
    r->row_open = false;
    csv_free(parser);
    return csv_init(parser, 0) == 0;
}

/* One line at a time, so that the callbacks know where they are. */
static bool parse(struct csv_parser *parser, struct reader *r, struct line_file *lines)
{
    while (!r->stopped && line_file_next(lines)) {
        r->line = lines->number;
        if (!r->row_open) {
            r->first_line = r->line;
            r->row_size = 0;
        }
        r->row_size += lines->size;
        if (lines->too_long || r->row_size > LINE_MAX_BYTES) {
            if (!start_again(parser, r))
                return false;
            continue;
        }
        r->row_open = r->row_open ||
                      strspn(lines->text, " \t\r\n") < lines->size; /* the text ends with a zero; end_row closes it */
        if (csv_parse(parser, lines->text, lines->size, take_cell, end_row, r) != lines->size)
            return false;
    }
    return true;
}

/* The last row may lack its line break, or the closing quote. */
static bool finish(struct csv_parser *parser, struct reader *r)
{
    if (r->stopped)
        return true;
    csv_set_opts(parser,
                 CSV_STRICT | CSV_STRICT_FINI); /* tells an open quote from a last line without a line break */
    if (csv_fini(parser, take_cell, end_row, r) == 0)
        return true;
    if (csv_error(parser) == CSV_EPARSE)
        hand_over(r, true);
    return csv_error(parser) == CSV_EPARSE;
}

enum csv_result csv_file_read(const char *path, csv_row_function *take, void *context)
{
    struct line_file lines;
    if (!line_file_open(&lines, path))
        return errno == ENOENT ? CSV_MISSING : CSV_UNREADABLE;
    struct csv_parser parser;
    struct reader reader = { .take = take, .context = context };
    bool good = csv_init(&parser, 0) == 0;
    if (good) {
        good = parse(&parser, &reader, &lines) && !ferror(lines.file) && finish(&parser, &reader);
        csv_free(&parser);
    }
    free(reader.text);
    free(reader.starts);
    free(reader.sizes);
    free(reader.cells);
    return line_file_close(&lines) && good ? CSV_READ : CSV_UNREADABLE;
}
