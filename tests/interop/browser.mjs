// SPDX-License-Identifier: MIT
// The whole life of a payment by scan in headless Chromium: an order with a QR code, the cashier's page as a phone shows it, the payment,
// the notification, and the gateway's page, which shows it all without being loaded again. Then an order of page.pay to its return page.
// usage: npm install && node browser.mjs [PROGRAM]; SCREENSHOTS=FOLDER keeps pictures of the pages, CHROMIUM names the browser.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlipaySdk } from "alipay-sdk";
import puppeteer from "puppeteer-core";
import { expect, finish, startGateway, startMerchant, test } from "./harness.mjs";

const chromium = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
if (!chromium) {
  console.log("1..0 # skipped: there is no chromium (apt-get install chromium)");
  process.exit(0);
}

const gateway = await startGateway();
const shop = await startMerchant();
const { facts } = gateway;
const { address } = shop;
const sdk = new AlipaySdk({
  appId: facts.app_id, privateKey: readFileSync(facts.app_private_key, "utf8"), keyType: "PKCS8", gateway: facts.gateway,
  alipayPublicKey: readFileSync(facts.alipay_public_key, "utf8"),
});
const profile = mkdtempSync(join(tmpdir(), "interop-browser-"));
const browser = await puppeteer.launch({
  executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  userDataDir: profile, protocolTimeout: 30000,
});

const complaints = [];

async function open(url, width, language) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: width < 600 ? 844 : 900 });
  await page.setExtraHTTPHeaders({ "Accept-Language": language });
  page.on("console", (message) => message.type() === "error" && complaints.push(`${url}: ${message.text()}`));
  page.on("pageerror", (problem) => complaints.push(`${url}: ${problem}`));
  await page.goto(url, { waitUntil: "load" });
  return page;
}

async function picture(page, name) {
  if (!process.env.SCREENSHOTS) return;
  await page.bringToFront();
  await page.screenshot({ path: join(process.env.SCREENSHOTS, name + ".png"), fullPage: true });
}

// Pages behind others draw nothing: they are looked at by a timer.
const until = (page, truth, ...given) => page.waitForFunction(truth, { timeout: 20000, polling: 100 }, ...given);
const shows = (page, text) => until(page, (wanted) => document.body.innerText.includes(wanted), text);

// At once: a list that is drawn anew meanwhile would take the element away from under a mouse that moves there.
async function click(page, selector) {
  await page.waitForSelector(selector);
  await page.evaluate((wanted) => document.querySelector(wanted).click(), selector);
}

async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `the page is ${wide} pixels too wide`);
}

const press = (page, outcome) => Promise.all([page.waitForNavigation(), page.click(`button[value=${outcome}]`)]);

