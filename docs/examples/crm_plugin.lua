-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- A plugin for a CRM: whom shall we call, and why? And what shall we say to an order on the phone?
-- crm_plugin.lua [de]   answers in English, or in German

local kogge = require "kogge.safe"

local lang = arg and arg[1] or "en"
local TODAY = "2026-03-02"

-- What the CRM knows of its accounts. What it does not know is left out: unknown is not zero.
local accounts = {
  { name = "Anker Metall", id = 101, revenue_12m_minor = "85000.00", orders_12m = 48, first_order_at = "2019-05-06",
    last_order_at = "2026-02-20" },
  { name = "Bootsbau Brandt", id = 102, revenue_12m_minor = "5000.00", orders_12m = 22, demand_minor = "80000.00",
    demand_confidence_bp = 8000, demand_source = "STATED", evidence = 3, first_order_at = "2022-01-10",
    last_order_at = "2026-02-11" },
  { name = "Claasen Haustechnik", id = 103, revenue_12m_minor = "3200.00", orders_12m = 9, demand_minor = "15000.00",
    demand_confidence_bp = 7000, demand_source = "STATED", evidence = 4, first_order_at = "2023-08-01",
    last_order_at = "2025-12-15" },
  { name = "Deichmann Hof", id = 104, revenue_12m_minor = "900.00", orders_12m = 5, first_order_at = "2024-03-12",
    last_order_at = "2026-01-07" },
}

-- Terms of business. A host would read them once, and keep the rulebook.
local book, message = kogge.rulebook_new {
  policy = { preset = "FORWARD_2026", currency = "EUR" },
  rules = { { id = 1, effect = "FLAT", below_minor = "150.00", amount_minor = "9.90", cap = "CLIFF", tiers = "C D" } },
}
if not book then error("our terms: " .. message) end

-- Fields of the library from an account of the CRM, which has others, too.
local known = {}
for _, field in ipairs(kogge.fields "customer") do known[field.name] = true end
local function customer_of(account)
  local customer = {}
  for name, value in pairs(account) do if known[name] then customer[name] = value end end
  return customer
end

-- ---- whom to call -------------------------------------------------------------------------------------------------

local basis = { today_at = TODAY, cut_a_minor = "60000.00", cut_b_minor = "20000.00" }
local customers = {}
for i, account in ipairs(accounts) do
  local customer = customer_of(account)
  local class
  class, message = book:classify { customer = customer, basis = basis, why = "decisive" }
  if not class then error(account.name .. ": " .. message) end
  print(("%-20s %s  %s"):format(account.name, class.tier, kogge.code_text("segment", class.segment or 0, lang) or ""))
  for _, reason in ipairs(class.reasons) do print("    " .. book:explain(reason, lang)) end
  customer.tier, customer.class_flags = class.tier, class.class_flags
  customers[i] = customer
end

local selection = assert(book:select { customers = customers, most = 2, why = false })
print()
for place, row in ipairs(selection.chosen_rows) do
  local account = accounts[row.row + 1] -- rows count from 0
  print(("%d. %s: %s"):format(place, account.name,
    kogge.value_text("development.development_minor", row.development_minor, lang, book)))
end

-- ---- an order on the phone ----------------------------------------------------------------------------------------

local function answer(account, net)
  local result, why = book:assess {
    order = { net_minor = net, priced_at = TODAY, channel = "PHONE" }, customer = account, why = "decisive",
  }
  if not result then return print("?", why) end
  local text = kogge.code_text("action", result.action, lang)
  if result.charged_minor > 0 then
    text = text .. ": " .. kogge.value_text("assessment.charged_minor", result.charged_minor, lang, book)
  end
  print(text)
  for _, reason in ipairs(result.reasons) do print("    " .. book:explain(reason, lang)) end
end

print()
answer(customers[4], "120.00")
answer(customers[4], "150.00")
answer(customers[4], "a hundred")
