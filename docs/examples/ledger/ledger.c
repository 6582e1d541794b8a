/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "ledger.h"
#include "cell.h"
#include "csv_file.h"
#include "line_file.h"
#include "progress.h"
#include "store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPLAINTS_PRINTED = 20 };

enum use { UNUSED, ID, CUSTOMER_ID, NAME, IS_RETURN, FIELD };

struct column {
    char *name;
    enum use use;
    bool mandatory;    /* an empty cell is refused */
    kogge_field field; /* of FIELD */
};

/* The columns that are not simply named like a field of the record. */
static const struct special {
    const char *record, *column;
    enum use use;
    const char *field;
    bool mandatory;
} specials[] = {
    { "kogge_order", "order_id", ID, NULL, true },
    { "kogge_order", "customer_id", CUSTOMER_ID, NULL, false },
    { "kogge_order", "order_date", FIELD, "priced_at", true },
    { "kogge_order", "net_amount_minor", FIELD, "net_minor", true },
    { "kogge_order", "currency", FIELD, "currency", true },
    { "kogge_order", "is_return", IS_RETURN, NULL, false },
    { "kogge_customer", "customer_id", ID, NULL, true },
    { "kogge_customer", "name", NAME, NULL, false },
};

/* A file on its way in. */
struct sheet {
    struct ledger *ledger;
    struct ledger_file *file;
    const struct ledger_wish *wish; /* of customers; NULL = none */
    const char *record;
    bool (*take)(struct sheet *sheet, const struct csv_row *row); /* false = refused */
    struct column *columns;                                       /* NULL = the header is still to come */
    size_t column_count;
    bool broken;         /* the header is of no use */
    struct id_table ids; /* of the rows taken */
    const struct id_table *customers;
    size_t room; /* of the array that grows */
    struct progress progress;
};

