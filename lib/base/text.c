/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Texts of reasons, findings and amounts. */

#include "base/catalogue.h"
#include "base/table.h"
#include "base/template.h"
#include "policy/rulebook.h"

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- the writer ------------------------------------------------------------------------------------------------ */

/* Writes as much as fits and counts all. */
struct writer {
    const kogge_catalogue *catalogue;
    const kogge_rulebook *book; /* NULL = amounts without a currency */
    char *buffer;
    size_t capacity, length;
};

static void put_bytes(struct writer *to, const char *text, size_t size)
{
    if (to->length < to->capacity) {
        size_t room = to->capacity - to->length;
        memcpy(to->buffer + to->length, text, size < room ? size : room);
    }
    to->length += size;
}

static void put(struct writer *to, const char *text)
{
    put_bytes(to, text, strlen(text));
}

/* Ends the text with a zero. Until here the buffer was filled to its last byte, which is the first one that does not
 * fit if the text is too long: where that continues a character of UTF-8, the whole character goes. */
static kogge_status finish(struct writer *to, size_t *size)
{
    if (size)
        *size = to->length + 1;
    if (to->capacity == 0)
        return KOGGE_OK;
    size_t end = to->length;
    if (end >= to->capacity) {
        end = to->capacity - 1;
        while (end > 0 && ((unsigned char)to->buffer[end] & 0xC0u) == 0x80u)
            end--;
    }
    to->buffer[end] = '\0';
    return to->length < to->capacity ? KOGGE_OK : KOGGE_E_BUFFER;
}

/* An error leaves an empty text rather than an old one. */
static kogge_status refuse(char *buffer, size_t capacity, kogge_status status)
{
    if (capacity > 0)
        buffer[0] = '\0';
    return status;
}

/* ---- numbers --------------------------------------------------------------------------------------------------- */

enum { MOST_DIGITS = 20 };

/* Digits of a number, with leading zeros up to the least count. */
static size_t spell(uint64_t number, size_t least, char digits[MOST_DIGITS])
{
    size_t count = 0;
    while (number > 0 || count < least) {
        count++;
        digits[MOST_DIGITS - count] = (char)('0' + number % 10);
        number /= 10;
    }
    memmove(digits, digits + MOST_DIGITS - count, count);
    return count;
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static void put_unsigned(struct writer *to, uint64_t value, size_t least)
{
    char digits[MOST_DIGITS];
    put_bytes(to, digits, spell(value, least, digits));
}

static void put_integer(struct writer *to, int64_t value)
{
    if (value < 0)
        put(to, "-");
    put_unsigned(to, magnitude(value), 1);
}

/* value / 10^decimals in groups of three; decimals 0..18. */
static void put_number(struct writer *to, int64_t value, size_t decimals)
{
    char digits[MOST_DIGITS];
    size_t count = spell(magnitude(value), decimals + 1, digits), whole = count - decimals;
    if (value < 0)
        put(to, "-");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            put(to, to->catalogue->group);
        put_bytes(to, &digits[i], 1);
    }
    if (decimals > 0) {
        put(to, to->catalogue->decimal);
        put_bytes(to, digits + whole, decimals);
    }
}

static void put_money(struct writer *to, int64_t minor, int32_t currency, int32_t digits)
{
    const char *letters = kogge_code_name("currency", currency);
    put_number(to, minor, (size_t)digits);
    if (letters) {
        put(to, " ");
        put(to, letters);
    }
}

static void put_amount(struct writer *to, int64_t minor)
{
    if (to->book)
        put_money(to, minor, to->book->policy.currency, to->book->policy.currency_digits);
    else
        put_integer(to, minor);
}

/* Without zeros at the end: 15 %, 12.5 %. */
static void put_percent(struct writer *to, int64_t bp)
{
    if (bp % 100 == 0)
        put_number(to, bp / 100, 0);
    else if (bp % 10 == 0)
        put_number(to, bp / 10, 1);
    else
        put_number(to, bp, 2);
    put(to, " %");
}

/* ---- dates and days -------------------------------------------------------------------------------------------- */

