-- SPDX-License-Identifier: MIT
-- Create a QR code that opens a page of a mini program.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/qrcode.lua" --page PAGE [--query QUERY] --describe TEXT [--save FILE.png]
--
--   alipay-lua --local "$(alipay-lua --scripts)/qrcode.lua" --page pages/index --query x=1 --describe 二维码 --save code.png

local alipay = require "alipay"
local appQrcodeCreate = require "alipay.api.appQrcodeCreate"
local http = require "alipay.http"
local script = require "alipay.script"

local parser = script.options(arg)
parser:option("--page", "Page of the mini program, at most 256 characters.", "pages/index/index")
parser:option("--query", "Start parameters that the page reads, at most 256 characters.", "from=qrcode")
parser:option("--describe", "What the code is for, at most 32 characters.")
parser:option("--save", "Fetch the picture and keep it in this file.")
local args = script.parse(parser, arg)
local client = alipay.client()

local res = alipay.check(appQrcodeCreate.create(client, {
  url_param = args.page, query_param = args.query, describe = args.describe or "",
}))
local url = res.data.qr_code_url
script.say("QR code of %s", args.page)
script.say("  picture  %s", url)

if args.save then
  local picture = alipay.check(http.fetch(url))
  if picture.status ~= 200 then
    script.fail("http", "the picture answers with HTTP status " .. picture.status)
  end
  script.save(args.save, picture.body)
  script.say("  saved    %s, %s", args.save, script.bytes(#picture.body))
end

local code, why = script.qr(url)
if code then script.say("  its address as a code, to open the picture on a phone:\n%s", code)
else script.say("  its address is not drawn as a code: %s", why) end
script.result { qr_code_url = url, saved = args.save }
