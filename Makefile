# Musubi. Non-recursive: every program is its folder, the library is lib/, what is generated lies in build/.
# make VARIANT=asan builds the same with sanitizers beside it in build/asan/.

VARIANT ?= release
MUSUBI_PORT ?= 8080
B := build/$(VARIANT)
GEN := build/gen

CC := $(if $(filter fuzz,$(VARIANT)),clang,gcc)
STD := -std=gnu11 -Wall -Wextra -Werror -Wno-unused-parameter -fno-strict-aliasing -D_GNU_SOURCE \
	-ffunction-sections
PKGS := libmariadb libcurl libcrypto libconfig gmime-3.0 libzip
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS = $(STD) $(FLAGS_$(VARIANT)) -iquote lib -iquote $(GEN) -isystem /usr/include/ClearSilver \
	$(PKG_CFLAGS)
# unused statements are left out of a program, so that sql/grants.awk sees which ones it runs; the address sanitizer keeps what it watches
STATEMENT_FLAGS := -fdata-sections $(if $(filter asan,$(VARIANT)),--param asan-globals=0)
LDLIBS = -Wl,--gc-sections,--as-needed $(PKG_LIBS) -lfcgi -lneo_cs -lneo_utl -lutf8proc -lmagic -lgd -lqrencode -lz -lpthread -lm

# asked once, and only when something is compiled: `make run` may have to install the packages first
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

