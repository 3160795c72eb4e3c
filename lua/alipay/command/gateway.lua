-- SPDX-License-Identifier: MIT
-- The name under which the host finds the command.

return require "alipay.cli.gateway"
