-- SPDX-License-Identifier: MIT
-- Values of the platform's message channel, made with a public test key by another implementation: strings to sign (rule V2: sign_type
-- stays), and signatures over raw bytes.

local form = require "alipay.core.form"
local key = require "alipay.core.key"
local rules = require "alipay.notify.rules"

local KEY = assert(key.load_public("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuIRKAa78ZMZZM9L8DKWCCd0TRhT3zeWmbHWAcNl/NIe7Fd"
    .. "3QFLtEMPaa"
    .. "E9c4Z0YfP+cfdH6f6UcnbrjJI9YhaVPu3K/Y5At/J+qRnja1xlShsQpjxUP1jHr82/3YaaDqs6N3l73Bn6/iCj7gjqyhAyo2E8Z3"
    .. "QeIsQkYM941FtFFGaLA1AkbBbCscYS27qGWOt0cvl82o3wMkxZ26K4mOITGdTOvBLYMItt23OJDGfSFSbDbpRAosT+sr8lrQX/te"
    .. "GcQa/SU7prTiKBZLD9KiQx+1LjrBXfWUCB5xNv7dXcug6Yat1dPBBaKNufpH2wBYihQqSbPj9HsgVdVEpzfm5QIDAQAB"))

local REGISTER_SIGN = "ItJW9brECjOfyAq8bdYFgKPK9G7GGROCFdK6XBNHcB8aF+Hc5vFwzJ58+Ud364agKubKHHzcWFfnq8HnJHmVqXJrk0vrkpTIp3Az"
    .. "DmasA4fMgI5ILPO8E52vFAb9PQioxmvqeBseghkdIp7Mw7H4a3SU0q6w3clyI82+TfJeL2mGgWQU9vgHhRpSBdar7x0RrioDX+Ii"
    .. "9CmoKtqpat1SDq/SpNhDxUEt2bSpg8w5pHliFb5a3pRvaPn/ks7ME6skQ+LBZp7xw7ivRLWaLfVmZuehzr1kqB5/kHCt7088Senx"
    .. "4AS7Xnc3QKd9Bmuecj4STlHWdO96pVqgnd/xomUiMA=="
local CONNECT_SIGN = "V0yLSuupLKiFDdKEv/lOacLcxsk10j9A5VUCw7Yc4jzhaRKEYd+0XYa2qTQdB/f3plIQvRs5XMPGp0C+mSXSjlOXlJrxhp0m4d8/"
    .. "KBVRvSVzBZgGX/Zm6VLXJTnhLsO9SQlYonjmQimdObRnSMq+eV7kYhkqc4q5YpiGIRa5rfSx4an8INzfHuBFrsq4ZrVXJ27WZNdS"
    .. "x0bGRPw+ayDM8nVl2OEKg3fDK/D20oMSHjaRyrqzXtrKhdpqBU+qFFLSPapfe040uXl/cp8FyPSgkU660PV6Tt5Bj9fw7WhuCdHQ"
    .. "xwc/YRIjODZZ1ko7ZoLOoJ/Nm/lrzkXA6pHYi/YDXw=="
local CONSUME_SIGN = "Cu+4gxVW2FBdjOG1ZiTJ5pUp0SMi27J8JMkpTZq/7jMp25RvsaKF4oS/wgo/QfC92GT+VKXAQD9KOIGemYQ5FYX+wZb/Q5qEcMSq"
    .. "owH8NyAZJ0x33i41g2HgdRR33mdzAHdIZWWtyi7s9pPSDa/sEpkDWLA1veF+4vLnEdz59N3Q4n4meFLqbD+nv9Bk/irOSFxYgf0k"
    .. "bQjhDTkVCM1W2EsS1cbXJgVLAQurgAPKpkyjJQk1iQcr+SRQyxQVzEfbZpiVSjZEWHj0OTZ1H+m2+iEAvwGsRjniup3o9ZtSIAnw"
    .. "9HWcqIB0fhmpG2X3BMHzRlTnHiI5pKTmIPEiV50qnA=="
local PRODUCE_SIGN = "KObA1C6tSO0pA9dOEF69ayRMEcGljHiThkVfLL06aNwsWXgOZvZ48speuo0qu1t8ZRxuCsehGxCH3oISoHV5IPOOzBaY6GWByFap"
    .. "3DU0qi5e1Wo3m43DQPioKpg0utU3PYt1+RvmIrjX4RsGzq3/0DTQvmp0vmFS89ch/WXtQn6++a95j4L/8d6bq5eQy2q0W5milG+c"
    .. "seCtFHxNtj+/wm3YJhUvl/7ODWTkoKj1SqZmZ7GpwnXmd/rloNVFAGoSdpXAyTn/+qj48sgy+pmy0pYZtef7XWefD/u0VPaignSk"
    .. "rcgQ62tS4DqpwQRscn8N1ZfbBZBLYMXkab58a8xi8A=="
