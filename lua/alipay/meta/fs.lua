-- SPDX-License-Identifier: MIT
---@meta alipay.core.fs
-- The little of the file system and the terminal that Lua's own library lacks.

local fs = {}

---@param path string
---@return { type: string, size: integer, mode: integer, mtime: number, uid: integer }|nil stat links are followed; type "file", "directory", "other"
---@return string|nil message
---@return string|nil class "file"
function fs.stat(path) end

---Make a folder and its parents.
---@param path string
---@param mode? integer 448 (octal 0700) by default, for the folders that are made
---@return boolean|nil ok true also when it was there
---@return string|nil message
---@return string|nil class
function fs.mkdir(path, mode) end

---Names in a folder, sorted bytewise, without "." and "..".
---@param path string
---@return string[]|nil names
---@return string|nil message
---@return string|nil class
function fs.list(path) end

---Write a whole file that must not exist yet.
---@param path string
---@param data string
---@param mode? integer 384 (octal 0600) by default; it holds whatever the umask is
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function fs.create(path, data, mode) end

---Replace a whole file: written beside it, flushed to disk, renamed over it. Never half-written. A link is replaced, not followed.
---Refused is what is no regular file, and a link to one or into /proc.
---@param path string
---@param data string
---@param mode? integer 384 (octal 0600) by default; it holds whatever the umask is
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function fs.replace(path, data, mode) end

---A file that has its name when it is whole; until then it has one that nobody can foresee in the same folder. It is given up by
---`close`, and when it is closed or collected.
---@class core.fs.writer: userdata
local writer = {}

---@param bytes string behind those before
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class "file"
function writer:add(bytes) end

---Flush it to disk and give it its name. The writer is closed, also by a failure, of which nothing is left.
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class "file"
function writer:commit() end

---Give up what has no name yet. Idempotent.
function writer:close() end

---Begin a file that takes the place of an older one when it is whole. Refuses what `replace` does.
---@param path string
---@param mode? integer 384 (octal 0600) by default; it holds whatever the umask is
---@return core.fs.writer|nil
---@return string|nil message
---@return string|nil class "file"
function fs.writer(path, mode) end

---Give a file that is whole its name, in the place of an older one. Refuses what `replace` does.
---@param from string in the same file system
---@param path string
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class "file"
function fs.place(from, path) end

---Whether `replace`, `writer` and `place` take a path as it is now.
---@param path string
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class "file"
function fs.placeable(path) end

---Make a new private folder in $TMPDIR or /tmp.
---@param prefix string
---@return string|nil path
---@return string|nil message
---@return string|nil class
function fs.temporary(prefix) end

---Remove a file, or a folder with all that is in it; links are removed, not followed. Nothing there is fine.
---The root, paths that end with "." or "..", and a link or a file with a slash behind it are refused.
---@param path string
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function fs.remove(path) end

---Whether a path is a folder of this user that nobody else can write. A link is refused, wherever it leads.
---@param path string
---@return boolean|nil ok
---@return string|nil message what is wrong with it, and the remedy
---@return string|nil class
function fs.owned(path) end

---A lock on a file. It ends with `release`, when it is closed or collected, and with the program, however that ends.
---@class core.fs.lock: userdata
local lock = {}

---Replace the text in the lock file, for others to read who it is.
---@param text string
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function lock:write(text) end

---Keep it as a shared lock.
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function lock:share() end

---Idempotent.
function lock:release() end

---Lock a file, which is made when missing. Locked alone it is empty.
---@param path string
---@param shared? boolean together with others that share it
---@return core.fs.lock|nil
---@return string|nil message
---@return string|nil class "system" when another program has the lock, or this one by another lock
function fs.lock(path, shared) end

---The user's own folder: `HOME`, else what the user database says, as for a job without an environment.
---@return string path "." when nobody knows
function fs.home() end

---@param path string
---@return string absolute path without "." and ".."; the path itself when it cannot be resolved
function fs.absolute(path) end

---@param descriptor integer 0, 1 or 2
---@return boolean
function fs.is_terminal(descriptor) end

---@return integer columns of the terminal, 80 when there is none
function fs.columns() end

---@return integer rows of the terminal, 24 when there is none
function fs.rows() end

---@return integer pid
function fs.pid() end

---@return number seconds since 1970 with fractions
function fs.time() end

return fs
