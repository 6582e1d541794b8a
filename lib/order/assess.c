/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "order/desk.h"

#include "base/number.h"
#include "base/record.h"
#include "economics/break_even.h"

#include <stdbool.h>
#include <stdint.h>

/* ---- the order's own figures ----------------------------------------------------------------------------------- */

static void fill_values(struct desk *desk)
{
    kogge_assessment *result = &desk->result;
    result->fingerprint = desk->book->fingerprint;
    result->semantics = kogge_semantics();
    result->net_base_minor = desk->order_now.base[KOGGE_BASE_NET];
    result->before_discount_base_minor = desk->order_now.base[KOGGE_BASE_BEFORE_DISCOUNT];
    result->with_freight_base_minor = desk->order_now.base[KOGGE_BASE_WITH_FREIGHT];
    result->gross_base_minor = desk->order_now.base[KOGGE_BASE_GROSS];
}

static kogge_status too_large(const struct desk *desk, int32_t field)
{
    return kogge__fail(desk->error, KOGGE_E_RANGE, field, -1, "the order's %s is beyond KOGGE_MONEY_MAX",
                       kogge_field_name(field));
}

static kogge_status sum_fees(struct desk *desk)
{
    kogge_assessment *result = &desk->result;
    for (size_t i = 0; i < desk->fee_count; i++) {
        const kogge_fee *fee = &desk->fees[i];
        if (fee->charged_minor > KOGGE_MONEY_MAX || fee->waived_minor > KOGGE_MONEY_MAX) {
            kogge_status status = too_large(desk, fee->charged_minor > KOGGE_MONEY_MAX ? KOGGE_FIELD_FEE_CHARGED
                                                                                       : KOGGE_FIELD_FEE_WAIVED);
            if (desk->error)
                desk->error->rule = fee->rule;
            return status;
        }
        bool band_fee = desk->book->rules[desk->counted[i].index].traits & TRAIT_BAND_FEE;
        *(band_fee ? &result->small_order_fees_minor : &result->service_fees_minor) += fee->charged_minor;
        result->waived_minor += fee->waived_minor;
    }
    result->charged_minor = result->small_order_fees_minor + result->service_fees_minor;
    desk->band_fees = result->small_order_fees_minor;
    if (result->charged_minor > KOGGE_MONEY_MAX)
        return too_large(desk, KOGGE_FIELD_ASSESSMENT_CHARGED);
    if (result->waived_minor > KOGGE_MONEY_MAX)
        return too_large(desk, KOGGE_FIELD_ASSESSMENT_WAIVED);
    return KOGGE_OK;
}

/* ---- economics ------------------------------------------------------------------------------------------------- */

/* So small that no contribution can be beyond KOGGE_MONEY_MAX; margins are between -100 % and 100 %. */
static bool is_modest(const struct desk *desk)
{
    const int64_t modest = KOGGE_MONEY_MAX / 4;
    const struct situation *now = &desk->order_now;
    return now->net <= modest && now->handling_cost <= modest && desk->result.charged_minor <= modest;
}

static kogge_status economics(struct desk *desk)
{
    const struct situation *now = &desk->order_now;
    kogge_assessment *result = &desk->result;
    if (now->cost_unknown || ((desk->left_out & PART_ECONOMICS) && is_modest(desk)))
        return KOGGE_OK;
    result->handling_cost_minor = now->handling_cost;
    result->contribution_minor = kogge__mul_div(now->net, now->margin_bp, 10000, now->policy->rounding) -
                                 now->handling_cost + result->charged_minor;
    result->break_even_minor = kogge__break_even(now->handling_cost, 0, now->margin_bp);
    result->break_even_with_fees_minor =
        result->charged_minor ? kogge__break_even(now->handling_cost, result->charged_minor, now->margin_bp)
                              : result->break_even_minor;
    result->known |= KOGGE_ASSESSMENT_HANDLING_COST | KOGGE_ASSESSMENT_CONTRIBUTION | KOGGE_ASSESSMENT_BREAK_EVEN |
                     KOGGE_ASSESSMENT_BREAK_EVEN_WITH_FEES;
    if (result->contribution_minor < -KOGGE_MONEY_MAX || result->contribution_minor > KOGGE_MONEY_MAX)
        return too_large(desk, KOGGE_FIELD_ASSESSMENT_CONTRIBUTION);
    return KOGGE_OK;
}

/* ---- reasons of the result ------------------------------------------------------------------------------------- */

static void say_natural_person(struct desk *desk)
{
    bool natural = kogge__is_natural_person(desk);
    const kogge_reason reason = { .code = KOGGE_REASON_NATURAL_PERSON,
                                  .outcome = natural ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_NOT_MATCHED,
                                  .field = KOGGE_FIELD_CUSTOMER_FLAGS,
                                  .observed = natural ? KOGGE_CUSTOMER_FLAG_NATURAL_PERSON : 0 };
    if (desk->block_reviewed)
        kogge__say(desk, &reason);
}

static void say_tier_source(struct desk *desk)
{
    bool own = desk->result.tier_source == KOGGE_TIER_SOURCE_OWN;
    const kogge_reason reason = { .code = KOGGE_REASON_TIER_SOURCE,
                                  .outcome = own ? KOGGE_OUTCOME_NOT_MATCHED : KOGGE_OUTCOME_MATCHED,
                                  .field = KOGGE_FIELD_ASSESSMENT_TIER_SOURCE,
                                  .observed = desk->result.tier_source,
                                  .threshold = desk->result.tier };
    kogge__say(desk, &reason);
}

