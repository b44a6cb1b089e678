using BenchmarkDotNet.Running;
using RnnCompiler.Benchmarks;

if (args is ["--short"])
    return ShortRun.Run();
BenchmarkSwitcher.FromAssembly(typeof(LstmBenchmarks).Assembly).Run(args);
return 0;
