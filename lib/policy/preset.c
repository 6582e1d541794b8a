/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "policy/preset.h"

#include "base/record.h"
#include "base/table.h"

#include <stdint.h>
#include <string.h>

void kogge__scale_money(int32_t number, void *row, int32_t digits)
{
    const struct record_row *record = kogge__record(number);
    int64_t factor = 1;
    for (int32_t i = 0; i < digits; i++)
        factor *= 10;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field_row *field = &record->fields[i];
        if (kogge__field_unit(record, field, row) != KOGGE_UNIT_MINOR)
            continue;
        int64_t amount = kogge__field_value(field, row) * factor;
        memcpy((unsigned char *)row + field->offset, &amount, sizeof amount);
    }
}

/* Gives a record to a caller whose own has size bytes: cut off, or filled up with zeros. */
static void hand_over(void *record, size_t size, const void *full, size_t full_size)
{
    const uint32_t struct_size = (uint32_t)size;
    memset(record, 0, size);
    memcpy(record, full, size < full_size ? size : full_size);
    memcpy(record, &struct_size, sizeof struct_size);
}

kogge_status kogge_policy_init(kogge_policy *policy, size_t size, int32_t preset, int32_t currency)
{
    if (!policy)
        return KOGGE_E_INVALID;
    kogge_status status = kogge__rows_size(KOGGE_RECORD_POLICY, size, NULL);
    if (status)
        return status;
    if (!kogge_code_name("preset", preset))
        return KOGGE_E_UNSUPPORTED;
    if (currency < 1 || currency > 999)
        return KOGGE_E_RANGE;
    kogge_policy full = kogge__preset_policies[preset - 1];
    full.currency = currency;
    full.currency_digits = kogge_currency_digits(currency);
    kogge__scale_money(KOGGE_RECORD_POLICY, &full, full.currency_digits);
    hand_over(policy, size, &full, sizeof full);
    return KOGGE_OK;
}

kogge_status kogge_sales_policy_init(kogge_sales_policy *sales, size_t size, int32_t preset)
{
    if (!sales)
        return KOGGE_E_INVALID;
    kogge_status status = kogge__rows_size(KOGGE_RECORD_SALES_POLICY, size, NULL);
    if (status)
        return status;
    if (!kogge_code_name("preset", preset))
        return KOGGE_E_UNSUPPORTED;
    hand_over(sales, size, &kogge__preset_sales_policies[preset - 1], sizeof *sales);
    return KOGGE_OK;
}
