-- SPDX-License-Identifier: MIT
-- The last requests to a gateway, in memory: what they said, what had to be signed, what they got. Tokens are masked when somebody looks.

local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local mask = require "alipay.util.mask"
local protocol = require "alipay.v2.protocol"
local text = require "alipay.core.text"

local M = {}

-- So many are kept, as long as they have no more bytes together than this.
local MOST, MOST_BYTES = 1000, 33554432

local function size_of(call)
  local size = #(call.reply or "") + #(call.string_to_sign or "")
  for name, value in pairs(call.params or {}) do size = size + #name + #value end
  return size
end

---A new, empty list.
---@return table
function M.new()
  return { first = 1, last = 0, bytes = 0 }
end

---Keep a request.
---@param gw alipay.gateway
---@param call alipay.gateway.call `call.reply` are the bytes of its answer, `call.string_to_sign` what was verified
---@param facts { protocol: string, what: string, verdict: string|integer, ms: number, http: string }
function M.add(gw, call, facts)
  local list = gw.requests
  facts.call, facts.bytes, facts.at = call, size_of(call), gw.clock()
  call.values, call.files = nil, nil -- they hold what the call is done with
  list.last, list.bytes = list.last + 1, list.bytes + facts.bytes
  facts.id = list.last
  list[list.last] = facts
  while list.last - list.first >= MOST or list.bytes > MOST_BYTES and list.first < list.last do
    list.bytes = list.bytes - list[list.first].bytes
    list[list.first] = nil
    list.first = list.first + 1
  end
  gw:announce("requests", facts)
end

local function in_utf8(call, bytes)
  if bytes and call.answered_in and call.answered_in.iconv then return text.convert(bytes, call.answered_in.iconv, "UTF-8") end
  return bytes
end

---A request as people may see it.
---@param kept table as `gw.requests` has it
---@return table item
function M.show(kept)
  local call, params = kept.call, {}
  for name, value in pairs(call.params or {}) do params[call:show(name)] = call:show(value) end
  params = mask.params(params)
  local signed = call.string_to_sign
  local faults
  for name, value in pairs(call.faults or {}) do
    faults = faults or {}
    faults[#faults + 1] = value == true and name or name .. "=" .. tostring(value)
  end
  if faults then table.sort(faults) end
  local reply = in_utf8(call, call.reply)
  return {
    id = kept.id, at = protocol.timestamp(kept.at), protocol = kept.protocol, http = kept.http, method = call.method,
    app_id = params.app_id, params = params, sha256 = signed and digest.sha256(signed),
    string_to_sign = signed and mask.text(call:show(signed)) or kept.protocol == "v2" and form.canonical(params, { "sign" }) or nil,
    signature = call.signature or "not checked", verdict = tostring(kept.verdict),
    faults = faults, reply = reply and mask.text(reply), ms = math.floor(kept.ms * 10 + 0.5) / 10,
  }
end

---The requests that are kept, the newest first.
---@param gw alipay.gateway
---@param _filter? table
---@param most? integer
---@return table[] items
function M.list(gw, _filter, most)
  local items, list = {}, gw.requests
  for id = list.last, math.max(list.first, list.last - (most or MOST) + 1), -1 do items[#items + 1] = M.show(list[id]) end
  return items
end

return M
