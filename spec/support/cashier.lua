-- SPDX-License-Identifier: MIT
-- A buyer's browser for specs of the cashier: opens orders, reads forms, submits them.

local form = require "alipay.core.form"
local html = require "alipay.util.html"
local json = require "alipay.json"
local support = require "spec.support.gateway"

---@class spec.browser
local browser = {}
browser.__index = browser

local M = {}

---@param shop spec.shop
function M.browser(shop)
  return setmetatable({ shop = shop, gw = shop.gw }, browser)
end

function browser:get(address, headers)
  return assert(support.fetch { url = address:find "^http" and address or self.gw.endpoint .. address, headers = headers })
end

---Open the page of an order of `method`: the response, the order's number, the signed query.
function browser:open(method, more, params)
  local content = self.shop:order {
    product_code = "P", quit_url = method == "alipay.trade.wap.pay" and "http://127.0.0.1/quit" or nil,
  }
  for name, value in pairs(more or {}) do content[name] = value end
  local all = { biz_content = json.encode(content) }
  for name, value in pairs(params or {}) do all[name] = value end
  local query = form.encode(support.sign(self.gw, support.params(self.gw, method, all)))
  return self:get(self.gw.gateway .. "?" .. query, { "Accept-Language: en" }), content.out_trade_no, query
end

---What the form of a page has in it.
function M.form(response)
  return {
    action = html.unescape(response.body:match ' action="([^"]*)"'), token = response.body:match 'name="token" value="([^"]*)"',
  }
end

---Submit a form; `more` are fields over its own, `false` removes one.
function browser:submit(page, outcome, more, headers)
  local fields = { token = page.token, outcome = outcome }
  for name, value in pairs(more or {}) do fields[name] = value or nil end
  local lines = { "Content-Type: application/x-www-form-urlencoded" }
  for _, line in ipairs(headers or {}) do lines[#lines + 1] = line end
  return assert(support.fetch {
    url = self.gw.endpoint .. page.action, method = "POST", body = form.encode(fields), headers = lines,
  })
end

return M
