/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "explain.h"
#include "store.h"

#include <stdio.h>

static void print_part(const struct review *review, kogge_status status, kogge_reasons *why, const char *english,
                       const char *german)
{
    page_heading(&review->page, english, german);
    if (status == KOGGE_OK)
        review_reasons(review, why->data, why->count < why->capacity ? why->count : why->capacity);
    why->count = 0;
}

static void explain_contact(const struct review *review, size_t customer, kogge_reasons *why)
{
    const struct calling *calling = &review->calling;
    const int32_t *chances = calling->probability_bp;
    kogge_contact_candidate candidate = calling_candidate(review, customer);
    kogge_contact_trigger triggers[TRIGGERS];
    kogge_out_rows found = { triggers, TRIGGERS, 0, sizeof *triggers };
    kogge_contact_budget budget = KOGGE_INIT(kogge_contact_budget);
    kogge_status status =
        kogge_contact_triggers(review->opening.book, &review->customers[customer], chances[KOGGE_TRIGGER_OVERDUE],
                               chances[KOGGE_TRIGGER_WALLET_GAP], chances[KOGGE_TRIGGER_GROWTH], &found, why, NULL);
    print_part(review, status, why, "REASONS FOR A CALL", "ANLÄSSE EINES ANRUFS");
    kogge_rows rows = { triggers, found.count, sizeof *triggers };
    status = kogge_contact_assess(review->opening.book, &candidate, &rows, &budget, NULL, why, NULL);
    print_part(review, status, why, "A CALL TODAY", "EIN ANRUF HEUTE");
}

bool explain_print(const struct review *review, const char *id)
{
    size_t customer = model_find(&review->opening.model, id);
    if (customer == STORE_NOT_FOUND) {
        fprintf(stderr, "account_review: --explain %s: there is no such customer\n", id);
        return false;
    }
    const struct model_customer *who = &review->opening.model.customers[customer];
    kogge_reason list[REASONS_MAX];
    kogge_reasons why = { .data = list, .capacity = REASONS_MAX };
    kogge_plan plan = KOGGE_INIT(kogge_plan);
    kogge_kam_result result;
    kogge_route_result route = KOGGE_INIT(kogge_route_result);
    printf("%s %s%s%s\n", page_say(&review->page, "Customer", "Kunde"), who->id, who->name ? ", " : "",
           who->name ? who->name : "");
    kogge_status status = kogge_plan_customer(review->planning.book, &review->customers[customer],
                                              review->opening.model.today, &plan, &why, NULL);
    print_part(review, status, &why, "PLAN", "PLAN");
    status = funnel_assess(review, customer, &result, &why, NULL);
    print_part(review, status, &why, "KEY ACCOUNT", "SCHLÜSSELKUNDE");
    explain_contact(review, customer, &why);
    status = kogge_route_assess(review->opening.book, &review->customers[customer], &review->knowledge.terms,
                                review->opening.model.today, &route, NULL, &why, NULL);
    print_part(review, status, &why, "WAYS TO SERVE HIM", "WEGE, IHN ZU BETREUEN");
    return true;
}
