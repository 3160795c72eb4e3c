-- SPDX-License-Identifier: MIT
---@meta alipay.core.server
-- An HTTP server on the same loop (libmicrohttpd). It binds to loopback unless told otherwise.

local server = {}

---@class core.server: userdata
local methods = {}

---One request, complete with its body. Answer it once, now or later: a second answer raises, one for a client or server that is gone is
---ignored. An exchange that is collected or closed unanswered gets a 500.
---@class core.exchange: userdata
local exchange = {}

---@class core.server_options
---@field host? string address to bind, "127.0.0.1" by default
---@field port? integer 0 (default) takes a free one
---@field spool? string folder in which file parts are kept while they arrive; file parts are refused (413) without it, and more than 1000
---@field certificate? string PEM text, intermediates behind it: the server speaks TLS. Needs `private_key`
---@field private_key? string PEM text
---@field max_body? integer bytes of a request body, files included, 33554432 by default; more gets 413
---@field max_fields? integer bytes of all fields that are not files, 1048576 by default; more gets 413
---@field on_request fun(exchange: core.exchange) runs from `loop.step`; an error in it answers 500 and is rethrown from the step
---@field on_problem? fun(message: string) told of a request that was refused before `on_request` ("POST /x 400 the multipart body is malformed"), and when connections are closed for want of room, once until half of it is free again. The room is half of what the limit of descriptors leaves, 1000 connections at most, a quarter of that for one address that is not loopback; the head of a request must come within 30 seconds
---@field on_tunnel? fun(authority: string): core.server|nil asked when a client wants a tunnel (CONNECT) to "host:443": the client becomes one of the server that it gives; with nil the CONNECT becomes a request, of that path, to be refused. Without it every CONNECT is a request

---@class core.upload
---@field name string field name
---@field filename string as sent
---@field type string Content-Type as sent, "" when absent
---@field path string where its bytes are now; deleted after the exchange unless it was renamed away
---@field size integer bytes

---Start listening.
---@param options core.server_options
---@return core.server|nil
---@return string|nil message as "cannot listen on 127.0.0.1:8900: Address already in use"
---@return string|nil class
function server.start(options) end

---Raises after stop.
---@return integer port
function methods:port() end

---Stop listening and drop what is open. Idempotent.
function methods:stop() end

---@return string method "GET", "POST", ...
function exchange:method() end

---@return string address of the client, as "127.0.0.1" or "::1", of other IPv6 ones the network; "" once it is gone
---@return integer port 0 once it is gone
function exchange:peer() end

---@return string path without the query, percent-decoded (any byte, NUL too)
function exchange:path() end

---@return string target path and query as sent, nothing decoded; of a target in absolute form without scheme and host
function exchange:target() end

---@return string origin scheme and host of a target in absolute form, as clients send to a proxy ("http://host:80"); "" for others
function exchange:origin() end

---@return table<string, string> headers names in lower case
function exchange:headers() end

---Parameters of the query string, decoded, in order.
---@return { [1]: string, [2]: string }[] pairs
function exchange:query() end

---Fields of an urlencoded or multipart body that are not files, decoded, in order.
---@return { [1]: string, [2]: string }[] pairs
function exchange:fields() end

---@return core.upload[] files file parts of a multipart body
function exchange:files() end

---Why files of the request could not be kept (a full disk); what `files` gives is not whole then.
---@return string|nil message as "No space left on device"
function exchange:problem() end

---The body as received ("" for multipart ones).
---@return string body
function exchange:body() end

---Answer with bytes from memory. A header with a line break, or one that the server itself writes (Content-Length), raises.
---@param status integer
---@param headers table<string, string>
---@param body string
function exchange:respond(status, headers, body) end

---Answer with a file, streamed from disk.
---@param status integer
---@param headers table<string, string>
---@param path string
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function exchange:respond_file(status, headers, path) end

---Answer with the first bytes of a body, and close the connection where the rest is missing.
---@param status integer
---@param headers table<string, string>
---@param body string whole, as its Content-Length says
---@param count integer bytes of it that are sent, less than all
function exchange:respond_part(status, headers, body, count) end

---Begin an answer that is written piece by piece, as server-sent events are; its head is sent at once. The exchange stays readable.
---@param status integer
---@param headers table<string, string>
---@return core.stream|nil
---@return string|nil message
---@return string|nil class
function exchange:stream(status, headers) end

---An answer on its way. It ends when it is closed or collected; nothing waits for a client that does not read.
---@class core.stream: userdata
local stream = {}

---Send bytes: all of them are taken, or none. 65536 can wait to be sent. That a client is gone shows some time after a write.
---@param bytes string
---@return boolean|nil ok
---@return string|nil reason "full": try again later; "closed": it was ended, or client or server are gone
function stream:write(bytes) end

---End the answer; what was written is still sent. Idempotent.
function stream:close() end

---Close the connection in the middle of the answer; what was not yet sent may be lost. Idempotent.
function stream:drop() end

---Close the connection without an answer (a gateway that is told to misbehave).
function exchange:drop() end

return server
