#!/bin/sh
# For any CI: checks the paths it is given, or the working folder.
#   BASE           report only lines that changed since this revision, such as origin/main
#   INCLUSIVELINT  what pip installs: a version, or "inclusivelint @ git+https://…"
set -eu

python3 -m venv .venv-inclusivelint
.venv-inclusivelint/bin/pip install --quiet "${INCLUSIVELINT:-inclusivelint}"

if [ "$#" -eq 0 ]; then
  set -- .
fi
if [ -n "${BASE:-}" ]; then
  exec .venv-inclusivelint/bin/inclusivelint check --since "$BASE" -- "$@"
fi
exec .venv-inclusivelint/bin/inclusivelint check -- "$@"
