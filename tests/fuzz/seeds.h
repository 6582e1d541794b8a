/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

/* Meaningful terms and orders as inputs of the fuzz target: what it starts from. */

#ifndef KOGGE_TESTS_FUZZ_SEEDS_H
#define KOGGE_TESTS_FUZZ_SEEDS_H

/* Writes a file for each seed into a folder; 0 = all written. */
int seeds_write(const char *folder);

#endif
