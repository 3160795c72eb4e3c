-- SPDX-License-Identifier: MIT
-- Keys that spec files may share. Making one takes valgrind a minute, so ALIPAY_SPEC_KEYS names a folder in which they are kept:
-- filled by a first run, read by the next. Without it every file makes its own.

local fs = require "alipay.core.fs"
local key = require "alipay.core.key"

local M = {}

local folder = os.getenv "ALIPAY_SPEC_KEYS"
if folder == "" then folder = nil end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function copy(from, to)
  for _, name in ipairs(fs.list(from) or {}) do
    assert(fs.mkdir(to))
    fs.create(to .. "/" .. name, read(from .. "/" .. name))
  end
end

---A private key by name, the same each time.
function M.private(name)
  local path = folder and folder .. "/" .. name .. ".pem"
  if path and fs.stat(path) then return assert(key.load_private(path)) end
  local made = key.generate()
  if path then
    assert(fs.mkdir(folder))
    fs.create(path, made:pem())
  end
  return made
end

---Give the folder of a gateway the kept keys, before it starts.
function M.seed(dir)
  if folder then copy(folder .. "/gateway", dir .. "/keys") end
end

---Keep the keys that a gateway made.
function M.keep(dir)
  if folder and not fs.stat(folder .. "/gateway") then copy(dir .. "/keys", folder .. "/gateway") end
end

return M
