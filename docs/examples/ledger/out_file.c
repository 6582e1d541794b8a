/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#define _POSIX_C_SOURCE 200809L /* fileno */
#include "out_file.h"
#include "store.h"

#include <inttypes.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

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
    /* On the disk before the name: after a crash there is the old file or the new one, never an empty one. What
     * cannot be synchronised, e.g. a pipe, says EINVAL. */
    bool written = fflush(out->file) == 0 && !ferror(out->file) && (fsync(fileno(out->file)) == 0 || errno == EINVAL);
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

void out_figure(FILE *file, const char *group, const char *name, const char *what, int64_t value)
{
    fprintf(file, "%s%s%s%s%s\t%" PRId64 "\n", group, *name ? "." : "", name, *what ? "." : "", what, value);
}
