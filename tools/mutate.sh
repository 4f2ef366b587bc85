#!/usr/bin/env bash
# On demand: mutation tests of what must not be wrong. tools/mutate.sh [output folder] [lane…]; without lanes, all of them. Each lane works in a clone of the committed
# state, with only the tests of the folder that is mutated: with the whole suite every mutant would start databases and vaults, and a run would take a day.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"; out=$(cd "$out" && pwd)
shift || true
wanted=("$@")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Clones have no folder of test vectors beside them.
export PORTAL_VECTORS=${PORTAL_VECTORS:-$(realpath -m "$root/../shared/data/vectors")}
# What mutants leave behind when they are killed goes with the clones.
mkdir "$work/tmp"; export TMPDIR=$work/tmp

# Stryker's ignore-methods would take all that stands before the call along, e.g. the whole query that is awaited: so the one argument that is left out is named by its place.
awaits() { # <folder of the sources>: one exclusion a file, of the `false` in each ConfigureAwait(false)
  find "$1" -name '*.cs' -print0 | sort -z | xargs -0 perl -CSD -0777 -ne '
    my $spans = ""; while (/ConfigureAwait\(\Kfalse(?=\))/g) { $spans .= "{$-[0]..$+[0]}" }
    (my $file = $ARGV) =~ s{.*/src/}{}; print "!**/$file$spans\n" if $spans'
}

run() { # <lane> <test project> <project> <folder below src> <pattern in it> <find expression of test files to leave out…>
  local lane=$1 tests=$2 project=$3 folder=$4 pattern=$5; shift 5
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $lane "* ]] || return 0
  git clone -q "$root" "$work/$lane"
  (
    cd "$work/$lane" && dotnet tool restore >/dev/null
    mutate=(-m "**/$folder/$pattern")
    while read -r exclusion; do mutate+=(-m "$exclusion"); done < <(awaits "$work/$lane/src/$folder")
    cd "tests/$tests" && find . -name '*.cs' "$@" -delete
    # The configuration waits long before it calls a mutant hung: on a loaded machine it is the machine that is slow.
    PORTAL_MUTATED_BLOBS=2000 dotnet stryker -f "$work/$lane/tools/stryker-config.json" --test-runner mtp --project "$project" "${mutate[@]}" -r json -r markdown -O "$out/$lane" --skip-version-check \
      --concurrency "${PORTAL_MUTANTS_AT_ONCE:-2}"
  )
  rm -rf "${work:?}/$lane"
}
tests=(-name '*Tests.cs')
run coverage Portal.Compliance.Tests Portal.Compliance.csproj Portal.Compliance/Coverage/Calculation '*.cs' -not -path './Coverage/Calculation/*'
run tenancy Portal.Platform.Tests Portal.Platform.csproj Portal.Platform/Tenancy '*.cs' "${tests[@]}" -not -path './Tenancy/*'
run audit-log Portal.Platform.Tests Portal.Platform.csproj Portal.Platform/AuditLog '*.cs' "${tests[@]}" -not -path './AuditLog/*'
run secrets Portal.Platform.Tests Portal.Platform.csproj Portal.Platform/Secrets '*.cs' "${tests[@]}" '(' -not -path './Secrets/*' -o -path './Secrets/*/*' ')'
run key-ring Portal.Platform.Tests Portal.Platform.csproj Portal.Platform/Secrets/KeyRing '*.cs' "${tests[@]}" -not -path './Secrets/KeyRing/*'
run key-vault Portal.Platform.Tests Portal.Platform.csproj Portal.Platform/Secrets/KeyVault '*.cs' "${tests[@]}" -not -path './Secrets/KeyVault/*'
echo "Reports: $out"
