-- SPDX-License-Identifier: MIT
-- Keys that spec files may share. Making them is a third of what specs cost, and takes valgrind minutes, so ALIPAY_SPEC_KEYS names a
-- folder in which they are kept: filled by whoever is first, read by all others. Without it every file makes its own.

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
    assert(fs.replace(path, made:pem()))
  end
  return made
end

local SETS = { "keys", "certificates" }

---Give the folder of a gateway the kept keys and certificates, before it starts. A set that it has stays.
function M.seed(dir)
  for _, set in ipairs(folder and SETS or {}) do
    if not fs.stat(dir .. "/" .. set) then copy(("%s/%s"):format(folder, set), ("%s/%s"):format(dir, set)) end
  end
end

---Keep the keys and certificates that a gateway made. A set appears at once and whole.
function M.keep(dir)
  for _, set in ipairs(folder and SETS or {}) do
    local kept = ("%s/%s"):format(folder, set)
    if not fs.stat(kept) and fs.stat(dir .. "/" .. set) then
      local fresh = ("%s.%d"):format(kept, fs.pid())
      copy(dir .. "/" .. set, fresh)
      if not os.rename(fresh, kept) then fs.remove(fresh) end
    end
  end
end

return M
