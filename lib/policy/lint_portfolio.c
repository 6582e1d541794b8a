/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What only the figures of a portfolio show about a policy. */

#include "base/number.h"
#include "base/record.h"
#include "policy/lint.h"
#include "portfolio/cut.h"

#include <kogge/kogge.h>

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>

/* A giant passes the cut by itself; CUM_AFTER counts him in before it looks, and class A stays empty. */
static void lint_cuts(struct lint *lint, const kogge_abc_cuts *cuts)
{
    const kogge_finding finding = { .code = KOGGE_FINDING_CUM_AFTER_GIANT,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .field = KOGGE_FIELD_POLICY_CUT_RULE,
                                    .value = KOGGE_CUT_RULE_CUM_AFTER };
    if (lint->book->policy.cut_rule == KOGGE_CUT_RULE_CUM_AFTER && cuts->total_minor > 0 &&
        cuts->cut_a_minor == NO_VALUE)
        kogge__find(lint, &finding);
}

static void too_many(struct lint *lint, int32_t field, int64_t value, int64_t cap)
{
    const kogge_finding finding = { .code = KOGGE_FINDING_KEY_ACCOUNTS_TOO_MANY,
                                    .level = KOGGE_FINDING_LEVEL_WARNING,
                                    .field = field,
                                    .other_field = field,
                                    .value = value,
                                    .other_value = cap };
    kogge__find(lint, &finding);
}

/* Where everyone is a key account, nobody is (R132). */
static void lint_key_accounts(struct lint *lint, int64_t customers, int64_t key_accounts)
{
    const kogge_sales_policy *sales = &lint->book->sales;
    if (sales->key_account_cap > 0 && key_accounts > sales->key_account_cap)
        too_many(lint, KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP, key_accounts, sales->key_account_cap);
    if (!customers || !sales->key_account_cap_bp)
        return;
    /* rounded up, a share is above the cap iff the exact one is */
    if (kogge__mul_div(key_accounts, 10000, customers, KOGGE_ROUNDING_UP) > sales->key_account_cap_bp)
        too_many(lint, KOGGE_FIELD_SALES_POLICY_KEY_ACCOUNT_CAP_BP,
                 kogge__mul_div(key_accounts, 10000, customers, KOGGE_ROUNDING_HALF_AWAY), sales->key_account_cap_bp);
}

static kogge_status check_counts(int64_t customers, int64_t key_accounts, kogge_error *error)
{
    if (customers < 0 || key_accounts < 0)
        return kogge__fail(error, KOGGE_E_RANGE, 0, -1, "%s is negative",
                           customers < 0 ? "customers" : "key_accounts");
    if (customers && key_accounts > customers)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%" PRId64 " key accounts among %" PRId64 " customers",
                           key_accounts, customers);
    return KOGGE_OK;
}

kogge_status kogge_rulebook_lint_portfolio(const kogge_rulebook *book, const kogge_abc_cuts *cuts, int64_t customers,
                                           int64_t key_accounts, kogge_findings *findings, kogge_error *error)
{
    kogge_findings unwanted = { NULL, 0, 0 };
    kogge_abc_cuts own;
    if (kogge__error_ready(error))
        return KOGGE_E_STRUCT_SIZE;
    if (!book)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "book is NULL");
    kogge_status status = check_counts(customers, key_accounts, error);
    if (!status && cuts)
        status = kogge__read_cuts(cuts, &own, error);
    if (status)
        return status;
    struct lint lint = { book, 0, findings ? findings : &unwanted };
    lint.findings->count = 0;
    if (cuts)
        lint_cuts(&lint, &own);
    lint_key_accounts(&lint, customers, key_accounts);
    return KOGGE_OK;
}
