/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "rule_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* An effect is the code of an action or, if it is none of those, a fee kind. */
bool rule_is_fee(const kogge_order_rule *rule)
{
    return !kogge_code_name("action", rule->effect);
}

static void print_amount(const struct page *page, const kogge_order_rule *rule)
{
    if (rule->amount_minor)
        printf(" %s %s", page_say(page, "of", "von"), page_money(page, rule->amount_minor).s);
    if (rule->rate_bp)
        printf(" %s %g %%", page_say(page, "of", "von"), rule->rate_bp / 100.0);
}

static void print_band(const struct page *page, const kogge_order_rule *rule)
{
    if (rule->from_minor)
        printf(" %s %s", page_say(page, "from", "ab"), page_money(page, rule->from_minor).s);
    if (rule->below_minor)
        printf(" %s %s", page_say(page, "below", "unter"), page_money(page, rule->below_minor).s);
    if (rule->base > KOGGE_BASE_NET)
        printf(" (%s)", kogge_code_text(page->catalogue, "base", rule->base));
}

/* The codes of a mask, after what introduces them. */
static void print_codes(const struct page *page, const char *before, const char *set, uint32_t mask)
{
    const char *between = before;
    for (int32_t code = 0; code < 32; code++) {
        if (!(mask & KOGGE_BIT(code)))
            continue;
        printf("%s%s", between, kogge_code_text(page->catalogue, set, code));
        between = " / ";
    }
}

/* For whom it holds: every mask of the rule, found in the field table. */
static void print_scope(const struct page *page, const kogge_order_rule *rule)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    const char *before = page_say(page, ",\n    for ", ",\n    für ");
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id)) {
        if (kogge_field_get(id, &field) != KOGGE_OK || field.record != KOGGE_RECORD_ORDER_RULE ||
            field.unit != KOGGE_UNIT_MASK || id == KOGGE_FIELD_ORDER_RULE_WAIVERS)
            continue;
        uint32_t mask;
        memcpy(&mask, (const char *)rule + field.offset, sizeof mask);
        print_codes(page, before, kogge_code_set_name(field.code_set), mask);
        before = mask ? "; " : before;
    }
}

void rule_print(const struct page *page, const kogge_order_rule *rule)
{
    printf("  %s %" PRId32 ": %s", page_say(page, "Rule", "Regel"), rule->id,
           kogge_code_text(page->catalogue, "effect", rule->effect));
    print_amount(page, rule);
    print_band(page, rule);
    if (rule->cap == KOGGE_CAP_CLIFF)
        printf(", %s", page_say(page, "never dearer than ordering up to the limit",
                                "nie teurer als Aufstocken bis zur Grenze"));
    print_scope(page, rule);
    print_codes(page, page_say(page, ",\n    waived for ", ",\n    erlassen bei "), "waiver", rule->waivers);
    printf("\n");
}
