#!/usr/bin/env bash
# Prints the version of the project, if it is the same wherever it stands: packaging/version.sh [TAG]
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
same=0

expect() {
  if [ "$2" != "$version" ]; then
    echo "$1 says ${2:-nothing}, and Cargo.toml says $version" >&2
    same=1
  fi
}

expect editors/vscode/package.json "$(sed -n 's/^  "version": "\(.*\)",$/\1/p' editors/vscode/package.json)"
# Internal crates are published with the program, and promise nothing to any other version of it.
while IFS= read -r named; do
  expect "Cargo.toml, of an internal crate," "$named"
done < <(sed -n 's/^asl-.*path = .* version = "=\(.*\)" }$/\1/p' Cargo.toml)
[ $# = 0 ] || expect "the tag" "${1#v}"
echo "$version"
exit "$same"
