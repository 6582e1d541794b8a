/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "period.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool period_fine(kogge_status status, const kogge_error *error, const char *what)
{
    if (status != KOGGE_OK)
        fprintf(stderr, "%s: %s\n", what, error->text);
    return status == KOGGE_OK;
}

kogge_table period_table(const char *record, const void *rows, size_t size, const char *extra, const void *extra_rows,
                         size_t extra_size, size_t count)
{
    kogge_rows first = { rows, count, size }, second = { extra_rows, count, extra_size };
    size_t first_count = 0, second_count = 0, room = 0;
    kogge_columns_of_rows(record, &first, NULL, 0, &first_count);
    if (extra)
        kogge_columns_of_rows(extra, &second, NULL, 0, &second_count);
    kogge_column *columns = store_grow(NULL, &room, first_count + second_count, sizeof *columns);
    kogge_columns_of_rows(record, &first, columns, first_count, &first_count);
    if (extra)
        kogge_columns_of_rows(extra, &second, columns + first_count, second_count, &second_count);
    return (kogge_table){ columns, first_count + second_count, count };
}

/* ---- one customer ---------------------------------------------------------------------------------------------- */

static void fill_profile_input(struct period *period, size_t i)
{
    const struct figures *figures = &period->figures[i];
    const kogge_economics *economics = &figures->economics;
    const struct model_gaps *gaps = &period->model->gaps;
    kogge_profile_input *input = &period->profile_inputs[i];
    *input = (kogge_profile_input)KOGGE_INIT(kogge_profile_input);
    if (!gaps->discounts) {
        input->gross_minor = economics->gross_minor;
        input->known |= KOGGE_PROFILE_INPUT_GROSS;
    }
    if (period->model->has_orders) {
        input->orders = figures->orders;
        input->known |= KOGGE_PROFILE_INPUT_ORDERS;
    }
    if (period->model->has_orders && figures->orders_with_channel == figures->orders) {
        input->digital_orders = figures->digital;
        input->known |= KOGGE_PROFILE_INPUT_DIGITAL_ORDERS;
    }
    if (economics->known & KOGGE_ECONOMICS_LINES) {
        input->lines = economics->lines;
        input->known |= KOGGE_PROFILE_INPUT_LINES;
    }
    const uint64_t contacts = KOGGE_ECONOMICS_CALLS | KOGGE_ECONOMICS_VISITS;
    bool told = !gaps->calls && !gaps->visits && (economics->known & contacts) == contacts;
    if (told && (int64_t)economics->calls + economics->visits <= INT32_MAX) {
        input->contacts = economics->calls + economics->visits;
        input->known |= KOGGE_PROFILE_INPUT_CONTACTS;
    }
}

static kogge_status assess_economics(const kogge_rulebook *book, const struct figures *figures,
                                     kogge_contribution *result, kogge_reasons *why, kogge_error *error)
{
    *result = (kogge_contribution)KOGGE_INIT(kogge_contribution);
    return kogge_economics_assess(book, &figures->economics, result, why, error);
}

/* What economics say of the customer. */
static void take_contribution(const struct model *model, const kogge_contribution *result, kogge_customer *customer)
{
    if (result->known & KOGGE_CONTRIBUTION_CONTRIBUTION1) {
        customer->contribution1_minor = result->contribution1_minor;
        customer->known |= KOGGE_CUSTOMER_CONTRIBUTION1;
    }
    if (result->known & KOGGE_CONTRIBUTION_CONTRIBUTION4) {
        customer->contribution4_minor = result->contribution4_minor;
        customer->known |= KOGGE_CUSTOMER_CONTRIBUTION4;
    }
    if ((result->known & KOGGE_CONTRIBUTION_COST_TO_SERVE) && result->cost_to_serve_minor >= 0) {
        customer->cost_to_serve_minor = result->cost_to_serve_minor;
        customer->known |= KOGGE_CUSTOMER_COST_TO_SERVE;
    }
    bool discount = !model->gaps.discounts && (result->known & KOGGE_CONTRIBUTION_DISCOUNT_BP) &&
                    result->discount_bp >= 0 && result->discount_bp <= 10000;
    if (discount && !(customer->known & KOGGE_CUSTOMER_DISCOUNT_BP)) {
        customer->discount_bp = result->discount_bp;
        customer->known |= KOGGE_CUSTOMER_DISCOUNT_BP;
    }
}

