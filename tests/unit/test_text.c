/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Texts of reasons, findings and amounts in the built-in languages. */

#include "texts.h"

#include <kogge/kogge.h>

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2026-03-02 and 2026-04-01 */
enum { MARCH_2 = 20514, APRIL_1 = 20544 };

static kogge_rulebook *eur, *jpy, *kwd;
static kogge_catalogue *english, *german;

static int open_books(void **state)
{
    (void)state;
    eur = new_book(KOGGE_EUR);
    jpy = new_book(KOGGE_JPY);
    kwd = new_book(KOGGE_KWD);
    english = kogge_catalogue_builtin(KOGGE_LANGUAGE_ENGLISH);
    german = kogge_catalogue_builtin(KOGGE_LANGUAGE_GERMAN);
    return 0;
}

static int close_books(void **state)
{
    (void)state;
    kogge_rulebook_unref(eur);
    kogge_rulebook_unref(jpy);
    kogge_rulebook_unref(kwd);
    return 0;
}

/* ---- golden texts of reasons ----------------------------------------------------------------------------------- */

enum {
    YES = KOGGE_OUTCOME_MATCHED,
    NO = KOGGE_OUTCOME_NOT_MATCHED,
    UNSURE = KOGGE_OUTCOME_UNKNOWN,
    WAIVED = KOGGE_OUTCOME_WAIVED,
    APPROVED = KOGGE_OUTCOME_APPROVED,
    LATER = KOGGE_OUTCOME_SUPERSEDED,
    CAPPED = KOGGE_OUTCOME_CAPPED,
    HELD = KOGGE_OUTCOME_HELD
};

struct golden {
    kogge_reason reason; /* code, outcome, rule, field, observed, threshold */
    const char *english, *german;
};

static const struct golden base_reasons[] = {
    { { 1, UNSURE, 0, KOGGE_FIELD_CUSTOMER_DEMAND, 0, 0 },
      "Not known: total demand.",
      "Nicht bekannt: Gesamtbedarf." },
    { { 2, YES, 0, KOGGE_FIELD_CUSTOMER_MARKET_GROWTH_BP, 1000000000, 0 },
      "Beyond what can be shown: growth of the customer's market; given as 10,000,000 %.",
      "Außerhalb des Darstellbaren: Wachstum des Markts des Kunden; angegeben ist 10.000.000 %." },
    { { 3, UNSURE, 0, KOGGE_FIELD_ORDER_LINE_COUNT, 0, 0 },
      "There is no data: number of lines.",
      "Es liegen keine Daten vor: Positionszahl." },
};

