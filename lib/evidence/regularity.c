/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Order rhythm of one customer. */

#include "base/number.h"
#include "base/record.h"
#include "evidence/reason.h"
#include "evidence/rhythm.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

enum { TWICE_ONE_BP = 20000, RATIO_LIMIT = 1000000000 };

static kogge_status put(int32_t *place, int64_t value, int32_t field, kogge_error *error)
{
    if (value > INT32_MAX)
        return kogge__fail(error, KOGGE_E_RANGE, field, -1, "%s is %" PRId64 ", beyond 2^31 - 1",
                           kogge_field_name(field), value);
    *place = (int32_t)value;
    return KOGGE_OK;
}

static kogge_status fill_counts(kogge_regularity *result, const struct rhythm *rhythm, kogge_error *error)
{
    kogge_status status = put(&result->order_days, rhythm->days, KOGGE_FIELD_REGULARITY_ORDER_DAYS, error);
    if (!status) /* a gap that long is refused even where those of the tier are told */
        status = put(&result->longest_gap_days, rhythm->own_longest, KOGGE_FIELD_REGULARITY_LONGEST_GAP_DAYS, error);
    if (!status && rhythm->median2) {
        result->known |= KOGGE_REGULARITY_MEDIAN_GAP_HALF_DAYS;
        status =
            put(&result->median_gap_half_days, rhythm->median2, KOGGE_FIELD_REGULARITY_MEDIAN_GAP_HALF_DAYS, error);
        if (!status)
            status = put(&result->longest_gap_days, rhythm->longest, KOGGE_FIELD_REGULARITY_LONGEST_GAP_DAYS, error);
    }
    if (!status && rhythm->days) {
        result->known |= KOGGE_REGULARITY_SILENT_DAYS;
        status = put(&result->silent_days, rhythm->silence, KOGGE_FIELD_REGULARITY_SILENT_DAYS, error);
    }
    return status;
}

/* True: the ratio was clamped. */
static bool fill_class(kogge_regularity *result, const struct rhythm *rhythm)
{
    result->overdue = rhythm->overdue;
    result->pooled = rhythm->is_pooled;
    result->regular_buyer = rhythm->is_own && rhythm->overdue == KOGGE_OVERDUE_ON_TIME;
    if (!rhythm->overdue)
        return false;
    const int64_t ratio = kogge__mul_div(rhythm->silence, TWICE_ONE_BP, rhythm->median2, KOGGE_ROUNDING_HALF_AWAY);
    result->known |= KOGGE_REGULARITY_OVERDUE_RATIO_BP;
    result->overdue_ratio_bp = ratio > RATIO_LIMIT ? RATIO_LIMIT : (int32_t)ratio;
    return ratio > RATIO_LIMIT;
}

static void give_reasons(kogge_reasons *why, const kogge_regularity *result, const struct rhythm *rhythm,
                         bool clamped)
{
    kogge__note_condition(why, KOGGE_REASON_TOO_FEW_GAPS, rhythm->gaps < GAPS_ENOUGH,
                          KOGGE_FIELD_REGULARITY_ORDER_DAYS, rhythm->gaps, GAPS_ENOUGH);
    if (!rhythm->is_own)
        kogge__note(why, KOGGE_REASON_POOLED_GAPS, rhythm->is_pooled ? KOGGE_OUTCOME_MATCHED : KOGGE_OUTCOME_UNKNOWN,
                    KOGGE_FIELD_HISTORY_POOLED_MEDIAN_HALF_DAYS, rhythm->is_pooled ? rhythm->median2 : 0, 0);
    kogge__note(why, KOGGE_REASON_OVERDUE_CLASS,
                !rhythm->overdue                           ? KOGGE_OUTCOME_UNKNOWN
                : rhythm->overdue >= KOGGE_OVERDUE_OVERDUE ? KOGGE_OUTCOME_MATCHED
                                                           : KOGGE_OUTCOME_NOT_MATCHED,
                KOGGE_FIELD_REGULARITY_OVERDUE, rhythm->overdue, 0);
    if (clamped)
        kogge__note(why, KOGGE_REASON_CLAMPED, KOGGE_OUTCOME_CAPPED, KOGGE_FIELD_REGULARITY_OVERDUE_RATIO_BP,
                    result->overdue_ratio_bp, 0);
}

static kogge_status check(const kogge_history *history, const int32_t *order_days, size_t order_day_count,
                          const kogge_regularity *result, const kogge_reasons *why, kogge_error *error)
{
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!history || !result || (!order_days && order_day_count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !history  ? "history"
                           : !result ? "result"
                                     : "order_days");
    status = kogge__reasons_ready(why, error);
    return status ? status : kogge__result_size(KOGGE_RECORD_REGULARITY, result, error);
}

kogge_status kogge_regularity_assess(const kogge_history *history, const int32_t *order_days, size_t order_day_count,
                                     kogge_regularity *result, kogge_reasons *why, kogge_error *error)
{
    kogge_history copy;
    const void *full = NULL;
    kogge_regularity found = { 0 };
    struct rhythm rhythm;
    if (why)
        why->count = 0;
    kogge_status status = check(history, order_days, order_day_count, result, why, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_HISTORY, history, &copy, &full, error);
    if (!status)
        status = kogge__order_days_check(full, order_days, order_day_count, error);
    if (status)
        return status;
    kogge__rhythm(&rhythm, full, order_days, order_day_count);
    status = fill_counts(&found, &rhythm, error);
    if (status)
        return status;
    const bool clamped = fill_class(&found, &rhythm);
    give_reasons(why, &found, &rhythm, clamped);
    kogge__result_write(KOGGE_RECORD_REGULARITY, &found, result);
    return KOGGE_OK;
}
