-- SPDX-License-Identifier: MIT
-- Facts of the V2 protocol that client, local gateway and tools share. It sends nothing and holds no state.

local M = {}

M.GATEWAY = "https://openapi.alipay.com/gateway.do"
M.VERSION = "1.0"
M.SIGN_TYPE = "RSA2"
M.CHARSET = "utf-8"
M.ENCRYPT_TYPE = "AES"

---What `sign_type` may be.
M.SIGN_TYPES = { RSA2 = true, RSA = true, SM2 = true }

---What `encrypt_type` may be. Source: the official Java SDK, the only one with the last two.
M.ENCRYPT_TYPES = { AES = true, AES_V2 = true, SM4 = true }

---Codes of a node that is no error: done, and accepted while the buyer has still to act.
M.SUCCESS = { ["10000"] = true, ["10003"] = true }

---The node in which the gateway answers when it does not get as far as the method's own.
M.ERROR_NODE = "error_response"

---Parameters that belong to the protocol rather than to a method; they travel in the URL.
---Source: the platform's list of common parameters, and what the official SDKs put into the URL.
M.COMMON = {
  "app_id", "method", "format", "charset", "sign_type", "sign", "timestamp", "version", "notify_url", "return_url",
  "app_auth_token", "auth_token", "app_cert_sn", "alipay_root_cert_sn", "encrypt_type", "ws_service_url",
  "target_app_id", "prod_code", "terminal_type", "terminal_info", "alipay_sdk",
}

---Seconds by which times of the platform, which are of China (GMT+8), are ahead of UTC.
M.GMT8 = 8 * 3600

-- The last timestamp: many calls are made in one second.
local last_second, last_text

---A time as the gateway wants it: `yyyy-MM-dd HH:mm:ss` in GMT+8, whatever the zone of this host and without touching TZ.
---@param seconds? number Unix time in seconds, the clock otherwise
---@return string
function M.timestamp(seconds)
  local second = seconds and math.floor(seconds) or os.time()
  if second ~= last_second then
    last_second, last_text = second, os.date("!%Y-%m-%d %H:%M:%S", second + M.GMT8)
  end
  return last_text --[[@as string]]
end

-- Days since 1970-01-01 of a civil date (proleptic Gregorian), so that no zone database is asked.
local function days_of(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = year // 400
  local year_of_era = year - era * 400
  local day_of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468
end

---Read a timestamp back.
---@param text string
---@return integer|nil seconds Unix time; nil when it is not `yyyy-MM-dd HH:mm:ss` of a real moment
function M.parse_timestamp(text)
  local year, month, day, hour, minute, second = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d) (%d%d):(%d%d):(%d%d)$"
  if not year then return nil end
  local seconds = days_of(tonumber(year), tonumber(month), tonumber(day)) * 86400
    + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second) - M.GMT8
  seconds = math.tointeger(seconds)
  -- Writing it again refuses a 31st of February and a 25th hour.
  return M.timestamp(seconds) == text and seconds or nil
end

---Whether a text can name a method.
---@param method string
---@return boolean
function M.is_method(method)
  return method:find "^%l[%w_]*%.[%w_.]*[%w_]$" ~= nil and not method:find("..", 1, true)
end

---@param charset string
---@return boolean
function M.is_utf8(charset)
  return charset == M.CHARSET or charset:lower():gsub("%-", "") == "utf8"
end

---Name of the node that answers a method.
---@param method string as "alipay.trade.query"
---@return string node as "alipay_trade_query_response"
function M.node_name(method)
  return (method:gsub("%.", "_")) .. "_response"
end

return M
