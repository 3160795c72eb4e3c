-- SPDX-License-Identifier: MIT
-- Parameters that several methods take alike, written once: a file of this folder has them by name.

---@param shared table<string, table> parameters by name, without the name
---@return fun(name: string, more?: table): alipay.param of gives a copy of one, with what a method adds or sets otherwise
return function(shared)
  return function(name, more)
    local param = { name = name }
    for key, value in pairs(shared[name] or error("no shared parameter " .. name)) do param[key] = value end
    for key, value in pairs(more or {}) do param[key] = value end
    return param
  end
end