void period_check(struct model *model, const kogge_rulebook *book)
{
    kogge_policy policy = KOGGE_INIT(kogge_policy);
    kogge_rulebook_policy(book, &policy);
    struct span span = span_make(model, model->today, false);
    kogge_classification_basis basis = KOGGE_INIT(kogge_classification_basis);
    basis.cut_a_minor = basis.cut_b_minor = 1;
    basis.today_at = span.today;
    for (size_t i = model->customer_count; i-- > 0;) {
        kogge_error error = KOGGE_INIT(kogge_error);
        kogge_contribution contribution;
        kogge_customer customer;
        kogge_classification class = KOGGE_INIT(kogge_classification);
        struct figures figures;
        gather(model, &policy, &span, i, &figures);
        kogge_status status = assess_economics(book, &figures, &contribution, NULL, &error);
        gather_customer(model, &span, i, &figures, &customer);
        take_contribution(model, &contribution, &customer);
        if (status == KOGGE_OK)
            status = kogge_classify(book, &customer, &basis, &class, NULL, &error);
        free(figures.nets);
        if (status != KOGGE_OK)
            model_refuse(model, i, &error);
    }
}

static bool take_customers(struct period *period)
{
    for (size_t i = 0; i < period->model->customer_count; i++) {
        kogge_error error = KOGGE_INIT(kogge_error);
        gather(period->model, &period->policy, &period->span, i, &period->figures[i]);
        fill_profile_input(period, i);
        kogge_status status =
            assess_economics(period->book, &period->figures[i], &period->contributions[i], NULL, &error);
        if (!period_fine(status, &error, period->model->customers[i].id))
            return false;
        gather_customer(period->model, &period->span, i, &period->figures[i], &period->customers[i]);
        take_contribution(period->model, &period->contributions[i], &period->customers[i]);
    }
    return true;
}

/* ---- demand ---------------------------------------------------------------------------------------------------- */

static kogge_demand_input demand_input(const kogge_customer *customer)
{
    kogge_demand_input input = KOGGE_INIT(kogge_demand_input);
    input.peer_key = (uint64_t)customer->customer_group; /* the ledger's own groups; 0 = no peers */
    input.revenue_12m_minor = customer->revenue_12m_minor;
    if (customer->known & KOGGE_CUSTOMER_DEMAND) {
        input.stated_minor = customer->demand_minor;
        input.stated_confidence_bp = customer->demand_confidence_bp;
        input.known |= KOGGE_DEMAND_INPUT_STATED;
    }
    if ((customer->known & KOGGE_CUSTOMER_EMPLOYEES) && customer->employees > 0) {
        input.size = customer->employees;
        input.known |= KOGGE_DEMAND_INPUT_SIZE;
    }
    return input;
}

static void take_demand(kogge_customer *customer, const kogge_demand *demand)
{
    const uint64_t bits = KOGGE_CUSTOMER_DEMAND | KOGGE_CUSTOMER_DEMAND_CONFIDENCE_BP;
    customer->known &= ~bits;
    customer->known |= demand->demand_source ? bits : 0;
    customer->demand_minor = demand->demand_minor;
    customer->demand_confidence_bp = demand->confidence_bp;
    customer->demand_source = demand->demand_source;
}

