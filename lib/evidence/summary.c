/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Evidence of a portfolio, and how much of it chance alone would give. */

#include <kogge/kogge.h>

#include "base/number.h"
#include "base/record.h"
#include "columns/columns.h"

#include <stdint.h>

enum { PPM_A_HUNDREDTH = 10000, RISING = 3 };

/* sizes: the sum of the sizes of the tests, in ppm of a customer. */
static void add_customer(kogge_evidence_summary *summary, const kogge_evidence *customer, int64_t *sizes)
{
    summary->tested += customer->test != 0;
    summary->rising += customer->level >= RISING;
    summary->falling += customer->level <= -RISING;
    if (customer->test)
        *sizes += customer->size_ppm;
}

static kogge_status add_all(kogge_evidence_summary *summary, const struct table_in *in, kogge_error *error)
{
    int64_t sizes = 0;
    for (size_t row = 0; row < in->table->row_count; row++) {
        kogge_evidence customer;
        const kogge_status status = kogge__table_row(in, KOGGE_RECORD_EVIDENCE, row, &customer, error);
        if (status)
            return status;
        add_customer(summary, &customer, &sizes);
    }
    summary->expected_by_chance_hundredths = kogge__mul_div(sizes, 1, PPM_A_HUNDREDTH, KOGGE_ROUNDING_HALF_AWAY);
    return KOGGE_OK;
}

kogge_status kogge_evidence_summarise(const kogge_table *customers, kogge_evidence_summary *result,
                                      kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_EVIDENCE, 0 };
    static const int32_t needed[] = { KOGGE_FIELD_EVIDENCE_LEVEL, KOGGE_FIELD_EVIDENCE_TEST,
                                      KOGGE_FIELD_EVIDENCE_SIZE_PPM, 0 };
    struct table_in in;
    kogge_evidence_summary found = { 0 };
    kogge_status status = kogge__table_open(&in, customers, records, error);
    if (status)
        return status;
    if (!result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "result is NULL");
    status = kogge__result_size(KOGGE_RECORD_EVIDENCE_SUMMARY, result, error);
    if (!status)
        status = kogge__table_needs(&in, needed, error);
    if (!status)
        status = add_all(&found, &in, error);
    if (status)
        return status;
    kogge__result_write(KOGGE_RECORD_EVIDENCE_SUMMARY, &found, result);
    return KOGGE_OK;
}
