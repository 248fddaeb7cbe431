# Two commands on a machine with Python >= 3.11: `make report` and `make test`.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
RUN_STAMP := $(VENV)/.run
DEV_STAMP := $(VENV)/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: report test screenshots check lint format schema contract messages lock clean test-lowest bench help

help:
	@echo 'make report   rank the bundled study and write report.html'
	@echo 'make test     run the tests'
	@echo 'make screenshots pictures of every section to look at, in screenshots/'
	@echo 'make check    lint, types, import contract and tests, as CI does'
	@echo 'make format   format the code'
	@echo 'make schema   write the JSON Schemas from the models'
	@echo 'make contract write reports/README.md (what templates are given) and docs/methods.md'
	@echo 'make messages take new words of the report into the catalogues of reports/locales'
	@echo 'make bench    print the measurements of benchmarks/'
	@echo 'make lock     resolve requirements.lock anew'

report: $(RUN_STAMP)
	$(BIN)/ranker report -o report.html

test: $(DEV_STAMP)
	@scripts/install-browser
	@scripts/install-office
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

screenshots: $(DEV_STAMP)
	@scripts/install-browser
	$(BIN)/python -m tests.screenshots

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

format: $(DEV_STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

contract: $(RUN_STAMP)
	$(BIN)/python -m ranker.output.write_contract
	$(BIN)/python -m ranker.output.write_methods

schema: $(RUN_STAMP)
	$(BIN)/python -m ranker.study.write_schema

messages: $(RUN_STAMP)
	$(BIN)/python -m ranker.output.extraction

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Cluster Ranker needs Python 3.11 or newer: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo 'The venv module is missing; on Debian: apt install python3-venv' >&2; exit 1; }

$(RUN_STAMP): pyproject.toml $(LOCK) | $(BIN)/python
	$(PIP) install --constraint $(LOCK) --editable .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --constraint $(LOCK) --group dev
	@touch $@

# The newest versions that pass together; CI and make use them, users of the package need not.
lock: | $(BIN)/python
	rm -rf .lock-env && $(PYTHON) -m venv .lock-env
	.lock-env/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	.lock-env/bin/python -m pip install --quiet --editable . --group dev
	.lock-env/bin/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools > $(LOCK)
	rm -rf .lock-env

clean:
	rm -rf $(VENV) report.html dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
