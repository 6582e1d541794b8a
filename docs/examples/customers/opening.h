/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* From the folders of a ledger to its analysis: reads, checks, and works everything out. */

#ifndef CUSTOMERS_OPENING_H
#define CUSTOMERS_OPENING_H

#include "analysis.h"
#include "ledger.h"
#include "model.h"
#include "terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct opening_wish {
    const char *folders[2]; /* of this year's ledger, and of the one before or NULL */
    size_t folder_count;
    const char *preset, *policies, *policy; /* a preset of a folder of policies, or a policy file */
    int32_t today;                          /* 0 = the day of the last order */
    size_t develop;                         /* customers that can be developed */
    int64_t budget_hundredths;              /* for developing them, a year, of a whole unit; -1 = not limited */
};

struct opening {
    struct terms terms;
    struct ledger ledgers[2];
    struct model model;
    kogge_rulebook *book;
    struct analysis analysis;
};

/* Returns false after a message; to be closed either way. */
bool opening_make(struct opening *opening, const struct opening_wish *wish);

/* After the last file of the ledger: how many bad rows were not printed. */
void opening_complaints_end(const struct opening *opening);

/* Was a row of the ledgers refused? */
bool opening_refused(const struct opening *opening);

void opening_close(struct opening *opening);

#endif
