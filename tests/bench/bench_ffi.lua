-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- How long one assessment takes through LuaJIT's FFI, with the terms and the order of bench_lua.lua:
-- bench_ffi.lua DECLARATIONS LIBRARY [once]; what the two files are says docs/examples/ffi.lua

local ffi = require "ffi"

local file = assert(io.open(arg[1]))
ffi.cdef(file:read("*a"))
file:close()
local kogge = ffi.load(arg[2])
local count = arg[3] == "once" and 10 or 300000

-- ---- terms ----------------------------------------------------------------------------------------------------------

local function new(record)
  local made = ffi.new(record)
  kogge.kogge_record_init(made, ffi.sizeof(record))
  return made
end

local failure = new "kogge_error"
local function check(status)
  if status ~= 0 then error(ffi.string(failure.text), 2) end
end

local number = ffi.new "int32_t[1]"
local function code(set, name)
  check(kogge.kogge_code_of(set, name, number))
  return number[0]
end

local policy = ffi.new "kogge_policy"
check(kogge.kogge_policy_init(policy, ffi.sizeof(policy), code("preset", "NEUTRAL_2026"), code("currency", "EUR")))

local rules = ffi.new("kogge_order_rule[2]")
rules[0].id, rules[0].effect, rules[0].cap = 1, code("effect", "FLAT"), code("cap", "CLIFF")
rules[0].below_minor, rules[0].amount_minor = 4900, 990
rules[1].id, rules[1].effect, rules[1].below_minor = 2, code("effect", "REDIRECT_SHOP"), 2000
rules[1].channels = 2 ^ code("channel", "PHONE") + 2 ^ code("channel", "FAX")

local spec = new "kogge_rulebook_spec"
spec.policy = policy
spec.rules.data, spec.rules.count, spec.rules.row_size = rules, 2, ffi.sizeof "kogge_order_rule"
local handle = ffi.new "kogge_rulebook *[1]"
check(kogge.kogge_rulebook_new(spec, handle, failure))
local book = ffi.gc(handle[0], kogge.kogge_rulebook_unref)

-- ---- one order ------------------------------------------------------------------------------------------------------

-- What a program that takes orders as tables does: once a name, its number; a mask for what is known.
local channels = setmetatable({}, { __index = function(found, name)
  found[name] = code("channel", name)
  return found[name]
end })
local has_line_count = 1 -- KOGGE_ORDER_LINE_COUNT: FFI parsers read no macros

local order, result = new "kogge_order", new "kogge_assessment"
local fees = ffi.new "kogge_fees"
local fee_rows = ffi.new "kogge_fee[16]"
fees.data, fees.capacity = fee_rows, 16

local function assess(from)
  order.net_minor, order.priced_at, order.channel = from.net_minor, from.priced_at, channels[from.channel]
  order.line_count, order.known = from.line_count or 0, from.line_count and has_line_count or 0
  check(kogge.kogge_order_assess(book, nil, order, nil, result, fees, nil, failure))
  local charged = {}
  for i = 0, tonumber(fees.count) - 1 do
    charged[i + 1] = { rule = fee_rows[i].rule, charged_minor = tonumber(fee_rows[i].charged_minor) }
  end
  return {
    action = ffi.string(kogge.kogge_code_name("action", result.action)),
    charged_minor = tonumber(result.charged_minor),
    fees = charged,
  }
end

local from = { net_minor = 4800, priced_at = 20514, channel = "SHOP", line_count = 3 }
local answer = assess(from)
assert(answer.action == "SURCHARGE" and answer.charged_minor == 100 and #answer.fees == 1, "another answer")

-- ---- measured -------------------------------------------------------------------------------------------------------

local measure = dofile(arg[0]:match "^(.*)/" .. "/measure.lua")(count)
print(jit.version .. " through FFI")
measure("order in, result and fees out", function()
  return assess(from)
end)
measure("records and back, no tables", function()
  kogge.kogge_order_assess(book, nil, order, nil, result, fees, nil, failure)
  return tonumber(result.charged_minor)
end)
