/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "analysis.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

/* ---- classes --------------------------------------------------------------------------------------------------- */

enum class_row analysis_class(const kogge_classification *class)
{
    if (class->tier)
        return (enum class_row)(class->tier - KOGGE_TIER_A);
    return class->tier_reason == KOGGE_REASON_TOO_NEW ? CLASS_TOO_NEW : CLASS_INACTIVE;
}

bool analysis_has_flag(const kogge_classification *class, int32_t flag)
{
    return class->class_flags >> flag & 1;
}

static void sum_classes(struct analysis *analysis)
{
    for (size_t i = 0; i < analysis->model->customer_count; i++) {
        struct class_sum *sum = &analysis->classes[analysis_class(&analysis->now.classes[i])];
        sum->customers++;
        sum->revenue += analysis->now.figures[i].revenue;
        analysis->all.customers++;
        analysis->all.revenue += analysis->now.figures[i].revenue;
    }
}

/* ---- lists ----------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return (x->customer > y->customer) - (x->customer < y->customer);
}

struct ranked *analysis_rank(const struct period *period, analysis_wanted *wanted, analysis_value *value,
                             size_t *count)
{
    size_t room = 0;
    struct ranked *list = store_grow(NULL, &room, period->model->customer_count + 1, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < period->model->customer_count; i++)
        if (wanted(period, i))
            list[(*count)++] = (struct ranked){ i, value(period, i) };
    if (*count)
        qsort(list, *count, sizeof *list, by_value);
    return list;
}

/* ---- two periods ----------------------------------------------------------------------------------------------- */

/* Rows of both periods, one after the other; those of the earlier one follow. */
static bool profile(struct analysis *analysis)
{
    size_t count = analysis->model->customer_count, all = analysis->model->two_periods ? 2 * count : count;
    size_t room = 0, other_room = 0;
    kogge_profile_input *inputs = store_grow(NULL, &room, all + 1, sizeof *inputs);
    kogge_contribution *contributions = store_grow(NULL, &other_room, all + 1, sizeof *contributions);
    for (size_t i = 0; i < all; i++) {
        const struct period *period = i < count ? &analysis->now : &analysis->before;
        inputs[i] = period->profile_inputs[i % count];
        inputs[i].period = i >= count;
        contributions[i] = period->contributions[i % count];
    }
    kogge_out_rows out = { .data = analysis->profile,
                           .capacity = sizeof analysis->profile / sizeof *analysis->profile,
                           .row_size = sizeof *analysis->profile };
    kogge_table table = period_table("kogge_profile_input", inputs, sizeof *inputs, "kogge_contribution",
                                     contributions, sizeof *contributions, all);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_economics_profile(&table, &out, &error);
    analysis->profile_rows = out.count;
    free((void *)table.columns);
    free(inputs);
    free(contributions);
    return period_fine(status, &error, "profile");
}

/* By revenue alone in both periods: what else is known of customers today was not known then. */
static bool migrate(struct analysis *analysis)
{
    size_t count = analysis->model->customer_count, room = 0;
    kogge_migration_input *rows = store_grow(NULL, &room, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (kogge_migration_input)KOGGE_INIT(kogge_migration_input);
        rows[i].from_tier = analysis->before.abc[i];
        rows[i].to_tier = analysis->now.abc[i];
    }
    kogge_out_rows cells = { analysis->cells, CELLS_MAX, 0, sizeof *analysis->cells };
    kogge_out_rows rates = { analysis->rates, 2, 0, sizeof *analysis->rates };
    kogge_table table = period_table("kogge_migration_input", rows, sizeof *rows, NULL, NULL, 0, count);
    for (size_t i = 0; i < table.column_count; i++) /* there is one group only */
        if (table.columns[i].field == KOGGE_FIELD_MIGRATION_INPUT_TREATED)
            ((kogge_column *)table.columns)[i] = table.columns[--table.column_count];
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_migration(&table, &cells, &rates, NULL, &error);
    analysis->cell_count = cells.count;
    free((void *)table.columns);
    free(rows);
    return period_fine(status, &error, "migration");
}

/* What the customers of the period before did in this one. */
static bool calibrate(struct analysis *analysis)
{
    size_t count = analysis->model->customer_count, room = 0;
    kogge_calibration_input *rows = store_grow(NULL, &room, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (kogge_calibration_input)KOGGE_INIT(kogge_calibration_input);
        rows[i].class_flags = analysis->before.classes[i].class_flags;
        rows[i].overdue = analysis->before.regularities[i].overdue;
        rows[i].revenue_before_minor = analysis->before.figures[i].revenue;
        rows[i].revenue_after_minor = analysis->now.figures[i].revenue;
        rows[i].orders_after = analysis->now.figures[i].orders;
    }
    kogge_out_rows out = { analysis->calibration, CALIBRATION_ROWS, 0, sizeof *analysis->calibration };
    kogge_table table = period_table("kogge_calibration_input", rows, sizeof *rows, NULL, NULL, 0, count);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_calibrate(&table, &out, &error);
    free((void *)table.columns);
    free(rows);
    return period_fine(status, &error, "calibration");
}

