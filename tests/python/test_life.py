"""Memory, the collector of cycles, several interpreters: what goes wrong only in the long run.

KOGGE_CALLS: calls of each function, 100 000 if it is not set; 0 measures nothing.
"""

import gc
import importlib
import os
import sys
import unittest

import kogge
from examples import EXAMPLES

CALLS = int(os.environ.get("KOGGE_CALLS", "100000"))
MIB = 1 << 20


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(call, times, limit):
    """Bytes the process grew by: a leak grows every time, the heap at odd times, so the least of three rounds."""
    for _ in range(max(times // 10, 10)):
        call()
    least = None
    for _ in range(3):
        gc.collect()
        before = resident()
        for _ in range(times):
            call()
        gc.collect()
        grown = resident() - before
        least = grown if least is None else min(least, grown)
        if least < limit:
            break
    return least


def refused():
    try:
        kogge.Order(currency="EUR", net_minor="1.005")
    except kogge.Error as error:
        return error


@unittest.skipUnless(sys.platform == "linux" and CALLS, "reads /proc")
class Memory(unittest.TestCase):
    def test_calls(self):
        for name, example in (EXAMPLES | {"an error": refused}).items():
            with self.subTest(name):
                self.assertLess(growth(example, CALLS, MIB), MIB)

    def test_imports(self):
        def again():
            for name in [name for name in sys.modules if name.partition(".")[0] == "kogge"]:
                del sys.modules[name]
            importlib.import_module("kogge")
            gc.collect()

        kept = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "kogge"}
        try:
            self.assertLess(growth(again, 40, 4 * MIB), 4 * MIB)
        finally:
            sys.modules.update(kept)


class Collector(unittest.TestCase):
    def test_at_every_object(self):
        limits = gc.get_threshold()
        gc.set_threshold(1)
        try:
            for _ in range(20):
                for example in EXAMPLES.values():
                    repr(example())
                refused()
        finally:
            gc.set_threshold(*limits)


class Interpreters(unittest.TestCase):
    def test_one_more(self):
        try:
            import _xxsubinterpreters as interpreters
        except ImportError:
            self.skipTest("this Python has no such module")
        code = f"import sys; sys.path[:] = {sys.path!r}; import examples; examples.EXAMPLES['order_assess']()"
        for _ in range(3):
            one = interpreters.create()
            try:
                interpreters.run_string(one, code)
            finally:
                interpreters.destroy(one)
        EXAMPLES["order_assess"]()


if __name__ == "__main__":
    unittest.main()
