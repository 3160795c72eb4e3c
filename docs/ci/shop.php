<?php
// SPDX-License-Identifier: MIT
// A shop that knows the protocol and nothing of alipay-lua: signs a call, makes it, verifies the reply.
// ALIPAY_DIR is the gateway's folder; ALIPAY_GATEWAY its address, where it is another one than gateway.json says.

$facts = json_decode(file_get_contents(getenv('ALIPAY_DIR') . '/gateway.json'), true);
$gateway = getenv('ALIPAY_GATEWAY') ?: $facts['gateway'];

function call(string $method, array $content): array {
    global $facts, $gateway;
    $params = [
        'app_id' => $facts['app_id'], 'method' => $method, 'format' => 'JSON', 'charset' => 'utf-8', 'sign_type' => 'RSA2',
        'timestamp' => (new DateTime('now', new DateTimeZone('Asia/Shanghai')))->format('Y-m-d H:i:s'), 'version' => '1.0',
        'biz_content' => json_encode($content, JSON_UNESCAPED_UNICODE),
    ];
    ksort($params);
    $signed = implode('&', array_map(fn($name) => "$name=$params[$name]", array_keys($params)));
    openssl_sign($signed, $signature, file_get_contents($facts['app_private_key']), OPENSSL_ALGO_SHA256);
    $params['sign'] = base64_encode($signature);
    $body = file_get_contents("$gateway?charset=utf-8", false, stream_context_create(['http' => [
        'method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded;charset=utf-8',
        'content' => http_build_query($params),
    ]]));
    $reply = json_decode($body, true);
    $node = strtr($method, '.', '_') . '_response';
    // The signature covers the node's bytes as they came.
    $from = strpos($body, "\"$node\":") + strlen("\"$node\":");
    $bytes = substr($body, $from, strrpos($body, ',"sign":') - $from);
    $good = openssl_verify($bytes, base64_decode($reply['sign'] ?? ''), file_get_contents($facts['alipay_public_key']), OPENSSL_ALGO_SHA256);
    if ($good !== 1) { fwrite(STDERR, "the reply does not verify: $body\n"); exit(1); }
    return $reply[$node];
}

$order = 'php-' . bin2hex(random_bytes(6));
$paid = call('alipay.trade.precreate', ['out_trade_no' => $order, 'total_amount' => '8.80', 'subject' => '龙井茶 250g']);
if (($paid['code'] ?? '') !== '10000') { fwrite(STDERR, json_encode($paid, JSON_UNESCAPED_UNICODE) . "\n"); exit(1); }
echo "order $order: scan {$paid['qr_code']}\n";
