/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Who is a key account, and what the others lack. */

#include "listing.h"
#include "review.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- what is known of a candidate ------------------------------------------------------------------------------ */

/* What the ledger itself knows of a criterion. */
static bool value_of(const struct review *review, size_t customer, int32_t kind, int64_t *value)
{
    const kogge_customer *record = &review->customers[customer];
    const kogge_classification *class = &review->opening.analysis.now.classes[customer];
    switch (kind) {
    case KOGGE_CRITERION_REVENUE_AT_RISK:
        *value = record->revenue_12m_minor > 0 ? record->revenue_12m_minor : 0;
        return true;
    case KOGGE_CRITERION_OPPORTUNITY:
        *value = class->gap_minor;
        return class->known & KOGGE_CLASSIFICATION_GAP;
    case KOGGE_CRITERION_CONTRIBUTION:
        *value = record->contribution4_minor;
        return record->known & KOGGE_CUSTOMER_CONTRIBUTION4;
    default:
        return false;
    }
}

/* kam.csv wins over the ledger. */
static size_t collect(const struct review *review, size_t customer, kogge_kam_value values[CRITERIA_MAX])
{
    const struct knowledge *knowledge = &review->knowledge;
    const struct insight *insight = &knowledge->insights[customer];
    size_t count = 0;
    for (size_t k = 0; k < knowledge->criterion_count; k++) {
        const kogge_kam_criterion *criterion = &knowledge->criteria[k];
        int64_t value = 0;
        bool known = false;
        for (size_t v = 0; v < insight->value_count && !known; v++)
            if (insight->values[v].criterion == criterion->id) {
                value = insight->values[v].value;
                known = true;
            }
        if (known || value_of(review, customer, criterion->kind, &value))
            values[count++] = (kogge_kam_value){ .criterion = criterion->id, .value = value };
    }
    return count;
}

static void fill_candidate(const struct review *review, size_t customer, kogge_kam_candidate *candidate)
{
    const kogge_classification *class = &review->opening.analysis.now.classes[customer];
    int64_t revenue = review->customers[customer].revenue_12m_minor;
    *candidate = review->knowledge.insights[customer].asked;
    candidate->id = customer + 1;
    candidate->segment = class->segment;
    candidate->is_small = class->is_small;
    candidate->stake_minor = revenue > 0 ? revenue : 0;
    candidate->known |= KOGGE_KAM_CANDIDATE_STAKE | KOGGE_KAM_CANDIDATE_IS_SMALL;
}

kogge_status funnel_assess(const struct review *review, size_t customer, kogge_kam_result *result, kogge_reasons *why,
                           kogge_error *error)
{
    kogge_kam_value values[CRITERIA_MAX];
    kogge_rows rows = { values, collect(review, customer, values), sizeof *values };
    *result = (kogge_kam_result)KOGGE_INIT(kogge_kam_result);
    return kogge_kam_assess(review->opening.book, &review->funnel.candidates[customer], &rows, result, NULL, why,
                            error);
}

/* ---- all candidates -------------------------------------------------------------------------------------------- */

static bool rank(struct review *review)
{
    struct funnel *funnel = &review->funnel;
    size_t count = review->opening.model.customer_count, size = kogge_kam_rank_memory(count);
    void *memory = review_rows(size, 1);
    int32_t *outcomes = review_rows(count, sizeof *outcomes), *ranks = review_rows(count, sizeof *ranks);
    kogge_table table = period_table("kogge_kam_candidate", funnel->candidates, sizeof *funnel->candidates,
                                     "kogge_kam_result", funnel->results, sizeof *funnel->results, count);
    kogge_reasons why = { .data = funnel->reasons, .capacity = REASONS_MAX };
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status =
        kogge_kam_rank(review->opening.book, &table, (int64_t)count, memory, size, outcomes, ranks, &why, &error);
    funnel->reason_count = why.count;
    for (size_t i = 0; i < count && status == KOGGE_OK; i++) {
        funnel->results[i].outcome = review->customers[i].kam_outcome = outcomes[i];
        funnel->results[i].rank = ranks[i];
    }
    free((void *)table.columns);
    free(memory);
    free(outcomes);
    free(ranks);
    return period_fine(status, &error, "key accounts");
}

