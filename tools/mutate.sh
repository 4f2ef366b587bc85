#!/usr/bin/env bash
# On demand: mutation tests of what must not be wrong. tools/mutate.sh [output folder]. Takes about an hour on two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"; out=$(cd "$out" && pwd)
dotnet tool restore >/dev/null
run() { # <report> <test project> <project> <patterns…>
  local report=$1 tests=$2 project=$3; shift 3
  local patterns=(); for pattern in "$@"; do patterns+=(-m "$pattern"); done
  (cd "$root/tests/$tests" && dotnet stryker --test-runner mtp --project "$project" "${patterns[@]}" -r json -r markdown -r cleartext -O "$out/$report" --skip-version-check)
}
run platform Portal.Platform.Tests Portal.Platform.csproj "**/Tenancy/*.cs" "**/Secrets/**/*.cs" "**/AuditLog/*.cs"
run coverage Portal.Compliance.Tests Portal.Compliance.csproj "**/Coverage/Calculation/*.cs"
echo "Reports: $out"
