/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Every decision as a line of JSON, to be stored and replayed. */

#ifndef ORDER_DESK_DECISIONS_H
#define ORDER_DESK_DECISIONS_H

#include "out_file.h"

#include <kogge/json.h>
#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>

struct decisions {
    struct out_file out;
    char *text; /* of the decision in hand */
    size_t room;
    bool failed;
};

/* Returns false after a message. */
bool decisions_open(struct decisions *decisions, const char *path);

void decisions_add(struct decisions *decisions, const kogge_rulebook *book, const kogge_customer *customer,
                   const kogge_order *order, const kogge_assessment *result, const kogge_fees *fees,
                   const kogge_reasons *why);

/* Returns false, after a message, if not all could be written; there is no new file then. */
bool decisions_close(struct decisions *decisions);

#endif
