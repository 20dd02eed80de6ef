# Each target sets up what it needs: a virtual environment in .venv, made anew when pyproject.toml changes.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test lint format build eval judge pipeline clean

help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or later is needed; choose one with: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV); the first time takes a minute or two"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --editable ".[all]" --group dev
	@touch $@

demo: $(STAMP) ## Check the policies in examples/
	@$(BIN)/inclusivelint check examples --fail-on never

test: lint ## Run every check: lint, the rules' own examples, the tests
	@echo "== the examples of the rules"
	@$(BIN)/inclusivelint rules test
	@echo "== tests"
	@$(BIN)/python -m pytest

lint: $(STAMP) ## Check style, types and the import contracts
	@echo "== ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "== mypy"
	@$(BIN)/mypy
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-logo

format: $(STAMP) ## Mend what ruff can mend, and format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

build: $(STAMP) ## Build the wheel and the source distribution into dist/
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist .
	@ls -l dist

eval: $(STAMP) ## Score the near-miss pairs in tests/contrast and tests/blind, and what each means of judging adds
	@$(BIN)/python -m tests.near_misses

judge: ## Train the learned judge from nothing, score it and put it into the package (hours; needs ../shared)
	@$(MAKE) -C training/judge PYTHON=$(PYTHON)

pipeline: ## Train the English pipeline from nothing, score it and put it into the package (an hour and more)
	@$(MAKE) -C training/pipeline PYTHON=$(PYTHON)

clean: ## Remove the virtual environment, caches and build outputs
	@rm -rf $(VENV) build dist rules/compiled.json .coverage .hypothesis .import_linter_cache .inclusivelint_cache \
		.mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
