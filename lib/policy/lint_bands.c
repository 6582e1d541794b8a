/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Rules against each other. Rules stand in evaluation order, so that those of one rank (agreement, group, which keys
 * are set, priority) stand side by side, by id. */

#include "policy/kind.h"
#include "policy/lint.h"

#include <stdbool.h>
#include <stdint.h>

struct part {
    size_t begin, end;
};

/* ---- which rules stand together -------------------------------------------------------------------------------- */

static bool same_group(const kogge_order_rule *a, const kogge_order_rule *b)
{
    return a->agreement == b->agreement && a->group == b->group;
}

static bool same_pattern(const kogge_order_rule *a, const kogge_order_rule *b)
{
    return same_group(a, b) && !a->customer_group == !b->customer_group && !a->country == !b->country &&
           !a->sales_org == !b->sales_org;
}

static bool same_rank(const kogge_order_rule *a, const kogge_order_rule *b)
{
    return same_pattern(a, b) && a->priority == b->priority;
}

static struct part around(const kogge_rulebook *book, size_t index,
                          bool (*same)(const kogge_order_rule *a, const kogge_order_rule *b))
{
    struct part part = { index, index + 1 };
    while (part.begin > 0 && same(&book->terms[part.begin - 1], &book->terms[index]))
        part.begin--;
    while (part.end < book->rule_count && same(&book->terms[part.end], &book->terms[index]))
        part.end++;
    return part;
}

/* The general rules of a rule's group, which an order of its agreement looks at too. */
static struct part general_group(const kogge_rulebook *book, size_t index)
{
    struct part part = { 0, 0 };
    if (!book->terms[index].agreement)
        return part;
    while (part.begin < book->general_end && kogge__rank(&book->rules[part.begin]) < kogge__rank(&book->rules[index]))
        part.begin++;
    part.end = part.begin;
    while (part.end < book->general_end && book->rules[part.end].group == book->rules[index].group)
        part.end++;
    return part;
}

static bool has_band_test(const struct rule *rule)
{
    return !(rule->traits & TRAIT_SLICE);
}

/* ---- gaps and overlaps ----------------------------------------------------------------------------------------- */

static struct rule intersection(const struct rule *a, const struct rule *b)
{
    struct rule both = *a;
    for (int i = 0; i < MASK_WORDS; i++)
        both.masks[i] &= b->masks[i];
    both.customer_group = a->customer_group ? a->customer_group : b->customer_group;
    both.country = a->country ? a->country : b->country;
    both.sales_org = a->sales_org ? a->sales_org : b->sales_org;
    both.first_day = a->first_day > b->first_day ? a->first_day : b->first_day;
    both.last_day = a->last_day < b->last_day ? a->last_day : b->last_day;
    return both;
}

/* Does a rule of the part reach into [from, below) for all orders of the scope? */
static bool reaches(const kogge_rulebook *book, struct part part, const struct rule *scope, int64_t from,
                    int64_t below)
{
    for (size_t i = part.begin; i < part.end; i++) {
        const struct rule *rule = &book->rules[i];
        if (has_band_test(rule) && rule->from < below && rule->below > from && kogge__scope_covers(rule, scope))
            return true;
    }
    return false;
}

static void look_at_gap(struct lint *lint, size_t lower, size_t upper)
{
    const kogge_rulebook *book = lint->book;
    const struct rule *a = &book->rules[lower], *b = &book->rules[upper];
    if (b->from <= a->below)
        return;
    struct rule both = intersection(a, b);
    if (reaches(book, around(book, lower, same_group), &both, a->below, b->from) ||
        reaches(book, general_group(book, lower), &both, a->below, b->from))
        return;
    const kogge_finding finding = { .code = KOGGE_FINDING_BAND_GAP,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .row = book->terms[lower].id,
                                    .other_row = book->terms[upper].id,
                                    .value = a->below,
                                    .other_value = b->from,
                                    .field = KOGGE_FIELD_ORDER_RULE_BELOW,
                                    .other_field = KOGGE_FIELD_ORDER_RULE_FROM };
    kogge__find(lint, &finding);
}

static void look_at_overlap(struct lint *lint, size_t one, size_t other)
{
    const kogge_rulebook *book = lint->book;
    const struct rule *a = &book->rules[one], *b = &book->rules[other];
    if (other <= one || a->from >= b->below || b->from >= a->below)
        return;
    int64_t below = a->below < b->below ? a->below : b->below;
    const kogge_finding finding = { .code = KOGGE_FINDING_BAND_OVERLAP,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .row = book->terms[one].id,
                                    .other_row = book->terms[other].id,
                                    .value = a->from > b->from ? a->from : b->from,
                                    .other_value = below == INT64_MAX ? 0 : below,
                                    .field = KOGGE_FIELD_ORDER_RULE_FROM,
                                    .other_field = KOGGE_FIELD_ORDER_RULE_BELOW };
    kogge__find(lint, &finding);
}

/* ---- rules that can never match -------------------------------------------------------------------------------- */

/* Does it apply to every order of its scope and band? Kinds with a trigger, or with an input that may be unknown, do
 * not. */
static bool is_certain(const struct rule *rule)
{
    return !(rule->traits & TRAIT_ASKS);
}

/* What switches the earlier rule off (fees off, nothing counts) must switch the later one off too. */
static bool shadows(const struct rule *earlier, const struct rule *later)
{
    const unsigned switched = TRAIT_BAND_FEE | TRAIT_VALUE;
    bool bands = has_band_test(later) ? earlier->from <= later->from && earlier->below >= later->below
                                      : !(earlier->traits & TRAIT_BANDED);
    return is_certain(earlier) && bands && !(earlier->traits & switched & ~(unsigned)later->traits) &&
           kogge__scope_covers(earlier, later);
}

