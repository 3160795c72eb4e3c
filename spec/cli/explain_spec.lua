-- SPDX-License-Identifier: MIT
-- `explain` as a user runs it: what it shows is what is signed, and its curl command works when it is pasted into a shell.

local digest = require "alipay.core.digest"
local json = require "alipay.json"
local key = require "alipay.core.key"
local support = require "spec.support.command"

describe("alipay-lua explain", function()
  local box, gateway
  setup(function()
    box = support.sandbox()
    gateway = support.gateway(box)
  end)
  teardown(function()
    gateway.stop()
    box.remove()
  end)

  local CREATE = "explain alipay.open.app.qrcode.create "

  -- Pastes the command into a shell; the reply's node.
  local function paste(plan, node)
    local path = box.write("command.sh", plan.curl .. "\n")
    local out = support.shell("cd / && sh " .. path .. " 2>&1")
    local reply = assert(json.decode(out), out)
    return assert(reply[node .. "_response"], out)
  end

  it("shows what is signed, and sends nothing", function()
    local plan, code, err = box.json(CREATE .. "url_param=pages/index query_param=x=1 describe=二维码", gateway.settings)
    assert.equal(0, code, err)
    assert.equal(digest.sha256(plan.string_to_sign), plan.sha256)
    local private = assert(key.load_private(gateway.app_private_key))
    assert.equal(private:sign(plan.string_to_sign, "RSA2"), plan.signature)
    assert.matches('"describe":"二维码"', plan.string_to_sign, 1, true)
    local places = {}
    for _, param in ipairs(plan.parameters) do places[param.name] = param.place end
    assert.same({ "body", "url", "url" }, { places.biz_content, places.method, places.sign })
    assert.is_nil(places.url_param)
  end)

  it("shows the same to people, and no key", function()
    local out, err, code = box.run(CREATE .. "url_param=a query_param=b describe=c", gateway.settings)
    assert.equal(0, code, err)
    assert.equal("", err)
    for _, wanted in ipairs { "  url   app_id = " .. gateway.app_id, "\nits SHA-256\n", "\ncurl\ncurl ", "signature (RSA2)" } do
      assert.matches(wanted, out, 1, true)
    end
    local file <close> = assert(io.open(gateway.app_private_key))
    local secret = file:read("a"):match "\n(%S+)\n"
    assert.not_matches(secret, out, 1, true)
    local command = out:match "\ncurl\n(.*)$"
    assert.equal("10000", paste({ curl = command }, "alipay_open_app_qrcode_create").code)
  end)

  it("gives a curl command that works, whatever is in the values", function()
    for _, describe in ipairs {
      [[it'\''s "quoted" & <b>]], "$HOME `id` $(id) \\ !", "a  b;c|d>e*?[x]{y}~#", "换行\n第二行", "100% +1 %41", "@/etc/passwd",
    } do
      local quoted = "'" .. describe:gsub("'\\''", "'"):gsub("'", "'\\''") .. "'"
      local plan, code, err = box.json(CREATE .. "url_param=a query_param=b describe=" .. quoted, gateway.settings)
      assert.equal(0, code, err)
      local node = paste(plan, "alipay_open_app_qrcode_create")
      assert.equal("10000", node.code, plan.curl)
    end
  end)

  it("gives one for certificate mode, for a GET, and for tokens at the top level", function()
    local plan = box.json(CREATE .. "--get url_param=a query_param=b describe=海", gateway.certificates)
    assert.not_matches("--data", plan.curl, 1, true)
    assert.matches("alipay_root_cert_sn=", plan.curl, 1, true)
    assert.equal("10000", paste(plan, "alipay_open_app_qrcode_create").code)
    local code, err
    plan, code, err = box.json("explain alipay.system.oauth.token grant_type=authorization_code code=nosuchcode", gateway.settings)
    assert.equal(0, code)
    assert.matches("tokens or codes", err, 1, true)
    assert.equal("isv.code-invalid", paste(plan, "error").sub_code)
  end)

  it("gives one that uploads a file, whatever it is called", function()
    local name = [[照 片;"1",a='b'.jpg]]
    box.write(name, "\255\216\255\224 no real picture")
    local quoted = "'" .. (box.dir .. "/" .. name):gsub("'", "'\\''") .. "'"
    local plan, code, err = box.json("explain alipay.offline.material.image.upload image_type=jpg image_name=海底捞 image_content@="
      .. quoted, gateway.settings)
    assert.equal(0, code, err)
    assert.equal(name, plan.files[1].file)
    local node = paste(plan, "alipay_offline_material_image_upload")
    assert.equal("10000", node.code, plan.curl)
    assert.is_string(node.image_url)
  end)

  it("gives one that asks once for a path with brackets, within the time that was given", function()
    local plan = box.json("explain --timeout 7.25 GET '/v3/alipay/marketing/activity/[1-3]' merchant_id=5", gateway.settings)
    assert.matches(" -m 7.25 .* %-g '?http.*/activity/%[1%-3%]%?merchant_id=5'?$", plan.curl)
    local out = support.shell(plan.curl)
    local reply = assert(json.decode(out), out)
    assert.equal("invalid-method", reply.code, out) -- of one that is not simulated: its signature was good
    plan = box.json("explain --timeout 1e-5 GET /v3/alipay/marketing/activity/1 merchant_id=5", gateway.settings)
    assert.matches(" -m 0.001 ", plan.curl, 1, true)
    assert.not_matches(" -g ", plan.curl, 1, true)
  end)

  it("says what is wrong before anything is built", function()
    assert.equal(2, select(2, box.json("explain alipay.open.app.qrcode.create url_param=a", gateway.settings)))
    assert.equal(2, select(2, box.json("explain", gateway.settings)))
    assert.equal(2, select(2, box.json "explain alipay.trade.query out_trade_no=1"))
    assert.equal(5, select(2, box.json("explain alipay.trade.query out_trade_no=1", {
      ALIPAY_APP_ID = "1", ALIPAY_PRIVATE_KEY = gateway.alipay_public_key, ALIPAY_PUBLIC_KEY = gateway.alipay_public_key,
    })))
  end)
end)
