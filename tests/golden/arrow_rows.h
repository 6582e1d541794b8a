/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Rows as Arrow data, as any producer would make them: of the library only the field table is asked. What has been
 * released is freed, each buffer is a block of its own, and what is alive is counted. */

#ifndef KOGGE_GOLDEN_ARROW_ROWS_H
#define KOGGE_GOLDEN_ARROW_ROWS_H

#include "through_rows.h"

enum { ARROW_CHUNKS = 3 };

enum arrow_width { WIDTH_OF_FIELD, WIDEST, NARROWEST };
enum arrow_codes { CODES_AS_NUMBERS, CODES_AS_TEXTS, CODES_AS_DICTIONARY };

/* Which types a table has, and how it lies in memory. */
struct arrow_form {
    const char *name;
    enum arrow_width width; /* of integers */
    enum arrow_codes codes;
    const char *text;                    /* format of texts */
    bool zeros_are_null;                 /* of fields that cannot be unknown */
    bool null_columns;                   /* a column without a value is of type null */
    bool short_names;                    /* without "_minor", but with the record */
    int32_t digits, scale;               /* amounts as decimal128 of that scale where they are exact; -1 = never */
    int64_t table_offset, column_offset; /* rows in memory before the first one */
    size_t chunk_count;                  /* more than 1: of a stream */
    size_t chunk_rows[ARROW_CHUNKS];     /* TABLE_ROWS together */
};

/* A column that is to be made. */
struct arrow_plan {
    const char *record;
    const void *const *rows;
    kogge_field field;
    char name[96], format[16];
    size_t width;   /* bytes of an integer; 0 = it is none */
    int32_t factor; /* of minor units in decimal128, if positive; what they are divided by, if negative */
};

struct arrow_rows {
    const struct arrow_form *form;
    size_t count, chunks_given;
    struct arrow_plan plans[FIELDS];
};

/* Columns for all fields of a record: its row r is rows[r]. */
void arrow_add(struct arrow_rows *table, const char *record, const void *const *rows, bool is_first);

void arrow_make_schema(const struct arrow_rows *table, struct ArrowSchema *schema);
void arrow_make_array(const struct arrow_rows *table, size_t first, size_t count, struct ArrowArray *array);

/* All chunks; the table must live until the stream is released. */
void arrow_make_stream(struct arrow_rows *table, struct ArrowArrayStream *stream);

/* Schemas, arrays and streams that have not been released. */
long arrow_alive(void);

#endif
