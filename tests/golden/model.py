"""The exact model of order assessment, the arbiter behind the golden vectors.

Written from semantics.md sections 0 to 2.3, fields.md and docs/guide/orders.md alone; no line of it knows the library.
Every number is a Python int or a Fraction, nothing is optimised, and every function follows one sentence of those pages,
named in its comment ("sem" = semantics.md, "guide" = docs/guide/orders.md). Names of fields, code values, ranges and the
numbers of the presets come from the library's data files.
"""

import tomllib
from collections import namedtuple
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

LIB = Path(__file__).resolve().parents[2] / "lib"
FIELDS = tomllib.loads((LIB / "base" / "fields.toml").read_text(encoding="utf-8"))
CODES = tomllib.loads((LIB / "base" / "codes.toml").read_text(encoding="utf-8"))
PRESETS = tomllib.loads((LIB / "policy" / "presets.toml").read_text(encoding="utf-8"))

MONEY_MAX = 900_000_000_000_000
NEVER = MONEY_MAX + 1
DAY_MAX = 2**31 - 1
INT64_MAX = 2**63 - 1
BP = 10_000


class Refused(Exception):
    """A call that gives no result: the name of its status, and the field, rule and row that the error names."""

    def __init__(self, status, field=None, rule=None, row=None):
        super().__init__(status, field, rule, row)
        self.status, self.field, self.rule, self.row = status, field, rule, row

    def expect(self):
        found = {"status": self.status, "field": self.field, "rule": self.rule, "row": self.row}
        return {key: value for key, value in found.items() if value is not None}


# ---- codes -----------------------------------------------------------------------------------------------------------


def code(set_name, name):
    for entry in CODES[set_name]["codes"]:
        if entry.get("name") == name:
            return entry["code"]
    raise KeyError(f"{set_name} {name}")


def named(set_name):
    """The codes of a set as attributes: named("channel").PHONE."""
    return SimpleNamespace(**{c["name"]: c["code"] for c in CODES[set_name]["codes"] if "name" in c})


ACTION = named("action")
EFFECT = named("effect")
OUTCOME = named("outcome")
REASON = named("reason")
GUARD = named("guard")
ROUNDING = named("rounding")
BASE = named("base")
SOURCE = named("tier_source")
TIER = named("tier")
TREATMENT = named("treatment")
STRATEGY = named("strategy")
CLIFF = code("cap", "CLIFF")
VALUE_BRAND = code("brand", "VALUE")
STOPPED = code("service_state", "STOPPED")
EFFORT_FEE = code("service_state", "EFFORT_FEE")
ORDER_FLAG = named("order_flag")
CUSTOMER_FLAG = named("customer_flag")
POLICY_FLAG = named("policy_flag")
WAIVER = named("waiver")
TOGGLE = named("toggle")

ACTIONS = {EFFECT.ALLOW, EFFECT.WARN, EFFECT.REDIRECT_SHOP, EFFECT.REVIEW, EFFECT.BLOCK}
# What each effect uses of a rule's numbers (fields.md, order_rule).
USES_AMOUNT = {EFFECT.FLAT, EFFECT.PER_SERVICE, EFFECT.EFFORT, EFFECT.LINE_SHORTFALL, EFFECT.BROKEN_PACK}
USES_RATE = {EFFECT.PERCENT, EFFECT.SLICE}
# Fee kinds that look at the value of the order (guide, "Value rules").
VALUE_KINDS = {EFFECT.FLAT, EFFECT.PERCENT, EFFECT.TOP_UP, EFFECT.SLICE, EFFECT.COST_COVER}


def host_codes(set_name):
    low, dots, high = CODES[set_name].get("host", "").partition("..")
    return range(int(low), (DAY_MAX if high == "N" else int(high)) + 1) if dots else range(0)


def is_code(set_name, value):
    return value in host_codes(set_name) or any(entry["code"] == value for entry in CODES[set_name]["codes"])


def known_codes(set_name):
    """Every code of a set that a mask can hold."""
    return {entry["code"] for entry in CODES[set_name]["codes"]} | set(host_codes(set_name))


def bit(set_name, value):
    return value if CODES[set_name].get("bits") == "value" else 1 << value


def mask(set_name, names):
    return sum(bit(set_name, code(set_name, name)) for name in names.split())


def in_mask(bits, value):
    return bool(bits >> value & 1)


# ---- records ---------------------------------------------------------------------------------------------------------


def field_table(record):
    """Fields of a record in the order of their numbers; the header's flags are field 1."""
    table = FIELDS[record]
    flags = []
    if "flags" in table:
        flags = [{"n": 1, "name": "flags", "type": "uint32", "unit": f"mask {table['flags']}"}]
    return flags + table["fields"]


def field_id(name):
    record, field = name.split(".")
    for entry in field_table(record):
        if entry["name"] == field:
            return FIELDS[record]["number"] * 256 + entry["n"]
    raise KeyError(name)


def limits(spec):
    """Smallest and largest value of a field that is neither a code nor a mask."""
    if "range" not in spec:
        return (0, 2**64 - 1) if spec["type"] == "uint64" else (0, DAY_MAX)
    names = {"M": MONEY_MAX, "M+1": NEVER, "N": DAY_MAX, "T": INT64_MAX}
    names |= {f"-{name}": -value for name, value in names.items()}
    low, high = spec["range"].split("..")
    return tuple(names[end] if end in names else int(end) for end in (low, high))


def plain(spec, value):
    """A value as a number; vectors may give codes and masks by their names, and write large numbers as strings."""
    if not isinstance(value, str):
        return value
    if value.isdigit():
        return int(value)
    kind, set_name = spec["unit"].split()
    return code(set_name, value) if kind == "code" else mask(set_name, value)


def check_value(spec, value):
    """Status of one value: fields.md 0 (range, set, required)."""
    kind, _, set_name = spec["unit"].partition(" ")
    if spec.get("required") and value == 0:
        return "INVALID"
    if kind == "code" and not CODES[set_name].get("open"):
        low, high = limits(spec) if "range" in spec else (value, value)
        return "OK" if is_code(set_name, value) and low <= value <= high else "UNSUPPORTED"
    if kind == "mask":
        if "bits" in spec:
            low, high = (int(end) for end in spec["bits"].split(".."))
            allowed = sum(1 << position for position in range(low, high + 1))
        else:
            allowed = sum(bit(set_name, value) for value in known_codes(set_name))
        return "OK" if value & ~allowed == 0 else "UNSUPPORTED"
    low, high = limits(spec)
    return "OK" if low <= value <= high else "RANGE"


def read_record(record, given, rule=None, columns=None):
    """A record with every field checked; unknown-able fields that are not given are None (sem 0).

    Fields that share a bit are known together: those of them that are not given are 0. Of a row of a table, optional
    fields without a column say nothing, so nothing can be wrong with them.
    """
    values = {}
    table = field_table(record)
    strange = set(given) - {spec["name"] for spec in table}
    if strange:
        raise KeyError(f"{record} has no {sorted(strange)}")
    known = {spec["known"] for spec in table if "known" in spec and given.get(spec["name"]) is not None}
    for spec in table:
        value = given.get(spec["name"])
        if value is None:
            value = None if "known" in spec and spec["known"] not in known else 0
        else:
            value = plain(spec, value)
        says_nothing = columns is not None and spec["name"] not in columns and not spec.get("required")
        status = "OK" if value is None or says_nothing else check_value(spec, value)
        if status != "OK":
            raise Refused(status, f"{record}.{spec['name']}", rule)
        values[spec["name"]] = value
    return SimpleNamespace(**values)


# ---- numbers: sem 0 --------------------------------------------------------------------------------------------------


