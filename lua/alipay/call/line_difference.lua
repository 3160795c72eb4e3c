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

-- What is behind the third line as a body and a token, by the token that one side has.
local function parts_of(rest, token)
  local ending = token and "\n" .. token .. "\n"
  if ending and rest:sub(-#ending) == ending then return rest:sub(1, -#ending - 1), token end
  return rest:gsub("\n$", ""), nil
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

---The first line that differs.
---@param ours string the content that was signed
---@param theirs string the one that the gateway verified
---@param token string|nil app_auth_token that was sent
---@return { param: string, cause: string, message: string, advice: string, ours: string, theirs: string } finding
function M.explain(ours, theirs, token)
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
  local body, sent = parts_of(left[4], token)
  local their_body, their_token = parts_of(right[4], token)
  if body ~= their_body and not (sent and not their_token and their_body == body) then
    return found("body", body, their_body, of_body(body, their_body))
  end
  return found("app_auth_token", sent or "", their_token or "", "token", "the line of the token is on one side only",
    "app_auth_token is sent in the header alipay-app-auth-token: look for a proxy that drops or adds it")
end

return M
