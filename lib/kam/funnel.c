/* SPDX-FileCopyrightText: The Kogge authors */
/* SPDX-License-Identifier: MIT */

#include <kogge/kogge.h>

typedef int kogge__placeholder;
