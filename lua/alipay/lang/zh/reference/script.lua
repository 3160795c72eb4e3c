-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: scripts and the prompt. The English text is the key; tests/reference.lua checks both.

return {
  ["The prompt. It reads with the line editor, while work in the background goes on, and hands each text to a command or to Lua."] =
    "交互提示符：用行编辑器读取输入，等待期间后台任务照常进行；每次输入交给提示符命令或 Lua 执行。",
  ["Open the prompt on the terminal, until Ctrl-D or `:quit`. From any script: `require(\"alipay.repl\").start{ env = { x = x } }`."] =
    "在终端打开提示符，直到 Ctrl-D 或 `:quit`。任何脚本都可使用：`require(\"alipay.repl\").start{ env = { x = x } }`。",
  ["always 0"] =
    "始终为 0",
  ["What the host calls: `alipay-lua` with a terminal and no script."] =
    "主程序的入口：在终端运行 `alipay-lua` 且没有脚本时。",
  ["always 0; raises an error object when the environment names a profile that is not there, or no address as the gateway"] =
    "始终为 0；环境变量指定的 profile 不存在，或网关不是地址时抛出错误对象",
  ["What workflow scripts are written with: options, text for people, results for machines, and how a script fails. The scripts that come with the program use this module and other public ones only, so that copies of them work anywhere."] =
    "编写流程脚本所用的模块：选项、给人看的文字、给程序的结果，以及脚本如何失败。随程序提供的脚本只用本模块和其他公开模块，所以复制到任何地方都能运行。",
  ["The parser of the running script (argparse): named after it, with the comment at its head as the text of `--help`."] =
    "当前脚本的选项解析器（argparse）：以脚本命名，脚本开头的注释即 `--help` 的内容。",
  ["the global `arg`"] =
    "全局变量 `arg`",
  ["define arguments, options and flags on it, then `script.parse`; raises an error object when the script cannot be read"] =
    "在其上定义参数、选项和开关，再调用 `script.parse`；脚本无法读取时抛出错误对象",
  ["Parse the arguments of a script. `--help` prints the help and ends the program with 0. An empty text is wrong usage, since it comes from a variable of the shell that is not set as a rule; an option whose default is the empty text may be empty."] =
    "解析脚本的参数。`--help` 打印帮助并以 0 结束程序。空文本算作用法错误，因为它通常来自 shell 中未设置的变量；默认值为空文本的选项可以为空。",
  ["of `script.options`"] =
    "由 `script.options` 得到",
  ["by option name, `-` as `_`; raises an error object of kind \"parameter\" (exit code 2) for wrong usage"] =
    "以选项名为键，`-` 写作 `_`；用法有误时抛出 kind 为 \"parameter\" 的错误对象（退出码 2）",
  ["Read the value of an option as seconds: `parser:option(...):convert(script.seconds)`."] =
    "把选项的值读作秒数：`parser:option(...):convert(script.seconds)`。",
  ["above 0"] =
    "大于 0",
  ["Text in a colour where colours belong, for `say` and `note`."] =
    "在可用颜色之处为文字着色，供 `say` 和 `note` 使用。",
  ["stream it goes to, 1 or 2; by default the one of `say`"] =
    "输出到的流，1 或 2；默认与 `say` 相同",
  ["A line for people: on stdout, or on stderr under `--json`, where stdout is for machines. Control characters in the values become visible escapes, but for line breaks and tabs."] =
    "给人看的一行：写到标准输出；加 `--json` 时标准输出留给程序，写到标准错误。值中的控制字符显示为转义，换行和制表符除外。",
  ["as for string.format; a text as it is when nothing follows"] =
    "同 string.format 的格式；后面没有值时原样输出",
  ["values for the format"] =
    "格式中的值",
  ["A remark on stderr, cleaned as by `say`."] =
    "写到标准错误的说明，控制字符的处理同 `say`。",
  ["The result for machines: one line of JSON on stdout under `--json`, nothing otherwise."] =
    "给程序的结果：加 `--json` 时在标准输出写一行 JSON，否则不输出。",
  ["what json.encode takes"] =
    "json.encode 接受的值",
  ["A text in the language of whoever reads it, for cells of tables; `say` and `note` do it themselves."] =
    "按读者的语言显示的文本，用于表格的单元格；`say` 和 `note` 会自行处理。",
  ["English"] =
    "英文",
  ["shown in the reader's language"] =
    "按读者的语言显示",
  ["Rows under a header as columns of text, by the width that characters have on a terminal; numbers stand right."] =
    "把表头和各行排成文本列，按字符在终端上的宽度对齐；数字右对齐。",
  ["a cell that is nil is empty"] =
    "nil 表示空单元格",
  ["joined by line breaks, for `say`"] =
    "以换行连接的各行，供 `say` 使用",
  ["Progress of many items on stderr: a line that is rewritten on a terminal, plain lines elsewhere, JSON lines under `--json`. `p:start()` when an item begins, `p:step(failed)` when it ends, `p:finish()` at the end. async.map and async.each do it themselves with `progress = true`."] =
    "在标准错误显示大量条目的进度：终端上是不断刷新的一行，其他地方是普通的行，加 `--json` 时是 JSON 行。条目开始时调用 `p:start()`，结束时调用 `p:step(failed)`，最后调用 `p:finish()`。async.map 和 async.each 加上 `progress = true` 即自动完成。",
  ["A token as it may be shown: its ends, when it is long enough to keep the middle secret."] =
    "可以显示的令牌：只显示首尾；仅当长度足以隐藏中间部分时才显示。",
  ["A number of bytes for people, as \"1.5 MB\" (a KB is 1024 bytes)."] =
    "便于阅读的字节数，如 \"1.5 MB\"（1 KB 为 1024 字节）。",
  ["A QR code drawn with half blocks, light on dark with its quiet zone, so that a phone reads it from the screen."] =
    "用半块字符绘制的二维码，深底浅色并带静区，手机可以从屏幕上扫描。",
  ["lines joined by line breaks; nil for an address that a phone cannot open, and a text too long for a QR code"] =
    "以换行连接的各行；手机打不开的地址，或文本过长时为 nil",
  ["why not"] =
    "原因",
  ["Write a file that others may read (mode 0644). It takes the place of an older one at once, or not at all. Raises an error object of kind \"parameter\" when it cannot be written."] =
    "写出他人可读的文件（权限 0644）。要么整个替换已有的文件，要么保持原样。无法写入时抛出 kind 为 \"parameter\" 的错误对象。",
  ["A file of what earlier runs have finished, so that an interrupted one goes on where it was: `ledger.done[key]` is what was noted, `ledger:note(key, value)` adds to it, `<close>`. One run has it at a time."] =
    "记录以前的运行已完成哪些条目的文件，使中断的运行可以继续：`ledger.done[key]` 是记录的内容，`ledger:note(key, value)` 追加记录，支持 `<close>`。同一时间只能由一个运行使用。",
  ["made when it is missing"] =
    "没有则创建",
  ["kind \"parameter\": it cannot be read, or another run has it"] =
    "kind 为 \"parameter\"：无法读取，或正被另一个运行使用",
  ["A block of lines that takes the place of the one before it on a terminal; elsewhere it is printed when it has changed. For people: nothing under `--json`."] =
    "在终端上取代前一段文字的一段文字；其他地方有变化时才打印。给人看：加 `--json` 时不输出。",
  ["End the script with an error. Its kind decides the exit code: 2 for \"parameter\", 3 for \"network\", \"timeout\" and \"http\", 4 for \"api\", 5 for \"signature\", 1 for \"cancelled\"."] =
    "以错误结束脚本。kind 决定退出码：\"parameter\" 为 2，\"network\"、\"timeout\" 和 \"http\" 为 3，\"api\" 为 4，\"signature\" 为 5，\"cancelled\" 为 1。",
  ["Whether what pcall caught is a Ctrl-C."] =
    "pcall 捕获的是否为 Ctrl-C。",
  ["what is noted, by key"] =
    "记录的内容，以 key 为键",
  ["Note that an item is finished. It is on its way to the disk when this returns."] =
    "记录一个条目已完成。返回时记录已交给磁盘。",
  ["the item is done and not noted"] =
    "条目已完成，但没有记录下来",
  ["Close the file. Idempotent; `<close>` does it, too."] =
    "关闭文件。可重复调用；`<close>` 也会关闭。",
  ["names that are there at the prompt"] =
    "提示符下可用的名称",
  ["instead of the profile's name"] =
    "代替 profile 名称",
  ["false for none"] =
    "false 表示不显示",
  ["Read the value of an option as a whole number: `parser:option(...):convert(script.whole(1, 100))`."] =
    "把选项的值读作整数：`parser:option(...):convert(script.whole(1, 100))`。",
  ["the number, or nil and what is wrong"] =
    "得到整数，或 nil 和问题所在",
  ["A CSV file in UTF-8 for its owner alone (mode 0600) that has its name when it is whole: `local out <close> = script.csv(path)`, `out:row { \"a\", \"b\" }` for each row, `out:finish()` at the end. Without it nothing is left, and an older file stays as it is. What is no regular file is refused."] =
    "UTF-8 编码的 CSV 文件，只有所有者可读（权限 0600），写完才以该名称出现：`local out <close> = script.csv(path)`，每行 `out:row { \"a\", \"b\" }`，最后 `out:finish()`。没有 finish 则不留下任何内容，已有的文件保持原样。不是普通文件的目标会被拒绝。",
  ["raises an error object of kind \"parameter\" when it cannot be written"] =
    "无法写入时抛出 kind 为 \"parameter\" 的错误对象",
  ["Write a row."] =
    "写一行。",
  ["The file is whole: it gets its name."] =
    "文件已完整：以其名称出现。",
  ["Give up what is not whole. Idempotent."] =
    "放弃尚不完整的文件。可重复调用。",
  ["What Ctrl-C says from now on, beside that it ended the script: before a call that moves money, which order may have been paid all the same, and what to do."] =
    "从此刻起 Ctrl-C 除了说明它结束了脚本之外还要说的话：在涉及资金的调用之前，说明哪个订单可能仍已支付，以及该怎么做。",
  ["as for string.format; nil takes it back"] =
    "同 string.format；nil 表示收回",
}
