-- SPDX-License-Identifier: MIT
-- The local gateway among thousands of connections that ask for nothing, with few descriptors.

local command = require "spec.support.command"
local http = require "spec.support.gateway"
local socket = require "socket"

local HALVES = {
  "", "G", "GET /gateway.do HTTP/1.1\r\nHost: x\r\n",
  "POST /gateway.do HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx",
}

describe("the local gateway with 256 descriptors", function()
  it("answers after and among 10,000 connections that are idle or half open, and logs that it was full", function()
    local box = command.sandbox()
    finally(box.remove)
    local gw = command.gateway(box, { before = "ulimit -n 256;", log = box.dir .. "/log" })
    local port = tonumber(gw.endpoint:match "%d+$")
    for wave = 1, 50 do
      local peers = {}
      for i = 1, 200 do
        peers[i] = assert(socket.connect("127.0.0.1", port))
        peers[i]:send(HALVES[i % #HALVES + 1])
      end
      if wave % 10 == 0 then assert.equal(200, assert(http.fetch { url = gw.endpoint .. "/" }).status) end
      for _, peer in ipairs(peers) do peer:close() end
    end
    assert.equal(200, assert(http.fetch { url = gw.endpoint .. "/" }).status)
    gw.stop()
    local _, reports = box.read("log"):gsub("the server is full %(96 connections are open, 96 fit%)", "")
    assert.is_true(reports >= 1 and reports <= 100, reports)
  end)
end)