static void say_cost_unknown(struct desk *desk)
{
    const kogge_reason reason = { .code = KOGGE_REASON_COST_UNKNOWN,
                                  .outcome = KOGGE_OUTCOME_UNKNOWN,
                                  .field = KOGGE_FIELD_ORDER_LINE_COUNT };
    if (desk->order_now.cost_unknown)
        kogge__say(desk, &reason);
}

/* ---- the assessment -------------------------------------------------------------------------------------------- */

static kogge_status assess_sale(struct desk *desk)
{
    kogge__count_rules(desk);
    kogge__charge_fees(desk);
    kogge_status status = sum_fees(desk);
    if (!status)
        status = economics(desk);
    if (status)
        return status;
    if (desk->result.charged_minor)
        kogge__act(&desk->action, KOGGE_ACTION_SURCHARGE);
    if (!(desk->left_out & PART_MISSING))
        kogge__missing(desk);
    if (!desk->why)
        return KOGGE_OK;
    say_natural_person(desk);
    say_tier_source(desk);
    say_cost_unknown(desk);
    return KOGGE_OK;
}

kogge_status kogge__assess(struct desk *desk, const kogge_rows *lines, struct copies *copies)
{
    kogge_status status = kogge__situation(desk, lines, &copies->order, &copies->customer, &copies->line);
    if (status)
        return status;
    fill_values(desk);
    if (kogge__guards(desk)) /* fees and missing amounts are 0, and known to be */
        desk->result.known |=
            KOGGE_ASSESSMENT_NEXT_STEP_MISSING | KOGGE_ASSESSMENT_MISSING_TO_FREE | KOGGE_ASSESSMENT_MISSING_TO_ALLOW;
    else
        status = assess_sale(desk);
    desk->result.action = desk->action;
    return status;
}

/* Nothing is known yet. */
static void clear(struct desk *desk)
{
    desk->fee_count = 0;
    desk->action = desk->banded_action = KOGGE_ACTION_ALLOW;
    desk->block_reviewed = false;
    desk->band_fees = 0;
    desk->result = kogge__nothing_found;
}

kogge_status kogge__desk_open(struct desk *desk, const kogge_rulebook *book, const kogge_customer *customer,
                              const kogge_order *order, const kogge_assessment *result, kogge_reasons *why,
                              kogge_error *error)
{
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!book || !order || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", !book ? "book" : !order ? "order" : "result");
    if (kogge__reasons_ready(why, error))
        return KOGGE_E_UNSUPPORTED;
    desk->book = book;
    desk->customer = customer;
    desk->customer_is_right = false;
    desk->order = order;
    desk->why = why;
    desk->error = error;
    desk->left_out = 0;
    clear(desk);
    return kogge__result_size(KOGGE_RECORD_ASSESSMENT, result, error);
}

static void write_fees(const struct desk *desk, kogge_fees *fees)
{
    fees->count = desk->fee_count;
    for (size_t i = 0; fees->data && i < desk->fee_count && i < fees->capacity; i++)
        fees->data[i] = desk->fees[i];
}

kogge_status kogge_order_assess(const kogge_rulebook *book, const kogge_customer *customer, const kogge_order *order,
                                const kogge_rows *lines, kogge_assessment *result, kogge_fees *fees,
                                kogge_reasons *why, kogge_error *error)
{
    struct desk desk;
    struct copies copies;
    if (fees)
        fees->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__desk_open(&desk, book, customer, order, result, why, error);
    if (!status)
        status = kogge__assess(&desk, lines, &copies);
    if (status) {
        if (why)
            why->count = 0;
        return status;
    }
    kogge__result_write(KOGGE_RECORD_ASSESSMENT, &desk.result, result);
    if (fees)
        write_fees(&desk, fees);
    return KOGGE_OK;
}

/* ---- many orders ----------------------------------------------------------------------------------------------- */

kogge_status kogge__assess_next(struct desk *desk, const kogge_customer *customer, bool customer_is_right,
                                const kogge_order *order, const kogge_rows *lines)
{
    struct copies copies;
    desk->customer = customer;
    desk->customer_is_right = customer_is_right;
    desk->order = order;
    if (desk->why)
        desk->why->count = 0;
    clear(desk);
    kogge_status status = kogge__assess(desk, lines, &copies);
    if (status && desk->why)
        desk->why->count = 0;
    return status;
}

static unsigned part_of(int32_t field)
{
    switch (field) {
    case KOGGE_FIELD_ASSESSMENT_HANDLING_COST:
    case KOGGE_FIELD_ASSESSMENT_CONTRIBUTION:
    case KOGGE_FIELD_ASSESSMENT_BREAK_EVEN:
    case KOGGE_FIELD_ASSESSMENT_BREAK_EVEN_WITH_FEES:
        return PART_ECONOMICS;
    case KOGGE_FIELD_ASSESSMENT_NEXT_STEP_MISSING:
    case KOGGE_FIELD_ASSESSMENT_NEXT_STEP_FEES:
    case KOGGE_FIELD_ASSESSMENT_MISSING_TO_FREE:
    case KOGGE_FIELD_ASSESSMENT_MISSING_TO_ALLOW:
        return PART_MISSING;
    case KOGGE_FIELD_ASSESSMENT_KNOWN:
        return PART_ECONOMICS | PART_MISSING;
    default:
        return 0;
    }
}

unsigned kogge__left_out(const kogge_out_column *columns, size_t count)
{
    unsigned wanted = 0;
    for (size_t i = 0; i < count; i++)
        wanted |= part_of(columns[i].field);
    return (PART_ECONOMICS | PART_MISSING) & ~wanted;
}
