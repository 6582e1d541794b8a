/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Memory of the caller, and references of what is counted. */

#ifndef KOGGE_JSON_MEMORY_H
#define KOGGE_JSON_MEMORY_H

#include <kogge/json.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Zeroed room for count elements; one byte more, so that nothing is no failure. */
static inline void *kogge__json_alloc(const kogge_allocator *allocator, size_t count, size_t size)
{
    if (size > 0 && count > (SIZE_MAX - 1) / size)
        return NULL;
    void *block =
        allocator->alloc ? allocator->alloc(allocator->context, count * size + 1) : malloc(count * size + 1);
    return block ? memset(block, 0, count * size + 1) : NULL;
}

static inline void kogge__json_free(const kogge_allocator *allocator, void *block)
{
    if (allocator->alloc)
        allocator->free(allocator->context, block);
    else
        free(block);
}

/* A copy, because the caller's may go; alloc NULL = malloc and free. */
static inline kogge_allocator kogge__json_allocator(const kogge_allocator *allocator)
{
    return allocator ? *allocator : (kogge_allocator){ NULL, NULL, NULL };
}

/* True: that was the last reference. */
static inline bool kogge__json_was_last(atomic_size_t *references)
{
    return atomic_fetch_sub_explicit(references, 1, memory_order_acq_rel) == 1;
}

#endif
