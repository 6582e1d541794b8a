/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Lists of customers: widths of the columns, and the columns that every list has. */

#ifndef CUSTOMERS_LISTING_H
#define CUSTOMERS_LISTING_H

#include "analysis.h"
#include "page.h"
#include "period.h"

#include <stddef.h>

enum { LABEL = 46, COUNT = 10, SHARE = 9, MONEY = 20, ID = 14, NAME = 48 };

/* The first columns of every list: id, name, revenue. */
void listing_who(const struct page *page, const struct period *period, size_t customer);

/* Heads of these, of the two columns of amounts, and of the text behind them or "". */
void listing_heads(const struct page *page, const char *third, const char *fourth, const char *text);

/* How many of a list were not shown, if any. */
void listing_more(const struct page *page, size_t count, size_t shown);

/* The customers chosen for development, at most so many of them, and the next in line. */
void listing_selection(const struct page *page, const struct analysis *analysis, size_t most);

#endif
