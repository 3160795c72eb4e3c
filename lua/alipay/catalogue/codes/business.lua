-- SPDX-License-Identifier: MIT
-- Business codes of trades, refunds, bills, transfers, agreements and authorizations, without their prefix (ACQ.): meaning and remedy
-- in English and Chinese. Source of the names: the code lists of the platform's own V3 methods, as its clients carry them, spelt as
-- they are there. Meanings and remedies are written here.

local QUERY = "query before repeating; repeat only with the same request number"
local QUERY_ZH = "先查询结果，只能用同一请求号重试"
local NEW_NUMBER = "if this is another order, give it a number of its own"
local NEW_NUMBER_ZH = "若为另一笔订单，请更换订单号"
local SIGN = "sign the product in the console, and wait until it is in effect"
local SIGN_ZH = "在控制台签约产品并等待生效"
local OTHER_WAY = "let the buyer pay in another way"
local OTHER_WAY_ZH = "请买家更换付款方式"
local SUPPORT = "let the account's owner ask the platform's support (95188)"
local SUPPORT_ZH = "请账户所有人联系支付宝客服（95188）"
local LIMIT = "lower the amount, or wait for the next day or month"
local LIMIT_ZH = "降低金额，或次日、次月再试"
local SHOP = "compare the secondary merchant's number with the one that the platform gave"
local SHOP_ZH = "核对二级商户号与平台分配的是否一致"
local PARAMETER = "see sub_msg; alipay-lua --help METHOD names the parameters"
local PARAMETER_ZH = "见 sub_msg；alipay-lua --help 方法名 可列出参数"
local PAYEE = "check identity, identity_type and name of the payee"
local PAYEE_ZH = "核对收款方的 identity、identity_type 与 name"

