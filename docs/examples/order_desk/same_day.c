/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "same_day.h"
#include "store.h"

#include <stdlib.h>

void same_day_add(struct same_day *same, size_t customer, const kogge_order *order, const kogge_assessment *result)
{
    if (!result->small_order_fees_minor)
        return;
    bool reachable = result->known & KOGGE_ASSESSMENT_MISSING_TO_FREE;
    same->list = store_grow(same->list, &same->room, same->count + 1, sizeof *same->list);
    same->list[same->count++] = (struct same_day_order){ .customer = customer,
                                                         .day = order->priced_at,
                                                         .net = order->net_minor,
                                                         .fees = result->small_order_fees_minor,
                                                         .missing = reachable ? result->missing_to_free_minor : -1 };
}

static int by_customer_and_day(const void *a, const void *b)
{
    const struct same_day_order *x = a, *y = b;
    if (x->customer != y->customer)
        return x->customer < y->customer ? -1 : 1;
    return (x->day > y->day) - (x->day < y->day);
}

static void take_group(struct same_day *same, const struct same_day_order *group, size_t count)
{
    int64_t net = 0, fees = 0;
    for (size_t i = 0; i < count; i++) {
        net += group[i].net;
        fees += group[i].fees;
    }
    for (size_t i = 0; i < count; i++)
        if (group[i].missing < 0 || net - group[i].net < group[i].missing)
            return;
    same->groups++;
    same->orders += count;
    same->net += net;
    same->fees += fees;
}

void same_day_find(struct same_day *same)
{
    if (same->count)
        qsort(same->list, same->count, sizeof *same->list, by_customer_and_day);
    for (size_t i = 0, end; i < same->count; i = end) {
        end = i + 1;
        while (end < same->count && by_customer_and_day(&same->list[i], &same->list[end]) == 0)
            end++;
        if (end - i >= 2)
            take_group(same, same->list + i, end - i);
    }
}

void same_day_free(struct same_day *same)
{
    free(same->list);
    *same = (struct same_day){ 0 };
}
