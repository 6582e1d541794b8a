/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { WIDTH = 112 };

struct page page_of(int32_t language, int32_t currency)
{
    return (struct page){ .catalogue = kogge_catalogue_builtin(language),
                          .german = language == KOGGE_LANGUAGE_GERMAN,
                          .currency = currency };
}

const char *page_say(const struct page *page, const char *english, const char *german)
{
    return page->german ? german : english;
}

/* A number with separators of the language: the library's texts of amounts, without a currency. */
static struct short_text number(const struct page *page, int64_t value, int32_t currency, int32_t digits)
{
    struct short_text text = { "" };
    kogge_money_text(page->catalogue, value, currency, digits, text.s, sizeof text.s, NULL);
    return text;
}

struct short_text page_money(const struct page *page, int64_t minor)
{
    return number(page, minor, page->currency, kogge_currency_digits(page->currency));
}

struct short_text page_count(const struct page *page, size_t count)
{
    return number(page, (int64_t)count, 0, 0);
}

struct short_text page_percent(const struct page *page, size_t part, size_t whole)
{
    return page_share(page, (int64_t)part, (int64_t)whole);
}

static struct short_text tenths_of_percent(const struct page *page, int64_t tenths)
{
    struct short_text text, value = number(page, tenths, 0, 1);
    snprintf(text.s, sizeof text.s, "%.20s %%", value.s);
    return text;
}

struct short_text page_share(const struct page *page, int64_t part, int64_t whole)
{
    int64_t tenths = 0;
    kogge_mul_div(part, 1000, whole ? whole : 1, KOGGE_ROUNDING_HALF_AWAY, &tenths);
    return tenths_of_percent(page, tenths);
}

struct short_text page_bp(const struct page *page, int32_t bp)
{
    int64_t tenths = 0;
    kogge_mul_div(bp, 1, 10, KOGGE_ROUNDING_HALF_AWAY, &tenths);
    return tenths_of_percent(page, tenths);
}

struct short_text page_decimal(const struct page *page, int64_t value, int32_t digits)
{
    return number(page, value, 0, digits);
}

struct short_text page_date(const struct page *page, int32_t day)
{
    struct short_text text = { "" };
    int32_t year, month, day_of_month;
    if (kogge_date(day, &year, &month, &day_of_month) != KOGGE_OK)
        return text;
    if (page->german)
        snprintf(text.s, sizeof text.s, "%02" PRId32 ".%02" PRId32 ".%04" PRId32, day_of_month, month, year);
    else
        snprintf(text.s, sizeof text.s, "%04" PRId32 "-%02" PRId32 "-%02" PRId32, year, month, day_of_month);
    return text;
}

static void spaces(int count)
{
    for (; count > 0; count--)
        putchar(' ');
}

/* Characters of UTF-8. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void page_left(const char *text, int width)
{
    fputs(text, stdout);
    spaces(width - width_of(text));
}

void page_right(const char *text, int width)
{
    spaces(width - width_of(text));
    fputs(text, stdout);
}

/* ---- running text
 * -------------------------------------------------------------------------------------------------- */

void page_heading(const struct page *page, const char *english, const char *german)
{
    printf("\n%s\n", page_say(page, english, german));
}

/* Characters of UTF-8 up to the next blank. */
static int word_width(const char *text)
{
    int width = 0;
    for (; *text && *text != ' '; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void page_wrap(const char *text)
{
    int at = 0;
    while (*text) {
        int width = word_width(text);
        if (at > 0 && at + 1 + width > WIDTH) {
            putchar('\n');
            at = 0;
        }
        fputs(at ? " " : "  ", stdout);
        at += at ? 1 + width : 2 + width;
        for (; *text && *text != ' '; text++)
            putchar(*text);
        text += *text == ' ';
    }
    putchar('\n');
}

void page_text(const struct page *page, const char *english, const char *german)
{
    page_wrap(page_say(page, english, german));
}

void page_print(const struct page *page, const char *english, const char *german, ...)
{
    char text[1024];
    va_list values;
    va_start(values, german);
    vsnprintf(text, sizeof text, page_say(page, english, german), values);
    va_end(values);
    page_wrap(text);
}
