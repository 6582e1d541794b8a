/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* All reasons of one customer. */

#ifndef ACCOUNT_REVIEW_EXPLAIN_H
#define ACCOUNT_REVIEW_EXPLAIN_H

#include "review.h"

#include <stdbool.h>

/* Returns false, after a message, if there is no such customer. */
bool explain_print(const struct review *review, const char *id);

#endif
