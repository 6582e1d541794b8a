/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Evidence of growth of many customers, twelve quarters each: Theil-Sen slope, Mann-Kendall test, level.
 *
 *   bench_evidence                  a hundred thousand customers
 *   bench_evidence once             a few, once: does it run?
 *   bench_evidence FILE RESULTS     one run over such quarters, int64 in FILE: milliseconds; numerator and denominator
 *                                   of the slope, S and direction of each as int64 into RESULTS. For peers_evidence.py
 */

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

struct answer {
    int64_t slope_numerator, slope_denominator, kendall_s, direction;
};

struct portfolio {
    kogge_rulebook *book;
    int64_t *quarters;
    struct answer *answers;
    size_t customers;
};

static struct portfolio new_portfolio(size_t customers)
{
    struct portfolio portfolio = { .customers = customers };
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    require(!kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, 978), "no preset");
    require(!kogge_rulebook_new(&spec, &portfolio.book, NULL), "no rulebook");
    portfolio.quarters = calloc(customers, QUARTERS * sizeof *portfolio.quarters);
    portfolio.answers = calloc(customers, sizeof *portfolio.answers);
    require(portfolio.quarters && portfolio.answers, "no memory");
    return portfolio;
}

static void free_portfolio(struct portfolio *portfolio)
{
    kogge_rulebook_unref(portfolio->book);
    free(portfolio->quarters);
    free(portfolio->answers);
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

static void assess(void *context, size_t count)
{
    const struct portfolio *portfolio = context;
    const kogge_history history = { .struct_size = sizeof history, .today_at = TODAY };
    for (size_t i = 0; i < count; i++) {
        const size_t row = i % portfolio->customers;
        kogge_evidence evidence = KOGGE_INIT(kogge_evidence);
        require(!kogge_evidence_assess(portfolio->book, &history, portfolio->quarters + row * QUARTERS, QUARTERS,
                                       NULL, 0, &evidence, NULL, NULL),
                "a customer is refused");
        portfolio->answers[row] = (struct answer){ evidence.slope_numerator, evidence.slope_denominator,
                                                   evidence.kendall_s, evidence.direction };
    }
}

/* ---- for other programs ---------------------------------------------------------------------------------------- */

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    require(file != NULL, "cannot open the file");
    return file;
}

static size_t customers_in(const char *path)
{
    FILE *file = open_file(path, "rb");
    require(!fseek(file, 0, SEEK_END), "cannot read the file");
    const long size = ftell(file);
    (void)fclose(file);
    require(size > 0, "the file is empty");
    return (size_t)size / (QUARTERS * sizeof(int64_t));
}

static void assess_file(const char *path, const char *answers_path)
{
    struct portfolio portfolio = new_portfolio(customers_in(path));
    FILE *file = open_file(path, "rb");
    require(fread(portfolio.quarters, QUARTERS * sizeof(int64_t), portfolio.customers, file) == portfolio.customers,
            "cannot read the file");
    (void)fclose(file);
    printf("%.3f\n", 1e3 * bench_seconds(assess, &portfolio, portfolio.customers));
    file = open_file(answers_path, "wb");
    require(fwrite(portfolio.answers, sizeof *portfolio.answers, portfolio.customers, file) == portfolio.customers &&
                !fclose(file),
            "cannot write the file");
    free_portfolio(&portfolio);
}

int main(int count, char **arguments)
{
    struct bench bench = { .least_seconds = 0.1 };
    if (count == 3) {
        assess_file(arguments[1], arguments[2]);
        return 0;
    }
    const bool once = count == 2 && !strcmp(arguments[1], "once");
    bench.least_seconds = once ? 0 : bench.least_seconds;
    struct portfolio portfolio = new_portfolio(once ? FEW : CUSTOMERS);
    make_quarters(&portfolio);
    assess(&portfolio, portfolio.customers);
    (void)bench_run(&bench, "evidence, twelve quarters", 1e9, "ns", assess, &portfolio);
    free_portfolio(&portfolio);
    return 0;
}