static bool estimate_demand(struct period *period)
{
    size_t count = period->model->customer_count, room = 0, other_room = 0, memory_room = 0;
    kogge_demand_input *inputs = store_grow(NULL, &room, count + 1, sizeof *inputs);
    kogge_demand *demands = store_grow(NULL, &other_room, count + 1, sizeof *demands);
    for (size_t i = 0; i < count; i++)
        inputs[i] = demand_input(&period->customers[i]);
    memset(demands, 0, (count + 1) * sizeof *demands);
    const kogge_out_column out[] = {
        { KOGGE_FIELD_DEMAND_DEMAND, KOGGE_TYPE_INT64, &demands->demand_minor, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_CONFIDENCE_BP, KOGGE_TYPE_INT32, &demands->confidence_bp, sizeof *demands, NULL, 0 },
        { KOGGE_FIELD_DEMAND_DEMAND_SOURCE, KOGGE_TYPE_INT32, &demands->demand_source, sizeof *demands, NULL, 0 },
    };
    size_t size = kogge_demand_memory(count);
    void *memory = store_grow(NULL, &memory_room, size + 1, 1);
    kogge_table table = period_table("kogge_demand_input", inputs, sizeof *inputs, NULL, NULL, 0, count);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_demand_estimate(&table, out, sizeof out / sizeof *out, memory, size, NULL, &error);
    for (size_t i = 0; i < count; i++)
        take_demand(&period->customers[i], &demands[i]);
    free((void *)table.columns);
    free(memory);
    free(demands);
    free(inputs);
    /* Beyond the largest amount an estimate is as good as none. */
    return status == KOGGE_E_SOME_ROWS || period_fine(status, &error, "demand");
}

/* ---- portfolio ------------------------------------------------------------------------------------------------- */

static kogge_status feed(const struct period *period, kogge_portfolio *portfolio, kogge_error *error)
{
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; i < period->model->customer_count && status == KOGGE_OK; i++)
        status = kogge_portfolio_add(portfolio, &period->customers[i].id, &period->customers[i].revenue_12m_minor, 1,
                                     error);
    return status;
}

static kogge_status read_portfolio(struct period *period, const kogge_portfolio *portfolio, kogge_error *error)
{
    kogge_concentration_options options = KOGGE_INIT(kogge_concentration_options);
    options.top_n = TOP_SHARES;
    options.uplift_bp = UPLIFT_BP;
    options.loss_bp = LOSS_BP;
    kogge_out_rows points = { .row_size = sizeof(kogge_pareto_point) };
    kogge_out_rows shares = { .data = period->shares, .capacity = 3, .row_size = sizeof(kogge_class_share) };
    size_t room = 0;
    kogge_status status =
        kogge_portfolio_concentration(portfolio, &options, &period->concentration, period->top_bp, NULL, error);
    if (status == KOGGE_OK)
        status = kogge_portfolio_pareto(portfolio, &points, error);
    points.data = period->pareto = store_grow(NULL, &room, points.count + 1, sizeof *period->pareto);
    points.capacity = points.count;
    if (status == KOGGE_OK)
        status = kogge_portfolio_pareto(portfolio, &points, error);
    period->pareto_count = points.count;
    if (status == KOGGE_OK && period->has_cuts)
        status = kogge_portfolio_cuts(portfolio, &period->cuts, error);
    if (status == KOGGE_OK && period->has_cuts)
        status = kogge_portfolio_shares(portfolio, &shares, NULL, error);
    return status;
}

static bool cut(struct period *period)
{
    kogge_abc_options options = KOGGE_INIT(kogge_abc_options);
    options.cut_a_bp = period->policy.cut_a_bp;
    options.cut_b_bp = period->policy.cut_b_bp;
    options.cut_rule = period->policy.cut_rule;
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_portfolio *portfolio;
    kogge_status status = kogge_portfolio_new(&options, NULL, &portfolio, &error);
    int32_t again = status == KOGGE_OK;
    while (again) {
        again = 0;
        status = feed(period, portfolio, &error);
        if (status == KOGGE_OK)
            status = kogge_portfolio_refine(portfolio, &again, &error);
    }
    period->has_cuts = status == KOGGE_OK;
    if (status == KOGGE_OK || status == KOGGE_E_DEGENERATE)
        status = read_portfolio(period, portfolio, &error);
    kogge_portfolio_free(portfolio);
    return period_fine(status, &error, "portfolio");
}

