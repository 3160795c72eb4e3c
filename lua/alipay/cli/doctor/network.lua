-- SPDX-License-Identifier: MIT
-- The doctor on what lies outside this host: the clock, by the server's, and one harmless signed call.

local client = require "alipay.client.client"
local common = require "alipay.v3.common"
local digest = require "alipay.core.digest"
local protocol = require "alipay.v2.protocol"
local secrets = require "alipay.util.secrets"
local shell_words = require "alipay.cli.shell_words"
local visit = require "alipay.http"

local M = {}

-- Seconds. Version 2 names no figure; version 3 refuses what is ten minutes off.
local NOTICED, REFUSED = 60, 600

local MONTHS = { Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Oct = 10, Nov = 11, Dec = 12 }

-- "Mon, 23 Nov 2026 08:18:46 GMT" in Unix seconds.
local function parse_date(text)
  local day, month, year, time = (text or ""):match "^%a+, (%d%d) (%a%a%a) (%d%d%d%d) (%d%d:%d%d:%d%d) GMT$"
  if not MONTHS[month] then return nil end
  local seconds = protocol.parse_timestamp(("%s-%02d-%s %s"):format(year, MONTHS[month], day, time))
  return seconds and seconds + protocol.GMT8
end

---The clock against the server's `Date`.
---@param report alipay.doctor.report
---@param settings alipay.settings
---@return boolean reached
function M.clock(report, settings)
  local origin = settings.gateway:match "^https?://[^/]+"
  if not origin then return false end
  local before, named = os.time(), secrets.address(origin)
  local reply, err = visit.fetch(origin .. "/", { timeout = math.min(settings.timeout, 10), proxy = settings.proxy,
    ca_file = settings.ca_file })
  if not reply then
    report:fail("network", "reach", ("%s was not reached: %s"):format(named, err.message), "no call reaches the gateway",
      (err.hint and err.hint:gsub("^nothing was sent: ", "") .. "; " or "")
      .. "look at gateway (ALIPAY_GATEWAY), the network, and proxy or https_proxy; --offline leaves this check out")
    return false
  end
  local theirs = parse_date(reply.headers.date)
  if not theirs then
    report:note("clock", named .. " answers without a date: the clock could not be compared", "compare it by hand: date -u")
    return true
  end
  local off = (before + os.time()) // 2 - theirs
  local what = off < 0 and "this host's clock is %d seconds behind %s's" or "this host's clock is %d seconds ahead of %s's"
  what = what:format(math.abs(off), named)
  if math.abs(off) > REFUSED then
    report:fail("configuration", "clock", what, "timestamps that are far off are refused: isv.invalid-timestamp",
      "timedatectl set-ntp true   (or ask whoever keeps this host's time)")
  elseif math.abs(off) > NOTICED then
    report:warn("clock", what, "it drifts towards isv.invalid-timestamp", "timedatectl set-ntp true")
  else
    report:ok("clock", "the clock agrees with the gateway's")
  end
  return true
end

-- ---- the probe ----

local CLASSES = { network = "network", timeout = "network", http = "network", signature = "signature", parameter = "configuration" }

-- Whether an answer that we could not verify had a signature at all: the errors of the gateway itself have none.
local function is_signed(err)
  return err.response ~= nil and err.response.raw:find '"sign"%s*:%s*"' ~= nil
end

local function judge(report, err)
  local sub_code = err.sub_code or ""
  if err.kind == "api" and not err.unsigned then
    -- The gateway has verified our signature before it looked at the method, and we have verified its answer.
    if sub_code == "ACQ.TRADE_NOT_EXIST" then
      return report:ok("probe", "a signed query of a trade that does not exist was answered so: keys and app fit on both sides")
    elseif sub_code == "isv.refresh-token-invalid" then
      return report:ok("probe",
        "a signed call with a token that does not exist was answered so: keys and app fit on both sides")
    elseif sub_code:find("signature", 1, true) then
      return report:fail("signature", "probe", "the gateway refuses the signature: " .. err.message,
        "every call fails so",
        "paste the public half of the private key into the console (alipay-lua key show FILE)"
          .. (err.hint and "; " .. err.hint or ""))
    elseif sub_code:find("permission", 1, true) or sub_code:find("auth", 1, true) then
      return report:warn("probe", "signatures are good on both sides, but the query is not allowed: " .. err.message,
        "this app may not call alipay.trade.query; other methods may do",
        "sign the product's contract in the console if you need it")
    end
  end
  if err.unsigned and is_signed(err) then
    return report:fail("signature", "probe", "the gateway's answer does not verify: Alipay's key is not the one it signs with",
      "no reply and no notification can be verified",
      "copy Alipay's public key (or certificate) of this app and environment from the console again")
  end
  if sub_code:find("signature", 1, true) or sub_code:find("cert", 1, true) then
    return report:fail("signature", "probe", "the gateway refuses the call: " .. err.message, "every call fails so",
      err.hint or "compare keys and certificates with the console")
  elseif sub_code == "isv.invalid-app-id" or sub_code == "isv.missing-app-id" then
    return report:fail("configuration", "probe", "the gateway does not know this app: " .. err.message,
      "an app exists in one environment only, sandbox or production", "compare app_id and gateway with the console")
  end
  report:fail(CLASSES[err.kind] or "api", "probe", "the probe failed: " .. err.message, "calls will fail in the same way",
    err.hint or "look the code up in the platform's documents")
end

-- The same by V3, which an app may use beside V2. A client that is to speak V3 needs it; with settings that V3 cannot have such a
-- client was refused before.
local function probe_v3(report, app)
  local refused = common.excluded(app.settings)
  if refused then
    return report:note("probe_v3", "V3 was not tried: " .. shell_words.text(refused), "calls by V2 are as they were")
  end
  local _, err = app:v3().AlipayTradeQuery:post { content = { out_trade_no = "doctor-" .. digest.nonce(24) } }
  if err and err:is "TRADE_NOT_EXIST" and not err.unsigned then
    return report:ok("probe_v3", "the same query by V3 was answered so, and its signature verifies")
  end
  local what = "V3 does not work: " .. (err and err.message or "a trade that does not exist was found")
  local why, mend = "calls by V3 fail so; by V2 they work", err and err.hint or "look the code up in the platform's documents"
  if app.settings.protocol ~= "v3" then return report:warn("probe_v3", what, why, mend) end
  report:fail(CLASSES[err and err.kind] or "api", "probe_v3", what, why, mend)
end

---One signed query of a trade that does not exist, by V2 and then by V3.
---@param report alipay.doctor.report
function M.probe(report)
  local configured = client.new()
  local app = configured:v2()
  local res, err = app.AlipayTradeQuery:post { content = { out_trade_no = "doctor-" .. digest.nonce(24) } }
  if err and err.sub_code == "isv.invalid-method" and not err.unsigned then
    -- A local gateway that knows no trades says so before it looks at the signature: ask for what it knows.
    res, err = app.AlipaySystemOauthToken:post {
      query = { grant_type = "refresh_token", refresh_token = "doctor-" .. digest.nonce(24) },
    }
  end
  if res then report:ok("probe", "a signed query was answered, and the answer verifies") else judge(report, err) end
  if report:exit_code() == 0 then probe_v3(report, configured) end
end

return M
