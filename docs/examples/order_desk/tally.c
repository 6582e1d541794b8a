/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "tally.h"
#include "progress.h"
#include "store.h"
#include "terms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one order ------------------------------------------------------------------------------------------------- */

static const kogge_customer *customer_of(const struct ledger *ledger, const struct ledger_order *order)
{
    return order->customer == LEDGER_NOBODY ? NULL : &ledger->customers[order->customer].record;
}

kogge_status tally_assess(struct tally *tally, size_t order, kogge_assessment *result, kogge_fees *fees,
                          kogge_reasons *why, kogge_error *error)
{
    const struct ledger_order *row = &tally->ledger->orders[order];
    const kogge_customer *customer = customer_of(tally->ledger, row);
    for (;;) {
        *result = (kogge_assessment)KOGGE_INIT(kogge_assessment);
        *why = (kogge_reasons){ .data = tally->list, .capacity = tally->list_room };
        kogge_status status = kogge_order_assess(tally->book, customer, &row->record, NULL, result, fees, why, error);
        if (status != KOGGE_OK || why->count <= why->capacity)
            return status;
        tally->list = store_grow(tally->list, &tally->list_room, why->count, sizeof *tally->list);
    }
}

bool tally_is_decisive(const kogge_reason *reason)
{
    return reason->outcome != KOGGE_OUTCOME_NOT_MATCHED && reason->outcome != KOGGE_OUTCOME_UNKNOWN &&
           reason->outcome != KOGGE_OUTCOME_SUPERSEDED;
}

/* ---- counting -------------------------------------------------------------------------------------------------- */

static void add(struct amount *sum, int64_t minor)
{
    sum->orders++;
    sum->minor += minor;
}

static bool same_kind(const kogge_reason *a, const kogge_reason *b)
{
    return a->code == b->code && a->outcome == b->outcome && a->rule == b->rule;
}

static void count_reason(struct tally *tally, const kogge_reason *reason)
{
    for (size_t i = 0; i < tally->reason_count; i++)
        if (same_kind(&tally->reasons[i].example, reason)) {
            tally->reasons[i].orders++;
            return;
        }
    tally->reasons =
        store_grow(tally->reasons, &tally->reasons_room, tally->reason_count + 1, sizeof *tally->reasons);
    tally->reasons[tally->reason_count++] = (struct reason_tally){ *reason, 1 };
}

/* An unknown input counts once an order, however many conditions ask for it. */
static void count_gap(struct tally *tally, int32_t field, size_t order)
{
    size_t i = 0;
    while (i < tally->gap_count && tally->gaps[i].field != field)
        i++;
    if (i == tally->gap_count) {
        tally->gaps = store_grow(tally->gaps, &tally->gaps_room, tally->gap_count + 1, sizeof *tally->gaps);
        tally->gaps[tally->gap_count++] = (struct gap_tally){ field, 0, LEDGER_NOBODY };
    }
    tally->gaps[i].orders += tally->gaps[i].last_order != order;
    tally->gaps[i].last_order = order;
}

/* What shaped an order most: the first guard or rule among its decisive reasons. */
static kogge_reason main_reason(const kogge_reasons *why)
{
    for (size_t i = 0; i < why->count; i++)
        if (tally_is_decisive(&why->data[i]) && why->data[i].code <= KOGGE_REASON_RULE)
            return why->data[i];
    return (kogge_reason){ 0 };
}

static void count_kind(struct tally *tally, int32_t action, const kogge_reason *reason, size_t order)
{
    for (size_t i = 0; i < tally->kind_count; i++)
        if (tally->kinds[i].action == action && same_kind(&tally->kinds[i].reason, reason))
            return;
    tally->kinds = store_grow(tally->kinds, &tally->kinds_room, tally->kind_count + 1, sizeof *tally->kinds);
    tally->kinds[tally->kind_count++] = (struct kind_tally){ action, *reason, order };
}

