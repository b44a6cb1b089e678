using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Steps;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Results;

/// <summary>Results as Markdown.</summary>
internal static class Tables
{
    /// <summary>All results of a run.</summary>
    public static string All(RunResult run)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Measured on {run.Date:yyyy-MM-dd}, {run.Mode} mode: {run.Machine.Describe()}\n\n");
        text.Append(run.Mode == "full" ? "Minimum by BenchmarkDotNet in one process, " : "Best of many bursts in one process, all engines in turns, ");
        text.Append("one thread; in brackets, the time relative to generated code. ");
        text.Append(CultureInfo.InvariantCulture, $"Before timing, outputs and losses were equal within {Agreement.Tolerance:0e+0}. ");
        text.Append("The roofline bound is the least time in which the machine could load the recurrent weights once per step and do the products with the input at its peak; ");
        text.Append("for batches and training, do all products at its peak.\n\n");
        Workloads(text, run.Rows);
        StepTable.Append(text, run.Steps ?? []);
        Threads(text, run.Rows);
        CustomCells(text, run.Rows);
        StartUps(text, run.StartUps);
        Generator(text, run.Generator);
        if (run.Mode == "full")
            Statistics(text, run.Rows);
        foreach ((string peer, string reason) in run.MissingPeers)
            text.Append(CultureInfo.InvariantCulture, $"{peer} did not take part: {reason}\n\n");
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Some rows of the comparison with peers, on which machine they were measured, and what the columns mean.</summary>
    /// <param name="run">The run.</param>
    /// <param name="workloads">Names of the rows.</param>
    /// <exception cref="InvalidDataException">The run lacks one of the rows.</exception>
    public static string Selection(RunResult run, IReadOnlyList<string> workloads)
    {
        StringBuilder text = new();
        Workloads(text,
            [.. workloads.Select(name => run.Rows.SingleOrDefault(row => row.Workload == name) ?? throw new InvalidDataException($"The results lack the row '{name}'."))]);
        text.Append(CultureInfo.InvariantCulture, $"One thread of {run.Machine.Processor}, {run.Machine.VectorBits}-bit vectors, {run.Machine.Runtime}, {run.Date:yyyy-MM-dd}; ");
        text.Append("in brackets, the time relative to generated code.\n");
        return text.ToString();
    }

    /// <summary>The line of a workload, as the console shows it while a run goes on.</summary>
    public static string Line(RowResult row)
    {
        string peers = string.Join("   ", row.Engines.Skip(1).Select(engine => $"{engine.Key} {Time(row, engine.Key)}"));
        return $"{row.Workload,-46} {Time(row, EngineTable.Generated),10}   {Share(row),5}   {peers}   difference {Difference(row)}";
    }

