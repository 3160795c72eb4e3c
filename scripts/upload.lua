-- Upload pictures and videos of a shop: files, or folders with what is in them.
--
-- usage: alipay-lua scripts/upload.lua PATH... [--name NAME]
--
-- Pictures: bmp gif jpeg jpg png webp. Videos: 3gp avi flv mkv mov mp4 mpeg mpg wmv. Each at most 5 MB. Other files
-- in a folder are passed over. Exit code: 0 when all were uploaded, else the code of the last failure.
--   alipay-lua --local scripts/upload.lua photo.jpg clip.mp4 --name 海底捞

local alipay = require "alipay"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local materialImageUpload = require "alipay.api.materialImageUpload"
local multipart = require "alipay.multipart"
local options = require "alipay.options"
local screen = require "alipay.screen"

local parser = options.script(arg)
parser:argument("paths", "Files or folders."):args "+"
parser:option("--name", "Name of the material (for one file); the file's name otherwise.")
local args = options.parse(parser, arg)
local client = alipay.client()

local function kind_of(path)
  return multipart.content_type(path):match "^(%a+)/"
end

local function collect(path, into, named)
  local stat, message, class = fs.stat(path)
  if not stat then error(errors.from_core(message, class), 0) end
  if stat.type == "directory" then
    for _, name in ipairs(alipay.check(fs.list(path))) do collect(path .. "/" .. name, into, false) end
  elseif named or kind_of(path) == "image" or kind_of(path) == "video" then
    into[#into + 1] = path
  end
  return into
end

local files = {}
for _, path in ipairs(args.paths) do collect(path, files, true) end
if args.name and #files ~= 1 then
  error(errors.new("parameter", { message = "--name is for one file, here are " .. #files }), 0)
end

local results, failure, failed = json.array {}, nil, 0
for i, path in ipairs(files) do
  local prefix = ("[%d/%d] %s"):format(i, #files, path)
  local upload = kind_of(path) == "video" and materialImageUpload.video or materialImageUpload.image
  local res, err = upload(client, path, {
    name = args.name,
    on_progress = function(sent, total) screen.progress(("%s %d %%"):format(prefix, sent * 100 // math.max(total, 1))) end,
  })
  screen.progress(nil)
  if res then
    screen.say("%s  %s  %s\n  %s", prefix, screen.bytes(fs.stat(path).size), res.data.image_id, res.data.image_url)
    results[i] = { path = path, image_id = res.data.image_id, image_url = res.data.image_url }
  else
    failed, failure = failed + 1, err
    screen.note("%s  %s", prefix, tostring(err))
    results[i] = { path = path, error = err:data() }
  end
end

screen.say("%d uploaded, %d failed", #files - failed, failed)
screen.result { files = results }
if failure then error(failure, 0) end
