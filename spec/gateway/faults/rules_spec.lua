-- SPDX-License-Identifier: MIT
-- Rules of faults: what can be read, what is said of what cannot, which requests a rule hits.

local rules = require "alipay.gateway.faults.rules"

describe("a rule of faults", function()
  local function read(text) return assert(rules.parse(text)) end

  it("names a method, perhaps when, a fault, perhaps a value", function()
    for text, wanted in pairs {
      ["alipay.trade.pay:delay=3"] = { "delay", 3 }, ["alipay.trade.*:delay=0.25"] = { "delay", 0.25 },
      ["*:drip=100"] = { "drip", 100 },
      ["alipay.trade.pay:reset"] = { "reset", "before" }, ["alipay.trade.pay:nth=2:reset=after"] = { "reset", "after" },
      ["alipay.trade.pay:truncate=0"] = { "truncate", 0 }, ["alipay.trade.pay:every=3:http=502"] = { "http", 502 },
      ["alipay.trade.pay:p=0.1:seed=7:html"] = { "html", true }, ["alipay.trade.pay:unknown=done"] = { "unknown", "done" },
      ["alipay.trade.pay:unknown=not-done"] = { "unknown", "not-done" }, ["alipay.trade.pay:limit"] = { "limit", true },
      ["alipay.trade.pay:sign=null"] = { "sign", "null" }, ["alipay.trade.pay:tamper"] = { "tamper", true },
      ["alipay.trade.pay:duplicate-node"] = { "duplicate-node", true }, ["alipay.trade.pay:cert=rotated"] = { "cert", "rotated" },
      ["alipay.trade.pay:charset=gbk"] = { "charset", "gbk" }, ["alipay.trade.pay:slash=plain"] = { "slash", "plain" },
      ["notify:duplicate"] = { "duplicate", true }, ["notify:nth=1:late=2.5"] = { "late", 2.5 },
      ["notify:early"] = { "early", true },
      ["notify:gbk"] = { "gbk", true }, ["notify:drop"] = { "drop", true },
    } do
      local rule = read(text)
      assert.same(wanted, { rule.fault, rule.value })
    end
  end)

  it("that cannot be read is named, with what is wrong and what there is", function()
    for text, sentence in pairs {
      [""] = "it needs a method and a fault", ["alipay.trade.pay"] = "it needs a method and a fault",
      ["alipay.trade.pey:limit"] = "there is no method 'alipay.trade.pey': did you mean alipay.trade.pay?",
      ["alipay trade:limit"] = "it must begin with a method", ["nth=1:limit"] = "it must begin with a method",
      ["alipay.*.pay:limit"] = "it must begin with a method",
      ["alipay.trade.pay:limt"] = "there is no fault 'limt', did you mean limit; there are cert, charset,",
      ["alipay.trade.pay:drop"] = "there is no fault 'drop'", ["notify:limit"] = "there is no fault 'limit'",
      ["notify:zzzzzz"] = "there is no fault 'zzzzzz'; there are drop, duplicate, early, gbk, late",
      ["alipay.trade.pay:delay"] = "'delay' needs seconds, at most 3600", ["alipay.trade.pay:delay=-1"] = "'delay' needs seconds",
      ["alipay.trade.pay:delay=1e3"] = "'delay' needs seconds", ["alipay.trade.pay:delay=3601"] = "'delay' needs seconds",
      ["alipay.trade.pay:drip=0"] = "'drip' needs a whole number from 1", ["alipay.trade.pay:truncate=x"] = "'truncate' needs",
      ["alipay.trade.pay:reset=later"] = "'reset' must be before or after", ["alipay.trade.pay:http=200"] = "'http' needs a whole",
      ["alipay.trade.pay:limit=1"] = "'limit' takes no value",
      ["alipay.trade.pay:sign=good"] = "'sign' must be wrong or missing or null",
      ["alipay.trade.pay:unknown"] = "'unknown' must be done or not-done", ["alipay.trade.pay:cert=old"] = "'cert' must be rotated",
      ["alipay.trade.pay:nth=0:limit"] = "'nth' needs a whole number from 1",
      ["alipay.trade.pay:p=0:limit"] = "'p' needs a probability",
      ["alipay.trade.pay:p=1.1:limit"] = "'p' needs a probability", ["alipay.trade.pay:p=:limit"] = "'p' needs a probability",
      ["alipay.trade.pay:nth=1:every=2:limit"] = "only one of nth, every and p", ["alipay.trade.pay:seed=1:limit"] = "belongs to p",
      ["alipay.trade.pay:nth=1:nth=2:limit"] = "'nth' stands twice", ["alipay.trade.pay:often:limit"] = "'often' is none of nth",
    } do
      local none, wrong = rules.parse(text)
      assert.is_nil(none)
      assert.equal(("rule '%s': "):format(text), wrong:sub(1, #text + 9))
      assert.matches(sentence, wrong, 1, true)
    end
  end)

  it("is shown without what controls a terminal", function()
    local _, wrong = rules.parse "\27[2J\n:limit"
    assert.is_nil(wrong:find "%c")
  end)

  local function pattern(text, method, count)
    local rule, hits = read(text), {}
    for i = 1, count do hits[i] = rules.hits(rule, method) and "x" or "." end
    return table.concat(hits)
  end

  it("hits each request of its method, the nth, every nth, or some", function()
    assert.equal("xxx", pattern("alipay.trade.pay:limit", "alipay.trade.pay", 3))
    assert.equal("...", pattern("alipay.trade.pay:limit", "alipay.trade.query", 3))
    assert.equal(".x..", pattern("alipay.trade.pay:nth=2:limit", "alipay.trade.pay", 4))
    assert.equal(".x.x.", pattern("alipay.trade.pay:every=2:limit", "alipay.trade.pay", 5))
    assert.equal("xx", pattern("alipay.trade.*:limit", "alipay.trade.query", 2))
    assert.equal("..", pattern("alipay.trade.*:limit", "alipay.system.oauth.token", 2))
    assert.equal("..", pattern("*:limit", "notify", 2))
    assert.equal("xxx", pattern("alipay.trade.pay:p=1:limit", "alipay.trade.pay", 3))
  end)

  it("gives the same pattern for the same seed, and hits as often as p says", function()
    local text = "alipay.trade.pay:p=0.3:seed=%d:limit"
    local first = pattern(text:format(7), "alipay.trade.pay", 1000)
    assert.equal(first, pattern(text:format(7), "alipay.trade.pay", 1000))
    assert.not_equal(first, pattern(text:format(8), "alipay.trade.pay", 1000))
    local _, hits = first:gsub("x", "")
    assert.is_true(hits > 240 and hits < 360)
    assert.not_equal(pattern("alipay.trade.pay:p=0.5:limit", "alipay.trade.pay", 200),
      pattern("alipay.trade.pay:p=0.5:limit", "alipay.trade.pay", 200))
  end)
end)
