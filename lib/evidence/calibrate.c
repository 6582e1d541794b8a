/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What became of the customers of each class: the test of the classes by what followed. */

#include <kogge/kogge.h>

#include "base/record.h"
#include "base/table.h"
#include "columns/columns.h"

#include <stdbool.h>
#include <stdint.h>

/* A row of the result: customers of a class of the order rhythm, or with a flag. */
struct class_of {
    int32_t overdue; /* 0 = a flag */
    int32_t flag;
};

static const struct class_of classes[] = {
    { .overdue = KOGGE_OVERDUE_ON_TIME }, { .overdue = KOGGE_OVERDUE_LATE }, { .overdue = KOGGE_OVERDUE_OVERDUE },
    { .overdue = KOGGE_OVERDUE_SILENT },  { .flag = KOGGE_FLAG_PROSPECT },   { .flag = KOGGE_FLAG_HOPE_ACCOUNT },
};

enum { CLASSES = sizeof classes / sizeof classes[0] };

static bool is_in(const struct class_of *class_of, const kogge_calibration_input *customer)
{
    return class_of->overdue ? customer->overdue == class_of->overdue : customer->class_flags >> class_of->flag & 1;
}

static void add_customer(kogge_calibration counts[CLASSES], const kogge_calibration_input *customer)
{
    for (size_t i = 0; i < CLASSES; i++) {
        if (!is_in(&classes[i], customer))
            continue;
        counts[i].customers++;
        counts[i].ordered += customer->orders_after > 0;
        counts[i].grew += customer->revenue_after_minor > customer->revenue_before_minor;
        counts[i].silent += customer->orders_after == 0;
    }
}

static void label(kogge_calibration counts[CLASSES])
{
    for (size_t i = 0; i < CLASSES; i++) {
        counts[i].set = kogge__code_set_named(classes[i].overdue ? "overdue" : "flag")->number;
        counts[i].label = classes[i].overdue ? classes[i].overdue : classes[i].flag;
    }
}

static kogge_status add_all(kogge_calibration counts[CLASSES], const struct table_in *in, kogge_error *error)
{
    kogge_status status = KOGGE_OK;
    for (size_t row = 0; !status && row < in->table->row_count; row++) {
        kogge_calibration_input customer;
        status = kogge__table_row(in, KOGGE_RECORD_CALIBRATION_INPUT, row, &customer, error);
        if (!status)
            add_customer(counts, &customer);
    }
    return status;
}

kogge_status kogge_calibrate(const kogge_table *customers, kogge_out_rows *rows, kogge_error *error)
{
    static const int32_t records[] = { KOGGE_RECORD_CALIBRATION_INPUT, 0 };
    struct table_in in;
    kogge_calibration counts[CLASSES] = { { 0 } };
    if (rows)
        rows->count = 0;
    kogge_status status = kogge__table_open(&in, customers, records, error);
    if (status)
        return status;
    if (!rows)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "rows is NULL");
    if (rows->data)
        status = kogge__rows_size(KOGGE_RECORD_CALIBRATION, rows->row_size, error);
    if (!status)
        status = add_all(counts, &in, error);
    if (status)
        return status;
    label(counts);
    for (size_t i = 0; i < CLASSES; i++)
        kogge__row_write(KOGGE_RECORD_CALIBRATION, &counts[i], rows, i);
    rows->count = CLASSES;
    return KOGGE_OK;
}
