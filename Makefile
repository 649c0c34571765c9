# Needs git, make and Python 3.11. Everything is installed into .venv; nothing outside is changed.

PYTHON ?= python3.11
DEMO_HOME := home-demo
DEMO_MONTHS := 2026-09 2026-10
DEMO_ROUNDS := 3
DEMO_SIMULATED := home-simulated

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed

# pip asks its index for a newer pip and counts downloads; neither is wanted here.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup demo test lint parity cluster bench fuzz clean

setup: $(READY)

# The stamp is older than either file only when something has changed: a second call is quick.
$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "A Python 3.11 with venv is needed: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --constraint constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation \
	  --editable ".[dev]"
	@touch $@

# Begins anew each time, so that the second month shows what is new, continuing, worse, better.
# Then a few rounds of the whole loop: lists go out, filled workbooks come back, help shows.
demo: setup
	@rm -rf $(DEMO_HOME)
	@for month in $(DEMO_MONTHS); do \
	  $(BIN)/sanse run --month $$month --inbox data/sample/inbox --home $(DEMO_HOME) || exit $$?; done
	@rm -rf $(DEMO_SIMULATED)
	@$(BIN)/sanse simulate --months $(DEMO_ROUNDS) --residents 2000 --out $(DEMO_SIMULATED)

# Files begin in the order that tests/conftest.py gives them, not by how many tests they hold.
# Processes that the tests begin find what was compiled, even where writing that is switched off.
test: setup
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -p tests.probes -n 2 --dist loadfile \
	  --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint sql
	$(BIN)/mypy

# Both engines, row by row. What the project has already is not installed again: the second
# environment sees the first. Without Java a server that speaks Spark answers in Spark's place;
# `make parity ENGINE=pysail` asks it all the same, `ENGINE=pyspark` insists on Spark;
# `ONLY=sample` leaves out the rest.
ENGINE ?= $(if $(shell command -v java),pyspark,pysail)
SECOND := .venv-$(ENGINE)
PACKAGES := $(if $(filter pyspark,$(ENGINE)),"pyspark[connect]",pysail pyspark-client)

parity: $(SECOND)/.installed
	$(SECOND)/bin/python -m pytest -q parity $(if $(ONLY),-k "$(ONLY)") \
	  -W "ignore:PySpark does not yet fully support pandas:FutureWarning"

$(SECOND)/.installed: $(READY)
	@test -x $(SECOND)/bin/python || $(PYTHON) -m venv $(SECOND)
	@cd $(VENV)/lib/python3.11/site-packages && pwd > \
	  $(CURDIR)/$(SECOND)/lib/python3.11/site-packages/first.pth
	$(SECOND)/bin/python -m pip install --quiet --constraint constraints.txt $(PACKAGES)
	@touch $@

# Staging on a Dask cluster: a scheduler and workers of this machine, killed, frozen, refused.
DASK := .venv-dask

cluster: $(DASK)/.installed
	$(DASK)/bin/python -m pytest -q cluster

$(DASK)/.installed: $(READY)
	@test -x $(DASK)/bin/python || $(PYTHON) -m venv $(DASK)
	@cd $(VENV)/lib/python3.11/site-packages && pwd > \
	  $(CURDIR)/$(DASK)/lib/python3.11/site-packages/first.pth
	$(DASK)/bin/python -m pip install --quiet --constraint constraints.txt distributed
	@touch $@

# SCALES="0.1 1" leaves the largest out; MADE="1=folder" measures on a district there is.
SCALES ?= 0.1 1 5
MADE ?=

bench: setup
	-$(BIN)/python -m benchmarks.bench --scales $(SCALES) $(if $(MADE),--made $(MADE))
	$(BIN)/python -m benchmarks.report
	$(BIN)/python -m benchmarks.scale
	$(BIN)/python -m benchmarks.entitlements
	$(BIN)/python -m benchmarks.fuzz --files 10000

# The second half of bench alone: damaged files through the readers; findings go to build/fuzz.
fuzz: setup
	$(BIN)/python -m benchmarks.fuzz --files 10000

# What `make` and the demo have made; a real home is never touched.
clean:
	rm -rf $(DEMO_HOME) $(DEMO_SIMULATED) build dist .coverage htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache
