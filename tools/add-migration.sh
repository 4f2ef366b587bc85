#!/usr/bin/env bash
# Adds one migration, under one name, for every database provider: tools/add-migration.sh AddRetention
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?"Give the migration a name: tools/add-migration.sh <Name>"}
dotnet tool restore >/dev/null
dotnet build src/Portal.Compliance -v q -clp:NoSummary -p:RunAnalyzers=false
for provider in Sqlite SqlServer PostgreSql; do
  dotnet ef migrations add "$name" --no-build --project src/Portal.Compliance --context "${provider}SchemaContext" \
    --output-dir "Data/Providers/$provider/Migrations"
done
