/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Catalogues: the templates and words of a language. */

#ifndef KOGGE_BASE_CATALOGUE_H
#define KOGGE_BASE_CATALOGUE_H

#include "base/table.h"

#include <kogge/kogge.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEPARATOR_BYTES = 8, DATE_BYTES = 64 }; /* with the zero */

/* A text of the host. */
struct entry {
    int32_t set; /* number of the code set; 0 = texts of fields */
    int32_t code, outcome;
    const char *text;
};

struct kogge_catalogue {
    atomic_int references; /* not used by the built-in ones */
    int language;          /* index into the texts of the tables: 0 English, 1 German */
    kogge_allocator allocator;
    char decimal[SEPARATOR_BYTES], group[SEPARATOR_BYTES], date[DATE_BYTES];
    size_t count;
    const struct entry *entries; /* by set, code, outcome */
};

/* The catalogue itself, English for NULL. */
const kogge_catalogue *kogge__catalogue(const kogge_catalogue *catalogue);

/* The template of a reason; NULL for an unknown code. Where the code has none for this outcome, fits is false and the
 * template is that of another outcome. */
const char *kogge__reason_template(const kogge_catalogue *catalogue, const kogge_reason *reason, bool *fits);

/* NULL for an unknown code. */
const char *kogge__finding_template(const kogge_catalogue *catalogue, int32_t code);

/* Text of a code, else its name; NULL if it has neither. */
const char *kogge__code_word(const kogge_catalogue *catalogue, const struct code_set *set, int32_t code);

/* Text of a field; NULL if it is unknown. */
const char *kogge__field_word(const kogge_catalogue *catalogue, int32_t field);

/* "day" or "days". */
const char *kogge__day_word(const kogge_catalogue *catalogue, bool one);

#endif
