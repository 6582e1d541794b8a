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
