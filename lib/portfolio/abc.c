/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* ABC cuts of data in memory, and the classes of values under given cuts. */

#include <kogge/portfolio.h>

#include "base/record.h"
#include "portfolio/cut.h"
#include "portfolio/portfolio.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* ---- options, errors ------------------------------------------------------------------------------------------- */

kogge_status kogge__abc_options(const kogge_abc_options *options, kogge_abc_options *own, kogge_error *error)
{
    kogge_abc_options copy;
    const void *full = NULL;
    const kogge_status status = kogge__record_read(KOGGE_RECORD_ABC_OPTIONS, options, &copy, &full, error);
    if (status)
        return status;
    memcpy(own, full, sizeof *own);
    if (!own->cut_rule)
        own->cut_rule = KOGGE_CUT_RULE_CUM_BEFORE;
    if (own->cut_b_bp < own->cut_a_bp)
        return kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_ABC_OPTIONS_CUT_B_BP, -1,
                           "cut_b_bp %" PRId32 " is below cut_a_bp %" PRId32, own->cut_b_bp, own->cut_a_bp);
    return KOGGE_OK;
}

kogge_status kogge__fail_value(const int64_t *values, size_t row, kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_RANGE, 0, (int64_t)row, "value %zu is %" PRId64 ", beyond KOGGE_MONEY_MAX", row,
                       values[row]);
}

kogge_status kogge__fail_degenerate(kogge_error *error)
{
    return kogge__fail(error, KOGGE_E_DEGENERATE, 0, -1, "no value is positive");
}

/* ---- the cut --------------------------------------------------------------------------------------------------- */

struct data {
    const int64_t *values;
    size_t count;
};

/* What a pass finds: never both. */
union pass {
    struct bucket buckets[ALL_BUCKETS];
    struct sieve sieves[2];
};

static kogge_status first_pass(const struct data *data, struct bucket *buckets, struct tally *tally,
                               kogge_error *error)
{
    size_t bad = 0;
    memset(buckets, 0, ALL_BUCKETS * sizeof *buckets);
    *tally = (struct tally){ 0 };
    if (!kogge__count(tally, buckets, data->values, data->count, &bad))
        return kogge__fail_value(data->values, bad, error);
    if (!kogge__tally_fits(tally))
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_ABC_CUTS_TOTAL, -1,
                           "the sum of the positive values is beyond 2^63 - 1");
    return tally->positive ? KOGGE_OK : kogge__fail_degenerate(error);
}

/* Looks again at the values among which a cut lies. False: they are others now. */
static bool next_pass(const struct data *data, struct sieve sieves[2], struct search searches[2])
{
    bool same = true;
    for (int i = 0; i < 2; i++)
        kogge__sieve_begin(&sieves[i]);
    kogge__sieves_feed(sieves, searches, data->values, data->count);
    for (int i = 0; i < 2; i++) {
        if (kogge__search_is_open(&searches[i]))
            same = kogge__search_narrow(&searches[i], &sieves[i]) && same;
    }
    return same;
}

static kogge_status find_cuts(const struct data *data, const kogge_abc_options *options, kogge_abc_cuts *cuts,
                              kogge_error *error)
{
    union pass pass;
    struct tally tally;
    struct search searches[2];
    const kogge_status status = first_pass(data, pass.buckets, &tally, error);
    if (status)
        return status;
    kogge__search_begin(&searches[0], options->cut_a_bp, options->cut_rule, pass.buckets, (int64_t)tally.total.low);
    kogge__search_begin(&searches[1], options->cut_b_bp, options->cut_rule, pass.buckets, (int64_t)tally.total.low);
    while (kogge__search_is_open(&searches[0]) || kogge__search_is_open(&searches[1])) {
        if (!next_pass(data, pass.sieves, searches))
            return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "the values change while they are read");
    }
    kogge__fill_cuts(cuts, &tally, searches);
    return KOGGE_OK;
}

void kogge__fill_cuts(kogge_abc_cuts *cuts, const struct tally *tally, const struct search searches[2])
{
    *cuts = (kogge_abc_cuts){ .cut_a_minor = kogge__search_cut(&searches[0]),
                              .cut_b_minor = kogge__search_cut(&searches[1]),
                              .total_minor = (int64_t)tally->total.low,
                              .count = (int64_t)tally->count,
                              .positive = (int64_t)tally->positive };
}

kogge_status kogge_abc_cut(const int64_t *values, size_t count, const kogge_abc_options *options,
                           kogge_abc_cuts *cuts, kogge_error *error)
{
    const struct data data = { values, count };
    kogge_abc_options own;
    kogge_abc_cuts found;

    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if ((!values && count) || !options || !cuts)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !options ? "options"
                           : !cuts  ? "cuts"
                                    : "values");
    kogge_status status = kogge__abc_options(options, &own, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_ABC_CUTS, cuts, error);
    if (!status)
        status = count ? find_cuts(&data, &own, &found, error) : kogge__fail_degenerate(error);
    if (!status)
        kogge__result_write(KOGGE_RECORD_ABC_CUTS, &found, cuts);
    return status;
}

/* ---- classes --------------------------------------------------------------------------------------------------- */

static kogge_status check_cut(int64_t cut, int32_t field, kogge_error *error)
{
    if (cut >= 1 && cut <= NO_VALUE)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_RANGE, field, -1, "%s is %" PRId64 ", outside 1..KOGGE_MONEY_MAX + 1",
                       kogge_field_name(field), cut);
}

kogge_status kogge__read_cuts(const kogge_abc_cuts *cuts, kogge_abc_cuts *own, kogge_error *error)
{
    kogge_status status = kogge__result_size(KOGGE_RECORD_ABC_CUTS, cuts, error);
    if (status)
        return status;
    memcpy(own, cuts, sizeof *own);
    status = kogge__check_tail("kogge_abc_cuts", cuts, sizeof *own, own->struct_size, -1, error);
    if (!status)
        status = check_cut(own->cut_a_minor, KOGGE_FIELD_ABC_CUTS_CUT_A, error);
    if (!status)
        status = check_cut(own->cut_b_minor, KOGGE_FIELD_ABC_CUTS_CUT_B, error);
    if (!status && own->cut_b_minor > own->cut_a_minor)
        status =
            kogge__fail(error, KOGGE_E_INVALID, KOGGE_FIELD_ABC_CUTS_CUT_B, -1,
                        "cut_b_minor %" PRId64 " is above cut_a_minor %" PRId64, own->cut_b_minor, own->cut_a_minor);
    return status;
}

kogge_status kogge_abc_classes(const kogge_abc_cuts *cuts, const int64_t *values, size_t count, int32_t *classes,
                               kogge_error *error)
{
    kogge_abc_cuts own;

    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!cuts || (!values && count) || (!classes && count))
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !cuts     ? "cuts"
                           : !values ? "values"
                                     : "classes");
    const kogge_status status = kogge__read_cuts(cuts, &own, error);
    if (status)
        return status;
    for (size_t i = 0; i < count; i++)
        classes[i] = KOGGE_TIER_A + (values[i] < own.cut_a_minor) + (values[i] < own.cut_b_minor);
    return KOGGE_OK;
}
