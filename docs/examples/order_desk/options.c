/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "options.h"

#include <kogge/kogge.h>

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: order_desk [OPTION]... LEDGER_FOLDER\n"
    "       order_desk [OPTION]... --replay FILE\n"
    "\n"
    "Assesses every order of LEDGER_FOLDER/orders.csv, with LEDGER_FOLDER/customers.csv if it is there.\n"
    "\n"
    "  --lang en|de       language of the report (en)\n"
    "  --terms NAME       order terms, see --list-terms (eaton)\n"
    "  --policy FILE      order terms of a policy file instead\n"
    "  --policies FOLDER  where --terms looks for NAME.json (the policies of the examples)\n"
    "  --cliff            no surcharge is dearer than ordering up to its limit\n"
    "  --decisions FILE   writes every decision, one JSON object a line\n"
    "  --replay FILE      assesses these decisions again under the terms and says which differ, and by which rule\n"
    "  --strict           a bad row makes the exit status 1\n"
    "  --examples N       orders shown with their full explanation (10)\n"
    "  --no-speed         without the last line, which is another one each time\n"
    "  --figures          figures for programs: lines of key, tab, value\n"
    "  --list-terms       the terms that are known by name\n"
    "  --help             this text\n"
    "\n"
    "Amounts of the terms are taken one to one in the currency of the ledger. Bad rows are reported on stderr as\n"
    "FILE:LINE: ..., counted, and left out. A file is written beside its place and renamed when it is complete.\n"
    "The exit status is 0 even with bad rows; 1 if a replayed decision differs or is bad or, with --strict, a row "
    "is;\n"
    "2 if the command line makes no sense or a file cannot be read or written.\n";

void options_help(void)
{
    fputs(usage, stdout);
}

static bool read_language(struct options *options, const char *value)
{
    bool german = strcmp(value, "de") == 0;
    options->language = german ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
    if (german || strcmp(value, "en") == 0)
        return true;
    fprintf(stderr, "order_desk: --lang %s: there are en and de\n", value);
    return false;
}

static bool read_examples(struct options *options, const char *value)
{
    char *end;
    errno = 0;
    options->examples = (size_t)strtoul(value, &end, 10);
    if (*value >= '0' && *value <= '9' && !*end && !errno)
        return true;
    fprintf(stderr, "order_desk: --examples %s: no number\n", value);
    return false;
}

/* The text or the switch that an option sets. */
static bool read_option(struct options *options, int option, const char *value)
{
    const struct {
        int option;
        const char **text;
        bool *on;
    } places[] = {
        { 't', &options->terms, NULL },      { 'P', &options->policies, NULL }, { 'p', &options->policy, NULL },
        { 'd', &options->decisions, NULL },  { 'r', &options->replay, NULL },   { 'c', NULL, &options->cliff },
        { 's', NULL, &options->no_speed },   { 'f', NULL, &options->figures },  { 'S', NULL, &options->strict },
        { 'L', NULL, &options->list_terms }, { 'h', NULL, &options->help },
    };
    if (option == 'l')
        return read_language(options, value);
    if (option == 'n')
        return read_examples(options, value);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (places[i].option != option)
            continue;
        if (places[i].text)
            *places[i].text = value;
        else
            *places[i].on = true;
        return true;
    }
    return false; /* getopt has said what is wrong */
}

/* Is there one folder, or a replay and none? */
static bool check(const struct options *options, char *const *rest)
{
    if (options->help || options->list_terms)
        return true;
    if (options->replay && (*rest || options->decisions)) {
        fputs("order_desk: --replay goes without a folder and without --decisions\n", stderr);
        return false;
    }
    if (options->replay || (rest[0] && !rest[1]))
        return true;
    fputs("order_desk: give one folder with an orders.csv; --help says more\n", stderr);
    return false;
}

bool options_read(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        { "lang", required_argument, NULL, 'l' },     { "terms", required_argument, NULL, 't' },
        { "policy", required_argument, NULL, 'p' },   { "policies", required_argument, NULL, 'P' },
        { "examples", required_argument, NULL, 'n' }, { "decisions", required_argument, NULL, 'd' },
        { "replay", required_argument, NULL, 'r' },   { "cliff", no_argument, NULL, 'c' },
        { "no-speed", no_argument, NULL, 's' },       { "figures", no_argument, NULL, 'f' },
        { "strict", no_argument, NULL, 'S' },         { "list-terms", no_argument, NULL, 'L' },
        { "help", no_argument, NULL, 'h' },           { NULL, 0, NULL, 0 },
    };
    *options = (struct options){
        .terms = "eaton", .policies = EXAMPLE_POLICIES, .language = KOGGE_LANGUAGE_ENGLISH, .examples = 10
    };
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
        if (!read_option(options, option, optarg))
            return false;
    options->folder = argv[optind];
    return check(options, argv + optind);
}
