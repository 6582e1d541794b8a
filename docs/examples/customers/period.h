/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* All customers in twelve months, as far as they were known on the last day of these: figures, economics, cuts,
 * evidence, rhythm and classification. Arrays have one element a customer, in the order of the model. */

#ifndef CUSTOMERS_PERIOD_H
#define CUSTOMERS_PERIOD_H

#include "gather.h"
#include "model.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOP_SHARES = 10 };

/* Assumptions that are the report's: by how much small customers may grow, and how many customers are lost in a year.
 */
enum { UPLIFT_BP = 1000, LOSS_BP = 1000 };

struct period {
    const struct model *model;
    const kogge_rulebook *book;
    kogge_policy policy;
    struct span span;

    struct figures *figures;
    kogge_customer *customers;
    kogge_contribution *contributions;
    kogge_profile_input *profile_inputs;
    kogge_history *histories;
    kogge_evidence *evidences;
    kogge_regularity *regularities;
    kogge_classification *classes;
    int32_t *abc; /* KOGGE_TIER_A, _B or _C by revenue alone; 0 = nothing bought */

    bool has_cuts; /* somebody has bought */
    kogge_abc_cuts cuts;
    kogge_class_share shares[3];
    kogge_concentration concentration;
    int32_t top_bp[TOP_SHARES];
    kogge_pareto_point *pareto;
    size_t pareto_count;

    kogge_classification_basis basis;
    int32_t season[4];                                                         /* bp; all 0 = too little is known */
    int32_t pooled_median[KOGGE_TIER_D + 1], pooled_longest[KOGGE_TIER_D + 1]; /* by tier; 0 = none */
};

/* Looks at each customer alone; those that the library refuses leave the model. */
void period_check(struct model *model, const kogge_rulebook *book);

/* Works everything out as of a day. before is the period before, or NULL; past: what the ledger says of today
 * (demand, announcements, calls) is not known. Returns false after a message. */
bool period_make(struct period *period, const struct model *model, const kogge_rulebook *book, int32_t today,
                 bool past, const struct period *before);
void period_free(struct period *period);

/* The reasons of one customer. NULL results are not wanted. */
kogge_status period_regularity(const struct period *period, size_t customer, kogge_regularity *result,
                               kogge_reasons *why, kogge_error *error);
kogge_status period_evidence(const struct period *period, size_t customer, kogge_evidence *result, kogge_reasons *why,
                             kogge_error *error);

/* Prints what a call of the library refused. Returns whether it was fine. */
bool period_fine(kogge_status status, const kogge_error *error, const char *what);

/* A table over an array of records, freed with free(table.columns); extra is a second record of the same rows, or
 * NULL.
 */
kogge_table period_table(const char *record, const void *rows, size_t size, const char *extra, const void *extra_rows,
                         size_t extra_size, size_t count);

#endif
