/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Orders as a table against the same orders one by one: eight rules, every row another order, one core.
 *
 *   bench_columns         a million orders
 *   bench_columns once    a few, each piece of work once: does it run?
 *   bench_columns ROWS    as many orders as that
 *   bench_columns far     2^31 + 1 orders of one value: does it end, and in the right sum? */

#include "bench.h"
#include "terms.h"

#include <kogge/kogge.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_ROWS = 1 << 20, FEW_ROWS = 4096, ORDERS_OF_A_CUSTOMER = 8, MOST_COLUMNS = 64 };

/* ---- a table --------------------------------------------------------------------------------------------------- */

/* The fields that the orders of a shop have. */
static const int32_t order_fields[] = {
    KOGGE_FIELD_ORDER_NET,     KOGGE_FIELD_ORDER_DISCOUNT,         KOGGE_FIELD_ORDER_FREIGHT,
    KOGGE_FIELD_ORDER_TAX,     KOGGE_FIELD_ORDER_PRICED_AT,        KOGGE_FIELD_ORDER_CHANNEL,
    KOGGE_FIELD_ORDER_BRAND,   KOGGE_FIELD_ORDER_ORDER_TYPE,       KOGGE_FIELD_ORDER_DELIVERY_MODE,
    KOGGE_FIELD_ORDER_PAYMENT, KOGGE_FIELD_ORDER_COUNTRY,          KOGGE_FIELD_ORDER_LINE_COUNT,
    KOGGE_FIELD_ORDER_WAIVERS, KOGGE_FIELD_ORDER_SPECIAL_SERVICES, KOGGE_FIELD_ORDER_EARLIER_SMALL_ORDERS,
};
static const int32_t customer_fields[] = {
    KOGGE_FIELD_CUSTOMER_AGREEMENT,      KOGGE_FIELD_CUSTOMER_TIER,          KOGGE_FIELD_CUSTOMER_MARGIN_BP,
    KOGGE_FIELD_CUSTOMER_CUSTOMER_GROUP, KOGGE_FIELD_CUSTOMER_SERVICE_STATE,
};
enum { ORDER_FIELDS = sizeof order_fields / sizeof order_fields[0] };
enum { CUSTOMER_FIELDS = sizeof customer_fields / sizeof customer_fields[0] };

struct shop {
    const kogge_rulebook *book;
    size_t rows, customer_count, column_bytes;
    kogge_order *orders;
    kogge_customer *customers;
    int64_t *customer_row;
    kogge_column columns[ORDER_FIELDS + 1], customer_columns[CUSTOMER_FIELDS];
    kogge_column record_columns[MOST_COLUMNS], customer_record_columns[MOST_COLUMNS];
    size_t record_column_count, customer_record_column_count;
    int32_t *action;
    int64_t *charged, *charged_one_by_one;
};

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    require(memory != NULL, "no memory");
    return memory;
}

/* A field of an array of records as an array of its own. */
static kogge_column array_of(int32_t id, const void *records, size_t record_size, size_t rows, size_t *bytes)
{
    kogge_field field = KOGGE_INIT(kogge_field);
    require(!kogge_field_get(id, &field), "no such field");
    const size_t width = field.type == KOGGE_TYPE_INT64 || field.type == KOGGE_TYPE_UINT64 ? 8 : 4;
    unsigned char *values = room(rows, width);
    for (size_t row = 0; row < rows; row++)
        memcpy(values + row * width, (const unsigned char *)records + row * record_size + field.offset, width);
    *bytes += rows * width;
    return (kogge_column){ .field = id, .type = field.type, .data = values, .stride = (ptrdiff_t)width };
}

static kogge_column customer_row_column(const struct shop *shop)
{
    return (kogge_column){ .field = KOGGE_FIELD_ORDER_ROW_CUSTOMER_ROW,
                           .type = KOGGE_TYPE_INT64,
                           .data = shop->customer_row,
                           .stride = sizeof *shop->customer_row };
}

