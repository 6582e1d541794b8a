/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "figures.h"
#include "out_file.h"

#include <inttypes.h>
#include <stdio.h>

/* Nothing is written of what is not known. */
static void put_known(FILE *file, const char *group, const char *what, bool known, int64_t value)
{
    if (known)
        out_figure(file, group, "", what, value);
}

static const char *tier_name(int32_t tier, const char *none)
{
    return tier ? kogge_code_name("tier", tier) : none;
}

static void put_read(FILE *file, const struct model *model)
{
    for (size_t k = 0; k < model->ledger_count; k++) {
        const char *name = k ? "last_year" : "ledger";
        out_figure(file, name, "orders", "rows", (int64_t)model->ledgers[k].order_file.rows);
        out_figure(file, name, "orders", "refused", (int64_t)model->ledgers[k].order_file.refused);
        out_figure(file, name, "customers", "rows", (int64_t)model->ledgers[k].customer_file.rows);
        out_figure(file, name, "customers", "refused", (int64_t)model->ledgers[k].customer_file.refused);
    }
    out_figure(file, "today", "", "", model->today);
    out_figure(file, "customers", "", "", (int64_t)model->customer_count);
    out_figure(file, "guests", "", "orders", (int64_t)model->guests);
    out_figure(file, "guests", "", "minor", model->guests_minor);
    out_figure(file, "later", "", "orders", (int64_t)model->later);
    out_figure(file, "two_periods", "", "", model->two_periods);
}

static void put_classes(FILE *file, const struct analysis *analysis)
{
    static const char *const names[CLASS_ROWS] = { "A", "B", "C", "D", "too_new", "inactive" };
    for (size_t row = 0; row < CLASS_ROWS; row++) {
        out_figure(file, "class", names[row], "customers", (int64_t)analysis->classes[row].customers);
        out_figure(file, "class", names[row], "minor", analysis->classes[row].revenue);
    }
}

static void put_portfolio(FILE *file, const struct period *period, const char *name)
{
    const kogge_concentration *all = &period->concentration;
    char key[64];
    out_figure(file, name, "total", "", all->total_minor);
    out_figure(file, name, "count", "", all->count);
    out_figure(file, name, "positive", "", all->positive);
    for (size_t i = 0; period->has_cuts && i < 3; i++) {
        snprintf(key, sizeof key, "%s.abc.%s", name, tier_name(period->shares[i].tier, ""));
        out_figure(file, key, "customers", "", period->shares[i].customers);
        out_figure(file, key, "minor", "", period->shares[i].total_minor);
        out_figure(file, key, "customers_bp", "", period->shares[i].customers_bp);
        out_figure(file, key, "total_bp", "", period->shares[i].total_bp);
    }
    if (period->has_cuts) {
        out_figure(file, name, "cut_a", "", period->cuts.cut_a_minor);
        out_figure(file, name, "cut_b", "", period->cuts.cut_b_minor);
    }
    for (size_t i = 0; i < TOP_SHARES; i++) {
        snprintf(key, sizeof key, "top.%zu", i + 1);
        out_figure(file, name, key, "", period->top_bp[i]);
    }
    put_known(file, name, "hhi_ppm", all->known & KOGGE_CONCENTRATION_HHI_PPM, all->hhi_ppm);
    put_known(file, name, "effective_hundredths", all->known & KOGGE_CONCENTRATION_EFFECTIVE_CUSTOMERS_HUNDREDTHS,
              all->effective_customers_hundredths);
    put_known(file, name, "absorption_bp", all->known & KOGGE_CONCENTRATION_ABSORPTION_BP, all->absorption_bp);
    out_figure(file, name, "largest", "", all->largest_minor);
    out_figure(file, name, "remaining", "", all->remaining_minor);
    out_figure(file, name, "expected_loss", "", all->expected_loss_minor);
    out_figure(file, name, "loss_deviation", "", all->loss_deviation_if_independent_minor);
    for (size_t i = 0; i < period->pareto_count; i++) {
        snprintf(key, sizeof key, "%s.pareto.%" PRId64, name, period->pareto[i].edge_minor);
        out_figure(file, key, "customers", "", period->pareto[i].customers);
        out_figure(file, key, "minor", "", period->pareto[i].total_minor);
    }
}

static void put_cells(FILE *file, const char *name, const kogge_migration_cell *cells, size_t count)
{
    char key[64];
    for (size_t i = 0; i < count; i++) {
        snprintf(key, sizeof key, "%s.%s", name, tier_name(cells[i].from_tier, "NEW"));
        out_figure(file, key, tier_name(cells[i].to_tier, "LOST"), "", cells[i].customers);
    }
}

static void put_rate(FILE *file, const kogge_rate *rate)
{
    const char *name = kogge_code_name("rate", rate->what);
    out_figure(file, "rate", name, "hits", rate->hits);
    out_figure(file, "rate", name, "of", rate->of);
    out_figure(file, "rate", name, "bp", rate->rate_bp);
    out_figure(file, "rate", name, "low_bp", rate->low_bp);
    out_figure(file, "rate", name, "high_bp", rate->high_bp);
}

