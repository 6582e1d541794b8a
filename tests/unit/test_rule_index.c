/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The index of rules says what asking each rule says. */

#include "policy/rule_index.h"

#include "random.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_RULES = 200, BOOKS = 60, ORDERS = 200 };

struct book {
    size_t count;
    kogge_order_rule terms[MOST_RULES];
    struct rule rules[MOST_RULES];
    struct rule_index index;
};

/* ---- what is asked ----------------------------------------------------------------------------------------------
 */

static uint32_t random_mask(uint64_t *seed)
{
    return random_between(seed, 0, 1) ? 0 : (uint32_t)random_u64(seed);
}

/* Few different edges, so that bands touch and orders lie on them. */
static kogge_order_rule random_term(uint64_t *seed)
{
    static const int32_t effects[] = { KOGGE_ACTION_BLOCK, KOGGE_FEE_FLAT, KOGGE_FEE_SLICE };
    kogge_order_rule term = { .effect = effects[random_between(seed, 0, 2)],
                              .base = (int32_t)random_between(seed, 0, KOGGE_BASE_GROSS),
                              .tiers = random_mask(seed),
                              .treatments = random_mask(seed),
                              .channels = random_mask(seed),
                              .brands = random_mask(seed),
                              .order_types = random_mask(seed),
                              .delivery_modes = random_mask(seed) };
    if (random_between(seed, 0, 2))
        term.from_minor = random_between(seed, 0, 9) * 1000;
    if (random_between(seed, 0, 2))
        term.below_minor = term.from_minor + random_between(seed, 1, 9) * 1000;
    if (random_between(seed, 0, 1))
        term.valid_from_at = (int32_t)random_between(seed, 1, 9);
    if (random_between(seed, 0, 1))
        term.valid_until_at = term.valid_from_at + (int32_t)random_between(seed, 1, 9);
    return term;
}

static struct book *new_book(size_t count, uint64_t *seed)
{
    struct book *book = calloc(1, sizeof *book);
    assert_non_null(book);
    book->count = count;
    for (size_t i = 0; i < count; i++) {
        book->terms[i] = random_term(seed);
        kogge__rule_compile(&book->terms[i], &book->rules[i]);
    }
    assert_int_equal(kogge__index_rules(&book->index, book->rules, count, NULL), KOGGE_OK);
    return book;
}

static void free_book(struct book *book)
{
    kogge__index_free(&book->index, NULL);
    free(book);
}

static int64_t random_value(uint64_t *seed)
{
    return random_between(seed, -1, 19) * 1000 + random_between(seed, -1, 1);
}

static struct situation random_order(uint64_t *seed)
{
    struct situation now = { .priced_at = (int32_t)random_between(seed, 1, 20) };
    for (int mask = 0; mask < MASK_COUNT; mask++) {
        now.codes[mask] = (uint8_t)random_between(seed, 0, 31);
        now.masks[mask / 2] |= kogge__mask_bit((enum scope_mask)mask, now.codes[mask]);
    }
    for (int base = KOGGE_BASE_NET; base <= KOGGE_BASE_GROSS; base++)
        now.band[base] = random_value(seed);
    return now;
}

/* ---- the rules themselves ----------------------------------------------------------------------------------------
 */

/* Semantics 2.2, from what the caller wrote. */
static bool is_in_band(const kogge_order_rule *term, const struct situation *now, int64_t growth)
{
    const int64_t value = now->band[term->base ? term->base : KOGGE_BASE_NET] + growth;
    return term->effect == KOGGE_FEE_SLICE ||
           (value >= term->from_minor && (!term->below_minor || value < term->below_minor));
}

static void compare(const struct book *book, const struct situation *now, int64_t growth)
{
    for (size_t i = 0; i < book->count; i++) {
        const size_t word = i / RULES_OF_A_WORD, bit = i % RULES_OF_A_WORD;
        const bool in_scope = kogge__scope_holds(&book->rules[i], now);
        const bool in_band = in_scope && is_in_band(&book->terms[i], now, growth);
        assert_int_equal(kogge__rules_in_scope(&book->index, word, now) >> bit & 1, in_scope);
        assert_int_equal(kogge__rules_in_band(&book->index, word, now, growth) >> bit & 1, in_band);
    }
}

static void test_same_answers(void **state)
{
    uint64_t seed = 20261122;
    (void)state;
    for (size_t i = 0; i < BOOKS; i++) {
        struct book *book = new_book((size_t)random_between(&seed, 1, MOST_RULES), &seed);
        for (size_t order = 0; order < ORDERS; order++) {
            const struct situation now = random_order(&seed);
            compare(book, &now, 0);
            compare(book, &now, random_value(&seed));
        }
        free_book(book);
    }
}

/* 64 rules with 128 different edges, and the values on and beside each of them. */
static void test_most_edges(void **state)
{
    uint64_t seed = 1;
    struct book *book = new_book(RULES_OF_A_WORD, &seed);
    (void)state;
    kogge__index_free(&book->index, NULL);
    memset(&book->index, 0, sizeof book->index);
    for (size_t i = 0; i < book->count; i++) {
        book->terms[i] = (kogge_order_rule){ .effect = KOGGE_FEE_FLAT,
                                             .from_minor = (int64_t)(i + 1) * 10,
                                             .below_minor = (int64_t)(book->count + i + 1) * 10 + 5 };
        kogge__rule_compile(&book->terms[i], &book->rules[i]);
    }
    assert_int_equal(kogge__index_rules(&book->index, book->rules, book->count, NULL), KOGGE_OK);
    struct situation now = random_order(&seed);
    now.priced_at = 1;
    for (int64_t value = -1; value < 1400; value++) {
        now.band[KOGGE_BASE_NET] = value;
        compare(book, &now, 0);
    }
    now.band[KOGGE_BASE_NET] = KOGGE_MONEY_MAX;
    compare(book, &now, KOGGE_MONEY_MAX);
    free_book(book);
}

static void test_no_rules(void **state)
{
    struct rule_index index = { 0 };
    (void)state;
    assert_int_equal(kogge__index_rules(&index, NULL, 0, NULL), KOGGE_OK);
    assert_null(index.words);
    kogge__index_free(&index, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_answers),
        cmocka_unit_test(test_most_edges),
        cmocka_unit_test(test_no_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
