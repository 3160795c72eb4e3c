std = "lua54"
max_line_length = 130
exclude_files = { "lua/alipay/meta" }
files["spec"] = { std = "+busted" }
