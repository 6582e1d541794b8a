/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "options.h"

#include <kogge/kogge.h>

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool read_language(struct options *options, const char *value)
{
    bool german = strcmp(value, "de") == 0;
    options->language = german ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
    if (german || strcmp(value, "en") == 0)
        return true;
    fprintf(stderr, "customer_report: --lang %s: there are en and de\n", value);
    return false;
}

static bool read_today(struct options *options, const char *value)
{
    int32_t year, month, day;
    int end = 0;
    bool shaped = strlen(value) == 10 &&
                  sscanf(value, "%4" SCNd32 "-%2" SCNd32 "-%2" SCNd32 "%n", &year, &month, &day, &end) == 3 &&
                  end == 10;
    options->today = shaped ? kogge_day(year, month, day) : INT32_MIN;
    if (options->today > 2 * 365)
        return true;
    fprintf(stderr, "customer_report: --today %s: no date after 1972 (YYYY-MM-DD)\n", value);
    return false;
}

static bool read_number(const char *option, size_t *number, const char *value)
{
    char *end;
    errno = 0;
    *number = (size_t)strtoul(value, &end, 10);
    if (*value >= '0' && *value <= '9' && !*end && !errno && *number <= INT32_MAX)
        return true;
    fprintf(stderr, "customer_report: --%s %s: no number\n", option, value);
    return false;
}

static bool read_preset(struct options *options, const char *value)
{
    options->preset = value;
    if (strcmp(value, "neutral-2026") == 0 || strcmp(value, "retreat-2026") == 0 ||
        strcmp(value, "forward-2026") == 0)
        return true;
    fprintf(stderr, "customer_report: --preset %s: there are neutral-2026, retreat-2026 and forward-2026\n", value);
    return false;
}

static bool read_option(struct options *options, int option, const char *value)
{
    switch (option) {
    case 'l':
        return read_language(options, value);
    case 't':
        return read_today(options, value);
    case 'n':
        return read_number("most", &options->most, value);
    case 'd':
        return read_number("develop", &options->develop, value);
    case 'P':
        return read_preset(options, value);
    case 'p':
        options->policy = value;
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
    *options = (struct options){ .preset = "neutral-2026",
                                 .policies = EXAMPLE_POLICIES,
                                 .language = KOGGE_LANGUAGE_ENGLISH,
                                 .most = 10,
                                 .develop = 20 };
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
        if (!read_option(options, option, optarg))
            return false;
    for (; options->folder_count < 2 && argv[optind]; optind++)
        options->folders[options->folder_count++] = argv[optind];
    if (options->help || (options->folder_count && !argv[optind]))
        return true;
    fputs(
        "customer_report: give the folder of a ledger, and that of the year before if it is another one; --help says "
        "more\n",
        stderr);
    return false;
}
