/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* All reasons of one customer. */

#ifndef CUSTOMER_REPORT_EXPLAIN_H
#define CUSTOMER_REPORT_EXPLAIN_H

#include "analysis.h"

#include <stdbool.h>
#include <stdint.h>

/* Returns false, after a message, if there is no such customer. */
bool explain_print(const struct analysis *analysis, int32_t language, const char *id);

#endif
