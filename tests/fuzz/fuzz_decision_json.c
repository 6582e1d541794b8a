/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Random decision records: what is refused says where; what is read is replayed, and its inputs make a record that
 * replays as equal. */

#include "json_target.h"

#include <kogge/json.h>
#include <kogge/kogge.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { REASONS = 64 };

static kogge_rulebook *book_in(int32_t currency)
{
    kogge_policy policy;
    kogge_rulebook *book = NULL;
    const kogge_rulebook_spec spec = { .struct_size = sizeof spec, .policy = &policy };
    REQUIRE(!kogge_policy_init(&policy, sizeof policy, KOGGE_PRESET_RETREAT_2026, currency));
    REQUIRE(!kogge_rulebook_new(&spec, &book, NULL));
    return book;
}

/* The inputs of a record, decided anew: written, read and replayed, nothing differs. */
static void check_inputs(const kogge_decision *decision, const kogge_rulebook *book)
{
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_reason reason_room[REASONS];
    kogge_fees fees = { fee_room, KOGGE_FEES_MAX, 0 };
    kogge_reasons why = { .data = reason_room, .capacity = REASONS };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_decision *again = NULL;
    size_t size = 0;
    const kogge_customer *customer = kogge_decision_customer(decision);
    const kogge_order *order = kogge_decision_order(decision);
    const kogge_rows *lines = kogge_decision_lines(decision);
    if (kogge_order_assess(book, customer, order, lines, &result, &fees, &why, NULL))
        return;
    REQUIRE(!kogge_decision_write(book, customer, order, lines, &result, &fees, &why, NULL, 0, &size));
    char *text = malloc(size);
    REQUIRE(text != NULL);
    REQUIRE(!kogge_decision_write(book, customer, order, lines, &result, &fees, &why, text, size, NULL));
    if (kogge_decision_read(text, size - 1, NULL, &again, &error))
        fuzz_fail(text, 0, error.text);
    REQUIRE(!kogge_decision_replay(again, book, &difference, NULL) && !difference.what && !difference.text[0]);
    kogge_decision_unref(again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    kogge_error refused = KOGGE_INIT(kogge_error);
    kogge_decision *decision = NULL;
    kogge_status status = kogge_decision_read((const char *)data, size, NULL, &decision, &error);
    REQUIRE((status == KOGGE_OK) == (decision != NULL));
    if (status) {
        check_json_error(status, &error);
        return 0;
    }
    kogge_rulebook *book = book_in(kogge_decision_currency(decision));
    status = kogge_decision_replay(decision, book, &difference, &refused);
    REQUIRE(refused.status == status);
    REQUIRE(memchr(difference.text, 0, sizeof difference.text));
    REQUIRE(!difference.what == !difference.text[0]);
    check_inputs(decision, book);
    kogge_rulebook_unref(book);
    kogge_decision_unref(decision);
    return 0;
}
