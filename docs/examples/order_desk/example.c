/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "example.h"

#include <inttypes.h>
#include <stdio.h>

static void print_head(const struct page *page, const struct ledger *ledger, const struct ledger_order *order)
{
    printf("\n  %s %s %s %s, ", page_say(page, "Order", "Auftrag"), order->id, page_say(page, "of", "vom"),
           page_date(page, order->record.priced_at).s);
    if (order->customer == LEDGER_NOBODY)
        printf("%s", page_say(page, "a guest", "Gast"));
    else
        printf("%s %s", page_say(page, "customer", "Kunde"), order->customer_id);
    if (order->customer != LEDGER_NOBODY && ledger->customers[order->customer].name)
        printf(" (%s)", ledger->customers[order->customer].name);
    printf(": %s", page_money(page, order->record.net_minor).s);
    if (order->record.known & KOGGE_ORDER_LINE_COUNT)
        printf(", %s %s", page_count(page, (size_t)order->record.line_count).s,
               order->record.line_count == 1 ? page_say(page, "line", "Position")
                                             : page_say(page, "lines", "Positionen"));
    printf("\n");
}

static void print_result(const struct page *page, const kogge_assessment *result, const kogge_fees *fees)
{
    printf("    => %s", kogge_code_text(page->catalogue, "action", result->action));
    if (result->charged_minor)
        printf(", %s %s", page_say(page, "fees", "Gebühren"), page_money(page, result->charged_minor).s);
    for (size_t i = 0; i < fees->count; i++) {
        const kogge_fee *fee = &fees->data[i];
        printf("%s%s %" PRId32 ": %s", i ? "; " : " (", page_say(page, "rule", "Regel"), fee->rule,
               page_money(page, fee->waived_minor ? fee->waived_minor : fee->charged_minor).s);
        if (fee->outcome != KOGGE_OUTCOME_MATCHED)
            printf(" %s", kogge_code_text(page->catalogue, "outcome", fee->outcome));
    }
    printf("%s\n", fees->count ? ")" : "");
}

static void print_line(const struct page *page, const char *english, const char *german, int64_t minor)
{
    printf("    %s: %s\n", page_say(page, english, german), page_money(page, minor).s);
}

static void print_missing(const struct page *page, const kogge_assessment *result)
{
    bool step = (result->known & KOGGE_ASSESSMENT_NEXT_STEP_MISSING) && result->next_step_missing_minor;
    bool free = (result->known & KOGGE_ASSESSMENT_MISSING_TO_FREE) && result->missing_to_free_minor;
    if (step && !(free && result->next_step_missing_minor == result->missing_to_free_minor))
        printf("    %s: %s, %s %s\n", page_say(page, "missing to the next step", "bis zur nächsten Stufe fehlen"),
               page_money(page, result->next_step_missing_minor).s,
               page_say(page, "then the fee is", "die Gebühr ist dann"),
               page_money(page, result->next_step_fees_minor).s);
    if (free)
        print_line(page, "missing to be free of fees", "bis zur Gebührenfreiheit fehlen",
                   result->missing_to_free_minor);
    if ((result->known & KOGGE_ASSESSMENT_MISSING_TO_ALLOW) && result->missing_to_allow_minor)
        print_line(page, "missing to be allowed", "bis zur Zulassung fehlen", result->missing_to_allow_minor);
}

static struct short_text break_even(const struct page *page, int64_t minor)
{
    if (minor <= KOGGE_MONEY_MAX)
        return page_money(page, minor);
    struct short_text never;
    snprintf(never.s, sizeof never.s, "%s", page_say(page, "never", "nie"));
    return never;
}

static void print_economics(const struct page *page, const kogge_assessment *result)
{
    if (!(result->known & KOGGE_ASSESSMENT_HANDLING_COST))
        return;
    printf("    %s: %s", page_say(page, "handling cost", "Bearbeitungskosten"),
           page_money(page, result->handling_cost_minor).s);
    printf("; %s: %s", page_say(page, "contribution", "Deckungsbeitrag"),
           page_money(page, result->contribution_minor).s);
    printf("; %s: %s", page_say(page, "breaks even at", "kostendeckend ab"),
           break_even(page, result->break_even_minor).s);
    if (result->charged_minor)
        printf(", %s %s", page_say(page, "with the fees at", "mit den Gebühren ab"),
               break_even(page, result->break_even_with_fees_minor).s);
    printf("\n");
}

static char mark_of(const kogge_reason *reason)
{
    return tally_is_decisive(reason) ? '+' : reason->outcome == KOGGE_OUTCOME_UNKNOWN ? '?' : '-';
}

static void print_reasons(const struct page *page, const struct tally *tally, const kogge_reasons *why, bool decisive)
{
    for (size_t i = 0; i < why->count; i++) {
        char text[512];
        if (tally_is_decisive(&why->data[i]) != decisive)
            continue;
        kogge_explain(page->catalogue, tally->book, &why->data[i], text, sizeof text, NULL);
        printf("      %c %s\n", mark_of(&why->data[i]), text);
    }
}

void example_print(const struct page *page, struct tally *tally, size_t order)
{
    kogge_assessment result;
    kogge_fee list[KOGGE_FEES_MAX];
    kogge_fees fees = { .data = list, .capacity = KOGGE_FEES_MAX };
    kogge_reasons why;
    if (tally_assess(tally, order, &result, &fees, &why, NULL) != KOGGE_OK)
        return;
    print_head(page, tally->ledger, &tally->ledger->orders[order]);
    print_result(page, &result, &fees);
    print_missing(page, &result);
    print_economics(page, &result);
    print_reasons(page, tally, &why, true);
    print_reasons(page, tally, &why, false);
}
