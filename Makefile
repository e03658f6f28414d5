# `make demo` and `make test` do all the set-up themselves; everything else is a part of them.
PYTHON ?= python3

.PHONY: demo quick test proof wide release-check lint build bench conformance networks clean lock

demo:
	@$(PYTHON) scripts/demo.py

# For every save: lint, types and the tests that need nothing but Node and Python.
quick:
	@$(PYTHON) scripts/test.py quick

# Everything that a change can break, with all real parts.
test:
	@$(PYTHON) scripts/test.py

# The long way, before a release: all cases, trainings from nothing, the verdicts at full size, what is measured. Hours.
proof: wide networks conformance bench

# All cases of the tests of which `make test` runs one for those that go the same way.
wide:
	@ZOOPORT_PROOF=1 $(PYTHON) scripts/test.py example long pytest own

# Version, change log, licences and wheel.
release-check:
	@$(PYTHON) scripts/release_check.py

lint:
	@$(PYTHON) scripts/test.py lint types ruff mypy

build:
	@$(PYTHON) scripts/setup.py build

bench:
	@$(PYTHON) scripts/setup.py build new train chromium
	@node bench/run.mjs

# How far the verdicts are those of the field's own tools; writes docs/conformance.md.
conformance:
	@$(PYTHON) scripts/setup.py spec new zoo lab train node build
	@node scripts/conformance/conformance.mjs

# Every network from a training to the zoo's own tests, and the small folders of the tests; writes docs/networks.md.
networks:
	@$(PYTHON) scripts/setup.py lab train keras2 zoo new node build
	@$(PYTHON) scripts/networks/small_folders.py --commit
	@$(PYTHON) scripts/networks/networks.py

# Makes the locks again from requirements/*.in; name no registry in them.
lock:
	@$(PYTHON) scripts/setup.py lab
	@for name in uv cli lab lab42 train keras2 zoo new spec; do \
	  .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.10 --no-annotate --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean:
	rm -rf lib dist web zooport/labextension zooport/cli zooport/widget demo test-results playwright-report .cache
