-- SPDX-License-Identifier: MIT
-- Turn a user's consent into a pair of tokens and store it for refresh.lua.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/authorize.lua" [CODE] [--scope SCOPE] [--redirect-uri URI]
--
-- CODE is the auth_code that Alipay appends to your redirect address, or that whole address. Without it the
-- script prints the page on which the user consents and asks for the code. A local gateway consents by itself:
--   alipay-lua --local "$(alipay-lua --scripts)/authorize.lua"

local alipay = require "alipay"
local http = require "alipay.http"
local oauth = require "alipay.oauth"
local script = require "alipay.script"
local tokens = require "alipay.tokens"

local parser = script.options(arg)
parser:argument("code", "auth_code, or the address of the redirect"):args "?"
parser:option("--scope", "auth_user, or auth_base for the id alone", "auth_user")
parser:option("--redirect-uri", "where Alipay sends the user back", "http://127.0.0.1/callback")
local args = script.parse(parser, arg)
local client = alipay.client()

local function ask_for_code()
  local url = oauth.authorize_url(client, { scope = args.scope, redirect_uri = args.redirect_uri })
  if client.settings.profile == "local" then return http.redirect(url) end
  script.note("Open this page, consent, and paste the address you are sent to (or its auth_code):\n  %s", url)
  return (io.read "l")
end

local code = oauth.read_redirect(args.code or alipay.check(ask_for_code()) or "")
if not code then script.fail("parameter", "that holds no auth_code") end

local store <close> = alipay.check(tokens.open())
local row = alipay.check(store:authorize(client, code))
script.say("authorized user %s", row.subject)
script.say("  access token   %s, until %s", script.mask(row.access_token), os.date("%Y-%m-%d %H:%M", row.expires_at))
script.say("  refresh token  %s, until %s", script.mask(row.refresh_token), os.date("%Y-%m-%d %H:%M", row.refresh_expires_at))
script.result { subject = row.subject, expires_at = row.expires_at, refresh_expires_at = row.refresh_expires_at }
