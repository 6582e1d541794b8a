/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The figures of the review for programs. */

#ifndef ACCOUNT_REVIEW_FIGURES_H
#define ACCOUNT_REVIEW_FIGURES_H

#include "review.h"

#include <stdbool.h>

/* Lines of key, tab, value. Returns false after a message. */
bool figures_write(const struct review *review, const char *path);

#endif