static void make_columns(struct shop *shop)
{
    const kogge_rows orders = { shop->orders, shop->rows, sizeof *shop->orders };
    const kogge_rows customers = { shop->customers, shop->customer_count, sizeof *shop->customers };
    for (size_t i = 0; i < ORDER_FIELDS; i++)
        shop->columns[i] =
            array_of(order_fields[i], shop->orders, sizeof *shop->orders, shop->rows, &shop->column_bytes);
    for (size_t i = 0; i < CUSTOMER_FIELDS; i++)
        shop->customer_columns[i] = array_of(customer_fields[i], shop->customers, sizeof *shop->customers,
                                             shop->customer_count, &shop->column_bytes);
    shop->columns[ORDER_FIELDS] = customer_row_column(shop);
    shop->column_bytes += shop->rows * sizeof *shop->customer_row;
    require(!kogge_columns_of_rows("kogge_order", &orders, shop->record_columns, MOST_COLUMNS - 1,
                                   &shop->record_column_count),
            "no columns of orders");
    shop->record_columns[shop->record_column_count++] = customer_row_column(shop);
    require(!kogge_columns_of_rows("kogge_customer", &customers, shop->customer_record_columns, MOST_COLUMNS,
                                   &shop->customer_record_column_count),
            "no columns of customers");
}

static void open_shop(struct shop *shop, const kogge_rulebook *book, size_t rows)
{
    uint64_t state = 20260707;
    *shop = (struct shop){ .book = book, .rows = rows, .customer_count = rows / ORDERS_OF_A_CUSTOMER + 1 };
    shop->orders = room(rows, sizeof *shop->orders);
    shop->customers = room(shop->customer_count, sizeof *shop->customers);
    shop->customer_row = room(rows, sizeof *shop->customer_row);
    shop->action = room(rows, sizeof *shop->action);
    shop->charged = room(rows, sizeof *shop->charged);
    shop->charged_one_by_one = room(rows, sizeof *shop->charged);
    for (size_t i = 0; i < shop->customer_count; i++)
        make_customer(&shop->customers[i], &state);
    for (size_t i = 0; i < rows; i++) {
        make_order(&shop->orders[i], &state);
        shop->customer_row[i] = random_between(&state, 0, (int64_t)shop->customer_count - 1);
    }
    make_columns(shop);
}

static void close_shop(struct shop *shop)
{
    for (size_t i = 0; i < ORDER_FIELDS; i++)
        free((void *)shop->columns[i].data);
    for (size_t i = 0; i < CUSTOMER_FIELDS; i++)
        free((void *)shop->customer_columns[i].data);
    free(shop->orders);
    free(shop->customers);
    free(shop->customer_row);
    free(shop->action);
    free(shop->charged);
    free(shop->charged_one_by_one);
}

/* ---- the work -------------------------------------------------------------------------------------------------- */

