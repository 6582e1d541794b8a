/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/check.h"

#include "base/record.h"
#include "policy/kind.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

/* ---- the policy ------------------------------------------------------------------------------------------------ */

static int bits_set(uint64_t bits)
{
    int count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

kogge_status kogge__check_policy(const kogge_policy *policy, kogge_error *error)
{
    if (policy->strategy == KOGGE_STRATEGY_UNDECIDED)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_POLICY_STRATEGY, -1,
                           "policy.strategy is UNDECIDED, which only advice can be");
    if (!policy->cut_a_minor != !policy->cut_b_minor || policy->cut_b_minor > policy->cut_a_minor)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_POLICY_CUT_B, -1,
                           "policy.cut_b_minor: both cuts or neither, and cut B not above cut A");
    if (policy->cut_b_bp < policy->cut_a_bp)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_POLICY_CUT_B_BP, -1,
                           "policy.cut_b_bp is %" PRId32 ", below cut_a_bp %" PRId32, policy->cut_b_bp,
                           policy->cut_a_bp);
    int chosen = bits_set(policy->small_by & ~UINT32_C(1));
    if (chosen && (policy->small_k < 1 || policy->small_k > chosen))
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_POLICY_SMALL_K, -1,
                           "policy.small_k is %" PRId32 ", but small_by chooses %d criteria", policy->small_k,
                           chosen);
    return KOGGE_OK;
}

/* ---- one order rule -------------------------------------------------------------------------------------------- */

struct subject {
    const kogge_order_rule *rule;
    int64_t row;
    kogge_error *error;
};

static kogge_status refuse(const struct subject *subject, kogge_status status, int32_t field, const char *what)
{
    (void)kogge__fail(subject->error, status, field, subject->row, "order rule %" PRId32 ": %s", subject->rule->id,
                      what);
    if (subject->error)
        subject->error->rule = subject->rule->id;
    return status;
}

static kogge_status check_band(const struct subject *subject, const kogge_policy *policy)
{
    const kogge_order_rule *rule = subject->rule;
    if (!rule->below_minor || rule->from_minor < rule->below_minor)
        return KOGGE_OK;
    char below[64], from[64];
    (void)kogge_money_text(NULL, rule->below_minor, policy->currency, policy->currency_digits, below, sizeof below,
                           NULL);
    (void)kogge_money_text(NULL, rule->from_minor, policy->currency, policy->currency_digits, from, sizeof from,
                           NULL);
    (void)kogge__fail(subject->error, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_BELOW, subject->row,
                      "order rule %" PRId32 ": below %s is not above from %s", rule->id, below, from);
    if (subject->error)
        subject->error->rule = rule->id;
    return KOGGE_E_INVALID;
}

static bool takes(const kogge_order_rule *rule, unsigned trait)
{
    const struct kind *kind = kogge__kind(rule->effect);
    return kind && (kind->traits & trait);
}

/* An amount that an effect does not use would be ignored in silence, so it is refused. */
static kogge_status check_amounts(const struct subject *subject)
{
    const kogge_order_rule *rule = subject->rule;
    const struct {
        bool set;
        unsigned trait;
        int32_t field;
        const char *what;
    } amounts[] = {
        { rule->amount_minor, KIND_AMOUNT, KOGGE_FIELD_ORDER_RULE_AMOUNT, "its effect takes no amount" },
        { rule->amount_per > 1, KIND_PRICE_UNIT, KOGGE_FIELD_ORDER_RULE_AMOUNT_PER,
          "its effect takes no price unit" },
        { rule->rate_bp, KIND_RATE, KOGGE_FIELD_ORDER_RULE_RATE_BP, "its effect takes no rate" },
        { rule->min_minor, KIND_LIMITS, KOGGE_FIELD_ORDER_RULE_MIN, "its effect takes no least fee (min)" },
        { rule->max_minor, KIND_LIMITS, KOGGE_FIELD_ORDER_RULE_MAX, "its effect takes no highest fee (max)" },
    };
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        if (amounts[i].set && !takes(rule, amounts[i].trait))
            return refuse(subject, KOGGE_E_INVALID, amounts[i].field, amounts[i].what);
    }
    if (rule->max_minor && rule->min_minor > rule->max_minor)
        return refuse(subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_MAX, "max is below min");
    return KOGGE_OK;
}

