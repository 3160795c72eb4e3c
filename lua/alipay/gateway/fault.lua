-- SPDX-License-Identifier: MIT
-- What the gateway answers when it refuses: code, msg, sub_code, sub_msg. It knows the words, not when they are said.

local codes = require "alipay.codes"

local M = {}

-- Source of codes and msg: the platform's list of common error codes.
local MSG = {
  ["20000"] = "Service Currently Unavailable",
  ["20001"] = "Insufficient Token Permissions",
  ["40001"] = "Missing Required Arguments",
  ["40002"] = "Invalid Arguments",
  ["40003"] = "Insufficient Conditions",
  ["40004"] = "Business Failed",
  ["40005"] = "Call Limited",
  ["40006"] = "Insufficient Permissions",
}

local KNOWN = {
  ["isp.unknow-error"] = { "20000", "系统繁忙" },
  ["aop.invalid-auth-token"] = { "20001", "无效的访问令牌" },
  ["aop.auth-token-time-out"] = { "20001", "访问令牌已过期" },
  ["aop.invalid-app-auth-token"] = { "20001", "无效的应用授权令牌" },
  ["aop.app-auth-token-time-out"] = { "20001", "应用授权令牌已过期" },
  ["isv.missing-app-id"] = { "40001", "缺少AppID参数" },
  ["isv.missing-method"] = { "40001", "缺少方法名参数" },
  ["isv.missing-version"] = { "40001", "缺少版本参数" },
  ["isv.missing-timestamp"] = { "40001", "缺少时间戳参数" },
  ["isv.missing-signature-type"] = { "40001", "缺少签名类型参数" },
  ["isv.missing-signature"] = { "40001", "缺少签名参数" },
  ["isv.invalid-app-id"] = { "40002", "无效的AppID参数" },
  ["isv.invalid-method"] = { "40002", "不存在的方法名" },
  ["isv.invalid-format"] = { "40002", "无效的数据格式" },
  ["isv.invalid-parameter"] = { "40002", "参数无效" },
  ["isv.invalid-charset"] = { "40002", "字符集错误" },
  ["isv.invalid-timestamp"] = { "40002", "非法的时间戳参数" },
  ["isv.invalid-signature-type"] = { "40002", "无效的签名类型" },
  ["isv.invalid-signature"] = { "40002", "验签出错" },
  ["isv.invalid-encrypt-type"] = { "40002", "无效的加密类型" },
  ["isv.decryption-error-unknown"] = { "40003", "解密出错，未知异常" },
  ["isv.invalid-file-extension"] = { "40002", "文件扩展名无效" },
  ["isv.invalid-file-size"] = { "40002", "文件大小无效" },
  ["isv.missing-app-cert-sn"] = { "40002", "缺少应用公钥证书SN" },
  ["isv.missing-alipay-root-cert-sn"] = { "40002", "缺少支付宝根证书SN" },
  ["isv.app-cert-not-exist"] = { "40002", "应用公钥证书不存在" },
  ["isv.alipay-cert-not-exist"] = { "40002", "支付宝公钥证书不存在" },
  ["isv.invalid-alipay-root-cert-sn"] = { "40002", "支付宝根证书SN无效" },
  ["isv.illegal-json"] = { "40002", "biz_content不是合法的JSON对象" },
  ["isv.suspected-attack"] = { "40002", "疑似攻击请求" },
  ["isv.code-invalid"] = { "40002", "授权码code无效" },
  ["isv.refresh-token-invalid"] = { "40002", "刷新令牌refresh_token无效" },
  ["isv.refresh-token-time-out"] = { "40002", "刷新令牌refresh_token过期" },
  ["isv.app-auth-code-invalid"] = { "40002", "应用授权码app_auth_code无效" },
  ["isv.app-call-limited"] = { "40005", "应用调用次数超限，包含调用频率超限" },
  ["isv.insufficient-user-permissions"] = { "40006", "用户权限不足" },
}

---@class alipay.gateway.fault
---@field code string
---@field msg string
---@field sub_code string
---@field sub_msg string

---A refusal.
---@param sub_code string one of the platform's, as "isv.invalid-app-id"
---@param detail? string what exactly, appended to the platform's own sentence
---@return alipay.gateway.fault
function M.new(sub_code, detail)
  local known = KNOWN[sub_code] or error("unknown sub_code: " .. tostring(sub_code))
  local sub_msg = detail and (known[2] .. "，" .. detail) or known[2]
  return { code = known[1], msg = MSG[known[1]], sub_code = sub_code, sub_msg = sub_msg }
end

---A refusal of the business: code 40004.
---@param sub_code string with the prefix that its method has, as "ACQ.TRADE_NOT_EXIST" or "PAYEE_NOT_EXIST"
---@param detail? string what exactly, appended to the platform's own sentence
---@return alipay.gateway.fault
function M.business(sub_code, detail)
  local known = codes.explain(sub_code) or error("unknown sub_code: " .. tostring(sub_code))
  -- What our own list explains in brackets is no part of the platform's sentence.
  local sub_msg = known.meaning_zh:gsub("（.*", "")
  if detail then sub_msg = sub_msg .. "，" .. detail end
  return { code = "40004", msg = MSG["40004"], sub_code = sub_code, sub_msg = sub_msg }
end

return M
