# `make run` and `make test` need Python 3.11+ and nothing else; everything they make lies in this folder.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export KINERJA_HOME ?= $(CURDIR)/data

# An environment belongs to one place, one Python and one set of locked requirements: a stamp is named after all of them.
PLACE := $(shell { echo "$(CURDIR)"; $(PYTHON) --version; cat requirements-bootstrap.lock; } 2>&1 | cksum | cut -d' ' -f1)
RUNTIME := $(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)
DEVELOPMENT := $(shell cat requirements.lock requirements-dev.lock pyproject.toml | cksum | cut -d' ' -f1)
BI_PACKAGES := $(shell cat bi/requirements.lock | cksum | cut -d' ' -f1)
UV := .venv/uv-$(PLACE).stamp
RUN := .venv/run-$(PLACE)-$(RUNTIME).stamp
DEV := .venv/dev-$(PLACE)-$(DEVELOPMENT).stamp
BI := .venv-bi/$(PLACE)-$(BI_PACKAGES).stamp

# An office without internet brings the packages along in wheelhouse/ (see `make wheelhouse`).
ifneq ($(wildcard wheelhouse/*.whl),)
export PIP_NO_INDEX := 1
export PIP_FIND_LINKS := $(CURDIR)/wheelhouse
export UV_NO_INDEX := 1
export UV_FIND_LINKS := $(CURDIR)/wheelhouse
endif
LOCKS := requirements-bootstrap.lock requirements-dev.lock bi/requirements.lock
INSTALL := VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: help run test slow proof mutants lint fmt bench bi bi-check lock wheelhouse docs pages setup digests secrets audit sbom clean
help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: $(RUN)  ## sample agency, nightly load through Airflow, and what came of it
	@$(BIN)/python -m etl.tour

test: $(DEV)  ## the tests that belong to every change (under 5 minutes)
	@# bytecode is kept here, whatever the user's Python does: else both workers compile 400 files of tests every time
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -m "not slow"

slow: $(DEV)  ## the suites that start real servers, work on large data or on generated worlds
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -m slow

proof: $(DEV)  ## ten thousand worlds against the naive computation, alterations found, lineage by altered records (goes on where it was stopped)
	@$(BIN)/python -m tests.worlds.proof $(if $(WORLDS),--worlds=$(WORLDS))
	@$(BIN)/python -m tests.worlds.tamper_proof $(if $(ALTERATIONS),--alterations=$(ALTERATIONS))
	@$(BIN)/python -m tests.worlds.lineage_proof $(if $(ROUNDS),--rounds=$(ROUNDS))

mutants: $(DEV)  ## the models of days and accounts, damaged one place at a time: which damage no generated world shows
	@$(BIN)/python -m tests.worlds.mutants $(MODELS)

lint: $(DEV)  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

fmt: $(DEV)  ## format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(DEV)  ## the load against DuckDB alone and pandas; days, accounts, a scored quarter against bare aggregates; a trace; COPY
	@$(BIN)/python -m bench.nightly
	@$(BIN)/python -m bench.attendance
	@$(BIN)/python -m bench.scoring
	@$(BIN)/python -m bench.lineage
	@$(BIN)/python -m bench.lineage_cost
	@$(BIN)/python -m bench.postgresql

bi: $(BI)  ## the dashboards of bi/ in Apache Superset, on this machine only, over the snapshot of the workspace
	@.venv-bi/bin/python bi/install.py
	@exec .venv-bi/bin/python bi/serve.py $(PORT)

bi-check: $(BI) $(RUN)  ## every dashboard in a headless browser: data behind every chart, pictures in .bi/pictures
	@# trends over months want months; only the sample is scored here, a workspace of your own is left alone
	@[ ! -e "$(KINERJA_HOME)/.sample" ] || for month in 01 02 03; do $(BIN)/kinerja score 2026-$$month > /dev/null; done
	@.venv-bi/bin/python bi/install.py
	@.venv-bi/bin/python bi/check.py .bi/pictures

docs: $(DEV)  ## write docs/tables, docs/rules and the origins of columns anew
	@$(BIN)/python -m warehouse.schema.reference docs/tables
	@$(BIN)/python -m warehouse.lineage.declared
	@$(BIN)/python -m pytest -q tests/spec --write-rules

pages: $(DEV)  ## run the samples of the five agencies and write docs/agencies anew
	@$(BIN)/python -m pytest -q -m slow tests/agencies -k page --write-rules

lock: $(UV)  ## resolve the requirements anew
	@$(COMPILE) requirements-bootstrap.in -o requirements-bootstrap.lock
	@$(COMPILE) requirements.in -o requirements.lock
	@$(COMPILE) --overrides requirements-dev-overrides.in requirements-dev.in -o requirements-dev.lock
	@$(COMPILE) bi/requirements.in -o bi/requirements.lock

wheelhouse: $(UV)  ## collect what an office without internet needs, into wheelhouse/
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
	    --dest wheelhouse -r requirements-bootstrap.lock -r requirements.lock
	@echo "Copy this folder with wheelhouse/ to a machine with the same system and Python; there: make run"

setup: $(DEV)  ## the environment for development

audit: $(DEV)  ## known vulnerabilities of everything locked, and none left out; asks the advisories of PyPI: needs the internet
	@failed=; for lock in $(LOCKS); do echo "$$lock"; \
	    $(BIN)/pip-audit --strict --disable-pip --require-hashes -r $$lock || failed="$$failed $$lock"; done; \
	if [ -n "$$failed" ]; then \
	    echo "Not shown to be free of known vulnerabilities:$$failed. Either one is named above, or the advisories of PyPI" \
	        "could not be asked (they need the internet, a mirror of packages has none): docs/runbooks/security.md" >&2; exit 1; fi

sbom: $(DEV)  ## what production is made of, into build/sbom.cdx.json (CycloneDX)
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o build/sbom.cdx.json requirements.lock
	@echo build/sbom.cdx.json

digests:  ## the digests of the images that docker-compose.yml names, as lines of .env; needs Docker and its registry
	@sed -nE 's/.*\{((POSTGRES|PYTHON)_IMAGE):-([^}]+)\}.*/\1 \3/p' docker-compose.yml | sort -u | while read -r name image; do \
	    digest=$$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$$image"); echo "$$name=$$image@$$digest"; done

secrets:  ## what docker-compose.yml asks for, into the folder SECRETS; those that are there stay
	@$(PYTHON) deploy/make_secrets.py $(or $(SECRETS),secrets)

clean:  ## remove what was made: environment, caches, the sample agency
	@if [ -d data ] && [ ! -e data/.sample ]; then echo "data/ is a workspace of your own: left alone"; else rm -rf data; fi
	rm -rf .venv .venv-bi .bi .airflow .proof .pytest_cache .ruff_cache .mypy_cache .hypothesis *.egg-info

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("Kinerja needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 run") if sys.version_info < (3, 11) else None'
	@echo "Making an isolated environment in .venv"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	@touch $@

$(BI): $(UV)
	@echo "Installing Apache Superset into .venv-bi (600 MB; the first time a minute or two)"
	@$(PYTHON) -m venv --clear .venv-bi
	@VIRTUAL_ENV=.venv-bi $(BIN)/uv pip install --quiet --require-hashes -r bi/requirements.lock
	@touch $@

$(RUN): $(UV)
	@echo "Installing the locked requirements (first time: a minute or two)"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@rm -f .venv/run-*.stamp && touch $@

$(DEV): $(RUN)
	@echo "Installing what developing needs"
	@$(INSTALL) --require-hashes --overrides requirements-dev-overrides.in -r requirements-dev.lock
	@# where Python may write no bytecode every process of the tests would compile what it imports
	@[ -z "$$PYTHONDONTWRITEBYTECODE" ] || $(BIN)/python -m compileall -q -j 0 .venv/lib > /dev/null 2>&1 || true
	@rm -f .venv/dev-*.stamp && touch $@
