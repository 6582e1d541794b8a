"""Policies: presets, dicts, JSON, TOML; lint; files and stored decisions."""

import datetime
import json
import pickle
import unittest
from decimal import Decimal
from pathlib import Path

import kogge
from examples import BOOK, CUSTOMER, LINES, ORDER

POLICIES = Path(__file__).resolve().parents[2] / "docs/examples/policies"
FILE = {
    "kogge": "policy",
    "version": 1,
    "name": "small orders",
    "preset": "NEUTRAL_2026",
    "currency": "EUR",
    "order_rules": [
        {
            "id": 1,
            "effect": "FLAT",
            "below": "49.00",
            "amount": "9.90",
            "tiers": ["C", "D"],
            "valid_from_at": "2026-01-01",
        }
    ],
}
TOML = """
kogge = "policy"
version = 1
name = "small orders"
preset = "NEUTRAL_2026"
currency = "EUR"
[[order_rules]]
id = 1
effect = "FLAT"
below = 49.00
amount = "9.90"
tiers = ["C", "D"]
valid_from_at = 2026-01-01
"""


class Presets(unittest.TestCase):
    def test_presets(self):
        for preset in kogge.Preset:
            policy = kogge.Policy(preset, "EUR")
            self.assertEqual(kogge.Rulebook(policy).policy(), policy)
            self.assertEqual(kogge.Policy(preset=preset.name, currency=978), policy)
        self.assertNotEqual(kogge.Policy("NEUTRAL_2026", "JPY"), kogge.Policy("NEUTRAL_2026", "EUR"))
        for wrong in ((), ("NEUTRAL_2026",), ("NEUTRAL_2026", "EUR", 1)):
            with self.assertRaises(TypeError):
                kogge.Policy(*wrong)
        with self.assertRaisesRegex(kogge.UnsupportedError, "did you mean 'NEUTRAL_2026'"):
            kogge.Policy("NEUTRAL_2025", "EUR")

    def test_replace(self):
        policy = kogge.Policy("NEUTRAL_2026", "EUR", cost_per_line_minor=Decimal("25"))
        self.assertEqual(policy.cost_per_line_minor, 2500)
        self.assertEqual(policy.replace(max_fee_bp=3000).max_fee_bp, 3000)
        self.assertEqual(pickle.loads(pickle.dumps(policy)), policy)


