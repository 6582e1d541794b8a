/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Which rules may apply to an order: found by look-ups, however many rules there are.
 *
 * 64 neighbouring rules are a word, a bit a rule. For each code of an order (tier, channel, ...), for its day and for
 * each of its values there is a word that says which rules accept it; the rules that accept all of them may apply.
 * Keys and causes are not looked at, so rules still have the last say. */

#ifndef KOGGE_POLICY_RULE_INDEX_H
#define KOGGE_POLICY_RULE_INDEX_H

#include "policy/rule.h"

#include <kogge/kogge.h>

#include <stddef.h>
#include <stdint.h>

enum { RULES_OF_A_WORD = 64, SCOPE_CODES = 32 };

/* A line of numbers, cut where the answer changes: the edges [at, at + count) of the index cut it into count + 1
 * pieces, whose words begin at the same place. */
struct cuts {
    uint32_t at, count;
};

/* 64 rules. */
struct rule_word {
    uint64_t codes[MASK_COUNT][SCOPE_CODES];
    struct cuts days, values[KOGGE_BASE_GROSS + 1]; /* by code of the base; no edges: no rule asks */
};

struct rule_index {
    struct rule_word *words;
    int64_t *edges;
    uint64_t *pieces;
};

kogge_status kogge__index_rules(struct rule_index *index, const struct rule *rules, size_t count,
                                const kogge_allocator *allocator);
void kogge__index_free(struct rule_index *index, const kogge_allocator *allocator);

/* Of a word: the rules whose masks and dates accept the order. */
uint64_t kogge__rules_in_scope(const struct rule_index *index, size_t word, const struct situation *now);

/* Those of them in whose band it is, grown by counting goods. */
uint64_t kogge__rules_in_band(const struct rule_index *index, size_t word, const struct situation *now,
                              int64_t growth);

#endif
