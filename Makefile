# One virtual environment, .venv, made from requirements.lock; every target uses it.
.DEFAULT_GOAL := help
.PHONY: help demo test serve studio evals check format lock

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## make a fresh demo database, send the example request, print the sequence
	@$(BIN)/lead-followup demo

test: $(READY) ## the whole test suite
	@$(BIN)/python -m pytest -n 2

serve: $(READY) ## the API on http://127.0.0.1:8000, with the demo data in a new database
	@$(BIN)/lead-followup serve --demo

studio: $(READY) ## LangGraph Studio's server (langgraph dev) with the demo data
	@umask 077; LEAD_FOLLOWUP_DEMO=true PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/langgraph dev --no-browser $(ARGS)

evals: $(READY) ## the eval leads through the graph, a row for the playbook and for the model configured
	@$(BIN)/python -m tests.evals.run --out evals.jsonl $(ARGS)

check: $(READY) ## format, lint, types, import contracts, migration drift, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.migration_drift
	$(BIN)/python -m pytest -n 2

format: $(READY) ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY) ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --quiet --upgrade --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; none was found on PATH." >&2; exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version) (once; a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "This Python has no venv module: on Debian, apt install python3-venv." >&2; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip sync --compile-bytecode --require-hashes requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@
