/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A customer who buys for 5 000.00 and could buy for 80 000.00: tier B as a hidden champion, and why. "classify de"
 * says it in German. */

#include <kogge.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    kogge_policy policy;
    kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    kogge_customer customer = { .struct_size = sizeof customer,
                                .known = KOGGE_CUSTOMER_DEMAND | KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP,
                                .revenue_12m_minor = 500000,
                                .demand_minor = 8000000,
                                .demand_confidence_bp = 8000,
                                .demand_source = KOGGE_DEMAND_SOURCE_STATED };
    kogge_classification_basis basis = {
        .struct_size = sizeof basis, .cut_a_minor = 6000000, .cut_b_minor = 2000000, .today_at = kogge_day(2026, 3, 2)
    };
    kogge_rulebook *book;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_classification result = KOGGE_INIT(kogge_classification);
    kogge_reason list[40];
    kogge_reasons why = { .data = list, .capacity = 40, .level = KOGGE_LEVEL_DECISIVE };
    if (kogge_rulebook_new(&spec, &book, &error) || kogge_classify(book, &customer, &basis, &result, &why, &error))
        return fprintf(stderr, "%s\n", error.text), 1;

    const int32_t language = argc > 1 && argv[1][0] == 'd' ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
    const kogge_catalogue *texts = kogge_catalogue_builtin(language);
    char text[256];
    printf("%s, %s\n", kogge_code_text(texts, "tier", result.tier),
           kogge_code_text(texts, "segment", result.segment));
    for (size_t i = 0; i < why.count; i++) {
        kogge_explain(texts, book, &list[i], text, sizeof text, NULL);
        printf("- %s\n", text);
    }
    kogge_rulebook_unref(book);
    return 0;
}
