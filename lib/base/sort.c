/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Heapsort: no memory, and no bad case for hostile input. */

#include "base/sort.h"

struct order {
    uint32_t *indices;
    bool (*less)(const void *context, uint32_t a, uint32_t b);
    const void *context;
};

static void swap(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_down(const struct order *order, size_t root, size_t count)
{
    uint32_t *heap = order->indices;
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && order->less(order->context, heap[child], heap[child + 1]))
            child++;
        if (!order->less(order->context, heap[root], heap[child]))
            return;
        swap(&heap[root], &heap[child]);
    }
}

void kogge__sort(uint32_t *indices, size_t count, bool (*less)(const void *context, uint32_t a, uint32_t b),
                 const void *context)
{
    const struct order order = { indices, less, context };
    for (size_t i = count / 2; i-- > 0;)
        sift_down(&order, i, count);
    for (size_t end = count; end-- > 1;) {
        swap(&indices[0], &indices[end]);
        sift_down(&order, 0, end);
    }
}
