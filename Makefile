# Passerelle. `make` alone lists what can be done.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

# Any Python from 3.11 on will do: make run PYTHON=/path/to/python3.12
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
PY := .venv/bin/python
# The demo editor is for trying the site out; DEMO=0 makes none.
DEMO ?= 1
PIP := $(PY) -m pip --disable-pip-version-check --no-input
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
	--emit-find-links --generate-hashes --no-header
BROWSER_LOCK := $(wildcard tests/browser/package-lock.json)
AXE := $(if $(and $(BROWSER_LOCK),$(shell command -v npm)),tests/browser/node_modules/.package-lock.json)

.PHONY: help run test lint bench worker beat browser-test drill requirements clean

help: ## list what can be done
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: .venv/runtime.txt ## serve the site at 127.0.0.1:8000 with its worker (PORT=, VAR_DIR=, DEMO=0)
	@DEMO=$(DEMO) $(PY) manage.py serve

test: .venv/dev.txt $(AXE) ## lint, types, migrations and every test (REQUIRE_SERVICES=1: no skips)
	@$(PY) -m tests.everything

lint: .venv/dev.txt ## ruff, mypy and the migrations check
	@$(PY) -m tests.everything lint

bench: .venv/dev.txt ## measure speed and memory, print the figures (half an hour, 10 GB of disk)
	@$(PY) -m tests.benchmarks

worker: .venv/runtime.txt ## one worker more, on this machine or another
	@$(PY) -m newsroom.serving worker

beat: .venv/runtime.txt ## the clock; one for the whole site is enough
	@$(PY) -m newsroom.serving beat

browser-test: .venv/dev.txt $(AXE) ## the tests that need Chromium
	@$(PY) -m pytest tests/browser

drill: .venv/dev.txt ## the long proofs in full: minutes
	@$(PY) -m pytest -s --full-drills -m drill

requirements: .venv/dev.txt ## pin again what requirements*.in ask for (ARGS=--upgrade: newer)
	$(PY) newsroom/vendor/make_stubs.py
	$(COMPILE) $(ARGS) requirements.in --output-file requirements.txt
	$(COMPILE) $(ARGS) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove the virtual environment and caches; VAR_DIR stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache tests/browser/node_modules
	find archive newsroom tests -name __pycache__ -type d -prune -exec rm -rf {} +

# What was installed last is kept beside it: the same list again costs nothing.
.venv/runtime.txt: requirements.txt | .venv/made
	@cmp -s requirements.txt $@ || { \
		echo "Installing what Passerelle needs (about 170 MB to download, once)."; \
		$(PIP) install -r requirements.txt; }
	@cp requirements.txt $@

.venv/dev.txt: requirements-dev.txt .venv/runtime.txt
	@cmp -s requirements-dev.txt $@ || $(PIP) install -r requirements-dev.txt
	@cp requirements-dev.txt $@

.venv/made:
	@$(PY) -m pip --version >/dev/null 2>&1 || $(MAKE) --no-print-directory .venv/fresh
	@touch $@

.PHONY: .venv/fresh
.venv/fresh:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Passerelle needs Python 3.11 or newer and found none." \
		"Name one: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module. Install it (on Debian: apt install python3-venv)." \
		>&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv

tests/browser/node_modules/.package-lock.json: $(BROWSER_LOCK)
	@npm ci --prefix tests/browser --no-audit --no-fund --ignore-scripts --silent \
		|| echo "npm could not install axe-core: its tests will say so."
