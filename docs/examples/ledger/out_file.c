/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include "out_file.h"
#include "store.h"

#include <stdlib.h>

bool out_file_open(struct out_file *out, const char *path)
{
    *out = (struct out_file){ .path = path, .part = store_join(path, ".part") };
    out->file = fopen(out->part, "wb");
    if (out->file)
        return true;
    perror(out->part);
    free(out->part);
    return false;
}

bool out_file_close(struct out_file *out, bool good)
{
    bool written = fflush(out->file) == 0 && !ferror(out->file);
    if (!written)
        perror(out->part);
    if (fclose(out->file) != 0 && written) {
        perror(out->part);
        written = false;
    }
    good = good && written;
    if (good && rename(out->part, out->path) != 0) {
        perror(out->path);
        good = false;
    }
    if (!good)
        remove(out->part);
    free(out->part);
    return good;
}
