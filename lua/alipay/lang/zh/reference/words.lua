-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: what several modules say. The English text is the key; tests/reference.lua checks both.

return {
  ["A file on disk, streamed when it is sent. It is looked at when the call is made, not before."] =
    "磁盘上的文件，发送时流式读取。调用时才检查文件，此时不检查。",
  ["file name and Content-Type to send; from the path otherwise"] =
    "发送的文件名和 Content-Type；默认按路径得出",
  ["A file from memory."] =
    "内存中的文件。",
  ["file name (\"file.bin\" by default) and Content-Type to send, by the name otherwise"] =
    "发送的文件名（默认 \"file.bin\"）和 Content-Type（默认按文件名得出）",
  ["what was given"] =
    "传入的全部值",
  ["one sentence, what went wrong"] =
    "一句话说明出了什么错",
  ["what to do next"] =
    "下一步怎么做",
  ["what it means"] =
    "含义",
  ["what to do"] =
    "处理办法",
  ["the gateway's own id of the exchange: give it to Alipay's support"] =
    "网关对本次请求的标识：向支付宝技术支持反馈时请提供",
  ["V2 URL"] =
    "V2 网关地址",
  ["Unix seconds"] =
    "Unix 时间，秒",
  ["0 (default) takes a free one"] =
    "0（默认）表示取空闲端口",
  ["seconds, 10 by default"] =
    "秒，默认 10",
  ["PEM file of trusted authorities instead of the system's"] =
    "代替系统 CA 的可信证书文件（PEM）",
  ["true"] =
    "始终为 true",
}
