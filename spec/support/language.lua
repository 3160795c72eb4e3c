-- SPDX-License-Identifier: MIT
-- What specs compare is English, whatever the language of whoever runs them: here, and in every program that they start by a shell. It
-- is loaded before the first spec (.busted). One that wants another language, or starts a program without a shell (alipay.core.process),
-- says the language in the environment of that program.

local ENGLISH = "export LC_ALL= LC_MESSAGES= LANG=C.UTF-8\n"
local LANGUAGE = { LC_ALL = true, LC_MESSAGES = true, LANG = true }

-- luacheck: push ignore 122
local getenv, popen, execute = os.getenv, io.popen, os.execute
function os.getenv(name) return not LANGUAGE[name] and getenv(name) or nil end
function io.popen(command, mode) return popen(ENGLISH .. command, mode) end
function os.execute(command) return execute(command and ENGLISH .. command) end
-- luacheck: pop
