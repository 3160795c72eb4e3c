-- SPDX-License-Identifier: MIT
-- Every primitive of the core is described in a stub that editors and the prompt's help read, and every stub exists.

local embedded = require "alipay.core.embedded"

-- The names that a stub declares: functions of the module, and methods of its classes.
local function declared(text)
  local module_name = text:match "%-%-%-@meta alipay%.core%.(%w+)"
  local functions, methods = {}, {}
  for line in text:gmatch "[^\n]+" do
    local owner, separator, name = line:match "^function ([%w_]+)([.:])([%w_]+)"
    if separator == "." and owner == module_name then functions[name] = true
    elseif separator == ":" then methods[name] = true end
  end
  return module_name, functions, methods
end

local stubs = {}
for _, name in ipairs(embedded.names()) do
  local noun = name:match "^alipay%.meta%.(%w+)$"
  if noun then stubs[noun] = embedded.source(name) end
end

describe("the stub of", function()
  it("each module is there", function()
    local count = 0
    for name in pairs(package.preload) do
      local noun = name:match "^alipay%.core%.(%w+)$"
      if noun and noun ~= "embedded" and noun ~= "cjson" then -- these are told elsewhere, or by others
        count = count + 1
        assert.is_string(stubs[noun], noun)
      end
    end
    assert.is_true(count > 10)
  end)

  for noun, text in pairs(stubs) do
    it(noun .. " names what the module has, with a docstring each", function()
      local module_name, functions, methods = declared(text)
      assert.equal(noun, module_name)
      local module = require("alipay.core." .. noun)
      for name, value in pairs(module) do
        if type(value) == "function" then assert.is_true(functions[name], noun .. "." .. name .. " has no stub") end
      end
      for name in pairs(functions) do assert.equal("function", type(module[name]), "no " .. noun .. "." .. name) end
      for _, class in pairs(debug.getregistry()) do
        local class_name = type(class) == "table" and rawget(class, "__name")
        if type(class_name) == "string" and class_name:find "^alipay%.core%." and class_name:find(noun, 1, true) then
          for name in pairs(rawget(class, "__index") or {}) do
            assert.is_true(methods[name], class_name .. ":" .. name .. " has no stub")
          end
        end
      end
      for before in text:gmatch "([^\n]*)\nfunction " do assert.matches("^%-%-", before) end
    end)
  end
end)
