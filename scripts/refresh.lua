-- SPDX-License-Identifier: MIT
-- Renew every stored token that is due. Made for cron; two runs at once renew a token once.
--
-- usage: alipay-lua scripts/refresh.lua [--all] [--within HOURS]
--
-- A token is due when its access token ends within HOURS (72 by default). The old pair is kept until the new one
-- is safely stored. Exit code: 0 when all that was due is renewed, else the code of the last failure.
--   17 3 * * * alipay-lua --profile shop1 scripts/refresh.lua

local alipay = require "alipay"
local json = require "alipay.json"
local oauthToken = require "alipay.api.oauthToken"
local script = require "alipay.script"
local tokens = require "alipay.tokens"

local parser = script.options(arg)
parser:flag("--all", "Renew every token, due or not.")
parser:option("--within", "A token is due when it ends within so many hours.", "72"):convert(tonumber)
local args = script.parse(parser, arg)
local client = alipay.client()
local app_id = client.settings.app_id
local store <close> = alipay.check(tokens.open())

local counts, failure = { renewed = 0, waiting = 0, elsewhere = 0, failed = 0 }, nil
local results = {}

local function renew(row)
  -- What is answered has to be stored, also on a disk that is nearly full: the old pair is dead by then.
  alipay.check(store:reserve())
  -- The claim outlives the longest call, so that no other run starts while this one may still succeed.
  if not alipay.check(store:claim(row, math.ceil(client.settings.timeout) + 30)) then
    counts.elsewhere = counts.elsewhere + 1
    return "elsewhere"
  end
  local res, err = oauthToken.refresh(client, row.refresh_token)
  local fresh
  if res then fresh, err = store:save(app_id, res.data, row.subject) end
  if fresh then
    counts.renewed = counts.renewed + 1
    local ends = os.date("%Y-%m-%d %H:%M", fresh.expires_at)
    script.say("%s  renewed, %s until %s", row.subject, script.mask(fresh.access_token), ends)
    return "renewed"
  end
  counts.failed, failure = counts.failed + 1, err
  alipay.check(store:release(row, tostring(err)))
  script.note("%s  %s", row.subject, tostring(err))
  return "failed"
end

for _, row in ipairs(alipay.check(store:list(app_id))) do
  local due = args.all or row.expires_at - os.time() <= args.within * 3600
  local outcome = due and renew(row) or "waiting"
  if not due then counts.waiting = counts.waiting + 1 end
  results[#results + 1] = { subject = row.subject, outcome = outcome }
end

script.say("%d renewed, %d not due, %d renewed by another run, %d failed",
  counts.renewed, counts.waiting, counts.elsewhere, counts.failed)
script.result { tokens = json.array(results), counts = counts }
if failure then error(failure, 0) end