static const struct golden guards[] = {
    { { 201, YES, 0, KOGGE_FIELD_ORDER_FLAGS, KOGGE_ORDER_FLAG_RETURN, 0 },
      "A return, a credit note or nothing to pay: order rules do not apply.",
      "Retoure, Gutschrift oder nichts zu zahlen: Auftragsregeln gelten nicht." },
    { { 201, NO, 0, KOGGE_FIELD_ORDER_NET, 123456, 0 },
      "The order is a sale of 1,234.56 EUR.",
      "Der Auftrag ist ein Verkauf über 1.234,56 EUR." },
    { { 202, YES, 0, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, 3, 3 },
      "The customer is no longer served.",
      "Der Kunde wird nicht mehr bedient." },
    { { 202, APPROVED, 0, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, 3, 3 },
      "The customer is no longer served; a person released this order.",
      "Der Kunde wird nicht mehr bedient; dieser Auftrag wurde von einer Person freigegeben." },
    { { 202, NO, 0, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, 1, 3 },
      "The customer is served (service state: normal).",
      "Der Kunde wird bedient (Servicestatus: normal)." },
    { { 203, YES, 0, KOGGE_FIELD_CUSTOMER_BEST_TIER_24M, KOGGE_TIER_A, 0 },
      "A customer who is or was tier A does not order under the value brand.",
      "Ein Kunde, der A-Kunde ist oder war, bestellt nicht unter der Zweitmarke." },
    { { 203, APPROVED, 0, KOGGE_FIELD_CUSTOMER_BEST_TIER_24M, KOGGE_TIER_B, 0 },
      "A customer who is or was tier B does not order under the value brand; a person released this order.",
      "Ein Kunde, der B-Kunde ist oder war, bestellt nicht unter der Zweitmarke; dieser Auftrag wurde von einer "
      "Person freigegeben." },
    { { 203, NO, 0, KOGGE_FIELD_ORDER_BRAND, KOGGE_BRAND_MAIN, KOGGE_BRAND_VALUE },
      "No redirect to the main brand (brand: main brand).",
      "Kein Verweis auf die Hauptmarke (Marke: Hauptmarke)." },
    { { 203, NO, 0, KOGGE_FIELD_CUSTOMER_BEST_TIER_24M, 0, 0 },
      "No redirect to the main brand (best tier: none).",
      "Kein Verweis auf die Hauptmarke (beste Einstufung: keine)." },
    { { 203, UNSURE, 0, KOGGE_FIELD_ORDER_BRAND, 0, KOGGE_BRAND_VALUE },
      "Whether the order belongs to the main brand is not known (missing: brand).",
      "Ob der Auftrag zur Hauptmarke gehört, ist nicht bekannt (fehlende Angabe: Marke)." },
    { { 204, YES, 0, KOGGE_FIELD_ORDER_CHANNEL, KOGGE_CHANNEL_PHONE, 0 },
      "The value brand does not take orders through this channel: phone.",
      "Die Zweitmarke nimmt auf diesem Bestellweg keine Aufträge an: Telefon." },
    { { 204, APPROVED, 0, KOGGE_FIELD_ORDER_CHANNEL, KOGGE_CHANNEL_FIELD, 0 },
      "The value brand does not take orders through this channel: field sales; a person released this order.",
      "Die Zweitmarke nimmt auf diesem Bestellweg keine Aufträge an: Außendienst; dieser Auftrag wurde von einer "
      "Person freigegeben." },
    { { 204, NO, 0, KOGGE_FIELD_ORDER_CHANNEL, KOGGE_CHANNEL_SHOP, 0 },
      "The channel needs no redirect (channel: shop).",
      "Der Bestellweg verlangt keinen Verweis (Bestellweg: Webshop)." },
    { { 204, UNSURE, 0, KOGGE_FIELD_ORDER_CHANNEL, 0, 0 },
      "Whether the value brand takes this order's channel is not known (missing: channel).",
      "Ob die Zweitmarke diesen Bestellweg annimmt, ist nicht bekannt (fehlende Angabe: Bestellweg)." },
    { { 205, YES, 0, KOGGE_FIELD_ORDER_PAYMENT, KOGGE_PAYMENT_INVOICE, 0 },
      "The value brand does not accept this payment: invoice.",
      "Die Zweitmarke akzeptiert diese Zahlungsart nicht: Rechnung." },
    { { 205, APPROVED, 0, KOGGE_FIELD_ORDER_PAYMENT, KOGGE_PAYMENT_CASH, 0 },
      "The value brand does not accept this payment: cash; a person released this order.",
      "Die Zweitmarke akzeptiert diese Zahlungsart nicht: Bargeld; dieser Auftrag wurde von einer Person "
      "freigegeben." },
    { { 205, NO, 0, KOGGE_FIELD_ORDER_PAYMENT, KOGGE_PAYMENT_PREPAID, 0 },
      "The payment is accepted (payment: prepayment).",
      "Die Zahlungsart ist zulässig (Zahlungsart: Vorkasse)." },
    { { 205, UNSURE, 0, KOGGE_FIELD_ORDER_PAYMENT, 0, 0 },
      "Whether the payment is accepted is not known (missing: payment).",
      "Ob die Zahlungsart zulässig ist, ist nicht bekannt (fehlende Angabe: Zahlungsart)." },
    { { 206, YES, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 1, 5 },
      "The lead time is too short: 1 day; the value brand needs at least 5 days.",
      "Die Lieferzeit ist zu kurz: 1 Tag; die Zweitmarke braucht mindestens 5 Tage." },
    { { 206, APPROVED, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 3, 5 },
      "The lead time is too short: 3 days; the value brand needs at least 5 days; a person released this order.",
      "Die Lieferzeit ist zu kurz: 3 Tage; die Zweitmarke braucht mindestens 5 Tage; dieser Auftrag wurde von einer "
      "Person freigegeben." },
    { { 206, NO, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 7, 5 },
      "The lead time is not too short (lead time: 7 days).",
      "Die Lieferzeit ist nicht zu kurz (Lieferzeit: 7 Tage)." },
    { { 206, UNSURE, 0, KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 0, 5 },
      "Whether the lead time is too short is not known (missing: lead time).",
      "Ob die Lieferzeit zu kurz ist, ist nicht bekannt (fehlende Angabe: Lieferzeit)." },
    { { 207, YES, 0, KOGGE_FIELD_ORDER_SERVICES, KOGGE_SERVICE_ADVICE, 0 },
      "The value brand does not offer this service: advice.",
      "Die Zweitmarke bietet diese Leistung nicht an: Beratung." },
    { { 207, APPROVED, 0, KOGGE_FIELD_ORDER_SERVICES, KOGGE_SERVICE_EXPRESS, 0 },
      "The value brand does not offer this service: express; a person released this order.",
      "Die Zweitmarke bietet diese Leistung nicht an: Express; dieser Auftrag wurde von einer Person freigegeben." },
    { { 207, NO, 0, KOGGE_FIELD_ORDER_SERVICES, 0, 0 },
      "The order asks for no service beyond its brand (service: none).",
      "Der Auftrag verlangt keine Leistung außerhalb seiner Marke (Leistung: keine)." },
    { { 207, UNSURE, 0, KOGGE_FIELD_ORDER_BRAND, 0, KOGGE_BRAND_VALUE },
      "Whether the services belong to the brand is not known (missing: brand).",
      "Ob die Leistungen zur Marke gehören, ist nicht bekannt (fehlende Angabe: Marke)." },
    { { 208, YES, 0, KOGGE_FIELD_TREATMENT_ROW_MAX_DISCOUNT_BP, 1250, 1000 },
      "The order discount of 12.5 % is above the 10 % that this customer's treatment allows.",
      "Der Auftragsrabatt von 12,5 % liegt über den 10 %, die die Behandlung dieses Kunden zulässt." },
    { { 208, APPROVED, 0, KOGGE_FIELD_POLICY_MAX_DISCOUNT_BP, 1501, 1500 },
      "The order discount of 15.01 % is above the 15 % of the treatment; a person released it.",
      "Der Auftragsrabatt von 15,01 % liegt über den 15 % der Behandlung; er wurde von einer Person freigegeben." },
    { { 208, NO, 0, KOGGE_FIELD_POLICY_MAX_DISCOUNT_BP, 800, 1500 },
      "No discount beyond the treatment (order discount: 8 %, limit 15 %).",
      "Kein Rabatt über die Behandlung hinaus (Auftragsrabatt: 8 %, Grenze 15 %)." },
    { { 208, NO, 0, KOGGE_FIELD_TREATMENT_ROW_DISCOUNT_MODE, 0, 0 },
      "No discount beyond the treatment (discount limit: unchanged).",
      "Kein Rabatt über die Behandlung hinaus (Rabattgrenze: unverändert)." },
    { { 209, YES, 0, KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL, 1, 1 },
      "This customer buys at fixed list prices; an individual quotation needs a review.",
      "Dieser Kunde kauft zu festen Listenpreisen; ein individuelles Angebot ist zu prüfen." },
    { { 209, APPROVED, 0, KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL, 1, 1 },
      "This customer buys at fixed list prices; a person released the quotation.",
      "Dieser Kunde kauft zu festen Listenpreisen; das Angebot wurde von einer Person freigegeben." },
    { { 209, NO, 0, KOGGE_FIELD_ORDER_FLAGS, 0, KOGGE_ORDER_FLAG_QUOTE },
      "No quotation against a list price (special kind of order: none).",
      "Kein Angebot gegen einen Listenpreis (besondere Auftragsart: keine)." },
    { { 209, NO, 0, KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL, 3, 1 },
      "No quotation against a list price (price model: negotiated).",
      "Kein Angebot gegen einen Listenpreis (Preismodell: verhandelt)." },
    { { 210, YES, 0, KOGGE_FIELD_ASSESSMENT_NET_BASE, 0, 0 },
      "Nothing on the order counts towards limits: value rules do not apply.",
      "Nichts am Auftrag zählt für die Grenzen: Wertregeln gelten nicht." },
    { { 210, NO, 0, KOGGE_FIELD_ASSESSMENT_NET_BASE, 4800, 0 },
      "This counts towards limits: 48.00 EUR.",
      "Für die Grenzen zählen 48,00 EUR." },
};

