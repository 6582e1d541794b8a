/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What each way of serving a customer would earn a year, and the best of them (semantics 7, R112 to R114, R121,
 * R124).
 */

#include "base/number.h"
#include "base/reasons.h"
#include "policy/rulebook.h"
#include "strategy/subject.h"
#include "tier/condition.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALL_BP = 10000, ROUTES = KOGGE_ROUTE_EXIT + 1 };

/* More than any result may be, yet so small that sums with it stay within 64 bits, and so large that the smallest
 * share of it, 1 in 10 000, is still refused. */
#define FAR_TOO_MUCH (INT64_MAX - 200 * KOGGE_MONEY_MAX)

struct choice {
    const kogge_rulebook *book;
    const kogge_route_terms *terms;
    struct subject subject;
    kogge_route_alternative routes[ROUTES]; /* by route; 0 is not used */
    struct condition found[ROUTES];         /* what is said of a route that is not open or not known */
    kogge_route_result result;
};

/* ---- what each way earns --------------------------------------------------------------------------------------- */

static int64_t share(int64_t amount, int32_t share_bp)
{
    return kogge__mul_div(amount, share_bp, ALL_BP, KOGGE_ROUNDING_HALF_AWAY);
}

/* Of all orders of the year. */
static int64_t for_orders(const struct choice *now, int64_t amount)
{
    const int64_t all = kogge__mul_sat(now->subject.customer->orders_12m, amount);
    return all < FAR_TOO_MUCH ? all : FAR_TOO_MUCH;
}

static int64_t earns_own(const struct choice *now)
{
    return now->subject.customer->contribution4_minor;
}

static int64_t earns_value_brand(const struct choice *now)
{
    return share(now->subject.customer->revenue_12m_minor, now->terms->value_margin_bp) -
           for_orders(now, now->terms->value_order_cost_minor);
}

static int64_t earns_partner_complete(const struct choice *now)
{
    return share(now->terms->part_revenue_minor, now->terms->part_margin_bp) -
           for_orders(now, now->terms->part_order_cost_minor);
}

static int64_t earns_white_label(const struct choice *now)
{
    return share(now->subject.customer->revenue_12m_minor, now->terms->resale_margin_bp) -
           for_orders(now, now->terms->resale_order_cost_minor);
}

/* A customer who is passed on may stay with the competitor; one with a loss is no loss. */
static int64_t earns_commission(const struct choice *now)
{
    const kogge_route_terms *terms = now->terms;
    const int64_t own = earns_own(now);
    const int64_t commission =
        kogge__mul_div(now->subject.customer->revenue_12m_minor, (int64_t)terms->commission_bp * terms->close_bp,
                       (int64_t)ALL_BP * ALL_BP, KOGGE_ROUNDING_HALF_AWAY);
    const int64_t lost =
        kogge__mul_div(own > 0 ? own : 0, (int64_t)now->book->sales.migration_years * terms->migrate_bp, ALL_BP,
                       KOGGE_ROUNDING_HALF_AWAY);
    return commission - for_orders(now, terms->forward_cost_minor) - lost;
}

static int64_t earns_effort_fee(const struct choice *now)
{
    return share(earns_own(now) + for_orders(now, now->terms->effort_fee_minor), now->terms->accept_bp);
}

static int64_t earns_nothing(const struct choice *now)
{
    (void)now;
    return 0;
}

static const struct way {
    int64_t (*earns)(const struct choice *now);
    uint64_t terms; /* that it needs */
    int32_t terms_field;
    bool needs_orders, needs_contribution;
} ways[ROUTES] = {
    [KOGGE_ROUTE_OWN] = { earns_own, 0, 0, false, true },
    [KOGGE_ROUTE_VALUE_BRAND] = { earns_value_brand, KOGGE_ROUTE_TERMS_VALUE_MARGIN_BP,
                                  KOGGE_FIELD_ROUTE_TERMS_VALUE_MARGIN_BP, true, false },
    [KOGGE_ROUTE_PARTNER_COMPLETE] = { earns_partner_complete, KOGGE_ROUTE_TERMS_PART_REVENUE,
                                       KOGGE_FIELD_ROUTE_TERMS_PART_REVENUE, true, false },
    [KOGGE_ROUTE_WHITE_LABEL] = { earns_white_label, KOGGE_ROUTE_TERMS_RESALE_MARGIN_BP,
                                  KOGGE_FIELD_ROUTE_TERMS_RESALE_MARGIN_BP, true, false },
    [KOGGE_ROUTE_COMMISSION] = { earns_commission, KOGGE_ROUTE_TERMS_COMMISSION_BP,
                                 KOGGE_FIELD_ROUTE_TERMS_COMMISSION_BP, true, true },
    [KOGGE_ROUTE_EFFORT_FEE] = { earns_effort_fee, KOGGE_ROUTE_TERMS_EFFORT_FEE, KOGGE_FIELD_ROUTE_TERMS_EFFORT_FEE,
                                 true, true },
    [KOGGE_ROUTE_EXIT] = { earns_nothing, 0, 0, false, false },
};

