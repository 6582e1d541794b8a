-- SPDX-FileCopyrightText: The Kogge authors
-- SPDX-License-Identifier: MIT

-- Reads one JSON value. null is json.null; integers that Lua's numbers cannot hold come as strings of digits.

local json = { null = setmetatable({}, { __tostring = function() return "null" end }) }

local integers = math.type ~= nil
local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local function fail(text, at)
  error(("JSON: unexpected %q at %d"):format(text:sub(at, at + 10), at), 0)
end

local function read_number(text, at)
  local digits = text:match("^%-?%d+", at) or fail(text, at)
  local value = tonumber(digits)
  local exact = integers and math.type(value) == "integer" or math.abs(value) <= 2 ^ 53
  return exact and value or digits, at + #digits
end

local function read_string(text, at)
  local stop = text:find('"', at + 1, true)
  while text:sub(stop - 1, stop - 1) == "\\" do stop = text:find('"', stop + 1, true) end
  local found = text:sub(at + 1, stop - 1):gsub("\\(.)", function(c) return escapes[c] or c end)
  return found, stop + 1
end

local read

local function skip(text, at)
  return text:find("%S", at) or #text + 1
end

local function read_list(text, at)
  local list = {}
  at = skip(text, at + 1)
  while text:sub(at, at) ~= "]" do
    list[#list + 1], at = read(text, at)
    at = skip(text, at)
    if text:sub(at, at) == "," then at = skip(text, at + 1) end
  end
  return list, at + 1
end

local function read_object(text, at)
  local object = {}
  at = skip(text, at + 1)
  while text:sub(at, at) ~= "}" do
    local key
    key, at = read_string(text, at)
    at = skip(text, skip(text, at) + 1)
    object[key], at = read(text, at)
    at = skip(text, at)
    if text:sub(at, at) == "," then at = skip(text, at + 1) end
  end
  return object, at + 1
end

function read(text, at)
  at = skip(text, at)
  local c = text:sub(at, at)
  if c == "{" then return read_object(text, at) end
  if c == "[" then return read_list(text, at) end
  if c == '"' then return read_string(text, at) end
  if text:sub(at, at + 3) == "null" then return json.null, at + 4 end
  if text:sub(at, at + 3) == "true" then return true, at + 4 end
  if text:sub(at, at + 4) == "false" then return false, at + 5 end
  return read_number(text, at)
end

function json.read(text)
  return (read(text, 1))
end

return json
