-- SPDX-License-Identifier: MIT
-- What the rows of the benchmark share: a workplace with keys and certificates, sinks, measured runs, medians.
-- It knows no goal. Runs under alipay-lua and under lua5.4.

local M = {}

---Run a shell command and give its output; raises when it fails.
---@param command string
---@return string
function M.shell(command)
  local pipe = assert(io.popen(command .. " 2>&1", "r"))
  local text = pipe:read "a"
  local fine, _, code = pipe:close()
  if not fine then error(("%s\nended with %s:\n%s"):format(command, code, text), 2) end
  return text
end

local function quoted(text)
  return "'" .. tostring(text):gsub("'", "'\\''") .. "'"
end

M.quoted = quoted

---Make the workplace: keys, an own authority, a server certificate, and a copy of the system's hashed folder of
---authorities with ours in it. The system itself is not touched. Both programs read the copy, with no bundle beside it.
---@param tools string folder of the compiled helpers
---@param program string alipay-lua
---@return table place
function M.open(tools, program)
  local dir = M.shell "mktemp -d":match "%S+"
  local script = [[
    set -e; cd %s
    for name in app alipay server ca; do openssl genrsa -out $name.pem 2048 2>/dev/null; done
    for name in app alipay; do openssl rsa -in $name.pem -pubout -out ${name}_public.pem 2>/dev/null; done
    openssl req -x509 -new -key ca.pem -subj /CN=bench -days 2 -out ca.crt
    openssl req -new -key server.pem -subj /CN=localhost -out server.csr
    printf 'subjectAltName=IP:127.0.0.1,DNS:localhost' > server.ext
    openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.pem -CAcreateserial -days 2 -extfile server.ext \
      -out server.crt 2>/dev/null
    mkdir folder
    cp -RL /etc/ssl/certs/*.0 folder/ 2>/dev/null || true
    cp ca.crt folder/$(openssl x509 -hash -noout -in ca.crt).0
    head -c 5242880 /dev/urandom > photo.jpg
    chmod 600 *.pem
  ]]
  M.shell("sh -c " .. quoted(script:format(quoted(dir))))
  return { dir = dir, tools = tools, program = program, sinks = {} }
end

---Start a server that prints its port and its pid.
---@param place table
---@param command string
---@return table server with `url` and `pid`
function M.serve(place, command)
  local pipe = assert(io.popen(command, "r"))
  local port, pid = pipe:read("n", "n")
  assert(port, "the server did not start: " .. command)
  local server = { pipe = pipe, pid = pid, url = ("http://127.0.0.1:%d/gateway.do"):format(port) }
  place.sinks[#place.sinks + 1] = server
  return server
end

---Start a sink gateway.
---@param place table
---@param options? string further options of the sink
---@param settings? { tls: boolean?, norsa: boolean? }
---@return table sink with `url`
function M.sink(place, options, settings)
  settings = settings or {}
  local command = ("%s%s/sink --key %s/alipay.pem %s %s"):format(
    settings.norsa and "LD_PRELOAD=" .. place.tools .. "/norsa.so exec " or "exec ", place.tools, place.dir, options or "",
    settings.tls and ("--cert %s/server.crt --cert-key %s/server.pem"):format(place.dir, place.dir) or "")
  local sink = M.serve(place, command)
  if settings.tls then sink.url = sink.url:gsub("^http:", "https:") end
  return sink
end

-- The sinks that most rows use are started once.
local function shared(place, name, ...)
  place[name] = place[name] or M.sink(place, ...)
  return place[name].url
end

function M.plain(place) return shared(place, "plain") end
function M.v3(place) return shared(place, "v3", "--v3 1") end
function M.tls(place) return shared(place, "tls", nil, { tls = true }) end

-- "The system's CA store" is the copied folder: SSL_CERT_DIR says so to alipay-lua, an option to the reference. A bundle that
-- the environment names would come first and is taken out.
function M.folder(place) return place.dir .. "/folder" end
function M.store(place) return "-u CURL_CA_BUNDLE -u SSL_CERT_FILE SSL_CERT_DIR=" .. M.folder(place) end

---Start the local gateway, with as many orders as are asked for.
---@param place table
---@param orders integer
---@return table gateway with `url`, `pid`, and `keys`, the settings of the reference client that fit it
function M.gateway(place, orders)
  local dir = place.dir .. "/gateway"
  local pipe = assert(io.popen(("echo $$; exec %s gateway --quiet --port 0 --dir %s"):format(place.program, dir), "r"))
  local pid, _, line = pipe:read("n", "l", "l")
  local endpoint = assert(line and line:match "(http://[%d.:]+)", "the gateway did not start")
  local gateway = { pipe = pipe, pid = pid, url = endpoint .. "/gateway.do", dir = dir }
  place.sinks[#place.sinks + 1] = gateway
  M.shell((". %s/env; unset ALIPAY_APP_CERT ALIPAY_CERT ALIPAY_ROOT_CERT; %s tests/bench/orders.lua %d")
    :format(dir, place.program, orders))
  local file = assert(io.open(dir .. "/gateway.json"))
  gateway.app_id = file:read "a":match '"app_id": "(%d+)"'
  file:close()
  return gateway
end

---Seconds of CPU that a process has used, its threads included.
---@param pid integer
---@return number
function M.cpu_of(pid)
  local sum = 0
  for ran in M.shell(("cat /proc/%d/task/*/schedstat"):format(pid)):gmatch "(%d+) %d+ %d+" do sum = sum + tonumber(ran) end
  return sum / 1e9
end

---Megabytes of memory that a process has now.
---@param pid integer
---@return number
function M.memory_of(pid)
  return tonumber(M.shell(("cat /proc/%d/status"):format(pid)):match "VmRSS:%s*(%d+)") / 1024
end

function M.close(place)
  for _, sink in ipairs(place.sinks) do
    os.execute("kill " .. sink.pid)
    sink.pipe:close()
  end
  os.execute("rm -rf " .. quoted(place.dir))
end

-- Flat JSON of numbers and plain strings: all that the helpers print.
local function fields_of(text, into)
  for name, value in text:gmatch '"(%w+_?%w*)":"?([^",}]+[^"}]-)"?[,}]' do into[name] = tonumber(value) or value end
  return into
end

---Run a command and give what it cost and what it printed as JSON.
---@param place table
---@param command string
---@return table result code, user, system, wall (of the whole process), peak_kb, and the fields of its JSON line as `inner_*`
function M.measure(place, command)
  local out = place.dir .. "/measure.json"
  local pipe = assert(io.popen(("%s/measure %s %s"):format(place.tools, out, command), "r"))
  local printed = pipe:read "a"
  pipe:close()
  local file = assert(io.open(out))
  local result = fields_of(file:read "a", {})
  file:close()
  if result.code ~= 0 then error(("%s\nended with %s: %s"):format(command, result.code, printed), 0) end
  result.own = fields_of(printed, {})
  return result
end

local function command_of(place, who, mode, settings, environment)
  local words = { environment and "env " .. environment }
  words[#words + 1] = who == "C" and place.tools .. "/reference" or place.program .. " tests/bench/work.lua"
  words[#words + 1] = mode
  words[#words + 1] = ("key=%s/app.pem public_key=%s/%s_public.pem"):format(place.dir, place.dir,
    (mode == "verify") and "app" or "alipay")
  for name, value in pairs(settings) do words[#words + 1] = name .. "=" .. quoted(value) end
  return table.concat(words, " ")
end

local function check(own, who, mode, settings)
  if own.count ~= settings.count then error(mode .. ": " .. who .. " printed nothing of use", 0) end
  if own.failed ~= 0 and not settings.may_fail then error(("%s: %d calls of %s failed"):format(mode, own.failed, who), 0) end
end

---Run the reference ("C") or alipay-lua ("A") in a mode.
---@param place table
---@param who "A"|"C"
---@param mode string
---@param settings table
---@param environment? string
---@return table result
function M.run(place, who, mode, settings, environment)
  local result = M.measure(place, command_of(place, who, mode, settings, environment))
  check(result.own, who, mode, settings)
  return result
end

-- Two programs that take turns run on one CPU: another one may be shared with somebody else.
local function pinned()
  return "taskset -c " .. M.shell("taskset -cp $$"):match "(%d+)%s*$" .. " "
end

---Start a program that makes `settings.count` calls each time it is asked, and stays.
---@param place table
---@param who "A"|"C"
---@param settings table with `turns = 1`
---@param environment? string
---@return { ask: fun(): table } program `ask` gives a result with what the program took itself. To be closed, the last one started
---first: it has inherited what the others wait for.
function M.stay(place, who, settings, environment)
  local command, path = pinned() .. command_of(place, who, "calls", settings, environment), ("%s/turns.%s"):format(place.dir, who)
  M.shell("mkfifo " .. path)
  local answers = assert(io.popen(command .. " <" .. path, "r"))
  local asked = assert(io.open(path, "w"))
  local reader = assert(io.open(path, "r")) -- so that what is written to a program that has ended raises no signal
  asked:setvbuf "no"
  local function ask()
    asked:write "\n"
    local own = fields_of(answers:read "l" or "", {})
    check(own, who, "calls", settings)
    return { own = own }
  end
  return setmetatable({ ask = ask }, { __close = function()
    asked:close()
    answers:close()
    reader:close()
    os.remove(path)
  end })
end

---Median, least and greatest.
---@param values number[]
---@return { median: number, least: number, most: number }
function M.summary(values)
  local sorted = table.move(values, 1, #values, 1, {})
  table.sort(sorted)
  local middle = (#sorted + 1) // 2
  local median = #sorted % 2 == 1 and sorted[middle] or (sorted[middle] + sorted[middle + 1]) / 2
  return { median = median, least = sorted[1], most = sorted[#sorted] }
end

return M
