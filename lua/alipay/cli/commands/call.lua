-- SPDX-License-Identifier: MIT
-- `alipay-lua call`: one signed, verified call.

local arguments = require "alipay.cli.arguments"
local fs = require "alipay.core.fs"
local idempotency = require "alipay.call.idempotency"
local json = require "alipay.json"
local mask = require "alipay.util.mask"
local mode = require "alipay.util.mode"
local pick = require "alipay.cli.pick"
local printable = require "alipay.util.printable"
local screen = require "alipay.util.screen"
local script = require "alipay.script"
local shell_words = require "alipay.cli.shell_words"

local M = {}

M.SUMMARY = "make one signed call and print the verified answer as JSON"

local HELP = [[
Make one signed call and print the answer's node as JSON, once its signature is verified.
A value goes where the method wants it: into biz_content, to the top level, or into a file part. What
the catalogue finds wrong with the parameters is noted on stderr; with --strict nothing is sent then.
  name=text      a text
  name:=json     any JSON value
  name@=file     a file
  a.b.1.c=       inside an object, or a list whose items count from 1
  content.name=  and query.name= force biz_content or the top level
  biz_content=   the whole content as JSON text, sent untouched
With --v3 a known method goes by V3, the platform's REST interface; VERB PATH is a call by V3 as it
stands, whose values go into the URL of a GET or DELETE and into the body of the others.

Examples:
  alipay-lua --local call alipay.open.app.qrcode.create url_param=pages/index query_param=x=1 describe=二维码
  alipay-lua call alipay.trade.query out_trade_no=70501111111S001111119
  alipay-lua call alipay.trade.create out_trade_no=1 total_amount=88.88 subject=Tea goods_detail:='[{"goods_id":"1"}]'
  alipay-lua call alipay.trade.pay out_trade_no=1 settle_info.settle_detail_infos.1.amount=9.99 ...
  alipay-lua call alipay.offline.material.image.upload image_type=jpg image_name=海底捞 image_content@=photo.jpg
  alipay-lua call --pick qr_code alipay.trade.precreate out_trade_no=1 total_amount=88.88 subject=Tea
  alipay-lua call --v3 alipay.trade.query out_trade_no=70501111111S001111119
  alipay-lua call GET /v3/alipay/user/agreement/query agreement_no=20170322450983769228
  alipay-lua --trace call alipay.system.oauth.token grant_type=authorization_code code=CODE]]

-- On a terminal one member a line, and no control character of the peer's; for machines as received. V3 has answers without a body:
-- JSON has null for them, and no empty text.
local function print_node(text)
  if text == "" then text = "null" end
  if not mode.json and fs.is_terminal(1) then text = printable.text(json.pretty(text) or text) end
  screen.line(io.stdout, text)
end

-- One value of the reply: text as it is, everything else, and all under --json, as JSON. What is not there is a failure that says
-- what is.
local function print_picked(data, path)
  local value, message = pick.value(data, path)
  if value == nil then
    script.result { error = { kind = "script", message = message }, exit_code = 1 }
    script.note("%s", message)
    return 1
  end
  local text = type(value) == "string" and not mode.json and value or json.encode(value)
  screen.line(io.stdout, fs.is_terminal(1) and not mode.json and printable.text(text) or text)
  return 0
end

---@param arg string[]
---@return integer exit code; raises the error object of a failed call
function M.run(arg)
  local path
  local app, method, call_options, http = arguments.command("alipay-lua call", HELP, arg, function(parser)
    parser:option("--pick", "Print one value of the answer, as qr_code or goods_list.1.id; text as it is.")
      :argname("PATH"):action(function(_, _, given) path = given end)
  end)
  script.on_interrupt(idempotency.advice(method))
  local res, err
  if call_options.path then
    res, err = app:request(call_options)
  else
    local node = app:chain(method)
    res, err = node[http:lower()](node, call_options)
  end
  script.on_interrupt(nil) -- what became of it is about to be printed
  if not res then
    if err.response and err.kind == "api" and not mode.json then
      print_node(mask.refusal(tostring(err.response)))
    end
    error(shell_words.put(err), 0)
  end
  if path then return print_picked(res.data, path) end
  print_node(tostring(res))
  return 0
end

return M
