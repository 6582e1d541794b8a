/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The order as rules see it: its values, the tier and treatment of its customer, its lines (semantics 2). */

#include "order/desk.h"

#include "base/number.h"
#include "base/record.h"
#include "tier/standing.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

/* ---- values ---------------------------------------------------------------------------------------------------- */

static bool is_sale(const kogge_order *order)
{
    return !(order->flags & (KOGGE_ORDER_FLAG_RETURN | KOGGE_ORDER_FLAG_CREDIT)) && order->net_minor > 0;
}

static bool is_money(int64_t amount)
{
    return amount >= -KOGGE_MONEY_MAX && amount <= KOGGE_MONEY_MAX;
}

/* On a sale nothing is negative, and what does not count is part of net. */
static bool makes_sense(const kogge_order *order)
{
    int64_t signs = order->discount_minor | order->freight_minor | order->tax_minor | order->excluded_minor |
                    order->also_counts_minor;
    return !is_sale(order) || (signs >= 0 && order->excluded_minor <= order->net_minor);
}

static kogge_status name_nonsense(const struct desk *desk)
{
    const kogge_order *order = desk->order;
    const struct {
        int64_t amount;
        int32_t field;
    } amounts[] = {
        { order->discount_minor, KOGGE_FIELD_ORDER_DISCOUNT },
        { order->freight_minor, KOGGE_FIELD_ORDER_FREIGHT },
        { order->tax_minor, KOGGE_FIELD_ORDER_TAX },
        { order->excluded_minor, KOGGE_FIELD_ORDER_EXCLUDED },
        { order->also_counts_minor, KOGGE_FIELD_ORDER_ALSO_COUNTS },
    };
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        if (amounts[i].amount < 0)
            return kogge__fail(desk->error, KOGGE_E_INVALID, amounts[i].field, -1,
                               "order.%s is %" PRId64 ", negative on a sale", kogge_field_name(amounts[i].field),
                               amounts[i].amount);
    }
    return kogge__fail(desk->error, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_EXCLUDED, -1,
                       "order.excluded_minor is %" PRId64 ", more than net_minor %" PRId64, order->excluded_minor,
                       order->net_minor);
}

static void set_value(struct situation *now, int32_t base, int64_t value, int64_t also)
{
    now->base[base] = value;
    now->band[base] = value + also;
}

/* Without a branch for each of the eight: nearly every order passes. */
static bool bases_fit(const struct situation *now)
{
    const uint64_t span = 2 * (uint64_t)KOGGE_MONEY_MAX;
    uint64_t wrong = 0;
    for (int base = KOGGE_BASE_NET; base <= KOGGE_BASE_GROSS; base++) {
        wrong |= (uint64_t)(now->base[base] + KOGGE_MONEY_MAX) > span;
        wrong |= (uint64_t)(now->band[base] + KOGGE_MONEY_MAX) > span;
    }
    return !wrong;
}

static kogge_status name_base(const struct desk *desk)
{
    const struct situation *now = &desk->order_now;
    for (int base = KOGGE_BASE_NET; base <= KOGGE_BASE_GROSS; base++) {
        if (!is_money(now->base[base]))
            return kogge__fail(desk->error, KOGGE_E_RANGE, kogge__base_field(base), -1,
                               "the order's %s is %" PRId64 ", beyond KOGGE_MONEY_MAX",
                               kogge_field_name(kogge__base_field(base)), now->base[base]);
    }
    return kogge__fail(desk->error, KOGGE_E_RANGE, KOGGE_FIELD_ORDER_ALSO_COUNTS, -1,
                       "order.also_counts_minor %" PRId64 " takes the band value beyond KOGGE_MONEY_MAX",
                       desk->order->also_counts_minor);
}

