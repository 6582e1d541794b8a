/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The beginning of a report: what was read, and how it is counted. */

#ifndef CUSTOMERS_SOURCE_H
#define CUSTOMERS_SOURCE_H

#include "analysis.h"
#include "page.h"
#include "terms.h"

void source_print(const struct page *page, const struct analysis *analysis, const struct terms *terms);

#endif
