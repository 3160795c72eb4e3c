-- SPDX-License-Identifier: MIT
-- Simulates alipay.cloud.nextbuilder.agent.chat.generate, the one method that is known to answer by an event stream: `start`, the answer
-- piece by piece, `end`. The names of the first and the last, and the members of `data`, are those that the platform's clients read; that
-- pieces are events without a name is a decision.

local definition = require "alipay.catalogue.definition"

local M = { streams = true }

-- No rules are known of its parameters.
M.definition = definition.new {
  method = "alipay.cloud.nextbuilder.agent.chat.generate", place = "content", params = { { name = "query", type = "string" } },
}

function M.answer(_, call)
  local events = { { event = "start", id = "0", data = { type = "start" } } }
  for i, payload in ipairs { "本地网关收到：", call.values.query or "", "\n（模拟的回答）" } do
    events[i + 1] = { id = tostring(i), data = { payload = payload, type = "text" } }
  end
  events[#events + 1] = { event = "end", id = tostring(#events), data = { type = "end" } }
  return { events = events }
end

return M
