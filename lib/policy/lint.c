/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/lint.h"

#include "base/record.h"
#include "base/table.h"

#include <stdint.h>

void kogge__find(struct lint *lint, const kogge_finding *finding)
{
    kogge_findings *findings = lint->findings;
    if (findings->data && findings->count < findings->capacity)
        findings->data[findings->count] = *finding;
    findings->count++;
}

/* ---- amounts that look like a mistake of scale ----------------------------------------------------------------- */

enum { SUSPICIOUSLY_SMALL = 100 };

static void find_small_amounts(struct lint *lint, int32_t number, const void *row, int32_t key)
{
    const struct record_row *record = kogge__record(number);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        if (field->unit != KOGGE_UNIT_MINOR)
            continue;
        int64_t amount = kogge__field_value(field, row);
        const kogge_finding finding = { .code = KOGGE_FINDING_AMOUNT_SCALE,
                                        .level = KOGGE_FINDING_LEVEL_WARNING,
                                        .row = key,
                                        .field = field->id,
                                        .value = amount };
        if (amount > 0 && amount < SUSPICIOUSLY_SMALL)
            kogge__find(lint, &finding);
    }
}

/* 15.00 meant, 15 typed: in a currency without decimals nothing else would show it. */
static void lint_scale(struct lint *lint)
{
    const kogge_rulebook *book = lint->book;
    if (book->policy.currency_digits)
        return;
    find_small_amounts(lint, KOGGE_RECORD_POLICY, &book->policy, 0);
    size_t rule = 0;
    for (size_t cost = 0; cost <= book->cost_count; cost++) { /* by row, as findings come */
        int64_t channel = cost < book->cost_count ? book->costs[cost].channel : INT64_MAX;
        for (; rule < book->rule_count && book->terms[book->by_id[rule]].id < channel; rule++) {
            const kogge_order_rule *term = &book->terms[book->by_id[rule]];
            find_small_amounts(lint, KOGGE_RECORD_ORDER_RULE, term, term->id);
        }
        if (cost < book->cost_count)
            find_small_amounts(lint, KOGGE_RECORD_CHANNEL_COST, &book->costs[cost], book->costs[cost].channel);
    }
}

/* ---- the call -------------------------------------------------------------------------------------------------- */

kogge_status kogge_rulebook_lint(const kogge_rulebook *book, int32_t today_at, kogge_findings *findings,
                                 kogge_error *error)
{
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!book || !findings)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", book ? "findings" : "book");
    struct lint lint = { book, today_at, findings };
    findings->count = 0;
    kogge__lint_bands(&lint);
    lint_scale(&lint);
    kogge__lint_strategy(&lint);
    return KOGGE_OK;
}
