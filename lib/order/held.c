/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "order/held.h"

#include <stdbool.h>
#include <stdint.h>

void kogge__hold(struct desk *desk, uint32_t index)
{
    if (desk->held_count < HELD_LIMIT)
        desk->held[desk->held_count] = index;
    if (desk->held_count <= HELD_LIMIT)
        desk->held_count++;
}

struct held kogge__held(const struct desk *desk)
{
    return (struct held){ desk, 0, kogge__visible(desk) };
}

bool kogge__next_held(struct held *held, uint32_t *index)
{
    const struct desk *desk = held->desk;
    if (desk->held_count <= HELD_LIMIT) {
        if (held->next == desk->held_count)
            return false;
        *index = desk->held[held->next++];
        return true;
    }
    while (kogge__next_visible(&held->visible, index)) {
        if (kogge__scope_holds(&desk->book->rules[*index], &desk->order_now))
            return true;
    }
    return false;
}
