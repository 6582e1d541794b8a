/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "line_file.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

bool line_file_open(struct line_file *lines, const char *path)
{
    *lines = (struct line_file){ .file = fopen(path, "rb") };
    return lines->file;
}

static void keep(struct line_file *lines, int c)
{
    lines->too_long = lines->too_long || lines->size == LINE_MAX_BYTES;
    if (lines->too_long)
        return;
    lines->text = store_grow(lines->text, &lines->room, lines->size + 2, 1);
    lines->text[lines->size++] = (char)c;
    lines->text[lines->size] = 0;
}

static void skip_mark(struct line_file *lines)
{
    if (lines->number != 1 || lines->size < 3 || memcmp(lines->text, "\xEF\xBB\xBF", 3) != 0)
        return;
    lines->size -= 3;
    memmove(lines->text, lines->text + 3, lines->size + 1);
}

bool line_file_next(struct line_file *lines)
{
    int c = getc(lines->file);
    if (c == EOF)
        return false;
    lines->number++;
    lines->size = 0;
    lines->too_long = false;
    for (; c != EOF && c != '\n' && c != '\r'; c = getc(lines->file))
        keep(lines, c);
    if (c != EOF)
        keep(lines, c);
    int after = c == '\r' ? getc(lines->file) : EOF;
    if (after == '\n')
        keep(lines, after);
    else if (after != EOF)
        ungetc(after, lines->file);
    skip_mark(lines);
    return true;
}

bool line_file_close(struct line_file *lines)
{
    bool good = !ferror(lines->file);
    fclose(lines->file);
    free(lines->text);
    *lines = (struct line_file){ 0 };
    return good;
}
