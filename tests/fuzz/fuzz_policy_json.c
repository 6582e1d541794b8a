/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Random policy files: what is refused says where, and what is read is written, read and written again the same. */

#include "json_target.h"

#include <kogge/json.h>
#include <kogge/kogge.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char *text_of(const kogge_policy_file *file, uint32_t flags, size_t *size)
{
    size_t again = 0;
    REQUIRE(!kogge_policy_file_write(file, flags, NULL, 0, size));
    char *text = malloc(*size);
    REQUIRE(text != NULL);
    REQUIRE(kogge_policy_file_write(file, flags, text, *size - 1, &again) == KOGGE_E_BUFFER);
    REQUIRE(!kogge_policy_file_write(file, flags, text, *size, &again));
    REQUIRE(again == *size && strlen(text) + 1 == *size);
    return text;
}

static kogge_policy_file *again_of(const char *text, size_t size)
{
    kogge_policy_file *file = NULL;
    REQUIRE(!kogge_policy_file_read(text, size - 1, NULL, &file, NULL));
    return file;
}

static uint64_t compile(const kogge_policy_file *file, int32_t currency)
{
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_rulebook *book = NULL;
    kogge_findings findings = { 0 };
    kogge_status status = kogge_policy_file_rulebook(file, currency, &book, &error);
    REQUIRE((status == KOGGE_OK) == (book != NULL));
    if (status) {
        check_json_error(status, &error);
        return 0;
    }
    REQUIRE(!kogge_rulebook_lint(book, 0, &findings, NULL));
    uint64_t fingerprint = kogge_rulebook_fingerprint(book);
    kogge_rulebook_unref(book);
    return fingerprint;
}

static void check_file(const kogge_policy_file *file, uint32_t flags)
{
    size_t size = 0, second_size = 0;
    char *text = text_of(file, flags, &size);
    kogge_policy_file *again = again_of(text, size);
    char *second = text_of(again, flags, &second_size);
    REQUIRE(size == second_size && !memcmp(text, second, size));
    for (size_t i = 0; kogge_policy_file_currency(file, i); i++) {
        int32_t currency = kogge_policy_file_currency(file, i);
        REQUIRE(kogge_policy_file_currency(again, i) == currency);
        REQUIRE(compile(file, currency) == compile(again, currency));
    }
    kogge_policy_file_unref(again);
    free(second);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kogge_json_error error = KOGGE_INIT(kogge_json_error);
    kogge_policy_file *file = NULL;
    kogge_status status = kogge_policy_file_read((const char *)data, size, NULL, &file, &error);
    REQUIRE((status == KOGGE_OK) == (file != NULL));
    if (status) {
        check_json_error(status, &error);
        return 0;
    }
    check_file(file, 0);
    check_file(file, KOGGE_POLICY_FILE_COMPLETE);
    kogge_policy_file_unref(file);
    return 0;
}
