# SPDX-FileCopyrightText: The Kogge authors
# SPDX-License-Identifier: MIT
"""Both classes are described where they are used from, in the package."""

from . import Reasons as Reasons
from . import Table as Table
