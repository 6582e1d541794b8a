/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Sorting of indices in place: qsort of libc may allocate behind the caller's back, and takes no context. */

#ifndef KOGGE_BASE_SORT_H
#define KOGGE_BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sorts by a total order. */
void kogge__sort(uint32_t *indices, size_t count, bool (*less)(const void *context, uint32_t a, uint32_t b),
                 const void *context);

#endif