static const struct golden rules[] = {
    { { 210, NO, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 0, 0 },
      "Rule 1 (flat fee) does not apply: nothing on the order counts towards limits.",
      "Regel 1 (Pauschale) gilt nicht: Nichts am Auftrag zählt für die Grenzen." },
    { { 220, YES, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 4800, 4900 },
      "Rule 1 (flat fee) applies: net value 48.00 EUR, limit 49.00 EUR.",
      "Regel 1 (Pauschale) gilt: Nettowert 48,00 EUR, Grenze 49,00 EUR." },
    { { 220, YES, R_SERVICE, KOGGE_FIELD_ORDER_SPECIAL_SERVICES, 3, 0 },
      "Rule 3 (fee per special service) applies: special services 3.",
      "Regel 3 (Gebühr je Sonderleistung) gilt: Sonderleistungen 3." },
    { { 220, YES, R_SHORTFALL, KOGGE_FIELD_ORDER_LINE_MINIMUM_QUANTITY, 1250, 0 },
      "Rule 6 (fee for falling short of a minimum quantity) applies: quantity short of the minimum 1,250.",
      "Regel 6 (Mindestmengenzuschlag) gilt: Fehlmenge zur Mindestmenge 1.250." },
    { { 220, WAIVED, R_FLAT, KOGGE_FIELD_ASSESSMENT_GROSS_BASE, 4800, 4900 },
      "Rule 1 (flat fee) applies but is waived: gross value 48.00 EUR, limit 49.00 EUR.",
      "Regel 1 (Pauschale) gilt, ist aber erlassen: Bruttowert 48,00 EUR, Grenze 49,00 EUR." },
    { { 220, APPROVED, R_SHOP, KOGGE_FIELD_ASSESSMENT_WITH_FREIGHT_BASE, 2000, 2500 },
      "Rule 2 (redirect to the shop) applies but a person released it: value with freight 20.00 EUR, limit 25.00 "
      "EUR.",
      "Regel 2 (Verweis auf den Webshop) gilt, wurde aber von einer Person freigegeben: Wert mit Fracht 20,00 EUR, "
      "Grenze 25,00 EUR." },
    { { 220, LATER, R_FLAT, KOGGE_FIELD_ASSESSMENT_BEFORE_DISCOUNT_BASE, 4800, 4900 },
      "Rule 1 (flat fee) would apply, but an earlier rule of its group counts: value before discount 48.00 EUR, "
      "limit "
      "49.00 EUR.",
      "Regel 1 (Pauschale) würde gelten, aber eine frühere Regel ihrer Gruppe zählt: Wert vor Rabatt 48,00 EUR, "
      "Grenze "
      "49,00 EUR." },
    { { 220, CAPPED, R_COST, KOGGE_FIELD_ASSESSMENT_NET_BASE, 4800, 0 },
      "Rule 4 (cost-covering fee) applies and is capped: net value 48.00 EUR.",
      "Regel 4 (kostendeckender Zuschlag) gilt und ist gedeckelt: Nettowert 48,00 EUR." },
    { { 221, NO, R_FLAT, KOGGE_FIELD_ORDER_PRICED_AT, MARCH_2, APRIL_1 },
      "Rule 1 (flat fee) does not hold on 2026-03-02 (cut-off date 2026-04-01).",
      "Regel 1 (Pauschale) gilt nicht am 02.03.2026 (Stichtag 01.04.2026)." },
    { { 222, NO, R_FLAT, KOGGE_FIELD_CUSTOMER_AGREEMENT, 0, 0 },
      "Rule 1 (flat fee) is for another agreement.",
      "Regel 1 (Pauschale) gilt für eine andere Rahmenvereinbarung." },
    { { 223, NO, R_FLAT, KOGGE_FIELD_CUSTOMER_CUSTOMER_GROUP, 7, 1200 },
      "Rule 1 (flat fee) is for customer group 1200, not for 7.",
      "Regel 1 (Pauschale) gilt für die Kundengruppe 1200, nicht für 7." },
    { { 224, NO, R_FLAT, KOGGE_FIELD_ORDER_COUNTRY, 40, 276 },
      "Rule 1 (flat fee) is for deliveries to country 276, not to 40.",
      "Regel 1 (Pauschale) gilt für das Lieferland 276, nicht für 40." },
    { { 224, UNSURE, R_FLAT, KOGGE_FIELD_ORDER_COUNTRY, 0, 276 },
      "Rule 1 (flat fee) is for deliveries to country 276; the country of delivery is unknown.",
      "Regel 1 (Pauschale) gilt für das Lieferland 276; das Lieferland des Auftrags ist unbekannt." },
    { { 225, NO, R_FLAT, KOGGE_FIELD_ORDER_SALES_ORG, 2, 1 },
      "Rule 1 (flat fee) is for sales organisation 1, not for 2.",
      "Regel 1 (Pauschale) gilt für die Verkaufsorganisation 1, nicht für 2." },
    { { 225, UNSURE, R_FLAT, KOGGE_FIELD_ORDER_SALES_ORG, 0, 1 },
      "Rule 1 (flat fee) is for sales organisation 1; that of the order is unknown.",
      "Regel 1 (Pauschale) gilt für die Verkaufsorganisation 1; die des Auftrags ist unbekannt." },
    { { 226, NO, R_FLAT, KOGGE_FIELD_ASSESSMENT_TIER, KOGGE_TIER_A, 0 },
      "Rule 1 (flat fee) is not for tier A.",
      "Regel 1 (Pauschale) gilt nicht für die Einstufung A." },
    { { 227, NO, R_FLAT, KOGGE_FIELD_ORDER_CHANNEL, KOGGE_CHANNEL_PICKUP, 0 },
      "Rule 1 (flat fee) is not for the channel pick-up counter.",
      "Regel 1 (Pauschale) gilt nicht für den Bestellweg Abholtheke." },
    { { 227, UNSURE, R_FLAT, KOGGE_FIELD_ORDER_CHANNEL, 0, 0 },
      "Rule 1 (flat fee) depends on the channel, which is unknown.",
      "Regel 1 (Pauschale) hängt vom Bestellweg ab; er ist unbekannt." },
    { { 228, NO, R_FLAT, KOGGE_FIELD_ORDER_BRAND, KOGGE_BRAND_VALUE, 0 },
      "Rule 1 (flat fee) is not for the brand value brand.",
      "Regel 1 (Pauschale) gilt nicht für die Marke Zweitmarke." },
    { { 228, UNSURE, R_FLAT, KOGGE_FIELD_ORDER_BRAND, 0, 0 },
      "Rule 1 (flat fee) depends on the brand, which is unknown.",
      "Regel 1 (Pauschale) hängt von der Marke ab; sie ist unbekannt." },
    { { 229, NO, R_FLAT, KOGGE_FIELD_ORDER_ORDER_TYPE, KOGGE_ORDER_TYPE_SAMPLE, 0 },
      "Rule 1 (flat fee) is not for the order type sample.",
      "Regel 1 (Pauschale) gilt nicht für die Auftragsart Muster." },
    { { 229, NO, R_FLAT, KOGGE_FIELD_ORDER_ORDER_TYPE, 17, 0 }, /* the host's own, without a text */
      "Rule 1 (flat fee) is not for the order type 17.",
      "Regel 1 (Pauschale) gilt nicht für die Auftragsart 17." },
    { { 229, UNSURE, R_FLAT, KOGGE_FIELD_ORDER_ORDER_TYPE, 0, 0 },
      "Rule 1 (flat fee) depends on the order type, which is unknown.",
      "Regel 1 (Pauschale) hängt von der Auftragsart ab; sie ist unbekannt." },
    { { 230, NO, R_FLAT, KOGGE_FIELD_ORDER_DELIVERY_MODE, KOGGE_DELIVERY_MODE_COLLECT, 0 },
      "Rule 1 (flat fee) is not for the delivery mode collected.",
      "Regel 1 (Pauschale) gilt nicht für die Lieferart Selbstabholung." },
    { { 230, UNSURE, R_FLAT, KOGGE_FIELD_ORDER_DELIVERY_MODE, 0, 0 },
      "Rule 1 (flat fee) depends on the delivery mode, which is unknown.",
      "Regel 1 (Pauschale) hängt von der Lieferart ab; sie ist unbekannt." },
    { { 231, NO, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 6000, 4900 },
      "Rule 1 (flat fee) does not apply because the order is outside its band: net value 60.00 EUR, limit 49.00 EUR.",
      "Regel 1 (Pauschale) gilt nicht, weil der Auftrag außerhalb ihres Bandes liegt: Nettowert 60,00 EUR, Grenze "
      "49,00 EUR." },
    { { 232, NO, R_SERVICE, KOGGE_FIELD_ORDER_SPECIAL_SERVICES, 0, 0 },
      "Rule 3 (fee per special service) has no cause: special services 0.",
      "Regel 3 (Gebühr je Sonderleistung) hat keinen Anlass: Sonderleistungen 0." },
    { { 232, NO, R_EFFORT, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, 1, 2 },
      "Rule 7 (effort flat fee) has no cause: service state normal (required: effort fee).",
      "Regel 7 (Aufwandspauschale) hat keinen Anlass: Servicestatus normal (verlangt: Aufwandspauschale)." },
    { { 232, NO, R_SLICE, KOGGE_FIELD_ASSESSMENT_NET_BASE, 8000, 10000 },
      "Rule 5 (graduated fee) has no cause: net value 80.00 EUR (required: 100.00 EUR).",
      "Regel 5 (Stufenstaffel) hat keinen Anlass: Nettowert 80,00 EUR (verlangt: 100,00 EUR)." },
    { { 232, UNSURE, R_SHORTFALL, KOGGE_FIELD_ORDER_LINE_MINIMUM_QUANTITY, 0, 0 },
      "Rule 6 (fee for falling short of a minimum quantity) depends on the order lines, which were not given.",
      "Regel 6 (Mindestmengenzuschlag) hängt von den Auftragspositionen ab; sie wurden nicht übergeben." },
    { { 233, NO, R_FLAT, KOGGE_FIELD_ASSESSMENT_TREATMENT, KOGGE_TREATMENT_SMALL, 0 },
      "Rule 1 (flat fee) is not for this customer's treatment (treatment: small, other).",
      "Regel 1 (Pauschale) gilt nicht für die Behandlung dieses Kunden (Behandlung: klein, übrige)." },
    { { 233, NO, R_FLAT, KOGGE_FIELD_TREATMENT_ROW_SMALL_ORDER_FEES, KOGGE_TOGGLE_OFF, 0 },
      "Rule 1 (flat fee) is not for this customer's treatment (small-order fees: off).",
      "Regel 1 (Pauschale) gilt nicht für die Behandlung dieses Kunden (Mindermengenzuschläge: aus)." },
    { { 244, UNSURE, R_COST, KOGGE_FIELD_ORDER_CHANNEL, 0, 0 },
      "Rule 4 (cost-covering fee) depends on the handling cost, which is not known (missing: channel).",
      "Regel 4 (kostendeckender Zuschlag) hängt von den Bearbeitungskosten ab; sie sind nicht bekannt (fehlende "
      "Angabe: "
      "Bestellweg)." },
};