return {
  -- whatever the method
  SYSTEM_ERROR = {
    "the platform failed inside; nobody knows whether the work was done", "系统错误，结果未知",
    QUERY, QUERY_ZH,
  },
  UNKNOWN_ERROR = { "the platform failed inside", "未知错误", QUERY, QUERY_ZH },
  INVALID_PARAMETER = { "a parameter is missing or wrong", "参数无效", PARAMETER, PARAMETER_ZH },
  INVALID_PARAM = { "a parameter is missing or wrong", "参数无效", PARAMETER, PARAMETER_ZH },
  PARAM_ILLEGAL = { "a parameter is missing or wrong", "参数异常", PARAMETER, PARAMETER_ZH },
  ILLEGAL_PARAM = { "a parameter is missing or wrong", "参数异常", PARAMETER, PARAMETER_ZH },
  ILLEGAL_PARAMS = { "a parameter is missing or wrong", "参数异常", PARAMETER, PARAMETER_ZH },
  ILLEGAL_ARGUMENT = { "a parameter is missing or wrong", "参数不正确", PARAMETER, PARAMETER_ZH },
  PARAMETER_ERROR = { "a parameter is missing or wrong", "参数有误", PARAMETER, PARAMETER_ZH },
  ACCESS_FORBIDDEN = { "the merchant has not signed this product, or not for this app", "无权限使用接口", SIGN, SIGN_ZH },
  PARTNER_ERROR = {
    "the app_id or the merchant is wrong", "应用 APP_ID 填写错误",
    "check app_id, and whose order it is", "核对 app_id 与商户",
  },
  EXIST_FORBIDDEN_WORD = {
    "a text holds forbidden words", "订单信息中包含违禁词",
    "change subject or body", "修改 subject、body 等文本",
  },
  RESOURCE_LIMIT_EXCEED = { "too many requests at once", "请求超过资源限制", "repeat later with a growing pause", "间隔递增后重试" },
  REQUEST_PROCESSING = { "the same request is under way", "请求处理中", QUERY, QUERY_ZH },
  SYSTEM_RATE_LIMIT = { "too many requests at once", "系统限流", "repeat later with a growing pause", "间隔递增后重试" },
  USER_RATE_LIMIT = { "too many requests of this user", "用户限流", "repeat later with a growing pause", "间隔递增后重试" },
  ISV_AUTH_ERROR = {
    "the service provider lacks the authorization", "服务商授权异常",
    "ask the merchant for authorization", "请商户授权",
  },
  UNBOUND_APPLICATION = {
    "the app is not bound to the merchant", "应用未绑定商户",
    "bind the app to the merchant in the console", "在控制台绑定应用与商户",
  },

  -- the order
  TRADE_NOT_EXIST = {
    "there is no such trade; a scanned order becomes one only when the buyer opens it", "交易不存在（扫码订单在买家打开后才产生交易）",
    "check out_trade_no and whose app made it; while a buyer has still to scan, go on asking", "核对订单号与应用；等待扫码期间可继续查询",
  },
  TRADE_HAS_SUCCESS = {
    "the trade is paid already", "交易已被支付",
    "do not charge again; " .. NEW_NUMBER, "不要重复收款；" .. NEW_NUMBER_ZH,
  },
  TRADE_HAS_CLOSE = { "the trade is closed", "交易已经关闭", "make a new order with a new number", "更换订单号重新下单" },
  TRADE_HAS_FINISHED = {
    "the trade is finished: it can be refunded or cancelled no more", "交易已完结，不能再退款或撤销",
    "pay the money back another way, as by a transfer", "通过转账等其他方式退款",
  },
  TRADE_STATUS_ERROR = {
    "the trade's state does not allow this", "交易状态不合法",
    "query trade_status first", "先查询 trade_status",
  },
  REASON_TRADE_STATUS_INVALID = {
    "the trade's state does not allow this", "交易状态异常",
    "query trade_status first", "先查询 trade_status",
  },
  REASON_ILLEGAL_STATUS = {
    "the trade's state does not allow this", "交易状态异常",
    "query trade_status first", "先查询 trade_status",
  },
  CONTEXT_INCONSISTENT = {
    "the number belongs to an order with another amount or subject", "交易信息被篡改（同一订单号信息不一致）",
    "send the same order again unchanged; " .. NEW_NUMBER, "以原信息重发；" .. NEW_NUMBER_ZH,
  },
  TRADE_BUYER_NOT_MATCH = { "the trade belongs to another buyer", "交易买家不匹配", NEW_NUMBER, NEW_NUMBER_ZH },
  TOTAL_FEE_EXCEED = {
    "the amount is out of range (0.01 to 100000000.00)", "订单总金额超过限额",
    "check total_amount: yuan with two decimals", "核对 total_amount（元，两位小数）",
  },
  NOW_TIME_AFTER_EXPIRE_TIME_ERROR = {
    "time_expire lies in the past", "当前时间已超过允许支付的时间",
    "set time_expire later, in GMT+8", "将 time_expire 设为更晚的时间（东八区）",
  },
  APPLY_PC_MERCHANT_CODE_ERROR = {
    "no QR code could be made for this order", "申请二维码失败",
    "repeat it; " .. NEW_NUMBER, "重试；" .. NEW_NUMBER_ZH,
  },
  SUB_GOODS_SIZE_MAX_COUNT = { "goods_detail has too many entries", "子商品明细超长", "send fewer entries", "减少商品明细条数" },
  INVALID_STORE_ID = { "the shop's number is wrong", "商户门店编号无效", "check store_id", "核对 store_id" },
  STORE_INFO_INVALID = { "the shop's data are wrong", "门店信息无效", "check store_id", "核对 store_id" },
  PRODUCT_AMOUNT_LIMIT_ERROR = { "the product allows no such amount", "产品额度超限", LIMIT, LIMIT_ZH },
  PRODUCT_NOT_SUPPORT_IN_TINY_APP = {
    "this product cannot be used in mini programs", "小程序不支持该产品",
    "use a product_code for mini programs", "使用小程序支持的 product_code",
  },
  OPEN_ID_NOT_TINY_APP = {
    "an open id was sent by an app that is no mini program", "非小程序应用不能使用 open id",
    "send buyer_id instead", "改传 buyer_id",
  },
  BIZ_PRODUCT_NOT_ALLOWED = { "the merchant may not use this product", "业务产品不允许", SIGN, SIGN_ZH },
  UN_SUPPORT_TRADE_SCENE = { "this scene is not supported", "不支持的交易场景", PARAMETER, PARAMETER_ZH },
  RISK_MERCHANT_IP_NOT_EXIST = {
    "the address of the buyer's terminal is missing", "缺少终端 IP",
    "send it in business_params", "在 business_params 中传入",
  },

  -- buyer and payment
  PAYMENT_AUTH_CODE_INVALID = {
    "the payment code is wrong, used or over", "支付授权码无效、已使用或已过期",
    "scan the buyer's code again: it lives a minute", "重新扫描付款码（约一分钟有效）",
  },
  PAYMENT_FAIL = { "the payment failed", "支付失败", "query, then let the buyer pay again", "先查询，再请买家重新付款" },
  PAYMENT_REQUEST_HAS_RISK = { "risk control refused the payment", "支付有风险", OTHER_WAY, OTHER_WAY_ZH },
  BUYER_BALANCE_NOT_ENOUGH = { "the buyer's balance is too small", "买家余额不足", OTHER_WAY, OTHER_WAY_ZH },
  BUYER_BANKCARD_BALANCE_NOT_ENOUGH = {
    "the buyer's card has too little money", "用户银行卡余额不足",
    OTHER_WAY, OTHER_WAY_ZH,
  },
  ERROR_BALANCE_PAYMENT_DISABLE = { "the buyer switched payment by balance off", "余额支付功能关闭", OTHER_WAY, OTHER_WAY_ZH },
  NO_PAYMENT_INSTRUMENTS_AVAILABLE = {
    "the buyer has nothing to pay with here", "没有可用的支付工具",
    OTHER_WAY .. "; check enable_pay_channels", OTHER_WAY_ZH .. "，并检查 enable_pay_channels",
  },
  NO_AVAILABLE_PAYMENT_TOOLS = { "the buyer has nothing to pay with here", "没有可用的支付工具", OTHER_WAY, OTHER_WAY_ZH },
  MOBILE_PAYMENT_SWITCH_OFF = { "the buyer switched mobile payment off", "用户的无线支付开关关闭", OTHER_WAY, OTHER_WAY_ZH },
  USER_FACE_PAYMENT_SWITCH_OFF = { "the buyer switched payment by code off", "用户当面付付款开关关闭", OTHER_WAY, OTHER_WAY_ZH },
  BUYER_NOT_EXIST = {
    "there is no such buyer", "买家不存在",
    "check buyer_id or buyer_open_id", "核对 buyer_id 或 buyer_open_id",
  },
  BUYER_ERROR = { "the buyer's account cannot be used", "买家账号异常", SUPPORT, SUPPORT_ZH },
  BUYER_ENABLE_STATUS_FORBID = { "the buyer's account is blocked", "买家状态非法", SUPPORT, SUPPORT_ZH },
  BUYER_SELLER_EQUAL = { "buyer and seller are one account", "买卖家不能相同", "pay with another account", "更换买家账号" },
  BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR = { "the buyer's limit of the day is reached", "买家付款日限额超限", LIMIT, LIMIT_ZH },
  BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR = {
    "the buyer's limit of the month is reached", "买家付款月额度超限",
    LIMIT, LIMIT_ZH,
  },
  BEYOND_PAY_RESTRICTION = { "the merchant's limit of receipts is reached", "商户收款额度超限", LIMIT, LIMIT_ZH },
  BEYOND_PER_RECEIPT_RESTRICTION = { "the merchant's limit of receipts is reached", "商户收款金额超过月限额", LIMIT, LIMIT_ZH },
  BEYOND_PER_RECEIPT_DAY_RESTRICTION = {
    "the merchant's limit of the day is reached", "商户收款金额超过日限额",
    LIMIT, LIMIT_ZH,
  },
  BEYOND_PER_RECEIPT_SINGLE_RESTRICTION = {
    "the amount is above the merchant's limit for one payment", "收款金额超过单笔限额",
    LIMIT, LIMIT_ZH,
  },
  ERROR_BUYER_CERTIFY_LEVEL_LIMIT = {
    "the buyer has to prove his identity first", "买家未通过人行认证",
    "the buyer completes it in the wallet", "请买家在支付宝完成认证",
  },
  ERROR_SELLER_CERTIFY_LEVEL_LIMIT = {
    "the seller has to prove his identity first", "卖家未通过人行认证",
    "the seller completes it in the wallet", "请卖家完成认证",
  },
  PAYER_UNMATCHED = {
    "another person than the named one wants to pay", "付款人不匹配",
    "let the named buyer pay", "由指定买家付款",
  },
  USER_LOGONID_DUP = { "several accounts have this login name", "用户登录号重复", "send buyer_id instead", "改传 buyer_id" },
  CUSTOMER_VALIDATE_ERROR = { "the account failed a check", "账户校验失败", SUPPORT, SUPPORT_ZH },
  PULL_MOBILE_CASHIER_FAIL = {
    "the buyer's phone could not show the cashier", "唤起移动收银台失败",
    "let the buyer scan again", "请买家重新扫码",
  },
  NOT_SUPPORT_PAYMENT_INST = { "this way of paying is not supported here", "不支持的支付机构", OTHER_WAY, OTHER_WAY_ZH },

  ENTERPRISE_PAY_BIZ_ERROR = {
    "the buyer's company refused to pay", "因公付业务异常", OTHER_WAY, OTHER_WAY_ZH,
  },

  -- seller
  SELLER_BEEN_BLOCKED = { "the seller's account is blocked", "商家账号被冻结", SUPPORT, SUPPORT_ZH },
  SELLER_NOT_EXIST = { "there is no such seller", "卖家不存在", "check seller_id", "核对 seller_id" },
  SELLER_BALANCE_NOT_ENOUGH = {
    "the seller's balance is too small", "卖家余额不足",
    "put money into the merchant's account, then repeat with the same out_request_no", "充值商户账户后，用同一 out_request_no 重试",
  },
  INVALID_RECEIVE_ACCOUNT = {
    "seller_id is not bound to the contract", "seller_id 不在签约收款账号内",
    "leave seller_id out, or bind the account in the console", "不传 seller_id，或在控制台绑定收款账号",
  },
  MERCHANT_STATUS_NOT_NORMAL = { "the merchant's state does not allow this", "商户状态异常", SUPPORT, SUPPORT_ZH },
  MERCHANT_AGREEMENT_NOT_EXIST = { "the merchant has no contract", "商户协议不存在", SIGN, SIGN_ZH },
  MERCHANT_AGREEMENT_INVALID = { "the merchant's contract is not in effect", "商户协议已失效", SIGN, SIGN_ZH },
  RESTRICTED_MERCHANT_INDUSTRY = { "the merchant's industry is restricted", "行业信息受限", SUPPORT, SUPPORT_ZH },
  SECONDARY_MERCHANT_ID_BLANK = {
    "the secondary merchant's number is missing", "二级商户编号错误",
    "send sub_merchant.merchant_id", "传 sub_merchant.merchant_id",
  },
  SECONDARY_MERCHANT_ID_INVALID = { "the secondary merchant's number is wrong", "二级商户不存在", SHOP, SHOP_ZH },
  SECONDARY_MERCHANT_NOT_MATCH = { "the secondary merchant belongs to somebody else", "二级商户信息不匹配", SHOP, SHOP_ZH },
  SECONDARY_MERCHANT_STATUS_ERROR = { "the secondary merchant is not active", "商户状态异常", SHOP, SHOP_ZH },
  SUB_MERCHANT_CREATE_FAIL = { "the secondary merchant could not be made", "二级商户创建失败", SHOP, SHOP_ZH },
  SUB_MERCHANT_TYPE_INVALID = { "the kind of the secondary merchant is wrong", "二级商户类型非法", SHOP, SHOP_ZH },
  DEFAULT_SETTLE_RULE_NOT_EXIST = {
    "the secondary merchant has no rule of settlement", "默认结算条款不存在",
    "set one, or send settle_info", "设置结算规则或传 settle_info",
  },
  TRADE_SETTLE_ERROR = {
    "the trade could not be settled", "分账信息校验失败",
    "check settle_info and royalty_info", "检查 settle_info 与 royalty_info",
  },

  -- cancel and refund
  CANCEL_NOT_ALLOWED = { "this trade cannot be cancelled", "交易不允许撤销", "refund it instead", "改用退款" },
  TRADE_CANCEL_TIME_OUT = { "the time for a cancel is over", "超过撤销时间范围", "refund it instead", "改用退款" },
  DISCORDANT_REPEAT_REQUEST = {
    "this out_request_no was used with another amount", "同一笔退款金额不一致",
    "send the first amount again, or another out_request_no for another refund", "以原金额重发，另一笔退款须更换 out_request_no",
  },
  REFUND_AMT_NOT_EQUAL_TOTAL = {
    "the refunds would exceed what was paid, or a partial refund has no out_request_no", "退款金额超限，或部分退款缺少 out_request_no",
    "ask fastpay.refund.query what was refunded; give out_request_no", "用 fastpay.refund.query 核对已退金额，并传 out_request_no",
  },
  REASON_TRADE_REFUND_FEE_ERR = {
    "the amount of the refund is wrong, or the trade was refunded before", "退款金额错误或已退款",
    "ask fastpay.refund.query what was refunded", "用 fastpay.refund.query 核对已退金额",
  },
  REFUND_FEE_ERROR = { "the amount of the refund is wrong", "退款金额错误", "check refund_amount", "核对 refund_amount" },
  TRADE_NOT_ALLOW_REFUND = {
    "this trade cannot be refunded", "当前交易不允许退款",
    "look at the contract and the trade's state", "检查签约产品与交易状态",
  },
  NOT_ALLOW_PARTIAL_REFUND = {
    "this trade can be refunded as a whole only", "不支持部分退款",
    "refund the whole amount", "全额退款",
  },
  REASON_TRADE_BEEN_FREEZEN = { "the trade is frozen", "请求退款的交易被冻结", SUPPORT, SUPPORT_ZH },
  ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND = {
    "a voucher of this trade cannot be given back", "交易使用的券不支持退款",
    "refund without the voucher", "扣除券金额退款",
  },
  REFUND_CHARGE_ERROR = { "the fee could not be given back", "退收费异常", QUERY, QUERY_ZH },
  REFUND_ACCOUNT_NOT_EXIST = { "the account that the refund goes to is gone", "退款出资账户不存在", SUPPORT, SUPPORT_ZH },
  NOTIFY_STATUS_INVALID = {
    "the state that was told does not fit the order", "通知状态与订单不符",
    "check order_biz_info", "检查 order_biz_info",
  },

  -- bills
  BILL_NOT_EXIST = {
    "there is no such bill (yet): the bill of a day is there the next day at about 9:00", "账单不存在（T+1 日约 9 点生成）",
    "ask for a date before today, later in the day", "查询昨天或更早的账单，并在 9 点后再试",
  },
  NO_BILL_DATA = { "there was no business on that day or in that month", "当期没有账单数据", "nothing is to be done", "无需处理" },
  INVAILID_ARGUMENTS = {
    "bill_type or bill_date is wrong", "入参不合法",
    "send bill_type and bill_date as yyyy-MM-dd or yyyy-MM", "传 bill_type 与 yyyy-MM-dd 或 yyyy-MM 格式的 bill_date",
  },
  TYPE_NOT_SUPPORTED = {
    "there is no such kind of bill", "不支持的账单类型",
    "use trade or signcustomer", "使用 trade 或 signcustomer",
  },
  BILL_DATE_BEFORE_REGISTRATION = {
    "the date lies before the merchant registered", "账单日期早于签约日期",
    "ask for a later date", "查询更晚的日期",
  },

  -- transfers
  PAYER_BALANCE_NOT_ENOUGH = {
    "the payer's balance is too small", "付款方余额不足",
    "put money into the account, then repeat with the same out_biz_no", "充值后用同一 out_biz_no 重试",
  },
  BALANCE_IS_NOT_ENOUGH = {
    "the payer's balance is too small", "付款方余额不足",
    "put money into the account, then repeat with the same out_biz_no", "充值后用同一 out_biz_no 重试",
  },
  PAYMENT_MONEY_NOT_ENOUGH = {
    "the payer's balance is too small", "支付资金不足",
    "put money into the account, then repeat with the same out_biz_no", "充值后用同一 out_biz_no 重试",
  },
  PAYMENT_INFO_INCONSISTENCY = {
    "this out_biz_no was used with other parameters", "两次请求商户单号一样，但是参数不一致",
    "send the first request unchanged, or another out_biz_no for another transfer", "以原参数重发，另一笔转账须更换 out_biz_no",
  },
  PAYEE_NOT_EXIST = { "there is no such payee", "收款方不存在", PAYEE, PAYEE_ZH },
  PAYEE_USERINFO_ERROR = { "name and account of the payee do not fit", "收款方姓名与账号不匹配", PAYEE, PAYEE_ZH },
  PAYEE_ACC_OCUPIED = {
    "several accounts have this login name", "收款方登录号对应多个账号",
    "send the payee's name, or identity_type ALIPAY_USER_ID", "传收款方姓名，或使用 ALIPAY_USER_ID",
  },
  PAYEE_ACCOUNT_STATUS_ERROR = { "the payee's account cannot receive", "收款方账号异常", SUPPORT, SUPPORT_ZH },
  PAYEE_USERINFO_STATUS_ERROR = { "the payee's account cannot receive", "收款方账户状态异常", SUPPORT, SUPPORT_ZH },
  PAYEE_NOT_RELNAME_CERTIFY = {
    "the payee has not proved his identity", "收款方未实名认证",
    "the payee completes it in the wallet", "请收款方完成实名认证",
  },
  PAYEE_CARD_INFO_ERROR = {
    "the payee's card data are wrong", "收款方银行卡信息有误",
    "check card number, name and bank", "核对卡号、户名与银行",
  },
  PAYER_PAYEE_CANNOT_SAME = { "payer and payee are one account", "收付款方不能相同", "name another payee", "更换收款方" },
  PAYER_STATUS_ERROR = { "the payer's account cannot pay", "付款方账户异常", SUPPORT, SUPPORT_ZH },
  PAYER_NOT_EXIST = { "there is no such payer", "付款方不存在", "check the payer's account", "核对付款账号" },
  EXCEED_LIMIT_SM_AMOUNT = { "the amount is above the limit for one transfer", "单笔额度超限", LIMIT, LIMIT_ZH },
  EXCEED_LIMIT_SM_MIN_AMOUNT = {
    "the amount is below the least one (0.10)", "低于最低转账金额（0.1 元）",
    "transfer at least 0.10", "转账金额不低于 0.1 元",
  },
  EXCEED_LIMIT_DM_AMOUNT = { "the limit of the day is reached", "日累计额度超限", LIMIT, LIMIT_ZH },
  EXCEED_LIMIT_MM_AMOUNT = { "the limit of the month is reached", "月累计额度超限", LIMIT, LIMIT_ZH },
  PRODUCT_NOT_SIGN = { "the product is not signed", "产品未签约", SIGN, SIGN_ZH },
  NO_ORDER_PERMISSION = { "the order is somebody else's", "没有该笔订单的权限", "check the number and the app", "核对单号与应用" },
  ORDER_NOT_EXIST = {
    "there is no such order", "转账订单不存在",
    "check out_biz_no, product_code and biz_scene; within seconds of the transfer ask again",
    "核对 out_biz_no、product_code、biz_scene；刚发起时稍后再查",
  },
  ORDER_STATUS_INVALID = { "the order's state does not allow this", "订单状态异常", "query the order first", "先查询订单" },
  TRANS_ORDER_DEALING = { "the transfer is under way", "转账处理中", QUERY, QUERY_ZH },
  REMARK_HAS_SENSITIVE_WORD = {
    "the remark holds forbidden words", "转账备注包含敏感词",
    "change remark or order_title", "修改 remark 或 order_title",
  },
  MEMO_REQUIRED_IN_TRANSFER_ERROR = {
    "amounts of 50000 and more need a remark", "单笔五万及以上须填备注",
    "send remark", "传 remark",
  },
  TRANSFER_SCENE_NAME_BLANK = {
    "transfer_scene_name is missing", "缺少转账场景",
    "send transfer_scene_name and its report", "传 transfer_scene_name 与场景报备信息",
  },
  TRANSFER_SCENE_NAME_ILLEGAL = {
    "the merchant was not admitted to this scene", "转账场景未准入",
    "ask for the scene in the console", "在控制台申请场景",
  },
  SECURITY_CHECK_FAILED = { "risk control refused", "安全检查失败", SUPPORT, SUPPORT_ZH },
  NO_ACCOUNT_PAYMENT_PERMISSION = { "the account may not pay", "无账户付款权限", SUPPORT, SUPPORT_ZH },

  -- cards, advances, pre-authorizations, shares
  SECONDARY_MERCHANT_ALIPAY_ACCOUNT_INVALID = {
    "the secondary merchant's Alipay account is wrong", "二级商户的支付宝账户无效",
    SHOP, SHOP_ZH,
  },
  SECONDARY_MERCHANT_ISV_PUNISH_INDIRECT = {
    "the service provider was barred from new secondary merchants", "商户状态异常（服务商被处罚）",
    SUPPORT, SUPPORT_ZH,
  },
  SECONDARY_MERCHANT_CARD_ALIAS_NO_INVALID = {
    "the secondary merchant's settlement card is wrong", "二级商户的结算卡编号无效",
    SHOP, SHOP_ZH,
  },
  PLATFORM_BUSINESS_ACQUIRE_MODE_MUST_MERCHANT_ID = {
    "orders of a platform need the secondary merchant's number", "平台商户收单须传二级商户号",
    "send sub_merchant.merchant_id", "传 sub_merchant.merchant_id",
  },
  MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT = { "the merchant's receipts are suspended", "商户暂停收款", SUPPORT, SUPPORT_ZH },
  MERCHANT_PERM_RECEIPT_SINGLE_LIMIT = {
    "the amount is above the merchant's limit for one payment", "超过商户单笔收款限额",
    LIMIT, LIMIT_ZH,
  },
  MERCHANT_PERM_RECEIPT_DAY_LIMIT = { "the merchant's limit of the day is reached", "超过商户单日收款限额", LIMIT, LIMIT_ZH },
  CARD_USER_NOT_MATCH = { "the card belongs to another person", "脱机记录用户信息不匹配", OTHER_WAY, OTHER_WAY_ZH },
  CARD_TYPE_ERROR = { "this kind of card is not taken", "卡类型错误", OTHER_WAY, OTHER_WAY_ZH },
  CERT_EXPIRED = { "the buyer's proof of payment is over", "凭证过期", "scan the buyer's code again", "重新扫描付款码" },
  AMOUNT_OR_CURRENCY_ERROR = {
    "amount or currency is wrong", "订单金额或币种信息错误",
    "check total_amount and trans_currency", "核对 total_amount 与 trans_currency",
  },
  CURRENCY_NOT_SUPPORT = { "this currency is not taken", "订单币种不支持", "use a currency of the contract", "使用签约的币种" },
  MERCHANT_UNSUPPORT_ADVANCE = { "the merchant may not have payments advanced", "商户不支持垫资", SIGN, SIGN_ZH },
  BUYER_UNSUPPORT_ADVANCE = { "the buyer's payment cannot be advanced", "买家不支持垫资", OTHER_WAY, OTHER_WAY_ZH },
  ORDER_UNSUPPORT_ADVANCE = {
    "this order's payment cannot be advanced", "订单不支持垫资",
    "leave advance_payment_type out", "不传 advance_payment_type",
  },
  CYCLE_PAY_DATE_NOT_MATCH = {
    "it is too early for the next payment of the agreement", "扣款日期不在签约允许范围内",
    "charge on the day of the agreement", "在协议约定的日期扣款",
  },
  CYCLE_PAY_SINGLE_FEE_EXCEED = {
    "the amount is above the agreement's limit for one payment", "周期扣款单笔金额超限",
    LIMIT, LIMIT_ZH,
  },
  CYCLE_PAY_TOTAL_FEE_EXCEED = {
    "the sum is above the agreement's limit", "周期扣款总金额超限",
    "let the user sign a new agreement", "请用户重新签约",
  },
  CYCLE_PAY_TOTAL_TIMES_EXCEED = {
    "the agreement allows no further payment", "周期扣款总次数超限",
    "let the user sign a new agreement", "请用户重新签约",
  },
  AUTH_NO_ERROR = { "the number of the pre-authorization is wrong", "预授权号错误或状态异常", "check auth_no", "核对 auth_no" },
  AUTH_AMOUNT_NOT_ENOUGH = { "less is frozen than is to be paid", "授权剩余金额不足", "lower the amount", "降低金额" },
  AGREEMENT_ERROR = { "the agreement's data are wrong", "协议信息异常", "check agreement_params", "核对 agreement_params" },
  PRE_AUTH_PROD_CODE_INCONSISTENT = {
    "product_code differs from that of the pre-authorization", "预授权产品码不一致",
    "send the product_code of the freezing", "传冻结时的 product_code",
  },
  REQUEST_AMOUNT_EXCEED = { "the amount is above what was authorized", "请求金额超过授权金额", "lower the amount", "降低金额" },
  BUYER_NOT_MAINLAND_CERT = { "the buyer has no mainland identity", "买家不是大陆证件认证用户", OTHER_WAY, OTHER_WAY_ZH },
  SMILE_PAY_MERCHANT_NOT_MATCH = {
    "the face was read for another merchant", "刷脸付商户不匹配",
    "read the face again with this merchant's device", "使用本商户设备重新刷脸",
  },
  NOT_CERTIFIED_USER = {
    "the user has not proved his identity", "用户未实名认证",
    "the user completes it in the wallet", "请用户完成实名认证",
  },
  AUTH_ORDER_NOT_PAID = {
    "nothing is frozen for this pre-authorization yet", "预授权订单未支付",
    "wait until the buyer agrees", "等待买家完成授权",
  },
  AUTH_ORDER_HAS_FINISHED = {
    "the pre-authorization is finished", "预授权订单已完结",
    "ask for a new pre-authorization", "重新发起预授权",
  },
  AUTH_ORDER_HAS_CLOSED = {
    "the pre-authorization is closed", "预授权订单已关闭",
    "ask for a new pre-authorization", "重新发起预授权",
  },
  ZM_AUTH_AMOUNT_EXCEED = {
    "the amount is above the credit that was granted", "芝麻授权金额超限",
    "lower the amount", "降低金额",
  },
  ZM_CREDIT_AUTH_FAIL = { "the credit was refused", "芝麻信用授权失败", OTHER_WAY, OTHER_WAY_ZH },
  ZM_AUTH_RULE_LIMIT = { "a rule of the credit refused", "芝麻授权规则限制", OTHER_WAY, OTHER_WAY_ZH },
  ROYALTY_ACCOUNT_NOT_EXIST = {
    "an account that takes a share does not exist", "分账收款方不存在",
    "check royalty_info", "核对 royalty_info",
  },
  OVER_MAX_DEDUCT_COUNT = {
    "the agreement allows no further attempt", "超过最大扣款次数",
    "wait for the next period", "等待下一周期",
  },
  OVER_MAX_UNDER_WAY_DEDUCT_COUNT = {
    "too many payments of the agreement are under way", "处理中的扣款笔数超限",
    QUERY, QUERY_ZH,
  },
  OVER_DEDUCT_PERIOD = { "the agreement's time is over", "超过扣款期限", "let the user sign a new agreement", "请用户重新签约" },
  OVER_MERCHANT_DAILY_DEDUCT_AMOUNT = { "the merchant's limit of the day is reached", "超过商户日扣款额度", LIMIT, LIMIT_ZH },
  ALLOC_AMOUNT_VALIDATE_ERROR = {
    "the shares exceed what is left of the trade", "分账金额校验失败",
    "check royalty_info and what was shared before", "核对 royalty_info 与已分账金额",
  },
  USER_NOT_MATCH_ERR = {
    "the user is not the one of the trade", "用户不匹配",
    "check buyer_id or buyer_open_id", "核对 buyer_id 或 buyer_open_id",
  },
  OVERDRAFT_ASSIGN_ACCOUNT_INVALID = {
    "the account of the overdraft is wrong", "垫资退款指定账户无效",
    "check refund_advance_account", "核对 refund_advance_account",
  },
  OVERDRAFT_AGREEMENT_NOT_MATCH = {
    "the agreement of the overdraft does not fit", "垫资退款协议不匹配",
    "check refund_advance_account_type", "核对 refund_advance_account_type",
  },
  REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST = {
    "an account that gives its share back does not exist", "退分账收款方不存在",
    "check refund_royalty_parameters", "核对 refund_royalty_parameters",
  },
  REFUNDALLOC_UNAUTH_LIMIT = {
    "an account did not allow that its share is taken back", "退分账未授权",
    "let its owner agree, or refund without it", "请分账方授权，或不退分账",
  },

  -- agreements and authorization
  AGREEMENT_NOT_EXIST = {
    "there is no such agreement", "用户协议不存在",
    "check agreement_no or external_agreement_no; let the user sign again", "核对协议号，必要时重新签约",
  },
  USER_AGREEMENT_NOT_EXIST = { "the user has no such agreement", "用户协议不存在", "let the user sign again", "请用户重新签约" },
  AGREEMENT_INVALID = { "the agreement is not in effect", "用户协议失效", "let the user sign again", "请用户重新签约" },
  AGREEMENT_STATUS_NOT_NORMAL = { "the agreement is not in effect", "协议状态非正常", "query the agreement", "查询协议状态" },
  AGREEMENT_HAS_UNSIGNED = { "the agreement has ended already", "协议已解约", "nothing is to be done", "无需处理" },
  AUTH_CODE_NOT_EXIST = {
    "the authorization code is wrong or over", "授权码不存在",
    "ask for a new code; each works once", "重新获取授权码，每个只能使用一次",
  },
  AUTH_CODE_NOT_VALID = {
    "the authorization code is used or over", "授权码已失效",
    "ask for a new code; each works once", "重新获取授权码，每个只能使用一次",
  },
  REFRESH_TOKEN_NOT_EXIST = {
    "the refresh token is not the newest one", "刷新令牌不存在",
    "use the pair that was stored last, or ask for authorization again", "使用最近一次保存的令牌，或重新授权",
  },
  REFRESH_TOKEN_NOT_VALID = {
    "the refresh token was used or is over", "刷新令牌已失效",
    "ask for the authorization again", "重新发起授权",
  },
  REFRESH_TOKEN_TIME_OUT = { "the refresh token is over", "刷新令牌已过期", "ask for the authorization again", "重新发起授权" },
  GRANT_TYPE_INVALID = {
    "grant_type is wrong", "授权类型无效",
    "send authorization_code or refresh_token", "传 authorization_code 或 refresh_token",
  },
  AUTH_TOKEN_NOT_FOUND = {
    "the token is not known", "令牌不存在",
    "refresh it or ask for the authorization again", "刷新令牌或重新授权",
  },
  AUTH_TOKEN_IS_NOT_EXIST = {
    "the token is not known", "令牌不存在",
    "refresh it or ask for the authorization again", "刷新令牌或重新授权",
  },

  -- files
  IMAGE_SIZE_OVERRANGE = { "the picture is too large", "图片大小超限", "send a smaller picture", "减小图片后重传" },
  EXCEED_MAX_SIZE = { "the file is too large", "文件大小超限", "send a smaller file", "减小文件后重传" },
  UNKNOWN_FORMAT = { "the kind of file is not taken", "未知的文件格式", "send a kind that the method names", "使用接口支持的文件类型" },
  INVALID_FILE_BYTES = { "the file is empty or broken", "文件内容无效", "send the file again", "重新上传文件" },
  QRCODE_DESC_CHECK_INVALID = { "the description was refused", "二维码描述校验不通过", "change describe", "修改 describe" },
}
