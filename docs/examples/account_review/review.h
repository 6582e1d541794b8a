/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the review works out, section by section, and what it says of it. Arrays have one element a customer, in the
 * order of the model, unless said otherwise. */

#ifndef ACCOUNT_REVIEW_REVIEW_H
#define ACCOUNT_REVIEW_REVIEW_H

#include "knowledge.h"
#include "opening.h"
#include "options.h"
#include "page.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REASONS_MAX = 64, FACTORS_MAX = 16, COMPARISONS = 8, ROUTES = KOGGE_ROUTE_EXIT, WORST = 10 };

/* Customers whose cost is not known are left out of the shares if at most so much of the revenue is theirs. */
enum { LEFT_OUT_BP = 100 };

struct advice {
    kogge_company company;
    kogge_advice result;
    kogge_advice_factor factors[FACTORS_MAX];
    size_t factor_count;
    kogge_reason reasons[REASONS_MAX];
    size_t reason_count;
    kogge_comparison comparison[COMPARISONS];
    size_t small;    /* customers */
    size_t left_out; /* customers whose cost is not known; they are not in the shares */
    int64_t left_out_minor;
};

/* What the customers of one column of the treatment table get. */
struct column_sum {
    size_t customers, costly, offers, key_accounts;
    int64_t revenue;
    size_t example; /* a customer who gets the column as it is */
};

struct planning {
    kogge_rulebook *book; /* the rules with the strategy that is followed */
    int32_t strategy;
    kogge_plan *plans;
    struct column_sum columns[KOGGE_TREATMENT_D + 1];
};

struct funnel {
    kogge_kam_candidate *candidates;
    kogge_kam_result *results;
    kogge_reason reasons[REASONS_MAX]; /* of the capacity */
    size_t reason_count;
};

struct calling {
    int32_t probability_bp[TRIGGERS + 1]; /* -1 = not known, so no calls for it */
    kogge_contact_trigger *triggers;
    size_t trigger_count;
    kogge_planned_call *calls;
    size_t call_count, planned; /* those that make sense, and those among them for which there is time */
    size_t allowed, unknown;    /* customers by permission to call */
    kogge_reason day;           /* DAY_FULL */
};

struct route {
    size_t customer;
    int64_t contribution; /* IV, as he is served now */
    kogge_route_result result;
    kogge_route_alternative alternatives[ROUTES];
};

struct routing {
    struct route *worst; /* small customers whose DB IV is known, the lowest first */
    size_t count;
    size_t chosen[ROUTES + 1]; /* of all small customers who cost more than they bring, by their best route */
    int64_t gained[ROUTES + 1], losses;
    size_t losers;
};

struct review {
    const struct options *options;
    struct opening opening;
    struct knowledge knowledge;
    struct page page;
    kogge_customer *customers; /* with what the classification gave, as a host stores them */
    struct advice advice;
    struct funnel funnel;
    struct planning planning;
    struct calling calling;
    struct routing routing;
};

/* Returns false after a message; to be freed either way. */
bool review_make(struct review *review, const struct options *options);
void review_free(struct review *review);

void review_print(const struct review *review);

/* ---- sections, in the order in which they are worked out: each needs those before it -----------------------------
 */

bool advice_make(struct review *review);
bool funnel_make(struct review *review);
bool planning_make(struct review *review);
bool calling_make(struct review *review);
bool routing_make(struct review *review);

void advice_print(const struct review *review);
void planning_print(const struct review *review);
void selection_print(const struct review *review);
void funnel_print(const struct review *review);
void calling_print(const struct review *review);
void routing_print(const struct review *review);

/* What the library knows of one candidate, with reasons. values: room for as many as there are criteria. */
kogge_status funnel_assess(const struct review *review, size_t customer, kogge_kam_result *result, kogge_reasons *why,
                           kogge_error *error);
kogge_contact_candidate calling_candidate(const struct review *review, size_t customer);

/* ---- for all sections -------------------------------------------------------------------------------------------
 */

/* Prints a list of reasons, each with + (holds), - (does not) or ? (not known). */
void review_reasons(const struct review *review, const kogge_reason *reasons, size_t count);

/* A value in the unit of a field, and what the field is called. */
struct short_text review_value(const struct review *review, int32_t field, int64_t value);
const char *review_field(const struct review *review, int32_t field);

/* The codes of a mask, with commas between them. */
void review_mask(const struct review *review, char *text, size_t size, const char *set, uint32_t mask);

/* An array of zeroed elements; freed by the caller. */
void *review_rows(size_t count, size_t size);

#endif
