-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- How long one assessment takes, from tables to tables, the median of five rounds: bench_lua.lua [once]

local kogge = require "kogge"

local count = arg[1] == "once" and 10 or 300000
local book = kogge.rulebook_new {
  policy = { preset = "NEUTRAL_2026", currency = "EUR" },
  rules = {
    { id = 1, effect = "FLAT", below_minor = "49.00", amount_minor = "9.90", cap = "CLIFF" },
    { id = 2, effect = "REDIRECT_SHOP", below_minor = "20.00", channels = "PHONE FAX" },
  },
}
local order = { net_minor = 4800, priced_at = 20514, channel = "SHOP", line_count = 3 }
local customer = { tier = "C", margin_bp = 2500 }
local lines = {
  { quantity = 10, net_minor = 2400 }, { quantity = 5, net_minor = 1200 }, { quantity = 1, net_minor = 1200 },
}

local measure = dofile(arg[0]:match "^(.*)/" .. "/measure.lua")(count)

print(jit and jit.version or _VERSION)
measure("order in, result and fees out", function()
  local result = book:assess { order = order, why = false }
  return result.action, result.charged_minor
end)
measure("order and customer in, result and fees out", function()
  local result = book:assess { order = order, customer = customer, why = false }
  return result.action, result.charged_minor
end)
measure("order, customer, decisive reasons", function()
  return book:assess { order = order, customer = customer, why = "decisive" }
end)
measure("order, customer, all reasons", function()
  return book:assess { order = order, customer = customer }
end)
measure("order, customer, three lines, all reasons", function()
  return book:assess { order = order, customer = customer, lines = lines }
end)
