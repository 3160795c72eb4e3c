-- SPDX-License-Identifier: MIT
-- A client of V3 that shares nothing with this project: a shell with curl and openssl. It signs, sends, and verifies what comes.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"

local M = {}

local made = 0

-- `ask VERB TARGET BODY [curl options]` prints the HTTP status, curl's exit code, and what openssl says of the signature: good, bad, or none
-- for no text that could be one. The body is in the file body, the headers in head, without line ends of HTTP.
local SCRIPT = [==[
set -u
cd "$DIR"
sign() { openssl dgst -sha256 -sign "$ALIPAY_PRIVATE_KEY" | base64 -w0; }
ask() {
  verb=$1 target=$2 body=$3
  shift 3
  auth="app_id=$ALIPAY_APP_ID$MORE_AUTH,nonce=$(openssl rand -hex 16),timestamp=$(date +%s)000"
  signature=$(printf '%s\n%s\n%s\n%s\n' "$auth" "$verb" "$target" "$body" | sign)
  rm -f head body
  curl -sS --noproxy '*' -m 30 -D raw -o body -X "$verb" -H "Authorization: ALIPAY-SHA256withRSA $auth,sign=$signature" \
    -H 'Content-Type: application/json' "$@" --data-binary "$body" "$ENDPOINT$target" 2>curl.err
  code=$?
  tr -d '\r' < raw > head
  touch body
  value() { sed -n "s/^$1: //p" head; }
  verdict=none
  value alipay-signature | base64 -d > signature 2>/dev/null
  if [ -n "$(value alipay-signature)" ] && [ "$(value alipay-signature)" != null ]; then
    verdict=bad
    { printf '%s\n%s\n' "$(value alipay-timestamp)" "$(value alipay-nonce)"; cat body; echo; } |
      openssl dgst -sha256 -verify "$VERIFY_BY" -signature signature >/dev/null 2>&1 && verdict=good
  fi
  echo "$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' head) $code $verdict"
}
]==]

---A client of a gateway that runs as a process (spec.support.command).
---@param box table
---@param gateway table
---@param more? { auth: string?, verify_by: string? } more of what says who signs; the public key that answers are verified with
function M.new(box, gateway, more)
  more = more or {}
  made = made + 1
  local name = "foreign-" .. made
  local dir = box.dir .. "/" .. name
  assert(fs.mkdir(dir))
  local lines = {
    "DIR=" .. dir, "ENDPOINT=" .. gateway.endpoint, "ALIPAY_APP_ID=" .. gateway.app_id,
    "ALIPAY_PRIVATE_KEY=" .. gateway.app_private_key,
    "VERIFY_BY=" .. (more.verify_by or gateway.alipay_public_key), "MORE_AUTH=" .. (more.auth or ""), SCRIPT,
  }
  box.write(name .. "/client.sh", table.concat(lines, "\n"))
  local client = { dir = dir }

  ---Ask: status, curl's exit code, verdict on the signature; then body and headers as texts.
  function client.ask(verb, target, body, options)
    local line = (". %s/client.sh; ask %s '%s' '%s' %s"):format(dir, verb, target, body:gsub("'", "'\\''"), options or "")
    local said = command.shell(line)
    local status, code, verdict = said:match "^(%d*) (%d+) (%l+)\n$"
    assert(status, said)
    return { tonumber(status), tonumber(code), verdict }, box.read(name .. "/body"), box.read(name .. "/head")
  end

  ---Set the gateway's rules of faults.
  function client.faults(...)
    local rules = {}
    for i, rule in ipairs { ... } do rules[i] = '"' .. rule .. '"' end
    local out = command.shell(("curl -sS --noproxy '*' --json '{\"rules\":[%s]}' -H 'Authorization: Bearer %s' %s/faults"):format(
      table.concat(rules, ","), gateway.control_token, gateway.control))
    assert(not out:find '"error"', out)
  end
  return client
end

return M