static void assess_table(const struct shop *shop, const kogge_table *orders, const kogge_table *customers)
{
    const kogge_out_column out[] = {
        { KOGGE_FIELD_ASSESSMENT_ACTION, KOGGE_TYPE_INT32, shop->action, sizeof *shop->action, NULL, 0 },
        { KOGGE_FIELD_ASSESSMENT_CHARGED, KOGGE_TYPE_INT64, shop->charged, sizeof *shop->charged, NULL, 0 },
    };
    require(!kogge_order_assess_columns(shop->book, orders, customers, NULL, NULL, out, 2, NULL, NULL, NULL, NULL,
                                        NULL),
            "a row is refused");
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void by_columns(void *context, size_t count)
{
    const struct shop *shop = context;
    const kogge_table customers = { shop->customer_columns, CUSTOMER_FIELDS, shop->customer_count };
    for (; count; count -= least(count, shop->rows)) {
        const kogge_table orders = { shop->columns, ORDER_FIELDS + 1, least(count, shop->rows) };
        assess_table(shop, &orders, &customers);
    }
}

static void by_records(void *context, size_t count)
{
    const struct shop *shop = context;
    const kogge_table customers = { shop->customer_record_columns, shop->customer_record_column_count,
                                    shop->customer_count };
    for (; count; count -= least(count, shop->rows)) {
        const kogge_table orders = { shop->record_columns, shop->record_column_count, least(count, shop->rows) };
        assess_table(shop, &orders, &customers);
    }
}

static void one_by_one(void *context, size_t count)
{
    const struct shop *shop = context;
    for (size_t i = 0; i < count; i++) {
        const size_t row = i % shop->rows;
        kogge_assessment result = KOGGE_INIT(kogge_assessment);
        require(!kogge_order_assess(shop->book, &shop->customers[shop->customer_row[row]], &shop->orders[row], NULL,
                                    &result, NULL, NULL, NULL),
                "an order is refused");
        shop->charged_one_by_one[row] = result.charged_minor;
    }
}

/* A table of one row, again and again. */
static void tables_of_one(void *context, size_t count)
{
    const struct shop *shop = context;
    const kogge_table customers = { shop->customer_columns, CUSTOMER_FIELDS, shop->customer_count };
    const kogge_table orders = { shop->columns, ORDER_FIELDS + 1, 1 };
    for (size_t i = 0; i < count; i++)
        assess_table(shop, &orders, &customers);
}

static void first_again(void *context, size_t count)
{
    const struct shop *shop = context;
    for (size_t i = 0; i < count; i++)
        one_by_one(context, 1);
    (void)shop;
}

/* Reads what a pass over the columns has to read, as fast as memory gives it. */
static volatile uint64_t read_sum;
static void read_columns(void *context, size_t count)
{
    const struct shop *shop = context;
    uint64_t sum = 0;
    for (; count; count -= least(count, shop->rows)) {
        const size_t rows = least(count, shop->rows);
        for (size_t i = 0; i <= ORDER_FIELDS; i++) {
            const uint64_t *words = shop->columns[i].data;
            for (size_t j = 0; j < rows * (size_t)shop->columns[i].stride / 8; j++)
                sum += words[j];
        }
    }
    read_sum = sum;
}

/* ---- the table of results -------------------------------------------------------------------------------------- */

static void compare(const struct shop *shop, const char *what)
{
    require(!memcmp(shop->charged, shop->charged_one_by_one, shop->rows * sizeof *shop->charged), what);
    memset(shop->charged, 0xff, shop->rows * sizeof *shop->charged);
}

static void whole_table(const struct bench *bench, struct shop *shop)
{
    one_by_one(shop, shop->rows);
    by_columns(shop, shop->rows);
    compare(shop, "columns give other fees");
    by_records(shop, shop->rows);
    compare(shop, "records in a table give other fees");
    printf("%zu orders, %zu customers, columns of %.0f MB\n", shop->rows, shop->customer_count,
           (double)shop->column_bytes / 1e6);
    (void)bench_run(bench, "one by one, records", 1e9, "ns an order", one_by_one, shop);
    (void)bench_run(bench, "table, arrays", 1e9, "ns an order", by_columns, shop);
    (void)bench_run(bench, "table, records", 1e9, "ns an order", by_records, shop);
    (void)bench_run(bench, "reading the arrays and nothing else", 1e9, "ns an order", read_columns, shop);
    (void)bench_run(bench, "one order", 1e9, "ns", first_again, shop);
    (void)bench_run(bench, "table of one order", 1e9, "ns", tables_of_one, shop);
}

/* One value for more rows than fit into 31 bits. */
static void far(const kogge_rulebook *book)
{
    const size_t rows = ((size_t)1 << 31) + 1;
    const int32_t today = TODAY, channel = KOGGE_CHANNEL_SHOP;
    const int64_t net = 4000;
    int64_t charged = 0;
    const kogge_column columns[] = { { KOGGE_FIELD_ORDER_NET, KOGGE_TYPE_INT64, &net, 0, NULL, 0 },
                                     { KOGGE_FIELD_ORDER_PRICED_AT, KOGGE_TYPE_INT32, &today, 0, NULL, 0 },
                                     { KOGGE_FIELD_ORDER_CHANNEL, KOGGE_TYPE_INT32, &channel, 0, NULL, 0 } };
    const kogge_table orders = { columns, 3, rows };
    const kogge_out_column out = { KOGGE_FIELD_ASSESSMENT_CHARGED, KOGGE_TYPE_INT64, &charged, 0, NULL, 0 };
    kogge_batch_summary summary = KOGGE_INIT(kogge_batch_summary);
    require(!kogge_order_assess_columns(book, &orders, NULL, NULL, NULL, &out, 1, NULL, NULL, NULL, &summary, NULL),
            "refused");
    require(summary.accepted == (int64_t)rows && charged == 490, "rows are missing");
    printf("%" PRId64 " orders\n", summary.accepted);
}

int main(int count, char **arguments)
{
    struct bench bench = { .least_seconds = 0.2 };
    struct terms terms = new_terms(GENERAL_RULES);
    kogge_rulebook *book = compile(&terms);
    struct shop shop;
    const bool once = count == 2 && !strcmp(arguments[1], "once");
    if (once)
        bench.least_seconds = 0;
    if (count == 2 && !strcmp(arguments[1], "far")) {
        far(book);
    } else {
        open_shop(&shop, book, once ? FEW_ROWS : count == 2 ? (size_t)strtoull(arguments[1], NULL, 10) : USUAL_ROWS);
        whole_table(&bench, &shop);
        close_shop(&shop);
    }
    kogge_rulebook_unref(book);
    free(terms.rules);
    return 0;
}