static const struct golden results[] = {
    { { 240, CAPPED, 0, KOGGE_FIELD_ASSESSMENT_SMALL_ORDER_FEES, 3000, 2000 },
      "Small-order fees of 30.00 EUR are cut to 20.00 EUR; the policy allows no more for this order.",
      "Mindermengenzuschläge von 30,00 EUR werden auf 20,00 EUR gekürzt; mehr lässt die Richtlinie bei diesem "
      "Auftrag "
      "nicht zu." },
    { { 240, NO, 0, KOGGE_FIELD_ASSESSMENT_SMALL_ORDER_FEES, 0, 2000 },
      "Small-order fees of 0.00 EUR are within the policy's cap of 20.00 EUR.",
      "Mindermengenzuschläge von 0,00 EUR liegen innerhalb der Obergrenze von 20,00 EUR." },
    { { 241, YES, 0, KOGGE_FIELD_CUSTOMER_FLAGS, 1, 0 },
      "The customer is a natural person: a person reviews instead of a final block.",
      "Der Kunde ist eine natürliche Person: Statt einer endgültigen Sperre prüft ein Mensch." },
    { { 241, NO, 0, KOGGE_FIELD_CUSTOMER_FLAGS, 0, 0 },
      "The customer is not marked as a natural person: the block stands.",
      "Der Kunde ist nicht als natürliche Person gekennzeichnet: Die Sperre bleibt." },
    { { 242, YES, 0, KOGGE_FIELD_ASSESSMENT_TIER_SOURCE, KOGGE_TIER_SOURCE_OVERRIDE, KOGGE_TIER_B },
      "Effective tier: B (set by a person).",
      "Wirksame Einstufung: B (von Hand gesetzt)." },
    { { 242, NO, 0, KOGGE_FIELD_ASSESSMENT_TIER_SOURCE, KOGGE_TIER_SOURCE_OWN, KOGGE_TIER_C },
      "Effective tier: C (the customer's own).",
      "Wirksame Einstufung: C (die eigene)." },
    { { 243, HELD, 0, KOGGE_FIELD_ASSESSMENT_CHARGED, 700, 500 },
      "The change does not alter the fees: 5.00 EUR were charged, 7.00 EUR would be due now.",
      "Die Änderung lässt die Gebühren unverändert: 5,00 EUR wurden berechnet, 7,00 EUR wären jetzt fällig." },
    { { 243, NO, 0, KOGGE_FIELD_ASSESSMENT_CHARGED, 700, 0 },
      "The fees follow the change: 0.00 EUR were charged, 7.00 EUR are due now.",
      "Die Gebühren folgen der Änderung: 0,00 EUR wurden berechnet, 7,00 EUR sind jetzt fällig." },
    { { 244, UNSURE, 0, KOGGE_FIELD_ORDER_LINE_COUNT, 0, 0 },
      "The handling cost is not known (missing: number of lines).",
      "Die Bearbeitungskosten sind nicht bekannt (fehlende Angabe: Positionszahl)." },
};

