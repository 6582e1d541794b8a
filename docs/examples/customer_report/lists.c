/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- rows ------------------------------------------------------------------------------------------------------ */

typedef void print_cells(const struct page *page, const struct period *period, size_t customer);

/* A list with columns of its own. Returns how many customers it has. */
static size_t print_list(const struct report *report, const struct page *page, analysis_wanted *wanted,
                         analysis_value *value, print_cells *cells, const char *third, const char *fourth,
                         const char *text)
{
    const struct period *now = &report->analysis->now;
    size_t count;
    struct ranked *list = analysis_rank(now, wanted, value, &count);
    size_t shown = count < report->most ? count : report->most;
    if (shown)
        listing_heads(page, third, fourth, text);
    else if (!count)
        page_text(page, "Nobody.", "Niemand.");
    for (size_t i = 0; i < shown; i++) {
        listing_who(page, now, list[i].customer);
        cells(page, now, list[i].customer);
        printf("\n");
    }
    listing_more(page, count, shown);
    free(list);
    return count;
}

static int64_t by_revenue(const struct period *period, size_t customer)
{
    return period->figures[customer].revenue;
}

static bool has_flag(const struct period *period, size_t customer, int32_t flag)
{
    return analysis_has_flag(&period->classes[customer], flag);
}

/* "A", or why there is no tier. */
static const char *class_text(const struct page *page, const kogge_classification *class)
{
    if (class->tier)
        return kogge_code_text(page->catalogue, "tier", class->tier);
    return analysis_class(class) == CLASS_TOO_NEW ? page_say(page, "too new", "zu neu")
                                                  : page_say(page, "inactive", "ruhend");
}

/* ---- hidden champions ------------------------------------------------------------------------------------------ */

static bool is_hidden(const struct period *period, size_t customer)
{
    return has_flag(period, customer, KOGGE_FLAG_HIDDEN_CHAMPION);
}

static int64_t by_gap(const struct period *period, size_t customer)
{
    return period->classes[customer].gap_minor;
}

static void print_demand(const struct page *page, const struct period *period, size_t customer)
{
    page_right(page_money(page, period->customers[customer].demand_minor).s, MONEY - 4);
    page_right(page_bp(page, period->classes[customer].sow_bp).s, MONEY - 4);
    printf("  %s", class_text(page, &period->classes[customer]));
}

static size_t count_demands(const struct period *period)
{
    size_t count = 0;
    for (size_t i = 0; i < period->model->customer_count; i++)
        count += (period->customers[i].known & KOGGE_CUSTOMER_DEMAND) != 0;
    return count;
}

void report_hidden_champions(const struct report *report, const struct page *page)
{
    char text[256];
    size_t known = count_demands(&report->analysis->now);
    page_heading(page, "HIDDEN CHAMPIONS (small here, large elsewhere; by what they buy elsewhere)",
                 "VERBORGENE CHAMPIONS (hier klein, anderswo groß; nach dem, was sie anderswo kaufen)");
    print_list(report, page, is_hidden, by_gap, print_demand, page_say(page, "demand", "Bedarf"),
               page_say(page, "bought here", "davon hier"), page_say(page, "class", "Klasse"));
    snprintf(text, sizeof text,
             page_say(page, "The demand of %s of %s customers is known; nobody else can be found here.",
                      "Von %s der %s Kunden ist der Bedarf bekannt; andere kann diese Liste nicht nennen."),
             page_count(page, known).s, page_count(page, report->analysis->model->customer_count).s);
    page_wrap(text);
}

/* ---- prospects ------------------------------------------------------------------------------------------------- */

static bool is_prospect(const struct period *period, size_t customer)
{
    return has_flag(period, customer, KOGGE_FLAG_PROSPECT);
}

static void print_growth(const struct page *page, const struct period *period, size_t customer)
{
    const kogge_evidence *evidence = &period->evidences[customer];
    page_right(evidence->known & KOGGE_EVIDENCE_GROWTH_BP ? page_bp(page, evidence->growth_bp).s : "?", MONEY - 4);
    page_right(class_text(page, &period->classes[customer]), MONEY - 4);
    printf("  %s", kogge_code_text(page->catalogue, "test", evidence->test));
}