/* A, B or C by revenue alone, for migration. */
static bool class_by_revenue(struct period *period)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; i < period->model->customer_count && status == KOGGE_OK; i++) {
        const struct figures *figures = &period->figures[i];
        bool bought = figures->orders || figures->returns || (!period->model->has_orders && figures->revenue);
        if (bought && period->has_cuts)
            status = kogge_abc_classes(&period->cuts, &figures->revenue, 1, &period->abc[i], &error);
        else
            period->abc[i] = bought ? KOGGE_TIER_C : 0;
    }
    return period_fine(status, &error, "classes");
}

/* ---- evidence -------------------------------------------------------------------------------------------------- */

/* What the whole portfolio bought in the quarters of a year, over whole years; below two years it cannot be told from
 * growth. */
static void find_season(struct period *period)
{
    size_t quarters = period->span.quarters, whole = quarters / 4 * 4, largest = 0;
    int64_t sums[4] = { 0 }, total = 0, factor = 0, left = 40000;
    if (whole < 8)
        return;
    for (size_t i = 0; i < period->model->customer_count; i++)
        for (size_t q = quarters - whole; q < quarters; q++)
            sums[q % 4] += period->figures[i].quarters[q];
    for (size_t s = 0; s < 4; s++) {
        total += sums[s];
        largest = sums[s] > sums[largest] ? s : largest;
        if (sums[s] <= 0)
            return;
    }
    for (size_t s = 0; s < 4; s++) {
        kogge_mul_div(sums[s], 40000, total, KOGGE_ROUNDING_HALF_AWAY, &factor);
        period->season[s] = factor > 0 ? (int32_t)factor : 1;
        left -= period->season[s];
    }
    period->season[largest] += (int32_t)left;
}

static void fill_history(struct period *period, size_t i)
{
    const kogge_customer *customer = &period->customers[i];
    const int32_t *season = period->season;
    int32_t tier = period->classes[i].tier;
    kogge_history *history = &period->histories[i];
    *history = (kogge_history)KOGGE_INIT(kogge_history);
    history->today_at = period->span.today;
    history->first_order_at = customer->first_order_at;
    history->season_1_bp = season[0];
    history->season_2_bp = season[1];
    history->season_3_bp = season[2];
    history->season_4_bp = season[3];
    history->announced_minor = customer->announced_minor;
    history->realised_minor = customer->realised_minor;
    history->known |= customer->known & KOGGE_CUSTOMER_ANNOUNCED ? KOGGE_HISTORY_ANNOUNCED : 0;
    history->known |= customer->known & KOGGE_CUSTOMER_REALISED ? KOGGE_HISTORY_REALISED : 0;
    if ((customer->known & KOGGE_CUSTOMER_DEMAND) && customer->demand_minor > 0 &&
        customer->demand_minor > customer->revenue_12m_minor) {
        history->demand_confidence_bp = customer->demand_confidence_bp;
        history->known |= KOGGE_HISTORY_DEMAND_CONFIDENCE_BP;
    }
    if (tier && period->pooled_median[tier] > 0 && period->pooled_longest[tier] > 0) {
        history->pooled_median_half_days = period->pooled_median[tier];
        history->pooled_longest_days = period->pooled_longest[tier];
        history->known |= KOGGE_HISTORY_POOLED_MEDIAN_HALF_DAYS | KOGGE_HISTORY_POOLED_LONGEST_DAYS;
    }
}

kogge_status period_regularity(const struct period *period, size_t customer, kogge_regularity *result,
                               kogge_reasons *why, kogge_error *error)
{
    const int32_t *days = period->model->days + period->model->customers[customer].first_day;
    *result = (kogge_regularity)KOGGE_INIT(kogge_regularity);
    return kogge_regularity_assess(&period->histories[customer], days, period->figures[customer].day_count, result,
                                   why, error);
}

