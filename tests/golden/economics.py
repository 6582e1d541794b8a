"""The exact model of contributions and tier profiles: semantics.md section 3, docs/guide/economics.md ("guide")."""

from fractions import Fraction

import customers
import model
from customers import clamp, half_away, reason
from model import BP, INT64_MAX, MONEY_MAX, OUTCOME, REASON, Refused

# ---- contribution of a customer: guide, "Contribution I to IV" -------------------------------------------------------

CHANNELS = ["phone", "fax", "email", "field", "shop", "portal", "edi", "pickup"]
LEVELS = ["contribution1", "contribution2", "contribution3", "contribution4"]


def economics_assess(book, given):
    figures = customers.read(given, "economics")
    net = figures.gross_minor - figures.reductions_minor
    costs = {
        "goods_cost": figures.goods_cost_minor,
        "marketing": figures.marketing_minor,
        "selling": first_known(figures.selling_minor, selling(book, figures)),
        "service": first_known(figures.service_minor, service(book, figures)),
    }
    result = {"net_minor": net}
    left = net
    for level, cost in zip(LEVELS, costs.values(), strict=True):
        left = None if left is None or cost is None else left - cost
        result[f"{level}_minor"] = left
    for name in ("marketing", "selling", "service"):
        result[f"{name}_minor"] = costs[name]
    result["cost_to_serve_minor"] = total_if_known([costs["marketing"], costs["selling"], costs["service"]])
    check_money(result)
    clamped = add_shares(result, figures)
    result["first_negative_level"] = first_negative([result[f"{level}_minor"] for level in LEVELS])
    return {"result": result, "reasons": reasons(result, costs, clamped)}


def first_known(explicit, priced):
    return priced if explicit is None else explicit


def total_if_known(values):
    return None if None in values else sum(values)


def selling(book, figures):
    """Orders by channel, lines, visits and calls; known if all are. The nine counters of orders have one bit."""
    counts = [figures.orders_unknown, figures.lines, figures.visits, figures.calls]
    if None in counts:
        return None
    dearest = max(book.costs.values(), default=0)
    total = figures.orders_unknown * dearest
    for name in CHANNELS:
        cost = book.costs.get(model.code("channel", name.upper()), dearest)
        total += getattr(figures, f"orders_{name}") * cost
    rates = [book.policy.cost_per_line_minor, book.policy.cost_per_visit_minor, book.policy.cost_per_call_minor]
    return total + sum(count * rate for count, rate in zip(counts[1:], rates, strict=True))


def service(book, figures):
    counts = [figures.complaints, figures.returns, figures.special_services]
    policy = book.policy
    rates = [policy.cost_per_complaint_minor, policy.cost_per_return_minor, policy.cost_per_service_minor]
    return None if None in counts else sum(count * rate for count, rate in zip(counts, rates, strict=True))


def check_money(result):
    """The error names the field; where several are beyond the limit the contract does not say which."""
    wrong = [name for name, value in result.items() if value is not None and abs(value) > MONEY_MAX]
    if wrong:
        raise Refused("RANGE", f"contribution.{wrong[0]}" if len(wrong) == 1 else None)


def add_shares(result, figures):
    """Shares in bp; returns the fields that were clamped."""
    net, clamped = result["net_minor"], []
    parts = {f"{level}_bp": (result[f"{level}_minor"], net) for level in LEVELS}
    parts["cost_to_serve_bp"] = (result["cost_to_serve_minor"], net)
    parts["discount_bp"] = (figures.reductions_minor, figures.gross_minor)
    for field, (part, whole) in parts.items():
        result[field], was_clamped = share(part, whole)
        if was_clamped:
            clamped.append(field)
    return clamped


def share(part, whole):
    """A share in bp and whether it was clamped; unknown if either is, or the whole is not positive."""
    if part is None or whole is None or whole <= 0:
        return None, False
    exact = half_away(Fraction(part * BP, whole))
    return clamp(exact), exact != clamp(exact)


def first_negative(contributions):
    """The first contribution below 0; unknown if an unknown one comes before."""
    for level, value in enumerate(contributions, 1):
        if value is None:
            return None
        if value < 0:
            return level
    return 0


def reasons(result, costs, clamped):
    net, level = result["net_minor"], result["first_negative_level"]
    found = [
        reason(
            REASON.NET_NOT_POSITIVE, OUTCOME.MATCHED if net <= 0 else OUTCOME.NOT_MATCHED, "contribution.net_minor", net
        )
    ]
    for name, cost in costs.items():
        if cost is None:
            found.append(reason(REASON.LEVEL_UNKNOWN, OUTCOME.UNKNOWN, f"economics.{name}_minor"))
    outcome = OUTCOME.UNKNOWN if level is None else OUTCOME.MATCHED if level else OUTCOME.NOT_MATCHED
    found.append(reason(REASON.FIRST_NEGATIVE_LEVEL, outcome, "contribution.first_negative_level", level or 0))
    for field in clamped:
        found.append(reason(REASON.CLAMPED, OUTCOME.CAPPED, f"contribution.{field}", result[field]))
    return found


