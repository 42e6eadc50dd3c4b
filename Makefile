# Two commands for a stranger: `make demo` and `make test`. The rest is for those who build.
#
#   make demo [PORT=8000] [RESET=1] [SCALE=0.1]    the whole system on this machine, until Ctrl-C
#   make test                          everything: lint, tests, browser, invariants
#   make manage ARGS="…"               manage.py against the demo's data
#   make bench [ARGS="--sizes 1000 --pages record"]    the benchmark table
#   make bench-results [ARGS="1000000"]    a compilation against the naive statement
#   make bench-surge [ARGS="--seconds 30"]    the last minutes before a deadline; --slow-lines: large uploads
#   make bench-alike [ARGS="--rounds 20"]    whether the time of an answer tells a stranger anything
#   make migrations                    write migrations for changed models
#   make messages                      collect the texts to translate
#   make lock                          resolve the dependencies again

PYTHON := .venv/bin/python
# Ends the program when make itself is killed: nothing stays behind.
WITH_ME := exec setpriv --pdeathsig TERM
PORT ?= 8000
export PORT RESET

.PHONY: demo test manage bench bench-results bench-surge bench-alike migrations messages lock install install-tests

demo: install
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.demo

test: install-tests
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.verify

manage: install
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.demo manage $(ARGS)

bench: install-tests
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) -m benchmarks $(ARGS)
	@$(if $(ARGS),,$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) -m benchmarks.importing)
	@$(if $(ARGS),,$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) -m benchmarks.exporting)

bench-results: install-tests
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) -m benchmarks.compiling $(ARGS)

bench-alike: install-tests
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) -m benchmarks.alike $(ARGS)

bench-surge: install-tests
	@$(WITH_ME) $(PYTHON) -m benchmarks.surge $(ARGS)

migrations: install
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) manage.py makemigrations grants reporting
	@$(WITH_ME) $(PYTHON) -m alinvest.devkit.services $(PYTHON) -m alinvest.devkit.folding grants reporting

messages: install
	@$(PYTHON) -m alinvest.devkit.catalogues extract

install:
	@python3 alinvest/devkit/install.py

install-tests:
	@python3 alinvest/devkit/install.py --tests

UV_COMPILE := .venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11

lock: install
	$(UV_COMPILE) pyproject.toml -o requirements.lock
	$(UV_COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(UV_COMPILE) pyproject.toml --extra embedded -c requirements.lock -o requirements-embedded.lock