def round_fraction(quotient, mode):
    """Rounded once by the sign of the quotient; all modes are symmetric about zero."""
    size = abs(quotient)
    whole = size.numerator // size.denominator
    rest = size - whole
    half = Fraction(1, 2)
    away = {
        ROUNDING.HALF_AWAY: rest >= half,
        ROUNDING.HALF_EVEN: rest > half or (rest == half and whole % 2 == 1),
        ROUNDING.UP: rest > 0,
        ROUNDING.DOWN: False,
    }[mode]
    return (whole + away) * (-1 if quotient < 0 else 1)


def mul_div_exact(x, n, d, mode):
    return round_fraction(Fraction(x * n, d), mode)


def mul_div(x, n, d, mode):
    if d == 0:
        raise Refused("INVALID")
    result = mul_div_exact(x, n, d, mode)
    if abs(result) > INT64_MAX:
        raise Refused("RANGE")
    return result


def floor_root(n):
    """Largest r with r * r <= n, by bisection."""
    return last_true(0, n, lambda r: r * r <= n)


def last_true(low, high, holds):
    """Largest value in low..high for which `holds`, which holds at low and, once false, stays false."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def median2(values):
    """Twice the median."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return 2 * ordered[middle] if len(ordered) % 2 else ordered[middle - 1] + ordered[middle]


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year, month):
    return [31, 29 if is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def day(year, month, of_month):
    """Days since 1970-01-01 in the Gregorian calendar."""
    if not 1 <= month <= 12 or not 1 <= of_month <= days_in(year, month):
        raise Refused("INVALID")
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += sum(days_in(year, earlier) for earlier in range(1, month)) + of_month - 1
    return days - 719_162  # 1970-01-01 counted from 0001-01-01


# ---- intervals of shares: sem 4 --------------------------------------------------------------------------------------

Z_SQUARED = Fraction(3_841_459, 1_000_000)


def wilson(k, n):
    """Wilson interval of k of n in bp, low rounded down, high rounded up.

    The bounds are the roots of (p - x)^2 = z^2 x (1 - x) / n. Outside of them the left side is at least the right side,
    and the vertex says on which side of the interval a value lies; so no root is taken.
    """
    if k > n:
        raise Refused("INVALID")
    if n == 0:
        return [0, BP]
    p = Fraction(k, n)
    vertex = (p + Z_SQUARED / (2 * n)) / (1 + Z_SQUARED / n)

    def outside(x):
        return (p - x) ** 2 >= Z_SQUARED * x * (1 - x) / n

    def not_above_low(bp):
        x = Fraction(bp, BP)
        return x <= vertex and outside(x)

    def not_below_high(bp):
        x = Fraction(bp, BP)
        return x >= vertex and outside(x)

    low = last_true(0, BP, not_above_low)
    high = BP - last_true(0, BP, lambda left: not_below_high(BP - left))
    return [low, high]


def newcombe(k1, n1, k2, n2):
    """Interval of p1 - p2 in bp from the Wilson bounds in bp, low rounded down, high rounded up."""
    low1, high1 = wilson(k1, n1)
    low2, high2 = wilson(k2, n2)
    if n1 == 0 or n2 == 0:
        return [-BP, BP]
    p1, p2 = Fraction(k1 * BP, n1), Fraction(k2 * BP, n2)
    difference = p1 - p2
    down = (p1 - low1) ** 2 + (high2 - p2) ** 2
    up = (high1 - p1) ** 2 + (p2 - low2) ** 2
    low = last_true(-2 * BP, BP, lambda x: x <= difference and (difference - x) ** 2 >= down)
    high = -last_true(-2 * BP, BP, lambda x: -x >= difference and (-x - difference) ** 2 >= up)
    return [low, high]


# ---- helpers of orders: sem 2.3 --------------------------------------------------------------------------------------


def allocate(total, weights):
    """Largest remainder: floor of each exact share, then one unit each to the largest remainders, ties by index."""
    if not weights or min(weights) < 0:
        raise Refused("INVALID")
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    if sum(weights) == 0:
        weights = [1] * len(weights)
    shares = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - shares[i], i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def cash_round(total, step):
    if step <= 0:
        raise Refused("INVALID")
    rounded = round_fraction(Fraction(total, step), ROUNDING.HALF_AWAY) * step
    return [rounded, rounded - total]


def settle(fee, ordered, before, now, final, mode):
    if ordered <= 0 or before < 0:
        raise Refused("INVALID")
    if fee < 0 or max(fee, ordered, before, abs(now)) > MONEY_MAX:
        raise Refused("RANGE")
    if before + now < 0:
        raise Refused("INVALID")

    def charged_at(delivered):
        if mode == code("settle", "FIRST"):
            return fee if delivered > 0 else 0
        if mode == code("settle", "LAST"):
            return fee if delivered >= ordered else 0
        return mul_div_exact(fee, min(delivered, ordered), ordered, ROUNDING.HALF_AWAY)

    then = fee if final == code("final", "CHARGE_REST") else charged_at(before + now)
    return then - charged_at(before)


# ---- policy and rulebook: sem 1, fields.md 7 and 8 -------------------------------------------------------------------


@dataclass(frozen=True)
class Book:
    policy: SimpleNamespace
    sales: SimpleNamespace  # the sales policy
    rules: list  # in evaluation order
    costs: dict  # channel -> cost per order
    treatments: dict  # (strategy, treatment) -> row
    criteria: list  # by id
    weights: list  # strategy weights by score and factor
    fingerprint: str


def currency_digits(number):
    for entry in CODES["currency"]["codes"]:
        if entry["code"] == number:
            return entry["digits"]
    raise KeyError(number)


def preset_name(preset):
    return next(c["name"] for c in CODES["preset"]["codes"] if c["code"] == preset)


def preset_numbers(record, preset, digits):
    """Every number that the preset has for a record, amounts scaled to the currency's digits."""
    position = [c["name"] for c in CODES["preset"]["codes"]].index(preset_name(preset))
    values = {}
    for spec in FIELDS[record]["fields"]:
        value = spec["preset"]
        if isinstance(value, list):
            value = value[position]
        values[spec["name"]] = value * 10**digits if spec["unit"] == "minor" else value
    return values


def policy_init(preset, currency):
    digits = currency_digits(currency)
    values = {"flags": FIELDS["policy"]["flags_preset"]} | preset_numbers("policy", preset, digits)
    return values | {"currency": currency, "currency_digits": digits}


def sales_policy_init(preset, digits):
    """The guide (strategy.md): the numbers that stand behind strategy, key accounts and contacts."""
    return preset_numbers("sales_policy", preset, digits)


def scaled(rows, digits):
    return [
        {key: value * 10**digits if key.endswith("_minor") else value for key, value in row.items()} for row in rows
    ]


def preset_rules(preset, digits):
    return scaled(PRESETS["order_rule"][preset_name(preset)], digits)


def preset_costs(digits):
    return scaled(PRESETS["channel_cost"], digits)


def is_money(kind):
    """Whether the values of a criterion of this kind are money (fields.md 7)."""
    return any(entry["name"] == kind and entry["unit"] == "minor" for entry in CODES["criterion"]["codes"])


def preset_criteria(digits):
    scale = {"low", "high", "at_least", "knock_out"}
    return [
        {key: value * 10**digits if key in scale and is_money(row["kind"]) else value for key, value in row.items()}
        for row in PRESETS["kam_criterion"]["rows"]
    ]


def preset_treatments():
    rows = []
    for row in PRESETS["treatment_row"]["rows"]:
        strategies = ["RETREAT", "FORWARD"] if row["strategy"] == "*" else [row["strategy"]]
        rows += [row | {"strategy": strategy} for strategy in strategies]
    return rows


def preset_weights():
    """No figure of the company is money, so nothing is scaled."""
    return PRESETS["strategy_weight"]["rows"]


def compile_book(given):
    """A rulebook from a line of the vectors; raises Refused with the place that the error names."""
    overrides = given.get("policy", {})
    preset, currency = number("preset", overrides.get("preset", 1)), number("currency", overrides.get("currency", 978))
    values = policy_init(preset, currency)
    policy = read_record("policy", values | overrides)
    check_policy(policy)
    digits = policy.currency_digits
    sales = read_record("sales_policy", sales_policy_init(policy.preset, digits) | given.get("sales_policy", {}))

    rules = given.get("order_rules", preset_rules(policy.preset, digits))
    rules = [read_record("order_rule", row, row.get("id") or None) for row in rules]
    for rule in rules:
        check_rule(rule)
    check_rules(rules)

    costs = [read_record("channel_cost", row) for row in given.get("channel_costs", preset_costs(digits))]
    if len({row.channel for row in costs}) < len(costs):
        raise Refused("INVALID", "channel_cost.channel")

    treatments = [read_record("treatment_row", row) for row in given.get("treatment_rows", preset_treatments())]
    check_treatments(treatments)

    criteria = given.get("kam_criteria", preset_criteria(digits))
    criteria = [read_record("kam_criterion", row, row.get("id") or None) for row in criteria]
    check_criteria(criteria)

    weights = [read_record("strategy_weight", row) for row in given.get("strategy_weights", preset_weights())]
    check_weights(weights)

    return Book(
        policy,
        sales,
        sorted(rules, key=precedence),
        {row.channel: row.cost_per_order_minor for row in costs},
        {(row.strategy, row.treatment): row for row in treatments},
        sorted(criteria, key=lambda row: row.id),
        sorted(weights, key=lambda row: (row.score, row.factor)),
        fingerprint(policy, sales, rules, costs, treatments, criteria, weights),
    )


def number(set_name, value):
    return code(set_name, value) if isinstance(value, str) else value


def check_policy(policy):
    if policy.strategy == STRATEGY.UNDECIDED:
        raise Refused("INVALID", "policy.strategy")
    if (policy.cut_a_minor == 0) != (policy.cut_b_minor == 0) or policy.cut_b_minor > policy.cut_a_minor:
        raise Refused("INVALID", "policy.cut_b_minor")
    if policy.cut_b_bp < policy.cut_a_bp:
        raise Refused("INVALID", "policy.cut_b_bp")
    if policy.small_by and not 1 <= policy.small_k <= policy.small_by.bit_count():
        raise Refused("INVALID", "policy.small_k")


def check_treatments(rows):
    for row in rows:
        if row.strategy not in (STRATEGY.RETREAT, STRATEGY.FORWARD):
            raise Refused("INVALID", "treatment_row.strategy")
        if row.care == code("care", "KAM"):
            raise Refused("INVALID", "treatment_row.care")
        if row.replenishment == code("replenishment", "OFFER"):  # a result, not a term
            raise Refused("INVALID", "treatment_row.replenishment")
    if len({(row.strategy, row.treatment) for row in rows}) < len(rows):
        raise Refused("INVALID", "treatment_row.treatment")


def check_criteria(rows):
    """Contradictions of KAM criteria (fields.md kam_criterion, sem 8 gate 2)."""
    stage = named("stage")
    hard = [row for row in rows if row.stage == stage.HARD]
    for row in hard:
        if row.low == row.high:
            raise Refused("INVALID", "kam_criterion.high", row.id)
    twice = [row.id for place, row in enumerate(rows) if row.id in [other.id for other in rows[:place]]]
    if twice:
        raise Refused("INVALID", "kam_criterion.id", twice[0])
    for place, row in enumerate(rows):
        if sum(other.stage == row.stage for other in rows[:place]) == 16:
            raise Refused("LIMIT", "kam_criterion.stage", row.id)
    if hard and not any(row.weight for row in hard):
        raise Refused("INVALID", "kam_criterion.weight", min(row.id for row in hard))


def check_weights(rows):
    """A weight whose utility would have no slope, and one that counts twice (fields.md strategy_weight, sem 7)."""
    for row in rows:
        if row.low == row.high:
            raise Refused("INVALID", "strategy_weight.high")
    if len({(row.score, row.factor) for row in rows}) < len(rows):
        raise Refused("INVALID", "strategy_weight.factor")


def check_rule(rule):
    """Contradictions inside one rule (sem 2.2, fields.md order_rule)."""

    def refuse_if(wrong, field):
        if wrong:
            raise Refused("INVALID", field and f"order_rule.{field}", rule.id)

    is_action = rule.effect in ACTIONS
    refuse_if(rule.amount_minor and rule.effect not in USES_AMOUNT, "amount_minor")
    refuse_if(rule.rate_bp and rule.effect not in USES_RATE, "rate_bp")
    refuse_if(rule.amount_per > 1 and rule.effect != EFFECT.LINE_SHORTFALL, "amount_per")
    refuse_if(rule.min_minor and rule.effect != EFFECT.PERCENT, "min_minor")
    refuse_if(rule.max_minor and rule.effect != EFFECT.PERCENT, "max_minor")
    refuse_if(rule.min_minor > rule.max_minor > 0, None)  # min or max may be named
    refuse_if(rule.from_minor >= rule.below_minor > 0, "below_minor")
    refuse_if(rule.cap == CLIFF and (is_action or rule.effect == EFFECT.SLICE), "cap")
    measured = rule.effect == EFFECT.TOP_UP or rule.cap == CLIFF
    refuse_if(measured and rule.below_minor == 0, "below_minor")
    refuse_if(measured and rule.base == BASE.GROSS, "base")
    begin, end = rule.valid_from_at, rule.valid_until_at
    refuse_if(begin and end and end <= begin, "valid_until_at")
    refuse_if(is_action and rule.waivers, "waivers")
    refuse_if(is_action and rule.free_per_period, "free_per_period")
    for name in ("channels", "brands", "order_types", "delivery_modes", "treatments"):
        refuse_if(getattr(rule, name) == 1, name)


def check_rules(rules):
    """Contradictions between rules (sem 2.2)."""
    if len({rule.id for rule in rules}) < len(rules):
        raise Refused("INVALID", "order_rule.id")
    for group in range(1, 48):
        if len({base_of(rule) for rule in rules if rule.group == group}) > 1:
            raise Refused("INVALID", "order_rule.base")
    covers = [rule.group for rule in rules if rule.effect == EFFECT.COST_COVER]
    if len(set(covers)) > 1 or covers.count(0) > 1:
        raise Refused("INVALID", "order_rule.group")
    for agreement in {0} | {rule.agreement for rule in rules}:
        if fees_possible([rule for rule in rules if rule.agreement in (0, agreement)]) > 16:
            raise Refused("LIMIT", "order_rule.group")
    cliffs = [rule for rule in rules if rule.cap == CLIFF]
    for position, one in enumerate(cliffs):
        for other in cliffs[position + 1 :]:
            if (one.group != other.group or one.group == 0) and may_meet(one, other):
                raise Refused("INVALID", "order_rule.cap")


def fees_possible(visible):
    """The most fees that one order can get: fee rules of group 0 and one of every other group."""
    fees = [rule for rule in visible if rule.effect not in ACTIONS]
    return sum(rule.group == 0 for rule in fees) + len({rule.group for rule in fees if rule.group})


def may_meet(one, other):
    """Whether bands overlap and scopes and dates intersect; rules of different bases overlap whatever their bands."""
    for name in ("agreement", "customer_group", "country", "sales_org"):
        a, b = getattr(one, name), getattr(other, name)
        if a and b and a != b:
            return False
    for name in ("tiers", "treatments", "channels", "brands", "order_types", "delivery_modes"):
        a, b = getattr(one, name), getattr(other, name)
        if a and b and a & b == 0:
            return False
    first = [rule.valid_from_at for rule in (one, other) if rule.valid_from_at]
    end = [rule.valid_until_at for rule in (one, other) if rule.valid_until_at]
    if first and end and max(first) >= min(end):
        return False
    same_base = base_of(one) == base_of(other)
    return not same_base or max(one.from_minor, other.from_minor) < min(one.below_minor, other.below_minor)


def precedence(rule):
    """Groups ascending, group 0 last; agreement, customer group, country, sales organisation set first; priority, id."""
    keys = (rule.agreement, rule.customer_group, rule.country, rule.sales_org)
    return (rule.group == 0, rule.group, [key == 0 for key in keys], rule.priority, rule.id)


def fingerprint(policy, sales, rules, costs, treatments, criteria, weights):
    """FNV-1a 64 over (record number * 256, key) and the (field id, value) pairs that are not 0 (fields.md 8)."""
    pairs = row_pairs("policy", policy, 0, leave_out=["preset"])
    pairs += row_pairs("sales_policy", sales, 0)
    for rule in sorted(rules, key=lambda rule: rule.id):
        pairs += row_pairs("order_rule", rule, rule.id)
    for row in sorted(costs, key=lambda row: row.channel):
        pairs += row_pairs("channel_cost", row, row.channel)
    for row in sorted(treatments, key=lambda row: (row.strategy, row.treatment)):
        pairs += row_pairs("treatment_row", row, row.strategy * 2**32 + row.treatment)
    for row in sorted(criteria, key=lambda row: row.id):
        pairs += row_pairs("kam_criterion", row, row.id)
    for row in sorted(weights, key=lambda row: (row.score, row.factor)):
        pairs += row_pairs("strategy_weight", row, row.score * 2**32 + row.factor)
    digest = 14695981039346656037
    for number, value in pairs:
        for byte in number.to_bytes(4, "little") + (value % 2**64).to_bytes(8, "little"):
            digest = (digest ^ byte) * 1099511628211 % 2**64
    return f"{digest:016x}"


def row_pairs(record, row, key, leave_out=()):
    number = FIELDS[record]["number"] * 256
    pairs = [(number, key)]
    for spec in sorted(field_table(record), key=lambda spec: spec["n"]):
        value = getattr(row, spec["name"])
        if value and spec["name"] not in leave_out:
            pairs.append((number + spec["n"], value))
    return pairs


# ---- one order: sem 2, guide -----------------------------------------------------------------------------------------

Reason = namedtuple("Reason", "code outcome rule field observed threshold")


@dataclass(frozen=True)
class Situation:
    """Everything a rule can look at; `grown` is the amount of counting goods added to the order in thought."""

    book: Book
    customer: SimpleNamespace
    order: SimpleNamespace
    lines: list | None
    tier: int
    tier_source: int
    treatment: int
    margin_bp: int
    grown: int = 0

    def net(self):
        return self.order.net_minor + self.grown

    def base(self, base):
        order = self.order
        net = order.net_minor - order.excluded_minor + self.grown
        return {
            BASE.NET: net,
            BASE.BEFORE_DISCOUNT: net + order.discount_minor,
            BASE.WITH_FREIGHT: net + order.freight_minor,
            BASE.GROSS: net + order.freight_minor + order.tax_minor,
        }[base]

    def band_value(self, rule):
        return self.base(base_of(rule)) + self.order.also_counts_minor

    def rounding(self):
        return self.book.policy.rounding

    def grow(self, amount):
        return replace(self, grown=self.grown + amount)


BASE_FIELD = {
    BASE.NET: "assessment.net_base_minor",
    BASE.BEFORE_DISCOUNT: "assessment.before_discount_base_minor",
    BASE.WITH_FREIGHT: "assessment.with_freight_base_minor",
    BASE.GROSS: "assessment.gross_base_minor",
}


def base_of(rule):
    return rule.base or BASE.NET


def effective_tier(policy, customer, day):
    """Guide, "Tier and treatment": override, better of own and parent, own, default."""
    until = customer.override_until_at
    if customer.tier_override and (until == 0 or day < until):
        return customer.tier_override, SOURCE.OVERRIDE
    own, parent = customer.tier, customer.parent_tier
    if policy.flags & POLICY_FLAG.PARENT_TIER and parent and (own == 0 or parent < own):
        return parent, SOURCE.PARENT
    if own:
        return own, SOURCE.OWN
    return policy.default_tier, SOURCE.DEFAULT


def treatment_column(customer, tier, source):
    if customer.treatment and source == SOURCE.OWN:
        return customer.treatment
    not_small = mask("flag", "HIDDEN_CHAMPION PROSPECT SMART_ACCOUNT")
    developable = not_small | mask("flag", "DEVELOPABLE")
    if customer.kam_outcome == code("kam_outcome", "KEY_ACCOUNT") or tier == TIER.A:
        return TREATMENT.A
    if tier == TIER.D:
        return TREATMENT.D
    if tier == TIER.B and not customer.class_flags & not_small:
        return TREATMENT.B
    if customer.class_flags & developable or customer.flags & CUSTOMER_FLAG.DEVELOPABLE:
        return TREATMENT.DEVELOPABLE
    return TREATMENT.SMALL


def strategy_of_column(strategy, column):
    """Whose row of the treatment table a column uses."""
    if strategy != STRATEGY.MIXED:
        return strategy
    return STRATEGY.FORWARD if column == TREATMENT.DEVELOPABLE else STRATEGY.RETREAT


def treatment_row(situation):
    """The row of the treatment table in force, or a row with every cell UNCHANGED."""
    strategy = strategy_of_column(situation.book.policy.strategy, situation.treatment)
    unchanged = SimpleNamespace(price_model=0, discount_mode=0, max_discount_bp=0, small_order_fees=0)
    return situation.book.treatments.get((strategy, situation.treatment), unchanged)


def read_input(book, customer, order, lines):
    """The records of one call, checked (guide, and fields.md for the single fields)."""
    customer = read_record("customer", customer or {})
    order = read_record("order", order)
    if lines is not None:
        lines = [read_record("order_line", line) for line in lines]
    if customer.override_reason and not customer.tier_override:
        raise Refused("INVALID", "customer.override_reason")
    if order.currency and order.currency != book.policy.currency:
        raise Refused("CURRENCY", "order.currency")
    if lines is not None and order.line_count is not None and order.line_count != len(lines):
        raise Refused("INVALID", "order.line_count")
    return customer, order, lines


def is_sale(order):
    return not order.flags & (ORDER_FLAG.RETURN | ORDER_FLAG.CREDIT) and order.net_minor > 0


def check_sale(order):
    """Guide, "Values of an order": the signs that a sale must have."""
    for name in ("discount_minor", "freight_minor", "tax_minor"):
        if getattr(order, name) < 0:
            raise Refused("INVALID", f"order.{name}")
    if not 0 <= order.excluded_minor <= order.net_minor:
        raise Refused("INVALID", "order.excluded_minor")
    if order.also_counts_minor < 0:
        raise Refused("INVALID", "order.also_counts_minor")


def check_money(value, field):
    if value is not None and abs(value) > MONEY_MAX:
        raise Refused("RANGE", field)


def check_bases(situation):
    for base, field in BASE_FIELD.items():
        check_money(situation.base(base), field)
    for base in BASE_FIELD:
        check_money(situation.base(base) + situation.order.also_counts_minor, "order.also_counts_minor")


# ---- guards: sem 2.1 -------------------------------------------------------------------------------------------------


def guard_reasons(situation):
    """The guards 202 to 210 in their order, each as (reason, action that it asks for)."""
    tests = [
        guard_stopped(situation),
        guard_main_brand(situation),
        guard_channel(situation),
        guard_payment(situation),
        guard_lead_time(situation),
        guard_service(situation),
        guard_discount(situation),
        guard_quote(situation),
        guard_nothing_counts(situation),
    ]
    return [approve_guard(situation, *test) for test in tests]


def approve_guard(situation, number, group, action, truth, field, observed, threshold):
    outcome = {True: OUTCOME.MATCHED, False: OUTCOME.NOT_MATCHED, None: OUTCOME.UNKNOWN}[truth]
    if truth and action and situation.order.approved >> group & 1:
        outcome, action = OUTCOME.APPROVED, ACTION.ALLOW
    reason = Reason(number, outcome, 0, field_id(field), observed, threshold)
    return reason, (action or ACTION.ALLOW) if truth else ACTION.ALLOW


def guard_not_a_sale(situation):
    order = situation.order
    returned = order.flags & (ORDER_FLAG.RETURN | ORDER_FLAG.CREDIT)
    outcome = OUTCOME.NOT_MATCHED if is_sale(order) else OUTCOME.MATCHED
    field, observed = ("order.flags", returned) if returned else ("order.net_minor", order.net_minor)
    return Reason(REASON.NOT_A_SALE, outcome, 0, field_id(field), observed, 0)


def guard_stopped(situation):
    state = situation.customer.service_state
    field = "customer.service_state"
    return REASON.STOPPED, GUARD.STOPPED, ACTION.BLOCK, state == STOPPED, field, state, STOPPED


def value_brand_guard(situation, number, group, action, truth, field, observed, threshold):
    """Brand VALUE and a further condition; a false condition wins over an unknown one."""
    brand = situation.order.brand
    if brand == VALUE_BRAND or (brand == 0 and truth is False):
        return number, group, action, truth, field, observed, threshold
    truth = None if brand == 0 else False
    return number, group, action, truth, "order.brand", brand, VALUE_BRAND


def best_known_tier(customer, tier, source):
    """Unknown tiers and the default one do not count; 0 = none is known."""
    own = 0 if source == SOURCE.DEFAULT else tier
    tiers = [own, customer.best_tier_24m, customer.parent_tier, customer.parent_best_tier_24m]
    return min([tier for tier in tiers if tier], default=0)


def guard_main_brand(situation):
    best = best_known_tier(situation.customer, situation.tier, situation.tier_source)
    truth = in_mask(situation.book.policy.value_excluded_tiers, best) if best else None
    field, action = "customer.best_tier_24m", ACTION.REDIRECT_MAIN_BRAND
    return value_brand_guard(situation, REASON.MAIN_BRAND, GUARD.MAIN_BRAND, action, truth, field, best, 0)


def guard_channel(situation):
    channel = situation.order.channel
    truth = not in_mask(situation.book.policy.value_channels, channel) if channel else None
    field, action = "order.channel", ACTION.REDIRECT_SHOP
    return value_brand_guard(situation, REASON.VALUE_CHANNEL, GUARD.VALUE_CHANNEL, action, truth, field, channel, 0)


def guard_payment(situation):
    payment = situation.order.payment
    truth = not in_mask(situation.book.policy.value_payments, payment) if payment else None
    field, action = "order.payment", ACTION.BLOCK
    return value_brand_guard(situation, REASON.VALUE_PAYMENT, GUARD.VALUE_PAYMENT, action, truth, field, payment, 0)


def guard_lead_time(situation):
    lead, least = situation.order.lead_time_days, situation.book.policy.value_lead_time_days
    truth = None if lead is None else lead < least
    code_and_group = REASON.VALUE_LEAD_TIME, GUARD.VALUE_LEAD_TIME
    return value_brand_guard(situation, *code_and_group, ACTION.WARN, truth, "order.lead_time_days", lead or 0, least)


def guard_service(situation):
    beyond = situation.order.services & ~situation.book.policy.value_services
    lowest = next((number for number in range(32) if in_mask(beyond, number)), 0)
    code_and_group = REASON.VALUE_SERVICE, GUARD.VALUE_SERVICE
    return value_brand_guard(situation, *code_and_group, ACTION.REVIEW, beyond != 0, "order.services", lowest, 0)


def guard_discount(situation):
    row, order = treatment_row(situation), situation.order
    limit, field = {
        code("discount_mode", "UNCHANGED"): (None, "treatment_row.discount_mode"),
        code("discount_mode", "LIMIT"): (row.max_discount_bp, "treatment_row.max_discount_bp"),
        code("discount_mode", "POLICY"): (situation.book.policy.max_discount_bp, "policy.max_discount_bp"),
    }[row.discount_mode]
    head = REASON.DISCOUNT_ABOVE_TREATMENT, GUARD.DISCOUNT, ACTION.REVIEW
    if limit is None:
        return *head, False, field, row.discount_mode, 0
    full = order.net_minor + order.discount_minor
    discount_bp = mul_div_exact(order.discount_minor, BP, full, ROUNDING.HALF_AWAY)
    return *head, Fraction(order.discount_minor * BP, full) > limit, field, discount_bp, limit


def guard_quote(situation):
    head = REASON.QUOTE_AT_LIST_PRICE, GUARD.QUOTE, ACTION.REVIEW
    if not situation.order.flags & ORDER_FLAG.QUOTE:
        return *head, False, "order.flags", 0, ORDER_FLAG.QUOTE
    model, fixed = treatment_row(situation).price_model, code("price_model", "FIXED_LIST")
    return *head, model == fixed, "treatment_row.price_model", model, fixed


def guard_nothing_counts(situation):
    net = situation.base(BASE.NET)
    return REASON.NOTHING_COUNTS, GUARD.NOTHING_COUNTS, None, net == 0, BASE_FIELD[BASE.NET], net, 0


# ---- rules: sem 2.2 --------------------------------------------------------------------------------------------------

Test = namedtuple("Test", "truth code field observed threshold")  # truth None = unknown


def has_band(rule):
    return rule.from_minor > 0 or rule.below_minor > 0


def is_fee(rule):
    return rule.effect not in ACTIONS


def is_band_fee(rule):
    return is_fee(rule) and (has_band(rule) or rule.effect == EFFECT.COST_COVER)


def is_value_rule(rule):
    return rule.effect in VALUE_KINDS or (rule.effect in ACTIONS and has_band(rule))


def visible_rules(situation):
    """Rules of other agreements are not looked at."""
    return [rule for rule in situation.book.rules if rule.agreement in (0, situation.customer.agreement)]


def scope_tests(rule, situation):
    """Dates, keys, masks, in that order."""
    order, customer = situation.order, situation.customer
    yield date_test(rule, order.priced_at)
    group = customer.customer_group
    yield key_test(REASON.CUSTOMER_GROUP, "customer.customer_group", group, rule.customer_group, False)
    yield key_test(REASON.COUNTRY, "order.country", order.country, rule.country, True)
    yield key_test(REASON.SALES_ORG, "order.sales_org", order.sales_org, rule.sales_org, True)
    yield mask_test(REASON.TIER, "assessment.tier", situation.tier, rule.tiers, False)
    yield mask_test(REASON.TREATMENT, "assessment.treatment", situation.treatment, rule.treatments, False)
    yield mask_test(REASON.CHANNEL, "order.channel", order.channel, rule.channels, True)
    yield mask_test(REASON.BRAND, "order.brand", order.brand, rule.brands, True)
    yield mask_test(REASON.ORDER_TYPE, "order.order_type", order.order_type, rule.order_types, True)
    yield mask_test(REASON.DELIVERY_MODE, "order.delivery_mode", order.delivery_mode, rule.delivery_modes, True)


def date_test(rule, priced_at):
    begin, end = rule.valid_from_at, rule.valid_until_at
    if begin and priced_at < begin:
        return Test(False, REASON.VALID, "order.priced_at", priced_at, begin)
    return Test(not (end and priced_at >= end), REASON.VALID, "order.priced_at", priced_at, end)


def key_test(number, field, value, wanted, zero_is_unknown):
    """A key of 0 asks nothing; customer group 0 is none, country and sales organisation 0 are unknown."""
    truth = True if wanted == 0 else None if zero_is_unknown and value == 0 else value == wanted
    return Test(truth, number, field, value, wanted)


def mask_test(number, field, value, bits, zero_is_unknown):
    """A mask of 0 asks nothing; code 0 of the order's codes is unknown, tier NONE is a tier like others."""
    truth = True if bits == 0 else None if zero_is_unknown and value == 0 else in_mask(bits, value)
    return Test(truth, number, field, value, 0)


def rule_tests(rule, situation):
    """All conditions of a rule in the order of the guide."""
    yield from scope_tests(rule, situation)
    fees = treatment_row(situation).small_order_fees
    off = is_band_fee(rule) and fees == TOGGLE.OFF
    yield Test(not off, REASON.TREATMENT, "treatment_row.small_order_fees", fees, 0)
    net = situation.base(BASE.NET)
    nothing = is_value_rule(rule) and net == 0
    yield Test(not nothing, REASON.NOTHING_COUNTS, BASE_FIELD[BASE.NET], net, 0)
    yield band_test(rule, situation)
    yield trigger_test(rule, situation)


def band_test(rule, situation):
    """`[from, below)`, 0 = open; SLICE has no band test."""
    value, field = situation.band_value(rule), BASE_FIELD[base_of(rule)]
    if rule.effect != EFFECT.SLICE:
        if rule.from_minor and value < rule.from_minor:
            return Test(False, REASON.BAND, field, value, rule.from_minor)
        if rule.below_minor and value >= rule.below_minor:
            return Test(False, REASON.BAND, field, value, rule.below_minor)
    return Test(True, REASON.BAND, field, value, rule.below_minor)


def trigger_test(rule, situation):
    order, customer, lines = situation.order, situation.customer, situation.lines
    if rule.effect == EFFECT.PER_SERVICE:
        services = order.special_services
        return Test(services > 0, REASON.TRIGGER, "order.special_services", services, 0)
    if rule.effect == EFFECT.EFFORT:
        state = customer.service_state
        return Test(state == EFFORT_FEE, REASON.TRIGGER, "customer.service_state", state, EFFORT_FEE)
    if rule.effect == EFFECT.LINE_SHORTFALL:
        truth = None if lines is None else quantity_short(lines) > 0
        return Test(truth, REASON.TRIGGER, "order_line.minimum_quantity", 0, 0)
    if rule.effect == EFFECT.BROKEN_PACK:
        truth = None if lines is None else broken_packs(lines) > 0
        return Test(truth, REASON.TRIGGER, "order_line.pack_size", 0, 0)
    if rule.effect == EFFECT.SLICE:
        base = base_of(rule)
        value = situation.base(base)
        return Test(value > rule.from_minor, REASON.TRIGGER, BASE_FIELD[base], value, rule.from_minor)
    if rule.effect == EFFECT.COST_COVER:
        if order.channel == 0:
            return Test(None, REASON.COST_UNKNOWN, "order.channel", 0, 0)
        if handling_cost(situation) is None:
            return Test(None, REASON.COST_UNKNOWN, "order.line_count", 0, 0)
    return Test(True, REASON.TRIGGER, "order.net_minor", 0, 0)


def counted_lines(lines):
    """A line with quantity <= 0 is no line for LINE_SHORTFALL and BROKEN_PACK."""
    return [line for line in lines if line.quantity > 0]


def shortfall(line):
    return max(0, line.minimum_quantity - line.quantity)


def quantity_short(lines):
    return sum(shortfall(line) for line in counted_lines(lines))


def broken_packs(lines):
    return sum(line.pack_size > 1 and line.quantity % line.pack_size != 0 for line in counted_lines(lines))


def judge(rule, situation):
    """The reason of a rule by itself: its first false test, else its first unknown one, else RULE MATCHED."""
    tests = list(rule_tests(rule, situation))
    for truth, outcome in ((False, OUTCOME.NOT_MATCHED), (None, OUTCOME.UNKNOWN)):
        for test in tests:
            if test.truth is truth:
                return Reason(test.code, outcome, rule.id, field_id(test.field), test.observed, test.threshold)
    field, observed, threshold = why_matched(rule, situation)
    return Reason(REASON.RULE, OUTCOME.MATCHED, rule.id, field_id(field), observed, threshold)


def why_matched(rule, situation):
    """Field, observed and threshold of reason 220."""
    if rule.effect == EFFECT.PER_SERVICE:
        return "order.special_services", situation.order.special_services, 0
    if rule.effect == EFFECT.EFFORT:
        return "customer.service_state", situation.customer.service_state, 0
    if rule.effect == EFFECT.LINE_SHORTFALL:
        return "order_line.minimum_quantity", min(quantity_short(situation.lines), MONEY_MAX), 0
    if rule.effect == EFFECT.BROKEN_PACK:
        return "order_line.pack_size", broken_packs(situation.lines), 0
    field = BASE_FIELD[base_of(rule)]
    if rule.effect == EFFECT.SLICE:
        return field, situation.base(base_of(rule)), rule.from_minor
    return field, situation.band_value(rule), rule.below_minor or rule.from_minor


def applies(rule, situation):
    return judge(rule, situation).outcome == OUTCOME.MATCHED


# ---- fees: sem 2.2 ---------------------------------------------------------------------------------------------------


def plain_amount(rule, situation):
    """The amount of a fee kind before any cap (table of sem 2.2)."""
    mode, base = situation.rounding(), situation.base(base_of(rule))
    if rule.effect in (EFFECT.FLAT, EFFECT.EFFORT):
        return rule.amount_minor
    if rule.effect == EFFECT.PERCENT:
        amount = max(percent_of_base(rule, situation), rule.min_minor)
        return min(amount, rule.max_minor) if rule.max_minor else amount
    if rule.effect == EFFECT.TOP_UP:
        return rule.below_minor - situation.band_value(rule)
    if rule.effect == EFFECT.SLICE:
        top = min(base, rule.below_minor) if rule.below_minor else base
        return mul_div_exact(top - rule.from_minor, rule.rate_bp, BP, mode)
    if rule.effect == EFFECT.COST_COVER:
        earned = mul_div_exact(situation.net(), max(0, situation.margin_bp), BP, mode)
        return max(0, handling_cost(situation) - earned)
    if rule.effect == EFFECT.PER_SERVICE:
        return situation.order.special_services * rule.amount_minor
    if rule.effect == EFFECT.LINE_SHORTFALL:
        short = [shortfall(line) for line in counted_lines(situation.lines)]
        return sum(mul_div_exact(units, rule.amount_minor, max(1, rule.amount_per), mode) for units in short)
    return rule.amount_minor * broken_packs(situation.lines)


def percent_of_base(rule, situation):
    return mul_div_exact(situation.base(base_of(rule)), rule.rate_bp, BP, situation.rounding())


def amount_before_waivers(rule, situation):
    """The cap CLIFF: min(fee, (below - band value) + what the same group charges the order grown up to below)."""
    amount = plain_amount(rule, situation)
    if rule.cap != CLIFF:
        return amount
    missing = rule.below_minor - situation.band_value(rule)
    return min(amount, missing + group_charge(rule, situation.grow(missing)))


def group_charge(rule, situation):
    """What the rule's group charges, itself capped, before waivers; in group 0: its other CLIFF rules."""
    group = [fellow for fellow in visible_rules(situation) if fellow.group == rule.group]
    fellows = [fellow for fellow in group if applies(fellow, situation)]
    if rule.group == 0:
        fellows = [fellow for fellow in fellows if fellow.cap == CLIFF and fellow.id != rule.id]
        return sum(amount_before_waivers(fellow, situation) for fellow in fellows)
    if not fellows or not is_fee(fellows[0]):
        return 0
    return amount_before_waivers(fellows[0], situation)


def is_waived(rule, situation):
    """A waiver that rule and order share, or free orders left; an unknown count waives nothing."""
    order = situation.order
    if rule.waivers & order.waivers:
        return True
    return order.earlier_small_orders is not None and rule.free_per_period > order.earlier_small_orders


def is_approved(rule, situation):
    """A person released the rule's group; rules of group 0 cannot be approved."""
    return bool(rule.group and situation.order.approved >> rule.group & 1)


@dataclass
class Fee:
    rule: SimpleNamespace
    charged: int
    waived: int
    outcome: int


def charge(rule, situation):
    """Cap, then waiver, then approval."""
    amount = amount_before_waivers(rule, situation)
    if is_waived(rule, situation):
        return Fee(rule, 0, amount, OUTCOME.WAIVED)
    if is_approved(rule, situation):
        return Fee(rule, 0, amount, OUTCOME.APPROVED)
    capped = amount < plain_amount(rule, situation)
    return Fee(rule, amount, 0, OUTCOME.CAPPED if capped else OUTCOME.MATCHED)


@dataclass
class Verdict:
    """What all rules together make of a situation."""

    reasons: list  # one a rule, in evaluation order
    fees: list
    actions: list  # (rule, action) of the action rules that count
    cap: Reason | None  # TOTAL_CAP

    def band_fees(self):
        return sum(fee.charged for fee in self.fees if is_band_fee(fee.rule))

    def charged(self):
        return sum(fee.charged for fee in self.fees)

    def band_action(self):
        return max([action for rule, action in self.actions if has_band(rule)], default=ACTION.ALLOW)


def decide(situation):
    """In a group the first applicable rule counts, the others are superseded; in group 0 all of them count."""
    reasons, fees, actions, held = [], [], [], set()
    for rule in visible_rules(situation):
        reason = judge(rule, situation)
        if reason.outcome == OUTCOME.MATCHED and rule.group in held:
            reason = reason._replace(outcome=OUTCOME.SUPERSEDED)
        elif reason.outcome == OUTCOME.MATCHED:
            if rule.group:
                held.add(rule.group)
            if is_fee(rule):
                fees.append(charge(rule, situation))
            else:
                approved = is_approved(rule, situation)
                actions.append((rule, ACTION.ALLOW if approved else rule.effect))
                reason = reason._replace(outcome=OUTCOME.APPROVED if approved else OUTCOME.MATCHED)
        reasons.append(reason)
    cap = total_cap(situation, fees)
    outcomes = {fee.rule.id: fee.outcome for fee in fees}
    reasons = [reason._replace(outcome=outcomes.get(reason.rule, reason.outcome)) for reason in reasons]
    return Verdict(reasons, fees, actions, cap)


def total_cap(situation, fees):
    """What the charged band fees have too much is taken from the last one backwards; shortens `fees` in place."""
    max_fee_bp = situation.book.policy.max_fee_bp
    if max_fee_bp == 0:
        return None
    most = mul_div_exact(situation.base(BASE.NET), max_fee_bp, BP, ROUNDING.DOWN)
    band_fees = [fee for fee in fees if is_band_fee(fee.rule)]
    total = sum(fee.charged for fee in band_fees)
    too_much = max(0, total - most)
    outcome = OUTCOME.CAPPED if too_much else OUTCOME.NOT_MATCHED
    for fee in reversed(band_fees):
        taken = min(too_much, fee.charged)
        if taken:
            fee.charged -= taken
            fee.outcome = OUTCOME.CAPPED
            too_much -= taken
    return Reason(REASON.TOTAL_CAP, outcome, 0, field_id("assessment.small_order_fees_minor"), total, most)


def fee_row(fee, situation):
    """[rule, kind, group, charged, waived, base, below, outcome, rate_bp, invoice_code, state_base]"""
    rule = fee.rule
    stated = (
        rule.effect == EFFECT.PERCENT
        and fee.outcome == OUTCOME.MATCHED
        and fee.charged == percent_of_base(rule, situation)
    )
    small = is_band_fee(rule) or rule.effect == EFFECT.LINE_SHORTFALL
    return [
        rule.id,
        rule.effect,
        rule.group,
        fee.charged,
        fee.waived,
        situation.base(base_of(rule)),
        rule.below_minor,
        fee.outcome,
        rule.rate_bp if stated else 0,
        code("invoice", "AEL" if small else "ZZZ"),
        int(stated),
    ]


# ---- missing amounts, economics --------------------------------------------------------------------------------------


def candidates(situation):
    """Amounts that take the order to an edge of a rule whose dates, keys and masks hold, smallest first."""
    amounts = set()
    for rule in visible_rules(situation):
        if all(test.truth for test in scope_tests(rule, situation)):
            value = situation.band_value(rule)
            amounts |= {edge - value for edge in (rule.from_minor, rule.below_minor) if edge > 0 and edge > value}
    return sorted(amounts)


def missing_amounts(situation, now):
    """next_step (missing, fees), missing_to_free, missing_to_allow; None = unknown."""
    grown = [(amount, decide(situation.grow(amount))) for amount in candidates(situation)]
    fees = now.band_fees()
    step = next(((amount, then.band_fees()) for amount, then in grown if then.band_fees() < fees), (None, None))
    free = 0 if fees == 0 else next((amount for amount, then in grown if then.band_fees() == 0), None)
    allow = next((amount for amount, then in grown if then.band_action() <= ACTION.SURCHARGE), None)
    if now.band_action() <= ACTION.SURCHARGE:
        allow = 0
    return step, free, allow


def line_count(situation):
    return situation.order.line_count if situation.lines is None else len(situation.lines)


def handling_cost(situation):
    """Unknown only if the line count is unknown and a line costs something; no row: the dearest channel."""
    costs, per_line = situation.book.costs, situation.book.policy.cost_per_line_minor
    count = line_count(situation)
    if count is None and per_line > 0:
        return None
    dearest = max(costs.values(), default=0)
    return costs.get(situation.order.channel, dearest) + (count or 0) * per_line


def break_even(cost, fees, margin_bp):
    if margin_bp <= 0:
        return NEVER
    value = Fraction(max(0, cost - fees) * BP, margin_bp)
    rounded_up = round_fraction(value, ROUNDING.UP)
    return min(rounded_up, NEVER)


# ---- the call --------------------------------------------------------------------------------------------------------


def assess(book, customer, order, lines=None):
    """Assessment, fees and reasons (level ALL) of one order; raises Refused."""
    situation = look(book, customer, order, lines)
    check_bases(situation)
    first = guard_not_a_sale(situation)
    if first.outcome == OUTCOME.MATCHED:
        return {"assessment": not_a_sale(situation), "fees": [], "reasons": [list(first)]}
    check_sale(situation.order)
    check_money(handling_cost(situation), "assessment.handling_cost_minor")

    guards = guard_reasons(situation)
    verdict = decide(situation)
    for fee in verdict.fees:
        check_money(fee.charged, "fee.charged_minor")
        check_money(fee.waived, "fee.waived_minor")
    assessment = sale(situation, verdict)
    soft, natural = natural_person(situation, guards, verdict)
    actions = [soften(action) if soft else action for action in blocks_of_persons(situation, guards, verdict)]
    actions += other_actions(situation, guards, verdict)
    if assessment["charged_minor"] > 0:
        actions.append(ACTION.SURCHARGE)
    assessment["action"] = max(actions, default=ACTION.ALLOW)

    reasons = [first] + [reason for reason, _ in guards] + verdict.reasons
    reasons += [verdict.cap] if verdict.cap else []
    reasons += [natural] if natural else []
    reasons.append(tier_reason(situation))
    if assessment["handling_cost_minor"] is None:
        field = field_id("order.line_count")
        reasons.append(Reason(REASON.COST_UNKNOWN, OUTCOME.UNKNOWN, 0, field, 0, 0))
    fees = [fee_row(fee, situation) for fee in verdict.fees]
    return {"assessment": assessment, "fees": fees, "reasons": [list(reason) for reason in reasons]}


def look(book, customer, order, lines):
    customer, order, lines = read_input(book, customer, order, lines)
    tier, source = effective_tier(book.policy, customer, order.priced_at)
    margin = book.policy.margin_bp if customer.margin_bp is None else customer.margin_bp
    return Situation(book, customer, order, lines, tier, source, treatment_column(customer, tier, source), margin)


def common_fields(situation):
    return {
        "net_base_minor": situation.base(BASE.NET),
        "before_discount_base_minor": situation.base(BASE.BEFORE_DISCOUNT),
        "with_freight_base_minor": situation.base(BASE.WITH_FREIGHT),
        "gross_base_minor": situation.base(BASE.GROSS),
        "tier": situation.tier,
        "tier_source": situation.tier_source,
        "treatment": situation.treatment,
        "margin_bp": situation.margin_bp,
    }


def not_a_sale(situation):
    """G1: ALLOW, fees and all missing amounts 0, next_step too; the economics are unknown."""
    fees = ("charged_minor", "small_order_fees_minor", "service_fees_minor", "waived_minor")
    missing = ("next_step_missing_minor", "next_step_fees_minor", "missing_to_free_minor", "missing_to_allow_minor")
    unknown = ("handling_cost_minor", "contribution_minor", "break_even_minor", "break_even_with_fees_minor")
    result = {"action": ACTION.ALLOW} | common_fields(situation)
    return result | dict.fromkeys(fees + missing, 0) | dict.fromkeys(unknown)


def sale(situation, verdict):
    """All fields of the assessment but the action."""
    charged, small = verdict.charged(), verdict.band_fees()
    waived = sum(fee.waived for fee in verdict.fees)
    check_money(charged, "assessment.charged_minor")
    check_money(waived, "assessment.waived_minor")
    cost, margin = handling_cost(situation), situation.margin_bp
    contribution = alone = with_fees = None
    if cost is not None:
        contribution = mul_div_exact(situation.net(), margin, BP, situation.rounding()) - cost + charged
        alone, with_fees = break_even(cost, 0, margin), break_even(cost, charged, margin)
    check_money(contribution, "assessment.contribution_minor")
    step, free, allow = missing_amounts(situation, verdict)
    return {
        "charged_minor": charged,
        "small_order_fees_minor": small,
        "service_fees_minor": charged - small,
        "waived_minor": waived,
        "next_step_missing_minor": step[0],
        "next_step_fees_minor": step[1],
        "missing_to_free_minor": free,
        "missing_to_allow_minor": allow,
        "handling_cost_minor": cost,
        "contribution_minor": contribution,
        "break_even_minor": alone,
        "break_even_with_fees_minor": with_fees,
    } | common_fields(situation)


def concerns_persons(rule, action):
    """A BLOCK of a rule with a tier or treatment mask."""
    return action == ACTION.BLOCK and bool(rule.tiers or rule.treatments)


def blocks_of_persons(situation, guards, verdict):
    """Each BLOCK that comes from the service state or from a rule with a tier or treatment mask."""
    found = [action for reason, action in guards if reason.code == REASON.STOPPED and action == ACTION.BLOCK]
    return found + [action for rule, action in verdict.actions if concerns_persons(rule, action)]


def other_actions(situation, guards, verdict):
    found = [action for reason, action in guards if reason.code != REASON.STOPPED]
    return found + [action for rule, action in verdict.actions if not concerns_persons(rule, action)]


def soften(action):
    return min(action, ACTION.REVIEW)


def natural_person(situation, guards, verdict):
    """Whether blocks count as REVIEW, and reason 241, which stands only where there is such a block."""
    switched_on = situation.book.policy.flags & POLICY_FLAG.REVIEW_NATURAL_PERSONS
    if not switched_on or not blocks_of_persons(situation, guards, verdict):
        return False, None
    person = situation.customer.flags & CUSTOMER_FLAG.NATURAL_PERSON
    outcome = OUTCOME.MATCHED if person else OUTCOME.NOT_MATCHED
    return bool(person), Reason(REASON.NATURAL_PERSON, outcome, 0, field_id("customer.flags"), person, 0)


def tier_reason(situation):
    source = situation.tier_source
    outcome = OUTCOME.NOT_MATCHED if source == SOURCE.OWN else OUTCOME.MATCHED
    return Reason(REASON.TIER_SOURCE, outcome, 0, field_id("assessment.tier_source"), source, situation.tier)


def reassess(book, customer, order, lines, charged):
    """Rows [rule, charged before, delta, outcome] by rule id; sem 2.3, guide "Changes"."""
    rows = [read_record("charged_fee", {"rule": rule, "charged_minor": amount}) for rule, amount in charged]
    if len({row.rule for row in rows}) < len(rows):
        raise Refused("INVALID", "charged_fee.rule")
    result = assess(book, customer, order, lines)
    before = {row.rule: row.charged_minor for row in rows}
    now = {fee[0]: fee[3] for fee in result["fees"]}
    raised = sum(now.values()) > sum(before.values())
    supplier_caused = read_record("order", order).waivers & mask("waiver", "SUPPLIER_CAUSED")
    never_raise = supplier_caused or book.policy.on_change == code("on_change", "NEVER_RAISE")
    kept = book.policy.on_change == code("on_change", "FREEZE") or (never_raise and raised)
    changes = []
    for rule in sorted(before | now):
        old, delta = before.get(rule, 0), now.get(rule, 0) - before.get(rule, 0)
        held = kept and delta != 0
        changes.append([rule, old, 0 if kept else delta, OUTCOME.HELD if held else OUTCOME.MATCHED])
    return changes


# ---- lines of the vectors --------------------------------------------------------------------------------------------

CALLS = {
    "mul_div": mul_div,
    "allocate": allocate,
    "cash_round": cash_round,
    "settle": settle,
    "day": day,
    "wilson": wilson,
    "newcombe": newcombe,
    "isqrt": lambda n: floor_root(int(n)),
    "median2": median2,
}


def answer(line, books):
    """What a line of the vectors must give; compiled books are kept in `books` by their name."""
    try:
        if "call" in line:
            return {"status": "OK", "out": CALLS[line["call"]](*line["in"])}
        if "case" not in line and "reassess" not in line:
            book = books[line["book"]] = compile_book(line)
            return {"status": "OK", "fingerprint": book.fingerprint}
        arguments = (books[line["book"]], line.get("customer"), line["order"], line.get("lines"))
        if "case" in line:
            return {"status": "OK"} | assess(*arguments)
        return {"status": "OK", "changes": reassess(*arguments, line["charged"])}
    except Refused as refused:
        return refused.expect()