static bool goes_through(int32_t action)
{
    return action != KOGGE_ACTION_REDIRECT_SHOP && action != KOGGE_ACTION_REDIRECT_MAIN_BRAND &&
           action != KOGGE_ACTION_BLOCK;
}

static void count_fees(struct tally *tally, const kogge_assessment *result, const kogge_fees *fees)
{
    for (size_t i = 0; i < fees->count; i++)
        for (size_t k = 0; k < tally->rule_count; k++) {
            if (tally->rules[k].rule.id != fees->data[i].rule)
                continue;
            if (fees->data[i].charged_minor)
                add(&tally->rules[k].charged, fees->data[i].charged_minor);
            if (fees->data[i].waived_minor)
                add(&tally->rules[k].waived, fees->data[i].waived_minor);
        }
    if (result->charged_minor)
        add(&tally->charged, result->charged_minor);
    if (result->charged_minor && !goes_through(result->action))
        add(&tally->not_through, result->charged_minor);
    if (result->waived_minor)
        add(&tally->waived, result->waived_minor);
}

/* Sales whose contribution does not cover what handling them costs. */
static void count_break_even(struct tally *tally, const kogge_assessment *result, int64_t net)
{
    if (!(result->known & KOGGE_ASSESSMENT_BREAK_EVEN))
        return;
    add(&tally->break_even_known, net);
    if (net < result->break_even_minor)
        add(&tally->below_break_even, net);
    if (net < result->break_even_with_fees_minor)
        add(&tally->below_with_fees, net);
}

static void note_nearest(struct tally *tally, const kogge_assessment *result, size_t order)
{
    int64_t missing = result->missing_to_free_minor;
    if (!(result->known & KOGGE_ASSESSMENT_MISSING_TO_FREE) || missing <= 0)
        return;
    if (tally->nearest != LEDGER_NOBODY && missing >= tally->nearest_missing)
        return;
    tally->nearest = order;
    tally->nearest_missing = missing;
}

static void count_order(struct tally *tally, size_t order, const kogge_assessment *result, const kogge_fees *fees,
                        const kogge_reasons *why)
{
    const struct ledger_order *row = &tally->ledger->orders[order];
    int64_t net = row->record.net_minor;
    add(&tally->all, net);
    for (size_t i = 0; i < tally->action_count; i++)
        if (tally->actions[i].action == result->action)
            add(&tally->actions[i].sum, net);
    if (row->customer == LEDGER_NOBODY)
        add(&tally->guests, net);
    if (why->data[0].code == KOGGE_REASON_NOT_A_SALE && tally_is_decisive(&why->data[0]))
        add(&tally->not_sales, net);
    for (size_t i = 0; i < why->count; i++) {
        if (tally_is_decisive(&why->data[i]))
            count_reason(tally, &why->data[i]);
        else if (why->data[i].outcome == KOGGE_OUTCOME_UNKNOWN)
            count_gap(tally, why->data[i].field, order);
    }
    kogge_reason reason = main_reason(why);
    count_kind(tally, result->action, &reason, order);
    count_fees(tally, result, fees);
    count_break_even(tally, result, net);
    if (row->customer != LEDGER_NOBODY)
        same_day_add(&tally->same_day, row->customer, &row->record, result);
    note_nearest(tally, result, order);
}

/* ---- all orders ------------------------------------------------------------------------------------------------ */

static int more_orders_first(const void *a, const void *b)
{
    const struct reason_tally *x = a, *y = b;
    if (x->orders != y->orders)
        return x->orders < y->orders ? 1 : -1;
    if (x->example.code != y->example.code)
        return x->example.code < y->example.code ? -1 : 1;
    if (x->example.rule != y->example.rule)
        return x->example.rule < y->example.rule ? -1 : 1;
    return x->example.outcome < y->example.outcome ? -1 : 1;
}

static int wider_gap_first(const void *a, const void *b)
{
    const struct gap_tally *x = a, *y = b;
    if (x->orders != y->orders)
        return x->orders < y->orders ? 1 : -1;
    return x->field < y->field ? -1 : 1;
}

