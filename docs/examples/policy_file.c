/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Reads a policy file and prints the decision about an order of 48.00 as JSON: policy_file FILE.json */

#include <kogge/json.h>
#include <kogge/kogge.h>
#include <stdio.h>

static size_t read_all(const char *path, char *text, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(text, 1, room, file) : 0;
    if (file)
        (void)fclose(file);
    return size;
}

int main(int argc, char **argv)
{
    static char text[65536], record[65536];
    kogge_policy_file *file = NULL;
    kogge_rulebook *book = NULL;
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    size_t size = argc > 1 ? read_all(argv[1], text, sizeof text) : 0;
    if (kogge_policy_file_read(text, size, NULL, &file, &error) ||
        kogge_policy_file_rulebook(file, 0, &book, &error)) {
        fprintf(stderr, "%s%s%s\n", error.pointer, error.pointer[0] ? ": " : "", error.text);
        kogge_policy_file_unref(file);
        return 1;
    }
    kogge_order order = { .struct_size = sizeof order, .net_minor = 4800, .priced_at = kogge_day(2026, 3, 2) };
    kogge_assessment result = KOGGE_INIT(kogge_assessment);
    kogge_fee fee_room[KOGGE_FEES_MAX];
    kogge_reason reason_room[64];
    kogge_fees fees = { fee_room, KOGGE_FEES_MAX, 0 };
    kogge_reasons why = { .data = reason_room, .capacity = 64, .level = KOGGE_LEVEL_DECISIVE };
    int failed = kogge_order_assess(book, NULL, &order, NULL, &result, &fees, &why, NULL) ||
                 kogge_decision_write(book, NULL, &order, NULL, &result, &fees, &why, record, sizeof record, NULL) ||
                 puts(record) < 0 || fflush(stdout) != 0;
    kogge_rulebook_unref(book);
    kogge_policy_file_unref(file);
    return failed;
}
