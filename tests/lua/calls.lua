-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- One call of every function and method, by name: what the tests of memory repeat.

local kogge = require "kogge"

local DAY = "2026-03-02"
local book = kogge.rulebook_new {
  policy = { preset = "FORWARD_2026", currency = "EUR" },
  rules = { { id = 1, effect = "FLAT", below_minor = "49.00", amount_minor = "9.90", cap = "CLIFF", tiers = "C D" } },
}
local options = { cut_a_bp = 8000, cut_b_bp = 9500, cut_rule = "CUM_BEFORE" }
local order = { net_minor = "48.00", priced_at = DAY, channel = "PHONE", services = { "EXPRESS" } }
local customer = { id = 7, tier = "C", revenue_12m_minor = 123400, orders_12m = 4 }
local customers = {}
for i = 1, 20 do customers[i] = { id = i, tier = i % 2 == 0 and "A" or "C", revenue_12m_minor = i * 1000 } end
local values = { 500, 400, 300, 200, 100 }

local json_file = arg[1] .. "/../../docs/examples/policies/eaton.json"
local file = assert(io.open(json_file))
local json = file:read("*a")
file:close()

local function portfolio(fed)
  local new = kogge.portfolio_new { options = options }
  if fed then new:add(values) end
  return new
end

local function refined()
  local new = portfolio(true)
  while new:refine() do new:add(values) end
  return new
end

local done, open, saved = refined(), portfolio(true), portfolio(true):save()
local result = book:assess { order = order, customer = customer }
local history = { today_at = DAY, first_order_at = "2024-03-04" }
local moves = { { from_tier = "A", to_tier = "C" }, { from_tier = "C", to_tier = "C" } }
local trigger = { customer = 7, stake_minor = 50000, trigger = "OVERDUE", probability_bp = 2000 }
local contact = { id = 7, contribution_before_contact_minor = "400.00", call_permission = "EXPLICIT" }
local figures = { { criterion = 1, value = 1 }, { criterion = 5, value = 20000000 } }
local small = {
  { revenue_12m_minor = 900000, cost_to_serve_minor = 60000 },
  { revenue_12m_minor = 100000, cost_to_serve_minor = 40000, classification = { is_small = 1 } },
}

local functions = {
  version = function() return kogge.version() end,
  semantics = function() return kogge.semantics() end,
  mul_div = function() return kogge.mul_div(7, 3, 2, "HALF_EVEN") end,
  currency_digits = function() return kogge.currency_digits("JPY") end,
  explain = function() return kogge.explain(result.reasons[1], "de", book) end,
  explain_finding = function() return kogge.explain_finding { finding = { code = "REVENUE_ONLY" }, lang = "en" } end,
  money_text = function() return kogge.money_text(123456, "EUR", 2, "de") end,
  policy_init = function() return kogge.policy_init("RETREAT_2026", "EUR") end,
  rulebook_new = function()
    return kogge.rulebook_new { policy = { preset = "NEUTRAL_2026", currency = "EUR" } }
  end,
  settle = function() return kogge.settle(990, 4800, 0, 2400, 0, "PRO_RATA") end,
  allocate = function() return kogge.allocate(100, { 1, 1, 1 }) end,
  cash_round = function() return kogge.cash_round(1003, 5) end,
  economics_profile = function()
    return kogge.economics_profile { { tier = "A", contribution = { net_minor = 1 } } }
  end,
  time_cost = function() return kogge.time_cost(56000000, 700000, 1, 8) end,
  break_even = function() return kogge.break_even(2500, 0, 2500) end,
  abc_cut = function() return kogge.abc_cut { values = values, options = options } end,
  abc_classes = function() return kogge.abc_classes(kogge.abc_cut(values, options), values) end,
  portfolio_new = portfolio,
  portfolio_load = function() return kogge.portfolio_load(saved) end,
  migration = function() return kogge.migration(moves) end,
  evidence_summarise = function()
    return kogge.evidence_summarise { level = { 1, 3 }, test = { 0, 0 }, size_ppm = { 0, 0 } }
  end,
  regularity_assess = function() return kogge.regularity_assess(history, { "2025-01-01", "2025-02-01" }) end,
  regularity_assess_columns = function()
    return kogge.regularity_assess_columns({ history, history }, { "2025-01-01", "2025-02-01" }, { 0, 1, 2 })
  end,
  regularity_pool = function()
    return kogge.regularity_pool { { median_gap_half_days = 60, longest_gap_days = 40 } }
  end,
  calibrate = function() return kogge.calibrate { { class_flags = "PROSPECT" } } end,
  demand_estimate = function() return kogge.demand_estimate { { stated_minor = 100 } } end,
  audit_tiers = function() return kogge.audit_tiers(moves) end,
  sales_policy_init = function() return kogge.sales_policy_init("NEUTRAL_2026") end,
  company_measure = function() return kogge.company_measure(small) end,
  strategy_comparison = function() return kogge.strategy_comparison() end,
  make_or_buy_assess = function() return kogge.make_or_buy_assess { volume = 1000, team_fixed_minor = 50000 } end,
  make_or_buy_assess_columns = function()
    return kogge.make_or_buy_assess_columns { { volume = 1000, team_fixed_minor = 50000 } }
  end,
  day = function() return kogge.day(DAY) end,
  date = function() return kogge.date(20514) end,
  code_text = function() return kogge.code_text("channel", "SHOP", "de") end,
  value_text = function() return kogge.value_text("order.net_minor", "48.00", "de", book) end,
  fields = function() return kogge.fields("order_rule") end,
  codes = function() return kogge.codes("channel") end,
  rulebook_from_json = function() return kogge.rulebook_from_json(json) end,
  rulebook_from_file = function() return kogge.rulebook_from_file(json_file) end,
}

