/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How else to serve the small customers who cost the most. */

#include "listing.h"
#include "review.h"

#include <stdio.h>
#include <stdlib.h>

/* Small, has bought this year, and what he leaves is known: who bought nothing needs no other way. */
static bool is_looked_at(const struct review *review, size_t i)
{
    const kogge_customer *customer = &review->customers[i];
    return review->opening.analysis.now.classes[i].is_small && (customer->known & KOGGE_CUSTOMER_CONTRIBUTION4) &&
           (customer->orders_12m > 0 || !review->opening.model.has_orders);
}

static kogge_status assess(const struct review *review, struct route *route, kogge_error *error)
{
    kogge_out_rows rows = { route->alternatives, ROUTES, 0, sizeof *route->alternatives };
    route->result = (kogge_route_result)KOGGE_INIT(kogge_route_result);
    return kogge_route_assess(review->opening.book, &review->customers[route->customer], &review->knowledge.terms,
                              review->opening.model.today, &route->result, &rows, NULL, error);
}

static int by_contribution(const void *a, const void *b)
{
    const struct route *x = a, *y = b;
    if (x->contribution != y->contribution)
        return x->contribution < y->contribution ? -1 : 1;
    return (x->customer > y->customer) - (x->customer < y->customer);
}

static void add_loser(struct routing *routing, const struct route *route)
{
    routing->losers++;
    routing->losses += route->contribution;
    routing->chosen[route->result.route]++;
    routing->gained[route->result.route] += route->result.value_minor - route->contribution;
}

bool routing_make(struct review *review)
{
    struct routing *routing = &review->routing;
    const struct model *model = &review->opening.model;
    routing->worst = review_rows(model->customer_count, sizeof *routing->worst);
    for (size_t i = 0; i < model->customer_count; i++) {
        kogge_error error = KOGGE_INIT(kogge_error);
        struct route *route = &routing->worst[routing->count];
        if (!is_looked_at(review, i))
            continue;
        route->customer = i;
        route->contribution = review->customers[i].contribution4_minor;
        if (!period_fine(assess(review, route, &error), &error, model->customers[i].id))
            return false;
        if (route->contribution < 0)
            add_loser(routing, route);
        routing->count++;
    }
    if (routing->count)
        qsort(routing->worst, routing->count, sizeof *routing->worst, by_contribution);
    return true;
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

static void print_terms(const struct review *review)
{
    const kogge_route_terms *terms = &review->knowledge.terms;
    char text[1024] = "";
    size_t used = 0;
    kogge_field field = KOGGE_INIT(kogge_field);
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id)) {
        if (kogge_field_get(id, &field) != KOGGE_OK || field.record != KOGGE_RECORD_ROUTE_TERMS ||
            field.known_bit < 0 || !(terms->known >> field.known_bit & 1) || used >= sizeof text)
            continue;
        const char *place = (const char *)terms + field.offset;
        int64_t value = field.type == KOGGE_TYPE_INT64 ? *(const int64_t *)place : *(const int32_t *)place;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s: %s", used ? "; " : "",
                                 review_field(review, id), review_value(review, id, value).s);
    }
    page_print(&review->page, "Assumed: %s.", "Angenommen: %s.", text);
}

static void print_sums(const struct review *review)
{
    const struct page *page = &review->page;
    const struct routing *routing = &review->routing;
    page_print(page, "%s small customers with orders cost more than they bring: together %s. The best way for them:",
               "%s Kleinkunden mit Aufträgen kosten mehr, als sie bringen: zusammen %s. Der beste Weg für sie:",
               page_count(page, routing->losers).s, page_money(page, routing->losses).s);
    printf("  ");
    page_left("", LABEL);
    page_right(page_say(page, "customers", "Kunden"), COUNT);
    page_right(page_say(page, "better by", "besser um"), MONEY);
    printf("\n");
    for (int32_t way = KOGGE_ROUTE_OWN; way <= ROUTES; way++) {
        if (!routing->chosen[way])
            continue;
        printf("  ");
        page_left(kogge_code_text(page->catalogue, "route", way), LABEL);
        page_right(page_count(page, routing->chosen[way]).s, COUNT);
        page_right(page_money(page, routing->gained[way]).s, MONEY);
        printf("\n");
    }
}

static void print_route(const struct review *review, const struct route *route)
{
    const struct page *page = &review->page;
    listing_who(page, &review->opening.analysis.now, route->customer);
    page_right(page_money(page, route->contribution).s, MONEY - 4);
    page_right(page_money(page, route->result.value_minor).s, MONEY - 4);
    printf("  %s%s\n", kogge_code_text(page->catalogue, "route", route->result.route),
           route->result.review ? page_say(page, " (a person decides)", " (ein Mensch entscheidet)") : "");
}

void routing_print(const struct review *review)
{
    const struct page *page = &review->page;
    const struct routing *routing = &review->routing;
    page_heading(page, "HOW ELSE TO SERVE THE WORST SMALL CUSTOMERS",
                 "WIE DIE SCHWÄCHSTEN KLEINKUNDEN ANDERS BETREUT WERDEN");
    if (!review->knowledge.terms.known) {
        page_text(
            page,
            "What other ways would cost and bring is not known: routes.csv may say it. Only own service and exit "
            "are compared.",
            "Was andere Wege kosten und bringen würden, ist nicht bekannt: routes.csv kann es sagen. Verglichen "
            "werden nur eigene Betreuung und Trennung.");
    } else
        print_terms(review);
    print_sums(review);
    size_t shown = routing->count < WORST ? routing->count : WORST;
    if (shown)
        listing_heads(page, page_say(page, "what is left", "was bleibt"), page_say(page, "at best", "bestenfalls"),
                      page_say(page, "by", "durch"));
    for (size_t i = 0; i < shown; i++)
        print_route(review, &routing->worst[i]);
}
