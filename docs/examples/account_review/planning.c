/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What each column of the treatment table gets under the strategy that is followed. */

#include "review.h"

#include <stdio.h>
#include <string.h>

/* --strategy wins; then that of the rules, unless it changes nothing; then the advice. */
static int32_t strategy_of(const struct review *review)
{
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    kogge_rulebook_policy(review->opening.book, &policy);
    int32_t advice = review->advice.result.advice;
    if (review->options->strategy)
        return review->options->strategy;
    if (policy.strategy != KOGGE_STRATEGY_HOLD)
        return policy.strategy;
    return advice == KOGGE_STRATEGY_UNDECIDED ? KOGGE_STRATEGY_HOLD : advice;
}

static void add_to_column(struct review *review, size_t i)
{
    const kogge_plan *plan = &review->planning.plans[i];
    struct column_sum *sum = &review->planning.columns[plan->treatment];
    bool key_account = plan->care == KOGGE_CARE_KAM;
    if (!sum->customers || (review->planning.plans[sum->example].care == KOGGE_CARE_KAM && !key_account))
        sum->example = i;
    sum->customers++;
    sum->revenue += review->customers[i].revenue_12m_minor;
    sum->costly += plan->effort_fee == KOGGE_TOGGLE_ON;
    sum->offers += plan->replenishment == KOGGE_REPLENISHMENT_OFFER;
    sum->key_accounts += key_account;
}

bool planning_make(struct review *review)
{
    struct planning *planning = &review->planning;
    const struct model *model = &review->opening.model;
    planning->strategy = strategy_of(review);
    planning->plans = review_rows(model->customer_count, sizeof *planning->plans);
    if (!terms_book(&review->opening.terms, model->currency, false, planning->strategy, &planning->book))
        return false;
    for (size_t i = 0; i < model->customer_count; i++) {
        kogge_error error = KOGGE_INIT(kogge_error);
        planning->plans[i] = (kogge_plan)KOGGE_INIT(kogge_plan);
        kogge_status status = kogge_plan_customer(planning->book, &review->customers[i], model->today,
                                                  &planning->plans[i], NULL, &error);
        if (!period_fine(status, &error, model->customers[i].id))
            return false;
        add_to_column(review, i);
    }
    return true;
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

enum { TEXT = 1024 };

static void append(char text[TEXT], const char *label, const char *value)
{
    size_t used = strlen(text);
    snprintf(text + used, TEXT - used, "%s%s: %s", used ? "; " : "", label, value);
}

static void append_value(const struct review *review, char text[TEXT], int32_t field, int64_t value)
{
    append(text, review_field(review, field), review_value(review, field, value).s);
}

static void print_cells(const struct review *review, const kogge_plan *plan)
{
    char text[TEXT] = "", names[TEXT / 2];
    const char *unchanged = kogge_code_text(review->page.catalogue, "toggle", KOGGE_TOGGLE_UNCHANGED);
    append_value(review, text, KOGGE_FIELD_PLAN_CARE, plan->care);
    append_value(review, text, KOGGE_FIELD_PLAN_PRICE_MODEL, plan->price_model);
    append_value(review, text, KOGGE_FIELD_PLAN_DISCOUNT_MODE, plan->discount_mode);
    if (plan->discount_mode != KOGGE_DISCOUNT_MODE_UNCHANGED)
        append_value(review, text, KOGGE_FIELD_PLAN_MAX_DISCOUNT_BP, plan->max_discount_bp);
    review_mask(review, names, sizeof names, "range", plan->range);
    append(text, review_field(review, KOGGE_FIELD_PLAN_RANGE), plan->range ? names : unchanged);
    append_value(review, text, KOGGE_FIELD_PLAN_SMALL_ORDER_FEES, plan->small_order_fees);
    append_value(review, text, KOGGE_FIELD_PLAN_CONTACT_MODE, plan->contact_mode);
    if (plan->contact_mode == KOGGE_CONTACT_MODE_FIXED || plan->contact_mode == KOGGE_CONTACT_MODE_POLICY)
        append_value(review, text, KOGGE_FIELD_PLAN_CONTACTS_A_YEAR, plan->contacts_a_year);
    append_value(review, text, KOGGE_FIELD_PLAN_VISITS, plan->visits);
    if (plan->trainings_a_year)
        append_value(review, text, KOGGE_FIELD_PLAN_TRAININGS_A_YEAR, plan->trainings_a_year);
    append_value(review, text, KOGGE_FIELD_PLAN_DOCUMENTS, plan->documents);
    review_mask(review, names, sizeof names, "service", plan->services);
    append(text, review_field(review, KOGGE_FIELD_PLAN_SERVICES),
           plan->services ? names : kogge_code_text(review->page.catalogue, "service", 0));
    page_wrap(text);
}

static void print_column(const struct review *review, int32_t treatment)
{
    const struct page *page = &review->page;
    const struct column_sum *sum = &review->planning.columns[treatment];
    const kogge_plan *plan = &review->planning.plans[sum->example];
    printf("\n  %s: %s %s, %s\n", kogge_code_text(page->catalogue, "treatment", treatment),
           page_count(page, sum->customers).s, page_say(page, "customers", "Kunden"),
           page_money(page, sum->revenue).s);
    if (!sum->customers)
        return;
    if (plan->care == KOGGE_CARE_UNCHANGED)
        page_text(page, "Nothing changes.", "Nichts ändert sich.");
    else
        print_cells(review, plan);
    if (sum->costly)
        page_print(page, "%s of them are costly and pay the effort fee.",
                   "%s von ihnen sind aufwendig und zahlen die Aufwandspauschale.", page_count(page, sum->costly).s);
    if (sum->offers)
        page_print(page, "%s buy regularly and get a replenishment offer.",
                   "%s kaufen regelmäßig und bekommen ein Nachschubangebot.", page_count(page, sum->offers).s);
    if (sum->key_accounts)
        page_print(page, "%s of them are key accounts: %s cares for them.",
                   "%s von ihnen sind Schlüsselkunden: Um sie kümmert sich das %s.",
                   page_count(page, sum->key_accounts).s, kogge_code_text(page->catalogue, "care", KOGGE_CARE_KAM));
}

void planning_print(const struct review *review)
{
    const struct page *page = &review->page;
    page_heading(page, "WHAT EACH CLASS GETS FROM NOW ON", "WAS JEDE KLASSE VON JETZT AN BEKOMMT");
    page_print(page, "The strategy that is followed: %s.", "Die Strategie, der gefolgt wird: %s.",
               kogge_code_text(page->catalogue, "strategy", review->planning.strategy));
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++)
        print_column(review, treatment);
}
