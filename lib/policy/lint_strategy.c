/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A strategy that contradicts its own table (R005, R009, R050, R053, R058, R085-R092, R142). Only the columns that
 * the strategy in force looks up are asked; HOLD looks up none. */

#include "policy/lint.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const int32_t small_columns[] = { KOGGE_TREATMENT_DEVELOPABLE, KOGGE_TREATMENT_SMALL, KOGGE_TREATMENT_D };
enum { SMALL_COLUMNS = sizeof small_columns / sizeof small_columns[0] };

/* NULL: the strategy does not look it up, or the table lacks it. */
static const kogge_treatment_row *column(const struct lint *lint, int32_t treatment)
{
    const kogge_treatment_row *row = &lint->book->column[treatment];
    return row->treatment ? row : NULL;
}

static void warn(struct lint *lint, int32_t code, int32_t row, int32_t other_row, int32_t field, int64_t value)
{
    const kogge_finding finding = { .code = code,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .row = row,
                                    .other_row = other_row,
                                    .field = field,
                                    .value = value };
    kogge__find(lint, &finding);
}

/* ---- which rules a column or tier can meet --------------------------------------------------------------------- */

static bool mask_has(uint32_t mask, uint32_t bits)
{
    return !mask || (mask & bits);
}

/* Tiers that a column stands for, and columns that a tier can stand in (fields 6, finding 20). */
static uint32_t tiers_of_column(int32_t treatment)
{
    switch (treatment) {
    case KOGGE_TREATMENT_A:
        return KOGGE_BIT(KOGGE_TIER_A);
    case KOGGE_TREATMENT_B:
    case KOGGE_TREATMENT_DEVELOPABLE:
        return KOGGE_BIT(KOGGE_TIER_B) | KOGGE_BIT(KOGGE_TIER_C);
    case KOGGE_TREATMENT_SMALL:
        return KOGGE_BIT(KOGGE_TIER_C);
    default:
        return KOGGE_BIT(KOGGE_TIER_D);
    }
}

static bool meets_column(const kogge_order_rule *rule, int32_t treatment)
{
    return mask_has(rule->tiers, tiers_of_column(treatment)) && mask_has(rule->treatments, KOGGE_BIT(treatment));
}

static bool any_rule(const struct lint *lint, bool (*is_one)(const struct rule *rule, const kogge_order_rule *term))
{
    for (size_t i = 0; i < lint->book->rule_count; i++) {
        if (is_one(&lint->book->rules[i], &lint->book->terms[i]))
            return true;
    }
    return false;
}

static bool is_for_c_or_d(const kogge_order_rule *term)
{
    return mask_has(term->tiers, KOGGE_BIT(KOGGE_TIER_C) | KOGGE_BIT(KOGGE_TIER_D));
}

static bool is_minimum(const struct rule *rule, const kogge_order_rule *term)
{
    return (rule->traits & TRAIT_BANDED) && is_for_c_or_d(term);
}

static bool charges_services(const struct rule *rule, const kogge_order_rule *term)
{
    return rule->effect == KOGGE_FEE_PER_SERVICE && term->amount_minor && is_for_c_or_d(term);
}

static bool charges_effort(const struct rule *rule, const kogge_order_rule *term)
{
    (void)term;
    return rule->effect == KOGGE_FEE_EFFORT;
}

/* ---- retreat --------------------------------------------------------------------------------------------------- */

static void retreat_negotiated(struct lint *lint, const kogge_treatment_row *row)
{
    if (row->price_model == KOGGE_PRICE_MODEL_NEGOTIATED || row->price_model == KOGGE_PRICE_MODEL_GROWING)
        warn(lint, KOGGE_FINDING_RETREAT_NEGOTIATED, row->treatment, 0, KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL,
             row->price_model);
}

static void retreat_contact(struct lint *lint, const kogge_treatment_row *row)
{
    if (row->care > KOGGE_CARE_PORTAL)
        warn(lint, KOGGE_FINDING_RETREAT_CONTACT, row->treatment, 0, KOGGE_FIELD_TREATMENT_ROW_CARE, row->care);
    if (row->contact_mode != KOGGE_CONTACT_MODE_FIXED)
        warn(lint, KOGGE_FINDING_RETREAT_CONTACT, row->treatment, 0, KOGGE_FIELD_TREATMENT_ROW_CONTACT_MODE,
             row->contact_mode);
    else if (row->contacts_a_year)
        warn(lint, KOGGE_FINDING_RETREAT_CONTACT, row->treatment, 0, KOGGE_FIELD_TREATMENT_ROW_CONTACTS_A_YEAR,
             row->contacts_a_year);
    if (row->visits == KOGGE_VISITS_YES)
        warn(lint, KOGGE_FINDING_RETREAT_CONTACT, row->treatment, 0, KOGGE_FIELD_TREATMENT_ROW_VISITS, row->visits);
}

