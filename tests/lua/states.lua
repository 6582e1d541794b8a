-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- What each state of states.c does.

local kogge, safe = require "kogge", require "kogge.safe"
for i = 1, 20 do
  local book = kogge.rulebook_new {
    policy = { preset = "FORWARD_2026", currency = "EUR" },
    rules = { { id = i, effect = "FLAT", below_minor = "49.00", amount_minor = "9.90", cap = "CLIFF" } },
  }
  for net = 100, 6000, 100 do
    local result = book:assess { order = { net_minor = net, priced_at = "2026-03-02" } }
    assert(result.charged_minor == (net >= 4900 and 0 or math.min(990, 4900 - net)), net)
    book:explain(result.reasons[1], "de")
  end
  assert(select(3, safe.rulebook_new { policies = {} }) == "UNSUPPORTED")
  collectgarbage()
end
