/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

kogge_status kogge_rulebook_lint_portfolio(const kogge_rulebook *book, const kogge_abc_cuts *cuts, int64_t customers, int64_t key_accounts, kogge_findings *findings, kogge_error *error)
{
    (void)book;
    (void)cuts;
    (void)customers;
    (void)key_accounts;
    (void)findings;
    (void)error;
    return KOGGE_E_FAILED;
}
