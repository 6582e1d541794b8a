/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A small harness: doubles the count until a run takes long enough, then runs several times and prints a line with
 * the median and the spread. */

#ifndef KOGGE_TESTS_BENCH_H
#define KOGGE_TESTS_BENCH_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BENCH_RUNS = 11 };

struct bench {
    double least_seconds; /* of a run; 0 = each piece of work once, to see that it works */
};

/* Does the work count times. */
typedef void bench_work(void *context, size_t count);

/* Processor time, not that of the wall: other programs on the machine take less part in it. */
static inline double bench_seconds(bench_work *work, void *context, size_t count)
{
    clock_t start = clock();
    work(context, count);
    return (double)(clock() - start) / (double)CLOCKS_PER_SEC;
}

static inline int bench_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* per: what a second is divided into, e.g. 1e9 for ns. The spread is half the distance of the quartiles: a run that
 * another program disturbed does not count. */
static inline double bench_run(const struct bench *bench, const char *name, double per, const char *unit,
                               bench_work *work, void *context)
{
    double took[BENCH_RUNS];
    size_t count = 1;
    while (bench_seconds(work, context, count) < bench->least_seconds && count < (size_t)1 << 30)
        count *= 2;
    if (bench->least_seconds <= 0)
        return 0;
    for (size_t i = 0; i < BENCH_RUNS; i++)
        took[i] = bench_seconds(work, context, count) * per / (double)count;
    qsort(took, BENCH_RUNS, sizeof took[0], bench_compare);
    double median = took[BENCH_RUNS / 2], spread = (took[BENCH_RUNS * 3 / 4] - took[BENCH_RUNS / 4]) / 2;
    printf("%-44s %10.4g %-12s +- %4.1f %%  best %10.4g\n", name, median, unit,
           median > 0 ? 100 * spread / median : 0, took[0]);
    (void)fflush(stdout);
    return median;
}

#endif
