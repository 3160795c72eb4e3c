-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: the local gateway. The English text is the key; tests/reference.lua checks both.

return {
  ["The local gateway: a simulation of the platform on this host, served by the loop of whoever started it. It owns its folder's keys and memory, and says nothing but through `on_log`."] =
    "本地网关：在本机模拟平台，由启动它的程序的事件循环提供服务。它拥有自己文件夹里的密钥和数据，只通过 `on_log` 输出。",
  ["Start a gateway. Requests are served while the loop runs (`alipay.core.loop.step`)."] =
    "启动网关。事件循环运行期间（`alipay.core.loop.step`）处理请求。",
  ["kind \"parameter\": the folder is another user's or in use, its keys are not whole, the port is in use"] =
    "kind 为 \"parameter\"：文件夹属于其他用户或正被使用、密钥不完整，或端口被占用",
  ["base URL"] =
    "基础地址",
  ["absolute"] =
    "绝对路径",
  ["Unix seconds of its own clock, which can be moved"] =
    "网关自己的时钟，Unix 时间（秒），可以调快",
  ["base URL of control calls"] =
    "控制接口的基础地址",
  ["bearer token that control calls need"] =
    "控制接口所需的 Bearer 令牌",
  ["The certificates of certificate mode, made when they are first needed."] =
    "证书模式的证书，首次需要时生成。",
  ["Options with which a client of this gateway is made (public-key mode)."] =
    "创建该网关的客户端所用的设置（公钥模式）。",
  ["Options with which a client of this gateway is made in certificate mode."] =
    "创建该网关的客户端所用的设置（证书模式）。",
  ["Answer clients in certificate mode with another Alipay certificate from now on, as the platform does when it renews its own. It can be downloaded. Not kept: a restarted gateway has its first certificate again."] =
    "此后改用另一张支付宝公钥证书答复证书模式的客户端，如同平台更换证书。新证书可以下载；它不会保存，网关重启后恢复原来的证书。",
  ["a new key as well; life in days from `starts`, Unix seconds; or the certificate and its key whole"] =
    "new_key：同时更换密钥；从 starts（Unix 时间，秒）起有效 days 天；或直接给出证书 pem 及其私钥 private_key",
  ["its serial number"] =
    "新证书的序列号",
  ["A client of this gateway."] =
    "该网关的客户端。",
  ["settings over those of `gw:profile()`, as for alipay.client"] =
    "覆盖 `gw:profile()` 的设置，同 alipay.client",
  ["raises an error object of kind \"parameter\" when settings are wrong"] =
    "设置有误时抛出 kind 为 \"parameter\" 的错误对象",
  ["A buyer scans the code of an order or opens it, and pays it or does not."] =
    "买家扫描或打开订单，付款或不付款。",
  ["the order by one of the first five: `order` is an app's order string, `url` the address of a page order; buyer: user_id, open_id or logon_id; outcome: \"success\" (default), \"cancel\", \"balance\" (too low) or \"open\" (opened, not paid yet). Raises for fields that there are not"] =
    "前五项之一指明订单：`order` 是 App 的订单串，`url` 是网页订单的地址；buyer：user_id、open_id 或 logon_id；outcome：\"success\"（默认）、\"cancel\"、\"balance\"（余额不足）或 \"open\"（只打开，暂不付款）。出现未知字段时抛出错误",
  ["result: the wallet's object of an app's order"] =
    "result：App 订单中支付宝客户端返回的对象",
  ["kind \"parameter\": it is paid, closed, expired, badly signed, or there is none"] =
    "kind 为 \"parameter\"：订单已支付、已关闭、已过期、签名有误，或不存在",
  ["Send a notification again, or one of an event that did not happen; no state changes. It is sent while the loop runs."] =
    "再次发送某条通知，或发送并未发生的事件的通知；不改变任何状态。事件循环运行期间发送。",
  ["which one, or of which order; times: how often; kind: \"paid\", \"refund\", \"closed\", \"finished\" or \"wait\"; to: another address; fields: members that are to differ, \"\" for none. Raises for fields that there are not"] =
    "notify_id 或 out_trade_no：哪条通知，或哪个订单；times：次数；kind：\"paid\"、\"refund\"、\"closed\"、\"finished\" 或 \"wait\"；to：另一个地址；fields：要改动的字段，\"\" 表示去掉。出现未知字段时抛出错误",
  ["kind \"parameter\": there is no such notification or order, or it has no address"] =
    "kind 为 \"parameter\"：没有该通知或订单，或它没有通知地址",
  ["Move the gateway's clock forward. Timeouts, ends of tokens and notifications that are due on the way happen at their moments."] =
    "把网关的时钟调快。期间到期的超时、令牌和通知各在其时刻发生。",
  ["Unix seconds; raises for negative seconds, and beyond the year 9999"] =
    "Unix 时间（秒）；秒数为负，或超过 9999 年时抛出错误",
  ["Replace the rules of faults: `METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE]`; an empty list ends them."] =
    "替换故障规则：`METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE]`；空列表表示取消全部故障。",
  ["raises for one that cannot be read, and leaves them as they were"] =
    "规则无法解析时抛出错误，原有规则不变",
  ["Answer a method in place of the simulation, signed; or take that back."] =
    "以自定义内容代替模拟来响应某接口，照常签名；或取消自定义。",
  ["one of the catalogue; raises for others"] =
    "接口目录中的接口名；其他名称抛出错误",
  ["the members of the node, its exact JSON text, or a function that gives one; nil takes it back"] =
    "响应节点的字段、节点的完整 JSON 文本，或给出其一的函数；nil 表示取消自定义",
  ["What the gateway knows, the newest first."] =
    "网关中的数据，最新的在前。",
  ["\"requests\", \"trades\", \"refunds\", \"notifications\", \"tokens\", \"apps\", \"uploads\" or \"transfers\""] =
    "\"requests\"、\"trades\"、\"refunds\"、\"notifications\"、\"tokens\"、\"apps\"、\"uploads\" 或 \"transfers\"",
  ["`limit`, and fields that items must have, as out_trade_no; raises for a kind or field that there is not"] =
    "`limit`，以及各项须符合的字段，如 out_trade_no；没有该类数据或字段时抛出错误",
  ["Tell subscribers, as pages are, of something new."] =
    "把新事件告知订阅者（如网页）。",
  ["as for `state`"] =
    "同 `state`",
  ["Write DIR/gateway.json and DIR/env, for clients in other processes."] =
    "写出 DIR/gateway.json 和 DIR/env，供其他进程中的客户端使用。",
  ["Stop serving; the end of the program does it, too, unless that is os.exit. Keys, tokens and uploads stay in the folder, unless it was the gateway's own. Idempotent."] =
    "停止服务；程序结束时也会自动停止（os.exit 除外）。密钥、令牌和上传的文件留在文件夹中，除非是网关自己的临时文件夹。可重复调用。",
  ["this system refused to sign a root with SHA-1"] =
    "本系统拒绝以 SHA-1 签发根证书",
  ["serial number of the app's certificate"] =
    "应用公钥证书的序列号",
  ["of Alipay's"] =
    "支付宝公钥证书的序列号",
  ["of the roots"] =
    "根证书的序列号",
  ["signs answers to clients in certificate mode"] =
    "对证书模式的客户端签名响应",
  ["PEM text of Alipay's certificates by serial number"] =
    "支付宝公钥证书的 PEM 文本，以序列号为键",
  ["files by the names of the settings: app_cert, alipay_cert, alipay_root_cert"] =
    "各文件的路径，以设置名为键：app_cert、alipay_cert、alipay_root_cert",
  ["folder of keys and state, made when missing; by default one that goes with the gateway"] =
    "存放密钥和数据的文件夹，没有则创建；默认用临时文件夹，网关停止时删除",
  ["address to bind, 127.0.0.1 by default"] =
    "绑定的地址，默认 127.0.0.1",
  ["seconds that access tokens live, 1296000 by default"] =
    "访问令牌的有效期，秒，默认 1296000",
  ["seconds that refresh tokens live, 2592000 by default"] =
    "刷新令牌的有效期，秒，默认 2592000",
  ["seconds that authorization codes live, 86400 by default"] =
    "授权码的有效期，秒，默认 86400",
  ["\"SM2\" for an app with SM2 keys; \"RSA2\" by default"] =
    "应用使用 SM2 密钥时为 \"SM2\"；默认 \"RSA2\"",
  ["gets one line for each request"] =
    "每个请求调用一次，给出一行日志",
  ["gives Unix seconds instead of this machine's clock"] =
    "代替本机时钟，给出 Unix 时间（秒）",
  ["share the folder with other gateways"] =
    "与其他网关共用文件夹",
  ["a second port, which speaks TLS in the name of the platform's hosts"] =
    "另开一个端口，以平台域名的名义提供 TLS",
  ["port of an HTTP proxy that leads those hosts to this gateway and nothing anywhere else"] =
    "HTTP 代理的端口：把平台域名引到本网关，其他地址一律拒绝",
  ["by method, as `gw:answer` takes them"] =
    "以接口名为键，值同 `gw:answer`",
  ["by method, the file whose bytes are the node"] =
    "以接口名为键，值为文件路径，文件内容即响应节点",
  ["a folder of METHOD.json"] =
    "含有 METHOD.json 的文件夹",
  ["rules as `gw:faults` takes them"] =
    "故障规则，同 `gw:faults`",
  ["which of wait, paid, refund, closed and finished are sent; paid, refund and closed by default"] =
    "发送 wait、paid、refund、closed、finished 中的哪些通知；默认 paid、refund 和 closed",
}
