/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/** @file
 * Kogge: order terms, customers, strategy and key accounts for B2B sellers with many small customers.
 *
 * This header includes those of all families. Every public name starts with kogge_ or KOGGE_.
 *
 * @par What holds everywhere
 * Money is int64_t minor units of the rulebook's currency, ratios are basis points (bp), dates are days since
 * 1970-01-01. Unknown is not zero: a field with a bit in @c known is known iff that bit is set. Calls return a
 * ::kogge_status; an optional ::kogge_error names the field, rule or row. The library has no global state, never
 * reads a clock or the C locale and starts no threads: functions that take const objects may be called from any
 * number of threads at once.
 */
#ifndef KOGGE_H
#define KOGGE_H

#include <kogge/arrow.h>
#include <kogge/base.h>
#include <kogge/columns.h>
#include <kogge/contact.h>
#include <kogge/customer.h>
#include <kogge/economics.h>
#include <kogge/evidence.h>
#include <kogge/fields.h>
#include <kogge/kam.h>
#include <kogge/order.h>
#include <kogge/policy.h>
#include <kogge/portfolio.h>
#include <kogge/strategy.h>
#include <kogge/tier.h>

#endif
