# alipay-lua: a Lua 5.4 host for the Alipay Open Platform. `make help` lists the targets.
PREFIX     ?= /usr/local
DESTDIR    ?=
BUILD      ?= build
PROGRAM    ?= alipay-lua
CC         ?= cc
PKG_CONFIG ?= pkg-config
VERSION    := 0.1.0
SECONDS    ?= 60

# What `make deps` installs: to build, and to test.
APT_BUILD := build-essential pkg-config liblua5.4-dev lua-cjson-dev lua-argparse libcurl4-openssl-dev libssl-dev \
             libmicrohttpd-dev libqrencode-dev libpng-dev zlib1g-dev libsqlite3-dev libzip-dev ca-certificates
APT       := $(APT_BUILD) lua5.4 lua-busted lua-check lua-filesystem lua-socket lua-sql-sqlite3 libcmocka-dev curl openssl zbar-tools procps \
             unzip zsh fish

PACKAGES := openssl lua5.4 libcurl zlib libmicrohttpd sqlite3 libpng libqrencode libzip
# The least versions, by what is used of them: CURLOPT_QUICK_EXIT, enum MHD_Result, sqlite3_changes64, png_image,
# zip_error_init_with_code and bounds checks of hostile archives.
VERSIONS := openssl=3.0 lua5.4=5.4.0 libcurl=7.87 libmicrohttpd=0.9.71 sqlite3=3.37 libpng=1.6 libzip=1.7
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings
CFLAGS   ?= -O2 -g
SANITIZE ?=
CPPFLAGS += -D_GNU_SOURCE -DALIPAY_LUA_VERSION='"$(VERSION)"' -Icore -Itests
ALL_CFLAGS = -std=c11 $(WARNINGS) $(CFLAGS) $(SANITIZE) -pthread $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
LDLIBS   = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lm -ldl -pthread
# All of Lua is part of the program, as in Debian's lua5.4, and exported for modules in C: a call takes 1.4 % less CPU than through the
# shared library. LIBLUA=-llua5.4 links that.
LIBLUA  ?= -Wl,--whole-archive $(shell $(CC) -print-file-name=liblua5.4.a) -Wl,--no-whole-archive
# lua-cjson is linked statically, so that the program works where the package is not installed. It ends the process where memory
# is short: let it take from the reserve first (core/base/reserve.h). Its symbols are not exported: a user's cjson.so of another
# release would be bound to them.
CJSON   := $(BUILD)/cjson.a
OBJCOPY ?= objcopy

# lua-argparse is carried along under a name of ours; users' own copies are untouched.
ARGPARSE := $(or $(firstword $(wildcard /usr/share/lua/5.4/argparse.lua /usr/local/share/lua/5.4/argparse.lua)),argparse.lua)

