# make demo           the sample province at http://localhost:8000: web, worker and beat, no servers needed
# make test           lint, types, direction of imports, migrations, and all tests on the embedded default
# make test-services  the tests on PostgreSQL and Redis (DATABASE_URL, REDIS_URL, else loopback, else throw-away ones)
# make check          the part of `make test` that runs no tests
# make bench          speed, one JSON line per figure
# Every target first sets up what is missing; see .ci/setup.

.PHONY: help demo test test-services check bench
.DEFAULT_GOAL := help

# Two tests at a time is what two cores take: make test JOBS=4 on a larger machine. ARGS goes to pytest.
JOBS ?= 2
ARGS ?=
PYTEST := .venv/bin/python -m pytest -q -n $(JOBS) --dist worksteal

help:
	@sed -n 's/^# \?//p' Makefile | head -6

demo:
	@.ci/setup run pdf
	@.ci/demo

test: check
	@.ci/setup pdf browser
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) $(ARGS)

# Pages look the same on every database: of the browser tests only those that walk through the whole portal.
test-services:
	@.ci/setup dev pdf browser
	@.ci/with-services $(PYTEST) -m "journey or not browser" $(ARGS)

check:
	@.ci/setup dev
	.venv/bin/ruff check --quiet
	.venv/bin/ruff format --quiet --check
	.venv/bin/lint-imports --no-cache
	.venv/bin/mypy
	@env -u DATABASE_URL -u REDIS_URL .venv/bin/python manage.py makemigrations --check --dry-run

bench:
	@.ci/setup dev pdf browser
	@status=0; \
	env -u DATABASE_URL -u REDIS_URL .venv/bin/python -m tests.bench || status=1; \
	env -u DATABASE_URL -u REDIS_URL .venv/bin/python -m tests.bench.reporting || status=1; \
	.ci/with-services .venv/bin/python -m tests.bench.reporting rush || status=1; \
	.ci/with-services .venv/bin/python -m tests.bench.posting || status=1; \
	.ci/with-services .venv/bin/python -m tests.bench.size || status=1; \
	exit $$status
