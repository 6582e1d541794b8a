/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/rule_index.h"

#include "base/record.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MOST_EDGES = 2 * RULES_OF_A_WORD };

/* ---- intervals ------------------------------------------------------------------------------------------------- */

/* What a rule accepts of a line: [from, until). The line is that of a base; 0 is that of the days. */
struct interval {
    int64_t from, until;
};

static struct interval interval_of(const struct rule *rule, int line)
{
    const struct interval all = { INT64_MIN, INT64_MAX };
    if (!line)
        return (struct interval){ rule->first_day, (int64_t)rule->last_day + 1 };
    bool asks = rule->base == line && !(rule->traits & TRAIT_SLICE);
    return asks ? (struct interval){ rule->from, rule->below } : all;
}

static size_t add_edge(int64_t *edges, size_t count, int64_t edge)
{
    size_t place = count;
    if (edge == INT64_MIN || edge == INT64_MAX)
        return count;
    while (place > 0 && edges[place - 1] >= edge)
        place--;
    if (place < count && edges[place] == edge)
        return count;
    memmove(edges + place + 1, edges + place, (count - place) * sizeof *edges);
    edges[place] = edge;
    return count + 1;
}

/* Where the rules of a word cut a line, ascending; at most MOST_EDGES. */
static size_t find_edges(const struct rule *rules, size_t count, int line, int64_t *edges)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct interval interval = interval_of(&rules[i], line);
        found = add_edge(edges, found, interval.from);
        found = add_edge(edges, found, interval.until);
    }
    return found;
}

/* The rules that accept what lies from a place to the next edge. */
static uint64_t accepting(const struct rule *rules, size_t count, int line, int64_t place)
{
    uint64_t accepted = 0;
    for (size_t i = 0; i < count; i++) {
        const struct interval interval = interval_of(&rules[i], line);
        accepted |= (uint64_t)(interval.from <= place && place < interval.until) << i;
    }
    return accepted;
}

/* ---- making ---------------------------------------------------------------------------------------------------- */

static size_t size_of_word(size_t count, size_t word)
{
    const size_t left = count - word * RULES_OF_A_WORD;
    return left < RULES_OF_A_WORD ? left : RULES_OF_A_WORD;
}

static struct cuts *cuts_of(struct rule_word *word, int line)
{
    return line ? &word->values[line] : &word->days;
}

static void note_codes(struct rule_word *word, const struct rule *rules, size_t count)
{
    memset(word->codes, 0, sizeof word->codes);
    for (size_t i = 0; i < count; i++) {
        for (int mask = 0; mask < MASK_COUNT; mask++) {
            const uint64_t accepted = rules[i].masks[mask / 2] >> (mask % 2 ? 32 : 0);
            for (unsigned code = 0; code < SCOPE_CODES; code++)
                word->codes[mask][code] |= (accepted >> code & 1) << i;
        }
    }
}

/* How many pieces the lines of all rules have together. */
static size_t count_pieces(const struct rule *rules, size_t count)
{
    int64_t edges[MOST_EDGES];
    size_t pieces = 0;
    for (size_t begin = 0; begin < count; begin += RULES_OF_A_WORD) {
        for (int line = 0; line <= KOGGE_BASE_GROSS; line++)
            pieces += find_edges(rules + begin, size_of_word(count, begin / RULES_OF_A_WORD), line, edges) + 1;
    }
    return pieces;
}

static void cut_lines(struct rule_index *index, const struct rule *rules, size_t count)
{
    uint32_t at = 0;
    for (size_t word = 0; word * RULES_OF_A_WORD < count; word++) {
        const struct rule *first = rules + word * RULES_OF_A_WORD;
        const size_t size = size_of_word(count, word);
        note_codes(&index->words[word], first, size);
        for (int line = 0; line <= KOGGE_BASE_GROSS; line++) {
            int64_t *edges = index->edges + at;
            const uint32_t found = (uint32_t)find_edges(first, size, line, edges);
            *cuts_of(&index->words[word], line) = (struct cuts){ at, found };
            for (uint32_t piece = 0; piece <= found; piece++)
                index->pieces[at + piece] = accepting(first, size, line, piece ? edges[piece - 1] : INT64_MIN);
            at += found + 1;
        }
    }
}

kogge_status kogge__index_rules(struct rule_index *index, const struct rule *rules, size_t count,
                                const kogge_allocator *allocator)
{
    const size_t words = (count + RULES_OF_A_WORD - 1) / RULES_OF_A_WORD, pieces = count_pieces(rules, count);
    if (!count)
        return KOGGE_OK;
    index->words = kogge__alloc(allocator, words * sizeof *index->words);
    index->edges = kogge__alloc(allocator, pieces * sizeof *index->edges);
    index->pieces = kogge__alloc(allocator, pieces * sizeof *index->pieces);
    if (!index->words || !index->edges || !index->pieces)
        return KOGGE_E_MEMORY;
    cut_lines(index, rules, count);
    return KOGGE_OK;
}

void kogge__index_free(struct rule_index *index, const kogge_allocator *allocator)
{
    kogge__free(allocator, index->words);
    kogge__free(allocator, index->edges);
    kogge__free(allocator, index->pieces);
}

/* ---- asking ---------------------------------------------------------------------------------------------------- */

/* Halves the edges, and counts the last few, by arithmetic: a branch for each would be guessed wrong half of the
 * time. */
static uint64_t look_up(const struct rule_index *index, struct cuts cuts, int64_t value)
{
    enum { FEW = 8 };
    uint32_t first = cuts.at, left = cuts.count;
    while (left > FEW) {
        const uint32_t half = left / 2;
        first += index->edges[first + half - 1] <= value ? half : 0;
        left -= half;
    }
    uint32_t piece = first;
    for (uint32_t i = 0; i < left; i++)
        piece += index->edges[first + i] <= value;
    return index->pieces[piece];
}

uint64_t kogge__rules_in_scope(const struct rule_index *index, size_t word, const struct situation *now)
{
    const struct rule_word *rules = &index->words[word];
    uint64_t accepted = look_up(index, rules->days, now->priced_at);
    for (int mask = 0; mask < MASK_COUNT; mask++)
        accepted &= rules->codes[mask][now->codes[mask]];
    return accepted;
}

uint64_t kogge__rules_in_band(const struct rule_index *index, size_t word, const struct situation *now,
                              int64_t growth)
{
    const struct rule_word *rules = &index->words[word];
    uint64_t accepted = kogge__rules_in_scope(index, word, now);
    for (int base = KOGGE_BASE_NET; base <= KOGGE_BASE_GROSS; base++) {
        if (rules->values[base].count)
            accepted &= look_up(index, rules->values[base], now->band[base] + growth);
    }
    return accepted;
}
