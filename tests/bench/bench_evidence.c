/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Evidence of growth of many customers, twelve quarters each: Theil-Sen slope, Mann-Kendall test, level.
 *
 *   bench_evidence         a hundred thousand customers
 *   bench_evidence once    a few, once: does it run, and do table and single calls agree? */

#include "bench.h"

#include <kogge/kogge.h>

#include "../unit/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS = 100000, FEW = 1000, QUARTERS = 12, TODAY = 20600 };

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "bench_evidence: %s\n", what);
    exit(1);
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

struct portfolio {
    kogge_rulebook *book;
    int64_t *quarters, *offsets; /* offsets[i] is where the quarters of customer i begin */
    int32_t *level, *level_one_by_one;
    size_t customers;
};

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    require(memory != NULL, "no memory");
    return memory;
}

static struct portfolio new_portfolio(size_t customers)
{
    struct portfolio portfolio = { .customers = customers };
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    require(!kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, 978), "no preset");
    require(!kogge_rulebook_new(&spec, &portfolio.book, NULL), "no rulebook");
    portfolio.quarters = room(customers, QUARTERS * sizeof *portfolio.quarters);
    portfolio.offsets = room(customers + 1, sizeof *portfolio.offsets);
    portfolio.level = room(customers, sizeof *portfolio.level);
    portfolio.level_one_by_one = room(customers, sizeof *portfolio.level);
    for (size_t i = 0; i <= customers; i++)
        portfolio.offsets[i] = (int64_t)i * QUARTERS;
    return portfolio;
}

static void free_portfolio(struct portfolio *portfolio)
{
    kogge_rulebook_unref(portfolio->book);
    free(portfolio->quarters);
    free(portfolio->offsets);
    free(portfolio->level);
    free(portfolio->level_one_by_one);
}

/* Up to 20 % up or down around a value that grows or falls by up to 5 % a quarter. */
static void make_quarters(struct portfolio *portfolio)
{
    uint64_t state = 20260901;
    for (size_t i = 0; i < portfolio->customers; i++) {
        int64_t usual = random_between(&state, 10000, 5000000);
        const int64_t growth = random_between(&state, -5, 5);
        for (size_t j = 0; j < QUARTERS; j++, usual += usual * growth / 100)
            portfolio->quarters[i * QUARTERS + j] = usual * random_between(&state, 80, 120) / 100;
    }
}

/* ---- the work -------------------------------------------------------------------------------------------------- */

static const int32_t today = TODAY;

static void one_by_one(void *context, size_t count)
{
    const struct portfolio *portfolio = context;
    const kogge_history history = { .struct_size = sizeof history, .today_at = today };
    for (size_t i = 0; i < count; i++) {
        const size_t row = i % portfolio->customers;
        kogge_evidence evidence = KOGGE_INIT(kogge_evidence);
        require(!kogge_evidence_assess(portfolio->book, &history, portfolio->quarters + row * QUARTERS, QUARTERS,
                                       NULL, 0, &evidence, NULL, NULL),
                "a customer is refused");
        portfolio->level_one_by_one[row] = evidence.level;
    }
}

static void by_columns(void *context, size_t count)
{
    const struct portfolio *portfolio = context;
    const kogge_column column = { KOGGE_FIELD_HISTORY_TODAY_AT, KOGGE_TYPE_INT32, &today, 0, NULL, 0 };
    const kogge_out_column out = {
        KOGGE_FIELD_EVIDENCE_LEVEL, KOGGE_TYPE_INT32, portfolio->level, sizeof *portfolio->level, NULL, 0
    };
    while (count) {
        const size_t rows = count < portfolio->customers ? count : portfolio->customers;
        const kogge_table histories = { &column, 1, rows };
        require(!kogge_evidence_assess_columns(portfolio->book, &histories, portfolio->quarters, rows * QUARTERS,
                                               portfolio->offsets, NULL, 0, NULL, &out, 1, NULL, NULL, NULL, NULL,
                                               NULL),
                "a customer is refused");
        count -= rows;
    }
}

int main(int count, char **arguments)
{
    const bool once = count == 2 && !strcmp(arguments[1], "once");
    const struct bench bench = { .least_seconds = once ? 0 : 0.1 };
    struct portfolio portfolio = new_portfolio(once ? FEW : CUSTOMERS);
    make_quarters(&portfolio);
    one_by_one(&portfolio, portfolio.customers);
    by_columns(&portfolio, portfolio.customers);
    require(!memcmp(portfolio.level, portfolio.level_one_by_one, portfolio.customers * sizeof *portfolio.level),
            "columns give other levels");
    (void)bench_run(&bench, "evidence, twelve quarters, one by one", 1e9, "ns a customer", one_by_one, &portfolio);
    (void)bench_run(&bench, "evidence, twelve quarters, table", 1e9, "ns a customer", by_columns, &portfolio);
    free_portfolio(&portfolio);
    return 0;
}
