/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Tables: the columns of a batch, row by row as records, and results back into columns. */

#ifndef KOGGE_COLUMNS_COLUMNS_H
#define KOGGE_COLUMNS_COLUMNS_H

#include "base/table.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No table has more columns: each field stands once, and no two records have more fields together. */
enum { COLUMN_LIMIT = 128 };

/* A table that was looked at once and can be read. */
struct table_in {
    const kogge_table *table;
    const struct field_row *fields[COLUMN_LIMIT]; /* of the columns */
    bool has_known[KOGGE__RECORD_NUMBERS];        /* by record: the table holds its column known */
};

/* Checks the columns of a table that holds fields of the given records (ended by 0): fields known and of these
 * records, each once, types right, required ones there if there are rows. */
kogge_status kogge__table_open(struct table_in *in, const kogge_table *table, const int32_t *records,
                               kogge_error *error);

/* Is there a column for the field? */
bool kogge__table_has(const struct table_in *in, int32_t field);

/* Checks that a table with rows has columns for these fields (ended by 0): results of other calls have no defaults.
 */
kogge_status kogge__table_needs(const struct table_in *in, const int32_t *fields, kogge_error *error);

/* One row as a record of full size, checked like a record that is passed alone; the row stands in the error. Where
 * fields share a bit of known, a null in one of their columns makes all of them unknown, and 0. */
kogge_status kogge__table_row(const struct table_in *in, int32_t record, size_t row, void *full, kogge_error *error);

/* The same for a result of another call, of which these fields (ended by 0, none that can be unknown) are looked at:
 * what a result cannot be without, such as the revision of its semantics, is not asked for. */
kogge_status kogge__table_pick(const struct table_in *in, int32_t record, const int32_t *fields, size_t row,
                               void *full, kogge_error *error);

/* Checks columns to be written: fields of the record, each once, types right, data there. */
kogge_status kogge__columns_ready(const kogge_out_column *columns, size_t count, int32_t record, kogge_error *error);

/* Writes the fields of a result of full size into a row of the columns. A value that is not known is 0, its validity
 * bit (if there is a bitmap) is cleared. */
void kogge__columns_write(const kogge_out_column *columns, size_t count, size_t row, const void *full);

#endif
