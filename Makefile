# The two commands: `make demo` and `make test`. Both install what they need into .venv, once.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: install demo test bench lint clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing into .venv (about a minute, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: install
	@$(BIN)/tracing demo

# Two at a time: whole files, as tests of one file share what is costly to make.
test: install
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# Against other engines, in an environment of their own: `make bench BENCH="--sizes 1e7 1e8"`; --quick takes minutes.
bench: install
	@$(BIN)/python -m tests.benchmarks $(BENCH)

lint: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

clean:
	rm -rf .venv .venv-bench .bench build *.egg-info .pytest_cache .ruff_cache .hypothesis
