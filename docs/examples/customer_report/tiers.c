/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"

#include <inttypes.h>
#include <stdio.h>

enum { TIER = 24, RATIO = 15 };

/* ---- profile --------------------------------------------------------------------------------------------------- */

/* The columns of a table: a share in bp or a mean in hundredths, each with the bit that says whether it is known. */
struct column {
    const char *english, *german;
    uint64_t bit;
    const int32_t *value;
    bool is_mean;
};

static void print_tier(const struct page *page, const struct analysis *analysis, const kogge_tier_profile *row)
{
    const char *tier =
        row->tier ? kogge_code_text(page->catalogue, "tier", row->tier) : page_say(page, "all", "alle");
    char label[64];
    if (!analysis->model->two_periods)
        snprintf(label, sizeof label, "%s", tier);
    else if (row->period)
        snprintf(label, sizeof label, "      %s", page_say(page, "year before", "Vorjahr"));
    else
        snprintf(label, sizeof label, "%-4s  %s", tier, page_say(page, "this year", "dieses Jahr"));
    printf("  ");
    page_left(label, TIER);
}

static void print_columns(const struct page *page, uint64_t known, const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct short_text text =
            columns[i].is_mean ? page_decimal(page, *columns[i].value, 2) : page_bp(page, *columns[i].value);
        page_right(known & columns[i].bit ? text.s : "?", RATIO);
    }
    printf("\n");
}

static void print_heads(const struct page *page, const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        page_right(page_say(page, columns[i].english, columns[i].german), RATIO);
    printf("\n");
}

/* This year's row of a tier, then that of the year before. */
static const kogge_tier_profile *row_of(const struct analysis *analysis, size_t i)
{
    size_t periods = analysis->model->two_periods ? 2 : 1;
    size_t tier = (i / periods + 1) % PROFILE_ROWS; /* all customers last */
    return &analysis->profile[i % periods * PROFILE_ROWS + tier];
}

/* A tier without customers in both years says nothing. */
static bool is_empty(const struct analysis *analysis, const kogge_tier_profile *row)
{
    int64_t customers = 0;
    for (size_t i = 0; i < analysis->profile_rows; i++)
        customers += analysis->profile[i].tier == row->tier ? analysis->profile[i].customers : 0;
    return !customers;
}

static void print_money(const struct page *page, const struct analysis *analysis)
{
    printf("  ");
    page_left("", TIER);
    page_right(page_say(page, "customers", "Kunden"), COUNT);
    page_right(page_say(page, "revenue", "Umsatz"), MONEY);
    for (size_t i = 0; i < analysis->profile_rows; i++) {
        const kogge_tier_profile *row = row_of(analysis, i);
        const struct column columns[] = {
            { "of list price", "v. Listenpreis", KOGGE_TIER_PROFILE_NET_OF_GROSS_BP, &row->net_of_gross_bp, false },
            { "margin", "Marge", KOGGE_TIER_PROFILE_CONTRIBUTION1_BP, &row->contribution1_bp, false },
            { "cost to serve", "Betreuung", KOGGE_TIER_PROFILE_COST_TO_SERVE_BP, &row->cost_to_serve_bp, false },
            { "what is left", "was bleibt", KOGGE_TIER_PROFILE_CONTRIBUTION4_BP, &row->contribution4_bp, false },
        };
        if (i == 0)
            print_heads(page, columns, sizeof columns / sizeof *columns);
        if (is_empty(analysis, row))
            continue;
        print_tier(page, analysis, row);
        page_right(page_count(page, (size_t)row->customers).s, COUNT);
        page_right(page_money(page, row->net_minor).s, MONEY);
        print_columns(page, row->known, columns, sizeof columns / sizeof *columns);
    }
    page_text(
        page,
        "Shares of revenue. Margin is revenue less the cost of the goods; what is left is that less the cost to "
        "serve. ? = not known.",
        "Anteile am Umsatz. Marge ist Umsatz minus Wareneinsatz; was bleibt, ist sie minus die "
        "Betreuungskosten. ? = nicht bekannt.");
}

static void print_behaviour(const struct page *page, const struct analysis *analysis)
{
    printf("\n  ");
    page_left(page_say(page, "a customer and year", "je Kunde und Jahr"), TIER);
    for (size_t i = 0; i < analysis->profile_rows; i++) {
        const kogge_tier_profile *row = row_of(analysis, i);
        const struct column columns[] = {
            { "orders", "Aufträge", KOGGE_TIER_PROFILE_ORDERS_HUNDREDTHS, &row->orders_hundredths, true },
            { "order lines", "Positionen", KOGGE_TIER_PROFILE_LINES_HUNDREDTHS, &row->lines_hundredths, true },
            { "our contacts", "Kontakte", KOGGE_TIER_PROFILE_CONTACTS_HUNDREDTHS, &row->contacts_hundredths, true },
            { "digital", "digital", KOGGE_TIER_PROFILE_DIGITAL_BP, &row->digital_bp, false },
            { "no contact", "ohne Kontakt", KOGGE_TIER_PROFILE_UNTOUCHED_BP, &row->untouched_bp, false },
            { "fallen silent", "verstummt", KOGGE_TIER_PROFILE_SILENT_BP, &row->silent_bp, false },
        };
        if (i == 0)
            print_heads(page, columns, sizeof columns / sizeof *columns);
        if (is_empty(analysis, row))
            continue;
        print_tier(page, analysis, row);
        print_columns(page, row->known, columns, sizeof columns / sizeof *columns);
    }
    page_text(page,
              "Our contacts are calls and visits. Digital: orders by shop, portal or EDI. No contact, fallen silent: "
              "of the customers. All customers include those too new and inactive.",
              "Kontakte sind Anrufe und Besuche. Digital: Aufträge über Webshop, Portal oder EDI. Ohne Kontakt, "
              "verstummt: der Kunden. Bei allen zählen neue und ruhende Kunden mit.");
}

