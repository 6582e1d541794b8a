/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The figures of the report for programs. */

#ifndef CUSTOMER_REPORT_FIGURES_H
#define CUSTOMER_REPORT_FIGURES_H

#include "analysis.h"

#include <stdbool.h>

/* Lines of key, tab, value. Returns false after a message. */
bool figures_write(const struct analysis *analysis, const char *path);

#endif
