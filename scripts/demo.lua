-- SPDX-License-Identifier: MIT
-- Run the other scripts one after the other against a local gateway, as a newcomer would.
--
-- usage: alipay-lua --local "$(alipay-lua --scripts)/demo.lua"
--
-- Nothing leaves this machine: the gateway inside the program checks every signature and signs every answer.

local alipay = require "alipay"
local http = require "alipay.http"
local materialImageUpload = require "alipay.api.materialImageUpload"
local script = require "alipay.script"

script.parse(script.options(arg), arg)
local folder = arg[0]:match "^(.*)/[^/]*$" or "."
local client = alipay.client()
if client.settings.profile ~= "local" then
  script.fail("parameter", "the demo is for a local gateway", "run: alipay-lua --local " .. arg[0])
end
script.say("%s", script.paint("dim", tostring(client)))

local function run(title, name, ...)
  local words = { ... }
  script.say("\n%s\n%s", script.paint("bold", title),
    script.paint("dim", ("$ alipay-lua --local %s/%s %s"):format(folder, name, table.concat(words, " "))))
  arg = { [0] = folder .. "/" .. name, table.unpack(words) } -- luacheck: ignore 121
  assert(loadfile(arg[0]))(table.unpack(words))
end

run("1. Authorize: a user's consent becomes tokens", "authorize.lua")
run("2. Refresh: the pair is renewed and the old one dies", "refresh.lua", "--all")
run("3. QR code of a mini program page", "qrcode.lua",
  "--page", "page/component/component-pages/view/view", "--query", "x=1", "--describe", "二维码描述")
run("4. Upload an image", "upload.lua", folder .. "/samples/photo.jpg", "--name", "海底捞")
run("5. Upload a video", "upload.lua", folder .. "/samples/clip.mp4", "--name", "海底捞")

-- What was uploaded is served again: compare the bytes.
local res = alipay.check(materialImageUpload.image(client, folder .. "/samples/photo.jpg"))
local served = alipay.check(http.fetch(res.data.image_url))
local file <close> = assert(io.open(folder .. "/samples/photo.jpg", "rb"))
assert(served.body == file:read "a", "the served bytes differ from the file")
script.say("\n%s", script.paint("green", "All signatures were verified on both sides; served bytes equal the file's."))
script.say("A gateway that stays:  alipay-lua gateway --port 8900 --dir ./gateway")