AREAS := $(notdir $(patsubst %/,%,$(dir $(wildcard cgi-bin/*/main.c))))
DAEMONS := $(notdir $(patsubst %/,%,$(dir $(wildcard daemons/*/main.c))))
QUERIES := $(notdir $(basename $(wildcard sql/query/*.sql)))
SCHEMA := $(sort $(wildcard sql/schema/*.sql))
QSRC := $(QUERIES:%=$(GEN)/q_%.c)
LIBSRC := $(sort $(shell find lib -name "*.c"))
LIBOBJ := $(LIBSRC:%.c=$(B)/%.o) $(QUERIES:%=$(B)/gen/q_%.o)
PROGRAMS := $(AREAS:%=$(B)/%.fcgi) $(DAEMONS:%=$(B)/%d) $(if $(wildcard sql/demo/*.c),$(B)/demo) $(B)/conf-check $(B)/zip-table
UNITS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*_test.c))

# V=1 shows the commands
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1)' $(2))

all: $(PROGRAMS) $(B)/grants.sql
.PHONY: all
.DELETE_ON_ERROR:

# queries: typed C from named SQL
GENERATOR := sql/scope.awk sql/gen.awk
generate = awk -v area=$(1) -v out=$(GEN)/q_$(1) $(GENERATOR:%=-f %)
$(GEN)/q_%.c $(GEN)/q_%.h $(GEN)/q_%.txt &: sql/query/%.sql $(GENERATOR) $(SCHEMA)
	@mkdir -p $(GEN)
	$(call generate,$*) $(SCHEMA) $<

$(B)/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CFLAGS) $(STATEMENT_FLAGS) -MMD -MP -c -o $@ $<
$(B)/%.o: %.c | $(QSRC)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/libmusubi.a: $(LIBOBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar rcs $@ $^

objects = $(patsubst %.c,$(B)/%.o,$(wildcard $(1)/*.c))
define program
$(1): $(call objects,$(2)) $(B)/libmusubi.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(CFLAGS) -o $$@ $$^ $$(LDLIBS)
endef
$(foreach a,$(AREAS),$(eval $(call program,$(B)/$(a).fcgi,cgi-bin/$(a))))
$(foreach d,$(DAEMONS),$(eval $(call program,$(B)/$(d)d,daemons/$(d))))
$(if $(wildcard sql/demo/*.c),$(eval $(call program,$(B)/demo,sql/demo)))
$(eval $(call program,$(B)/conf-check,conf))
$(eval $(call program,$(B)/zip-table,conf/zip))

# database accounts: what the statements of each program need
$(B)/grants.sql: sql/grants.awk $(PROGRAMS) $(SCHEMA) $(QSRC:%.c=%.txt)
	$(Q)for p in $(filter-out %/conf-check %/zip-table %/demo,$(PROGRAMS)); do \
		nm $$p | awk -v p=$$(basename $$p .fcgi) '$$2 ~ /[DR]/ && sub(/^stmt_/, "", $$3) { print p, $$3 }'; done >$@.used
	$(Q)awk -f sql/grants.awk $@.used $(SCHEMA) $(QSRC:%.c=%.txt) >$@

# unit tests: one program a module
$(B)/unit/%: $(B)/tests/unit/%.o $(B)/libmusubi.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS) -lcmocka
# of daemons' modules: with the objects they are about
mailer_objects = $(1:%=$(B)/daemons/mailer/%.o)
$(B)/unit/compose_test: $(call mailer_objects,compose mime)
$(B)/unit/dkim_test: $(call mailer_objects,dkim)
$(B)/unit/journal_test: $(call mailer_objects,journal result)
audit_objects = $(patsubst %,$(B)/daemons/scheduler/audit_%.o,line file verify)
$(B)/unit/audit_log_test $(B)/fuzz/audit: $(audit_objects)
.SECONDARY: $(QSRC) $(UNITS:%=$(B)/tests/unit/%.o)
unit: $(UNITS:%=$(B)/unit/%)
	@for t in $^; do $$t || exit 1; done
.PHONY: unit

# what the tests from outside call: programs over the library
TOOLS := $(patsubst tests/tool/%.c,%,$(wildcard tests/tool/*.c))
$(GEN)/q_every.h: $(QUERIES:%=sql/query/%.sql) | $(QSRC)
	@{ printf '#include "q_%s.h"\n' $(QUERIES); printf '#define EVERY_QUERY(Q)'; printf ' Q(%s)' $(QUERIES); echo; } >$@
$(GEN)/q_things.c $(GEN)/q_things.h &: tests/tool/things.sql tests/tool/schema/things.sql $(GENERATOR)
	@mkdir -p $(GEN)
	$(call generate,things) tests/tool/schema/things.sql $<
$(B)/tests/tool/%.o: tests/tool/%.c | $(GEN)/q_every.h $(GEN)/q_things.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/tool/%: $(B)/tests/tool/%.o $(B)/gen/q_things.o $(B)/libmusubi.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

units: $(UNITS:%=$(B)/unit/%) $(TOOLS:%=$(B)/tool/%)
.PHONY: units

tools: $(TOOLS:%=$(B)/tool/%)
.PHONY: tools

# everything, with one sum as the last line; WHAT="tests/http/test_crm.py tests/mail/dkim_test.py::test_x": only these, from outside
test:
	@conf/install-packages run test
ifdef WHAT
	@+$(MAKE) -s --no-print-directory $(PARALLEL) VARIANT=release all tools
	@+$(if $(filter-out release,$(VARIANT)),$(MAKE) -s --no-print-directory $(PARALLEL) all tools)
	@MUSUBI_TEST_VARIANT=$(VARIANT) MUSUBI_TEST_VAR=$(CURDIR)/build/test/what /usr/bin/python3 -m pytest -q -rf $(WHAT)
else
	@+$(MAKE) --no-print-directory $(PARALLEL) VARIANT=release all units
	@+$(MAKE) --no-print-directory $(PARALLEL) VARIANT=asan all units
	@tests/harness/all build/release build/asan
endif
.PHONY: test

# fuzzing: every parser of outside bytes, with sanitizers, FUZZ_SECONDS each; seeds in tests/fuzz/corpus/<name>, what is found in build/fuzz
FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
$(B)/fuzz/%: $(B)/tests/fuzz/%_fuzz.o $(B)/libmusubi.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)
mailin_objects = $(1:%=$(B)/daemons/mailin/%.o)
$(B)/fuzz/mime: $(call mailin_objects,message charset)
$(B)/fuzz/dsn: $(call mailin_objects,report plain recipient)
fuzz:
	@conf/install-packages run fuzz
	$(MAKE) VARIANT=fuzz $(FUZZERS:%=fuzz-%)
fuzz-%: $(B)/fuzz/%
	@mkdir -p $(B)/corpus/$* $(B)/found
	$< -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -verbosity=0 -artifact_prefix=$(B)/found/$*- \
		$(B)/corpus/$* $(wildcard tests/fuzz/corpus/$*)
.PHONY: fuzz
.SECONDARY: $(FUZZERS:%=$(B)/fuzz/%) $(FUZZERS:%=$(B)/tests/fuzz/%_fuzz.o)

# configuration: the file is printed from the table in lib/conf/conf_keys.c; CONF=FILE checks another one
conf: $(B)/conf-check
	$< --print >conf/musubi.conf
check-conf: $(B)/conf-check
	$(if $(CONF),,$< --print | diff -u conf/musubi.conf -)
	$< $(or $(CONF),conf/musubi.conf)
.PHONY: conf check-conf

# the whole suite, see conf/suite; SIGTERM reaches it even when make itself is killed
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
run:
	@conf/install-packages run
	@+$(MAKE) --no-print-directory $(PARALLEL) all
	@env --default-signal=INT,HUP setpriv --pdeathsig TERM conf/suite run
.PHONY: run

# every program's pages: area, method, path, roles, form, template, audit action; then its templates, and what of them is compiled
routes: $(AREAS:%=$(B)/%.fcgi)
	@for p in $^; do $$p --routes && $$p --pages || exit 1; done
.PHONY: routes

lint: all
	@failed=0; for l in tests/lint/*; do [ -d $$l ] || [ ! -x $$l ] || $$l || { echo "$$l failed"; failed=1; }; done; exit $$failed
.PHONY: lint

# figures, one a line, with a million résumés that are made once; parts and sizes: see tests/bench/run
bench:
	@conf/install-packages run test bench
	@+$(MAKE) --no-print-directory $(PARALLEL) all >/dev/null
	@setpriv --pdeathsig TERM tests/bench/run
.PHONY: bench

# a real installation; README.md tells what follows. ZIP=utf_ken_all.csv: with the postal codes
PREFIX ?= /usr/local
install: all
	@ZIP='$(ZIP)' DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' AREAS='$(AREAS)' DAEMONS='$(DAEMONS)' conf/install $(B)
.PHONY: install

clean:
	rm -rf build
.PHONY: clean

.SECONDARY: # generated C is kept

-include $(shell find build -name '*.d' 2>/dev/null)