static void print_chance(const struct report *report, const struct page *page)
{
    const kogge_evidence_summary *all = &report->analysis->evidence;
    bool season = report->analysis->now.season[0];
    char text[512];
    snprintf(
        text, sizeof text,
        page_say(page,
                 "Of %s customers whose quarters could be tested, large and small, %s rise and %s fall. By chance "
                 "alone, if nobody grew or shrank, %s%s would seem to rise, and as many to fall.",
                 "Von %s Kunden mit prüfbaren Quartalen, großen wie kleinen, steigen %s und fallen %s. Schon der "
                 "Zufall ließe, wenn niemand wüchse oder schrumpfte, %s%s scheinbar steigen und ebenso viele "
                 "fallen."),
        page_count(page, (size_t)all->tested).s, page_count(page, (size_t)all->rising).s,
        page_count(page, (size_t)all->falling).s, season ? "" : page_say(page, "at least ", "mindestens "),
        page_decimal(page, all->expected_by_chance_hundredths, 2).s);
    page_wrap(text);
    if (season)
        page_text(page, "The season, as all customers together show it, is taken out.",
                  "Die Saison, wie alle Kunden zusammen sie zeigen, ist herausgerechnet.");
    else
        page_text(page, "The season is not taken out: that takes a ledger of two years.",
                  "Die Saison ist nicht herausgerechnet: Dazu braucht es einen Ledger über zwei Jahre.");
}

void report_prospects(const struct report *report, const struct page *page)
{
    page_heading(page, "PROSPECTS (small, and measurably growing)", "AUSSICHTEN (klein und messbar wachsend)");
    if (!report->analysis->model->has_orders) {
        page_text(page, "Growth takes orders.", "Wachstum zeigt sich an Aufträgen.");
        return;
    }
    print_list(report, page, is_prospect, by_revenue, print_growth, page_say(page, "growth a year", "Wachstum/Jahr"),
               page_say(page, "class", "Klasse"), page_say(page, "test", "Test"));
    print_chance(report, page);
}

/* ---- at risk --------------------------------------------------------------------------------------------------- */

/* Somebody who has bought this year; who has not is inactive, not at risk. */
static bool is_at_risk(const struct period *period, size_t customer)
{
    return has_flag(period, customer, KOGGE_FLAG_CHURN_RISK) && period->figures[customer].orders;
}

static void print_silence(const struct page *page, const struct period *period, size_t customer)
{
    const kogge_regularity *rhythm = &period->regularities[customer];
    char text[128];
    snprintf(text, sizeof text, "%s %s", page_count(page, (size_t)rhythm->silent_days).s,
             page_say(page, "days", "Tagen"));
    page_right(text, MONEY - 4);
    snprintf(text, sizeof text, "%s %s", page_decimal(page, (int64_t)rhythm->median_gap_half_days * 5, 1).s,
             page_say(page, "days", "Tage"));
    page_right(text, MONEY - 4);
    printf("  %s", kogge_code_text(page->catalogue, "overdue", rhythm->overdue));
}

static void print_calibration(const struct page *page, const struct analysis *analysis)
{
    printf("\n  %s\n", page_say(page, "What customers of the year before did in this one:",
                                "Was Kunden des Vorjahrs in diesem Jahr taten:"));
    printf("  ");
    page_left(page_say(page, "at the end of that year", "am Ende jenes Jahres"), LABEL - COUNT);
    page_right(page_say(page, "customers", "Kunden"), COUNT);
    page_right(page_say(page, "ordered", "bestellten"), MONEY - 4);
    page_right(page_say(page, "bought more", "kauften mehr"), MONEY - 4);
    page_right(page_say(page, "stayed away", "blieben weg"), MONEY - 4);
    printf("\n");
    for (size_t i = 0; i < CALIBRATION_ROWS; i++) {
        const kogge_calibration *row = &analysis->calibration[i];
        if (!row->customers)
            continue;
        printf("  ");
        page_left(kogge_code_text(page->catalogue, kogge_code_set_name(row->set), row->label), LABEL - COUNT);
        page_right(page_count(page, (size_t)row->customers).s, COUNT);
        page_right(page_share(page, row->ordered, row->customers).s, MONEY - 4);
        page_right(page_share(page, row->grew, row->customers).s, MONEY - 4);
        page_right(page_share(page, row->silent, row->customers).s, MONEY - 4);
        printf("\n");
    }
}

