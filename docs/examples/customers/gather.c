/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "gather.h"
#include "store.h"

#include <stdlib.h>

/* ---- span ------------------------------------------------------------------------------------------------------ */

int32_t span_quarter_end(size_t quarters_back)
{
    return (int32_t)(quarters_back * YEAR_DAYS / 4);
}

struct span span_make(const struct model *model, int32_t today, bool past)
{
    struct span span = { .today = today, .past = past };
    while (model->has_orders && span.quarters < QUARTERS_MAX &&
           (int64_t)today - span_quarter_end(span.quarters + 1) + 1 + HOLIDAY_DAYS >= model->first_day)
        span.quarters++;
    return span;
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static void add_to_channel(kogge_economics *economics, int32_t channel)
{
    int32_t *const counters[] = {
        [KOGGE_CHANNEL_PHONE] = &economics->orders_phone, [KOGGE_CHANNEL_FAX] = &economics->orders_fax,
        [KOGGE_CHANNEL_EMAIL] = &economics->orders_email, [KOGGE_CHANNEL_FIELD] = &economics->orders_field,
        [KOGGE_CHANNEL_SHOP] = &economics->orders_shop,   [KOGGE_CHANNEL_PORTAL] = &economics->orders_portal,
        [KOGGE_CHANNEL_EDI] = &economics->orders_edi,     [KOGGE_CHANNEL_PICKUP] = &economics->orders_pickup,
    };
    bool known = channel > 0 && (size_t)channel < sizeof counters / sizeof *counters && counters[channel];
    ++*(known ? counters[channel] : &economics->orders_unknown);
}

static void add_sale(struct figures *figures, const kogge_order *order)
{
    figures->nets[figures->orders++] = order->net_minor;
    figures->discount += order->discount_minor;
    figures->services += order->special_services;
    figures->orders_with_channel += order->channel != 0;
    figures->digital += order->channel == KOGGE_CHANNEL_SHOP || order->channel == KOGGE_CHANNEL_PORTAL ||
                        order->channel == KOGGE_CHANNEL_EDI;
    if (order->known & KOGGE_ORDER_LINE_COUNT) {
        figures->lines += order->line_count;
        figures->orders_with_lines++;
    }
    add_to_channel(&figures->economics, order->channel);
}

static void add_to_quarter(struct figures *figures, const struct span *span, const kogge_order *order)
{
    int64_t age = (int64_t)span->today - order->priced_at;
    for (size_t back = 0; back < span->quarters; back++)
        if (age < span_quarter_end(back + 1)) {
            figures->quarters[span->quarters - 1 - back] += order->net_minor;
            return;
        }
}

static void add_orders(const struct model *model, const struct span *span, const struct model_customer *customer,
                       struct figures *figures)
{
    for (size_t i = 0; i < customer->order_count; i++) {
        const kogge_order *order = model->orders[customer->first_order + i].record;
        if (order->priced_at > span->today)
            break;
        bool sale = model_is_sale(order);
        if (sale) {
            figures->first_sale = figures->day_count++ ? figures->first_sale : order->priced_at;
            figures->last_sale = order->priced_at;
        }
        add_to_quarter(figures, span, order);
        if ((int64_t)span->today - order->priced_at >= YEAR_DAYS)
            continue;
        figures->revenue += order->net_minor;
        if (sale)
            add_sale(figures, order);
        else
            figures->returns++;
    }
}

/* ---- economics ------------------------------------------------------------------------------------------------- */

/* Lines of all orders; one without a number of lines counts as the customer's average. */
static bool lines_of(const struct figures *figures, int32_t *lines)
{
    int64_t all = 0;
    *lines = 0;
    if (!figures->orders)
        return true;
    if (!figures->orders_with_lines ||
        kogge_mul_div(figures->lines, figures->orders, figures->orders_with_lines, KOGGE_ROUNDING_HALF_AWAY, &all) ||
        all > INT32_MAX)
        return false;
    *lines = (int32_t)all;
    return true;
}

static int64_t goods_cost(const kogge_policy *policy, const kogge_customer *row, int64_t net)
{
    int64_t margin = 0;
    int32_t margin_bp = row && (row->known & KOGGE_CUSTOMER_MARGIN_BP) ? row->margin_bp : policy->margin_bp;
    kogge_mul_div(net, margin_bp, 10000, KOGGE_ROUNDING_HALF_AWAY, &margin);
    return net - margin;
}

/* Kinds of cost that the ledger knows of nobody are 0: they are left out for all, and the report says so. */
static void take_effort(const struct model *model, const struct span *span, const struct ledger_customer *row,
                        kogge_economics *economics)
{
    const kogge_economics none = KOGGE_INIT(kogge_economics);
    const kogge_economics *effort = row && !span->past ? &row->effort : &none;
    economics->known |= effort->known;
    economics->goods_cost_minor =
        effort->known & KOGGE_ECONOMICS_GOODS_COST ? effort->goods_cost_minor : economics->goods_cost_minor;
    economics->marketing_minor = effort->marketing_minor;
    economics->selling_minor = effort->selling_minor;
    economics->service_minor = effort->service_minor;
    economics->calls = effort->calls;
    economics->visits = effort->visits;
    if (row && !span->past && (row->record.known & KOGGE_CUSTOMER_COMPLAINT_ORDERS)) {
        economics->complaints = row->record.complaint_orders;
        economics->known |= KOGGE_ECONOMICS_COMPLAINTS;
    }
    economics->known |= model->gaps.marketing ? KOGGE_ECONOMICS_MARKETING : 0;
    economics->known |= model->gaps.calls ? KOGGE_ECONOMICS_CALLS : 0;
    economics->known |= model->gaps.visits ? KOGGE_ECONOMICS_VISITS : 0;
    economics->known |= model->gaps.complaints ? KOGGE_ECONOMICS_COMPLAINTS : 0;
}

static void fill_economics(const struct model *model, const kogge_policy *policy, const struct span *span,
                           const struct ledger_customer *row, struct figures *figures)
{
    kogge_economics *economics = &figures->economics;
    economics->gross_minor = figures->revenue + figures->discount;
    economics->reductions_minor = figures->discount;
    economics->goods_cost_minor = goods_cost(policy, row ? &row->record : NULL, figures->revenue);
    economics->known = KOGGE_ECONOMICS_GOODS_COST;
    if (model->has_orders) {
        economics->returns = figures->returns;
        economics->special_services = figures->services;
        economics->known |= KOGGE_ECONOMICS_RETURNS | KOGGE_ECONOMICS_SPECIAL_SERVICES | KOGGE_ECONOMICS_ORDERS_PHONE;
        if (lines_of(figures, &economics->lines))
            economics->known |= KOGGE_ECONOMICS_LINES;
    }
    take_effort(model, span, row, economics);
}

void gather(const struct model *model, const kogge_policy *policy, const struct span *span, size_t customer,
            struct figures *figures)
{
    const struct model_customer *who = &model->customers[customer];
    size_t room = 0;
    *figures = (struct figures){ .first_sale = INT32_MIN, .last_sale = INT32_MIN };
    figures->economics = (kogge_economics)KOGGE_INIT(kogge_economics);
    figures->nets = store_grow(NULL, &room, who->order_count + 1, sizeof *figures->nets);
    add_orders(model, span, who, figures);
    if (!model->has_orders && who->row)
        figures->revenue = who->row->record.revenue_12m_minor;
    fill_economics(model, policy, span, who->row, figures);
}

/* ---- customer -------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The median sale; of an even number the lower of the two in the middle. */
static int64_t typical(const struct figures *figures)
{
    qsort(figures->nets, (size_t)figures->orders, sizeof *figures->nets, by_value);
    return figures->nets[(figures->orders - 1) / 2];
}

/* What the ledger says of today was not known then. */
static void forget(kogge_customer *record)
{
    const uint64_t now = KOGGE_CUSTOMER_DEMAND | KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP | KOGGE_CUSTOMER_ANNOUNCED |
                         KOGGE_CUSTOMER_REALISED | KOGGE_CUSTOMER_COMPLAINT_ORDERS;
    record->known &= ~now;
    record->demand_minor = record->announced_minor = record->realised_minor = 0;
    record->demand_confidence_bp = record->complaint_orders = record->classified_at = 0;
    record->demand_source = record->tier_override = record->override_reason = record->override_until_at = 0;
}

void gather_customer(const struct model *model, const struct span *span, size_t customer,
                     const struct figures *figures, kogge_customer *record)
{
    const struct ledger_customer *row = model->customers[customer].row;
    *record = row ? row->record : (kogge_customer)KOGGE_INIT(kogge_customer);
    record->id = customer + 1;
    record->class_flags = 0;
    record->tier = 0; /* a person's: the audit compares it, but no hysteresis holds it */
    record->tier_since_at = 0;
    record->revenue_12m_minor = figures->revenue;
    if (span->past)
        forget(record);
    if (!model->has_orders)
        return;
    record->orders_12m = figures->orders;
    record->known |= KOGGE_CUSTOMER_ORDERS_12M;
    record->last_order_at = figures->last_sale == INT32_MIN ? 0 : figures->last_sale;
    if (!record->first_order_at || record->first_order_at > span->today)
        record->first_order_at = figures->first_sale == INT32_MIN ? 0 : figures->first_sale;
    if (figures->orders) {
        record->typical_order_minor = typical(figures);
        record->known |= KOGGE_CUSTOMER_TYPICAL_ORDER;
    }
}
