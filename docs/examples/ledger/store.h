/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Memory that grows, and a table that finds a row by its text id. */

#ifndef EXAMPLES_STORE_H
#define EXAMPLES_STORE_H

#include <stddef.h>

/* An array with room for at least count elements of that size; room is its capacity. Ends the program without memory.
 */
void *store_grow(void *array, size_t *room, size_t count, size_t size);

/* A copy of a text. */
char *store_copy(const char *text);

/* Two texts as one; freed by the caller. */
char *store_join(const char *text, const char *end);

/* FOLDER/NAMEEND; freed by the caller. */
char *store_path(const char *folder, const char *name, const char *end);

#define STORE_NOT_FOUND ((size_t)-1)

/* Ids and the row of each. The texts belong to the caller and must outlive the table. All zero is an empty table. */
struct id_table {
    struct id_slot {
        const char *id; /* NULL = free */
        size_t row;
    } * slots;
    size_t room, count;
};

/* The row of an id, or STORE_NOT_FOUND. */
size_t id_table_find(const struct id_table *table, const char *id);
void id_table_add(struct id_table *table, const char *id, size_t row);
void id_table_free(struct id_table *table);

#endif
