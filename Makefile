# The verbs of this project. `make run` and `make test` do everything that a fresh machine needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: run test quick lint ingest eval bench clean

run: $(READY)
	@$(PYTHON) assistant/preflight.py --ports
	@$(BIN)/python ingest.py || test $$? -eq 1
	@$(BIN)/python -m assistant serve

test: $(READY)
	@$(PYTEST)

# The tests without those that are marked slow, for while you work: under three minutes.
quick: $(READY)
	@$(PYTEST) -m "not slow"

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

ingest: $(READY)
	@$(BIN)/python ingest.py

# make eval [DATA=path]
eval: $(READY)
	@$(BIN)/python -m tests.evals.score --write $(if $(DATA),--unrelated "$(DATA)/text/off_topic_questions.jsonl")

# make bench DATA=path [SCALE=1] [PUBLISHING=1] [CACHE=folder] [LIMIT=questions]
ifdef DATA
bench: $(READY)
	@$(BIN)/python -m tests.evals.bench "$(DATA)" $(if $(SCALE),--scale) $(if $(PUBLISHING),--publishing) \
	  $(if $(CACHE),--cache "$(CACHE)") $(if $(LIMIT),--limit-queries $(LIMIT))
else
bench:
	@echo "make bench: say where the sets are: make bench DATA=path (the folder above retrieval/)." >&2
	@echo "SCALE=1 measures scale/ instead, PUBLISHING=1 how fast it is published, CACHE=folder keeps vectors, LIMIT=100 asks 100 questions of each." >&2
	@exit 2
endif

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) assistant/preflight.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the dependencies (once; a few minutes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $(READY)

clean:
	rm -rf $(VENV) build *.egg-info
