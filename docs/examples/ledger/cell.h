/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One cell of a CSV file as the value of a field. What a cell may hold follows from the library's field table. */

#ifndef EXAMPLES_CELL_H
#define EXAMPLES_CELL_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CELL_WRONG = 160, CELL_SHOWN = 64 };

/* Writes a cell into its field of a record and sets its bit in known. Codes stand as names ("PHONE"), masks as names
 * with blanks between them, dates as YYYY-MM-DD, everything else as whole numbers; an empty cell is unknown. Returns
 * false and says what is wrong. */
bool cell_read(const char *cell, const kogge_field *field, void *record, uint64_t *known, char wrong[CELL_WRONG]);

/* Is a cell free of control characters, fit to be shown on a terminal? */
bool cell_is_text(const char *cell);

/* The beginning of any cell, fit to be shown. */
void cell_show(const char *cell, size_t size, char shown[CELL_SHOWN]);

#endif
