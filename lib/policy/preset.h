/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The numbers and tables of the presets, made from fields.toml and presets.toml; amounts in major units. */

#ifndef KOGGE_POLICY_PRESET_H
#define KOGGE_POLICY_PRESET_H

#include <kogge/kogge.h>

#include <stddef.h>

struct preset_rules {
    const kogge_order_rule *rows;
    size_t count;
};

extern const kogge_policy kogge__preset_policies[]; /* by preset - 1 */
extern const kogge_sales_policy kogge__preset_sales_policies[];
extern const struct preset_rules kogge__preset_rules[];
extern const kogge_channel_cost kogge__preset_costs[]; /* the same for all presets */
extern const size_t kogge__preset_costs_count;
extern const kogge_treatment_row kogge__preset_treatments[];
extern const size_t kogge__preset_treatments_count;
extern const kogge_kam_criterion kogge__preset_criteria[];
extern const size_t kogge__preset_criteria_count;
extern const kogge_strategy_weight kogge__preset_weights[];
extern const size_t kogge__preset_weights_count;

/* Turns the money of a record or row from major units into minor units of a currency with these decimals. */
void kogge__scale_money(int32_t record, void *row, int32_t digits);

#endif