/* ---- this period ----------------------------------------------------------------------------------------------- */

static bool summarise_evidence(struct analysis *analysis)
{
    const struct period *now = &analysis->now;
    kogge_table table = period_table("kogge_evidence", now->evidences, sizeof *now->evidences, NULL, NULL, 0,
                                     analysis->model->customer_count);
    kogge_error error = KOGGE_INIT(kogge_error);
    analysis->evidence = (kogge_evidence_summary)KOGGE_INIT(kogge_evidence_summary);
    kogge_status status = kogge_evidence_summarise(&table, &analysis->evidence, &error);
    free((void *)table.columns);
    return period_fine(status, &error, "evidence");
}

static bool develop(struct analysis *analysis, int64_t most, int64_t budget_minor)
{
    size_t count = analysis->model->customer_count, rooms[5] = { 0 };
    kogge_customer *customers = store_grow(NULL, &rooms[0], count + 1, sizeof *customers);
    for (size_t i = 0; i < count; i++) {
        customers[i] = analysis->now.customers[i];
        customers[i].class_flags = analysis->now.classes[i].class_flags;
    }
    size_t size = kogge_select_memory(count);
    void *memory = store_grow(NULL, &rooms[1], size + 1, 1);
    analysis->chosen = store_grow(NULL, &rooms[2], count + 1, sizeof *analysis->chosen);
    analysis->next = store_grow(NULL, &rooms[3], NEXT_ONES, sizeof *analysis->next);
    uint64_t *flags = store_grow(NULL, &rooms[4], count + 1, sizeof *flags);
    kogge_out_rows chosen = { analysis->chosen, count, 0, sizeof *analysis->chosen };
    kogge_out_rows next = { analysis->next, NEXT_ONES, 0, sizeof *analysis->next };
    kogge_table table = period_table("kogge_customer", customers, sizeof *customers, NULL, NULL, 0, count);
    kogge_error error = KOGGE_INIT(kogge_error);
    analysis->selection = (kogge_selection)KOGGE_INIT(kogge_selection);
    kogge_status status = kogge_select(analysis->book, &table, most, budget_minor, memory, size, &analysis->selection,
                                       &chosen, &next, flags, NULL, &error);
    analysis->next_count = next.count < NEXT_ONES ? next.count : NEXT_ONES;
    for (size_t i = 0; i < count && status == KOGGE_OK; i++)
        analysis->now.classes[i].class_flags = flags[i];
    free((void *)table.columns);
    free(customers);
    free(memory);
    free(flags);
    return period_fine(status, &error, "selection");
}

static bool audit(struct analysis *analysis)
{
    size_t count = analysis->model->customer_count, room = 0;
    kogge_migration_input *rows = store_grow(NULL, &room, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct ledger_customer *row = analysis->model->customers[i].row;
        rows[i] = (kogge_migration_input)KOGGE_INIT(kogge_migration_input);
        rows[i].from_tier = row ? row->record.tier : 0;
        rows[i].to_tier = analysis->now.classes[i].tier;
        rows[i].class_flags = analysis->now.classes[i].class_flags;
        analysis->audited += rows[i].from_tier != 0;
    }
    kogge_out_rows cells = { analysis->audit_cells, CELLS_MAX, 0, sizeof *analysis->audit_cells };
    kogge_out_rows hidden = { &analysis->hidden, 1, 0, sizeof analysis->hidden };
    kogge_table table = period_table("kogge_migration_input", rows, sizeof *rows, NULL, NULL, 0, count);
    kogge_error error = KOGGE_INIT(kogge_error);
    analysis->audit = (kogge_audit)KOGGE_INIT(kogge_audit);
    kogge_status status = kogge_audit_tiers(&table, &analysis->audit, &cells, &hidden, NULL, &error);
    analysis->audit_cell_count = cells.count;
    free((void *)table.columns);
    free(rows);
    return period_fine(status, &error, "audit");
}

bool analysis_make(struct analysis *analysis, const struct model *model, const kogge_rulebook *book, int64_t most,
                   int64_t budget_minor)
{
    *analysis = (struct analysis){ .model = model, .book = book };
    bool two = model->two_periods;
    if (two && !period_make(&analysis->before, model, book, model->today - YEAR_DAYS, true, NULL))
        return false;
    if (!period_make(&analysis->now, model, book, model->today, false, two ? &analysis->before : NULL))
        return false;
    sum_classes(analysis);
    if (two && (!migrate(analysis) || !calibrate(analysis)))
        return false;
    return profile(analysis) && summarise_evidence(analysis) && develop(analysis, most, budget_minor) &&
           audit(analysis);
}

void analysis_free(struct analysis *analysis)
{
    period_free(&analysis->now);
    period_free(&analysis->before);
    free(analysis->chosen);
    free(analysis->next);
    *analysis = (struct analysis){ 0 };
}
