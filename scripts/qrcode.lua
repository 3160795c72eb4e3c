-- SPDX-License-Identifier: MIT
-- Create a QR code that opens a page of a mini program.
--
-- usage: alipay-lua scripts/qrcode.lua --page PAGE [--query QUERY] --describe TEXT [--save FILE.png]
--
--   alipay-lua --local scripts/qrcode.lua --page pages/index --query x=1 --describe 二维码 --save code.png

local alipay = require "alipay"
local appQrcodeCreate = require "alipay.api.appQrcodeCreate"
local fs = require "alipay.core.fs"
local options = require "alipay.cli.options"
local screen = require "alipay.cli.screen"
local visit = require "alipay.http"

local parser = options.script(arg)
parser:option("--page", "Page of the mini program, at most 256 characters.", "pages/index/index")
parser:option("--query", "Start parameters that the page reads, at most 256 characters.", "from=qrcode")
parser:option("--describe", "What the code is for, at most 32 characters.")
parser:option("--save", "Fetch the picture and keep it in this file.")
local args = options.parse(parser, arg)
local client = alipay.client()

local res = alipay.check(appQrcodeCreate.create(client, {
  url_param = args.page, query_param = args.query, describe = args.describe or "",
}))
local url = res.data.qr_code_url
screen.say("QR code of %s", args.page)
screen.say("  picture  %s", url)

if args.save then
  local picture = alipay.check(visit.fetch(url))
  if picture.status ~= 200 then
    error(require("alipay.error").new("http", { message = "the picture answers with HTTP status " .. picture.status }), 0)
  end
  local ok, message, class = fs.replace(args.save, picture.body, 420) -- octal 0644: a picture is no secret
  if not ok then error(require("alipay.error").from_core(message, class), 0) end
  screen.say("  saved    %s, %s", args.save, screen.bytes(#picture.body))
end

screen.say("  its address as a code, to open the picture on a phone:\n%s", screen.qr(url))
screen.result { qr_code_url = url, saved = args.save }
