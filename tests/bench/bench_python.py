"""One assessment from Python, records built before, reading action and total: bench_python.py [once]"""

import statistics
import sys
import time
import timeit

import kogge

RULES = [kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990, cap="CLIFF")]
BOOK = kogge.Rulebook(kogge.Policy("NEUTRAL_2026", "EUR"), RULES)
NAMES = {
    "assess": BOOK.assess,
    "customer": kogge.Customer(id=1, tier="C"),
    "order": kogge.Order(net_minor=4800, priced_at="2026-03-02"),
}
ROUNDS, CALLS = (1, 10) if sys.argv[1:] == ["once"] else (41, 20_000)

for what in ("all", "decisive", None):
    code = f"r = assess(customer, order, why={what!r}); r.action; r.charged_minor"
    times = [
        1e9 * timeit.timeit(code, timer=time.process_time, globals=NAMES, number=CALLS) / CALLS for _ in range(ROUNDS)
    ]
    print(f"assess, why={what!s:<9} {statistics.median(times):8.0f} ns an order   best {min(times):6.0f}")
