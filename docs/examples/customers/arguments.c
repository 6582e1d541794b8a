/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "arguments.h"

#include <kogge/kogge.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool argument_language(const char *program, const char *text, int32_t *language)
{
    bool german = strcmp(text, "de") == 0;
    *language = german ? KOGGE_LANGUAGE_GERMAN : KOGGE_LANGUAGE_ENGLISH;
    if (german || strcmp(text, "en") == 0)
        return true;
    fprintf(stderr, "%s: --lang %s: there are en and de\n", program, text);
    return false;
}

bool argument_day(const char *program, const char *option, const char *text, int32_t *day)
{
    int32_t year, month, day_of_month;
    int end = 0;
    bool shaped = strlen(text) == 10 &&
                  sscanf(text, "%4" SCNd32 "-%2" SCNd32 "-%2" SCNd32 "%n", &year, &month, &day_of_month, &end) == 3 &&
                  end == 10;
    *day = shaped ? kogge_day(year, month, day_of_month) : INT32_MIN;
    if (*day > 2 * 365)
        return true;
    fprintf(stderr, "%s: --%s %s: no date after 1972 (YYYY-MM-DD)\n", program, option, text);
    return false;
}

bool argument_count(const char *program, const char *option, const char *text, size_t *count)
{
    char *end;
    errno = 0;
    *count = (size_t)strtoul(text, &end, 10);
    if (*text >= '0' && *text <= '9' && !*end && !errno && *count <= INT32_MAX)
        return true;
    fprintf(stderr, "%s: --%s %s: no number\n", program, option, text);
    return false;
}

bool argument_preset(const char *program, const char *text)
{
    if (strcmp(text, "neutral-2026") == 0 || strcmp(text, "retreat-2026") == 0 || strcmp(text, "forward-2026") == 0)
        return true;
    fprintf(stderr, "%s: --preset %s: there are neutral-2026, retreat-2026 and forward-2026\n", program, text);
    return false;
}

/* Digits, and as many decimals as there may be; false if it is anything else or larger than any amount. */
static bool read_decimal(const char *text, int decimals, int64_t *value)
{
    bool negative = *text == '-', point = false, any = false;
    int left = decimals;
    *value = 0;
    for (text += negative; *text; text++) {
        if (*text == '.' && !point && any) {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || (point && left == 0) || *value > INT64_MAX / 100)
            return false;
        *value = *value * 10 + (*text - '0');
        left -= point;
        any = true;
    }
    for (; left > 0 && *value <= INT64_MAX / 100; left--)
        *value *= 10;
    *value = negative ? -*value : *value;
    return any && left == 0 && text[-1] != '.';
}

bool argument_decimal(const char *program, const char *option, const char *text, int decimals, int64_t least,
                      int64_t most, int64_t *value)
{
    if (read_decimal(text, decimals, value) && *value >= least && *value <= most)
        return true;
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    fprintf(stderr, "%s: --%s %s: a number from %" PRId64 " to %" PRId64 " is wanted, with at most %d decimals\n",
            program, option, text, least / unit, most / unit, decimals);
    return false;
}
