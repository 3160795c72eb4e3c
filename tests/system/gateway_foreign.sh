#!/bin/sh
# SPDX-License-Identifier: MIT
# The local gateway as seen by a client that shares no line with it: curl, openssl and a shell. Prints TAP.
# usage: gateway_foreign.sh [PROGRAM]
set -u
export LC_ALL=C
unset http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY
program=${1:-./alipay-lua}
tmp=$(mktemp -d) || exit 1
gateway_pid=
trap '[ -z "$gateway_pid" ] || kill "$gateway_pid" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
count=0 failed=0

# ok NAME COMMAND...: one test.
ok() {
  name=$1; shift
  count=$((count + 1))
  if "$@" >"$tmp/why" 2>&1; then echo "ok $count - $name"; return; fi
  failed=$((failed + 1))
  echo "not ok $count - $name"
  sed 's/^/# /' "$tmp/why"
}

# ---- a client ----
# A request is a file of name=value lines; no value holds a line break.

request() { # METHOD [name=value ...]
  method=$1; shift
  printf '%s\n' "app_id=$ALIPAY_APP_ID" "method=$method" format=JSON charset=utf-8 "sign_type=${sign_type:-RSA2}" version=1.0 \
    "timestamp=$(TZ=UTC-8 date '+%Y-%m-%d %H:%M:%S')" "$@" >"$tmp/request"
}
canonical() { grep -v '=$' "$tmp/request" | sort -t= -k1,1 | tr '\n' '&' | sed 's/&$//'; }
digest() { if [ "${sign_type:-RSA2}" = RSA ]; then echo -sha1; else echo -sha256; fi; }
encode() { # lines on stdin to a=b&c=d, each byte of a value escaped
  while IFS= read -r line; do
    printf '%s=%s&' "${line%%=*}" "$(printf %s "${line#*=}" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')"
  done | sed 's/&$//'
}
send() { # query|form|multipart [curl options]: the reply in $tmp/reply
  how=$1; shift
  canonical >"$tmp/content"
  signature=$(openssl dgst "$(digest)" -sign "${key:-$ALIPAY_PRIVATE_KEY}" "$tmp/content" | openssl base64 -A)
  { cat "$tmp/request"; echo "sign=$signature"; } >"$tmp/signed"
  url="$ALIPAY_GATEWAY?charset=utf-8"
  case $how in
    query) url="$ALIPAY_GATEWAY?$(encode <"$tmp/signed")" ;;
    form) set -- "$@" --data "$(encode <"$tmp/signed")" ;;
    multipart) while IFS= read -r line; do set -- "$@" --form-string "$line"; done <"$tmp/signed" ;;
  esac
  curl -sS -D "$tmp/headers" -o "$tmp/reply" "$@" "$url"
}
node() { sed -e 's/^{"[a-z_]*"://' -e 's/,"sign":"[^"]*"}$//' -e 's/,"alipay_cert_sn":"[^"]*"$//' "$tmp/reply" | tr -d '\n'; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$tmp/reply" | sed 's/\\\//\//g'; }
verified() { # [PUBLIC KEY]
  node >"$tmp/node"
  field sign | openssl base64 -d -A >"$tmp/signature"
  openssl dgst "$(digest)" -verify "${1:-$ALIPAY_PUBLIC_KEY}" -signature "$tmp/signature" "$tmp/node" || { cat "$tmp/reply"; false; }
}
success() { { grep -q '"code":"10000"' "$tmp/reply" || { cat "$tmp/reply"; false; }; } && verified "$@"; }
refused() { grep -q "\"sub_code\":\"$1\"" "$tmp/reply" || { cat "$tmp/reply"; false; }; } # SUB_CODE

# ---- the gateway ----
"$program" gateway --port 0 --dir "$tmp/gw" >"$tmp/ready" 2>"$tmp/log" &
gateway_pid=$!
tries=0
until [ -s "$tmp/ready" ] || [ $tries -ge 900 ]; do sleep 0.1; tries=$((tries + 1)); done
ok "prints one line with its URL when it is ready" \
  sh -c "[ \$(wc -l <'$tmp/ready') -eq 1 ] && grep -q 'http://127\.0\.0\.1:[0-9]' '$tmp/ready'"
[ -s "$tmp/gw/env" ] || { cat "$tmp/log"; echo "Bail out! no gateway"; exit 1; }
. "$tmp/gw/env"
endpoint=${ALIPAY_GATEWAY%/gateway.do}
ok "keeps its private key to its owner" [ "$(stat -c %a "$ALIPAY_PRIVATE_KEY")" = 600 ]

# ---- public-key mode ----
content='{"url_param":"page/index","query_param":"x=1&y=<2>","describe":"二维码"}'
for how in query form multipart; do
  request alipay.open.app.qrcode.create "biz_content=$content" notify_url=
  send $how
  ok "QR code, $how: success that verifies" success
done
ok "answers 200 as text/html, with a trace id" \
  sh -c "grep -q '^HTTP/1.1 200' '$tmp/headers' && grep -qi '^content-type: text/html;charset=utf-8' '$tmp/headers' &&
    grep -qi '^trace_id: [0-9a-f]' '$tmp/headers'"
curl -sS -o "$tmp/code.png" "$(field qr_code_url)"
if command -v zbarimg >/dev/null; then
  zbarimg -q --raw "$tmp/code.png" >"$tmp/decoded" 2>"$tmp/zbar"
  ok "the picture is a QR code that carries both parameters" \
    grep -q "^alipays://platformapi/startapp?appId=$ALIPAY_APP_ID&page=page%2Findex&query=x%3D1%26y%3D%3C2%3E$" "$tmp/decoded"
else
  count=$((count + 1)); echo "ok $count - the picture is a QR code # SKIP zbarimg is not installed"
fi
sign_type=RSA
request alipay.open.app.qrcode.create "biz_content=$content"
send form
ok "sign_type RSA: success that verifies with SHA-1" success
sign_type=

consent() {
  curl -sS -o /dev/null -w '%{redirect_url}' -G --data-urlencode "app_id=$ALIPAY_APP_ID" --data-urlencode scope=auth_user \
    --data-urlencode 'redirect_uri=http://localhost/cb?a=1#frag' --data-urlencode state=st "$endpoint/oauth2/publicAppAuthorize.htm" |
    sed -n 's/^http:\/\/localhost\/cb?a=1&.*state=st&auth_code=\([0-9a-f]*\)#frag$/\1/p'
}
code=$(consent)
ok "the consent page redirects with a code" [ ${#code} -eq 32 ]
request alipay.system.oauth.token grant_type=authorization_code "code=$code"
send query
ok "the code becomes tokens, verified" verified
refresh=$(field refresh_token)
send form
ok "the code works once" refused isv.code-invalid
ok "and the refusal is an error_response that is signed" sh -c "grep -q '^{\"error_response\":' '$tmp/reply'"
ok "and verifies" verified
request alipay.system.oauth.token grant_type=refresh_token "refresh_token=$refresh"
send form
ok "the refresh token becomes new tokens, verified" verified
ok "a new refresh token among them" [ "$(field refresh_token)" != "$refresh" ]
send form
ok "the old one is dead" refused isv.refresh-token-invalid

head -c 300000 /dev/urandom >"$tmp/photo.jpg"
request alipay.offline.material.image.upload image_type=jpg image_name=海底捞
send query -F "image_content=@$tmp/photo.jpg;type=image/jpeg"
ok "upload, text in the query: success that verifies" success
curl -sS -o "$tmp/served" -w '%{content_type}' "$(field image_url)" >"$tmp/type"
ok "what is served is what was sent" cmp "$tmp/photo.jpg" "$tmp/served"
ok "with its type" [ "$(cat "$tmp/type")" = image/jpeg ]
send multipart -F "image_content=@$tmp/photo.jpg"
ok "upload, everything as parts: success that verifies" success
send multipart -F "image_content=@$tmp/photo.jpg;filename=photo"
ok "a file name without an ending is refused" refused isv.invalid-file-extension
head -c 5242881 /dev/zero >"$tmp/large.jpg"
send query -F "image_content=@$tmp/large.jpg"
ok "a file of 5242881 bytes is refused" refused isv.invalid-file-size

# ---- refusals ----
openssl genrsa -out "$tmp/other.pem" 2048 2>/dev/null
request alipay.open.app.qrcode.create "biz_content=$content" "notify_url=http://host/?a='b'&c"
key=$tmp/other.pem
send form
key=
ok "another key is refused" refused isv.invalid-signature
ok "in an answer that verifies" verified
field sub_msg | sed -e 's/.*网关生成的验签字符串为：//' -e "s/&#39;/'/g" -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' |
  tr -d '\n' >"$tmp/shown"
ok "the gateway shows the string that was to be signed" diff "$tmp/content" "$tmp/shown"
request alipay.user.agreement.query "biz_content={}"
send form
ok "what is not simulated is refused" refused isv.invalid-method
ok "in the method's node" grep -q '^{"alipay_user_agreement_query_response":' "$tmp/reply"
ok "with a signature" verified

# ---- certificate mode ----
decimal() { # hexadecimal digits on stdin as a decimal number of any size
  awk '{ n = 1; d[1] = 0
    for (i = 1; i <= length($0); i++) {
      c = index("0123456789ABCDEF", toupper(substr($0, i, 1))) - 1
      for (j = 1; j <= n; j++) { c += d[j] * 16; d[j] = c % 10; c = int(c / 10) }
      while (c > 0) { d[++n] = c % 10; c = int(c / 10) }
    }
    for (j = n; j >= 1; j--) printf "%d", d[j] }'
}
serial_number() { # FILE: as the platform computes it
  { openssl x509 -in "$1" -noout -issuer -nameopt RFC2253 | sed 's/^issuer=//' | tr -d '\n'
    openssl x509 -in "$1" -noout -serial | sed 's/^serial=//' | decimal; } | openssl md5 -r | cut -d' ' -f1
}
openssl x509 -in "$ALIPAY_CERT" -noout -pubkey >"$tmp/alipay_key.pem"
for file in "$ALIPAY_CERT" "$ALIPAY_APP_CERT"; do
  ok "${file##*/} chains over the intermediate in it" openssl verify -CAfile "$ALIPAY_ROOT_CERT" -untrusted "$file" "$file"
  openssl x509 -in "$file" -noout -serial >"$tmp/serial"
  ok "its serial number has 16 bytes and begins with a date" grep -Eq '^serial=20[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][0-9A-F]{24}$' "$tmp/serial"
done
# As clients do: the certificates that are signed with RSA count, in the order of the bundle.
awk -v out="$tmp/root" '/BEGIN CERT/ { n++ } { print > (out n ".pem") }' "$ALIPAY_ROOT_CERT"
root_sn= roots=0
for file in "$tmp"/root?.pem; do
  roots=$((roots + 1))
  if openssl x509 -in "$file" -noout -text -certopt no_pubkey | grep -q 'Signature Algorithm: sha.*WithRSA'; then
    root_sn=${root_sn:+${root_sn}_}$(serial_number "$file")
  fi
done
ok "the bundle has four roots" [ $roots -eq 4 ]
ok "two of them signed with RSA" [ ${#root_sn} -eq 65 ]
app_sn=$(serial_number "$ALIPAY_APP_CERT")
request alipay.open.app.qrcode.create "biz_content=$content" "app_cert_sn=$app_sn" "alipay_root_cert_sn=$root_sn"
for how in query form; do
  send $how
  ok "certificate mode, $how: success that verifies with the certificate" success "$tmp/alipay_key.pem"
done
ok "and names that certificate" [ "$(field alipay_cert_sn)" = "$(serial_number "$ALIPAY_CERT")" ]
request alipay.open.app.qrcode.create "biz_content=$content" "app_cert_sn=x$app_sn" "alipay_root_cert_sn=$root_sn"
send form
ok "another certificate is refused" refused isv.app-cert-not-exist

# ---- exact bytes of other clients ----
request alipay.open.app.qrcode.create "biz_content=$content"
send form --request-target "$ALIPAY_GATEWAY?charset=utf-8"
ok "a request target in absolute form" success
gateway=$ALIPAY_GATEWAY ALIPAY_GATEWAY=$gateway/
send form
ok "/gateway.do/" success
ok "slashes are escaped" grep -q '"qr_code_url":"http:\\/\\/127' "$tmp/reply"
ALIPAY_GATEWAY=$gateway
send form >"$tmp/unused" # signs
boundary='2026-11-26 21:18:14'
while IFS= read -r line; do
  printf -- '--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' "$boundary" "${line%%=*}" "${line#*=}"
done <"$tmp/signed" >"$tmp/body"
printf -- '--%s--\r\n' "$boundary" >>"$tmp/body"
curl -sS -o "$tmp/reply" -H "Content-Type: multipart/form-data;boundary=$boundary" --data-binary "@$tmp/body" "$gateway?charset=utf-8"
ok "a multipart boundary with a blank" success
in_body() { # CONTENT-TYPE: everything in the body, as it was signed
  curl -sS -D "$tmp/headers" -o "$tmp/reply" -H "Content-Type: $1" --data "$(encode <"$tmp/signed")" "$gateway"
}
in_body 'application/x-www-form-urlencoded;charset=utf-8'
ok "charset in the Content-Type counts" success
ok "for the answer, too" grep -qi '^content-type: text/html;charset=utf-8' "$tmp/headers"
in_body application/x-www-form-urlencoded
ok "charset in the body alone does not" sh -c "! grep -q '\"code\":\"10000\"' '$tmp/reply' && grep -qi 'charset=GBK' '$tmp/headers'"
curl -sS -o "$tmp/reply" -H "Content-Type: multipart/form-data" --data x "$gateway"
ok "a refusal of the server is logged" grep -q 'POST /gateway.do 400 the Content-Type names no boundary' "$tmp/log"

# ---- the end ----
ok "a second gateway on its port says what to do, code 2" sh -c \
  "'$program' gateway --port '${endpoint##*:}' --dir '$tmp/gw2' 2>'$tmp/second' >&2; [ \$? -eq 2 ] && grep -q 'another port' '$tmp/second'"
ok "a second gateway on its folder says who has it, code 2" sh -c \
  "'$program' gateway --port 0 --dir '$tmp/gw' 2>'$tmp/second' >&2; [ \$? -eq 2 ] && grep -q 'process $gateway_pid at $endpoint' '$tmp/second'"
ok "no key and no token stands in the log" sh -c "! grep -q -e '$refresh' -e '$code' -e PRIVATE '$tmp/log'"
kill -TERM "$gateway_pid"
wait "$gateway_pid"
ok "SIGTERM ends it with 0" [ $? -eq 0 ]
gateway_pid=
: >"$tmp/ready"
"$program" gateway --port 0 --dir "$tmp/gw" --quiet >"$tmp/ready" 2>"$tmp/quiet" &
gateway_pid=$!
tries=0
until [ -s "$tmp/ready" ] || [ $tries -ge 900 ]; do sleep 0.1; tries=$((tries + 1)); done
id=$ALIPAY_APP_ID
. "$tmp/gw/env"
ok "it comes back as the same app" [ "$id" = "$ALIPAY_APP_ID" ]
ok "and serves" curl -sS -o "$tmp/served" "${ALIPAY_GATEWAY%/gateway.do}/"
ok "--quiet logs nothing" [ ! -s "$tmp/quiet" ]
kill "$gateway_pid"
wait "$gateway_pid"
gateway_pid=

# ---- several at once ----
pids=
for n in 1 2 3; do
  "$program" gateway --port 0 --dir "$tmp/shared" --quiet >"$tmp/ready$n" 2>"$tmp/err$n" &
  pids="$pids $!"
done
tries=0
until [ -n "$(cat "$tmp"/ready[123])" ] || [ $tries -ge 900 ]; do sleep 0.1; tries=$((tries + 1)); done
ended=
for n in 1 2 3; do # those that were refused end by themselves, the one that serves does not
  pid=${pids# }; pid=${pid%% *}; pids=${pids# $pid}
  if [ -s "$tmp/ready$n" ]; then gateway_pid=$pid; else wait "$pid"; ended="$ended $?"; fi
done
ok "of three that start on one new folder one serves and two end with 2" [ "$ended" = " 2 2" ]
. "$tmp/shared/env"
openssl pkey -in "$ALIPAY_PRIVATE_KEY" -pubout >"$tmp/public.pem"
openssl x509 -in "$ALIPAY_APP_CERT" -noout -pubkey >"$tmp/certified.pem"
ok "with one set of keys and certificates" cmp "$tmp/public.pem" "$tmp/certified.pem"
ok "and nothing left over" sh -c "! ls '$tmp/shared' | grep new"
ok "and it serves" curl -sS -o "$tmp/served" "${ALIPAY_GATEWAY%/gateway.do}/"
kill "$gateway_pid"
wait "$gateway_pid"
gateway_pid=
ok "wrong usage ends with 2" sh -c "'$program' gateway --port nonsense 2>'$tmp/usage'; [ \$? -eq 2 ] && [ -s '$tmp/usage' ]"

echo "1..$count"
[ $failed -eq 0 ]
