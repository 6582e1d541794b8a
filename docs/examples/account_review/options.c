/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "options.h"
#include "arguments.h"

#include <kogge/kogge.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char program[] = "account_review";

static const char usage[] =
    "usage: account_review [OPTION]... LEDGER_FOLDER [FOLDER_OF_LAST_YEAR]\n"
    "\n"
    "Reviews the customers of a ledger: whether to retreat from the small ones or to go forward with them, what "
    "each\n"
    "class of them gets, whom to develop, who is a key account, whom to call today, and how else to serve the "
    "worst.\n"
    "Beside orders.csv and customers.csv it reads kam.csv, contacts.csv, calls.csv and routes.csv if they are "
    "there.\n"
    "\n"
    "  --lang en|de          language of the review (en)\n"
    "  --preset NAME         rules: neutral-2026, retreat-2026 or forward-2026 (neutral-2026)\n"
    "  --policy FILE         rules of a policy file instead\n"
    "  --today YYYY-MM-DD    last day of the twelve months (the day of the last order)\n"
    "  --market-growth P     growth of your market, percent a year; without it there is no advice\n"
    "  --ambition P          how much you want to grow, 0 to 100; without it there may be no advice\n"
    "  --free-capacity P     capacity of the sales force not in use, percent\n"
    "  --automation N        levers in use, 0 to 4: lead scoring, e-mail sequences, actions by trigger, portal\n"
    "  --strategy NAME       retreat, forward, mixed or hold: plan by it (that of the rules, else the advice)\n"
    "  --develop N           small customers that can be developed (500)\n"
    "  --budget AMOUNT       what developing them may cost a year (not limited)\n"
    "  --agents N            agents who call today (1)\n"
    "  --chance P            percent of calls that bring what they are made for, where calls.csv does not say it\n"
    "  --most N              customers shown in a list (10)\n"
    "  --explain CUSTOMER    all reasons of one customer instead of the review\n"
    "  --figures FILE        writes the figures, too: lines of key, tab, value\n"
    "  --strict              a bad row makes the exit status 1\n"
    "  --help                this text\n"
    "\n"
    "Bad rows are reported on stderr as FILE:LINE: ..., counted, and left out. The exit status is 0 even with bad "
    "rows;\n"
    "2 if the command line makes no sense or a file cannot be read or written.\n";

void options_help(void)
{
    fputs(usage, stdout);
}

static bool read_strategy(const char *text, int32_t *strategy)
{
    static const char *const names[] = { [KOGGE_STRATEGY_RETREAT] = "retreat",
                                         [KOGGE_STRATEGY_FORWARD] = "forward",
                                         [KOGGE_STRATEGY_MIXED] = "mixed",
                                         [KOGGE_STRATEGY_HOLD] = "hold" };
    for (*strategy = KOGGE_STRATEGY_RETREAT; *strategy <= KOGGE_STRATEGY_HOLD; ++*strategy)
        if (strcmp(text, names[*strategy]) == 0)
            return true;
    fprintf(stderr, "%s: --strategy %s: there are retreat, forward, mixed and hold\n", program, text);
    return false;
}

static bool read_text(struct options *options, int option, const char *value)
{
    const char **texts[] = { ['p'] = &options->wish.policy,
                             ['f'] = &options->figures,
                             ['e'] = &options->explain,
                             ['P'] = &options->wish.preset };
    *texts[option] = value;
    return option != 'P' || argument_preset(program, value);
}

static bool read_option(struct options *options, int option, const char *value)
{
    switch (option) {
    case 'l':
        return argument_language(program, value, &options->language);
    case 't':
        return argument_day(program, "today", value, &options->wish.today);
    case 'g':
        return argument_decimal(program, "market-growth", value, 2, -10000, 1000000, &options->market_growth_bp);
    case 'a':
        return argument_decimal(program, "ambition", value, 2, 0, 10000, &options->ambition);
    case 'c':
        return argument_decimal(program, "free-capacity", value, 2, 0, 10000, &options->free_capacity);
    case 'm':
        return argument_decimal(program, "automation", value, 0, 0, 4, &options->automation);
    case 's':
        return read_strategy(value, &options->strategy);
    case 'd':
        return argument_count(program, "develop", value, &options->wish.develop);
    case 'b':
        return argument_decimal(program, "budget", value, 2, 0, KOGGE_MONEY_MAX, &options->wish.budget_hundredths);
    case 'A':
        return argument_count(program, "agents", value, &options->agents);
    case 'C':
        return argument_decimal(program, "chance", value, 2, 0, 10000, &options->chance_bp);
    case 'n':
        return argument_count(program, "most", value, &options->most);
    case 'P':
    case 'p':
    case 'f':
    case 'e':
        return read_text(options, option, value);
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

static const struct option known[] = {
    { "lang", required_argument, NULL, 'l' },
    { "preset", required_argument, NULL, 'P' },
    { "policy", required_argument, NULL, 'p' },
    { "today", required_argument, NULL, 't' },
    { "market-growth", required_argument, NULL, 'g' },
    { "ambition", required_argument, NULL, 'a' },
    { "free-capacity", required_argument, NULL, 'c' },
    { "automation", required_argument, NULL, 'm' },
    { "strategy", required_argument, NULL, 's' },
    { "develop", required_argument, NULL, 'd' },
    { "budget", required_argument, NULL, 'b' },
    { "agents", required_argument, NULL, 'A' },
    { "chance", required_argument, NULL, 'C' },
    { "most", required_argument, NULL, 'n' },
    { "explain", required_argument, NULL, 'e' },
    { "figures", required_argument, NULL, 'f' },
    { "strict", no_argument, NULL, 'S' },
    { "help", no_argument, NULL, 'h' },
    { NULL, 0, NULL, 0 },
};

bool options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){
        .wish = { .preset = "neutral-2026", .policies = EXAMPLE_POLICIES, .develop = 500, .budget_hundredths = -1 },
        .market_growth_bp = OPTION_UNKNOWN,
        .ambition = OPTION_UNKNOWN,
        .free_capacity = OPTION_UNKNOWN,
        .automation = OPTION_UNKNOWN,
        .chance_bp = -1,
        .agents = 1,
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
    fprintf(stderr,
            "%s: give the folder of a ledger, and that of the year before if it is another one; --help says more\n",
            program);
    return false;
}
