/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The tables of a rulebook that are small and sorted by a key: one description says all that differs between them. */

#ifndef KOGGE_POLICY_SMALL_TABLE_H
#define KOGGE_POLICY_SMALL_TABLE_H

#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum small {
    SMALL_COSTS,
    SMALL_TREATMENTS,
    SMALL_CRITERIA,
    SMALL_WEIGHTS,
    SMALL_TABLES
}; /* in the order of the fingerprint */

struct small_table {
    int32_t record;
    bool key_is_id;           /* errors name it */
    size_t rows_at, count_at; /* in the rulebook */
    const void *preset;
    const size_t *preset_count;
    uint64_t (*key)(const void *row);

    /* A row that came from the caller, before it is taken; twice: its key stands there already. */
    kogge_status (*check)(const kogge_rulebook *book, const void *row, int64_t number, kogge_error *error);
    kogge_status (*twice)(const void *row, int64_t number, kogge_error *error);

    /* All rows together; NULL = nothing can be wrong. */
    kogge_status (*check_all)(const kogge_rulebook *book, kogge_error *error);
};
extern const struct small_table kogge__small_tables[SMALL_TABLES];

/* Takes the rows of a table, or those of the preset if rows has no data. */
kogge_status kogge__small_read(kogge_rulebook *book, enum small which, const kogge_rows *rows, kogge_error *error);

size_t kogge__small_count(const kogge_rulebook *book, enum small which);
const void *kogge__small_row(const kogge_rulebook *book, enum small which, size_t place);

#endif
