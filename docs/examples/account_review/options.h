/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The command line. */

#ifndef ACCOUNT_REVIEW_OPTIONS_H
#define ACCOUNT_REVIEW_OPTIONS_H

#include "opening.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options {
    struct opening_wish wish;
    int64_t market_growth_bp, ambition, free_capacity, automation; /* OPTION_UNKNOWN = not given */
    int32_t strategy;                                              /* 0 = that of the rules, else of the advice */
    int64_t chance_bp; /* that a call brings its stake where calls.csv does not say it; -1 = not given */
    size_t agents;
    const char *figures, *explain; /* a file, a customer; or NULL */
    int32_t language;              /* KOGGE_LANGUAGE_* */
    size_t most;                   /* rows of a list */
    bool strict, help;
};

#define OPTION_UNKNOWN INT64_MIN

/* Returns false, after a message, if it makes no sense. */
bool options_read(struct options *options, int argc, char **argv);

void options_help(void);

#endif
