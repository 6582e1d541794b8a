/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A rule as a sentence: effect, amount, limits, for whom. */

#ifndef ORDER_DESK_RULE_TEXT_H
#define ORDER_DESK_RULE_TEXT_H

#include "page.h"

#include <kogge/kogge.h>

#include <stdbool.h>

/* Is its effect a fee, not an action? */
bool rule_is_fee(const kogge_order_rule *rule);

/* One sentence on lines of its own. */
void rule_print(const struct page *page, const kogge_order_rule *rule);

#endif
