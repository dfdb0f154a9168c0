# Every verb works in a fresh clone: the first one that needs it makes .venv with the Python at hand (3.11 or newer).
# It installs the lock, then luohu itself, editable, without asking an index for anything else.

PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
READY := $(VENV)/.installed
WORKERS ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help install up down demo test pages chromium check lint format types imports migrate migrations bench bench-control bench-casework bench-city bench-loop bench-overload bench-pages bench-peers bench-ranking bench-scale bench-sizes chaos docs manifests fuzz lock audit-deps apart clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): requirements/lock.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "luohu needs Python 3.11 or newer, this is %d.%d; try make PYTHON=python3.11" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "luohu: $(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/lock.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q libs services gateway
	@touch $@

install: $(READY) ## Make .venv with everything in it

up: $(READY) ## Start the city; it stays up in the background
	@$(BIN)/luohu up

down: $(READY) ## Stop the city; its data stays
	@$(BIN)/luohu down

demo: $(READY) ## See a home go pending, invalid(property), recheck, valid
	@$(BIN)/luohu demo

test: $(READY) chromium ## Run all tests, unit tests first
	$(BIN)/pytest -q -n $(WORKERS) tests/unit tests/architecture
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --ignore=tests/unit --ignore=tests/architecture tests

pages: $(READY) chromium ## Take every picture of every page anew, and open them
	rm -rf .pages && mkdir .pages
	PAGES=$(CURDIR)/.pages $(BIN)/pytest -q tests/e2e/pages || touch .pages/failed
	@PYTHONPATH=tests/support $(BIN)/python -m luohu_pages.gallery .pages
	@test ! -e .pages/failed

chromium: ## Install the browser of the tests of pages, where there is none
	@requirements/chromium

check: lint types imports migrations test ## Everything that a change must pass

lint: $(READY) ## Lint, and see that the formatter has nothing to do
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## Let the formatter decide the layout
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

types: $(READY) ## Check the types
	$(BIN)/mypy libs services gateway

imports: $(READY) ## Check that no boundary is crossed
	$(BIN)/lint-imports

migrate: $(READY) ## Bring the databases to the newest revision (luohu up does it too)
	$(BIN)/luohu migrate

migrations: $(READY) ## Check that the migrations make exactly the tables of the code
	$(BIN)/luohu migrate --check

fuzz: N ?= 10000
fuzz: SEED ?= 1
fuzz: SECONDS ?= 180
fuzz: $(READY) ## Send N= malformed requests of a SEED=, then hunt SECONDS= at each document for what it does not say
	FUZZ=$(N) FUZZ_SEED=$(SEED) FUZZ_SECONDS=$(SECONDS) $(BIN)/pytest -q -rP tests/integration/city/test_hostile_input.py tests/integration/city/test_openapi_is_true.py

bench: $(READY) ## Measure: start, one item from 在线审核 to valid, memory at rest
	$(BIN)/python -m bench

bench-control: $(READY) ## Measure the control plane: start, worlds, snapshots, an advance, tests with the plugin
	$(BIN)/python -m bench start worlds advance plugin

bench-casework: $(READY) ## Measure: what a case of Tianjin and of Shanghai costs, by service
	$(BIN)/python -m bench casework

bench-loop: $(READY) ## Measure: from 在线审核 to valid, on an idle city and at half of what it sustains
	$(BIN)/python -m bench.loop

bench-city: N ?= 1000
bench-city: SEED ?= 7
bench-city: $(READY) ## Measure: a whole city's year, of N= people of a SEED=
	$(BIN)/python -m bench.city --people $(N) --seed $(SEED)

bench-ranking: N ?= 122852
bench-ranking: $(READY) ## Measure: the list of N= people, and the city under other rules
	$(BIN)/python -m bench.ranking --people $(N)

bench-overload: $(READY) ## Measure: four times the load that the city carries, and how it recovers
	$(BIN)/python -m bench.overload

bench-pages: $(READY) chromium ## Measure: the first page in a browser, and a verdict until it is seen
	PYTHONPATH=tests/support $(BIN)/python -m bench.pages

bench-peers: JOBS ?= 4000
bench-peers: $(READY) $(PEERS)/.installed ## Measure: the same job in luohu, on Procrastinate, on DBOS, in SQL alone, over HTTP alone
	$(BIN)/python -m bench.peers --jobs $(JOBS)

$(PEERS)/.installed: requirements/peers.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@echo "Installing into $(PEERS) ..."
	@$(PEERS)/bin/python -m pip install --quiet --require-hashes --requirement requirements/peers.txt
	@touch $@

bench-scale: $(READY) ## Measure: the same load on 1, 2 and 4 processes of every service; PEOPLE=
	$(BIN)/python -m bench.scale $(if $(PEOPLE),--people $(PEOPLE))

bench-sizes: $(READY) ## Measure: rows and bytes that a declaration leaves in every table; PEOPLE=
	$(BIN)/python -m bench.sizes $(if $(PEOPLE),--people $(PEOPLE))

chaos: N ?= 100000
chaos: KILLS ?= 200
chaos: $(READY) ## Kill, pause and cut off services while people file; N= verifications, KILLS=, SEED=, PROGRAMME=
	$(BIN)/python -m chaos --verifications $(N) --kills $(KILLS) $(if $(SEED),--seed $(SEED)) $(if $(PROGRAMME),--programme $(PROGRAMME))

docs: $(READY) ## Write the generated pages of docs/reference
	$(BIN)/python docs/generate.py

manifests: $(READY) ## Write the generated manifests of deploy/kubernetes
	$(BIN)/python -m deploy.kubernetes

lock: ## Resolve requirements/lock.txt again, from pyproject.toml
	PYTHON=$(PYTHON) requirements/lock

audit-deps: ## Ask for known vulnerabilities of every pin in the lock; wants an index that tells them
	PYTHON=$(PYTHON) requirements/audit

apart: $(READY) ## Replicas in network namespaces of their own: frozen, cut off, the same promises (Linux, root)
	cd tests/support && unshare -n -m ../../$(BIN)/python -m luohu_testbed.apart

clean: ## Remove .venv and what the tools left (not the city's data)
	rm -rf $(VENV) $(PEERS) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
