-- SPDX-License-Identifier: MIT
-- A check of `make lint`: a document and its Chinese version say the same, as far as can be counted. Section by section they have the
-- same rows of tables, items of lists and blocks of code, the blocks are the same but for comments and texts, and each names what the
-- other names in `code`. A document links to its other version at its head, and a Chinese one to Chinese ones.
--
-- usage: lua5.4 tests/documents.lua [FILE.md ...]      (all of README.md, docs/ and docs/ci/)

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end

-- A line of code without its comment, and without texts for people: strings with blanks or Chinese characters.
local function code_of(line)
  line = line:gsub('"[^"]*"', function(text) return (text:find "[\x80-\xFF]" or text:find "%a %a") and '""' or nil end)
  return (line:gsub("%s+#%s.*$", ""):gsub("^#%s.*$", ""):gsub("%s*%-%- .*$", "")) -- as the shell and Lua have them
end

-- Names in inline code that no language changes: options, fields, functions, files; not what stands for a value, as [seconds].
local function names_in(prose)
  local names = {}
  for span in prose:gmatch "`([^`]+)`" do
    span = span:gsub("%[[%w.| ]+%]", " "):gsub("[\x80-\xFF]+", " "):gsub("%.zh%-CN%.", ".")
    for name in span:gmatch "[%w_%-][%w_.%-]+" do
      name = name:gsub("[.-]+$", "")
      if name:find "[%l_]" and #name > 2 then names[name] = true end
    end
  end
  return names
end

-- What is linked to, by the English file's name; the link between the versions is checked for itself.
local function links_in(prose, own)
  local links = {}
  for target in prose:gmatch "%]%(([^)#%s]+)" do
    local english = target:gsub("%.zh%-CN%.md$", ".md")
    if english ~= own then links[english] = target end
  end
  return links
end

-- The sections of a document: { level =, rows =, items =, blocks = { { language =, code = } } }, and what is no code.
local function parse(text)
  local sections, prose = { { level = 0, rows = 0, items = 0, blocks = {} } }, {}
  local block
  for line in text:gmatch "([^\n]*)\n" do
    local section = sections[#sections]
    local fence = line:match "^```(.*)$"
    if block and fence then block = nil
    elseif block then table.insert(block.code, code_of(line))
    elseif fence then
      block = { language = fence, code = {} }
      table.insert(section.blocks, block)
    elseif line:find "^#+ " then
      sections[#sections + 1] = { level = #line:match "^#+", title = line, rows = 0, items = 0, blocks = {} }
    elseif not line:find "^    " then
      if line:find "^|" then section.rows = section.rows + 1 end
      if line:find "^%s*%- " or line:find "^%d+%. " then section.items = section.items + 1 end
      prose[#prose + 1] = line
    end
  end
  return sections, table.concat(prose, "\n")
end

local failed = false
local function complain(format, ...)
  failed = true
  print(format:format(...))
end

local function compare_sections(path, one, other)
  local where = path .. ", " .. (one.title or "its head")
  if one.level ~= other.level then return complain("%s: its Chinese heading is of another level: %s", where, other.title) end
  for _, what in ipairs { "rows", "items" } do
    if one[what] ~= other[what] then complain("%s: %d %s, in Chinese %d", where, one[what], what, other[what]) end
  end
  if #one.blocks ~= #other.blocks then return complain("%s: %d blocks, in Chinese %d", where, #one.blocks, #other.blocks) end
  for i, block in ipairs(one.blocks) do
    local theirs = other.blocks[i]
    if block.language ~= theirs.language then
      complain("%s: block %d is %q, in Chinese %q", where, i, block.language, theirs.language)
    end
    -- What has no language is output, which is in the reader's.
    for n = 1, block.language ~= "" and math.max(#block.code, #theirs.code) or 0 do
      if block.code[n] ~= theirs.code[n] then
        complain("%s: block %d, line %d\n  %s\n  %s", where, i, n, block.code[n] or "", theirs.code[n] or "")
        break
      end
    end
  end
end

local function compare_sets(path, what, english, chinese)
  for _, side in ipairs { "English", "Chinese" } do
    local ours, theirs, list = side == "English" and english or chinese, side == "English" and chinese or english, {}
    for name in pairs(ours) do
      if not theirs[name] then list[#list + 1] = name end
    end
    table.sort(list)
    if #list > 0 then complain("%s: only the %s one %s %s", path, side, what, table.concat(list, ", ")) end
  end
end

local function compare(path)
  local twin = path:gsub("%.md$", ".zh-CN.md")
  local english, chinese = read(path), read(twin)
  if not chinese then return complain("%s is missing", twin) end
  for _, pair in ipairs { { path, english, "中文", twin }, { twin, chinese, "English", path } } do
    local link = ("[%s](%s)\n"):format(pair[3], pair[4]:match "[^/]*$")
    if not pair[2]:find("\n\n" .. link, 1, true) then complain("%s has no %s at its head", pair[1], link:sub(1, -2)) end
  end
  local sections, prose = parse(english)
  local others, other_prose = parse(chinese)
  if #sections ~= #others then complain("%s: %d headings, in Chinese %d", path, #sections - 1, #others - 1) end
  for i = 1, math.min(#sections, #others) do compare_sections(path, sections[i], others[i]) end
  compare_sets(path, "names", names_in(prose), names_in(other_prose))
  local folder, own = path:match "^.*/" or "", path:match "[^/]*$"
  local links = links_in(other_prose, own)
  compare_sets(path, "links to", links_in(prose, own), links)
  for english_target, target in pairs(links) do
    local better = english_target:gsub("%.md$", ".zh-CN.md")
    if target ~= better and read(folder .. better) then complain("%s links to %s, and %s is there", twin, target, better) end
    if not target:find "^http" and not read(folder .. target) then complain("%s links to %s, which is not there", twin, target) end
  end
end

local paths = { table.unpack(arg) }
if #paths == 0 then
  for path in assert(io.popen "ls README.md docs/*.md docs/ci/*.md"):lines() do
    if not path:find "%.zh%-CN%.md$" then paths[#paths + 1] = path end
  end
end
for _, path in ipairs(paths) do compare(path) end
os.exit(not failed)
