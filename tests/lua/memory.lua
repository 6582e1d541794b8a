-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- Many calls of every function leave no memory behind: memory.lua FOLDER CALLS [resident]

package.path = arg[1] .. "/?.lua;" .. package.path
local calls, count = require "calls", tonumber(arg[2])
local LIMIT = 1024 -- KiB

local function resident()
  local file = io.open("/proc/self/statm")
  if not file or arg[3] ~= "resident" then return 0 end
  local pages = file:read("*a"):match("^%d+ (%d+)")
  file:close()
  return tonumber(pages) * 4
end

local function used()
  collectgarbage()
  collectgarbage()
  return collectgarbage("count"), resident()
end

-- A leak grows every time; the heap of the process, at odd times, by a block that it keeps for later. So a function
-- fails that grows by more than the limit in each of three rounds.
local function growth(run)
  local lua, process
  for _ = 1, 3 do
    local before, resident_before = used()
    for _ = 1, count do pcall(run) end
    local after, resident_after = used()
    lua, process = after - before, resident_after - resident_before
    if lua <= LIMIT and process <= LIMIT then return nil end
  end
  return lua, process
end

local failed = 0
for _, call in ipairs(calls) do
  for _ = 1, math.min(count, 2000) do pcall(call.run) end
  local lua, process = growth(call.run)
  if lua then
    failed = failed + 1
    print(("%s: %d KiB more in Lua, %d KiB more of the process"):format(call.name, lua, process))
  end
end
print(("%d functions, %d calls each, %d of them grow"):format(#calls, count, failed))
os.exit(failed == 0 and 0 or 1, true)