static void start(struct tally *tally, const struct ledger *ledger, const kogge_rulebook *book)
{
    *tally = (struct tally){ .ledger = ledger, .book = book, .nearest = LEDGER_NOBODY };
    tally->policy = (kogge_policy)KOGGE_INIT(kogge_policy);
    kogge_rulebook_policy(book, &tally->policy);
    for (size_t i = 0; i < ledger->customer_count; i++)
        tally->without_tier += !ledger->customers[i].record.tier && !ledger->customers[i].record.tier_override;
    size_t room = 0;
    int32_t action = INT32_MIN;
    while (kogge_code_next("action", &action) == KOGGE_OK) {
        tally->actions = store_grow(tally->actions, &room, tally->action_count + 1, sizeof *tally->actions);
        tally->actions[tally->action_count++] = (struct action_tally){ .action = action };
    }
    kogge_order_rule *rules = terms_rules(book, &tally->rule_count);
    room = 0;
    tally->rules = store_grow(NULL, &room, tally->rule_count, sizeof *tally->rules);
    for (size_t i = 0; i < tally->rule_count; i++)
        tally->rules[i] = (struct rule_tally){ .rule = rules[i] };
    free(rules);
    tally->list = store_grow(NULL, &tally->list_room, tally->rule_count + 16, sizeof *tally->list);
}

/* A row that the library refuses: it names the field. */
static void complain(struct ledger *ledger, const struct ledger_order *order, const kogge_error *error)
{
    const struct ledger_customer *customer =
        order->customer == LEDGER_NOBODY ? NULL : &ledger->customers[order->customer];
    if (customer && error->field / 256 == KOGGE_RECORD_CUSTOMER)
        ledger_complain(ledger, ledger->order_file.path, order->line, "customer_id", "customer of line %zu: %s",
                        customer->line, error->text);
    else
        ledger_complain(ledger, ledger->order_file.path, order->line, ledger_column_of(error->field), "%s",
                        error->text);
    ledger->order_file.refused++;
}

/* Keeps every sum of the tally below INT64_MAX: none is larger than the turnover. */
static bool sum_fits(int64_t *turnover, const kogge_assessment *result, int64_t net)
{
    int64_t own = (net < 0 ? -net : net) + result->charged_minor + result->waived_minor;
    if (own > INT64_MAX - *turnover)
        return false;
    *turnover += own;
    return true;
}

/* Assesses the order at that place and counts it. Returns false, with the reason, if it is refused. */
static bool take_order(struct tally *tally, size_t order, int64_t *turnover, struct decisions *decisions,
                       kogge_error *error)
{
    const struct ledger_order *row = &tally->ledger->orders[order];
    kogge_assessment result;
    kogge_fee list[KOGGE_FEES_MAX];
    kogge_fees fees = { .data = list, .capacity = KOGGE_FEES_MAX };
    kogge_reasons why;
    if (tally_assess(tally, order, &result, &fees, &why, error) != KOGGE_OK)
        return false;
    if (!sum_fits(turnover, &result, row->record.net_minor)) {
        snprintf(error->text, sizeof error->text, "with this order the sum of the ledger is too large to be counted");
        return false;
    }
    count_order(tally, order, &result, &fees, &why);
    if (decisions)
        decisions_add(decisions, tally->book, customer_of(tally->ledger, row), &row->record, &result, &fees, &why);
    return true;
}

