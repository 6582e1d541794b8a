-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- What the benchmarks in Lua share: measure(count) gives a function that times so many runs of a piece of work, five
-- times, and prints the median and the best.

return function(count)
  return function(name, run)
    local times = {}
    for i = 1, 5 do
      collectgarbage()
      local start = os.clock()
      for _ = 1, count do run() end
      times[i] = os.clock() - start
    end
    table.sort(times)
    print(("%-58s %7.2f us, best %7.2f"):format(name, times[3] / count * 1e6, times[1] / count * 1e6))
  end
end
