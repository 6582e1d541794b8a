/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "cell.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digits(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

static bool read_number(const char *cell, const kogge_field *field, int64_t *value, char wrong[CELL_WRONG])
{
    if (!is_digits(cell + (*cell == '-'))) {
        snprintf(wrong, CELL_WRONG, "is no whole number%s", field->unit == KOGGE_UNIT_MINOR ? " of minor units" : "");
        return false;
    }
    errno = 0;
    *value = strtoll(cell, NULL, 10);
    if (errno || *value < field->lowest || *value > field->highest) {
        snprintf(wrong, CELL_WRONG, "is not between %" PRId64 " and %" PRId64, field->lowest, field->highest);
        return false;
    }
    return true;
}

static bool read_date(const char *cell, const kogge_field *field, int64_t *value, char wrong[CELL_WRONG])
{
    int32_t year, month, day;
    int end = 0;
    bool shaped = strspn(cell, "0123456789-") == 10 && strlen(cell) == 10 && cell[4] == '-' && cell[7] == '-' &&
                  sscanf(cell, "%4" SCNd32 "-%2" SCNd32 "-%2" SCNd32 "%n", &year, &month, &day, &end) == 3 &&
                  end == 10;
    *value = shaped ? kogge_day(year, month, day) : INT32_MIN;
    if (*value == INT32_MIN) {
        snprintf(wrong, CELL_WRONG, "is no date (YYYY-MM-DD)");
        return false;
    }
    if (*value < field->lowest) {
        kogge_date((int32_t)field->lowest, &year, &month, &day);
        snprintf(wrong, CELL_WRONG, "is before %04" PRId32 "-%02" PRId32 "-%02" PRId32, year, month, day);
        return false;
    }
    return true;
}

/* A code by its name; those without a name, such as a host's own, by their number. */
static bool read_code(const char *name, const kogge_field *field, int64_t *value, char wrong[CELL_WRONG])
{
    const char *set = kogge_code_set_name(field->code_set);
    int32_t code;
    if (kogge_code_of(set, name, &code) == KOGGE_OK)
        *value = code;
    else if (is_digits(name + (*name == '-')))
        return read_number(name, field, value, wrong);
    else {
        snprintf(wrong, CELL_WRONG, "is no name of %s", set);
        return false;
    }
    return true;
}

/* The whole mask as a number; the field table says which bits it may have. */
static bool read_bits(const char *cell, const kogge_field *field, int64_t *value, char wrong[CELL_WRONG])
{
    errno = 0;
    *value = is_digits(cell) ? strtoll(cell, NULL, 10) : -1;
    if (*value >= 0 && !errno && !((uint64_t)*value & ~(uint64_t)field->highest))
        return true;
    snprintf(wrong, CELL_WRONG, "is no mask of %s", field->code_set ? kogge_code_set_name(field->code_set) : "bits");
    return false;
}

/* The bits of codes, e.g. "EXPRESS CERTIFICATE". */
static bool read_mask(const char *cell, const kogge_field *field, int64_t *value, char wrong[CELL_WRONG])
{
    if (!field->code_set || is_digits(cell))
        return read_bits(cell, field, value, wrong);
    *value = 0;
    while (*cell) {
        size_t size = strcspn(cell, " ");
        char name[64];
        int32_t code;
        snprintf(name, sizeof name, "%.*s", size < sizeof name ? (int)size : 0, cell);
        if (kogge_code_of(kogge_code_set_name(field->code_set), name, &code) != KOGGE_OK) {
            snprintf(wrong, CELL_WRONG, "has a part that is no name of %s", kogge_code_set_name(field->code_set));
            return false;
        }
        *value |= INT64_C(1) << code;
        cell += size;
        cell += strspn(cell, " ");
    }
    return true;
}

static void store(void *record, const kogge_field *field, int64_t value, uint64_t *known)
{
    char *place = (char *)record + field->offset;
    if (field->type == KOGGE_TYPE_INT32 || field->type == KOGGE_TYPE_UINT32) {
        uint32_t narrow = (uint32_t)value; /* of the same bits, whatever the sign */
        memcpy(place, &narrow, sizeof narrow);
    } else
        memcpy(place, &value, sizeof value);
    if (field->known_bit >= 0)
        *known |= UINT64_C(1) << field->known_bit;
}

bool cell_read(const char *cell, const kogge_field *field, void *record, uint64_t *known, char wrong[CELL_WRONG])
{
    int64_t value = 0;
    bool good;
    if (!*cell)
        return true;
    if (field->unit == KOGGE_UNIT_DATE)
        good = read_date(cell, field, &value, wrong);
    else if (field->unit == KOGGE_UNIT_CODE)
        good = read_code(cell, field, &value, wrong);
    else if (field->unit == KOGGE_UNIT_MASK)
        good = read_mask(cell, field, &value, wrong);
    else
        good = read_number(cell, field, &value, wrong);
    if (good)
        store(record, field, value, known);
    return good;
}

bool cell_is_text(const char *cell)
{
    for (; *cell; cell++)
        if ((unsigned char)*cell < 0x20 || *cell == 0x7f)
            return false;
    return true;
}

void cell_show(const char *cell, size_t size, char shown[CELL_SHOWN])
{
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)cell[i];
        if (used + 4 + 3 >= CELL_SHOWN) { /* room for one more character and for the dots */
            strcpy(shown + used, "...");
            return;
        }
        if (c >= 0x20 && c < 0x7f)
            shown[used++] = (char)c;
        else
            used += (size_t)snprintf(shown + used, CELL_SHOWN - used, "\\x%02x", c);
    }
    shown[used] = 0;
}
