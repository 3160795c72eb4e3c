// SPDX-License-Identifier: MIT
// Payments through the platform's own clients: orders, what the buyer does by control calls, queries, refunds; their own check of the
// notifications that the gateway sends, of return pages, and of the wallet's result.

import { createVerify } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, same, test } from "./harness.mjs";

const VERIFY = { validateSign: true };
let count = 0;

export async function payments(gateway, shop, name, sdk) {
  const number = () => `N${process.pid}${++count}`;
  const publicKey = readFileSync(gateway.facts.alipay_public_key, "utf8");

  // What client 3.6.2 checks: by the form as it came.
  const check = (notification, what) => {
    expect(sdk.checkNotifySign({ ...notification }), `checkNotifySign of ${what}`);
    if (sdk.checkNotifySignV2) expect(sdk.checkNotifySignV2({ ...notification }), `checkNotifySignV2 of ${what}`);
    expect(!sdk.checkNotifySign({ ...notification, total_amount: "0.02" }), `a changed ${what} was taken`);
  };

  const scan = async (more) => {
    const order = { outTradeNo: number(), totalAmount: "88.80", subject: "龙井茶 a/b", ...more };
    const made = await sdk.exec("alipay.trade.precreate", { notifyUrl: shop.address + "/notify", bizContent: order }, VERIFY);
    same(made.code, "10000", made.subMsg);
    return { ...order, qrCode: made.qrCode };
  };

  const query = (order) => sdk.exec("alipay.trade.query", { bizContent: { outTradeNo: order.outTradeNo } }, VERIFY);

  await test(`${name}: an order is paid by its code, and told`, async () => {
    const order = await scan();
    same((await query(order)).subCode, "ACQ.TRADE_NOT_EXIST", "before the scan");
    await gateway.control("pay", { qr_code: order.qrCode, outcome: "open" });
    same((await query(order)).tradeStatus, "WAIT_BUYER_PAY", "after the scan");
    await gateway.control("pay", { qr_code: order.qrCode });
    const paid = await query(order);
    same(paid.tradeStatus, "TRADE_SUCCESS", "status");
    same(paid.totalAmount, "88.80", "amount");
    const told = await shop.next();
    check(told, "a payment");
    same(told.out_trade_no, order.outTradeNo, "out_trade_no");
    same(told.subject, "龙井茶 a/b", "subject");
    same(told.trade_no, paid.tradeNo, "trade_no");
  });
  await test(`${name}: refunds add up, and are told`, async () => {
    const order = await scan();
    await gateway.control("pay", { out_trade_no: order.outTradeNo });
    await shop.next();
    const refund = (refundAmount, outRequestNo) => sdk.exec("alipay.trade.refund", {
      bizContent: { outTradeNo: order.outTradeNo, refundAmount, outRequestNo },
    }, VERIFY);
    same((await refund("8.80", "R1")).fundChange, "Y", "fund_change");
    const part = await shop.next();
    check(part, "a refund");
    same(`${part.trade_status} ${part.refund_fee} ${part.out_biz_no}`, "TRADE_SUCCESS 8.80 R1", "part");
    same((await refund("8.80", "R1")).fundChange, "N", "fund_change of a repetition");
    same((await refund("80.01", "R2")).subCode, "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "too much");
    same((await refund("80.00", "R2")).refundFee, "88.80", "refund_fee");
    const whole = await shop.next();
    check(whole, "the whole refunded");
    same(`${whole.trade_status} ${whole.refund_fee}`, "TRADE_CLOSED 88.80", "whole");
    const asked = await sdk.exec("alipay.trade.fastpay.refund.query", {
      bizContent: { outTradeNo: order.outTradeNo, outRequestNo: "R1" },
    }, VERIFY);
    same(`${asked.refundStatus} ${asked.refundAmount}`, "REFUND_SUCCESS 8.80", "refund.query");
  });
  await test(`${name}: an order is closed, and told`, async () => {
    const order = await scan();
    await gateway.control("pay", { qr_code: order.qrCode, outcome: "open" });
    same((await sdk.exec("alipay.trade.close", { bizContent: { outTradeNo: order.outTradeNo } }, VERIFY)).code, "10000", "close");
    const told = await shop.next();
    check(told, "a closed trade");
    same(told.trade_status, "TRADE_CLOSED", "status");
    same((await query(order)).tradeStatus, "TRADE_CLOSED", "status of the query");
  });
  await test(`${name}: a notification comes again`, async () => {
    const order = await scan();
    await gateway.control("pay", { out_trade_no: order.outTradeNo });
    const first = await shop.next();
    await gateway.control("notify", { out_trade_no: order.outTradeNo });
    const second = await shop.next();
    check(second, "a notification");
    same(second.notify_id, first.notify_id, "notify_id");
  });
  await test(`${name}: a page order is paid by its address and returns`, async () => {
    const params = {
      returnUrl: shop.address + "/back", notifyUrl: shop.address + "/notify",
      bizContent: { outTradeNo: number(), totalAmount: "8.80", subject: "Tea & 茶", productCode: "FAST_INSTANT_TRADE_PAY" },
    };
    const url = sdk.pageExecute ? sdk.pageExecute("alipay.trade.page.pay", "GET", params)
      : sdk.pageExec("alipay.trade.page.pay", { method: "GET", ...params });
    const page = await fetch(url);
    same(page.status, 200, "status of the page");
    expect((await page.text()).includes("Tea &amp; 茶"), "the page shows no order");
    const done = await gateway.control("pay", { url });
    same(done.trade_status, "TRADE_SUCCESS", "status");
    const back = Object.fromEntries(new URL(done.return_url).searchParams);
    check(back, "a return page");
    same(back.method, "alipay.trade.page.pay.return", "method");
    check(await shop.next(), "a payment");
  });
  await test(`${name}: a page order comes as a form`, async () => {
    const params = { bizContent: { outTradeNo: number(), totalAmount: "8.80", subject: "form 茶", productCode: "FAST_INSTANT_TRADE_PAY" } };
    const form = sdk.pageExecute ? sdk.pageExecute("alipay.trade.page.pay", "POST", params) : sdk.pageExec("alipay.trade.page.pay", params);
    const fields = new URLSearchParams();
    const unescape = (text) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    for (const [, key, value] of form.matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)) fields.set(key, unescape(value));
    const page = await fetch(unescape(form.match(/action="([^"]*)"/)[1]), { method: "POST", body: fields });
    expect((await page.text()).includes("form 茶"), "the page shows no order");
  });
  await test(`${name}: an app's order gets the wallet's result`, async () => {
    const params = { bizContent: { outTradeNo: number(), totalAmount: "8.80", subject: "Tea", productCode: "QUICK_MSECURITY_PAY" } };
    const order = (sdk.sdkExecute ?? sdk.sdkExec).call(sdk, "alipay.trade.app.pay", params);
    same((await gateway.control("pay", { order, outcome: "cancel" })).result.resultStatus, "6001", "cancelled");
    const { result } = await gateway.control("pay", { order });
    same(result.resultStatus, "9000", "resultStatus");
    const [, node] = result.result.match(/^\{"alipay_trade_app_pay_response":(\{.*\}),"sign":"/);
    const { sign } = JSON.parse(result.result);
    expect(createVerify("RSA-SHA256").update(node, "utf8").verify(publicKey, sign, "base64"), "the result's signature");
    same(JSON.parse(node).out_trade_no, params.bizContent.outTradeNo, "out_trade_no");
  });
  await test(`${name}: a payment that hangs is cancelled`, async () => {
    const order = { outTradeNo: number(), totalAmount: "1000.01", subject: "dear", authCode: `28${Date.now()}${count}`.slice(0, 18), scene: "bar_code" };
    same((await sdk.exec("alipay.trade.pay", { bizContent: order }, VERIFY)).code, "10003", "code");
    const cancelled = await sdk.exec("alipay.trade.cancel", { bizContent: { outTradeNo: order.outTradeNo } }, VERIFY);
    same(`${cancelled.code} ${cancelled.action}`, "10000 close", "cancel");
    same((await query(order)).tradeStatus, "TRADE_CLOSED", "status");
  });
}
