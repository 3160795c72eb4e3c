-- SPDX-License-Identifier: MIT
-- Results at the prompt: responses as fields with the verdict on their signature and the time, errors with cause and remedy,
-- chains as the method they name, everything else through the printer.

local kinds = require "alipay.repl.show.kinds"
local lang = require "alipay.lang"
local mask = require "alipay.util.mask"
local printer = require "alipay.repl.show.printer"
local wrap = require "alipay.util.wrap"

local M = {}

M.style = require("alipay.repl.show.style").current

local function milliseconds(timing)
  return timing and timing.total and ("%.0f ms"):format(timing.total * 1000)
end

local function rows_of(data, style)
  local names, rows = {}, {}
  for name in pairs(data) do names[#names + 1] = name end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for _, name in ipairs(names) do
    local secret = printer.masked(name, data[name])
    rows[#rows + 1] = {
      printer.paint(style, "key", tostring(name)),
      secret and printer.paint(style, "note", secret)
        or printer.render(data[name], { width = style.width - 24, color = style.color, items = 20, depth = 3 }),
    }
  end
  return rows
end

---A response.
---@param res alipay.response
---@param style alipay.repl.style
---@return string
function M.response(res, style)
  local ok, data = pcall(function() return res.data end)
  local head = { printer.paint(style, "bold", res.sent and res.sent.method or lang.text "response") }
  if ok and type(data) == "table" and data.code then
    head[#head + 1] = ("%s %s"):format(data.code, data.msg or "")
  end
  head[#head + 1] = res.verified and printer.paint(style, "green", lang.text "signature good")
    or printer.paint(style, "red", lang.text "signature NOT verified")
  head[#head + 1] = milliseconds(res.timing)
  if res.trace_id then head[#head + 1] = printer.paint(style, "dim", "trace " .. res.trace_id) end
  local lines = { table.concat(head, "  ") }
  if ok and type(data) == "table" and next(data) ~= nil then
    lines[#lines + 1] = printer.columns(rows_of(data, style), style)
  elseif not ok then
    lines[#lines + 1] = "  " .. printer.render(res.body, style, 2)
  end
  return table.concat(lines, "\n")
end

---An error of ours.
---@param err alipay.error
---@param style alipay.repl.style
---@return string
function M.error(err, style)
  local title = printer.paint(style, "red", lang.text(err.kind .. " error"))
  local lines = { lang.format("%s: %s", title, mask.text(lang.text(err.message))) }
  local rows = {}
  local function row(name, value)
    if value ~= nil then rows[#rows + 1] = { printer.paint(style, "dim", lang.text(name)), mask.text(tostring(value)) } end
  end
  row("method", err.method)
  if err.faults then
    lines[1] = lang.format("%s: %s", title,
      lang.format("%d fault%s before anything was sent", #err.faults, #err.faults == 1 and "" or "s"))
    for _, fault in ipairs(err.faults) do row("fault", lang.text(fault.message)) end
  end
  row("sub_code", err.sub_code)
  if err.sub_msg and not err.message:find(err.sub_msg, 1, true) then row("sub_msg", err.sub_msg) end
  row("trace_id", err.trace_id)
  if err.unsigned then row("unsigned", lang.text "nothing vouches for this answer") end
  if err.response then row("time", milliseconds(err.response.timing)) end
  if err.retryable then row("retry", lang.text "the same call may work later") end
  row("remedy", err:advice())
  lines[1] = table.concat(wrap.lines(lines[1], style.width), "\n  ")
  if #rows > 0 then lines[#lines + 1] = printer.columns(rows, style, nil, true) end
  return table.concat(lines, "\n")
end

-- A page, an order string, a file: more than the screen wants.
local function has_more(value, style)
  return type(value) == "string" and #value > (style.length or printer.LENGTH)
end

local function one(value, style)
  if kinds.is_response(value) then return M.response(value, style) end
  if kinds.is_error(value) then return M.error(value, style) end
  local method = kinds.chain_name(value)
  if method then
    return printer.paint(style, "name", method) .. printer.paint(style, "note",
      lang.format("  (end it with :post{...} or :get{...}; :help %s)", method))
  end
  return printer.render(value, style)
end

---The values of a line as text: "nil, err" is the error.
---@param values table packed
---@param style alipay.repl.style
---@return string
function M.values(values, style)
  if values.n == 2 and values[1] == nil and kinds.is_error(values[2]) then return M.error(values[2], style) end
  local parts = {}
  for i = 1, values.n do parts[i] = one(values[i], style) end
  if has_more(values[1], style) then
    parts[#parts + 1] = "\n" .. printer.paint(style, "note", lang.text "(print(_) shows all of it, _ :> FILE writes it to a file)")
  end
  local line = table.concat(parts, "  ")
  if line:find "\n" then return table.concat(parts, "\n") end
  return line
end

return M
