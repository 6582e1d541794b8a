/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The command line. */

#ifndef CUSTOMER_REPORT_OPTIONS_H
#define CUSTOMER_REPORT_OPTIONS_H

#include "opening.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options {
    struct opening_wish wish;
    const char *figures, *explain; /* a file, a customer; or NULL */
    int32_t language;              /* KOGGE_LANGUAGE_* */
    size_t most;                   /* rows of a list */
    bool strict, help;
};

/* Returns false, after a message, if it makes no sense. */
bool options_read(struct options *options, int argc, char **argv);

void options_help(void);

#endif
