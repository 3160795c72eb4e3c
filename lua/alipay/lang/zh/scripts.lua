-- SPDX-License-Identifier: MIT
-- Chinese texts. What the scripts say. The English text is the key; tests/languages.lua checks both.

return {
  -- scripts/authorize.lua
  ["Turn a user's consent into a pair of tokens and store it for refresh.lua."] =
    "用户授权换取一对令牌，并保存供 refresh.lua 使用。",
  ["CODE is the auth_code that Alipay appends to your redirect address, or that whole address. Without it the\nscript prints the page on which the user consents and asks for the code. A local gateway consents by itself:\n  alipay-lua --local \"$(alipay-lua --scripts)/authorize.lua\""] =
    "CODE 是支付宝附加在回调地址上的 auth_code，也可以是整个回调地址。不给 CODE 时，脚本打印用户授权的\n页面并询问授权码。本地网关会自行授权：\n  alipay-lua --local \"$(alipay-lua --scripts)/authorize.lua\"",
  ["auth_code, or the address of the redirect"] =
    "auth_code，或回调地址",
  ["auth_user, or auth_base for the id alone"] =
    "auth_user，或只取 ID 的 auth_base",
  ["where Alipay sends the user back"] =
    "支付宝让用户跳回的地址",
  ["Open this page, consent, and paste the address you are sent to (or its auth_code):\n  %s"] =
    "打开此页面并授权，然后粘贴跳转到的地址（或其中的 auth_code）：\n  %s",
  ["that holds no auth_code"] =
    "其中没有 auth_code",
  ["authorized user %s"] =
    "已授权用户 %s",
  ["access token   %s, until %s"] =
    "访问令牌  %s，有效至 %s",
  ["refresh token  %s, until %s"] =
    "刷新令牌  %s，有效至 %s",
  -- scripts/demo.lua
  ["Run the other scripts one after the other against a local gateway, as a newcomer would."] =
    "像新用户那样，在本地网关上依次运行其他脚本。",
  ["Nothing leaves this machine: the gateway inside the program checks every signature and signs every answer."] =
    "一切都在本机：程序内的网关验证每个签名，并签名每个响应。",
  ["the demo is for a local gateway"] =
    "演示只用于本地网关",
  ["run: alipay-lua --local %s"] =
    "请运行：alipay-lua --local %s",
  ["1. Authorize: a user's consent becomes tokens"] =
    "1. 授权：用户授权换取令牌",
  ["2. Refresh: the pair is renewed and the old one dies"] =
    "2. 刷新：换取新的一对令牌，旧的失效",
  ["3. QR code of a mini program page"] =
    "3. 小程序页面的二维码",
  ["4. Upload an image"] =
    "4. 上传图片",
  ["the served bytes differ from the file"] =
    "取回的内容与文件不同",
  ["All signatures were verified on both sides; served bytes equal the file's."] =
    "双方的所有签名都已验证；取回的内容与文件相同。",
  ["A gateway that stays:  alipay-lua gateway --port 8900 --dir ./gateway"] =
    "长期运行的网关：  alipay-lua gateway --port 8900 --dir ./gateway",
  -- scripts/qrcode.lua
  ["Create a QR code that opens a page of a mini program."] =
    "创建打开小程序页面的二维码。",
  ["Page of the mini program, at most 256 characters."] =
    "小程序的页面，最多 256 个字符。",
  ["Start parameters that the page reads, at most 256 characters."] =
    "页面读取的启动参数，最多 256 个字符。",
  ["What the code is for, at most 32 characters."] =
    "二维码的用途，最多 32 个字符。",
  ["Fetch the picture and keep it in this file."] =
    "下载图片并存入此文件。",
  ["QR code of %s"] =
    "%s 的二维码",
  ["the picture answers with HTTP status %s"] =
    "图片地址返回 HTTP 状态 %s",
  ["its address as a code, to open the picture on a phone:\n%s"] =
    "其地址的二维码，用手机即可打开图片：\n%s",
  ["its address is not drawn as a code: %s"] =
    "其地址没有画成二维码：%s",
  -- scripts/refresh.lua
  ["Renew every stored token that is due. Made for cron; two runs at once renew a token once."] =
    "刷新所有到期的令牌。供 cron 使用；同时运行两份也只刷新一次。",
  ["A token is due when its access token ends within HOURS (72 by default), or has a tenth of its life left; some a little\nearlier, so that many are not renewed in one second. The old pair is kept until the new one is safely stored: Ctrl-C and\nSIGTERM wait for that. A token that can never be renewed is reported once, and then left alone (--all tries it again);\n--forget removes it from the store. Exit code: 0 when all that was due is renewed, else the code of the last failure.\n  17 3 * * * /usr/local/bin/alipay-lua --profile shop1 /usr/local/share/alipay-lua/scripts/refresh.lua"] =
    "访问令牌在 HOURS 小时（默认 72）内到期，或剩余有效期不足十分之一时，即为到期；有的会稍早，以免同一秒刷新\n太多。新的一对安全保存之前，旧的一对一直保留：Ctrl-C 和 SIGTERM 会等待。再也无法刷新的令牌只报告一次，\n此后不再理会（--all 会再试）；--forget 把它从令牌库删除。退出码：到期的全部刷新为 0，否则为最后一次\n失败的退出码。\n  17 3 * * * /usr/local/bin/alipay-lua --profile shop1 /usr/local/share/alipay-lua/scripts/refresh.lua",
  ["Renew every token, due or not."] =
    "刷新全部令牌，无论是否到期。",
  ["A token is due when it ends within so many hours."] =
    "在这么多小时之内到期的令牌算作到期。",
  ["Forget the tokens of this user (user_id or open_id), and renew none."] =
    "删除该用户（user_id 或 open_id）的令牌，不刷新任何令牌。",
  ["there is no token of user %s for app %s"] =
    "用户 %s 在应用 %s 下没有令牌",
  ["%d renewed, %d not due"] =
    "刷新 %d 个，未到期 %d 个",
  ["renewed by another run"] =
    "已由另一次运行刷新",
  ["being renewed by another run"] =
    "正由另一次运行刷新",
  ["forgotten meanwhile"] =
    "刷新期间已被删除",
  ["that only a new consent renews"] =
    "须重新授权才能刷新",
  -- scripts/upload.lua
  ["Upload pictures and videos of a shop: files, or folders with what is in them, several at once."] =
    "上传门店的图片和视频：文件，或目录里的全部文件，可多个并发。",
  ["Files or folders."] =
    "文件或目录。",
  ["Name of the material (for one file); the file's name otherwise."] =
    "素材名称（单个文件时）；默认为文件名。",
  ["Uploads at once."] =
    "同时上传的个数。",
  ["passed over: %s"] =
    "跳过：%s",
  ["--name is for one file, here are %s"] =
    "--name 只用于一个文件，这里有 %s 个",
  ["stopped half-way"] =
    "中途停止",
  ["not uploaded"] =
    "未上传",
  [", %d not uploaded"] =
    "，%d 个未上传",
  ["Ctrl-C ended the uploads"] =
    "Ctrl-C 结束了上传",
  ["Pictures: bmp gif heic heif jpeg jpg png tif tiff webp. Videos: 3gp avi flv m4v mkv mov mp4 mpeg mpg webm wmv. Each\nat most 5 MB. Other files in a folder are passed over. Ctrl-C stops and tells what was uploaded and what was not.\nWith --resume FILE what is uploaded is noted in FILE: the same command goes on where an interrupted run was, and uploads\nnothing twice. Exit code: 0 when all were uploaded, 1 after Ctrl-C, else the code of the last failure.\n  alipay-lua --local \"$(alipay-lua --scripts)/upload.lua\" \"$(alipay-lua --scripts)/samples/photo.jpg\"\n  alipay-lua --local \"$(alipay-lua --scripts)/upload.lua\" \"$(alipay-lua --scripts)/samples\" --limit 16"] =
    "图片：bmp gif heic heif jpeg jpg png tif tiff webp。视频：3gp avi flv m4v mkv mov mp4 mpeg mpg webm wmv。\n每个最多 5 MB。目录中的其他文件会跳过。Ctrl-C 停止，并说明哪些已上传、哪些没有。\n加 --resume FILE 时，已上传的记入 FILE：同一命令会从中断处继续，不会重复上传。\n退出码：全部上传为 0，Ctrl-C 之后为 1，否则为最后一次失败的退出码。\n  alipay-lua --local \"$(alipay-lua --scripts)/upload.lua\" \"$(alipay-lua --scripts)/samples/photo.jpg\"\n  alipay-lua --local \"$(alipay-lua --scripts)/upload.lua\" \"$(alipay-lua --scripts)/samples\" --limit 16",
  ["Note in this file what is uploaded, and pass over what it notes."] =
    "把已上传的内容记入此文件，并跳过其中已记录的。",
  [", %d uploaded by earlier runs"] =
    "，先前的运行已上传 %d 个",
  ["%s: uploaded, but not noted: %s"] =
    "%s：已上传，但未能记录：%s",
  -- lua/alipay/cli/ledger.lua
  ["%s cannot be used: %s"] =
    "%s 无法使用：%s",
  ["it is no file"] =
    "它不是文件",
  ["line %d is none of its own"] =
    "第 %d 行不是它自己的记录",
  ["is another run at work with it?"] =
    "是否有另一个进程正在使用它？",
  ["name another file, or move this one away"] =
    "请指定其他文件，或把这个文件移走",
  -- lua/alipay/cli/interrupted.lua
  ["interrupted%s"] =
    "已中断%s",
}
