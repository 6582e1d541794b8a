/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the parts of lint share. */

#ifndef KOGGE_POLICY_LINT_H
#define KOGGE_POLICY_LINT_H

#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdint.h>

struct lint {
    const kogge_rulebook *book;
    int32_t today; /* 0 = dates are not checked */
    kogge_findings *findings;
};

void kogge__find(struct lint *lint, const kogge_finding *finding);

/* Rules against each other: gaps, overlaps, rules that never match, totals that fall, fees that jump. */
void kogge__lint_bands(struct lint *lint);

/* The policy and the treatment table: a strategy that contradicts itself. */
void kogge__lint_strategy(struct lint *lint);

#endif