static void retreat_range(struct lint *lint, const kogge_treatment_row *row)
{
    if (row->range & (KOGGE_BIT(KOGGE_RANGE_FULL) | KOGGE_BIT(KOGGE_RANGE_STARTER)))
        warn(lint, KOGGE_FINDING_RETREAT_SPECIAL_RANGE, row->treatment, 0, KOGGE_FIELD_TREATMENT_ROW_RANGE,
             row->range);
}

static void each_small(struct lint *lint, void (*look)(struct lint *lint, const kogge_treatment_row *row))
{
    for (int i = 0; i < SMALL_COLUMNS; i++) {
        if (column(lint, small_columns[i]))
            look(lint, column(lint, small_columns[i]));
    }
}

static void lint_retreat(struct lint *lint)
{
    if (lint->book->policy.strategy != KOGGE_STRATEGY_RETREAT)
        return;
    each_small(lint, retreat_negotiated);
    each_small(lint, retreat_contact);
    if (!any_rule(lint, is_minimum))
        warn(lint, KOGGE_FINDING_RETREAT_NO_MINIMUM, 0, 0, KOGGE_FIELD_ORDER_RULE_BELOW, 0);
    each_small(lint, retreat_range);
}

/* ---- forward --------------------------------------------------------------------------------------------------- */

static bool anybody_is_contacted(const struct lint *lint)
{
    for (int i = 0; i < SMALL_COLUMNS; i++) {
        const kogge_treatment_row *row = column(lint, small_columns[i]);
        if (row && row->contact_mode >= KOGGE_CONTACT_MODE_BUDGET)
            return true;
    }
    return false;
}

static void lint_forward(struct lint *lint)
{
    if (lint->book->policy.strategy != KOGGE_STRATEGY_FORWARD)
        return;
    if (!anybody_is_contacted(lint))
        warn(lint, KOGGE_FINDING_FORWARD_NO_BUDGET, 0, 0, KOGGE_FIELD_TREATMENT_ROW_CONTACT_MODE, 0);
    if (!lint->book->sales.budget_share_bp)
        warn(lint, KOGGE_FINDING_FORWARD_NO_BUDGET, 0, 0, KOGGE_FIELD_SALES_POLICY_BUDGET_SHARE_BP, 0);
}

/* ---- any strategy ---------------------------------------------------------------------------------------------- */

static void lint_starter(struct lint *lint)
{
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++) {
        const kogge_treatment_row *row = column(lint, treatment);
        if (row && (row->range & KOGGE_BIT(KOGGE_RANGE_STARTER)) && row->price_model == KOGGE_PRICE_MODEL_FIXED_LIST)
            warn(lint, KOGGE_FINDING_STARTER_AT_LIST_PRICE, treatment, 0, KOGGE_FIELD_TREATMENT_ROW_RANGE,
                 row->range);
    }
}

static void lint_scheme(struct lint *lint)
{
    const kogge_policy *policy = &lint->book->policy;
    bool blind = policy->scheme == KOGGE_SCHEME_ABCD && !policy->sow_max_bp && policy->evidence_min == 4;
    if (policy->scheme == KOGGE_SCHEME_CLASSIC_ABC || blind)
        warn(lint, KOGGE_FINDING_REVENUE_ONLY, 0, 0, KOGGE_FIELD_POLICY_SCHEME, policy->scheme);
}

/* The cells of a row, without the two fields that say which row it is. */
static void lint_small_rows(struct lint *lint)
{
    const kogge_treatment_row *one = column(lint, KOGGE_TREATMENT_DEVELOPABLE),
                              *other = column(lint, KOGGE_TREATMENT_SMALL);
    const size_t cells = offsetof(kogge_treatment_row, care);
    if (one && other && !memcmp((const char *)one + cells, (const char *)other + cells, sizeof *one - cells))
        warn(lint, KOGGE_FINDING_ONE_ROW_FOR_SMALL, KOGGE_TREATMENT_DEVELOPABLE, KOGGE_TREATMENT_SMALL, 0, 0);
}

static void lint_services(struct lint *lint)
{
    const int32_t poor[] = { KOGGE_TREATMENT_SMALL, KOGGE_TREATMENT_D };
    for (size_t i = 0; i < 2 && !any_rule(lint, charges_services); i++) {
        const kogge_treatment_row *row = column(lint, poor[i]);
        if (row && (row->services & ~UINT32_C(1)))
            warn(lint, KOGGE_FINDING_SERVICE_FREE, poor[i], 0, KOGGE_FIELD_TREATMENT_ROW_SERVICES, row->services);
    }
}

static int32_t lowest_code(uint32_t mask)
{
    int32_t code = 0;
    while (!(mask >> code & 1))
        code++;
    return code;
}

