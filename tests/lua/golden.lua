-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- Runs the golden vectors (tests/golden/README.md) through Lua: golden.lua SAID FILE.jsonl ...
-- SAID is what the runner for C said of the same files: the texts of all reasons must be the same there. vectors.c is
-- found like a module.

-- LuaJIT 2.1 of Debian 12 compiles some loops over pairs() so that they leave keys out: nothing would be compared
-- there. Calls of the module are never compiled.
if jit and jit.version_num < 20199 then jit.off() end

local vectors = require "vectors"
local kogge = require "kogge"
local safe = require "kogge.safe"

-- Functions that are internal to C, and what Lua cannot say.
local internal = { isqrt = true, median2 = true, wilson = true, newcombe = true }
local FAR = "portfolio"

local current, failures, count, skipped, checksum = "?", 0, 0, 0, 0
local books, explaining = {}, nil

local function complain(...)
  failures = failures + 1
  if failures <= 40 then io.stderr:write(current, ": ", (...):format(select(2, ...)), "\n") end
end

-- ---- values and numbers -------------------------------------------------------------------------------------------

-- An integer as text.
local function digits(value)
  if type(value) ~= "number" then return tostring(value) end
  if value == 0 then return "0" end
  return math.type and math.type(value) == "integer" and ("%d"):format(value) or ("%.0f"):format(value)
end

local by_record, by_name, codes = {}, {}, {}
for _, set in ipairs(kogge.codes()) do codes[set] = kogge.codes(set) end
for _, record in ipairs(kogge.fields()) do
  by_record[record] = {}
  for _, field in ipairs(kogge.fields(record)) do
    by_record[record][field.name] = field
    by_name[record .. "." .. field.name] = field.id
  end
end

