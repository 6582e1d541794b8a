"""Properties of the model of contacts that must hold whatever the numbers; check_model.py runs them."""

import contact
import generate
import generate_contact
import model
from model import BP, DAY_MAX, OUTCOME, Refused


def books(draw, number):
    return [model.compile_book(generate_contact.draw_book(draw, index)) for index in range(1, number + 1)]


def check_budget(draw, book):
    """The budget pays that many calls and not one more; more contribution never means less budget."""
    given = generate_contact.draw_contact(draw, book)
    candidate = given["contact_candidate"]
    try:
        answer = contact.contact_assess(book, given)
    except Refused:
        return
    result, cost = answer["result"], book.policy.cost_per_call_minor
    if result["budget_minor"] is None:
        assert answer["calls"] == []
        return
    if result["calls"] < DAY_MAX:
        assert result["calls"] * cost <= result["budget_minor"] < (result["calls"] + 1) * cost
    earned = candidate["contribution_before_contact_minor"]
    share = max(0, earned) * book.sales.budget_share_bp - result["budget_minor"] * BP
    assert 0 <= share < BP
    paid = max(0, result["budget_minor"] - candidate.get("spent_minor", 0)) >= cost
    allowed = candidate.get("call_permission") in ("PRESUMED", "EXPLICIT")
    rows = given.get("triggers", [])
    gains = [row.get("stake_minor", 0) * row.get("probability_bp", 0) * 2 >= (2 * cost + 1) * BP for row in rows]
    assert (paid and allowed and any(gains)) == bool(answer["calls"])
    assert sum(gains) == sum(row[1] == OUTCOME.MATCHED for row in answer["reasons"] if row[0] > 910)
    if answer["calls"]:
        check_best(book, given, answer["calls"][0])


def check_best(book, given, call):
    """No trigger alone gives more, and the call is the same in any order of them."""
    for row in given["triggers"]:
        alone = contact.contact_assess(book, given | {"triggers": [row]})["calls"]
        assert not alone or alone[0]["surplus_minor"] <= call["surplus_minor"]
    assert contact.contact_assess(book, given | {"triggers": given["triggers"][::-1]})["calls"] == [call]


def check_plan(draw, book):
    """A day plan has the calls of the single customers, whatever the order, the best ones first."""
    given = generate_contact.draw_plan(draw, book)
    try:
        answer = contact.day_plan(book, given)
    except Refused:
        return
    turned = {name: given[name][::-1] for name in ("candidates", "triggers")}
    assert contact.day_plan(book, given | turned) == answer
    single = []
    for candidate in given["candidates"]:
        own = [row for row in given["triggers"] if row.get("customer", 0) == candidate.get("id", 0)]
        single += contact.contact_assess(book, {"contact_candidate": candidate, "triggers": own})["calls"]
    calls = [call | {"outcome": OUTCOME.MATCHED} for call in answer["calls"]]
    assert sorted(calls, key=lambda call: call["customer"]) == sorted(single, key=lambda call: call["customer"])
    surplus = [call["surplus_minor"] for call in calls]
    assert surplus == sorted(surplus, reverse=True)
    made = [call["outcome"] for call in answer["calls"]].count(OUTCOME.MATCHED)
    assert made == min(len(calls), given.get("agents", 0) * book.sales.calls_a_day)


def check_derived(draw, book):
    """Derived triggers are triggers of the customer."""
    given = generate_contact.draw_triggers(draw, book)
    try:
        answer = contact.contact_triggers(book, given)
    except Refused:
        return
    candidate = {"id": given["customer"].get("id", 0)}
    contact.contact_assess(book, {"contact_candidate": candidate, "triggers": answer["triggers"]})
    assert len(answer["triggers"]) == sum(row[1] == OUTCOME.MATCHED for row in answer["reasons"])


def check_calibration(draw, book):
    """More won is never less probable; the prior is what holds before anything was tried."""
    tried = draw.between(1, 30)
    found = [contact.calibrate_trigger(book, {"tried": tried, "won": won})["out"][0] for won in range(tried + 1)]
    assert found == sorted(found) and 0 <= found[0] <= found[-1] <= BP
    if book.sales.trigger_a == book.sales.trigger_b == 0:
        assert (found[0], found[-1]) == (0, BP)


def check_capacity(draw, book):
    """So many agents make the contacts that all customers need, and one less does not."""
    sales = book.sales
    makes = sales.days_a_year * sales.calls_a_day * sales.reach_bp
    needs = sales.touches_a_year * (BP - sales.automation_bp)
    try:
        result = contact.capacity_assess(book, generate_contact.draw_capacity(draw, book))["result"]
    except Refused:
        return
    assert (result["agents"] - 1) * makes < result["customers"] * needs <= result["agents"] * makes
    served = result["customers_an_agent"]
    assert served * needs <= makes < (served + 1) * needs
    assert contact.capacity_assess(book, {"customers": served})["result"]["agents"] == min(1, served)
    assert contact.capacity_assess(book, {"customers": served + 1})["result"]["agents"] > 1


def check_campaign(draw, book):
    """At the closing rate that breaks even nothing is lost, one below it something is."""
    given = generate_contact.draw_campaign(draw, book)
    try:
        result = contact.campaign_assess(book, given)["result"]
    except Refused:
        return
    campaign = model.read_record("campaign", given["campaign"])

    def gains(close):
        profit = campaign.addresses * campaign.reach_bp * campaign.offer_bp * close * campaign.value_minor
        return profit * campaign.margin_bp >= result["cost_minor"] * BP**4

    rate = result["break_even_close_bp"]
    assert gains(rate) if rate <= BP else not gains(BP) and not gains(0)
    assert rate == 0 or not gains(rate - 1)
    if result["roi_bp"]:
        assert (result["roi_bp"] > 0) == gains(campaign.close_bp)


def check_team(draw):
    """From the break-even volume on a team is cheaper, below it not."""
    given = generate_contact.draw_make_or_buy(draw)
    try:
        turn = contact.make_or_buy_assess(None, given)["result"]["break_even_volume"]
    except Refused:
        return
    terms = {name: value for name, value in given["make_or_buy"].items() if name not in ("wanted", "flags")}
    for volume, choice in ((turn, contact.SOURCING.NEW_TEAM), (turn - 1, contact.SOURCING.OUTSOURCE)):
        try:
            result = contact.make_or_buy_assess(None, {"make_or_buy": terms | {"volume": volume}})["result"]
        except Refused:
            continue
        if turn == model.INT64_MAX:
            choice = contact.SOURCING.OUTSOURCE
        assert result["choice"] == choice


def check_properties():
    draw = generate.Draw(6)
    for book in books(draw, 48):
        for _ in range(10):
            for check in (check_budget, check_plan, check_derived, check_calibration, check_capacity, check_campaign):
                check(draw, book)
            check_team(draw)
