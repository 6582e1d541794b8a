/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* An output file, written beside its place and renamed when it is complete: a reader never sees half of it. */

#ifndef EXAMPLES_OUT_FILE_H
#define EXAMPLES_OUT_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct out_file {
    const char *path;
    char *part; /* the path beside it */
    FILE *file;
};

/* Returns false after a message. */
bool out_file_open(struct out_file *out, const char *path);

/* Puts the file in its place if it is good and all could be written; else the place stays as it was. Returns false
 * after a message. */
bool out_file_close(struct out_file *out, bool good);

/* A figure for programs: a line of its key, GROUP.NAME.WHAT (name and what may be ""), a tab, and the value. */
void out_figure(FILE *file, const char *group, const char *name, const char *what, int64_t value);

#endif
