#!/bin/sh
# From a fresh checkout to a page on port 8000. `make run` calls this once the virtual environment is there.
set -eu
cd "$(dirname "$0")/.."
export DESK_ENV="${DESK_ENV:-development}" PORT="${PORT:-8000}"
python=.venv/bin/python
data="${DESK_DATA:-.data}/postgres"
web=
worker=
imports=
statistics=
started=

finish() {  # the web and the workers finish what they do before the database goes
  for process in $web $worker $imports $statistics; do kill "$process" 2>/dev/null || true; done
  for process in $web $worker $imports $statistics; do wait "$process" 2>/dev/null || true; done
  [ "$started" != started ] || $python -m config.database stop "$data"
}
trap finish EXIT
trap 'exit 0' INT
trap 'exit 0' TERM

if [ -z "${DATABASE_URL:-}" ]; then
  started=$($python -m config.database start "$data")
fi
$python -m config.prepare
if ls ./*/management/commands/worker.py >/dev/null 2>&1; then
  $python manage.py worker &
  worker=$!
fi
$python manage.py import_worker &
imports=$!
$python manage.py take_snapshot --every 300 &
statistics=$!
echo "Referral Desk is on http://localhost:$PORT/ (Ctrl+C ends it)"
.venv/bin/gunicorn --config config/gunicorn.py config.wsgi &
web=$!
wait "$web"
