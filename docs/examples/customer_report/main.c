/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A customer report: reads the customers and orders of a ledger, classifies every customer, and says who makes the
 * revenue, who may grow, who is about to leave, and why. */

#include "analysis.h"
#include "explain.h"
#include "figures.h"
#include "ledger.h"
#include "model.h"
#include "options.h"
#include "report.h"
#include "store.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <stdio.h>
#include <stdlib.h>

static bool show(const struct options *options, const struct analysis *analysis, const struct terms *terms)
{
    struct report report = { .analysis = analysis,
                             .terms = terms,
                             .language = options->language,
                             .most = options->most,
                             .develop = options->develop,
                             .folder = options->folders[0] };
    if (options->figures && !figures_write(analysis, options->figures))
        return false;
    if (options->explain)
        return explain_print(analysis, options->language, options->explain);
    report_print(&report);
    return true;
}

static bool analyse(const struct options *options, struct model *model, const struct terms *terms)
{
    kogge_rulebook *book;
    if (!terms_book(terms, model->currency, false, &book))
        return false;
    period_check(model, book);
    for (size_t k = 0; k < model->ledger_count; k++)
        ledger_complaints_end(&model->ledgers[k]);
    struct analysis analysis;
    bool good = analysis_make(&analysis, model, book, (int64_t)options->develop) && show(options, &analysis, terms);
    analysis_free(&analysis);
    kogge_rulebook_unref(book);
    return good;
}

static bool open_terms(const struct options *options, struct terms *terms)
{
    if (options->policy)
        return terms_open_file(terms, options->policy);
    char *name = store_join("preset-", options->preset);
    bool good = terms_open(terms, options->policies, name);
    free(name);
    return good;
}

static int run(const struct options *options)
{
    struct terms terms = { 0 };
    struct ledger ledgers[2] = { 0 };
    struct model model = { 0 };
    bool good = open_terms(options, &terms), refused = false;
    for (size_t k = 0; k < options->folder_count && good; k++)
        good = ledger_read(&ledgers[k], options->folders[k], &model_wish);
    good = good && model_make(&model, ledgers, options->folder_count, options->today) &&
           analyse(options, &model, &terms);
    model_free(&model);
    for (size_t k = 0; k < 2; k++) {
        refused = refused || ledgers[k].order_file.refused || ledgers[k].customer_file.refused;
        ledger_free(&ledgers[k]);
    }
    terms_free(&terms);
    return !good ? 2 : options->strict && refused ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct options options;
    int status = 0;
    if (!options_read(&options, argc, argv))
        return 2;
    if (options.help)
        options_help();
    else
        status = run(&options);
    if (fflush(stdout) != 0) {
        perror("customer_report");
        return 2;
    }
    return status;
}