static kogge_status check_cap(const struct subject *subject)
{
    const kogge_order_rule *rule = subject->rule;
    bool cliff = rule->cap == KOGGE_CAP_CLIFF, up_to_below = cliff || takes(rule, KIND_NEEDS_BELOW);
    if (cliff && (!kogge__kind(rule->effect) || takes(rule, KIND_SLICE)))
        return refuse(subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_CAP,
                      "cap CLIFF goes neither with SLICE nor with an action");
    if (up_to_below && !rule->below_minor)
        return refuse(subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_BELOW, "TOP_UP and cap CLIFF need below");
    if (up_to_below && rule->base == KOGGE_BASE_GROSS)
        return refuse(subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_BASE,
                      "base GROSS goes neither with TOP_UP nor with cap CLIFF: fees are net of tax");
    return KOGGE_OK;
}

/* Bit 0 stands for code 0, which is unknown and never matches: such a rule could never apply. */
static kogge_status check_masks(const struct subject *subject)
{
    const kogge_order_rule *rule = subject->rule;
    const struct {
        uint32_t mask;
        int32_t field;
    } masks[] = {
        { rule->channels, KOGGE_FIELD_ORDER_RULE_CHANNELS },
        { rule->brands, KOGGE_FIELD_ORDER_RULE_BRANDS },
        { rule->order_types, KOGGE_FIELD_ORDER_RULE_ORDER_TYPES },
        { rule->delivery_modes, KOGGE_FIELD_ORDER_RULE_DELIVERY_MODES },
        { rule->treatments, KOGGE_FIELD_ORDER_RULE_TREATMENTS },
    };
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        if (masks[i].mask == 1)
            return refuse(subject, KOGGE_E_INVALID, masks[i].field, "a mask of nothing but bit 0 can never match");
    }
    return KOGGE_OK;
}

static kogge_status check_waivers(const struct subject *subject)
{
    const kogge_order_rule *rule = subject->rule;
    if (kogge__kind(rule->effect))
        return KOGGE_OK;
    if (rule->waivers)
        return refuse(subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_WAIVERS, "an action honours no waivers");
    if (rule->free_per_period)
        return refuse(subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_FREE_PER_PERIOD,
                      "an action has no free orders");
    return KOGGE_OK;
}

kogge_status kogge__check_rule(const kogge_policy *policy, const kogge_order_rule *rule, int64_t row,
                               kogge_error *error)
{
    const struct subject subject = { rule, row, error };
    kogge_status status = check_band(&subject, policy);
    if (!status)
        status = check_amounts(&subject);
    if (!status)
        status = check_cap(&subject);
    if (!status)
        status = check_masks(&subject);
    if (!status)
        status = check_waivers(&subject);
    if (!status && rule->valid_from_at && rule->valid_until_at && rule->valid_until_at <= rule->valid_from_at)
        status = refuse(&subject, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_VALID_UNTIL_AT,
                        "valid_until_at is not after valid_from_at");
    return status;
}

/* ---- one treatment row ----------------------------------------------------------------------------------------- */

kogge_status kogge__check_treatment(const kogge_treatment_row *row, int64_t number, kogge_error *error)
{
    if (row->strategy != KOGGE_STRATEGY_RETREAT && row->strategy != KOGGE_STRATEGY_FORWARD)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_TREATMENT_ROW_STRATEGY, number,
                           "treatment row %" PRId64 ": strategy must be RETREAT or FORWARD", number);
    if (row->care == KOGGE_CARE_KAM)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_TREATMENT_ROW_CARE, number,
                           "treatment row %" PRId64 ": only a key account gets care KAM", number);
    if (row->replenishment == KOGGE_REPLENISHMENT_OFFER)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_TREATMENT_ROW_REPLENISHMENT, number,
                           "treatment row %" PRId64 ": OFFER is a result, not a term", number);
    return KOGGE_OK;
}