kogge_status period_evidence(const struct period *period, size_t customer, kogge_evidence *result, kogge_reasons *why,
                             kogge_error *error)
{
    const struct figures *figures = &period->figures[customer];
    const int32_t *days = period->model->days + period->model->customers[customer].first_day;
    *result = (kogge_evidence)KOGGE_INIT(kogge_evidence);
    return kogge_evidence_assess(period->book, &period->histories[customer], figures->quarters, period->span.quarters,
                                 period->model->has_orders ? days : NULL, figures->day_count, result, why, error);
}

/* Evidence and rhythm, then tier and flags. */
static bool classify(struct period *period)
{
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = KOGGE_OK;
    for (size_t i = 0; i < period->model->customer_count && status == KOGGE_OK; i++) {
        kogge_customer *customer = &period->customers[i];
        fill_history(period, i);
        status = period_regularity(period, i, &period->regularities[i], NULL, &error);
        if (status == KOGGE_OK)
            status = period_evidence(period, i, &period->evidences[i], NULL, &error);
        if (status != KOGGE_OK)
            break;
        customer->overdue = period->regularities[i].overdue;
        customer->evidence = period->evidences[i].level;
        customer->known |= KOGGE_CUSTOMER_EVIDENCE;
        period->classes[i] = (kogge_classification)KOGGE_INIT(kogge_classification);
        status = kogge_classify(period->book, customer, &period->basis, &period->classes[i], NULL, &error);
        period->profile_inputs[i].tier = period->classes[i].tier;
        period->profile_inputs[i].overdue = customer->overdue;
    }
    return period_fine(status, &error, "classification");
}

static void start_basis(struct period *period)
{
    bool own = period->policy.cut_a_minor; /* the policy says where to cut */
    period->basis = (kogge_classification_basis)KOGGE_INIT(kogge_classification_basis);
    period->basis.today_at = period->span.today;
    if (!own) {
        period->basis.cut_a_minor = period->has_cuts ? period->cuts.cut_a_minor : KOGGE_MONEY_MAX + 1;
        period->basis.cut_b_minor = period->has_cuts ? period->cuts.cut_b_minor : KOGGE_MONEY_MAX + 1;
    }
    if (period->has_cuts) {
        period->basis.total_minor = period->cuts.total_minor;
        period->basis.known |= KOGGE_CLASSIFICATION_BASIS_TOTAL;
    }
}

/* The gaps of each tier, for its customers who have ordered too seldom to have gaps of their own. */
static bool pool(struct period *period)
{
    size_t count = period->model->customer_count, room = 0;
    kogge_regularity *rows = store_grow(NULL, &room, count + 1, sizeof *rows);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = KOGGE_OK;
    for (int32_t tier = KOGGE_TIER_A; tier <= KOGGE_TIER_D && status == KOGGE_OK; tier++) {
        size_t members = 0;
        for (size_t i = 0; i < count; i++)
            if (period->classes[i].tier == tier)
                rows[members++] = period->regularities[i];
        kogge_table table = period_table("kogge_regularity", rows, sizeof *rows, NULL, NULL, 0, members);
        status = kogge_regularity_pool(&table, &period->pooled_median[tier], &period->pooled_longest[tier], &error);
        free((void *)table.columns);
    }
    free(rows);
    return period_fine(status, &error, "order rhythm");
}

