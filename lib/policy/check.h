/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What makes no sense in a policy or its tables, beyond what the field table says of single fields. Every function
 * returns KOGGE_OK or writes an error that names field, rule and row. */

#ifndef KOGGE_POLICY_CHECK_H
#define KOGGE_POLICY_CHECK_H

#include "policy/rulebook.h"

#include <kogge/kogge.h>

kogge_status kogge__check_policy(const kogge_policy *policy, kogge_error *error);

/* One order rule by itself; policy gives the currency of messages. */
kogge_status kogge__check_rule(const kogge_policy *policy, const kogge_order_rule *rule, int64_t row,
                               kogge_error *error);

kogge_status kogge__check_treatment(const kogge_treatment_row *row, int64_t number, kogge_error *error);

/* One KAM criterion, before the book has it. */
kogge_status kogge__check_criterion(const kogge_rulebook *book, const kogge_kam_criterion *row, int64_t number,
                                    kogge_error *error);

/* All criteria of a book together. */
kogge_status kogge__check_criteria(const kogge_rulebook *book, kogge_error *error);

/* Says what is wrong with a criterion and returns the status. */
kogge_status kogge__refuse_criterion(const kogge_kam_criterion *row, int64_t number, kogge_error *error,
                                     kogge_status status, int32_t field, const char *what);

/* The rules of a book against each other. */
kogge_status kogge__check_groups(const kogge_rulebook *book, kogge_error *error);
kogge_status kogge__check_fee_limit(const kogge_rulebook *book, kogge_error *error);
kogge_status kogge__check_cliffs(const kogge_rulebook *book, kogge_error *error);

#endif
