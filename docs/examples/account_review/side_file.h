/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A small CSV file beside the ledger. Its columns are known by name; a file that is not there is none. */

#ifndef ACCOUNT_REVIEW_SIDE_FILE_H
#define ACCOUNT_REVIEW_SIDE_FILE_H

#include "csv_file.h"
#include "ledger.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>

struct side_column {
    const char *name;
    kogge_field field; /* id 0 = a text */
    bool needed;       /* the column must be there, and no cell of it empty */
};

struct side_file {
    struct ledger *ledger; /* counts bad rows */
    struct ledger_file *file;
    const struct side_column *columns;
    size_t column_count;
    bool (*take)(struct side_file *side, const struct csv_row *row); /* false = refused, after side_complain() */
    void *context;

    /* of side_file.c */
    size_t *uses; /* by cell: which of the columns */
    size_t use_count;
    bool broken; /* the header is of no use */
};

/* A column for a field of the library, and one for a number of things. */
struct side_column side_field(const char *name, const char *record, const char *field);
struct side_column side_count(const char *name);

/* Reads FOLDER/NAME row by row into take(). Bad rows are refused one by one: reported on stderr and counted. Returns
 * false, after a message, if the file cannot be read or its header makes no sense. */
bool side_file_read(struct side_file *side, const char *folder, const char *name);

/* The cell of a column, by its place among the columns; "" if the file has not this column. */
const char *side_cell(const struct side_file *side, const struct csv_row *row, size_t column);

/* Reads that cell into its field of a record; an empty one changes nothing. Returns false after a complaint. */
bool side_value(const struct side_file *side, const struct csv_row *row, size_t column, void *record,
                uint64_t *known);

/* Says what is wrong with a cell. Returns false. */
bool side_complain(const struct side_file *side, const struct csv_row *row, size_t column, const char *wrong);

#endif
