/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Retreat or forward, with the arithmetic. */

#include "review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Customers whose cost is not known would leave the whole figure open. As long as hardly any revenue is theirs they
 * are left out of it. */
static bool leave_out(const struct review *review, struct advice *advice)
{
    int64_t all = 0, theirs = 0, limit = 0;
    for (size_t i = 0; i < review->opening.model.customer_count; i++) {
        const kogge_customer *customer = &review->customers[i];
        int64_t revenue = customer->revenue_12m_minor > 0 ? customer->revenue_12m_minor : 0;
        bool known = customer->known & KOGGE_CUSTOMER_COST_TO_SERVE;
        all += revenue;
        theirs += known ? 0 : revenue;
        advice->left_out += !known;
    }
    kogge_mul_div(all, LEFT_OUT_BP, 10000, KOGGE_ROUNDING_HALF_AWAY, &limit);
    advice->left_out_minor = theirs;
    advice->left_out = theirs <= limit ? advice->left_out : 0;
    return advice->left_out;
}

static bool measure(struct review *review)
{
    const struct period *now = &review->opening.analysis.now;
    struct advice *advice = &review->advice;
    size_t all = review->opening.model.customer_count, count = 0;
    kogge_customer *customers = review_rows(all, sizeof *customers);
    kogge_classification *classes = review_rows(all, sizeof *classes);
    bool fewer = leave_out(review, advice);
    for (size_t i = 0; i < all; i++) {
        advice->small += now->classes[i].is_small != 0;
        if (fewer && !(now->customers[i].known & KOGGE_CUSTOMER_COST_TO_SERVE))
            continue;
        customers[count] = now->customers[i];
        classes[count++] = now->classes[i];
    }
    kogge_table table = period_table("kogge_customer", customers, sizeof *customers, "kogge_classification", classes,
                                     sizeof *classes, count);
    kogge_reasons why = { .data = advice->reasons, .capacity = REASONS_MAX };
    kogge_error error = KOGGE_INIT(kogge_error);
    advice->company = (kogge_company)KOGGE_INIT(kogge_company);
    kogge_status status = kogge_company_measure(&table, &advice->company, &why, &error);
    advice->reason_count = why.count;
    free((void *)table.columns);
    free(customers);
    free(classes);
    return period_fine(status, &error, "company");
}

