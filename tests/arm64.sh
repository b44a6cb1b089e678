#!/usr/bin/env bash
# arm64.sh [FOLDER]: runs the models of the zoo on linux-arm64 under qemu-user, and compares their bits with those of this x64 machine.
# FOLDER receives the builds and the outputs; without it, a temporary folder that is deleted.
# It needs an emulator and the arm64 libraries of C and C++. On Debian and Ubuntu:
#   apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross
# ARM64_SYSROOT names another folder whose lib/ contains these libraries.
# Exit code: 0 if all bits are equal, 1 if not or if a program fails, 2 if something is missing.
set -euo pipefail

missing() {
  echo "arm64.sh: $1" >&2
  exit 2
}

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64) || missing "qemu-aarch64-static is not installed"
sysroot=${ARM64_SYSROOT:-/usr/aarch64-linux-gnu}
[[ -e $sysroot/lib/ld-linux-aarch64.so.1 && -e $sysroot/lib/libstdc++.so.6 ]] || missing "$sysroot has no arm64 libraries"
[[ $(uname -m) == x86_64 ]] || missing "this machine is not x64"

if [[ $# -gt 0 ]]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

# One build for each platform, outside the source tree: the program of one does not load on the other, and the tests may be running from the tree.
publish() {
  dotnet publish "$tests/RnnCompiler.ZooRunner" -c Release --artifacts-path "$work/artifacts" -nodeReuse:false -p:UseSharedCompilation=false -v quiet "$@" >&2
}
publish -r linux-x64 --no-self-contained -o "$work/x64"
publish -r linux-arm64 --self-contained -o "$work/arm64"

# The first line names lanes and instruction sets, which differ; errors against the interpreter are compared by other tests.
bits() {
  tail -n +2 "$1" | sed 's/ error .*//'
}
dotnet "$work/x64/RnnCompiler.ZooRunner.dll" >"$work/x64.txt"
# With W^X the runtime writes code through a second mapping, and qemu goes on running translations of the old code.
DOTNET_EnableWriteXorExecute=0 "$qemu" -L "$sysroot" "$work/arm64/RnnCompiler.ZooRunner" >"$work/arm64.txt"

head -n 1 "$work/x64.txt" "$work/arm64.txt"
grep -q 'fused True' "$work/x64.txt" || missing "this machine has no fused multiply-add, so its bits are others"
models=$(bits "$work/arm64.txt" | wc -l)
[[ $models -gt 0 ]] || missing "the zoo printed no model"
diff <(bits "$work/x64.txt") <(bits "$work/arm64.txt") || {
  echo "arm64.sh: the lines above differ (< x64, > arm64)" >&2
  exit 1
}
echo "$models models, the same bits"
