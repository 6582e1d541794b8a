/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* A ledger: the orders and customers of two CSV files as records of the library. */

#ifndef EXAMPLES_LEDGER_H
#define EXAMPLES_LEDGER_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was read from one file. */
struct ledger_file {
    char *path;
    bool missing;
    size_t rows, refused; /* rows without the header; those refused are among them */
    char *unused;         /* names of the columns that are nothing to the library, ", " between them */
};

struct ledger_customer {
    kogge_customer record;
    kogge_economics effort; /* of the columns that the program asked for */
    char *id, *name;        /* name may be NULL */
    size_t line;
};

struct ledger_order {
    kogge_order record;
    char *id, *customer_id;
    size_t customer; /* index, or LEDGER_NOBODY: assessed as a guest */
    size_t line;
};

#define LEDGER_NOBODY ((size_t)-1)

struct ledger {
    struct ledger_file order_file, customer_file;
    struct ledger_order *orders;
    struct ledger_customer *customers;
    size_t order_count, customer_count;
    int32_t currency;  /* the first one that can be read; 0 = none */
    bool has_base[5];  /* by KOGGE_BASE_*: the columns that this base adds to the net value are there */
    size_t complaints; /* bad rows so far, printed or not */
};

/* A column of customers.csv that stands for a field by another name, or for a field of kogge_economics. */
struct ledger_column {
    const char *column, *record, *field;
};

/* What a program wants of a ledger beside the fields of orders and customers. */
struct ledger_wish {
    const struct ledger_column *columns;
    size_t column_count;
    bool without_orders; /* customers alone will do */
};

/* Reads orders.csv and, if it is there, customers.csv of a folder; wish may be NULL. Bad rows are refused one by one:
 * reported on stderr and counted. Returns false, after a message, if a file cannot be read or lacks a column that
 * every order needs. */
bool ledger_read(struct ledger *ledger, const char *folder, const struct ledger_wish *wish);

/* Says on stderr what is wrong with a row, FILE:LINE: column NAME: ..., for the first rows; counts all. */
#if defined(__GNUC__)
__attribute__((format(printf, 5, 6)))
#endif
void ledger_complain(struct ledger *ledger, const char *path, size_t line, const char *column, const char *format, ...);

/* The column of a field of the library; NULL = none. */
const char *ledger_column_of(int32_t field);

/* After the last complaint: how many were not printed. */
void ledger_complaints_end(const struct ledger *ledger);

void ledger_free(struct ledger *ledger);

#endif
