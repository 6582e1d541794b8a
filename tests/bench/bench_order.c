/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How long an order takes, and a rulebook, an explanation, a multiplication.
 *
 *   bench_order           the whole table
 *   bench_order once      the same, each piece of work once: does it run?
 *   bench_order RULES N   assesses N orders without reasons, for tools that count instructions */

#include "bench.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ORDERS = 4096, /* a working set beyond the first cache; power of 2 */
    CUSTOMERS = 2048,
    REASONS = 64
};

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static kogge_customer customers[CUSTOMERS];
static kogge_order orders[ORDERS];
static const kogge_customer *placed_by[ORDERS];

static void make_orders(void)
{
    uint64_t state = 20260707;
    for (size_t i = 0; i < CUSTOMERS; i++)
        make_customer(&customers[i], &state);
    for (size_t i = 0; i < ORDERS; i++) {
        make_order(&orders[i], &state);
        placed_by[i] = &customers[random_between(&state, 0, CUSTOMERS - 1)];
    }
}

/* ---- assessing ------------------------------------------------------------------------------------------------- */

struct assessing {
    const kogge_rulebook *book;
    bool with_reasons;
    int32_t level;
    size_t next;     /* goes on where the last run ended */
    size_t with_fee; /* orders charged */
};

static void assess(void *context, size_t count)
{
    struct assessing *work = context;
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_reason reason_room[REASONS];
    for (size_t i = 0; i < count; i++) {
        size_t place = work->next++ % ORDERS;
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_fees fees = { fee_room, KOGGE_FEES_MAX, 0 };
        kogge_reasons why = { .data = reason_room, .capacity = REASONS, .level = work->level };
        require(!kogge_order_assess(work->book, placed_by[place], &orders[place], NULL, &result, &fees,
                                    work->with_reasons ? &why : NULL, NULL),
                "an order is refused");
        work->with_fee += result.charged_minor > 0;
    }
}

static void bench_assess(const struct bench *bench, size_t rules)
{
    char name[80];
    struct terms terms = new_terms(rules);
    kogge_rulebook *book = compile(&terms);
    struct assessing share = { .book = book }, none = share;
    struct assessing all = { .book = book, .with_reasons = true, .level = KOGGE_LEVEL_ALL };
    struct assessing decisive = { .book = book, .with_reasons = true, .level = KOGGE_LEVEL_DECISIVE };
    assess(&share, ORDERS);
    printf("%zu rules: %.1f %% of the orders have a fee\n", rules, 100.0 * (double)share.with_fee / ORDERS);
    (void)snprintf(name, sizeof name, "assess, %zu rules, no reasons", rules);
    (void)bench_run(bench, name, 1e9, "ns an order", assess, &none);
    (void)snprintf(name, sizeof name, "assess, %zu rules, decisive reasons", rules);
    (void)bench_run(bench, name, 1e9, "ns an order", assess, &decisive);
    (void)snprintf(name, sizeof name, "assess, %zu rules, all reasons", rules);
    (void)bench_run(bench, name, 1e9, "ns an order", assess, &all);
    kogge_rulebook_unref(book);
    free(terms.rules);
}

/* ---- everything else ------------------------------------------------------------------------------------------- */

static void compile_often(void *context, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kogge_rulebook_unref(compile(context));
}

static void bench_compile(const struct bench *bench, size_t rules)
{
    char name[80];
    struct terms terms = new_terms(rules);
    (void)snprintf(name, sizeof name, "new rulebook, %zu rules", rules);
    (void)bench_run(bench, name, 1e3, "ms a book", compile_often, &terms);
    free(terms.rules);
}

struct explaining {
    const kogge_rulebook *book;
    const kogge_catalogue *language;
    kogge_reason reasons[64 * REASONS];
    size_t count, next;
};

static void explain(void *context, size_t count)
{
    struct explaining *work = context;
    char text[512];
    for (size_t i = 0; i < count; i++) {
        const kogge_reason *reason = &work->reasons[work->next++ % work->count];
        require(!kogge_explain(work->language, work->book, reason, text, sizeof text, NULL), "a reason has no text");
    }
}

static void bench_explain(const struct bench *bench)
{
    static struct explaining work;
    struct terms terms = new_terms(GENERAL_RULES);
    kogge_rulebook *book = compile(&terms);
    work.book = book;
    for (size_t i = 0; i < 64; i++) {
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        kogge_reasons why = { .data = work.reasons + work.count, .capacity = REASONS };
        require(!kogge_order_assess(book, placed_by[i], &orders[i], NULL, &result, NULL, &why, NULL),
                "order refused");
        work.count += why.count;
    }
    work.language = kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH);
    (void)bench_run(bench, "explain, English", 1e9, "ns a reason", explain, &work);
    work.language = kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN);
    (void)bench_run(bench, "explain, German", 1e9, "ns a reason", explain, &work);
    kogge_rulebook_unref(book);
    free(terms.rules);
}

static void mul_div(void *context, size_t count)
{
    int64_t *sum = context, part = 0;
    for (size_t i = 0; i < count; i++) {
        const kogge_order *order = &orders[i % ORDERS];
        require(!kogge_mul_div(order->net_minor, order->country, 10000, KOGGE_ROUNDING_HALF_EVEN, &part), "mul_div");
        *sum += part;
    }
}

static void whole_table(const struct bench *bench)
{
    static const size_t rules[] = { 1, 8, 32, 100000 }, books[] = { 8, 1000, 100000 };
    int64_t sum = 0;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        bench_assess(bench, rules[i]);
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++)
        bench_compile(bench, books[i]);
    bench_explain(bench);
    (void)bench_run(bench, "mul_div", 1e9, "ns a call", mul_div, &sum);
}

static void only_assess(size_t rules, size_t count)
{
    struct terms terms = new_terms(rules);
    kogge_rulebook *book = compile(&terms);
    struct assessing none = { .book = book };
    assess(&none, count);
    kogge_rulebook_unref(book);
    free(terms.rules);
}

int main(int count, char **arguments)
{
    struct bench bench = { .least_seconds = 0.05 };
    make_orders();
    if (count == 3) {
        only_assess((size_t)strtoul(arguments[1], NULL, 10), (size_t)strtoul(arguments[2], NULL, 10));
        return 0;
    }
    if (count == 2 && !strcmp(arguments[1], "once"))
        bench.least_seconds = 0;
    whole_table(&bench);
    return 0;
}
