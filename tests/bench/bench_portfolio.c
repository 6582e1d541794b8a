/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* How long ten million customers take: ABC cuts and classes of data in memory, the accumulator, merging.
 *
 *   bench_portfolio                  the whole table
 *   bench_portfolio once             the same, few values, each piece of work once: does it run?
 *   bench_portfolio values FILE      writes the ten million values as int64
 *   bench_portfolio cut FILE CLASSES five runs of cut and classes over such a file: milliseconds of each (cut,
 * classes), the cut values; the classes of the last as int32 into CLASSES. For peers_abc.py */

#include "bench.h"

#include <kogge/kogge.h>

#include "../unit/random.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUSTOMERS = 10000000, FEW = 20000, PARTS = 1000, PEER_RUNS = 5 };

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "bench_portfolio: %s\n", what);
    exit(1);
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

struct data {
    int64_t *values;
    int32_t *classes;
    size_t count;
    kogge_abc_cuts cuts;
};

static void *room_for(size_t count, size_t size)
{
    void *room = malloc(count * size);
    require(room != NULL, "no memory");
    return room;
}

/* Like a lognormal one, by integers alone: 2 to the sum of twelve equal draws, between the powers in a straight line.
 * The median is 2^18 cents, 2 621.44; one in 50 has a credit note or nothing. */
static int64_t revenue(uint64_t *state)
{
    uint64_t draws = random_u64(state), exponent = 0;
    if (random_between(state, 0, 49) == 0)
        return -random_between(state, 0, 5000);
    for (int i = 0; i < 12; i++, draws >>= 5)
        exponent += draws & 31; /* mean 186, deviation 32 */
    const uint64_t sixteenths = 16 * 18 - 186 + exponent;
    const uint64_t power = UINT64_C(1) << sixteenths / 16;
    return (int64_t)(power + power * (sixteenths % 16) / 16 + random_u64(state) % (power / 16 + 1));
}

static struct data new_data(size_t count)
{
    struct data data = { room_for(count, sizeof *data.values), room_for(count, sizeof *data.classes), count,
                         KOGGE_INIT(kogge_abc_cuts) };
    uint64_t state = 20260901;
    for (size_t i = 0; i < count; i++)
        data.values[i] = revenue(&state);
    memset(data.classes, 0, count * sizeof *data.classes);
    return data;
}

static void free_data(struct data *data)
{
    free(data->values);
    free(data->classes);
}

/* ---- work ------------------------------------------------------------------------------------------------------ */

static const kogge_abc_options options = {
    .struct_size = sizeof options, .cut_a_bp = 8000, .cut_b_bp = 9500, .cut_rule = KOGGE_CUT_RULE_CUM_BEFORE
};

static uint64_t seen;

/* The yardstick: one look at every value. */
static void read_once(void *context, size_t count)
{
    const struct data *data = context;
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = 0;
        for (size_t j = 0; j < data->count; j++)
            sum += (uint64_t)data->values[j];
        seen += sum;
    }
}

static void cut(void *context, size_t count)
{
    struct data *data = context;
    for (size_t i = 0; i < count; i++)
        require(!kogge_abc_cut(data->values, data->count, &options, &data->cuts, NULL), "no cuts");
}

static void classes(void *context, size_t count)
{
    struct data *data = context;
    for (size_t i = 0; i < count; i++)
        require(!kogge_abc_classes(&data->cuts, data->values, data->count, data->classes, NULL), "no classes");
}

static kogge_portfolio *new_portfolio(void)
{
    kogge_portfolio *portfolio = NULL;
    require(!kogge_portfolio_new(&options, NULL, &portfolio, NULL), "no portfolio");
    return portfolio;
}

static void first_round(void *context, size_t count)
{
    const struct data *data = context;
    for (size_t i = 0; i < count; i++) {
        kogge_portfolio *portfolio = new_portfolio();
        require(!kogge_portfolio_add(portfolio, NULL, data->values, data->count, NULL), "not taken");
        kogge_portfolio_free(portfolio);
    }
}

static void all_rounds(void *context, size_t count)
{
    const struct data *data = context;
    for (size_t i = 0; i < count; i++) {
        kogge_portfolio *portfolio = new_portfolio();
        int32_t again = 1;
        while (again) {
            require(!kogge_portfolio_add(portfolio, NULL, data->values, data->count, NULL), "not taken");
            require(!kogge_portfolio_refine(portfolio, &again, NULL), "not refined");
        }
        kogge_portfolio_free(portfolio);
    }
}