/* What only the company itself knows. */
static void add_options(const struct options *options, kogge_company *company)
{
    const struct {
        int64_t given;
        int32_t *field;
        uint64_t bit;
    } figures[] = {
        { options->market_growth_bp, &company->market_growth_bp, KOGGE_COMPANY_MARKET_GROWTH_BP },
        { options->ambition, &company->ambition, KOGGE_COMPANY_AMBITION },
        { options->free_capacity, &company->free_capacity, KOGGE_COMPANY_FREE_CAPACITY },
        { options->automation, &company->automation_degree, KOGGE_COMPANY_AUTOMATION_DEGREE },
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (figures[i].given != OPTION_UNKNOWN) {
            *figures[i].field = (int32_t)figures[i].given;
            company->known |= figures[i].bit;
        }
}

bool advice_make(struct review *review)
{
    struct advice *advice = &review->advice;
    if (!measure(review))
        return false;
    add_options(review->options, &advice->company);
    kogge_out_rows factors = { advice->factors, FACTORS_MAX, 0, sizeof *advice->factors };
    kogge_out_rows comparison = { advice->comparison, COMPARISONS, 0, sizeof *advice->comparison };
    kogge_reasons why = { .data = advice->reasons + advice->reason_count,
                          .capacity = REASONS_MAX - advice->reason_count };
    kogge_error error = KOGGE_INIT(kogge_error);
    advice->result = (kogge_advice)KOGGE_INIT(kogge_advice);
    kogge_status status =
        kogge_company_advise(review->opening.book, &advice->company, &advice->result, &factors, &why, &error);
    advice->factor_count = factors.count;
    advice->reason_count += why.count;
    if (status == KOGGE_OK)
        status = kogge_strategy_comparison(&comparison);
    return period_fine(status, &error, "advice");
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

enum { FACTOR = 34, FIGURE = 14 };

static void print_arithmetic(const struct review *review, const kogge_sales_policy *sales)
{
    const struct page *page = &review->page;
    const kogge_company *company = &review->advice.company;
    const kogge_advice *result = &review->advice.result;
    const uint64_t shares = KOGGE_COMPANY_REVENUE_SHARE_BP | KOGGE_COMPANY_RESOURCE_SHARE_BP;
    int64_t imbalance = 0, limit = 0;
    if ((company->known & shares) != shares || !(result->known & KOGGE_ADVICE_IMBALANCE_BP))
        return;
    kogge_mul_div(result->imbalance_bp, 1, 100, KOGGE_ROUNDING_HALF_AWAY, &imbalance);
    kogge_mul_div(sales->imbalance_bp, 1, 100, KOGGE_ROUNDING_HALF_AWAY, &limit);
    page_print(
        page,
        "%s of %s customers are small. They make %s of the revenue and tie up %s of the cost to serve: %s of the "
        "effort / %s of the revenue = %s. From %s on that is too much.",
        "%s von %s Kunden sind klein. Sie bringen %s des Umsatzes und binden %s der Betreuungskosten: %s des "
        "Aufwands / %s des Umsatzes = %s. Ab %s ist das zu viel.",
        page_count(page, review->advice.small).s, page_count(page, review->opening.model.customer_count).s,
        page_bp(page, company->revenue_share_bp).s, page_bp(page, company->resource_share_bp).s,
        page_bp(page, company->resource_share_bp).s, page_bp(page, company->revenue_share_bp).s,
        page_decimal(page, imbalance, 2).s, page_decimal(page, limit, 2).s);
}

static struct short_text company_text(const struct review *review, uint64_t bit, int32_t field, int32_t value)
{
    struct short_text text;
    if (review->advice.company.known & bit)
        return review_value(review, field, value);
    snprintf(text.s, sizeof text.s, "%s", page_say(&review->page, "not stated", "nicht angegeben"));
    return text;
}

static void print_market(const struct review *review, const kogge_sales_policy *sales)
{
    const kogge_company *company = &review->advice.company;
    page_print(&review->page,
               "Growth of the market: %s (a growing market has %s). Growth ambition: %s (%s counts as one).",
               "Marktwachstum: %s (ein wachsender Markt hat %s). Wachstumsehrgeiz: %s (ab %s zählt er).",
               company_text(review, KOGGE_COMPANY_MARKET_GROWTH_BP, KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP,
                            company->market_growth_bp)
                   .s,
               review_value(review, KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP, sales->company_growth_bp).s,
               company_text(review, KOGGE_COMPANY_AMBITION, KOGGE_FIELD_COMPANY_AMBITION, company->ambition).s,
               review_value(review, KOGGE_FIELD_COMPANY_AMBITION, sales->ambition_min).s);
}

/* The field whose unit a factor is shown in. */
static int32_t field_of(int32_t factor)
{
    switch (factor) {
    case KOGGE_FACTOR_IMBALANCE:
        return KOGGE_FIELD_ADVICE_IMBALANCE_BP;
    case KOGGE_FACTOR_MARKET_GROWTH:
        return KOGGE_FIELD_COMPANY_MARKET_GROWTH_BP;
    case KOGGE_FACTOR_AMBITION:
        return KOGGE_FIELD_COMPANY_AMBITION;
    case KOGGE_FACTOR_FREE_CAPACITY:
        return KOGGE_FIELD_COMPANY_FREE_CAPACITY;
    case KOGGE_FACTOR_HIDDEN_SHARE:
        return KOGGE_FIELD_COMPANY_HIDDEN_SHARE_BP;
    default:
        return KOGGE_FIELD_COMPANY_AUTOMATION_DEGREE;
    }
}

static void print_factor(const struct review *review, const kogge_advice_factor *factor)
{
    const struct page *page = &review->page;
    bool known = factor->outcome == KOGGE_OUTCOME_MATCHED;
    char label[128];
    snprintf(label, sizeof label, "%s: %s", kogge_code_text(page->catalogue, "strategy", factor->score),
             kogge_code_text(page->catalogue, "factor", factor->factor));
    printf("  ");
    page_left(label, FACTOR + 8);
    page_right(known ? review_value(review, field_of(factor->factor), factor->observed).s : "?", FIGURE);
    page_right(page_count(page, (size_t)factor->weight).s, FIGURE);
    page_right(known ? review_value(review, KOGGE_FIELD_ADVICE_FACTOR_UTILITY, factor->utility).s : "?", FIGURE);
    page_right(known ? review_value(review, KOGGE_FIELD_ADVICE_FACTOR_CONTRIBUTION, factor->contribution).s : "?",
               FIGURE);
    printf("\n");
}

static void print_score(const struct review *review, int32_t strategy, bool known, int32_t field, int32_t score)
{
    const struct advice *advice = &review->advice;
    for (size_t i = 0; i < advice->factor_count && i < FACTORS_MAX; i++)
        if (advice->factors[i].score == strategy)
            print_factor(review, &advice->factors[i]);
    printf("  ");
    page_left(review_field(review, field), FACTOR + 8);
    page_right(known ? review_value(review, field, score).s : "?", 4 * FIGURE);
    printf("\n");
}

static void print_scores(const struct review *review)
{
    const struct page *page = &review->page;
    const kogge_advice *result = &review->advice.result;
    printf("\n  ");
    page_left(page_say(page, "the scores explain, the rule decides",
                       "die Punktwerte erklären, die Regel entscheidet"),
              FACTOR + 8);
    page_right(page_say(page, "figure", "Zahl"), FIGURE);
    page_right(page_say(page, "weight", "Gewicht"), FIGURE);
    page_right(page_say(page, "utility", "Nutzwert"), FIGURE);
    page_right(page_say(page, "contribution", "Beitrag"), FIGURE);
    printf("\n");
    print_score(review, KOGGE_STRATEGY_RETREAT, result->known & KOGGE_ADVICE_RETREAT_SCORE,
                KOGGE_FIELD_ADVICE_RETREAT_SCORE, result->retreat_score);
    print_score(review, KOGGE_STRATEGY_FORWARD, result->known & KOGGE_ADVICE_FORWARD_SCORE,
                KOGGE_FIELD_ADVICE_FORWARD_SCORE, result->forward_score);
}

static void print_comparison(const struct review *review)
{
    const struct page *page = &review->page;
    printf("\n  ");
    page_left(page_say(page, "what they mean", "was sie bedeuten"), 26);
    page_left(kogge_code_text(page->catalogue, "strategy", KOGGE_STRATEGY_RETREAT), 54);
    printf("%s\n", kogge_code_text(page->catalogue, "strategy", KOGGE_STRATEGY_FORWARD));
    for (size_t i = 0; i < COMPARISONS; i++) {
        const kogge_comparison *row = &review->advice.comparison[i];
        printf("  ");
        page_left(kogge_code_text(page->catalogue, "comparison", row->criterion), 26);
        page_left(kogge_code_text(page->catalogue, "stance", row->retreat), 54);
        printf("%s\n", kogge_code_text(page->catalogue, "stance", row->forward));
    }
}

void advice_print(const struct review *review)
{
    const struct page *page = &review->page;
    const kogge_advice *result = &review->advice.result;
    kogge_sales_policy sales = KOGGE_INIT(kogge_sales_policy);
    kogge_rulebook_sales_policy(review->opening.book, &sales);
    page_heading(page, "RETREAT FROM SMALL CUSTOMERS, OR FORWARD WITH THEM",
                 "RÜCKZUG VON KLEINKUNDEN ODER VORWÄRTS MIT IHNEN");
    page_print(page, "The advice: %s.", "Die Empfehlung: %s.",
               kogge_code_text(page->catalogue, "strategy", result->advice));
    print_arithmetic(review, &sales);
    if (review->advice.left_out)
        page_print(page, "Left out of these shares: %s customers whose cost is not known, with a revenue of %s.",
                   "Nicht in diesen Anteilen: %s Kunden, deren Kosten nicht bekannt sind, mit %s Umsatz.",
                   page_count(page, review->advice.left_out).s, page_money(page, review->advice.left_out_minor).s);
    print_market(review, &sales);
    review_reasons(review, review->advice.reasons, review->advice.reason_count);
    const uint64_t said = KOGGE_COMPANY_MARKET_GROWTH_BP | KOGGE_COMPANY_AMBITION;
    if (result->advice == KOGGE_STRATEGY_UNDECIDED && (review->advice.company.known & said) != said)
        page_text(page, "The options --market-growth and --ambition say what no ledger knows.",
                  "Die Optionen --market-growth und --ambition sagen, was kein Ledger weiß.");
    print_scores(review);
    print_comparison(review);
}