/* ---- KAM criteria ---------------------------------------------------------------------------------------------- */

kogge_status kogge__refuse_criterion(const kogge_kam_criterion *row, int64_t number, kogge_error *error,
                                     kogge_status status, int32_t field, const char *what)
{
    (void)kogge__fail(error, status, field, number, "KAM criterion %" PRId32 ": %s", row->id, what);
    if (error)
        error->rule = row->id;
    return status;
}

kogge_status kogge__check_criterion(const kogge_rulebook *book, const kogge_kam_criterion *row, int64_t number,
                                    kogge_error *error)
{
    size_t same_stage = 0;
    for (size_t i = 0; i < book->criterion_count; i++)
        same_stage += book->criteria[i].stage == row->stage;
    if (same_stage == KOGGE_CRITERIA_MAX)
        return kogge__refuse_criterion(row, number, error, KOGGE_E_LIMIT, KOGGE_FIELD_KAM_CRITERION_STAGE,
                                       "16 criteria of its stage are there already, more are not possible");
    if (row->stage == KOGGE_STAGE_HARD && row->low == row->high)
        return kogge__refuse_criterion(
            row, number, error, KOGGE_E_INVALID, KOGGE_FIELD_KAM_CRITERION_HIGH,
            "low and high are equal; a hard figure is scored from 0 at low to 10 000 at high");
    return KOGGE_OK;
}

kogge_status kogge__check_criteria(const kogge_rulebook *book, kogge_error *error)
{
    const kogge_kam_criterion *hard = NULL;
    int64_t weights = 0;
    for (size_t i = 0; i < book->criterion_count; i++) {
        if (book->criteria[i].stage != KOGGE_STAGE_HARD)
            continue;
        hard = hard ? hard : &book->criteria[i];
        weights += book->criteria[i].weight;
    }
    if (!hard || weights)
        return KOGGE_OK;
    return kogge__refuse_criterion(hard, -1, error, KOGGE_E_INVALID, KOGGE_FIELD_KAM_CRITERION_WEIGHT,
                                   "the weights of all hard figures are 0, so there is no score");
}

/* ---- rules against each other ---------------------------------------------------------------------------------- */

static kogge_status refuse_rule(const kogge_order_rule *rule, kogge_status status, int32_t field, kogge_error *error,
                                const char *what, int32_t other)
{
    (void)kogge__fail(error, status, field, -1, "order rule %" PRId32 ": %s %" PRId32, rule->id, what, other);
    if (error)
        error->rule = rule->id;
    return status;
}

/* One base a group; all COST_COVER rules in one group, or a single one in none. By id, so that the rule named does
 * not depend on the order of rows. */
kogge_status kogge__check_groups(const kogge_rulebook *book, kogge_error *error)
{
    const struct rule *first_of[48] = { NULL };
    const struct rule *cover = NULL;
    for (size_t i = 0; i < book->rule_count; i++) {
        uint32_t index = book->by_id[i];
        const struct rule *rule = &book->rules[index];
        const kogge_order_rule *term = &book->terms[index];
        const struct rule *first = rule->group ? first_of[rule->group] : NULL;
        if (first && first->base != rule->base)
            return refuse_rule(term, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_BASE, error,
                               "all rules of a group use one base, unlike rule", book->terms[first - book->rules].id);
        first_of[rule->group] = rule;
        if (rule->effect != KOGGE_FEE_COST_COVER)
            continue;
        if (cover && (cover->group != rule->group || !rule->group))
            return refuse_rule(term, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_GROUP, error,
                               "all COST_COVER rules stand in one group, unlike rule",
                               book->terms[cover - book->rules].id);
        cover = rule;
    }
    return KOGGE_OK;
}