/* D within SMALL within DEVELOPABLE within B within A: the codes are in that order. */
static void lint_nesting(struct lint *lint)
{
    for (int32_t better = KOGGE_TREATMENT_A; better < KOGGE_TREATMENT_D; better++) {
        const kogge_treatment_row *outer = column(lint, better), *inner = column(lint, better + 1);
        uint32_t extra = outer && inner ? inner->services & ~outer->services & ~UINT32_C(1) : 0;
        if (extra)
            warn(lint, KOGGE_FINDING_SERVICES_NOT_NESTED, better + 1, better, KOGGE_FIELD_TREATMENT_ROW_SERVICES,
                 lowest_code(extra));
    }
}

/* ---- fees against treatment ------------------------------------------------------------------------------------ */

/* Is every column that the rule can meet one with fees off? */
static bool always_off(const struct lint *lint, const kogge_order_rule *rule)
{
    int met = 0;
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++) {
        if (!meets_column(rule, treatment))
            continue;
        met++;
        if (lint->book->column[treatment].small_order_fees != KOGGE_TOGGLE_OFF)
            return false;
    }
    return met > 0;
}

static bool has_band_fee(const struct lint *lint, int32_t treatment)
{
    for (size_t i = 0; i < lint->book->rule_count; i++) {
        if ((lint->book->rules[i].traits & TRAIT_BAND_FEE) && meets_column(&lint->book->terms[i], treatment))
            return true;
    }
    return false;
}

static void lint_fees(struct lint *lint)
{
    const kogge_rulebook *book = lint->book;
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++) {
        const kogge_treatment_row *row = column(lint, treatment);
        if (row && row->small_order_fees == KOGGE_TOGGLE_ON && !has_band_fee(lint, treatment))
            warn(lint, KOGGE_FINDING_FEES_CONTRADICT, 0, treatment, KOGGE_FIELD_TREATMENT_ROW_SMALL_ORDER_FEES,
                 row->small_order_fees);
    }
    for (size_t i = 0; i < book->rule_count; i++) {
        uint32_t index = book->by_id[i];
        if ((book->rules[index].traits & TRAIT_BAND_FEE) && always_off(lint, &book->terms[index]))
            warn(lint, KOGGE_FINDING_FEES_CONTRADICT, book->terms[index].id, 0, KOGGE_FIELD_ORDER_RULE_TIERS,
                 book->terms[index].tiers);
    }
}

static void lint_effort(struct lint *lint)
{
    bool charged = any_rule(lint, charges_effort);
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++) {
        const kogge_treatment_row *row = column(lint, treatment);
        if (row && row->effort_fee == KOGGE_TOGGLE_ON && !charged)
            warn(lint, KOGGE_FINDING_EFFORT_WITHOUT_RULE, treatment, 0, KOGGE_FIELD_TREATMENT_ROW_EFFORT_FEE,
                 row->effort_fee);
    }
}

/* ---- key accounts ---------------------------------------------------------------------------------------------- */

/* What the hard criteria of one kind weigh together. *first = the first of them, 0 = none. */
static int64_t weight_of_kind(const struct lint *lint, int32_t kind, int32_t *first)
{
    int64_t weight = 0;
    *first = 0;
    for (size_t i = 0; i < lint->book->criterion_count; i++) {
        const kogge_kam_criterion *row = &lint->book->criteria[i];
        if (row->stage != KOGGE_STAGE_HARD || row->kind != kind)
            continue;
        *first = *first ? *first : row->id;
        weight += row->weight;
    }
    return weight;
}

/* Potential counts for more than the revenue that is there (R142). Where neither counts, others do: the host's. */
static void lint_kam_weights(struct lint *lint)
{
    int32_t opportunity, revenue;
    const int64_t potential = weight_of_kind(lint, KOGGE_CRITERION_OPPORTUNITY, &opportunity);
    const int64_t existing = weight_of_kind(lint, KOGGE_CRITERION_REVENUE_AT_RISK, &revenue);
    const kogge_finding finding = { .code = KOGGE_FINDING_KAM_WEIGHTS,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .row = opportunity,
                                    .other_row = revenue,
                                    .field = KOGGE_FIELD_KAM_CRITERION_WEIGHT,
                                    .other_field = KOGGE_FIELD_KAM_CRITERION_WEIGHT,
                                    .value = potential,
                                    .other_value = existing };
    if (existing && potential <= existing)
        kogge__find(lint, &finding);
}

void kogge__lint_strategy(struct lint *lint)
{
    lint_retreat(lint);
    lint_forward(lint);
    lint_starter(lint);
    lint_scheme(lint);
    lint_small_rows(lint);
    lint_services(lint);
    lint_nesting(lint);
    lint_fees(lint);
    lint_effort(lint);
    lint_kam_weights(lint);
}
