-- SPDX-License-Identifier: MIT
-- GET {endpoint}/: the page on which people see and do what control calls show and do. The server sends the frame; the script fills it.
--
-- Who gets the control token with it: the gateway's own user at this machine (so says the kernel of the connection), by the gateway's own
-- name or an address (a foreign name could be anybody's who had it lead here), not sent by another site. Everybody else sees a field for
-- the token, which lies in gateway.json.

local html = require "alipay.util.html"
local json = require "alipay.json"
local methods = require "alipay.gateway.methods"
local user = require "alipay.gateway.user"
local visitor = require "alipay.gateway.visitor"

local M = {}

local PAGE = [[<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
{!token}<title>{title}</title><link rel="icon" href="/_page/icon.svg"><link rel="stylesheet" href="/_page/style.css">
<script src="/_page/page.js" defer></script></head>
<body class="gateway" data-buyers="{buyers}"><header><h1>{title}</h1><span id="live" class="dim"></span>
<div id="clock"></div><a href="?lang={other_code}">{other}</a></header>
<nav id="tabs"></nav><p id="message" role="status"></p><main id="list"></main>
<section id="about"><p>{note}</p><dl><div><dt>{gateway_word}</dt><dd><code>{gateway}</code></dd></div>
<div><dt>app_id</dt><dd><code>{app_id}</code></dd></div>
<div><dt>{consent}</dt>
<dd><code>{endpoint}/oauth2/publicAppAuthorize.htm?app_id={app_id}&amp;scope=auth_user&amp;redirect_uri=URL</code></dd></div>
<div><dt>{settings}</dt><dd><code>{dir}/gateway.json</code> <code>{dir}/env</code></dd></div></dl>
<details><summary>{simulated}</summary><ul>{!methods}</ul></details></section></body></html>
]]

local WORDS = {
  en = {
    language = "en", title = "alipay-lua local gateway", other = "中文", other_code = "zh", gateway_word = "Gateway",
    note = "A simulation of the Alipay gateway for tests: no money moves here.", consent = "Consent page",
    settings = "Settings of clients", simulated = "Simulated methods",
  },
  zh = {
    language = "zh", title = "alipay-lua 本地网关", other = "English", other_code = "en", gateway_word = "网关",
    note = "支付宝开放平台网关的本地模拟，用于测试，不会有真实资金流动。", consent = "授权页面", settings = "客户端配置",
    simulated = "已模拟的接口",
  },
}

local POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
  .. "form-action 'none'; frame-ancestors 'none'"

local function is_trusted(gw, exchange)
  return visitor.is_this_user(gw, exchange) and visitor.is_own_host(gw, exchange) and visitor.is_own_page(exchange)
end

---@param gw alipay.gateway
---@param exchange core.exchange
---@return integer status
function M.show(gw, exchange)
  local items, buyers = {}, {}
  for i, name in ipairs(methods.names()) do items[i] = html.fill("<li><code>{name}</code></li>", { name = name }) end
  for i, person in ipairs(user.list(gw.app_id)) do
    buyers[i] = { id = person.user_id, name = person.nick_name .. " · " .. user.mask(person.logon_id) }
  end
  local token = is_trusted(gw, exchange)
    and html.fill('<meta name="control-token" content="{token}">', { token = gw.control_token }) or ""
  exchange:respond(200, {
    ["Content-Type"] = "text/html;charset=utf-8", ["Cache-Control"] = "no-store", ["Server"] = "alipay-lua",
    ["Content-Security-Policy"] = POLICY, ["X-Content-Type-Options"] = "nosniff", ["Referrer-Policy"] = "same-origin",
    ["Cross-Origin-Resource-Policy"] = "same-origin",
  }, html.fill(PAGE, setmetatable({
    token = token, buyers = json.encode(buyers), gateway = gw.gateway, endpoint = gw.endpoint, app_id = gw.app_id, dir = gw.dir,
    methods = table.concat(items),
  }, { __index = WORDS[visitor.language(exchange)] })))
  return 200
end

return M
