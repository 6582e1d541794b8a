/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The command line. */

#ifndef ORDER_DESK_OPTIONS_H
#define ORDER_DESK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options {
    const char *folder; /* of the ledger */
    const char *terms, *policies, *policy;
    const char *decisions, *replay; /* files, or NULL */
    int32_t language;               /* KOGGE_LANGUAGE_* */
    size_t examples;
    bool cliff, no_speed, figures, strict, list_terms, help;
};

/* Returns false, after a message, if it makes no sense. */
bool options_read(struct options *options, int argc, char **argv);

void options_help(void);

#endif
