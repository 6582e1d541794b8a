/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The terms of a wholesaler, and customers and orders as they come: what benchmarks of orders share. */

#ifndef KOGGE_TESTS_BENCH_TERMS_H
#define KOGGE_TESTS_BENCH_TERMS_H

#include <kogge/kogge.h>

#include "../unit/random.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AGREEMENTS = 20000, GENERAL_RULES = 8, TODAY = 20600 };

static inline void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

/* ---- terms ----------------------------------------------------------------------------------------------------- */

#define PERSONAL                                                                                                     \
    (KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_FAX) | KOGGE_BIT(KOGGE_CHANNEL_EMAIL) |                \
     KOGGE_BIT(KOGGE_CHANNEL_FIELD))
#define DIGITAL (KOGGE_BIT(KOGGE_CHANNEL_SHOP) | KOGGE_BIT(KOGGE_CHANNEL_PORTAL) | KOGGE_BIT(KOGGE_CHANNEL_EDI))
#define SMALL   (KOGGE_BIT(KOGGE_TIER_NONE) | KOGGE_BIT(KOGGE_TIER_C) | KOGGE_BIT(KOGGE_TIER_D))

/* What the terms of a wholesaler look like: tier, channel and band; flat, percent and top-up; last year's terms. */
static const kogge_order_rule general_terms[GENERAL_RULES] = {
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 10,
      .tiers = SMALL,
      .channels = PERSONAL,
      .below_minor = 10000,
      .amount_minor = 1500,
      .cap = KOGGE_CAP_CLIFF,
      .valid_from_at = TODAY - 200,
      .waivers = KOGGE_BIT(KOGGE_WAIVER_FIRST_ORDER) | KOGGE_BIT(KOGGE_WAIVER_VOUCHER) },
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 20,
      .tiers = SMALL,
      .channels = PERSONAL,
      .from_minor = 10000,
      .below_minor = 20000,
      .amount_minor = 750,
      .valid_from_at = TODAY - 200 },
    { .effect = KOGGE_FEE_PERCENT,
      .group = 1,
      .priority = 30,
      .tiers = KOGGE_BIT(KOGGE_TIER_B),
      .channels = PERSONAL,
      .below_minor = 15000,
      .rate_bp = 500,
      .min_minor = 300,
      .max_minor = 1000,
      .valid_from_at = TODAY - 200 },
    { .effect = KOGGE_FEE_TOP_UP, .group = 1, .priority = 40, .channels = DIGITAL, .below_minor = 2500 },
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 50,
      .channels = DIGITAL,
      .from_minor = 2500,
      .below_minor = 5000,
      .amount_minor = 490,
      .free_per_period = 2 },
    { .effect = KOGGE_ACTION_REDIRECT_SHOP,
      .group = 2,
      .tiers = KOGGE_BIT(KOGGE_TIER_D),
      .channels = PERSONAL,
      .below_minor = 5000 },
    { .effect = KOGGE_FEE_PER_SERVICE, .amount_minor = 1250 },
    { .effect = KOGGE_FEE_FLAT,
      .group = 1,
      .priority = 60,
      .channels = PERSONAL,
      .below_minor = 10000,
      .amount_minor = 1200,
      .valid_from_at = TODAY - 600,
      .valid_until_at = TODAY - 200 },
};

/* Up to 8 rules: the terms. Up to 32: the same for three countries, before those for all others. More: general terms,
 * and beside them five rules for each agreement. */
static inline kogge_order_rule rule_at(size_t place, size_t count)
{
    static const int32_t countries[] = { 0, 276, 40, 756 };
    size_t copy = place / GENERAL_RULES;
    kogge_order_rule rule = general_terms[place % GENERAL_RULES];
    if (count <= 32) {
        rule.country = countries[copy];
    } else if (copy) {
        uint64_t agreements = count / 5;
        rule = general_terms[(place - GENERAL_RULES) / agreements];
        rule.agreement = 1 + (place - GENERAL_RULES) % agreements;
    }
    rule.amount_minor += rule.amount_minor ? 10 * (int64_t)(copy % 16) : 0;
    rule.id = (int32_t)place + 1;
    return rule;
}

struct terms {
    kogge_policy policy;
    kogge_order_rule *rules;
    size_t count;
};

static inline struct terms new_terms(size_t count)
{
    struct terms terms = { .rules = malloc(count * sizeof *terms.rules), .count = count };
    require(terms.rules != NULL, "no memory");
    require(!kogge_policy_init(&terms.policy, sizeof terms.policy, KOGGE_PRESET_NEUTRAL_2026, 978), "no preset");
    for (size_t i = 0; i < count; i++)
        terms.rules[i] = rule_at(i, count);
    return terms;
}

static inline kogge_rulebook *compile(const struct terms *terms)
{
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec,
                                       .policy = &terms->policy,
                                       .rules = { terms->rules, terms->count, sizeof terms->rules[0] } };
    kogge_rulebook *book = NULL;
    kogge_error error = KOGGE_INIT(kogge_error);
    require(!kogge_rulebook_new(&spec, &book, &error), error.text);
    return book;
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static int32_t one_of(uint64_t *state, const char *choices)
{
    return choices[(size_t)random_between(state, 0, (int64_t)strlen(choices) - 1)] - '0';
}

static inline void make_customer(kogge_customer *customer, uint64_t *state)
{
    *customer = (kogge_customer)KOGGE_INIT(kogge_customer);
    customer->id = random_u64(state);
    customer->agreement = (uint64_t)random_between(state, 1, AGREEMENTS);
    customer->tier = one_of(state, "0122333344");
    customer->margin_bp = (int32_t)random_between(state, 1500, 4500);
    customer->known = KOGGE_CUSTOMER_MARGIN_BP;
    customer->customer_group = (int32_t)random_between(state, 1, 9);
    customer->service_state = KOGGE_SERVICE_STATE_NORMAL;
}

/* A third of the orders is below 100.00, the most common limit. */
static int64_t order_value(uint64_t *state)
{
    return random_between(state, 0, 2) ? random_between(state, 10000, 150000) : random_between(state, 1000, 9999);
}

static inline void make_order(kogge_order *order, uint64_t *state)
{
    static const int32_t countries[] = { 276, 276, 276, 40, 756, 250 };
    *order = (kogge_order)KOGGE_INIT(kogge_order);
    order->id = random_u64(state);
    order->net_minor = order_value(state);
    order->discount_minor = random_between(state, 0, 9) ? 0 : order->net_minor / 20;
    order->freight_minor = random_between(state, 0, 1) ? 690 : 0;
    order->tax_minor = (order->net_minor + order->freight_minor) * 19 / 100;
    order->priced_at = TODAY - (int32_t)random_between(state, 0, 60);
    order->channel = one_of(state, "1112335557");
    order->brand = KOGGE_BRAND_MAIN;
    order->order_type = KOGGE_ORDER_TYPE_STANDARD;
    order->delivery_mode = KOGGE_DELIVERY_MODE_PARCEL;
    order->payment = KOGGE_PAYMENT_INVOICE;
    order->country = countries[random_between(state, 0, 5)];
    order->line_count = (int32_t)random_between(state, 1, 12);
    order->earlier_small_orders = (int32_t)random_between(state, 0, 5);
    order->known = KOGGE_ORDER_LINE_COUNT | KOGGE_ORDER_EARLIER_SMALL_ORDERS;
    order->special_services = random_between(state, 0, 19) ? 0 : 1;
    order->waivers = random_between(state, 0, 19) ? 0 : KOGGE_BIT(KOGGE_WAIVER_VOUCHER);
}

#endif
