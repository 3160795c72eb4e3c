-- SPDX-License-Identifier: MIT
-- Writes what the prompt shows: texts for people, or under --json a line of JSON for each value, and the texts on stderr.

local color = require "alipay.util.color"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local mode = require "alipay.util.mode"

local M = {}

local PIECE = 4096 -- bytes

-- A long text goes out in pieces: within one write of C no Ctrl-C gets through.
local function write(stream, text)
  for first = 1, #text, PIECE do stream:write(text:sub(first, first + PIECE - 1)) end
  stream:write "\n"
  stream:flush()
end

---Write a text for people and a line end. What others put into it moves no cursor.
---@param stream file*
---@param text string
function M.write(stream, text)
  write(stream, color.terminal(text))
end

---Write a line, or several, for people.
---@param format string a text as it is when nothing follows
---@param ... any values for string.format
function M.say(format, ...)
  M.write(mode.json and io.stderr or io.stdout, select("#", ...) > 0 and lang.format(format, ...) or lang.text(format))
end

-- ---- JSON ----

local function write_json(value)
  write(io.stdout, require("alipay.util.mask").text(require("alipay.json").encode(value)))
end

local function json_error(value)
  local errors = require "alipay.error"
  local data = errors.is(value) and value:data() or { kind = "script", message = tostring(value) }
  write_json { error = data, exit_code = errors.exit_code(value) }
end

-- One value on one line: of a response the node, as `call` prints it.
local function json_value(value)
  local kinds = require "alipay.repl.show.kinds"
  if kinds.is_error(value) then return json_error(value) end
  if kinds.is_response(value) then value = value.data end
  if value == nil then value = require("alipay.json").null end
  local ok, message = pcall(write_json, kinds.chain_name(value) or value)
  if ok then return end
  if loop.is_interrupt(message) then error(message, 0) end
  json_error((tostring(message):gsub("^[^ ]+:%d+: ", "")))
end

---Show the values of a line.
---@param values table packed
---@param style alipay.repl.style
---@param stream? file* for the text, standard output by default
function M.values(values, style, stream)
  local failed = values[1] == nil and values.n == 2 and require("alipay.repl.show.kinds").is_error(values[2])
  if mode.json then
    for i = failed and 2 or 1, values.n do json_value(values[i]) end
    if not failed then return end
    stream = io.stderr
  end
  local text = values.n == 1 and values[1] == nil and "nil" or require("alipay.repl.show.results").values(values, style)
  M.write(stream or io.stdout, text)
end

---End the line on which the terminal has shown ^C, perhaps behind a text that was cut short.
function M.after_interrupt()
  io.stdout:flush()
  if require("alipay.core.fs").is_terminal(2) then M.write(io.stderr, "") end
end

---Show an error that was raised.
---@param value any
---@param text string what it says to people
function M.raised(value, text)
  if mode.json then json_error(value) end
  if loop.is_interrupt(value) then M.after_interrupt() end
  M.write(io.stderr, text)
end

return M
