/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "knowledge.h"
#include "side_file.h"
#include "store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Who reads a file. */
struct reading {
    struct knowledge *knowledge;
    const struct model *model;
};

static struct insight *insight_of(const struct side_file *side, const struct csv_row *row)
{
    const struct reading *reading = side->context;
    size_t customer = model_find(reading->model, side_cell(side, row, 0));
    if (customer != STORE_NOT_FOUND)
        return &reading->knowledge->insights[customer];
    side_complain(side, row, 0, "is no customer of the ledger");
    return NULL;
}

static bool is_first(const struct side_file *side, const struct csv_row *row, size_t *line)
{
    char wrong[64];
    snprintf(wrong, sizeof wrong, "stands in line %zu already", *line);
    if (*line)
        return side_complain(side, row, 0, wrong);
    *line = row->line;
    return true;
}

/* ---- kam.csv --------------------------------------------------------------------------------------------------- */

enum { KAM_ASKED = 1, KAM_ACCEPTED, KAM_ANSWERED, KAM_CRITERIA };

static bool read_insight(struct side_file *side, const struct csv_row *row, struct insight *insight)
{
    const struct knowledge *knowledge = ((struct reading *)side->context)->knowledge;
    size_t room = 0;
    insight->values = store_grow(NULL, &room, knowledge->criterion_count + 1, sizeof *insight->values);
    for (size_t k = KAM_ASKED; k < KAM_CRITERIA; k++)
        if (!side_value(side, row, k, &insight->asked, &insight->asked.known))
            return false;
    for (size_t k = 0; k < knowledge->criterion_count; k++) {
        kogge_kam_value value = { .criterion = knowledge->criteria[k].id };
        uint64_t known = 0;
        if (!side_value(side, row, KAM_CRITERIA + k, &value, &known))
            return false;
        if (*side_cell(side, row, KAM_CRITERIA + k))
            insight->values[insight->value_count++] = value;
    }
    return true;
}

static bool take_kam(struct side_file *side, const struct csv_row *row)
{
    struct insight *insight = insight_of(side, row);
    if (!insight || !is_first(side, row, &insight->kam_line))
        return false;
    if (read_insight(side, row, insight))
        return true;
    free(insight->values); /* a bad row says nothing at all */
    insight->values = NULL;
    insight->value_count = 0;
    insight->asked = (kogge_kam_candidate)KOGGE_INIT(kogge_kam_candidate);
    return false;
}

static bool read_kam(struct reading *reading, struct ledger *ledger, const char *folder)
{
    struct knowledge *knowledge = reading->knowledge;
    char names[CRITERIA_MAX][32];
    struct side_column columns[KAM_CRITERIA + CRITERIA_MAX] = {
        { .name = "customer_id", .needed = true },
        [KAM_ASKED] = side_field("asked", "kogge_kam_candidate", "asked"),
        [KAM_ACCEPTED] = side_field("accepted", "kogge_kam_candidate", "accepted"),
        [KAM_ANSWERED] = side_field("answered_date", "kogge_kam_candidate", "answered_at"),
    };
    for (size_t k = 0; k < knowledge->criterion_count; k++) {
        snprintf(names[k], sizeof names[k], "criterion_%" PRId32, knowledge->criteria[k].id);
        columns[KAM_CRITERIA + k] = side_field(names[k], "kogge_kam_value", "value");
    }
    struct side_file side = { .ledger = ledger,
                              .file = &knowledge->kam,
                              .columns = columns,
                              .column_count = KAM_CRITERIA + knowledge->criterion_count,
                              .take = take_kam,
                              .context = reading };
    return side_file_read(&side, folder, "kam.csv");
}

/* ---- contacts.csv ---------------------------------------------------------------------------------------------- */

static bool take_contact(struct side_file *side, const struct csv_row *row)
{
    struct insight *insight = insight_of(side, row);
    kogge_customer customer = KOGGE_INIT(kogge_customer);
    if (!insight || !is_first(side, row, &insight->contact_line) ||
        !side_value(side, row, 1, &customer, &customer.known))
        return false;
    insight->call_permission = customer.call_permission;
    return true;
}

static bool read_contacts(struct reading *reading, struct ledger *ledger, const char *folder)
{
    struct side_column columns[] = { { .name = "customer_id", .needed = true },
                                     side_field("call_permission", "kogge_customer", "call_permission") };
    struct side_file side = { .ledger = ledger,
                              .file = &reading->knowledge->contacts,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .take = take_contact,
                              .context = reading };
    return side_file_read(&side, folder, "contacts.csv");
}

/* ---- calls.csv ------------------------------------------------------------------------------------------------- */

