/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/kind.h"

#include "base/number.h"
#include "base/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- causes ---------------------------------------------------------------------------------------------------- */

static bool look(kogge_reason *seen, int32_t field, int64_t observed, int64_t threshold, bool holds)
{
    if (seen) {
        seen->field = field;
        seen->observed = observed;
        seen->threshold = threshold;
    }
    return holds;
}

static bool has_services(const struct asked *asked, kogge_reason *seen)
{
    int32_t services = asked->now->order->special_services;
    return look(seen, KOGGE_FIELD_ORDER_SPECIAL_SERVICES, services, 0, services > 0);
}

static bool has_effort(const struct asked *asked, kogge_reason *seen)
{
    int32_t state = asked->now->customer->service_state;
    bool holds = state == KOGGE_SERVICE_STATE_EFFORT_FEE;
    return look(seen, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, state, holds ? 0 : KOGGE_SERVICE_STATE_EFFORT_FEE, holds);
}

static bool has_shortfall(const struct asked *asked, kogge_reason *seen)
{
    int64_t shown = asked->now->shortfall < KOGGE_MONEY_MAX ? asked->now->shortfall : KOGGE_MONEY_MAX;
    return look(seen, KOGGE_FIELD_ORDER_LINE_MINIMUM_QUANTITY, shown, 0, asked->now->shortfall > 0);
}

static bool has_broken_pack(const struct asked *asked, kogge_reason *seen)
{
    return look(seen, KOGGE_FIELD_ORDER_LINE_PACK_SIZE, asked->now->broken_lines, 0, asked->now->broken_lines > 0);
}

static bool reaches_slice(const struct asked *asked, kogge_reason *seen)
{
    int64_t base = asked->now->base[asked->rule->base];
    return look(seen, kogge__base_field(asked->rule->base), base, asked->rule->from,
                base + asked->growth > asked->rule->from);
}

/* ---- amounts --------------------------------------------------------------------------------------------------- */

static int64_t flat(const struct asked *asked)
{
    return asked->term->amount_minor;
}

static int64_t percent(const struct asked *asked)
{
    int64_t amount = kogge__mul_div(asked->now->base[asked->rule->base] + asked->growth, asked->term->rate_bp, 10000,
                                    asked->now->policy->rounding);
    if (amount < asked->term->min_minor)
        amount = asked->term->min_minor;
    return asked->term->max_minor && amount > asked->term->max_minor ? asked->term->max_minor : amount;
}

static int64_t top_up(const struct asked *asked)
{
    return asked->rule->below - (asked->now->band[asked->rule->base] + asked->growth);
}

static int64_t slice(const struct asked *asked)
{
    int64_t base = asked->now->base[asked->rule->base] + asked->growth;
    int64_t inside = (base < asked->rule->below ? base : asked->rule->below) - asked->rule->from;
    return kogge__mul_div(inside, asked->term->rate_bp, 10000, asked->now->policy->rounding);
}

/* What the margin of the goods does not cover; a loss on the goods is not passed on (F7). */
static int64_t cost_cover(const struct asked *asked)
{
    int64_t margin = asked->now->margin_bp > 0 ? asked->now->margin_bp : 0;
    int64_t covered = kogge__mul_div(asked->now->net + asked->growth, margin, 10000, asked->now->policy->rounding);
    return covered < asked->now->handling_cost ? asked->now->handling_cost - covered : 0;
}

static int64_t per_service(const struct asked *asked)
{
    return kogge__mul_sat(asked->term->amount_minor, asked->now->order->special_services);
}

/* Each line is rounded. */
static int64_t line_shortfall(const struct asked *asked)
{
    int64_t sum = 0, per = asked->term->amount_per ? asked->term->amount_per : 1;
    for (size_t i = 0; i < asked->now->lines->count; i++) {
        kogge_order_line copy;
        const void *full = NULL;
        (void)kogge__row_read(KOGGE_RECORD_ORDER_LINE, asked->now->lines, i, &copy, &full, NULL);
        const kogge_order_line *line = full;
        if (line->quantity > 0 && line->quantity < line->minimum_quantity)
            sum = kogge__add_sat(sum, kogge__mul_div(line->minimum_quantity - line->quantity,
                                                     asked->term->amount_minor, per, asked->now->policy->rounding));
    }
    return sum;
}

static int64_t broken_pack(const struct asked *asked)
{
    return kogge__mul_sat(asked->term->amount_minor, asked->now->broken_lines);
}

/* ---- the kinds ------------------------------------------------------------------------------------------------- */

static const struct kind kinds[] = {
    [KOGGE_FEE_FLAT - KOGGE_FEE_FLAT] = { KIND_AMOUNT | KIND_VALUE | KIND_BY_VALUE, NULL, flat },
    [KOGGE_FEE_PERCENT - KOGGE_FEE_FLAT] = { KIND_RATE | KIND_LIMITS | KIND_VALUE | KIND_BY_VALUE, NULL, percent },
    [KOGGE_FEE_TOP_UP - KOGGE_FEE_FLAT] = { KIND_NEEDS_BELOW | KIND_VALUE | KIND_BY_VALUE, NULL, top_up },
    [KOGGE_FEE_SLICE - KOGGE_FEE_FLAT] = { KIND_RATE | KIND_VALUE | KIND_SLICE, reaches_slice, slice },
    [KOGGE_FEE_COST_COVER - KOGGE_FEE_FLAT] = { KIND_VALUE | KIND_BAND_FEE | KIND_COST, NULL, cost_cover },
    [KOGGE_FEE_PER_SERVICE - KOGGE_FEE_FLAT] = { KIND_AMOUNT, has_services, per_service },
    [KOGGE_FEE_EFFORT - KOGGE_FEE_FLAT] = { KIND_AMOUNT, has_effort, flat },
    [KOGGE_FEE_LINE_SHORTFALL - KOGGE_FEE_FLAT] = { KIND_AMOUNT | KIND_PRICE_UNIT | KIND_LINES | KIND_SMALL_ORDER,
                                                    has_shortfall, line_shortfall },
    [KOGGE_FEE_BROKEN_PACK - KOGGE_FEE_FLAT] = { KIND_AMOUNT | KIND_LINES, has_broken_pack, broken_pack },
};

const struct kind *kogge__kind(int32_t effect)
{
    return effect < KOGGE_FEE_FLAT ? NULL : &kinds[effect - KOGGE_FEE_FLAT];
}
