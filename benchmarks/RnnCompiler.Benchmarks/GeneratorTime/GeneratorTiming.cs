using System.Text.Json;
using RnnCompiler.Benchmarks.Results;
using RnnCompiler.Benchmarks.StartUp;

namespace RnnCompiler.Benchmarks.GeneratorTime;

/// <summary>Time of the generator for LSTM 128→256, LSTM 256→256 and a head; each run in a new process, the best of a few.</summary>
internal static class GeneratorTiming
{
    /// <summary>Of the workload in the command line's filter.</summary>
    public const string Name = "generator, LSTM 128→256 twice and a head";

    /// <summary>Measures.</summary>
    /// <exception cref="InvalidOperationException">The generator made nothing, or computed again what had not changed.</exception>
    public static IReadOnlyList<GeneratorResult> Measure(int processes)
    {
        List<GeneratorResult> all = [];
        for (int i = 0; i < processes; i++)
        {
            foreach (string roslyn in new[] { "cold", "warm" })
                all.AddRange(Child(roslyn));
        }

        return [.. all.GroupBy(static result => result.Case).Select(static group => group.MinBy(static result => result.Milliseconds)!)];
    }

    // With the tiering that compilers run with, not with this program's.
    private static List<GeneratorResult> Child(string roslyn)
    {
        (int exitCode, string output) = ChildProcess.Run(Environment.ProcessPath!, ["child", "generator", roslyn], ("DOTNET_TC_CallCountingDelayMs", "64"));
        return exitCode == 0
            ? JsonSerializer.Deserialize<List<GeneratorResult>>(output) ?? []
            : throw new InvalidOperationException($"Timing the generator ended with {exitCode}.");
    }
}
