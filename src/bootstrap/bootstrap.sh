#!/bin/sh
# Makes a shell ready for glrunner, in a new CloudShell or after a session was lost:
#   eval "$(sh bootstrap.sh)"
# Checks only what Node itself needs. `glrunner bootstrap` does the rest and has the same options.
set -eu

fail() {
  printf 'bootstrap: %s\n  fix: %s\n' "$1" "$2" >&2
  exit 1
}

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# `engines` of the release has the same version.
oldest=20

command -v node >/dev/null ||
  fail "Node.js was not found" "install Node.js $oldest or newer: https://nodejs.org (a CloudShell has it)"
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge "$oldest" ] ||
  fail "Node.js $(node --version) is too old" "install Node.js $oldest or newer: https://nodejs.org"
[ -f "$folder/glrunner.cjs" ] ||
  fail "there is no $folder/glrunner.cjs" "keep both files of a release, this one and glrunner.cjs, in one folder of the home"

exec node "$folder/glrunner.cjs" bootstrap "$@"
