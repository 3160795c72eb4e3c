-- SPDX-License-Identifier: MIT
-- Files of alipay.core.fs that have their name when they are whole.

local fs = require "alipay.core.fs"

describe("a file that is being written", function()
  local folder, path
  before_each(function()
    folder = assert(fs.temporary "files-spec-")
    path = folder .. "/f"
  end)
  after_each(function() fs.remove(folder) end)

  local function content()
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
  end

  it("has its name when it is whole, and its mode", function()
    local writer = assert(fs.writer(path, 416)) -- octal 0640
    assert.is_true(writer:add "a\0")
    assert.is_true(writer:add "b")
    assert.is_nil(fs.stat(path))
    assert.is_true(writer:commit())
    assert.same({ "a\0b", 416 }, { content(), fs.stat(path).mode })
    local again <close> = assert(fs.writer(path))
    assert(again:commit())
    assert.same({ "", 384 }, { content(), fs.stat(path).mode })
  end)

  it("leaves nothing when it is given up, closed or collected", function()
    assert(fs.replace(path, "old"))
    local given_up = assert(fs.writer(path))
    assert(given_up:add "new")
    given_up:close()
    given_up:close()
    do
      local closed <close> = assert(fs.writer(path))
      assert(closed:add "new")
    end
    assert(assert(fs.writer(path)):add "new")
    collectgarbage()
    collectgarbage()
    assert.same({ "f" }, fs.list(folder))
    assert.equal("old", content())
    for _, method in ipairs { "add", "commit" } do
      assert.has_error(function() given_up[method](given_up, "x") end, "the file is closed")
    end
  end)

  it("does not mix with another one of that name", function()
    local first, second = assert(fs.writer(path)), assert(fs.writer(path))
    for _ = 1, 3 do
      assert(first:add "1")
      assert(second:add "2")
    end
    assert(second:commit())
    assert(first:commit())
    assert.equal("111", content())
    assert.same({ "f" }, fs.list(folder))
  end)

  it("takes the place of no pipe, no folder and no link to one, also of one that came meanwhile", function()
    local early = assert(fs.writer(path))
    assert(os.execute(("mkfifo %s && ln -s f %s/link"):format(path, folder)))
    assert(fs.create(folder .. "/new", "new"))
    local function refused(ok, message, class)
      assert.same({ nil, "file" }, { ok, class })
      assert.matches("cannot write .*: it is no regular file", message)
    end
    refused(early:commit())
    for _, name in ipairs { path, folder .. "/link", folder } do
      refused(fs.writer(name))
      refused(fs.replace(name, ""))
      refused(fs.placeable(name))
      refused(fs.place(folder .. "/new", name))
    end
    assert.same({ "f", "link", "new" }, fs.list(folder))
    assert.equal("other", fs.stat(path).type)
  end)

  it("may be one that is whole already", function()
    assert(fs.create(folder .. "/new", "new"))
    assert.is_true(fs.placeable(path))
    assert.is_true(fs.place(folder .. "/new", path))
    assert.equal("new", content())
    assert.same({ "f" }, fs.list(folder))
    local ok, message = fs.place(folder .. "/new", path)
    assert.is_nil(ok)
    assert.matches("No such file", message)
  end)
end)