void report_at_risk(const struct report *report, const struct page *page)
{
    page_heading(page, "AT RISK (silent for much longer than they used to be; by revenue)",
                 "GEFÄHRDET (weit länger still als gewohnt; nach Umsatz)");
    if (!report->analysis->model->has_orders) {
        page_text(page, "The rhythm of orders takes orders.", "Einen Bestellrhythmus zeigen nur Aufträge.");
        return;
    }
    print_list(report, page, is_at_risk, by_revenue, print_silence, page_say(page, "silent for", "still seit"),
               page_say(page, "usual gap", "sonst alle"), page_say(page, "rhythm", "Rhythmus"));
    if (report->analysis->model->two_periods)
        print_calibration(page, report->analysis);
    else
        page_text(page, "What became of such customers only a second year can tell.",
                  "Was aus solchen Kunden wurde, kann erst ein zweites Jahr sagen.");
}

/* ---- smart and hope accounts ----------------------------------------------------------------------------------- */

static bool is_smart(const struct period *period, size_t customer)
{
    return has_flag(period, customer, KOGGE_FLAG_SMART_ACCOUNT);
}

static bool is_hope(const struct period *period, size_t customer)
{
    return has_flag(period, customer, KOGGE_FLAG_HOPE_ACCOUNT);
}

static int64_t by_contribution(const struct period *period, size_t customer)
{
    return period->customers[customer].contribution4_minor;
}

static int64_t by_cost(const struct period *period, size_t customer)
{
    return period->customers[customer].cost_to_serve_minor;
}

static void print_left(const struct page *page, const struct period *period, size_t customer)
{
    const kogge_evidence *evidence = &period->evidences[customer];
    page_right(page_money(page, period->customers[customer].contribution4_minor).s, MONEY - 4);
    page_right(evidence->known & KOGGE_EVIDENCE_GROWTH_BP ? page_bp(page, evidence->growth_bp).s : "?", MONEY - 4);
    if (has_flag(period, customer, KOGGE_FLAG_LARGE_FIRM_SMALL_BUYER))
        printf("  %s", page_say(page, "a large firm", "eine große Firma"));
}

static void print_hope(const struct page *page, const struct period *period, size_t customer)
{
    const kogge_customer *record = &period->customers[customer];
    page_right(page_money(page, record->announced_minor).s, MONEY - 4);
    page_right(page_money(page, record->realised_minor).s, MONEY - 4);
    printf("  %s", page_money(page, record->cost_to_serve_minor).s);
}

void report_smart_accounts(const struct report *report, const struct page *page)
{
    page_heading(page, "SMART ACCOUNTS (small, growing, and something is left; by what is left)",
                 "SMART ACCOUNTS (klein, wachsend, und es bleibt etwas; nach dem, was bleibt)");
    print_list(report, page, is_smart, by_contribution, print_left, page_say(page, "what is left", "was bleibt"),
               page_say(page, "growth a year", "Wachstum/Jahr"), "");
}

void report_hope_accounts(const struct report *report, const struct page *page)
{
    page_heading(page, "HOPE ACCOUNTS (announced much, ordered little, cost a lot; by the cost to serve)",
                 "HOFFNUNGSTRÄGER (viel angekündigt, wenig bestellt, teuer betreut; nach den Betreuungskosten)");
    print_list(report, page, is_hope, by_cost, print_hope, page_say(page, "announced", "angekündigt"),
               page_say(page, "of it ordered", "davon bestellt"),
               page_say(page, "cost to serve", "Betreuungskosten"));
}

/* ---- selection ------------------------------------------------------------------------------------------------- */

void report_selection(const struct report *report, const struct page *page)
{
    const struct analysis *analysis = report->analysis;
    const kogge_selection *selection = &analysis->selection;
    size_t chosen = (size_t)selection->chosen;
    char text[512];
    page_heading(page, "WHOM TO DEVELOP", "WEN ENTWICKELN");
    snprintf(
        text, sizeof text,
        page_say(
            page,
            "%s customers can be developed, there is time for %s: the %s with the highest development value. That "
            "is what they buy elsewhere, times the chance that they grow, times the margin. Developing them costs "
            "%s a year.",
            "%s Kunden sind entwickelbar, Zeit ist für %s: die %s mit dem höchsten Entwicklungswert. Das ist, was "
            "sie anderswo kaufen, mal Wachstumschance, mal Marge. Sie zu entwickeln kostet %s im Jahr."),
        page_count(page, (size_t)selection->developable).s, page_count(page, report->develop).s,
        page_count(page, chosen).s, page_money(page, selection->spent_minor).s);
    page_wrap(text);
    listing_selection(page, analysis, report->most);
}
