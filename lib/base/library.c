/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* What the library says of itself. */

#include <kogge/kogge.h>

#include <stdint.h>

/* "1.2.3" as 10203; the text comes from meson.build, the only place of the version. */
static uint32_t version_number(const char *text)
{
    uint32_t number = 0, part = 0;
    for (; *text; text++) {
        if (*text == '.') {
            number = (number + part) * 100;
            part = 0;
        } else {
            part = part * 10 + (uint32_t)(*text - '0');
        }
    }
    return number + part;
}

uint32_t kogge_version(void)
{
    return version_number(KOGGE_VERSION);
}

int32_t kogge_semantics(void)
{
    return 1;
}
