/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A CSV file row by row, with the lines on which each row stands (libcsv itself counts none). */

#ifndef EXAMPLES_CSV_FILE_H
#define EXAMPLES_CSV_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct csv_row {
    char *const *cells;  /* each ends with a zero */
    const size_t *sizes; /* bytes of each cell; more than strlen() if there is a zero inside */
    size_t count;
    size_t line, last_line; /* 1 = first line of the file; they differ if a quoted cell holds line breaks */
    bool quote_open;        /* the file ends inside a quoted cell: the row is not complete */
    bool too_long;          /* more than LINE_MAX_BYTES: its cells were not kept */
};

/* Returns false to stop reading. */
typedef bool csv_row_function(void *context, const struct csv_row *row);

/* What became of a file. */
enum csv_result { CSV_READ, CSV_MISSING, CSV_UNREADABLE };

/* Calls take for every row; blank lines are none. A byte order mark of UTF-8 is skipped; lines end with LF, CRLF or
 * CR. */
enum csv_result csv_file_read(const char *path, csv_row_function *take, void *context);

#endif
