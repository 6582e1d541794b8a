/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { STEPS_A_LOOK = 256 };

double progress_now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

struct progress progress_start(const char *what, size_t whole)
{
    return (struct progress){ .what = what, .whole = whole, .next = isatty(STDERR_FILENO) ? progress_now() + 1 : 0 };
}

void progress_step(struct progress *progress, size_t done)
{
    if (progress->next == 0 || done % STEPS_A_LOOK || progress_now() < progress->next)
        return;
    fprintf(stderr, "\r%s: %zu", progress->what, done);
    if (progress->whole)
        fprintf(stderr, " / %zu", progress->whole);
    fflush(stderr);
    progress->shown = true;
    progress->next = progress_now() + 0.2;
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
