/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Runs the target over files, without a fuzzer: the seeds, and inputs that once failed.
 *
 *   replay FILE...
 *   replay --make-seeds FOLDER   writes the seeds anew, after a change of the input format; for orders only */

#ifdef KOGGE_MAKES_SEEDS
#include "seeds.h"
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 1 << 20 };

static int replay(const char *path)
{
    static uint8_t data[LARGEST];
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "replay: cannot open %s\n", path);
        return 1;
    }
    size_t size = fread(data, 1, sizeof data, file);
    (void)fclose(file);
    uint8_t *exact = malloc(size ? size : 1); /* so that reading beyond is seen */
    if (!exact)
        return 1;
    memcpy(exact, data, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

int main(int count, char **arguments)
{
    int failures = 0;
#ifdef KOGGE_MAKES_SEEDS
    if (count == 3 && !strcmp(arguments[1], "--make-seeds"))
        return seeds_write(arguments[2]);
#endif
    for (int i = 1; i < count; i++)
        failures += replay(arguments[i]);
    printf("%d inputs\n", count - 1);
    return failures || count < 2 ? 1 : 0;
}
