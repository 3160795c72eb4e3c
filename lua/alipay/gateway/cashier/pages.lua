-- SPDX-License-Identifier: MIT
-- The cashier's pages as HTML. Every value in them is escaped by the template.

local html = require "alipay.util.html"
local money = require "alipay.money"
local orders = require "alipay.gateway.trade.orders"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"
local words = require "alipay.gateway.cashier.words"

local M = {}

local PAGE = [[<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {subject}</title><link rel="icon" href="/_page/icon.svg"><link rel="stylesheet" href="/_page/style.css"></head>
<body class="cashier"><main><header><b>{title}</b><span class="test">{test}</span>{!switch}</header>
{!content}<footer>{note}</footer></main></body></html>
]]

local SWITCH = '<a href="{order}?lang={other_code}">{other}</a>'
local ORDER = [[<h1>{subject}</h1><p class="amount">¥ {amount}</p><dl>{!rows}</dl>]]
local ROW = "<div><dt>{name}</dt><dd>{value}</dd></div>"
local CODE = [[<p class="code"><img src="{picture}" alt="{picture}" width="180" height="180"><span>{scan}</span></p>]]
local FORM = [[<form method="post" action="{order}?lang={language}"><input type="hidden" name="token" value="{token}">
<label>{buyer} <select name="buyer">{!buyers}</select></label>
<button class="main" name="outcome" value="success">{pay}</button>
<button name="outcome" value="open">{open}</button><button name="outcome" value="balance">{balance}</button>
<button name="outcome" value="cancel">{cancel}</button></form>]]
local BUYER = '<option value="{id}">{name} · {logon}</option>'
local RESULT = [[<h1 class="{class}">{headline}</h1><p>{sentence}</p>{!more}<p><a class="button" href="{href}">{link}</a></p>]]

local OVER = { TRADE_SUCCESS = true, TRADE_CLOSED = true, TRADE_FINISHED = true }
local STATE = { TRADE_SUCCESS = "paid", TRADE_CLOSED = "closed", WAIT_BUYER_PAY = "waiting", TRADE_FINISHED = "finished" }

-- A template with values, those of the words in a language behind them.
local function fill(template, word, values)
  return html.fill(template, setmetatable(values, { __index = word }))
end

-- A page around its content; an order's has a switch of languages.
local function page(word, subject, content, order)
  return fill(PAGE, word, { subject = subject, content = content, switch = order and fill(SWITCH, word, { order = order }) })
end

-- What became of an order, as a word.
local function state(gw, row, word)
  return word[STATE[row.trade_status] or orders.has_lapsed(row, gw.clock()) and "lapsed" or "none"]
end

local function order(gw, row, word)
  local rows = {}
  for _, pair in ipairs {
    { word.body, row.content.body }, { word.seller, row.seller_email }, { word.order, row.out_trade_no },
    { word.trade, row.trade_no }, { word.status, state(gw, row, word) },
    { word.expires, not row.paid and not row.closed and protocol.timestamp(row.expires) or nil }, { word.method, row.channel },
  } do
    if pair[2] and pair[2] ~= "" then rows[#rows + 1] = html.fill(ROW, { name = pair[1], value = tostring(pair[2]) }) end
  end
  return html.fill(ORDER, { subject = row.subject, amount = money.text(row.total), rows = table.concat(rows) })
end

-- Who can pay: everybody until the order has its buyer.
local function buyers(gw, row)
  local options = {}
  for _, person in ipairs(user.list(gw.app_id)) do
    if not row.buyer_id or row.buyer_id == person.user_id then
      options[#options + 1] = html.fill(BUYER, {
        id = person.user_id, name = person.nick_name, logon = user.mask(person.logon_id),
      })
    end
  end
  return table.concat(options)
end

---The page of an order, with its buttons while it can be paid.
---@param gw alipay.gateway
---@param language "zh"|"en"
---@param row table
---@param links { order: string, token: string, picture: string|nil } address of the page, and token of its form; picture of the code
---@param reason? string why it cannot be paid as was wanted
---@return string html
function M.order(gw, language, row, links, reason)
  local word = words[language]
  local parts = { order(gw, row, word) }
  if reason then parts[2] = html.fill('<p class="failed">{reason}</p>', { reason = reason }) end
  if not OVER[row.trade_status] and not orders.has_lapsed(row, gw.clock()) then
    if links.picture then parts[#parts + 1] = fill(CODE, word, { picture = links.picture }) end
    parts[#parts + 1] = fill(FORM, word, {
      order = links.order, token = links.token, buyers = buyers(gw, row), pay = word.pay:format("¥ " .. money.text(row.total)),
    })
  end
  return page(word, row.subject, table.concat(parts), links.order)
end

local ENDS = {
  success = { "success", "success" }, cancel = { "cancelled", "plain" }, balance = { "failed", "failed" },
  open = { "opened", "plain" },
}

-- Beneath the headline: what the wallet hands over, or where a browser cannot be sent.
local function more(word, done)
  if done.result then
    local result = done.result
    return fill("<h2>{wallet}</h2><pre>resultStatus={status}\nmemo={memo}\nresult={result}</pre>", word, {
      status = result.resultStatus, memo = result.memo, result = result.result,
    })
  end
  if not done.unlinked then return "" end
  return fill("<p>{unlinked}<code>{address}</code></p>", word, { address = done.unlinked })
end

---The page after a buyer has acted.
---@param gw alipay.gateway
---@param language "zh"|"en"
---@param row table
---@param outcome "success"|"cancel"|"balance"|"open"
---@param done { onward: string|nil, unlinked: string|nil, result: table|nil } onward: where the buyer goes back; unlinked: where no browser can be sent
---@param home string address of the order's own page
---@return string html
function M.done(gw, language, row, outcome, done, home)
  local word, ending = words[language], ENDS[outcome]
  local sentence = done.onward and word.returning or word[ending[1] .. "_text"] or ""
  return page(word, row.subject, order(gw, row, word) .. fill(RESULT, word, {
    class = ending[2], headline = word[ending[1]], sentence = sentence, more = more(word, done), href = done.onward or home,
    link = done.onward and word.back or word.again,
  }), home)
end

---A page that says why something is refused.
---@param language "zh"|"en"
---@param sentence string|"foreign" one of ours by its name, or the text itself
---@return string html
function M.refused(language, sentence)
  local word = words[language]
  return page(word, word.refused, fill('<h1 class="failed">{refused}</h1><p>{sentence}</p>', word, {
    sentence = word[sentence] or sentence,
  }))
end

return M
