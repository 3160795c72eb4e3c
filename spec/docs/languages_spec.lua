-- SPDX-License-Identifier: MIT
-- tests/documents.lua: it finds what one version of a document has and the other has not.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"

local ENGLISH = [[
# Title

[中文](page.zh-CN.md)

Text with `name_of` and [another](other.md).

## Part

| a | b |
| --- | --- |
| `--option` | x |

- an item

```sh
alipay-lua call alipay.trade.query out_trade_no=1   # a query
```

```
ok      done
```
]]

local CHINESE = [[
# 标题

[English](page.md)

文字，`name_of`，[另一页](other.zh-CN.md)。

## 部分

| 甲 | 乙 |
| --- | --- |
| `--option` | x |

- 一项

```sh
alipay-lua call alipay.trade.query out_trade_no=1   # 查询
```

```
正常    完成
```
]]

describe("the check of the documents", function()
  local folder
  before_each(function()
    folder = assert(fs.temporary "documents-spec-")
    for _, name in ipairs { "other.md", "other.zh-CN.md" } do assert(fs.create(folder .. "/" .. name, "#\n")) end
    assert(fs.create(folder .. "/page.md", ENGLISH))
  end)
  after_each(function() fs.remove(folder) end)

  local function check(chinese)
    if chinese then assert(fs.replace(folder .. "/page.zh-CN.md", chinese)) end
    return command.shell(("cd '%s' && lua5.4 '%s' page.md"):format(folder, fs.absolute "tests/documents.lua"))
  end

  it("is content with two that say the same", function()
    local out, fine = check(CHINESE)
    assert.equal("", out)
    assert.is_true(fine)
  end)

  it("finds what is missing, more, or other", function()
    local out, fine = check(nil)
    assert.matches("page.zh-CN.md is missing", out, 1, true)
    assert.is_nil(fine)
    for _, case in ipairs {
      { "## 部分", "### 部分", "another level" }, { "\n## 部分\n", "\n", "2 headings, in Chinese 1" },
      { "| `--option` | x |\n", "", "3 rows, in Chinese 2" }, { "- 一项", "- 一项\n- 二项", "1 items, in Chinese 2" },
      { "```sh", "```lua", '"sh", in Chinese "lua"' }, { "out_trade_no=1", "out_trade_no=2", "block 1, line 1" },
      { "\n```\n正常    完成\n```", "", "2 blocks, in Chinese 1" }, { "`name_of`", "名称", "only the English one names name_of" },
      { "`name_of`", "`name_of` `--more`", "only the Chinese one names --more" },
      { "[另一页](other.zh-CN.md)", "另一页", "only the English one links to other.md" },
      { "other.zh-CN.md", "other.md", "other.zh-CN.md is there" }, { "[English](page.md)\n\n", "", "at its head" },
    } do
      local first, last = CHINESE:find(case[1], 1, true)
      out, fine = check(CHINESE:sub(1, first - 1) .. case[2] .. CHINESE:sub(last + 1))
      assert.matches(case[3], out, 1, true)
      assert.is_nil(fine)
    end
  end)
end)
