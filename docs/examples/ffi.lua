-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- Assesses an order from LuaJIT through its FFI, without the Lua module: ffi.lua DECLARATIONS LIBRARY
-- DECLARATIONS are the public headers after the preprocessor: cc -E -P -DKOGGE_FFI_CDEF kogge/kogge.h

local ffi = require "ffi"

local file = assert(io.open(arg[1]))
ffi.cdef(file:read("*a"))
file:close()
local kogge = ffi.load(arg[2])

-- A library that is older than the declarations would leave fields unset: better not to start.
for _, record in ipairs { "kogge_order", "kogge_policy", "kogge_assessment" } do
  assert(kogge.kogge_abi_size(record) >= ffi.sizeof(record), "the library is older than these declarations")
end

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

local rules = ffi.new("kogge_order_rule[1]")
rules[0].id, rules[0].effect, rules[0].cap = 1, code("effect", "FLAT"), code("cap", "CLIFF")
rules[0].below_minor, rules[0].amount_minor = 4900, 990

local spec = new "kogge_rulebook_spec"
spec.policy = policy
spec.rules.data, spec.rules.count, spec.rules.row_size = rules, 1, ffi.sizeof "kogge_order_rule"
local handle = ffi.new "kogge_rulebook *[1]"
check(kogge.kogge_rulebook_new(spec, handle, failure))
local book = ffi.gc(handle[0], kogge.kogge_rulebook_unref)

local order, result = new "kogge_order", new "kogge_assessment"
order.priced_at = kogge.kogge_day(2026, 3, 2)
for _, net in ipairs { 1000, 4800, 4900 } do
  order.net_minor = net
  check(kogge.kogge_order_assess(book, nil, order, nil, result, nil, nil, failure))
  print(net, ffi.string(kogge.kogge_code_name("action", result.action)), tonumber(result.charged_minor))
end
