# Everything a person or a machine does with Parley starts here: `make help`.

.DEFAULT_GOAL := help
SHELL := /bin/sh

# The newest Python that suits, or PYTHON=/path/to/one. A name on PATH may be a
# launcher for a version that is not there, so each is asked to run.
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	2>/dev/null && echo $$name && break; done)

BIN := .venv/bin
STAMP := .venv/installed
SOURCES := app.py comments bench tests
WORKERS ?= 2
DATA ?= ../shared/data
export DATA

# A copied checkout or a removed Python leaves an environment that cannot run.
ifneq ($(shell $(BIN)/pip --version >/dev/null 2>&1 && echo runs),runs)
$(shell rm -f $(STAMP))
endif

.PHONY: help install run test backends lint types e2e sure replay bench-desk eval-filter bench-filter \
	train-filter fit-filter words lock screenshots

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP)  ## Make the environment in .venv (again only when needed)

$(STAMP): requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Parley needs Python 3.11 to 3.14; none of them is on PATH (or pass PYTHON=)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no venv module. The cure, as root:"; \
		echo "  apt-get update && apt-get install -y $$($(PYTHON) -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"; \
		exit 1; }
	@$(BIN)/pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing what Parley needs into .venv (about a minute) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: install  ## Load the demo newsroom and serve it on http://HOST:PORT
	@export PARLEY_DEMO=1; $(BIN)/flask --app app demo && exec $(BIN)/python app.py

test: install backends  ## Run every test on every database, Redis and Chromium
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

backends: install
	@$(BIN)/python -m tests.backends.prepare

lint: install  ## Check style, formatting, import directions and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates

types: install  ## Check types with mypy
	$(BIN)/mypy

e2e: install backends  ## Run the browser tests alone
	$(BIN)/python -m pytest tests/e2e $(ARGS)

sure: lint types test  ## Everything to pass before pushing

replay: install  ## Drive the production server with real comments (ARGS=, DATA=)
	$(BIN)/python bench/replay.py $(ARGS)

bench-desk: install  ## Measure the desk with a long queue and eight moderators (ARGS=--write)
	$(BIN)/python bench/desk.py $(ARGS)

eval-filter: install  ## Measure the filter on held-out texts of DATA (ARGS=--write)
	$(BIN)/python -m bench.accuracy $(DATA) $(ARGS)

bench-filter: install build/peers/installed  ## Compare the filter's speed with others (ARGS=--write)
	$(BIN)/python -m bench.filter_speed $(ARGS)

# The others stay out of our own environment.
build/peers/installed:
	@$(BIN)/python -m venv --clear build/peers
	@echo "Installing the filters to compare with into build/peers ..."
	@build/peers/bin/pip install --quiet --disable-pip-version-check better-profanity \
		better-profanity-rs alt-profanity-check glin-profanity
	@touch $@

train-filter:  ## Train the filter's encoder from DATA into build/filter (90 minutes)
	@test -x .venv-train/bin/pip || $(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet --disable-pip-version-check -r requirements-train.in
	.venv-train/bin/pip install --quiet --disable-pip-version-check --no-deps tox-block==0.1.2
	OMP_NUM_THREADS=1 .venv-train/bin/python -m comments.filter.training.train_encoder \
		$(DATA) --models build/filter $(ARGS)
	OMP_NUM_THREADS=1 .venv-train/bin/python -m comments.filter.training.linear \
		$(DATA) --models build/filter

fit-filter:  ## Fit from DATA how much each of the filter's tiers counts
	OMP_NUM_THREADS=1 .venv-train/bin/python -m comments.filter.training.blend $(DATA)

WORDS := build/words.pot
CATALOGUES := $(wildcard comments/translations/*.po)

words: install  ## Gather what is said to people, and bring every catalogue up to date
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keyword Phrase:1,2 --keyword Phrase:1 \
		--keyword counted:1,2 --no-location --sort-output --output-file $(WORDS) .
	@for file in $(CATALOGUES); do \
		$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--input-file $(WORDS) --locale $$(basename $$file .po) --output-file $$file; done

screenshots: install  ## Remake the pictures in docs/img (make run is to be running)
	$(BIN)/python bench/screenshots.py $(ARGS)

lock: install  ## Compile requirements*.in into the locked requirements*.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
		--generate-hashes --python-version 3.11 --no-emit-index-url $(ARGS) \
		-o requirements.txt requirements.in
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
		--generate-hashes --python-version 3.11 --no-emit-index-url $(ARGS) \
		-o requirements-dev.txt requirements-dev.in
