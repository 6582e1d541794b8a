/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* When a call makes sense: what assess and day plan both ask (semantics 9). */

#ifndef KOGGE_CONTACT_CALL_H
#define KOGGE_CONTACT_CALL_H

#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stdint.h>

/* The trigger that counts among those of a customer; trigger 0: there was none. */
struct best_trigger {
    int64_t expected_minor;
    int32_t trigger;
};

kogge_contact_budget kogge__contact_budget(const kogge_rulebook *book, const kogge_contact_candidate *candidate);

/* Is the budget known, and does it pay one more call? */
bool kogge__budget_pays(const kogge_rulebook *book, const kogge_contact_budget *budget);

bool kogge__may_be_called(const kogge_contact_candidate *candidate);

/* What a call because of the trigger brings; the best trigger brings the most, of two alike it is the one with the
 * smaller code. */
int64_t kogge__take_trigger(struct best_trigger *best, const kogge_contact_trigger *trigger);

#endif
