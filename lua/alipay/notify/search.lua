-- SPDX-License-Identifier: MIT
-- Which repair, or which two together, make a signature fit: the likely ones first, and no more than a bounded amount of work,
-- since anybody can send something large.

local own = require "alipay.notify.own"
local repairs = require "alipay.notify.repairs"

local M = {}

-- A candidate costs its bytes and, for each parameter, about as much as so many bytes.
local BYTES, PARAMETER = 6291456, 64
-- Each candidate is verified by several rules, some 100 microseconds in all.
local CANDIDATES = 2500

local function cost(params)
  local total = 0
  for name, value in pairs(params) do total = total + #name + #value + PARAMETER end
  return total
end

-- `first`, and `second` on what it gives.
local function both(first, second)
  return function(params, try)
    return first(params, function(mended, ...)
      if not mended then return try(nil) end
      local found = { ... }
      return second(mended, function(again, ...)
        local all = { table.unpack(found) }
        for _, finding in ipairs { ... } do all[#all + 1] = finding end
        return try(again, table.unpack(all))
      end)
    end)
  end
end

local function plan(order)
  local everywhere, somewhere, likely, at_an_end = repairs.everywhere, repairs.somewhere, own.likely, own.at_an_end(order)
  return {
    likely, everywhere, at_an_end, own.one, somewhere, both(everywhere, likely), both(everywhere, everywhere),
    both(likely, somewhere), both(everywhere, at_an_end), own.two, both(everywhere, somewhere), both(everywhere, own.one),
    both(everywhere, both(everywhere, likely)),
  }
end

---What has to be undone for the signature to fit.
---@param params table<string, string>
---@param order string[] names as they arrived, as far as that is known
---@param fits fun(params: table<string, string>): boolean
---@return alipay.notify.finding[]|nil findings one for each thing that was done to it
function M.find(params, order, fits)
  local size = cost(params)
  local bytes, candidates, found = BYTES, CANDIDATES, nil
  local function try(mended, ...)
    -- A repair that changes nothing has read it all to know that.
    bytes = bytes - (mended and cost(mended) or size // 4)
    if mended then
      candidates = candidates - 1
      if fits(mended) then found = { ... } end
    end
    return found ~= nil or bytes <= 0 or candidates <= 0
  end
  for _, step in ipairs(plan(order)) do
    if step(params, try) then break end
  end
  return found
end

return M
