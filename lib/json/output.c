/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "json/output.h"

#include <kogge/json.h>

#include <jansson.h>
#include <stddef.h>
#include <string.h>

static int put_bytes(const char *bytes, size_t size, void *context)
{
    struct output *output = context;
    if (output->length < output->capacity) {
        size_t room = output->capacity - output->length;
        memcpy(output->buffer + output->length, bytes, size < room ? size : room);
    }
    output->length += size;
    return 0;
}

void kogge__json_put(struct output *output, const char *text)
{
    (void)put_bytes(text, strlen(text), output);
}

void kogge__json_put_value(struct output *output, json_t *value, size_t flags)
{
    if (!value || json_dump_callback(value, put_bytes, output, JSON_ENCODE_ANY | flags))
        output->failed = true;
    json_decref(value);
}

kogge_status kogge__json_finish(struct output *output, size_t *size)
{
    kogge_status status = output->failed ? KOGGE_E_MEMORY : KOGGE_OK;
    if (size && !status)
        *size = output->length + 1;
    if (output->capacity == 0)
        return status;
    if (!status && output->length >= output->capacity)
        status = KOGGE_E_BUFFER;
    output->buffer[status ? 0 : output->length] = '\0';
    return status;
}
