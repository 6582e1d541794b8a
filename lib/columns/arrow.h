/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Arrow data as tables: what the parts of the import share.
 *
 * arrow_import.c takes over and gives back, arrow_type.c says which types a field takes, arrow_chunk.c makes a table
 * of an array, arrow_value.c converts the columns that cannot be used as they are. */

#ifndef KOGGE_COLUMNS_ARROW_H
#define KOGGE_COLUMNS_ARROW_H

#include "base/table.h"
#include "columns/columns.h"

#include <kogge/kogge.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows of a chunk: their bytes can be counted whatever their width. */
#define ARROW_ROWS_MAX ((int64_t)(PTRDIFF_MAX / 64))

/* Texts that say a type, a name or a column in a message. */
enum { ARROW_WORDS = 96 };

enum arrow_kind {
    ARROW_OTHER = 0, /* nothing that a field takes */
    ARROW_NULL,
    ARROW_BOOL,
    ARROW_INTEGER,
    ARROW_DATE32,
    ARROW_DECIMAL128,
    ARROW_TEXT,       /* utf8 */
    ARROW_LARGE_TEXT, /* utf8 with offsets of 64 bits */
    ARROW_TEXT_VIEW
};

struct arrow_type {
    enum arrow_kind kind; /* of a dictionary: of its indices, which are integers */
    bool is_signed;
    size_t width;          /* bytes of a value: integers, dates and decimals */
    int32_t scale;         /* decimals */
    enum arrow_kind words; /* of a dictionary: the kind of its values; else OTHER */
};

/* A column of all chunks. */
struct arrow_column {
    const struct field_row *field;
    int64_t child;
    struct arrow_type type;
};

struct arrow_chunk {
    struct ArrowArray array;
    kogge_table table;
};

/* A column that is kept to be passed through. */
struct arrow_passed {
    int64_t child;
    int32_t field; /* what it is read as, too; 0 = nothing */
};

/* Memory of a handle: given back with it. */
struct arrow_block;

struct kogge_arrow {
    kogge_allocator allocator;
    atomic_size_t references; /* the caller's, and one for each piece of an exported stream that is out */
    struct arrow_block *blocks;
    int32_t digits;
    struct ArrowSchema schema;
    size_t column_count;
    struct arrow_column columns[COLUMN_LIMIT];
    size_t passed_count;
    struct arrow_passed *passed;
    size_t chunk_count, chunk_room;
    struct arrow_chunk **chunks;
    int64_t row_count; /* of all chunks so far */
};

/* A column of a chunk while it is made. */
struct arrow_source {
    kogge_arrow *arrow;
    const struct arrow_column *column;
    const struct ArrowArray *array; /* the child */
    int64_t first;                  /* the value of row 0 */
    size_t rows;
    kogge_error *error;
};

/* Zeroed memory that lives as long as the handle; NULL = no memory, which is an error then. */
void *kogge__arrow_take(kogge_arrow *arrow, size_t size, kogge_error *error);

/* The type that a schema states. */
struct arrow_type kogge__arrow_type(const struct ArrowSchema *schema);

/* Does the field take this type? Else an error that names both. */
kogge_status kogge__arrow_accepts(const struct field_row *field, const struct ArrowSchema *schema, int32_t digits,
                                  kogge_error *error);

/* The column of a message: the name in the schema, cut if it is long. */
const char *kogge__arrow_name(const struct ArrowSchema *schema);

/* Makes the table of a chunk whose array the handle holds already. */
kogge_status kogge__arrow_chunk(kogge_arrow *arrow, struct arrow_chunk *chunk, kogge_error *error);

/* Points a column at values, converted where they must be. */
kogge_status kogge__arrow_values(const struct arrow_source *source, kogge_column *to);

/* An error in a row of the source, -1 = in none. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
kogge_status
kogge__arrow_fail(const struct arrow_source *source, kogge_status status, int64_t row, const char *format, ...);

static inline bool kogge__arrow_bit(const void *bits, int64_t at)
{
    return ((const uint8_t *)bits)[at / 8] >> at % 8 & 1;
}

#endif
