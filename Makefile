# Two commands matter: `make demo` and `make test`. Both make the virtual environment they need, from requirements.lock.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DBT := $(VENV)/bin/dbt
INSTALLED := $(VENV)/installed
DEMO_PACKAGES := demo/dbt_packages/flywheel
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo demo-elementary test test-all lint format docs lock clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

demo: $(INSTALLED) ## Real flights, real models, one dbt build, and what it found (under 4 minutes; again: half a minute)
	@$(PY) demo/prepare.py
	@$(PY) demo/build.py

demo-elementary: $(INSTALLED) ## The demo with Elementary beside it, where its two package folders are given
	@$(PY) demo/with_elementary.py

test: $(INSTALLED) lint ## Lint, parse and build the package, then the whole pytest suite
	$(DBT) --quiet build --no-partial-parse
	$(PY) -m pytest -n 2

test-all: $(INSTALLED) ## The pytest suite with the slow tests on Postgres too (10 minutes more)
	$(PY) -m pytest -n 2 --all

# Every model is read as rendered by all rules but the few that say something only of what was written, for which it is read again.
AS_WRITTEN := layout,jinja,references.quoting,capitalisation.types,structure.nested_case,structure.join_condition_order

lint: $(INSTALLED) $(DEMO_PACKAGES) ## sqlfluff and ruff
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/sqlfluff lint --processes 2 --rules $(AS_WRITTEN) models
	$(VENV)/bin/sqlfluff lint --processes 2 --config .sqlfluff_rendered models
	$(VENV)/bin/sqlfluff lint --config demo/.sqlfluff demo/models demo/tests

format: $(INSTALLED) $(DEMO_PACKAGES) ## Let sqlfluff and ruff mend what they can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/sqlfluff fix models
	$(VENV)/bin/sqlfluff fix --config demo/.sqlfluff demo/models demo/tests

docs: $(INSTALLED) ## dbt's documentation of the package, in target/
	$(DBT) docs generate

lock: $(INSTALLED) ## Resolve pyproject.toml again into requirements.lock
	$(PY) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile pyproject.toml --extra demo --extra test --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate --quiet --upgrade --output-file requirements.lock

clean: ## Remove what the other targets made
	rm -rf $(VENV) target logs demo/data demo/target demo/logs demo/dbt_packages .pytest_cache .ruff_cache .hypothesis

# sqlfluff reads a dbt project as a whole, so the demo is linted as the project that it is.
$(DEMO_PACKAGES): | $(INSTALLED)
	@mkdir -p demo/data
	@$(DBT) --quiet deps --project-dir demo --profiles-dir demo

$(INSTALLED): requirements.lock
	@echo "Making the environment in $(VENV) (about a minute, once) ..."
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'flywheel needs Python 3.11 or newer: make PYTHON=python3.11 ...')"
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@
