/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "listing.h"

#include <stdio.h>

void listing_who(const struct page *page, const struct period *period, size_t customer)
{
    const struct model_customer *who = &period->model->customers[customer];
    printf("  ");
    page_left(who->id, ID);
    page_left(who->name ? who->name : "", NAME);
    page_right(page_money(page, period->figures[customer].revenue).s, MONEY - 4);
}

void listing_heads(const struct page *page, const char *third, const char *fourth, const char *text)
{
    printf("  ");
    page_left(page_say(page, "customer", "Kunde"), ID);
    page_left("", NAME);
    page_right(page_say(page, "revenue", "Umsatz"), MONEY - 4);
    page_right(third, MONEY - 4);
    page_right(fourth, MONEY - 4);
    printf("%s%s\n", *text ? "  " : "", text);
}

void listing_more(const struct page *page, size_t count, size_t shown)
{
    if (count > shown)
        printf("  %s %s\n", page_say(page, "and more:", "und weitere:"), page_count(page, count - shown).s);
}

static void print_development(const struct page *page, const struct analysis *analysis, const kogge_development *row)
{
    size_t customer = (size_t)row->row;
    int32_t level = analysis->now.evidences[customer].level;
    listing_who(page, &analysis->now, customer);
    page_right(page_money(page, analysis->now.classes[customer].gap_minor).s, MONEY - 4);
    page_right(page_money(page, row->development_minor).s, MONEY - 4);
    printf("  %s\n", kogge_code_text(page->catalogue, "evidence", level));
}

void listing_selection(const struct page *page, const struct analysis *analysis, size_t most)
{
    size_t chosen = (size_t)analysis->selection.chosen, shown = chosen < most ? chosen : most;
    if (shown)
        listing_heads(page, page_say(page, "elsewhere", "anderswo"), page_say(page, "value", "Wert"),
                      page_say(page, "evidence of growth", "Wachstumsbeleg"));
    for (size_t i = 0; i < shown; i++)
        print_development(page, analysis, &analysis->chosen[i]);
    listing_more(page, chosen, shown);
    if (analysis->next_count)
        printf("  %s\n", page_say(page, "next in line:", "die Nächsten:"));
    for (size_t i = 0; i < analysis->next_count; i++)
        print_development(page, analysis, &analysis->next[i]);
}
