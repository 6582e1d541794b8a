/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What an order's change does to its fees (semantics 2.3). */

#include "order/desk.h"

#include "base/record.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

enum { EARLIER_LIMIT = 64 };

/* Fees charged before and due now, by rule id ascending. */
struct ledger {
    size_t count;
    kogge_fee_change rows[EARLIER_LIMIT + KOGGE_FEES_MAX];
};

/* The row of a rule, made if there is none. */
static kogge_fee_change *row_of(struct ledger *ledger, int32_t rule)
{
    size_t place = ledger->count;
    while (place > 0 && ledger->rows[place - 1].rule >= rule)
        place--;
    if (place < ledger->count && ledger->rows[place].rule == rule)
        return &ledger->rows[place];
    for (size_t i = ledger->count++; i > place; i--)
        ledger->rows[i] = ledger->rows[i - 1];
    ledger->rows[place] = (kogge_fee_change){ .rule = rule, .outcome = KOGGE_OUTCOME_MATCHED };
    return &ledger->rows[place];
}

static kogge_status take_charged(struct ledger *ledger, const kogge_rows *charged, int64_t *total, kogge_error *error)
{
    *total = 0;
    if (!charged || !charged->data || !charged->count)
        return KOGGE_OK;
    if (charged->count > EARLIER_LIMIT)
        return kogge__fail(error, KOGGE_E_LIMIT, 0, -1, "%zu rows of charged fees, at most %d are possible",
                           charged->count, EARLIER_LIMIT);
    kogge_status status = kogge__rows_size(KOGGE_RECORD_CHARGED_FEE, charged->row_size, error);
    for (size_t i = 0; !status && i < charged->count; i++) {
        kogge_charged_fee copy;
        const void *full = NULL;
        status = kogge__row_read(KOGGE_RECORD_CHARGED_FEE, charged, i, &copy, &full, error);
        if (status)
            break;
        const kogge_charged_fee *fee = full;
        size_t before = ledger->count;
        kogge_fee_change *row = row_of(ledger, fee->rule);
        if (ledger->count == before)
            return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_CHARGED_FEE_RULE, (int64_t)i,
                               "charged fee %zu: rule %" PRId32 " stands there already", i, fee->rule);
        row->charged_minor = fee->charged_minor;
        row->delta_minor = -fee->charged_minor;
        *total += fee->charged_minor;
    }
    return status;
}

static void take_due(struct ledger *ledger, const struct desk *desk)
{
    for (size_t i = 0; i < desk->fee_count; i++)
        row_of(ledger, desk->fees[i].rule)->delta_minor += desk->fees[i].charged_minor;
}

/* Does the policy keep the fees that were charged? */
static bool keeps(const struct desk *desk, int64_t before)
{
    switch (desk->book->policy.on_change) {
    case KOGGE_ON_CHANGE_FREEZE:
        return true;
    case KOGGE_ON_CHANGE_NEVER_RAISE:
        return desk->result.charged_minor > before;
    default:
        return (desk->order->waivers & KOGGE_BIT(KOGGE_WAIVER_SUPPLIER_CAUSED)) &&
               desk->result.charged_minor > before;
    }
}

static void hold_fees(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (!ledger->rows[i].delta_minor)
            continue;
        ledger->rows[i].delta_minor = 0;
        ledger->rows[i].outcome = KOGGE_OUTCOME_HELD;
    }
}

static kogge_status reassess(struct desk *desk, const kogge_rows *lines, const kogge_rows *charged,
                             struct ledger *ledger)
{
    struct copies copies;
    int64_t before;
    kogge_status status = take_charged(ledger, charged, &before, desk->error);
    if (!status)
        status = kogge__assess(desk, lines, &copies);
    if (status)
        return status;
    take_due(ledger, desk);
    bool held = keeps(desk, before);
    if (held)
        hold_fees(ledger);
    const kogge_reason reason = { .code = KOGGE_REASON_ON_CHANGE,
                                  .outcome = held ? KOGGE_OUTCOME_HELD : KOGGE_OUTCOME_NOT_MATCHED,
                                  .field = KOGGE_FIELD_ASSESSMENT_CHARGED,
                                  .observed = desk->result.charged_minor,
                                  .threshold = before };
    kogge__say(desk, &reason);
    return KOGGE_OK;
}

kogge_status kogge_order_reassess(const kogge_rulebook *book, const kogge_customer *customer,
                                  const kogge_order *order, const kogge_rows *lines, const kogge_rows *charged,
                                  kogge_assessment *result, kogge_out_rows *changes, kogge_reasons *why,
                                  kogge_error *error)
{
    struct desk desk;
    struct ledger ledger = { 0 };
    if (changes)
        changes->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = kogge__desk_open(&desk, book, customer, order, result, why, error);
    if (!status && changes && changes->data)
        status = kogge__rows_size(KOGGE_RECORD_FEE_CHANGE, changes->row_size, error);
    if (!status)
        status = reassess(&desk, lines, charged, &ledger);
    if (status) {
        if (why)
            why->count = 0;
        return status;
    }
    kogge__result_write(KOGGE_RECORD_ASSESSMENT, &desk.result, result);
    for (size_t i = 0; changes && i < ledger.count; i++)
        kogge__row_write(KOGGE_RECORD_FEE_CHANGE, &ledger.rows[i], changes, i);
    if (changes)
        changes->count = ledger.count;
    return KOGGE_OK;
}
