/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "report.h"

#include <inttypes.h>
#include <stdio.h>

static void count(const char *key, size_t value)
{
    printf("%s\t%zu\n", key, value);
}

static void amount(const char *key, const struct amount *sum)
{
    printf("%s.orders\t%zu\n%s.minor\t%" PRId64 "\n", key, sum->orders, key, sum->minor);
}

static void file(const char *key, const struct ledger_file *file)
{
    printf("%s.rows\t%zu\n%s.refused\t%zu\n", key, file->rows, key, file->refused);
}

static void small_orders(const struct tally *tally)
{
    amount("break_even_known", &tally->break_even_known);
    amount("below_break_even", &tally->below_break_even);
    amount("below_with_fees", &tally->below_with_fees);
    count("same_day.groups", tally->same_day.groups);
    count("same_day.orders", tally->same_day.orders);
    printf("same_day.net.minor\t%" PRId64 "\nsame_day.fees.minor\t%" PRId64 "\n", tally->same_day.net,
           tally->same_day.fees);
}

static void reasons(const struct tally *tally)
{
    char key[128];
    for (size_t i = 0; i < tally->reason_count; i++) {
        const kogge_reason *reason = &tally->reasons[i].example;
        snprintf(key, sizeof key, "reason.%s.%s.%" PRId32, kogge_code_name("reason", reason->code),
                 kogge_code_name("outcome", reason->outcome), reason->rule);
        count(key, tally->reasons[i].orders);
    }
    for (size_t i = 0; i < tally->gap_count; i++) {
        snprintf(key, sizeof key, "unknown.%s", kogge_field_name(tally->gaps[i].field));
        count(key, tally->gaps[i].orders);
    }
}

void report_figures(const struct report *report)
{
    const struct tally *tally = report->tally;
    char key[128];
    printf("terms\t%s\n", report->terms->name);
    printf("currency\t%s\n", kogge_code_name("currency", tally->policy.currency));
    printf("fingerprint\t%016" PRIx64 "\n", kogge_rulebook_fingerprint(tally->book));
    file("orders", &report->ledger->order_file);
    file("customers", &report->ledger->customer_file);
    amount("all", &tally->all);
    amount("not_sales", &tally->not_sales);
    amount("guests", &tally->guests);
    count("customers.without_tier", tally->without_tier);
    for (size_t i = 0; i < tally->action_count; i++) {
        if (!tally->actions[i].sum.orders)
            continue;
        snprintf(key, sizeof key, "action.%s", kogge_code_name("action", tally->actions[i].action));
        amount(key, &tally->actions[i].sum);
    }
    for (size_t i = 0; i < tally->rule_count; i++) {
        snprintf(key, sizeof key, "rule.%" PRId32 ".charged", tally->rules[i].rule.id);
        amount(key, &tally->rules[i].charged);
        snprintf(key, sizeof key, "rule.%" PRId32 ".waived", tally->rules[i].rule.id);
        amount(key, &tally->rules[i].waived);
    }
    amount("charged", &tally->charged);
    amount("not_through", &tally->not_through);
    amount("waived", &tally->waived);
    small_orders(tally);
    reasons(tally);
}
