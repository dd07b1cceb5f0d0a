#!/usr/bin/env bash
# Runs the action's script as a runner would, with the program that is given. `cargo xtask test` calls it.
set -euo pipefail
cd "$(dirname "$0")/../.."
room=$(mktemp -d)
# Under the name that an archive gives it.
cp "$(realpath "${1:?a program}")" "$room/asl-check"
program=$room/asl-check
trap 'rm -rf "$room"' EXIT
failed=0

# Runs the script with some variables; what it said is in $room/said, its outputs in $room/outputs.
action() {
  : >"$room/outputs"
  code=0
  env GITHUB_OUTPUT="$room/outputs" RUNNER_TEMP="$room" "$@" bash packaging/action/run.sh >"$room/said" 2>&1 || code=$?
}

expect() {
  local what=$1
  shift
  if ! "$@"; then
    echo "failed: $what: $*"
    sed 's/^/  | /' "$room/said" "$room/outputs"
    failed=1
  fi
}

# shellcheck disable=SC2317 # `expect` calls them
says() { grep -q -e "$1" "$room/said"; }
# shellcheck disable=SC2317
gives() { grep -qx -e "$1" "$room/outputs"; }

action ASL_CHECK_BINARY="$program" ASL_CHECK_PATHS=fixtures/order.asl.json
expect "a clean file" [ "$code" = 0 ]
expect "a clean file" gives exit-code=0
expect "a clean file" says "1 file checked, nothing found"

action ASL_CHECK_BINARY="$program" ASL_CHECK_PATHS=fixtures/faulty/misspelt.asl.json
expect "a faulty file" [ "$code" = 1 ]
expect "a faulty file" says "^::error file=fixtures/faulty/misspelt.asl.json,line=16,"

# Files one a line, with spaces in their names; flags are split.
cp fixtures/faulty/endless-loop.asl.json "$room/an endless loop.asl.json"
paths=$(printf 'fixtures/order.asl.json\n%s\n' "$room/an endless loop.asl.json")
action ASL_CHECK_BINARY="$program" ASL_CHECK_PATHS="$paths" ASL_CHECK_ARGS="--type  standard" ASL_CHECK_FAIL_ON=warning
expect "two paths, and fail-on" [ "$code" = 1 ]
expect "two paths, and fail-on" says "2 files checked: 1 warning in 1 file"

action ASL_CHECK_BINARY="$program" ASL_CHECK_PATHS=fixtures/faulty/misspelt.asl.json ASL_CHECK_SARIF="$room/found.sarif"
expect "SARIF" [ "$code" = 1 ]
expect "SARIF" gives "sarif=$room/found.sarif"
expect "SARIF" grep -q '"ruleId": *"unknown-field"' "$room/found.sarif"

action ASL_CHECK_BINARY="$program" ASL_CHECK_PATHS=nowhere ASL_CHECK_SARIF="$room/none.sarif"
expect "a file that is not there" [ "$code" = 2 ]
expect "a file that is not there" says "^::error title=asl-check::"
expect "a file that is not there" gives sarif=

action ASL_CHECK_BINARY="$program" ASL_CHECK_PATHS=fixtures/order.asl.json ASL_CHECK_ARGS="--no-such-flag"
expect "a flag that is not there" [ "$code" = 2 ]

# A release, in a folder that stands for the server.
version=$(packaging/version.sh)
target=x86_64-unknown-linux-musl
packaging/archive.sh "$target" "$program" "$room/releases/v$version" >/dev/null
(cd "$room/releases/v$version" && sha256sum -- *.tar.gz >SHA256SUMS)
release=(RUNNER_OS=Linux RUNNER_ARCH=X64 ASL_CHECK_RELEASES="file://$room/releases" ASL_CHECK_PATHS=fixtures/order.asl.json)

action "${release[@]}"
expect "a release" [ "$code" = 0 ]
expect "a release" gives "binary=$room/asl-check-$version/asl-check-$target/asl-check"

action "${release[@]}" ASL_CHECK_VERSION=v9.9.9
expect "a release that is not there" [ "$code" = 2 ]
expect "a release that is not there" says "can't be downloaded"

echo "$(printf '0%.0s' {1..64})  asl-check-$target.tar.gz" >"$room/releases/v$version/SHA256SUMS"
action "${release[@]}"
expect "a release that somebody changed" [ "$code" = 2 ]
expect "a release that somebody changed" says "is not what SHA256SUMS says"

action "${release[@]}" RUNNER_ARCH=RISCV
expect "a machine that there is no release for" [ "$code" = 2 ]

# Where the releases are, told by the folder of the action alone.
mkdir -p "$room/bin"
printf '#!/bin/sh\necho "$@"\nexit 22\n' >"$room/bin/curl"
chmod +x "$room/bin/curl"
action PATH="$room/bin:$PATH" RUNNER_OS=Linux RUNNER_ARCH=X64 GITHUB_ACTION_PATH='D:\a\_actions\somebody\asl-check\v1'
expect "the address of a release" says "https://github.com/somebody/asl-check/releases/download/v$version/asl-check-$target.tar.gz"

[ "$failed" = 0 ] && echo "the action does what it should"
exit "$failed"
