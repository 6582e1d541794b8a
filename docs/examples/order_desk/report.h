/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The report of a ledger, for people or as plain figures. */

#ifndef ORDER_DESK_REPORT_H
#define ORDER_DESK_REPORT_H

#include "ledger.h"
#include "tally.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>

struct report {
    const struct ledger *ledger;
    struct tally *tally;
    const struct terms *terms;
    bool cliff, speed; /* speed: is it to be measured */
    int32_t language;  /* KOGGE_LANGUAGE_* */
    size_t examples;
    const char *folder;
};

/* The report for people, on stdout. */
void report_print(const struct report *report);

/* The same figures as lines of key, tab and value, without texts and examples. */
void report_figures(const struct report *report);

#endif
