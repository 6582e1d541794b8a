-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- What Lua adds to the library: tables and names, texts and numbers, errors, handles: test_kogge.lua FOLDER [GC]
-- GC: stress (collects all the time), generational (5.4)

package.path = arg[1] .. "/?.lua;" .. package.path
local mode = arg[2] or ""
if mode == "stress" then
  collectgarbage("setpause", 0)
  collectgarbage("setstepmul", 1000000)
elseif mode == "generational" and _VERSION == "Lua 5.4" then
  collectgarbage("generational")
end

local before = {}
for name in pairs(_G) do before[name] = true end
local kogge, safe = require "kogge", require "kogge.safe"
for name in pairs(_G) do assert(before[name], "global " .. name) end

local INTEGERS = math.type ~= nil
local DAY = "2026-03-02"
local NEUTRAL = { preset = "NEUTRAL_2026", currency = "EUR" }

local failed, passed = 0, 0
local function test(name, run)
  local ok, why = pcall(run)
  passed, failed = passed + (ok and 1 or 0), failed + (ok and 0 or 1)
  if not ok then io.stderr:write(name, ": ", tostring(why), "\n") end
end

local function same(found, wanted, what)
  if found ~= wanted then error(("%s is %s, not %s"):format(what or "it", tostring(found), tostring(wanted)), 2) end
end

-- Runs and must fail with a text that contains part.
local function refused(part, run, ...)
  local ok, why = pcall(run, ...)
  if ok or type(why) ~= "string" or not why:find(part, 1, true) then
    error(("%s, not refused with %s"):format(tostring(why), part), 2)
  end
end

local function terms(rules, policy)
  return kogge.rulebook_new { policy = policy or NEUTRAL, rules = rules or {} }
end

local book = terms { { id = 1, effect = "FLAT", below_minor = "49.00", amount_minor = "9.90", cap = "CLIFF" } }

local function assess(order)
  order.priced_at = order.priced_at or DAY
  return book:assess { order = order }
end

-- ---- records ------------------------------------------------------------------------------------------------------

