-- SPDX-License-Identifier: MIT
-- Upload pictures and videos of a shop: files, or folders with what is in them, several at once.
--
-- usage: alipay-lua scripts/upload.lua PATH... [--name NAME] [--limit N]
--
-- Pictures: bmp gif jpeg jpg png webp. Videos: 3gp avi flv mkv mov mp4 mpeg mpg wmv. Each at most 5 MB. Other files
-- in a folder are passed over. Ctrl-C stops and tells what was uploaded and what was not. Exit code: 0 when all were
-- uploaded, 1 after Ctrl-C, else the code of the last failure.
--   alipay-lua --local scripts/upload.lua photo.jpg clip.mp4
--   alipay-lua --local scripts/upload.lua pictures --limit 16

local alipay = require "alipay"
local async = require "alipay.async"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local materialImageUpload = require "alipay.api.materialImageUpload"
local media = require "alipay.cli.media"
local options = require "alipay.cli.options"
local screen = require "alipay.cli.screen"

local parser = options.script(arg)
parser:argument("paths", "Files or folders."):args "+"
parser:option("--name", "Name of the material (for one file); the file's name otherwise.")
parser:option("--limit", "Uploads at once.", "8"):convert(function(text)
  local number = math.tointeger(tonumber(text))
  if number and number > 0 then return number end
  return nil, "--limit must be a whole number above 0, not '" .. text .. "'"
end)
local args = options.parse(parser, arg)
local client = alipay.client()

local files = alipay.check(media.find(args.paths, function(message) screen.note("passed over: %s", message) end))
if args.name and #files ~= 1 then
  error(errors.new("parameter", { message = "--name is for one file, here are " .. #files }), 0)
end

local results, begun, failure, uploaded, failed = {}, {}, nil, 0, 0

local function upload(path, i)
  begun[i] = true
  local send = media.kind(path) == "video" and materialImageUpload.video or materialImageUpload.image
  local res, err = send(client, path, { name = args.name })
  if res then
    uploaded = uploaded + 1
    screen.say("[%d/%d] %s  %s  %s\n  %s", i, #files, path, screen.bytes(fs.stat(path).size), res.data.image_id, res.data.image_url)
    results[i] = { path = path, image_id = res.data.image_id, image_url = res.data.image_url }
  else
    failed, failure = failed + 1, err
    screen.note("[%d/%d] %s  %s", i, #files, path, tostring(err))
    results[i] = { path = path, error = err:data() }
  end
  return res, err
end

local finished, reason = pcall(async.map, files, { limit = args.limit, progress = #files > 1 and "uploads" }, upload)
for i, path in ipairs(files) do
  if not results[i] then
    local outcome = begun[i] and "stopped half-way" or "not uploaded"
    screen.note("%s: %s", outcome, path)
    results[i] = { path = path, outcome = outcome }
  end
end
local missed = #files - uploaded - failed
screen.say("%d uploaded, %d failed%s", uploaded, failed, missed > 0 and (", %d not uploaded"):format(missed) or "")
screen.result { files = json.array(results) }
if not finished then error(reason, 0) end
if failure then error(failure, 0) end
