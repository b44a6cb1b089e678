using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Lowering;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Sharing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Scheduling;

/// <summary>Entry method of a program, and the function that it is lowered from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it computes, in one line.</param>
/// <param name="Loops">The function; its buffers are placed.</param>
/// <param name="Packing">The layout of the weights.</param>
internal sealed record KernelEntry(string Name, string Summary, LoopProgram Loops, WeightPacking Packing)
{
    /// <summary>Whether there is a single row.</summary>
    public bool SingleRow { get; init; }

    /// <summary>Whether a call often has one row, although it may have several.</summary>
    public bool IsOftenSingleRow { get; init; }

    /// <summary>Whether it is one step of a stream.</summary>
    public bool IsStreamStep { get; init; }

    /// <summary>Whether threads partition the lanes of that row.</summary>
    public bool ByLanes { get; init; }
}

/// <summary>Scheduling for one target: tile selection, lowering and code sharing. Targets are scheduled in parallel.</summary>
internal static class TargetPlanner
{
    /// <summary>Selects the tiles of functions for each target and lowers them.</summary>
    public static IReadOnlyList<KernelProgram> Lower(IReadOnlyList<KernelEntry> entries, ModelDeclaration declaration, IReadOnlyList<Target> targets, PassRunner runner)
    {
        TimePlan time = TimeTiling.Of(declaration);
        return ForEach(targets.Count, runner, (i, own) => new KernelProgram(targets[i], [.. entries.SelectMany(e => Lower(e, targets[i], time, declaration.Activations, own))]));
    }

    /// <summary>Shares equal code and verifies the programs.</summary>
    public static IReadOnlyList<KernelProgram> Finish(IReadOnlyList<KernelProgram> programs, bool sharesCode, PassRunner runner) => ForEach(
        programs.Count,
        runner,
        (i, own) => own.Step(
            $"share code for {programs[i].Target.Name}",
            () => sharesCode ? CompactCode.Of(programs[i], own.Cancellation) : programs[i],
            KernelVerifier.Verify,
            KernelPrinter.Print));

    private static IReadOnlyList<KernelMethod> Lower(KernelEntry entry, Target target, TimePlan time, ActivationAccuracy activations, PassRunner runner)
    {
        CallShape calls = new(entry.SingleRow, entry.ByLanes, time) { IsOftenSingleRow = entry.IsOftenSingleRow, IsStreamStep = entry.IsStreamStep };
        string stage = $"{entry.Name} for {target.Name}";
        TileSelection tiles = runner.Step(
            $"{stage}: select tiles", () => TileSelection.Of(entry.Loops, target, calls), t => TileVerifier.Verify(entry.Loops, target, t), TilePlanPrinter.Print);
        KernelProgram lowered = runner.Step(
            $"{stage}: lower",
            () => new KernelProgram(
                target, FunctionLowering.Lower(entry.Name, entry.Summary, entry.Loops, entry.Packing, target, tiles, calls, activations, runner.Cancellation)),
            KernelVerifier.Verify,
            KernelPrinter.Print);
        return lowered.Methods;
    }

    /// <summary>Computes a program for each index in parallel. The observer receives the stages in the order of the programs.</summary>
    private static IReadOnlyList<KernelProgram> ForEach(int count, PassRunner runner, Func<int, PassRunner, KernelProgram> plan)
    {
        List<PassDump>[] stages = [.. Enumerable.Range(0, count).Select(static _ => new List<PassDump>())];
        IReadOnlyList<KernelProgram> programs = Concurrently.Compute(count, i => plan(i, runner.Redirected(stages[i].Add)), runner.Cancellation);
        foreach (PassDump stage in stages.SelectMany(static s => s))
            runner.Show(stage);
        return programs;
    }
}
