/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The writer of reasons: what the caller wants to know of those that a call finds. */

#ifndef KOGGE_BASE_REASONS_H
#define KOGGE_BASE_REASONS_H

#include "base/record.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

/* Did a reason of this outcome shape the result? */
static inline bool kogge__decisive(int32_t outcome)
{
    return outcome != KOGGE_OUTCOME_NOT_MATCHED && outcome != KOGGE_OUTCOME_UNKNOWN &&
           outcome != KOGGE_OUTCOME_SUPERSEDED;
}

/* Are reasons of this outcome wanted? why NULL: none are. */
static inline bool kogge__reason_wanted(const kogge_reasons *why, int32_t outcome)
{
    return why && (why->level != KOGGE_LEVEL_DECISIVE || kogge__decisive(outcome));
}

static inline void kogge__reason(kogge_reasons *why, const kogge_reason *reason)
{
    if (!kogge__reason_wanted(why, reason->outcome))
        return;
    if (why->data && why->count < why->capacity)
        why->data[why->count] = *reason;
    why->count++;
}

/* A reason that names no rule. */
static inline void kogge__note(kogge_reasons *why, int32_t code, int32_t outcome, int32_t field, int64_t observed,
                               int64_t threshold)
{
    const kogge_reason reason = {
        .code = code, .outcome = outcome, .field = field, .observed = observed, .threshold = threshold
    };
    kogge__reason(why, &reason);
}

/* Is this a writer that can be used? NULL is. */
static inline kogge_status kogge__reasons_ready(const kogge_reasons *why, kogge_error *error)
{
    if (!why || (why->level >= 0 && why->level <= KOGGE_LEVEL_DECISIVE && !why->reserved0))
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, -1,
                       "why has level %d, which is no code of level, or reserved0 set", (int)why->level);
}

#endif
