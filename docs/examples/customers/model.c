/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "model.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct ledger_column columns[] = {
    { "first_order_date", "kogge_customer", "first_order_at" },
    { "last_order_date", "kogge_customer", "last_order_at" },
    { "revenue_minor", "kogge_customer", "revenue_12m_minor" }, /* of ledgers without orders */
    { "calls_12m", "kogge_economics", "calls" },
    { "visits_12m", "kogge_economics", "visits" },
    { "goods_cost_minor", "kogge_economics", "goods_cost_minor" },
    { "marketing_minor", "kogge_economics", "marketing_minor" },
    { "selling_minor", "kogge_economics", "selling_minor" },
    { "service_minor", "kogge_economics", "service_minor" },
};

const struct ledger_wish model_wish = { columns, sizeof columns / sizeof *columns, true };

bool model_is_sale(const kogge_order *order)
{
    return !(order->flags & (KOGGE_ORDER_FLAG_RETURN | KOGGE_ORDER_FLAG_CREDIT)) && order->net_minor >= 0;
}

/* ---- customers ------------------------------------------------------------------------------------------------- */

/* While customers are collected: where each id stands. */
struct collection {
    struct model *model;
    struct id_table ids;
    size_t room, order_room;
};

static size_t customer_of(struct collection *all, const char *id, const struct ledger_customer *row)
{
    struct model *model = all->model;
    size_t at = id_table_find(&all->ids, id);
    if (at != STORE_NOT_FOUND)
        return at;
    model->customers = store_grow(model->customers, &all->room, model->customer_count + 1, sizeof *model->customers);
    model->customers[model->customer_count] =
        (struct model_customer){ .id = id, .name = row ? row->name : NULL, .row = row };
    id_table_add(&all->ids, id, model->customer_count);
    return model->customer_count++;
}

