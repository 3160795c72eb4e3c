-- SPDX-License-Identifier: MIT
-- Renew every stored token that is due. Made for cron; two runs at once renew a token once.
--
-- usage: alipay-lua "$(alipay-lua --scripts)/refresh.lua" [--all] [--within HOURS] [--forget USER]
--
-- A token is due when its access token ends within HOURS (72 by default), or has a tenth of its life left; some a little
-- earlier, so that many are not renewed in one second. The old pair is kept until the new one is safely stored: Ctrl-C and
-- SIGTERM wait for that. A token that can never be renewed is reported once, and then left alone (--all tries it again);
-- --forget removes it from the store. Exit code: 0 when all that was due is renewed, else the code of the last failure.
--   17 3 * * * /usr/local/bin/alipay-lua --profile shop1 /usr/local/share/alipay-lua/scripts/refresh.lua

local alipay = require "alipay"
local json = require "alipay.json"
local script = require "alipay.script"
local tokens = require "alipay.tokens"

local parser = script.options(arg)
parser:flag("--all", "Renew every token, due or not.")
parser:option("--within", "A token is due when it ends within so many hours.", "72"):convert(tonumber)
parser:option("--forget", "Forget the tokens of this user (user_id or open_id), and renew none."):argname "USER"
local args = script.parse(parser, arg)
local client = alipay.client()
local app_id = client.settings.app_id
local store <close> = alipay.check(tokens.open())

if args.forget then
  if alipay.check(store:delete(app_id, args.forget)) == 0 then
    script.fail("parameter", "there is no token of user " .. args.forget .. " for app " .. app_id)
  end
  script.say("%s  forgotten", args.forget)
  script.result { forgotten = args.forget }
  return
end

local counts = { renewed = 0, waiting = 0, elsewhere = 0, claimed = 0, forgotten = 0, dead = 0, failed = 0 }
local results, failure = {}, nil

local function outcome_of(row)
  if row.dead_since and not args.all then return "dead" end
  if not args.all and not tokens.is_due(row, args.within * 3600) then return "waiting" end
  local fresh, err, outcome = store:renew(client, row)
  if outcome == "renewed" then
    local ends = os.date("%Y-%m-%d %H:%M", fresh.expires_at)
    script.say("%s  renewed, %s until %s", row.subject, script.mask(fresh.access_token), ends)
  elseif err then
    failure = err
    script.note("%s  %s", row.subject, tostring(err))
  end
  return outcome
end

for _, row in ipairs(alipay.check(store:list(app_id))) do
  local outcome = outcome_of(row)
  counts[outcome] = counts[outcome] + 1
  results[#results + 1] = { subject = row.subject, outcome = outcome }
end

local parts = { ("%d renewed, %d not due"):format(counts.renewed, counts.waiting) }
local function also(count, words)
  if count > 0 then parts[#parts + 1] = count .. " " .. words end
end
also(counts.elsewhere, "renewed by another run")
also(counts.claimed, "being renewed by another run")
also(counts.forgotten, "forgotten meanwhile")
also(counts.dead, "that only a new consent renews")
also(counts.failed, "failed")
script.say(table.concat(parts, ", "))
script.result { tokens = json.array(results), counts = counts }
if failure then error(failure, 0) end
