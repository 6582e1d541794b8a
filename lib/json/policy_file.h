/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a policy file holds once it is read. */

#ifndef KOGGE_JSON_POLICY_FILE_H
#define KOGGE_JSON_POLICY_FILE_H

#include "json/reader.h"
#include "json/row.h"

#include <kogge/json.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The objects of the format: their key, their record, and how one is made as the preset has it. */
enum { OBJECT_POLICY, OBJECT_SALES, OBJECT_COUNT };
struct object_kind {
    const char *key;
    int32_t record;
    kogge_status (*start)(void *record, size_t size, int32_t preset, int32_t currency);
};
extern const struct object_kind kogge__json_objects[OBJECT_COUNT];

/* One record a currency. */
struct object {
    size_t size;                  /* of a record, as the library has it */
    unsigned char *data, *starts; /* starts: as the preset has them */
};

/* The tables of the format: their key, the record of a row, and how a rulebook gives them back. */
enum { TABLE_RULES, TABLE_COSTS, TABLE_TREATMENTS, TABLE_CRITERIA, TABLE_WEIGHTS, TABLE_COUNT };
struct table_kind {
    const char *key;
    int32_t record;
    kogge_status (*rows)(const kogge_rulebook *book, kogge_out_rows *rows);
};
extern const struct table_kind kogge__json_tables[TABLE_COUNT];

/* Rows of one currency after those of the other. */
struct table {
    bool given; /* false: the preset's */
    size_t count, row_size;
    unsigned char *data;
};

struct kogge_policy_file {
    atomic_size_t references;
    kogge_allocator allocator;
    char *name, *note; /* NULL = none */
    int32_t preset;
    struct currencies currencies;
    struct object objects[OBJECT_COUNT];
    struct table tables[TABLE_COUNT];
};

/* An empty file in these currencies, objects as the preset has them. */
kogge_status kogge__json_file_new(int32_t preset, const struct currencies *currencies,
                                  const kogge_allocator *allocator, kogge_policy_file **file);

/* Room for the rows of a table in every currency. */
kogge_status kogge__json_file_table(kogge_policy_file *file, size_t table, size_t count);

/* The place of a currency; false: the file has it not. 0 = the first one. */
bool kogge__json_file_place(const kogge_policy_file *file, int32_t currency, size_t *place);

#endif
