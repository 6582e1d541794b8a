/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "figures.h"
#include "out_file.h"

#include <inttypes.h>
#include <stdio.h>

/* Nothing is written of what is not known. */
static void put_known(FILE *file, const char *group, const char *name, const char *what, bool known, int64_t value)
{
    if (known)
        out_figure(file, group, name, what, value);
}

static void put_file(FILE *file, const struct ledger_file *read, const char *name)
{
    out_figure(file, name, "rows", "", (int64_t)read->rows);
    out_figure(file, name, "refused", "", (int64_t)read->refused);
}

static void put_company(FILE *file, const struct advice *advice)
{
    const kogge_company *company = &advice->company;
    const kogge_advice *result = &advice->result;
    put_known(file, "company", "revenue_share_bp", "", company->known & KOGGE_COMPANY_REVENUE_SHARE_BP,
              company->revenue_share_bp);
    put_known(file, "company", "resource_share_bp", "", company->known & KOGGE_COMPANY_RESOURCE_SHARE_BP,
              company->resource_share_bp);
    put_known(file, "company", "hidden_share_bp", "", company->known & KOGGE_COMPANY_HIDDEN_SHARE_BP,
              company->hidden_share_bp);
    out_figure(file, "company", "small", "", (int64_t)advice->small);
    out_figure(file, "company", "left_out", "", (int64_t)advice->left_out);
    out_figure(file, "advice", "", "", result->advice);
    out_figure(file, "advice", "high_cost", "", result->high_cost);
    out_figure(file, "advice", "growing", "", result->growing);
    put_known(file, "advice", "imbalance_bp", "", result->known & KOGGE_ADVICE_IMBALANCE_BP, result->imbalance_bp);
    put_known(file, "advice", "retreat_score", "", result->known & KOGGE_ADVICE_RETREAT_SCORE, result->retreat_score);
    put_known(file, "advice", "forward_score", "", result->known & KOGGE_ADVICE_FORWARD_SCORE, result->forward_score);
}

static void put_planning(FILE *file, const struct planning *planning)
{
    out_figure(file, "strategy", "", "", planning->strategy);
    for (int32_t treatment = KOGGE_TREATMENT_A; treatment <= KOGGE_TREATMENT_D; treatment++) {
        const struct column_sum *sum = &planning->columns[treatment];
        const char *name = kogge_code_name("treatment", treatment);
        out_figure(file, "column", name, "customers", (int64_t)sum->customers);
        out_figure(file, "column", name, "minor", sum->revenue);
        out_figure(file, "column", name, "costly", (int64_t)sum->costly);
        out_figure(file, "column", name, "offers", (int64_t)sum->offers);
        out_figure(file, "column", name, "key_accounts", (int64_t)sum->key_accounts);
    }
}

static void put_selection(FILE *file, const struct analysis *analysis)
{
    const kogge_selection *selection = &analysis->selection;
    out_figure(file, "selection", "developable", "", selection->developable);
    out_figure(file, "selection", "chosen", "", selection->chosen);
    out_figure(file, "selection", "spent", "", selection->spent_minor);
    out_figure(file, "selection", "cut", "", selection->cut_minor);
    for (size_t i = 0; i < (size_t)selection->chosen; i++)
        out_figure(file, "chosen", analysis->model->customers[analysis->chosen[i].row].id, "",
                   analysis->chosen[i].development_minor);
    for (size_t i = 0; i < analysis->next_count; i++)
        out_figure(file, "next", analysis->model->customers[analysis->next[i].row].id, "",
                   analysis->next[i].development_minor);
}

static void put_calls(FILE *file, const struct review *review)
{
    const struct calling *calling = &review->calling;
    for (int32_t trigger = 1; trigger <= TRIGGERS; trigger++)
        put_known(file, "probability", kogge_code_name("trigger", trigger), "", calling->probability_bp[trigger] >= 0,
                  calling->probability_bp[trigger]);
    out_figure(file, "permission", "allowed", "", (int64_t)calling->allowed);
    out_figure(file, "permission", "unknown", "", (int64_t)calling->unknown);
    out_figure(file, "calls", "", "", (int64_t)calling->call_count);
    out_figure(file, "calls", "planned", "", (int64_t)calling->planned);
    for (size_t i = 0; i < calling->call_count; i++) {
        const kogge_planned_call *call = &calling->calls[i];
        const char *id = review->opening.model.customers[call->customer - 1].id;
        out_figure(file, "call", id, "place", (int64_t)i + 1);
        out_figure(file, "call", id, "trigger", call->trigger);
        out_figure(file, "call", id, "expected", call->expected_minor);
        out_figure(file, "call", id, "surplus", call->surplus_minor);
    }
}

static void put_routes(FILE *file, const struct review *review)
{
    const struct routing *routing = &review->routing;
    out_figure(file, "routes", "losers", "", (int64_t)routing->losers);
    out_figure(file, "routes", "losses", "", routing->losses);
    for (size_t i = 0; i < routing->count; i++) {
        const struct route *route = &routing->worst[i];
        const char *id = review->opening.model.customers[route->customer].id;
        out_figure(file, "route", id, "best", route->result.route);
        out_figure(file, "route", id, "value", route->result.value_minor);
    }
}

static void put_customer(FILE *file, const struct review *review, size_t i)
{
    const char *id = review->opening.model.customers[i].id;
    const kogge_kam_result *kam = &review->funnel.results[i];
    out_figure(file, "customer", id, "column", review->planning.plans[i].treatment);
    out_figure(file, "customer", id, "flags", (int64_t)review->customers[i].class_flags);
    out_figure(file, "customer", id, "outcome", kam->outcome);
    out_figure(file, "customer", id, "gate", kam->gate);
    out_figure(file, "customer", id, "rank", kam->rank);
    put_known(file, "customer", id, "score_low", kam->known & KOGGE_KAM_RESULT_SCORE_LOW, kam->score_low);
    put_known(file, "customer", id, "score_high", kam->known & KOGGE_KAM_RESULT_SCORE_HIGH, kam->score_high);
}

static void put_triggers(FILE *file, const struct review *review)
{
    for (size_t i = 0; i < review->calling.trigger_count; i++) {
        const kogge_contact_trigger *trigger = &review->calling.triggers[i];
        out_figure(file, "trigger", review->opening.model.customers[trigger->customer - 1].id,
                   kogge_code_name("trigger", trigger->trigger), trigger->stake_minor);
    }
}

bool figures_write(const struct review *review, const char *path)
{
    struct out_file out;
    if (!out_file_open(&out, path))
        return false;
    put_file(out.file, &review->knowledge.kam, "kam");
    put_file(out.file, &review->knowledge.contacts, "contacts");
    put_file(out.file, &review->knowledge.calls, "calls_file");
    put_file(out.file, &review->knowledge.routes, "routes_file");
    put_company(out.file, &review->advice);
    for (size_t i = 0; i < review->advice.factor_count; i++) {
        const kogge_advice_factor *factor = &review->advice.factors[i];
        put_known(out.file, "factor", kogge_code_name("strategy", factor->score),
                  kogge_code_name("factor", factor->factor), factor->outcome == KOGGE_OUTCOME_MATCHED,
                  factor->contribution);
    }
    put_planning(out.file, &review->planning);
    put_selection(out.file, &review->opening.analysis);
    put_triggers(out.file, review);
    put_calls(out.file, review);
    put_routes(out.file, review);
    for (size_t i = 0; i < review->opening.model.customer_count; i++)
        put_customer(out.file, review, i);
    return out_file_close(&out, true);
}
