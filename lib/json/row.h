/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Records and rows as JSON objects and back, by the field table alone. */

#ifndef KOGGE_JSON_ROW_H
#define KOGGE_JSON_ROW_H

#include "json/reader.h"
#include "json/value.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_FIELDS = 96 };

struct json_field {
    kogge_field is;
    char key[JSON_NAME];
};

/* The fields of a record that stand in JSON. Not those that the format says otherwise: known, and what stands once
 * for the whole text. */
struct layout {
    int32_t record; /* number */
    size_t size;    /* of the record as the library knows it */
    size_t count;
    struct json_field fields[JSON_FIELDS];
    kogge_field known; /* id 0: the record has none */
};
void kogge__json_layout(int32_t record, struct layout *layout);

/* The field as its value in this record is to be read: what is observed has the unit of the field that the record
 * names, or of the code that it holds. */
kogge_field kogge__json_in_its_unit(const struct layout *layout, const kogge_field *field, const void *record,
                                    size_t size);

/* The value of a field in a record of size bytes: 0 where it ends before. */
int64_t kogge__json_fetch(const void *record, size_t size, const kogge_field *field);
bool kogge__json_is_known(const struct layout *layout, const void *record, size_t size, const kogge_field *field);

/* One record for each currency: they lie stride bytes apart. */
struct target {
    const struct layout *layout;
    unsigned char *data;
    size_t stride;
};

/* Fills records from an object. Several currencies: an amount is an object with one string each. */
kogge_status kogge__json_read_record(const struct reader *reader, const struct path *path, const json_t *object,
                                     const struct target *target);

/* An object from the records, one for each currency; size bytes each. start: only what differs from these records is
 * written (NULL: what is not 0). all: everything that is known. NULL = no memory. */
struct source {
    const struct layout *layout;
    const unsigned char *data, *start;
    size_t stride, start_stride, size;
    bool all;
};
json_t *kogge__json_write_record(const struct source *source, const struct currencies *currencies);

#endif
