-- SPDX-License-Identifier: MIT
-- The protocol V3, as the pipeline of a call (alipay.call.pipeline) uses it: the same three functions as alipay.v2.
--
--   prepare, finish   alipay.v3.request   operation -> check -> places (alipay.v3.place) -> encryption -> string to sign
--   judge             alipay.v3.reply     whose key -> verify the bytes -> decrypt -> decode

local reply = require "alipay.v3.reply"
local request = require "alipay.v3.request"

return { name = "v3", prepare = request.prepare, finish = request.finish, judge = reply.judge }