/* What flags compare a customer with: all customers, and the small tiers. */
static bool profile_basis(struct period *period)
{
    kogge_tier_profile rows[10];
    kogge_out_rows out = { .data = rows, .capacity = 10, .row_size = sizeof *rows };
    kogge_table table = period_table("kogge_profile_input", period->profile_inputs, sizeof *period->profile_inputs,
                                     "kogge_contribution", period->contributions, sizeof *period->contributions,
                                     period->model->customer_count);
    kogge_error error = KOGGE_INIT(kogge_error);
    kogge_status status = kogge_economics_profile(&table, &out, &error);
    free((void *)table.columns);
    if (!period_fine(status, &error, "profile"))
        return false;
    kogge_classification_basis *basis = &period->basis;
    const kogge_tier_profile *all = &rows[0], *c = &rows[KOGGE_TIER_C], *d = &rows[KOGGE_TIER_D];
    if (all->net_minor >= 0) {
        basis->all_net_minor = all->net_minor;
        basis->known |= KOGGE_CLASSIFICATION_BASIS_ALL_NET;
    }
    if ((all->known & KOGGE_TIER_PROFILE_COST_TO_SERVE) && all->cost_to_serve_minor >= 0) {
        basis->all_cost_to_serve_minor = all->cost_to_serve_minor;
        basis->known |= KOGGE_CLASSIFICATION_BASIS_ALL_COST_TO_SERVE;
    }
    int64_t share;
    if ((c->known & d->known & KOGGE_TIER_PROFILE_CONTRIBUTION1) && c->net_minor + d->net_minor > 0 &&
        kogge_mul_div(c->contribution1_minor + d->contribution1_minor, 10000, c->net_minor + d->net_minor,
                      KOGGE_ROUNDING_HALF_AWAY, &share) == KOGGE_OK &&
        share >= -1000000000 && share <= 1000000000) {
        basis->small_contribution1_bp = (int32_t)share;
        basis->known |= KOGGE_CLASSIFICATION_BASIS_SMALL_CONTRIBUTION1_BP;
    }
    return true;
}

/* ---- all ------------------------------------------------------------------------------------------------------- */

static void *rows_of(size_t count, size_t size)
{
    size_t room = 0;
    void *rows = store_grow(NULL, &room, count + 1, size);
    return memset(rows, 0, (count + 1) * size);
}

/* How often in a row a customer cost more than he brought, as of the period before, unless the ledger says it. */
static void take_streaks(struct period *period, const struct period *before)
{
    for (size_t i = 0; before && i < period->model->customer_count; i++)
        if (!period->customers[i].negative_streak)
            period->customers[i].negative_streak = before->classes[i].negative_streak;
}

bool period_make(struct period *period, const struct model *model, const kogge_rulebook *book, int32_t today,
                 bool past, const struct period *before)
{
    size_t count = model->customer_count;
    *period = (struct period){ .model = model,
                               .book = book,
                               .policy = KOGGE_INIT(kogge_policy),
                               .span = span_make(model, today, past),
                               .cuts = KOGGE_INIT(kogge_abc_cuts),
                               .concentration = KOGGE_INIT(kogge_concentration) };
    kogge_rulebook_policy(book, &period->policy);
    period->figures = rows_of(count, sizeof *period->figures);
    period->customers = rows_of(count, sizeof *period->customers);
    period->contributions = rows_of(count, sizeof *period->contributions);
    period->profile_inputs = rows_of(count, sizeof *period->profile_inputs);
    period->histories = rows_of(count, sizeof *period->histories);
    period->evidences = rows_of(count, sizeof *period->evidences);
    period->regularities = rows_of(count, sizeof *period->regularities);
    period->classes = rows_of(count, sizeof *period->classes);
    period->abc = rows_of(count, sizeof *period->abc);
    if (!take_customers(period) || !estimate_demand(period) || !cut(period) || !class_by_revenue(period))
        return false;
    take_streaks(period, before);
    find_season(period);
    start_basis(period);
    /* The first round gives the tiers; gaps and profile of the tiers then give the flags. */
    return classify(period) && pool(period) && profile_basis(period) && classify(period);
}

void period_free(struct period *period)
{
    for (size_t i = 0; period->figures && i < period->model->customer_count; i++)
        free(period->figures[i].nets);
    free(period->figures);
    free(period->customers);
    free(period->contributions);
    free(period->profile_inputs);
    free(period->histories);
    free(period->evidences);
    free(period->regularities);
    free(period->classes);
    free(period->abc);
    free(period->pareto);
    *period = (struct period){ 0 };
}
