/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a decision record holds once it is read. */

#ifndef KOGGE_JSON_DECISION_H
#define KOGGE_JSON_DECISION_H

#include "json/reader.h"

#include <kogge/json.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a rule said that the decision was made under. */
struct rule_print {
    uint64_t fingerprint;
    int32_t rule;
};

struct kogge_decision {
    atomic_size_t references;
    kogge_allocator allocator;
    struct currencies currency; /* one, with the decimals that its amounts were written with */
    uint64_t fingerprint;
    int32_t semantics;
    unsigned char *customer, *order, *assessment; /* as large as the library has them; customer NULL = a guest */
    unsigned char *line_data;
    kogge_rows lines;
    struct rule_print *rules; /* in the order of the reasons */
    size_t rule_count;
    bool has_fees, has_reasons;
    kogge_fees fees;
    kogge_reasons why;
};

#endif
