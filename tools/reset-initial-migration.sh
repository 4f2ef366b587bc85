#!/usr/bin/env bash
# Until the first release there is one Initial migration a provider, followed by Triggers. This makes both anew from the model.
# After the release their files are frozen: add migrations instead.
set -euo pipefail
cd "$(dirname "$0")/.."
providers=src/Portal.Compliance/Data/Providers
rm -f $providers/*/Migrations/*_Initial*.cs $providers/*/Migrations/*ModelSnapshot.cs
bash tools/add-migration.sh Initial

# Triggers runs one second after Initial, whenever that was made.
for provider in Sqlite SqlServer PostgreSql; do
  folder=$providers/$provider/Migrations
  initial=$(basename "$(ls $folder/*_Initial.cs)" _Initial.cs)
  old=$(ls $folder/*_Triggers.cs); id=$((initial + 1))
  sed -i -E "s/[0-9]{14}_Triggers/${id}_Triggers/" "$old"
  [ "$old" = "$folder/${id}_Triggers.cs" ] || mv "$old" "$folder/${id}_Triggers.cs"
done

tests=tests/Portal.Compliance.Tests
dotnet build $tests -v q -clp:NoSummary -p:RunAnalyzers=false
PORTAL_WRITE_FROZEN_SQL=1 $tests/bin/Debug/net10.0/Portal.Compliance.Tests \
  -class Portal.Compliance.Tests.Data.Triggers.FrozenTriggersTests -class Portal.Compliance.Tests.Data.RowSecurity.FrozenRowSecurityTests
dotnet build src/Portal.Compliance -v q -clp:NoSummary -p:RunAnalyzers=false
