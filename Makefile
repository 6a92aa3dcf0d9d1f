# make site builds everything, make test tests everything; both set up what they need, once.

BIN := .venv/bin
CLAUSEBOOK := $(BIN)/clausebook
OUT := build
FORM := operator

.PHONY: site test lint serve bench pictures lock

site: .venv/site
	$(CLAUSEBOOK) check
	$(CLAUSEBOOK) build
	$(CLAUSEBOOK) handbook
	$(CLAUSEBOOK) sample $(FORM) --person S0001 --name 示例学员
	$(CLAUSEBOOK) score $(OUT)/samples/$(FORM).json
	$(CLAUSEBOOK) certify $(OUT)/samples/$(FORM).json --scheme $(FORM) --roster assessments/examples/roster.csv --trial
	@echo
	@echo "Open these in a browser; no server is needed:"
	@echo "  handbook      $(CURDIR)/$(OUT)/site/index.html"
	@echo "  as PDF        $(CURDIR)/$(OUT)/handbook/"
	@echo "  form          $(CURDIR)/$(OUT)/forms/$(FORM).html"
	@echo "  report        $(CURDIR)/$(OUT)/results/reports/$(FORM)/S0001.html"
	@echo "  certificate   $(CURDIR)/$(OUT)/trial/"
	@echo "To edit the content and watch the handbook follow: make serve"

test: .venv/test
	$(BIN)/pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(CLAUSEBOOK) check --strict

serve: .venv/site
	$(BIN)/mkdocs serve

bench: .venv/test
	$(BIN)/python bench/loading.py $(ARGS)
	$(BIN)/python bench/certificates.py $(ARGS)
	$(BIN)/python bench/score.py $(ARGS)
	$(BIN)/python bench/exams.py $(ARGS)
	$(BIN)/python bench/site.py $(ARGS)

pictures: .venv/test
	$(BIN)/python docs/pictures/take.py

lock: .venv/test
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet --upgrade -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet --upgrade -o requirements-dev.txt

.venv/site: requirements.txt pyproject.toml .ci/setup
	.ci/setup site
	@touch $@

.venv/test: requirements-dev.txt pyproject.toml tests/package-lock.json .ci/setup
	.ci/setup test
	@touch $@ .venv/site