# ---- profile of the tiers: guide, "Profile of the tiers" -------------------------------------------------------------

SUMS = ["net", "gross", "contribution1", "contribution2", "contribution3", "contribution4", "cost_to_serve"]
# share in bp: what is summed above and below
RATIOS = {"net_of_gross": ("net", "gross")} | {name: (name, "net") for name in SUMS[2:]}
TIERS = [model.TIER.NONE, model.TIER.A, model.TIER.B, model.TIER.C, model.TIER.D]
SILENT = model.code("overdue", "SILENT")


def economics_profile(_book, given):
    if given["rows"] and not customers.has_column(given, "contribution.net_minor"):
        raise Refused("INVALID", "contribution.net_minor")
    read = list(read_customers(given))
    periods = [0, 1] if any(one["period"] == 1 for one in read) else [0]
    rows = []
    for period in periods:
        for tier in TIERS:
            chosen = [one for one in read if one["period"] == period and tier in (model.TIER.NONE, one["tier"])]
            rows.append(profile_row(tier, period, chosen))
    check_sums(rows)
    return {"profile": [row for row, _ in rows]}


def read_customers(given):
    for number, one, contribution in customers.read_rows(given, "profile_input", "contribution"):
        if one.orders is not None and one.digital_orders is not None and one.digital_orders > one.orders:
            raise Refused("INVALID", "profile_input.digital_orders", row=number)
        amounts = {name: getattr(contribution, f"{name}_minor") for name in SUMS if name != "gross"}
        yield vars(one) | amounts | {"gross": one.gross_minor}


def profile_row(tier, period, chosen):
    """One row, and the sums behind each of its fields, which must not be beyond 2^63 - 1."""
    row = {"tier": tier, "period": period, "customers": len(chosen)}
    sums = {}
    for name in SUMS:
        total = total_if_known([one[name] for one in chosen])
        row[f"{name}_minor"] = total
        if total is not None:
            sums[f"{name}_minor"] = [total]
    for name, (above, below) in RATIOS.items():
        known = [one for one in chosen if one[above] is not None and one[below] is not None]
        parts = [sum(one[name] for one in known) for name in (above, below)]
        row[f"{name}_bp"] = share(*parts)[0]
        sums[f"{name}_bp"] = parts
    for name in ("orders", "lines", "contacts"):
        row[f"{name}_hundredths"] = mean_in_hundredths([one[name] for one in chosen])
    digital = [one for one in chosen if one["orders"] is not None and one["digital_orders"] is not None]
    row["digital_bp"] = share(sum(one["digital_orders"] for one in digital), sum(one["orders"] for one in digital))[0]
    contacts = [one["contacts"] for one in chosen if one["contacts"] is not None]
    row["untouched_bp"] = share(contacts.count(0), len(contacts))[0]
    rhythms = [one["overdue"] for one in chosen if one["overdue"]]
    row["silent_bp"] = share(rhythms.count(SILENT), len(rhythms))[0]
    return row, sums


def mean_in_hundredths(values):
    """Over the customers for whom it is known, at most 2^31 - 1."""
    known = [value for value in values if value is not None]
    return min(half_away(Fraction(sum(known) * 100, len(known))), model.DAY_MAX) if known else None


def check_sums(rows):
    """A sum beyond 2^63 - 1 names its field, that of a ratio that of the ratio.

    A ratio over all customers has the same sums as the fields of the sums, which are named then; where several
    different fields could be named the contract does not say which.
    """
    named = set()
    for _, sums in rows:
        stated = [parts[0] for field, parts in sums.items() if field.endswith("_minor")]
        for field, parts in sums.items():
            beyond = [part for part in parts if abs(part) > INT64_MAX]
            if beyond and (field.endswith("_minor") or any(part not in stated for part in beyond)):
                named.add(field)
    if named:
        raise Refused("RANGE", f"tier_profile.{named.pop()}" if len(named) == 1 else None)


# ---- plain calls -----------------------------------------------------------------------------------------------------


def time_cost(capacity_cost, practical_minutes, count, minutes):
    """Capacity cost * count * minutes / practical minutes, rounded once (sem 3)."""
    arguments = (capacity_cost, practical_minutes, count, minutes)
    if min(arguments) < 0 or practical_minutes == 0:
        raise Refused("INVALID")
    cost = half_away(Fraction(capacity_cost * count * minutes, practical_minutes))
    if max(*arguments, cost) > MONEY_MAX:
        raise Refused("RANGE")
    return cost


def break_even(cost, fees, margin_bp):
    """The order value from which an order pays (F7)."""
    if not (0 <= cost <= MONEY_MAX and 0 <= fees <= MONEY_MAX and -BP <= margin_bp <= BP):
        raise Refused("RANGE")
    return model.break_even(cost, fees, margin_bp)


ANSWERS = {"economics_assess": economics_assess, "economics_profile": economics_profile}
CALLS = {"time_cost": time_cost, "break_even": break_even}
