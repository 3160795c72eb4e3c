-- SPDX-License-Identifier: MIT
---@meta alipay.core.key
-- Keys: loading, signing, verifying. Parsed once; key material never leaves by tostring or an error.

local key = {}

---A private or public key. `tostring` gives kind and size only ("RSA-2048 private key").
---@class core.key: userdata
local methods = {}

---Load a private key of any format.
---Accepted: PEM (PKCS#1, PKCS#8, SEC1), bare base64 of PKCS#1 or PKCS#8 DER on one line or several, `file://PATH`
---or a plain path to either of these, `private.pkcs1://BASE64`, `private.pkcs8://BASE64`; so is raw DER in a file. What
---editors do is undone: UTF-16, byte order marks, CRLF, foreign and full-width blanks, BEGIN and END lines that lack dashes,
---stand twice or are missing. `~` is not expanded. Labels and schemes are not
---believed: the kind is detected, not asked for. A message says what is wrong: a
---public key or a certificate where a private key belongs, an encrypted key, text that is no key, a missing file.
---@param source string the key or where it is
---@return core.key|nil key
---@return string|nil message
---@return string|nil class "file" (missing, unreadable) or "key" (not a usable key)
function key.load_private(source) end

---Load a public key: PEM (SPKI, PKCS#1, X.509 certificate), bare base64 of each, `file://PATH` or a plain path,
---`public.spki://BASE64`, `public.pkcs1://BASE64`. A private key is refused (it does not belong there).
---@param source string
---@return core.key|nil key
---@return string|nil message
---@return string|nil class "file" or "key"
function key.load_public(source) end

---Make a new key pair.
---@param kind? string "RSA" (default), "SM2", or "EC" (P-384), which signs certificates only
---@param bits? integer RSA modulus size in bits, 2048 by default; 1024 to 8192
---@return core.key|nil key
---@return string|nil message only when OpenSSL fails
---@return string|nil class
function key.generate(kind, bits) end

---Sign bytes: RSASSA-PKCS1-v1_5 over SHA-256 ("RSA2") or SHA-1 ("RSA"), or SM3withSM2 with user id
---1234567812345678 ("SM2").
---@param data string
---@param algorithm string "RSA2", "RSA" or "SM2"
---@return string|nil signature base64 on one line
---@return string|nil message
---@return string|nil class
function methods:sign(data, algorithm) end

---Verify a base64 signature over `data`, or over bytes `first` to `last` of it (1-based, inclusive) without copying.
---Bounds outside the data raise; `last` = `first` - 1 is the empty range. Raises "not enough memory" when there is no verdict for want
---of it.
---@param data string
---@param signature string base64; anything that is not base64 is simply a bad signature
---@param algorithm string
---@param first? integer
---@param last? integer
---@return boolean good
---@return string|nil reason why not, when it is not the mathematics: "not base64", "length 128, expected 256", a wrong kind of key
function methods:verify(data, signature, algorithm, first, last) end

---@return boolean private
function methods:is_private() end

---@return string kind "RSA", "SM2", "EC"
---@return integer bits
function methods:kind() end

---The key as PEM text. A form that the key does not have (pkcs8 of a public key, pkcs1 of SM2) raises; spki of a
---private key is its public half.
---@param format? string "pkcs8" (default of a private key), "pkcs1", "spki" (default of a public key)
---@return string pem
function methods:pem(format) end

---The key as base64 of its DER on one line, as Alipay's console shows and takes it.
---@param format? string as for `pem`
---@return string base64
function methods:base64(format) end

---The public half.
---@return core.key
function methods:public() end

---Whether both keys have the same public half.
---@param other core.key
---@return boolean
function methods:matches(other) end

return key
