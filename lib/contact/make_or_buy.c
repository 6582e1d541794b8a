/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A new team, or outsourcing: the cheaper (semantics 9, R109, R110). */

#include "base/number.h"
#include "base/reasons.h"
#include "base/record.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The smallest volume with fixed + team * volume < outsource * volume; a volume of INT64_MAX is never reached. */
static int64_t break_even_volume(const kogge_make_or_buy *costs)
{
    const int64_t saved = costs->outsource_variable_minor - costs->team_variable_minor;
    return saved > 0 ? costs->team_fixed_minor / saved + 1 : INT64_MAX;
}

static kogge_status calculate_costs(const kogge_make_or_buy *costs, kogge_make_or_buy_result *result,
                                    kogge_error *error)
{
    const int64_t variable = kogge__mul_sat(costs->team_variable_minor, costs->volume);
    result->team_minor = kogge__add_sat(costs->team_fixed_minor, variable);
    result->outsource_minor = kogge__mul_sat(costs->outsource_variable_minor, costs->volume);
    if (result->team_minor > KOGGE_MONEY_MAX)
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_MAKE_OR_BUY_RESULT_TEAM, -1,
                           "the cost of a new team is beyond KOGGE_MONEY_MAX");
    if (result->outsource_minor > KOGGE_MONEY_MAX)
        return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_MAKE_OR_BUY_RESULT_OUTSOURCE, -1,
                           "the cost of outsourcing is beyond KOGGE_MONEY_MAX");
    return KOGGE_OK;
}

/* The back office that exists is taken only if a person says so. */
static int32_t choose(const kogge_make_or_buy *costs, const kogge_make_or_buy_result *result, kogge_reasons *why)
{
    const int32_t cheaper =
        result->team_minor < result->outsource_minor ? KOGGE_SOURCING_NEW_TEAM : KOGGE_SOURCING_OUTSOURCE;
    const bool allowed = costs->flags & KOGGE_MAKE_OR_BUY_FLAG_ALLOW_REUSE;
    const kogge_reason reuse = { .code = KOGGE_REASON_REUSE_BACKOFFICE,
                                 .outcome = allowed ? KOGGE_OUTCOME_APPROVED : KOGGE_OUTCOME_MATCHED,
                                 .field = KOGGE_FIELD_MAKE_OR_BUY_WANTED,
                                 .observed = costs->wanted };
    if (costs->wanted != KOGGE_SOURCING_REUSE_BACKOFFICE)
        return costs->wanted ? costs->wanted : cheaper;
    kogge__reason(why, &reuse);
    return allowed ? costs->wanted : cheaper;
}

kogge_status kogge_make_or_buy_assess(const kogge_make_or_buy *make_or_buy, kogge_make_or_buy_result *result,
                                      kogge_reasons *why, kogge_error *error)
{
    kogge_make_or_buy copy;
    kogge_make_or_buy_result found = KOGGE_INIT(kogge_make_or_buy_result);
    const void *full = NULL;
    if (why)
        why->count = 0;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!make_or_buy || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL", make_or_buy ? "result" : "make_or_buy");
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_MAKE_OR_BUY_RESULT, result, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_MAKE_OR_BUY, make_or_buy, &copy, &full, error);
    if (!status)
        status = calculate_costs(full, &found, error);
    if (status)
        return status;
    found.break_even_volume = break_even_volume(full);
    found.choice = choose(full, &found, why);
    kogge__result_write(KOGGE_RECORD_MAKE_OR_BUY_RESULT, &found, result);
    return KOGGE_OK;
}