static void look_for_shadow(struct lint *lint, size_t index)
{
    const kogge_rulebook *book = lint->book;
    kogge_finding finding = { .code = KOGGE_FINDING_NEVER_MATCHES,
                              .level = KOGGE_FINDING_LEVEL_WARNING,
                              .row = book->terms[index].id };
    if (lint->today && book->terms[index].valid_until_at && book->terms[index].valid_until_at <= lint->today) {
        finding.value = book->terms[index].valid_until_at;
        finding.other_value = lint->today;
        finding.field = finding.other_field = KOGGE_FIELD_ORDER_RULE_VALID_UNTIL_AT;
        kogge__find(lint, &finding);
        return;
    }
    for (size_t i = around(book, index, same_pattern).begin; book->rules[index].group && i < index; i++) {
        if (!shadows(&book->rules[i], &book->rules[index]))
            continue;
        finding.other_row = book->terms[i].id;
        kogge__find(lint, &finding);
        return;
    }
}

/* ---- what happens at an edge ----------------------------------------------------------------------------------- */

/* Kinds whose fee depends on the value of the order alone. */
static bool is_by_value(const struct rule *rule)
{
    const struct kind *kind = kogge__kind(rule->effect);
    return kind && (kind->traits & KIND_BY_VALUE);
}

static int64_t fee_at(const struct lint *lint, size_t index, int64_t value)
{
    const struct situation nothing = { .policy = &lint->book->policy };
    return kogge__rule_amount(&lint->book->rules[index], &lint->book->terms[index], &nothing, value);
}

/* The rule that takes over at the edge: the first of the group that covers the scope, and in group 0 one that begins
 * there. */
static bool successor(const kogge_rulebook *book, struct part part, size_t index, size_t *found)
{
    const struct rule *rule = &book->rules[index];
    for (size_t i = part.begin; i < part.end; i++) {
        const struct rule *next = &book->rules[i];
        if (i == index || !has_band_test(next) || next->from > rule->below || next->below <= rule->below)
            continue;
        if ((rule->group || next->from == rule->below) && kogge__scope_covers(next, rule)) {
            *found = i;
            return true;
        }
    }
    return false;
}

static void look_for_fall(struct lint *lint, size_t index)
{
    const kogge_rulebook *book = lint->book;
    const struct rule *rule = &book->rules[index];
    if (!is_by_value(rule) || rule->below == INT64_MAX || (rule->traits & TRAIT_CLIFF))
        return;
    size_t next = 0;
    int64_t after = 0, before = fee_at(lint, index, rule->below - 1);
    bool found = successor(book, around(book, index, same_group), index, &next) ||
                 successor(book, general_group(book, index), index, &next);
    if (found && is_by_value(&book->rules[next]))
        after = fee_at(lint, next, rule->below);
    const kogge_finding finding = { .code = KOGGE_FINDING_TOTAL_FALLS,
                                    .level = KOGGE_FINDING_LEVEL_NOTE,
                                    .row = book->terms[index].id,
                                    .value = rule->below,
                                    .other_value = before - after - 1,
                                    .field = KOGGE_FIELD_ORDER_RULE_BELOW };
    if (finding.other_value > 0)
        kogge__find(lint, &finding);
}

/* The lower rule as if it went on at the edge, so that a percentage does not count as a jump. */
static void look_for_jump(struct lint *lint, size_t lower, size_t upper)
{
    const kogge_rulebook *book = lint->book;
    const struct rule *a = &book->rules[lower], *b = &book->rules[upper];
    if (b->from != a->below || !is_by_value(a) || !is_by_value(b))
        return;
    const kogge_finding finding = { .code = KOGGE_FINDING_FEE_JUMPS_UP,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .row = book->terms[lower].id,
                                    .other_row = book->terms[upper].id,
                                    .value = a->below,
                                    .other_value = fee_at(lint, upper, a->below) - fee_at(lint, lower, a->below),
                                    .field = KOGGE_FIELD_ORDER_RULE_BELOW };
    if (finding.other_value > 0)
        kogge__find(lint, &finding);
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

/* Pairs of one rank in one group whose bands are tested and that can hold for one order. */
static void each_pair(struct lint *lint, void (*look)(struct lint *lint, size_t one, size_t other))
{
    const kogge_rulebook *book = lint->book;
    for (size_t i = 0; i < book->rule_count; i++) {
        size_t one = book->by_id[i];
        if (!book->rules[one].group || !has_band_test(&book->rules[one]))
            continue;
        struct part rank = around(book, one, same_rank);
        for (size_t other = rank.begin; other < rank.end; other++) {
            if (other != one && has_band_test(&book->rules[other]) &&
                kogge__scopes_meet(&book->rules[one], &book->rules[other]))
                look(lint, one, other);
        }
    }
}

static void each_rule(struct lint *lint, void (*look)(struct lint *lint, size_t index))
{
    for (size_t i = 0; i < lint->book->rule_count; i++)
        look(lint, lint->book->by_id[i]);
}

void kogge__lint_bands(struct lint *lint)
{
    each_pair(lint, look_at_gap);
    each_pair(lint, look_at_overlap);
    each_rule(lint, look_for_shadow);
    each_rule(lint, look_for_fall);
    each_pair(lint, look_for_jump);
}
