-- SPDX-License-Identifier: MIT
-- Editor annotations of this library, and the command that writes them: files of others stay as they are.

local command = require "spec.support.command"
local docstrings = require "alipay.util.docstrings"
local fs = require "alipay.core.fs"
local library = require "alipay.cli.annotate.library"
local platform = require "alipay.cli.annotate.platform"

describe("annotations of the library", function()
  it("are stubs of the public modules: they run nothing, and have only what the modules have", function()
    local functions, modules = 0, 0
    for _, file in ipairs(library.files()) do
      local chunk = assert(load(file.text, file.path, "t"))
      local name = file.text:match "^%-%-%-@meta (alipay[%w_.]*)\n"
      if name and not name:find "^alipay%.core%." then
        local real = require(name)
        modules = modules + 1
        for key, value in pairs(chunk()) do
          if type(value) == "function" then
            assert(real[key], name .. "." .. key)
            functions = functions + 1
          end
        end
      end
    end
    assert.is_true(modules > 15)
    assert.is_true(functions > 60)
  end)

  it("define the types that they name, with their methods", function()
    local files, named, defined = library.files(), {}, {}
    local function note(blocks)
      for _, block in ipairs(blocks) do
        for _, list in ipairs { block.params, block.returns, block.fields } do
          for _, entry in ipairs(list) do
            for name in entry.kind:gmatch "alipay%.[%w_.]*[%w_]" do named[name] = true end
          end
        end
      end
    end
    for _, file in ipairs(files) do
      if not file.path:find "^alipay/core/" then
        local source = docstrings.parse(file.text)
        for _, member in ipairs(source.members) do note { member.block } end
        for _, class in ipairs(source.classes) do
          defined[class.name] = true
          note { class.block }
        end
      end
    end
    for name in pairs(named) do assert(defined[name], name) end
    for _, name in ipairs { "client", "chain", "response", "error", "promise", "multipart", "settings", "keyring" } do
      assert.is_true(defined["alipay." .. name], name)
    end
    for _, file in ipairs(files) do
      if file.path == "alipay.lua" then assert.matches('\nM.miniprogram = require "alipay.miniprogram"\n', file.text, 1, true) end
      if file.path == "alipay/miniprogram.lua" then assert.matches("function M.decrypt(data, with) end", file.text, 1, true) end
    end
    assert.matches("function alipay_promise:next(on_value, on_error) end", files[#files].text, 1, true)
    assert.matches("function alipay_error:is(code) end", files[#files].text, 1, true)
  end)
end)

describe("alipay-lua annotate", function()
  local box

  before_each(function() box = command.sandbox() end)
  after_each(function() box.remove() end)

  it("writes the same bytes in every process, and says how an editor finds them", function()
    local out, err, code = box.run("annotate --en " .. box.dir .. "/types alipay.trade")
    assert.same({ 0, "" }, { code, err })
    assert.matches(('"Lua.workspace.library": ["%s/types"]'):format(fs.absolute(box.dir)), out, 1, true)
    for _, file in ipairs(platform.files(false, { "alipay.trade" })) do
      assert.equal(file.text, (box.read("types/" .. file.path):gsub("^[^\n]*\n", "")))
    end
    local told = box.json("annotate " .. box.dir .. "/types alipay.trade")
    assert.same({ fs.absolute(box.dir) .. "/types" }, told.setting["Lua.workspace.library"])
  end)

  it("replaces its own files and removes those that it makes no more", function()
    box.run("annotate " .. box.dir .. "/types alipay.trade alipay.open.app")
    box.write("types/platform/mine.lua", "return 1\n")
    assert.is_table(fs.stat(box.dir .. "/types/platform/alipay.open.lua"))
    local _, _, code = box.run("annotate " .. box.dir .. "/types alipay.trade")
    assert.equal(0, code)
    assert.is_nil(fs.stat(box.dir .. "/types/platform/alipay.open.lua"))
    assert.equal("return 1\n", box.read "types/platform/mine.lua")
  end)

  it("writes nothing when somebody else's file is in the way", function()
    assert(fs.mkdir(box.dir .. "/types/alipay"))
    box.write("types/alipay/trade.lua", "")
    box.write("types/alipay/async.lua", "-- mine\n")
    local _, err, code = box.run("annotate " .. box.dir .. "/types alipay.trade")
    assert.equal(2, code)
    assert.matches("types/alipay/async.lua is in the way: it was not made by alipay-lua annotate", err, 1, true)
    assert.same({ "alipay" }, fs.list(box.dir .. "/types"))
    assert.equal("-- mine\n", box.read "types/alipay/async.lua")
  end)

  it("refuses a folder that cannot be made and names of no method", function()
    box.write("file", "")
    local _, err, code = box.run("annotate " .. box.dir .. "/file/types")
    assert.equal(2, code)
    assert.matches("/file", err, 1, true)
    _, err, code = box.run("annotate " .. box.dir .. "/types alipay.trade.qery")
    assert.equal(2, code)
    assert.matches("no method is called alipay.trade.qery, or starts with it", err, 1, true)
    assert.matches("did you mean alipay.trade.query", err, 1, true)
    assert.is_nil(fs.stat(box.dir .. "/types"))
  end)

  it("speaks Chinese when it is told to, or by the locale", function()
    for _, case in ipairs { { "--zh ", "C" }, { "", "zh_CN.UTF-8" } } do
      box.run("annotate " .. case[1] .. box.dir .. "/types alipay.open.app.qrcode", { LC_ALL = case[2] })
      assert.matches("对应的二维码描述", box.read "types/platform/alipay.open.lua", 1, true)
      assert.matches("-- 金额：平台以元为单位、写两位小数", box.read "types/alipay/money.lua", 1, true)
      assert.matches('---比较两个金额："1" 与 "1.00" 相等。\n---@param a integer|string 整数的分，或以元为单位的文本\n',
        box.read "types/alipay/money.lua", 1, true)
      assert.matches("---@field sub_code? string 如 \"ACQ.TRADE_NOT_EXIST\"\n", box.read "types/types.lua", 1, true)
    end
    box.run("annotate --en " .. box.dir .. "/types alipay.open.app.qrcode", { LC_ALL = "zh_CN.UTF-8" })
    assert.matches("what the code is for", box.read "types/platform/alipay.open.lua", 1, true)
    assert.matches("---Compare two amounts", box.read "types/alipay/money.lua", 1, true)
  end)
end)
