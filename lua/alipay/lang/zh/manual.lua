-- SPDX-License-Identifier: MIT
-- Chinese texts. The manual: help and man page. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/cli/manual/init.lua
  ["Lua 5.4 interpreter and command line for the Alipay Open Platform"] =
    "支付宝开放平台的 Lua 5.4 解释器和命令行工具",
  ["A Lua 5.4 interpreter that carries a client for the Alipay Open Platform: signed calls, verified answers, uploads, notifications, and a local gateway to try it all without an account. Whatever works with lua5.4 works with it."] =
    "内置支付宝开放平台客户端的 Lua 5.4 解释器：签名调用、验签响应、上传文件、接收通知，还有无需账号即可试用的本地网关。lua5.4 能做的，它都能做。",
  ["Without a script and with a terminal it is a prompt made for exploring the platform; :help there says what it can do. Without a script and without a terminal, standard input is the script."] =
    "不带脚本且在终端中运行时，是为探索平台而做的交互提示符，:help 说明它能做什么。不带脚本且不在终端中时，从标准输入读取脚本。",
  ["the app's id"] =
    "应用的 ID",
  ["the app's private key: a path or the key itself"] =
    "应用私钥：路径或密钥本身",
  ["Alipay's public key: a path or the key itself"] =
    "支付宝公钥：路径或密钥本身",
  ["paths, for certificate mode"] =
    "路径，用于证书模式",
  ["the gateway's URL"] =
    "网关的 URL",
  ["token of a merchant on whose behalf calls are made"] =
    "应用授权令牌，代商户发起调用",
  ["AES key, base64"] =
    "AES 密钥，base64",
  ["RSA2 (default), RSA or SM2"] =
    "RSA2（默认）、RSA 或 SM2",
  ["seconds that a call may take"] =
    "一次调用可用的秒数",
  ["threads that sign for concurrent calls; the cores by default, 0 for none"] =
    "并发调用的签名线程数；默认为核数，0 表示不用",
  ["profile in use"] =
    "所用的 profile",
  ["folder for tokens, keys of the local gateway, and history"] =
    "令牌、本地网关密钥和历史记录的目录",
  ["as for lua5.4, also with _5_4 behind the name"] =
    "与 lua5.4 相同，也可带后缀 _5_4",
  ["no colours"] =
    "不使用颜色（遵循 NO_COLOR 约定）",
  ["a script failed; Ctrl-C in a script"] =
    "脚本失败；脚本中按了 Ctrl-C",
  ["wrong usage, configuration, parameter or input file"] =
    "用法、配置、参数或输入文件有误",
  ["network, HTTP or timeout"] =
    "网络、HTTP 或超时",
  ["Alipay answered with an error"] =
    "支付宝返回错误",
  ["a signature, key or certificate"] =
    "签名、密钥或证书问题",
  ["a command was interrupted"] =
    "命令被中断",
  ["profiles: a Lua table"] =
    "各个 profile：一张 Lua 表",
  ["run when the prompt starts"] =
    "提示符启动时运行",
  ["what was typed at the prompt, without secrets"] =
    "在提示符下输入过的内容，不含密钥和令牌",
  ["the prompt, with a gateway to play with"] =
    "提示符，附带可随意试用的网关",
  ["one call"] =
    "一次调用",
  ["the local gateway for other programs"] =
    "供其他程序使用的本地网关",
  -- lua/alipay/cli/manual/man.lua
  ["Those of Lua, with their usual meaning:"] =
    "Lua 的选项，含义照旧：",
  ["Those of alipay-lua stand before the script or command:"] =
    "alipay-lua 的选项，写在脚本或命令之前：",
  ["A script of such a name runs as ./NAME."] =
    "与命令同名的脚本请写作 ./NAME。",
  -- lua/alipay/cli/manual/options.lua
  ["run the text STAT"] =
    "运行文本 STAT",
  ["go to the prompt after the script"] =
    "脚本结束后进入提示符",
  ["require MODULE into a global of its name; NAME=MODULE into the global NAME"] =
    "加载 MODULE 并存入同名全局变量；NAME=MODULE 则存入全局变量 NAME",
  ["print Lua's version"] =
    "显示 Lua 的版本",
  ["ignore LUA_INIT, LUA_PATH and LUA_CPATH"] =
    "忽略 LUA_INIT、LUA_PATH 和 LUA_CPATH",
  ["turn warnings on"] =
    "打开警告",
  ["end of the options: what follows is a script, never a command"] =
    "选项结束：其后是脚本，绝不是命令",
  ["read the script from standard input"] =
    "从标准输入读取脚本",
  ["start a local gateway inside this run and use its app; no account is needed"] =
    "在本次运行中启动本地网关并使用它的应用；不需要账号",
  ["use that profile"] =
    "使用该 profile",
  ["show every request: parameters, string to sign, reply, verdict, timings; secrets masked; to stderr or FILE"] =
    "显示每个请求：参数、待签名字符串、响应、验签结论、耗时；敏感信息已脱敏；输出到标准错误或 FILE",
  ["JSON only on standard output, errors too, human text on stderr; at the prompt a line of JSON for each value"] =
    "标准输出只有 JSON，错误也是，给人看的文字走标准错误；在提示符下每个值一行 JSON",
  ["refuse, before anything is sent, parameters whose name, place or shape the catalogue does not know"] =
    "参数的名称、位置或类型与接口目录不符时，在发送之前拒绝",
  ["colours: auto, on or off"] =
    "颜色：auto、on 或 off",
  ["print the folder of the scripts that came with the program"] =
    "显示随程序安装的脚本所在的目录",
  ["this text, the header of a script, the help of a command, or a method's page"] =
    "本说明、脚本开头的说明、命令的帮助，或接口的说明页",
  ["versions of the program and its libraries"] =
    "程序及其所用库的版本",
  -- lua/alipay/cli/manual/text.lua
  ["usage:"] =
    "用法：",
  ["Options of Lua, with their usual meaning:"] =
    "Lua 的选项，含义照旧：",
  ["Options of alipay-lua, before the script or command:"] =
    "alipay-lua 的选项，写在脚本或命令之前：",
  ["Commands (a script of that name runs as ./NAME):"] =
    "命令（与命令同名的脚本请写作 ./NAME）：",
  ["Options come before the environment, the environment before the profile, which is read from\n  %s"] =
    "选项优先于环境变量，环境变量优先于 profile，profile 读自\n  %s",
  ["Exit codes:"] =
    "退出码：",
  ["Examples:"] =
    "示例：",
  -- lua/alipay/cli/manual/init.lua
  ["file to which every answer is appended, tokens in them too"] =
    "每个响应都追加到该文件，其中的令牌也在内",
  ["such a file: calls are given its answers, and nothing is sent"] =
    "这样的文件：调用得到其中的响应，不发送任何请求",
}
