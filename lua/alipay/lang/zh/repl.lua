-- SPDX-License-Identifier: MIT
-- Chinese texts. The prompt. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/repl/commands.lua
  ["this list; a method, code, function, module, command, or any text"] =
    "本列表；或接口、错误码、函数、模块、命令、任意文字的说明",
  ["methods, fields, codes, commands and documentation with TEXT, Chinese too"] =
    "查找含有 TEXT 的接口、字段、错误码、命令和文档，中文亦可",
  ["the comment above a function"] =
    "函数上方的注释",
  ["the source of a function or module"] =
    "函数或模块的源代码",
  ["your variables, or the fields of a value"] =
    "您的变量，或某个值的字段",
  ["the last request: parameters, string to sign, SHA-256"] =
    "上一个请求：参数、待签名字符串、SHA-256",
  ["the last reply: headers, body, verdict, timings"] =
    "上一个响应：响应头、响应体、验签结论、耗时",
  ["the last request as a curl command that works when pasted"] =
    "上一个请求的 curl 命令，粘贴即可用",
  ["run it and say how long it took"] =
    "运行并说明用时",
  ["run it again and again, until Ctrl-C"] =
    "反复运行，直到 Ctrl-C",
  ["show every request and reply as they pass"] =
    "显示经过的每个请求和响应",
  ["the profiles, or use another one; local is the gateway in here"] =
    "列出 profile，或换用另一个；local 是程序内的网关",
  ["load a changed module again, in place"] =
    "就地重新加载改动过的模块",
  ["this session as a script that runs"] =
    "把本次会话存为可运行的脚本",
  ["run a file here with arguments; its locals are kept"] =
    "在此运行文件并传入参数；保留其中的局部变量",
  ["change the last text, or a file, in $VISUAL or $EDITOR, and run it"] =
    "用 $VISUAL 或 $EDITOR 修改上一段文本或文件，然后运行",
  ["what was typed, or what of it holds TEXT"] =
    "输入过的内容，或其中含有 TEXT 的",
  ["take lines as they are, up to one that is only '--'"] =
    "原样接收多行，直到只有 '--' 的一行",
  ["end, as Ctrl-D"] =
    "结束，同 Ctrl-D",
  ["there is no command :%s%s"] =
    "没有命令 :%s%s",
  ["; did you mean :%s?"] =
    "；您要找的是不是 :%s？",
  -- lua/alipay/repl/compile.lua
  ["; Lua wants %s"] =
    "；Lua 需要 %s",
  -- lua/alipay/repl/evaluate.lua
  [":help shows what there is"] =
    ":help 列出可用的内容",
  [":quit or Ctrl-D ends"] =
    ":quit 或 Ctrl-D 结束",
  ["(error object is a %s value)"] =
    "（错误对象是 %s 类型的值）",
  ["waiting %.1f s (Ctrl-C cancels)"] =
    "已等待 %.1f 秒（Ctrl-C 取消）",
  ["%s  (hidden; print(...) shows it)"] =
    "%s  （已隐藏；用 print(...) 显示）",
  ["(a call failed: see _err)"] =
    "（有一次调用失败：见 _err）",
  -- lua/alipay/repl/files.lua
  ["set VISUAL or EDITOR to the name of an editor"] =
    "请把 VISUAL 或 EDITOR 设为编辑器的名称",
  ["nothing was run: %s failed"] =
    "没有运行任何内容：%s 失败",
  ["nothing was changed, nothing was run"] =
    "没有改动，没有运行任何内容",
  -- lua/alipay/repl/help/docs.lua
  ["nothing is known of '%s'%s"] =
    "没有关于 '%s' 的资料%s",
  ["(a command of the program, not of the prompt)"] =
    "（程序的命令，不是提示符的命令）",
  ["%s has no source here: it is C, or was typed"] =
    "%s 在这里没有源代码：它是 C 函数，或是输入的",
  ["no source is known of '%s'"] =
    "没有 '%s' 的源代码",
  ["nothing of yours yet; alipay, async, client and json are there"] =
    "还没有您自己的变量；已有 alipay、async、client 和 json",
  ["%s has no fields to show"] =
    "%s 没有可显示的字段",
  -- lua/alipay/repl/help/find.lua
  ["commands of the prompt"] =
    "提示符的命令",
  ["commands of the program"] =
    "程序的命令",
  ["%s and %d more"] =
    "%s 及另外 %d 个",
  ["in the %s of %s"] =
    "在%s中：%s",
  ["this library"] =
    "本库",
  -- lua/alipay/repl/help/pages.lua
  ["Type Lua; values are shown. Locals are kept from line to line, a promise is awaited, a last ; silences."] =
    "输入 Lua 即显示其值。局部变量跨行保留，promise 会自动等待，末尾的 ; 表示不显示。",
  ["There without require: alipay, async, client, json. Results: _ and _1 to _9, _err, _req, _res."] =
    "无需 require 即可用：alipay、async、client、json。结果：_ 和 _1 到 _9、_err、_req、_res。",
  ["Tab completes, also methods (client.alipay.sy<Tab>) and their parameters; Ctrl-R searches what was typed."] =
    "Tab 可补全，包括接口（client.alipay.sy<Tab>）及其参数；Ctrl-R 搜索输入过的内容。",
  ["EXPRESSION :> FILE writes what it gives to a file, EXPRESSION :| COMMAND hands it to a command, as in  _ :| jq ."] =
    "表达式 :> 文件 把结果写入文件，表达式 :| 命令 把结果交给命令，例如  _ :| jq .",
  ["NAME? is :help NAME. Try:  :find refund   :help alipay.trade.create   :help isv.invalid-signature"] =
    "NAME? 即 :help NAME。试试：  :find 退款   :help alipay.trade.create   :help isv.invalid-signature",
  ["%s\n  the start of %d methods:\n  %s"] =
    "%s\n  是 %d 个接口的开头：\n  %s",
  ["this method is not known here; it is sent as given"] =
    "这里没有该接口的资料；将原样发送",
  ["a code of %s%s; what it means is not known here"] =
    "%s%s 的错误码；含义不详",
  ["and %d more"] =
    "及另外 %d 个",
  ["no documentation"] =
    "没有文档",
  ["calls the platform with the settings of the profile in use"] =
    "用当前 profile 的设置调用平台",
  ["client.alipay.trade.query:post{...} calls a method: every name that is none of the following begins a chain"] =
    "client.alipay.trade.query:post{...} 调用接口：凡不属于下列名称者都是接口链的开头",
  ["verbs: :get :post :getAsync :postAsync, :page for a browser, :order for Alipay's app"] =
    "动词：:get :post :getAsync :postAsync，:page 用于浏览器，:order 用于支付宝 App",
  ["client.settings: what it uses   :profile: another account   :find TEXT: methods"] =
    "client.settings：所用的设置   :profile：换账号   :find TEXT：查接口",
  -- lua/alipay/repl/help/sources.lua
  ["%s of Lua's standard library: https://www.lua.org/manual/5.4/manual.html#pdf-%s"] =
    "Lua 标准库的 %s：https://www.lua.org/manual/5.4/manual.html#pdf-%s",
  -- lua/alipay/repl/init.lua
  ["PRODUCTION %s"] =
    "生产环境 %s",
  ["alipay-lua %s, %s  (:help for help, Ctrl-D ends)"] =
    "alipay-lua %s，%s  （:help 查看帮助，Ctrl-D 结束）",
  -- lua/alipay/repl/inspect.lua
  ["no call was made yet"] =
    "还没有发起过调用",
  ["file %s, %d bytes, not signed"] =
    "文件 %s，%d 字节，不参与签名",
  ["string to sign:"] =
    "待签名字符串：",
  ["its SHA-256 (unmasked, %d bytes): %s"] =
    "其 SHA-256（未脱敏，%d 字节）：%s",
  ["the last call got no reply"] =
    "上一次调用没有响应",
  ["%.3f ms, %.3f ms of it computing, %+.1f KB"] =
    "%.3f 毫秒，其中计算 %.3f 毫秒，%+.1f KB",
  ["trace is %s"] =
    "trace 已设为 %s",
  -- lua/alipay/repl/notes.lua
  ["the catalogue knows no %s; it is sent as given%s"] =
    "接口目录中没有 %s，将原样发送%s",
  ["note: %s"] =
    "提示：%s",
  -- lua/alipay/repl/redirect.lua
  ["nothing was written: %s"] =
    "没有写入任何内容：%s",
  ["%d bytes in %s"] =
    "写入 %d 字节：%s",
  ["nothing was handed on: %s"] =
    "未传给命令：%s",
  ["the command was ended by signal %d"] =
    "命令被信号 %d 终止",
  ["the command ended with exit code %d"] =
    "命令以退出码 %d 结束",
  ["nothing was written"] =
    "没有写入任何内容",
  ["there is no value to write"] =
    "没有可写的值",
  -- lua/alipay/repl/session.lua
  ["not configured"] =
    "未配置",
  -- lua/alipay/repl/show/pager.lua
  ["-- %s%d of %d lines; space goes on, b back, / finds, q ends --"] =
    "-- %s第 %d 行，共 %d 行；空格下一页，b 上一页，/ 查找，q 结束 --",
  ["not found;"] =
    "未找到；",
  -- lua/alipay/repl/show/printer.lua
  ["… (%d bytes in all)"] =
    "…（共 %d 字节）",
  ["(its __tostring failed%s)"] =
    "（它的 __tostring 失败%s）",
  ["… (%d more)"] =
    "…（还有 %d 项）",
  -- lua/alipay/repl/show/results.lua
  ["response"] =
    "响应",
  ["signature good"] =
    "签名正确",
  ["signature NOT verified"] =
    "签名未通过验证",
  ["%d fault%s before anything was sent"] =
    "发送前发现 %d 处错误%.0s",
  ["nothing vouches for this answer"] =
    "无法证实这个响应的来源",
  ["the same call may work later"] =
    "同样的调用稍后可能成功",
  ["(end it with :post{...} or :get{...}; :help %s)"] =
    "（以 :post{...} 或 :get{...} 结尾即可调用；:help %s）",
  ["(print(_) shows all of it, _ :> FILE writes it to a file)"] =
    "（print(_) 显示全文，_ :> 文件 把它写入文件）",
  -- lua/alipay/repl/state.lua
  ["there is no profile '%s' in %s%s"] =
    "没有 profile '%s'（%s）%s",
  ["; :profile local is the gateway in this program"] =
    "；:profile local 是程序内的网关",
  ["no profiles in %s"] =
    "%s 中没有 profile",
  ["in use: %s%s"] =
    "当前：%s%s",
  ["(PRODUCTION: calls are real)"] =
    "（生产环境：调用是真实的）",
  ["`client` was set by you and stays as it is; client = nil gives the client of profile %s"] =
    "`client` 由您设置，保持不变；client = nil 则得到 profile %s 的客户端",
  ["loaded again: %s"] =
    "已重新加载：%s",
  ["no module of yours is loaded%s"] =
    "没有加载您的模块%s",
  ["nothing has run yet"] =
    "还没有运行过任何内容",
  ["%d statements in %s; run it: alipay-lua %s%s"] =
    "%d 条语句已存入 %s；运行：alipay-lua %s%s",
  ["%d of them hold secrets and are left out: what they set is not set there"] =
    "其中 %d 条含有密钥或令牌，没有写入：它们设置的内容在脚本中没有设置",
  ["%d of them ran with another app and are comments there"] =
    "其中 %d 条用的是另一个应用，已写成注释",
  ["paste now; end with a line that is only --, or Ctrl-D"] =
    "现在粘贴；以只有 -- 的一行或 Ctrl-D 结束",
  ["nothing was run"] =
    "没有运行任何内容",
}
