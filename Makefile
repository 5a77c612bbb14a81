# One virtual environment, .venv, made from requirements.lock; every target uses it.
.DEFAULT_GOAL := help
.PHONY: help demo test serve studio evals unit quick check format lock style types contracts drift

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## make a fresh demo database, send the example request, print the sequence
	@$(BIN)/lead-followup demo

test: $(READY) ## the whole test suite
	@$(BIN)/python -m pytest -n 2 $(ARGS)

serve: $(READY) ## the API on http://127.0.0.1:8000, with the demo data in a new database
	@$(BIN)/lead-followup serve --demo

studio: $(READY) ## LangGraph Studio's server (langgraph dev) with the demo data
	@$(BIN)/lead-followup settings >/dev/null
	@umask 077; LEAD_FOLLOWUP_DEMO=true PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/langgraph dev --no-browser $(ARGS)

evals: $(READY) ## figures for the playbook, for recorded models and, with MODEL=openai:NAME, for that one
	@$(if $(MODEL),LEAD_FOLLOWUP_MODEL=$(MODEL)) $(BIN)/python -m tests.evals.run --out evals.jsonl $(ARGS)

unit: $(READY) ## the unit tests alone, in seconds
	@$(BIN)/python -m pytest tests/unit -p no:schemathesis -p no:langsmith_plugin $(ARGS)

quick: style types unit ## format, lint, types and unit tests, while you write

# The same tests as `make test`, with the lines they run counted; pyproject.toml has the least share.
check: style types contracts drift ## all of quick, import contracts, migration drift, every test: what CI runs
	@$(MAKE) --no-print-directory test ARGS="--cov $(ARGS)"

style: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@$(BIN)/lint-imports --no-logo

drift: $(READY)
	@$(BIN)/python -m tests.migration_drift

format: $(READY) ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY) ## resolve pyproject.toml anew into requirements.lock and constraints.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --quiet --upgrade --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra postgres --extra otel --constraint requirements.lock --universal \
		--python-version 3.11 --no-annotate --no-header --quiet --output-file constraints.txt

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; none was found on PATH." >&2; exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version) (once; a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "This Python has no venv module: on Debian, apt install python3-venv." >&2; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -qq --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip sync --quiet --compile-bytecode \
		--require-hashes requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@
