-- SPDX-License-Identifier: MIT
-- Simulates alipay.data.dataservice.bill.downloadurl.query: the address of a bill of trades, and the file behind it.

local bill = require "alipay.gateway.bill"
local fault = require "alipay.gateway.fault"

local M = {}

M.tables = bill.tables
M.invalid = { any = "INVAILID_ARGUMENTS" }

function M.answer(gw, call)
  local values, seller_id = call.values, call.seller.user_id
  if values.bill_type ~= "trade" then return nil, fault.business("TYPE_NOT_SUPPORTED", values.bill_type) end
  local span = bill.span(values.bill_date)
  if not span then return nil, fault.business("INVAILID_ARGUMENTS", "bill_date") end
  if gw.clock() < span.made then return nil, fault.business "BILL_NOT_EXIST" end
  return {
    code = "10000", msg = "Success", bill_download_url = bill.address(gw, seller_id, values.bill_date),
    bill_file_code = bill.is_empty(gw, seller_id, span) and "EMPTY_DATA_WITH_BILL_FILE" or nil,
  }
end

M.path = "^/downloadBillFile%.resource$"

local GONE = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>403</title></head><body>"
  .. "<p>下载链接无效或已过期 (the address is wrong, or older than 30 seconds)</p></body></html>\n"

local function token_of(exchange)
  for _, pair in ipairs(exchange:query()) do
    if pair[1] == "token" then return pair[2] end
  end
end

---GET /downloadBillFile.resource?...&token=TOKEN
---@param gw alipay.gateway
---@param exchange core.exchange
---@return integer status
function M.serve(gw, exchange)
  local found = bill.find(gw, token_of(exchange))
  if not found then
    exchange:respond(403, { ["Content-Type"] = "text/html;charset=utf-8", ["Server"] = "alipay-lua" }, GONE)
    return 403
  end
  return bill.make(gw, found, function(path)
    assert(exchange:respond_file(200, { ["Content-Type"] = "application/zip", ["Server"] = "alipay-lua" }, path))
    return 200
  end)
end

return M
