/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* The break-even order value, for arguments that are in their ranges. */

#ifndef KOGGE_ECONOMICS_BREAK_EVEN_H
#define KOGGE_ECONOMICS_BREAK_EVEN_H

#include <stdint.h>

/* ceil(max(0, cost - fees) / margin), KOGGE_MONEY_MAX + 1 = never if the margin earns nothing or the value cannot be
 * reached (F7). cost and fees from 0 on. */
int64_t kogge__break_even(int64_t cost, int64_t fees, int32_t margin_bp);

#endif
