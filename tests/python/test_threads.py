"""Many threads at once: one rulebook for all, portfolios that all write to, records that others change.

KOGGE_SECONDS: how long, 5 if it is not set.
"""

import array
import contextlib
import os
import sys
import threading
import time
import unittest

import kogge
from examples import BOOK, CUSTOMERS, EXAMPLES, LINES, OPTIONS, ORDER

SECONDS = float(os.environ.get("KOGGE_SECONDS", "5"))
THREADS = 8


class Threads(unittest.TestCase):
    def together(self, *works):
        """Each work in threads of its own until the time is over."""
        until, errors = time.monotonic() + SECONDS / 3, []

        def run(work):
            try:
                while time.monotonic() < until and not errors:
                    work()
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=run, args=[works[i % len(works)]]) for i in range(THREADS)]
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
        if errors:
            raise errors[0]

    def test_examples(self):
        wanted = {name: repr(example()) for name, example in EXAMPLES.items() if "portfolio" not in name}
        wanted = {name: text for name, text in wanted.items() if " at 0x" not in text}

        def all_of_them():
            for name, text in wanted.items():
                self.assertEqual(repr(EXAMPLES[name]()), text)

        self.together(all_of_them)

    def test_one_portfolio(self):
        portfolio, values = kogge.Portfolio(OPTIONS), array.array("q", range(1, 2001))
        pieces, other, lock = [0], kogge.Portfolio(OPTIONS), threading.Lock()

        def add():
            portfolio.add(None, values)
            with lock:
                pieces[0] += 1

        self.together(add, portfolio.save, portfolio.concentration, lambda: other.merge(kogge.Portfolio(OPTIONS)))
        self.assertEqual(portfolio.concentration().count, 2000 * pieces[0])

    def test_records_that_change(self):
        order, many = ORDER.replace(), LINES * 200
        large = CUSTOMERS | {"id": list(range(3))}

        def change():
            order.net_minor, order.line_count = 5000, None
            order.net_minor, order.line_count = 4800, len(many)

        def ask():
            with contextlib.suppress(kogge.InvalidError):  # the number of lines was another one just now
                BOOK.assess(None, order, many, why=None)
            BOOK.select(large, most=1)

        self.together(change, ask)


if __name__ == "__main__":
    unittest.main()
