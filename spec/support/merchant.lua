-- SPDX-License-Identifier: MIT
-- A merchant's server for specs of notifications: keeps what it is sent, answers what the spec says.

local loop = require "alipay.core.loop"
local server = require "alipay.core.server"

local M = {}

local methods = {}

---Turns the loop until something is so; a minute is a failure.
function M.step_until(reached)
  local limit = loop.now() + 60
  while not reached() do
    assert(loop.now() < limit, "nothing happened in a minute")
    loop.step(0.05)
  end
end

---The next request that was not taken yet.
function methods:take()
  self.taken = self.taken + 1
  M.step_until(function() return self.requests[self.taken] end)
  return self.requests[self.taken]
end

function methods:stop()
  self.server:stop()
end

---Start one. `answers` are given one after the other, then `answer`, "fail" at first; `silent`: none at all.
function M.start()
  local shop = setmetatable({ requests = {}, taken = 0, answers = {}, answer = "fail", status = 200 }, { __index = methods })
  shop.server = assert(server.start {
    on_request = function(exchange)
      local pairs_list, parts = exchange:fields(), {}
      local form = require "alipay.core.form"
      for i, pair in ipairs(pairs_list) do parts[i] = form.escape(pair[1]) .. "=" .. form.escape(pair[2]) end
      shop.requests[#shop.requests + 1] = {
        method = exchange:method(), path = exchange:path(), headers = exchange:headers(), body = table.concat(parts, "&"),
        exchange = exchange,
      }
      if shop.silent then return end
      local answer = table.remove(shop.answers, 1) or shop.answer
      exchange:respond(shop.status, { Location = shop.location }, answer)
    end,
  })
  shop.port = shop.server:port()
  shop.url = ("http://127.0.0.1:%d/notify"):format(shop.port)
  return shop
end

return M
