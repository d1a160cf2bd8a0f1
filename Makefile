# make run    sets everything up and builds the graph of corpus/ in output/
# make test   sets everything up and runs the tests
# make check  lint, types and import contracts
# make docs   writes what is generated in docs/ and ontology/compiled.json
# make lock   renews requirements.lock from pyproject.toml (needs uv)

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check docs lock clean

run: $(READY)
	$(BIN)/unionkg build corpus -o output

test: $(READY)
	$(BIN)/python -m pytest -m "not browser"

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/python docs/generate.py

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed / 需要 Python 3.11 或更新版本" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lock:
	uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --no-annotate --quiet -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) output