void tally_ledger(struct tally *tally, struct ledger *ledger, const kogge_rulebook *book, struct decisions *decisions)
{
    start(tally, ledger, book);
    struct progress progress = progress_start("orders", ledger->order_count);
    size_t kept = 0;
    int64_t turnover = 0;
    for (size_t i = 0; i < ledger->order_count; i++) {
        kogge_error error = KOGGE_INIT(kogge_error);
        struct ledger_order order = ledger->orders[i];
        ledger->orders[kept] = order;
        progress_step(&progress, i);
        if (take_order(tally, kept, &turnover, decisions, &error)) {
            kept++;
            continue;
        }
        complain(ledger, &order, &error);
        free(order.id);
        free(order.customer_id);
    }
    progress_end(&progress);
    ledger->order_count = kept;
    same_day_find(&tally->same_day);
    if (tally->reason_count)
        qsort(tally->reasons, tally->reason_count, sizeof *tally->reasons, more_orders_first);
    if (tally->gap_count)
        qsort(tally->gaps, tally->gap_count, sizeof *tally->gaps, wider_gap_first);
}

void tally_free(struct tally *tally)
{
    free(tally->actions);
    free(tally->rules);
    free(tally->reasons);
    free(tally->gaps);
    free(tally->kinds);
    free(tally->list);
    same_day_free(&tally->same_day);
    *tally = (struct tally){ 0 };
}

/* ---- examples -------------------------------------------------------------------------------------------------- */

static bool is_among(const size_t *orders, size_t count, size_t order)
{
    for (size_t i = 0; i < count; i++)
        if (orders[i] == order)
            return true;
    return false;
}

static void choose(size_t *orders, size_t *count, size_t wanted, size_t order)
{
    if (*count < wanted && order != LEDGER_NOBODY && !is_among(orders, *count, order))
        orders[(*count)++] = order;
}

/* Has an earlier kind the same action? */
static bool is_shown(const struct tally *tally, size_t kind)
{
    for (size_t i = 0; i < kind; i++)
        if (tally->kinds[i].action == tally->kinds[kind].action)
            return true;
    return false;
}

static int ascending(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

size_t tally_examples(const struct tally *tally, size_t wanted, size_t *orders)
{
    size_t count = 0;
    for (size_t i = 0; i < tally->kind_count; i++)
        if (!is_shown(tally, i))
            choose(orders, &count, wanted, tally->kinds[i].first_order);
    choose(orders, &count, wanted, tally->nearest);
    for (size_t i = 0; i < tally->kind_count; i++)
        choose(orders, &count, wanted, tally->kinds[i].first_order);
    for (size_t i = 0; i < tally->ledger->order_count && count < wanted; i++)
        choose(orders, &count, wanted, i);
    if (count)
        qsort(orders, count, sizeof *orders, ascending);
    return count;
}

/* ---- speed ----------------------------------------------------------------------------------------------------- */

enum { PASSES = 9, ORDERS_A_PASS = 20000 };

/* Small ledgers are gone through several times, so that a pass is long enough to be measured. */
static double seconds(const struct tally *tally, bool with_reasons, size_t rounds)
{
    const struct ledger *ledger = tally->ledger;
    double begin = progress_now();
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < ledger->order_count; i++) {
            const struct ledger_order *row = &ledger->orders[i];
            kogge_assessment result = KOGGE_INIT(kogge_assessment);
            kogge_fee list[KOGGE_FEES_MAX];
            kogge_fees fees = { .data = list, .capacity = KOGGE_FEES_MAX };
            kogge_reasons why = { .data = tally->list, .capacity = tally->list_room };
            kogge_order_assess(tally->book, customer_of(ledger, row), &row->record, NULL, &result, &fees,
                               with_reasons ? &why : NULL, NULL);
        }
    return progress_now() - begin;
}

struct speed tally_speed(const struct tally *tally)
{
    struct speed speed = { 0, 0 };
    size_t count = tally->ledger->order_count, rounds = count ? ORDERS_A_PASS / count + 1 : 0;
    for (int pass = 0; pass < PASSES && count; pass++) { /* by turns, so that both meet the same machine */
        double took[2] = { seconds(tally, false, rounds), seconds(tally, true, rounds) };
        double *best[2] = { &speed.without_reasons, &speed.with_reasons };
        for (int i = 0; i < 2; i++)
            if (took[i] > 0 && (double)(rounds * count) / took[i] > *best[i])
                *best[i] = (double)(rounds * count) / took[i];
    }
    return speed;
}
