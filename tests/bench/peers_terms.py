"""The terms of a wholesaler, eight rules, and orders as they come: what comparisons of orders share. Needs NumPy."""

import numpy as np

TODAY = 20600
ORDERS_OF_A_CUSTOMER, DAYS_APART = 8, 30

# Tier, channel and band; flat, percent and top-up; a cap, waivers, terms of last year. Those of terms.h.
SMALL, PERSONAL, DIGITAL = "NONE C D", "PHONE FAX EMAIL FIELD", "SHOP PORTAL EDI"
NEW_TERMS = TODAY - 200
RULES = [
    {
        "id": 1,
        "effect": "FLAT",
        "group": 1,
        "priority": 10,
        "tiers": SMALL,
        "channels": PERSONAL,
        "below_minor": 10000,
        "amount_minor": 1500,
        "cap": "CLIFF",
        "valid_from_at": NEW_TERMS,
        "waivers": "FIRST_ORDER VOUCHER",
    },
    {
        "id": 2,
        "effect": "FLAT",
        "group": 1,
        "priority": 20,
        "tiers": SMALL,
        "channels": PERSONAL,
        "from_minor": 10000,
        "below_minor": 20000,
        "amount_minor": 750,
        "valid_from_at": NEW_TERMS,
    },
    {
        "id": 3,
        "effect": "PERCENT",
        "group": 1,
        "priority": 30,
        "tiers": "B",
        "channels": PERSONAL,
        "below_minor": 15000,
        "rate_bp": 500,
        "min_minor": 300,
        "max_minor": 1000,
        "valid_from_at": NEW_TERMS,
    },
    {"id": 4, "effect": "TOP_UP", "group": 1, "priority": 40, "channels": DIGITAL, "below_minor": 2500},
    {
        "id": 5,
        "effect": "FLAT",
        "group": 1,
        "priority": 50,
        "channels": DIGITAL,
        "from_minor": 2500,
        "below_minor": 5000,
        "amount_minor": 490,
        "free_per_period": 2,
    },
    {"id": 6, "effect": "REDIRECT_SHOP", "group": 2, "tiers": "D", "channels": PERSONAL, "below_minor": 5000},
    {"id": 7, "effect": "PER_SERVICE", "amount_minor": 1250},
    {
        "id": 8,
        "effect": "FLAT",
        "group": 1,
        "priority": 60,
        "channels": PERSONAL,
        "below_minor": 10000,
        "amount_minor": 1200,
        "valid_from_at": TODAY - 600,
        "valid_until_at": NEW_TERMS,
    },
]
# Codes of the fields, for those who know no names.
TIER_B, TIER_D = 2, 4
FIRST_DIGITAL, LAST_DIGITAL = 5, 7  # personal ones are below; 8 is the counter
HONOURED = 1 << 1 | 1 << 5  # FIRST_ORDER, VOUCHER
ALLOW, SURCHARGE, REDIRECT_SHOP = 10, 30, 40
DECIDED = ("action", "charged_minor", "small_order_fees_minor")


def new_orders(rows):
    """Orders and customers as arrays. No two orders are equal: those of a customer lie in different months."""
    random = np.random.default_rng(20260707)
    customers = -(-rows // ORDERS_OF_A_CUSTOMER)
    place = random.permutation(customers * ORDERS_OF_A_CUSTOMER)[:rows]
    days_ago = place // customers * DAYS_APART + random.integers(0, DAYS_APART, rows)
    is_small = random.integers(0, 3, rows) == 0
    orders = {
        "net_minor": np.where(is_small, random.integers(1000, 10000, rows), random.integers(10000, 150001, rows)),
        "priced_at": (TODAY - days_ago).astype(np.int32),
        "channel": random.choice(np.array([1, 1, 1, 2, 3, 3, 5, 5, 5, 7, 8], np.int32), rows),
        "waivers": np.where(random.integers(0, 20, rows) == 0, 1 << 5, 0).astype(np.uint32),
        "special_services": (random.integers(0, 20, rows) == 0).astype(np.int32),
        "earlier_small_orders": random.integers(0, 6, rows, np.int32),
        "customer_row": place % customers,
    }
    return orders, {"tier": random.choice(np.array([0, 1, 2, 2, 3, 3, 3, 3, 4, 4], np.int32), customers)}
