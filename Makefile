# Every command works on a fresh machine: Debian 12 or Ubuntu with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv/bin
DIRS := wire geo media console backend simulator analytics tools bench tests main.py
CROWDED := tests/end2end tests/faults tests/simulator
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
PYTEST := $(VENV)/python -m tools.under_xvfb $(VENV)/python -m pytest
LOOK := -p tools.second_look
twice = $(PYTEST) $(LOOK) --passed .passed $(1) $(2) || { echo "Again, alone, what has not passed beside others:" && $(PYTEST) $(LOOK) --but .passed $(2); }

.PHONY: demo test check interleave bench qgis-test lock prepare-demo prepare-test prepare-qgis

demo: prepare-demo  ## backend, simulated city, cameras and console; without a display under Xvfb, with pictures in out/screens
	@$(VENV)/python -m tools.demo $(ARGS)

# Three at a time, each on a screen of its own; then two at a time, in the order of the folders, what fills the machine with processes (decisions/0018).
test: check  ## everything that must hold
ifdef ARGS
	@$(PYTEST) $(ARGS)
else
	@$(call twice,-n 3 --dist loadfile,$(CROWDED:%=--ignore=%))
	@$(call twice,-n 2 --dist loadfile --no-loadscope-reorder,$(CROWDED))
endif

interleave: prepare-test  ## two people edit the same things in N orders that chance finds, of each noun on each database; 10,000 unless N says otherwise
	@YIPING_INTERLEAVINGS=$(or $(N),10000) $(PYTEST) -n 2 tests/contract/test_contract_interleaving.py

check: prepare-test  ## what needs no process: style, types, contracts, rules
	@$(VENV)/ruff check $(DIRS)
	@$(VENV)/ruff format --check --quiet $(DIRS)
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(VENV)/python -m tools.imports

bench: prepare-test  ## figures beside a peer or a floor, of all benches or of those in ARGS; writes bench/RESULTS.md
	@$(PYTHON) tools/prepare.py capture
	@$(PYTHON) tools/prepare.py peers
	@$(VENV)/python -m tools.under_xvfb $(VENV)/python -m bench $(or $(ARGS),all)

qgis-test: prepare-qgis  ## the real QGIS on our exports and our door; installs it (some 600 MB)
	@$(VENV)/python -m pytest -m qgis $(ARGS)

lock:  ## new locks from pyproject.toml
	@$(VENV)/$(LOCK) pyproject.toml --extra backend -o requirements/demo.txt
	@$(VENV)/$(LOCK) pyproject.toml --extra backend --extra dev -o requirements/test.txt
	@$(VENV)/$(LOCK) requirements/node.in -o requirements/node.txt
	@$(VENV)/$(LOCK) requirements/peers.in -o requirements/peers.txt

prepare-demo prepare-test prepare-qgis: prepare-%:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Yiping needs Python 3.11 or newer; set PYTHON=" >&2; exit 2; }
	@$(PYTHON) tools/prepare.py $*
