/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "order/held.h"

#include <stdbool.h>
#include <stdint.h>

/* Rules from begin on whose rank is below the limit. */
static uint32_t run_end(const struct rule *rules, uint32_t begin, uint32_t end, uint32_t limit)
{
    while (begin < end && kogge__rank(&rules[begin]) < limit)
        begin++;
    return begin;
}

bool kogge__next_run(struct visible *visible)
{
    const struct rule *rules = visible->rules;
    bool own = visible->own.begin < visible->own.end, general = visible->general < visible->general_end;
    if (!own) { /* nearly always: the rest is general */
        visible->at = visible->general;
        visible->end = visible->general = visible->general_end;
        return general;
    }
    uint32_t rank = general ? kogge__rank(&rules[visible->general]) : UINT32_MAX;
    if (kogge__rank(&rules[visible->own.begin]) <= rank) {
        visible->at = visible->own.begin;
        visible->end = visible->own.begin = run_end(rules, visible->at, visible->own.end, general ? rank + 1 : rank);
    } else {
        visible->at = visible->general;
        rank = kogge__rank(&rules[visible->own.begin]);
        visible->end = visible->general = run_end(rules, visible->at, visible->general_end, rank);
    }
    return true;
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
