/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The order terms that the desk knows by name: the presets of the library, and what sellers have published. */

#ifndef ORDER_DESK_TERMS_H
#define ORDER_DESK_TERMS_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>

struct terms {
    const char *name;
    const char *english, *german;  /* what they say, in one line */
    int32_t preset;                /* policy, and rules if there are none of their own */
    const kogge_order_rule *rules; /* amounts in hundredths of the currency's unit; NULL = the preset's */
    size_t rule_count;
};

/* In the order in which they are listed; NULL after the last. */
const struct terms *terms_at(size_t index);

/* By name; NULL = unknown. */
const struct terms *terms_find(const char *name);

/* Compiles terms in a currency, amounts taken one to one. With cliff, no surcharge costs more than ordering up to its
 * limit would. */
kogge_status terms_book(const struct terms *terms, int32_t currency, bool cliff, kogge_rulebook **book,
                        kogge_error *error);

/* The rules of a book, by id; freed by the caller. */
kogge_order_rule *terms_rules(const kogge_rulebook *book, size_t *count);

#endif
