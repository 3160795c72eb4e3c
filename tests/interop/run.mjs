// SPDX-License-Identifier: MIT
// The platform's own Node clients, of two generations, against the local gateway: their verification of answers is on.
// They share no code with this project; what they accept, the real gateway's clients accept.
// usage: npm install && node run.mjs [PROGRAM]

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createReadStream, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { AlipayFormData, AlipaySdk } from "alipay-sdk";
import { finish, same, startGateway, startMerchant, test } from "./harness.mjs";
import { payments } from "./payments.mjs";

const require = createRequire(import.meta.url);
const AlipaySdk3 = require("alipay-sdk-3");
const AlipayFormData3 = require("alipay-sdk-3/lib/form");

const gateway = await startGateway();
const shop = await startMerchant();
const { facts, folder } = gateway;

async function consent(facts) {
  const url = new URL(facts.endpoint + "/oauth2/publicAppAuthorize.htm");
  url.search = new URLSearchParams({ app_id: facts.app_id, scope: "auth_user", redirect_uri: "http://localhost/cb", state: "s" });
  const reply = await fetch(url, { redirect: "manual" });
  return new URL(reply.headers.get("location")).searchParams.get("auth_code");
}

async function bytesAt(url) {
  const reply = await fetch(url);
  same(reply.status, 200, "status");
  return Buffer.from(await reply.arrayBuffer());
}

const VERIFY = { validateSign: true };
const QRCODE = { bizContent: { urlParam: "page/index", queryParam: "x=1", describe: "二维码" } };
const photo = join(folder, "海底捞.jpg");

// The files of an upload in the ways a client knows; `make` gives a form with one file.
function uploads(generation) {
  const form = (Form, file) => {
    const made = new Form();
    made.addField("imageType", "jpg");
    made.addField("imageName", "海底捞");
    made.addFile("imageContent", "photo.jpg", file);
    return made;
  };
  if (generation === 3) return { file: () => form(AlipayFormData3, photo) };
  return {
    file: () => form(AlipayFormData, photo),
    stream: () => form(AlipayFormData, createReadStream(photo)),
    bytes: () => form(AlipayFormData, readFileSync(photo)),
  };
}

async function run(facts, name, generation, make) {
  const sdk = make({});
  let tokens;
  await test(`${name}: a code becomes tokens`, async () => {
    tokens = await sdk.exec("alipay.system.oauth.token", { grantType: "authorization_code", code: await consent(facts) }, VERIFY);
    same(typeof tokens.accessToken, "string", "accessToken");
  });
  await test(`${name}: a refresh token becomes new ones`, async () => {
    const next = await sdk.exec("alipay.system.oauth.token", { grantType: "refresh_token", refreshToken: tokens.refreshToken }, VERIFY);
    if (!next.accessToken || next.accessToken === tokens.accessToken) throw new Error(JSON.stringify(next));
    same(next.userId, tokens.userId, "userId");
    tokens = next;
  });
  await test(`${name}: the access token reads the user`, async () => {
    const user = await sdk.exec("alipay.user.info.share", { authToken: tokens.accessToken }, VERIFY);
    same(user.code, "10000", "code");
    same(user.userId, tokens.userId, "userId");
  });
  await test(`${name}: a QR code`, async () => {
    const made = await sdk.exec("alipay.open.app.qrcode.create", QRCODE, VERIFY);
    same(made.code, "10000", "code");
    same((await bytesAt(made.qrCodeUrl)).subarray(1, 4).toString(), "PNG", "picture");
  });
  await test(`${name}: everything in the URL`, async () => {
    const query = sdk.sdkExec("alipay.open.app.qrcode.create", QRCODE);
    const node = (await (await fetch(`${facts.gateway}?${query}`)).json()).alipay_open_app_qrcode_create_response;
    same(node.code, "10000", "code");
  });
  for (const [way, makeForm] of Object.entries(uploads(generation))) {
    await test(`${name}: upload, ${way}`, async () => {
      const kept = await sdk.exec("alipay.offline.material.image.upload", {}, { formData: makeForm(), validateSign: true });
      same(kept.code, "10000", "code");
      same(Buffer.compare(await bytesAt(kept.imageUrl), readFileSync(photo)), 0, "difference of bytes");
    });
  }
  await test(`${name}: sign_type RSA`, async () => {
    same((await make({ signType: "RSA" }).exec("alipay.open.app.qrcode.create", QRCODE, VERIFY)).code, "10000", "code");
  });
  await test(`${name}: a fault of parameters`, async () => {
    const node = await sdk.exec("alipay.open.app.qrcode.create", { bizContent: { urlParam: "p" } }, VERIFY);
    same(node.subCode, "isv.invalid-parameter", "subCode");
  });
  await test(`${name}: another key`, async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const other = make({ privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) });
    const node = await other.exec("alipay.open.app.qrcode.create", QRCODE, VERIFY);
    same(node.subCode, "isv.invalid-signature", "subCode");
    const shown = node.subMsg.split("网关生成的验签字符串为：")[1];
    if (!shown.includes(`app_id=${facts.app_id}&amp;biz_content={&quot;url_param&quot;`)) throw new Error(node.subMsg);
  });
  await test(`${name}: an answer that another key would verify is refused`, async () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const other = make({});
    other.config.alipayPublicKey = publicKey.export({ type: "spki", format: "pem" });
    const refusal = await other.exec("alipay.open.app.qrcode.create", QRCODE, VERIFY).then(() => null, (problem) => problem);
    if (!refusal) throw new Error("it was taken");
  });
}

try {
  writeFileSync(photo, randomBytes(700000));
  const common = {
    appId: facts.app_id, privateKey: readFileSync(facts.app_private_key, "utf8"), keyType: "PKCS8", gateway: facts.gateway,
  };
  const modes = {
    key: { alipayPublicKey: readFileSync(facts.alipay_public_key, "utf8") },
    certificate: {
      appCertPath: facts.app_cert, alipayPublicCertPath: facts.alipay_cert, alipayRootCertPath: facts.alipay_root_cert,
    },
  };
  for (const [mode, keys] of Object.entries(modes)) {
    for (const [generation, Sdk] of [[4, AlipaySdk], [3, AlipaySdk3]]) {
      const make = (more) => new Sdk({ ...common, ...keys, ...more });
      await run(facts, `alipay-sdk ${generation}, ${mode} mode`, generation, make);
      await payments(gateway, shop, `alipay-sdk ${generation}, ${mode} mode`, make({}));
    }
  }
} finally {
  await gateway.stop();
  shop.stop();
}
finish();
