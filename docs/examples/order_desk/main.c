/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* An order desk: reads the orders of a ledger, assesses each under order terms, and reports what happens and why. */

#include "decisions.h"
#include "ledger.h"
#include "options.h"
#include "replay.h"
#include "report.h"
#include "tally.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <stdio.h>

/* Assesses every order and writes the decisions, if they are wanted. */
static bool tally_all(const struct options *options, struct ledger *ledger, const kogge_rulebook *book,
                      struct tally *tally)
{
    struct decisions decisions;
    if (options->decisions && !decisions_open(&decisions, options->decisions))
        return false;
    tally_ledger(tally, ledger, book, options->decisions ? &decisions : NULL);
    ledger_complaints_end(ledger);
    bool good = !options->decisions || decisions_close(&decisions);
    if (!good)
        tally_free(tally);
    return good;
}

/* Assesses a ledger that has been read, and reports. */
static bool report(const struct options *options, const struct terms *terms, struct ledger *ledger)
{
    kogge_rulebook *book;
    int32_t currency = ledger->currency ? ledger->currency : KOGGE_XXX; /* a ledger without orders has none */
    if (!terms_book(terms, currency, options->cliff, 0, &book))
        return false;
    struct tally tally;
    if (!tally_all(options, ledger, book, &tally)) {
        kogge_rulebook_unref(book);
        return false;
    }
    struct report all = { .ledger = ledger,
                          .tally = &tally,
                          .terms = terms,
                          .cliff = options->cliff,
                          .language = options->language,
                          .examples = options->examples,
                          .speed = !options->no_speed,
                          .folder = options->folder };
    if (options->figures)
        report_figures(&all);
    else
        report_print(&all);
    tally_free(&tally);
    kogge_rulebook_unref(book);
    return true;
}

static int assess(const struct options *options, const struct terms *terms)
{
    struct ledger ledger;
    bool good = ledger_read(&ledger, options->folder, NULL) && report(options, terms, &ledger);
    bool refused = ledger.order_file.refused || ledger.customer_file.refused;
    ledger_free(&ledger);
    return !good ? 2 : options->strict && refused ? 1 : 0;
}

static int run(const struct options *options)
{
    struct terms terms;
    bool good = options->policy ? terms_open_file(&terms, options->policy)
                                : terms_open(&terms, options->policies, options->terms);
    int status = !good ? 2 : options->replay ? replay_run(options, &terms) : assess(options, &terms);
    terms_free(&terms);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    int status = 0;
    if (!options_read(&options, argc, argv))
        return 2;
    if (options.help)
        options_help();
    else if (options.list_terms)
        status = terms_list(options.policies) ? 0 : 2;
    else
        status = run(&options);
    if (fflush(stdout) != 0) {
        perror("order_desk");
        return 2;
    }
    return status;
}
