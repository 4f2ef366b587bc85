#!/usr/bin/env bash
# Installs what the tests need, builds, checks the formatting and runs every test. Ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0
log=$(mktemp) failures=$(mktemp)
trap 'rm -f "$log" "$failures"' EXIT
finish() {
  # What failed is said once more here, where it is seen without searching the whole output.
  [ ! -s "$failures" ] || { echo "== What failed"; cat "$failures"; }
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}
fail() {
  echo "FAILED: $1" | tee -a "$failures"
  failed=$((failed + 1))
}
stop() {
  fail "$1"
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
dotnet format Portal.sln --no-restore --verify-no-changes -v q || fail "dotnet format finds changes to make."

each='^    .* \[(STARTING|FINISHED)\]'
unfinished() {
  awk '/ \[STARTING\]$/ { sub(/ \[STARTING\]$/, ""); open[$0] = 1 } / \[FINISHED\]/ { sub(/ \[FINISHED\].*$/, ""); delete open[$0] } END { for (name in open) print name }' "$log"
}

for project in tests/Portal.*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  # A suite that hangs ends by itself and is a failure. The log says when each test begins and ends; nobody needs to read that while all goes well.
  timeout --kill-after=30 1500 "$project/bin/$configuration/net10.0/$name" -noColor -noLogo -reporter verbose 2>&1 | tee "$log" | grep -vE "$each"
  code=${PIPESTATUS[0]}
  # A failed test is its name with [FAIL], then lines that are indented deeper: the message and the way there.
  awk '/^    [^ ].*\[FAIL\]$/ { print; lines = 12; next } lines > 0 && /^      / { print; lines--; next } { lines = 0 }' "$log" >> "$failures"
  summary=$(grep -E "$name +Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+" "$log" | tail -n 1)
  count() { printf '%s' "$summary" | sed -nE "s/.*$1: ([0-9]+).*/\1/p"; }
  total=$(count Total); errors=$(count Errors); bad=$(count Failed); skips=$(count Skipped); not_run=$(count "Not Run")
  if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    fail "$name did not come to its end (exit code $code; 124 is the time limit of 1500 s). Begun and not ended:"
    unfinished | tee -a "$failures"
    continue
  fi
  passed=$((passed + total - bad - skips - ${not_run:-0})); failed=$((failed + bad + errors)); skipped=$((skipped + skips))
  # An exit code without a failed test is a crash, and counts as one failure.
  if [ "$code" -ne 0 ] && [ $((bad + errors)) -eq 0 ]; then
    fail "$name ended with exit code $code."
  fi
done
finish
