/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/order.h>

#include "base/number.h"

#include <stddef.h>

/* What of the fee is due when goods of this amount are invoiced in all (semantics 2.3). */
static int64_t due(int64_t fee, int64_t ordered, int64_t invoiced, int32_t mode)
{
    switch (mode) {
    case KOGGE_SETTLE_FIRST:
        return invoiced > 0 ? fee : 0;
    case KOGGE_SETTLE_LAST:
        return invoiced >= ordered ? fee : 0;
    default:
        return invoiced >= ordered ? fee : kogge__mul_div(fee, invoiced, ordered, KOGGE_ROUNDING_HALF_AWAY);
    }
}

kogge_status kogge_settle(int64_t fee_minor, int64_t ordered_minor, int64_t before_minor, int64_t now_minor,
                          int32_t final, int32_t mode, int64_t *out)
{
    if (out == NULL || ordered_minor <= 0 || before_minor < 0)
        return KOGGE_E_INVALID;
    if (fee_minor < 0 || fee_minor > KOGGE_MONEY_MAX || ordered_minor > KOGGE_MONEY_MAX ||
        before_minor > KOGGE_MONEY_MAX || now_minor < -KOGGE_MONEY_MAX || now_minor > KOGGE_MONEY_MAX)
        return KOGGE_E_RANGE;
    if (before_minor + now_minor < 0)
        return KOGGE_E_INVALID;
    if (mode < KOGGE_SETTLE_PRO_RATA || mode > KOGGE_SETTLE_LAST)
        return KOGGE_E_UNSUPPORTED;
    if (final < 0 || final > KOGGE_FINAL_FORFEIT_REST)
        return KOGGE_E_UNSUPPORTED;

    /* FORFEIT_REST needs no case of its own: what has not been invoiced is never charged. */
    const int64_t invoiced = before_minor + now_minor;
    const int64_t total =
        final == KOGGE_FINAL_CHARGE_REST ? fee_minor : due(fee_minor, ordered_minor, invoiced, mode);
    *out = total - due(fee_minor, ordered_minor, before_minor, mode);
    return KOGGE_OK;
}
