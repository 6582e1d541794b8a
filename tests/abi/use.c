/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What a strict host writes with the macros of the headers; compiled as C and as C++, never run. */

#include <kogge/kogge.h>

/* What may still change has to be asked for, its field ids too. */
#ifdef KOGGE_EXPERIMENTAL
enum {
    EXPERIMENTAL = sizeof(kogge_kam_criterion) + KOGGE_FIELD_KAM_CRITERION_ID + KOGGE_CRITERION_SITES +
                   sizeof(kogge_sales_policy) + KOGGE_FIELD_STRATEGY_WEIGHT_LOW + KOGGE_FACTOR_AMBITION +
                   sizeof(kogge_campaign) + KOGGE_FIELD_CAMPAIGN_ADDRESSES
};
#elif defined KOGGE_FIELD_KAM_CRITERION_ID || defined KOGGE_CRITERION_SITES || defined KOGGE_CRITERIA_MAX ||         \
    defined KOGGE_FIELD_STRATEGY_WEIGHT_LOW || defined KOGGE_FACTOR_AMBITION ||                                      \
    defined KOGGE_FIELD_CAMPAIGN_ADDRESSES
#error "declared without being asked for"
#endif

uint32_t use_masks(void);
kogge_rows use_rows(void);
int use_result(const kogge_assessment *result);
int64_t use_numbers(void);
uint32_t use_init(void);

uint32_t use_masks(void)
{
    return KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_EDI) | KOGGE_ORDER_FLAG_RETURN;
}

kogge_rows use_rows(void)
{
    static const kogge_order_line lines[] = { { 1, 10, 0, 500, 0, 0 }, { 2, 10, 0, 700, 0, 0 } };
    kogge_rows rows = KOGGE_ROWS(lines);
    return rows;
}

int use_result(const kogge_assessment *result)
{
    return KOGGE_FILLED(result, kogge_assessment, contribution_minor) &&
           (result->known & KOGGE_ASSESSMENT_CONTRIBUTION);
}

int64_t use_numbers(void)
{
    return KOGGE_MONEY_MAX + KOGGE_EUR + KOGGE_E_RANGE + KOGGE_FIELD_ORDER_NET;
}

uint32_t use_init(void)
{
#ifdef __cplusplus
    kogge_order order{};
    order.struct_size = sizeof order;
#else
    kogge_order order = KOGGE_INIT(kogge_order);
#endif
    return order.struct_size;
}