local REPLY_SIGN = "hRGsMq9TCRhswd3VLsmWHqDVU2BvHYySJZ10t2meBdmONVXAXqwBn82EZoCxRD5W/ygyhUPiJvy1dqVUfpTjNcRQ8XmVH7odYDh2"
    .. "E/g23WLdawmNkG1SSxX24maw6TdUlIsbPG7xN+rYy8PCipXUe0EaWgfFpY4j5HnrUMceS9JOB+pgfXGOSZMs3U38F39WxD7c2lk2"
    .. "/QJuj+0H8dJiLJjZsxb59yg59M22B41Jl5w8nqyGkAD1b+QjLzPDSPnBahfbp4dRPV5deTneQepjgw/2l4GDNPyLHal9sy8JK6ET"
    .. "yA/l4i3n1XfdcpdbpANHHlqaGkdkLlFz9F792tCvoQ=="
local CONSUME_DATA = '{"header":{"appId":"2021000000000001","msgApi":"alipay.open.auth.userauth.cancelled"},"content":{"ca'
  .. 'ncel_time":1706327962739,"user_id":"2088000000000001","app_id":"2021000000000001"}}'
local PRODUCE_DATA = '{"header":{"appId":"2021000000000001","msgApi":"alipay.open.app.openbizmock.message.send"},"content"'
  .. ':{"shop_id":"1001","status":"1002"}}'

describe("values of the message channel", function()
  local common = {
    app_id = "2021000000000001", charset = "UTF-8", sdk_version = "alipay-lua-0.1.0", sign_type = "RSA2",
  }
  local function with(extra)
    local params = {}
    for name, value in pairs(common) do params[name] = value end
    for name, value in pairs(extra) do params[name] = value end
    return params
  end

  it("are signed by rule V2", function()
    local register = with { nonce = "5f9fba93bbb240f0b32804d5ead3e131", timestamp = "1667804301218", sign = REGISTER_SIGN }
    assert.equal("app_id=2021000000000001&charset=UTF-"
      .. "8&nonce=5f9fba93bbb240f0b32804d5ead3e131&sdk_version=alipay-"
      .. "lua-0.1.0&sign_type=RSA2&timestamp=1667804301218", form.canonical(register, { "sign" }))
    assert.equal("V2", assert(rules.verify(register, KEY, "RSA2")).rule)
    local connect = with { link_token = "LT0001", timestamp = "1667804301999", sign = CONNECT_SIGN }
    assert.equal("app_id=2021000000000001&charset=UTF-8&link_token=LT0001&sdk_version=alipay-"
      .. "lua-0.1.0&sign_type=RSA2&timestamp=1667804301999", form.canonical(connect, { "sign" }))
    assert.equal("V2", assert(rules.verify(connect, KEY, "RSA2")).rule)
    connect.link_token = "LT0002"
    assert.is_nil((rules.verify(connect, KEY, "RSA2")))
  end)

  it("are sorted bytewise in certificate mode, too", function()
    local params = with {
      nonce = "5f9fba93bbb240f0b32804d5ead3e131", timestamp = "1667804301218", app_cert_sn = ("0123456789abcdef"):rep(2),
      alipay_root_cert_sn = "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6",
    }
    local text = form.canonical(params, { "sign" })
    assert.equal(275, #text)
    assert.equal("0aac3737426d9d2851a6d7b8f664b90c0b110fe26ad5ad9f81e4645af0c5582a", require("alipay.core.digest").sha256(text))
  end)

  it("cover the raw bytes of an object", function()
    for bytes, sign in pairs {
      [CONSUME_DATA] = CONSUME_SIGN,
      [PRODUCE_DATA] = PRODUCE_SIGN,
      [ [=[{"code":"10000","msg":"Success","link_token":"LT0001"}]=] ] = REPLY_SIGN,
    } do
      assert.is_true(KEY:verify(bytes, sign, "RSA2"))
      assert.is_false((KEY:verify(bytes:gsub("2021", "2022"):gsub("LT", "LU"), sign, "RSA2")))
    end
  end)
end)
