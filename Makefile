# The one door into the house. `make` alone says what there is.

PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$python && break; done)
BIN := .venv/bin
READY := .venv/ready
LOWEST := .venv-lowest
PEERS := .venv-peers
CORES := $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 8 ? cores : 8)))
WORKERS := $(shell echo $$(($(CORES) + 1)))# one more, for many tests wait for a program that they have started
SECONDS := 60
INSTALL := -m pip install -qq --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -q -n $(CORES)
KERNEL_TESTS = $(wildcard tests/columns tests/*/kernels)
# What leans on a library; the rest, mostly captures and command lines, shows nothing more of its version. The laws take
# every kernel and detector along, which one worker compiles while the other does the rest.
LIBRARY_TESTS = tests/columns tests/delivery tests/laws tests/organisations tests/storage

# Compiled kernels are kept here, a folder for each lane: Numba tells lanes apart by nothing else.
export NUMBA_CACHE_DIR := $(CURDIR)/.cache/kernels/compiled

.DEFAULT_GOAL := help
.PHONY: help demo test check static kernels bench fuzz faults federation lock lowest peers handbook catalogues fix clean

help:  ## say what there is
	@echo "Noroshi, an open watch centre."; echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY)  ## watch a made-up morning: alerts as they happen, and the messages that members get
	@$(BIN)/noroshi demo

test: $(READY) kernels  ## every test and doctest, in parallel (about fifteen minutes on two cores)
	$(BIN)/python -m pytest -q -n $(WORKERS) tests src --doctest-modules

kernels: $(READY)  # the two other lanes of the kernels' tests: bounds checked, and as plain Python
	NUMBA_CACHE_DIR=$(CURDIR)/.cache/kernels/checked NUMBA_BOUNDSCHECK=1 $(PYTEST) $(KERNEL_TESTS)
	NUMBA_DISABLE_JIT=1 $(PYTEST) $(KERNEL_TESTS)

static: $(READY)  ## format, lint, types and layers; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: static test  ## all that a change must pass

fix: $(READY)  ## format, and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## speed, memory and delay, beside the peers that are installed (minutes)
	-$(BIN)/python $(INSTALL) --require-hashes -r locks/bench.txt
	@for benchmark in benchmarks/[a-z]*.py; do $(BIN)/python "$$benchmark" || exit 1; done

fuzz: $(READY)  ## feed every parser garbage, each for SECONDS=60; new garbage each time, unless SEED is given
	@printf '%s\n' fuzz/[a-z]*.py | xargs -P $(CORES) -I{} $(BIN)/python {} --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

faults: $(READY)  ## let everything fail that can, for SECONDS=60, and see that members are told all the same
	$(BIN)/python faults/run.py --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

federation: $(READY)  ## let three centres exchange for a week that takes SECONDS=60, while links and centres fail
	$(BIN)/python faults/federation.py --seconds $(SECONDS) $(if $(SEED),--seed $(SEED)) || test $$? = 77

lock: $(READY)  ## write locks/ anew: the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile $(LOCKED) --upgrade --output-file locks/run.txt pyproject.toml --all-extras
	$(BIN)/uv pip compile $(LOCKED) --upgrade --output-file locks/check.txt pyproject.toml --all-extras \
		--group check --constraint locks/run.txt
	$(BIN)/uv pip compile $(LOCKED) --upgrade --output-file locks/bench.txt --group bench --constraint locks/check.txt
	$(BIN)/uv pip compile $(LOCKED) --upgrade --output-file locks/lowest.txt pyproject.toml --all-extras \
		--group test --resolution lowest-direct
	$(BIN)/uv pip compile $(LOCKED) --upgrade --output-file locks/peers.txt --group peers

LOCKED := --quiet --system-certs --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

lowest: $(LOWEST)/ready  ## the quick tests with the lowest versions that pyproject.toml allows
	NUMBA_CACHE_DIR=$(CURDIR)/.cache/kernels/lowest $(LOWEST)/bin/python -m pytest -q -n $(CORES) --dist loadfile -m "not slow" $(LIBRARY_TESTS)

peers: $(PEERS)/ready  ## programs that read what we write, and that are never imported: the tests of formats run them

handbook: $(READY)  ## write docs/detectors.md and docs/commands.md anew from the code
	$(BIN)/python -m noroshi.testing.handbook > docs/detectors.md
	$(BIN)/python -m noroshi.cli.manual > docs/commands.md

catalogues: $(READY)  ## gather the console's sentences, and compile their translations
	$(BIN)/python tools/catalogues.py

clean:  ## remove what make made
	rm -rf .venv $(LOWEST) $(PEERS) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml locks/check.txt
	@test -n "$(PYTHON)" || { echo "Noroshi needs Python 3.11 or newer; on Debian and Ubuntu: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv (a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python $(INSTALL) --require-hashes -r locks/check.txt
	@$(BIN)/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(LOWEST)/ready: $(READY) locks/lowest.txt
	@echo "Setting up $(LOWEST)"
	@$(PYTHON) -m venv --clear $(LOWEST)
	@$(LOWEST)/bin/python $(INSTALL) --only-binary :all: --no-binary cpe --require-hashes -r locks/lowest.txt
	@$(LOWEST)/bin/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(PEERS)/ready: $(READY) locks/peers.txt
	@echo "Setting up $(PEERS)"
	@$(PYTHON) -m venv --clear $(PEERS)
	@$(PEERS)/bin/python $(INSTALL) --require-hashes -r locks/peers.txt
	@touch $@
