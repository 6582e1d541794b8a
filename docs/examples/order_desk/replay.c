/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "replay.h"
#include "line_file.h"
#include "page.h"
#include "progress.h"
#include "store.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIFFERENCES_SHOWN = 20, COMPLAINTS_PRINTED = 20 };

struct rule_count {
    int32_t rule;
    int32_t field; /* without a rule: the first field that differs, e.g. of what the next step would cost */
    size_t decisions;
};

struct replay {
    const struct options *options;
    const struct terms *terms;
    kogge_rulebook *book; /* in the currency of the first decision */
    struct page page;
    size_t rows, identical, other_terms, differing, refused; /* other_terms: of the identical ones */
    struct rule_count *rules;
    size_t rule_count, rules_room;
    char *shown[DIFFERENCES_SHOWN]; /* the first differences */
};

/* ---- one decision ---------------------------------------------------------------------------------------------- */

static void refuse(struct replay *replay, const struct line_file *lines, const char *where, const char *what)
{
    if (replay->refused++ < COMPLAINTS_PRINTED)
        fprintf(stderr, "%s:%zu: %s%s%s\n", replay->options->replay, lines->number, where, *where ? ": " : "", what);
}

static int ascending(const void *a, const void *b)
{
    const struct rule_count *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

static void count_rule(struct replay *replay, const kogge_difference *difference)
{
    int32_t rule = difference->rule, field = rule ? 0 : difference->field;
    size_t i = 0;
    while (i < replay->rule_count && (replay->rules[i].rule != rule || replay->rules[i].field != field))
        i++;
    if (i == replay->rule_count) {
        replay->rules = store_grow(replay->rules, &replay->rules_room, i + 1, sizeof *replay->rules);
        replay->rules[replay->rule_count++] = (struct rule_count){ rule, field, 0 };
    }
    replay->rules[i].decisions++;
}

static void count(struct replay *replay, const struct line_file *lines, const kogge_difference *difference)
{
    if (!(difference->what & KOGGE_DIFFERENCE_DECIDED)) {
        replay->identical++;
        replay->other_terms += difference->what != 0;
        return;
    }
    if (replay->differing < DIFFERENCES_SHOWN) {
        char text[sizeof difference->text + 32];
        snprintf(text, sizeof text, "%zu: %s", lines->number, difference->text);
        replay->shown[replay->differing] = store_copy(text);
    }
    replay->differing++;
    count_rule(replay, difference);
}

/* Returns false if the terms cannot be had in the currency of the first decision. */
static bool take(struct replay *replay, const struct line_file *lines)
{
    kogge_json_error wrong = KOGGE_INIT(kogge_json_error);
    kogge_decision *decision;
    if (kogge_decision_read(lines->text, lines->size, NULL, &decision, &wrong) != KOGGE_OK) {
        refuse(replay, lines, wrong.pointer, wrong.text);
        return true;
    }
    int32_t currency = kogge_decision_currency(decision);
    bool good = replay->book || terms_book(replay->terms, currency, replay->options->cliff, 0, &replay->book);
    kogge_difference difference = KOGGE_INIT(kogge_difference);
    kogge_error error = KOGGE_INIT(kogge_error);
    if (good && kogge_decision_replay(decision, replay->book, &difference, &error) == KOGGE_OK)
        count(replay, lines, &difference);
    else if (good)
        refuse(replay, lines, "", error.text);
    kogge_decision_unref(decision);
    return good;
}

static bool read_all(struct replay *replay)
{
    struct line_file lines;
    if (!line_file_open(&lines, replay->options->replay)) {
        perror(replay->options->replay);
        return false;
    }
    struct progress progress = progress_start("replay", 0);
    bool good = true;
    while (good && line_file_next(&lines)) {
        if (strspn(lines.text, " \t\r\n") == lines.size)
            continue;
        progress_step(&progress, ++replay->rows);
        if (lines.too_long)
            refuse(replay, &lines, "", "the line is longer than 1048576 bytes");
        else
            good = take(replay, &lines);
    }
    progress_end(&progress);
    bool read = line_file_close(&lines);
    if (!read || (good && !replay->rows))
        fprintf(stderr, "%s: %s\n", replay->options->replay, read ? "no decision is in it" : "cannot be read");
    if (replay->refused > COMPLAINTS_PRINTED)
        fprintf(stderr, "... and %zu more bad rows\n", replay->refused - COMPLAINTS_PRINTED);
    return good && read && replay->rows;
}

/* ---- the report ------------------------------------------------------------------------------------------------ */

static void print_count(const struct page *page, const char *english, const char *german, size_t value)
{
    printf("  ");
    page_left(page_say(page, english, german), 50);
    page_right(page_count(page, value).s, 10);
    printf("\n");
}

static void print_rules(const struct replay *replay)
{
    const struct page *page = &replay->page;
    printf("\n%s\n", page_say(page, "DIFFERENT BY RULE", "ABWEICHEND NACH REGEL"));
    for (size_t i = 0; i < replay->rule_count; i++) {
        const struct rule_count *row = &replay->rules[i];
        char label[96];
        if (row->rule)
            snprintf(label, sizeof label, "%s %" PRId32, page_say(page, "Rule", "Regel"), row->rule);
        else
            snprintf(label, sizeof label, "%s %s", page_say(page, "no rule, but", "keine Regel, aber"),
                     kogge_field_name(row->field));
        print_count(page, label, label, row->decisions);
    }
    printf("\n%s\n",
           page_say(page, "THE FIRST DIFFERENCES (line of the file)", "DIE ERSTEN ABWEICHUNGEN (Zeile der Datei)"));
    for (size_t i = 0; i < DIFFERENCES_SHOWN && replay->shown[i]; i++)
        printf("  %s\n", replay->shown[i]);
}

static void print(const struct replay *replay)
{
    const struct page *page = &replay->page;
    printf("%s: %s\n", page_say(page, "Replay", "Wiederholung"), replay->options->replay);
    printf("  %s: %s\n\n", replay->terms->name, terms_title(replay->terms));
    print_count(page, "decisions", "Entscheidungen", replay->rows);
    print_count(page, "identical", "gleich", replay->identical);
    if (replay->other_terms)
        print_count(page, "  of these made under other terms", "  davon unter anderen Bedingungen getroffen",
                    replay->other_terms);
    print_count(page, "different", "abweichend", replay->differing);
    print_count(page, "refused", "abgelehnt", replay->refused);
    if (replay->differing)
        print_rules(replay);
}

static void print_figures(const struct replay *replay)
{
    printf("replay.rows\t%zu\nreplay.identical\t%zu\nreplay.other_terms\t%zu\n", replay->rows, replay->identical,
           replay->other_terms);
    printf("replay.differing\t%zu\nreplay.refused\t%zu\n", replay->differing, replay->refused);
    for (size_t i = 0; i < replay->rule_count; i++)
        if (replay->rules[i].rule)
            printf("replay.rule.%" PRId32 "\t%zu\n", replay->rules[i].rule, replay->rules[i].decisions);
        else
            printf("replay.field.%s\t%zu\n", kogge_field_name(replay->rules[i].field), replay->rules[i].decisions);
}

int replay_run(const struct options *options, const struct terms *terms)
{
    struct replay replay = { .options = options, .terms = terms, .page = page_of(options->language, 0) };
    bool good = read_all(&replay);
    if (replay.rule_count)
        qsort(replay.rules, replay.rule_count, sizeof *replay.rules, ascending);
    if (good && options->figures)
        print_figures(&replay);
    else if (good)
        print(&replay);
    for (size_t i = 0; i < DIFFERENCES_SHOWN; i++)
        free(replay.shown[i]);
    free(replay.rules);
    kogge_rulebook_unref(replay.book);
    return !good ? 2 : replay.differing || replay.refused ? 1 : 0;
}