void ledger_complain(struct ledger *ledger, const char *path, size_t line, const char *column, const char *format,
                     ...)
{
    if (ledger->complaints++ >= COMPLAINTS_PRINTED)
        return;
    fprintf(stderr, "%s:%zu: ", path, line);
    char shown[CELL_SHOWN];
    cell_show(column ? column : "", column ? strlen(column) : 0, shown);
    if (column)
        fprintf(stderr, "column %s: ", shown);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

void ledger_complaints_end(const struct ledger *ledger)
{
    if (ledger->complaints > COMPLAINTS_PRINTED)
        fprintf(stderr, "... and %zu more bad rows\n", ledger->complaints - COMPLAINTS_PRINTED);
}

/* ---- header ---------------------------------------------------------------------------------------------------- */

static void find_use(const struct sheet *sheet, const char *name, struct column *column)
{
    const char *record = sheet->record, *field = name;
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (strcmp(specials[i].record, record) == 0 && strcmp(specials[i].column, name) == 0) {
            column->use = specials[i].use;
            column->mandatory = specials[i].mandatory;
            field = specials[i].field;
        }
    for (size_t i = 0; sheet->wish && i < sheet->wish->column_count; i++)
        if (strcmp(sheet->wish->columns[i].column, name) == 0) {
            record = sheet->wish->columns[i].record;
            field = sheet->wish->columns[i].field;
        }
    column->field = (kogge_field)KOGGE_INIT(kogge_field);
    /* id is the desk's own; flags and known are the library's header: is_return and the other columns set them. */
    static const char *const own[] = { "id", "flags", "known" };
    for (size_t i = 0; field && i < sizeof own / sizeof *own; i++)
        if (strcmp(field, own[i]) == 0)
            field = NULL;
    if (field && kogge_field_get(kogge_field_of(record, field), &column->field) == KOGGE_OK)
        column->use = FIELD;
}

static const struct column *find_column(const struct sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (strcmp(sheet->columns[i].name, name) == 0)
            return &sheet->columns[i];
    return NULL;
}

/* Does an earlier column go to the same place, e.g. net_minor beside net_amount_minor? */
static bool has_same(const struct sheet *sheet, const struct column *column)
{
    for (size_t i = 0; i < sheet->column_count && column->use != UNUSED; i++) {
        const struct column *other = &sheet->columns[i];
        if (other->use == column->use && (column->use != FIELD || other->field.id == column->field.id))
            return true;
    }
    return false;
}

static void note_unused(struct ledger_file *file, const char *name)
{
    char shown[CELL_SHOWN];
    cell_show(name, strlen(name), shown);
    size_t old = file->unused ? strlen(file->unused) : 0, room = 0;
    file->unused = store_grow(file->unused, &room, old + strlen(shown) + 3, 1);
    strcpy(file->unused + old, old ? ", " : "");
    strcat(file->unused + old, shown);
}

/* A header that is of no use: one line on stderr, but no bad row. */
static bool refuse_header(const struct sheet *sheet, const struct csv_row *row, const char *column, const char *wrong)
{
    char shown[CELL_SHOWN];
    cell_show(column, strlen(column), shown);
    fprintf(stderr, "%s:%zu: column %s: %s\n", sheet->file->path, row->line, shown, wrong);
    return false;
}

static bool read_header(struct sheet *sheet, const struct csv_row *row)
{
    size_t room = 0;
    sheet->columns = store_grow(NULL, &room, row->count, sizeof *sheet->columns);
    for (size_t i = 0; i < row->count; i++) {
        const char *name = row->cells[i];
        if (*name && find_column(sheet, name))
            return refuse_header(sheet, row, name, "is there twice");
        struct column *column = &sheet->columns[sheet->column_count];
        *column = (struct column){ .name = store_copy(name) };
        find_use(sheet, name, column);
        bool same = has_same(sheet, column);
        sheet->column_count++;
        if (same)
            return refuse_header(sheet, row, name, "says the same as an earlier column");
        if (column->use == UNUSED)
            note_unused(sheet->file, name);
    }
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (specials[i].mandatory && strcmp(specials[i].record, sheet->record) == 0 &&
            !find_column(sheet, specials[i].column))
            return refuse_header(sheet, row, specials[i].column, "is missing");
    return true;
}

const char *ledger_column_of(int32_t field)
{
    const char *name = kogge_field_name(field);
    for (size_t i = 0; name && i < sizeof specials / sizeof *specials; i++)
        if (specials[i].field && strcmp(specials[i].field, name) == 0)
            return specials[i].column;
    return name;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static bool refuse_cell(const struct sheet *sheet, const struct csv_row *row, size_t i, const char *wrong)
{
    char shown[CELL_SHOWN];
    cell_show(row->cells[i], row->sizes[i], shown);
    ledger_complain(sheet->ledger, sheet->file->path, row->line, sheet->columns[i].name, "\"%s\" %s", shown, wrong);
    return false;
}

/* Reads the cells that are fields of a record into it. */
static bool read_fields(const struct sheet *sheet, const struct csv_row *row, int32_t number, void *record,
                        uint64_t *known)
{
    for (size_t i = 0; i < row->count; i++) {
        const struct column *column = &sheet->columns[i];
        char wrong[CELL_WRONG];
        if (strlen(row->cells[i]) != row->sizes[i])
            return refuse_cell(sheet, row, i, "contains a zero byte");
        if (column->mandatory && !*row->cells[i])
            return refuse_cell(sheet, row, i, "is empty");
        if ((column->use == ID || column->use == CUSTOMER_ID) && !cell_is_text(row->cells[i]))
            return refuse_cell(sheet, row, i, "contains a control character");
        if (column->use == FIELD && column->field.record == number &&
            !cell_read(row->cells[i], &column->field, record, known, wrong))
            return refuse_cell(sheet, row, i, wrong);
    }
    return true;
}

/* The cell of a use, "" if there is none. */
static const char *cell_of(const struct sheet *sheet, const struct csv_row *row, enum use use, size_t *at)
{
    for (*at = 0; *at < row->count; ++*at)
        if (sheet->columns[*at].use == use)
            return row->cells[*at];
    return "";
}

/* The id of a row, which must be a new one. NULL = refused. */
static const char *new_id(const struct sheet *sheet, const struct csv_row *row)
{
    size_t at;
    const char *id = cell_of(sheet, row, ID, &at);
    size_t line = id_table_find(&sheet->ids, id);
    if (line == STORE_NOT_FOUND)
        return id;
    char wrong[CELL_WRONG];
    snprintf(wrong, sizeof wrong, "stands in line %zu already", line);
    refuse_cell(sheet, row, at, wrong);
    return NULL;
}

static bool take_customer(struct sheet *sheet, const struct csv_row *row)
{
    struct ledger *ledger = sheet->ledger;
    struct ledger_customer customer = { .record = KOGGE_INIT(kogge_customer),
                                        .effort = KOGGE_INIT(kogge_economics),
                                        .line = row->line };
    if (!read_fields(sheet, row, KOGGE_RECORD_CUSTOMER, &customer.record, &customer.record.known) ||
        !read_fields(sheet, row, KOGGE_RECORD_ECONOMICS, &customer.effort, &customer.effort.known))
        return false;
    const char *id = new_id(sheet, row);
    if (!id)
        return false;
    size_t at;
    const char *name = cell_of(sheet, row, NAME, &at);
    customer.id = store_copy(id);
    customer.name = *name ? store_copy(name) : NULL;
    for (char *c = customer.name; c && *c; c++) /* line breaks and the like have no place in a report */
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = ' ';
    customer.record.id = row->line;
    id_table_add(&sheet->ids, customer.id, row->line);
    ledger->customers = store_grow(ledger->customers, &sheet->room, ledger->customer_count + 1, sizeof customer);
    ledger->customers[ledger->customer_count++] = customer;
    return true;
}

/* Returns marked as such in the ledger's own column. */
static bool read_return(const struct sheet *sheet, const struct csv_row *row, kogge_order *order)
{
    size_t at;
    const char *mark = cell_of(sheet, row, IS_RETURN, &at);
    if (strcmp(mark, "1") == 0)
        order->flags |= KOGGE_ORDER_FLAG_RETURN;
    else if (*mark && strcmp(mark, "0") != 0)
        return refuse_cell(sheet, row, at, "is neither 0 nor 1");
    return true;
}

/* One ledger, one currency: the first one that can be read, be it in a row that is refused for something else. */
static void note_currency(struct ledger *ledger, int32_t currency)
{
    if (!ledger->currency && kogge_code_name("currency", currency))
        ledger->currency = currency;
}

static bool same_currency(const struct sheet *sheet, const struct csv_row *row, const kogge_order *order)
{
    size_t at = (size_t)(find_column(sheet, "currency") - sheet->columns);
    if (!kogge_code_name("currency", order->currency)) /* a number that ISO 4217 has not given */
        return refuse_cell(sheet, row, at, "is no currency");
    if (order->currency == sheet->ledger->currency)
        return true;
    char wrong[CELL_WRONG];
    snprintf(wrong, sizeof wrong, "is not the currency of the ledger, %s",
             kogge_code_name("currency", sheet->ledger->currency));
    return refuse_cell(sheet, row, at, wrong);
}

static bool take_order(struct sheet *sheet, const struct csv_row *row)
{
    struct ledger *ledger = sheet->ledger;
    struct ledger_order order = { .record = KOGGE_INIT(kogge_order), .line = row->line };
    bool good = read_fields(sheet, row, KOGGE_RECORD_ORDER, &order.record, &order.record.known);
    note_currency(ledger, order.record.currency);
    if (!good || !read_return(sheet, row, &order.record))
        return false;
    const char *id = new_id(sheet, row);
    if (!id || !same_currency(sheet, row, &order.record))
        return false;
    size_t at;
    order.id = store_copy(id);
    order.customer_id = store_copy(cell_of(sheet, row, CUSTOMER_ID, &at));
    order.customer = id_table_find(sheet->customers, order.customer_id);
    order.record.id = row->line;
    id_table_add(&sheet->ids, order.id, row->line);
    ledger->orders = store_grow(ledger->orders, &sheet->room, ledger->order_count + 1, sizeof order);
    ledger->orders[ledger->order_count++] = order;
    return true;
}

static bool take_row(void *context, const struct csv_row *row)
{
    struct sheet *sheet = context;
    struct ledger *ledger = sheet->ledger;
    const char *path = sheet->file->path;
    if (!sheet->columns && row->too_long) {
        fprintf(stderr, "%s:%zu: the header is longer than %d bytes\n", path, row->line, LINE_MAX_BYTES);
        sheet->broken = true;
        return false;
    }
    if (!sheet->columns) {
        sheet->broken = !read_header(sheet, row);
        return !sheet->broken;
    }
    progress_step(&sheet->progress, ++sheet->file->rows);
    bool taken = false;
    if (row->too_long)
        ledger_complain(ledger, path, row->line, NULL, "the row is longer than %d bytes%s", LINE_MAX_BYTES,
                        row->last_line > row->line ? "; a quote is open over several lines" : "");
    else if (row->quote_open)
        ledger_complain(ledger, path, row->line, NULL, "a quote is open until the end of the file, line %zu",
                        row->last_line);
    else if (row->count != sheet->column_count)
        ledger_complain(ledger, path, row->line, NULL, "%zu cells, the header has %zu%s", row->count,
                        sheet->column_count,
                        row->last_line > row->line ? "; a quote is open over several lines" : "");
    else
        taken = sheet->take(sheet, row);
    sheet->file->refused += !taken;
    return true;
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static bool read_sheet(struct sheet *sheet)
{
    sheet->progress = progress_start(sheet->file->path, 0);
    enum csv_result result = csv_file_read(sheet->file->path, take_row, sheet);
    progress_end(&sheet->progress);
    sheet->file->missing = result == CSV_MISSING;
    if (result == CSV_UNREADABLE)
        fprintf(stderr, "%s: cannot be read\n", sheet->file->path);
    else if (result == CSV_READ && !sheet->columns && !sheet->broken)
        fprintf(stderr, "%s:1: the file is empty, not even a header\n", sheet->file->path);
    return result == CSV_MISSING || (result == CSV_READ && sheet->columns && !sheet->broken);
}

static void free_sheet(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        free(sheet->columns[i].name);
    free(sheet->columns);
    id_table_free(&sheet->ids);
}

/* Which bases of a rule this ledger can tell from the net value. */
static void note_bases(struct ledger *ledger, const struct sheet *orders)
{
    bool freight = find_column(orders, "freight_minor"), tax = find_column(orders, "tax_minor");
    ledger->has_base[KOGGE_BASE_NET] = true;
    ledger->has_base[KOGGE_BASE_BEFORE_DISCOUNT] = find_column(orders, "discount_minor");
    ledger->has_base[KOGGE_BASE_WITH_FREIGHT] = freight;
    ledger->has_base[KOGGE_BASE_GROSS] = freight && tax;
}

bool ledger_read(struct ledger *ledger, const char *folder, const struct ledger_wish *wish)
{
    *ledger = (struct ledger){ .order_file.path = store_path(folder, "orders.csv", ""),
                               .customer_file.path = store_path(folder, "customers.csv", "") };
    struct id_table rows = { 0 }; /* index of each customer; the sheet's own table holds lines */
    struct sheet customers = { .ledger = ledger,
                               .file = &ledger->customer_file,
                               .wish = wish,
                               .record = "kogge_customer",
                               .take = take_customer };
    struct sheet orders = {
        .ledger = ledger, .file = &ledger->order_file, .record = "kogge_order", .take = take_order, .customers = &rows
    };
    bool good = read_sheet(&customers);
    for (size_t i = 0; i < ledger->customer_count; i++)
        id_table_add(&rows, ledger->customers[i].id, i);
    good = good && read_sheet(&orders);
    bool enough = wish && wish->without_orders && !ledger->customer_file.missing;
    if (good && ledger->order_file.missing && !enough) {
        fprintf(stderr, "%s: there is no such file\n", ledger->order_file.path);
        good = false;
    }
    if (good)
        note_bases(ledger, &orders);
    free_sheet(&customers);
    free_sheet(&orders);
    id_table_free(&rows);
    return good;
}

void ledger_free(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->order_count; i++) {
        free(ledger->orders[i].id);
        free(ledger->orders[i].customer_id);
    }
    for (size_t i = 0; i < ledger->customer_count; i++) {
        free(ledger->customers[i].id);
        free(ledger->customers[i].name);
    }
    struct ledger_file *files[] = { &ledger->order_file, &ledger->customer_file };
    for (size_t i = 0; i < 2; i++) {
        free(files[i]->path);
        free(files[i]->unused);
    }
    free(ledger->orders);
    free(ledger->customers);
    *ledger = (struct ledger){ 0 };
}
