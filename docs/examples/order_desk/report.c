/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"
#include "example.h"
#include "page.h"
#include "rule_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { LABEL = 50, COUNT = 10, SHARE = 9, MONEY = 20, REASONS_SHOWN = 12 };

static void heading(const struct page *page, const char *english, const char *german)
{
    printf("\n%s\n", page_say(page, english, german));
}

/* ---- what was read --------------------------------------------------------------------------------------------- */

static void print_file(const struct page *page, const struct ledger_file *file, const char *name)
{
    printf("  ");
    page_left(name, 14);
    if (file->missing) {
        printf(" %s\n", page_say(page, "is not there", "ist nicht vorhanden"));
        return;
    }
    page_right(page_count(page, file->rows).s, COUNT);
    printf(" %s", page_say(page, "rows, ", "Zeilen, "));
    printf("%s %s, ", page_count(page, file->rows - file->refused).s, page_say(page, "taken", "übernommen"));
    printf("%s %s\n", page_count(page, file->refused).s, page_say(page, "refused", "abgelehnt"));
    if (file->unused)
        printf("  %14s %s: %s\n", "", page_say(page, "columns not used", "nicht benutzte Spalten"), file->unused);
}

static void print_period(const struct page *page, const struct ledger *ledger)
{
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < ledger->order_count; i++) {
        int32_t day = ledger->orders[i].record.priced_at;
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    if (ledger->order_count)
        printf("  %s %s – %s, %s\n", page_say(page, "Orders of", "Aufträge vom"), page_date(page, first).s,
               page_date(page, last).s, kogge_code_name("currency", ledger->currency));
}

static void print_read(const struct page *page, const struct report *report)
{
    const struct ledger *ledger = report->ledger;
    const struct tally *tally = report->tally;
    heading(page, "WHAT WAS READ", "GELESEN");
    print_file(page, &ledger->order_file, "orders.csv");
    print_file(page, &ledger->customer_file, "customers.csv");
    print_period(page, ledger);
    if (tally->guests.orders)
        printf("  %s: %s\n",
               page_say(page, "Orders of unknown customers, assessed as guests",
                        "Aufträge unbekannter Kunden, beurteilt wie von Gästen"),
               page_count(page, tally->guests.orders).s);
    if (tally->without_tier)
        printf("  %s: %s; %s %s\n",
               page_say(page, "Customers without a tier in the ledger", "Kunden ohne Einstufung im Ledger"),
               page_count(page, tally->without_tier).s,
               page_say(page, "the default tier holds for them:", "für sie gilt die Vorgabe"),
               kogge_code_text(page->catalogue, "tier", tally->policy.default_tier));
}

/* ---- terms ----------------------------------------------------------------------------------------------------- */

