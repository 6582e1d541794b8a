/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What sales knows beside the ledger, of four files in its folder, none of which has to be there: kam.csv,
 * contacts.csv, calls.csv and routes.csv. */

#ifndef ACCOUNT_REVIEW_KNOWLEDGE_H
#define ACCOUNT_REVIEW_KNOWLEDGE_H

#include "ledger.h"
#include "model.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CRITERIA_MAX = 2 * KOGGE_CRITERIA_MAX, TRIGGERS = 3 }; /* the triggers that the library derives, from 1 on */

/* Of one customer. */
struct insight {
    kogge_kam_candidate asked; /* counter-performances and the day of the answer */
    kogge_kam_value *values;   /* of criteria that are known */
    size_t value_count;
    size_t kam_line, contact_line; /* 0 = in no row of the file */
    int32_t call_permission;
};

struct call_record {
    int32_t tried, won;
    size_t line; /* 0 = none */
};

struct knowledge {
    struct ledger_file kam, contacts, calls, routes;
    kogge_kam_criterion criteria[CRITERIA_MAX];
    size_t criterion_count;
    struct insight *insights; /* one a customer of the model */
    size_t insight_count;
    struct call_record records[TRIGGERS + 1]; /* by trigger */
    kogge_route_terms terms;
    size_t terms_line;
};

/* Returns false after a message; to be freed either way. Bad rows are reported and counted in the ledger. */
bool knowledge_read(struct knowledge *knowledge, struct ledger *ledger, const struct model *model,
                    const kogge_rulebook *book, const char *folder);

bool knowledge_refused(const struct knowledge *knowledge);

void knowledge_free(struct knowledge *knowledge);

#endif
