/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Golden vectors through Arrow: the rows of a case are imported, decided, exported and read again. */

#ifndef KOGGE_GOLDEN_THROUGH_ARROW_H
#define KOGGE_GOLDEN_THROUGH_ARROW_H

#include "through_columns.h"

/* Compares both calls in all forms that Arrow data can have; complains where they differ, and where anything is not
 * given back. */
void through_arrow(const struct through *decision);

/* Prints what was compared; false: nothing was. */
bool through_arrow_summary(void);

#endif
