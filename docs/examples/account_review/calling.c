/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Whom to call today. */

#include "listing.h"
#include "review.h"
#include "store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- triggers -------------------------------------------------------------------------------------------------- */

/* How often calls for a reason brought their stake: by calls.csv, else as the command line says. */
static bool calibrate(struct review *review)
{
    struct calling *calling = &review->calling;
    for (int32_t trigger = 1; trigger <= TRIGGERS; trigger++) {
        const struct call_record *record = &review->knowledge.records[trigger];
        kogge_error error = KOGGE_INIT(kogge_error);
        kogge_status status = KOGGE_OK;
        calling->probability_bp[trigger] = (int32_t)review->options->chance_bp;
        if (record->line)
            status = kogge_calibrate_trigger(review->opening.book, record->tried, record->won,
                                             &calling->probability_bp[trigger], &error);
        if (status == KOGGE_E_DEGENERATE) /* nothing was tried, and the rules assume nothing */
            calling->probability_bp[trigger] = (int32_t)review->options->chance_bp;
        else if (!period_fine(status, &error, "calls.csv"))
            return false;
    }
    return true;
}

static bool find_triggers(struct review *review)
{
    struct calling *calling = &review->calling;
    const struct model *model = &review->opening.model;
    const int32_t *chances = calling->probability_bp;
    calling->triggers = review_rows(TRIGGERS * model->customer_count, sizeof *calling->triggers);
    for (size_t i = 0; i < model->customer_count; i++) {
        kogge_out_rows rows = { calling->triggers + calling->trigger_count, TRIGGERS, 0, sizeof *calling->triggers };
        kogge_error error = KOGGE_INIT(kogge_error);
        kogge_status status =
            kogge_contact_triggers(review->opening.book, &review->customers[i], chances[KOGGE_TRIGGER_OVERDUE],
                                   chances[KOGGE_TRIGGER_WALLET_GAP], chances[KOGGE_TRIGGER_GROWTH], &rows, NULL,
                                   &error);
        if (!period_fine(status, &error, model->customers[i].id))
            return false;
        calling->trigger_count += rows.count;
    }
    return true;
}

/* ---- day plan -------------------------------------------------------------------------------------------------- */

/* What calls and visits of the twelve months have cost; false if it is not known, or no amount. */
static bool spent_on(const struct period *now, const kogge_economics *economics, int64_t *spent)
{
    const uint64_t contacts = KOGGE_ECONOMICS_CALLS | KOGGE_ECONOMICS_VISITS;
    int64_t calls = 0, visits = 0;
    *spent = 0;
    if ((economics->known & contacts) != contacts ||
        kogge_mul_div(economics->calls, now->policy.cost_per_call_minor, 1, KOGGE_ROUNDING_HALF_AWAY, &calls) ||
        kogge_mul_div(economics->visits, now->policy.cost_per_visit_minor, 1, KOGGE_ROUNDING_HALF_AWAY, &visits) ||
        calls > KOGGE_MONEY_MAX || visits > KOGGE_MONEY_MAX - calls)
        return false;
    *spent = calls + visits;
    return true;
}

/* What visits and calls have cost is no longer in contribution IV; what they may cost is looked at before them. */
kogge_contact_candidate calling_candidate(const struct review *review, size_t customer)
{
    const struct period *now = &review->opening.analysis.now;
    const kogge_customer *record = &review->customers[customer];
    kogge_contact_candidate candidate = KOGGE_INIT(kogge_contact_candidate);
    candidate.id = customer + 1;
    candidate.call_permission = record->call_permission;
    bool known = spent_on(now, &now->figures[customer].economics, &candidate.spent_minor);
    int64_t before = record->contribution4_minor + candidate.spent_minor;
    if (known && (record->known & KOGGE_CUSTOMER_CONTRIBUTION4) && before <= KOGGE_MONEY_MAX) {
        candidate.contribution_before_contact_minor = before;
        candidate.known |= KOGGE_CONTACT_CANDIDATE_CONTRIBUTION_BEFORE_CONTACT;
    }
    return candidate;
}

static void count_permission(struct calling *calling, int32_t permission)
{
    calling->allowed += permission == KOGGE_PERMISSION_PRESUMED || permission == KOGGE_PERMISSION_EXPLICIT;
    calling->unknown += permission == 0;
}

static bool plan_day(struct review *review)
{
    struct calling *calling = &review->calling;
    size_t count = review->opening.model.customer_count, size = kogge_day_plan_memory(count);
    kogge_contact_candidate *candidates = review_rows(count, sizeof *candidates);
    void *memory = review_rows(size, 1);
    for (size_t i = 0; i < count; i++) {
        candidates[i] = calling_candidate(review, i);
        count_permission(calling, candidates[i].call_permission);
    }
    kogge_table people =
        period_table("kogge_contact_candidate", candidates, sizeof *candidates, NULL, NULL, 0, count);
    kogge_table triggers = period_table("kogge_contact_trigger", calling->triggers, sizeof *calling->triggers, NULL,
                                        NULL, 0, calling->trigger_count);
    calling->calls = review_rows(count, sizeof *calling->calls);
    kogge_out_rows calls = { calling->calls, count, 0, sizeof *calling->calls };
    kogge_reasons why = { .data = &calling->day, .capacity = 1 };
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_day_plan(review->opening.book, &people, &triggers, (int64_t)review->options->agents,
                                         memory, size, &calls, &why, &error);
    calling->call_count = status == KOGGE_OK ? calls.count : 0;
    while (calling->planned < calling->call_count &&
           calling->calls[calling->planned].outcome == KOGGE_OUTCOME_MATCHED)
        calling->planned++;
    free((void *)people.columns);
    free((void *)triggers.columns);
    free(candidates);
    free(memory);
    return period_fine(status, &error, "day plan");
}

