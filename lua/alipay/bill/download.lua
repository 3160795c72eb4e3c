-- SPDX-License-Identifier: MIT
-- From a date to the bill's file on disk. The address lives 30 seconds, so asking and fetching are one step, and what fails on the way is
-- asked for once more.

local absence = require "alipay.bill.absence"
local address = require "alipay.bill.address"
local charset = require "alipay.util.charset"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local http = require "alipay.http"
local mask = require "alipay.util.mask"
local printable = require "alipay.util.printable"
local response = require "alipay.call.response"
local screen = require "alipay.util.screen"

local M = {}

local METHOD = "alipay.data.dataservice.bill.downloadurl.query"

-- Bytes of the largest archive by default, seconds for one, and how slow it may come: bytes in so many seconds.
local MAX_FILE, BUDGET, SLOWEST, SLOW_FOR = 1 << 30, 600, 1024, 30

-- The platform's file host refuses the names of some libraries.
local USER_AGENT = "alipay-lua"

local SHOWN = 200 -- bytes of something else that a message quotes

---@class alipay.bill.source
---@field url string|nil secret; nil for an empty bill without a file
---@field empty boolean
---@field account string|nil whose bill it is, by the signed address

local function account_of(url)
  for _, pair in ipairs(form.decode(url:match "%?([^#]*)" or "")) do
    if pair[1] == "userId" and pair[2]:find "^%d+$" then return pair[2] end
  end
end

---Ask for the address of a bill.
---@param client alipay.client
---@param options alipay.bill.options
---@return alipay.bill.source|nil
---@return alipay.error|nil err with `outcome` "not_ready" for a bill that is not made yet
function M.ask(client, options)
  local content = { bill_type = options.type or "trade", bill_date = options.date, smid = options.smid }
  local res, err = response.with_data(client:chain(METHOD):post({ content = content, timeout = options.timeout }))
  if not res then
    local meaning = absence.meaning(err, options.date, os.time())
    if meaning == "empty" then return { empty = true } end
    if meaning == "not_ready" then
      err.outcome, err.retryable = "not_ready", true
      err.hint = "the bill of a day is there the next morning at about 9:00, that of a month on the 3rd (GMT+8); both may be late"
    end
    return nil, err
  end
  local url, empty = res.data.bill_download_url, absence.is_empty(res.data)
  if type(url) == "string" and url ~= "" then return { url = url, empty = empty, account = account_of(url) } end
  if empty then return { empty = true } end
  return nil, errors.new("http", {
    message = "the answer has neither the address of a bill nor says that it is empty", method = METHOD, sent = true,
    hint = "ask again later; what came is in err.response", response = res,
  })
end

-- What came instead of an archive, on one line and without secrets.
local function quote(bytes)
  local text = charset.to_utf8(bytes:sub(1, SHOWN)):gsub("%s+", " ")
  return printable.line(mask.text(text))
end

local function head_of(path)
  local file, message = io.open(path, "rb")
  if not file then return nil, errors.new("parameter", { message = message, source = "file" }) end
  local head = file:read(SHOWN) or ""
  file:close()
  return head
end

local function no_bill(url, what)
  return errors.new("http", {
    message = ("no bill came from %s but %s"):format(address.shown(url), what), sent = true, retryable = true,
    hint = "its address may have been older than 30 seconds: ask for the bill again",
  })
end

-- What came, which must be an archive.
local function judge(url, reply, path)
  if reply.status ~= 200 then return no_bill(url, ("HTTP status %d: %s"):format(reply.status, quote(reply.body))) end
  local head, err = head_of(path)
  if not head then return err end
  if head:find "^PK[\3\5]" then return nil end
  return no_bill(url, head == "" and "nothing" or "this: " .. quote(head))
end

-- Of all that makes a reply one that is not taken, the core names the option that limits its size.
local function is_too_large(err)
  return err.kind == "http" and err.message:find("(max_body)", 1, true) ~= nil
end

local function fetch(client, url, path, options)
  local settings = client.settings
  local reply, err = http.fetch(url, {
    file = path, max_body = options.max_file or MAX_FILE, timeout = options.budget or BUDGET, user_agent = USER_AGENT,
    low_speed_limit = SLOWEST, low_speed_time = SLOW_FOR, connect_timeout = settings.connect_timeout, proxy = settings.proxy,
    ca_file = settings.ca_file,
  })
  if not reply then
    err.hint = is_too_large(err) and "raise max_file if the bill may be that large" or nil
    return nil, err
  end
  err = judge(url, reply, path)
  if not err then return reply.size end
  os.remove(path)
  return nil, err
end

-- A host that cannot be reached by TLS. A certificate that is wrong is somebody else's host.
local NO_TLS = { connect = true, tls = true, proxy = true }

local function fetch_first(client, source, path, options)
  local urls, err = address.candidates(client.settings.gateway, source.url)
  if not urls then return nil, err end
  local size
  size, err = fetch(client, urls[1], path, options)
  if size or not urls[2] or not NO_TLS[err.stage] then return size, err end
  screen.line(io.stderr, ("bill: %s does not answer by TLS, so the bill comes by plain http"):format(address.shown(urls[2])))
  return fetch(client, urls[2], path, options)
end

---Fetch a bill into a file, which appears when it is whole.
---@param client alipay.client
---@param options alipay.bill.options
---@param path string
---@return alipay.bill.source|nil source without `url`: it is used up; `size` bytes of the file, nil when there is none
---@return alipay.error|nil err
function M.fetch(client, options, path)
  for attempt = 1, 2 do
    local source, err = M.ask(client, options)
    if not source then return nil, err end
    if not source.url then return source end
    source.size, err = fetch_first(client, source, path, options)
    source.url = nil
    if source.size then return source end
    if attempt == 2 or not err.retryable then return nil, err end
  end
end

return M
