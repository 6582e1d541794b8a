/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* One order with its full explanation. */

#ifndef ORDER_DESK_EXAMPLE_H
#define ORDER_DESK_EXAMPLE_H

#include "page.h"
#include "tally.h"

#include <stddef.h>

void example_print(const struct page *page, struct tally *tally, size_t order);

#endif