static void check_golden(const struct golden *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(said(NULL, eur, rows[i].reason), rows[i].english);
        assert_string_equal(said(english, eur, rows[i].reason), rows[i].english);
        assert_string_equal(said(german, eur, rows[i].reason), rows[i].german);
    }
}

#define CHECK(rows) check_golden(rows, sizeof(rows) / sizeof(rows)[0])

static void test_golden_reasons(void **state)
{
    (void)state;
    CHECK(base_reasons);
    CHECK(guards);
    CHECK(rules);
    CHECK(results);
}

static void test_currencies(void **state)
{
    (void)state;
    kogge_reason rule = { 220, YES, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 1234567, 4900 };
    assert_string_equal(said(english, jpy, rule),
                        "Rule 1 (flat fee) applies: net value 1,234,567 JPY, limit 4,900 JPY.");
    assert_string_equal(said(german, jpy, rule),
                        "Regel 1 (Pauschale) gilt: Nettowert 1.234.567 JPY, Grenze 4.900 JPY.");
    assert_string_equal(said(english, eur, rule),
                        "Rule 1 (flat fee) applies: net value 12,345.67 EUR, limit 49.00 EUR.");
    assert_string_equal(said(german, kwd, rule),
                        "Regel 1 (Pauschale) gilt: Nettowert 1.234,567 KWD, Grenze 4,900 KWD.");
    kogge_reason sale = { 201, NO, 0, KOGGE_FIELD_ORDER_NET, 5, 0 };
    assert_string_equal(said(english, kwd, sale), "The order is a sale of 0.005 KWD.");
    assert_string_equal(said(german, jpy, sale), "Der Auftrag ist ein Verkauf über 5 JPY.");
}

static void test_without_book(void **state)
{
    (void)state;
    kogge_reason rule = { 220, YES, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 1234567, -4900 };
    assert_string_equal(said(english, NULL, rule), "Rule 1 applies: net value 1234567, limit -4900.");
    assert_string_equal(said(german, NULL, rule), "Regel 1 gilt: Nettowert 1234567, Grenze -4900.");
    rule.rule = 99; /* a book without that rule */
    assert_string_equal(said(german, eur, rule), "Regel 99 gilt: Nettowert 12.345,67 EUR, Grenze -49,00 EUR.");
}

static void test_outcome_without_text(void **state)
{
    (void)state;
    kogge_reason stopped = { 202, UNSURE, 0, KOGGE_FIELD_CUSTOMER_SERVICE_STATE, 0, 0 };
    assert_string_equal(said(english, eur, stopped), "The customer is no longer served (unknown).");
    assert_string_equal(said(german, eur, stopped), "Der Kunde wird nicht mehr bedient (unbekannt).");
    kogge_reason rule = { 220, HELD, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 4800, 4900 };
    assert_string_equal(said(german, eur, rule),
                        "Regel 1 (Pauschale) gilt: Nettowert 48,00 EUR, Grenze 49,00 EUR (beibehalten).");
    stopped.outcome = 99;
    assert_string_equal(said(english, eur, stopped), "The customer is no longer served (99).");
}

/* ---- completeness ---------------------------------------------------------------------------------------------- */

static void assert_sentence(const char *text, int32_t code, int32_t outcome)
{
    size_t length = strlen(text);
    if (strpbrk(text, "{}[]") || strstr(text, "  ") || strstr(text, "()") || strstr(text, " .") ||
        strstr(text, " ,") || length < 5 || text[length - 1] != '.')
        fail_msg("reason %d, outcome %d: \"%s\"", (int)code, (int)outcome, text);
}

static void check_all_outcomes(int32_t code, int32_t field)
{
    kogge_catalogue *const languages[] = { english, german };
    for (int32_t outcome = YES; outcome <= HELD; outcome++) {
        for (int i = 0; i < 16; i++) {
            kogge_reason reason = { code, outcome, i & 1 ? R_FLAT : 0, field, 4800, i & 2 ? 4900 : 0 };
            assert_sentence(said(languages[i >> 2 & 1], i & 8 ? eur : NULL, reason), code, outcome);
        }
    }
}

static void test_every_reason_and_outcome(void **state)
{
    (void)state;
    static const int32_t fields[] = { KOGGE_FIELD_ASSESSMENT_NET_BASE,  KOGGE_FIELD_ORDER_PRICED_AT,
                                      KOGGE_FIELD_ORDER_CHANNEL,        KOGGE_FIELD_ORDER_FLAGS,
                                      KOGGE_FIELD_ORDER_LEAD_TIME_DAYS, 0 };
    int32_t code = INT32_MIN, count = 0;
    while (kogge_code_next("reason", &code) == KOGGE_OK) {
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
            check_all_outcomes(code, fields[i]);
        count++;
    }
    assert_true(count >= 32);
}

