/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "terms.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

/* "Up to X" of a published sentence includes X, a band does not: its limit is X plus one hundredth. */

static const kogge_order_rule eaton[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 25000, .amount_minor = 1700 },
    { .id = 2, .group = 1, .effect = KOGGE_FEE_FLAT, .from_minor = 25000, .below_minor = 50000, .amount_minor = 900 },
};
static const kogge_order_rule fipa[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 5000, .amount_minor = 1000 },
};
static const kogge_order_rule fipa_abroad[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 25000, .amount_minor = 1800 },
};
static const kogge_order_rule kontorplus[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 2500, .amount_minor = 1000 },
};
static const kogge_order_rule eimer[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 4900, .amount_minor = 990 },
};
static const kogge_order_rule german_15_50[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_FLAT, .below_minor = 5000, .amount_minor = 1500 },
};
static const kogge_order_rule proselect[] = {
    { .id = 1,
      .group = 1,
      .effect = KOGGE_FEE_FLAT,
      .base = KOGGE_BASE_GROSS,
      .below_minor = 1001,
      .amount_minor = 500 },
    { .id = 2,
      .group = 1,
      .effect = KOGGE_FEE_FLAT,
      .base = KOGGE_BASE_GROSS,
      .from_minor = 1001,
      .below_minor = 2001,
      .amount_minor = 250 },
    { .id = 3,
      .group = 2,
      .effect = KOGGE_ACTION_BLOCK,
      .below_minor = 5000,
      .channels = KOGGE_BIT(KOGGE_CHANNEL_PHONE) | KOGGE_BIT(KOGGE_CHANNEL_FAX) | KOGGE_BIT(KOGGE_CHANNEL_EMAIL) },
};
static const kogge_order_rule billed_as_50[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_TOP_UP, .below_minor = 5000 },
};
static const kogge_order_rule billed_as_35[] = {
    { .id = 1, .group = 1, .effect = KOGGE_FEE_TOP_UP, .base = KOGGE_BASE_WITH_FREIGHT, .below_minor = 3500 },
};

#define RULES(array) KOGGE_PRESET_NEUTRAL_2026, (array), sizeof(array) / sizeof(array)[0]

static const struct terms all[] = {
    { "eaton", "17 below 250, 9 from 250 to 500 (Eaton)", "17 unter 250, 9 von 250 bis 500 (Eaton)", RULES(eaton) },
    { "fipa", "10 below 50, at home (fipa.com)", "10 unter 50, im Inland (fipa.com)", RULES(fipa) },
    { "fipa-abroad", "18 below 250, abroad (fipa.com)", "18 unter 250, im Ausland (fipa.com)", RULES(fipa_abroad) },
    { "kontorplus", "10 below 25 (kontorplus.de)", "10 unter 25 (kontorplus.de)", RULES(kontorplus) },
    { "eimer", "9.90 below 49 (eimerundbecherprofi.de)", "9,90 unter 49 (eimerundbecherprofi.de)", RULES(eimer) },
    { "german-15-50", "15 below 50, usual in Germany", "15 unter 50, in Deutschland üblich", RULES(german_15_50) },
    { "proselect", "5 up to 10 gross, 2.50 up to 20; by phone or in writing from 50 on (proselect-schrauben.de)",
      "5 bis 10 brutto, 2,50 bis 20; telefonisch oder schriftlich ab 50 (proselect-schrauben.de)", RULES(proselect) },
    { "us-50", "orders below 50 are billed as 50 (US supplier terms)",
      "Aufträge unter 50 werden mit 50 berechnet (US-Lieferbedingungen)", RULES(billed_as_50) },
    { "us-35-freight", "orders below 35 with freight are billed as 35 (US supplier terms)",
      "Aufträge unter 35 mit Fracht werden mit 35 berechnet (US-Lieferbedingungen)", RULES(billed_as_35) },
    { "neutral", "preset: a warning below the break-even value", "Vorlage: eine Warnung unter dem Deckungswert",
      KOGGE_PRESET_NEUTRAL_2026, NULL, 0 },
    { "retreat", "preset: small orders to the shop, surcharges", "Vorlage: Kleinaufträge in den Webshop, Zuschläge",
      KOGGE_PRESET_RETREAT_2026, NULL, 0 },
    { "forward", "preset: small customers are developed, low surcharges",
      "Vorlage: Kleinkunden werden entwickelt, niedrige Zuschläge", KOGGE_PRESET_FORWARD_2026, NULL, 0 },
};

const struct terms *terms_at(size_t index)
{
    return index < sizeof all / sizeof *all ? &all[index] : NULL;
}

const struct terms *terms_find(const char *name)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

kogge_order_rule *terms_rules(const kogge_rulebook *book, size_t *count)
{
    kogge_out_rows rows = { .row_size = sizeof(kogge_order_rule) };
    kogge_rulebook_rules(book, &rows);
    size_t room = 0;
    rows.data = store_grow(NULL, &room, rows.count, sizeof(kogge_order_rule));
    rows.capacity = rows.count;
    kogge_rulebook_rules(book, &rows);
    *count = rows.count;
    return rows.data;
}

/* Hundredths in the minor units of a currency: which fields are money the field table knows. */
static void scale(kogge_order_rule *rule, int32_t digits)
{
    static const int64_t units[] = { 1, 10, 100, 1000, 10000 }; /* minor units in a major one, by digits */
    kogge_field field = KOGGE_INIT(kogge_field);
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id)) {
        if (kogge_field_get(id, &field) != KOGGE_OK || field.record != KOGGE_RECORD_ORDER_RULE ||
            field.unit != KOGGE_UNIT_MINOR)
            continue;
        int64_t amount;
        char *place = (char *)rule + field.offset;
        memcpy(&amount, place, sizeof amount);
        kogge_mul_div(amount, units[digits], 100, KOGGE_ROUNDING_HALF_AWAY, &amount);
        memcpy(place, &amount, sizeof amount);
    }
}

static kogge_status compile(const kogge_policy *policy, const kogge_order_rule *rules, size_t count,
                            kogge_rulebook **book, kogge_error *error)
{
    kogge_rulebook_spec spec = KOGGE_INIT(kogge_rulebook_spec);
    spec.policy = policy;
    spec.rules = (kogge_rows){ rules, count, sizeof *rules };
    return kogge_rulebook_new(&spec, book, error);
}

kogge_status terms_book(const struct terms *terms, int32_t currency, bool cliff, kogge_rulebook **book,
                        kogge_error *error)
{
    kogge_policy policy;
    kogge_policy_init(&policy, sizeof policy, terms->preset, currency);
    size_t count = terms->rule_count, room = 0;
    kogge_order_rule *rules = NULL;
    if (terms->rules) {
        rules = store_grow(NULL, &room, count, sizeof *rules);
        memcpy(rules, terms->rules, count * sizeof *rules);
        for (size_t i = 0; i < count; i++)
            scale(&rules[i], policy.currency_digits);
    } else if (cliff) { /* the preset's rules, to be changed below */
        kogge_status status = compile(&policy, NULL, 0, book, error);
        if (status != KOGGE_OK)
            return status;
        rules = terms_rules(*book, &count);
        kogge_rulebook_unref(*book);
    }
    for (size_t i = 0; i < count && cliff; i++)
        if (rules[i].below_minor && (rules[i].effect == KOGGE_FEE_FLAT || rules[i].effect == KOGGE_FEE_PERCENT))
            rules[i].cap = KOGGE_CAP_CLIFF;
    kogge_status status = compile(&policy, rules, count, book, error);
    free(rules);
    return status;
}
