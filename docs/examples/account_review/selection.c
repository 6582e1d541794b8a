/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Whom to develop. */

#include "listing.h"
#include "review.h"

void selection_print(const struct review *review)
{
    const struct page *page = &review->page;
    const struct analysis *analysis = &review->opening.analysis;
    const kogge_selection *selection = &analysis->selection;
    page_heading(page, "WHOM TO DEVELOP", "WEN ENTWICKELN");
    page_print(
        page,
        "%s small customers can be developed, there is time for %s. Chosen are the %s with the highest development "
        "value: what they buy elsewhere, times the chance that they grow, times the margin. Developing them "
        "costs %s a year.",
        "%s Kleinkunden sind entwickelbar, Zeit ist für %s. Gewählt sind die %s mit dem höchsten Entwicklungswert: "
        "was sie anderswo kaufen, mal Wachstumschance, mal Marge. Sie zu entwickeln kostet %s im Jahr.",
        page_count(page, (size_t)selection->developable).s, page_count(page, review->options->wish.develop).s,
        page_count(page, (size_t)selection->chosen).s, page_money(page, selection->spent_minor).s);
    if (selection->chosen)
        page_print(page, "The last one chosen has a value of %s.",
                   "Der Letzte, der gewählt ist, hat einen Wert von %s.", page_money(page, selection->cut_minor).s);
    listing_selection(page, analysis, review->options->most);
}
