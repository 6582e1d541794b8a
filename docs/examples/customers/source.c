/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "source.h"
#include "listing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- what was read --------------------------------------------------------------------------------------------- */

static void print_file(const struct page *page, const struct ledger_file *file, const char *name)
{
    printf("  ");
    page_left(name, ID);
    if (file->missing) {
        printf(" %s\n", page_say(page, "is not there", "ist nicht vorhanden"));
        return;
    }
    page_right(page_count(page, file->rows).s, COUNT);
    printf(" %s %s %s, %s %s\n", page_say(page, "rows,", "Zeilen,"), page_count(page, file->rows - file->refused).s,
           page_say(page, "taken", "übernommen"), page_count(page, file->refused).s,
           page_say(page, "refused", "abgelehnt"));
}

static void print_span(const struct page *page, const struct span *span, const char *english, const char *german)
{
    printf("  ");
    page_left(page_say(page, english, german), ID);
    printf(" %s – %s\n", page_date(page, span->today - YEAR_DAYS + 1).s, page_date(page, span->today).s);
}

static void print_left_out(const struct page *page, size_t orders, int64_t minor, const char *english,
                           const char *german)
{
    if (orders)
        printf("  %s: %s (%s)\n", page_say(page, english, german), page_count(page, orders).s,
               page_money(page, minor).s);
}

static void print_read(const struct page *page, const struct analysis *analysis)
{
    const struct model *model = analysis->model;
    page_heading(page, "WHAT WAS READ", "GELESEN");
    for (size_t k = 0; k < model->ledger_count; k++) {
        print_file(page, &model->ledgers[k].order_file, "orders.csv");
        print_file(page, &model->ledgers[k].customer_file, "customers.csv");
    }
    print_span(page, &analysis->now.span, "This year", "Dieses Jahr");
    if (model->two_periods)
        print_span(page, &analysis->before.span, "Year before", "Vorjahr");
    print_left_out(page, model->guests, model->guests_minor, "Orders without a customer, left out",
                   "Aufträge ohne Kunden, nicht mitgezählt");
    print_left_out(page, model->later, model->later_minor, "Orders after the last day, left out",
                   "Aufträge nach dem letzten Tag, nicht mitgezählt");
    if (!model->has_orders)
        page_text(
            page, "The ledger has customers and their revenue, but no orders: what needs orders is left out here.",
            "Der Ledger nennt Kunden und ihren Umsatz, aber keine Aufträge: Was Aufträge braucht, entfällt hier.");
}

/* ---- how it is counted ----------------------------------------------------------------------------------------- */

/* The kinds of cost that the ledger knows of nobody. */
static void print_gaps(const struct page *page, const struct model_gaps *gaps)
{
    const struct {
        bool missing;
        const char *english, *german;
    } kinds[] = {
        { gaps->marketing, "marketing", "Werbung" },
        { gaps->calls, "calls", "Anrufe" },
        { gaps->visits, "visits", "Besuche" },
        { gaps->complaints, "complaints", "Reklamationen" },
    };
    char text[256];
    int used = snprintf(text, sizeof text, "%s",
                        page_say(page, "Not in the ledger, so not in the cost to serve: ",
                                 "Nicht im Ledger, also nicht in den Betreuungskosten: "));
    const char *comma = "";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].missing) {
            used += snprintf(text + used, sizeof text - (size_t)used, "%s%s", comma,
                             page_say(page, kinds[i].english, kinds[i].german));
            comma = ", ";
        }
    strcat(text, ".");
    if (*comma)
        page_wrap(text);
}

static size_t without_margin(const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->customer_count; i++) {
        const struct ledger_customer *row = model->customers[i].row;
        count += !row || (!(row->record.known & KOGGE_CUSTOMER_MARGIN_BP) &&
                          !(row->effort.known & KOGGE_ECONOMICS_GOODS_COST));
    }
    return count;
}

static void print_margin(const struct page *page, const struct analysis *analysis)
{
    size_t count = without_margin(analysis->model);
    char text[256];
    snprintf(text, sizeof text,
             page_say(page, "The margin of %s customers is not known: %s is taken, as the rules say.",
                      "Von %s Kunden ist die Marge nicht bekannt: Angesetzt werden %s, wie es die Regeln vorsehen."),
             page_count(page, count).s, page_bp(page, analysis->now.policy.margin_bp).s);
    if (count)
        page_wrap(text);
}

static void print_rules(const struct page *page, const struct analysis *analysis, const struct terms *terms)
{
    page_heading(page, "HOW IT IS COUNTED", "SO WIRD GERECHNET");
    printf("  %s: %s, %s %016" PRIx64 "\n", page_say(page, "Rules", "Regeln"), terms_title(terms),
           page_say(page, "fingerprint", "Fingerabdruck"), kogge_rulebook_fingerprint(analysis->book));
    if (!analysis->model->has_orders) {
        page_text(page, "Revenue is what customers.csv says.", "Umsatz ist, was customers.csv nennt.");
        print_margin(page, analysis);
        return;
    }
    page_text(page,
              "Revenue is the net value of the orders, returns taken off. Cost to serve is what orders, order lines, "
              "visits, calls, complaints, returns and special services cost, at the rates of the rules.",
              "Umsatz ist der Nettowert der Aufträge abzüglich der Retouren. Betreuungskosten sind die Kosten von "
              "Aufträgen, Positionen, Besuchen, Anrufen, Reklamationen, Retouren und Sonderleistungen zu den Sätzen "
              "der Regeln.");
    print_gaps(page, &analysis->model->gaps);
    print_margin(page, analysis);
    page_text(page,
              "An order of unknown channel costs as much as the dearest; one without a number of lines has the "
              "customer's average.",
              "Ein Auftrag auf unbekanntem Weg kostet so viel wie der teuerste; einer ohne Zahl der Positionen hat "
              "so viele wie die anderen des Kunden im Schnitt.");
}

void source_print(const struct page *page, const struct analysis *analysis, const struct terms *terms)
{
    print_read(page, analysis);
    print_rules(page, analysis, terms);
}
