-- SPDX-License-Identifier: MIT
-- Commands as a user runs them: a folder of their own, no settings from outside, and a gateway as a child when one is needed.

local fs = require "alipay.core.fs"
local json = require "alipay.json"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.client"

local M = {}

M.program = support.program

local VARIABLES = {
  "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "APP_CERT", "CERT", "ROOT_CERT", "GATEWAY", "APP_AUTH_TOKEN", "ENCRYPT_KEY", "SIGN_TYPE",
  "TIMEOUT", "PROFILE", "STRICT",
}

---A folder, and `run(command, extra)` with it as state and configuration folder.
function M.sandbox()
  local box = { dir = assert(fs.temporary "command-spec-"), gateways = {} }
  local environment = { ALIPAY_STATE_DIR = box.dir, XDG_CONFIG_HOME = box.dir, NO_COLOR = "1", http_proxy = "", no_proxy = "*" }
  for _, name in ipairs(VARIABLES) do environment["ALIPAY_" .. name] = "" end

  ---Run the program: stdout, stderr, exit code.
  function box.run(command, extra)
    local all = {}
    for _, source in ipairs { environment, extra or {} } do
      for name, value in pairs(source) do all[name] = value end
    end
    if command:find("--local", 1, true) then spec_keys.seed(box.dir .. "/local") end
    return support.run(command, all)
  end

  ---Run with --json: the decoded output, the exit code, stderr.
  function box.json(command, extra)
    local out, err, code = box.run("--json " .. command, extra)
    return json.decode(out), code, err
  end

  ---Write a file into the folder; its path.
  function box.write(name, data, mode)
    local path = box.dir .. "/" .. name
    assert(fs.replace(path, data, mode))
    return path
  end

  function box.read(name)
    local file <close> = assert(io.open(box.dir .. "/" .. name, "rb"))
    return file:read "a"
  end

  -- A gateway of a spec that failed is still there, and the end of Lua would wait for it.
  function box.remove()
    for _, running in ipairs(box.gateways) do running.stop() end
    fs.remove(box.dir)
  end
  return box
end

---A gateway in a process of its own: its facts, and `settings`, the environment of a client in public-key mode. Options: `before`, shell
---commands that come first; `options`, of the command; `log`, the file of its log.
function M.gateway(box, options)
  options = options or {}
  spec_keys.seed(box.dir .. "/gw")
  local child = assert(io.popen(("echo $$; %s exec %s gateway %s %s --port 0 --dir %s"):format(options.before or "",
    support.program, options.options or "", options.log and "2>" .. options.log or "--quiet", box.dir .. "/gw")))
  local pid = child:read "l"
  assert(child:read "l")
  local facts = assert(json.decode(box.read "gw/gateway.json"))
  spec_keys.keep(box.dir .. "/gw")
  facts.settings = {
    ALIPAY_APP_ID = facts.app_id, ALIPAY_PRIVATE_KEY = facts.app_private_key, ALIPAY_PUBLIC_KEY = facts.alipay_public_key,
    ALIPAY_GATEWAY = facts.gateway,
  }
  facts.certificates = {
    ALIPAY_APP_ID = facts.app_id, ALIPAY_PRIVATE_KEY = facts.app_private_key, ALIPAY_APP_CERT = facts.app_cert,
    ALIPAY_CERT = facts.alipay_cert, ALIPAY_ROOT_CERT = facts.alipay_root_cert, ALIPAY_GATEWAY = facts.gateway,
  }
  function facts.stop(signal)
    if io.type(child) == "closed file" then return end
    os.execute(("kill -%s %s"):format(signal or "TERM", pid))
    child:close()
  end
  table.insert(box.gateways, facts)
  return facts
end

---Output of a shell command.
function M.shell(command)
  local pipe = assert(io.popen(command))
  local out = pipe:read "a"
  return out, (pipe:close())
end

return M
