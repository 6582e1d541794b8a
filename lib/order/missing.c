/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How much more goods value lowers the band fees, ends them, or lets the order through (semantics 2.2). */

#include "order/desk.h"
#include "order/held.h"

#include <stdbool.h>
#include <stdint.h>

const kogge_assessment kogge__nothing_found = { .action = KOGGE_ACTION_ALLOW };

/* The smallest step beyond growth to an edge of a rule whose scope holds; INT64_MAX = none. */
static int64_t step_to(const struct rule *rule, const struct situation *order, int64_t growth)
{
    int64_t value = order->band[rule->base], best = INT64_MAX;
    if (rule->from && rule->from - value > growth)
        best = rule->from - value;
    if (rule->below != INT64_MAX && rule->below - value > growth && rule->below - value < best)
        best = rule->below - value;
    return best;
}

static int64_t next_edge(const struct desk *desk, int64_t growth)
{
    int64_t best = INT64_MAX;
    struct visible visible = kogge__visible(desk, LOOK_SCOPE, 0);
    for (uint32_t index; kogge__next_held(&visible, &index);) {
        int64_t step = step_to(&desk->book->rules[index], &desk->order_now, growth);
        best = step < best ? step : best;
    }
    return best;
}

static void settle_now(struct desk *desk)
{
    kogge_assessment *result = &desk->result;
    if (!desk->band_fees)
        result->known |= KOGGE_ASSESSMENT_MISSING_TO_FREE;
    if (desk->banded_action <= KOGGE_ACTION_SURCHARGE)
        result->known |= KOGGE_ASSESSMENT_MISSING_TO_ALLOW;
}

/* What an edge settles. */
static void look_at_edge(struct desk *desk, int64_t growth)
{
    kogge_assessment *result = &desk->result;
    int32_t banded_action;
    int64_t fees = kogge__grown_band_fees(desk, growth, &banded_action);
    if (!(result->known & KOGGE_ASSESSMENT_NEXT_STEP_MISSING) && fees < desk->band_fees) {
        result->next_step_missing_minor = growth;
        result->next_step_fees_minor = fees;
        result->known |= KOGGE_ASSESSMENT_NEXT_STEP_MISSING;
    }
    if (!(result->known & KOGGE_ASSESSMENT_MISSING_TO_FREE) && !fees) {
        result->missing_to_free_minor = growth;
        result->known |= KOGGE_ASSESSMENT_MISSING_TO_FREE;
    }
    if (!(result->known & KOGGE_ASSESSMENT_MISSING_TO_ALLOW) && banded_action <= KOGGE_ACTION_SURCHARGE) {
        result->missing_to_allow_minor = growth;
        result->known |= KOGGE_ASSESSMENT_MISSING_TO_ALLOW;
    }
}

void kogge__missing(struct desk *desk)
{
    const uint64_t settled = KOGGE_ASSESSMENT_MISSING_TO_FREE | KOGGE_ASSESSMENT_MISSING_TO_ALLOW;
    settle_now(desk);
    /* Once nothing is charged there is no lower step either. */
    for (int64_t growth = 0; (desk->result.known & settled) != settled;) {
        growth = next_edge(desk, growth);
        if (growth == INT64_MAX)
            return;
        look_at_edge(desk, growth);
    }
}
