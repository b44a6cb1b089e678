using System.Globalization;
using System.Text;

namespace RnnCompiler.Benchmarks.Steps;

/// <summary>A step of a model, called in three ways.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Sequence">As a sequence of 1000 steps.</param>
/// <param name="Step">One at a time.</param>
/// <param name="Block">In blocks of 64 steps.</param>
internal sealed record StepResult(string Model, StepTiming Sequence, StepTiming Step, StepTiming Block);

/// <summary>Time of a step in nanoseconds, and what the processor counted.</summary>
/// <param name="Best">Of the best burst.</param>
/// <param name="Median">Of all bursts.</param>
/// <param name="Cycles">Cycles of a step in user mode; null if the machine counts none.</param>
/// <param name="Instructions">Instructions of a step in user mode; null if the machine counts none.</param>
internal sealed record StepTiming(double Best, double Median, double? Cycles, double? Instructions);

/// <summary>Steps as Markdown.</summary>
internal static class StepTable
{
    /// <summary>Appends the table, if there are rows.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<StepResult> results)
    {
        if (results.Count == 0)
            return;
        text.Append("| a step, with a linear output | `Forward` of 1000 | `Step` | block of 64 | cycles | instructions |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (StepResult result in results)
        {
            StepTiming[] ways = [result.Sequence, result.Step, result.Block];
            string times = string.Join(" | ", ways.Select(Time));
            text.Append(CultureInfo.InvariantCulture, $"| {result.Model} | {times} | {Counts(ways, static w => w.Cycles)} | {Counts(ways, static w => w.Instructions)} |\n");
        }

        text.Append("\nNanoseconds of a step, best (median); cycles and instructions of a step of `Forward`, `Step` and a block.\n\n");
    }

    /// <summary>The line of a model, as the console shows it while a run goes on.</summary>
    public static string Line(StepResult result)
    {
        StepTiming[] ways = [result.Sequence, result.Step, result.Block];
        string counts = result.Sequence.Cycles is null
            ? "no counters"
            : $"cycles {Counts(ways, static w => w.Cycles)}   instructions {Counts(ways, static w => w.Instructions)}";
        return $"{StepSpeed.Prefix + result.Model,-46} sequence {Time(result.Sequence)}   step {Time(result.Step)}   block {Time(result.Block)} ns   {counts}";
    }

    private static string Time(StepTiming time) => string.Create(CultureInfo.InvariantCulture, $"{time.Best:F1} ({time.Median:F1})");

    private static string Counts(StepTiming[] ways, Func<StepTiming, double?> count) =>
        ways.Any(way => count(way) is null) ? "no counters" : string.Join(", ", ways.Select(way => count(way)!.Value.ToString("F0", CultureInfo.InvariantCulture)));
}
