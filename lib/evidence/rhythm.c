/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "evidence/rhythm.h"

#include "base/record.h"

#include <inttypes.h>

/* ---- order days ------------------------------------------------------------------------------------------------ */

kogge_status kogge__order_days_check(const kogge_history *history, const int32_t *days, size_t count,
                                     kogge_error *error)
{
    const bool median = history->known & KOGGE_HISTORY_POOLED_MEDIAN_HALF_DAYS;
    const bool longest = history->known & KOGGE_HISTORY_POOLED_LONGEST_DAYS;
    if (median != longest)
        return kogge__fail(error, KOGGE_E_INVALID,
                           median ? KOGGE_FIELD_HISTORY_POOLED_LONGEST_DAYS
                                  : KOGGE_FIELD_HISTORY_POOLED_MEDIAN_HALF_DAYS,
                           -1, "history: one pooled gap is known without the other");
    for (size_t i = 1; i < count; i++) {
        if (days[i] < days[i - 1])
            return kogge__fail(error, KOGGE_E_INVALID, 0, (int64_t)i,
                               "order day %zu is %" PRId32 ", before the one above it", i, days[i]);
    }
    if (count && days[count - 1] > history->today_at)
        return kogge__fail(error, KOGGE_E_INVALID, 0, (int64_t)count - 1,
                           "order day %zu is %" PRId32 ", after today (%" PRId32 ")", count - 1, days[count - 1],
                           history->today_at);
    return KOGGE_OK;
}

int32_t kogge__order_days_between(const int32_t *days, size_t count, int64_t from, int64_t to)
{
    int32_t found = 0;
    for (size_t i = count; i > 0 && days[i - 1] > from; i--)
        found += days[i - 1] <= to && (i == count || days[i] != days[i - 1]);
    return found;
}

/* ---- gaps ------------------------------------------------------------------------------------------------------ */

struct gaps {
    const int32_t *days;
    size_t count; /* of days; equal ones make no gap */
};

static int64_t gap_at(const struct gaps *gaps, size_t i)
{
    return (int64_t)gaps->days[i] - gaps->days[i - 1];
}

static int64_t count_at_most(const struct gaps *gaps, int64_t limit)
{
    int64_t found = 0;
    for (size_t i = 1; i < gaps->count; i++) {
        const int64_t gap = gap_at(gaps, i);
        found += gap > 0 && gap <= limit;
    }
    return found;
}

static int64_t least_above(const struct gaps *gaps, int64_t limit)
{
    int64_t least = INT64_MAX;
    for (size_t i = 1; i < gaps->count; i++) {
        const int64_t gap = gap_at(gaps, i);
        if (gap > limit && gap < least)
            least = gap;
    }
    return least;
}

/* Twice the median. There is no room for the gaps, and order days are not to be moved: the range of values is halved,
 * as in kogge__nth(), from 1 to the longest. */
static int64_t median_twice(const struct gaps *gaps, int64_t count, int64_t longest)
{
    const int64_t rank = (count - 1) / 2;
    int64_t low = 1, high = longest;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (count_at_most(gaps, middle) > rank)
            high = middle;
        else
            low = middle + 1;
    }
    if (count % 2 || count_at_most(gaps, low) > rank + 1)
        return 2 * low;
    return low + least_above(gaps, low);
}

static void take_own(struct rhythm *rhythm, const int32_t *days, size_t count)
{
    const struct gaps gaps = { days, count };
    rhythm->days = count > 0;
    for (size_t i = 1; i < count; i++) {
        const int64_t gap = gap_at(&gaps, i);
        rhythm->days += gap > 0;
        if (gap > rhythm->longest)
            rhythm->longest = gap;
    }
    rhythm->own_longest = rhythm->longest;
    rhythm->gaps = rhythm->days ? rhythm->days - 1 : 0;
    if (rhythm->gaps)
        rhythm->median2 = median_twice(&gaps, rhythm->gaps, rhythm->longest);
}

/* ---- class ----------------------------------------------------------------------------------------------------- */

/* With twice the median m2: silence >= 1.5 medians is 4 * silence >= 3 * m2, and so on. */
static int32_t overdue_class(const struct rhythm *rhythm)
{
    const int64_t silence = rhythm->silence, median2 = rhythm->median2, longest = rhythm->longest;
    if (2 * silence >= 3 * median2 && silence * 10 > 15 * longest)
        return KOGGE_OVERDUE_SILENT;
    if (silence >= median2 && silence > longest)
        return KOGGE_OVERDUE_OVERDUE;
    return 4 * silence >= 3 * median2 ? KOGGE_OVERDUE_LATE : KOGGE_OVERDUE_ON_TIME;
}

void kogge__rhythm(struct rhythm *rhythm, const kogge_history *history, const int32_t *days, size_t count)
{
    *rhythm = (struct rhythm){ 0 };
    take_own(rhythm, days, count);
    if (count)
        rhythm->silence = (int64_t)history->today_at - days[count - 1];
    rhythm->is_own = rhythm->gaps >= GAPS_ENOUGH;
    rhythm->is_pooled = !rhythm->is_own && (history->known & KOGGE_HISTORY_POOLED_MEDIAN_HALF_DAYS);
    if (rhythm->is_pooled) {
        rhythm->median2 = history->pooled_median_half_days;
        rhythm->longest = history->pooled_longest_days;
    }
    if (rhythm->days && (rhythm->is_own || rhythm->is_pooled))
        rhythm->overdue = overdue_class(rhythm);
}
