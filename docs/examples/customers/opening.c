/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "opening.h"
#include "store.h"

#include <stdlib.h>

static bool open_terms(struct opening *opening, const struct opening_wish *wish)
{
    if (wish->policy)
        return terms_open_file(&opening->terms, wish->policy);
    char *name = store_join("preset-", wish->preset);
    bool good = terms_open(&opening->terms, wish->policies, name);
    free(name);
    return good;
}

static bool read_ledgers(struct opening *opening, const struct opening_wish *wish)
{
    bool good = true;
    for (size_t k = 0; k < wish->folder_count && good; k++)
        good = ledger_read(&opening->ledgers[k], wish->folders[k], &model_wish);
    return good && model_make(&opening->model, opening->ledgers, wish->folder_count, wish->today);
}

/* In minor units of the ledger's currency. */
static int64_t budget_of(const struct opening *opening, const struct opening_wish *wish)
{
    int64_t minor = -1, unit = 1;
    for (int32_t digits = kogge_currency_digits(opening->model.currency); digits > 0; digits--)
        unit *= 10;
    if (wish->budget_hundredths >= 0)
        kogge_mul_div(wish->budget_hundredths, unit, 100, KOGGE_ROUNDING_HALF_AWAY, &minor);
    return minor;
}

bool opening_make(struct opening *opening, const struct opening_wish *wish)
{
    *opening = (struct opening){ 0 };
    if (!open_terms(opening, wish) || !read_ledgers(opening, wish) ||
        !terms_book(&opening->terms, opening->model.currency, false, 0, &opening->book))
        return false;
    period_check(&opening->model, opening->book);
    return analysis_make(&opening->analysis, &opening->model, opening->book, (int64_t)wish->develop,
                         budget_of(opening, wish));
}

void opening_complaints_end(const struct opening *opening)
{
    for (size_t k = 0; k < opening->model.ledger_count; k++)
        ledger_complaints_end(&opening->model.ledgers[k]);
}

bool opening_refused(const struct opening *opening)
{
    bool refused = false;
    for (size_t k = 0; k < 2; k++)
        refused = refused || opening->ledgers[k].order_file.refused || opening->ledgers[k].customer_file.refused;
    return refused;
}

void opening_close(struct opening *opening)
{
    analysis_free(&opening->analysis);
    kogge_rulebook_unref(opening->book);
    model_free(&opening->model);
    for (size_t k = 0; k < 2; k++)
        ledger_free(&opening->ledgers[k]);
    terms_free(&opening->terms);
}
