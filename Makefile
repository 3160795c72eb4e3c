# alipay-lua: a Lua 5.4 host for the Alipay Open Platform. `make help` lists the targets.
PREFIX     ?= /usr/local
DESTDIR    ?=
BUILD      ?= build
PROGRAM    ?= alipay-lua
CC         ?= cc
PKG_CONFIG ?= pkg-config
VERSION    := 0.1.0
SECONDS    ?= 60

PACKAGES := lua5.4 libcurl openssl libmicrohttpd libqrencode libpng sqlite3
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings
CFLAGS   ?= -O2 -g
SANITIZE ?=
CPPFLAGS += -D_GNU_SOURCE -DALIPAY_LUA_VERSION='"$(VERSION)"' -Icore
ALL_CFLAGS = -std=c11 $(WARNINGS) $(CFLAGS) $(SANITIZE) -pthread $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
LDLIBS   = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lm -ldl -pthread
# lua-cjson is linked statically, so that the program works where the package is not installed.
CJSON    = $(shell $(PKG_CONFIG) --variable=libdir lua5.4-cjson)/liblua5.4-cjson.a

NOUNS     := cert cipher db digest form fs http json key loop qr reply server signals text
BINDINGS  := $(NOUNS:%=core/l%.c) core/binding.c core/modules.c
HOST      := $(wildcard core/main.c core/host*.c)
MECHANISM := $(filter-out $(BINDINGS) $(HOST) core/embed.c,$(wildcard core/*.c))
LUA       := $(sort $(shell find lua -name '*.lua'))
TESTS     := $(sort $(wildcard tests/test_*.c))
object     = $(patsubst %.c,$(BUILD)/%.o,$(1))

.DEFAULT_GOAL := all
.PHONY: all demo test check spec lint asan valgrind fuzz bench install uninstall clean deps help
.DELETE_ON_ERROR:

all: $(PROGRAM) ## build ./alipay-lua

$(PROGRAM): $(call object,$(MECHANISM) $(BINDINGS) $(HOST)) $(BUILD)/embedded.o
	$(CC) $(SANITIZE) $(LDFLAGS) -Wl,-E -o $@ $^ $(CJSON) $(LDLIBS)

$(BUILD)/%.o: %.c | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/embed: core/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARNINGS) -O1 -o $@ $<

$(BUILD)/embedded.c: $(BUILD)/embed $(LUA)
	$(BUILD)/embed $(LUA) > $@

$(BUILD)/embedded.o: $(BUILD)/embedded.c
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# Names each missing library with the command that installs it, once per build folder.
$(BUILD)/packages:
	@mkdir -p $(BUILD)
	@missing=; for p in $(PACKAGES) lua5.4-cjson; do $(PKG_CONFIG) --exists $$p || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "missing libraries:$$missing" >&2; \
	  echo "install them: make deps   (apt-get install $(APT_BUILD))" >&2; exit 1; fi
	@touch $@

$(BUILD)/tests/%: tests/%.c $(call object,$(MECHANISM)) | $(BUILD)/packages
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(call object,$(MECHANISM)) $(shell $(PKG_CONFIG) --libs cmocka) $(LDLIBS)

check: $(TESTS:tests/%.c=$(BUILD)/tests/%) ## build and run the C tests
	@for t in $^; do echo "== $$t"; $$t || exit 1; done

clean: ## remove everything that was built
	rm -rf $(BUILD) $(PROGRAM)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