void report_profile(const struct page *page, const struct analysis *analysis)
{
    page_heading(page, "WHAT THE CLASSES BRING AND COST", "WAS DIE KLASSEN BRINGEN UND KOSTEN");
    print_money(page, analysis);
    if (analysis->model->has_orders)
        print_behaviour(page, analysis);
}

/* ---- matrices -------------------------------------------------------------------------------------------------- */

static int64_t cell_of(const kogge_migration_cell *cells, size_t count, int32_t from, int32_t to)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].from_tier == from && cells[i].to_tier == to)
            return cells[i].customers;
    return 0;
}

static const char *tier_or(const struct page *page, int32_t tier, const char *none)
{
    return tier ? kogge_code_text(page->catalogue, "tier", tier) : none;
}

/* From the rows to the columns; tier 0 stands last, under a name of its own. */
static void print_matrix(const struct page *page, const kogge_migration_cell *cells, size_t count, int32_t tiers,
                         const char *head, const char *from_none, const char *to_none)
{
    printf("  ");
    page_left(head, TIER);
    for (int32_t to = 1; to <= tiers + (to_none != NULL); to++)
        page_right(tier_or(page, to % (tiers + 1), to_none), COUNT);
    printf("\n");
    for (int32_t from = 1; from <= tiers + (from_none != NULL); from++) {
        printf("  ");
        page_left(tier_or(page, from % (tiers + 1), from_none), TIER);
        for (int32_t to = 1; to <= tiers + (to_none != NULL); to++) {
            int64_t customers = cell_of(cells, count, from % (tiers + 1), to % (tiers + 1));
            if (from <= tiers || to <= tiers)
                page_right(page_count(page, (size_t)customers).s, COUNT);
        }
        printf("\n");
    }
}

static void print_rate(const struct page *page, const kogge_rate *rate, const char *english, const char *german)
{
    char text[256];
    if (!rate->of) {
        snprintf(text, sizeof text, "%s: %s", page_say(page, english, german),
                 page_say(page, "there was nobody who could", "niemand, der es könnte"));
        page_wrap(text);
        return;
    }
    snprintf(text, sizeof text,
             page_say(page, "%s: %s of %s, that is %s (95 %% interval %s to %s).",
                      "%s: %s von %s, das sind %s (95-%%-Intervall %s bis %s)."),
             page_say(page, english, german), page_count(page, (size_t)rate->hits).s,
             page_count(page, (size_t)rate->of).s, page_bp(page, rate->rate_bp).s, page_bp(page, rate->low_bp).s,
             page_bp(page, rate->high_bp).s);
    page_wrap(text);
}

void report_migration(const struct page *page, const struct analysis *analysis)
{
    page_heading(page, "HOW CUSTOMERS MOVED (by revenue alone, each year cut anew)",
                 "WIE KUNDEN WANDERTEN (nach Umsatz allein, jedes Jahr neu geschnitten)");
    print_matrix(page, analysis->cells, analysis->cell_count, KOGGE_TIER_C,
                 page_say(page, "year before, this year", "Vorjahr, dieses Jahr"), page_say(page, "new", "neu"),
                 page_say(page, "lost", "verloren"));
    print_rate(page, &analysis->rates[0], "From C up to B or A", "Von C auf B oder A");
    print_rate(page, &analysis->rates[1], "From A or B down to C", "Von A oder B auf C");
    page_text(page,
              "Vendors of programmes for small customers claim 12 to 18 % up and 8 to 15 % down; ledgers without any "
              "programme show such rates, too.",
              "Anbieter von Programmen für kleine Kunden nennen 12 bis 18 % Aufstieg und 8 bis 15 % Abstieg; auch "
              "Bestände ohne jedes Programm zeigen solche Raten.");
}

void report_audit(const struct page *page, const struct analysis *analysis)
{
    const kogge_audit *audit = &analysis->audit;
    char text[256];
    page_heading(page, "THE CLASSES THAT STAND IN THE LEDGER", "DIE KLASSEN, DIE IM LEDGER STEHEN");
    print_matrix(page, analysis->audit_cells, analysis->audit_cell_count, KOGGE_TIER_D,
                 page_say(page, "stored, computed", "gespeichert, berechnet"), NULL, NULL);
    snprintf(text, sizeof text,
             page_say(page, "%s of %s customers with both stand in the wrong class: %s.",
                      "%s von %s Kunden mit beidem stehen in der falschen Klasse: %s."),
             page_count(page, (size_t)audit->misclassified).s, page_count(page, (size_t)audit->compared).s,
             page_bp(page, audit->misclassified_bp).s);
    page_wrap(text);
    print_rate(page, &analysis->hidden, "Stored as C, but A or a hidden champion",
               "Als C gespeichert, aber A oder verborgener Champion");
    page_text(page, "Vendors claim 12 to 18 %.", "Anbieter nennen 12 bis 18 %.");
}
