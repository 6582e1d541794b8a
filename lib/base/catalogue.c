/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/catalogue.h"

#include "base/record.h"
#include "base/table.h"
#include "base/template.h"

#include <kogge/kogge.h>

#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- built-in catalogues --------------------------------------------------------------------------------------- */

enum { ENGLISH, GERMAN };

static const kogge_catalogue built_in[] = {
    [ENGLISH] = { .language = ENGLISH, .decimal = ".", .group = ",", .date = "{year}-{month}-{day}" },
    [GERMAN] = { .language = GERMAN, .decimal = ",", .group = ".", .date = "{day}.{month}.{year}" },
};

static const kogge_catalogue *built_in_of(int32_t language)
{
    switch (language) {
    case KOGGE_LANGUAGE_ENGLISH:
        return &built_in[ENGLISH];
    case KOGGE_LANGUAGE_GERMAN:
        return &built_in[GERMAN];
    default:
        return NULL;
    }
}

/* The handle is not const because those of hosts are counted; a built-in one is never written to. */
kogge_catalogue *kogge_catalogue_builtin(int32_t language)
{
    return (kogge_catalogue *)built_in_of(language);
}

const kogge_catalogue *kogge__catalogue(const kogge_catalogue *catalogue)
{
    return catalogue ? catalogue : &built_in[ENGLISH];
}

static bool is_counted(const kogge_catalogue *catalogue)
{
    return catalogue && catalogue != &built_in[ENGLISH] && catalogue != &built_in[GERMAN];
}

kogge_catalogue *kogge_catalogue_ref(kogge_catalogue *catalogue)
{
    if (is_counted(catalogue))
        atomic_fetch_add_explicit(&catalogue->references, 1, memory_order_relaxed);
    return catalogue;
}

void kogge_catalogue_unref(kogge_catalogue *catalogue)
{
    if (!is_counted(catalogue))
        return;
    if (atomic_fetch_sub_explicit(&catalogue->references, 1, memory_order_acq_rel) > 1)
        return;
    kogge_allocator allocator = catalogue->allocator; /* it lies in the block that goes */
    kogge__free(&allocator, catalogue);
}

/* ---- look-up --------------------------------------------------------------------------------------------------- */

enum { FIELD_SET = 0, ONE = 1 };

static int compare(const struct entry *a, const struct entry *b)
{
    if (a->set != b->set)
        return a->set < b->set ? -1 : 1;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return (a->outcome > b->outcome) - (a->outcome < b->outcome);
}

