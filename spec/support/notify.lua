-- SPDX-License-Identifier: MIT
-- Plays the platform for specs of notifications: signs them as it does, with a key made once.

local fs = require "alipay.core.fs"
local form = require "alipay.core.form"
local spec_keys = require "spec.support.keys"
local text = require "alipay.core.text"

local M = {}

M.alipay = spec_keys.private "notify-alipay"
M.app = spec_keys.private "notify-app"
M.APP_ID = "2021000117618204"

---A client whose Alipay key is the support's own.
function M.client(extra)
  local options = {
    app_id = M.APP_ID, private_key = M.app:pem(), alipay_public_key = M.alipay:public():base64(),
    gateway = "http://127.0.0.1:9/gateway.do",
  }
  for name, value in pairs(extra or {}) do options[name] = value end
  return require("alipay.client.client").new(options)
end

---Parameters of a paid trade; `extra` over them, `false` removes one.
function M.params(extra)
  local params = {
    notify_time = "2026-11-23 16:40:12", notify_type = "trade_status_sync", notify_id = "ac05099524730693a8b330c5ecf72da9786",
    charset = "utf-8", version = "1.0", sign_type = "RSA2", app_id = M.APP_ID, auth_app_id = M.APP_ID,
    trade_no = "2026112322001101770500000001", out_trade_no = "order-20261123-1", seller_id = "2088102119685838",
    buyer_id = "2088102122524333", trade_status = "TRADE_SUCCESS", total_amount = "88.80", receipt_amount = "88.80",
    subject = "海底捞 100% 好吃 & \"辣\"", fund_bill_list = '[{"amount":"88.80","fundChannel":"ALIPAYACCOUNT"}]',
    passback_params = "merchantBizType%3d3C%26merchantBizNo%3d2016010101111", gmt_payment = "2026-11-23 16:40:11",
  }
  for name, value in pairs(extra or {}) do params[name] = value or nil end
  return params
end

---Sign parameters: rule "V1" (default) or "V2"; `options.drop_empty`, `options.key`, `options.without` (further names).
function M.sign(params, rule, options)
  options = options or {}
  local drop = { "sign", rule ~= "V2" and "sign_type" or nil }
  for _, name in ipairs(options.without or {}) do drop[#drop + 1] = name end
  local content = form.canonical(params, drop, not options.drop_empty)
  params.sign = assert((options.key or M.alipay):sign(content, options.algorithm or "RSA2"))
  return params
end

---A signed body, as it travels.
function M.body(extra, rule, options)
  return form.encode(M.sign(M.params(extra), rule, options))
end

---A folder of the spec's own.
function M.folder()
  return assert(fs.temporary "notify-spec-")
end

---Assert that a notification does not verify, and that the explanation has a finding of this code.
function M.refused(client, code, body, ...)
  local n, err = require("alipay.notify").verify(body, client, ...)
  assert(n == nil and err.kind == "signature", "it was not refused for its signature")
  assert(M.codes(err):find(code, 1, true), "the finding " .. code .. " is missing: " .. M.codes(err))
  return err
end

---Parameters with other values.
function M.mapped(params, fn)
  local copy = {}
  for name, value in pairs(params) do copy[name] = fn(value, name) end
  return copy
end

function M.to_gbk(value) return (text.convert(value, "UTF-8", "GB18030")) end

---Codes of an error's findings, joined.
function M.codes(err)
  local codes = {}
  for i, finding in ipairs(err.findings or {}) do codes[i] = finding.code end
  return table.concat(codes, " ")
end

return M
