-- SPDX-License-Identifier: MIT
-- Chinese texts. What argparse says of the command line.

return {
  ["Arguments:"] = "参数：", ["Options:"] = "选项：", ["Commands:"] = "命令：",
  ["too many arguments"] = "参数过多",
  ["too few arguments"] = "参数过少",
  ["missing argument '%s'"] = "缺少参数 '%s'",
  ["missing option '%s'"] = "缺少选项 '%s'",
  ["unknown option '%s'"] = "未知选项 '%s'",
  ["unknown option '%s'\nDid you mean '%s'?"] = "未知选项 '%s'\n您要找的是不是 '%s'？",
  ["option '%s' must be used %s time%s"] = "选项 '%s' 必须使用 %s 次%.0s",
  ["option '%s' must be used at most %s time%s"] = "选项 '%s' 最多使用 %s 次%.0s",
  ["option '%s' requires an argument"] = "选项 '%s' 需要参数",
  ["option '%s' requires at least %s argument%s"] = "选项 '%s' 至少需要 %s 个参数%.0s",
  ["option '%s' does not take arguments"] = "选项 '%s' 不接受参数",
  ["argument '%s' must be one of %s"] = "参数 '%s' 必须是其中之一：%s",
  ["argument for option '%s' must be one of %s"] = "选项 '%s' 的参数必须是其中之一：%s",
  ["malformed argument '%s'"] = "参数 '%s' 格式不对",
  ["'%s' is taken for an option"] = "'%s' 被当作选项",
  ["join it to the option that it is for: %s=%s"] = "请用 = 接在它所属的选项后面：%s=%s",
  ["argument '%s' is empty"] = "参数 '%s' 为空",
  ["a variable of the shell that is not set gives an empty text"] = "shell 中未设置的变量会成为空文本",
}