bool funnel_make(struct review *review)
{
    struct funnel *funnel = &review->funnel;
    const struct model *model = &review->opening.model;
    funnel->candidates = review_rows(model->customer_count, sizeof *funnel->candidates);
    funnel->results = review_rows(model->customer_count, sizeof *funnel->results);
    for (size_t i = 0; i < model->customer_count; i++) {
        kogge_error error = KOGGE_INIT(kogge_error);
        fill_candidate(review, i, &funnel->candidates[i]);
        kogge_status status = funnel_assess(review, i, &funnel->results[i], NULL, &error);
        if (!period_fine(status, &error, model->customers[i].id))
            return false;
    }
    return rank(review);
}

/* ---- text: how many ----------------------------------------------------------------------------------------------
 */

/* Outcomes in the order of the way there. */
static const int32_t way[] = { KOGGE_KAM_OUTCOME_KEY_ACCOUNT,   KOGGE_KAM_OUTCOME_WAITING,
                               KOGGE_KAM_OUTCOME_ASK_PENDING,   KOGGE_KAM_OUTCOME_MAJOR_CUSTOMER,
                               KOGGE_KAM_OUTCOME_UNDECIDED,     KOGGE_KAM_OUTCOME_BELOW_SCORE,
                               KOGGE_KAM_OUTCOME_NOT_STRATEGIC, KOGGE_KAM_OUTCOME_NOT_ELIGIBLE };
enum { WAY = sizeof way / sizeof *way, GATES = 4 };

static const char *gate_text(const struct page *page, int32_t gate)
{
    static const char *const english[GATES] = { "size", "strategic criteria", "hard figures", "something in return" };
    static const char *const german[GATES] = { "Größe", "strategische Kriterien", "harte Zahlen", "Gegenleistung" };
    return page_say(page, english[gate], german[gate]);
}

static void print_counts(const struct review *review)
{
    const struct page *page = &review->page;
    printf("  ");
    page_left(page_say(page, "outcome", "Ergebnis"), LABEL - 22);
    page_left(page_say(page, "last gate looked at", "letzte betrachtete Stufe"), 26);
    page_right(page_say(page, "customers", "Kunden"), COUNT);
    page_right(page_say(page, "revenue", "Umsatz"), MONEY);
    printf("\n");
    for (size_t at = 0; at < WAY; at++)
        for (int32_t gate = GATES - 1; gate >= 0; gate--) {
            size_t count = 0;
            int64_t revenue = 0;
            for (size_t i = 0; i < review->opening.model.customer_count; i++)
                if (review->funnel.results[i].outcome == way[at] && review->funnel.results[i].gate == gate) {
                    count++;
                    revenue += review->customers[i].revenue_12m_minor;
                }
            if (!count)
                continue;
            printf("  ");
            page_left(kogge_code_text(page->catalogue, "kam_outcome", way[at]), LABEL - 22);
            page_left(gate_text(page, gate), 26);
            page_right(page_count(page, count).s, COUNT);
            page_right(page_money(page, revenue).s, MONEY);
            printf("\n");
        }
}

/* ---- text: the best candidates -----------------------------------------------------------------------------------
 */

struct candidate {
    size_t customer, at; /* place on the way */
    const kogge_kam_result *result;
    int64_t stake;
};