static void print_terms(const struct page *page, const struct report *report)
{
    const struct tally *tally = report->tally;
    const struct terms *terms = report->terms;
    heading(page, "TERMS", "BEDINGUNGEN");
    printf("  %s: %s\n", terms->name, terms_title(terms));
    printf("  %s %s", page_say(page, "Amounts are taken one to one in", "Beträge gelten eins zu eins in"),
           kogge_code_name("currency", page->currency));
    if (report->cliff)
        printf("; %s", page_say(page, "nobody pays more than ordering up to the limit would cost",
                                "niemand zahlt mehr, als das Aufstocken bis zur Grenze kosten würde"));
    printf(".\n");
    bool has_base = true;
    for (size_t i = 0; i < tally->rule_count; i++) {
        const kogge_order_rule *rule = &tally->rules[i].rule;
        rule_print(page, rule);
        has_base = has_base && (rule->base == 0 || report->ledger->has_base[rule->base]);
    }
    if (!has_base)
        printf("  %s\n",
               page_say(page, "The ledger lacks discount, freight or tax: what it does not say counts as 0.",
                        "Dem Ledger fehlen Rabatt, Fracht oder Steuer: Was er nicht nennt, zählt 0."));
    printf(
        "  %s\n",
        page_say(page,
                 "Costs and margin are the policy's; an order of unknown channel costs as much as the dearest one.",
                 "Kosten und Marge sind die der Bedingungen; ein unbekannter Bestellweg kostet wie der teuerste."));
    printf("  %s %016" PRIx64 ", %s %" PRId32 "\n", page_say(page, "Fingerprint", "Fingerabdruck"),
           kogge_rulebook_fingerprint(tally->book), page_say(page, "semantics", "Semantik"), kogge_semantics());
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

static void print_amount(const struct page *page, const char *label, const struct amount *sum,
                         const struct amount *whole)
{
    printf("  ");
    page_left(label, LABEL);
    page_right(page_count(page, sum->orders).s, COUNT);
    page_right(whole ? page_percent(page, sum->orders, whole->orders).s : "", SHARE);
    page_right(page_money(page, sum->minor).s, MONEY);
    printf("\n");
}

static void print_actions(const struct page *page, const struct tally *tally)
{
    heading(page, "ORDERS AND VALUE BY ACTION", "AUFTRÄGE UND WERT NACH MASSNAHME");
    printf("  ");
    page_left("", LABEL);
    page_right(page_say(page, "orders", "Aufträge"), COUNT);
    page_right(page_say(page, "share", "Anteil"), SHARE);
    page_right(page_say(page, "value", "Wert"), MONEY);
    printf("\n");
    for (size_t i = 0; i < tally->action_count; i++) {
        const struct action_tally *action = &tally->actions[i];
        if (action->sum.orders)
            print_amount(page, kogge_code_text(page->catalogue, "action", action->action), &action->sum, &tally->all);
        if (action->action == KOGGE_ACTION_ALLOW && tally->not_sales.orders)
            print_amount(page,
                         page_say(page, "  of these returns, credits, nothing to pay",
                                  "  davon Retouren, Gutschriften, nichts zu zahlen"),
                         &tally->not_sales, &tally->all);
    }
    print_amount(page, page_say(page, "all", "alle"), &tally->all, NULL);
}

static void print_fee(const struct page *page, const char *label, const struct amount *charged,
                      const struct amount *waived)
{
    printf("  ");
    page_left(label, LABEL - COUNT);
    page_right(page_count(page, charged->orders).s, COUNT);
    page_right(page_money(page, charged->minor).s, MONEY);
    if (waived) {
        page_right(page_count(page, waived->orders).s, COUNT);
        page_right(page_money(page, waived->minor).s, MONEY);
    }
    printf("\n");
}

static void print_fee_heads(const struct page *page)
{
    printf("  ");
    page_left("", LABEL - COUNT);
    page_right(page_say(page, "orders", "Aufträge"), COUNT);
    page_right(page_say(page, "charged", "berechnet"), MONEY);
    page_right(page_say(page, "orders", "Aufträge"), COUNT);
    page_right(page_say(page, "waived", "erlassen"), MONEY);
    printf("\n");
}

static void print_fees(const struct page *page, const struct tally *tally)
{
    bool any = false;
    heading(page, "FEES BY RULE", "GEBÜHREN NACH REGEL");
    for (size_t i = 0; i < tally->rule_count; i++) {
        const struct rule_tally *row = &tally->rules[i];
        if (!rule_is_fee(&row->rule))
            continue;
        if (!any)
            print_fee_heads(page);
        any = true;
        char label[96];
        snprintf(label, sizeof label, "%s %" PRId32 ": %s", page_say(page, "Rule", "Regel"), row->rule.id,
                 kogge_code_text(page->catalogue, "effect", row->rule.effect));
        print_fee(page, label, &row->charged, &row->waived);
    }
    if (any)
        print_fee(page, page_say(page, "all", "alle"), &tally->charged, &tally->waived);
    if (tally->not_through.orders) /* fees are computed as if every order went through */
        print_fee(page, page_say(page, "  of these redirected or blocked", "  davon verwiesen oder gesperrt"),
                  &tally->not_through, NULL);
    if (!any)
        printf("  %s\n", page_say(page, "No rule of these terms charges a fee.",
                                  "Keine Regel dieser Bedingungen berechnet eine Gebühr."));
}

/* ---- small orders ---------------------------------------------------------------------------------------------- */

static void print_break_even(const struct page *page, const struct tally *tally)
{
    heading(page, "ORDERS BELOW THEIR BREAK-EVEN VALUE", "AUFTRÄGE UNTER IHREM DECKUNGSWERT");
    print_amount(page, page_say(page, "sales whose break-even value is known", "Verkäufe mit bekanntem Deckungswert"),
                 &tally->break_even_known, NULL);
    print_amount(page, page_say(page, "  below it", "  darunter"), &tally->below_break_even,
                 &tally->break_even_known);
    print_amount(page, page_say(page, "  below it even with their fees", "  auch mit ihren Gebühren darunter"),
                 &tally->below_with_fees, &tally->break_even_known);
}

/* What same_day.h defines. */
static void print_same_day(const struct page *page, const struct same_day *same)
{
    if (!same->groups)
        return;
    heading(page, "ORDERS OF ONE CUSTOMER AND DAY THAT WOULD REACH THE MINIMUM TOGETHER",
            "AUFTRÄGE EINES KUNDEN UND TAGES, DIE ZUSAMMEN DEN MINDESTWERT ERREICHEN");
    printf("  %s: %s; %s: %s\n", page_say(page, "customers and days", "Kunden und Tage"),
           page_count(page, same->groups).s, page_say(page, "orders", "Aufträge"), page_count(page, same->orders).s);
    printf("  %s: %s; %s: %s\n", page_say(page, "their value", "ihr Wert"), page_money(page, same->net).s,
           page_say(page, "small-order fees that one order would have saved",
                    "Gebühren, die ein Auftrag erspart hätte"),
           page_money(page, same->fees).s);
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void print_reasons(const struct page *page, const struct tally *tally)
{
    if (!tally->reason_count)
        return;
    heading(page, "MOST FREQUENT REASONS (each as it reads in its first order)",
            "HÄUFIGSTE GRÜNDE (jeder, wie er beim ersten Auftrag lautet)");
    for (size_t i = 0; i < tally->reason_count && i < REASONS_SHOWN; i++) {
        const struct reason_tally *reason = &tally->reasons[i];
        char text[512];
        kogge_explain(page->catalogue, tally->book, &reason->example, text, sizeof text, NULL);
        page_right(page_count(page, reason->orders).s, COUNT);
        page_right(page_percent(page, reason->orders, tally->all.orders).s, SHARE);
        printf("  %s\n", text);
    }
}

static void print_gaps(const struct page *page, const struct tally *tally)
{
    if (!tally->gap_count)
        return;
    heading(page, "WHAT THE LEDGER DOES NOT SAY (and a rule or guard asked for)",
            "WAS DER LEDGER NICHT SAGT (und eine Regel oder Sperre wissen wollte)");
    for (size_t i = 0; i < tally->gap_count; i++) {
        kogge_reason unknown = { .code = KOGGE_REASON_INPUT_UNKNOWN,
                                 .outcome = KOGGE_OUTCOME_UNKNOWN,
                                 .field = tally->gaps[i].field };
        char text[128];
        kogge_explain(page->catalogue, tally->book, &unknown, text, sizeof text, NULL);
        page_right(page_count(page, tally->gaps[i].orders).s, COUNT);
        page_right(page_percent(page, tally->gaps[i].orders, tally->all.orders).s, SHARE);
        printf("  %s\n", text);
    }
}

/* ---- examples and speed ---------------------------------------------------------------------------------------- */

static void print_examples(const struct page *page, const struct report *report)
{
    size_t most = report->examples < report->ledger->order_count ? report->examples : report->ledger->order_count;
    size_t *orders = calloc(most + 1, sizeof *orders);
    size_t count = orders ? tally_examples(report->tally, most, orders) : 0;
    if (count)
        heading(page, "ORDERS EXPLAINED (+ decisive, - does not hold or does not count, ? not known)",
                "AUFTRÄGE IM EINZELNEN (+ maßgeblich, - trifft nicht zu oder zählt nicht, ? nicht bekannt)");
    for (size_t i = 0; i < count; i++)
        example_print(page, report->tally, orders[i]);
    free(orders);
}

static struct short_text rate(const struct page *page, double orders)
{
    size_t rounded = (size_t)orders;
    for (size_t step = 1; step <= rounded; step *= 10) /* three digits say enough */
        if (rounded / step < 1000) {
            rounded = rounded / step * step;
            break;
        }
    return page_count(page, rounded);
}

static void print_speed(const struct page *page, const struct tally *tally)
{
    struct speed speed = tally_speed(tally);
    printf("\n%s: %s %s %s\n", page_say(page, "Speed", "Tempo"), rate(page, speed.without_reasons).s,
           page_say(page, "orders per second on one core, with all reasons",
                    "Aufträge je Sekunde auf einem Kern, mit allen Gründen"),
           rate(page, speed.with_reasons).s);
}

void report_print(const struct report *report)
{
    struct page page = page_of(report->language, report->tally->policy.currency);
    printf("%s: %s\n", page_say(&page, "Order desk", "Auftragsprüfung"), report->folder);
    print_read(&page, report);
    print_terms(&page, report);
    print_actions(&page, report->tally);
    print_fees(&page, report->tally);
    print_break_even(&page, report->tally);
    print_same_day(&page, &report->tally->same_day);
    print_reasons(&page, report->tally);
    print_gaps(&page, report->tally);
    print_examples(&page, report);
    if (report->speed)
        print_speed(&page, report->tally);
}
