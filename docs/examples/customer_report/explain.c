/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "explain.h"
#include "page.h"
#include "store.h"

#include <stdio.h>

enum { REASONS_MAX = 128 };

static char mark_of(const kogge_reason *reason)
{
    return reason->outcome == KOGGE_OUTCOME_NOT_MATCHED ? '-' : reason->outcome == KOGGE_OUTCOME_UNKNOWN ? '?' : '+';
}

static void print_reasons(const struct page *page, const kogge_rulebook *book, kogge_status status,
                          const kogge_reasons *why, const char *english, const char *german)
{
    printf("\n%s\n", page_say(page, english, german));
    for (size_t i = 0; status == KOGGE_OK && i < why->count && i < why->capacity; i++) {
        char text[512];
        kogge_explain(page->catalogue, book, &why->data[i], text, sizeof text, NULL);
        printf("  %c %s\n", mark_of(&why->data[i]), text);
    }
}

static void print_all(const struct page *page, const struct period *period, size_t customer)
{
    kogge_reason list[REASONS_MAX];
    kogge_reasons why = { .data = list, .capacity = REASONS_MAX };
    kogge_classification class = KOGGE_INIT(kogge_classification);
    kogge_contribution contribution = KOGGE_INIT(kogge_contribution);
    kogge_regularity regularity;
    kogge_evidence evidence;
    kogge_status status =
        kogge_classify(period->book, &period->customers[customer], &period->basis, &class, &why, NULL);
    print_reasons(page, period->book, status, &why, "TIER, SEGMENT, FLAGS", "EINSTUFUNG, SEGMENT, MERKMALE");
    status = period_evidence(period, customer, &evidence, &why, NULL);
    print_reasons(page, period->book, status, &why, "GROWTH", "WACHSTUM");
    status = period_regularity(period, customer, &regularity, &why, NULL);
    print_reasons(page, period->book, status, &why, "ORDER RHYTHM", "BESTELLRHYTHMUS");
    status = kogge_economics_assess(period->book, &period->figures[customer].economics, &contribution, &why, NULL);
    print_reasons(page, period->book, status, &why, "ECONOMICS", "WIRTSCHAFTLICHKEIT");
}

bool explain_print(const struct analysis *analysis, int32_t language, const char *id)
{
    const struct period *now = &analysis->now;
    size_t customer = model_find(analysis->model, id);
    if (customer == STORE_NOT_FOUND) {
        fprintf(stderr, "customer_report: --explain %s: there is no such customer\n", id);
        return false;
    }
    struct page page = page_of(language, analysis->model->currency);
    const struct model_customer *who = &analysis->model->customers[customer];
    const kogge_classification *class = &now->classes[customer];
    printf("%s %s%s%s\n", page_say(&page, "Customer", "Kunde"), who->id, who->name ? ", " : "",
           who->name ? who->name : "");
    printf("  %s %s: %s; %s: %s\n", page_say(&page, "Revenue of 12 months up to", "Umsatz in 12 Monaten bis"),
           page_date(&page, now->span.today).s, page_money(&page, now->figures[customer].revenue).s,
           page_say(&page, "tier", "Einstufung"), kogge_code_text(page.catalogue, "tier", class->tier));
    printf("  %s\n", page_say(&page, "+ holds, - does not hold, ? not known",
                              "+ trifft zu, - trifft nicht zu, ? nicht bekannt"));
    print_all(&page, now, customer);
    return true;
}