    private static void Workloads(StringBuilder text, IReadOnlyList<RowResult> rows)
    {
        RowResult[] compared = [.. rows.Where(static row => !row.IsOwn)];
        if (compared.Length == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"| workload | generated | of the roofline bound | {string.Join(" | ", EngineTable.Peers)} | largest difference |\n");
        text.Append("|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (RowResult row in compared)
        {
            string peers = string.Join(" | ", EngineTable.Peers.Select(peer => Cell(row, peer)));
            text.Append(CultureInfo.InvariantCulture, $"| {row.Workload} | {Time(row, EngineTable.Generated)} | {Share(row)} | {peers} | {Difference(row)} |\n");
        }

        text.Append("\nSequences: time of one step. Everything else: time of one call.\n\n");
    }

    private static void Threads(StringBuilder text, IReadOnlyList<RowResult> rows)
    {
        foreach (RowResult row in rows.Where(static row => row.Kind == WorkloadKind.Threads))
        {
            text.Append("| workload | one thread | two threads | times as fast |\n|---|---:|---:|---:|\n");
            double ratio = row.Ratio(EngineTable.Generated, EngineTable.TwoThreads) ?? double.NaN;
            text.Append(CultureInfo.InvariantCulture, $"| {row.Workload} | {Time(row, EngineTable.Generated)} | {Time(row, EngineTable.TwoThreads)} | {ratio:F2} |\n\n");
        }
    }

    private static void CustomCells(StringBuilder text, IReadOnlyList<RowResult> rows)
    {
        RowResult[] compared = [.. rows.Where(static row => row.Engines.ContainsKey(EngineTable.CustomCell))];
        if (compared.Length == 0)
            return;
        text.Append("| workload | built-in cell | the same cell written in C# | time | largest difference |\n|---|---:|---:|---:|---:|\n");
        foreach (RowResult row in compared)
        {
            double ratio = row.Ratio(EngineTable.CustomCell, EngineTable.Generated) ?? double.NaN;
            text.Append(CultureInfo.InvariantCulture,
                $"| {row.Workload} | {Time(row, EngineTable.Generated)} | {Time(row, EngineTable.CustomCell)} | {ratio:F2}× | {Difference(row)} |\n");
        }

        text.Append('\n');
    }

    private static void StartUps(StringBuilder text, IReadOnlyList<StartUpResult> starts)
    {
        if (starts.Count == 0)
            return;
        text.Append("| start of a process to its first prediction, LSTM 1→16 T100 | best | median |\n|---|---:|---:|\n");
        foreach (StartUpResult start in starts)
            text.Append(CultureInfo.InvariantCulture, $"| {start.Program} | {start.Best:F1} ms | {start.Median:F1} ms |\n");
        text.Append('\n');
    }

    private static void Generator(StringBuilder text, IReadOnlyList<GeneratorResult> results)
    {
        if (results.Count == 0)
            return;
        text.Append("| the generator, LSTM 128→256 twice and a head | time | |\n|---|---:|---|\n");
        foreach (GeneratorResult result in results)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {result.Case} | {(result.Milliseconds < 10 ? $"{result.Milliseconds:F2}" : $"{result.Milliseconds:F0}")} ms | {result.Remark} |\n");
        }

        text.Append('\n');
    }

    private static void Statistics(StringBuilder text, IReadOnlyList<RowResult> rows)
    {
        text.Append("| workload | engine | median | mean | standard deviation | rounds | allocated |\n|---|---|---:|---:|---:|---:|---:|\n");
        foreach (RowResult row in rows)
        {
            foreach ((string engine, Timing timing) in row.Engines)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Workload} | {engine} | {Time(row, timing.Median)} | {Time(row, timing.Mean)} | {Time(row, timing.Deviation)} ");
                text.Append(CultureInfo.InvariantCulture, $"| {timing.Rounds} | {timing.AllocatedBytes} B |\n");
            }
        }

        text.Append('\n');
    }

    private static string Cell(RowResult row, string engine) => row.Ratio(engine, EngineTable.Generated) is { } ratio
        ? string.Create(CultureInfo.InvariantCulture, $"{Time(row, engine)} ({(ratio < 10 ? $"{ratio:F2}" : $"{ratio:F0}")}×)")
        : "–";

    private static string Time(RowResult row, string engine) => Time(row, row.Engines[engine].Best);

    private static string Time(RowResult row, double nanoseconds)
    {
        double time = nanoseconds / (row.Kind == WorkloadKind.Sequence ? row.StepsPerCall : 1);
        return string.Create(CultureInfo.InvariantCulture, $"{(time < 1e4 ? $"{Digits(time)} ns" : time < 1e6 ? $"{Digits(time / 1e3)} µs" : $"{Digits(time / 1e6)} ms")}");
    }

    private static string Digits(double value) => value.ToString(value < 10 ? "F2" : value < 100 ? "F1" : "N0", CultureInfo.InvariantCulture);

    private static string Share(RowResult row) =>
        row.RooflineNanoseconds is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{100 * bound / row.Engines[EngineTable.Generated].Best:F0} %") : "–";

    private static string Difference(RowResult row) => row.LargestDifference.ToString("0.0e+0", CultureInfo.InvariantCulture);
}