local function bits_of(value, set, flags)
  if type(value) == "string" and not value:match("^%d+$") then
    local list = {}
    for name in value:gmatch("%S+") do list[#list + 1] = name end
    value = list
  end
  if type(value) ~= "table" then return digits(value) end
  local sum = 0
  for _, name in ipairs(value) do
    local code = codes[set] and codes[set][name] or name
    sum = sum + (flags and code or 2 ^ code)
  end
  return digits(sum)
end

-- The number that stands for a value of Lua; as text if it cannot be one.
local function number(field, value)
  if value == nil then return 0 end
  if field.unit == "MASK" then return bits_of(value, field.set, field.name:match("flags$") and field.set ~= "flag") end
  if type(value) == "boolean" then return value and 1 or 0 end
  if type(value) ~= "string" or value:match("^%-?%d+$") then return value end
  if field.unit == "CODE" then return codes[field.set][value] end
  if field.unit == "DATE" then return kogge.day(value) end
  if field.unit == "FIELD" then return by_name[value] end
  return value
end

-- What is found and what was expected, as texts, if they are not the same number.
local function difference(field, found, wanted)
  if found == wanted then return end
  local a, b = number(field, found), number(field, wanted)
  if a == b then return end
  a, b = digits(a), digits(b)
  if a ~= b then return a, b end
end

-- ---- input --------------------------------------------------------------------------------------------------------

-- A list as often as `times` says.
local function repeated(list, times)
  if not list or not times then return list end
  local copy, length = {}, #list
  for i = 1, length * times do copy[i] = list[(i - 1) % length + 1] end
  return copy
end

-- The bits of a number that Lua 5.1 cannot hold, as a list.
local function bits_in(text)
  local list, bit = {}, 0
  while text ~= "0" do
    local half, rest = "", 0
    for digit in text:gmatch("%d") do
      local value = rest * 10 + tonumber(digit)
      half, rest = half .. math.floor(value / 2), value % 2
    end
    if rest == 1 then list[#list + 1] = bit end
    text, bit = half:gsub("^0+(%d)", "%1"), bit + 1
  end
  return list
end

local function order_of(vector)
  local order = vector.order
  if type(order.approved) == "string" then order.approved = bits_in(order.approved) end
  return order
end

-- {"contribution.net_minor": 1} as {contribution = {net_minor = 1}}
local function nested(row)
  local out = {}
  for key, value in pairs(row) do
    local record, name = key:match("^(.*)%.(.*)$")
    if record then
      out[record] = out[record] or {}
      out[record][name] = value
    else
      out[key] = value
    end
  end
  return out
end

-- A list that has a place for every row: false is unknown. Without the column known all are known.
local function column_of(rows, record, name, known, is_mask)
  local list = {}
  for i, row in ipairs(rows) do
    local from = record and (row[record] or {}) or row
    list[i] = from[name]
    if list[i] == nil then list[i] = not known and 0 end
    if is_mask and digits(list[i]):match("^%d+$") then list[i] = bits_in(digits(list[i])) end
  end
  return list
end

local function table_of(input, first)
  local rows, wanted = {}, input.columns
  for i, row in ipairs(input.rows or {}) do rows[i] = nested(row) end
  rows = repeated(rows, input.times)
  if not wanted then return rows end
  local columns, known = {}, {}
  for _, name in ipairs(wanted) do known[name] = true end
  for _, full in ipairs(wanted) do
    local record, name = full:match("^(.*)%.(.*)$")
    name = name or full
    local into = columns
    if record then
      columns[record] = columns[record] or {}
      into = columns[record]
    end
    local has_known = known[record and record .. ".known" or "known"]
    if name ~= "known" then
      local field = by_record[record or first] and by_record[record or first][name]
      into[name] = column_of(rows, record, name, has_known, field and field.unit == "MASK")
    end
  end
  return columns
end

-- ---- what is expected ---------------------------------------------------------------------------------------------

local function compare_status(expect, failed)
  local wanted, found = expect.status, failed and failed.code or "OK"
  if wanted == "SOME_ROWS" then wanted = "OK" end -- the status of each row is compared
  if wanted and wanted ~= found then
    complain("status %s, expected %s (%s)", found, wanted, failed and failed.message or "")
    return false
  end
  if failed then
    if expect.field and failed.field ~= expect.field then
      complain("error names %s, expected %s (%s)", tostring(failed.field), expect.field, failed.message)
    end
    if expect.rule and (failed.rule or 0) ~= expect.rule then
      complain("error names rule %s, expected %s (%s)", tostring(failed.rule), digits(expect.rule), failed.message)
    end
    if expect.row and (failed.row or 0) - 1 ~= expect.row then
      complain("error names row %s, expected %s (%s)", tostring(failed.row), digits(expect.row), failed.message)
    end
  end
  return not failed
end

local function compare_record(record, found, expect)
  for name, wanted in pairs(expect or {}) do
    local field, value = by_record[record][name], found[name]
    if wanted == vectors.null then
      if value ~= nil then complain("%s is %s, expected unknown", name, tostring(value)) end
    elseif value == nil and field.unknown then
      complain("%s is unknown", name)
    else
      local a, b = difference(field, value, wanted)
      if a then complain("%s is %s, expected %s", name, a, b) end
    end
  end
end

local function compare_rows(record, found, expect, what)
  if not expect then return end
  if #found ~= #expect then complain("%d %s, expected %d", #found, what, #expect) end
  for i = 1, math.min(#found, #expect) do compare_record(record, found[i], expect[i]) end
end

-- Rows that stand as lists of numbers.
local function compare_lists(record, names, found, expect)
  if not expect then return end
  if #found ~= #expect then complain("%d of %s, expected %d", #found, record, #expect) end
  for i = 1, math.min(#found, #expect) do
    for j, name in ipairs(names) do
      local a, b = difference(by_record[record][name], found[i][name], expect[i][j])
      if a then complain("%s %d: %s is %s, expected %s", record, i, name, a, b) end
    end
  end
end

local function compare_numbers(found, expect, what)
  for i, wanted in ipairs(expect or {}) do
    local value = found[i]
    if type(value) == "boolean" then value = value and 1 or 0 end
    if value ~= wanted and digits(value) ~= digits(wanted) then
      complain("%s %d is %s, expected %s", what, i, digits(value), digits(wanted))
    end
  end
  if expect and #found ~= #expect then complain("%d %s, expected %d", #found, what, #expect) end
end

local function add_texts(list, explain)
  for _, lang in ipairs { "en", "de" } do
    for _, thing in ipairs(list) do checksum = vectors.add_text(checksum, explain(thing, lang, explaining)) end
  end
end

local REASON = { "code", "outcome", "rule", "field", "observed", "threshold" }
local function compare_reasons(found, expect)
  add_texts(found, kogge.explain)
  compare_lists("reason", REASON, found, expect)
end

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key in pairs(a) do if not same(a[key], b[key]) then return false end end
  for key in pairs(b) do if a[key] == nil then return false end end
  return true
end

local function book_named(name)
  explaining = books[name]
  return explaining or error("no such book: " .. tostring(name))
end

-- ---- books, orders ------------------------------------------------------------------------------------------------

local run = {}

local function sales_policy(vector, preset)
  if not vector.sales_policy then return nil end
  local sales = kogge.sales_policy_init(preset)
  for field, value in pairs(vector.sales_policy) do sales[field] = value end
  return sales
end

function run.book(vector)
  local policy = vector.policy
  policy.preset, policy.currency = policy.preset or 1, policy.currency or 978
  local book, _, _, failed = safe.rulebook_new {
    policy = policy,
    rules = vector.order_rules,
    treatments = vector.treatment_rows,
    channel_costs = vector.channel_costs,
    criteria = vector.kam_criteria,
    sales = sales_policy(vector, policy.preset),
    strategy_weights = vector.strategy_weights,
  }
  compare_status(vector.expect, failed)
  books[vector.book] = book
  local wanted = vector.expect.fingerprint
  if book and wanted then
    local high, low = tonumber(wanted:sub(1, 8), 16), tonumber(wanted:sub(9), 16)
    local found, sum = book:fingerprint(), 0
    for digit in digits(found):gmatch("%d") do sum = (sum * 10 + tonumber(digit)) % 2147483647 end -- mod a prime
    local expected = (high % 2147483647 * 2 + low) % 2147483647 -- 2^32 is 2 there
    if sum ~= expected then complain("fingerprint %s, expected %s", digits(found), wanted) end
  end
end

local FEE = { "rule", "kind", "group", "charged_minor", "waived_minor", "base_minor", "below_minor", "outcome",
  "rate_bp", "invoice_code", "state_base" }

function run.case(vector)
  local book, expect = book_named(vector.book), vector.expect
  local arguments = { customer = vector.customer, order = order_of(vector), lines = vector.lines }
  local result, _, _, failed = book:assess(arguments)
  if not compare_status(expect, failed) then return end
  compare_record("assessment", result, expect.assessment)
  compare_lists("fee", FEE, result.fees, expect.fees)
  compare_reasons(result.reasons, expect.reasons)
  arguments.why = false
  local quiet = book:assess(arguments)
  result.reasons = nil
  if not same(quiet, result) then complain("asking for no reasons changes the result") end
end

local CHANGE = { "rule", "charged_minor", "delta_minor", "outcome" }

function run.reassess(vector)
  local book, expect, charged = book_named(vector.book), vector.expect, {}
  for i, row in ipairs(vector.charged) do charged[i] = { rule = row[1], charged_minor = row[2] } end
  local result, _, _, failed = book:reassess {
    customer = vector.customer, order = order_of(vector), lines = vector.lines, charged = charged,
  }
  if compare_status(expect, failed) then compare_lists("fee_change", CHANGE, result.changes, expect.changes) end
end

local FINDING = { "code", "level", "row", "other_row", "value", "other_value", "field", "other_field" }

function run.lint(vector)
  local findings = book_named(vector.book):lint { today_at = vector.today or 0 }
  add_texts(findings, kogge.explain_finding)
  compare_lists("finding", FINDING, findings, vector.expect)
end

function run.call(vector)
  local name, input = vector.call, vector["in"]
  if internal[name] then
    skipped = skipped + 1
    return
  end
  if name == "day" then
    input = { ("%04d-%02d-%02d"):format(input[1], input[2], input[3]) }
  end
  local out, _, _, failed = safe[name]((unpack or table.unpack)(input))
  local wanted = vector.expect.out
  if not compare_status(vector.expect, failed) or wanted == nil then return end
  if type(out) == "table" and out.rounded then out = { out.rounded, out.difference } end
  compare_numbers(type(out) == "table" and out or { out }, type(wanted) == "table" and wanted or { wanted }, "result")
end

-- ---- the other families ------------------------------------------------------------------------------------------

-- Names of the arguments in Lua and in the vectors ("rows": the table), and records of what comes back by name.
local functions = {
  economics_assess = { takes = { economics = "economics" }, result = "contribution" },
  economics_profile = { takes = { customers = "rows" }, list = "profile", record = "tier_profile" },
  abc_cut = { takes = { values = "values", options = "abc_options" }, result = "abc_cuts" },
  abc_classes = { takes = { values = "values", cuts = "abc_cuts" }, codes = "classes" },
  migration = { takes = { customers = "rows" }, rows = { cells = "migration_cell", rates = "rate" } },
  evidence_assess = { takes = { history = "history", quarters = "quarters", order_days = "order_days" },
    result = "evidence" },
  evidence_summarise = { takes = { customers = "rows" }, result = "evidence_summary" },
  regularity_assess = { takes = { history = "history", order_days = "order_days" }, result = "regularity" },
  regularity_pool = { takes = { customers = "rows" }, out = { "median_half_days", "longest_days" } },
  calibrate = { takes = { customers = "rows" }, list = "rows", record = "calibration" },
  classify = { takes = { customer = "customer", basis = "classification_basis" }, result = "classification" },
  demand_estimate = { takes = { inputs = "rows" }, rows = { out = "demand" } },
  select = { takes = { customers = "rows", most = "most", budget_minor = "budget_minor" }, result = "selection",
    rows = { chosen_rows = "development", next = "development" } },
  audit_tiers = { takes = { customers = "rows" }, result = "audit",
    rows = { cells = "migration_cell", hidden = "rate" } },
  company_measure = { takes = { customers = "rows" }, of = "customer", result = "company" },
  company_advise = { takes = { company = "company" }, result = "advice", rows = { factors = "advice_factor" } },
  strategy_comparison = { takes = {}, list = "rows", record = "comparison" },
  plan_customer = { takes = { customer = "customer", today_at = "today_at" }, result = "plan" },
  visit_check = { takes = { plan = "plan", justification = "justification", visits_this_year = "visits_this_year" },
    out = { "verdict" }, sets = { "visit_verdict" } },
  route_assess = { takes = { customer = "customer", terms = "route_terms", today_at = "today_at" },
    result = "route_result", rows = { alternatives = "route_alternative" } },
  rhythm_assess = { takes = { customer = "customer", order_cost_minor = "order_cost_minor" }, result = "rhythm" },
  kam_assess = { takes = { candidate = "kam_candidate", values = "values" }, result = "kam_result",
    rows = { missing = "kam_missing" } },
  kam_weights = { takes = { values = "values" }, list = "intervals", record = "weight_interval" },
  kam_rank = { takes = { candidates = "rows", customers = "customers" },
    lists = { outcomes = "kam_outcome", ranks = "" } },
  contact_assess = { takes = { candidate = "contact_candidate", triggers = "triggers" }, result = "contact_budget",
    rows = { calls_rows = "planned_call" } },
  contact_triggers = { takes = { customer = "customer", overdue_bp = "overdue_bp", wallet_gap_bp = "wallet_gap_bp",
    growth_bp = "growth_bp" }, rows = { triggers = "contact_trigger" } },
  calibrate_trigger = { takes = { tried = "tried", won = "won" }, out = {} },
  day_plan = { takes = { candidates = "candidates", triggers = "triggers", agents = "agents" },
    rows = { calls = "planned_call" } },
  capacity_assess = { takes = { customers = "customers" }, result = "capacity" },
  campaign_assess = { takes = { campaign = "campaign" }, result = "campaign_result" },
  make_or_buy_assess = { takes = { make_or_buy = "make_or_buy" }, result = "make_or_buy_result" },
}
local records = { economics = true, abc_options = true, abc_cuts = true, history = true, customer = true,
  classification_basis = true, company = true, plan = true, route_terms = true, kam_candidate = true,
  contact_candidate = true, campaign = true, make_or_buy = true, candidates = true }
local expected_as = { demand_estimate = { out = "rows" }, select = { chosen_rows = "chosen" },
  contact_assess = { calls_rows = "calls" } }
-- Numbers that must be passed: 0 if the vector leaves them out.
local zero = { today_at = true, order_cost_minor = true, tried = true, won = true, agents = true }

-- Amounts that Lua 5.1 cannot hold, as texts in whole units.
local function in_units(arguments, decimals)
  for key, value in pairs(arguments) do
    if type(value) == "table" then
      in_units(value, decimals)
    elseif type(value) == "string" and tostring(key):match("_minor$") and value:match("^%d+$") then
      arguments[key] = decimals > 0 and value:sub(1, -decimals - 1) .. "." .. value:sub(-decimals) or value
    end
  end
  return arguments
end

local function arguments_of(known, input)
  local arguments = {}
  for name, from in pairs(known.takes) do
    if from == "rows" then
      arguments[name] = table_of(input, known.of)
    elseif from == "values" then
      arguments[name] = repeated(input[from], input.times)
    else
      arguments[name] = input[from]
    end
    if arguments[name] == nil then arguments[name] = records[from] and {} or zero[from] and 0 or nil end
  end
  return arguments
end

local function compare_do(name, known, found, expect)
  if known.result then compare_record(known.result, found, expect.result) end
  if known.list then compare_rows(known.record, found, expect[known.list], known.list) end
  for list, record in pairs(known.rows or {}) do
    local wanted = expect[(expected_as[name] or {})[list] or list]
    if list == "next" then -- Lua gives all that there are, the vectors five
      for i = #found[list], 6, -1 do found[list][i] = nil end
    end
    compare_rows(record, found[list], wanted, list)
  end
  if known.out then
    local out = type(found) ~= "table" and { found } or { found[known.out[1]], found[known.out[2]] }
    for i, set in ipairs(known.sets or {}) do out[i] = codes[set][out[i]] or out[i] end
    compare_numbers(out, expect.out, "result")
  end
  for list, set in pairs(known.lists or {}) do
    local out = {}
    for i, value in ipairs(found[list]) do out[i] = codes[set] and codes[set][value] or value end
    compare_numbers(out, expect[list], list)
  end
  if known.codes and expect[known.codes] then
    for i, wanted in ipairs(expect[known.codes]) do
      if digits(codes.tier[found[i]]) ~= digits(codes.tier[wanted] or wanted) then
        complain("class %d is %s", i, found[i])
      end
    end
  end
  for i, wanted in ipairs(expect.row_status or {}) do
    if found.row_status[i] ~= wanted then complain("status of row %d is %s", i, tostring(found.row_status[i])) end
  end
  for i, wanted in ipairs(expect.class_flags or {}) do
    if bits_of(found.class_flags[i], "flag") ~= digits(wanted) then complain("flags of row %d differ", i) end
  end
  if type(found) == "table" and found.reasons then compare_reasons(found.reasons, expect.reasons) end
end

local portfolio

run["do"] = function(vector)
  local name, input, expect = vector["do"], vector["in"], vector.expect
  if name == FAR then return portfolio(vector) end
  if input.memory == 0 then -- Lua always brings the memory
    skipped = skipped + 1
    return
  end
  local known, arguments = functions[name], arguments_of(functions[name], input)
  local book = vector.book and book_named(vector.book)
  if book then in_units(arguments, book:policy().currency_digits) end
  local run_it = book and function(given_to) return book[name](book, given_to) end or safe[name]
  local found, _, _, failed = run_it(arguments)
  if not compare_status(expect, failed) then return end
  compare_do(name, known, found, expect)
  if type(found) == "table" and found.reasons then
    arguments.why = false
    local quiet = run_it(arguments)
    found.reasons = nil
    if type(quiet) ~= "table" and known.out then quiet = { [known.out[1]] = quiet } end
    if name ~= "select" and not same(quiet, found) then complain("asking for no reasons changes the result") end
  end
end

local PARTS = 4

-- Feeds the pieces first, first + step, ...; nil, or the error.
local function feed(into, vector, first, step)
  local input = vector["in"]
  local pieces, ids = input.pieces, input.ids
  for i = first, #pieces * (input.times or 1), step do
    local place = (i - 1) % #pieces + 1
    local _, _, _, failed = into:add { values = pieces[place], ids = ids and ids[place] }
    if failed then return failed end
  end
end

local function round_in_parts(empty, vector)
  local bytes, whole = empty:save(), nil
  for i = PARTS, 1, -1 do
    local part = safe.portfolio_load(bytes)
    if feed(part, vector, i, PARTS) then complain("part %d is refused", i) end
    part = safe.portfolio_load(part:save())
    if whole and not part:merge(whole) then complain("part %d cannot be merged", i) end
    whole = part
  end
  return whole
end

local function refine(into, vector, in_parts)
  local again, _, _, failed = into:refine()
  for _ = 1, 64 do
    if not again or failed then break end
    if in_parts then into = round_in_parts(into, vector) else failed = feed(into, vector, 1, 1) end
    if not failed then again, _, _, failed = into:refine() end
  end
  return into, failed
end

local function new_portfolio(vector)
  return safe.portfolio_new { options = vector["in"].abc_options or {} }
end

local function compare_answers(from, vector, early)
  local expect, options = vector.expect, vector["in"].concentration_options
  local concentration, _, _, failed = from:concentration { options = options }
  local wanted = expect.concentration or {}
  if compare_status(wanted, failed) then
    compare_record("concentration", concentration, wanted.result)
    compare_reasons(concentration.reasons, wanted.reasons)
    compare_numbers(concentration.top_bp, wanted.top_bp, "top")
    concentration.absorption_bp, concentration.reasons = nil, nil
    if not same(concentration, early) then complain("before the first refinement the concentration is another one") end
  end
  compare_rows("pareto_point", from:pareto(), expect.pareto, "pareto")
  if expect.cuts then
    local cuts
    cuts, _, _, failed = from:cuts()
    if compare_status(expect.cuts, failed) then compare_record("abc_cuts", cuts, expect.cuts.result) end
  end
  if expect.shares then
    local shares
    shares, _, _, failed = from:shares()
    if compare_status(expect.shares, failed) then
      compare_rows("class_share", shares.shares, expect.shares.shares, "shares")
      compare_reasons(shares.reasons, expect.shares.reasons)
    end
  end
end

function portfolio(vector)
  local whole, _, _, failed = new_portfolio(vector)
  if whole then failed = feed(whole, vector, 1, 1) end
  if not compare_status(vector.expect, failed) then return end
  local early = whole:concentration { options = vector["in"].concentration_options, why = false }
  whole, failed = refine(whole, vector, false)
  if failed and failed.code ~= "DEGENERATE" then complain("refining fails with %s", failed.code) end
  compare_answers(whole, vector, early)
  local other = refine(round_in_parts(new_portfolio(vector), vector), vector, true)
  if other:save() ~= whole:save() then complain("fed in parts it is another portfolio") end
  if not failed and select(3, whole:add { 1 }) ~= "INVALID" then complain("after the last round data are taken") end
end

-- ---- files --------------------------------------------------------------------------------------------------------

local KINDS = { "case", "reassess", "do", "call", "lint", "book" }

local function run_vector(vector, where)
  explaining = nil
  for _, kind in ipairs(KINDS) do
    if vector[kind] then
      current = ("%s %s %s"):format(where, vector[kind], tostring(vector.name or ""))
      count = count + 1
      return run[kind](vector)
    end
  end
  current = where
  complain("no kind of vector")
end

for i = 2, #arg do
  local line = 0
  for text in io.lines(arg[i]) do
    line = line + 1
    run_vector(vectors.read(text), ("%s:%d"):format(arg[i]:match("[^/]*$"), line))
  end
end

local file = assert(io.open(arg[1]))
local said = file:read("*a")
file:close()
if said:match("texts (%d+)") ~= digits(checksum) then
  failures = failures + 1
  io.stderr:write("texts ", digits(checksum), ", but C says: ", said)
end
print(("%s: %d vectors, %d of them not for Lua, %d differences"):format(_VERSION, count, skipped, failures))
os.exit(failures == 0 and count > 0 and 0 or 1)