static void test_every_field_has_words(void **state)
{
    (void)state;
    for (int32_t id = kogge_field_next(0); id; id = kogge_field_next(id)) {
        const char *words[] = { kogge_code_text(english, "field", id), kogge_code_text(german, "field", id) };
        bool named = (id & 0xff) > 2 && (id >> 8 == KOGGE_RECORD_ORDER || id >> 8 == KOGGE_RECORD_CUSTOMER);
        for (int i = 0; i < 2; i++) {
            assert_true(words[i] && *words[i]);
            assert_false(named && strchr(words[i], '_')); /* the name of the field instead of a text */
        }
    }
}

/* ---- findings -------------------------------------------------------------------------------------------------- */

static const char *found(const kogge_catalogue *catalogue, const kogge_rulebook *book, kogge_finding finding)
{
    static char buffers[2][ROOM];
    static unsigned turn;
    char *buffer = buffers[turn++ % 2];
    size_t size = 0;
    assert_int_equal(kogge_explain_finding(catalogue, book, &finding, buffer, ROOM, &size), KOGGE_OK);
    assert_int_equal(strlen(buffer) + 1, size);
    return buffer;
}

struct golden_finding {
    kogge_finding finding;
    const char *english, *german;
};

static const struct golden_finding findings[] = {
    { { .code = 1, .row = 1, .other_row = 2, .value = 4900, .other_value = 6000 },
      "Rules 1 and 2 leave a gap: from 49.00 EUR up to 60.00 EUR neither of them holds.",
      "Zwischen Regel 1 und Regel 2 ist eine Lücke: Von 49,00 EUR bis unter 60,00 EUR gilt keine von beiden." },
    { { .code = 2, .row = 1, .other_row = 2, .value = 123400 },
      "The bands of rules 1 and 2 overlap from 1,234.00 EUR on; only the id decides which one counts.",
      "Die Bänder der Regeln 1 und 2 überlappen sich ab 1.234,00 EUR; nur die Kennung entscheidet, welche zählt." },
    { { .code = 3, .row = 4, .other_row = 2 },
      "Rule 4 can never match: rule 2 always comes first.",
      "Regel 4 kann nie gelten: Regel 2 kommt immer zuerst." },
    { { .code = 3, .row = 4 }, "Rule 4 can never match.", "Regel 4 kann nie gelten." },
    { { .code = 4, .row = 1, .value = 4900, .other_value = 500 },
      "When the order reaches 49.00 EUR, goods and fees together become cheaper by 5.00 EUR (rule 1).",
      "Erreicht der Auftrag 49,00 EUR, werden Ware und Gebühren zusammen um 5,00 EUR billiger (Regel 1)." },
    { { .code = 5, .row = 1, .other_row = 2, .value = 4900, .other_value = 50 },
      "When the order reaches 49.00 EUR, the fee rises by 0.50 EUR, from rule 1 to rule 2.",
      "Erreicht der Auftrag 49,00 EUR, steigt die Gebühr um 0,50 EUR, von Regel 1 zu Regel 2." },
    { { .code = 6, .row = 1, .field = KOGGE_FIELD_ORDER_RULE_BELOW, .value = 49 },
      "Suspiciously small for a currency without decimals: limit of a rule 0.49 EUR.",
      "Verdächtig klein für eine Währung ohne Nachkommastellen: Grenze einer Regel 0,49 EUR." },
    { { .code = 10, .row = KOGGE_TREATMENT_SMALL, .field = KOGGE_FIELD_TREATMENT_ROW_PRICE_MODEL, .value = 3 },
      "Retreat, but the treatment column “small, other” has the price model “negotiated”.",
      "Rückzug, aber die Behandlungsspalte „klein, übrige“ hat das Preismodell „verhandelt“." },
    { { .code = 11, .row = KOGGE_TREATMENT_D, .field = KOGGE_FIELD_TREATMENT_ROW_CONTACT_MODE, .value = 3 },
      "Retreat, but the treatment column “D” grants personal contact (contacts: by budget).",
      "Rückzug, aber die Behandlungsspalte „D“ gewährt persönlichen Kontakt (Kontakte: nach Budget)." },
    { { .code = 12 },
      "Retreat, but no rule with a band covers tier C or D.",
      "Rückzug, aber keine Regel mit einem Band gilt für C oder D." },
    { { .code = 13, .row = KOGGE_TREATMENT_DEVELOPABLE },
      "Retreat, but the treatment column “small, developable” offers more than the standard range.",
      "Rückzug, aber die Behandlungsspalte „klein, entwickelbar“ bietet mehr als das Standardsortiment." },
    { { .code = 14, .field = KOGGE_FIELD_SALES_POLICY_BUDGET_SHARE_BP },
      "Forward, but small customers get no contact budget (share of contacts).",
      "Vorwärts, aber Kleinkunden bekommen kein Kontaktbudget (Anteil der Kontakte)." },
    { { .code = 14, .field = KOGGE_FIELD_TREATMENT_ROW_CONTACT_MODE },
      "Forward, but small customers get no contact budget (contacts).",
      "Vorwärts, aber Kleinkunden bekommen kein Kontaktbudget (Kontakte)." },
    { { .code = 15, .row = KOGGE_TREATMENT_SMALL },
      "The treatment column “small, other” offers starter packages at a fixed list price.",
      "Die Behandlungsspalte „klein, übrige“ bietet Starter-Pakete zum festen Listenpreis." },
    { { .code = 16 }, "Customers are tiered by revenue alone.", "Kunden werden allein nach Umsatz eingestuft." },
    { { .code = 17 },
      "Developable and other small customers are treated alike.",
      "Entwickelbare und übrige Kleinkunden werden gleich behandelt." },
    { { .code = 18, .row = KOGGE_TREATMENT_D },
      "The treatment column “D” offers services, and no rule charges tiers C and D for them.",
      "Die Behandlungsspalte „D“ bietet Leistungen, und keine Regel berechnet sie C- und D-Kunden." },
    { { .code = 19,
        .row = KOGGE_TREATMENT_SMALL,
        .other_row = KOGGE_TREATMENT_DEVELOPABLE,
        .field = KOGGE_FIELD_TREATMENT_ROW_SERVICES,
        .value = KOGGE_SERVICE_TRAINING },
      "The treatment column “small, other” offers the service “training”, which the better column “small, "
      "developable” "
      "does not.",
      "Die Behandlungsspalte „klein, übrige“ bietet die Leistung „Schulung“, die bessere Spalte „klein, "
      "entwickelbar“ "
      "dagegen nicht." },
    { { .code = 20, .row = 3 },
      "Small-order fees and treatment contradict each other (rule 3).",
      "Mindermengenzuschläge und Behandlung widersprechen sich (Regel 3)." },
    { { .code = 20, .other_row = 3 },
      "Small-order fees and treatment contradict each other.",
      "Mindermengenzuschläge und Behandlung widersprechen sich." },
    { { .code = 21, .row = KOGGE_TREATMENT_D },
      "The treatment column “D” charges an effort fee, but there is no rule for it.",
      "Die Behandlungsspalte „D“ berechnet eine Aufwandspauschale, aber es gibt keine Regel dafür." },
};

