std = "lua54"
max_line_length = 132
max_comment_line_length = false
exclude_files = { "lua/alipay/meta" }
files["spec"] = { std = "+busted" }
files["lua/alipay/lang/zh"] = { max_line_length = false }