local methods = {
  rulebook = {
    fingerprint = function() return book:fingerprint() end,
    serialise = function() return book:serialise() end,
    policy = function() return book:policy() end,
    rules = function() return book:rules() end,
    rule_fingerprint = function() return book:rule_fingerprint(1) end,
    channel_costs = function() return book:channel_costs() end,
    treatments = function() return book:treatments() end,
    criteria = function() return book:criteria() end,
    lint = function() return book:lint { today_at = DAY } end,
    assess = function() return book:assess { order = order, customer = customer } end,
    reassess = function() return book:reassess { order = order, charged = { { rule = 1, charged_minor = 100 } } } end,
    explain = function() return book:explain(result.reasons[1], "de") end,
    explain_finding = function() return book:explain_finding { code = "REVENUE_ONLY" } end,
    economics_assess = function() return book:economics_assess { gross_minor = "100.00" } end,
    evidence_assess = function() return book:evidence_assess(history, { 1, 2, 3, 4 }, { "2025-01-01" }) end,
    classify = function()
      return book:classify(customer, { today_at = DAY, cut_a_minor = 100000, cut_b_minor = 50000 })
    end,
    select = function() return book:select { customers = customers, most = 3 } end,
    sales = function() return book:sales() end,
    strategy_weights = function() return book:strategy_weights() end,
    lint_portfolio = function() return book:lint_portfolio { customers = 100, key_accounts = 50 } end,
    company_advise = function() return book:company_advise { revenue_share_bp = 1500, resource_share_bp = 4000 } end,
    plan_customer = function() return book:plan_customer(customer, DAY) end,
    visit_check = function() return book:visit_check { plan = book:plan_customer(customer, DAY) } end,
    route_assess = function() return book:route_assess(customer, { resale_margin_bp = 1200 }, DAY) end,
    rhythm_assess = function() return book:rhythm_assess(customer, 2500) end,
    kam_assess = function() return book:kam_assess({ id = 7, segment = "TOP" }, figures) end,
    kam_weights = function() return book:kam_weights(figures) end,
    kam_rank = function() return book:kam_rank { { id = 1, kam_result = { outcome = "KEY_ACCOUNT" } } } end,
    contact_assess = function() return book:contact_assess(contact, { trigger }) end,
    contact_triggers = function() return book:contact_triggers { customer = customer, growth_bp = 1000 } end,
    calibrate_trigger = function() return book:calibrate_trigger(40, 7) end,
    day_plan = function() return book:day_plan({ contact }, { trigger }, 2) end,
    capacity_assess = function() return book:capacity_assess(5000) end,
    campaign_assess = function() return book:campaign_assess { addresses = 2000, attempts = 3, reach_bp = 3500 } end,
    order_assess_columns = function()
      return book:order_assess_columns { orders = { order }, customers = { customer } }
    end,
    economics_assess_columns = function() return book:economics_assess_columns { { gross_minor = "100.00" } } end,
    classify_columns = function()
      local basis = { today_at = DAY, cut_a_minor = 100000, cut_b_minor = 50000 }
      return book:classify_columns { { id = 7, revenue_12m_minor = 123400, classification_basis = basis } }
    end,
    evidence_assess_columns = function()
      return book:evidence_assess_columns {
        histories = { history, history }, quarters = { 1, 2, 3, 4 }, quarter_offsets = { 0, 4, 4 },
        order_days = { "2025-01-01" }, order_day_offsets = { 0, 0, 1 },
      }
    end,
    kam_assess_columns = function()
      return book:kam_assess_columns({ { id = 7, segment = "TOP" }, { id = 8 } }, figures, { 0, 2, 2 })
    end,
    visit_check_columns = function()
      return book:visit_check_columns { { visits = "JUSTIFIED", visit = { justification = "QUOTE" } } }
    end,
    plan_customer_columns = function() return book:plan_customer_columns(customers, DAY) end,
    route_assess_columns = function() return book:route_assess_columns(customers, DAY) end,
    contact_assess_columns = function() return book:contact_assess_columns { contact } end,
    rhythm_assess_columns = function() return book:rhythm_assess_columns(customers, 2500) end,
    campaign_assess_columns = function() return book:campaign_assess_columns { { addresses = 2000, attempts = 3 } } end,
  },
  portfolio = {
    add = function() return portfolio():add(values) end,
    merge = function() return portfolio(true):merge(open) end,
    refine = function() return portfolio(true):refine() end,
    save = function() return open:save() end,
    cuts = function() return done:cuts() end,
    concentration = function() return done:concentration { options = { top_n = 3 } } end,
    pareto = function() return done:pareto() end,
    shares = function() return done:shares() end,
  },
}

-- All of them as a list of {name, call}; fails if one is missing.
local calls = {}
local function take(from, given, prefix)
  for name in pairs(from) do
    assert(given[name], "no call of " .. prefix .. name)
    calls[#calls + 1] = { name = prefix .. name, run = given[name] }
  end
end
take(kogge, functions, "kogge.")
take(debug.getmetatable(book).__index, methods.rulebook, "rulebook:")
take(debug.getmetatable(open).__index, methods.portfolio, "portfolio:")
table.sort(calls, function(a, b) return a.name < b.name end)
return calls
