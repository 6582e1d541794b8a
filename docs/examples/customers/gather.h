/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the orders of one customer add up to in twelve months, as records of the library. */

#ifndef CUSTOMERS_GATHER_H
#define CUSTOMERS_GATHER_H

#include "model.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUARTERS_MAX = 40 };

/* Twelve months and what came before them. */
struct span {
    int32_t today;   /* the last day; the first one is today - 364 */
    size_t quarters; /* that the ledger covers up to today, of 91, 91, 91 and 92 days */
    bool past;       /* what the ledger says of customers today is not known */
};

struct figures {
    int64_t revenue;  /* net, returns included */
    int64_t discount; /* inside the net value of the sales */
    int32_t orders, returns;
    int64_t *nets; /* of the sales, for their median; freed by the caller */
    int64_t lines;
    int32_t orders_with_lines, orders_with_channel, digital, services;
    int32_t first_sale, last_sale; /* as of today; INT32_MIN = none */
    size_t day_count;              /* of the model's days of this customer, as of today */
    int64_t quarters[QUARTERS_MAX];
    kogge_economics economics;
};

struct span span_make(const struct model *model, int32_t today, bool past);

/* Days before today at which a quarter ends: 0, 91, 182, 273, 365, ... */
int32_t span_quarter_end(size_t quarters_back);

void gather(const struct model *model, const kogge_policy *policy, const struct span *span, size_t customer,
            struct figures *figures);

/* The record that is classified, but for what other calls find out. */
void gather_customer(const struct model *model, const struct span *span, size_t customer,
                     const struct figures *figures, kogge_customer *record);

#endif
