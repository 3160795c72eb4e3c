-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: the module alipay and the functions of single methods. The English text is the key; tests/reference.lua checks both.

return {
  ["alipay: what a script requires first. Everything here is documented in README and docs."] =
    "alipay：脚本最先 require 的模块。这里的一切在 README 和 docs 中都有说明。",
  ["Version of this library, as \"0.1.0\"."] =
    "本库的版本，如 \"0.1.0\"。",
  ["Make a client: from a table of settings, or of the profile in use."] =
    "创建客户端：用给出的设置，缺少的设置取自当前 profile。",
  ["fields of alipay.settings; what is missing comes from the environment and the profile in use"] =
    "alipay.settings 的字段；缺少的取自环境变量和当前 profile",
  ["raises an error object of kind \"parameter\" when settings are missing or wrong"] =
    "设置缺失或有误时抛出 kind 为 \"parameter\" 的错误对象",
  ["A multipart body: `alipay.multipart{ image_content = alipay.file \"photo.jpg\", note = \"text\" }`."] =
    "multipart 请求体：`alipay.multipart{ image_content = alipay.file \"photo.jpg\", note = \"text\" }`。",
  ["texts, which are signed, and files, which are not"] =
    "文本字段和文件；文本参与签名，文件不参与",
  ["Raise the error of a failed result, pass on every other: `local res = alipay.check(client...:post{})`."] =
    "结果失败时抛出其错误，否则原样返回：`local res = alipay.check(client...:post{})`。",
  ["alipay.open.app.alipaycert.download: the certificate that belongs to a serial number met in a reply."] =
    "alipay.open.app.alipaycert.download：按响应中出现的证书序列号下载支付宝公钥证书。",
  ["Download a certificate. Believe it only when it chains to a root that you hold."] =
    "下载证书。只有能链到自己持有的根证书时才可信任。",
  ["serial number of the certificate, as a reply names it (alipay_cert_sn)"] =
    "证书序列号，即响应中的 alipay_cert_sn",
  ["options of the call besides `content`"] =
    "`content` 以外的调用选项",
  ["`data.alipay_cert_content` is the PEM text in base64"] =
    "`data.alipay_cert_content` 是 PEM 文本的 base64 编码",
  ["alipay.open.app.qrcode.create: a QR code that opens a page of a mini program."] =
    "alipay.open.app.qrcode.create：打开小程序页面的二维码。",
  ["Create a QR code."] =
    "创建二维码。",
  ["page (at most 256 characters), start parameters (256), description (32)"] =
    "页面路径（最多 256 个字符）、启动参数（256）、描述（32）",
  ["`data.qr_code_url` is the picture's address"] =
    "`data.qr_code_url` 是二维码图片的地址",
  ["alipay.open.auth.token.app: a merchant's consent becomes tokens with which a third-party app acts for it."] =
    "alipay.open.auth.token.app：商户授权后换取应用授权令牌，第三方应用凭它代商户调用。",
  ["Trade an app_auth_code for a pair of tokens."] =
    "用 app_auth_code 换取一对令牌。",
  ["app_auth_code, from the redirect after the merchant's consent; works once"] =
    "应用授权码 app_auth_code，取自商户授权后的跳转地址；只能使用一次",
  ["`data` has app_auth_token, app_refresh_token, auth_app_id, user_id, expires_in, re_expires_in (seconds)"] =
    "`data` 含 app_auth_token、app_refresh_token、auth_app_id、user_id、expires_in、re_expires_in（秒）",
  ["Trade an app_refresh_token for a new pair. The old pair is dead from then on: store the new one before anything else."] =
    "用 app_refresh_token 换取一对新令牌。旧的一对随即失效：先保存新的，再做别的事。",
  ["app_refresh_token of the last exchange"] =
    "上次换取到的 app_refresh_token",
  ["as of `exchange`"] =
    "同 `exchange`",
  ["alipay.offline.material.image.upload: pictures and videos of a shop."] =
    "alipay.offline.material.image.upload：上传门店的图片和视频。",
  ["Upload a picture."] =
    "上传图片。",
  ["file on disk, at most 5,242,880 bytes, streamed"] =
    "磁盘上的文件，最大 5,242,880 字节，流式发送",
  ["name and type of the picture (at most 128 and 8 characters; of the file's name and ending otherwise), seconds for the call, headers of the request, progress in bytes"] =
    "图片的名称和格式（最多 128 和 8 个字符，默认取文件名和扩展名）、调用的时限（秒）、附加的请求头、上传进度（字节）",
  ["`data.image_id`, `data.image_url`"] =
    "`data.image_id`、`data.image_url`",
  ["Upload a video."] =
    "上传视频。",
  ["as for `image`"] =
    "同 `image`",
  ["as of `image`"] =
    "同 `image`",
  ["Find what is to be uploaded: the files that are named, and the pictures and videos of the folders that are, with all below them."] =
    "找出要上传的文件：直接给出的文件，以及给出的文件夹（含所有子文件夹）里的图片和视频。",
  ["files or folders"] =
    "文件或文件夹",
  ["told of what was found in a folder and cannot be looked at"] =
    "文件夹里有无法读取的条目时调用",
  ["kind \"parameter\": a named path that is missing, a folder that cannot be read"] =
    "kind 为 \"parameter\"：给出的路径不存在，或文件夹无法读取",
  ["alipay.system.oauth.token: a user's authorization code or refresh token becomes a pair of tokens."] =
    "alipay.system.oauth.token：用授权码或刷新令牌换取一对用户令牌。",
  ["Trade an authorization code for a pair of tokens."] =
    "用授权码换取一对令牌。",
  ["from the redirect after the user's consent; works once"] =
    "授权码，取自用户授权后的跳转地址；只能使用一次",
  ["options of the call besides `query`"] =
    "`query` 以外的调用选项",
  ["`data` has access_token, refresh_token, expires_in, re_expires_in (seconds), and open_id or user_id"] =
    "`data` 含 access_token、refresh_token、expires_in、re_expires_in（秒），以及 open_id 或 user_id",
  ["Trade a refresh token for a new pair. The old pair is dead from then on: store the new one before anything else."] =
    "用刷新令牌换取一对新令牌。旧的一对随即失效：先保存新的，再做别的事。",
  ["of the last exchange"] =
    "上次换取到的刷新令牌",
  ["alipay.user.info.share: what a user's access token lets an app see of the user."] =
    "alipay.user.info.share：用用户的访问令牌查询其会员信息。",
  ["Read the profile of a user."] =
    "查询用户的会员信息。",
  ["of a user who agreed to scope auth_user"] =
    "同意了 auth_user 授权范围的用户的访问令牌",
  ["`data` has open_id or user_id, nick_name, province, city"] =
    "`data` 含 open_id 或 user_id，以及 nick_name、province、city",
  ["by the file's ending; nil for another one, which only a file that was named itself has"] =
    "按扩展名判断；其他文件为 nil，只有直接给出的文件才会如此",
  ["bytes"] =
    "字节",
}
