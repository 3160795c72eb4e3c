-- SPDX-License-Identifier: MIT
-- Which of the lines that V3 signs differs on its way to the gateway, and the likely cause. The gateway's lines are foreign text: all
-- of this takes time in proportion to them.

local form = require "alipay.core.form"
local json = require "alipay.json"

local M = {}

-- The first three lines, and what is behind them: a body may have line breaks of its own.
local function split(content)
  local auth, verb, target, rest = content:match "^([^\n]*)\n([^\n]*)\n([^\n]*)\n(.*)$"
  return { auth or content, verb or "", target or "", rest or "" }
end

-- What is behind the third line as a body and a token. The token is foreign, too, when it was added or changed on the way: whatever
-- stands alone behind the body is taken for it, so that it is never shown as a part of the body.
local function parts_of(rest, sent_body)
  rest = rest:gsub("\n$", "")
  if rest == sent_body or type(json.decode(rest)) == "table" then return rest, nil end
  local body, token = rest:match "^(.*)\n(.*)$"
  if not body or token == "" then return rest, nil end
  return body, token
end

local function decoded(target)
  local pairs_of = form.decode((target:match "%?(.*)$" or ""))
  local list = {}
  for i, pair in ipairs(pairs_of) do list[i] = pair[1] .. "\0" .. pair[2] end
  return target:match "^[^?]*" .. "\n" .. table.concat(list, "\n")
end

local function of_target(ours, theirs)
  if decoded(ours) == decoded(theirs) then
    return "escapes", "both mean the same, escaped in different ways",
      "look for a proxy that writes URLs anew: V3 signs the bytes sent"
  end
  local path, their_path = ours:match "^[^?]*", theirs:match "^[^?]*"
  if path ~= their_path then
    return "path", "the path was changed on the way",
      "look for a proxy that adds or takes off a prefix; the gateway must get " .. path
  end
  return "query", "the query was changed on the way", "look for a proxy that adds parameters or drops some"
end

local function of_body(ours, theirs)
  if theirs == "" then
    return "body", "the body did not arrive, or was not read", "look for a proxy that drops bodies or changes Content-Type"
  end
  local left, right = json.decode(ours), json.decode(theirs)
  if type(left) == "table" and type(right) == "table" and json.encode(left) == json.encode(right) then
    return "json", "both are the same JSON, written in different ways", "V3 signs the bytes sent: nobody may write the body anew"
  end
  return "body", "the body was changed on the way", "compare it with what arrived (--trace)"
end

local TOKEN = "app_auth_token"

local function of_token(ours, theirs)
  if not (ours and theirs) then
    return "token", "the line of the token is on one side only",
      "app_auth_token is sent in the header alipay-app-auth-token: look for a proxy that drops or adds it"
  end
  local first, last = ours:find(theirs, 1, true)
  if first and not (ours:sub(1, first - 1) .. ours:sub(last + 1)):find "%S" then
    return "trimmed", "blanks round " .. TOKEN .. " were removed on the way", "leave them out before signing"
  end
  return "token", "the token was changed on the way",
    "app_auth_token is sent in the header alipay-app-auth-token: look for a proxy that sets one of its own"
end

---The first line that differs.
---@param ours string the content that was signed
---@param theirs string the one that the gateway verified
---@param body string the body that was signed
---@param token string|nil app_auth_token that was sent
---@return { param: string, cause: string, message: string, advice: string, ours: string|nil, theirs: string|nil }|nil finding nil when the lines are the same
function M.explain(ours, theirs, body, token)
  local left, right = split(ours), split(theirs)
  local function found(param, a, b, cause, message, advice)
    return { param = param, ours = a, theirs = b, cause = cause, message = message, advice = advice }
  end
  if left[1] ~= right[1] then
    return found("Authorization", left[1], right[1], "authorization", "the first line is what stands in Authorization before sign",
      "look for a proxy that changes this header")
  elseif left[2] ~= right[2] then
    return found("verb", left[2], right[2], "verb", "the verb was changed on the way", "look for a proxy that changes verbs")
  elseif left[3] ~= right[3] then
    return found("path and query", left[3], right[3], of_target(left[3], right[3]))
  end
  local their_body, their_token = parts_of(right[4], body)
  if body ~= their_body then return found("body", body, their_body, of_body(body, their_body)) end
  if token ~= their_token then return found(TOKEN, token, their_token, of_token(token, their_token)) end
end

return M
