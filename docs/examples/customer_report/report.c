/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"
#include "source.h"

#include <stdio.h>

void report_print(const struct report *report)
{
    const struct analysis *analysis = report->analysis;
    struct page page = page_of(report->language, analysis->model->currency);
    printf("%s: %s\n", page_say(&page, "Customer report", "Kundenbericht"), report->folder);
    source_print(&page, analysis, report->terms);
    report_classes(&page, analysis);
    report_pareto(&page, &analysis->now);
    report_concentration(&page, analysis);
    report_profile(&page, analysis);
    if (analysis->model->two_periods)
        report_migration(&page, analysis);
    report_at_risk(report, &page);
    report_hidden_champions(report, &page);
    report_prospects(report, &page);
    report_smart_accounts(report, &page);
    report_hope_accounts(report, &page);
    report_selection(report, &page);
    if (analysis->audited)
        report_audit(&page, analysis);
}
