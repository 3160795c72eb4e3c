-- SPDX-License-Identifier: MIT
-- The same call by V2 and by V3 gives the same data, but for code and msg, for every method that the gateway simulates.

local alipay = require "alipay"
local catalogue = require "alipay.catalogue"
local http = require "alipay.http"
local json = require "alipay.json"
local methods = require "alipay.gateway.methods"
local protocol = require "alipay.v3.protocol"
local support = require "spec.support.client"
local user = require "alipay.gateway.user"

describe("the gateway by V3", function()
  local client, gw, v3, order = nil, nil, nil, 0

  setup(function()
    client, gw = support.gateway()
    v3 = client:v3()
  end)
  teardown(function() support.finish(gw) end)

  describe("gives the same data as V2, but for code and msg:", function()
    local function number()
      order = order + 1
      return "same-" .. order
    end

    local function paid()
      local out_trade_no = number()
      local auth_code = "28" .. ("%016d"):format(order)
      assert(client.alipay.trade.pay:post {
        content = { out_trade_no = out_trade_no, total_amount = "10.00", subject = "茶", auth_code = auth_code, scene = "bar_code" },
      })
      return out_trade_no
    end

    local function user_token() return assert(client.alipay.system.oauthToken:post {
      query = { grant_type = "authorization_code", code = support.code(gw) },
    }).data.access_token end

    local function transfer()
      return { content = {
        out_biz_no = number(), trans_amount = "1.00", product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene = "DIRECT_TRANSFER",
        order_title = "t", payee_info = { identity = user.of(gw.app_id).user_id, identity_type = "ALIPAY_USER_ID" },
      } }
    end

    -- What a merchant's consent page gives.
    local function app_auth_code()
      local url = gw.endpoint .. "/oauth2/appToAppAuth.htm?app_id=" .. gw.app_id .. "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb"
      return assert(assert(http.redirect(url)):match "app_auth_code=(%w+)")
    end

    -- Options of a call by method; each call is made anew, so that both do the same.
    local CALLS = {
      ["alipay.trade.create"] = function()
        local buyer_id = user.of(gw.app_id).user_id
        return { content = { out_trade_no = number(), total_amount = "1.00", subject = "a", buyer_id = buyer_id } }
      end,
      ["alipay.trade.precreate"] = function()
        return { content = { out_trade_no = number(), total_amount = "1.00", subject = "a" } }
      end,
      ["alipay.trade.pay"] = function()
        return { content = { out_trade_no = number(), total_amount = "2000.00", subject = "a",
          auth_code = "28" .. ("%016d"):format(order), scene = "bar_code" } }
      end,
      ["alipay.trade.query"] = function() return { content = { out_trade_no = paid() } } end,
      ["alipay.trade.cancel"] = function() return { content = { out_trade_no = paid() } } end,
      ["alipay.trade.close"] = function()
        local out_trade_no = number()
        assert(client.alipay.trade.precreate:post {
          content = { out_trade_no = out_trade_no, total_amount = "1.00", subject = "a" },
        })
        assert(gw:pay { out_trade_no = out_trade_no, outcome = "open" })
        return { content = { out_trade_no = out_trade_no } }
      end,
      ["alipay.trade.refund"] = function()
        return { content = { out_trade_no = paid(), refund_amount = "1.00", out_request_no = "r" } }
      end,
      ["alipay.trade.fastpay.refund.query"] = function()
        local out_trade_no = paid()
        assert(client.alipay.trade.refund:post {
          content = { out_trade_no = out_trade_no, refund_amount = "1.00", out_request_no = "r" },
        })
        return { content = { out_trade_no = out_trade_no, out_request_no = "r" } }
      end,
      ["alipay.trade.orderinfo.sync"] = function()
        local trade = assert(client.alipay.trade.query:post { content = { out_trade_no = paid() } })
        return { content = { trade_no = trade.data.trade_no, out_request_no = number(), biz_type = "CREDIT_AUTH" } }
      end,
      ["alipay.fund.trans.uni.transfer"] = transfer,
      ["alipay.fund.trans.common.query"] = function()
        local out_biz_no = assert(client.alipay.fund.trans.uniTransfer:post(transfer())).data.out_biz_no
        return { content = { out_biz_no = out_biz_no, product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene = "DIRECT_TRANSFER" } }
      end,
      ["alipay.data.dataservice.bill.downloadurl.query"] = function()
        return { content = { bill_type = "trade", bill_date = "2026-01-01" } }
      end,
      ["alipay.system.oauth.token"] = function()
        return { query = { grant_type = "authorization_code", code = support.code(gw) } }
      end,
      ["alipay.user.info.share"] = function() return { query = { auth_token = user_token() } } end,
      ["alipay.open.app.qrcode.create"] = function()
        return { content = { url_param = "pages/index", query_param = "x=1", describe = "二维码" } }
      end,
      ["alipay.open.auth.token.app"] = function()
        return { content = { grant_type = "authorization_code", code = app_auth_code() } }
      end,
      ["alipay.offline.material.image.upload"] = function()
        return { query = { image_type = "jpg", image_name = "海底捞" },
          body = alipay.multipart { image_content = alipay.bytes("\xff\xd8\xffpicture", { name = "a.jpg" }) } }
      end,
    }

    -- What differs from call to call: numbers that the gateway chooses, tokens, times, and the orders' own.
    local function plain(data)
      local copy = {}
      for name, value in pairs(type(data) == "table" and data or {}) do
        if name ~= "code" and name ~= "msg" and name ~= "sub_code" and name ~= "sub_msg" and name ~= "message" then
          local text = json.encode(value)
          copy[name] = text:gsub("same%-%d+", "N"):gsub("%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d", "T"):gsub("%w*%d%w+", "D")
            :gsub("/q/%w+", "Q")
        end
      end
      return copy
    end

    for method in pairs(CALLS) do
      it(method, function()
        local first = assert(client:chain(method):post(CALLS[method]()))
        local second = assert(v3:chain(method):post(CALLS[method]()))
        assert.same(plain(first.data), plain(second.data))
        assert.is_nil(second.data.code)
        assert.equal(first.data.code == "10003" and 202 or 200, second.status)
      end)
    end

    -- What nobody has, by method: the refusal, with what the method keeps in it.
    local NONE = {
      ["alipay.trade.query"] = { out_trade_no = "none" }, ["alipay.trade.cancel"] = { out_trade_no = "none" },
      ["alipay.trade.close"] = { out_trade_no = "none" },
      ["alipay.trade.refund"] = { out_trade_no = "none", refund_amount = "1.00" },
      ["alipay.trade.fastpay.refund.query"] = { out_trade_no = "none", out_request_no = "r" },
      ["alipay.fund.trans.common.query"] = {
        out_biz_no = "none", product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene = "DIRECT_TRANSFER",
      },
      ["alipay.open.auth.token.app"] = { grant_type = "authorization_code", code = "none" },
    }
    for method, content in pairs(NONE) do
      it(method .. " of what is not there", function()
        local first, first_error = client:chain(method):post { content = content }
        local second, second_error = v3:chain(method):post { content = content }
        assert.equal(first == nil, second == nil, tostring(first_error) .. " / " .. tostring(second_error))
        if first then return assert.same(plain(first.data), plain(second.data)) end -- a cancel of nothing is done
        assert.is_true(second_error:is(first_error.sub_code), second_error.code)
        if second_error.unsigned then return assert.is_true(protocol.is_gateway_code(second_error.code)) end
        assert.same(plain(first_error.response.data), plain(second_error.response.data))
      end)
    end

    it("every simulated method that V3 has", function()
      for _, method in ipairs(methods.names()) do
        local known = catalogue.describe(method)
        if known and known.v3 then assert.is_function(CALLS[method], method) end
      end
    end)
  end)
end)
