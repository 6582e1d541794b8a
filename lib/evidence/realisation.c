/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "evidence/realisation.h"

#include "base/number.h"

enum { ONE_BP = 10000 };

/* An amount and share_bp of a quarter, times 10 000 * quarters: below 2^97, as the amount is below 2^50, the revenue
 * below 2^64 and the share below 2^32. */
static struct u128 with_prior(int64_t amount, uint32_t quarters, uint64_t share_bp, uint64_t revenue)
{
    return kogge__add(kogge__mul((uint64_t)amount, (uint64_t)ONE_BP * quarters), kogge__mul(share_bp, revenue));
}

struct ratio kogge__realisation(const kogge_policy *policy, int64_t announced, int64_t realised, uint64_t revenue,
                                uint32_t quarters)
{
    const uint64_t a = (uint64_t)policy->realisation_a_bp, b = (uint64_t)policy->realisation_b_bp;
    return (struct ratio){ false, kogge__times(with_prior(realised, quarters, a, revenue), ONE_BP),
                           with_prior(announced, quarters, a + b, revenue) };
}
