/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "json/reader.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- saying what is wrong -------------------------------------------------------------------------------------- */

kogge_status kogge__json_ready(const kogge_json_error *error)
{
    return error && error->struct_size != sizeof *error ? KOGGE_E_STRUCT_SIZE : KOGGE_OK;
}

/* Cuts a text that vsnprintf has cut, at the beginning of a character of UTF-8. */
static void cut_at_character(char *text, size_t capacity)
{
    size_t end = strlen(text), start = end;
    if (end + 1 < capacity)
        return;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0u) == 0x80u)
        start--;
    if (start > 0 && ((unsigned char)text[start - 1] & 0x80u))
        text[start - 1] = '\0';
}

static size_t append(char *text, size_t length, size_t capacity, char letter)
{
    if (length + 1 < capacity)
        text[length++] = letter;
    text[length] = '\0';
    return length;
}

/* RFC 6901: "~" and "/" of a key are written "~0" and "~1". */
static size_t append_key(char *text, size_t length, size_t capacity, const char *key)
{
    for (; *key; key++) {
        if (*key == '~' || *key == '/') {
            length = append(text, length, capacity, '~');
            length = append(text, length, capacity, *key == '~' ? '0' : '1');
        } else {
            length = append(text, length, capacity, *key);
        }
    }
    return length;
}

static void write_pointer(char *text, size_t capacity, const struct path *path)
{
    enum { DEEPEST = 8 }; /* the formats need 4: /order_rules/0/below/EUR */
    const struct path *steps[DEEPEST];
    size_t depth = 0, length = 0;
    char number[24];
    for (; path && depth < DEEPEST; path = path->up)
        steps[depth++] = path;
    text[0] = '\0';
    while (depth > 0) {
        const struct path *step = steps[--depth];
        (void)snprintf(number, sizeof number, "%zu", step->index);
        length = append(text, length, capacity, '/');
        length = append_key(text, length, capacity, step->key ? step->key : number);
    }
    cut_at_character(text, capacity);
}

kogge_status kogge__json_fail(const struct reader *reader, const struct path *path, kogge_status status,
                              const char *format, ...)
{
    kogge_json_error *error = reader->error;
    if (!error)
        return status;
    *error = (kogge_json_error){ .struct_size = sizeof *error,
                                 .status = status,
                                 .offset = -1,
                                 .row = reader->row,
                                 .field = reader->field,
                                 .rule = reader->rule };
    write_pointer(error->pointer, sizeof error->pointer, path);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    cut_at_character(error->text, sizeof error->text);
    return status;
}

/* Stops jansson when there is no more room. */
static int show_bytes(const char *bytes, size_t size, void *context)
{
    struct shown *shown = context;
    size_t length = strlen(shown->text), room = sizeof shown->text - 1 - length;
    memcpy(shown->text + length, bytes, size < room ? size : room);
    return size < room ? 0 : -1;
}

struct shown kogge__json_shown(const json_t *value)
{
    struct shown shown = { { 0 } };
    (void)json_dump_callback(value, show_bytes, &shown, JSON_ENCODE_ANY | JSON_COMPACT);
    cut_at_character(shown.text, sizeof shown.text);
    if (strlen(shown.text) + 4 > sizeof shown.text) {
        shown.text[sizeof shown.text - 7] = '\0';
        while (((unsigned char)shown.text[strlen(shown.text) - 1] & 0x80u))
            shown.text[strlen(shown.text) - 1] = '\0';
        memcpy(shown.text + strlen(shown.text), "...", 4);
    }
    return shown;
}

/* ---- syntax ---------------------------------------------------------------------------------------------------- */

static void fail_syntax(struct reader *reader, const json_error_t *found, size_t skipped)
{
    kogge_json_error *error = reader->error;
    if (!error)
        return;
    *error = (kogge_json_error){ .struct_size = sizeof *error,
                                 .status = KOGGE_E_DAMAGED,
                                 .line = found->line > 0 ? found->line : 1,
                                 .column = found->column > 0 ? found->column : 1,
                                 .offset = (int64_t)skipped + found->position,
                                 .row = -1 };
    (void)snprintf(error->text, sizeof error->text, "line %d, column %d: %s", error->line, error->column,
                   found->text);
    cut_at_character(error->text, sizeof error->text);
}

