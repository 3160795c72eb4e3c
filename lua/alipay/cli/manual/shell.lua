-- SPDX-License-Identifier: MIT
-- Completion for bash, zsh and fish, from the manual. The names of profiles, methods and parameters are asked of the program when
-- Tab is pressed.

local manual = require "alipay.cli.manual"

local M = {}

local PROFILES = [[alipay-lua -E -e 'print(table.concat(require("alipay.client.settings").profiles(), "\n"))' 2>/dev/null]]

-- What asks for methods and parameters; the words of the command line follow, the last as far as it is typed.
local ASK = [[alipay-lua -E -e 'require("alipay.cli.manual.complete").print(arg)' -]]

local function asks(name) return name == "call" or name == "explain" end

local function all_options()
  local list = {}
  for _, group in ipairs { manual.LUA, manual.OWN } do
    for _, option in ipairs(group) do list[#list + 1] = option end
  end
  return list
end

local function flags()
  local list = {}
  for i, option in ipairs(all_options()) do list[i] = option.flag end
  return list
end

local function command_names()
  local list = {}
  for i, command in ipairs(manual.commands()) do list[i] = command.name end
  return list
end

local function command_words(name)
  local words = manual.command_options(name)
  table.move(manual.command_actions(name), 1, 9, #words + 1, words)
  return table.concat(words, " ")
end

-- Options that take the next word as their value; what follows them is no script.
local function with_value()
  local list = {}
  for _, option in ipairs(all_options()) do
    if option.value and not option.attached and option.flag ~= "--help" then list[#list + 1] = option.flag end
  end
  return list
end

---@return string
function M.bash()
  local out = {
    "# Completion of alipay-lua for bash. Made from lua/alipay/manual; do not edit.",
    "_alipay_lua() {",
    "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= i",
    "  COMPREPLY=()",
    "  for ((i = 1; i < COMP_CWORD; i++)); do",
    "    case ${COMP_WORDS[i]} in",
    "      " .. table.concat(with_value(), "|") .. ") ((i++)) ;;",
    "      -*) ;;",
    "      *) command=${COMP_WORDS[i]}; break ;;",
    "    esac",
    "  done",
    "  case $command in",
  }
  for _, name in ipairs(command_names()) do
    out[#out + 1] = ("    %s) COMPREPLY=($(compgen -W '%s' -- \"$cur\"))"):format(name, command_words(name))
    if asks(name) then
      -- As file names the candidates would get a backslash before their `=`.
      table.move({
        "      if [[ $cur != -* ]]; then",
        "        mapfile -t COMPREPLY < <(" .. ASK .. ' "${COMP_WORDS[@]:1:COMP_CWORD}" </dev/null 2>/dev/null)',
        "        [[ ${#COMPREPLY[@]} -eq 0 ]] || compopt +o filenames",
        "        [[ ${COMPREPLY[0]} != *[.=@] ]] || compopt -o nospace",
        "      fi",
      }, 1, 5, #out + 1, out)
    end
    out[#out + 1] = "      [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default; return ;;"
  end
  local rest = {
    "    ?*) compopt -o default; return ;;",
    "  esac",
    "  case $prev in",
    "    --profile) COMPREPLY=($(compgen -W \"$(" .. PROFILES .. ")\" -- \"$cur\")); return ;;",
    "    -e|-l) return ;;",
  }
  for _, option in ipairs(manual.OWN) do
    if option.choices then
      rest[#rest + 1] = ("    %s) COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;"):format(option.flag,
        table.concat(option.choices, " "))
    end
  end
  table.move({
    "  esac",
    "  COMPREPLY=($(compgen -W '" .. table.concat(flags(), " ") .. " " .. table.concat(command_names(), " ") .. "' -- \"$cur\")",
    "    $(compgen -f -X '!*.lua' -- \"$cur\") $(compgen -d -S / -- \"$cur\"))",
    "}",
    "complete -o filenames -F _alipay_lua alipay-lua",
  }, 1, 5, #rest + 1, rest)
  table.move(rest, 1, #rest, #out + 1, out)
  return table.concat(out, "\n") .. "\n"
end

local function zsh_quote(text) return (text:gsub("[%[%]:']", function(c) return c == "'" and "'\\''" or "\\" .. c end)) end

---@return string
function M.zsh()
  local out = { "#compdef alipay-lua", "# Made from lua/alipay/manual; do not edit.", "_alipay_lua() {", "  local -a commands",
    "  commands=(" }
  for _, command in ipairs(manual.commands()) do
    out[#out + 1] = ("    '%s:%s'"):format(command.name, zsh_quote(command.summary))
  end
  out[#out + 1] = "  )"
  out[#out + 1] = "  _arguments -S \\"
  for _, option in ipairs(all_options()) do
    if option.flag ~= "--" and option.flag ~= "-" then
      local action = ""
      if option.choices then action = (":%s:(%s)"):format(option.value, table.concat(option.choices, " "))
      elseif option.complete == "profile" then action = ":profile:($(" .. PROFILES:gsub("'", "'\\''") .. "))"
      elseif option.flag == "--help" then action = "::name:_files -g \"*.lua\""
      elseif option.value then action = ":" .. option.value .. ":" .. (option.complete == "file" and "_files" or " ") end
      local flag = option.attached and option.flag .. "=-" or option.flag
      if option.attached then action = ":" .. action end
      out[#out + 1] = ("    '%s[%s]%s' \\"):format(flag, zsh_quote(option.text), action)
    end
  end
  out[#out + 1] = "    '1:script or command:{ _describe command commands; _files -g \"*.lua\" }' \\"
  out[#out + 1] = "    '*::argument:_alipay_lua_arguments'"
  out[#out + 1] = "}"
  out[#out + 1] = "_alipay_lua_arguments() {"
  out[#out + 1] = "  case $words[1] in"
  for _, name in ipairs(command_names()) do
    if asks(name) then
      table.move({
        ("    %s)"):format(name),
        "      local -a found",
        '      if [[ $PREFIX != -* ]]; then',
        '        found=(${(f)"$(' .. ASK .. ' "${(@)words[1,CURRENT]}" </dev/null 2>/dev/null)"})',
        "        compadd -S '' -- ${(M)found:#*[.=@]}",
        "        compadd -- ${found:#*[.=@]}",
        "      fi",
        ("      compadd -- %s"):format(command_words(name)),
        "      (( $#found )) || _files ;;",
      }, 1, 9, #out + 1, out)
    else
      out[#out + 1] = ("    %s) compadd -- %s; _files ;;"):format(name, command_words(name))
    end
  end
  out[#out + 1] = "    *) _files ;;"
  out[#out + 1] = "  esac"
  out[#out + 1] = "}"
  out[#out + 1] = '_alipay_lua "$@"'
  return table.concat(out, "\n") .. "\n"
end

local function fish_quote(text) return "'" .. text:gsub("[\\']", "\\%0") .. "'" end

---@return string
function M.fish()
  local names = table.concat(command_names(), " ")
  local first = "-n 'not __fish_seen_subcommand_from " .. names .. "'"
  local out = { "# Completion of alipay-lua for fish. Made from lua/alipay/manual; do not edit." }
  for _, option in ipairs(all_options()) do
    local long, short = option.flag:match "^%-%-(%a+)$", option.flag:match "^%-(%a)$"
    if long or short then
      local line = "complete -c alipay-lua " .. first .. (long and " -l " .. long or " -s " .. short)
      if option.choices then line = line .. " -x -a " .. fish_quote(table.concat(option.choices, " "))
      elseif option.complete == "profile" then line = line .. " -x -a " .. fish_quote("(" .. PROFILES .. ")")
      elseif option.value and not option.attached and option.flag ~= "--help" then line = line .. " -x" end
      out[#out + 1] = line .. " -d " .. fish_quote(option.text)
    end
  end
  for _, command in ipairs(manual.commands()) do
    out[#out + 1] = ("complete -c alipay-lua %s -a %s -d %s"):format(first, command.name, fish_quote(command.summary))
    local inside = "-n '__fish_seen_subcommand_from " .. command.name .. "'"
    for _, flag in ipairs(manual.command_options(command.name)) do
      out[#out + 1] = ("complete -c alipay-lua %s -l %s"):format(inside, flag:sub(3))
    end
    local actions = table.concat(manual.command_actions(command.name), " ")
    if actions ~= "" then out[#out + 1] = ("complete -c alipay-lua %s -a %s"):format(inside, fish_quote(actions)) end
    if asks(command.name) then
      out[#out + 1] = ("complete -c alipay-lua %s -a %s"):format(inside,
        fish_quote("(" .. ASK .. ' (commandline -opc)[2..-1] "$(commandline -ct)" </dev/null 2>/dev/null)'))
    end
  end
  return table.concat(out, "\n") .. "\n"
end

return M
