#!/usr/bin/env bash
# Makes the archive of a release: packaging/archive.sh TARGET PROGRAM FOLDER
# The program is run for its completions and its manual page, so it has to be one for this machine.
set -euo pipefail
target=$1
program=$(realpath "$2")
mkdir -p "$3"
out=$(realpath "$3")
cd "$(dirname "$0")/.."

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
folder=$room/asl-check-$target
mkdir -p "$folder/completions"
cp "$program" "$folder/"
cp LICENSE "$folder/"
cp packaging/about.md "$folder/README.md"
for shell in bash zsh fish powershell elvish; do
  "$program" completions "$shell" >"$folder/completions/asl-check.$shell"
done
"$program" man >"$folder/asl-check.1"
tar -czf "$out/asl-check-$target.tar.gz" -C "$room" "asl-check-$target"
echo "$out/asl-check-$target.tar.gz"
