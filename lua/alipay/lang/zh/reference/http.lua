-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: HTTP, JSON, bodies of requests and the user's consent. The English text is the key; tests/reference.lua checks both.

return {
  ["Plain HTTP for what is no call of the platform: consent pages of a local gateway, pictures it serves. TLS is always verified, no redirect is followed, and no proxy of the environment gets to see what goes to this machine itself."] =
    "普通 HTTP，用于平台接口调用之外的请求：本地网关的授权页、图片等。始终验证 TLS 证书，不跟随跳转，发往本机的请求不经过环境变量指定的代理。",
  ["Fetch an address. In a task only that task waits. Every HTTP status is a reply."] =
    "请求一个地址。在任务里只有该任务等待。无论 HTTP 状态码如何都返回响应。",
  ["kind \"parameter\" (no address, a file that is missing or cannot be written), \"network\", \"timeout\" or \"http\" (a reply that is too large); `stage` says how far it came: \"name\", \"proxy\", \"connect\", \"tls\", \"authority\", \"host\" (of the certificate), \"request\" or \"reply\""] =
    "kind 为 \"parameter\"（不是地址，或文件不存在、无法写入）、\"network\"、\"timeout\" 或 \"http\"（响应过大）；`stage` 说明进行到哪一步：\"name\"、\"proxy\"、\"connect\"、\"tls\"、\"authority\"、\"host\"（证书域名）、\"request\" 或 \"reply\"",
  ["Where an address redirects to: the consent page of a local gateway answers like that."] =
    "一个地址跳转到何处：本地网关的授权页即以跳转答复。",
  ["as for `fetch`, and kind \"http\" for a reply that is no redirect"] =
    "同 `fetch`；响应不是跳转时 kind 为 \"http\"",
  ["JSON with exact numbers, over a private instance of lua-cjson."] =
    "数字精确的 JSON，基于独立的 lua-cjson 实例。",
  ["lua-cjson alone reads every number as a float and writes 14 digits of it, so that a 16-digit id is lost. Here integers of 64 bits are exact both ways, floats are written with as many digits as read back the same, `5.0` stays a float, and an empty array stays one. Limits: of duplicate names the last one counts; an integer beyond 64 bits becomes a float; a lone surrogate in a `\\u` escape is refused; strings are bytes that are not checked to be UTF-8; metamethods of tables are not asked; an array that was decoded with elements and then emptied is written as {} unless marked by json.array."] =
    "lua-cjson 把所有数字读成浮点数，写出时只有 14 位，16 位的编号会因此出错。这里 64 位以内的整数读写都精确，浮点数写出的位数足以还原原值，`5.0` 仍是浮点数，空数组仍是数组。限制：名称重复时以最后一个为准；超出 64 位的整数变为浮点数；拒绝 `\\u` 转义中不成对的代理项；不检查字符串是否为 UTF-8；不使用表的元方法；解码得到的非空数组清空后写作 {}，除非用 json.array 标记。",
  ["What stands for JSON's null inside of tables; it prints as null."] =
    "表中代表 JSON null 的值；打印为 null。",
  ["Write a value as JSON. A table with the keys 1..n is an array, one with string keys an object, an empty one `{}` unless marked by json.array. The names of an object are sorted bytewise, but within json.raw. Raises, naming the place (`goods[2].price`), for what JSON cannot hold: NaN, infinities, functions, cycles, mixed keys, arrays with holes, nesting beyond 100."] =
    "写成 JSON。键为 1..n 的表是数组，键为字符串的是对象，空表写作 `{}`，除非用 json.array 标记。对象的名称按字节排序，json.raw 的内容除外。JSON 无法表示的值会抛出错误并指明位置（`goods[2].price`）：NaN、无穷大、函数、循环引用、混合键、有空洞的数组、嵌套超过 100 层。",
  ["Read JSON text. Integers of 64 bits become integers, `null` becomes json.null, `[]` a table marked as an array."] =
    "读取 JSON 文本。64 位以内的整数读为整数，`null` 读为 json.null，`[]` 读为标记成数组的表。",
  ["nil when the text is not JSON"] =
    "文本不是 JSON 时为 nil",
  ["with the position, as \"not JSON at byte 17: ...\""] =
    "含位置，如 \"not JSON at byte 17: ...\"",
  ["Mark a table as an array, so that it is written as [] when it is empty."] =
    "把表标记为数组，为空时写作 []。",
  ["the same one"] =
    "即传入的表",
  ["Mark a table as an object: indices in it are refused, and an earlier mark as an array is gone."] =
    "把表标记为对象：拒绝其中的整数键，先前的数组标记作废。",
  ["JSON text that encode puts in as it is. Raises when it is not JSON."] =
    "由 encode 原样写出的 JSON 文本。不是 JSON 时抛出错误。",
  ["Lay out a value, or JSON text, for people: one item a line; names of a value sorted bytewise, those of a text in their order. A string is taken as JSON text."] =
    "把值或 JSON 文本排成便于阅读的形式：每项一行；值的名称按字节排序，文本的名称保持原有次序。字符串视为 JSON 文本。",
  ["two spaces by default; an integer is a number of spaces"] =
    "默认两个空格；整数表示空格数",
  ["nil when a text that was given is not JSON"] =
    "给出的文本不是 JSON 时为 nil",
  ["Multipart bodies: files from disk or memory, and text fields. Files are opened when the call is sent, not here."] =
    "multipart 请求体：磁盘或内存中的文件，以及文本字段。文件在发送调用时才打开，此时不打开。",
  ["A multipart body. File parts are not signed, text fields are."] =
    "multipart 请求体。文件不参与签名，文本字段参与。",
  ["field name to text or file"] =
    "字段名对应的文本或文件",
  ["Text fields and files of a body apart."] =
    "把请求体的文本字段与文件分开。",
  ["The body as the core takes it."] =
    "供 C 核心使用的请求体。",
  ["text fields as they are sent, where that differs"] =
    "实际发送的文本字段，与请求体中不同时给出",
  ["The user's consent: the address a user opens, and what comes back from it."] =
    "用户授权：用户打开的地址，以及授权后跳转带回的内容。",
  ["The address at which a user consents."] =
    "用户授权的地址。",
  ["where the user is sent afterwards, as registered in the console; scope: \"auth_user\" by default, several joined by \",\"; state: comes back unchanged"] =
    "redirect_uri：授权后跳转到的地址，须与控制台登记的一致；scope：默认 \"auth_user\"，多个以 \",\" 连接；state：原样带回",
  ["What the redirect after the consent carries."] =
    "授权后的跳转地址所带的内容。",
  ["the whole address, or a bare code"] =
    "完整的跳转地址，或单独的授权码",
  ["nil when there is none"] =
    "没有时为 nil",
  ["that was given to `authorize_url`"] =
    "即交给 `authorize_url` 的 state",
  ["file name that is sent"] =
    "发送的文件名",
  ["Content-Type"] =
    "Content-Type",
  ["bytes, known after `measure`"] =
    "字节数，调用 `measure` 之后才有",
  ["GET by default"] =
    "默认 GET",
  ["lines as \"Name: value\"; Content-Length and Transfer-Encoding are made from the body and raise"] =
    "每行形如 \"Name: value\"；Content-Length 和 Transfer-Encoding 由请求体得出，给出即报错",
  ["what a POST, PUT or PATCH carries"] =
    "POST、PUT 或 PATCH 的请求体",
  ["instead of `body`"] =
    "代替 `body`",
  ["seconds from the call to the last byte, 15 by default"] =
    "从调用到收完的时限，秒，默认 15",
  ["bytes of the largest reply, 67108864 by default"] =
    "响应的最大字节数，默认 67108864",
  ["where the body of a success (status 2xx) goes instead of memory: under this name when it is whole and flushed to disk, in the place of an older file"] =
    "成功响应（状态码 2xx）的内容写入该文件而不留在内存：内容完整并落盘后才出现，并替换已有的文件",
  ["bytes per second: slower than that for `low_speed_time` seconds (30) is a timeout; 0, the default, is off"] =
    "字节每秒：持续 `low_speed_time` 秒（默认 30）低于此速度视为超时；默认 0，即不限制",
  ["\"\" for none; what the environment says by default"] =
    "\"\" 表示不用代理；默认取自环境变量",
  ["names in lower case; several of one name joined by \", \""] =
    "名称为小写；同名的多个值以 \", \" 连接",
  ["\"\" when it went to a file; of a reply that is no success, then, the first 65,536 bytes"] =
    "写入文件时为 \"\"；此时若响应不成功，为其前 65,536 字节",
  ["bytes of the body, also of one in a file"] =
    "内容的字节数，写入文件时也有",
  ["in the order in which they are sent"] =
    "按发送的次序",
}
