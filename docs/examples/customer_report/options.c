/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "options.h"
#include "arguments.h"

#include <kogge/kogge.h>

#include <getopt.h>
#include <stdio.h>

static const char usage[] =
    "usage: customer_report [OPTION]... LEDGER_FOLDER [FOLDER_OF_LAST_YEAR]\n"
    "\n"
    "Says of LEDGER_FOLDER/customers.csv and LEDGER_FOLDER/orders.csv who makes the revenue, who is A, B, C or D, "
    "who may\n"
    "grow, who is about to leave, and why. A ledger of two years is compared with itself: the last twelve months "
    "with\n"
    "the twelve before.\n"
    "\n"
    "  --lang en|de        language of the report (en)\n"
    "  --preset NAME       rules for customers: neutral-2026, retreat-2026 or forward-2026 (neutral-2026)\n"
    "  --policy FILE       rules of a policy file instead\n"
    "  --today YYYY-MM-DD  last day of the twelve months (the day of the last order)\n"
    "  --most N            customers shown in a list (10)\n"
    "  --develop N         customers that can be developed (20)\n"
    "  --explain CUSTOMER  all reasons of one customer instead of the report\n"
    "  --figures FILE      writes the figures, too: lines of key, tab, value\n"
    "  --strict            a bad row makes the exit status 1\n"
    "  --help              this text\n"
    "\n"
    "Bad rows are reported on stderr as FILE:LINE: ..., counted, and left out. The exit status is 0 even with bad "
    "rows;\n"
    "2 if the command line makes no sense or a file cannot be read or written.\n";

void options_help(void)
{
    fputs(usage, stdout);
}

static const char program[] = "customer_report";

static bool read_option(struct options *options, int option, const char *value)
{
    switch (option) {
    case 'l':
        return argument_language(program, value, &options->language);
    case 't':
        return argument_day(program, "today", value, &options->wish.today);
    case 'n':
        return argument_count(program, "most", value, &options->most);
    case 'd':
        return argument_count(program, "develop", value, &options->wish.develop);
    case 'P':
        options->wish.preset = value;
        return argument_preset(program, value);
    case 'p':
        options->wish.policy = value;
        return true;
    case 'f':
        options->figures = value;
        return true;
    case 'e':
        options->explain = value;
        return true;
    case 'S':
        options->strict = true;
        return true;
    case 'h':
        options->help = true;
        return true;
    default:
        return false; /* getopt has said what is wrong */
    }
}

bool options_read(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        { "lang", required_argument, NULL, 'l' },
        { "preset", required_argument, NULL, 'P' },
        { "policy", required_argument, NULL, 'p' },
        { "today", required_argument, NULL, 't' },
        { "most", required_argument, NULL, 'n' },
        { "develop", required_argument, NULL, 'd' },
        { "explain", required_argument, NULL, 'e' },
        { "figures", required_argument, NULL, 'f' },
        { "strict", no_argument, NULL, 'S' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 },
    };
    *options = (struct options){
        .wish = { .preset = "neutral-2026", .policies = EXAMPLE_POLICIES, .develop = 20, .budget_hundredths = -1 },
        .language = KOGGE_LANGUAGE_ENGLISH,
        .most = 10
    };
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
        if (!read_option(options, option, optarg))
            return false;
    for (; options->wish.folder_count < 2 && argv[optind]; optind++)
        options->wish.folders[options->wish.folder_count++] = argv[optind];
    if (options->help || (options->wish.folder_count && !argv[optind]))
        return true;
    fputs(
        "customer_report: give the folder of a ledger, and that of the year before if it is another one; --help says "
        "more\n",
        stderr);
    return false;
}
