# `make demo` decides the 2019 request, `make test` checks everything, `make slow` what takes minutes more, `make fuzz`
# tries odd inputs for a minute, `make coverage` runs the tests of `make test` once more and counts which lines they
# reach, which takes three times as long.
# Each makes what it needs.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

SECONDS ?= 60

.PHONY: demo test slow fuzz coverage spark bench lint format docs clean

demo: $(VENV)/.demo
	@$(BIN)/disclosure-policy decide examples/2019-request-for-all-records.yaml; test $$? -eq 3

test: lint
	$(BIN)/python -m pytest -q -m 'not slow' -n auto

slow: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m slow -n auto

# `make fuzz SECONDS=1800 SEED=1`; without a seed, another every time.
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

coverage: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m 'not slow' -n auto --cov --cov-report term

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

# Needs Java: apt-get install openjdk-17-jre-headless
spark: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[spark]'
	$(BIN)/python -m pytest -q -m slow tests/frames/test_spark.py

bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m benchmarks --docs

format: $(VENV)/.dev
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks

docs: $(VENV)/.demo
	for code in us us-nm; do \
	  $(BIN)/disclosure-policy coverage $$code > docs/coverage/$$code.md && \
	  $(BIN)/disclosure-policy facts $$code > docs/requests/$$code.md || exit 1; \
	done
	$(BIN)/disclosure-policy schema --into schema > /dev/null
	$(BIN)/disclosure-policy schema --rules examples/rules-repository/rules \
	  --into examples/rules-repository/schema > /dev/null
	$(BIN)/python -c 'from pathlib import Path; from disclosure_policy.frames.columns import page_with, shared_columns; \
	  page = Path("docs/batch.md"); page.write_text(page_with(page.read_text("utf-8"), shared_columns()), "utf-8")'

# Some systems ship venv without the pip it should bring along: then the outer pip fills it.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || \
	  { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $@ install --quiet pip; }

$(VENV)/.demo: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
