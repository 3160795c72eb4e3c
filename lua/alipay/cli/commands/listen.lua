-- SPDX-License-Identifier: MIT
-- `alipay-lua listen`: receives notifications, journals and prints them, and hands them on to a program of the user's.

local address = require "alipay.util.address"
local client_of = require "alipay.client.client"
local convert = require "alipay.cli.convert"
local errors = require "alipay.error"
local forward = require "alipay.notify.forward"
local journal = require "alipay.notify.journal"
local json = require "alipay.json"
local lang = require "alipay.lang"
local listener_of = require "alipay.notify.listener"
local mode = require "alipay.util.mode"
local notify = require "alipay.notify"
local options = require "alipay.cli.options"
local printable = require "alipay.util.printable"
local protocol = require "alipay.v2.protocol"
local screen = require "alipay.util.screen"
local script = require "alipay.script"
local secrets = require "alipay.util.secrets"

local M = {}

M.SUMMARY = "receive notifications, verify them, and hand them on"

local HELP = [[
Receive notifications until Ctrl-C or SIGTERM: each is verified, written to a journal, printed, and with
--forward-to handed on, body and headers as they came, to a program of yours. The platform gets `success` when that
program answered exactly that, else `fail`: it sends again then. A message is handed on once at a time; what a killed
run left is handed on at the next start. It listens on 127.0.0.1: a proxy with a certificate belongs in front,
or use it with `alipay-lua gateway` and `trigger`, which need no public address.

Examples:
  alipay-lua listen --forward-to http://127.0.0.1:3000/alipay/notify
  alipay-lua listen --kind paid,refund                  # others are journaled and answered, not shown
  alipay-lua listen --replay 2026112600222210002000010000000001 --forward-to http://127.0.0.1:3000/notify
  alipay-lua listen --since '2026-11-26 20:00:00' --forward-to http://127.0.0.1:3000/notify
  alipay-lua --json listen | jq .                       # a line of JSON for each message]]

local function whole_address(text)
  if address.is_whole(text) then return text end
  return nil, ("'%s' is no http or https address"):format(text)
end

-- A moment as the platform writes it, in GMT+8, or a date.
local function moment(text)
  local time = protocol.parse_timestamp(text:find "^%d+%-%d+%-%d+$" and text .. " 00:00:00" or text)
  if time then return time end
  return nil, ("'%s' is no time: write yyyy-MM-dd HH:mm:ss (GMT+8)"):format(text)
end

local function path(text)
  if listener_of.is_path(text) then return text end
  return nil, ("--path must begin with / and have no blank, ? or #, as /notify, and not be '%s'"):format(text)
end

local function kinds(text)
  local set = {}
  for kind in text:gmatch "[^,%s]+" do set[kind] = true end
  if next(set) == nil then return nil, "--kind names no kind: paid, refund, closed, finished, wait, or the name of a message" end
  return set
end

local function parse(arg)
  local parser = options.parser("alipay-lua listen", HELP)
  parser:option("--port", "Port; 0 takes a free one."):argname("PORT"):default("8901"):convert(convert.port)
  parser:option("--host", "Address to listen on."):argname("ADDRESS"):default "127.0.0.1"
  parser:option("--path", "Path of the notify_url."):argname("PATH"):default("/notify"):convert(path)
  parser:option("--forward-to", "Hand each message on to this address."):argname("URL"):convert(whole_address)
  parser:option("--timeout", "Seconds that it may take to answer."):argname("SECONDS"):default("10"):convert(convert.seconds)
  parser:option("--kind", "Only these: paid, refund, closed, finished, wait, or names of messages, with commas.")
    :argname("KINDS"):convert(kinds)
  parser:option("--journal", "File of the journal (default: in the state folder)."):argname "FILE"
  parser:mutex(
    parser:option("--replay", "Hand this message on again from the journal, and end.", nil, nil, 1, "*"):argname "ID",
    parser:option("--since", "Hand on again what came since then (GMT+8), and end."):argname("TIME"):convert(moment))
  local values = options.parse(parser, arg)
  if values.since or values.replay and #values.replay > 0 then
    if not values.forward_to then
      error(errors.new("parameter", {
        message = "--replay and --since hand on: to which address?", hint = "add --forward-to URL",
      }), 0)
    end
  end
  return values
end

-- ---- output ----

local WORDS = { paid = "green", refund = "yellow", closed = "dim", finished = "dim", wait = "dim" }

local function summary(n)
  local params = n.params
  local refunded = params.refund_fee and script.text("refunded " .. params.refund_fee)
  local parts = { params.out_trade_no, params.total_amount, refunded, params.trade_no }
  local texts = {}
  for i = 1, 4 do texts[#texts + 1] = parts[i] or nil end
  return #texts > 0 and table.concat(texts, "  ") or n:id()
end

local function report(n, result)
  script.result {
    notify_id = n:id(), event = n:event(), rule = n.rule, params = n.params, own = n.own,
    forwarded = result and { good = result.good, status = result.status, answer = result.answer, trouble = result.trouble },
  }
  if mode.json then return end
  local line = ("%s  %s  %s"):format(os.date "%H:%M:%S", script.paint(WORDS[n:event()] or "bold", n:event()), summary(n))
  if result then
    line = line .. ("  -> %s (%.0f ms)"):format(result.good and "success" or script.paint("red", result.trouble), result.ms)
  end
  script.say("%s", line)
end

local function hand_on(n, values)
  local result = values.forward_to and forward.send(n, values.forward_to, values.timeout)
  report(n, result)
  return not result or result.good, result
end

-- ---- from the journal ----

local function chosen(values, kept)
  if values.since then return errors.check(kept:since(values.since)) end
  local list = {}
  for i, id in ipairs(values.replay) do
    local n, err = kept:get(id)
    if err then error(err, 0) end
    list[i] = n or error(errors.new("parameter", {
      message = ("the journal %s has no message %s"):format(kept.path, id),
      hint = "alipay-lua listen --since DATE --forward-to URL hands on all that came since then",
    }), 0)
  end
  return list
end

local function replay(client, values)
  local kept = errors.check(journal.read(values.journal or journal.path(client)))
  local first, failed, count = nil, 0, 0
  for _, n in ipairs(chosen(values, kept)) do
    if not values.kind or values.kind[n:event()] then
      local good, result = hand_on(n, values)
      count = count + 1
      if not good then first, failed = first or result.trouble, failed + 1 end
    end
  end
  kept:close()
  if count == 0 then script.note("nothing to hand on") end
  if failed > 0 then
    error(errors.new("http", { message = ("%d of %d were not handed on: %s"):format(failed, count, first) }), 0)
  end
  return 0
end

-- ---- live ----

-- False when the line was lost: whoever waits for it would never know that it listens.
local function announce(listener, values)
  local text, target = "listening at " .. listener.url, values.forward_to and secrets.address(values.forward_to)
  if target then text = text .. ", handing on to " .. target end
  local data = { url = listener.url, forward_to = target }
  return screen.line(io.stdout, mode.json and json.encode(data) or printable.text(lang.text(text)))
end

local function listen(client, values)
  local listener <close> = errors.check(notify.listen {
    client = client, port = values.port, host = values.host, path = values.path, journal = values.journal,
    -- A program that takes notifications is told of some twice by the platform, too.
    repeatable = true,
    on_notify = function(n)
      if values.kind and not values.kind[n:event()] then return true end
      return (hand_on(n, values))
    end,
    on_problem = function(message) script.note("%s", message) end,
  })
  if not announce(listener, values) then return 1 end
  local signal = errors.check(listener:run())
  return signal == "INT" and 130 or 0
end

---@param arg string[]
---@return integer code 0 after SIGTERM or a replay, 130 after SIGINT, 1 when nobody can be told that it listens; raises an
---error object otherwise
function M.run(arg)
  local values = parse(arg)
  local client = client_of.new()
  if values.since or values.replay and #values.replay > 0 then return replay(client, values) end
  return listen(client, values)
end

return M