/* Index of the first entry that is not below the key. */
static size_t place_of(const struct entry *entries, size_t count, const struct entry *key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&entries[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool stands_at(const struct entry *entries, size_t count, size_t place, const struct entry *key)
{
    return place < count && !compare(&entries[place], key);
}

static const char *host_text(const kogge_catalogue *catalogue, int32_t set, int32_t code, int32_t outcome)
{
    const struct entry key = { .set = set, .code = code, .outcome = outcome };
    size_t place = place_of(catalogue->entries, catalogue->count, &key);
    return stands_at(catalogue->entries, catalogue->count, place, &key) ? catalogue->entries[place].text : NULL;
}

static int32_t set_number(const char *name)
{
    return kogge__code_set_named(name)->number;
}

static const char *own_template(const kogge_catalogue *catalogue, int32_t code, int32_t outcome)
{
    for (size_t i = 0; i < kogge__reason_text_count; i++) {
        const struct template_row *row = &kogge__reason_texts[i];
        if (row->code == code && row->outcome == outcome)
            return kogge__string(row->text[catalogue->language]);
    }
    return NULL;
}

static const char *any_template(const kogge_catalogue *catalogue, int32_t code)
{
    for (size_t i = 0; i < kogge__reason_text_count; i++) {
        if (kogge__reason_texts[i].code == code)
            return kogge__string(kogge__reason_texts[i].text[catalogue->language]);
    }
    return NULL;
}

/* The host's texts come first, all of them, so that a sentence stays in its language if it can. */
const char *kogge__reason_template(const kogge_catalogue *catalogue, const kogge_reason *reason, bool *fits)
{
    enum { TRIES = 3 };
    const int32_t outcomes[TRIES] = { KOGGE_TEXT_OF_RULE, reason->outcome, 0 };
    int32_t set = set_number("reason");
    const char *text = NULL;
    for (size_t i = reason->rule ? 0 : 1; i < TRIES && !text; i++)
        text = host_text(catalogue, set, reason->code, outcomes[i]);
    for (size_t i = reason->rule ? 0 : 1; i < TRIES && !text; i++)
        text = own_template(catalogue, reason->code, outcomes[i]);
    *fits = text;
    return text ? text : any_template(catalogue, reason->code);
}

const char *kogge__finding_template(const kogge_catalogue *catalogue, int32_t code)
{
    const char *text = host_text(catalogue, set_number("finding"), code, 0);
    for (size_t i = 0; i < kogge__finding_text_count && !text; i++) {
        if (kogge__finding_texts[i].code == code)
            text = kogge__string(kogge__finding_texts[i].text[catalogue->language]);
    }
    return text;
}

static bool has_templates(const struct code_set *set)
{
    return !strcmp(kogge__string(set->name), "reason") || !strcmp(kogge__string(set->name), "finding");
}

const char *kogge__code_word(const kogge_catalogue *catalogue, const struct code_set *set, int32_t code)
{
    const char *text = set && !has_templates(set) ? host_text(catalogue, set->number, code, 0) : NULL;
    const struct code_row *row = kogge__code(set, code);
    if (!text && row)
        text = kogge__string(row->text[catalogue->language] ? row->text[catalogue->language] : row->name);
    return text;
}

const char *kogge__field_word(const kogge_catalogue *catalogue, int32_t id)
{
    const char *text = host_text(catalogue, FIELD_SET, id, 0);
    const struct field_row *field = kogge__field(id);
    return text || !field ? text : kogge__string(field->text[catalogue->language]);
}

const char *kogge__day_word(const kogge_catalogue *catalogue, bool one)
{
    static const char *const day[] = { [ENGLISH] = "day", [GERMAN] = "Tag" };
    const struct code_set *units = kogge__code_set_named("unit");
    if (!one)
        return kogge__code_word(catalogue, units, KOGGE_UNIT_DAYS);
    const char *text = host_text(catalogue, units->number, KOGGE_UNIT_DAYS, ONE);
    if (!text)
        text = host_text(catalogue, units->number, KOGGE_UNIT_DAYS, 0);
    return text ? text : day[catalogue->language];
}

const char *kogge_code_text(const kogge_catalogue *catalogue, const char *set, int32_t code)
{
    catalogue = kogge__catalogue(catalogue);
    if (set && !strcmp(set, "field"))
        return kogge__field_word(catalogue, code);
    return kogge__code_word(catalogue, kogge__code_set_named(set), code);
}

/* ---- a host's catalogue: checks -------------------------------------------------------------------------------- */

static kogge_status fail(kogge_error *error, kogge_status status, const char *what)
{
    return kogge__fail(error, status, 0, -1, "catalogue: %s", what);
}

/* The record is not in the field table because it holds pointers; the rules are those of every open record. */
static kogge_status read_spec(const kogge_catalogue_spec *from, kogge_catalogue_spec *spec, kogge_error *error)
{
    uint32_t size;
    memcpy(&size, from, sizeof size);
    if (size < sizeof *spec || size > 4096 || size % 8)
        return fail(error, KOGGE_E_STRUCT_SIZE, "kogge_catalogue_spec has a wrong struct_size");
    for (size_t i = sizeof *spec; i < size; i++) {
        if (((const unsigned char *)from)[i]) {
            (void)fail(error, KOGGE_E_UNSUPPORTED, "kogge_catalogue_spec has bytes that this library does not know");
            if (error)
                error->offset = (int32_t)i;
            return KOGGE_E_UNSUPPORTED;
        }
    }
    memcpy(spec, from, sizeof *spec);
    return KOGGE_OK;
}

static bool is_longer(const char *text, size_t bytes)
{
    return text && strlen(text) >= bytes;
}

static kogge_status check_separators(const kogge_catalogue_spec *spec, kogge_error *error)
{
    if (is_longer(spec->decimal, SEPARATOR_BYTES) || is_longer(spec->group, SEPARATOR_BYTES))
        return fail(error, KOGGE_E_RANGE, "a separator has more than 7 bytes");
    if (is_longer(spec->date, DATE_BYTES))
        return fail(error, KOGGE_E_RANGE, "date has more than 63 bytes");
    if (spec->decimal && !*spec->decimal)
        return fail(error, KOGGE_E_INVALID, "decimal is empty, so 1.25 would read 125");
    if (spec->date && (!*spec->date || !kogge__template_whole(spec->date, TEMPLATE_DATE)))
        return fail(error, KOGGE_E_INVALID, "date is empty, has an open brace or an unknown placeholder");
    return KOGGE_OK;
}

static bool outcome_accepted(const struct code_set *set, const kogge_text *text)
{
    if (text->outcome == 0)
        return true;
    if (set && !strcmp(kogge__string(set->name), "unit")) /* the singular */
        return text->code == KOGGE_UNIT_DAYS && text->outcome == ONE;
    if (!set || strcmp(kogge__string(set->name), "reason") != 0)
        return false;
    return text->outcome == KOGGE_TEXT_OF_RULE || kogge__code(kogge__code_set_named("outcome"), text->outcome);
}

static bool template_accepted(const struct code_set *set, const char *text)
{
    if (!set || !has_templates(set))
        return true;
    return kogge__template_whole(text,
                                 !strcmp(kogge__string(set->name), "reason") ? TEMPLATE_REASON : TEMPLATE_FINDING);
}

static kogge_status check_text(const kogge_text *text, int64_t row, kogge_error *error)
{
    if (!text->set || !text->text)
        return kogge__fail(error, KOGGE_E_INVALID, 0, row, "text %" PRId64 ": set or text is NULL", row);
    const struct code_set *set = kogge__code_set_named(text->set);
    bool of_field = !strcmp(text->set, "field");
    if (!set && !of_field)
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, row, "text %" PRId64 ": unknown set %s", row, text->set);
    if (of_field ? !kogge__field(text->code) : !kogge__code_accepted(set, text->code))
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, row, "text %" PRId64 ": %s has no code %" PRId32, row,
                           text->set, text->code);
    if (!outcome_accepted(set, text))
        return kogge__fail(error, KOGGE_E_UNSUPPORTED, 0, row, "text %" PRId64 ": %s has no outcome %" PRId32, row,
                           text->set, text->outcome);
    if (!template_accepted(set, text->text))
        return kogge__fail(error, KOGGE_E_INVALID, 0, row,
                           "text %" PRId64 ": unknown placeholder, or a brace or bracket without its other half",
                           row);
    return KOGGE_OK;
}