class Files(unittest.TestCase):
    def test_examples(self):
        for path in POLICIES.glob("*.json"):
            text = path.read_text("utf-8")
            book = kogge.Rulebook.from_json(text)
            self.assertEqual(kogge.Rulebook.from_dict(json.loads(text)).fingerprint(), book.fingerprint())
            self.assertEqual(pickle.loads(pickle.dumps(book)).fingerprint(), book.fingerprint())
            self.assertEqual(kogge.PolicyFile.from_json(text.encode()).rulebook().fingerprint(), book.fingerprint())

    def test_forms(self):
        book = kogge.Rulebook.from_dict(FILE)
        self.assertEqual(kogge.Rulebook.from_toml(TOML).fingerprint(), book.fingerprint())
        rule = {
            "id": 1,
            "effect": kogge.Effect.FLAT,
            "below": Decimal("49"),
            "amount": Decimal("9.9"),
            "tiers": kogge.TierMask.C | kogge.TierMask.D,
            "valid_from_at": datetime.date(2026, 1, 1),
        }
        self.assertEqual(kogge.Rulebook.from_dict(FILE | {"order_rules": [rule]}).fingerprint(), book.fingerprint())
        both = {key: value for key, value in FILE.items() if key != "currency"} | {"currencies": ["EUR", "CHF"]}
        both["order_rules"] = [rule | {"below": {"EUR": "49", "CHF": "52"}, "amount": {"EUR": "9.9", "CHF": "12"}}]
        self.assertEqual(kogge.Rulebook.from_dict(both).fingerprint(), book.fingerprint())
        self.assertEqual(kogge.Rulebook.from_dict(both, "CHF").policy().currency, kogge.Currency.CHF)

    def test_file(self):
        file = kogge.PolicyFile.from_dict(FILE)
        self.assertEqual((file.name, file.currencies), ("small orders", [kogge.Currency.EUR]))
        self.assertEqual(kogge.PolicyFile.from_json(file.to_json()).to_json(), file.to_json())
        self.assertGreater(len(file.to_json(complete=True)), len(file.to_json()))
        self.assertEqual(pickle.loads(pickle.dumps(file)).to_json(), file.to_json())
        preset = kogge.PolicyFile.from_preset("FORWARD_2026", "EUR", "JPY")
        self.assertEqual(
            preset.rulebook("JPY").fingerprint(), kogge.Rulebook(kogge.Policy("FORWARD_2026", "JPY")).fingerprint()
        )

    def test_errors(self):
        with self.assertRaises(kogge.DamagedError) as caught:
            kogge.Rulebook.from_json('{"kogge": "policy",\n  "version" 1}')
        self.assertEqual(caught.exception.line, 2)
        with self.assertRaises(kogge.UnsupportedError) as caught:
            kogge.Rulebook.from_dict(FILE | {"order_rules": [{"belov": "1.00"}]})
        self.assertEqual(caught.exception.pointer, "/order_rules/0/belov")
        with self.assertRaises(kogge.Error):
            kogge.Rulebook.from_dict(FILE | {"order_rules": [{"id": 1, "effect": "FLAT", "below": 49.5}]})
        with self.assertRaises(kogge.CurrencyError):
            kogge.Rulebook.from_dict(FILE, "USD")


class Lint(unittest.TestCase):
    def test_findings(self):
        rule = kogge.OrderRule(id=1, effect="FLAT", below_minor=4900, amount_minor=990)
        findings = kogge.Rulebook(kogge.Policy("NEUTRAL_2026", "EUR"), [rule]).lint()
        self.assertEqual([finding.code for finding in findings], [kogge.FindingCode.TOTAL_FALLS])
        self.assertEqual(findings[0].field, "order_rule.below_minor")
        self.assertIn("49,00 EUR", findings.explain("de")[0])
        self.assertIn("49.00 EUR", findings[0].explain())


class Decisions(unittest.TestCase):
    def test_replay(self):
        result = BOOK.assess(CUSTOMER, ORDER, LINES)
        stored = kogge.Decision.from_json(BOOK.decision_json(CUSTOMER, ORDER, LINES, result))
        self.assertTrue(stored.replay(BOOK).equal)
        self.assertEqual((stored.order, stored.lines, stored.customer.id), (ORDER, LINES, CUSTOMER.id))
        self.assertEqual((stored.fees, stored.why), (result.fees, result.why))
        self.assertEqual(stored.rulebook_fingerprint, BOOK.fingerprint())
        self.assertEqual(stored.money, kogge.Currency.EUR)
        other = kogge.Rulebook(BOOK.policy(), [BOOK.rules()[0].replace(amount_minor=50)])
        difference = stored.replay(other)
        self.assertFalse(difference.equal)
        self.assertEqual(difference.rule, 1)

    def test_a_guest_without_reasons(self):
        result = BOOK.assess(None, ORDER, why=None)
        stored = kogge.Decision.from_json(BOOK.decision_json(None, ORDER, None, result))
        self.assertIsNone(stored.customer)
        self.assertIsNone(stored.lines)
        self.assertIsNone(stored.why)
        self.assertTrue(stored.replay(BOOK).equal)

    def test_wrong_arguments(self):
        for wrong in ((None, ORDER, None, None), (None, None, None, ORDER), (ORDER, ORDER, None, ORDER)):
            with self.assertRaises((TypeError, kogge.Error)):
                BOOK.decision_json(*wrong)


if __name__ == "__main__":
    unittest.main()