static void put_two_periods(FILE *file, const struct analysis *analysis)
{
    put_portfolio(file, &analysis->before, "before");
    put_cells(file, "migration", analysis->cells, analysis->cell_count);
    put_rate(file, &analysis->rates[0]);
    put_rate(file, &analysis->rates[1]);
    for (size_t i = 0; i < CALIBRATION_ROWS; i++) {
        const kogge_calibration *row = &analysis->calibration[i];
        const char *name = kogge_code_name(kogge_code_set_name(row->set), row->label);
        out_figure(file, "calibration", name, "customers", row->customers);
        out_figure(file, "calibration", name, "ordered", row->ordered);
        out_figure(file, "calibration", name, "grew", row->grew);
        out_figure(file, "calibration", name, "silent", row->silent);
    }
}

static void put_profile(FILE *file, const kogge_tier_profile *row)
{
    char key[64];
    snprintf(key, sizeof key, "profile.%s.%s", row->period ? "before" : "now", tier_name(row->tier, "ALL"));
    out_figure(file, key, "customers", "", row->customers);
    out_figure(file, key, "net", "", row->net_minor);
    put_known(file, key, "net_of_gross_bp", row->known & KOGGE_TIER_PROFILE_NET_OF_GROSS_BP, row->net_of_gross_bp);
    put_known(file, key, "contribution1_bp", row->known & KOGGE_TIER_PROFILE_CONTRIBUTION1_BP, row->contribution1_bp);
    put_known(file, key, "contribution4_bp", row->known & KOGGE_TIER_PROFILE_CONTRIBUTION4_BP, row->contribution4_bp);
    put_known(file, key, "contribution4", row->known & KOGGE_TIER_PROFILE_CONTRIBUTION4, row->contribution4_minor);
    put_known(file, key, "cost_to_serve_bp", row->known & KOGGE_TIER_PROFILE_COST_TO_SERVE_BP, row->cost_to_serve_bp);
    put_known(file, key, "orders_hundredths", row->known & KOGGE_TIER_PROFILE_ORDERS_HUNDREDTHS,
              row->orders_hundredths);
    put_known(file, key, "digital_bp", row->known & KOGGE_TIER_PROFILE_DIGITAL_BP, row->digital_bp);
    put_known(file, key, "untouched_bp", row->known & KOGGE_TIER_PROFILE_UNTOUCHED_BP, row->untouched_bp);
    put_known(file, key, "silent_bp", row->known & KOGGE_TIER_PROFILE_SILENT_BP, row->silent_bp);
}

static void put_rest(FILE *file, const struct analysis *analysis)
{
    out_figure(file, "evidence", "tested", "", analysis->evidence.tested);
    out_figure(file, "evidence", "rising", "", analysis->evidence.rising);
    out_figure(file, "evidence", "falling", "", analysis->evidence.falling);
    out_figure(file, "evidence", "expected_hundredths", "", analysis->evidence.expected_by_chance_hundredths);
    out_figure(file, "selection", "developable", "", analysis->selection.developable);
    out_figure(file, "selection", "chosen", "", analysis->selection.chosen);
    out_figure(file, "selection", "spent", "", analysis->selection.spent_minor);
    out_figure(file, "audit", "compared", "", analysis->audit.compared);
    out_figure(file, "audit", "misclassified", "", analysis->audit.misclassified);
    put_cells(file, "audit", analysis->audit_cells, analysis->audit_cell_count);
    put_rate(file, &analysis->hidden);
}

/* By the customer's id. Flags and promises are given as the sum of their bits. */
static void put_customer(FILE *file, const struct analysis *analysis, size_t i)
{
    const struct period *now = &analysis->now;
    const char *id = analysis->model->customers[i].id;
    out_figure(file, "customer", id, "minor", now->figures[i].revenue);
    out_figure(file, "customer", id, "orders", now->figures[i].orders);
    out_figure(file, "customer", id, "abc", now->abc[i]);
    out_figure(file, "customer", id, "tier", now->classes[i].tier);
    out_figure(file, "customer", id, "tier_reason", now->classes[i].tier_reason);
    out_figure(file, "customer", id, "flags", (int64_t)now->classes[i].class_flags);
    out_figure(file, "customer", id, "overdue", now->regularities[i].overdue);
    out_figure(file, "customer", id, "evidence", now->evidences[i].level);
    out_figure(file, "customer", id, "test", now->evidences[i].test);
    if (now->contributions[i].known & KOGGE_CONTRIBUTION_CONTRIBUTION4)
        out_figure(file, "customer", id, "contribution4", now->contributions[i].contribution4_minor);
    if (analysis->model->two_periods) {
        out_figure(file, "customer", id, "before_minor", analysis->before.figures[i].revenue);
        out_figure(file, "customer", id, "before_abc", analysis->before.abc[i]);
        out_figure(file, "customer", id, "before_overdue", analysis->before.regularities[i].overdue);
    }
}

bool figures_write(const struct analysis *analysis, const char *path)
{
    struct out_file out;
    if (!out_file_open(&out, path))
        return false;
    put_read(out.file, analysis->model);
    put_classes(out.file, analysis);
    put_portfolio(out.file, &analysis->now, "now");
    if (analysis->model->two_periods)
        put_two_periods(out.file, analysis);
    for (size_t i = 0; i < analysis->profile_rows; i++)
        put_profile(out.file, &analysis->profile[i]);
    put_rest(out.file, analysis);
    for (size_t i = 0; i < (size_t)analysis->selection.chosen; i++)
        out_figure(out.file, "chosen", analysis->model->customers[analysis->chosen[i].row].id, "",
                   analysis->chosen[i].development_minor);
    for (size_t i = 0; i < analysis->model->customer_count; i++)
        put_customer(out.file, analysis, i);
    return out_file_close(&out, true);
}