/* ---- which of them are open ------------------------------------------------------------------------------------ */

static bool knows(const struct choice *now, uint64_t bit)
{
    return now->subject.customer->known & bit;
}

/* The first thing that is missing; 0 = nothing. */
static int32_t missing(const struct choice *now, const struct way *way)
{
    if (way->terms & ~now->terms->known)
        return way->terms_field;
    if (way->needs_orders && !knows(now, KOGGE_CUSTOMER_ORDERS_12M))
        return KOGGE_FIELD_CUSTOMER_ORDERS_12M;
    if (way->needs_contribution && !knows(now, KOGGE_CUSTOMER_CONTRIBUTION4))
        return KOGGE_FIELD_CUSTOMER_CONTRIBUTION4;
    return 0;
}

/* MATCHED: open to this customer. */
static struct condition is_open(const struct choice *now, int32_t route)
{
    const struct subject *subject = &now->subject;
    const uint64_t costly = subject->customer->class_flags & UINT64_C(1) << KOGGE_FLAG_COSTLY;
    const int32_t best = kogge__best_tier(subject->customer, subject->tier, subject->source);
    const bool excluded = best && (now->book->policy.value_excluded_tiers & KOGGE_BIT(best));
    switch (route) {
    case KOGGE_ROUTE_VALUE_BRAND:
        return kogge__decided(!excluded, KOGGE_FIELD_CUSTOMER_BEST_TIER_24M, best, 0);
    case KOGGE_ROUTE_EFFORT_FEE:
        return kogge__decided(costly, KOGGE_FIELD_CUSTOMER_CLASS_FLAGS, 0, 0);
    case KOGGE_ROUTE_EXIT: /* nobody is given up whose own contribution is not known */
        return kogge__decided(knows(now, KOGGE_CUSTOMER_CONTRIBUTION4), KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE, 0, 0);
    default:
        return kogge__decided(true, KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE, 0, 0);
    }
}

static kogge_status value_route(struct choice *now, int32_t route, kogge_error *error)
{
    const int32_t unknown = missing(now, &ways[route]);
    kogge_route_alternative *found = &now->routes[route];
    found->route = route;
    now->found[route] = is_open(now, route);
    if (now->found[route].outcome == KOGGE_OUTCOME_MATCHED && unknown)
        now->found[route] = kogge__unknown(unknown, 0);
    found->outcome = now->found[route].outcome;
    if (found->outcome != KOGGE_OUTCOME_MATCHED)
        return KOGGE_OK;
    found->value_minor = ways[route].earns(now);
    if (found->value_minor >= -KOGGE_MONEY_MAX && found->value_minor <= KOGGE_MONEY_MAX)
        return KOGGE_OK;
    return kogge__fail(error, KOGGE_E_RANGE, KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE, -1,
                       "what the route %s would earn is beyond KOGGE_MONEY_MAX", kogge_code_name("route", route));
}

/* ---- the best of them ------------------------------------------------------------------------------------------ */

/* Ties go to the first. */
static int32_t best_of(const struct choice *now)
{
    int32_t best = 0;
    for (int32_t route = KOGGE_ROUTE_OWN; route < ROUTES; route++) {
        const kogge_route_alternative *found = &now->routes[route];
        if (found->outcome == KOGGE_OUTCOME_MATCHED && (!best || found->value_minor > now->routes[best].value_minor))
            best = route;
    }
    return best;
}

static bool is_natural_person(const struct choice *now)
{
    return now->subject.customer->flags & KOGGE_CUSTOMER_FLAG_NATURAL_PERSON;
}

/* Does a way that is offered lack nothing but the number of orders? */
static bool lacks_orders(const struct choice *now)
{
    for (int32_t route = KOGGE_ROUTE_OWN; route < ROUTES; route++) {
        if (now->found[route].outcome == KOGGE_OUTCOME_UNKNOWN &&
            now->found[route].field == KOGGE_FIELD_CUSTOMER_ORDERS_12M)
            return true;
    }
    return false;
}

