/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What is left of a customer's revenue: 40 small orders by phone and a few returns eat up a margin of 30 %. The cost
 * of a return is worked out from the minutes it takes. "contribution de" says it in German. */

#include <kogge.h>
#include <stdio.h>

static void print_level(const kogge_catalogue *texts, const char *name, int64_t minor, int32_t share_bp)
{
    char amount[64];
    kogge_money_text(texts, minor, KOGGE_EUR, 2, amount, sizeof amount, NULL);
    printf("%-8s%14s%7d bp\n", name, amount, (int)share_bp);
}

int main(int argc, char **argv)
{
    const kogge_channel_cost channels[] = {
        { .channel = KOGGE_CHANNEL_PHONE, .cost_per_order_minor = 2500 },
        { .channel = KOGGE_CHANNEL_SHOP, .cost_per_order_minor = 500 },
    };
    kogge_policy policy;
    kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_NEUTRAL_2026, KOGGE_EUR);
    policy.cost_per_line_minor = 100;
    /* Returns desk: 98 000.00 a year, 70 000 practical minutes; 25 minutes a return. */
    if (kogge_time_cost(9800000, 70000, 1, 25, &policy.cost_per_return_minor))
        return 1;

    kogge_economics year = {
        .struct_size = sizeof year,
        .gross_minor = 480000,
        .reductions_minor = 24000,
        .goods_cost_minor = 319200,
        .orders_phone = 40,
        .orders_shop = 10,
        .lines = 160,
        .returns = 6,
        .known = KOGGE_ECONOMICS_GOODS_COST | KOGGE_ECONOMICS_MARKETING | KOGGE_ECONOMICS_ORDERS_PHONE |
                 KOGGE_ECONOMICS_LINES | KOGGE_ECONOMICS_VISITS | KOGGE_ECONOMICS_CALLS | KOGGE_ECONOMICS_COMPLAINTS |
                 KOGGE_ECONOMICS_RETURNS | KOGGE_ECONOMICS_SPECIAL_SERVICES,
    };
    kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                 .policy = &policy,
                                 .channel_costs = KOGGE_ROWS(channels) };
    kogge_rulebook *book;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_contribution left = KOGGE_INIT(kogge_contribution);
    kogge_reason list[8];
    kogge_reasons why = { .data = list, .capacity = 8 };
    if (kogge_rulebook_new(&spec, &book, &error) || kogge_economics_assess(book, &year, &left, &why, &error))
        return fprintf(stderr, "%s\n", error.text), 1;

    const int32_t language = argc > 1 && argv[1][0] == 'd' ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
    const kogge_catalogue *texts = kogge_catalogue_builtin(language);
    char text[256];
    print_level(texts, "net", left.net_minor, 10000);
    print_level(texts, "DB I", left.contribution1_minor, left.contribution1_bp);
    print_level(texts, "DB II", left.contribution2_minor, left.contribution2_bp);
    print_level(texts, "DB III", left.contribution3_minor, left.contribution3_bp);
    print_level(texts, "DB IV", left.contribution4_minor, left.contribution4_bp);
    for (size_t i = 0; i < why.count && i < 8; i++) {
        kogge_explain(texts, book, &list[i], text, sizeof text, NULL);
        printf("- %s\n", text);
    }
    kogge_rulebook_unref(book);
    return 0;
}