static int by_promise(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    const int64_t keys[][2] = {
        { (int64_t)x->at, (int64_t)y->at },
        { y->result->gate, x->result->gate },
        { x->result->rank, y->result->rank },
        { y->result->score_high, x->result->score_high },
        { y->stake, x->stake },
        { (int64_t)x->customer, (int64_t)y->customer },
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static struct candidate *sort_candidates(const struct review *review)
{
    size_t count = review->opening.model.customer_count;
    struct candidate *list = review_rows(count, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct candidate){ .customer = i,
                                      .result = &review->funnel.results[i],
                                      .stake = review->funnel.candidates[i].stake_minor };
        while (list[i].at < WAY && way[list[i].at] != list[i].result->outcome)
            list[i].at++;
    }
    if (count)
        qsort(list, count, sizeof *list, by_promise);
    return list;
}

/* The reasons of the last gate: what has let the candidate through, or what it lacks. */
static bool is_of_gate(const kogge_reason *reason, int32_t gate)
{
    switch (reason->code) {
    case KOGGE_REASON_ELIGIBLE:
        return gate == 0;
    case KOGGE_REASON_STRATEGIC:
    case KOGGE_REASON_KNOCK_IN:
    case KOGGE_REASON_STRATEGIC_COUNT:
        return gate == 1;
    case KOGGE_REASON_SCORE:
        return gate >= 2;
    case KOGGE_REASON_KNOCK_OUT:
        return gate == 2 && reason->outcome != KOGGE_OUTCOME_NOT_MATCHED;
    case KOGGE_REASON_SCORE_INTERVAL:
    case KOGGE_REASON_MISSING:
        return gate >= 2;
    case KOGGE_REASON_ASKED: /* what was asked for is said in words */
        return gate == 3 && reason->outcome != KOGGE_OUTCOME_MATCHED;
    default:
        return gate == 3;
    }
}

static void print_asked(const struct review *review, const kogge_kam_candidate *candidate)
{
    const struct page *page = &review->page;
    char asked[256], accepted[256];
    review_mask(review, asked, sizeof asked, "counter_performance", candidate->asked);
    review_mask(review, accepted, sizeof accepted, "counter_performance", candidate->asked & candidate->accepted);
    if (candidate->asked)
        printf("    %s: %s; %s: %s\n", review_field(review, KOGGE_FIELD_KAM_CANDIDATE_ASKED), asked,
               review_field(review, KOGGE_FIELD_KAM_CANDIDATE_ACCEPTED),
               *accepted ? accepted : page_say(page, "nothing", "nichts"));
}

static void print_candidate(const struct review *review, const struct candidate *candidate)
{
    const struct page *page = &review->page;
    const kogge_kam_result *result = candidate->result;
    kogge_reason reasons[REASONS_MAX], shown[REASONS_MAX];
    kogge_reasons why = { .data = reasons, .capacity = REASONS_MAX };
    kogge_kam_result again;
    size_t count = 0;
    listing_who(page, &review->opening.analysis.now, candidate->customer);
    printf("  %s", kogge_code_text(page->catalogue, "kam_outcome", result->outcome));
    if (result->known & KOGGE_KAM_RESULT_ASK_AGAIN_AT)
        printf(", %s: %s", review_field(review, KOGGE_FIELD_KAM_RESULT_ASK_AGAIN_AT),
               page_date(page, result->ask_again_at).s);
    printf("\n");
    if (funnel_assess(review, candidate->customer, &again, &why, NULL) != KOGGE_OK)
        return;
    for (size_t i = 0; i < why.count && i < REASONS_MAX; i++)
        if (is_of_gate(&reasons[i], result->gate))
            shown[count++] = reasons[i];
    review_reasons(review, shown, count);
    if (result->gate == GATES - 1)
        print_asked(review, &review->funnel.candidates[candidate->customer]);
}

void funnel_print(const struct review *review)
{
    const struct page *page = &review->page;
    size_t count = review->opening.model.customer_count;
    struct candidate *list = sort_candidates(review);
    page_heading(page, "WHO IS A KEY ACCOUNT", "WER SCHLÜSSELKUNDE IST");
    print_counts(review);
    review_reasons(review, review->funnel.reasons, review->funnel.reason_count);
    page_text(page, "The best candidates, what speaks for them, and what they lack:",
              "Die besten Kandidaten, was für sie spricht und was ihnen fehlt:");
    for (size_t i = 0; i < count && i < WORST; i++)
        print_candidate(review, &list[i]);
    free(list);
}
