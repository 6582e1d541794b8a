/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What is known of a candidate, and the score that comes of it (semantics 8 gate 2, F19). */

#ifndef KOGGE_KAM_FIGURES_H
#define KOGGE_KAM_FIGURES_H

#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Utilities and scores go from 0 to 10 000. */
enum { LEFT_OUT = -1, NO_SCORE = -1, ALL_POINTS = 10000 };

/* A criterion of the rulebook and its value; 0 if that is not known. */
struct figure {
    const kogge_kam_criterion *criterion;
    int64_t value;
    bool known;
};

struct figures {
    struct figure rows[CRITERIA_LIMIT]; /* of both stages, by id */
    size_t count;
    size_t hard_count, missing_count; /* hard ones, and those of them without a value */
};

/* values: rows of kogge_kam_value, or NULL. */
kogge_status kogge__figures_read(struct figures *figures, const kogge_rulebook *book, const kogge_rows *values,
                                 kogge_error *error);

static inline bool kogge__is_hard(const struct figure *figure)
{
    return figure->criterion->stage == KOGGE_STAGE_HARD;
}

/* What a missing figure is worth by the policy: a utility or LEFT_OUT. FAIL makes no use of it. */
int32_t kogge__missing_utility(const kogge_sales_policy *policy);

/* The utility of a hard figure, that of a missing one as given. */
int32_t kogge__utility(const struct figure *figure, int32_t of_missing);

/* NO_SCORE: nothing that counts has a weight. Without hard criteria all points. */
int32_t kogge__score(const struct figures *figures, int32_t of_missing);

#endif
