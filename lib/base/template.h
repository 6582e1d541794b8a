/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How the template of a sentence or a date falls into pieces. */

#ifndef KOGGE_BASE_TEMPLATE_H
#define KOGGE_BASE_TEMPLATE_H

#include "base/table.h"

#include <stdbool.h>
#include <stddef.h>

enum template_kind { TEMPLATE_REASON = 1, TEMPLATE_FINDING = 2, TEMPLATE_DATE = 4 };

enum piece_kind {
    PIECE_END,
    PIECE_TEXT,
    PIECE_OPTION,     /* [ */
    PIECE_OPTION_END, /* ] */
    PIECE_VALUE,      /* index 0: observed or value, 1: threshold or other_value */
    PIECE_ROW,        /* index 0: rule or row, 1: other_row */
    PIECE_TREATMENT,  /* the same rows, as treatments */
    PIECE_FIELD,
    PIECE_CRITERION, /* the criterion that the rule number names */
    PIECE_EFFECT,
    PIECE_EFFECT_ASIDE, /* " ({effect})", which goes as a whole where there is no effect */
    PIECE_DATE,         /* index 0: year, 1: month, 2: day */
    PIECE_BROKEN        /* open brace or unknown placeholder */
};

struct piece {
    enum piece_kind kind;
    int index;
    const char *text; /* of PIECE_TEXT */
    size_t size;
    bool money;                 /* {..:minor} */
    const struct code_set *set; /* {..:SET}; else NULL */
};

/* Takes the next piece off a template. */
struct piece kogge__next_piece(const char **at, enum template_kind kind);

/* Does a template fall into known pieces, brackets in pairs and not nested? */
bool kogge__template_whole(const char *text, enum template_kind kind);

#endif
