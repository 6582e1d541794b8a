/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Numbers, amounts and dates of one language, in columns. */

#ifndef EXAMPLES_PAGE_H
#define EXAMPLES_PAGE_H

#include <kogge/kogge.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page {
    const kogge_catalogue *catalogue;
    bool german;
    int32_t currency;
};

/* A short text by value, so that it can stand in the arguments of a call. */
struct short_text {
    char s[64];
};

struct page page_of(int32_t language, int32_t currency);

/* The text of the page's language. */
const char *page_say(const struct page *page, const char *english, const char *german);

struct short_text page_money(const struct page *page, int64_t minor);
struct short_text page_count(const struct page *page, size_t count);
struct short_text page_percent(const struct page *page, size_t part, size_t whole);
struct short_text page_share(const struct page *page, int64_t part, int64_t whole); /* of amounts */
struct short_text page_bp(const struct page *page, int32_t bp);                     /* e.g. 12.3 % */
struct short_text page_decimal(const struct page *page, int64_t value, int32_t digits);
struct short_text page_date(const struct page *page, int32_t day);

/* A text in a column of a width in characters, not bytes. */
void page_left(const char *text, int width);
void page_right(const char *text, int width);

/* An empty line, and a heading. */
void page_heading(const struct page *page, const char *english, const char *german);

/* A text with a margin, broken at blanks. */
void page_text(const struct page *page, const char *english, const char *german);
void page_wrap(const char *text);

/* The same with values in it; both languages take the same ones in the same order. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 4), format(printf, 3, 4)))
#endif
void page_print(const struct page *page, const char *english, const char *german, ...);

#endif