static bool take_call(struct side_file *side, const struct csv_row *row)
{
    struct knowledge *knowledge = ((struct reading *)side->context)->knowledge;
    kogge_contact_trigger trigger = { 0 };
    uint64_t known = 0;
    int32_t tried = 0, won = 0;
    if (!side_value(side, row, 0, &trigger, &known) || !side_value(side, row, 1, &tried, &known) ||
        !side_value(side, row, 2, &won, &known))
        return false;
    if (trigger.trigger < 1 || trigger.trigger > TRIGGERS)
        return side_complain(side, row, 0, "is no trigger that figures of a customer can show");
    if (won > tried)
        return side_complain(side, row, 2, "is more than was tried");
    struct call_record *record = &knowledge->records[trigger.trigger];
    if (!is_first(side, row, &record->line))
        return false;
    record->tried = tried;
    record->won = won;
    return true;
}

static bool read_calls(struct reading *reading, struct ledger *ledger, const char *folder)
{
    struct side_column columns[] = { side_field("trigger", "kogge_contact_trigger", "trigger"), side_count("tried"),
                                     side_count("won") };
    columns[0].needed = true;
    struct side_file side = { .ledger = ledger,
                              .file = &reading->knowledge->calls,
                              .columns = columns,
                              .column_count = sizeof columns / sizeof *columns,
                              .take = take_call,
                              .context = reading };
    return side_file_read(&side, folder, "calls.csv");
}

/* ---- routes.csv ------------------------------------------------------------------------------------------------ */

/* Terms of one route belong together: some of them are as good as none, and 0 would be a guess. */
static bool routes_are_whole(struct side_file *side, const struct csv_row *row, uint64_t known)
{
    for (size_t k = 0; k < side->column_count; k++)
        if (known >> side->columns[k].field.known_bit & 1 && !*side_cell(side, row, k))
            return side_complain(side, row, k, "is not known, but other terms of this route are");
    return true;
}

static bool take_route(struct side_file *side, const struct csv_row *row)
{
    struct knowledge *knowledge = ((struct reading *)side->context)->knowledge;
    kogge_route_terms terms = KOGGE_INIT(kogge_route_terms);
    if (!is_first(side, row, &knowledge->terms_line))
        return false;
    for (size_t k = 0; k < side->column_count; k++)
        if (!side_value(side, row, k, &terms, &terms.known))
            return false;
    if (!routes_are_whole(side, row, terms.known))
        return false;
    knowledge->terms = terms;
    return true;
}

static bool read_routes(struct reading *reading, struct ledger *ledger, const char *folder)
{
    static const char *const names[] = {
        "value_margin_bp",
        "value_order_cost_minor",
        "part_revenue_minor",
        "part_margin_bp",
        "part_order_cost_minor",
        "resale_margin_bp",
        "resale_order_cost_minor",
        "commission_bp",
        "close_bp",
        "forward_cost_minor",
        "migrate_bp",
        "effort_fee_minor",
        "accept_bp",
    };
    enum { COUNT = sizeof names / sizeof *names };
    struct side_column columns[COUNT];
    for (size_t k = 0; k < COUNT; k++)
        columns[k] = side_field(names[k], "kogge_route_terms", names[k]);
    struct side_file side = { .ledger = ledger,
                              .file = &reading->knowledge->routes,
                              .columns = columns,
                              .column_count = COUNT,
                              .take = take_route,
                              .context = reading };
    return side_file_read(&side, folder, "routes.csv");
}

/* ---- all ------------------------------------------------------------------------------------------------------- */

bool knowledge_read(struct knowledge *knowledge, struct ledger *ledger, const struct model *model,
                    const kogge_rulebook *book, const char *folder)
{
    size_t room = 0;
    *knowledge = (struct knowledge){ .insight_count = model->customer_count, .terms = KOGGE_INIT(kogge_route_terms) };
    kogge_out_rows criteria = { knowledge->criteria, CRITERIA_MAX, 0, sizeof *knowledge->criteria };
    kogge_rulebook_criteria(book, &criteria);
    knowledge->criterion_count = criteria.count;
    knowledge->insights = store_grow(NULL, &room, model->customer_count + 1, sizeof *knowledge->insights);
    for (size_t i = 0; i < model->customer_count; i++)
        knowledge->insights[i] = (struct insight){ .asked = KOGGE_INIT(kogge_kam_candidate) };
    struct reading reading = { knowledge, model };
    return read_kam(&reading, ledger, folder) && read_contacts(&reading, ledger, folder) &&
           read_calls(&reading, ledger, folder) && read_routes(&reading, ledger, folder);
}

bool knowledge_refused(const struct knowledge *knowledge)
{
    return knowledge->kam.refused || knowledge->contacts.refused || knowledge->calls.refused ||
           knowledge->routes.refused;
}

void knowledge_free(struct knowledge *knowledge)
{
    struct ledger_file *files[] = { &knowledge->kam, &knowledge->contacts, &knowledge->calls, &knowledge->routes };
    for (size_t i = 0; i < knowledge->insight_count; i++)
        free(knowledge->insights[i].values);
    free(knowledge->insights);
    for (size_t k = 0; k < sizeof files / sizeof *files; k++)
        free(files[k]->path);
    *knowledge = (struct knowledge){ 0 };
}
