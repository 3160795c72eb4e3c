-- SPDX-License-Identifier: MIT
-- Upload pictures and videos of a shop: files, or folders with what is in them, several at once.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/upload.lua" PATH... [--name NAME] [--limit N] [--resume FILE]
--
-- Pictures: bmp gif heic heif jpeg jpg png tif tiff webp. Videos: 3gp avi flv m4v mkv mov mp4 mpeg mpg webm wmv. Each
-- at most 5 MB. Other files in a folder are passed over. Ctrl-C stops and tells what was uploaded and what was not.
-- With --resume FILE what is uploaded is noted in FILE: the same command goes on where an interrupted run was, and uploads
-- nothing twice. Exit code: 0 when all were uploaded, 1 after Ctrl-C, else the code of the last failure.
--   alipay-lua --local "$(alipay-lua --scripts)/upload.lua" "$(alipay-lua --scripts)/samples/photo.jpg"
--   alipay-lua --local "$(alipay-lua --scripts)/upload.lua" "$(alipay-lua --scripts)/samples" --limit 16

local alipay = require "alipay"
local async = require "alipay.async"
local json = require "alipay.json"
local materialImageUpload = require "alipay.api.materialImageUpload"
local script = require "alipay.script"

local parser = script.options(arg)
parser:argument("paths", "Files or folders."):args "+"
parser:option("--name", "Name of the material (for one file); the file's name otherwise.")
parser:option("--limit", "Uploads at once.", "8"):convert(script.whole(1, 1000))
parser:option("--resume", "Note in this file what is uploaded, and pass over what it notes."):argname "FILE"
local args = script.parse(parser, arg)
local client = alipay.client()

local files = alipay.check(materialImageUpload.find(args.paths, function(message) script.note("passed over: %s", message) end))
if args.name and #files ~= 1 then
  script.fail("parameter", "--name is for one file, here are " .. #files)
end

-- A file that was changed since is another one.
local function key_of(file)
  return ("%s %d %.0f"):format(file.path, file.size, file.modified)
end

local ledger <close> = args.resume and alipay.check(script.ledger(args.resume)) or nil
local earlier = 0
if ledger then
  local left = {}
  for _, file in ipairs(files) do
    if not ledger.done[key_of(file)] then left[#left + 1] = file end
  end
  earlier, files = #files - #left, left
end

local results, begun, failure, uploaded, failed = {}, {}, nil, 0, 0

local function upload(file, i)
  begun[i] = true
  local path = file.path
  local send = file.kind == "video" and materialImageUpload.video or materialImageUpload.image
  local res, err = send(client, path, { name = args.name })
  if res then
    uploaded = uploaded + 1
    script.say("[%d/%d] %s  %s  %s\n  %s", i, #files, path, script.bytes(file.size), res.data.image_id, res.data.image_url)
    results[i] = { path = path, image_id = res.data.image_id, image_url = res.data.image_url }
    local why = ledger and select(2, ledger:note(key_of(file), results[i]))
    if why then -- a later run sends it again
      failure, results[i].error = why, why:data()
      script.note("%s: uploaded, but not noted: %s", path, tostring(why))
    end
  else
    failed, failure = failed + 1, err
    script.note("[%d/%d] %s  %s", i, #files, path, tostring(err))
    results[i] = { path = path, error = err:data() }
  end
  return res, err
end

local finished, reason, errors = pcall(async.map, files, { limit = args.limit, progress = #files > 1 and "uploads" }, upload)
for i, file in ipairs(files) do
  failure = failure or finished and errors[i]
  if not results[i] then
    local outcome = begun[i] and "stopped half-way" or "not uploaded"
    script.note("%s: %s", outcome, file.path)
    results[i] = { path = file.path, outcome = outcome }
  end
end
local missed = #files - uploaded - failed
script.say("%d uploaded, %d failed%s%s", uploaded, failed, missed > 0 and (", %d not uploaded"):format(missed) or "",
  earlier > 0 and (", %d uploaded by earlier runs"):format(earlier) or "")
script.result { files = json.array(results), earlier = ledger and earlier }
if not finished and script.is_interrupt(reason) then script.fail("cancelled", "Ctrl-C ended the uploads") end
if not finished then error(reason, 0) end
if failure then error(failure, 0) end
