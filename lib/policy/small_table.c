/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/small_table.h"

#include "base/record.h"
#include "base/table.h"
#include "policy/check.h"
#include "policy/preset.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* ---- channel costs --------------------------------------------------------------------------------------------- */

static uint64_t cost_key(const void *row)
{
    return (uint64_t)((const kogge_channel_cost *)row)->channel;
}

static kogge_status cost_twice(const void *row, int64_t number, kogge_error *error)
{
    const kogge_channel_cost *cost = row;
    return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CHANNEL_COST_CHANNEL, number,
                       "channel cost %" PRId64 ": channel %s stands there already", number,
                       kogge_code_name("channel", cost->channel));
}

/* ---- treatment rows -------------------------------------------------------------------------------------------- */

static uint64_t treatment_key(const void *row)
{
    const kogge_treatment_row *treatment = row;
    return (uint64_t)treatment->strategy << 32 | (uint64_t)treatment->treatment;
}

static kogge_status treatment_check(const kogge_rulebook *book, const void *row, int64_t number, kogge_error *error)
{
    (void)book;
    return kogge__check_treatment(row, number, error);
}

static kogge_status treatment_twice(const void *row, int64_t number, kogge_error *error)
{
    const kogge_treatment_row *treatment = row;
    return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_TREATMENT_ROW_TREATMENT, number,
                       "treatment row %" PRId64 ": strategy %s and treatment %s stand there already", number,
                       kogge_code_name("strategy", treatment->strategy),
                       kogge_code_name("treatment", treatment->treatment));
}

/* ---- KAM criteria ---------------------------------------------------------------------------------------------- */

static uint64_t criterion_key(const void *row)
{
    return (uint64_t)((const kogge_kam_criterion *)row)->id;
}

static kogge_status criterion_check(const kogge_rulebook *book, const void *row, int64_t number, kogge_error *error)
{
    return kogge__check_criterion(book, row, number, error);
}

static kogge_status criterion_twice(const void *row, int64_t number, kogge_error *error)
{
    return kogge__refuse_criterion(row, number, error, KOGGE_E_INVALID, KOGGE_FIELD_KAM_CRITERION_ID,
                                   "the id stands there already");
}

/* ---- strategy weights ------------------------------------------------------------------------------------------ */

static uint64_t weight_key(const void *row)
{
    const kogge_strategy_weight *weight = row;
    return (uint64_t)weight->score << 32 | (uint64_t)weight->factor;
}

static kogge_status weight_check(const kogge_rulebook *book, const void *row, int64_t number, kogge_error *error)
{
    const kogge_strategy_weight *weight = row;
    (void)book;
    if (weight->low != weight->high)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_HIGH, number,
                       "strategy weight %" PRId64 ": high is the same as low, %" PRId64, number, weight->low);
}

static kogge_status weight_twice(const void *row, int64_t number, kogge_error *error)
{
    const kogge_strategy_weight *weight = row;
    return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_STRATEGY_WEIGHT_FACTOR, number,
                       "strategy weight %" PRId64 ": score %s and factor %s stand there already", number,
                       kogge_code_name("strategy", weight->score), kogge_code_name("factor", weight->factor));
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

#define PLACE(rows, count) offsetof(kogge_rulebook, rows), offsetof(kogge_rulebook, count)

const struct small_table kogge__small_tables[SMALL_TABLES] = {
    [SMALL_COSTS] = { KOGGE_RECORD_CHANNEL_COST, false, PLACE(costs, cost_count), kogge__preset_costs,
                      &kogge__preset_costs_count, cost_key, NULL, cost_twice, NULL },
    [SMALL_TREATMENTS] = { KOGGE_RECORD_TREATMENT_ROW, false, PLACE(treatments, treatment_count),
                           kogge__preset_treatments, &kogge__preset_treatments_count, treatment_key, treatment_check,
                           treatment_twice, NULL },
    [SMALL_CRITERIA] = { KOGGE_RECORD_KAM_CRITERION, true, PLACE(criteria, criterion_count), kogge__preset_criteria,
                         &kogge__preset_criteria_count, criterion_key, criterion_check, criterion_twice,
                         kogge__check_criteria },
    [SMALL_WEIGHTS] = { KOGGE_RECORD_STRATEGY_WEIGHT, false, PLACE(weights, weight_count), kogge__preset_weights,
                        &kogge__preset_weights_count, weight_key, weight_check, weight_twice, NULL },
};

union any_row {
    kogge_channel_cost cost;
    kogge_treatment_row treatment;
    kogge_kam_criterion criterion;
    kogge_strategy_weight weight;
};

static size_t row_size(const struct small_table *table)
{
    return kogge__record(table->record)->size;
}

static unsigned char *row_at(kogge_rulebook *book, const struct small_table *table, size_t place)
{
    return (unsigned char *)book + table->rows_at + place * row_size(table);
}

static size_t *count_of(kogge_rulebook *book, const struct small_table *table)
{
    return (size_t *)(void *)((unsigned char *)book + table->count_at);
}

size_t kogge__small_count(const kogge_rulebook *book, enum small which)
{
    size_t count;
    memcpy(&count, (const unsigned char *)book + kogge__small_tables[which].count_at, sizeof count);
    return count;
}

const void *kogge__small_row(const kogge_rulebook *book, enum small which, size_t place)
{
    const struct small_table *table = &kogge__small_tables[which];
    return (const unsigned char *)book + table->rows_at + place * row_size(table);
}

/* Puts a row where its key belongs. False: the key stands there already. */
static bool insert(kogge_rulebook *book, const struct small_table *table, const void *row)
{
    size_t *count = count_of(book, table), place = *count, size = row_size(table);
    while (place > 0 && table->key(row_at(book, table, place - 1)) > table->key(row))
        place--;
    if (place > 0 && table->key(row_at(book, table, place - 1)) == table->key(row))
        return false;
    memmove(row_at(book, table, place + 1), row_at(book, table, place), (*count - place) * size);
    memcpy(row_at(book, table, place), row, size);
    ++*count;
    return true;
}

static void take_preset(kogge_rulebook *book, const struct small_table *table)
{
    for (size_t i = 0; i < *table->preset_count; i++) {
        union any_row row;
        memcpy(&row, (const unsigned char *)table->preset + i * row_size(table), row_size(table));
        kogge__scale_money(table->record, &row, book->policy.currency_digits);
        (void)insert(book, table, &row);
    }
}

static kogge_status take_row(kogge_rulebook *book, const struct small_table *table, const kogge_rows *rows,
                             size_t number, kogge_error *error)
{
    union any_row copy;
    const void *full = NULL;
    kogge_status status = kogge__row_read(table->record, rows, number, &copy, &full, error);
    if (status && error && full && table->key_is_id)
        error->rule = (int32_t)table->key(full);
    if (!status && table->check)
        status = table->check(book, full, (int64_t)number, error);
    if (!status && !insert(book, table, full))
        status = table->twice(full, (int64_t)number, error);
    return status;
}

kogge_status kogge__small_read(kogge_rulebook *book, enum small which, const kogge_rows *rows, kogge_error *error)
{
    const struct small_table *table = &kogge__small_tables[which];
    if (!rows->data) {
        take_preset(book, table);
        return KOGGE_OK;
    }
    kogge_status status = rows->count ? kogge__rows_size(table->record, rows->row_size, error) : KOGGE_OK;
    for (size_t i = 0; !status && i < rows->count; i++)
        status = take_row(book, table, rows, i, error);
    return status || !table->check_all ? status : table->check_all(book, error);
}
