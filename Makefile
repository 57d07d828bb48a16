.PHONY: run test test-all rules matrix faults asvs sabotage lint bench lighthouse lock messages overload stop clean

run: .venv/run.stamp  ## serve on port 8000 (PORT), with an embedded PostgreSQL unless DATABASE_URL is set
	@scripts/run.sh

test: .venv/dev.stamp  ## everything, browser included; ARGS="tests/ground -q" for a part
	@.venv/bin/python tests/ensure_browser.py >/dev/null
	@.venv/bin/python -m config.prepare files
	@.venv/bin/python -m pytest $(or $(ARGS),--numprocesses 2 --max-worker-restart 2 --dist loadfile --no-loadscope-reorder -q)

test-all:  ## everything, and nothing of it by sample only: about twice as long; keeps what it counts in docs/measured.md
	@$(MAKE) --no-print-directory test ARGS="--all --keep --numprocesses 2 --max-worker-restart 2 --dist loadfile --no-loadscope-reorder -q"

lint: .venv/dev.stamp  ## what the tests check too, in a second
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports
	@.venv/bin/djlint --quiet --lint templates

rules: .venv/dev.stamp  ## each rule of practice, the tests that show it, and whether they pass
	@.venv/bin/python tests/ensure_browser.py >/dev/null
	@.venv/bin/python -m config.prepare files
	@.venv/bin/python -m pytest --rules --numprocesses 2 --max-worker-restart 2 --dist loadfile -q

asvs: .venv/dev.stamp  ## each requirement of ASVS 5.0 that is left to tests, the tests that settle it, and whether they pass
	@.venv/bin/python -m config.prepare files
	@.venv/bin/python -m pytest --asvs --keep --numprocesses 2 --dist loadfile -q

sabotage: .venv/dev.stamp  ## take one control after the other away; those tests must turn red (ARGS="7.3.1 cookies" for some)
	@.venv/bin/python -m config.prepare files
	@.venv/bin/python -m tests.sabotage $(ARGS)

matrix: .venv/dev.stamp  ## who gets what, cell by cell, in the database alone and in the application alone, and bad input; keeps the counts
	@.venv/bin/python -m config.prepare files
	@.venv/bin/python -m pytest --all --keep --numprocesses 2 --dist worksteal -q tests/matrix

faults: .venv/dev.stamp  ## thirty kills, and what two do at once; keeps the counts
	@.venv/bin/python -m config.prepare files
	@.venv/bin/python -m pytest --all --keep -q tests/faults tests/referral/test_races.py tests/referral/test_crossing_races.py

lighthouse: .venv/dev.stamp  ## the main pages as a phone loads them, median of three; needs Node, installs Lighthouse in .data
	@.venv/bin/python tests/ensure_browser.py >/dev/null
	@.venv/bin/python scripts/lighthouse.py

bench: .venv/run.stamp  ## pages and workers on many journeys, into docs/measured.md; SIZES="10000 100000 1000000"
	@.venv/bin/python scripts/bench.py
	@.venv/bin/python -m config.prepare
	@.venv/bin/python manage.py measure_document_search

overload: .venv/run.stamp  ## five times as many requests as it can answer, on the demo data: how many are answered; keeps the figures
	@.venv/bin/python scripts/measure_overload.py

lock: .venv/dev.stamp  ## pin anew what pyproject.toml asks for
	@scripts/lock.sh

messages: .venv/run.stamp  ## bring the catalogues in locale/ up to date with the sources
	@.venv/bin/python scripts/messages.py

stop:  ## stop the embedded PostgreSQL of this checkout
	@for folder in .data/postgres .data/test-postgres .data/lighthouse/postgres; do \
	  [ ! -d $$folder ] || .venv/bin/python -m config.database stop $$folder; done

clean: stop  ## forget the demo data, the secrets and the environment of this checkout
	rm -rf .data .venv

.venv/bin/python:
	@python3 -m venv .venv

.venv/run.stamp: requirements.lock | .venv/bin/python
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
