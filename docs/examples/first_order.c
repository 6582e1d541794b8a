/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* An order of 48.00 under the terms "9.90 below 49.00, but never dearer than ordering up to it": it pays 1.00, and
 * says why. "first_order de" says it in German. */

#include <kogge.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    const kogge_order_rule rules[] = {
        { .id = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 4900, .amount_minor = 990, .cap = KOGGE_CAP_CLIFF },
    };
    kogge_policy policy;
    kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy, .rules = KOGGE_ROWS(rules) };
    kogge_order order = { .struct_size = sizeof order, .net_minor = 4800, .priced_at = kogge_day(2026, 3, 2) };
    kogge_rulebook *book;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_reason list[8];
    kogge_reasons why = { .data = list, .capacity = 8, .level = KOGGE_LEVEL_DECISIVE };
    if (kogge_rulebook_new(&spec, &book, &error) ||
        kogge_order_assess(book, NULL, &order, NULL, &result, NULL, &why, &error))
        return fprintf(stderr, "%s\n", error.text), 1;

    const int32_t language = argc > 1 && argv[1][0] == 'd' ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
    const kogge_catalogue *texts = kogge_catalogue_builtin(language);
    char text[256];
    kogge_money_text(texts, result.charged_minor, KOGGE_EUR, 2, text, sizeof text, NULL);
    printf("%s: %s\n", kogge_code_text(texts, "action", result.action), text);
    for (size_t i = 0; i < why.count; i++) {
        kogge_explain(texts, book, &list[i], text, sizeof text, NULL);
        printf("- %s\n", text);
    }
    kogge_rulebook_unref(book);
    return 0;
}
