#!/bin/sh
# Pins pyproject.toml's dependencies by hash. uv is wanted only here, so it gets a throwaway environment.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv
pin() {
  "$tools/bin/uv" pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header --no-emit-index-url --quiet "$@"
}
pin --output-file requirements.lock
pin --extra privacy --constraint requirements.lock --output-file requirements-privacy.lock
pin --extra dev --constraint requirements-privacy.lock --output-file requirements-dev.lock
