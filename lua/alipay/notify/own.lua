-- SPDX-License-Identifier: MIT
-- Parameters of one's own notify_url or return_url among those that Alipay signed, as frameworks mix them: which ones may they be?

local repairs = require "alipay.notify.repairs"

local M = {}

-- Names that Alipay is known to send. Others are likelier to be one's own, which is all that this says.
local KNOWN = {}
for name in ([[
  alipay_cert_sn amount agreement_no alipay_logon_id alipay_open_id alipay_user_id app_id auth_app_id auth_no auth_trade_pay_mode
  biz_content biz_scene body buyer_id buyer_logon_id buyer_open_id buyer_pay_amount buyer_user_type card_balance charset
  credit_amount discount_amount enterprise_pay_info extend_info external_agreement_no external_logon_id fund_amount fund_bill_list
  gmt_close gmt_create gmt_payment gmt_refund gmt_trans hb_fq_pay_info hyb_amount industry_sepc_detail invalid_time invoice_amount
  login_token mdiscount_amount merchant_app_id method msg_app_id msg_method msg_type msg_uid notify_id notify_time notify_type
  open_id operation_id operation_type out_biz_no out_channel_type out_order_no out_request_no out_trade_no passback_params
  pay_timeout payee_logon_id payee_open_id payee_user_id payer_logon_id payer_open_id payer_user_id period_type
  personal_product_code point_amount pre_auth_type product_code receipt_amount receipt_currency_type refund_fee remark
  rest_amount rest_credit_amount rest_fund_amount result_code seller_email seller_id send_back_fee send_pay_date service
  settle_amount settle_currency settle_trans_rate sign sign_date sign_modify_time sign_scene sign_time sign_type single_quota
  status store_id store_name subject support_credit timestamp total_amount total_freeze_amount total_freeze_credit_amount
  total_freeze_fund_amount total_pay_amount total_pay_credit_amount total_pay_fund_amount total_unfreeze_amount
  total_unfreeze_credit_amount total_unfreeze_fund_amount trade_no trade_status trans_currency trans_pay_rate unsign_time
  utc_timestamp valid_time version vocher_detail_list voucher_detail_list zm_open_id zm_score]]):gmatch "%S+" do
  KNOWN[name] = true
end

local function without(params, names)
  local copy = {}
  for name, value in pairs(params) do copy[name] = value end
  for _, name in ipairs(names) do copy[name] = nil end
  return copy
end

local SHOWN = 12 -- names in the message

local function finding(names)
  table.sort(names)
  local more = #names > SHOWN and (" and %d more"):format(#names - SHOWN) or ""
  return {
    code = "extra-parameters", names = names,
    message = "parameters that Alipay did not sign are among them: "
      .. table.concat(names, ", ", 1, math.min(#names, SHOWN)) .. more,
    hint = "parameters of your own in notify_url or return_url are not signed: take those of the body only, "
      .. "or name them in `ignore`",
  }
end

local function leave_out(params, try, names)
  return #names > 0 and try(without(params, names), finding(names))
end

local function unknown(params)
  local names = {}
  for _, name in ipairs(repairs.names(params)) do
    if not KNOWN[name] then names[#names + 1] = name end
  end
  return names
end

local function and_also(names, ...)
  local all = { table.unpack(names) }
  for _, name in ipairs { ... } do
    if KNOWN[name] then all[#all + 1] = name end
  end
  return all
end

---Leave out all that Alipay is not known to send.
---@param params table<string, string>
---@param try alipay.notify.try
---@return boolean ended
function M.likely(params, try)
  return leave_out(params, try, unknown(params))
end

---Leave out one, whatever its name; or all unknown ones and one more, or but one.
---@param params table<string, string>
---@param try alipay.notify.try
---@return boolean ended
function M.one(params, try)
  local strangers = unknown(params)
  for _, name in ipairs(repairs.names(params)) do
    if leave_out(params, try, { name }) then return true end
    if #strangers > 0 then
      local names = and_also(strangers, name)
      if not KNOWN[name] then
        for i, stranger in ipairs(names) do
          if stranger == name then table.remove(names, i) break end
        end
      end
      if leave_out(params, try, names) then return true end
    end
  end
  return false
end

---Leave out two, or all unknown ones and two more.
---@param params table<string, string>
---@param try alipay.notify.try
---@return boolean ended
function M.two(params, try)
  local names, strangers = repairs.names(params), unknown(params)
  for i, first in ipairs(names) do
    for j = i + 1, #names do
      local second = names[j]
      if leave_out(params, try, { first, second }) then return true end
      if #strangers > 0 and KNOWN[first] and KNOWN[second] and leave_out(params, try, and_also(strangers, first, second)) then
        return true
      end
    end
  end
  return false
end

---Leave out the first ones or the last ones, in the order of their arrival: frameworks put those of the URL on one side.
---@param order string[] names as they arrived
---@return fun(params: table<string, string>, try: alipay.notify.try): boolean
function M.at_an_end(order)
  return function(params, try)
    local first, last = {}, {}
    for i = 1, #order - 1 do
      first[i], last[i] = order[i], order[#order + 1 - i]
      if leave_out(params, try, { table.unpack(first) }) or leave_out(params, try, { table.unpack(last) }) then return true end
    end
    return false
  end
end

return M
