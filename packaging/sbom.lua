-- SPDX-License-Identifier: MIT
-- The software bill of materials of a built package, in SPDX 2.3: the package, the libraries that the program loads, and what is inside
-- of it, with versions and licences from Debian's database of packages.
--
-- usage: alipay-lua packaging/sbom.lua PROGRAM DEB DATE

local digest = require "alipay.core.digest"
local json = require "alipay.json"

local program, deb, when = arg[1], arg[2], arg[3]

-- Carried inside of the program: a copy of each at the time of the build.
local INSIDE = { "liblua5.4-dev", "lua-cjson-dev", "lua-argparse" }

local function output(format, ...)
  local quoted = { ... }
  for i, value in ipairs(quoted) do quoted[i] = "'" .. value:gsub("'", "'\\''") .. "'" end
  local pipe <close> = assert(io.popen(format:format(table.unpack(quoted)) .. " 2>/dev/null"))
  return pipe:read "a"
end

local function field(package, name) return (output("dpkg-query -W -f %s %s", "${" .. name .. "}\n", package):match "^([^\n]*)") end

-- Names as SPDX has them, for those that Debian names otherwise.
local LICENCES = { Expat = "MIT", ["BSD-3-clause"] = "BSD-3-Clause", ["public-domain"] = "NOASSERTION" }

-- The licence of the package's first stanza of files, when its copyright file says so in the machine-readable way.
local function licence(package)
  local file = io.open("/usr/share/doc/" .. package:gsub(":.*", "") .. "/copyright")
  local text = file and file:read(200000) or ""
  if file then file:close() end
  local name = text:match "\nFiles:%s*%*\n.-\nLicense:%s*([%w.+-]+)" or "NOASSERTION"
  return LICENCES[name] or name
end

-- What the program loads, by the packages that hold the files. Debian's database may know a file with or without the /usr before it.
local function libraries()
  local paths, list, seen = {}, {}, {}
  for path in output("ldd %s", program):gmatch "=> (/%S+)" do
    local bare = path:gsub("^/usr", "")
    paths[#paths + 1], paths[#paths + 2] = bare, "/usr" .. bare
  end
  for package in output("dpkg -S" .. (" %s"):rep(#paths), table.unpack(paths)):gmatch "([^\n:]+):[^\n]*" do
    if not seen[package] then
      seen[package] = true
      list[#list + 1] = package
    end
  end
  table.sort(list)
  return list
end

local function element(name)
  return {
    SPDXID = "SPDXRef-Package-" .. name:gsub("[^%w.-]", "-"), name = name, versionInfo = field(name, "Version"),
    supplier = "Organization: Debian", downloadLocation = "NOASSERTION", homepage = field(name, "Homepage"), filesAnalyzed = false,
    licenseConcluded = "NOASSERTION", licenseDeclared = licence(name), copyrightText = "NOASSERTION",
  }
end

local file <close> = assert(io.open(deb, "rb"))
local sum = digest.sha256(file:read "a")
local name, version, architecture = deb:match "([^/_]+)_([^/_]+)_([^/_]+)%.deb$"
local root = {
  SPDXID = "SPDXRef-Package-" .. name, name = name, versionInfo = version, supplier = "NOASSERTION",
  downloadLocation = "NOASSERTION", filesAnalyzed = false, licenseConcluded = "MIT", licenseDeclared = "MIT",
  copyrightText = "Copyright (c) 2026 The alipay-lua authors", packageFileName = deb:match "[^/]+$",
  checksums = { { algorithm = "SHA256", checksumValue = sum } },
}
local packages, relations = { root }, {
  { spdxElementId = "SPDXRef-DOCUMENT", relationshipType = "DESCRIBES", relatedSpdxElement = root.SPDXID },
}
local function add(list, relation)
  for _, package in ipairs(list) do
    local item = element(package)
    packages[#packages + 1] = item
    relations[#relations + 1] = { spdxElementId = root.SPDXID, relationshipType = relation, relatedSpdxElement = item.SPDXID }
  end
end
add(libraries(), "DYNAMIC_LINK")
add(INSIDE, "CONTAINS")

local created = output("LC_ALL=C date -u -d %s +%%Y-%%m-%%dT%%H:%%M:%%SZ", when):match "%S+"
local document = name .. "-" .. version .. "-" .. architecture
io.write(json.encode {
  spdxVersion = "SPDX-2.3", dataLicense = "CC0-1.0", SPDXID = "SPDXRef-DOCUMENT", name = document,
  documentNamespace = "https://spdx.org/spdxdocs/" .. document .. "-" .. sum,
  creationInfo = { created = created, creators = { "Tool: alipay-lua-sbom-" .. version } },
  packages = packages, relationships = relations,
}, "\n")