bool calling_make(struct review *review)
{
    return calibrate(review) && find_triggers(review) && plan_day(review);
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

static bool can_plan(const struct calling *calling)
{
    for (int32_t trigger = 1; trigger <= TRIGGERS; trigger++)
        if (calling->probability_bp[trigger] >= 0)
            return true;
    return false;
}

static void print_trigger(const struct review *review, int32_t trigger)
{
    const struct page *page = &review->page;
    const struct calling *calling = &review->calling;
    const struct call_record *record = &review->knowledge.records[trigger];
    size_t count = 0;
    for (size_t i = 0; i < calling->trigger_count; i++)
        count += calling->triggers[i].trigger == trigger;
    printf("  ");
    page_left(kogge_code_text(page->catalogue, "trigger", trigger), LABEL - COUNT);
    bool known = calling->probability_bp[trigger] >= 0;
    page_right(known ? page_count(page, count).s : "?", COUNT);
    page_right(known ? page_bp(page, calling->probability_bp[trigger]).s : "?", MONEY - 4);
    if (record->line)
        printf("  %s %s / %s", page_say(page, "won / tried", "gewonnen / versucht"),
               page_count(page, (size_t)record->won).s, page_count(page, (size_t)record->tried).s);
    printf("\n");
}

static void print_triggers(const struct review *review)
{
    const struct page *page = &review->page;
    printf("  ");
    page_left(page_say(page, "reason for a call", "Anlass eines Anrufs"), LABEL - COUNT);
    page_right(page_say(page, "customers", "Kunden"), COUNT);
    page_right(page_say(page, "works in", "Erfolg in"), MONEY - 4);
    printf("\n");
    for (int32_t trigger = 1; trigger <= TRIGGERS; trigger++)
        print_trigger(review, trigger);
}

static void print_call(const struct review *review, const kogge_planned_call *call)
{
    const struct page *page = &review->page;
    listing_who(page, &review->opening.analysis.now, (size_t)call->customer - 1);
    page_right(page_money(page, call->expected_minor).s, MONEY - 4);
    page_right(page_money(page, call->surplus_minor).s, MONEY - 4);
    printf("  %s\n", kogge_code_text(page->catalogue, "trigger", call->trigger));
}

/* What it would take to reach every small customer as often as the rules want. */
static void print_agents(const struct review *review)
{
    const struct page *page = &review->page;
    kogge_capacity capacity = KOGGE_INIT(kogge_capacity);
    if (kogge_capacity_assess(review->opening.book, (int64_t)review->advice.small, &capacity, NULL) != KOGGE_OK)
        return;
    page_print(page, "One agent can serve %s customers a year; all %s small customers take %s.",
               "Ein Mitarbeiter kann %s Kunden im Jahr betreuen; für alle %s Kleinkunden braucht es %s.",
               page_count(page, (size_t)capacity.customers_an_agent).s, page_count(page, review->advice.small).s,
               page_count(page, (size_t)capacity.agents).s);
}

void calling_print(const struct review *review)
{
    const struct page *page = &review->page;
    const struct calling *calling = &review->calling;
    size_t shown = calling->planned < review->options->most ? calling->planned : review->options->most;
    page_heading(page, "WHOM TO CALL TODAY", "WEN HEUTE ANRUFEN");
    if (!can_plan(calling)) {
        page_text(
            page,
            "No list can be made: how often a call brings what it is made for is not known. calls.csv may say it "
            "(trigger, tried, won), or the option --chance.",
            "Eine Liste ist nicht möglich: Wie oft ein Anruf bringt, wofür er gemacht wird, ist nicht bekannt. "
            "calls.csv kann es sagen (trigger, tried, won) oder die Option --chance.");
        return;
    }
    page_print(page, "%s of %s customers may be called; of %s nothing says so, and they are not called.",
               "%s von %s Kunden dürfen angerufen werden; von %s ist das nicht bekannt, sie werden nicht angerufen.",
               page_count(page, calling->allowed).s, page_count(page, review->opening.model.customer_count).s,
               page_count(page, calling->unknown).s);
    print_triggers(review);
    review_reasons(review, &calling->day, 1);
    if (shown)
        listing_heads(page, page_say(page, "expected", "erwartet"),
                      page_say(page, "after the call", "nach dem Anruf"), page_say(page, "reason", "Anlass"));
    for (size_t i = 0; i < shown; i++)
        print_call(review, &calling->calls[i]);
    listing_more(page, calling->planned, shown);
    print_agents(review);
}
