-- SPDX-License-Identifier: MIT
-- Who looks at a page of the gateway: the language that he reads, whether his request comes from a page of the gateway's own, whether he
-- is this user at this machine. It decides nothing.

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

-- Addresses of this machine as the kernel's tables of connections write them: words of 32 bits, each turned around.
local function kernel_forms(address)
  if address == "::1" then return { "00000000000000000000000001000000" } end
  local a, b, c, d = address:match "^(127)%.(%d+)%.(%d+)%.(%d+)$"
  if not a then return {} end
  local short = ("%02X%02X%02X%02X"):format(d, c, b, a)
  return { short, "0000000000000000FFFF0000" .. short }
end

local function read(path)
  local file <close> = io.open(path, "r")
  return file and file:read "a" or ""
end

-- The user whose socket is connected from an address and port here to a port here.
local function owner(address, port, to)
  local tables = read "/proc/net/tcp" .. read "/proc/net/tcp6"
  for _, form in ipairs(kernel_forms(address)) do
    local line = (" %s:%04X %%x+:%04X [^\n]*"):format(form, port, to)
    local found = tables:match(line)
    -- The columns behind the addresses: state, queues, timer, retransmissions, user.
    local uid = found and found:match "^ %S+ %S+ %x+ %S+ %S+ %x+ +(%d+)"
    if uid then return uid end
  end
end

---Whether a visitor is this user at this machine. On a machine of several users the others may reach the gateway, too, but not what is in
---its folder.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return boolean
function M.is_this_user(gw, exchange)
  local address, port = exchange:peer()
  local uid = owner(address, port, gw.server:port())
  return uid ~= nil and uid == read("/proc/self/status"):match "\nUid:\t%d+\t(%d+)"
end

return M
