/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The customers of one ledger or two, each with its orders; the same whatever the order of the rows. */

#ifndef CUSTOMERS_MODEL_H
#define CUSTOMERS_MODEL_H

#include "ledger.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { YEAR_DAYS = 365, HOLIDAY_DAYS = 7 };

struct model_order {
    size_t customer;
    const kogge_order *record;
};

struct model_customer {
    const char *id, *name;             /* name may be NULL */
    const struct ledger_customer *row; /* NULL = known by its orders alone */
    size_t first_order, order_count;   /* in orders */
    size_t first_day, day_count;       /* in days */
};

/* What the ledger says nothing of for any customer; it is left out of the cost to serve. */
struct model_gaps {
    bool marketing, calls, visits, complaints, discounts;
};

struct model {
    struct ledger *ledgers; /* this year's, and the one before if it was given */
    size_t ledger_count;
    struct model_customer *customers; /* by id */
    struct model_order *orders;       /* by customer and day */
    int32_t *days;                    /* days of sales, by customer, ascending, a day as often as there are sales */
    size_t customer_count, order_count;
    size_t guests, later; /* orders without a customer; orders after today. Both are left out. */
    int64_t guests_minor, later_minor;
    int32_t first_day, today; /* first_day of any order */
    int32_t currency;
    bool has_orders, two_periods;
    struct model_gaps gaps;
};

/* What the report reads beside the fields of orders and customers. */
extern const struct ledger_wish model_wish;

/* Takes the ledgers, which must outlive it. today 0 = the day of the last order. Returns false after a message. */
bool model_make(struct model *model, struct ledger *ledgers, size_t count, int32_t today);

/* A customer of the library's refusal leaves the model: a bad row of its file. */
void model_refuse(struct model *model, size_t customer, const kogge_error *error);

/* Is an order a sale, not a return? */
bool model_is_sale(const kogge_order *order);

/* Index of a customer; STORE_NOT_FOUND. */
size_t model_find(const struct model *model, const char *id);

void model_free(struct model *model);

#endif
