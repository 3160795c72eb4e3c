-- SPDX-License-Identifier: MIT
-- A platform that answers trade methods as a spec says, and a client of it whose journal is in a folder of its own.

local db = require "alipay.core.db"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local loop = require "alipay.async.loop"
local support = require "spec.support.client"

local M = {}

---@class spec.till
local till = {}
till.__index = till

local function parameters(exchange)
  local params = {}
  for _, list in ipairs { exchange:query(), exchange:fields() } do
    for _, pair in ipairs(list) do params[pair[1]] = pair[2] end
  end
  return params
end

---Start. `till.answers[method]` is a list of answers for the calls of a method, the last one for all further ones: a node (a table), a
---function of (content, number of the call) that gives one, or a word: "drop", "unknown" (20000), "unsigned" (40004 nobody signed).
function M.start()
  local self = setmetatable({ answers = {}, calls = {}, count = {}, dir = assert(fs.temporary "till-spec-") }, till)
  self.client, self.liar = support.liar(function(exchange) self:serve(exchange) end)
  return self
end

local WORDS = {
  drop = function(_, exchange) exchange:drop() end,
  unknown = function(self, exchange, name)
    self.liar.reply(exchange, self.liar.signed('{"code":"20000","msg":"x","sub_code":"isp.unknow-error"}', name))
  end,
  unsigned = function(self, exchange, name)
    self.liar.reply(exchange, ('{"%s":{"code":"40004","sub_code":"ACQ.TRADE_HAS_CLOSE"}}'):format(name))
  end,
}

function till:serve(exchange)
  local params = parameters(exchange)
  local method = params.method:gsub("^alipay%.trade%.", "")
  local content = json.decode(params.biz_content)
  self.calls[#self.calls + 1] = { method = method, content = content }
  self.count[method] = (self.count[method] or 0) + 1
  local list = self.answers[method] or error("no answer for " .. method)
  local answer = list[math.min(self.count[method], #list)]
  if type(answer) == "function" then answer = answer(content, self.count[method]) end
  local name = params.method:gsub("%.", "_") .. "_response"
  if WORDS[answer] then return WORDS[answer](self, exchange, name) end
  self.liar.reply(exchange, self.liar.signed(json.encode(answer), name))
end

---Methods that were called, in order.
function till:methods()
  local names = {}
  for i, call in ipairs(self.calls) do names[i] = call.method end
  return table.concat(names, " ")
end

---Options of an attempt, quick, with the spec's own over them.
function till:options(more)
  local options = { timeout = 0.2, interval = 0.02, confirm_after = 0.02, journal = self.dir .. "/trades.db" }
  for name, value in pairs(more or {}) do options[name] = value end
  return options
end

---Rows of the journal.
function till:journal()
  local handle <close> = assert(db.open(self.dir .. "/trades.db"))
  return assert(handle:query "SELECT * FROM intentions ORDER BY id")
end

---Let time pass at once, for whoever asks what time it is: then it does not matter how long the machine takes for the rest.
function till:pass(seconds)
  if not self.now then
    local now = loop.now
    self.now, self.passed = now, 0
    function loop.now() return now() + self.passed end
  end
  self.passed = self.passed + seconds
end

function till:finish()
  if self.now then loop.now = self.now end
  self.liar.server:stop()
  fs.remove(self.dir)
end

---Nodes that answers are made of.
function M.ok(more)
  local node = { code = "10000", msg = "Success", out_trade_no = "A1", trade_no = "T1" }
  for name, value in pairs(more or {}) do node[name] = value end
  return node
end

function M.status(status, more)
  return M.ok { trade_status = status, total_amount = more or "8.80" }
end

function M.refused(sub_code)
  return { code = "40004", msg = "Business Failed", sub_code = sub_code }
end

return M