test("a record comes as a table with names", function()
  local result = assess { net_minor = 4800 }
  same(result.action, "SURCHARGE")
  same(result.charged_minor, 100)
  same(result.fees[1].kind, "FLAT")
  same(result.fees[1].outcome, "CAPPED")
  same(result.fees[1].state_base, false)
  same(result.reasons[#result.reasons].code ~= nil, true)
end)

test("unknown is nil", function()
  same(assess({ net_minor = 4800 }).handling_cost_minor, nil)
  same(type(assess({ net_minor = 4800, line_count = 2 }).handling_cost_minor), "number")
end)

test("reasons name their field", function()
  local result = book:assess { order = { net_minor = 4800, priced_at = DAY }, why = "decisive" }
  same(result.reasons[1].code, "RULE")
  same(result.reasons[1].field, "assessment.net_base_minor")
  same(book:explain(result.reasons[1], "de"),
    "Regel 1 (Pauschale) gilt und ist gedeckelt: Nettowert 48,00 EUR, Grenze 49,00 EUR.")
  same(kogge.explain { reason = result.reasons[1], lang = "ENGLISH", book = book }, book:explain(result.reasons[1]))
  same(book:assess({ order = { net_minor = 4800, priced_at = DAY }, why = false }).reasons, nil)
  refused("decisive", book.assess, book, { order = { priced_at = DAY }, why = "some" })
end)

test("what a call gave can be passed on", function()
  local economics = book:economics_assess { gross_minor = "100.00", goods_cost_minor = "40.00" }
  same(type(economics.reasons), "table")
  local profile = kogge.economics_profile { { tier = "A", contribution = economics } }
  same(profile[1].net_minor, 10000)
end)

test("masks", function()
  local rule = { id = 1, effect = "FLAT", amount_minor = 1, tiers = { "C", "D" }, channels = "SHOP EDI" }
  local list = terms({ rule }):rules()
  same(table.concat(list[1].tiers, " "), "C D")
  same(#list[1].channels, 2)
  same(#list[1].brands, 0)
  local groups = assess { net_minor = 100, approved = { 3, 48 } }
  same(groups.action, "SURCHARGE")
  refused("did you mean C", terms, { { id = 1, effect = "FLAT", tiers = { "CC" } } })
end)

test("codes by name or number", function()
  same(assess({ net_minor = 4800, channel = "SHOP" }).action, assess({ net_minor = 4800, channel = 5 }).action)
  refused('did you mean SHOP?', assess, { channel = "SHPO" })
end)

test("dates", function()
  same(kogge.date(kogge.day(DAY)), DAY)
  local rules = terms({ { id = 1, effect = "FLAT", amount_minor = 1, valid_from_at = "2026-01-01" } }):rules()
  same(rules[1].valid_from_at, "2026-01-01")
  same(rules[1].valid_until_at, nil)
  same(assess({ net_minor = 4800, priced_at = kogge.day(DAY) }).charged_minor, 100)
  refused("no date", assess, { priced_at = "2026-02-29" })
end)

test("a policy starts with its preset, and is read back whole", function()
  local changed = terms({}, { preset = "FORWARD_2026", currency = "EUR", margin_bp = 3100 })
  local policy = changed:policy()
  same(policy.margin_bp, 3100)
  same(policy.strategy, "FORWARD")
  same(terms({}, policy):fingerprint(), changed:fingerprint())
  policy.flags = {}
  assert(terms({}, policy):fingerprint() ~= changed:fingerprint())
end)

test("a misspelt name gets another one", function()
  refused('order has no field "net_mino"; did you mean net_minor?', assess, { net_mino = 1 })
  refused("rules[2]: order_rule has no field", terms, { { id = 1, effect = "FLAT" }, { idd = 2 } })
  refused("assess takes order, customer, lines, why; not lang", book.assess, book, { order = {}, lang = "de" })
  refused("takes policy, rules, treatments, channel_costs, criteria, sales, strategy_weights; not polici",
    kogge.rulebook_new, { polici = {} })
  refused("a key that is a number", assess, { 4 })
  refused("order is missing", book.assess, book)
end)

-- ---- numbers ------------------------------------------------------------------------------------------------------

test("amounts are whole minor units, or texts in whole units", function()
  same(assess({ net_minor = "48.00" }).net_base_minor, 4800)
  same(assess({ net_minor = "48" }).net_base_minor, 4800)
  same(assess({ net_minor = 4800.0 }).net_base_minor, 4800)
  refused("no whole number of minor units", assess, { net_minor = 48.5 })
  refused("no whole number", assess, { net_minor = 0 / 0 })
  refused("too large to be exact", assess, { net_minor = 2 ^ 60 })
  refused("too large to be exact", assess, { net_minor = 1 / 0 })
  refused("decimals", assess, { net_minor = "48.001" })
  refused("no amount", assess, { net_minor = "48,00" })
  refused("a boolean where", assess, { net_minor = true })
  refused("out of range", assess, { country = 2 ^ 31 })
  refused("needs a currency", kogge.abc_cut, { values = { "1.00" }, options = {} })
end)

test("amounts have the decimals of their currency", function()
  local yen = kogge.rulebook_new { policy = { preset = "NEUTRAL_2026", currency = "JPY" },
    rules = { { id = 1, effect = "FLAT", below_minor = "4900", amount_minor = "990" } } }
  same(yen:rules()[1].below_minor, 4900)
  same(yen:assess({ order = { net_minor = "4800", priced_at = DAY } }).net_base_minor, 4800)
  refused("decimals", yen.assess, yen, { order = { net_minor = "48.00", priced_at = DAY } })
  local cents = terms({}, { preset = "NEUTRAL_2026", currency = "EUR", currency_digits = 3 })
  same(cents:assess({ order = { net_minor = "4.8", priced_at = DAY } }).net_base_minor, 4800)
  refused("write whole numbers", terms, { { id = 1, effect = "FLAT", amount_minor = "9.90" } },
    { preset = "NEUTRAL_2026", currency = "EUR", currency_digits = 3 })
end)

test("numbers that Lua cannot hold are texts", function()
  local most, small = "18446744073709551615", { preset = "NEUTRAL_2026", currency = "EUR" }
  same(terms({ { id = 1, effect = "FLAT", amount_minor = 1, agreement = most } }, small):rules()[1].agreement, most)
  same(book:fingerprint(), assess({}).fingerprint)
  local product = kogge.mul_div("9007199254740993", 1, 1, "DOWN")
  same(tostring(product), "9007199254740993")
  same(type(product), INTEGERS and "number" or "string")
end)

-- ---- functions ----------------------------------------------------------------------------------------------------

test("arguments by name or in order", function()
  same(kogge.mul_div(7, 3, 2, "UP"), 11)
  same(kogge.mul_div { x = 7, n = 3, d = 2, mode = "UP" }, 11)
  same(book:assess({ net_minor = 4800, priced_at = DAY }, { tier = "A" }).tier, "A")
  same(table.concat(kogge.allocate(100, { 1, 1, 1 }), " "), "34 33 33")
  same(kogge.cash_round(1003, 5).difference, 2)
  refused("takes at most", kogge.settle, 1, 2, 3, 4, 5, 6, 7)
end)

test("tables as rows or as columns", function()
  local rows = {
    { from_tier = "C", to_tier = "A" }, { from_tier = "C", to_tier = "C" }, { from_tier = "A", to_tier = "C" },
  }
  local columns = { from_tier = { "C", "C", "A" }, to_tier = { "A", "C", "C" } }
  local a, b = kogge.migration(rows), kogge.migration(columns)
  same(#a.cells, 3)
  for i, cell in ipairs(a.cells) do
    for name, value in pairs(cell) do same(b.cells[i][name], value, name) end
  end
  same(#kogge.migration({ from_tier = "C", to_tier = { "A", "C" } }).cells, 2)
  same(#kogge.migration({}).cells, 0)
  local shorter = kogge.demand_estimate { stated_minor = { 500, 700, 800 }, stated_confidence_bp = { 10000, 10000 } }
  same(#shorter.out, 3)
  same(shorter.out[2].demand_minor, 700)
  same(shorter.out[3].demand_minor, nil)
  refused('migration_input has no field "to_teir"; did you mean to_tier?', kogge.migration, { to_teir = { "A" } })
  refused("customers[2]", kogge.migration, { { to_tier = "A" }, { to_tier = "X" } })
end)

test("a portfolio in rounds", function()
  local values = {}
  for i = 1, 50 do values[i] = 100000 - i * i end
  local options = { cut_a_bp = 8000, cut_b_bp = 9500, cut_rule = "CUM_BEFORE" }
  local portfolio = kogge.portfolio_new { options = options }
  repeat portfolio:add(values) until not portfolio:refine()
  local cuts = kogge.abc_cut { values = values, options = options }
  same(portfolio:cuts().cut_a_minor, cuts.cut_a_minor)
  same(kogge.abc_classes(cuts, values)[1], "A")
  same(kogge.portfolio_load(portfolio:save()):save(), portfolio:save())
  refused("no portfolio", function() kogge.portfolio_load("damaged bytes") end)
end)

-- ---- errors -------------------------------------------------------------------------------------------------------

test("kogge.safe gives nil, message, code and details", function()
  local rule = { id = 1, effect = "FLAT", amount_minor = 1 }
  local nothing, message, code, details = safe.rulebook_new { policy = NEUTRAL, rules = { rule, rule } }
  same(nothing, nil)
  same(code, "INVALID")
  same(message, details.message)
  same(tostring(details), message)
  same(details.rule, 1)
  same(details.field, "order_rule.id")
  same(details.row, 2)
  same(select(3, safe.rulebook_new()), "INVALID")
  local one = safe.rulebook_new { policy = NEUTRAL }
  same(select(3, one:assess { order = { net_minor = 1.5 } }), "INVALID")
  same(select(3, one:assess { order = { net_minor = 1, priced_at = 1, currency = "USD" } }), "CURRENCY")
  same(one:assess({ order = { priced_at = DAY } }).action, "ALLOW")
  same(safe.day("yesterday"), nil)
end)

test("errors stand where the caller is", function()
  local ok, why = pcall(function() assess { net_mino = 1 } end)
  same(ok, false)
  assert(why:match("test_kogge%.lua:%d+: order has no field"), why)
end)

test("errors inside coroutines", function()
  local thread = coroutine.wrap(function(order)
    while true do
      local ok, result = pcall(assess, order)
      order = coroutine.yield(ok, ok and result.action or result)
    end
  end)
  same(select(2, thread { net_minor = 4800 }), "SURCHARGE")
  same(thread { net_mino = 1 }, false)
  same(select(2, thread { net_minor = 4900 }), "ALLOW")
  local dies = coroutine.create(function() return assess { net_mino = 1 } end)
  same(coroutine.resume(dies), false)
  same(coroutine.status(dies), "dead")
  local one = safe.rulebook_new { policy = NEUTRAL }
  local inside = coroutine.wrap(function() return one:assess { order = { net_mino = 1 } } end)
  same(select(2, inside()), 'order has no field "net_mino"; did you mean net_minor?')
end)

-- ---- handles ------------------------------------------------------------------------------------------------------

test("handles", function()
  assert(tostring(book):match("^kogge%.rulebook: "))
  same(getmetatable(book), "kogge")
  refused("where a rulebook belongs", book.assess, kogge.portfolio_new { options = {} }, { order = {} })
  refused("where a rulebook belongs", book.assess, io.stdout, { order = {} })
  refused("where a rulebook belongs", book.assess, 1, { order = {} })
  refused("call it with a colon", book.fingerprint)
  local one = safe.rulebook_new { policy = NEUTRAL }
  same(book.fingerprint(one), one:fingerprint())
end)

test("handles are given back when they are collected, or closed", function()
  for _ = 1, 200 do terms {} end
  collectgarbage()
  local one = terms {}
  local close = debug.getmetatable(one).__close
  close(one)
  close(one)
  refused("was closed", one.fingerprint, one)
  same(tostring(one), "kogge.rulebook (closed)")
  if _VERSION == "Lua 5.4" then
    local run = load "local make = ...; local kept; do local one <close> = make {}; kept = one end; return kept"
    refused("was closed", one.fingerprint, run(terms))
  end
end)

test("metamethods of arguments are not called", function()
  local order = setmetatable({ priced_at = DAY }, { __index = function() error("called") end })
  same(assess(order).action, "ALLOW")
end)

test("the first table says how many rows there are", function()
  local orders = {}
  for i = 1, 300 do orders[i] = { priced_at = DAY, net_minor = 4800, order_row = { customer_row = 0 } } end
  local found = book:order_assess_columns { orders = orders, customers = { { tier = "C" } } }
  same(#found.out, 300)
  same(#found.row_status, 300)
end)

test("lists of rows stand one after another, and offsets say whose they are", function()
  local history, days = { today_at = DAY }, { "2026-01-01", "2026-02-01", "2026-02-20" }
  local found = kogge.regularity_assess_columns({ history, history, history }, days, { 0, 1, 1, 3 })
  for i, count in ipairs { 1, 0, 2 } do same(found.out[i].order_days, count) end
  found = kogge.regularity_assess_columns({ history, history }, days, { 0, 4, 3 })
  for i = 1, 2 do same(found.row_status[i], "INVALID") end
  refused("order_day_offsets: 2 values, but one a row and one more are 3", kogge.regularity_assess_columns,
    { history, history }, days, { 0, 1 })
  refused("their offsets are NULL", kogge.regularity_assess_columns, { history }, days)
  same(kogge.regularity_assess_columns({ history }).out[1].order_days, 0)
end)

test("what the library knows", function()
  local field = kogge.fields("order")[2]
  same(field.set == nil or type(field.set) == "string", true)
  same(kogge.codes("channel").SHOP, 5)
  same(kogge.code_text("channel", "SHOP", "de"), "Webshop")
  same(kogge.value_text("order.net_minor", "1234.56", "de", book), "1.234,56 EUR")
  same(kogge.money_text(123456, "EUR", 2, "de"), "1.234,56 EUR")
  refused('no texts in "fr"', kogge.money_text, 1, "EUR", 2, "fr")
  refused("there is no record", kogge.fields, "ordre")
end)

if kogge.rulebook_from_json then
  test("policies as JSON", function()
    local path = arg[1] .. "/../../docs/examples/policies/eaton.json"
    local one = kogge.rulebook_from_file(path)
    same(one:fingerprint(), kogge.rulebook_from_json(io.open(path):read("*a")):fingerprint())
    refused("line 1, column 1", kogge.rulebook_from_json, "{")
    refused("cannot be opened", kogge.rulebook_from_file, "nowhere.json")
    same(select(3, safe.rulebook_from_json("{")), "DAMAGED")
    same(safe.rulebook_from_file(path):assess({ order = { net_mino = 1 } }), nil)
  end)
end

for name in pairs(_G) do assert(before[name], "global " .. name) end
print(("%s %s: %d passed, %d failed"):format(jit and jit.version or _VERSION, mode, passed, failed))
os.exit(failed == 0 and 0 or 1, true)
