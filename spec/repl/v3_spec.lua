-- SPDX-License-Identifier: MIT
-- V3 at the prompt: what was sent, and a curl command of it that the gateway takes although the call itself spent its nonce.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

describe("V3 at the prompt", function()
  local home, t
  setup(function() home = assert(fs.temporary "repl-v3-spec-") end)
  teardown(function() fs.remove(home) end)
  before_each(function()
    t = terminal.start { "--local", home = home, columns = 4000, rows = 100 }
    t:prompt()
    t:enter "v3 = client:v3()"
  end)
  after_each(function() t:close() end)

  -- The reply to the command that `:curl` prints, as whoever pastes it gets it: the gateway lives in the prompt's loop.
  local function pasted()
    t:enter ":curl"
    local command = assert(t:text():match "\n(curl [^\n]*)\n[^\n]*$", t:text())
    assert.falsy(command:find "PRIVATE")
    local pipe = io.popen(command:gsub("^curl", "curl -i") .. " --noproxy '*' -m 30")
    local reply = pipe:read "a"
    pipe:close()
    return reply
  end

  it("shows where everything went, and gives a command that can be pasted, more than once", function()
    t:enter "v3.alipay.trade.precreate:post { content = { out_trade_no = 'p 1', total_amount = '1.00', subject = '茶' } }"
    t:expect "signature good"
    t:enter ":req"
    t:expect "alipay.trade.precreate  POST http://127.0.0.1:"
    assert.matches("\n  nonce +head +%x+", t:text())
    assert.matches("\n  out_trade_no +body +p 1", t:text())
    assert.matches("\n  POST\n  /v3/alipay/trade/precreate\n  {", t:text())
    for _ = 1, 2 do
      local reply = pasted()
      assert.matches("^HTTP/1.1 200", reply)
      assert.matches('"out_trade_no":"p 1"', reply, 1, true)
      assert.matches("alipay%-signature: ", reply)
    end
    t:enter ":res"
    t:expect "HTTP 200" -- still of the call
  end)

  it("does so for a GET, a path as it stands, an upload, and on behalf of a merchant", function()
    for line, wanted in pairs {
      ["v3.alipay.data.dataservice.bill.downloadurl.query:get { content = { bill_type = 'trade', bill_date = '2020-01-01' } }"] =
        "bill_download_url",
      ["v3:request { verb = 'POST', path = '/v3/alipay/trade/query', content = '{ \"out_trade_no\": \"it\\'s\" }' }"] =
        "ACQ.TRADE_NOT_EXIST",
      ["v3:as{ app_auth_token = '202208134b' .. '203fe6c11548bc' }.alipay.trade.query:post { content = { out_trade_no = '1' } }"] =
        "invalid-app-auth-token",
      ["v3:request { verb = 'DELETE', path = '/v3/alipay/commerce/ec/department', query = { a = 'x y' } }"] = "invalid-method",
    } do
      t:enter(line)
      t:expect(wanted)
      local reply = pasted()
      assert.matches(wanted, reply, 1, true)
    end
    local picture = home .. "/a b.jpg"
    assert(fs.replace(picture, "\xff\xd8\xffpicture"))
    t:enter(("v3.alipay.offline.materialImageUpload:post { query = { image_type = 'jpg', image_name = 'x' }, " ..
      "body = alipay.multipart { image_content = alipay.file %q } }"):format(picture))
    t:expect "signature good"
    assert.matches('"image_id":"', pasted(), 1, true)
  end)

  it("prints the events of a stream as they come, and Ctrl-C ends it", function()
    t:enter("s = require('alipay.core.server').start { on_request = function(x) "
      .. "x:stream(200, { ['content-type'] = 'text/event-stream' }):write 'data: 1\\n\\n' end }")
    t:enter "p = {} for k, v in pairs(client.settings) do p[k] = v end p.profile = nil"
    t:enter "p.gateway = 'http://127.0.0.1:' .. s:port() .. '/gateway.do' c = alipay.client(p)"
    t:type "for e in c:stream { path = '/v3/stream/a' } do print('<' .. e.data .. '>') end\r"
    t:expect "<1>"
    t:type "\3"
    t:expect "interrupted!"
    t:prompt()
    t:enter "'still ' .. 'here'"
    t:expect "still here"
    t:type "\4"
    assert.equal(0, t:wait())
  end)
end)