/* Where a byte stands, as jansson counts. */
static json_error_t place_of(const char *text, const char *byte, const char *what)
{
    json_error_t place = { .line = 1, .column = 1, .position = (int)(byte - text) };
    for (; text < byte; text++) {
        place.column += ((unsigned char)*text & 0xC0u) != 0x80u;
        if (*text == '\n') {
            place.line++;
            place.column = 1;
        }
    }
    (void)snprintf(place.text, sizeof place.text, "%s", what);
    return place;
}

json_t *kogge__json_parse(struct reader *reader, const char *text, size_t size, kogge_status *status)
{
    json_error_t found = { 0 };
    size_t mark = size >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0; /* as editors on Windows write it */
    const char *zero = memchr(text, '\0', size);
    if (zero) { /* jansson passes over it */
        found = place_of(text + mark, zero, "a zero byte");
        fail_syntax(reader, &found, mark);
        *status = KOGGE_E_DAMAGED;
        return NULL;
    }
    json_t *root = json_loadb(text + mark, size - mark, JSON_REJECT_DUPLICATES, &found);
    *status = KOGGE_OK;
    if (root)
        return root;
    *status = json_error_code(&found) == json_error_out_of_memory ? KOGGE_E_MEMORY : KOGGE_E_DAMAGED;
    if (*status == KOGGE_E_MEMORY)
        (void)kogge__json_fail(reader, NULL, *status, "no memory");
    else
        fail_syntax(reader, &found, mark);
    return NULL;
}

/* ---- what both formats have ------------------------------------------------------------------------------------ */

kogge_status kogge__json_unknown_key(const struct reader *reader, const struct path *path)
{
    json_t *key = json_string(path->key);
    kogge_status status =
        kogge__json_fail(reader, path, KOGGE_E_UNSUPPORTED, "unknown key %s", kogge__json_shown(key).text);
    json_decref(key);
    return status;
}

kogge_status kogge__json_each_key(const struct reader *reader, const struct path *path, const json_t *object,
                                  key_look *look, const void *context)
{
    const char *key;
    json_t *value;
    if (!json_is_object(object))
        return kogge__json_fail(reader, path, KOGGE_E_INVALID, "%s is no object", kogge__json_shown(object).text);
    json_object_foreach((json_t *)object, key, value)
    {
        const struct path here = { path, key, 0 };
        kogge_status status = look(reader, &here, context);
        if (status)
            return status;
    }
    return KOGGE_OK;
}

static kogge_status look_listed(const struct reader *reader, const struct path *path, const void *context)
{
    for (const char *const *keys = context; *keys; keys++) {
        if (!strcmp(*keys, path->key))
            return KOGGE_OK;
    }
    return kogge__json_unknown_key(reader, path);
}

kogge_status kogge__json_only_keys(const struct reader *reader, const struct path *path, const json_t *object,
                                   const char *const *keys)
{
    return kogge__json_each_key(reader, path, object, look_listed, keys);
}

kogge_status kogge__json_kind(const struct reader *reader, const json_t *root, const char *kind)
{
    const struct path kind_path = { NULL, "kogge", 0 }, version_path = { NULL, "version", 0 };
    const json_t *found = json_object_get(root, "kogge"), *version = json_object_get(root, "version");
    if (!json_is_object(root))
        return kogge__json_fail(reader, NULL, KOGGE_E_INVALID, "%s is no object", kogge__json_shown(root).text);
    if (!json_is_string(found) || strcmp(json_string_value(found), kind) != 0)
        return kogge__json_fail(reader, &kind_path, KOGGE_E_UNSUPPORTED, "%s is not \"%s\"",
                                found ? kogge__json_shown(found).text : "nothing", kind);
    if (!json_is_integer(version) || json_integer_value(version) != 1)
        return kogge__json_fail(reader, &version_path, KOGGE_E_UNSUPPORTED, "%s is not 1, the version known here",
                                version ? kogge__json_shown(version).text : "nothing");
    return KOGGE_OK;
}

kogge_status kogge__json_currency(const struct reader *reader, const struct path *path, const json_t *value,
                                  int32_t *currency)
{
    const char *letters = json_string_value(value);
    if (letters && !kogge_code_of("currency", letters, currency))
        return KOGGE_OK;
    json_int_t number = json_integer_value(value); /* 0 if it is none */
    if (number < 1 || number > 999 || kogge_code_name("currency", (int32_t)number))
        return kogge__json_fail(reader, path, KOGGE_E_UNSUPPORTED,
                                "%s is no currency: letters of ISO 4217, or the number of one that has none here",
                                value ? kogge__json_shown(value).text : "nothing");
    *currency = (int32_t)number;
    return KOGGE_OK;
}
