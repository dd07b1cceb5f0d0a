#!/usr/bin/env bash
# What the action does: gets the program, checks, and leaves annotations and, if asked for, a SARIF file.
# By hand: ASL_CHECK_BINARY=target/release/asl-check ASL_CHECK_PATHS=fixtures packaging/action/run.sh
# bash 3.2 has to do, which macOS comes with.
set -euo pipefail

fail() {
  echo "::error title=asl-check::$1"
  exit 2
}

# The name of a release's file for this machine.
target() {
  case "${RUNNER_OS:-$(uname -s)}-${RUNNER_ARCH:-$(uname -m)}" in
    Linux-X64 | Linux-x86_64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64 | Linux-aarch64) echo aarch64-unknown-linux-musl ;;
    macOS-X64 | Darwin-x86_64) echo x86_64-apple-darwin ;;
    macOS-ARM64 | Darwin-arm64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    *) return 1 ;;
  esac
}

# The owner and name of the repository that the action came from. The runner says it in an expression, but leaves that
# empty for some composite actions; the folder that it cloned the action into says it as well.
repository() {
  local path=${GITHUB_ACTION_PATH:-}
  path=${path//\\//}
  if [ -n "${ASL_CHECK_REPOSITORY:-}" ]; then
    echo "$ASL_CHECK_REPOSITORY"
  elif [[ $path == */_actions/*/*/* ]]; then
    path=${path##*/_actions/}
    echo "${path%%/*}/$(cut -d/ -f2 <<<"$path")"
  else
    return 1
  fi
}

# The version of the action itself: each is released with the program.
own_version() {
  sed -n 's/^version = "\(.*\)"$/\1/p' "$(dirname "${BASH_SOURCE[0]}")/../../Cargo.toml" | head -n 1
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# Downloads a release, compares it with its checksum, and leaves the path of the program in `binary`.
install() {
  local target repository version name from folder
  target=$(target) || fail "there is no program for ${RUNNER_OS:-this system} on ${RUNNER_ARCH:-this machine}; give one as binary"
  version=${ASL_CHECK_VERSION:-$(own_version)}
  version=${version#v}
  name=asl-check-$target
  if [ -n "${ASL_CHECK_RELEASES:-}" ]; then
    from=$ASL_CHECK_RELEASES/v$version
  else
    repository=$(repository) || fail "where the releases are is not known here; give a binary"
    from=https://github.com/$repository/releases/download/v$version
  fi
  folder=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/asl-check-$version
  mkdir -p "$folder"
  curl --fail --fail-early --silent --show-error --location --retry 3 --output-dir "$folder" \
    --remote-name "$from/$name.tar.gz" --remote-name "$from/SHA256SUMS" || fail "$from/$name.tar.gz can't be downloaded"
  # In the folder, since the tar of Windows takes what stands before a colon for a host.
  (cd "$folder" && grep " [ *]\{0,1\}$name.tar.gz\$" SHA256SUMS | sha256 -c - >/dev/null && tar -xzf "$name.tar.gz") ||
    fail "$name.tar.gz is not what SHA256SUMS says"
  binary=$folder/$name/asl-check
  [ -f "$binary" ] || binary=$binary.exe
}

check() {
  "$binary" check ${args[@]+"${args[@]}"} --format "$1" -- "${paths[@]}"
}

binary=${ASL_CHECK_BINARY:-}
[ -n "$binary" ] || install
"$binary" --version || fail "$binary does not run"

paths=()
while IFS= read -r line; do
  line=${line%$'\r'}
  [ -z "$line" ] || paths+=("$line")
done <<<"${ASL_CHECK_PATHS:-.}"
read -r -d '' -a args <<<"${ASL_CHECK_ARGS:-}" || true
[ -z "${ASL_CHECK_FAIL_ON:-}" ] || args+=(--fail-on "$ASL_CHECK_FAIL_ON")

code=0
check github || code=$?
if [ -n "${ASL_CHECK_SARIF:-}" ] && [ "$code" != 2 ]; then
  check sarif >"$ASL_CHECK_SARIF" || [ $? = 1 ]
  sarif=$ASL_CHECK_SARIF
fi
{
  echo "exit-code=$code"
  echo "binary=$binary"
  echo "sarif=${sarif:-}"
} >>"${GITHUB_OUTPUT:-/dev/null}"
[ "$code" != 2 ] || fail "it could not do its work: see the log of this step"
exit "$code"
