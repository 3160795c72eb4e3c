-- SPDX-License-Identifier: MIT
---@meta alipay.core.http
-- HTTP requests over libcurl's multi interface. TLS is always verified.

local http = {}

---A request in flight. It is kept alive by the loop until it is delivered or cancelled.
---@class core.request: userdata
local methods = {}

---@class core.part
---@field name string field name
---@field data? string bytes of a part in memory
---@field path? string file of a part that is streamed from disk
---@field filename? string file name sent; a part without one is a text field
---@field type? string Content-Type of the part

---@class core.http_options
---@field url string absolute http or https URL, sent as it is
---@field query? string percent-encoded, sent as it is behind a URL that has none
---@field method? string "GET" (default), "HEAD", "POST", "PUT", "PATCH", "DELETE"; POST, PUT and PATCH may have a body
---@field headers? string[] lines "Name: value"; a line break in one raises, and so does Content-Length or Transfer-Encoding
---@field body? string request body (POST)
---@field multipart? core.part[] multipart body instead of `body`
---@field timeout? number total budget in seconds, from this call to the last byte, time in the queue included; 15 by default
---@field deadline? number when `timeout`, which messages name, is over, as `loop.now` counts: for work that began earlier
---@field connect_timeout? number seconds, 10 by default
---@field low_speed_limit? integer bytes per second: slower than that for `low_speed_time` ends with class "timeout"; 0, the default, is off
---@field low_speed_time? number seconds, 30 by default; libcurl counts whole ones
---@field max_body? integer largest reply body in bytes, 67108864 by default; a larger one fails with class "limit"
---@field file? string where the body of a success (status 2xx) goes instead of memory, mode 0600: under this name when it is whole and flushed to disk, never half-written, an older file replaced; of another reply the first 65,536 bytes are `body`
---@field http2? boolean offer HTTP/2 over TLS; false by default
---@field proxy? string proxy URL; "" for none; the usual environment variables otherwise
---@field ca_file? string PEM file of trusted authorities instead of the system's
---@field user_agent? string
---@field owner? any not nil: the first argument of `fn`, before those below
---@field on_progress? fun(sent: integer, total: integer) upload progress in bytes, at most ten times a second, and once at the end of one that succeeds

---@field on_data? fun() the reply is taken in pieces as it comes: there is one for `request:take()`. 65536 bytes wait at most, more stays in the connection until they are taken; what is left at the end is the `body` of the response, or of a failure the fifth value given to `fn`

---Made lazily but for status and body: a field is there when it is asked for.
---@class core.http_response
---@field status integer
---@field headers table<string, string> names in lower case; several of one name joined by ", "
---@field header fun(self: core.http_response, ...: string): ... string|nil up to eight of them by their names in lower case, without making the table
---@field body string "" when it went to a file
---@field size integer bytes of the body, also of one in a file
---@field timing { queue: number, lookup: number, connect: number, tls: number, first_byte: number, total: number } seconds since the call; 0 for what did not happen
---@field reused boolean whether an open connection was used
---@field http_version string "1.0", "1.1" or "2"

---Start a request. Options are checked here (an unknown name, a wrong type, a line break or NUL in a header raise); files are opened here: one of a part that is missing, one that
---cannot be written give nil, message, "file". Redirects are not followed. `fn(response)` or `fn(nil, message, class, stage)` runs from `loop.step`; class is
---"network", "timeout", "limit" (a body above `max_body`, more than 256 KiB or 1,000 lines of headers and trailers, a coding that was
---not asked for) or "file" (a file that changed while it was sent, a full disk); stage says how far it came: no byte of the request left at
---"queue", "name", "proxy", "connect", "tls", "authority" (who signed the certificate is not known) and "host" (the certificate is
---another host's), at "request" some may have, at "reply" an answer came. The message names host and port, never the query.
---@param options core.http_options
---@param fn fun(response: core.http_response|nil, message: string|nil, class: string|nil, stage: string|nil, rest: string|nil)
---@param shared? table what many requests have in common, where `options` does not say it: connect_timeout, low_speed_limit, low_speed_time, max_body, http2, proxy, ca_file; what else it holds is passed over
---@return core.request|nil
---@return string|nil message
---@return string|nil class
function http.start(options, fn, shared) end

---What came of a reply that is taken in pieces (`on_data`) since the last time: its status and headers, and in `body` the piece.
---@return core.http_response|nil response nil when it was delivered or cancelled
function methods:take() end

---Abort it; its function is never called then. Idempotent, also after delivery.
function methods:cancel() end

return http
