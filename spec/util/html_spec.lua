-- SPDX-License-Identifier: MIT
-- HTML's escapes, and content types by file names.

local html = require "alipay.util.html"
local mime = require "alipay.util.mime"

describe("HTML's escapes", function()
  it("cover what ends a text or an attribute, and come back", function()
    local text = [[<a href="x" title='y'>&amp;二维码</a>]]
    local escaped = html.escape(text)
    assert.is_nil(escaped:find "[<>\"']")
    assert.equal("&amp;amp;", escaped:match "&amp;amp;")
    assert.equal(text, html.unescape(escaped))
  end)

  it("are undone once, in every notation", function()
    assert.equal("&quot;", html.unescape "&amp;quot;")
    assert.equal([['''码]], html.unescape "&#39;&#x27;&apos;&#x7801;")
  end)

  it("stay where they name no character", function()
    for _, text in ipairs { "&nbsp;", "&#0;", "&#xD800;", "&#1114112;", "&#99999999999999999999999;", "&#x;", "&;", "a & b" } do
      assert.equal(text, html.unescape(text))
    end
  end)
end)

describe("content types", function()
  it("follow from the ending of a name", function()
    assert.equal("image/jpeg", mime.type "/a.b/photo.JPG")
    assert.equal("video", mime.family "clip.3gp")
    for _, name in ipairs { "photo", "a.b/c", "x.", "x.unknown", "" } do
      assert.equal("application/octet-stream", mime.type(name))
      assert.equal("application", mime.family(name))
    end
    assert.equal("mp4", mime.extension "a.jpg.MP4")
    assert.is_nil(mime.extension "a/b.c/d")
  end)
end)
