#!/usr/bin/env bash
# Installs what the tests need, builds, checks the formatting and runs every test. Ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0
finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}
stop() {
  echo "FAILED: $1" >&2
  failed=$((failed + 1))
  finish
}

# Chromium for the browser tests. Without root or apt they show as skipped, with the reason.
if ! command -v chromium >/dev/null && [ -z "${PORTAL_TEST_CHROMIUM:-}" ] && command -v apt-get >/dev/null; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null \
    || echo "Chromium could not be installed; browser tests will be skipped."
fi

# PostgreSQL for the tests that run on every engine; they start it themselves. Only the programs are wanted, no server of the machine's.
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && [ -z "${PORTAL_TEST_POSTGRES:-}" ] && command -v apt-get >/dev/null; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null \
    || echo "PostgreSQL could not be installed; its tests will be skipped."
fi

configuration=Release
dotnet restore Portal.sln ${CI:+--locked-mode} -v q || stop "restore"
dotnet build Portal.sln -c $configuration --no-restore -v q -clp:NoSummary || stop "build"
dotnet format Portal.sln --no-restore --verify-no-changes -v q || { echo "FAILED: dotnet format finds changes to make."; failed=$((failed + 1)); }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in tests/Portal.*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  # A suite that hangs ends by itself and is a failure.
  timeout --kill-after=30 1500 "$project/bin/$configuration/net10.0/$name" -noColor -noLogo 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  [ "$code" -ne 124 ] || echo "FAILED: $name did not end within 1500 s."
  summary=$(grep -E "$name +Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+" "$log" | tail -n 1)
  count() { printf '%s' "$summary" | sed -nE "s/.*$1: ([0-9]+).*/\1/p"; }
  total=$(count Total); errors=$(count Errors); bad=$(count Failed); skips=$(count Skipped); not_run=$(count "Not Run")
  if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    echo "FAILED: $name ran no test (exit code $code)."
    failed=$((failed + 1))
    continue
  fi
  passed=$((passed + total - bad - skips - ${not_run:-0})); failed=$((failed + bad + errors)); skipped=$((skipped + skips))
  # An exit code without a failed test is a crash, and counts as one failure.
  if [ "$code" -ne 0 ] && [ $((bad + errors)) -eq 0 ]; then
    echo "FAILED: $name ended with exit code $code."
    failed=$((failed + 1))
  fi
done
finish
