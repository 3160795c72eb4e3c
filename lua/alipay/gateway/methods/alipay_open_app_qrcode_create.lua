-- SPDX-License-Identifier: MIT
-- Simulates alipay.open.app.qrcode.create: the reply names a picture, which is drawn when it is fetched.

local fault = require "alipay.gateway.fault"
local form = require "alipay.core.form"
local qr = require "alipay.core.qr"
local store = require "alipay.gateway.store"

local M = {}

M.path = "^/qrcode/(%x+)%.png$"

M.tables = [[
CREATE TABLE IF NOT EXISTS qrcodes (
  id TEXT PRIMARY KEY, link TEXT NOT NULL, describe TEXT NOT NULL, created INTEGER NOT NULL);
]]

-- Percent-encodes what has a meaning in a query only: long Chinese texts fit a code in no other way.
local function escape_reserved(value)
  return (value:gsub("[%c \"#%%&+=<>?]", function(char) return ("%%%02X"):format(char:byte()) end))
end

local function link_of(app_id, values, escape)
  return ("alipays://platformapi/startapp?appId=%s&page=%s&query=%s"):format(
    app_id, escape(tostring(values.url_param)), escape(tostring(values.query_param)))
end

-- The link that a phone would open, and nil when it is longer than a QR code holds.
local function drawable_link(app_id, values)
  for _, escape in ipairs { form.escape, escape_reserved } do
    local link = link_of(app_id, values, escape)
    if qr.png(link, 1) then return link end
  end
end

function M.answer(gw, call)
  local link = drawable_link(gw.app_id, call.values)
  if not link then
    return nil, fault.new("isv.invalid-parameter", "url_param 与 query_param 合起来超出二维码容量 (too long for a QR code together)")
  end
  local id = store.random_id(16)
  gw.store:exec("INSERT INTO qrcodes VALUES (?, ?, ?, ?)", id, link, tostring(call.values.describe), gw.clock())
  return { code = "10000", msg = "Success", qr_code_url = ("%s/qrcode/%s.png"):format(gw.endpoint, id) }
end

---GET /qrcode/ID.png
---@param gw alipay.gateway
---@param exchange core.exchange
---@param id string
---@return boolean found
function M.serve(gw, exchange, id)
  local row = gw.store:first("SELECT * FROM qrcodes WHERE id = ?", id)
  if not row then return false end
  exchange:respond(200, { ["Content-Type"] = "image/png", ["Server"] = "alipay-lua" }, assert(qr.png(row.link)))
  return true
end

return M
