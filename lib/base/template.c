/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "base/template.h"

#include "base/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char effect_aside[] = " ({effect})";

static const struct {
    const char *name;
    unsigned in; /* enum template_kind */
    enum piece_kind kind;
    int index;
} placeholders[] = {
    { "observed", TEMPLATE_REASON, PIECE_VALUE, 0 },
    { "threshold", TEMPLATE_REASON, PIECE_VALUE, 1 },
    { "rule", TEMPLATE_REASON, PIECE_ROW, 0 },
    { "criterion", TEMPLATE_REASON, PIECE_CRITERION, 0 },
    { "effect", TEMPLATE_REASON, PIECE_EFFECT, 0 },
    { "field", TEMPLATE_REASON | TEMPLATE_FINDING, PIECE_FIELD, 0 },
    { "value", TEMPLATE_FINDING, PIECE_VALUE, 0 },
    { "other_value", TEMPLATE_FINDING, PIECE_VALUE, 1 },
    { "row", TEMPLATE_FINDING, PIECE_ROW, 0 },
    { "other_row", TEMPLATE_FINDING, PIECE_ROW, 1 },
    { "treatment", TEMPLATE_FINDING, PIECE_TREATMENT, 0 },
    { "other_treatment", TEMPLATE_FINDING, PIECE_TREATMENT, 1 },
    { "year", TEMPLATE_DATE, PIECE_DATE, 0 },
    { "month", TEMPLATE_DATE, PIECE_DATE, 1 },
    { "day", TEMPLATE_DATE, PIECE_DATE, 2 },
};

static bool same(const char *name, const char *text, size_t size)
{
    return strlen(name) == size && !memcmp(name, text, size);
}

static bool begins_aside(const char *text, enum template_kind kind)
{
    return kind == TEMPLATE_REASON && !strncmp(text, effect_aside, strlen(effect_aside));
}

/* Brackets mean nothing in a date. */
static bool is_plain(const char *text, enum template_kind kind)
{
    const char *special = kind == TEMPLATE_DATE ? "{}" : "{}[]";
    return *text && !strchr(special, *text) && !begins_aside(text, kind);
}

/* What stands behind the colon: minor, or a code set. */
static bool read_suffix(struct piece *piece, const char *text, size_t size)
{
    piece->money = same("minor", text, size);
    for (size_t i = 0; i < kogge__code_set_count && !piece->set; i++) {
        if (same(kogge__string(kogge__code_sets[i].name), text, size))
            piece->set = &kogge__code_sets[i];
    }
    return piece->kind == PIECE_VALUE && (piece->money || piece->set);
}

/* *at stands behind the opening brace. */
static struct piece read_placeholder(const char **at, enum template_kind kind)
{
    const struct piece broken = { .kind = PIECE_BROKEN };
    size_t size = strcspn(*at, "{}"), name = strcspn(*at, ":{}");
    const char *text = *at;
    if (text[size] != '}')
        return broken;
    *at += size + 1;
    for (size_t i = 0; i < sizeof placeholders / sizeof placeholders[0]; i++) {
        if (!(placeholders[i].in & (unsigned)kind) || !same(placeholders[i].name, text, name))
            continue;
        struct piece piece = { .kind = placeholders[i].kind, .index = placeholders[i].index };
        return name == size || read_suffix(&piece, text + name + 1, size - name - 1) ? piece : broken;
    }
    return broken;
}

struct piece kogge__next_piece(const char **at, enum template_kind kind)
{
    const char *text = *at;
    if (!*text)
        return (struct piece){ .kind = PIECE_END };
    if (begins_aside(text, kind)) {
        *at += strlen(effect_aside);
        return (struct piece){ .kind = PIECE_EFFECT_ASIDE };
    }
    while (is_plain(*at, kind))
        ++*at;
    if (*at > text)
        return (struct piece){ .kind = PIECE_TEXT, .text = text, .size = (size_t)(*at - text) };
    ++*at;
    switch (*text) {
    case '{':
        return read_placeholder(at, kind);
    case '[':
        return (struct piece){ .kind = PIECE_OPTION };
    case ']':
        return (struct piece){ .kind = PIECE_OPTION_END };
    default:
        return (struct piece){ .kind = PIECE_BROKEN };
    }
}

bool kogge__template_whole(const char *text, enum template_kind kind)
{
    bool optional = false;
    for (;;) {
        switch (kogge__next_piece(&text, kind).kind) {
        case PIECE_END:
            return !optional;
        case PIECE_BROKEN:
            return false;
        case PIECE_OPTION:
            if (optional)
                return false;
            optional = true;
            break;
        case PIECE_OPTION_END:
            if (!optional)
                return false;
            optional = false;
            break;
        default:
            break;
        }
    }
}
