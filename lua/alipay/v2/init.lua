-- SPDX-License-Identifier: MIT
-- The protocol V2, as the pipeline of a call (alipay.call.pipeline) uses it. A client has one protocol; another one is a folder
-- beside this that gives the same three functions. Each has a module of its own:
--
--   prepare, finish   alipay.v2.request   parameters -> check -> character set -> encryption -> string to sign; place
--   judge             alipay.v2.verify    whose key -> cut the signed node -> verify -> decode (alipay.v2.reply)
--
-- Signing (alipay.call.signer), sending (alipay.call.transport), and the response and error objects (alipay.call.response) are
-- the same for all protocols.

local request = require "alipay.v2.request"
local verify = require "alipay.v2.verify"

---@class alipay.protocol
---@field name "v2"|"v3"
---@field prepare fun(client: alipay.client, http: string, method: string, options: alipay.call_options): alipay.request|nil, alipay.error|nil
---@field finish fun(request: alipay.request, signature: string)
---@field judge fun(request: alipay.request, reply: core.http_response, problem: alipay.error|nil): alipay.verdict
return { name = "v2", prepare = request.prepare, finish = request.finish, judge = verify.judge }
