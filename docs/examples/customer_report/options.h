/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The command line. */

#ifndef CUSTOMER_REPORT_OPTIONS_H
#define CUSTOMER_REPORT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options {
    const char *folders[2]; /* of this year's ledger, and of the one before or NULL */
    size_t folder_count;
    const char *preset, *policies, *policy;
    const char *figures, *explain; /* a file, a customer; or NULL */
    int32_t language;              /* KOGGE_LANGUAGE_* */
    int32_t today;                 /* 0 = the day of the last order */
    size_t most;                   /* rows of a list */
    size_t develop;                /* customers that can be developed */
    bool strict, help;
};

/* Returns false, after a message, if it makes no sense. */
bool options_read(struct options *options, int argc, char **argv);

void options_help(void);

#endif