static void put_date(struct writer *to, int64_t day)
{
    int32_t part[3];
    const char *at = to->catalogue->date;
    if (day == 0 || day < INT32_MIN || day > INT32_MAX ||
        kogge_date((int32_t)day, &part[0], &part[1], &part[2]) != KOGGE_OK) {
        put_integer(to, day);
        return;
    }
    for (;;) {
        struct piece piece = kogge__next_piece(&at, TEMPLATE_DATE);
        if (piece.kind == PIECE_TEXT)
            put_bytes(to, piece.text, piece.size);
        else if (piece.kind == PIECE_DATE)
            put_unsigned(to, (uint64_t)part[piece.index], piece.index == 0 ? 4 : 2);
        else
            return;
    }
}

static void put_day_word(struct writer *to, bool one)
{
    put(to, " ");
    put(to, kogge__day_word(to->catalogue, one));
}

static void put_days(struct writer *to, int64_t days)
{
    put_number(to, days, 0);
    put_day_word(to, days == 1 || days == -1);
}

static void put_half_days(struct writer *to, int64_t halves)
{
    if (halves % 2 == 0) {
        put_days(to, halves / 2);
        return;
    }
    if (halves == -1) /* the quotient 0 has no sign */
        put(to, "-");
    put_number(to, halves / 2, 0);
    put(to, to->catalogue->decimal);
    put(to, "5");
    put_day_word(to, false);
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

enum word { WORD_NO, WORD_YES, WORD_NONE };

static void put_word(struct writer *to, enum word word)
{
    static const char *const words[][3] = { { "no", "yes", "none" }, { "nein", "ja", "keine" } };
    put(to, words[to->catalogue->language][word]);
}

static void put_code(struct writer *to, const struct code_set *set, int64_t code)
{
    const char *text = NULL;
    if (code >= INT32_MIN && code <= INT32_MAX)
        text = kogge__code_word(to->catalogue, set, (int32_t)code);
    if (text)
        put(to, text);
    else
        put_integer(to, code);
}

/* A reason about a mask carries the code that was looked up, except for flags, whose codes are bits already. */
static void put_mask(struct writer *to, const struct code_set *set, int64_t value)
{
    uint64_t bits = (uint64_t)value;
    if (!set || !set->values_are_bits)
        put_code(to, set, value);
    else if (bits == 0)
        put_word(to, WORD_NONE);
    else
        put_code(to, set, (int64_t)(bits & (0 - bits)));
}

static void put_field(struct writer *to, int64_t id)
{
    const char *text = NULL;
    if (id >= 0 && id <= INT32_MAX)
        text = kogge__field_word(to->catalogue, (int32_t)id);
    if (text)
        put(to, text);
    else
        put_integer(to, id);
}

static void put_id(struct writer *to, const struct field_row *field, int64_t value)
{
    if (field->type == KOGGE_TYPE_UINT64)
        put_unsigned(to, (uint64_t)value, 1);
    else
        put_integer(to, value);
}

/* ---- values in the unit of a field ----------------------------------------------------------------------------- */

static void put_coded(struct writer *to, const struct field_row *field, int32_t unit, int64_t value)
{
    const struct code_set *set = kogge__code_set(field->code_set);
    switch (unit) {
    case KOGGE_UNIT_SWITCH:
        put_word(to, value ? WORD_YES : WORD_NO);
        break;
    case KOGGE_UNIT_CODE:
        put_code(to, set, value);
        break;
    case KOGGE_UNIT_MASK:
        put_mask(to, set, value);
        break;
    case KOGGE_UNIT_FIELD:
        put_field(to, value);
        break;
    default: /* ids, and units of a later table */
        put_id(to, field, value);
        break;
    }
}

/* unit: the field's, or that of what was observed. */
static void put_in_unit(struct writer *to, const struct field_row *field, int32_t unit, int64_t value)
{
    switch (unit) {
    case KOGGE_UNIT_MINOR:
        put_amount(to, value);
        break;
    case KOGGE_UNIT_BP:
        put_percent(to, value);
        break;
    case KOGGE_UNIT_PPM:
        put_number(to, value, 0);
        put(to, " ppm");
        break;
    case KOGGE_UNIT_DATE:
        put_date(to, value);
        break;
    case KOGGE_UNIT_DAYS:
        put_days(to, value);
        break;
    case KOGGE_UNIT_HALF_DAYS:
        put_half_days(to, value);
        break;
    case KOGGE_UNIT_COUNT:
    case KOGGE_UNIT_QUANTITY:
    case KOGGE_UNIT_SCORE:
        put_number(to, value, 0);
        break;
    case KOGGE_UNIT_HUNDREDTHS:
        put_number(to, value, 2);
        break;
    default:
        put_coded(to, field, unit, value);
        break;
    }
}

/* ---- sentences ------------------------------------------------------------------------------------------------- */

/* What a template of a reason or a finding can speak of. */
struct facts {
    enum template_kind kind;
    int64_t value[2];
    int32_t row[2];
    int32_t field;
    bool optional;                        /* what stands in [..] is said */
    bool goes_on;                         /* the full stop at the end is left to the caller */
    const char *effect;                   /* NULL = none */
    const kogge_kam_criterion *criterion; /* NULL = none */
};

/* What is observed of a criterion has the unit of its kind. */
static int32_t unit_of(const struct facts *facts, const struct field_row *field)
{
    int32_t unit = 0;
    if (field->id == KOGGE_FIELD_KAM_VALUE_VALUE && facts->criterion)
        unit = kogge_code_unit("criterion", facts->criterion->kind);
    return unit ? unit : field->unit;
}

static void put_value(struct writer *to, const struct facts *facts, const struct piece *piece)
{
    int64_t value = facts->value[piece->index];
    const struct field_row *field = kogge__field(facts->field);
    if (piece->set)
        put_code(to, piece->set, value);
    else if (piece->money || (!field && facts->kind == TEMPLATE_FINDING))
        put_amount(to, value);
    else if (field)
        put_in_unit(to, field, unit_of(facts, field), value);
    else
        put_integer(to, value);
}

/* By its kind; a host's kind without a text, and one of an unknown book, by the id. */
static void put_criterion(struct writer *to, const struct facts *facts)
{
    const struct code_set *kinds = kogge__code_set_named("criterion");
    const char *kind = facts->criterion ? kogge__code_word(to->catalogue, kinds, facts->criterion->kind) : NULL;
    if (kind) {
        put(to, kind);
        return;
    }
    put_field(to, KOGGE_FIELD_KAM_VALUE_CRITERION);
    put(to, " ");
    put_integer(to, facts->row[0]);
}

static void put_effect(struct writer *to, const struct facts *facts, bool aside)
{
    if (!facts->effect)
        return;
    put(to, aside ? " (" : "");
    put(to, facts->effect);
    put(to, aside ? ")" : "");
}

static void put_piece(struct writer *to, const struct facts *facts, const struct piece *piece)
{
    switch (piece->kind) {
    case PIECE_TEXT:
        put_bytes(to, piece->text, piece->size);
        break;
    case PIECE_VALUE:
        put_value(to, facts, piece);
        break;
    case PIECE_ROW:
        put_integer(to, facts->row[piece->index]);
        break;
    case PIECE_TREATMENT:
        put_code(to, kogge__code_set_named("treatment"), facts->row[piece->index]);
        break;
    case PIECE_FIELD:
        put_field(to, facts->field);
        break;
    case PIECE_CRITERION:
        put_criterion(to, facts);
        break;
    case PIECE_EFFECT:
    case PIECE_EFFECT_ASIDE:
        put_effect(to, facts, piece->kind == PIECE_EFFECT_ASIDE);
        break;
    default:
        break;
    }
}

static void put_sentence(struct writer *to, const char *pattern, const struct facts *facts)
{
    bool silent = false;
    for (;;) {
        struct piece piece = kogge__next_piece(&pattern, facts->kind);
        if (piece.kind == PIECE_END || piece.kind == PIECE_BROKEN)
            return;
        if (facts->goes_on && !*pattern && piece.kind == PIECE_TEXT && piece.text[piece.size - 1] == '.')
            piece.size--;
        if (piece.kind == PIECE_OPTION)
            silent = !facts->optional;
        else if (piece.kind == PIECE_OPTION_END)
            silent = false;
        else if (!silent)
            put_piece(to, facts, &piece);
    }
}

static const char *effect_of(const kogge_catalogue *catalogue, const kogge_rulebook *book, int32_t id)
{
    const kogge_order_rule *rule = book && id ? kogge__rulebook_rule(book, id) : NULL;
    return rule ? kogge__code_word(catalogue, kogge__code_set_named("effect"), rule->effect) : NULL;
}

static const kogge_kam_criterion *criterion_of(const kogge_rulebook *book, int32_t id)
{
    for (size_t i = 0; book && id && i < book->criterion_count; i++) {
        if (book->criteria[i].id == id)
            return &book->criteria[i];
    }
    return NULL;
}

/* "at least yes" would say nothing. */
static bool has_threshold(const kogge_reason *reason, const kogge_kam_criterion *criterion)
{
    bool is_switch = reason->field == KOGGE_FIELD_KAM_VALUE_VALUE && criterion &&
                     kogge_code_unit("criterion", criterion->kind) == KOGGE_UNIT_SWITCH;
    return reason->threshold != 0 && !is_switch;
}

kogge_status kogge_explain(const kogge_catalogue *catalogue, const kogge_rulebook *book, const kogge_reason *reason,
                           char *buffer, size_t capacity, size_t *size)
{
    if (!reason || (!buffer && capacity > 0))
        return KOGGE_E_INVALID;
    bool fits;
    struct writer to = { kogge__catalogue(catalogue), book, buffer, capacity, 0 };
    const char *pattern = kogge__reason_template(to.catalogue, reason, &fits);
    if (!pattern)
        return refuse(buffer, capacity, KOGGE_E_UNSUPPORTED);
    const kogge_kam_criterion *criterion = criterion_of(book, reason->rule);
    const struct facts facts = {
        .kind = TEMPLATE_REASON,
        .value = { reason->observed, reason->threshold },
        .row = { reason->rule, 0 },
        .field = reason->field,
        .optional = has_threshold(reason, criterion),
        .goes_on = !fits,
        .effect = effect_of(to.catalogue, book, reason->rule),
        .criterion = criterion,
    };
    put_sentence(&to, pattern, &facts);
    if (!fits) {
        put(&to, " (");
        put_code(&to, kogge__code_set_named("outcome"), reason->outcome);
        put(&to, ").");
    }
    return finish(&to, size);
}

/* A finding that begins with a rule may have another one; FEES_CONTRADICT may have none at all. */
static bool has_option(const kogge_finding *finding)
{
    return finding->code == KOGGE_FINDING_FEES_CONTRADICT ? finding->row != 0 : finding->other_row != 0;
}

kogge_status kogge_explain_finding(const kogge_catalogue *catalogue, const kogge_rulebook *book,
                                   const kogge_finding *finding, char *buffer, size_t capacity, size_t *size)
{
    if (!finding || (!buffer && capacity > 0))
        return KOGGE_E_INVALID;
    struct writer to = { kogge__catalogue(catalogue), book, buffer, capacity, 0 };
    const char *pattern = kogge__finding_template(to.catalogue, finding->code);
    if (!pattern)
        return refuse(buffer, capacity, KOGGE_E_UNSUPPORTED);
    const struct facts facts = {
        .kind = TEMPLATE_FINDING,
        .value = { finding->value, finding->other_value },
        .row = { finding->row, finding->other_row },
        .field = finding->field,
        .optional = has_option(finding),
    };
    put_sentence(&to, pattern, &facts);
    return finish(&to, size);
}

kogge_status kogge_money_text(const kogge_catalogue *catalogue, int64_t minor, int32_t currency, int32_t digits,
                              char *buffer, size_t capacity, size_t *size)
{
    if (!buffer && capacity > 0)
        return KOGGE_E_INVALID;
    if (digits < 0 || digits > 18)
        return refuse(buffer, capacity, KOGGE_E_RANGE);
    struct writer to = { kogge__catalogue(catalogue), NULL, buffer, capacity, 0 };
    put_money(&to, minor, currency, digits);
    return finish(&to, size);
}

kogge_status kogge_value_text(const kogge_catalogue *catalogue, const kogge_rulebook *book, int32_t field,
                              int64_t value, char *buffer, size_t capacity, size_t *size)
{
    if (!buffer && capacity > 0)
        return KOGGE_E_INVALID;
    const struct field_row *row = kogge__field(field);
    if (!row)
        return refuse(buffer, capacity, KOGGE_E_UNSUPPORTED);
    struct writer to = { kogge__catalogue(catalogue), book, buffer, capacity, 0 };
    put_in_unit(&to, row, row->unit, value);
    return finish(&to, size);
}
