-- SPDX-License-Identifier: MIT
---@meta alipay.core.cert
-- X.509 certificates: reading, Alipay's serial numbers, chains, and making them for the local gateway.

local cert = {}

---One or more certificates from one source.
---@class core.cert: userdata
local methods = {}

---Load certificates: PEM text with one or several (text between them and what editors do to keys are fine), base64 of DER, `file://PATH` or a
---plain path. Members that cannot be parsed are skipped and counted; none at all is an error.
---@param source string
---@return core.cert|nil bundle
---@return string|nil message
---@return string|nil class "file" or "key"
function cert.load(source) end

---Make a certificate. Without `issuer` it is self-signed with `issuer_key`.
---A name is a short name ("CN") or a dotted OID. Without `issuer`, `public_key` and `issuer_key` are the same pair.
---@param options { subject: table, public_key: core.key, issuer_key: core.key, issuer: core.cert|nil, days: integer, ca: boolean|nil, serial: string|nil, algorithm: string|nil, starts: integer|nil, hosts: string|nil } subject: array of {name, value}, as { {"C","CN"}, {"CN","x"} }; serial: decimal digits; otherwise 16 bytes in whose hexadecimal digits the date of `starts` is followed by random ones; algorithm "RSA2" (default), "RSA" or "SM2"; starts: Unix seconds, now otherwise; hosts: for a server, "DNS:a.example,IP:127.0.0.1"
---@return string|nil pem
---@return string|nil message
---@return string|nil class
function cert.make(options) end

---Make a certificate signing request (PKCS#10), as the console takes it to issue an app's certificate.
---@param options { key: core.key, subject: table, algorithm: string|nil } key: the private key that signs it; subject and algorithm as for `make`
---@return string|nil pem
---@return string|nil message
---@return string|nil class
function cert.request(options) end

---@return integer count certificates that were parsed
---@return integer skipped members that were not
function methods:count() end

---Serial number of a member as Alipay computes it: lower-case hex MD5 of the issuer name (RFC 2253 order, that is the
---reverse of the encoding, `CN=..,OU=..,O=..,C=..`) followed by the serial number in decimal.
---@param index? integer 1 by default
---@return string sn 32 hex digits
function methods:sn(index) end

---Serial number of a root bundle: the sn of each member whose signature algorithm fits, joined by "_".
---@param kind? string "RSA" (default; OID 1.2.840.113549.1.1.*) or "SM2" (OID 1.2.156.10197.1.501)
---@return string|nil sn nil when no member fits
---@return string|nil message
---@return string|nil class
function methods:root_sn(kind) end

---@param index? integer
---@return { subject: string, issuer: string, serial: string, not_before: integer, not_after: integer, self_signed: boolean, algorithm: string, ca: boolean } info names in RFC 2253 order, serial in decimal, times in Unix seconds, algorithm as OpenSSL's long name
function methods:info(index) end

---The public key of a member.
---@param index? integer
---@return core.key|nil key
---@return string|nil message
---@return string|nil class
function methods:key(index) end

---A member as PEM text.
---@param index? integer
---@return string pem
function methods:pem(index) end

---Whether the first member chains to one of `roots` (the other members serve as intermediates) and every link is in date.
---@param roots core.cert
---@param now? integer Unix seconds, the clock otherwise
---@return boolean trusted
---@return string|nil reason
function methods:trusted_by(roots, now) end

return cert
