-- SPDX-License-Identifier: MIT
-- Names of methods, as requests bring them and as users write them in rules and answers.

local catalogue = require "alipay.catalogue"
local nearest = require "alipay.util.nearest"

local M = {}

local LONGEST = 128 -- bytes
local SLIP = 2 -- letters put in, left out, changed or swapped

---Whether a name has the form of a method's. The node of an answer is named after the method, so it is held to the letters that methods have.
---@param name string
---@return boolean
function M.is_well_formed(name)
  return #name <= LONGEST and name:find "^%w[%w.]*$" ~= nil and not name:find("%.$") and not name:find("..", 1, true)
end

---What is wrong with a name that a user wrote. The platform has methods that are newer than the catalogue, so a name is refused only
---where it cannot be a method's, or is so like a known one that it is a slip of the keyboard and would silently never be met.
---@param name string
---@return string|nil sentence nil when nothing is
function M.fault(name)
  if catalogue.has(name) then return nil end
  local near = catalogue.nearest(name, 1)[1]
  local is_slip = near and nearest.distance(name, near) <= SLIP
  if not is_slip and M.is_well_formed(name) and name:find(".", 1, true) then return nil end
  return ("there is no method '%s'%s"):format(name, near and ": did you mean " .. near .. "?" or "")
end

return M
