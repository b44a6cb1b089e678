#!/usr/bin/env bash
# run.sh [OPTION …]: builds the benchmarks with TorchSharp (half a gigabyte of native files, once) and runs them with the options given.
# Where the system's C++ library is too old for TorchSharp (Debian 12), torchsharp-debian12/ helps it to load; if that does not
# help either, the table says so and goes on without.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$here/RnnCompiler.Benchmarks
# Neither the time of builds nor kernels made at run time have a peer.
case ${1:-} in
  --build | --debug | --lengths | --networks | --streams | --threads | --weights) exec dotnet run -c Release --project "$project" -- "$@" ;;
esac
dotnet build "$project" -c Release -p:WithTorchSharp=true -nodeReuse:false -v quiet
output=$project/bin/Release/net10.0
program=$output/RnnCompiler.Benchmarks
# The answer is kept in a variable: a pipe that ends early would end the program too.
loads=$("$program" --list)
if [[ $loads == *"TorchSharp: loads"* ]]; then
  exec "$program" "$@"
fi
exec "$here/torchsharp-debian12/run.sh" "$output" "$program" "$@"
