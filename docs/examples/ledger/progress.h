/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Says on a terminal's stderr how far something is that takes longer than a second. */

#ifndef EXAMPLES_PROGRESS_H
#define EXAMPLES_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    const char *what;
    size_t whole; /* 0 = not known */
    double next;  /* when to say something */
    bool shown;
};

/* Seconds since some beginning. */
double progress_now(void);

struct progress progress_start(const char *what, size_t whole);
void progress_step(struct progress *progress, size_t done);

/* Clears its line. */
void progress_end(struct progress *progress);

#endif