static int by_id(const void *a, const void *b)
{
    const struct model_customer *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static size_t count_rows(const struct model *model, uint64_t customer_bit, uint64_t effort_bit)
{
    size_t count = 0;
    for (size_t i = 0; i < model->customer_count; i++) {
        const struct ledger_customer *row = model->customers[i].row;
        count += row && ((row->record.known & customer_bit) || (row->effort.known & effort_bit));
    }
    return count;
}

static void note_gaps(struct model *model)
{
    bool selling = count_rows(model, 0, KOGGE_ECONOMICS_SELLING),
         service = count_rows(model, 0, KOGGE_ECONOMICS_SERVICE);
    model->gaps.marketing = !count_rows(model, 0, KOGGE_ECONOMICS_MARKETING);
    model->gaps.calls = !selling && !count_rows(model, 0, KOGGE_ECONOMICS_CALLS);
    model->gaps.visits = !selling && !count_rows(model, 0, KOGGE_ECONOMICS_VISITS);
    model->gaps.complaints = !service && !count_rows(model, KOGGE_CUSTOMER_COMPLAINT_ORDERS, 0);
    model->gaps.discounts = true;
    for (size_t i = 0; i < model->ledger_count; i++)
        if (model->ledgers[i].has_base[KOGGE_BASE_BEFORE_DISCOUNT])
            model->gaps.discounts = false;
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static void take_order(struct collection *all, const struct ledger_order *order)
{
    struct model *model = all->model;
    if (!*order->customer_id) {
        model->guests++;
        model->guests_minor += order->record.net_minor;
        return;
    }
    size_t customer = customer_of(all, order->customer_id, NULL);
    model->orders = store_grow(model->orders, &all->order_room, model->order_count + 1, sizeof *model->orders);
    model->orders[model->order_count++] = (struct model_order){ customer, &order->record };
}

/* Orders of all ledgers; what stands in two of them counts once. */
static void take_orders(struct collection *all)
{
    struct model *model = all->model;
    struct id_table seen = { 0 };
    for (size_t k = 0; k < model->ledger_count; k++) {
        struct ledger *ledger = &model->ledgers[k];
        for (size_t i = 0; i < ledger->order_count; i++) {
            const struct ledger_order *order = &ledger->orders[i];
            if (k > 0 && id_table_find(&seen, order->id) != STORE_NOT_FOUND) {
                ledger_complain(ledger, ledger->order_file.path, order->line, "order_id",
                                "the order stands in the first ledger already");
                ledger->order_file.refused++;
                continue;
            }
            if (k == 0 && model->ledger_count > 1)
                id_table_add(&seen, order->id, i);
            if (order->record.priced_at > model->today) {
                model->later++;
                model->later_minor += order->record.net_minor;
            } else
                take_order(all, order);
        }
    }
    id_table_free(&seen);
}

static int by_customer_and_day(const void *a, const void *b)
{
    const struct model_order *x = a, *y = b;
    if (x->customer != y->customer)
        return x->customer < y->customer ? -1 : 1;
    return (x->record->priced_at > y->record->priced_at) - (x->record->priced_at < y->record->priced_at);
}

/* Customers by id, their orders and days behind each other. */
static void arrange(struct collection *all)
{
    struct model *model = all->model;
    size_t room = 0;
    size_t *place = store_grow(NULL, &room, model->customer_count + 1, sizeof *place);
    if (model->customer_count)
        qsort(model->customers, model->customer_count, sizeof *model->customers, by_id);
    for (size_t i = 0; i < model->customer_count; i++)
        place[id_table_find(&all->ids, model->customers[i].id)] = i;
    for (size_t i = 0; i < model->order_count; i++)
        model->orders[i].customer = place[model->orders[i].customer];
    free(place);
    if (model->order_count)
        qsort(model->orders, model->order_count, sizeof *model->orders, by_customer_and_day);
    room = 0;
    model->days = store_grow(NULL, &room, model->order_count + 1, sizeof *model->days);
    for (size_t i = 0, days = 0; i < model->order_count; i++) {
        struct model_customer *customer = &model->customers[model->orders[i].customer];
        if (!customer->order_count++) {
            customer->first_order = i;
            customer->first_day = days;
        }
        if (model_is_sale(model->orders[i].record)) {
            model->days[days++] = model->orders[i].record->priced_at;
            customer->day_count++;
        }
    }
}

/* ---- period ---------------------------------------------------------------------------------------------------- */

static bool note_days(struct model *model, int32_t today)
{
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t k = 0; k < model->ledger_count; k++)
        for (size_t i = 0; i < model->ledgers[k].order_count; i++) {
            int32_t day = model->ledgers[k].orders[i].record.priced_at;
            first = day < first ? day : first;
            last = day > last ? day : last;
        }
    model->has_orders = last != INT32_MIN;
    model->first_day = model->has_orders ? first : 0;
    model->today = today ? today : last;
    if (!today && !model->has_orders)
        fputs("the ledger has no orders, so give --today YYYY-MM-DD\n", stderr);
    return today || model->has_orders;
}

static bool note_currency(struct model *model)
{
    for (size_t k = 0; k < model->ledger_count; k++) {
        int32_t currency = model->ledgers[k].currency;
        if (model->currency && currency && currency != model->currency) {
            fputs("the two ledgers have different currencies\n", stderr);
            return false;
        }
        model->currency = model->currency ? model->currency : currency;
    }
    model->currency = model->currency ? model->currency : KOGGE_XXX;
    return true;
}

bool model_make(struct model *model, struct ledger *ledgers, size_t count, int32_t today)
{
    *model = (struct model){ .ledgers = ledgers, .ledger_count = count };
    if (!note_days(model, today) || !note_currency(model))
        return false;
    /* A year that begins with holidays is a whole year. */
    model->two_periods = model->has_orders &&
                         (count > 1 || (int64_t)model->today - model->first_day + 1 + HOLIDAY_DAYS >= 2 * YEAR_DAYS);
    struct collection all = { .model = model };
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < ledgers[k].customer_count; i++)
            customer_of(&all, ledgers[k].customers[i].id, &ledgers[k].customers[i]);
    take_orders(&all);
    arrange(&all);
    id_table_free(&all.ids);
    note_gaps(model);
    return true;
}

void model_refuse(struct model *model, size_t customer, const kogge_error *error)
{
    struct model_customer *gone = &model->customers[customer];
    struct ledger *ledger = model->ledgers;
    for (size_t k = 0; k < model->ledger_count; k++) /* whose row it is */
        for (size_t i = 0; i < model->ledgers[k].customer_count; i++)
            if (&model->ledgers[k].customers[i] == gone->row)
                ledger = &model->ledgers[k];
    if (gone->row)
        ledger_complain(ledger, ledger->customer_file.path, gone->row->line, ledger_column_of(error->field), "%s",
                        error->text);
    else
        ledger_complain(ledger, ledger->order_file.path, 0, "customer_id", "customer %s: %s", gone->id, error->text);
    ledger->customer_file.refused += gone->row != NULL;
    memmove(gone, gone + 1, (--model->customer_count - customer) * sizeof *gone);
}

size_t model_find(const struct model *model, const char *id)
{
    struct model_customer wanted = { .id = id };
    const struct model_customer *found = NULL;
    if (model->customer_count)
        found = bsearch(&wanted, model->customers, model->customer_count, sizeof wanted, by_id);
    return found ? (size_t)(found - model->customers) : STORE_NOT_FOUND;
}

void model_free(struct model *model)
{
    free(model->customers);
    free(model->orders);
    free(model->days);
    *model = (struct model){ 0 };
}
