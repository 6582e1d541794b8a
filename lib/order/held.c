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
    const struct rule *rules = visible->desk->book->rules;
    const uint32_t general_end = visible->desk->book->general_end;
    bool own = visible->own.begin < visible->own.end, general = visible->general < general_end;
    if (!own) { /* the rest is general */
        visible->at = visible->general;
        visible->end = visible->general = general_end;
        return general;
    }
    uint32_t rank = general ? kogge__rank(&rules[visible->general]) : UINT32_MAX;
    if (kogge__rank(&rules[visible->own.begin]) <= rank) {
        visible->at = visible->own.begin;
        visible->end = visible->own.begin = run_end(rules, visible->at, visible->own.end, general ? rank + 1 : rank);
    } else {
        visible->at = visible->general;
        rank = kogge__rank(&rules[visible->own.begin]);
        visible->end = visible->general = run_end(rules, visible->at, general_end, rank);
    }
    return true;
}

static uint64_t look_at(const struct visible *visible, size_t word)
{
    const struct rule_index *index = &visible->desk->book->index;
    const struct situation *now = &visible->desk->order_now;
    switch (visible->look) {
    case LOOK_SCOPE:
        return kogge__rules_in_scope(index, word, now);
    case LOOK_BAND:
        return kogge__rules_in_band(index, word, now, visible->growth);
    default:
        return UINT64_MAX;
    }
}

void kogge__next_word(struct visible *visible)
{
    const uint32_t word = visible->at / RULES_OF_A_WORD, first = word * RULES_OF_A_WORD;
    const uint32_t end = visible->end - first < RULES_OF_A_WORD ? visible->end : first + RULES_OF_A_WORD;
    const uint64_t from = UINT64_MAX << (visible->at - first), to = UINT64_MAX >> (first + RULES_OF_A_WORD - end);
    visible->first = first;
    visible->left = look_at(visible, word) & from & to;
    visible->at = end;
}