/* The fees that a part of the rules can give: a fee each rule of group 0, one each other group. */
struct fee_room {
    int alone;
    uint64_t groups;
};

static struct fee_room fee_room(const kogge_rulebook *book, size_t begin, size_t end)
{
    struct fee_room room = { 0, 0 };
    for (size_t i = begin; i < end; i++) {
        if (!(book->rules[i].traits & TRAIT_FEE))
            continue;
        if (book->rules[i].group)
            room.groups |= UINT64_C(1) << book->rules[i].group;
        else if (room.alone <= KOGGE_FEES_MAX)
            room.alone++;
    }
    return room;
}

static size_t agreement_end(const kogge_rulebook *book, size_t begin)
{
    size_t end = begin;
    while (end < book->rule_count && book->terms[end].agreement == book->terms[begin].agreement)
        end++;
    return end;
}

kogge_status kogge__check_fee_limit(const kogge_rulebook *book, kogge_error *error)
{
    struct fee_room general = fee_room(book, 0, book->general_end), own = { 0, 0 };
    size_t begin = book->general_end, end = begin;
    do {
        if (general.alone + own.alone + bits_set(general.groups | own.groups) > KOGGE_FEES_MAX)
            return refuse_rule(&book->terms[end - 1], KOGGE_E_LIMIT, KOGGE_FIELD_ORDER_RULE_GROUP, error,
                               "one order could get more fees than", KOGGE_FEES_MAX);
        begin = end;
        end = begin < book->rule_count ? agreement_end(book, begin) : begin;
        own = fee_room(book, begin, end);
    } while (begin < book->rule_count);
    return KOGGE_OK;
}

/* ---- CLIFF rules that may both hold for one order -------------------------------------------------------------- */

enum { CLIFF_PAIRS = 1 << 28 }; /* under a second of comparing */

/* Rules with different bases are taken to overlap: one order can lie in both bands. */
static bool bands_meet(const struct rule *a, const struct rule *b)
{
    return a->base != b->base || (a->from < b->below && b->from < a->below);
}

static bool cliffs_clash(const struct rule *a, const struct rule *b)
{
    return (a->group != b->group || !a->group) && bands_meet(a, b) && kogge__scopes_meet(a, b);
}

struct part {
    size_t begin, end;
};

/* The CLIFF rules of one part against those of another, or against the later ones of the same part. */
static kogge_status compare_cliffs(const kogge_rulebook *book, struct part one, struct part other, int64_t *pairs,
                                   kogge_error *error)
{
    bool same = one.begin == other.begin;
    for (size_t i = one.begin; i < one.end; i++) {
        if (!(book->rules[i].traits & TRAIT_CLIFF))
            continue;
        for (size_t j = same ? i + 1 : other.begin; j < other.end; j++) {
            if (++*pairs > CLIFF_PAIRS)
                return kogge__fail(error, KOGGE_E_LIMIT, KOGGE_FIELD_ORDER_RULE_CAP, -1,
                                   "too many rules with cap CLIFF to compare: put them into one group a fee");
            if ((book->rules[j].traits & TRAIT_CLIFF) && cliffs_clash(&book->rules[i], &book->rules[j]))
                return refuse_rule(&book->terms[i], KOGGE_E_INVALID, KOGGE_FIELD_ORDER_RULE_CAP, error,
                                   "one order could be in its band and in that of another CLIFF rule,",
                                   book->terms[j].id);
        }
    }
    return KOGGE_OK;
}

kogge_status kogge__check_cliffs(const kogge_rulebook *book, kogge_error *error)
{
    int64_t pairs = 0;
    const struct part general = { 0, book->general_end };
    kogge_status status = compare_cliffs(book, general, general, &pairs, error);
    for (size_t begin = general.end, end; !status && begin < book->rule_count; begin = end) {
        end = agreement_end(book, begin);
        const struct part own = { begin, end };
        status = compare_cliffs(book, own, own, &pairs, error);
        if (!status && general.end)
            status = compare_cliffs(book, own, general, &pairs, error);
    }
    return status;
}