static void test_golden_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof findings / sizeof findings[0]; i++) {
        assert_string_equal(found(NULL, eur, findings[i].finding), findings[i].english);
        assert_string_equal(found(german, eur, findings[i].finding), findings[i].german);
    }
    kogge_finding small = { .code = 6, .field = KOGGE_FIELD_POLICY_TARGET_ORDER, .value = 49 };
    assert_string_equal(found(german, jpy, small),
                        "Verdächtig klein für eine Währung ohne Nachkommastellen: Zielauftragswert 49 JPY.");
    kogge_finding gap = { .code = 1, .row = 1, .other_row = 2, .value = 4900, .other_value = 6000 };
    assert_string_equal(found(english, NULL, gap),
                        "Rules 1 and 2 leave a gap: from 4900 up to 6000 neither of them holds.");
}

static void test_every_finding(void **state)
{
    (void)state;
    int32_t code = INT32_MIN;
    while (kogge_code_next("finding", &code) == KOGGE_OK) {
        for (int i = 0; i < 8; i++) {
            kogge_finding finding = { .code = code, .row = i & 1 ? 3 : 0, .other_row = i & 2 ? 4 : 0, .value = 1 };
            assert_sentence(found(i & 4 ? english : german, eur, finding), code, 0);
        }
    }
}

/* ---- amounts --------------------------------------------------------------------------------------------------- */

static const char *money(const kogge_catalogue *catalogue, int64_t minor, int32_t currency, int32_t digits)
{
    static char buffers[2][ROOM];
    static unsigned turn;
    char *buffer = buffers[turn++ % 2];
    size_t size = 0;
    assert_int_equal(kogge_money_text(catalogue, minor, currency, digits, buffer, ROOM, &size), KOGGE_OK);
    assert_int_equal(strlen(buffer) + 1, size);
    return buffer;
}

static void test_money(void **state)
{
    (void)state;
    assert_string_equal(money(NULL, 123456, KOGGE_EUR, 2), "1,234.56 EUR");
    assert_string_equal(money(german, 123456, KOGGE_EUR, 2), "1.234,56 EUR");
    assert_string_equal(money(german, -123456, KOGGE_EUR, 2), "-1.234,56 EUR");
    assert_string_equal(money(english, 0, KOGGE_EUR, 2), "0.00 EUR");
    assert_string_equal(money(english, 7, KOGGE_EUR, 2), "0.07 EUR");
    assert_string_equal(money(english, -7, KOGGE_EUR, 2), "-0.07 EUR");
    assert_string_equal(money(english, 99999, KOGGE_EUR, 2), "999.99 EUR");
    assert_string_equal(money(english, 100000, KOGGE_EUR, 2), "1,000.00 EUR");
    assert_string_equal(money(english, 1234567, KOGGE_JPY, 0), "1,234,567 JPY");
    assert_string_equal(money(english, 1234567, KOGGE_KWD, 3), "1,234.567 KWD");
    assert_string_equal(money(german, 1234567, KOGGE_CLF, 4), "123,4567 CLF");
    assert_string_equal(money(english, 100, 0, 2), "1.00");
    assert_string_equal(money(english, 100, 12345, 2), "1.00"); /* a number without letters */
    assert_string_equal(money(english, 1, 0, 18), "0.000000000000000001");
}

static void test_money_extremes(void **state)
{
    (void)state;
    assert_string_equal(money(english, INT64_MIN, KOGGE_EUR, 0), "-9,223,372,036,854,775,808 EUR");
    assert_string_equal(money(german, INT64_MIN, KOGGE_EUR, 2), "-92.233.720.368.547.758,08 EUR");
    assert_string_equal(money(english, INT64_MIN, 0, 18), "-9.223372036854775808");
    assert_string_equal(money(english, INT64_MAX, 0, 18), "9.223372036854775807");
    assert_string_equal(money(english, INT64_MAX, KOGGE_JPY, 0), "9,223,372,036,854,775,807 JPY");
    char buffer[8] = "old";
    size_t size = 77;
    assert_int_equal(kogge_money_text(NULL, 1, 0, 19, buffer, sizeof buffer, &size), KOGGE_E_RANGE);
    assert_int_equal(kogge_money_text(NULL, 1, 0, -1, buffer, sizeof buffer, &size), KOGGE_E_RANGE);
    assert_string_equal(buffer, "");
    assert_int_equal(size, 77);
    assert_int_equal(kogge_money_text(NULL, 1, 0, 2, NULL, 1, &size), KOGGE_E_INVALID);
    assert_int_equal(kogge_money_text(NULL, 1, 0, 2, NULL, 0, NULL), KOGGE_OK);
}

static void test_extreme_values(void **state)
{
    (void)state;
    kogge_reason sale = { 201, NO, 0, KOGGE_FIELD_ORDER_NET, INT64_MIN, 0 };
    assert_string_equal(said(english, eur, sale), "The order is a sale of -92,233,720,368,547,758.08 EUR.");
    assert_string_equal(said(english, NULL, sale), "The order is a sale of -9223372036854775808.");
    sale.field = KOGGE_FIELD_ORDER_CHANNEL; /* beyond any code */
    assert_string_equal(said(english, eur, sale), "The order is a sale of -9223372036854775808.");
    sale.field = KOGGE_FIELD_ORDER_PRICED_AT;
    assert_string_equal(said(german, eur, sale), "Der Auftrag ist ein Verkauf über -9223372036854775808.");
    sale.field = KOGGE_FIELD_ORDER_FLAGS;
    assert_string_equal(said(german, eur, sale), "Der Auftrag ist ein Verkauf über -9223372036854775808.");
    sale.field = INT32_MIN;
    assert_string_equal(said(german, eur, sale), "Der Auftrag ist ein Verkauf über -9223372036854775808.");
    kogge_reason extreme = { 220, YES, INT32_MIN, INT32_MAX, 1, INT64_MAX };
    assert_string_equal(said(english, eur, extreme),
                        "Rule -2147483648 applies: 2147483647 1, limit 9223372036854775807.");
}

