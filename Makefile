# make demo    replay the Rotterdam case through the real hub, and leave the wijkteam's page open
# make test    run the tests (ARGS="tests/ledger -k seal" picks some)
# make soak    the long runs: a hundred thousand histories against the oracle, full loads, many kills, new examples
# make mutation change what decides who may see what, one small thing at a time, and see that a test notices
# make check   format, lint, strict types, import contracts, schemas, deployment files
# make bench   measure (ARGS="--json" for machines)
# make schemas write schemas/ anew from the code
# make lock    write requirements.lock anew (needs uv)
# make clean   remove what the targets above made, but no data

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test soak mutation check format bench schemas lock clean

help:
	@sed -n 's/^# make /  make /p' Makefile

demo: $(READY)
	@$(BIN)/hub demo $(ARGS)

test: $(READY)
	@$(BIN)/pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile $(ARGS)

soak: $(READY)
	@$(BIN)/pytest -m soak -s $(ARGS)
	@$(BIN)/pytest --hypothesis-profile=new-examples $(ARGS) $$(grep -rl --include='test_*.py' '^from hypothesis' tests)

mutation: $(READY)
	@$(BIN)/python -m tests.mutation $(ARGS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/hub export-schemas --check
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	@$(BIN)/hub bench $(ARGS)

schemas: $(READY)
	@$(BIN)/hub export-schemas $(ARGS)

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		--all-extras --group build pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is newer than what it was made from, so a changed lock installs again.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Samenloop needs Python 3.11 or later, and '$(PYTHON)' is not: install one (Debian, Ubuntu: apt install" >&2; \
		echo "python3 python3-venv; macOS: brew install python) or name it: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments, because ensurepip is missing: apt install python3-venv" >&2; \
		echo "(Debian, Ubuntu), or name another Python: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing what requirements.lock names into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
