/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Which functions of economics, tier, strategy and contact have a call for tables, and both calls of each. */

#include "through_columns.h"
#include "vectors.h"

#include <string.h>

/* What the calls for tables share: all between the tables and the end. */
#define OUT             call->out, call->out_count, call->row_status
#define REASONS_OF_ROWS call->why, call->reason_end
#define END             call->summary, call->error

/* For calls that give no reasons. */
static void nothing_said(const struct through_call *call)
{
    call->why->count = 0;
}

static kogge_status economics_one(const struct through *decision, const void *const *inputs, void *result,
                                  kogge_reasons *why, kogge_error *error)
{
    return kogge_economics_assess(decision->book, inputs[0], result, why, error);
}

static kogge_status economics_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_economics_assess_columns(decision->book, call->table, OUT, REASONS_OF_ROWS, END);
}

static kogge_status classify_one(const struct through *decision, const void *const *inputs, void *result,
                                 kogge_reasons *why, kogge_error *error)
{
    return kogge_classify(decision->book, inputs[0], inputs[1], result, why, error);
}

static kogge_status classify_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_classify_columns(decision->book, call->table, OUT, REASONS_OF_ROWS, END);
}

static kogge_status plan_one(const struct through *decision, const void *const *inputs, void *result,
                             kogge_reasons *why, kogge_error *error)
{
    return kogge_plan_customer(decision->book, inputs[0], (int32_t)decision->number, result, why, error);
}

static kogge_status plan_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_plan_customer_columns(decision->book, call->table, (int32_t)decision->number, OUT, REASONS_OF_ROWS,
                                       END);
}

static kogge_status route_one(const struct through *decision, const void *const *inputs, void *result,
                              kogge_reasons *why, kogge_error *error)
{
    return kogge_route_assess(decision->book, inputs[0], inputs[1], (int32_t)decision->number, result, NULL, why,
                              error);
}

static kogge_status route_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_route_assess_columns(decision->book, call->table, (int32_t)decision->number, OUT, REASONS_OF_ROWS,
                                      END);
}

static kogge_status rhythm_one(const struct through *decision, const void *const *inputs, void *result,
                               kogge_reasons *why, kogge_error *error)
{
    (void)why; /* it gives none */
    return kogge_rhythm_assess(decision->book, inputs[0], decision->number, result, error);
}

static kogge_status rhythm_columns(const struct through *decision, const struct through_call *call)
{
    nothing_said(call);
    return kogge_rhythm_assess_columns(decision->book, call->table, decision->number, OUT, END);
}

static kogge_status contact_one(const struct through *decision, const void *const *inputs, void *result,
                                kogge_reasons *why, kogge_error *error)
{
    return kogge_contact_assess(decision->book, inputs[0], NULL, result, NULL, why, error);
}

static kogge_status contact_columns(const struct through *decision, const struct through_call *call)
{
    return kogge_contact_assess_columns(decision->book, call->table, OUT, REASONS_OF_ROWS, END);
}

static kogge_status campaign_one(const struct through *decision, const void *const *inputs, void *result,
                                 kogge_reasons *why, kogge_error *error)
{
    (void)why; /* it gives none */
    return kogge_campaign_assess(decision->book, inputs[0], result, error);
}

static kogge_status campaign_columns(const struct through *decision, const struct through_call *call)
{
    nothing_said(call);
    return kogge_campaign_assess_columns(decision->book, call->table, OUT, END);
}

static kogge_status make_or_buy_one(const struct through *decision, const void *const *inputs, void *result,
                                    kogge_reasons *why, kogge_error *error)
{
    (void)decision; /* it takes no book */
    return kogge_make_or_buy_assess(inputs[0], result, why, error);
}

static kogge_status make_or_buy_columns(const struct through *decision, const struct through_call *call)
{
    (void)decision; /* it takes no book */
    return kogge_make_or_buy_assess_columns(call->table, OUT, REASONS_OF_ROWS, END);
}

/* ---- which of them ----------------------------------------------------------------------------------------------
 */

static const struct call_for_tables {
    const char *name, *number; /* the plain argument, or NULL */
    const char *no_table_has;  /* an argument that only the call for one record takes, or NULL */
    struct through decision;
} calls[] = {
    { "economics_assess",
      NULL,
      NULL,
      { .records = { "kogge_economics" },
        .result = "kogge_contribution",
        .one = economics_one,
        .columns = economics_columns } },
    { "classify",
      NULL,
      NULL,
      { .records = { "kogge_customer", "kogge_classification_basis" },
        .result = "kogge_classification",
        .one = classify_one,
        .columns = classify_columns } },
    { "plan_customer",
      "today_at",
      NULL,
      { .records = { "kogge_customer" }, .result = "kogge_plan", .one = plan_one, .columns = plan_columns } },
    { "route_assess",
      "today_at",
      NULL,
      { .records = { "kogge_customer", "kogge_route_terms" },
        .result = "kogge_route_result",
        .one = route_one,
        .columns = route_columns } },
    { "rhythm_assess",
      "order_cost_minor",
      NULL,
      { .records = { "kogge_customer" }, .result = "kogge_rhythm", .one = rhythm_one, .columns = rhythm_columns } },
    { "contact_assess",
      NULL,
      "triggers",
      { .records = { "kogge_contact_candidate" },
        .result = "kogge_contact_budget",
        .one = contact_one,
        .columns = contact_columns } },
    { "campaign_assess",
      NULL,
      NULL,
      { .records = { "kogge_campaign" },
        .result = "kogge_campaign_result",
        .one = campaign_one,
        .columns = campaign_columns } },
    { "make_or_buy_assess",
      NULL,
      NULL,
      { .records = { "kogge_make_or_buy" },
        .result = "kogge_make_or_buy_result",
        .one = make_or_buy_one,
        .columns = make_or_buy_columns } },
};

static void run_call(const struct call_for_tables *call, const json_t *vector)
{
    static uint64_t records[THROUGH_INPUTS][128];
    const json_t *arguments = json_object_get(vector, "in");
    const char *book = json_string_value(json_object_get(vector, "book"));
    struct through decision = call->decision;
    if (call->no_table_has && json_array_size(json_object_get(arguments, call->no_table_has))) {
        through_columns_skip();
        return;
    }
    decision.book = book ? book_named(book) : NULL;
    decision.expected = json_object_get(json_object_get(vector, "expect"), "result");
    decision.number = call->number ? json_integer_value(json_object_get(arguments, call->number)) : 0;
    for (size_t i = 0; i < THROUGH_INPUTS && decision.records[i]; i++) {
        const char *name = decision.records[i];
        if (kogge_record_init(records[i], kogge_abi_size(name)))
            die("no such record:", name);
        fill(name, records[i], json_object_get(arguments, name + strlen("kogge_")));
        decision.inputs[i] = records[i];
    }
    through_columns(&decision);
}

void do_through_columns(const char *name, const json_t *vector)
{
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (!strcmp(name, calls[i].name))
            run_call(&calls[i], vector);
    }
}