/* The field for which a person has to decide; 0 = none. What is not known never ends with a customer who is left. */
static int32_t what_a_person_decides(const struct choice *now)
{
    if (!knows(now, KOGGE_CUSTOMER_CONTRIBUTION4))
        return KOGGE_FIELD_CUSTOMER_CONTRIBUTION4;
    if (now->result.route != KOGGE_ROUTE_EXIT)
        return 0;
    if (is_natural_person(now))
        return KOGGE_FIELD_CUSTOMER_FLAGS;
    return lacks_orders(now) ? KOGGE_FIELD_CUSTOMER_ORDERS_12M : 0;
}

static void choose(struct choice *now)
{
    kogge_route_result *result = &now->result;
    result->route = best_of(now);
    result->value_minor = now->routes[result->route].value_minor;
    result->review = what_a_person_decides(now) != 0;
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static void explain_route(const struct choice *now, int32_t route, kogge_reasons *why)
{
    struct condition found = now->found[route];
    if (found.outcome == KOGGE_OUTCOME_MATCHED)
        found = kogge__decided(route == now->result.route, KOGGE_FIELD_ROUTE_ALTERNATIVE_VALUE,
                               now->routes[route].value_minor, 0);
    kogge__note(why, KOGGE_REASON_ROUTE_OWN + route - KOGGE_ROUTE_OWN, found.outcome, found.field, found.observed,
                found.threshold);
}

static void explain(const struct choice *now, kogge_reasons *why)
{
    const int32_t field = what_a_person_decides(now);
    for (int32_t route = KOGGE_ROUTE_OWN; route < ROUTES; route++)
        explain_route(now, route, why);
    if (field)
        kogge__note(why, KOGGE_REASON_PERSON_DECIDES, KOGGE_OUTCOME_MATCHED, field,
                    field == KOGGE_FIELD_CUSTOMER_FLAGS ? KOGGE_CUSTOMER_FLAG_NATURAL_PERSON : 0, 0);
}

/* ---- the assessment -------------------------------------------------------------------------------------------- */

static kogge_status check_arguments(const kogge_rulebook *book, const kogge_customer *customer,
                                    const kogge_route_terms *terms, const kogge_route_result *result,
                                    const kogge_out_rows *alternatives, const kogge_reasons *why, kogge_error *error)
{
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!book || !customer || !terms || !result)
        return kogge__fail(error, KOGGE_E_INVALID, 0, -1, "%s is NULL",
                           !book       ? "book"
                           : !customer ? "customer"
                           : !terms    ? "terms"
                                       : "result");
    status = kogge__reasons_ready(why, error);
    if (!status)
        status = kogge__result_size(KOGGE_RECORD_ROUTE_RESULT, result, error);
    if (!status && alternatives && alternatives->data)
        status = kogge__rows_size(KOGGE_RECORD_ROUTE_ALTERNATIVE, alternatives->row_size, error);
    return status;
}

static void write_alternatives(const struct choice *now, kogge_out_rows *alternatives)
{
    if (!alternatives)
        return;
    for (int32_t route = KOGGE_ROUTE_OWN; route < ROUTES; route++)
        kogge__row_write(KOGGE_RECORD_ROUTE_ALTERNATIVE, &now->routes[route], alternatives, alternatives->count++);
}

kogge_status kogge_route_assess(const kogge_rulebook *book, const kogge_customer *customer,
                                const kogge_route_terms *terms, int32_t today_at, kogge_route_result *result,
                                kogge_out_rows *alternatives, kogge_reasons *why, kogge_error *error)
{
    struct choice now = { .book = book };
    kogge_customer customer_copy;
    kogge_route_terms terms_copy;
    const void *full = NULL;
    if (alternatives)
        alternatives->count = 0;
    if (why)
        why->count = 0;
    kogge_status status = check_arguments(book, customer, terms, result, alternatives, why, error);
    if (!status)
        status = kogge__read_subject(&now.subject, book, customer, today_at, &customer_copy, error);
    if (!status)
        status = kogge__record_read(KOGGE_RECORD_ROUTE_TERMS, terms, &terms_copy, &full, error);
    now.terms = full;
    for (int32_t route = KOGGE_ROUTE_OWN; !status && route < ROUTES; route++)
        status = value_route(&now, route, error);
    if (status)
        return status;
    choose(&now);
    explain(&now, why);
    write_alternatives(&now, alternatives);
    kogge__result_write(KOGGE_RECORD_ROUTE_RESULT, &now.result, result);
    return KOGGE_OK;
}