try {
  const watching = await open(facts.endpoint + "/", 1280, "en");
  const onPhone = await open(facts.endpoint + "/#trades", 390, "zh-CN");
  let order;

  await test("the gateway's page is live", async () => {
    await shows(watching, "● live");
    await shows(onPhone, "● 实时");
  });
  await test("an order has a code", async () => {
    order = await sdk.exec("alipay.trade.precreate", {
      notify_url: address + "/notify", bizContent: { out_trade_no: "SCAN1", total_amount: "88.80", subject: "西湖龙井 250g <b>" },
    }, { validateSign: true });
    expect(order.code === "10000" && order.qrCode, JSON.stringify(order));
    await shows(watching, "alipay.trade.precreate");
    await shows(onPhone, "SCAN1");
  });
  await test("a phone scans it, and pays", async () => {
    const phone = await open(order.qrCode, 390, "zh-CN");
    await shows(phone, "西湖龙井 250g <b>");
    await shows(onPhone, "WAIT_BUYER_PAY");
    await fits(phone);
    await picture(phone, "scan-390");
    await press(phone, "success");
    await shows(phone, "付款成功");
    await fits(phone);
    await picture(phone, "paid-390");
  });
  await test("the notification verifies", async () => {
    const notification = await shop.next();
    expect(sdk.checkNotifySign(notification), "checkNotifySign");
    expect(sdk.checkNotifySignV2(notification), "checkNotifySignV2");
    expect(notification.out_trade_no === "SCAN1" && notification.trade_status === "TRADE_SUCCESS", JSON.stringify(notification));
  });
  await test("the gateway's pages show it without being loaded again", async () => {
    await shows(onPhone, "TRADE_SUCCESS");
    for (const page of [watching, onPhone]) {
      await page.bringToFront();
      await page.evaluate(() => (location.hash = "#notifications"));
      await shows(page, "success");
      await page.click("details.item");
      await shows(page, "fund_bill_list");
      await fits(page);
    }
    await picture(watching, "notifications-1280");
    await picture(onPhone, "notifications-390");
  });
  await test("what is on them can be looked at", async () => {
    const kinds = ["requests", "trades", "refunds", "transfers", "tokens", "uploads", "qrcodes", "apps", "control", "about"];
    for (const [page, width] of [[watching, 1280], [onPhone, 390]]) {
      await page.bringToFront();
      for (const kind of kinds) {
        await page.evaluate((hash) => (location.hash = hash), "#" + kind);
        await until(page, (hash) => document.querySelector("#tabs a[aria-current]")?.hash === hash, "#" + kind);
        await page.waitForNetworkIdle({ concurrency: 1 });
        if (await page.$("details.item")) await page.click("details.item summary");
        await fits(page);
        await picture(page, `${kind}-${width}`);
      }
    }
  });
  await test("its buttons do what control calls do", async () => {
    await sdk.exec("alipay.trade.precreate", { bizContent: { out_trade_no: "SCAN2", total_amount: "1.00", subject: "Tea" } });
    await watching.bringToFront();
    await watching.evaluate(() => (location.hash = "#trades"));
    await shows(watching, "SCAN2");
    await click(watching, "details.item summary");
    await picture(watching, "trade-1280");
    await click(watching, "details.item button.main");
    await shows(watching, "Done: pay → TRADE_SUCCESS");
    const before = await watching.$eval("#clock", (node) => node.firstChild.textContent);
    await click(watching, "#clock button:nth-of-type(2)");
    await until(watching, (text) => document.getElementById("clock").firstChild.textContent.slice(0, 10) > text, before.slice(0, 10));
  });
  await test("an order of page.pay ends at the shop", async () => {
    const url = sdk.pageExecute("alipay.trade.page.pay", "GET", {
      returnUrl: address + "/back?own=1",
      bizContent: { out_trade_no: "PAGE1", total_amount: "8.80", subject: "Tea", product_code: "FAST_INSTANT_TRADE_PAY" },
    });
    const buyer = await open(url, 1280, "en");
    await shows(buyer, "Pay ¥ 8.80");
    await fits(buyer);
    await picture(buyer, "page-1280");
    await press(buyer, "success");
    await picture(buyer, "page-paid-1280");
    await until(buyer, () => document.title === "the shop");
    const back = new URL(buyer.url());
    const params = Object.fromEntries(back.searchParams);
    delete params.own;
    expect(back.searchParams.get("own") === "1" && params.method === "alipay.trade.page.pay.return", buyer.url());
    expect(sdk.checkNotifySign(params), "the return page's signature");
  });
  await test("another site's page gets no token and cannot act", async () => {
    const foreign = await open(address, 1280, "en");
    const got = await foreign.evaluate(async (endpoint) => {
      try {
        return await (await fetch(endpoint + "/")).text();
      } catch {
        return "refused";
      }
    }, facts.endpoint);
    expect(got === "refused", "its page was read");
    await Promise.all([foreign.waitForNavigation(), foreign.evaluate((endpoint) => (location = endpoint + "/"), facts.endpoint)]);
    expect(!(await foreign.$('meta[name="control-token"]')), "it came with a token");
  });
  await test("nothing was refused by a policy, and no script failed", async () => {
    const own = complaints.filter((text) => !text.startsWith(address));
    expect(own.length === 0, own.join("\n"));
  });
} finally {
  await browser.close();
  await gateway.stop();
  shop.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
finish();