# Rooms of core/: bind/ and host/ know Lua, all others are mechanism. host/embed.c is a tool of the build.
BINDINGS  := $(wildcard core/bind/*.c)
HOST      := $(filter-out core/host/embed.c,$(wildcard core/host/*.c))
MECHANISM := $(filter-out core/bind/% core/host/%,$(wildcard core/*/*.c))
LUA       := $(filter-out lua/alipay/catalogue/data/%,$(sort $(shell find lua -name '*.lua')))
CATALOGUE := lua/alipay/catalogue/data/methods.tsv lua/alipay/catalogue/data/types.tsv
TESTS     := $(sort $(wildcard tests/core/*/test_*.c))
CHECKS    := $(TESTS:tests/%.c=$(BUILD)/tests/%)
SPECTOOLS := $(BUILD)/tests/pty.so $(BUILD)/tests/shortage.so
BUSTED     = $(shell command -v busted)
BUSTED_OPTIONS ?=
object     = $(patsubst %.c,$(BUILD)/%.o,$(1))

.DEFAULT_GOAL := all
.PHONY: interop all demo test check spec soak lint asan tsan valgrind fuzz bench install uninstall clean deps help
.DELETE_ON_ERROR:

all: $(PROGRAM) ## build ./alipay-lua

$(PROGRAM): $(call object,$(MECHANISM) $(BINDINGS) $(HOST)) $(BUILD)/embedded.o $(CJSON)
	$(CC) $(SANITIZE) $(LDFLAGS) -Wl,-E,--exclude-libs,$(notdir $(CJSON)) -o $@ $^ $(LIBLUA) $(filter-out -llua5.4,$(LDLIBS))

$(CJSON): | $(BUILD)/packages
	$(OBJCOPY) --redefine-sym malloc=reserve_malloc --redefine-sym realloc=reserve_realloc \
	  $$($(CC) -print-file-name=liblua5.4-cjson.a) $@

$(BUILD)/%.o: %.c | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embed: core/host/embed.c | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARNINGS) -O1 $(shell $(PKG_CONFIG) --cflags lua5.4 zlib) -o $@ $< $(shell $(PKG_CONFIG) --libs lua5.4 zlib)

$(BUILD)/embedded.c: $(BUILD)/embed $(LUA) $(ARGPARSE) $(CATALOGUE)
	$(BUILD)/embed $(LUA) alipay.catalogue.data.methods=$(word 1,$(CATALOGUE)) \
	  alipay.catalogue.data.types=$(word 2,$(CATALOGUE)) alipay.vendor.argparse=$(ARGPARSE) > $@

$(BUILD)/embedded.o: $(BUILD)/embedded.c
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# Names each library that is missing or too old with the command that installs it, once per build folder.
$(BUILD)/packages:
	@mkdir -p $(BUILD)
	@missing=; for p in $(PACKAGES) lua5.4-cjson; do $(PKG_CONFIG) --exists $$p || missing="$$missing $$p"; done; \
	[ -f $(ARGPARSE) ] || missing="$$missing lua-argparse"; \
	old=; for v in $(VERSIONS); do p=$${v%=*}; least=$${v#*=}; ! $(PKG_CONFIG) --exists $$p || $(PKG_CONFIG) --atleast-version=$$least $$p || \
	  old="$$old $$p $$($(PKG_CONFIG) --modversion $$p) (at least $$least is needed)"; done; \
	[ -z "$$missing" ] || echo "missing libraries:$$missing" >&2; \
	[ -z "$$old" ] || echo "libraries that are too old:$$old; Debian 12 has them new enough" >&2; \
	if [ -n "$$missing$$old" ]; then echo "install them: make deps   (apt-get install $(APT_BUILD))" >&2; exit 1; fi
	@touch $@

# Pseudo-terminals, and memory that runs out.
$(SPECTOOLS): $(BUILD)/tests/%.so: tests/support/%.c | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(filter-out -fsanitize=%,$(ALL_CFLAGS)) -fPIC -shared -o $@ $<

$(BUILD)/tests/%: tests/%.c $(call object,$(MECHANISM)) | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -o $@ $(filter tests/%.c %.o,$^) $(shell $(PKG_CONFIG) --libs cmocka) $(LDLIBS)

$(BUILD)/tests/core/bind/test_shortage: $(call object,$(BINDINGS)) # the only one of these that knows Lua

check: $(CHECKS) ## build and run the C tests
	@for t in $^; do echo "== $$t"; $$t || exit 1; done

spec: all $(SPECTOOLS) ## run the busted specs
	ALIPAY_SPEC_KEYS=$(BUILD)/spec-keys ./$(PROGRAM) $(BUSTED) $(BUSTED_OPTIONS) spec

test: | deps ## install what is missing, build, run every test
	@$(MAKE) -s --no-print-directory all $(CHECKS) $(SPECTOOLS)
	@ALIPAY_BUILD=$(BUILD) tests/run $(BUILD) ./$(PROGRAM)

demo: | deps ## authorize, refresh, QR code and uploads against a local gateway
	@$(MAKE) -s --no-print-directory all
	@state=$$(mktemp -d); ALIPAY_STATE_DIR=$$state ./$(PROGRAM) --local scripts/demo.lua; code=$$?; rm -rf "$$state"; exit $$code

lint: ## compile with all warnings as errors, check the Lua files, the layers of the rooms and the reference
	@sh tests/system/lint.sh


docs: ## write docs/reference.md and its Chinese form from the docstrings of what may be required
	lua5.4 tests/reference.lua en > $(BUILD)/reference.md && mv $(BUILD)/reference.md docs/reference.md
	lua5.4 tests/reference.lua zh > $(BUILD)/reference.md && mv $(BUILD)/reference.md docs/reference.zh-CN.md
.PHONY: docs

# The suites again, under sanitizers and under valgrind. liblua is Debian's, so its own errors are seen only by valgrind.
asan: ## run C tests and specs with AddressSanitizer and UBSan
	@$(MAKE) -s --no-print-directory BUILD=build/asan PROGRAM=build/asan/alipay-lua CFLAGS='-O1 -g -fno-omit-frame-pointer' \
	  SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' sanitized
.PHONY: sanitized
sanitized: all check $(SPECTOOLS)
	ALIPAY_LUA_MALLOC=1 ASAN_OPTIONS=detect_leaks=1 ALIPAY_SPEC_KEYS=$(BUILD)/spec-keys ALIPAY_BUILD=$(BUILD) ALIPAY_LUA=./$(PROGRAM) ./$(PROGRAM) $(BUSTED) $(BUSTED_OPTIONS) spec

soak: all ## 20,000 calls at once and again, against a gateway that is slow, drops connections and answers 502
	./$(PROGRAM) tests/soak.lua

# SHORTAGE="call 1": what is run, and every which allocation fails.
shortage: all $(SPECTOOLS) ## let memory run out on every way to an allocation: starting, a call, an async run, a refresh
	./$(PROGRAM) tests/shortage.lua $(BUILD)/tests $(SHORTAGE)
.PHONY: shortage

tsan: ## run the tests of the signing threads with ThreadSanitizer
	@$(MAKE) -s --no-print-directory BUILD=build/tsan CFLAGS='-O1 -g' SANITIZE='-fsanitize=thread' build/tsan/tests/core/crypto/test_signer
	TSAN_OPTIONS=halt_on_error=1 build/tsan/tests/core/crypto/test_signer

# Specs that only drive the program as a child have nothing to show here; random lives of trades only repeat what others show.
# Below valgrind a program that cannot be run is known by its exit code alone, where posix_spawn tells at once: the tag #spawn.
# A call there may wait for a key that is made for a new certificate, which is longer than its usual 15 seconds.
OUTSIDE := spec/host/% spec/repl/% spec/cli/% spec/notify/crash_spec.lua $(addprefix spec/gateway/trade/,kill_spec.lua race_spec.lua \
	model_spec.lua)
INSIDE := $(filter-out $(OUTSIDE),$(sort $(shell find spec -name '*_spec.lua')))
VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
valgrind: all $(CHECKS) $(SPECTOOLS) ## run C tests and specs under valgrind
	@for t in $(CHECKS); do echo "== $$t"; $(VALGRIND) $$t || exit 1; done
	ALIPAY_SPEC_KEYS=$(BUILD)/spec-keys ./$(PROGRAM) $(BUSTED) -o json spec/scripts/seed_spec.lua spec/call/errors_spec.lua >/dev/null
	ALIPAY_TIMEOUT=120 ALIPAY_LUA_MALLOC=1 ALIPAY_SPEC_KEYS=$(BUILD)/spec-keys $(VALGRIND) ./$(PROGRAM) $(BUSTED) \
	  $(BUSTED_OPTIONS) --exclude-tags=spawn $(INSIDE)

FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz: ## run every fuzzer for SECONDS seconds (60), with clang
	@$(MAKE) -s --no-print-directory BUILD=build/fuzz CC=clang CFLAGS='-O1 -g' \
	  SANITIZE='-fsanitize=address,undefined,fuzzer-no-link' $(FUZZERS:%=build/fuzz/tests/fuzz/%)
	@for f in $(FUZZERS); do echo "== $$f"; mkdir -p build/fuzz/corpus/$$f; \
	  seeds=tests/fuzz/corpus/$${f#fuzz_}; [ -d $$seeds ] || seeds=; \
	  build/fuzz/tests/fuzz/$$f -max_total_time=$(SECONDS) -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/ build/fuzz/corpus/$$f $$seeds || exit 1; done

# The benchmark with its own reference in C. A row's name, or a part of it, in ROWS runs that row alone.
BENCHED := sink measure bare reference judge norsa.so
bench: all $(SPECTOOLS) $(BENCHED:%=$(BUILD)/bench/%) ## alipay-lua beside a plain C client: the table of goals (BENCH=long for more)
	@./$(PROGRAM) tests/bench/run.lua $(BUILD)/bench ./$(PROGRAM) $(BUILD)/bench.json $(ROWS)

$(BUILD)/bench/reference: $(wildcard tests/bench/reference*.c tests/bench/reference*.h)
$(BUILD)/bench/judge: tests/bench/reference_crypto.c tests/bench/reference.h
$(BUILD)/bench/sink: $(wildcard tests/bench/sink*.c tests/bench/sink.h)
$(BUILD)/bench/norsa.so: BENCH_FLAGS = -shared -fPIC
$(BUILD)/bench/%.so $(BUILD)/bench/%: tests/bench/%.c | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(BENCH_FLAGS) -o $@ $(filter %.c,$^) -Wl,--as-needed $(LDLIBS)

$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(call object,$(MECHANISM)) | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< $(call object,$(MECHANISM)) $(LDLIBS)

interop: all ## the official Node clients, a shop in Node, and a browser against the local gateway (needs npm; chromium for the last)
	cd tests/interop && npm install --silent --no-package-lock && node run.mjs $(CURDIR)/$(PROGRAM) && node browser.mjs $(CURDIR)/$(PROGRAM)
	node tests/interop/v3.mjs $(CURDIR)/$(PROGRAM)
	node tests/interop/shop.mjs $(CURDIR)/$(PROGRAM)

# The man page and the shells' completion: lua/alipay/manual says what is in them.
MANUAL := $(BUILD)/manual/alipay-lua.1 $(BUILD)/manual/alipay-lua.zh_CN.1 $(BUILD)/manual/alipay-lua.bash $(BUILD)/manual/_alipay-lua $(BUILD)/manual/alipay-lua.fish
manual: $(MANUAL) ## make the man page and the shells' completion
.PHONY: manual
manual_alipay-lua.1 := require("alipay.cli.manual.man").make()
manual_alipay-lua.zh_CN.1 := require("alipay.cli.manual.man").make()
manual_language_alipay-lua.zh_CN.1 := zh_CN.UTF-8
manual_alipay-lua.bash := require("alipay.cli.manual.shell").bash()
manual__alipay-lua := require("alipay.cli.manual.shell").zsh()
manual_alipay-lua.fish := require("alipay.cli.manual.shell").fish()
$(BUILD)/manual/%: $(PROGRAM)
	@mkdir -p $(@D)
	LC_ALL=$(or $(manual_language_$*),C) ./$(PROGRAM) -E -e 'io.write($(manual_$*))' > $@

# For editors with lua-language-server; the program writes them.
$(BUILD)/annotations: $(PROGRAM)
	rm -rf $@
	./$(PROGRAM) -E annotate --en $@ >/dev/null

SHARE := $(DESTDIR)$(PREFIX)/share
UNITS := $(PREFIX)/lib/systemd/system
# Lines for cron and systemd name files by their whole paths.
PLACED := sed 's|/usr/local/|$(PREFIX)/|g'
install: all manual $(BUILD)/annotations ## install below PREFIX (/usr/local), staged by DESTDIR
	install -D -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/alipay-lua"
	install -d "$(DESTDIR)$(PREFIX)/share/alipay-lua/scripts" "$(DESTDIR)$(PREFIX)/share/doc/alipay-lua"
	install -d "$(SHARE)/alipay-lua/scripts/samples"
	install -m 644 scripts/samples/* "$(SHARE)/alipay-lua/scripts/samples"
	for f in scripts/*.lua; do $(PLACED) $$f > "$(SHARE)/alipay-lua/$$f" || exit 1; done
	chmod 644 "$(SHARE)"/alipay-lua/scripts/*.lua
	install -d "$(DESTDIR)$(UNITS)"
	for f in packaging/systemd/*@.*; do $(PLACED) $$f > "$(DESTDIR)$(UNITS)/$${f##*/}" || exit 1; done
	chmod 644 "$(DESTDIR)$(UNITS)"/alipay-lua-*
	install -m 644 README.md README.zh-CN.md CHANGELOG.md CONTRIBUTING.md LICENSE "$(DESTDIR)$(PREFIX)/share/doc/alipay-lua"
	install -D -m 644 -t "$(SHARE)/doc/alipay-lua/docs" docs/*.md
	install -D -m 644 $(BUILD)/manual/alipay-lua.1 "$(SHARE)/man/man1/alipay-lua.1"
	install -D -m 644 $(BUILD)/manual/alipay-lua.zh_CN.1 "$(SHARE)/man/zh_CN/man1/alipay-lua.1"
	install -D -m 644 $(BUILD)/manual/alipay-lua.bash "$(SHARE)/bash-completion/completions/alipay-lua"
	install -D -m 644 $(BUILD)/manual/_alipay-lua "$(SHARE)/zsh/site-functions/_alipay-lua"
	install -D -m 644 $(BUILD)/manual/alipay-lua.fish "$(SHARE)/fish/vendor_completions.d/alipay-lua.fish"
	rm -rf "$(SHARE)/alipay-lua/annotations"
	cp -R $(BUILD)/annotations "$(SHARE)/alipay-lua/annotations"
	chmod -R u=rwX,go=rX "$(SHARE)/alipay-lua/annotations"
	@echo 'lua-language-server completes with the annotations: "Lua.workspace.library": ["$(PREFIX)/share/alipay-lua/annotations"]'

uninstall: ## remove what install put there
	rm -f "$(DESTDIR)$(PREFIX)/bin/alipay-lua"
	rm -rf "$(SHARE)/alipay-lua" "$(SHARE)/doc/alipay-lua"
	rm -f "$(SHARE)/man/man1/alipay-lua.1" "$(SHARE)/man/zh_CN/man1/alipay-lua.1" "$(SHARE)/bash-completion/completions/alipay-lua" \
	  "$(SHARE)/zsh/site-functions/_alipay-lua" "$(SHARE)/fish/vendor_completions.d/alipay-lua.fish"
	rm -f "$(DESTDIR)$(UNITS)"/alipay-lua-*@.*

# Of what is committed, or of the tree that a tarball was unpacked to; either way with one time for all files, that of the sources.
TARBALL := $(BUILD)/alipay-lua-$(VERSION).tar.gz
tarball: ## pack the sources
	@mkdir -p $(BUILD)
	if [ -e .git ]; then git archive --format=tar --prefix=alipay-lua-$(VERSION)/ HEAD; \
	else tar -c --sort=name --owner=0 --group=0 --numeric-owner --mtime=@$$(stat -c %Y Makefile) --exclude=./$(BUILD) --exclude=./$(PROGRAM) \
	  --transform='s|^\.|alipay-lua-$(VERSION)|' .; fi | gzip -n9 > $(TARBALL)

deb: tarball ## build the Debian package of this suite, with its SBOM, below build/deb
	sh packaging/deb.sh $(VERSION) $(TARBALL) $(BUILD)/deb
.PHONY: tarball deb

deps: ## install missing packages by apt (through sudo when not root)
	@missing=$$(for p in $(APT); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing: "$$missing >&2; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 16

clean: ## remove everything that was built
	rm -rf $(BUILD) $(PROGRAM)

-include $(shell find $(BUILD) -path $(BUILD)/deb -prune -o -type f -name '*.d' -print 2>/dev/null)