/* Adds the bytes of all texts to *size; SIZE_MAX if that is too much for the machine. */
static kogge_status check_texts(const kogge_catalogue_spec *spec, size_t *size, kogge_error *error)
{
    if (!spec->texts && spec->text_count)
        return fail(error, KOGGE_E_INVALID, "texts is NULL, but text_count is not 0");
    for (size_t i = 0; i < spec->text_count; i++) {
        kogge_status status = check_text(&spec->texts[i], (int64_t)i, error);
        if (status)
            return status;
        size_t more = sizeof(struct entry) + strlen(spec->texts[i].text) + 1;
        *size = more < SIZE_MAX - *size ? *size + more : SIZE_MAX;
    }
    return KOGGE_OK;
}

/* ---- a host's catalogue: construction -------------------------------------------------------------------------- */

static struct entry entry_of(const kogge_text *text)
{
    const struct code_set *set = kogge__code_set_named(text->set);
    return (struct entry){ .set = set ? set->number : FIELD_SET, .code = text->code, .outcome = text->outcome };
}

/* Copies the texts behind the catalogue: entries, then characters. The set of possible keys is small and each may
 * come once, so sorting by insertion ends early however many entries there are. */
static kogge_status copy_texts(kogge_catalogue *catalogue, const kogge_catalogue_spec *spec, kogge_error *error)
{
    struct entry *entries = (struct entry *)(void *)(catalogue + 1);
    char *room = (char *)(entries + spec->text_count);
    for (size_t i = 0; i < spec->text_count; i++) {
        struct entry entry = entry_of(&spec->texts[i]);
        size_t place = place_of(entries, i, &entry), bytes = strlen(spec->texts[i].text) + 1;
        if (stands_at(entries, i, place, &entry))
            return kogge__fail(error, KOGGE_E_INVALID, 0, (int64_t)i, "text %zu: %s %" PRId32 " is there twice", i,
                               spec->texts[i].set, entry.code);
        memmove(&entries[place + 1], &entries[place], (i - place) * sizeof *entries);
        entry.text = memcpy(room, spec->texts[i].text, bytes);
        entries[place] = entry;
        room += bytes;
    }
    catalogue->entries = entries;
    catalogue->count = spec->text_count;
    return KOGGE_OK;
}

static void take(char *to, const char *from)
{
    if (from)
        memcpy(to, from, strlen(from) + 1);
}

static kogge_status build(const kogge_catalogue_spec *spec, const kogge_catalogue *base, size_t size,
                          kogge_catalogue **out, kogge_error *error)
{
    kogge_catalogue *catalogue = size < SIZE_MAX ? kogge__alloc(spec->allocator, size) : NULL;
    if (!catalogue)
        return fail(error, KOGGE_E_MEMORY, "no memory");
    memcpy(catalogue, base, sizeof *catalogue);
    atomic_init(&catalogue->references, 1);
    catalogue->allocator = spec->allocator ? *spec->allocator : (kogge_allocator){ NULL, NULL, NULL };
    take(catalogue->decimal, spec->decimal);
    take(catalogue->group, spec->group);
    take(catalogue->date, spec->date);
    kogge_status status = copy_texts(catalogue, spec, error);
    if (status)
        kogge__free(spec->allocator, catalogue);
    else
        *out = catalogue;
    return status;
}

kogge_status kogge_catalogue_new(const kogge_catalogue_spec *from, kogge_catalogue **catalogue, kogge_error *error)
{
    if (catalogue)
        *catalogue = NULL;
    kogge_status status = kogge__error_ready(error);
    if (status)
        return status;
    if (!from || !catalogue)
        return fail(error, KOGGE_E_INVALID, "spec or catalogue is NULL");
    kogge_catalogue_spec spec = KOGGE_INIT(kogge_catalogue_spec);
    status = read_spec(from, &spec, error);
    if (status)
        return status;
    const kogge_catalogue *base = built_in_of(spec.language ? spec.language : KOGGE_LANGUAGE_ENGLISH);
    if (!base)
        return fail(error, KOGGE_E_UNSUPPORTED, "unknown language");
    size_t size = sizeof *base;
    status = check_separators(&spec, error);
    if (!status)
        status = check_texts(&spec, &size, error);
    return status ? status : build(&spec, base, size, catalogue, error);
}
