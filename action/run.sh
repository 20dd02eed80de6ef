#!/usr/bin/env bash
# What the GitHub Action runs. Its inputs are the INPUT_ variables.
set -euo pipefail

if [[ -n "${INPUT_VERSION:-}" ]]; then
  python -m pip install --quiet "inclusivelint==$INPUT_VERSION"
else
  python -m pip install --quiet "$GITHUB_ACTION_PATH"
fi

sarif="$RUNNER_TEMP/inclusivelint.sarif"
summary="$RUNNER_TEMP/inclusivelint.md"
options=(--format "${INPUT_FORMAT:-github}" --format "sarif:$sarif" --format "markdown:$summary")
[[ -z "${INPUT_FAIL_ON:-}" ]] || options+=(--fail-on "$INPUT_FAIL_ON")
[[ -z "${INPUT_BASELINE:-}" ]] || options+=(--baseline "$INPUT_BASELINE")
[[ -z "${INPUT_SINCE:-}" ]] || options+=(--since "$INPUT_SINCE")

paths=()
while IFS= read -r path; do
  [[ -z "$path" ]] || paths+=("$path")
done <<< "${INPUT_PATHS:-.}"

code=0
inclusivelint check "${options[@]}" -- "${paths[@]}" || code=$?

[[ ! -f "$summary" ]] || cat "$summary" >> "$GITHUB_STEP_SUMMARY"
[[ ! -f "$sarif" ]] || echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
exit "$code"
