/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The report for people, on stdout. */

#ifndef CUSTOMER_REPORT_REPORT_H
#define CUSTOMER_REPORT_REPORT_H

#include "analysis.h"
#include "listing.h"
#include "page.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <stddef.h>
#include <stdint.h>

struct report {
    const struct analysis *analysis;
    const struct terms *terms;
    int32_t language; /* KOGGE_LANGUAGE_* */
    size_t most;      /* customers shown in a list */
    size_t develop;
    const char *folder;
};

void report_print(const struct report *report);

/* ---- parts, in the order of the report ------------------------------------------------------------------------- */

/* classes.c: who is A, B, C or D */
void report_classes(const struct page *page, const struct analysis *analysis);

/* shares.c: who makes the revenue, and how much hangs on how few */
void report_pareto(const struct page *page, const struct period *period);
void report_concentration(const struct page *page, const struct analysis *analysis);

/* tiers.c: what the tiers bring and cost, how customers moved, what the ledger's own tiers say */
void report_profile(const struct page *page, const struct analysis *analysis);
void report_migration(const struct page *page, const struct analysis *analysis);
void report_audit(const struct page *page, const struct analysis *analysis);

/* lists.c: whom to look at */
void report_hidden_champions(const struct report *report, const struct page *page);
void report_prospects(const struct report *report, const struct page *page);
void report_at_risk(const struct report *report, const struct page *page);
void report_smart_accounts(const struct report *report, const struct page *page);
void report_hope_accounts(const struct report *report, const struct page *page);
void report_selection(const struct report *report, const struct page *page);

#endif
