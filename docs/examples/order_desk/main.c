/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* An order desk: reads the orders of a ledger, assesses each under order terms, and reports what happens and why. */

#include "ledger.h"
#include "report.h"
#include "tally.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: order_desk [OPTION]... LEDGER_FOLDER\n"
    "\n"
    "Assesses every order of LEDGER_FOLDER/orders.csv, with LEDGER_FOLDER/customers.csv if it is there.\n"
    "\n"
    "  --lang en|de     language of the report (en)\n"
    "  --terms NAME     order terms, see --list-terms (eaton)\n"
    "  --cliff          no surcharge is dearer than ordering up to its limit\n"
    "  --examples N     orders shown with their full explanation (5)\n"
    "  --no-speed       without the last line, which is another one each time\n"
    "  --figures        figures for programs: lines of key, tab, value\n"
    "  --list-terms     the terms that are known by name\n"
    "  --help           this text\n"
    "\n"
    "Bad rows are reported on stderr as FILE:LINE: ..., counted, and left out. The exit status is 0 even then,\n"
    "and 2 if the command line makes no sense or a file cannot be read.\n";

struct options {
    const char *folder;
    const struct terms *terms;
    int32_t language;
    size_t examples;
    bool cliff, no_speed, figures, list_terms, help;
};

static bool read_option(struct options *options, int option, const char *value)
{
    char *end;
    switch (option) {
    case 'l':
        options->language = strcmp(value, "de") == 0 ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
        if (strcmp(value, "de") != 0 && strcmp(value, "en") != 0)
            fprintf(stderr, "order_desk: --lang %s: there are en and de\n", value);
        return strcmp(value, "de") == 0 || strcmp(value, "en") == 0;
    case 't':
        options->terms = terms_find(value);
        if (!options->terms)
            fprintf(stderr, "order_desk: --terms %s: not known, see --list-terms\n", value);
        return options->terms;
    case 'n':
        errno = 0;
        options->examples = (size_t)strtoul(value, &end, 10);
        if (*value >= '0' && *value <= '9' && !*end && !errno)
            return true;
        fprintf(stderr, "order_desk: --examples %s: no number\n", value);
        return false;
    case 'c':
        return options->cliff = true;
    case 's':
        return options->no_speed = true;
    case 'f':
        return options->figures = true;
    case 'L':
        return options->list_terms = true;
    case 'h':
        return options->help = true;
    default: /* getopt has said what is wrong */
        return false;
    }
}

static bool read_options(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        { "lang", required_argument, NULL, 'l' },
        { "terms", required_argument, NULL, 't' },
        { "examples", required_argument, NULL, 'n' },
        { "cliff", no_argument, NULL, 'c' },
        { "no-speed", no_argument, NULL, 's' },
        { "figures", no_argument, NULL, 'f' },
        { "list-terms", no_argument, NULL, 'L' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 },
    };
    *options = (struct options){ .terms = terms_at(0), .language = KOGGE_LANGUAGE_ENGLISH, .examples = 5 };
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
        if (!read_option(options, option, optarg))
            return false;
    options->folder = argv[optind];
    if (options->help || options->list_terms || (options->folder && !argv[optind + 1]))
        return true;
    fputs("order_desk: give one folder with an orders.csv; --help says more\n", stderr);
    return false;
}

static void list_terms(int32_t language)
{
    const struct terms *terms;
    for (size_t i = 0; (terms = terms_at(i)); i++)
        printf("%-14s %s\n", terms->name, language == KOGGE_LANGUAGE_GERMAN ? terms->german : terms->english);
}

/* Assesses a ledger that has been read, and reports. */
static bool run(const struct options *options, struct ledger *ledger)
{
    kogge_rulebook *book;
    kogge_error error = KOGGE_INIT(kogge_error);
    int32_t currency = ledger->currency ? ledger->currency : KOGGE_XXX; /* a ledger without orders has none */
    if (terms_book(options->terms, currency, options->cliff, &book, &error) != KOGGE_OK) {
        fprintf(stderr, "order_desk: %s\n", error.text);
        return false;
    }
    struct tally tally;
    tally_ledger(&tally, ledger, book);
    ledger_complaints_end(ledger);
    struct report report = { .ledger = ledger,
                             .tally = &tally,
                             .terms = options->terms,
                             .cliff = options->cliff,
                             .language = options->language,
                             .examples = options->examples,
                             .speed = !options->no_speed,
                             .folder = options->folder };
    if (options->figures)
        report_figures(&report);
    else
        report_print(&report);
    tally_free(&tally);
    kogge_rulebook_unref(book);
    return true;
}

int main(int argc, char **argv)
{
    struct options options;
    if (!read_options(&options, argc, argv))
        return 2;
    if (options.help || options.list_terms) {
        if (options.help)
            fputs(usage, stdout);
        else
            list_terms(options.language);
        return 0;
    }
    struct ledger ledger;
    bool good = ledger_read(&ledger, options.folder) && run(&options, &ledger);
    ledger_free(&ledger);
    if (fflush(stdout) != 0) {
        perror("order_desk");
        return 2;
    }
    return good ? 0 : 2;
}
