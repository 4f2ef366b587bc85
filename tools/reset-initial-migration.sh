#!/usr/bin/env bash
# Until the first release there is one Initial migration a provider. This makes it anew from the model; after the release, add migrations instead.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf src/Portal.Compliance/Data/Providers/{Sqlite,SqlServer}/Migrations
exec bash tools/add-migration.sh Initial
