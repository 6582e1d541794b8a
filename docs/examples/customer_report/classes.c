/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"

#include <stdio.h>

static void print_row(const struct page *page, const char *label, const struct class_sum *sum,
                      const struct class_sum *all)
{
    printf("  ");
    page_left(label, LABEL);
    page_right(page_count(page, sum->customers).s, COUNT);
    page_right(all ? page_percent(page, sum->customers, all->customers).s : "", SHARE);
    page_right(page_money(page, sum->revenue).s, MONEY);
    if (all)
        page_right(page_share(page, sum->revenue, all->revenue).s, SHARE);
    printf("\n");
}

/* Customers who are B for what they may become. */
static struct class_sum sum_of_reason(const struct analysis *analysis, int32_t reason)
{
    struct class_sum sum = { 0 };
    for (size_t i = 0; i < analysis->model->customer_count; i++)
        if (analysis->now.classes[i].tier == KOGGE_TIER_B && analysis->now.classes[i].tier_reason == reason) {
            sum.customers++;
            sum.revenue += analysis->now.figures[i].revenue;
        }
    return sum;
}

static void print_promising(const struct page *page, const struct analysis *analysis)
{
    struct class_sum hidden = sum_of_reason(analysis, KOGGE_REASON_HIDDEN_CHAMPION);
    struct class_sum rising = sum_of_reason(analysis, KOGGE_REASON_PROSPECT);
    if (hidden.customers)
        print_row(page, page_say(page, "     of these hidden champions", "     davon verborgene Champions"), &hidden,
                  &analysis->all);
    if (rising.customers)
        print_row(page, page_say(page, "     of these prospects of growth", "     davon mit Wachstumsaussicht"),
                  &rising, &analysis->all);
}

static void print_heads(const struct page *page)
{
    printf("  ");
    page_left("", LABEL);
    page_right(page_say(page, "customers", "Kunden"), COUNT);
    page_right(page_say(page, "share", "Anteil"), SHARE);
    page_right(page_say(page, "revenue", "Umsatz"), MONEY);
    page_right(page_say(page, "share", "Anteil"), SHARE);
    printf("\n");
}

static void print_cuts(const struct page *page, const struct analysis *analysis)
{
    const struct period *now = &analysis->now;
    int64_t own_a = now->policy.cut_a_minor, own_b = now->policy.cut_b_minor;
    int64_t a = own_a ? own_a : now->cuts.cut_a_minor, b = own_a ? own_b : now->cuts.cut_b_minor;
    char text[256];
    if (!own_a && !now->has_cuts) {
        page_text(page, "Nobody has bought anything, so there is no A and no B.",
                  "Niemand hat etwas gekauft, also gibt es weder A noch B.");
        return;
    }
    snprintf(text, sizeof text,
             page_say(page, "A begins at a revenue of %s a year, B at %s%s.",
                      "A beginnt bei %s Umsatz im Jahr, B bei %s%s."),
             page_money(page, a).s, page_money(page, b).s,
             own_a ? page_say(page, ", as the rules say", ", wie es die Regeln bestimmen") : "");
    page_wrap(text);
    if (own_a)
        return;
    snprintf(text, sizeof text,
             page_say(page, "The largest customers are A until they make %s of the revenue, then B until it is %s.",
                      "Die größten Kunden sind A, bis sie %s des Umsatzes bringen, danach B, bis es %s sind."),
             page_bp(page, now->policy.cut_a_bp).s, page_bp(page, now->policy.cut_b_bp).s);
    page_wrap(text);
}

/* D takes two classifications in a row. */
static void print_losses(const struct page *page, const struct analysis *analysis)
{
    size_t count = 0;
    for (size_t i = 0; i < analysis->model->customer_count; i++) {
        const kogge_customer *customer = &analysis->now.customers[i];
        count += (customer->known & KOGGE_CUSTOMER_CONTRIBUTION4) && customer->contribution4_minor < 0;
    }
    char text[256];
    snprintf(
        text, sizeof text,
        page_say(
            page, "%s customers cost more than they brought this year; who does so two years in a row is D.",
            "%s Kunden haben dieses Jahr mehr gekostet als gebracht; wer das zwei Jahre nacheinander tut, ist D."),
        page_count(page, count).s);
    if (count)
        page_wrap(text);
}

void report_classes(const struct page *page, const struct analysis *analysis)
{
    const char *const labels[CLASS_ROWS] = {
        page_say(page, "A  large", "A  groß"),
        page_say(page, "B  medium, or small with a future", "B  mittel, oder klein mit Zukunft"),
        page_say(page, "C  small", "C  klein"),
        page_say(page, "D  small, and costs more than it brings", "D  klein, und kostet mehr, als er bringt"),
        page_say(page, "-  too new to tell", "-  zu neu für ein Urteil"),
        page_say(page, "-  inactive: no order in twelve months", "-  ruhend: kein Auftrag in zwölf Monaten"),
    };
    page_heading(page, "WHO IS WHO", "WER IST WER");
    print_heads(page);
    for (size_t row = 0; row < CLASS_ROWS; row++) {
        print_row(page, labels[row], &analysis->classes[row], &analysis->all);
        if (row == CLASS_B)
            print_promising(page, analysis);
    }
    print_row(page, page_say(page, "all", "alle"), &analysis->all, NULL);
    print_cuts(page, analysis);
    print_losses(page, analysis);
}
