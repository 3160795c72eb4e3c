-- SPDX-License-Identifier: MIT
-- A built request as a curl command that sends the same bytes when it is pasted into a shell.

local M = {}

---A text as one word of a POSIX shell. Within single quotes nothing has a meaning but the quote itself.
---@param text string
---@return string
function M.quote(text)
  if text:find "^[%w%-_./:=@,+]+$" then return text end
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- curl cuts -F at semicolons and commas: file names stand in double quotes of its own.
local function curl_quote(text)
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local function part_words(part)
  if not part.filename and not part.type then return { "--form-string", part.name .. "=" .. part.data } end
  if not part.filename then return { "-F", ("%s=%s;type=%s"):format(part.name, curl_quote(part.data), part.type) } end
  local spec = ("%s=@%s;filename=%s"):format(part.name, part.path and curl_quote(part.path) or "-", curl_quote(part.filename))
  return { "-F", spec .. ";type=" .. (part.type or "application/octet-stream") }
end

-- Seconds as curl reads them: without an exponent, and 0 would be no limit.
local function seconds(number)
  return (("%.3f"):format(math.max(number, .001)):gsub("%.?0+$", ""))
end

-- Verbs that curl chooses by what is sent.
local BY_ITSELF = { GET = true, POST = true }

local function add(words, ...)
  for _, word in ipairs { ... } do words[#words + 1] = word end
end

---The command. File parts from memory are read from stdin.
---@param request alipay.request
---@return string command one word per option, on one line unless a value has line breaks
function M.command(request)
  local settings = request.client.settings
  local words, url = { "curl", "-sS", "-m", seconds(request.options.timeout or settings.timeout) }, request:url()
  if settings.proxy then add(words, table.unpack(settings.proxy == "" and { "--noproxy", "*" } or { "-x", settings.proxy })) end
  if settings.ca_file then add(words, "--cacert", settings.ca_file) end
  if not BY_ITSELF[request.http] then add(words, "-X", request.http) end
  for _, line in ipairs(request:headers()) do add(words, "-H", line) end
  for _, part in ipairs(request:parts() or {}) do add(words, table.unpack(part_words(part))) end
  if request.payload then add(words, "--data-raw", request.payload) end
  if url:find "[%[%]{}]" then add(words, "-g") end -- else curl makes several addresses of one
  add(words, url)
  for i, word in ipairs(words) do words[i] = M.quote(word) end
  return table.concat(words, " ")
end

return M
