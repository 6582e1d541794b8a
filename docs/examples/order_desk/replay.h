/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Assesses stored decisions again and says which differ. */

#ifndef ORDER_DESK_REPLAY_H
#define ORDER_DESK_REPLAY_H

#include "options.h"
#include "terms.h"

/* The exit status: 0 = all are identical, 1 = one differs or cannot be replayed, 2 = no file, or nothing in it. */
int replay_run(const struct options *options, const struct terms *terms);

#endif