static kogge_status take_values(struct desk *desk)
{
    const kogge_order *order = desk->order;
    struct situation *now = &desk->order_now;
    if (!makes_sense(order))
        return name_nonsense(desk);
    const int64_t net = order->net_minor - order->excluded_minor, also = order->also_counts_minor;
    const int64_t before_discount = net + order->discount_minor, with_freight = net + order->freight_minor;
    const int64_t gross = with_freight + order->tax_minor;
    now->net = order->net_minor;
    set_value(now, KOGGE_BASE_NET, net, also);
    set_value(now, KOGGE_BASE_BEFORE_DISCOUNT, before_discount, also);
    set_value(now, KOGGE_BASE_WITH_FREIGHT, with_freight, also);
    set_value(now, KOGGE_BASE_GROSS, gross, also);
    now->nothing_counts = net == 0;
    return bases_fit(now) ? KOGGE_OK : name_base(desk);
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static void look_at_line(struct situation *now, const kogge_order_line *line)
{
    if (line->quantity <= 0)
        return;
    if (line->quantity < line->minimum_quantity)
        now->shortfall = kogge__add_sat(now->shortfall, line->minimum_quantity - line->quantity);
    if (line->pack_size > 1 && line->quantity % line->pack_size)
        now->broken_lines++;
}

static kogge_status take_lines(struct desk *desk, const kogge_rows *lines, kogge_order_line *copy)
{
    desk->order_now.lines = NULL;
    desk->order_now.shortfall = 0;
    desk->order_now.broken_lines = 0;
    if (!lines || !lines->data)
        return KOGGE_OK;
    kogge_status status =
        lines->count ? kogge__rows_size(KOGGE_RECORD_ORDER_LINE, lines->row_size, desk->error) : KOGGE_OK;
    if (!status && lines->count > INT32_MAX)
        status = kogge__fail(desk->error, KOGGE_E_RANGE, KOGGE_FIELD_ORDER_LINE_COUNT, -1,
                             "%zu order lines, at most %d", lines->count, INT32_MAX);
    for (size_t i = 0; !status && i < lines->count; i++) {
        const void *full = NULL;
        status = kogge__row_read(KOGGE_RECORD_ORDER_LINE, lines, i, copy, &full, desk->error);
        if (!status)
            look_at_line(&desk->order_now, full);
    }
    if (status)
        return status;
    if ((desk->order->known & KOGGE_ORDER_LINE_COUNT) && (size_t)desk->order->line_count != lines->count)
        return kogge__fail(desk->error, KOGGE_E_INVALID, KOGGE_FIELD_ORDER_LINE_COUNT, -1,
                           "order.line_count is %" PRId32 ", but %zu lines are passed", desk->order->line_count,
                           lines->count);
    desk->order_now.lines = lines;
    return KOGGE_OK;
}

/* ---- handling cost --------------------------------------------------------------------------------------------- */

static kogge_status take_cost(struct desk *desk)
{
    const kogge_order *order = desk->order;
    struct situation *now = &desk->order_now;
    int64_t a_line = desk->book->policy.cost_per_line_minor;
    bool counted = now->lines || (order->known & KOGGE_ORDER_LINE_COUNT);
    int64_t lines = now->lines ? (int64_t)now->lines->count : order->line_count;
    now->cost_unknown = !counted && a_line;
    now->handling_cost = 0;
    if (now->cost_unknown)
        return KOGGE_OK;
    now->handling_cost = kogge__add_sat(desk->book->order_cost[order->channel], kogge__mul_sat(a_line, lines));
    if (!is_money(now->handling_cost) && is_sale(order)) /* of a return it is not stated */
        return kogge__fail(desk->error, KOGGE_E_RANGE, KOGGE_FIELD_ASSESSMENT_HANDLING_COST, -1,
                           "the handling cost of %" PRId64 " lines is beyond KOGGE_MONEY_MAX", lines);
    return KOGGE_OK;
}

/* ---- the situation --------------------------------------------------------------------------------------------- */

static void take_scope(struct desk *desk)
{
    const kogge_order *order = desk->order;
    const kogge_assessment *result = &desk->result;
    struct situation *now = &desk->order_now;
    now->policy = &desk->book->policy;
    now->order = order;
    now->customer = desk->customer;
    const int32_t codes[MASK_COUNT] = { [MASK_TIER] = result->tier,
                                        [MASK_TREATMENT] = result->treatment,
                                        [MASK_CHANNEL] = order->channel,
                                        [MASK_BRAND] = order->brand,
                                        [MASK_ORDER_TYPE] = order->order_type,
                                        [MASK_DELIVERY_MODE] = order->delivery_mode };
    now->masks[0] = now->masks[1] = now->masks[2] = 0;
    for (int mask = 0; mask < MASK_COUNT; mask++) {
        now->masks[mask / 2] |= kogge__mask_bit((enum scope_mask)mask, codes[mask]);
        now->codes[mask] = (uint8_t)codes[mask];
    }
    now->priced_at = order->priced_at;
    now->margin_bp = result->margin_bp;
    now->fees_off = desk->column->small_order_fees == KOGGE_TOGGLE_OFF;
}

/* Nothing is known of a guest. */
static const kogge_customer guest = KOGGE_INIT(kogge_customer);

static kogge_status read_customer(struct desk *desk, kogge_customer *copy)
{
    if (desk->customer && desk->customer_is_right)
        return KOGGE_OK;
    if (desk->customer)
        return kogge__read_customer(desk->customer, copy, &desk->customer, desk->error);
    desk->customer = &guest;
    return KOGGE_OK;
}

static kogge_status read_order(struct desk *desk, kogge_order *copy)
{
    const void *full = NULL;
    kogge_status status = kogge__record_read(KOGGE_RECORD_ORDER, desk->order, copy, &full, desk->error);
    if (status)
        return status;
    desk->order = full;
    int32_t currency = desk->book->policy.currency;
    if (desk->order->currency && desk->order->currency != currency)
        return kogge__fail(desk->error, KOGGE_E_CURRENCY, KOGGE_FIELD_ORDER_CURRENCY, -1,
                           "order.currency is %" PRId32 ", the rulebook's is %" PRId32, desk->order->currency,
                           currency);
    return KOGGE_OK;
}

kogge_status kogge__situation(struct desk *desk, const kogge_rows *lines, kogge_order *order_copy,
                              kogge_customer *customer_copy, kogge_order_line *line_copy)
{
    kogge_status status = read_order(desk, order_copy);
    if (!status)
        status = read_customer(desk, customer_copy);
    if (!status)
        status = take_lines(desk, lines, line_copy);
    if (!status)
        status = take_values(desk);
    if (!status)
        status = take_cost(desk);
    if (status)
        return status;
    const kogge_customer *customer = desk->customer;
    bool own_margin = customer->known & KOGGE_CUSTOMER_MARGIN_BP;
    desk->result.margin_bp = own_margin ? customer->margin_bp : desk->book->policy.margin_bp;
    desk->result.tier =
        kogge__effective_tier(&desk->book->policy, customer, desk->order->priced_at, &desk->result.tier_source);
    desk->result.treatment = kogge__effective_treatment(customer, desk->result.tier, desk->result.tier_source);
    desk->column = &desk->book->column[desk->result.treatment];
    desk->own = kogge__rulebook_agreement(desk->book, customer->agreement);
    take_scope(desk);
    return KOGGE_OK;
}
