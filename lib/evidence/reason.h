/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Reasons of this family: none names a rule. */

#ifndef KOGGE_EVIDENCE_REASON_H
#define KOGGE_EVIDENCE_REASON_H

#include "base/reasons.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

/* A condition that is known to hold or not. */
static inline void kogge__note_condition(kogge_reasons *why, int32_t code, bool holds, int32_t field,
                                         int64_t observed, int64_t threshold)
{
    kogge__note(why, code, holds ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED, field, observed, threshold);
}

#endif
