-- SPDX-License-Identifier: MIT
-- Who may control a gateway, and what malformed control calls get.

local control = require "spec.support.control"
local support = require "spec.support.gateway"

describe("control of a gateway", function()
  local gw
  before_each(function() gw = support.start() end)
  after_each(function() support.finish(gw) end)

  local function bearer(token, ...)
    return { "Authorization: Bearer " .. token, "Content-Type: application/json", ... }
  end

  local function refused(status, pattern, ...)
    local answer, found, response = control.call(gw, ...)
    assert.equal(status, found)
    assert.matches(pattern, answer.error)
    assert.equal("application/json", response.headers["content-type"])
    assert.equal(0, gw.clock_offset)
    return response
  end

  it("wants the token, whole", function()
    local move = { advance = 60 }
    local response = refused(401, "Authorization: Bearer TOKEN", "clock", move, { headers = { "Content-Type: application/json" } })
    assert.equal("Bearer", response.headers["www-authenticate"])
    refused(401, "not this gateway's", "clock", move, { headers = bearer(gw.control_token:sub(1, -2)) })
    refused(401, "not this gateway's", "clock", move, { headers = bearer(gw.control_token .. "0") })
    refused(401, "Authorization: Bearer TOKEN", "clock", move, { headers = { "Authorization: Basic " .. gw.control_token } })
    assert.equal(200, (select(2, control.call(gw, "clock", move))))
  end)

  it("takes nothing from pages of other origins", function()
    local port = gw.endpoint:match "%d+$"
    local host = "127.0.0.1:" .. port
    local cases = {
      { "http://evil.example" }, { "null" }, { "http://127.0.0.1:1" }, { "https://" .. host }, { gw.endpoint .. ".evil.example" },
      { "http://evil.example:" .. port, "evil.example:" .. port }, -- a name that leads here
    }
    for _, case in ipairs(cases) do
      refused(403, "another origin", "clock", { advance = 60 }, {
        headers = bearer(gw.control_token, "Origin: " .. case[1], "Host: " .. (case[2] or host)),
      })
    end
    for _, own in ipairs { gw.endpoint, "http://localhost:" .. port } do
      local headers = bearer(gw.control_token, "Origin: " .. own, "Host: " .. own:match "//(.*)")
      assert.equal(200, (select(2, control.call(gw, "clock", {}, { headers = headers }))))
    end
  end)

  it("answers what is malformed with a sentence", function()
    refused(404, "no control call", "nothing", {})
    local response = refused(405, "is a POST", "clock", nil, { method = "GET" })
    assert.equal("POST", response.headers.allow)
    refused(400, "not JSON", "clock", nil, { body = '{"advance":' })
    refused(400, "JSON object", "clock", nil, { body = "[1]" })
    refused(400, "JSON object", "clock", nil, { body = "[]" })
    refused(400, "JSON object", "clock", nil, { body = "null" })
    refused(400, "JSON object", "clock", nil, { body = '"advance"' })
    refused(400, "unknown field 'hours'", "clock", { hours = 1 })
    refused(400, "'advance' must be a whole number", "clock", { advance = "60" })
    refused(400, "'advance' must be a whole number", "clock", { advance = 1.5 })
    refused(400, "'at' must be of type string", "clock", { at = 5 })
    local form = { "Authorization: Bearer " .. gw.control_token, "Content-Type: multipart/form-data; boundary=x" }
    refused(415, "not a multipart form", "clock", nil, {
      body = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n', headers = form,
    })
  end)

  it("takes JSON whatever its type is called: curl -d calls it a form", function()
    local answer, status = control.call(gw, "clock", nil, {
      body = '{"advance":60,"at":null}', headers = { "Authorization: Bearer " .. gw.control_token },
    })
    assert.same({ 200, 60 }, { status, gw.clock_offset }, answer.error)
  end)

  it("answers 500 when the gateway fails, with the reason in the log", function()
    local db = require "alipay.core.db"
    local holder <close> = assert(db.open(gw.dir .. "/gateway.db"))
    assert(holder:exec "BEGIN IMMEDIATE")
    refused(500, "its log says why", "clock", { advance = 60 })
    assert.matches("database is locked", table.concat(gw.lines, "\n"))
    assert(holder:exec "ROLLBACK")
    assert.equal(200, (select(2, control.call(gw, "clock", { advance = 60 }))))
  end)
end)
