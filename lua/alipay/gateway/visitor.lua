-- SPDX-License-Identifier: MIT
-- Who looks at a page of the gateway: the language that he reads, whether his request comes from a page of the gateway's own, whether he
-- sits at this machine. It decides nothing.

local M = {}

---The language that a visitor reads: of the address (`?lang=zh`), else the first of the two in Accept-Language, which browsers write in
---the order of preference.
---@param exchange core.exchange
---@return "zh"|"en"
function M.language(exchange)
  for _, pair in ipairs(exchange:query()) do
    if pair[1] == "lang" and (pair[2] == "zh" or pair[2] == "en") then return pair[2] end
  end
  for name in (exchange:headers()["accept-language"] or ""):lower():gmatch "%a[%a-]*" do
    local language = name:match "^(%a%a)%f[^%a]"
    if language == "zh" or language == "en" then return language end
  end
  return "en"
end

-- An origin or the address of a page begins with it, and nothing but a path follows.
local function is_of(address, host)
  return address == "http://" .. host or address == "https://" .. host
    or address:find("http://" .. host .. "/", 1, true) == 1 or address:find("https://" .. host .. "/", 1, true) == 1
end

---Whether a request may come from a page that this host has served: browsers say so of every form and script of another.
---@param exchange core.exchange
---@return boolean
function M.is_own_page(exchange)
  local headers = exchange:headers()
  local site = headers["sec-fetch-site"]
  if site and site ~= "same-origin" and site ~= "none" then return false end
  for _, name in ipairs { "origin", "referer" } do
    if headers[name] and not is_of(headers[name], headers.host or "") then return false end
  end
  return true
end

---Whether the host of a request is the gateway's by its own name or by address. Any other name that leads here could be anybody's, who
---could then read what we show (DNS rebinding).
---@param gw alipay.gateway
---@param exchange core.exchange
---@return boolean
function M.is_own_host(gw, exchange)
  local host = exchange:headers().host or ""
  if host == gw.endpoint:match "^%a+://(.*)$" then return true end
  local name = host:gsub(":%d*$", "")
  return name == "localhost" or name:find "^[%d.]+$" ~= nil or name:find "^%[[%x:.]+%]$" ~= nil
end

---Whether a visitor sits at this machine.
---@param exchange core.exchange
---@return boolean
function M.is_here(exchange)
  local peer = exchange:peer()
  return peer == "::1" or peer:find "^127%." ~= nil
end

return M
