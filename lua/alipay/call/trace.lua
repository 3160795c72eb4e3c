-- SPDX-License-Identifier: MIT
-- `--trace`: what every call sent, signed and got back, with secrets masked.

local call = require "alipay.call.pipeline"
local charset = require "alipay.util.charset"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local mask = require "alipay.util.mask"
local printable = require "alipay.util.printable"
local sorted = require "alipay.util.sorted"

local M = {}

local out = io.stderr
local count = 0

local complained = false

-- The calls go on when a line is lost, since what they do matters more than their trace; the program fails at its end.
local function line(format, ...)
  local text = printable.text(select("#", ...) > 0 and format:format(...) or format)
  -- A line break in what a peer sent must not begin a line that looks like one of ours.
  local written, message = out:write((text:gsub("\n", "\n" .. text:sub(1, 1) .. "     | ")), "\n")
  if written then written, message = out:flush() end
  if written or complained then return end
  complained = true
  loop.on_finish(function() return 1 end)
  io.stderr:write(lang.format("the trace is incomplete: %s", tostring(message)), "\n")
end

local events = {}

function events.request(req)
  local masked = req:masked()
  count = count + 1
  req.trace_number = count
  line("> #%d %s %s", count, req.http, req.method)
  -- Where each parameter went: seeing it in the wrong place is half of most diagnoses.
  for _, param in ipairs(req:parameters()) do
    line(">   %-5s %s = %s", param.place, param.name, charset.to_utf8(mask.param(param.name, param.value)))
  end
  for _, name in ipairs(sorted(req.files or {})) do
    line(">   file  %s = %s, %d bytes (not signed)", name, req.files[name].name, req.files[name].size)
  end
  line(">   string to sign: %s", charset.to_utf8(masked.string_to_sign))
  line(">   its SHA-256 (unmasked, %d bytes): %s", #req.string_to_sign, masked.sha256)
end

local function timings(timing)
  local parts = {}
  for _, name in ipairs { "queue", "lookup", "connect", "tls", "first_byte", "total" } do
    if timing[name] then parts[#parts + 1] = ("%s %.1f ms"):format(name, timing[name] * 1000) end
  end
  return table.concat(parts, ", ")
end

function events.response(req, reply, res, err)
  local trace_id = (res or err.response).trace_id
  line("< #%d HTTP %d, %d bytes%s", req.trace_number, reply.status, #reply.body,
    trace_id and ", trace_id " .. trace_id or "")
  line("<   %s", mask.json(charset.to_utf8(reply.body)))
  if res then line("<   signature: good") else line("<   %s", tostring(err)) end
  line("<   %s", timings(reply.timing))
end

function events.failure(err)
  line("! %s", tostring(err))
end

local PRIVATE = 384 -- octal 0600: a trace holds orders and names of people

---Trace every call from now on.
---@param path string file to append to, made for its owner alone; "" for stderr
function M.start(path)
  if path ~= "" then
    fs.create(path, "", PRIVATE) -- an older one stays as it is
    local file, message = io.open(path, "a")
    if not file then error(errors.new("parameter", { message = "cannot write the trace: " .. message, source = "file" }), 0) end
    out = file
  end
  call.observer = function(event, ...) events[event](...) end
end

---Stop tracing.
function M.stop()
  call.observer = nil
end

return M
