-- SPDX-License-Identifier: MIT
-- Pages on which a buyer pays: behind the code of an order, and in the place of the platform's cashier of page.pay and wap.pay. Whoever
-- knows the address of an order may pay it, as whoever scans its code may. It keeps nothing: what a buyer does is the ledger's matter.

local digest = require "alipay.core.digest"
local due = require "alipay.gateway.due"
local page = require "alipay.gateway.page"
local pages = require "alipay.gateway.cashier.pages"
local qr = require "alipay.core.qr"
local redirect = require "alipay.gateway.redirect"
local rows = require "alipay.gateway.trade.rows"
local trade = require "alipay.gateway.trade"
local visitor = require "alipay.gateway.visitor"

local M = {}

-- Seconds after which a browser goes back to the shop.
local PAUSE = 2

-- What nobody guesses who has not the gateway's secret, for one purpose and one order. Hashed twice: one hash could be continued.
local function secret(gw, purpose, id)
  return digest.sha256(gw.control_token .. digest.sha256(("%s %s %d"):format(gw.control_token, purpose, id))):sub(1, 32)
end

local function address(gw, row)
  return ("/cashier/%d-%s"):format(row.id, secret(gw, "address", row.id))
end

-- Merchants show the page of some modes of page.pay in a frame of theirs.
local FRAMED = { ["0"] = true, ["1"] = true, ["3"] = true, ["4"] = true }

local POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

local function respond(exchange, status, document, row, onward)
  local framed = row and FRAMED[tostring(row.content.qr_pay_mode)]
  exchange:respond(status, {
    ["Content-Type"] = "text/html;charset=utf-8", ["Cache-Control"] = "no-store", ["Server"] = "alipay-lua",
    ["Content-Security-Policy"] = POLICY .. (framed and "" or "; frame-ancestors 'none'"), ["X-Content-Type-Options"] = "nosniff",
    ["Referrer-Policy"] = "same-origin", ["Refresh"] = onward and ("%d; url=%s"):format(PAUSE, onward) or nil,
  }, document)
  return status
end

---Show an order.
---@param gw alipay.gateway
---@param exchange core.exchange
---@param row table
---@param reason? string why it cannot be paid
---@param through? core.exchange where the answer goes, which may meet faults on its way
---@return integer status
function M.show(gw, exchange, row, reason, through)
  local language = visitor.language(exchange)
  local links = {
    order = address(gw, row), token = secret(gw, "form", row.id), picture = row.qr_code and ("/q/%s.png"):format(row.qr_code),
  }
  return respond(through or exchange, 200, pages.order(gw, language, row, links, reason), row)
end

-- Fields of a form; nil when one came twice.
local function read(exchange)
  local fields = {}
  for _, pair in ipairs(exchange:fields()) do
    if fields[pair[1]] then return nil end
    fields[pair[1]] = pair[2]
  end
  return fields
end

-- Where a buyer goes from here, and what is shown to him who stays.
local function lead_on(row, outcome, done)
  local onward = done.return_url
  if outcome == "cancel" then onward = row.content.quit_url end
  if type(onward) ~= "string" or onward == "" then onward = nil end
  local unlinked = outcome == "success" and not onward and row.return_url or nil
  if onward and not redirect.is_safe(onward) then onward, unlinked = nil, onward end
  return { onward = onward and redirect.ascii(onward), unlinked = unlinked, result = done.result }
end

local OUTCOMES = { success = true, cancel = true, balance = true, open = true }

local function act(gw, exchange, row)
  local language, fields = visitor.language(exchange), read(exchange)
  if not fields or fields.token ~= secret(gw, "form", row.id) or not visitor.is_own_page(exchange) then
    return respond(exchange, 403, pages.refused(language, "foreign"))
  end
  if not OUTCOMES[fields.outcome] then return respond(exchange, 400, pages.refused(language, "foreign")) end
  local done, reason = trade.pay(gw, row, { buyer = fields.buyer, outcome = fields.outcome })
  row = rows.get(gw, row.id)
  if not done then return M.show(gw, exchange, row, reason) end
  local onward = lead_on(row, fields.outcome, done)
  return respond(exchange, 200, pages.done(gw, language, row, fields.outcome, onward, address(gw, row)), row, onward.onward)
end

-- The page of an order by its own address.
local function serve_order(gw, exchange, method, id, given)
  local number = math.tointeger(tonumber(id))
  if not number or given ~= secret(gw, "address", number) then return page.not_found(exchange) end
  local row = rows.get(gw, number)
  if not row then return page.not_found(exchange) end
  if method == "POST" then return act(gw, exchange, row) end
  return M.show(gw, exchange, row)
end

-- A phone that opens the address of a code has scanned it, and the order becomes a trade.
local function serve_scan(gw, exchange, method, code)
  local row = trade.locate(gw, { qr_code = code })
  if not row then return page.not_found(exchange) end
  if method == "POST" then return page.not_allowed(exchange) end
  if method == "HEAD" then return M.show(gw, exchange, row) end
  local opened, reason = trade.open(gw, row)
  return M.show(gw, exchange, opened or row, reason)
end

local function serve_picture(gw, exchange, method, code)
  local row = trade.locate(gw, { qr_code = code })
  if not row then return page.not_found(exchange) end
  if method == "POST" then return page.not_allowed(exchange) end
  exchange:respond(200, { ["Content-Type"] = "image/png", ["Server"] = "alipay-lua", ["Cache-Control"] = "no-store" },
    assert(qr.png(("%s/q/%s"):format(gw.endpoint, row.qr_code))))
  return 200
end

local ADDRESSES = {
  { "^/cashier/(%d%d?%d?%d?%d?%d?%d?%d?%d?%d?)%-(%x+)$", serve_order },
  { "^/q/(%w+)$", serve_scan },
  { "^/q/(%w+)%.png$", serve_picture },
}

---Whether an address is one of the cashier.
---@param path string
---@return boolean
function M.owns(path)
  return path:find "^/cashier/" ~= nil or path:find "^/q/" ~= nil
end

local TAKES = { GET = true, HEAD = true, POST = true }

---Answer a request.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return string what for the log, without the secret of the address
---@return integer status
function M.serve(gw, exchange)
  local path, method = exchange:path(), exchange:method()
  local what = path:match "^/%a+"
  if not TAKES[method] then return what, page.not_allowed(exchange) end
  due.settle(gw)
  for _, known in ipairs(ADDRESSES) do
    local first, second = path:match(known[1])
    if first then return what, known[2](gw, exchange, method, first, second) end
  end
  return what, page.not_found(exchange)
end

return M
