/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PLOT_COLUMNS = 60, PLOT_ROWS = 10 };

/* ---- Pareto ---------------------------------------------------------------------------------------------------- */

/* For each column the tenths of the revenue that the largest customers make up to there; points in between are joined
 * by a line, which the curve is never below. */
static void plot_curve(const struct period *period, int64_t height[PLOT_COLUMNS + 1])
{
    int64_t customers = period->concentration.positive, total = period->concentration.total_minor;
    size_t next = 0;
    for (int64_t column = 0; column <= PLOT_COLUMNS; column++) {
        int64_t wanted = customers * column; /* in customers * PLOT_COLUMNS */
        while (next + 1 < period->pareto_count && period->pareto[next].customers * PLOT_COLUMNS < wanted)
            next++;
        const kogge_pareto_point *to = &period->pareto[next];
        kogge_pareto_point from = next ? period->pareto[next - 1] : (kogge_pareto_point){ 0 };
        int64_t rise = 0;
        kogge_mul_div(to->total_minor - from.total_minor, wanted - from.customers * PLOT_COLUMNS,
                      (to->customers - from.customers) * PLOT_COLUMNS, KOGGE_ROUNDING_HALF_AWAY, &rise);
        kogge_mul_div(from.total_minor + rise, 2 * PLOT_ROWS, total, KOGGE_ROUNDING_HALF_AWAY, &height[column]);
    }
}

/* The area below the curve; its edge in half lines: * is the upper half, . the lower one. */
static void print_plot(const struct page *page, const int64_t height[PLOT_COLUMNS + 1])
{
    for (int64_t row = PLOT_ROWS; row >= 0; row--) {
        char label[16] = "";
        if (row % 2 == 0)
            snprintf(label, sizeof label, "%" PRId64 " %%", row * 100 / PLOT_ROWS);
        page_right(label, 8);
        fputs(row % 2 == 0 ? " +" : " |", stdout);
        char line[PLOT_COLUMNS + 2] = "";
        size_t end = 0;
        for (size_t column = 0; column <= PLOT_COLUMNS; column++) {
            int64_t top = (height[column] + 1) / 2;
            line[column] = row > top ? ' ' : row < top ? ':' : height[column] % 2 ? '.' : '*';
            end = row <= top ? column + 1 : end;
        }
        line[end] = 0;
        printf("%s\n", line);
    }
    fputs("          ", stdout);
    for (int column = 0; column <= PLOT_COLUMNS; column++)
        putchar(column % (PLOT_COLUMNS / 5) ? '-' : '+');
    printf("\n          0 %%        20 %%        40 %%        60 %%        80 %%      100 %%  %s\n",
           page_say(page, "of the customers who bought", "der Kunden, die gekauft haben"));
}

/* Percentages from the figures themselves: bp would be rounded twice. */
static void print_share(const struct page *page, const struct period *period, const kogge_class_share *share)
{
    printf("  ");
    page_left(kogge_code_text(page->catalogue, "tier", share->tier), 4);
    page_right(page_count(page, (size_t)share->customers).s, COUNT);
    page_right(page_share(page, share->customers, period->concentration.count).s, SHARE);
    page_right(page_money(page, share->total_minor).s, MONEY);
    page_right(page_share(page, share->total_minor, period->concentration.total_minor).s, SHARE);
    printf("\n");
}

void report_pareto(const struct page *page, const struct period *period)
{
    int64_t height[PLOT_COLUMNS + 1];
    page_heading(page, "WHO MAKES THE REVENUE (the largest customers first)",
                 "WER DEN UMSATZ BRINGT (die größten Kunden zuerst)");
    if (!period->has_cuts) {
        page_text(page, "Nobody.", "Niemand.");
        return;
    }
    plot_curve(period, height);
    print_plot(page, height);
    printf("\n  %s\n", page_say(page, "By revenue alone, customers and revenue (returns above purchases count as 0):",
                                "Nach Umsatz allein, Kunden und Umsatz (mehr Retouren als Käufe zählen 0):"));
    for (size_t i = 0; i < 3; i++)
        print_share(page, period, &period->shares[i]);
}

/* ---- concentration --------------------------------------------------------------------------------------------- */

static void print_value(const struct page *page, const char *english, const char *german, const char *value)
{
    printf("  ");
    page_left(page_say(page, english, german), LABEL);
    page_right(value, MONEY);
}

static void print_largest(const struct page *page, const struct analysis *analysis)
{
    const struct period *now = &analysis->now;
    const kogge_concentration *all = &now->concentration;
    const struct model_customer *who = &analysis->model->customers[all->largest_id - 1];
    print_value(page, "the largest customer", "der größte Kunde", page_money(page, all->largest_minor).s);
    page_right(page_bp(page, all->largest_bp).s, SHARE);
    printf("   %s%s%s\n", who->id, who->name ? ", " : "", who->name ? who->name : "");
    print_value(page, "the 5 largest", "die 5 größten", "");
    page_right(page_bp(page, now->top_bp[4]).s, SHARE);
    printf("\n");
    print_value(page, "the 10 largest", "die 10 größten", "");
    page_right(page_bp(page, now->top_bp[9]).s, SHARE);
    printf("\n");
}

static void print_index(const struct page *page, const kogge_concentration *all)
{
    char text[256];
    snprintf(
        text, sizeof text,
        page_say(page,
                 "The revenue is spread as if %s customers of the same size made it (Herfindahl index %s; 1 = one "
                 "customer makes all).",
                 "Der Umsatz verteilt sich, als brächten ihn %s gleich große Kunden (Herfindahl-Index %s; 1 = einer "
                 "bringt alles)."),
        page_decimal(page, all->effective_customers_hundredths, 2).s, page_decimal(page, all->hhi_ppm, 6).s);
    page_wrap(text);
}

static void print_loss(const struct page *page, const kogge_concentration *all)
{
    char text[512];
    snprintf(text, sizeof text,
             page_say(page, "Without the largest customer %s remain.", "Ohne den größten Kunden bleiben %s."),
             page_money(page, all->remaining_minor).s);
    if (all->known & KOGGE_CONCENTRATION_ABSORPTION_BP) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used,
                 page_say(page, " If the C customers bought %s more, they would make up %s of the loss.",
                          " Kauften die C-Kunden %s mehr, glichen sie %s des Verlusts aus."),
                 page_bp(page, UPLIFT_BP).s, page_bp(page, all->absorption_bp).s);
    }
    page_wrap(text);
    snprintf(
        text, sizeof text,
        page_say(page,
                 "If each customer were lost with a chance of %s a year (vendors claim 5 to 15 %%), that would be "
                 "%s on average, give or take %s if the losses were independent, which in a recession they are not.",
                 "Ginge jeder Kunde mit einer Wahrscheinlichkeit von %s im Jahr verloren (Anbieter nennen 5 bis "
                 "15 %%), wären das im Mittel %s, plus oder minus %s, wenn die Verluste unabhängig wären, was sie in "
                 "einer Krise nicht sind."),
        page_bp(page, LOSS_BP).s, page_money(page, all->expected_loss_minor).s,
        page_money(page, all->loss_deviation_if_independent_minor).s);
    page_wrap(text);
}

void report_concentration(const struct page *page, const struct analysis *analysis)
{
    const kogge_concentration *all = &analysis->now.concentration;
    if (!analysis->now.has_cuts)
        return;
    page_heading(page, "HOW MUCH HANGS ON HOW FEW", "WIE VIEL AN WIE WENIGEN HÄNGT");
    print_largest(page, analysis);
    print_index(page, all);
    print_loss(page, all);
}