struct parts {
    kogge_portfolio *part[PARTS];
};

static void merge_all(void *context, size_t count)
{
    const struct parts *parts = context;
    for (size_t i = 0; i < count; i++) {
        kogge_portfolio *sum = new_portfolio();
        for (size_t j = 0; j < PARTS; j++)
            require(!kogge_portfolio_merge(sum, parts->part[j], NULL), "not merged");
        kogge_portfolio_free(sum);
    }
}

static void bench_merge(const struct bench *bench, const struct data *data)
{
    static struct parts parts;
    const size_t each = data->count / PARTS;
    for (size_t i = 0; i < PARTS; i++) {
        parts.part[i] = new_portfolio();
        require(!kogge_portfolio_add(parts.part[i], NULL, data->values + i * each, each, NULL), "not taken");
    }
    (void)bench_run(bench, "merge of 1000 parts", 1e3, "ms", merge_all, &parts);
    for (size_t i = 0; i < PARTS; i++)
        kogge_portfolio_free(parts.part[i]);
}

static void whole_table(const struct bench *bench, size_t count)
{
    struct data data = new_data(count);
    cut(&data, 1);
    printf("%zu values; cut A from %" PRId64 ", cut B from %" PRId64 "\n", count, data.cuts.cut_a_minor,
           data.cuts.cut_b_minor);
    const double once = bench_run(bench, "read once", 1e3, "ms", read_once, &data);
    const double cuts = bench_run(bench, "abc_cut", 1e3, "ms", cut, &data);
    const double sorted = bench_run(bench, "abc_classes", 1e3, "ms", classes, &data);
    (void)bench_run(bench, "accumulator, first round", 1e3, "ms", first_round, &data);
    (void)bench_run(bench, "accumulator, all rounds", 1e3, "ms", all_rounds, &data);
    bench_merge(bench, &data);
    if (once > 0)
        printf("cut is %.1f, cut and classes are %.1f times one read\n", cuts / once, (cuts + sorted) / once);
    free_data(&data);
}

/* ---- for other programs ---------------------------------------------------------------------------------------- */

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    require(file && fwrite(bytes, 1, size, file) == size && !fclose(file), "cannot write the file");
}

static void cut_file(const char *path, const char *classes_path)
{
    FILE *file = fopen(path, "rb");
    require(file && !fseek(file, 0, SEEK_END), "cannot read the file");
    const long size = ftell(file);
    require(size > 0 && !fseek(file, 0, SEEK_SET), "cannot read the file");
    struct data data = { .count = (size_t)size / sizeof *data.values, .cuts = KOGGE_INIT(kogge_abc_cuts) };
    data.values = room_for(data.count, sizeof *data.values);
    data.classes = room_for(data.count, sizeof *data.classes);
    require(fread(data.values, sizeof *data.values, data.count, file) == data.count, "cannot read the file");
    (void)fclose(file);
    memset(data.classes, 0, data.count * sizeof *data.classes);
    for (int i = 0; i < PEER_RUNS; i++) {
        const double first = 1e3 * bench_seconds(cut, &data, 1);
        printf("run %.3f %.3f\n", first, 1e3 * bench_seconds(classes, &data, 1));
    }
    for (int i = 0; i < PEER_RUNS; i++)
        printf("read %.3f\n", 1e3 * bench_seconds(read_once, &data, 1));
    printf("cuts %" PRId64 " %" PRId64 "\n", data.cuts.cut_a_minor, data.cuts.cut_b_minor);
    write_file(classes_path, data.classes, data.count * sizeof *data.classes);
    free_data(&data);
}

int main(int count, char **arguments)
{
    struct bench bench = { .least_seconds = 0.05 };
    if (count == 4 && !strcmp(arguments[1], "cut")) {
        cut_file(arguments[2], arguments[3]);
        return 0;
    }
    if (count == 3 && !strcmp(arguments[1], "values")) {
        struct data data = new_data(CUSTOMERS);
        write_file(arguments[2], data.values, data.count * sizeof *data.values);
        free_data(&data);
        return 0;
    }
    const bool once = count == 2 && !strcmp(arguments[1], "once");
    bench.least_seconds = once ? 0 : bench.least_seconds;
    whole_table(&bench, once ? FEW : CUSTOMERS);
    return 0;
}
