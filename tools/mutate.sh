#!/usr/bin/env bash
# On demand: mutation tests of what must not be wrong. tools/mutate.sh [output folder]. Each lane works in a clone of the committed state, with only the tests of the
# folder that is mutated: with the whole suite every mutant would start databases and vaults, and a run would take a day.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"; out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { # <lane> <test project> <project> <pattern of mutated files> <find expression of test files to leave out…>
  local lane=$1 tests=$2 project=$3 pattern=$4; shift 4
  git clone -q "$root" "$work/$lane"
  (
    cd "$work/$lane" && dotnet tool restore >/dev/null && cd "tests/$tests"
    find . -name '*.cs' "$@" -delete
    PORTAL_MUTATED_BLOBS=2000 dotnet stryker --test-runner mtp --project "$project" -m "$pattern" -r json -r markdown -O "$out/$lane" --skip-version-check --concurrency 2
  )
}
run coverage Portal.Compliance.Tests Portal.Compliance.csproj '**/Coverage/Calculation/*.cs' -not -path './Coverage/Calculation/*'
run tenancy Portal.Platform.Tests Portal.Platform.csproj '**/Tenancy/*.cs' -name '*Tests.cs' -not -path './Tenancy/*'
run audit-log Portal.Platform.Tests Portal.Platform.csproj '**/AuditLog/*.cs' -name '*Tests.cs' -not -path './AuditLog/*'
run secrets Portal.Platform.Tests Portal.Platform.csproj '**/Secrets/**/*.cs' -name '*Tests.cs' -not -path './Secrets/*'
echo "Reports: $out"
