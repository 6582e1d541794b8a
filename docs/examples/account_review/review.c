/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "review.h"
#include "source.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *review_rows(size_t count, size_t size)
{
    size_t room = 0;
    void *rows = store_grow(NULL, &room, count + 1, size);
    return memset(rows, 0, (count + 1) * size);
}

/* ---- all sections ---------------------------------------------------------------------------------------------- */

/* What a host stores of a classification, and what it knows of permissions: that of contacts.csv wins. */
static void store_customers(struct review *review)
{
    const struct period *now = &review->opening.analysis.now;
    size_t count = review->opening.model.customer_count;
    review->customers = review_rows(count, sizeof *review->customers);
    for (size_t i = 0; i < count; i++) {
        kogge_customer *customer = &review->customers[i];
        const kogge_classification *class = &now->classes[i];
        *customer = now->customers[i];
        customer->class_flags = class->class_flags;
        customer->tier = class->rule_tier;
        customer->treatment = class->treatment;
        customer->negative_streak = class->negative_streak;
        customer->classified_at = now->span.today;
        if (!now->regularities[i].regular_buyer) /* gaps of others make no regular buyer */
            customer->overdue = 0;
        if (review->knowledge.insights[i].call_permission)
            customer->call_permission = review->knowledge.insights[i].call_permission;
    }
}

bool review_make(struct review *review, const struct options *options)
{
    *review = (struct review){ .options = options };
    struct opening *opening = &review->opening;
    if (!opening_make(opening, &options->wish))
        return false;
    bool good = knowledge_read(&review->knowledge, opening->ledgers, &opening->model, opening->book,
                               options->wish.folders[0]);
    opening_complaints_end(opening);
    if (!good)
        return false;
    review->page = page_of(options->language, opening->model.currency);
    store_customers(review);
    return advice_make(review) && funnel_make(review) && planning_make(review) && calling_make(review) &&
           routing_make(review);
}

void review_free(struct review *review)
{
    kogge_rulebook_unref(review->planning.book);
    knowledge_free(&review->knowledge);
    opening_close(&review->opening);
    free(review->customers);
    free(review->funnel.candidates);
    free(review->funnel.results);
    free(review->planning.plans);
    free(review->calling.triggers);
    free(review->calling.calls);
    free(review->routing.worst);
    *review = (struct review){ 0 };
}

/* ---- texts ----------------------------------------------------------------------------------------------------- */

static char mark_of(const kogge_reason *reason)
{
    return reason->outcome == KOGGE_OUTCOME_NOT_MATCHED ? '-' : reason->outcome == KOGGE_OUTCOME_UNKNOWN ? '?' : '+';
}

void review_reasons(const struct review *review, const kogge_reason *reasons, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[512];
        kogge_explain(review->page.catalogue, review->opening.book, &reasons[i], text, sizeof text, NULL);
        printf("    %c %s\n", mark_of(&reasons[i]), text);
    }
}

struct short_text review_value(const struct review *review, int32_t field, int64_t value)
{
    struct short_text text = { "" };
    kogge_value_text(review->page.catalogue, review->opening.book, field, value, text.s, sizeof text.s, NULL);
    return text;
}

const char *review_field(const struct review *review, int32_t field)
{
    return kogge_code_text(review->page.catalogue, "field", field);
}

void review_mask(const struct review *review, char *text, size_t size, const char *set, uint32_t mask)
{
    size_t used = 0;
    *text = 0;
    for (int32_t code = 0; code < 32; code++)
        if (mask >> code & 1 && used < size)
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "",
                                     kogge_code_text(review->page.catalogue, set, code));
}

/* ---- the review ------------------------------------------------------------------------------------------------ */

static void print_file(const struct page *page, const struct ledger_file *file, const char *name, const char *english,
                       const char *german)
{
    printf("  ");
    page_left(name, 14);
    if (file->missing)
        printf(" %s\n", page_say(page, english, german));
    else
        printf(" %s %s, %s %s\n", page_count(page, file->rows - file->refused).s,
               page_say(page, "rows taken", "Zeilen übernommen"), page_count(page, file->refused).s,
               page_say(page, "refused", "abgelehnt"));
}

static void print_knowledge(const struct page *page, const struct knowledge *knowledge)
{
    page_heading(page, "WHAT SALES KNOWS", "WAS DER VERTRIEB WEISS");
    print_file(page, &knowledge->kam, "kam.csv",
               "is not there: strategic criteria and counter-performances are unknown",
               "ist nicht vorhanden: Strategische Kriterien und Gegenleistungen sind unbekannt");
    print_file(page, &knowledge->contacts, "contacts.csv",
               "is not there: only customers.csv may say who may be called",
               "ist nicht vorhanden: Nur customers.csv kann sagen, wer angerufen werden darf");
    print_file(page, &knowledge->calls, "calls.csv", "is not there: how calls went is unknown",
               "ist nicht vorhanden: Wie Anrufe ausgingen, ist unbekannt");
    print_file(page, &knowledge->routes, "routes.csv", "is not there: other ways to serve a customer are unknown",
               "ist nicht vorhanden: Andere Wege der Betreuung sind unbekannt");
}

void review_print(const struct review *review)
{
    const struct page *page = &review->page;
    printf("%s: %s\n", page_say(page, "Account review", "Kundendurchsicht"), review->options->wish.folders[0]);
    source_print(page, &review->opening.analysis, &review->opening.terms);
    print_knowledge(page, &review->knowledge);
    advice_print(review);
    planning_print(review);
    selection_print(review);
    funnel_print(review);
    calling_print(review);
    routing_print(review);
}