/* ---- buffers --------------------------------------------------------------------------------------------------- */

static bool is_utf8_start(char byte)
{
    return ((unsigned char)byte & 0xC0u) != 0x80u;
}

/* Every capacity: nothing behind it is touched, the text is cut at a character, the size is that of the whole text.
 */
static void check_capacities(const char *whole, const kogge_catalogue *catalogue, const kogge_reason *reason)
{
    char buffer[ROOM];
    size_t full = strlen(whole) + 1, size;
    for (size_t capacity = 0; capacity <= full + 3; capacity++) {
        memset(buffer, '#', sizeof buffer);
        size = 0;
        kogge_status status = kogge_explain(catalogue, eur, reason, buffer, capacity, &size);
        assert_int_equal(status, capacity == 0 || capacity >= full ? KOGGE_OK : KOGGE_E_BUFFER);
        assert_int_equal(size, full);
        assert_int_equal(buffer[capacity], '#');
        if (capacity == 0)
            continue;
        size_t length = strlen(buffer);
        assert_true(length < capacity);
        assert_memory_equal(buffer, whole, length);
        assert_true(is_utf8_start(whole[length]));
        if (capacity < full)
            assert_true(capacity - 1 - length < 4); /* no more is cut than one character */
    }
}

static void test_buffers(void **state)
{
    (void)state;
    kogge_reason reason = { 220, LATER, R_SERVICE, KOGGE_FIELD_ASSESSMENT_SMALL_ORDER_FEES, 123456, 4900 };
    const char *whole = said(german, eur, reason);
    assert_non_null(strstr(whole, "würde"));
    check_capacities(whole, german, &reason);
    check_capacities(said(english, eur, reason), english, &reason);
    assert_int_equal(kogge_explain(NULL, NULL, &reason, NULL, 0, NULL), KOGGE_OK);
}

static void test_cut_in_a_character(void **state)
{
    (void)state;
    kogge_reason sale = { 201, NO, 0, KOGGE_FIELD_ORDER_NET, 100, 0 };
    char buffer[64];
    size_t before = strlen("Der Auftrag ist ein Verkauf "); /* then comes a character of two bytes */
    assert_int_equal(kogge_explain(german, eur, &sale, buffer, before + 2, NULL), KOGGE_E_BUFFER);
    assert_string_equal(buffer, "Der Auftrag ist ein Verkauf ");
    assert_int_equal(kogge_explain(german, eur, &sale, buffer, before + 3, NULL), KOGGE_E_BUFFER);
    assert_string_equal(buffer, "Der Auftrag ist ein Verkauf ü");
}

static void test_bad_arguments(void **state)
{
    (void)state;
    char buffer[16] = "old";
    size_t size = 77;
    kogge_reason reason = { 220, YES, R_FLAT, 0, 0, 0 };
    kogge_finding finding = { .code = 12 };
    assert_int_equal(kogge_explain(NULL, NULL, NULL, buffer, sizeof buffer, &size), KOGGE_E_INVALID);
    assert_int_equal(kogge_explain(NULL, NULL, &reason, NULL, 5, &size), KOGGE_E_INVALID);
    assert_int_equal(kogge_explain_finding(NULL, NULL, NULL, buffer, sizeof buffer, &size), KOGGE_E_INVALID);
    assert_int_equal(kogge_explain_finding(NULL, NULL, &finding, NULL, 5, &size), KOGGE_E_INVALID);
    assert_string_equal(buffer, "old");
    reason.code = 219;
    finding.code = 7;
    assert_int_equal(kogge_explain(NULL, NULL, &reason, buffer, sizeof buffer, &size), KOGGE_E_UNSUPPORTED);
    assert_string_equal(buffer, "");
    assert_int_equal(kogge_explain(NULL, NULL, &reason, NULL, 0, &size), KOGGE_E_UNSUPPORTED);
    assert_int_equal(kogge_explain_finding(NULL, NULL, &finding, buffer, sizeof buffer, &size), KOGGE_E_UNSUPPORTED);
    assert_int_equal(size, 77);
}

/* ---- the C locale ---------------------------------------------------------------------------------------------- */

/* Whatever locale the process has: the texts stay. The build makes a German one if it can; a machine may have none
 * of these; then it counts that both
 * languages come out right under one and the same locale, so that at least one of them cannot have its separators
 * from there. */
static void test_locale_changes_nothing(void **state)
{
    (void)state;
    static const char *const locales[] = {
        "de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "en_US.UTF-8", "hi_IN.UTF-8", "", "C"
    };
    kogge_reason rule = { 220, YES, R_FLAT, KOGGE_FIELD_ASSESSMENT_NET_BASE, 123456789, 4900 };
    if (getenv("LOCPATH")) { /* the build made a locale: it must not be missing */
        assert_non_null(setlocale(LC_ALL, "de_DE.UTF-8"));
        assert_string_equal(localeconv()->decimal_point, ",");
    }
    for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
        const char *set = setlocale(LC_ALL, locales[i]);
        if (set)
            print_message("locale %s\n", set);
        assert_string_equal(said(english, eur, rule),
                            "Rule 1 (flat fee) applies: net value 1,234,567.89 EUR, limit 49.00 EUR.");
        assert_string_equal(said(german, eur, rule),
                            "Regel 1 (Pauschale) gilt: Nettowert 1.234.567,89 EUR, Grenze 49,00 EUR.");
    }
    (void)setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden_reasons),
        cmocka_unit_test(test_currencies),
        cmocka_unit_test(test_without_book),
        cmocka_unit_test(test_outcome_without_text),
        cmocka_unit_test(test_every_reason_and_outcome),
        cmocka_unit_test(test_every_field_has_words),
        cmocka_unit_test(test_golden_findings),
        cmocka_unit_test(test_every_finding),
        cmocka_unit_test(test_money),
        cmocka_unit_test(test_money_extremes),
        cmocka_unit_test(test_extreme_values),
        cmocka_unit_test(test_buffers),
        cmocka_unit_test(test_cut_in_a_character),
        cmocka_unit_test(test_bad_arguments),
        cmocka_unit_test(test_locale_changes_nothing),
    };
    return cmocka_run_group_tests(tests, open_books, close_books);
}
