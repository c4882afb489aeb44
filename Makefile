# Two commands to know: `make demo` and `make test`. Each makes what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_ARGS ?=
TEST_ARGS ?=

.PHONY: demo test lint types bench docs screenshots clean

demo: .make/installed
	@$(BIN)/mentorkit demo $(DEMO_ARGS)

test: lint types
	$(BIN)/python -m pytest -n 2 --dist worksteal $(TEST_ARGS)

lint: .make/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .make/dev
	$(BIN)/mypy core plugins/atlassian plugins/jira plugins/confluence plugins/calendar cli sandbox

bench: .make/dev
	$(BIN)/python -m tests.bench

docs: .make/dev
	$(BIN)/python scripts/reference.py

screenshots: .make/dev
	$(BIN)/python scripts/screenshots.py

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mentorkit needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	@mkdir -p .make && touch $@

.make/installed: pyproject.toml | .make/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.make/dev: pyproject.toml | .make/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ .make/installed

clean:
	rm -rf $(VENV) .make dist build .mypy_cache .ruff_cache .pytest_cache
