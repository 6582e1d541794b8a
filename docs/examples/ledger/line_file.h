/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A text file line by line, in bounded memory whatever it holds. */

#ifndef EXAMPLES_LINE_FILE_H
#define EXAMPLES_LINE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { LINE_MAX_BYTES = 1 << 20 };

struct line_file {
    FILE *file;
    char *text; /* the line in hand, a zero after it; with its line break if it has one */
    size_t size, room;
    size_t number; /* 1 = first line */
    bool too_long; /* its text is the beginning, without the line break */
};

/* Returns false, errno set, if it cannot be opened. */
bool line_file_open(struct line_file *lines, const char *path);

/* The next line; lines end with LF, CRLF or CR, and a byte order mark of UTF-8 is skipped. Returns false at the end.
 */
bool line_file_next(struct line_file *lines);

/* Returns false if reading has failed. */
bool line_file_close(struct line_file *lines);

#endif
