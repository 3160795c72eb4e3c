-- SPDX-License-Identifier: MIT
-- What the doctor finds: a list, and the exit code that follows from it. It checks nothing itself.

local M = {}

---@class alipay.doctor.finding
---@field level "ok"|"note"|"warning"|"error"
---@field code string short name, for programs
---@field what string
---@field why? string why it hurts
---@field mend? string the command or the edit that mends it
---@field class? "signature"|"configuration"|"network"|"api" of an error: what breaks

---@class alipay.doctor.report
---@field findings alipay.doctor.finding[]
local methods = {}
local mt = { __name = "alipay.doctor.report", __index = methods }

---@return alipay.doctor.report
function M.new()
  return setmetatable({ findings = {} }, mt)
end

local function add(self, level, code, what, why, mend, class)
  self.findings[#self.findings + 1] = { level = level, code = code, what = what, why = why, mend = mend, class = class }
end

---@param code string
---@param what string
function methods:ok(code, what) add(self, "ok", code, what) end

---@param code string
---@param what string
---@param mend? string
function methods:note(code, what, mend) add(self, "note", code, what, nil, mend) end

---@param code string
---@param what string
---@param why string
---@param mend string
function methods:warn(code, what, why, mend) add(self, "warning", code, what, why, mend) end

---@param class "signature"|"configuration"|"network"|"api"
---@param code string
---@param what string
---@param why string
---@param mend string
function methods:fail(class, code, what, why, mend) add(self, "error", code, what, why, mend, class) end

local SEVERITY = { { "signature", 5 }, { "configuration", 2 }, { "network", 3 }, { "api", 4 } }

---@return integer code 0 without errors; 5 when a signature would break, 2 for configuration, 3 for the network, 4 for Alipay's answer
function methods:exit_code()
  local present = {}
  for _, finding in ipairs(self.findings) do present[finding.class or ""] = true end
  for _, severity in ipairs(SEVERITY) do
    if present[severity[1]] then return severity[2] end
  end
  return 0
end

---@param code string
---@return boolean
function methods:has(code)
  for _, finding in ipairs(self.findings) do
    if finding.code == code then return true end
  end
  return false
end

return M
