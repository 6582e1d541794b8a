"""Properties of the model of evidence and order rhythm that must hold whatever the numbers; check_model.py runs them."""

from fractions import Fraction
from itertools import permutations
from math import comb, factorial

import evidence
import generate
import generate_evidence
import model


def check_chance():
    """The tests flag by chance as often as their size says, in either direction."""
    n, flagged, by_s = 6, {1: 0, 0: 0, -1: 0}, {}
    for order in permutations(range(n)):
        found = evidence.mann_kendall(order)
        flagged[found.direction] += 1
        by_s[found.kendall_s] = by_s.get(found.kendall_s, 0) + 1
    assert by_s == evidence.permutations_by_s(n)
    assert Fraction(flagged[1], factorial(n)) == Fraction(flagged[-1], factorial(n)) == found.size
    for n in range(63):
        rising = sum(comb(n, last) for last in range(n + 1) if order_test(n - last, last).direction == 1)
        falling = sum(comb(n, last) for last in range(n + 1) if order_test(n - last, last).direction == -1)
        assert Fraction(rising, 2**n) == Fraction(falling, 2**n) == order_test(n, 0).size


def order_test(before, last):
    """The order test of so many days, with revenue that moves the same way."""
    history = model.read_record("history", {"today_at": 1000})
    days = [271 + i for i in range(before)] + [636 + i for i in range(last)]
    left = [1, 0, 0, 0, 2, 0, 0, 0] if last > before else [2, 0, 0, 0, 1, 0, 0, 0]
    return evidence.order_test(history, left, days)


def check_growth(draw):
    """A season that is none changes nothing, promises hide no decline and lower no level, unknown raises none."""
    books = {}
    for line in generate_evidence.lines(draw):
        if "do" not in line:
            books[line["book"]] = model.compile_book(line)
        elif line["do"] != "evidence_assess":
            break
        elif draw.chance(25):
            check_one(books[line["book"]], line["in"])


def check_one(book, given):
    try:
        result = evidence.evidence_assess(book, given)["result"]
    except model.Refused:
        return
    history = given["history"]
    season = {f"season_{place}_bp": 10_000 for place in range(1, 5)}
    if not result["season_removed"]:
        flat = evidence.evidence_assess(book, given | {"history": history | season})["result"]
        assert flat == result | {"season_removed": 1}
        check_turned(book, given, result)
    else:
        assert result["season_removed"] == 1

    promised = history | {"announced_minor": 1, "flags": 3}
    more = evidence.evidence_assess(book, given | {"history": promised})["result"]
    assert more["direction"] == result["direction"]
    assert more["level"] == result["level"] or (result["level"] in (0, 1, 2) and more["level"] == 2)

    hidden = ("demand_confidence_bp", "contract_minor", "called_off_minor", "announced_minor")
    less = {name: value for name, value in history.items() if name not in hidden}
    unknown = evidence.evidence_assess(book, given | {"history": less})["result"]["level"]
    assert unknown <= result["level"]
    assert unknown not in (1, 4)


def check_turned(book, given, result):
    """Turned round, what rose falls: only where no quarter is left out at either end."""
    quarters = given.get("quarters") or []
    if result["test"] != evidence.TEST.MANN_KENDALL or not quarters or 0 in (quarters[0], quarters[-1]):
        return
    turned = evidence.evidence_assess(book, given | {"quarters": quarters[::-1]})["result"]
    for name in ("direction", "kendall_s", "slope_numerator"):
        assert turned[name] == -result[name]
    assert turned["growth_bp"] == -result["growth_bp"]
    assert turned["size_ppm"] == result["size_ppm"]


def check_rhythm(draw):
    """With every day of silence the class stays or becomes worse, and the ratio grows."""
    for _ in range(150):
        given = generate_evidence.draw_rhythm(draw)
        days = given.get("order_days")
        if not days or abs(days[-1]) > 10**6:
            continue
        classes = []
        for silence in range(320):
            history = given["history"] | {"today_at": days[-1] + silence or 1}
            if days[-1] + silence > 0:
                result = evidence.regularity_assess(None, {"history": history, "order_days": days})["result"]
                classes.append(result["overdue"])
        assert classes == sorted(classes)
        assert 0 not in classes or set(classes) == {0}


def check_properties():
    draw = generate.Draw(3)
    check_chance()
    check_growth(draw)
    check_rhythm(draw)
