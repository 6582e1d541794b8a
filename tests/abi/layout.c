/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The layout of every public record and row, frozen. Compiled on 64 and 32 bit; it has no code.
 * Written by tests/abi/update.py: ninja abi-update. A line here only ever changes when the ABI is broken on purpose,
 * except the size of a record or row that grew. */

#define KOGGE_EXPERIMENTAL
#include <kogge/json.h>
#include <kogge/kogge.h>

/* clang-format off */

#define FIELD(record, member, type, offset)                                                        \
    _Static_assert(offsetof(record, member) == (offset), #record "." #member " moved");            \
    _Static_assert(_Generic(((record *)0)->member, type: 1, default: 0), #record "." #member " has another type")
#define TEXT(record, member, length, offset)                                                       \
    _Static_assert(offsetof(record, member) == (offset), #record "." #member " moved");            \
    _Static_assert(sizeof(((record *)0)->member) == (length), #record "." #member " has another length")
#define SIZE(record, size) _Static_assert(sizeof(record) == (size), #record " has another size, or padding")

FIELD(kogge_reason, code, int32_t, 0);
FIELD(kogge_reason, outcome, int32_t, 4);
FIELD(kogge_reason, rule, int32_t, 8);
FIELD(kogge_reason, field, int32_t, 12);
FIELD(kogge_reason, observed, int64_t, 16);
FIELD(kogge_reason, threshold, int64_t, 24);
SIZE(kogge_reason, 32);

FIELD(kogge_error, struct_size, uint32_t, 0);
FIELD(kogge_error, status, kogge_status, 4);
FIELD(kogge_error, field, int32_t, 8);
FIELD(kogge_error, rule, int32_t, 12);
FIELD(kogge_error, row, int64_t, 16);
FIELD(kogge_error, offset, int32_t, 24);
FIELD(kogge_error, reserved0, int32_t, 28);
TEXT(kogge_error, text, 224, 32);
SIZE(kogge_error, 256);

FIELD(kogge_field, struct_size, uint32_t, 0);
FIELD(kogge_field, filled_size, uint32_t, 4);
FIELD(kogge_field, id, int32_t, 8);
FIELD(kogge_field, record, int32_t, 12);
FIELD(kogge_field, type, int32_t, 16);
FIELD(kogge_field, unit, int32_t, 20);
FIELD(kogge_field, code_set, int32_t, 24);
FIELD(kogge_field, known_bit, int32_t, 28);
FIELD(kogge_field, offset, int32_t, 32);
FIELD(kogge_field, since, int32_t, 36);
FIELD(kogge_field, lowest, int64_t, 40);
FIELD(kogge_field, highest, int64_t, 48);
FIELD(kogge_field, required, int32_t, 56);
FIELD(kogge_field, is_bits, int32_t, 60);
SIZE(kogge_field, 64);

FIELD(kogge_customer, struct_size, uint32_t, 0);
FIELD(kogge_customer, flags, uint32_t, 4);
FIELD(kogge_customer, known, uint64_t, 8);
FIELD(kogge_customer, id, uint64_t, 16);
FIELD(kogge_customer, agreement, uint64_t, 24);
FIELD(kogge_customer, class_flags, uint64_t, 32);
FIELD(kogge_customer, revenue_12m_minor, int64_t, 40);
FIELD(kogge_customer, typical_order_minor, int64_t, 48);
FIELD(kogge_customer, demand_minor, int64_t, 56);
FIELD(kogge_customer, contribution1_minor, int64_t, 64);
FIELD(kogge_customer, contribution4_minor, int64_t, 72);
FIELD(kogge_customer, cost_to_serve_minor, int64_t, 80);
FIELD(kogge_customer, announced_minor, int64_t, 88);
FIELD(kogge_customer, realised_minor, int64_t, 96);
FIELD(kogge_customer, quantity_12m, int64_t, 104);
FIELD(kogge_customer, tier, int32_t, 112);
FIELD(kogge_customer, tier_since_at, int32_t, 116);
FIELD(kogge_customer, best_tier_24m, int32_t, 120);
FIELD(kogge_customer, parent_tier, int32_t, 124);
FIELD(kogge_customer, parent_best_tier_24m, int32_t, 128);
FIELD(kogge_customer, tier_override, int32_t, 132);
FIELD(kogge_customer, override_reason, int32_t, 136);
FIELD(kogge_customer, override_until_at, int32_t, 140);
FIELD(kogge_customer, classified_at, int32_t, 144);
FIELD(kogge_customer, negative_streak, int32_t, 148);
FIELD(kogge_customer, treatment, int32_t, 152);
FIELD(kogge_customer, service_state, int32_t, 156);
FIELD(kogge_customer, brand, int32_t, 160);
FIELD(kogge_customer, customer_group, int32_t, 164);
FIELD(kogge_customer, kam_outcome, int32_t, 168);
FIELD(kogge_customer, first_order_at, int32_t, 172);
FIELD(kogge_customer, last_order_at, int32_t, 176);
FIELD(kogge_customer, orders_12m, int32_t, 180);
FIELD(kogge_customer, margin_bp, int32_t, 184);
FIELD(kogge_customer, demand_confidence_bp, int32_t, 188);
FIELD(kogge_customer, demand_source, int32_t, 192);
FIELD(kogge_customer, discount_bp, int32_t, 196);
FIELD(kogge_customer, market_growth_bp, int32_t, 200);
FIELD(kogge_customer, complaint_orders, int32_t, 204);
FIELD(kogge_customer, employees, int32_t, 208);
FIELD(kogge_customer, evidence, int32_t, 212);
FIELD(kogge_customer, overdue, int32_t, 216);
FIELD(kogge_customer, call_permission, int32_t, 220);
FIELD(kogge_customer, email_permission, int32_t, 224);
FIELD(kogge_customer, reserved0, int32_t, 228);
SIZE(kogge_customer, 232);

FIELD(kogge_kam_criterion, low, int64_t, 0);
FIELD(kogge_kam_criterion, high, int64_t, 8);
FIELD(kogge_kam_criterion, at_least, int64_t, 16);
FIELD(kogge_kam_criterion, knock_out, int64_t, 24);
FIELD(kogge_kam_criterion, id, int32_t, 32);
FIELD(kogge_kam_criterion, kind, int32_t, 36);
FIELD(kogge_kam_criterion, stage, int32_t, 40);
FIELD(kogge_kam_criterion, weight, int32_t, 44);
FIELD(kogge_kam_criterion, criterion_flags, uint32_t, 48);
FIELD(kogge_kam_criterion, reserved0, int32_t, 52);
SIZE(kogge_kam_criterion, 56);

FIELD(kogge_policy, struct_size, uint32_t, 0);
FIELD(kogge_policy, flags, uint32_t, 4);
FIELD(kogge_policy, cut_a_minor, int64_t, 8);
FIELD(kogge_policy, cut_b_minor, int64_t, 16);
FIELD(kogge_policy, gap_cut_minor, int64_t, 24);
FIELD(kogge_policy, small_revenue_minor, int64_t, 32);
FIELD(kogge_policy, small_order_minor, int64_t, 40);
FIELD(kogge_policy, small_quantity, int64_t, 48);
FIELD(kogge_policy, cost_per_line_minor, int64_t, 56);
FIELD(kogge_policy, cost_per_visit_minor, int64_t, 64);
FIELD(kogge_policy, cost_per_call_minor, int64_t, 72);
FIELD(kogge_policy, cost_per_complaint_minor, int64_t, 80);
FIELD(kogge_policy, cost_per_return_minor, int64_t, 88);
FIELD(kogge_policy, cost_per_service_minor, int64_t, 96);
FIELD(kogge_policy, target_order_minor, int64_t, 104);
FIELD(kogge_policy, development_cost_minor, int64_t, 112);
FIELD(kogge_policy, preset, int32_t, 120);
FIELD(kogge_policy, currency, int32_t, 124);
FIELD(kogge_policy, currency_digits, int32_t, 128);
FIELD(kogge_policy, rounding, int32_t, 132);
FIELD(kogge_policy, scheme, int32_t, 136);
FIELD(kogge_policy, strategy, int32_t, 140);
FIELD(kogge_policy, default_tier, int32_t, 144);
FIELD(kogge_policy, on_change, int32_t, 148);
FIELD(kogge_policy, max_fee_bp, int32_t, 152);
FIELD(kogge_policy, margin_bp, int32_t, 156);
FIELD(kogge_policy, max_discount_bp, int32_t, 160);
FIELD(kogge_policy, contacts_a_year, int32_t, 164);
FIELD(kogge_policy, value_excluded_tiers, uint32_t, 168);
FIELD(kogge_policy, value_channels, uint32_t, 172);
FIELD(kogge_policy, value_payments, uint32_t, 176);
FIELD(kogge_policy, value_services, uint32_t, 180);
FIELD(kogge_policy, value_lead_time_days, int32_t, 184);
FIELD(kogge_policy, cut_a_bp, int32_t, 188);
FIELD(kogge_policy, cut_b_bp, int32_t, 192);
FIELD(kogge_policy, cut_rule, int32_t, 196);
FIELD(kogge_policy, hysteresis_up_bp, int32_t, 200);
FIELD(kogge_policy, hysteresis_down_bp, int32_t, 204);
FIELD(kogge_policy, dwell_days, int32_t, 208);
FIELD(kogge_policy, tenure_days, int32_t, 212);
FIELD(kogge_policy, stale_days, int32_t, 216);
FIELD(kogge_policy, small_by, uint32_t, 220);
FIELD(kogge_policy, small_k, int32_t, 224);
FIELD(kogge_policy, small_employees, int32_t, 228);
FIELD(kogge_policy, sow_max_bp, int32_t, 232);
FIELD(kogge_policy, confidence_min_bp, int32_t, 236);
FIELD(kogge_policy, evidence_min, int32_t, 240);
FIELD(kogge_policy, growth_min_bp, int32_t, 244);
FIELD(kogge_policy, call_off_min_bp, int32_t, 248);
FIELD(kogge_policy, realisation_a_bp, int32_t, 252);
FIELD(kogge_policy, realisation_b_bp, int32_t, 256);
FIELD(kogge_policy, smart_growth_bp, int32_t, 260);
FIELD(kogge_policy, large_firm_employees, int32_t, 264);
FIELD(kogge_policy, hope_realisation_bp, int32_t, 268);
FIELD(kogge_policy, hope_cost_bp, int32_t, 272);
FIELD(kogge_policy, key_discount_bp, int32_t, 276);
FIELD(kogge_policy, overserved_bp, int32_t, 280);
FIELD(kogge_policy, large_share_bp, int32_t, 284);
FIELD(kogge_policy, costly_complaints, int32_t, 288);
FIELD(kogge_policy, costly_rate_bp, int32_t, 292);
FIELD(kogge_policy, costly_effort_bp, int32_t, 296);
FIELD(kogge_policy, growth_chance_0_bp, int32_t, 300);
FIELD(kogge_policy, growth_chance_1_bp, int32_t, 304);
FIELD(kogge_policy, growth_chance_2_bp, int32_t, 308);
FIELD(kogge_policy, growth_chance_3_bp, int32_t, 312);
FIELD(kogge_policy, growth_chance_4_bp, int32_t, 316);
SIZE(kogge_policy, 320);

FIELD(kogge_order_rule, agreement, uint64_t, 0);
FIELD(kogge_order_rule, from_minor, int64_t, 8);
FIELD(kogge_order_rule, below_minor, int64_t, 16);
FIELD(kogge_order_rule, amount_minor, int64_t, 24);
FIELD(kogge_order_rule, amount_per, int64_t, 32);
FIELD(kogge_order_rule, min_minor, int64_t, 40);
FIELD(kogge_order_rule, max_minor, int64_t, 48);
FIELD(kogge_order_rule, id, int32_t, 56);
FIELD(kogge_order_rule, effect, int32_t, 60);
FIELD(kogge_order_rule, group, int32_t, 64);
FIELD(kogge_order_rule, priority, int32_t, 68);
FIELD(kogge_order_rule, base, int32_t, 72);
FIELD(kogge_order_rule, cap, int32_t, 76);
FIELD(kogge_order_rule, rate_bp, int32_t, 80);
FIELD(kogge_order_rule, tiers, uint32_t, 84);
FIELD(kogge_order_rule, channels, uint32_t, 88);
FIELD(kogge_order_rule, brands, uint32_t, 92);
FIELD(kogge_order_rule, order_types, uint32_t, 96);
FIELD(kogge_order_rule, delivery_modes, uint32_t, 100);
FIELD(kogge_order_rule, customer_group, int32_t, 104);
FIELD(kogge_order_rule, country, int32_t, 108);
FIELD(kogge_order_rule, sales_org, int32_t, 112);
FIELD(kogge_order_rule, valid_from_at, int32_t, 116);
FIELD(kogge_order_rule, valid_until_at, int32_t, 120);
FIELD(kogge_order_rule, waivers, uint32_t, 124);
FIELD(kogge_order_rule, free_per_period, int32_t, 128);
FIELD(kogge_order_rule, treatments, uint32_t, 132);
SIZE(kogge_order_rule, 136);

FIELD(kogge_channel_cost, cost_per_order_minor, int64_t, 0);
FIELD(kogge_channel_cost, channel, int32_t, 8);
FIELD(kogge_channel_cost, reserved0, int32_t, 12);
SIZE(kogge_channel_cost, 16);

FIELD(kogge_treatment_row, strategy, int32_t, 0);
FIELD(kogge_treatment_row, treatment, int32_t, 4);
FIELD(kogge_treatment_row, care, int32_t, 8);
FIELD(kogge_treatment_row, group_events, int32_t, 12);
FIELD(kogge_treatment_row, price_model, int32_t, 16);
FIELD(kogge_treatment_row, discount_mode, int32_t, 20);
FIELD(kogge_treatment_row, max_discount_bp, int32_t, 24);
FIELD(kogge_treatment_row, range, uint32_t, 28);
FIELD(kogge_treatment_row, small_order_fees, int32_t, 32);
FIELD(kogge_treatment_row, effort_fee, int32_t, 36);
FIELD(kogge_treatment_row, contact_mode, int32_t, 40);
FIELD(kogge_treatment_row, contacts_a_year, int32_t, 44);
FIELD(kogge_treatment_row, trainings_a_year, int32_t, 48);
FIELD(kogge_treatment_row, visits, int32_t, 52);
FIELD(kogge_treatment_row, documents, int32_t, 56);
FIELD(kogge_treatment_row, replenishment, int32_t, 60);
FIELD(kogge_treatment_row, services, uint32_t, 64);
FIELD(kogge_treatment_row, reserved0, int32_t, 68);
SIZE(kogge_treatment_row, 72);

FIELD(kogge_finding, value, int64_t, 0);
FIELD(kogge_finding, other_value, int64_t, 8);
FIELD(kogge_finding, code, int32_t, 16);
FIELD(kogge_finding, level, int32_t, 20);
FIELD(kogge_finding, row, int32_t, 24);
FIELD(kogge_finding, other_row, int32_t, 28);
FIELD(kogge_finding, field, int32_t, 32);
FIELD(kogge_finding, other_field, int32_t, 36);
SIZE(kogge_finding, 40);

FIELD(kogge_order, struct_size, uint32_t, 0);
FIELD(kogge_order, flags, uint32_t, 4);
FIELD(kogge_order, known, uint64_t, 8);
FIELD(kogge_order, id, uint64_t, 16);
FIELD(kogge_order, net_minor, int64_t, 24);
FIELD(kogge_order, discount_minor, int64_t, 32);
FIELD(kogge_order, freight_minor, int64_t, 40);
FIELD(kogge_order, tax_minor, int64_t, 48);
FIELD(kogge_order, excluded_minor, int64_t, 56);
FIELD(kogge_order, also_counts_minor, int64_t, 64);
FIELD(kogge_order, approved, uint64_t, 72);
FIELD(kogge_order, priced_at, int32_t, 80);
FIELD(kogge_order, currency, int32_t, 84);
FIELD(kogge_order, channel, int32_t, 88);
FIELD(kogge_order, brand, int32_t, 92);
FIELD(kogge_order, order_type, int32_t, 96);
FIELD(kogge_order, delivery_mode, int32_t, 100);
FIELD(kogge_order, payment, int32_t, 104);
FIELD(kogge_order, country, int32_t, 108);
FIELD(kogge_order, sales_org, int32_t, 112);
FIELD(kogge_order, line_count, int32_t, 116);
FIELD(kogge_order, lead_time_days, int32_t, 120);
FIELD(kogge_order, special_services, int32_t, 124);
FIELD(kogge_order, services, uint32_t, 128);
FIELD(kogge_order, waivers, uint32_t, 132);
FIELD(kogge_order, earlier_small_orders, int32_t, 136);
FIELD(kogge_order, reserved0, int32_t, 140);
SIZE(kogge_order, 144);

FIELD(kogge_order_line, quantity, int64_t, 0);
FIELD(kogge_order_line, minimum_quantity, int64_t, 8);
FIELD(kogge_order_line, pack_size, int64_t, 16);
FIELD(kogge_order_line, net_minor, int64_t, 24);
FIELD(kogge_order_line, vat_group, int32_t, 32);
FIELD(kogge_order_line, reserved0, int32_t, 36);
SIZE(kogge_order_line, 40);

FIELD(kogge_charged_fee, charged_minor, int64_t, 0);
FIELD(kogge_charged_fee, rule, int32_t, 8);
FIELD(kogge_charged_fee, reserved0, int32_t, 12);
SIZE(kogge_charged_fee, 16);

FIELD(kogge_assessment, struct_size, uint32_t, 0);
FIELD(kogge_assessment, filled_size, uint32_t, 4);
FIELD(kogge_assessment, known, uint64_t, 8);
FIELD(kogge_assessment, fingerprint, uint64_t, 16);
FIELD(kogge_assessment, charged_minor, int64_t, 24);
FIELD(kogge_assessment, small_order_fees_minor, int64_t, 32);
FIELD(kogge_assessment, service_fees_minor, int64_t, 40);
FIELD(kogge_assessment, waived_minor, int64_t, 48);
FIELD(kogge_assessment, net_base_minor, int64_t, 56);
FIELD(kogge_assessment, before_discount_base_minor, int64_t, 64);
FIELD(kogge_assessment, with_freight_base_minor, int64_t, 72);
FIELD(kogge_assessment, gross_base_minor, int64_t, 80);
FIELD(kogge_assessment, next_step_missing_minor, int64_t, 88);
FIELD(kogge_assessment, next_step_fees_minor, int64_t, 96);
FIELD(kogge_assessment, missing_to_free_minor, int64_t, 104);
FIELD(kogge_assessment, missing_to_allow_minor, int64_t, 112);
FIELD(kogge_assessment, handling_cost_minor, int64_t, 120);
FIELD(kogge_assessment, contribution_minor, int64_t, 128);
FIELD(kogge_assessment, break_even_minor, int64_t, 136);
FIELD(kogge_assessment, break_even_with_fees_minor, int64_t, 144);
FIELD(kogge_assessment, action, int32_t, 152);
FIELD(kogge_assessment, tier, int32_t, 156);
FIELD(kogge_assessment, tier_source, int32_t, 160);
FIELD(kogge_assessment, treatment, int32_t, 164);
FIELD(kogge_assessment, margin_bp, int32_t, 168);
FIELD(kogge_assessment, semantics, int32_t, 172);
SIZE(kogge_assessment, 176);

FIELD(kogge_fee, charged_minor, int64_t, 0);
FIELD(kogge_fee, waived_minor, int64_t, 8);
FIELD(kogge_fee, base_minor, int64_t, 16);
FIELD(kogge_fee, below_minor, int64_t, 24);
FIELD(kogge_fee, rule, int32_t, 32);
FIELD(kogge_fee, kind, int32_t, 36);
FIELD(kogge_fee, group, int32_t, 40);
FIELD(kogge_fee, outcome, int32_t, 44);
FIELD(kogge_fee, rate_bp, int32_t, 48);
FIELD(kogge_fee, invoice_code, int32_t, 52);
FIELD(kogge_fee, state_base, int32_t, 56);
FIELD(kogge_fee, reserved0, int32_t, 60);
SIZE(kogge_fee, 64);

FIELD(kogge_fee_change, charged_minor, int64_t, 0);
FIELD(kogge_fee_change, delta_minor, int64_t, 8);
FIELD(kogge_fee_change, rule, int32_t, 16);
FIELD(kogge_fee_change, outcome, int32_t, 20);
SIZE(kogge_fee_change, 24);

FIELD(kogge_json_error, struct_size, uint32_t, 0);
FIELD(kogge_json_error, status, kogge_status, 4);
FIELD(kogge_json_error, line, int32_t, 8);
FIELD(kogge_json_error, column, int32_t, 12);
FIELD(kogge_json_error, offset, int64_t, 16);
FIELD(kogge_json_error, row, int64_t, 24);
FIELD(kogge_json_error, field, int32_t, 32);
FIELD(kogge_json_error, rule, int32_t, 36);
TEXT(kogge_json_error, pointer, 208, 40);
TEXT(kogge_json_error, text, 264, 248);
SIZE(kogge_json_error, 512);

FIELD(kogge_difference, struct_size, uint32_t, 0);
FIELD(kogge_difference, what, uint32_t, 4);
FIELD(kogge_difference, rule, int32_t, 8);
FIELD(kogge_difference, field, int32_t, 12);
FIELD(kogge_difference, stored, int64_t, 16);
FIELD(kogge_difference, replayed, int64_t, 24);
TEXT(kogge_difference, text, 288, 32);
SIZE(kogge_difference, 320);
/* clang-format on */
