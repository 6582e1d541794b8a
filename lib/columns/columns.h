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
enum { COLUMN_LIMIT = 128, TABLE_RECORDS = 3 };

/* Bytes that a row copies into its record: one value, or several that lie side by side in both. */
struct piece {
    const unsigned char *data;
    ptrdiff_t stride;
    const uint8_t *valid; /* NULL = every row has a value */
    size_t valid_offset;
    uint64_t bit; /* of known */
    size_t offset, size;
};

/* The columns of one record: all that a row has to look at. */
struct record_in {
    const struct record_row *record;
    size_t first, wide_end, narrow_end, end; /* its pieces: plain ones of 8 bytes, of 4, all others */
    uint64_t columns, shared;                /* bits of known: that have a column; that have several */
    uint64_t seen[4];                        /* numbers of the fields that have a column */
    bool has_known;
};

/* A table that was looked at once and can be read. */
struct table_in {
    const kogge_table *table;
    size_t record_count;
    struct record_in records[TABLE_RECORDS];
    struct piece pieces[COLUMN_LIMIT];
};

/* Checks the columns of a table that holds fields of the given records (ended by 0): fields known and of these
 * records, each once, types right, required ones there if there are rows. */
kogge_status kogge__table_open(struct table_in *in, const kogge_table *table, const int32_t *records,
                               kogge_error *error);

/* The columns of one of the records that the table was opened for. */
const struct record_in *kogge__table_record(const struct table_in *in, int32_t record);

/* Rows, neighbours or any, as records of full size, one after another, that nobody has checked yet; at most
 * TABLE_ROWS, read column by column. What no column fills stays as it is: the caller has made it 0 before the first
 * row. Where fields share a bit of known, a null in one of their columns makes all of them unknown, and 0. */
enum { TABLE_ROWS = 64 };
void kogge__table_copy(const struct table_in *in, const struct record_in *part, size_t row, size_t count, void *full);
void kogge__table_gather(const struct table_in *in, const struct record_in *part, const size_t *rows, size_t count,
                         void *full);

/* Is there a column for the field? */
bool kogge__table_has(const struct table_in *in, int32_t field);

/* Checks that a table with rows has columns for these fields (ended by 0): results of other calls have no defaults.
 */
kogge_status kogge__table_needs(const struct table_in *in, const int32_t *fields, kogge_error *error);

/* One row as a record of full size, checked like a record that is passed alone; the row stands in the error. */
kogge_status kogge__table_row(const struct table_in *in, int32_t record, size_t row, void *full, kogge_error *error);

/* The same for a result of another call, of which these fields (ended by 0, none that can be unknown) are looked at:
 * what a result cannot be without, such as the revision of its semantics, is not asked for. */
kogge_status kogge__table_pick(const struct table_in *in, int32_t record, const int32_t *fields, size_t row,
                               void *full, kogge_error *error);

/* Where the fields of a result go. */
struct column_out {
    unsigned char *data;
    ptrdiff_t stride;
    uint8_t *valid;
    size_t valid_offset;
    uint64_t bit; /* of known; 0 = it cannot be unknown */
    size_t offset, size;
};

struct record_out {
    size_t count, known_offset;
    struct column_out columns[COLUMN_LIMIT];
};

/* Checks columns to be written: fields of the record, each once, types right, data there. */
kogge_status kogge__columns_open(struct record_out *out, const kogge_out_column *columns, size_t count,
                                 int32_t record, kogge_error *error);

/* Writes the fields of a result of full size into a row of the columns. A value that is not known is 0, its validity
 * bit (if there is a bitmap) is cleared; a row that was refused has zeros, and no value is valid. */
void kogge__columns_write(const struct record_out *out, size_t row, const void *full, bool is_refused);

#endif
